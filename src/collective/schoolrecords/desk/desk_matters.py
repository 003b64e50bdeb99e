"""What waits for each office: numbers from the catalog and the due index, each with its list.

A matter is counted without waking a record. An office that is not named here has nothing that
the product could count yet.
"""

from collective.schoolrecords.desk import navigation
from collective.schoolrecords.desk.audit.alerts import fixity_alert
from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.desk.register_query import OF_THE_OFFICE
from collective.schoolrecords.desk.register_query import of_the_office
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.personal_file.year_results import WAITS_FOR_SEAL
from collective.schoolrecords.retention.overview import due_counts
from dataclasses import dataclass
from plone import api
from zope.i18nmessageid import Message


@dataclass(frozen=True)
class Matter:
    """Records of a family in a state that wait for somebody; ``tone`` colours the end."""

    family: str
    state: str
    title: Message
    end: Message | None = None
    tone: str = "past"


FILES_DRAFT = Matter(
    "personal_file", "draft", _("desk_wait_files_draft", default="Personal files not registered")
)
FILES_CLOSED = Matter(
    "personal_file",
    "closed",
    _("desk_wait_files_closed", default="Closed personal files to take into the archive"),
)
FILES_HANDED = Matter(
    "personal_file",
    "handed_out",
    _("desk_wait_files_handed", default="Personal files handed out"),
)
ORDERS_DRAFT = Matter(
    "order", "draft", _("desk_wait_orders_draft", default="Orders in draft or returned")
)
ORDERS_REVIEW = Matter(
    "order",
    "in_review",
    _("desk_wait_orders_review", default="Orders waiting for approval"),
    _("desk_end_approve", default="to approve"),
    "wait",
)
ORDERS_REVIEW_SENT = Matter(
    "order",
    "in_review",
    _("desk_wait_orders_sent", default="Orders that the director has on the desk"),
)
ORDERS_APPROVED = Matter(
    "order",
    "approved",
    _("desk_wait_orders_approved", default="Approved orders waiting for the signature"),
    _("desk_end_sign", default="to sign"),
    "wait",
)
ORDERS_SIGNED = Matter(
    "order", "signed", _("desk_wait_orders_signed", default="Signed orders to close at year's end")
)
ORDERS_CLOSED = Matter(
    "order",
    "closed",
    _("desk_wait_orders_closed", default="Closed orders to take into the archive"),
)
CASES_DRAFT = Matter(
    "case_file", "draft", _("desk_wait_cases_draft", default="Cases not opened yet")
)
CASES_CLOSED = Matter(
    "case_file",
    "closed",
    _("desk_wait_cases_closed", default="Closed cases to take into the archive"),
)
ACTS_DRAFT = Matter(
    "destruction_act", "draft", _("desk_wait_acts_draft", default="Acts of destruction in draft")
)
ACTS_SIGN = Matter(
    "destruction_act",
    "approved",
    _("desk_wait_acts_sign", default="Acts of destruction waiting for the director"),
    _("desk_end_approve", default="to approve"),
    "wait",
)
ACTS_WAIT = Matter(
    "destruction_act",
    "signed",
    _("desk_wait_acts_execute", default="Approved acts that wait for their execution"),
)
ACTS_TRACES = Matter(
    "destruction_act",
    "closed",
    _("desk_wait_acts_traces", default="Acts carried out whose traces are to be cleared"),
)
INVENTORIES_DRAFT = Matter(
    "inventory", "draft", _("desk_wait_inventories_draft", default="Inventories in draft")
)
INVENTORIES_REVIEW = Matter(
    "inventory",
    "in_review",
    _("desk_wait_inventories_agree", default="Inventories before the commission"),
    _("desk_end_agree", default="to agree"),
    "wait",
)
INVENTORIES_APPROVE = Matter(
    "inventory",
    "approved",
    _("desk_wait_inventories_approve", default="Inventories waiting for approval"),
    _("desk_end_approve", default="to approve"),
    "wait",
)
PROTOCOLS_DRAFT = Matter(
    "protocol",
    "draft",
    _("desk_wait_protocols_draft", default="Protocols in draft or returned"),
)
PROTOCOLS_REVIEW = Matter(
    "protocol",
    "in_review",
    _("desk_wait_protocols_review", default="Protocols waiting for approval"),
    _("desk_end_approve", default="to approve"),
    "wait",
)
PROTOCOLS_APPROVED = Matter(
    "protocol",
    "approved",
    _("desk_wait_protocols_approved", default="Approved protocols waiting for the signature"),
    _("desk_end_sign", default="to sign"),
    "wait",
)
PROTOCOLS_SIGNED = Matter(
    "protocol",
    "signed",
    _("desk_wait_protocols_signed", default="Signed protocols to close at year's end"),
)
PROTOCOLS_CLOSED = Matter(
    "protocol",
    "closed",
    _("desk_wait_protocols_closed", default="Closed protocols to take into the archive"),
)
REGULATIONS_REVIEW = Matter(
    "local_regulation",
    "in_review",
    _("desk_wait_regulations_review", default="Local regulations waiting for approval"),
    _("desk_end_approve", default="to approve"),
    "wait",
)
REGULATIONS_APPROVED = Matter(
    "local_regulation",
    "approved",
    _("desk_wait_regulations_approved", default="Local regulations to put into force"),
    _("desk_end_enact", default="to put into force"),
    "wait",
)
REGULATIONS_DRAFT = Matter(
    "local_regulation",
    "draft",
    _("desk_wait_regulations_draft", default="Local regulations in draft or returned"),
)
MATTERS = {
    "director": (
        ORDERS_REVIEW,
        ORDERS_APPROVED,
        PROTOCOLS_REVIEW,
        PROTOCOLS_APPROVED,
        ACTS_SIGN,
        INVENTORIES_APPROVE,
        REGULATIONS_REVIEW,
        REGULATIONS_APPROVED,
    ),
    "commission_chair": (INVENTORIES_REVIEW,),
    "deputy": (ORDERS_DRAFT, ORDERS_REVIEW_SENT, PROTOCOLS_DRAFT, REGULATIONS_DRAFT),
    "secretary": (FILES_DRAFT, ORDERS_DRAFT, CASES_DRAFT, ORDERS_SIGNED, PROTOCOLS_SIGNED),
    "archivist": (
        CASES_CLOSED,
        FILES_CLOSED,
        ORDERS_CLOSED,
        PROTOCOLS_CLOSED,
        ACTS_DRAFT,
        ACTS_WAIT,
        ACTS_TRACES,
        INVENTORIES_DRAFT,
    ),
    "data_officer": (FILES_HANDED,),
}
#: Numbers of the due index that an office watches: field of ``Counts``, status, title, tone.
DUE_MATTERS = {
    "due": ("due", _("desk_wait_due", default="Records whose term has ended"), "wait"),
    "on_hold": (
        "on_hold",
        _("desk_wait_on_hold", default="Suspended: destruction forbidden"),
        "past",
    ),
    "error": (
        "error",
        _("desk_wait_error", default="Records whose dates are to be mended"),
        "stop",
    ),
}
DUE_FOR = {
    "archivist": ("due", "on_hold", "error"),
    "commission_chair": ("due", "on_hold"),
    "commission_member": ("due", "on_hold"),
    "data_officer": ("due",),
    "auditor": ("due", "error"),
    "director": ("due",),
}
#: Offices that put the school's seal under the results of a year (``year_services.may_sign``).
SEALING = frozenset(("secretary", "director"))
ENDS = {
    "wait": _("desk_end_commission", default="for the commission"),
    "stop": _("desk_end_mend", default="to mend"),
}


