"""What the school trusts: roots, authorities between, lists of revoked certificates, and the
timestamp authority that is asked.

Each part is an object of its own in one tree, by kind and fingerprint. What is taken out stays in
sight with the day, the person and the reason, so that a check of last year can be understood; its
bytes stay too. Every change is an event in the school's chain, without the reason: a chain holds no
free text.
"""

from AccessControl import getSecurityManager
from BTrees.OOBTree import OOBTree
from collective.schoolrecords.access.clock import now
from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.school.events import record as record_in_school
from collective.schoolrecords.school.storage import get_school
from collective.schoolrecords.signing.cms.material import CRL
from collective.schoolrecords.signing.cms.material import INTERMEDIATE
from collective.schoolrecords.signing.cms.material import NotTaken
from collective.schoolrecords.signing.cms.material import read_material
from collective.schoolrecords.signing.cms.material import ROOT
from collective.schoolrecords.signing.cms.material import TSA_ROOT
from collective.schoolrecords.signing.cms.trust import Trust
from collective.schoolrecords.signing.trust_words import reason_in_words
from collective.schoolrecords.signing.trust_words import REFUSED
from persistent import Persistent
from urllib.parse import urlsplit
from zope.annotation.interfaces import IAnnotations
from zope.component.hooks import getSite
from zope.globalrequest import getRequest
from zope.i18n import translate


KEY = "collective.schoolrecords.trust"
EVENT = "trust_changed"
LONGEST_REASON = 400
#: Days before the end of a timestamp authority's certificate on which its tokens are renewed.
RENEW_DAYS = 180
RENEW_RANGE = (1, 3650)
LONGEST_URL = 400


class TrustRefused(Refusal):
    """The store was not changed; all reasons in words."""

    status = 400

    def __init__(self, *reasons):
        super().__init__(translate(REFUSED, context=getRequest()), map(reason_in_words, reasons))


class TrustItem(Persistent):
    """A certificate or a list in the store; ``said`` holds what it says of itself."""

    removed_at = removed_by = reason = None

    def __init__(self, material, by, at):
        self.key = material.key
        self.kind = material.kind
        self.der = material.der
        self.fingerprint = material.fingerprint
        self.title, self.issuer = material.title, material.issuer
        self.serial = material.serial
        self.since, self.until = material.since, material.until
        self.is_gost = material.is_gost
        self.added_by, self.added_at = by, at

    @property
    def active(self) -> bool:
        """Whether checks use it."""
        return self.removed_at is None

    def ended(self, at) -> bool:
        """Whether the certificate has ended, or the next list is overdue, at an instant."""
        return self.until is not None and self.until < at


class TrustStore(Persistent):
    """All parts by their key, and which timestamp authority is asked."""

    tsa_url = ""
    renew_days = RENEW_DAYS

    def __init__(self):
        self.items = OOBTree()


def find_store(site=None):
    """Return the site's :class:`TrustStore`, ``None`` before its first part; never writes."""
    return IAnnotations(site or getSite()).get(KEY)


def all_items(site=None):
    """Return every part, by kind and title; the ones taken out last."""
    store = find_store(site)
    found = [] if store is None else list(store.items.values())
    return sorted(found, key=lambda one: (not one.active, one.kind, one.title, one.since))


def trust_of(site=None) -> Trust:
    """Return what checks on this site trust."""
    active = [one for one in all_items(site) if one.active]
    parts = {
        kind: tuple(one.der for one in active if one.kind == kind)
        for kind in (ROOT, INTERMEDIATE, CRL, TSA_ROOT)
    }
    return Trust(parts[ROOT], parts[INTERMEDIATE], parts[CRL], parts[TSA_ROOT])


def add(data: bytes, *, for_timestamps=False):
    """Put all that a file holds into the store; return the items, or refuse the whole file.

    Raises :class:`TrustRefused` with every reason.
    """
    try:
        found = read_material(data, for_timestamps=for_timestamps)
    except NotTaken as refusal:
        raise TrustRefused(*((code, number, {}) for code, number in refusal.reasons)) from None
    store = _install()
    there = [store.items.get(one.key) for one in found]
    known = [one for one in there if one is not None and one.active]
    if known:
        raise TrustRefused(*(("trust_known", None, {"title": one.title}) for one in known))
    made = [TrustItem(one, _user(), now()) for one in found]
    for item in made:
        store.items[item.key] = item
        _told("added", item)
    return made


def remove(key: str, reason: str):
    """Take a part out of use; raises :class:`TrustRefused` with every reason."""
    store = find_store()
    item = store.items.get(key) if store is not None else None
    reasons = []
    if item is None or not item.active:
        reasons.append(("trust_unknown", None, {}))
    if not reason.strip():
        reasons.append(("trust_no_reason", None, {}))
    if reasons:
        raise TrustRefused(*reasons)
    item.removed_at, item.removed_by = now(), _user()
    item.reason = reason.strip()[:LONGEST_REASON]
    _told("removed", item)


def set_authority(url: str, renew_days: int):
    """Say which timestamp authority is asked («» for none), and when tokens are renewed."""
    url, reasons = url.strip(), []
    if url and not _is_address(url):
        reasons.append(("tsa_address", None, {}))
    least, most = RENEW_RANGE
    if not least <= renew_days <= most:
        reasons.append(("tsa_days", None, {"least": least, "most": most}))
    if reasons:
        raise TrustRefused(*reasons)
    store = _install()
    store.tsa_url, store.renew_days = url, renew_days
    record_in_school(get_school(), EVENT, what="authority", url=url, renew_days=renew_days)


def _is_address(url):
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    plain = url.isascii() and url.isprintable() and " " not in url and len(url) <= LONGEST_URL
    return (
        plain
        and parts.scheme in ("http", "https")
        and bool(parts.hostname)
        and port != 0
        and parts.username is None
    )


def _install():
    annotations = IAnnotations(getSite())
    if KEY not in annotations:
        annotations[KEY] = TrustStore()
    return annotations[KEY]


def _told(what, item):
    record_in_school(
        get_school(),
        EVENT,
        what=what,
        kind=item.kind,
        title=item.title,
        fingerprint=item.fingerprint,
    )


def _user():
    return getSecurityManager().getUser().getId() or ""
