"""The check page before a class is signed or sealed: who goes, who is left and why; then one go.

The class teacher signs everybody whose year is whole, the secretary or the director puts the seal on
everybody whom the class teacher has signed (S12-3.7, N1-2.9.4). Whoever is left stands in a list
with the reason.
"""

from AccessControl import Unauthorized
from collective.schoolrecords.access.clock import now
from collective.schoolrecords.core import year_results as rules
from collective.schoolrecords.desk.class_results import ClassResults
from collective.schoolrecords.desk.class_table import CLASS_TEACHER
from collective.schoolrecords.desk.class_table import SEAL
from collective.schoolrecords.desk.fields import input_of
from collective.schoolrecords.desk.formats import number_and_name
from collective.schoolrecords.desk.record_tables import DECISIONS
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.desk.years import FACT
from collective.schoolrecords.lifecycle import texts
from collective.schoolrecords.messages import _
from collective.schoolrecords.messages import filled
from functools import cached_property
from zope import schema


TITLES = {
    CLASS_TEACHER: _("desk_certify_teacher", default="Sign as the class teacher"),
    SEAL: _("desk_certify_seal", default="Put the school's seal"),
}
BUTTONS = {
    CLASS_TEACHER: _("desk_results_sign", default="Sign as the class teacher: ${n}"),
    SEAL: _("desk_results_seal", default="Put the school's seal: ${n}"),
}
WAITS = {
    rules.NOT_ENTERED: _("desk_certify_not_entered", default="nothing is entered"),
    rules.TEACHER_FIRST: _(
        "desk_certify_teacher_first", default="the class teacher has not signed"
    ),
    rules.DONE_ALREADY: _("desk_certify_done", default="done already"),
}
NO_RIGHT = _("desk_certify_no_right", default="your office does not sign this file")


