"""How the school decides on acts of destruction: the rules in force, their changes, a new one.

A change rests on an order and holds from its day on; nothing is edited. What a value may be is
said by ``core.act_rules``, here as over REST.
"""

from collective.schoolrecords.core.act_rules import change
from collective.schoolrecords.core.act_rules import FLAGS
from collective.schoolrecords.core.act_rules import NAMES
from collective.schoolrecords.core.act_rules import RANGES
from collective.schoolrecords.core.destruction import ActRules
from collective.schoolrecords.desk.appoint import order_fields
from collective.schoolrecords.desk.deeds import Deed
from collective.schoolrecords.desk.deeds import DeedsMixin
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.formats import YES_NO
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.retention.settings import changes_of
from collective.schoolrecords.retention.settings import dated_rules_on
from collective.schoolrecords.retention.settings import DatedRules
from collective.schoolrecords.retention.settings import rules_on
from collective.schoolrecords.retention.settings import set_rules
from collective.schoolrecords.school.refusals import refuse_if
from zope import schema


TITLE = _("desk_rules_title", default="How destruction is decided")
TITLES = {
    "quorum_percent": _("desk_rules_quorum", default="Quorum: more than this share must vote, %"),
    "least_members": _("desk_rules_members", default="So many members must vote at least"),
    "casting_vote": _("desk_rules_casting", default="With a tie the chair decides"),
    "waiting_days": _("desk_rules_waiting", default="Days between approval and destruction"),
    "backup_days": _("desk_rules_backups", default="Days that backups are kept"),
}
#: The same as heads of narrow columns.
SHORT = {
    "quorum_percent": _("desk_rules_quorum_short", default="Quorum, %"),
    "least_members": _("desk_rules_members_short", default="Members"),
    "casting_vote": _("desk_rules_casting_short", default="Chair decides"),
    "waiting_days": _("desk_rules_waiting_short", default="Waiting, days"),
    "backup_days": _("desk_rules_backups_short", default="Backups, days"),
}
TEXT = _(
    "desk_rules_text",
    default="An act is judged by the rules of the day on which each of its steps is taken. "
    "Former rules stay to be read.",
)


class ActRulesPage(DeedsMixin, Page):
    """``act-rules``: what holds today, what held before, and the form of a change."""

    title = TITLE
    current = "regulation"

    def trail(self):
        """See :class:`Page`."""
        title = _("panel_title", default="Regulation of the school")
        return ((title, f"{self.site.absolute_url()}/@@schoolrecords-regulation"),)

    @property
    def back(self):
        """See :class:`DeedsMixin`."""
        return f"{self.site.absolute_url()}/@@act-rules"

    def deeds(self):
        """See :class:`DeedsMixin`."""
        rules = rules_on(self.site, self.today)
        known = {name: getattr(rules, name) for name in NAMES}
        known.update(since=self.today, order_date=self.today)
        yield Deed(
            "change",
            _("desk_rules_change", default="Change by order"),
            self._change,
            tuple(self._fields()),
            known=tuple(known.items()),
            text=TEXT,
        )

    def _change(self, values):
        since = values["since"]
        wanted = {name: values[name] for name in NAMES}
        rules, reasons = change(rules_on(self.site, since), wanted)
        refuse_if(reasons)
        set_rules(
            self.site,
            rules,
            since,
            values["order_number"],
            values["order_date"],
            self.reader.id,
        )
        return _(
            "desk_rules_done",
            default="The rules hold from ${day}.",
            mapping={"day": day_text(since)},
        )

    def _fields(self):
        for name in NAMES:
            if name in FLAGS:
                yield schema.Bool(__name__=name, title=TITLES[name], required=False)
                continue
            least, greatest = RANGES[name]
            hint = _(
                "desk_rules_range",
                default="From ${least} to ${greatest}",
                mapping={"least": least, "greatest": greatest},
            )
            yield schema.Int(
                __name__=name, title=TITLES[name], description=hint, min=least, max=greatest
            )
        yield from order_fields()
        yield schema.Date(
            __name__="since",
            title=_("desk_rules_since", default="In force from (today or later)"),
            min=self.today,
        )

    @property
    def result(self):
        """What the template shows."""
        now = dated_rules_on(self.site, self.today) or DatedRules(ActRules(), None)
        return Values(
            title=TITLE,
            line=self._basis(now),
            links=[
                Values(
                    url=f"{self.site.absolute_url()}/@@schoolrecords-regulation",
                    css="btn-secondary",
                    title=_("panel_title", default="Regulation of the school"),
                )
            ],
            tables=[self._now(now.rules), *self._changes()],
            forms=[self.form_of("change")],
        )

    def _basis(self, dated):
        if dated.since is None:
            return self.say(
                _("desk_rules_own", default="The product's own rules: no order has changed them.")
            )
        return self.say(
            _(
                "desk_rules_basis",
                default="In force from ${since}, order no. ${number} of ${day}",
                mapping={
                    "since": day_text(dated.since),
                    "number": dated.order_number,
                    "day": day_text(dated.order_date),
                },
            )
        )

    def _text(self, rules, name):
        value = getattr(rules, name)
        return YES_NO[value] if name in FLAGS else str(value)

    def _now(self, rules):
        return _table(
            "now",
            _("desk_rules_now", default="In force today"),
            (
                ("sr-lead", _("desk_rules_rule", default="Rule")),
                ("", _("desk_rules_value", default="Value")),
            ),
            [
                [
                    Values(text=TITLES[name], css="sr-lead"),
                    Values(text=self._text(rules, name)),
                ]
                for name in NAMES
            ],
        )

    def _changes(self):
        """A table of all changes, the latest first; none before the first."""
        kept = changes_of(self.site)
        if not kept:
            return
        columns = [
            ("sr-lead", _("desk_rules_from", default="From")),
            ("", _("desk_col_order", default="Order")),
            *(("", SHORT[name]) for name in NAMES),
        ]
        rows = [
            [
                Values(text=day_text(one.since), css="sr-lead sr-nowrap"),
                Values(text=f"№ {one.order_number}, {day_text(one.order_date)}"),
                *(
                    Values(text=self._text(one.rules, name), label=self.say(SHORT[name]))
                    for name in NAMES
                ),
            ]
            for one in reversed(kept)
        ]
        yield _table("changes", _("desk_rules_changes", default="Changes"), columns, rows)


def _table(key, title, columns, rows):
    return Values(
        id=key,
        title=title,
        head=title,
        columns=[Values(css=css, title=text) for css, text in columns],
        rows=[Values(cells=cells) for cells in rows],
    )
