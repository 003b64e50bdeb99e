"""The one clock: when a record may be put on a destruction act, and when it may not.

The law (приказ Росархива № 77 of 31.07.2023; the rule itself is older): a term of storage is
counted from 1 January of the year after the year in which the file was closed, and a file goes
into an act only when the term had ended by 1 January of the year of the act. Hence

    destroy_from = 1 January of (year of closing + 1 + years)

Days are plain `datetime.date` in the school's own time zone. A `datetime` is refused, because
31 December 23:30 UTC is already the next year in every time zone of Russia: the caller has to
say which day it means. Nothing here reads the clock; "today" is always an argument.
"""

from .plural import choose
from .plural import count
from collections.abc import Collection
from collections.abc import Mapping
from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from datetime import datetime
from datetime import MAXYEAR


# Kinds of term (the column «Срок хранения» of a list of archival documents).
YEARS = "years"  # «5 лет»
MIN_YEARS = "min_years"  # «не менее 5 лет»: a first possible day, and a person decides
PERMANENT = "permanent"  # «постоянно»
EVENT = "event"  # «до востребования», «до замены новыми»: nothing runs before the event
UNTIL_NEEDED = "until_needed"  # «до минования надобности»: at least one year
EPK = "epk"  # «5 лет ЭПК»: after the term the expert body decides
KINDS = (YEARS, MIN_YEARS, PERMANENT, EVENT, UNTIL_NEEDED, EPK)
#: Kinds that name no last day of their own: people decide on each single record.
HUMAN_TERMS = (MIN_YEARS, EPK, UNTIL_NEEDED)

# What starts the term.
YEAR_AFTER_CLOSE = "year_after_close"
SCHOOL_YEAR_END = "school_year_end"
ON_EVENT = "event"
STARTS = (YEAR_AFTER_CLOSE, SCHOOL_YEAR_END, ON_EVENT)
#: The event of an original that waits for its owner («до востребования»).
CLAIMED = "claimed"

# Verdicts on one record on one day.
NEVER = "never"  # kept permanently
OPEN = "open"  # no closing date: the term has not begun, no destruction
ERROR = "error"  # the dates cannot be true: no destruction; listed so that somebody mends it
WAITING = "waiting"  # closed, but the event that starts the term has not happened
RUNNING = "running"  # the term has not ended
DUE = "due"  # the term has ended, nothing stands in the way of an act
ON_HOLD = "on_hold"  # the term has ended, a dispute or an inspection blocks destruction
NEEDS_DECISION = "needs_decision"  # the term has ended, the commission decides on this record
STATUSES = (NEVER, OPEN, ERROR, WAITING, RUNNING, DUE, ON_HOLD, NEEDS_DECISION)
#: Verdicts on which an act may be drawn up with the record.
SELECTABLE = (DUE, NEEDS_DECISION)

# Why a verdict is what it is, where the status alone does not say it.
NO_CLOSING_DATE = "NO_CLOSING_DATE"
CLOSED_IN_FUTURE = "CLOSED_IN_FUTURE"
EVENT_AWAITED = "EVENT_AWAITED"
HELD = "HELD"
EXPERT_DECISION = "EXPERT_DECISION"
MINIMUM_TERM = "MINIMUM_TERM"

MAX_YEARS = 1000
"""No list of archival documents names a longer term; a larger number is a slip of the pen."""

_NEED_YEARS = (YEARS, MIN_YEARS, EPK)
_RARE = ("before_2003", "event")

PERSONNEL_TURN = 2003
"""Records on staff that were closed before this year are kept longer (125-ФЗ art. 22.1, «50/75»)."""


class TermError(ValueError):
    """A term that makes no sense. `code` and `field` say what is wrong with which value."""

    def __init__(self, code, field, value):
        super().__init__(f"{code}: {field}={value!r}")
        self.code = code
        self.field = field
        self.value = value


