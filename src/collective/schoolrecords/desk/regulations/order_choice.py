"""The choice of the order that approves a local act: the orders that do, or the way to one."""

from AccessControl.security import checkPermission
from collective.schoolrecords.core.lifecycle import IN_REVIEW
from collective.schoolrecords.core.states import DRAFT
from collective.schoolrecords.desk.choices import named_line
from collective.schoolrecords.desk.choices import title_of
from collective.schoolrecords.desk.fields import choice_field
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.local_regulation import approving
from collective.schoolrecords.records.local_regulation.content import record_by_uid
from plone import api


FIELD = "approval_order"
ADD = "collective.schoolrecords.AddRecord"
DRAW_UP = _("desk_approving_draw_up", default="Draw up the order")
THESE = _(
    "desk_approving_these",
    default="Orders that approve this act and are not older than the minutes.",
)
NONE = _(
    "desk_approving_none",
    default="The register has no order that approves this act by name and is not older than the "
    "minutes. Draw one up and give it to the director, or name one kept elsewhere by number and "
    "date.",
)
NONE_YET = _(
    "desk_approving_none_yet",
    default="The register has no order that approves such an act. Save the draft: from its page "
    "the order is drawn up with its title and minutes.",
)


def with_orders(fields, title, minutes=(), kept=None, none=NONE_YET):
    """Return the fields of a form, the order of approval with the orders that fit.

    ``title`` and ``minutes`` of the act as far as they are known; ``kept``: UID that is stored and
    stays on the list; ``none``: what is said when no order fits.
    """
    title = title if isinstance(title, str) else ""
    return [
        _worded(one, title, minutes, kept, none) if one.__name__ == FIELD else one for one in fields
    ]


def _worded(field, title, minutes, kept, none):
    pairs = [(one.UID(), _line(one)) for one in approving.offered(title, minutes)]
    hint = THESE if pairs else none
    if kept and kept not in dict(pairs):
        pairs.append((kept, title_of(FIELD, kept)))
    return choice_field(FIELD, field.title, pairs, required=False, description=hint)


def _line(order):
    line = named_line(order.registration_number, order.dated_on, order.title)
    if order.state != IN_REVIEW:
        return line
    return _(
        "desk_approving_waits", default="${order} (with the director)", mapping={"order": line}
    )


def ways_to_order(record):
    """Return the link to the order that approves a version, drawn up from it; none for the rest.

    Offered while the version is drawn up, to whoever may file orders.
    """
    register = api.portal.get().get(approving.REGISTER)
    if record.state not in (DRAFT, IN_REVIEW) or register is None:
        return []
    if not checkPermission(ADD, register):
        return []
    url = f"{register.absolute_url()}/@@add-record?approves={record.UID()}"
    return [Values(icon="plus", url=url, title=DRAW_UP)]


def known_of_act(uid):
    """Return the values with which the form of an order begins that approves the act ``uid``.

    Nothing for an act that is drawn up no more or that the reader may not see.
    """
    act = record_by_uid(uid, "local_regulation") if isinstance(uid, str) and uid else None
    if act is None or act.state not in (DRAFT, IN_REVIEW):
        return {}
    return approving.proposed_order(act) if api.user.has_permission("View", obj=act) else {}
