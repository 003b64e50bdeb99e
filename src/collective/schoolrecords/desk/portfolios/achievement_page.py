"""One achievement: what it says, what became of it, and what may be done with it."""

from collective.schoolrecords.access.clock import day_of
from collective.schoolrecords.core import lifecycle as life
from collective.schoolrecords.desk.deeds import Deed
from collective.schoolrecords.desk.deeds import DeedsMixin
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.portfolios import words
from collective.schoolrecords.desk.record_base import RecordBase
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.portfolio import portfolio_json
from collective.schoolrecords.records.portfolio.achievements import achievements_of
from collective.schoolrecords.records.portfolio.scans import file_scan
from collective.schoolrecords.records.portfolio.services import born
from collective.schoolrecords.records.portfolio.services import may_certify
from collective.schoolrecords.records.portfolio.services import may_correct
from functools import cached_property
from zExceptions import NotFound


class AchievementPage(DeedsMixin, RecordBase):
    """``achievement?number=…`` of a portfolio; POST certifies, corrects or takes back."""

    @cached_property
    def number(self):
        """The number in the address; 404 for what the portfolio does not have."""
        text = self.request.form.get("number")
        plain = isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 6
        if not plain or achievements_of(self.context).get(int(text)) is None:
            raise NotFound("achievement")
        return int(text)

    @cached_property
    def told(self):
        """The achievement as plain data."""
        return portfolio_json.achievements_json(self.context, self.request)[self.number - 1]

    @property
    def title(self):
        """See :class:`Page`."""
        return f"№ {self.number} {self.told['title']}"

    @property
    def back(self):
        """See :class:`DeedsMixin`."""
        return f"{self.context.absolute_url()}/@@achievement?number={self.number}"

    def trail(self):
        """See :class:`Page`."""
        return self.under_record()

    @property
    def result(self):
        """What the template shows."""
        told, title = self.told, _("desk_achievement_about", default="What is entered")
        rows = [
            Values(cells=[Values(text=label, css="sr-lead"), Values(text=value, url=url)])
            for label, value, url in self._facts(told)
            if value
        ]
        columns = (
            ("sr-lead", _("desk_col_field", default="Field")),
            ("", _("desk_col_value", default="Value")),
        )
        forms = [self.form_of("certify"), self.form_of("correct"), self.form_of("withdraw")]
        return Values(
            title=self.title,
            state=words.BADGES[told["state"]["id"]],
            line=self.record_title,
            tables=[words.table(title, columns, rows)],
            forms=[one for one in forms if one is not None],
        )

    def _facts(self, told):
        certified, scan = told["certified"] or {}, told["scan"] or {}
        base = f"{self.context.absolute_url()}/@@achievement?number="
        yield _("desk_achievement_direction", default="Direction"), told["direction"]["title"], None
        yield _("desk_achievement_level", default="Level"), told["level"]["title"], None
        yield _("desk_achievement_result", default="Place or result"), told["result"], None
        yield _("desk_achievement_day", default="Date"), day_text(told["day"]), None
        yield (
            _("desk_achievement_scan", default="Scan of the diploma"),
            scan.get("title"),
            scan.get("@id"),
        )
        yield (
            _("desk_achievement_certified_by", default="Certified"),
            self._certified(certified),
            None,
        )
        for label, other in (
            (_("desk_achievement_replaces", default="Corrects"), told["replaces"]),
            (_("desk_achievement_replaced", default="Corrected by"), told["replaced_by"]),
        ):
            yield label, f"№ {other}" if other else "", f"{base}{other}"
        yield _("desk_achievement_why", default="Reason"), told["reason"], None

    def _certified(self, certified):
        at = certified.get("at")
        parts = (at and day_text(day_of(at)), certified.get("basis"), certified.get("actor_name"))
        return ", ".join(part for part in parts if part)

    def deeds(self):
        """See :class:`DeedsMixin`: only of what stands, in a portfolio that is being kept."""
        told, record, held = self.told, self.context, achievements_of(self.context)
        stands = told["state"]["id"] in ("certified", "entered")
        if record.state != life.CURRENT or not stands:
            return
        if told["state"]["id"] == "entered" and may_certify(record):
            yield Deed(
                "certify",
                _("desk_achievement_certify", default="Certify"),
                lambda given: held.certify(self.number, given["basis"]) and None,
                (words.BASIS,),
                text=_(
                    "desk_achievement_certify_text",
                    default="You have seen the paper that shows this achievement.",
                ),
                done=_("desk_done_achievement_certified", default="The achievement is certified."),
            )
        if may_correct(record, self.number):
            mine = held.get(self.number)
            known = tuple(
                (name, getattr(mine, name))
                for name in ("title", "direction", "level", "result", "day")
            )
            yield Deed(
                "correct",
                _("desk_achievement_correct", default="Correct"),
                self._correct,
                (*words.FIELDS, words.REASON),
                css="btn-secondary",
                known=known,
            )
            yield Deed(
                "withdraw",
                _("desk_achievement_withdraw", default="Take it back"),
                lambda given: held.correct(self.number, None, given["reason"]) and None,
                (words.REASON,),
                css="btn-secondary",
                done=_("desk_done_achievement_withdrawn", default="The achievement is taken back."),
            )

    def _correct(self, given):
        held = achievements_of(self.context)
        values = {name: given[name] for name in ("title", "direction", "level", "day")}
        values["result"] = given["result"] or ""
        scan = file_scan(self.context, given["achievement_scan"], values)
        values["scan"] = scan or held.get(self.number).scan
        made = held.correct(self.number, values, given["reason"], born(self.context))
        return _(
            "desk_done_achievement_corrected",
            default="Corrected: entered as No. ${number}.",
            mapping={"number": made.number},
        )
