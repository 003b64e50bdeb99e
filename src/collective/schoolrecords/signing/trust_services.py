"""REST: ``GET @trust``, what the checks of this site trust, for the auditor."""

from base64 import b64encode
from collective.schoolrecords.access.clock import now
from collective.schoolrecords.school.rest import SchoolService
from collective.schoolrecords.signing.cms import openssl
from collective.schoolrecords.signing.trust_store import all_items
from collective.schoolrecords.signing.trust_store import find_store
from collective.schoolrecords.signing.trust_store import RENEW_DAYS
from collective.schoolrecords.signing.trust_words import KIND_TITLES
from datetime import datetime
from datetime import UTC
from plone.restapi.serializer.converters import json_compatible
from zExceptions import NotFound
from zope.i18n import translate


#: ``sort_on`` → key; a list without the day of the next one stands first.
SORTS = {
    "standing": lambda one: not one.active,
    "until": lambda one: one.until or datetime.min.replace(tzinfo=UTC),
    "added_at": lambda one: one.added_at,
}


class TrustGet(SchoolService):
    """``GET @trust`` lists the parts with those taken out; ``@trust/<key>`` gives the bytes of one.

    The list is paged, the parts in use first unless ``sort_on`` is ``until`` or ``added_at``. It
    says too whether the server can check Russian signatures and which timestamp authority it asks.
    """

    # See collective.schoolrecords.access.sent.
    repeated_names = ()

    endpoint = "@trust"
    max_path = 1

    def reply(self):
        if self.path:
            return self._one(self.path[0])
        store = find_store(self.context)
        return {
            **self.page(all_items(self.context), SORTS, "standing", self._shown),
            "gost_engine": openssl.has_gost(),
            "timestamp_authority": (store.tsa_url if store is not None else "") or None,
            "renew_days": store.renew_days if store is not None else RENEW_DAYS,
        }

    def _one(self, key):
        store = find_store(self.context)
        item = store.items.get(key) if store is not None else None
        if item is None:
            raise NotFound(key)
        der = b64encode(item.der).decode("ascii")
        return json_compatible({**self._shown(item), "der": der})

    def _shown(self, item):
        removed = {
            "removed_at": item.removed_at,
            "removed_by": item.removed_by,
            "reason": item.reason,
        }
        return {
            "@id": self.url(item.key),
            "kind": {
                "id": item.kind,
                "title": translate(KIND_TITLES[item.kind], context=self.request),
            },
            "title": item.title,
            "issuer": item.issuer,
            "serial": item.serial or None,
            "fingerprint": item.fingerprint,
            "since": item.since,
            "until": item.until,
            "ended": item.ended(now()),
            "gost": item.is_gost,
            "active": item.active,
            "added_at": item.added_at,
            "added_by": item.added_by,
            **({} if item.active else removed),
        }