@dataclass(frozen=True)
class Term:
    """How long a record is kept, and on whose word.

    `kind` is one of KINDS, `years` whole calendar years, `start` one of STARTS. `article` is free
    text with the order's reference (sector lists and local acts have no common numbering),
    `source` the clause of the regulation, or "default" when the default list filled in.

    `before_2003`: the years for what was closed before 2003 («50/75 лет», records on staff: 75
    then, 50 since); None where the closing makes no difference. Which of the two holds is known
    with the closing date: see `on_closing`.

    `event`: the word of the regulation for the event that the term waits for (one of
    ``regulation_words.EVENTS``), None where it waits for none or nobody said which.

    Raises TermError: UNKNOWN_KIND, UNKNOWN_START, YEARS_MISSING (years, min_years and epk need
    them), YEARS_UNEXPECTED (permanent has none; only terms that need years have `before_2003`),
    YEARS_OUT_OF_RANGE (a whole number from 0 to MAX_YEARS; `before_2003` is no shorter than
    `years`), START_NOT_EVENT (an event term starts with its event).
    """

    kind: str
    years: int | None = None
    start: str = YEAR_AFTER_CLOSE
    article: str = ""
    source: str = "default"
    before_2003: int | None = None
    event: str | None = None

    def __post_init__(self):
        if self.kind not in KINDS:
            raise TermError("UNKNOWN_KIND", "kind", self.kind)
        if self.start not in STARTS:
            raise TermError("UNKNOWN_START", "start", self.start)
        if self.kind == EVENT and self.start != ON_EVENT:
            raise TermError("START_NOT_EVENT", "start", self.start)
        self._check_years()
        self._check_before_2003()

    def _check_years(self):
        if self.years is None:
            if self.kind in _NEED_YEARS:
                raise TermError("YEARS_MISSING", "years", None)
            return
        if self.kind == PERMANENT:
            raise TermError("YEARS_UNEXPECTED", "years", self.years)
        if not _is_count(self.years):
            raise TermError("YEARS_OUT_OF_RANGE", "years", self.years)

    def _check_before_2003(self):
        if self.before_2003 is None:
            return
        if self.kind not in _NEED_YEARS:
            raise TermError("YEARS_UNEXPECTED", "before_2003", self.before_2003)
        if not _is_count(self.before_2003) or self.before_2003 < self.years:
            raise TermError("YEARS_OUT_OF_RANGE", "before_2003", self.before_2003)

    @property
    def full_years(self) -> int | None:
        """Calendar years that must pass after the year of the start; None for permanent.

        «До минования надобности» is at least one year; an event term may name years of its own
        («3 года после отзыва согласия») or none.
        """
        if self.kind == PERMANENT:
            return None
        years = self.years or 0
        return max(1, years) if self.kind == UNTIL_NEEDED else years

    @property
    def ended_by_people(self) -> bool:
        """True when reaching the day is not enough: somebody has to decide on the very record.

        The one rule behind the due index, the calendar, the counts and the questions of an act.
        """
        return self.kind in HUMAN_TERMS

    @property
    def waits_for_event(self) -> bool:
        """True when nothing runs before an event (whatever the kind)."""
        waits = self.kind != PERMANENT and self.start == ON_EVENT
        return waits and not self.runs_unclaimed

    @property
    def runs_unclaimed(self) -> bool:
        """True for «до востребования, невостребованные 75 лет» (приказ 236, ст. 449).

        Whoever claims a record takes it out of the school. What is still here is unclaimed, and
        its years run by the law's formula, from the closing. Without years it waits for ever.
        """
        return self.start == ON_EVENT and self.event == CLAIMED and bool(self.years)

    def on_closing(self, closed: date | None) -> "Term":
        """The term of a record that was closed on that day: of «50/75 лет» the one that holds.

        The very same term where the closing makes no difference or is not known yet.
        """
        if self.before_2003 is None or closed is None:
            return self
        years = self.before_2003 if closed.year < PERSONNEL_TURN else self.years
        return replace(self, years=years, before_2003=None)

    def as_dict(self) -> dict:
        """The snapshot that a record keeps from the day it is closed; `from_dict` reads it."""
        values = asdict(self)
        # Most terms have neither; what was kept before there were such rules reads the same.
        return {name: one for name, one in values.items() if one is not None or name not in _RARE}

    @classmethod
    def from_dict(cls, values: Mapping) -> "Term":
        """A term from its snapshot. Raises TermError as the constructor does."""
        names = ("kind", "years", "start", "article", "source", *_RARE)
        return cls(**{name: values[name] for name in names if name in values})


def term_text(term: Term) -> str:
    """A term as the list of archival documents writes it: «5 лет ЭПК», «не менее 1 года», «50/75 лет»."""
    if term.kind == PERMANENT:
        return "постоянно"
    if term.kind == UNTIL_NEEDED:
        return "до минования надобности"
    if term.kind == EVENT and not term.years:
        return "до востребования" if term.event == CLAIMED else "до события"
    years = term.full_years
    if term.runs_unclaimed:
        return f"до востребования, невостребованные {count(years, 'год', 'года', 'лет')}"
    if term.kind == MIN_YEARS:
        # «не менее» takes the genitive: не менее 1 года, 5 лет.
        return f"не менее {years} {choose(years, 'года', 'лет', 'лет')}"
    text = count(years, "год", "года", "лет")
    if term.before_2003 not in (None, years):
        # The official form of two terms between which the closing decides.
        text = f"{years}/{count(term.before_2003, 'год', 'года', 'лет')}"
    return f"{text} ЭПК" if term.kind == EPK else text


