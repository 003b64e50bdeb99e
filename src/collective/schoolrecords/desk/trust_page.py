"""The control panel of trust: by which roots, lists and timestamps signatures are checked."""

from collective.schoolrecords.access.clock import day_of
from collective.schoolrecords.access.clock import now
from collective.schoolrecords.core.names import sort_key
from collective.schoolrecords.desk.deeds import Deed
from collective.schoolrecords.desk.deeds import DeedsMixin
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.school.storage import get_school
from collective.schoolrecords.signing import trust_store
from collective.schoolrecords.signing.cms import openssl
from collective.schoolrecords.signing.cms.material import CRL
from collective.schoolrecords.signing.cms.material import INTERMEDIATE
from collective.schoolrecords.signing.cms.material import ROOT
from collective.schoolrecords.signing.cms.material import TSA_ROOT
from collective.schoolrecords.signing.timestamp_queue import ask_waiting
from collective.schoolrecords.signing.trust_words import KIND_TITLES
from functools import cached_property
from plone.namedfile.field import NamedBlobFile
from zope import schema


PICKS = "part"
PRINT = _("desk_trust_print", default="Fingerprint (SHA-256)")
ORDER = (ROOT, INTERMEDIATE, CRL, TSA_ROOT)
COLUMNS = (
    ("sr-lead", _("desk_trust_title", default="Authority")),
    ("", _("desk_trust_kind", default="What it is")),
    ("sr-nowrap", _("desk_trust_until", default="Until")),
    ("", _("desk_trust_state", default="How it stands")),
    ("sr-side", _("desk_trust_added", default="Who put it here")),
    ("sr-hash", PRINT),
)
IN_USE = Values(icon="check", tone="done", title=_("desk_trust_in_use", default="in use"))
ENDED = Values(icon="warning", tone="wait", title=_("desk_trust_ended", default="has ended"))
OVERDUE = Values(icon="warning", tone="wait", title=_("desk_trust_overdue", default="out of date"))
TAKEN_OUT = Values(icon="history", tone="past", title=_("desk_trust_removed", default="taken out"))
WITH_GOST = Values(
    icon="check", tone="done", title=_("desk_trust_gost", default="GOST signatures are checked")
)
WITHOUT_GOST = Values(
    icon="warning",
    tone="wait",
    title=_("desk_trust_no_gost", default="No GOST module: such signatures are not checked"),
)


