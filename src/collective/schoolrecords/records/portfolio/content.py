"""The portfolio: grows through a cycle of schooling and goes with the pupil."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from collective.schoolrecords.access.groups import child_group
from collective.schoolrecords.access.groups import cohort_group
from collective.schoolrecords.access.interfaces import IAccessSubject
from collective.schoolrecords.core import portfolio as rules
from collective.schoolrecords.core.lifecycle import CURRENT
from collective.schoolrecords.core.names import sort_key
from collective.schoolrecords.lifecycle.content import RecordContainer
from collective.schoolrecords.lifecycle.field_defaults import field_defaults
from collective.schoolrecords.lifecycle.interfaces import IRecordFacts
from collective.schoolrecords.records.details import DetailsTaker
from collective.schoolrecords.records.details import newest
from collective.schoolrecords.records.inventory import documents_of
from collective.schoolrecords.records.portfolio import claims
from collective.schoolrecords.records.portfolio.achievements import achievements_of
from collective.schoolrecords.records.portfolio.interfaces import IPortfolio
from collective.schoolrecords.records.portfolio.pupils import cycles_today
from collective.schoolrecords.records.portfolio.pupils import file_of
from collective.schoolrecords.records.portfolio.pupils import grade_today
from collective.schoolrecords.records.portfolio.pupils import left_on
from collective.schoolrecords.retention.file_plan import enter_plan
from collective.schoolrecords.retention.file_plan import plan_gap
from collective.schoolrecords.retention.terms import term_of
from zope.component import adapter
from zope.interface import implementer


@implementer(IPortfolio, IAccessSubject)
class Portfolio(RecordContainer):
    """See :class:`IPortfolio`."""

    family_id = "portfolio"
    doc_type = "portfolio"
    rest_services = ("achievements", "showings", "place")
    #: Number of the pupil's personal file; it never changes after registration (N1-2.9.2).
    pupil_number = ""
    #: What nobody changes as an ordinary field (see :mod:`.pupils`).
    _fixed_pupil = _fixed_cycle = None
    _with_pupil = False

    @property
    def fixed_fields(self):
        """The pupil from the first day on, the cycle from the registration on."""
        held = (("pupil_file", self._fixed_pupil), ("cycle", self._fixed_cycle))
        return tuple(name for name, value in held if value is not None)

    #: Day on which the pupil left the school; told by the personal file.
    _pupil_left_on = None
    #: Trees of :mod:`.achievements`, made with the first value of their kind.
    _achievements = _certifications = _showings = None

    @property
    def kept_by(self):
        """``pupil`` while the pupil has it, else ``classroom`` (S20-3.5.5)."""
        return rules.WITH_PUPIL if self._with_pupil and self.holder else rules.CLASSROOM

    @property
    def title(self):
        """Number and name, as of the personal file: what the register shows."""
        return f"{self.pupil_number} {self.pupil_name or ''}".strip()

    @title.setter
    def title(self, value):
        return None

    @property
    def term_event_on(self):
        """See :class:`IRecord`: it is kept until the pupil leaves (S20-3.5.4, N1-2.15.2).

        What left before the file told of it is read from the file, as long as there is one.
        """
        return self._pupil_left_on or left_on(file_of(self.pupil_file))

    def sort_key(self):
        """Sort by the pupil's name, then by cycle."""
        first = int((self.cycle or "0").partition("-")[0])
        return f"{sort_key(self.pupil_name or '')} {self.pupil_number} {first:02d}"

    def search_words(self):
        """See :class:`RecordMixin`: the pupil, and what the achievements are called."""
        titles = [one.title for one in achievements_of(self).live()]
        return (self.pupil_number, self.pupil_name, self.registration_number, *titles)

    def digest_extra(self):
        """What lies outside the schema and belongs to the digest."""
        told = {"pupil_left_on": self._pupil_left_on} if self._pupil_left_on else {}
        return {"pupil_number": self.pupil_number, **told, **achievements_of(self).plain()}

    def access_grants(self):
        """See :class:`IAccessSubject`: the class and the child's own family."""
        if self.cohort_id:
            yield cohort_group(self.cohort_id, "class_teacher"), "Class Teacher"
        if self._fixed_pupil:
            yield child_group(self._fixed_pupil, "guardian"), "Guardian"
            yield child_group(self._fixed_pupil, "pupil"), "Pupil"


field_defaults(IPortfolio)(Portfolio)

_PLAIN = (
    "pupil_file",
    "cycle",
    "kept_by",
    "storage_place",
    "carriers",
    "holder",
    "opened_on",
    "closed_on",
)


@implementer(IRecordFacts)
@adapter(IPortfolio)
class PortfolioFacts:
    """See :class:`IRecordFacts`."""

    def __init__(self, record):
        self.record = record

    def facts(self):
        """Return the facts; the pupil's file and documents are read, nothing is written."""
        record = self.record
        register = aq_parent(aq_inner(record))
        file, documents = file_of(record.pupil_file), documents_of(record)
        cycle = rules.cycle_by_id(record.cycle, cycles_today())
        days = [one.dated_on for one in documents]
        facts = {name: getattr(record, name) for name in _PLAIN}
        facts.update(
            pupil_state=file.state if file is not None else None,
            grade=grade_today(file.cohort_id) if file is not None else None,
            cycle_first=cycle.first if cycle else None,
            cycle_last=cycle.last if cycle else None,
            taken_by=claims.taken_by(register, record),
            former_open=self._former_open(cycle),
            draft_documents=[one.getId() for one in documents if one.state == "draft"],
            newest_content=newest([*days, achievements_of(record).newest()]),
            term=term_of(record),
            index_not_planned=plan_gap(record, record.opened_on),
        )
        return facts

    def _former_open(self, cycle):
        """The pupil's earlier cycles that are still kept."""
        if cycle is None:
            return []
        return [
            one.cycle
            for one in claims.portfolios_of(self.record.pupil_file)
            if one.state == CURRENT and int(one.cycle.partition("-")[0]) < cycle.first
        ]


@adapter(IPortfolio)
class PortfolioDetails(DetailsTaker):
    """Registration claims the cycle; annulment gives it up; leaving closes what is open."""

    def implied(self, step, details):
        """See :class:`DetailsTaker`."""
        record = self.record
        register = aq_parent(aq_inner(record))
        if step.id == "register":
            claims.claim(register, record)
            record._fixed_cycle = record.cycle
            record.registration_number = f"{record.pupil_number}/{record.cycle}"
            enter_plan(record, record.opened_on)
        elif step.id == "annul":
            claims.release(register, record)
        elif step.id == "hand_out" and record.closed_on is None:
            record.closed_on = details["handed_out_on"]
