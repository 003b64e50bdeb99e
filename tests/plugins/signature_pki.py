"""Certificates, lists of revoked ones, signatures and timestamps, all made by OpenSSL.

A :class:`Family` is one algorithm: a root, an authority under it, people with certificates that are
good, revoked or out of date, a root of somebody else, lists of revoked certificates, and a
timestamp authority. What it makes lies in one folder; what it returns is bytes.
"""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from functools import cached_property
from pathlib import Path
from ssl import PEM_cert_to_DER_cert

import os
import pytest
import subprocess


#: How a key of each family is made, and its digest.
KEYS = {
    "rsa": (("RSA", "rsa_keygen_bits:3072"), "sha256"),
    "ec": (("EC", "ec_paramgen_curve:P-256"), "sha256"),
    "gost256": (("gost2012_256", "paramset:A"), "md_gost12_256"),
    "gost512": (("gost2012_512", "paramset:A"), "md_gost12_512"),
}
PLAIN = ("rsa", "ec")
GOST = ("gost256", "gost512")

CONFIG = """openssl_conf = init
oid_section = oids
[oids]
INNLE = 1.2.643.100.4
[init]
{engines}
[engines]
gost = gost
[gost]
engine_id = gost
default_algorithms = ALL
[req]
distinguished_name = nobody
prompt = no
[nobody]
[authority]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[person]
basicConstraints = CA:false
keyUsage = critical, digitalSignature, nonRepudiation
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[bare]
keyUsage = critical, nonRepudiation
subjectKeyIdentifier = none
authorityKeyIdentifier = none
[server]
basicConstraints = CA:false
keyUsage = critical, keyAgreement
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[clock]
basicConstraints = CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[ca]
unique_subject = no
copy_extensions = none
policy = any
string_mask = utf8only
[any]
[tsa]
default_policy = 1.2.3.4
digests = sha256
signer_digest = {digest}
serial = tsa.serial
crypto_device = builtin
ess_cert_id_alg = {ess}
certs = clock.pem
"""

#: Years before and after today.
LONG = timedelta(days=3 * 365)
NOW = datetime.now(UTC).replace(microsecond=0)


def has_gost():
    """Whether this machine's OpenSSL has the engine."""
    done = subprocess.run(("openssl", "engine", "-t", "gost"), capture_output=True)
    return b"[ available ]" in done.stdout


