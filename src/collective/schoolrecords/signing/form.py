"""What a signature on a record covers today: the bytes, their digest, and the words for a person."""

from collective.schoolrecords.core.signed_form import form_bytes
from collective.schoolrecords.core.signed_form import form_digest
from collective.schoolrecords.signing.interfaces import ISignedContent
from dataclasses import dataclass


@dataclass(frozen=True)
class SignedForm:
    """The bytes to sign and their SHA-256 (hex)."""

    data: bytes
    digest: str


def form_of(record):
    """Return the :class:`SignedForm` of a record as it is now, ``None`` for what nobody signs."""
    content = ISignedContent(record, None)
    if content is None:
        return None
    data = form_bytes(content.content())
    return SignedForm(data, form_digest(data))


def covers(record):
    """Return pairs (title, text) that tell a person what the signature covers."""
    return tuple(ISignedContent(record).covers())


def file_name(record):
    """Return the name under which the bytes are downloaded: no name of a person, ASCII alone."""
    return f"{record.family_id}-{record.UID()}.json"