class TrustPage(DeedsMixin, Page):
    """``schoolrecords-trust`` of the site: the parts, putting in, taking out, the authority."""

    repeated_names = (PICKS,)
    title = _("desk_trust_panel", default="Trust of signatures")
    current = "trust"

    @property
    def back(self):
        """See :class:`DeedsMixin`."""
        return f"{self.site.absolute_url()}/@@schoolrecords-trust"

    @cached_property
    def items(self):
        """All parts, those in use first."""
        found = trust_store.all_items(self.site)
        return sorted(
            found, key=lambda one: (not one.active, ORDER.index(one.kind), sort_key(one.title))
        )

    @property
    def result(self):
        """What the template shows."""
        return Values(
            title=self.title,
            state=WITH_GOST if openssl.has_gost() else WITHOUT_GOST,
            line=_(
                "desk_trust_line",
                default="A signature is valid when its chain leads to a root of this list and the "
                "lists of revoked certificates are fresh.",
            ),
            tables=[self._table()] if self.items and self.form_of("remove") is None else [],
            empty=None if self.items else self._empty(),
            forms=[one for one in self._forms() if one is not None],
        )

    def _empty(self):
        return _(
            "desk_trust_empty",
            default="Nothing is here yet: no signature can be shown as valid. Put in the root of "
            "the authority that issued the signers' certificates.",
        )

    def _forms(self):
        remove = self.form_of("remove")
        if remove is not None:
            remove.table = self._table()
        return (remove, self.form_of("add"), self.form_of("authority"))

    def _table(self):
        return Values(
            title=self.title,
            picks=PICKS if self.form_of("remove") is not None else None,
            columns=[Values(css=css, title=text) for css, text in COLUMNS],
            rows=[self._row(one) for one in self.items],
        )

    def _row(self, item):
        own = item.title == item.issuer
        return Values(
            pick=item.key if item.active else None,
            label=f"{item.title}, {self.say(KIND_TITLES[item.kind])}",
            cells=[
                Values(text=item.title, css="sr-lead", sub=None if own else item.issuer),
                Values(text=KIND_TITLES[item.kind]),
                Values(text=_day(item.until), css="sr-nowrap"),
                Values(state=_state(item), sub=item.reason),
                Values(text=self._name(item.added_by), css="sr-side", sub=_day(item.added_at)),
                Values(text=item.fingerprint, css="sr-hash sr-whole", label=self.say(PRINT)),
            ],
        )

    def _name(self, user):
        person = get_school(self.site).person_of(user)
        return person.short_name if person is not None else user

    def deeds(self):
        """See :class:`DeedsMixin`."""
        if any(one.active for one in self.items):
            yield self._taking_out()
        yield self._putting_in()
        yield self._keeping_authority()

    def _taking_out(self):
        reason = schema.TextLine(
            __name__="reason",
            title=_("desk_trust_reason", default="Why it is taken out"),
            max_length=trust_store.LONGEST_REASON,
        )
        title = _("desk_trust_remove", default="Take the chosen out")
        return Deed("remove", title, self._remove, (reason,), css="btn-secondary")

    def _putting_in(self):
        file = NamedBlobFile(
            __name__="file",
            title=_("desk_trust_file", default="Certificate or list of revoked ones"),
            description=_(
                "desk_trust_file_hint",
                default="DER, PEM or base64; the program sees by itself what it is.",
            ),
        )
        for_timestamps = schema.Bool(
            __name__="for_timestamps",
            title=_("desk_trust_for_timestamps", default="Root of a timestamp authority"),
            required=False,
        )
        title = _("desk_trust_add", default="Put in")
        return Deed("add", title, self._add, (file, for_timestamps))

    def _keeping_authority(self):
        store = trust_store.find_store(self.site)
        url = schema.TextLine(
            __name__="url",
            title=_("desk_trust_url", default="Address of the timestamp authority"),
            required=False,
            max_length=trust_store.LONGEST_URL,
        )
        renew_days = schema.Int(
            __name__="renew_days",
            title=_(
                "desk_trust_renew_days",
                default="Days before the end of its certificate on which to renew",
            ),
        )
        return Deed(
            "authority",
            _("desk_trust_authority", default="Keep the timestamp authority"),
            self._authority,
            (url, renew_days),
            css="btn-secondary",
            known=(
                ("url", store.tsa_url if store is not None else ""),
                ("renew_days", store.renew_days if store is not None else trust_store.RENEW_DAYS),
            ),
            done=_("desk_done_trust_authority_kept", default="The timestamp authority is kept."),
        )

    def _remove(self, values):
        chosen = self.chosen(PICKS)
        if not chosen:
            return _("desk_batch_nothing", default="No record was chosen.")
        for one in chosen:
            trust_store.remove(one, values["reason"])
        return _("desk_trust_removed_done", default="Taken out. Checks no longer use it.")

    def _add(self, values):
        data = values["file"].data if values["file"] is not None else b""
        added = trust_store.add(data, for_timestamps=values["for_timestamps"])
        return _(
            "desk_trust_added_done",
            default="Put in: ${titles}.",
            mapping={"titles": ", ".join(one.title for one in added)},
        )

    def _authority(self, values):
        trust_store.set_authority(values["url"] or "", values["renew_days"])
        ask_waiting(self.site)


def _state(item):
    if not item.active:
        return TAKEN_OUT
    if item.ended(now()):
        return OVERDUE if item.kind == CRL else ENDED
    return IN_USE


def _day(moment):
    return day_text(day_of(moment.isoformat())) if moment is not None else ""