def waiting(reader, found, say):
    """Return what waits for the reader; ``found`` are the pages that may be opened."""
    matters = list(dict.fromkeys(matter for key in reader.keys for matter in MATTERS.get(key, ())))
    items = [item for item in (_matter(reader, one, say) for one in matters) if item]
    if "due" in found:
        items += _due(reader, found["due"], say)
    alert = fixity_alert(reader)
    if alert is not None:
        items.insert(0, item(*alert, "stop", say))
    return items


def seals_waiting(reader, say):
    """Return the line about yearly results that lack the seal alone, for whoever puts it."""
    if not SEALING & set(reader.keys):
        return []
    count = count_of(reader, "personal_file", review_state="current", record_codes=WAITS_FOR_SEAL)
    if not count:
        return []
    title = _(
        "desk_wait_seal", default="Personal files whose signed yearly results wait for the seal"
    )
    register = f"{reader.site.absolute_url()}/{navigation.REGISTER_IDS['personal_file']}"
    url = f"{register}?state=current&seal=waits"
    return [item(count, title, url, _("desk_end_seal", default="to seal"), "wait", say)]


def count_of(reader, family, **query):
    """Return how many records of a family the reader may see under a query."""
    catalog = api.portal.get_tool("portal_catalog")
    return catalog(portal_type=family, **query).actual_result_count


def _matter(reader, matter, say):
    # What waits for the director's order is no work of the office until the order is approved.
    narrowed = of_the_office() if matter is FILES_DRAFT else {}
    count = count_of(reader, matter.family, review_state=matter.state, **narrowed)
    if not count:
        return None
    base = reader.site.absolute_url()
    url = f"{base}/{navigation.REGISTER_IDS[matter.family]}?state={matter.state}"
    if narrowed:
        url += f"&admission={OF_THE_OFFICE}"
    return item(count, matter.title, url, matter.end, matter.tone, say)


def _due(reader, url, say):
    names = list(dict.fromkeys(name for key in reader.keys for name in DUE_FOR.get(key, ())))
    if not names:
        return []
    total, _types = due_counts()
    found = []
    for name in names:
        status, title, tone = DUE_MATTERS[name]
        count = getattr(total, status)
        if count:
            found.append(
                item(
                    count,
                    title,
                    url if name == "due" else f"{url}?status={name}",
                    ENDS.get(tone),
                    tone,
                    say,
                )
            )
    return found


def item(count, title, url, end, tone, say):
    """Return a line of the list "Waits for you"."""
    number = number_text(count)
    return Values(
        count=number,
        title=title,
        url=url,
        label=f"{number}: {say(title)}",
        end=end or "",
        tone=tone,
    )
