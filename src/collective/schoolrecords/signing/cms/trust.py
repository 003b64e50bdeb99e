"""What a check trusts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Trust:
    """Certificates and lists of revoked ones that somebody in the school answers for, all as DER.

    ``roots`` end the chain of a signer, ``tsa_roots`` that of a timestamp. ``intermediates`` only
    help to find the way, they are not trusted themselves. ``crls`` are lists of revoked
    certificates; each speaks for its own issuer.
    """

    roots: tuple[bytes, ...] = ()
    intermediates: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()
    tsa_roots: tuple[bytes, ...] = ()
