"""Checks of detached CMS signatures and their timestamps, without Plone.

``schoolrecords-verify`` takes this package as it is, so it imports the rules of ``core`` and nothing
else of ours, and by relative names. What holds the rest apart:

* ``normalised`` brings a .sig file to DER or says why not; ``parsed`` reads its structure;
* ``algorithms`` knows which engine an algorithm needs; ``rsa_ec`` (pyhanko) and ``gost`` (OpenSSL
  with its GOST engine) are the engines;
* ``paths`` finds the way to a trusted root, ``revocation`` asks the lists of revoked certificates;
* ``timestamps`` asks for RFC 3161 tokens and verifies them;
* ``detached`` puts the answer together.
"""

from .detached import verify_detached
from .normalised import normalise
from .normalised import Unusable
from .trust import Trust


__all__ = ["Trust", "Unusable", "normalise", "verify_detached"]
