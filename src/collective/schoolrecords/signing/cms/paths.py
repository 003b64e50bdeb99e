"""Finds the ways from a signer's certificate to a trusted root, by names and key identifiers.

Nothing is verified here: an engine judges the signatures along a way.
"""

from . import certificates
from asn1crypto import x509
from collections import deque
from itertools import islice


#: Certificates of the longest way: a signer, three authorities and the root are what exists.
LONGEST = 6
#: Ways that are tried at most, so that a file full of certificates costs no more.
MOST = 4
#: Certificates of a file that are looked at, and steps that are taken in all: certificates that all
#: name each other would lead through millions of ways.
_MOST_CERTIFICATES = 64
_MOST_STEPS = 500

Path = tuple[x509.Certificate, ...]


def paths(signer: x509.Certificate, helpers, roots) -> list[Path]:
    """Return at most :data:`MOST` ways from ``signer`` to one of ``roots``, both included.

    ``helpers`` are certificates that may stand between; they are not trusted.
    """
    helpers = tuple(helpers)[:_MOST_CERTIFICATES]
    return list(islice(_ways(signer, helpers, tuple(roots)), MOST))


def _ways(signer, helpers, roots):
    """Yield the ways, the shortest first."""
    waiting, steps = deque([(signer,)]), 0
    while waiting and steps < _MOST_STEPS:
        path, steps = waiting.popleft(), steps + 1
        last = path[-1]
        for root in roots:
            if _may_have_issued(root, last):
                yield (*path, root)
        if len(path) + 1 < LONGEST:
            passed = {cert.sha256 for cert in path}
            waiting.extend(
                (*path, one)
                for one in helpers
                if one.sha256 not in passed and _may_have_issued(one, last)
            )


def _may_have_issued(issuer, cert):
    if issuer.subject != cert.issuer:
        return False
    named, own = cert.authority_key_identifier, issuer.key_identifier
    return named is None or own is None or named == own


def top_issuer(signer: x509.Certificate, helpers) -> str:
    """Return the name of the authority above all certificates that are known: whom to ask for."""
    path, last = {signer.sha256}, signer
    while True:
        above = (one for one in helpers if _may_have_issued(one, last))
        following = next((one for one in above if one.sha256 not in path), None)
        if following is None:
            return certificates.title(last.issuer)
        path.add(following.sha256)
        last = following
