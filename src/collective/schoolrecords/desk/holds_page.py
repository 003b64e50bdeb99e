"""Holds of one record: what suspends its destruction, laying another one, lifting one."""

from AccessControl.security import checkPermission
from collective.schoolrecords.desk.deeds import Deed
from collective.schoolrecords.desk.deeds import DeedsMixin
from collective.schoolrecords.desk.held_in_act import held_in_act
from collective.schoolrecords.desk.holds_table import HOLD
from collective.schoolrecords.desk.holds_table import holds_table
from collective.schoolrecords.desk.holds_table import TITLE
from collective.schoolrecords.desk.record import RecordBase
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.retention import holds
from collective.schoolrecords.retention.hold.overview import record_holds
from functools import cached_property
from zope import schema


def hold_fields():
    """Return the fields of a new hold."""
    return (
        schema.TextLine(
            __name__="reason",
            title=_("desk_hold_reason", default="Why destruction is forbidden"),
            max_length=400,
        ),
        schema.TextLine(
            __name__="basis",
            title=_("desk_hold_basis", default="By which document"),
            description=_(
                "desk_hold_basis_hint", default="Request of a court, a check, an application."
            ),
            max_length=400,
        ),
        schema.TextLine(
            __name__="basis_number",
            title=_("desk_hold_basis_number", default="Number of the document"),
            required=False,
            max_length=60,
        ),
        schema.Date(
            __name__="basis_date",
            title=_("desk_hold_basis_date", default="Date of the document"),
            required=False,
        ),
        schema.Date(__name__="since", title=_("desk_hold_since", default="From"), required=False),
        schema.Date(
            __name__="until", title=_("desk_hold_until", default="Last day"), required=False
        ),
    )


class HoldsPage(DeedsMixin, RecordBase):
    """``record-holds`` of a record or a document inside one."""

    repeated_names = ("hold",)
    title = TITLE

    def trail(self):
        """See :class:`Page`."""
        return self.under_record()

    @property
    def back(self):
        """See :class:`DeedsMixin`."""
        return f"{self.context.absolute_url()}/@@record-holds"

    @cached_property
    def rows(self):
        """The holds as plain data, oldest first."""
        return record_holds(self.context, self.request)

    def deeds(self):
        """See :class:`DeedsMixin`."""
        if not checkPermission(HOLD, self.site):
            return
        yield Deed(
            "place",
            _("desk_hold_place", default="Suspend destruction"),
            self._place,
            hold_fields(),
        )
        if any(one["lifted_at"] is None for one in self.rows):
            yield Deed(
                "lift",
                _("desk_hold_lift", default="Lift the chosen"),
                self._lift,
                (
                    schema.TextLine(
                        __name__="reason",
                        title=_("desk_hold_lift_reason", default="On whose word or why"),
                        max_length=400,
                    ),
                ),
                css="btn-secondary",
            )

    def _place(self, values):
        given = {name: value for name, value in values.items() if value is not None}
        holds.place(self.context, **given)
        return _("desk_hold_placed", default="Destruction is suspended.")

    def _lift(self, values):
        chosen = self.chosen("hold")
        if not chosen:
            return _("desk_batch_nothing", default="No record was chosen.")
        for one in chosen:
            holds.lift(self.context, one, values["reason"])
        return _("desk_hold_lifted", default="Lifted.")

    @property
    def record(self):
        """What the template shows."""
        lift = self.form_of("lift")
        table = holds_table(self.rows, "hold" if lift is not None else None)
        if lift is not None:
            lift.table = table
        place = self.form_of("place")
        held = holds.is_held(self.context)
        return Values(
            title=self.title,
            state=HELD if held else FREE,
            line=[self.record_title],
            warnings=held_in_act(self.owner, self.request, self.say),
            steps=(),
            blocked=(),
            links=(),
            aside=(),
            sections=[
                Values(
                    id="holds",
                    title=_("desk_holds_kept", default="Laid and lifted"),
                    count=str(len(self.rows)) if self.rows else None,
                    table=table if self.rows and lift is None else None,
                    forms=[lift] if lift is not None else [],
                    empty=None
                    if self.rows
                    else _("desk_holds_none", default="Nothing suspends destruction."),
                ),
                *(
                    [
                        Values(
                            id="new",
                            title=_("desk_hold_place", default="Suspend destruction"),
                            forms=[place],
                        )
                    ]
                    if place is not None
                    else []
                ),
            ],
        )


HELD = Values(
    icon="term-on_hold",
    tone="wait",
    css="sr-state-title",
    title=_("desk_hold_held", default="Destruction forbidden"),
)
FREE = Values(
    icon="check",
    tone="plain",
    css="sr-state-title",
    title=_("desk_hold_free", default="Not suspended"),
)
