"""The engine for GOST R 34.10-2012: ``openssl cms`` with the engine ``gost``.

OpenSSL without the engine says that the chain is broken, so its presence is asked for first and,
before anything is called wrong, once more. The provider ``gostprov`` cannot check signatures and
engines go away with OpenSSL 4: everything about them stands behind :class:`IGostVerifier`.
"""

from . import algorithms
from . import openssl
from .openssl import EngineFailed
from .parsed import Judged
from datetime import datetime
from typing import Protocol

import base64
import hashlib


#: ``openssl cms -verify`` ends with this when it read everything and the answer is no.
_REFUSED = 4


class IGostVerifier(Protocol):
    """What a check needs of an engine for GOST. Certificates are those of asn1crypto.

    Each answer is yes or no about the mathematics; ``EngineFailed`` says that there is none.
    """

    def available(self) -> bool:
        """Whether the engine can be used; asked before anything else."""

    def judge(self, parsed, data: bytes, path, at: datetime) -> Judged:
        """Check a signature over ``data`` and, if there is one, the way ``path`` as of ``at``.

        ``path`` may be empty; nothing but its certificates is used.
        """

    def list_holds(self, der: bytes, issuer) -> bool:
        """Whether ``issuer`` signed a list of revoked certificates."""

    def digest(self, identifier: str, data: bytes) -> bytes:
        """Return the Streebog digest of ``data``; ``identifier`` is that of the algorithm."""


class OpensslGost:
    """:class:`IGostVerifier` by the program ``openssl`` in a child process."""

    def available(self):
        return openssl.has_gost()

    def judge(self, parsed, data, path, at):
        if path and self._holds(parsed, data, self._way(path, at, parsed.binding), path):
            return Judged(intact=True, valid=True, trusted=True, bound=True)
        if self._holds(parsed, data, ("-noverify",), ()):
            return Judged(intact=True, valid=True, trusted=False)
        intact = self._digest_of(parsed, data) == parsed.message_digest
        return Judged(intact, valid=False, trusted=None)

    def _way(self, path, at, binding):
        return (
            *("-purpose", "any", "-attime", str(int(at.timestamp()))),
            *("-no-CApath", "-no-CAstore", "-CAfile", "root.pem"),
            *(("-cades",) if binding else ()),
        )

    def _holds(self, parsed, data, options, path):
        done = self._run(
            *("cms", "-verify", "-engine", "gost", "-inform", "DER", "-in", "signature.der"),
            *("-content", "content", "-binary", "-out", "verified", *options),
            files={
                "signature.der": parsed.on_way(path),
                "content": data,
                "root.pem": pem(*path[-1:]),
            },
        )
        if done.code not in (0, _REFUSED):
            raise EngineFailed
        return done.code == 0

    def _digest_of(self, parsed, data):
        name = algorithms.HASHLIB.get(parsed.digest)
        return hashlib.new(name, data).digest() if name else self.digest(parsed.digest, data)

    def list_holds(self, der, issuer):
        # The program ends with 0 whether the list holds or not: only its words differ.
        done = self._run(
            *("crl", "-inform", "DER", "-in", "list.crl", "-verify", "-CAfile", "issuer.pem"),
            *("-no-CApath", "-no-CAstore", "-noout"),
            files={"list.crl": der, "issuer.pem": pem(issuer)},
        )
        return b"verify OK" in done.complained

    def digest(self, identifier, data):
        done = self._run(
            *("dgst", f"-{algorithms.STREEBOG[identifier]}", "-binary", "content"),
            files={"content": data},
        )
        if done.code != 0:
            raise EngineFailed
        return done.said

    def _run(self, *arguments, files):
        done = openssl.run(arguments, files, gost=True)
        if done.code != 0 and not openssl.probe():
            openssl.forget()
            raise EngineFailed("no_gost_engine")
        return done


def pem(*certificates) -> bytes:
    """Return certificates as one PEM file."""
    return b"".join(
        b"-----BEGIN CERTIFICATE-----\n%s-----END CERTIFICATE-----\n"
        % base64.encodebytes(one.dump())
        for one in certificates
    )
