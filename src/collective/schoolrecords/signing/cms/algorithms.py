"""Algorithms by their object identifiers: what they are called and which engine checks them.

Sources: RFC 9215 and domain.md section 7 (GOST), RFC 8017, RFC 5758, RFC 8410.
"""

from types import MappingProxyType


GOST = "gost"

#: Digests: identifier → name for people.
DIGESTS = MappingProxyType(
    {
        "2.16.840.1.101.3.4.2.1": "SHA-256",
        "2.16.840.1.101.3.4.2.2": "SHA-384",
        "2.16.840.1.101.3.4.2.3": "SHA-512",
        "1.2.643.7.1.1.2.2": "Стрибог-256",
        "1.2.643.7.1.1.2.3": "Стрибог-512",
    }
)
#: The digests that Python computes itself: identifier → name in hashlib.
HASHLIB = MappingProxyType(
    {
        "2.16.840.1.101.3.4.2.1": "sha256",
        "2.16.840.1.101.3.4.2.2": "sha384",
        "2.16.840.1.101.3.4.2.3": "sha512",
    }
)
#: Weak where something is signed, enough to tell which of two certificates is meant.
SHA1 = "1.3.14.3.2.26"
#: The digests that only the engine computes: identifier → name in OpenSSL.
STREEBOG = MappingProxyType(
    {"1.2.643.7.1.1.2.2": "md_gost12_256", "1.2.643.7.1.1.2.3": "md_gost12_512"}
)
#: Signatures: identifier → name for people. A signature may be named by its key alone.
SIGNATURES = MappingProxyType(
    {
        "1.2.840.113549.1.1.1": "RSA",
        "1.2.840.113549.1.1.10": "RSA-PSS",
        "1.2.840.113549.1.1.11": "RSA",
        "1.2.840.113549.1.1.12": "RSA",
        "1.2.840.113549.1.1.13": "RSA",
        "1.2.840.10045.4.3.2": "ECDSA",
        "1.2.840.10045.4.3.3": "ECDSA",
        "1.2.840.10045.4.3.4": "ECDSA",
        "1.3.101.112": "Ed25519",
        "1.2.643.7.1.1.1.1": "ГОСТ Р 34.10-2012 (256)",
        "1.2.643.7.1.1.1.2": "ГОСТ Р 34.10-2012 (512)",
        "1.2.643.7.1.1.3.2": "ГОСТ Р 34.10-2012 (256)",
        "1.2.643.7.1.1.3.3": "ГОСТ Р 34.10-2012 (512)",
    }
)
#: What was in use once and proves nothing any more: MD5, SHA-1, GOST R 34.11-94 and 34.10-2001
#: (not for new signatures since 2019), and signatures bound to them.
WEAK = frozenset(
    (
        "1.2.840.113549.2.5",
        "1.3.14.3.2.26",
        "1.2.643.2.2.9",
        "1.2.643.2.2.3",
        "1.2.643.2.2.19",
        "1.2.840.113549.1.1.4",
        "1.2.840.113549.1.1.5",
        "1.2.840.10045.4.1",
    )
)
#: Names for people of what is weak or too seldom to be checked: identifier → name.
OTHERS = MappingProxyType(
    {
        "1.2.840.113549.2.5": "MD5",
        "1.3.14.3.2.26": "SHA-1",
        "2.16.840.1.101.3.4.2.4": "SHA-224",
        "2.16.840.1.101.3.4.2.8": "SHA3-256",
        "2.16.840.1.101.3.4.2.10": "SHA3-512",
        "1.2.643.2.2.9": "ГОСТ Р 34.11-94",
        "1.2.643.2.2.3": "ГОСТ Р 34.10-2001",
        "1.2.643.2.2.19": "ГОСТ Р 34.10-2001",
        "1.2.840.113549.1.1.4": "RSA с MD5",
        "1.2.840.113549.1.1.5": "RSA с SHA-1",
        "1.2.840.10045.2.1": "ECDSA",
        "1.2.840.10045.4.1": "ECDSA с SHA-1",
        "1.2.840.10040.4.1": "DSA",
        "1.2.840.10040.4.3": "DSA с SHA-1",
        "1.3.101.113": "Ed448",
    }
)
_GOST_ARC = "1.2.643.7.1.1."
#: Bits of the shortest RSA key that proves anything.
SHORTEST_RSA = 2048


def fault_of(digest: str, signature: str) -> str | None:
    """Return the code of the reason why these two cannot be checked, or ``None``."""
    if digest in WEAK or signature in WEAK:
        return "weak_algorithm"
    if digest not in DIGESTS or signature not in SIGNATURES:
        return "unknown_algorithm"
    return None


def is_gost(identifier: str) -> bool:
    """Whether an algorithm belongs to the Russian family, for which pyhanko has no answer."""
    return identifier.startswith(_GOST_ARC)


def name_of(digest: str, signature: str) -> str:
    """Return the name of the pair for people, such as «RSA / SHA-256»."""
    return f"{called(signature)} / {called(digest)}"


def called(identifier: str) -> str:
    """Return the name of one; what nobody has a name for is shown as the identifier that it is."""
    for known in (DIGESTS, SIGNATURES, OTHERS):
        if identifier in known:
            return known[identifier]
    return f"OID {identifier}"