@dataclass(frozen=True)
class Decision:
    """What the clock says about one record on one day.

    `destroy_from` is the first day on which an act may take the record (None: there is no such
    day yet); a hold does not move it. `selectable` is the only permission to draw up an act with
    the record. `needs_decision` says that reaching the day is not enough: the act cannot be handed
    in before somebody has written down a decision on this very record, and the commission votes on
    it. `held` is true whenever a hold is laid, also before the term has ended.
    """

    status: str
    destroy_from: date | None = None
    selectable: bool = False
    needs_decision: bool = False
    held: bool = False
    reason: str = ""

    @property
    def expired(self) -> bool:
        """The term has ended (also when a hold or a missing decision blocks the act)."""
        return self.status in (DUE, ON_HOLD, NEEDS_DECISION)


def destroy_from(
    term: Term,
    closed: date | None,
    *,
    event: date | None = None,
    school_year_end: date | None = None,
) -> date | None:
    """The first day on which an act may take a record with this term; None: no such day.

    The law's formula is 1 January of (year of the start + 1 + years). The start is the closing
    date. With `start = "event"` it is the event, but never before the closing date; of a term that
    runs unclaimed it is the closing (`Term.runs_unclaimed`). With
    `start = "school_year_end"` it is the last day of the school year the record belongs to, when
    the caller knows it (S12 3.11, N1 2.8.11), but never before the closing date either: a local
    rule may keep a record longer than the law, not shorter. Unknown school year: the law's date.

    None for permanent terms, without a closing date, and before the event. A day beyond year 9999
    is `date.max`, which no act reaches. Raises TypeError for anything but a `date`.
    """
    closed = _day(closed, "closed")
    event = _day(event, "event")
    school_year_end = _day(school_year_end, "school_year_end")
    if term.kind == PERMANENT or closed is None:
        return None
    start = closed
    if term.waits_for_event:
        if event is None:
            return None
        start = max(closed, event)
    elif term.start == SCHOOL_YEAR_END and school_year_end is not None:
        start = max(closed, school_year_end)
    year = start.year + 1 + term.on_closing(closed).full_years
    return date(year, 1, 1) if year <= MAXYEAR else date.max


def decide(
    term: Term,
    closed: date | None,
    holds: Collection,
    today: date,
    *,
    event: date | None = None,
    school_year_end: date | None = None,
    decided: bool = False,
) -> Decision:
    """The verdict on one record on the day `today`.

    `holds` is whatever blocks destruction (empty: nothing does). `decided` is true once the
    competent person or body has recorded that this record may go; it is meaningful for
    HUMAN_TERMS only. Without it these are offered from their first possible day with
    `needs_decision`: an act may be drawn up with them and not be handed in.

    A closing date after `today` is an error: it would start a term that nobody can have started.
    An event after `today` has not happened. Raises TypeError for anything but `date` days.
    """
    today = _day(today, "today")
    if today is None:
        raise TypeError("today must be a date")
    held = bool(len(holds))
    if term.kind == PERMANENT:
        return Decision(NEVER, held=held)
    if _day(closed, "closed") is None:
        return Decision(OPEN, held=held, reason=NO_CLOSING_DATE)
    if closed > today:
        return Decision(ERROR, held=held, reason=CLOSED_IN_FUTURE)
    if term.waits_for_event and ((_day(event, "event") is None) or event > today):
        return Decision(WAITING, held=held, reason=EVENT_AWAITED)
    first = destroy_from(term, closed, event=event, school_year_end=school_year_end)
    if first > today:
        return Decision(RUNNING, first, held=held)
    return _after_term(term, first, held, decided)


def _after_term(term, first, held, decided):
    """The verdict once the term has ended: a hold is stronger than any decision."""
    open_question = not decided and term.ended_by_people
    if held:
        return Decision(ON_HOLD, first, needs_decision=open_question, held=True, reason=HELD)
    if open_question:
        reason = MINIMUM_TERM if term.kind == MIN_YEARS else EXPERT_DECISION
        return Decision(NEEDS_DECISION, first, selectable=True, needs_decision=True, reason=reason)
    return Decision(DUE, first, selectable=True)


def _is_count(value):
    """A whole number of years. bool is an int in Python: `true` in TOML is not one year."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    return whole and 0 <= value <= MAX_YEARS


def _day(value, name):
    """`value` itself when it is a day or None; a moment of time is not a day."""
    if value is None:
        return None
    if isinstance(value, datetime) or not isinstance(value, date):
        raise TypeError(f"{name} must be a date, not {type(value).__name__}")
    return value
