"""People with accounts and offices, and authorities of certificates, for the tests of this room."""

from schoolrecords_town import on_day
from signature_pki import family


__all__ = ["family", "on_day"]
