"""Yearly results as values in the file's own tree, locked year by year."""

from BTrees.OOBTree import OOBTree
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core import late_results
from collective.schoolrecords.core import year_results as rules
from collective.schoolrecords.core.citations import point_reasons
from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.lifecycle.indexers import codes_of
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.records.personal_file.interfaces import IPersonalFile
from collective.schoolrecords.records.protocol.council import points_of
from hashlib import sha256
from itertools import chain
from persistent import Persistent
from plone.indexer import indexer

import json


#: What a later edition of the product keeps besides.
LATER = ("minutes_point", "half_years")
#: How a year cites the decision of the council.
CITED = ("minutes_number", "minutes_date", "minutes_point")


class YearResult(Persistent):
    """Results of one school year.

    ``marks`` is a mapping subject → mark; ``signatures`` maps ``class_teacher`` and ``seal`` to
    ``{actor, at, fact}``; ``corrections`` is a tuple of ``{subject, mark, former, reason, actor,
    at}``, oldest first, each a new value beside the old one; one of a half-year has ``half`` besides.
    ``minutes_point`` is the point of the council's minutes that decided. ``half_years`` maps ``1`` and ``2`` → subject → mark in grades 10
    and 11, from which the marks of a certificate are reckoned.
    """

    #: Years that were entered before these were kept have none.
    minutes_point = half_years = None

    def __init__(self, year):
        self.year = year
        self.grade = None
        self.marks = {}
        self.decision = None
        self.minutes_number = None
        self.minutes_date = None
        self.signatures = {}
        self.corrections = ()

    @property
    def state(self):
        """``draft``, ``signed`` (by the class teacher) or ``certified`` (sealed and locked)."""
        if "seal" in self.signatures:
            return rules.CERTIFIED
        return rules.SIGNED_BY_TEACHER if "class_teacher" in self.signatures else rules.DRAFT

    def missing(self, mark_rules):
        """Return core reasons why the year cannot be certified."""
        return rules.missing_for_certification(
            self.year,
            self.marks,
            self.decision,
            self.minutes_number,
            self.minutes_date,
            self.grade,
            mark_rules,
        )

    def version(self):
        """Return a digest of all that is entered and signed: what somebody who reads it sees."""
        values = json.dumps(plain_year(self), sort_keys=True, ensure_ascii=False, default=str)
        return sha256(values.encode()).hexdigest()

    def current_marks(self):
        """Return the marks with all corrections applied."""
        return rules.corrected(self.marks, self.corrections)

    def subjects(self):
        """Return the subjects of the year, in order: with marks, and signed as having none."""
        halves = self.current_halves().values()
        without = (fact.get("without", ()) for fact in self.signatures.values())
        named = (*self.current_marks(), *chain.from_iterable((*halves, *without)))
        return tuple(dict.fromkeys(named))

    def current_halves(self):
        """Return half-year → its marks with all corrections applied, those that have any."""
        kept = self.half_years or {}
        found = {
            half: rules.corrected(kept.get(half) or {}, self.corrections, half)
            for half in rules.HALVES
        }
        return {half: marks for half, marks in found.items() if marks}


