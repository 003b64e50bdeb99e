"""Every page and every service that is registered, as addresses that somebody may guess.

The lists come from the component registry: what is added later is asked about by itself, and what is
registered for things that the tests have no example of makes a test fail.
"""

from AccessControl import getSecurityManager
from AccessControl import Unauthorized
from dataclasses import dataclass
from zope.component import getGlobalSiteManager
from zope.component import queryMultiAdapter
from zope.interface import Interface
from zope.interface import providedBy
from zope.publisher.interfaces import IRequest

import gzip
import io
import json
import re
import subprocess
import urllib.parse
import zipfile


SERVICE = re.compile(r"([A-Z]+)_application_json_(@.*)")
READING = ("GET", "HEAD", "OPTIONS")
PRODUCT = "collective/schoolrecords"


@dataclass(frozen=True)
class Entry:
    """A registration: what it is for, its name, and its method when it is a service."""

    context: object
    name: str
    method: str
    ours: bool
    #: The name in the registry; that of a service holds its method.
    full: str
    #: What makes the page or the service: mostly its class.
    factory: object

    @property
    def open_parts(self):
        """Names of the methods of a page that its registration opens to addresses for everybody."""
        names = (name for name in dir(self.factory) if not name.startswith("_"))
        return [one for one in names if getattr(self.factory, f"{one}__roles__", ()) is None]

    def fits(self, record):
        """Whether the registration answers at a record."""
        return providedBy(record).isOrExtends(self.context)

    def lets_in(self, record, request):
        """Whether the permission of the registration lets the current user in.

        What stands behind the door may still refuse; whoever is refused here gets nowhere.
        """
        try:
            view = queryMultiAdapter((record, request), name=self.full)
        except (AttributeError, LookupError, TypeError):
            # A page of the platform that this site cannot even make is asked all the same.
            return not self.ours
        try:
            return view is not None and bool(
                getSecurityManager().validate(record, record, self.full, view)
            )
        except Unauthorized:
            return False

    @property
    def is_service(self):
        """Whether programs are answered, not people."""
        return bool(self.method)

    @property
    def segment(self):
        """What stands in the address."""
        return self.name if self.is_service else f"@@{self.name}"


def registered():
    """Yield an :class:`Entry` for every named page and service."""
    for one in _registrations(getGlobalSiteManager()):
        if len(one.required) != 2 or one.provided is not Interface or not one.name:
            continue
        if not one.required[1].isOrExtends(IRequest):
            continue
        ours = PRODUCT in getattr(one.info, "file", "").replace("\\", "/")
        service = SERVICE.fullmatch(one.name)
        if service:
            yield Entry(one.required[0], service[2], service[1], ours, one.name, one.factory)
        elif not re.match(r"[A-Z]+_\w+_", one.name):
            yield Entry(one.required[0], one.name, "", ours, one.name, one.factory)


def _registrations(manager):
    """Yield what is registered, in the layers of tests below as well: each has a registry of its own."""
    yield from manager.registeredAdapters()
    for base in manager.__bases__:
        yield from _registrations(base)


def of_errors(entry):
    """Whether an entry shows an error; nobody opens it by its address."""
    return entry.name == "index.html"


def shown_in(answer):
    """Return everything that an answer tells, in small letters: headers, texts of files inside."""
    heads = [urllib.parse.unquote(f"{name}: {value}") for name, value in answer.headers.items()]
    # Headers come as bytes of Latin-1.
    heads += [one.encode("latin-1", "replace").decode("utf-8", "replace") for one in heads]
    told = "\n".join([*heads, *_texts(answer.content)])
    return (told + urllib.parse.unquote(told)).lower()


def _texts(data):
    text = data.decode("utf-8", "replace")
    if data.startswith(b"%PDF"):
        # Names of files and titles stand outside of the text.
        done = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=False)
        yield done.stdout.decode("utf-8", "replace")
    elif data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for name in packed.namelist():
                yield name
                yield from _texts(packed.read(name))
    elif data.startswith(b"\x1f\x8b"):
        yield from _texts(gzip.decompress(data))
    elif text[:1] in ("{", "["):
        try:
            yield json.dumps(json.loads(text), ensure_ascii=False)
        except ValueError:
            yield text
    yield text
