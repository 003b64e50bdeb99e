"""A register's question: read from the address, asked of the catalog, said as chips.

The address carries everything: ``state``, ``class`` (id of a cohort), ``year`` (of closing or of
the file plan), ``type``, ``index``, ``place``, ``carrier``, ``until``, ``seal``, ``signing`` (how its
signatures stand), ``text``, ``sort``, ``down`` and ``page``. What nobody knows is left out, so that an old link still opens.
"""

from collective.schoolrecords.core import lifecycle as rules
from collective.schoolrecords.core.signature_standing import STANDINGS
from collective.schoolrecords.core.signing import DEFAULT_SIGNERS
from collective.schoolrecords.desk.register_columns import COLUMNS
from collective.schoolrecords.lifecycle.word_forms import asked_for
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.personal_file.year_results import WAITS_FOR_SEAL
from collective.schoolrecords.records.protocol.people import text_index
from collective.schoolrecords.records.search.everything import text_question
from collective.schoolrecords.records.year_work.storage import ADMISSION
from collective.schoolrecords.records.year_work.storage import open_works
from collective.schoolrecords.records.year_work.storage import WAITING
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode


PAGE_SIZE = 25
MAX_TEXT = 100
MAX_PAGE = 10**6
FILTERS = (
    "state",
    "class",
    "year",
    "type",
    "index",
    "place",
    "carrier",
    "until",
    "seal",
    "admission",
    "signing",
)
LABELS = {
    "class": _("desk_chip_class", default="class"),
    "year": _("desk_chip_year", default="year"),
    "index": _("desk_chip_index", default="index"),
    "place": _("desk_chip_place", default="place"),
    "carrier": _("desk_chip_carrier", default="carrier"),
    "text": _("desk_chip_text", default="words"),
    "until": _("desk_chip_until", default="due by"),
    "seal": _("desk_chip_seal", default="yearly results"),
    "admission": _("desk_chip_admission", default="admission"),
}
INDEXES = {
    "state": "review_state",
    "class": "record_cohort",
    "year": "record_year",
    "type": "record_doc_type",
    "index": "record_case_index",
    "place": "record_place",
    "carrier": "record_carriers",
    "until": "record_deadline",
    "signing": "record_signing",
}


#: A family whose records have several values where the others have one.
FAMILY_INDEXES = {("protocol", "class"): "record_cohorts"}


#: Value of ``admission``: the office registers these, no order of the director is waited for.
OF_THE_OFFICE = "office"


def of_the_office():
    """Return the condition that leaves out files whose admission waits for the director's order."""
    given = [uid for work in open_works(ADMISSION, WAITING) for uid in work.files]
    return {"UID": {"not": given}} if given else {}


@dataclass(frozen=True)
class Question:
    """What is asked of a register; ``given`` maps filters to their one value."""

    family: str
    given: dict
    text: str = ""
    sort: str = ""
    down: bool = False
    page: int = 1

    def catalog_query(self, path):
        """Return the query of the catalog, without sorting and paging."""
        query = {"portal_type": self.family, "path": path}
        for name, value in self.given.items():
            if name not in INDEXES:
                continue
            index = FAMILY_INDEXES.get((self.family, name)) or INDEXES[name]
            query[index] = int(value) if name == "year" else value
        if "until" in self.given:
            query["record_deadline"] = {"query": self.given["until"], "range": "max"}
        words = text_question(asked_for(self.text), **query)
        if words:
            query[text_index() if self.family == "protocol" else "SearchableText"] = words
        # Last: a number among the words asks the same index first.
        if "seal" in self.given:
            query["record_codes"] = WAITS_FOR_SEAL
        if "admission" in self.given:
            query |= of_the_office()
        return query

    def address(self, **changes):
        """Return the query string of the same question with changes; ``None`` drops a part.

        The page is kept only when it is named: another question begins at its first page.
        """
        values = {**self.given, "text": self.text, "sort": self.sort, "down": self.down and 1}
        values.update(changes)
        pairs = [(name, value) for name, value in values.items() if value not in (None, "", False)]
        return "?" + urlencode(pairs) if pairs else "?"

    @property
    def narrowed(self):
        """True when something is asked at all."""
        return bool(self.given or self.text)


def read_question(family, form):
    """Return the :class:`Question` in a request's form; unknown values are left out."""
    given = {}
    for name in FILTERS:
        value = _one(form.get(name))
        if value and _known(family, name, value):
            given[name] = value
    columns = {column.id: column.sort for column in COLUMNS[family] if column.sort}
    sort = _one(form.get("sort"))
    page = _one(form.get("page"))
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 8 else 1
    return Question(
        family=family,
        given=given,
        text=_one(form.get("text"))[:MAX_TEXT].strip(),
        sort=sort if sort in columns else "",
        down=_one(form.get("down")) == "1",
        page=min(max(number, 1), MAX_PAGE),
    )


def _one(value):
    if isinstance(value, list):
        value = value[0] if value else ""
    return value if isinstance(value, str) else ""


def _known(family, name, value):
    if name == "until":
        return family == "case_file" and _is_day(value)
    if name == "seal":
        return family == "personal_file" and value == "waits"
    if name == "admission":
        return family == "personal_file" and value == OF_THE_OFFICE
    if name == "signing":
        return family in DEFAULT_SIGNERS and value in STANDINGS
    if name == "state":
        return value in rules.FAMILIES[family].states
    if name == "year":
        return value.isascii() and value.isdigit() and len(value) == 4
    return len(value) <= 200


def _is_day(value):
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def find(catalog, question, path, start, size):
    """Return (total, rows) of a page; ``size`` ``None`` gives every row.

    Rows that have no value to sort by come last, by name: the catalog alone would drop them.
    """
    query = question.catalog_query(path)
    index = next((one.sort for one in COLUMNS[question.family] if one.id == question.sort), None)
    plain = index in (None, "record_sort")
    order = "descending" if question.down else "ascending"
    if size is not None:
        query["sort_limit"] = start + size
    first = catalog(**query, sort_on=index or "record_sort", sort_order=order)
    found = first.actual_result_count
    if plain:
        return found, first[start : None if size is None else start + size]
    everything = catalog(**{**query, "sort_limit": None}, sort_on="record_sort")
    total = everything.actual_result_count
    rows = list(first[start : found if size is None else min(found, start + size)])
    if total > found and (size is None or start + size > found):
        with_value = catalog._catalog.getIndex(index).documentToKeyMap()
        others = [brain for brain in everything if brain.getRID() not in with_value]
        rows += others[max(0, start - found) : None if size is None else start + size - found]
    return total, rows