class Family:
    """One algorithm's authorities and people, made when they are first asked for."""

    def __init__(self, name, folder):
        self.name = name
        self.folder = Path(folder)
        self.key_arguments, self.digest = KEYS[name]
        self._serial = 0x1000
        self._signatures = 0
        engines = "engines = engines" if name in GOST else ""
        text = CONFIG.format(engines=engines, digest=self.digest, ess="sha256")
        (self.folder / "openssl.cnf").write_text(text, encoding="utf-8")
        (self.folder / "tsa.serial").write_text("01\n")

    # -- what a test asks for -------------------------------------------------------------------

    @cached_property
    def root(self):
        """The root as DER."""
        return self._authority("root", "Головной УЦ", issuer=None)

    @cached_property
    def authority(self):
        """The authority under the root, that issues to people."""
        return self.root and self._authority("issuing", "Выдающий УЦ", issuer="root")

    @cached_property
    def other_root(self):
        """The root of somebody else, with the same name."""
        return self._authority("other", "Головной УЦ", issuer=None)

    @cached_property
    def lists(self):
        """Good lists of the root and of the authority, in which one person is revoked."""
        assert self.authority
        return (self.list_of("root"), self.list_of("issuing", revoked=[self.number("revoked")]))

    @cached_property
    def clock(self):
        """The timestamp authority's certificate, directly under the root."""
        return self.root and self._issue("clock", "Служба меток времени", "root", "clock")

    def person(self, name, *, start=None, end=None, use="person", issuer="issuing"):
        """Return the certificate of somebody; made once."""
        if not self._path(name, "pem").exists():
            assert issuer != "issuing" or self.authority
            self._issue(name, PERSON, issuer, use, start=start, end=end)
        return self.der(name)

    def number(self, name):
        """The serial number of somebody's certificate, as hex."""
        self.person(name)
        said = self._run("x509", "-in", f"{name}.pem", "-noout", "-serial")
        return said.decode().strip().partition("=")[2]

    def sign(self, data, by="signer", *, form="DER", attached=False, others=("issuing",), more=()):
        """Return the signature of ``by`` over ``data``: detached and CAdES-BES, if not told else."""
        self.person(by) if by not in ("root", "clock") else None
        self._signatures += 1
        name = f"signature{self._signatures}"
        self._path(name, "data").write_bytes(data)
        within = b"".join(self._path(one, "pem").read_bytes() for one in others)
        self._path(name, "certs").write_bytes(within)
        self._run(
            *("cms", "-sign", "-binary", "-md", self.digest, "-signer", f"{by}.pem"),
            *("-inkey", f"{self.key_of(by)}.key", "-in", f"{name}.data", "-outform", form),
            *("-out", f"{name}.sig", *(("-nodetach",) if attached else ())),
            *(() if "-noattr" in more else ("-cades",)),
            *(("-certfile", f"{name}.certs") if within else ()),
            *more,
        )
        return self._path(name, "sig").read_bytes()

    def sign_bytes(self, data, by="signer"):
        """Return the signature itself over some bytes, without anything around it."""
        self._path("bytes", "data").write_bytes(data)
        return self._run("dgst", f"-{self.digest}", "-sign", f"{self.key_of(by)}.key", "bytes.data")

    def digest_of(self, data, name):
        """Return the digest of some bytes: ``sha256``, or ``streebog`` of 256 bits."""
        self._path("digested", "data").write_bytes(data)
        kind = {"streebog": "md_gost12_256"}.get(name, name)
        return self._run("dgst", f"-{kind}", "-binary", "digested.data")

    def list_of(self, issuer, revoked=(), *, start=None, end=None, reason="", name="list"):
        """Return a list of revoked certificates as DER; ``revoked`` are numbers as hex."""
        start, end = start or NOW - timedelta(days=1), end or NOW + timedelta(days=30)
        name = f"{issuer}-{name}"
        day = (NOW - timedelta(days=10)).strftime("%y%m%d%H%M%SZ")
        why = f",{reason}" if reason else ""
        lines = [f"R\t{_moment(NOW + LONG)}\t{day}{why}\t{one}\tunknown\t/CN=x" for one in revoked]
        self._path(name, "index").write_text("".join(f"{one}\n" for one in lines))
        self._path(name, "number").write_text("01\n")
        config = (self.folder / "openssl.cnf").read_text(encoding="utf-8")
        config = config.replace(
            "[ca]\n", f"[ca]\ndatabase = {name}.index\ncrlnumber = {name}.number\n", 1
        )
        self._path(name, "cnf").write_text(config, encoding="utf-8")
        self._run(
            *("ca", "-gencrl", "-config", f"{name}.cnf", "-name", "ca", "-md", self.digest),
            *(
                "-keyfile",
                f"{self.key_of(issuer)}.key",
                "-cert",
                f"{issuer}.pem",
                "-out",
                f"{name}.crl",
            ),
            *("-crl_lastupdate", _long(start), "-crl_nextupdate", _long(end)),
        )
        return self._run("crl", "-in", f"{name}.crl", "-outform", "DER")

    def stamp(self, query):
        """Return the answer of the timestamp authority to a request."""
        assert self.clock
        self._path("asked", "tsq").write_bytes(query)
        engine = ("-engine", "gost") if self.name in GOST else ()
        self._run(
            *("ts", "-reply", "-config", "openssl.cnf", "-section", "tsa", *engine),
            *(
                "-queryfile",
                "asked.tsq",
                "-signer",
                "clock.pem",
                "-inkey",
                f"{self.key_of('clock')}.key",
            ),
            *("-out", "answer.tsr"),
        )
        return self._path("answer", "tsr").read_bytes()

    def der(self, name):
        """Return a certificate as DER."""
        return PEM_cert_to_DER_cert(self._path(name, "pem").read_text(encoding="ascii"))

    # -- how it is made -------------------------------------------------------------------------

    def _authority(self, name, title, issuer):
        subject = f"/C=RU/O={title}/CN={title}"
        return self._issue(name, subject, issuer, "authority")

    def _issue(self, name, subject, issuer, use, *, start=None, end=None):
        """Issue a certificate; without an issuer it is its own."""
        subject = subject if subject.startswith("/") else f"/CN={subject}"
        key = self._key(name)
        self._run(
            *("req", "-new", "-config", "openssl.cnf", "-utf8", "-key", f"{key}.key"),
            *("-subj", subject, f"-{self.digest}", "-out", f"{name}.csr"),
        )
        self._serial += 1
        signed = ("-selfsign", "-keyfile", f"{key}.key") if issuer is None else ()
        signed = signed or ("-cert", f"{issuer}.pem", "-keyfile", f"{self.key_of(issuer)}.key")
        self._path(name, "index").write_text("")
        self._path(name, "serial").write_text(f"{self._serial:x}\n")
        config = (self.folder / "openssl.cnf").read_text(encoding="utf-8")
        own = f"[ca]\ndatabase = {name}.index\nserial = {name}.serial\nnew_certs_dir = .\n"
        self._path(name, "cnf").write_text(config.replace("[ca]\n", own, 1), encoding="utf-8")
        self._run(
            *("ca", "-batch", "-notext", "-utf8", "-preserveDN", "-config", f"{name}.cnf"),
            *("-name", "ca", "-md", self.digest, "-extensions", use, "-in", f"{name}.csr"),
            *("-startdate", _long(start or NOW - LONG), "-enddate", _long(end or NOW + LONG)),
            *("-out", f"{name}.pem", *signed),
        )
        return self.der(name)

    def key_of(self, name):
        """The name of the key that somebody has; a key takes long, so that some share theirs."""
        return {"root": "root", "issuing": "issuing", "other": "issuing"}.get(name, "person")

    def _key(self, name):
        name = self.key_of(name)
        if not self._path(name, "key").exists():
            algorithm, option = self.key_arguments
            self._run(
                *("genpkey", "-algorithm", algorithm, "-pkeyopt", option, "-out", f"{name}.key")
            )
        return name

    def _path(self, name, kind):
        return self.folder / f"{name}.{kind}"

    def _run(self, *arguments):
        done = subprocess.run(
            ("openssl", *arguments),
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "OPENSSL_CONF": str(self.folder / "openssl.cnf")},
            stdin=subprocess.DEVNULL,
            capture_output=True,
        )
        assert done.returncode == 0, (arguments, done.stderr.decode("utf-8", "replace"))
        return done.stdout


PERSON = (
    "/C=RU/CN=Школа № 12/SN=Орлова/GN=Нина Петровна/O=МБОУ Школа № 12/title=Директор"
    "/SNILS=11223344595/INN=500100732259/INNLE=7707083893"
)


def _moment(when):
    return when.strftime("%y%m%d%H%M%SZ")


def _long(when):
    return when.strftime("%Y%m%d%H%M%SZ")


def families(folder):
    """Return a function that gives the family of a name, made in ``folder`` when first asked for.

    A Russian one without the engine skips the test.
    """
    made = {}

    def family(name):
        if name in GOST and not has_gost():
            pytest.skip("OpenSSL has no GOST engine (package libengine-gost-openssl)")
        if name not in made:
            place = Path(folder) / name
            place.mkdir()
            made[name] = Family(name, place)
        return made[name]

    return family


@pytest.fixture(scope="session")
def family(tmp_path_factory):
    """The authorities of an algorithm by its name, made once for a run."""
    return families(tmp_path_factory.mktemp("authorities"))