class ClassCertify(ClassResults):
    """``class-certify?class=…&year=…&signer=…``: the check page and the signing itself."""

    errors_title = _("desk_certify_refused", default="Nothing is signed yet")

    @cached_property
    def signer(self):
        """Who signs, as the address says."""
        asked = self.request.form.get("signer")
        if not isinstance(asked, str) or asked not in TITLES:
            raise Unauthorized("class-certify")
        return asked

    @property
    def title(self):
        """See :class:`Page`."""
        return TITLES[self.signer]

    def trail(self):
        """See :class:`Page`."""
        return ((ClassResults.title, self.url),)

    def form_fields(self):
        """See :class:`FormMixin`."""
        return [
            schema.TextLine(__name__="fact", title=FACT, max_length=400),
            *(self._why_field(one) for one in self.table.unexplained(self.signer)),
        ]

    def _why_field(self, pupil):
        data = {
            "name": number_and_name(pupil.record.title)[1],
            "subjects": ", ".join(self.table.lacking(pupil)),
        }
        return schema.TextLine(
            __name__=f"why.{pupil.uid}",
            title=_("desk_certify_why", default="${name}, no mark: ${subjects}", mapping=data),
            description=_(
                "desk_certify_why_help",
                default="Why there is none: exempt, a plan of the pupil’s own, another group. "
                "Left empty, the pupil is left for later.",
            ),
            required=False,
            max_length=400,
        )

    def render(self):
        """Show who would be signed; sign on the word of the form."""
        if not self.cohorts:
            raise Unauthorized("class-certify")
        if self.posted() and self._sign():
            return self.go(self.url)
        return self.index()

    def _sign(self):
        values = self.read_all()
        if self.field_errors:
            return False
        at = now().isoformat()
        why = {name[4:]: value for name, value in values.items() if name.startswith("why.")}
        done, refused = self.table.sign(
            self.signer, values["fact"], self.reader.id, at, self._seen(), why
        )
        if refused:
            self._refuse(refused)
            return False
        left = len([one for one, _why in self._left() if one.state != rules.CERTIFIED])
        data = {"n": len(done), "left": left}
        self.note(_("desk_certify_n", default="Signed: ${n}. Left: ${left}.", mapping=data))
        return bool(done)

    def _left(self):
        """Return (pupil, why not) of everybody who is not signed now and not done already."""
        ready = {one.uid for one in self.table.ready(self.signer)}
        return [
            (one, self._why(one))
            for one in self.table.pupils
            if one.uid not in ready and self.table.waits_for(one, self.signer) != rules.DONE_ALREADY
        ]

    def _why(self, pupil):
        code = self.table.waits_for(pupil, self.signer)
        unexplained = code is None and pupil in self.table.unexplained(self.signer)
        if code == rules.LACKS or unexplained:
            return "; ".join(self.say(one) for one in self.lacks_of(pupil))
        return self.say(WAITS.get(code, NO_RIGHT))

    @property
    def result(self):
        """What the template shows."""
        ready, left = self.table.ready(self.signer), self._left()
        return Values(
            title=self.title,
            line=self.results_line,
            links=[
                Values(
                    css="btn-secondary",
                    url=self.url,
                    title=_("desk_certify_back", default="Back to the marks"),
                )
            ],
            tables=[one for one in (self._ready_table(ready), self._left_table(left)) if one],
            forms=[self._form(ready)] if ready or self.table.unexplained(self.signer) else [],
            empty=None if ready else _("desk_certify_nobody", default="Nobody can be signed now."),
        )

    def _ready_table(self, ready):
        if not ready:
            return None
        columns = (
            ("sr-lead", _("desk_col_pupil", default="Pupil")),
            ("", texts.DETAILS["marks"]),
            ("", _("desk_col_decision", default="Decision")),
        )
        without = {one.uid: _without_text(one) for one in ready}
        told = any(without.values())
        if told:
            columns += (("", _("desk_certify_without", default="Without a mark, and why")),)
        return Values(
            id="ready",
            title=_("desk_certify_ready", default="Will be signed"),
            head=_("desk_certify_ready", default="Will be signed"),
            count=str(len(ready)),
            columns=[Values(css=css, title=title) for css, title in columns],
            rows=[
                Values(
                    cells=[
                        _name_cell(one, self.year),
                        Values(text=_marks_text(one.marks)),
                        Values(text=self.say(DECISIONS.get(one.result.decision, ""))),
                        *([Values(text=without[one.uid])] if told else []),
                    ]
                )
                for one in ready
            ],
        )

    def _left_table(self, left):
        if not left:
            return None
        columns = (
            ("sr-lead", _("desk_col_pupil", default="Pupil")),
            ("", _("desk_col_why_not", default="Why not")),
        )
        return Values(
            id="left",
            title=_("desk_certify_left", default="Left for later"),
            head=_("desk_certify_left", default="Left for later"),
            count=str(len(left)),
            columns=[Values(css=css, title=title) for css, title in columns],
            rows=[
                Values(cells=[_name_cell(one, self.year), Values(text=why)]) for one, why in left
            ],
        )

    def _form(self, ready):
        # Where reasons are missing the signature waits for them: how many it will be is not known.
        button = (BUTTONS if ready else TITLES)[self.signer]
        title = filled(button, {"n": len(ready)})
        sent = self.request.form if self.posted() else None
        fields = [
            input_of(one, None, None, self.say, sent, self.field_errors.get(one.__name__))
            for one in self.form_fields()
        ]
        return Values(
            id="certify",
            action=f"{self.site.absolute_url()}/@@class-certify",
            hidden=[
                Values(name="class", value=self.cohort.id),
                Values(name="year", value=self.year),
                Values(name="signer", value=self.signer),
                *(
                    Values(name=f"seen.{one.uid}", value=one.version)
                    for one in [*ready, *self.table.unexplained(self.signer)]
                ),
            ],
            texts=[
                _(
                    "desk_results_certify_help",
                    default="Whoever is entered in full is signed at once. After the seal a year is "
                    "locked.",
                )
            ],
            fields=fields,
            buttons=[Values(value="sign", title=title, css="btn-primary")],
        )


def _name_cell(pupil, year):
    return Values(
        text=number_and_name(pupil.record.title)[1],
        url=f"{pupil.record.absolute_url()}/@@year?year={year}",
        css="sr-lead",
    )


def _without_text(pupil):
    """What a former signature says of subjects without a mark: who seals the year answers for it."""
    facts = (one for one in pupil.result.signatures.values() if one.get("without"))
    return "; ".join(f"{', '.join(one['without'])}: {one['without_reason']}" for one in facts)


def _marks_text(marks):
    return ", ".join(f"{subject}: {mark}" for subject, mark in marks.items())