class Years:
    """The years of one personal file; the only writer of yearly results."""

    def __init__(self, record):
        self.record = record

    @property
    def _tree(self):
        return getattr(self.record, "_year_results", None)

    def labels(self):
        """Return the labels of entered years, oldest first."""
        tree = self._tree
        return list(tree.keys()) if tree is not None else []

    def get(self, year):
        """Return the :class:`YearResult` of a label or ``None``."""
        tree = self._tree
        return tree.get(year) if tree is not None else None

    def not_certified(self):
        """Return labels of years that are entered and not certified yet."""
        return [label for label in self.labels() if self.get(label).state != rules.CERTIFIED]

    def wait_for_seal(self):
        """Whether the class teacher has signed a year that lacks the seal."""
        return any(self.get(label).state == rules.SIGNED_BY_TEACHER for label in self.labels())

    def newest(self):
        """Return the latest date of council minutes, or ``None``."""
        days = [self.get(label).minutes_date for label in self.labels()]
        return max((day for day in days if day), default=None)

    def plain(self):
        """Return everything entered as plain values, for the digest and for REST."""
        return {label: plain_year(self.get(label)) for label in self.labels()}

    def enter(self, year, values, grade, mark_rules):
        """Enter or change a year that nobody has signed; refuse with all reasons."""
        not_taught = rules.check_year(year, self.record.birth_date, school_today())
        if not_taught:
            raise StepRefused(self.record, not_taught)
        result = self.get(year)
        if result is not None and result.state != rules.DRAFT:
            raise StepRefused(self.record, [Reason("year_locked", None, {"year": year})])
        merged = _merged(values, result)
        found = _value_reasons(merged, grade, mark_rules) + _minutes_reasons(year, merged)
        if found:
            raise StepRefused(self.record, found)
        result = result or self._new(year)
        cited = [getattr(result, name) for name in CITED]
        result.grade = grade
        for name, value in merged.items():
            setattr(result, name, dict(value) if name == "marks" else value)
        record_event(self.record, "yearly_results", payload={"year": year, **_plain(merged)})
        if cited != [getattr(result, name) for name in CITED]:
            self.record.reindexObject(idxs=["record_codes"])
        return result

    def certify(
        self, year, signer, fact, actor, at, mark_rules, seen=None, *, lacking=(), why=None
    ):
        """Put the class teacher's signature or the seal; the seal comes second and locks.

        ``seen``: :meth:`YearResult.version` of what the person read before signing. Somebody else
        may have entered other marks since; then nothing is signed. ``None``: a program signs what
        it has just entered.
        ``lacking``: the subjects of the class in which the pupil has no mark; ``why`` they are none.
        """
        result = self.get(year)
        if result is None:
            raise StepRefused(self.record, [Reason("year_incomplete", "marks", {"year": year})])
        found = list(result.missing(mark_rules))
        if seen is not None and seen != result.version():
            found.insert(0, Reason("year_changed", None, {"year": year}))
        if signer in result.signatures:
            found.append(Reason("already_signed", None, {"year": year}))
        if signer == "seal" and "class_teacher" not in result.signatures:
            found.append(Reason("teacher_signs_first", None, {"year": year}))
        found += rules.check_lacking(year, lacking, why, result.signatures)
        if found:
            raise StepRefused(self.record, found)
        told = {"without": list(lacking), "without_reason": why} if lacking and why else {}
        result.signatures = {
            **result.signatures,
            signer: {"actor": actor, "at": at, "fact": fact, **told},
        }
        payload = {"year": year, "signer": signer, "fact": fact, **told}
        record_event(self.record, "certified", payload=payload)
        self.record.reindexObject(idxs=["record_codes"])
        return result

    def enter_late(self, year, values, reason, actor, at, mark_rules, *, grade, standing):
        """Enter a year after the file was closed, and put the seal with it: it is locked at once.

        ``reason``: why it is entered now and from what; ``standing``: of `core.late_results`. Refused
        with all reasons, those against a certification too.
        """
        merged = _merged(values, None)
        entered = self.get(year) is not None
        found = [*late_results.check_late(standing, year, entered, reason)]
        found += _value_reasons(merged, grade, mark_rules) + _minutes_reasons(year, merged)
        cited = [merged[name] for name in ("marks", "decision", "minutes_number", "minutes_date")]
        found += rules.missing_for_certification(year, *cited, grade, mark_rules)
        if found:
            raise StepRefused(self.record, found)
        result = self.enter(year, merged, grade, mark_rules)
        fact = {"fact": reason, "late": True}
        result.signatures = {"seal": {"actor": actor, "at": at, **fact}}
        record_event(self.record, "certified", payload={"year": year, "signer": "seal", **fact})
        self.record.reindexObject(idxs=["record_codes"])
        return result

    def correct(self, year, subject, mark, reason, actor, at, mark_rules, half=None):
        """Add a correction to a certified year: a new value with a reason beside the old one.

        ``half``: ``1`` or ``2`` for a mark of a half-year.
        """
        result = self.get(year)
        if result is None or result.state != rules.CERTIFIED:
            raise StepRefused(self.record, [Reason("year_not_certified", None, {"year": year})])
        marks = result.current_marks() if half is None else result.current_halves().get(half) or {}
        former = marks.get(subject)
        found = rules.correction_reasons(
            subject, mark, former, reason, half, result.grade, mark_rules, result.subjects()
        )
        if found:
            raise StepRefused(self.record, found)
        correction = {
            # No key without a value: what was corrected before keeps its digest.
            **({} if half is None else {"half": half}),
            "subject": subject,
            "mark": mark,
            "former": former,
            "reason": reason,
            "actor": actor,
            "at": at,
        }
        result.corrections = (*result.corrections, correction)
        record_event(self.record, "correction", payload={"year": year, **correction})
        return result

    def _new(self, year):
        if self._tree is None:
            self.record._year_results = OOBTree()
        result = self._tree[year] = YearResult(year)
        return result


def _merged(values, result):
    """What a year will hold: what was given, else what it holds already."""
    names = ("marks", "decision", "half_years", *CITED)
    found = {name: values.get(name, getattr(result, name, None)) for name in names}
    return {
        **found,
        "marks": found["marks"] or {},
        "half_years": found["half_years"] or None,
    }


def _value_reasons(merged, grade, mark_rules):
    found = rules.check_values(
        merged["marks"], merged["decision"], merged["minutes_date"], grade, mark_rules
    )
    found += rules.check_half_years(merged["half_years"], grade, mark_rules)
    return found + _point_reasons(merged)


def _minutes_reasons(year, values):
    number, day = values["minutes_number"], values["minutes_date"]
    return rules.check_minutes(year, number, day, school_today())


def _point_reasons(values):
    """Points are looked up where one is cited: a class of results is entered in one pass."""
    number, day, point = (values[name] for name in CITED)
    known = points_of(number, day) if point is not None else None
    return point_reasons(number, day, point, known)


def _plain(values):
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in values.items()
        if name not in LATER or value is not None
    }


def plain_year(result):
    """Return one :class:`YearResult` as plain values."""
    # No key without a value: the digest of a year that was entered before stays as it was.
    later = {name: getattr(result, name) for name in LATER}
    return {
        **{name: value for name, value in later.items() if value is not None},
        "year": result.year,
        "grade": result.grade,
        "state": result.state,
        "marks": dict(result.marks),
        "decision": result.decision,
        "minutes_number": result.minutes_number,
        "minutes_date": result.minutes_date,
        "signatures": {name: dict(fact) for name, fact in sorted(result.signatures.items())},
        "corrections": [dict(correction) for correction in result.corrections],
    }


#: Key in the index ``record_codes`` of a file with a year that waits for the seal.
WAITS_FOR_SEAL = "!seal"


@indexer(IPersonalFile)
def record_codes(record):
    """What every record has, and whether a year waits for the seal: desks count it unread."""
    found = codes_of(record)
    return [*found, WAITS_FOR_SEAL] if years_of(record).wait_for_seal() else found


def years_of(record):
    """Return the :class:`Years` of a personal file."""
    return Years(record)
