"""What the catalog knows of a record. No SNILS, address, phone, health or free text (idea 14)."""

from Acquisition import aq_base
from collective.schoolrecords.core.citations import minutes_key
from collective.schoolrecords.core.natural import natural_key
from collective.schoolrecords.core.record_codes import code_of
from collective.schoolrecords.core.searching import number_key
from collective.schoolrecords.lifecycle.interfaces import IRecord
from collective.schoolrecords.lifecycle.interfaces import IRecordContent
from functools import lru_cache
from plone.indexer import indexer
from plone.uuid.interfaces import ATTRIBUTE_NAME


@indexer(IRecord)
def review_state(record):
    """The record's own state, whatever a foreign workflow says."""
    return record.state


@indexer(IRecordContent)
def record_doc_type(record):
    """Document type of the regulation."""
    return record.doc_type


@indexer(IRecordContent)
def record_case_index(record):
    """Index of the file plan."""
    return record.case_index


@indexer(IRecordContent)
def record_plan_item(record):
    """Year and index of the file plan, ``2026/02-14``: the item that the record points to."""
    if not record.case_index or not record.file_plan_year:
        return None
    return f"{record.file_plan_year}/{record.case_index}"


@indexer(IRecordContent)
def record_number(record):
    """Registration number."""
    return record.registration_number


@indexer(IRecordContent)
def record_number_key(record):
    """Registration number as people count: 2-у before 10-у; ``None`` without a number."""
    return natural_key(record.registration_number) if record.registration_number else None


@indexer(IRecordContent)
def record_codes(record):
    """See :func:`codes_of`."""
    return codes_of(record)


def codes_of(record):
    """Return all by which a record is found at once: its numbers in any spelling, its cover's code.

    Whatever cites minutes of the council (``cited_minutes``) is found by them and the point, too.

    An index of the file plan is the own number of a case; what is filed under it has another key.
    """
    words = [record.registration_number, getattr(record, "file_number", None)]
    index = _index_key(record.case_index) if record.case_index else None
    keys = {number_key(word) for word in words if word}
    if index is not None:
        keys.add(index if record.family_id == "case_file" else filed_key(index))
    cited = getattr(aq_base(record), "cited_minutes", None)
    if cited is not None:
        for number, day, point in cited():
            keys.update((minutes_key(number, day), minutes_key(number, day, point)))
    return [*sorted(keys - {None}), code_key(code_of(_uid(record)))]


#: A file plan has some dozens of indexes, and thousands of records stand under each.
_index_key = lru_cache(maxsize=512)(number_key)


def _uid(record):
    """The UID without the adapters that ask everything around the record for it."""
    return getattr(aq_base(record), ATTRIBUTE_NAME)


def filed_key(index):
    """Return the key of ``record_codes`` for what is filed under an index of the file plan."""
    return f"@{index}"


def code_key(code):
    """Return the key of a code in the index ``record_codes``: it looks like no number."""
    return f"#{code}"


@indexer(IRecordContent)
def record_dated_on(record):
    """Day that stands on an order, as ISO text: it is there before anybody approves."""
    day = getattr(record, "dated_on", None)
    return day.isoformat() if day else None


@indexer(IRecordContent)
def record_cohort(record):
    """Stable id of the class; its label is looked up when it is shown."""
    return getattr(record, "cohort_id", None)


@indexer(IRecordContent)
def record_year(record):
    """Year of closing, or the file-plan year of what is still open."""
    if record.closed_on is not None:
        return record.closed_on.year
    return record.file_plan_year


@indexer(IRecordContent)
def record_school_year(record):
    """School year that a journal or summary sheet belongs to, «2024/25»; ``None`` without one."""
    return getattr(record, "school_year", None) or None


@indexer(IRecordContent)
def record_closed_on(record):
    """Closing date as ISO text, so that it sorts and travels without a time zone."""
    return record.closed_on.isoformat() if record.closed_on else None


@indexer(IRecordContent)
def record_opened_on(record):
    """Opening date as ISO text."""
    return record.opened_on.isoformat() if record.opened_on else None


@indexer(IRecordContent)
def record_place(record):
    """Storage place."""
    return record.storage_place


@indexer(IRecordContent)
def record_carriers(record):
    """Kinds of carriers."""
    return sorted({item["carrier"] for item in record.carriers or ()})


@indexer(IRecordContent)
def record_sort(record):
    """The product's own sort key: Russian alphabet, Ё with Е."""
    return record.sort_key()


@indexer(IRecord)
def SearchableText(record):
    """Words by which people look for the record: numbers, index, title, names; Ё also as Е."""
    return with_plain_letters(record.search_words())


def with_plain_letters(words):
    """Return words as the text of an index, once more with Е for Ё where they have one."""
    text = " ".join(str(word) for word in words if word)
    plain = text.replace("ё", "е").replace("Ё", "Е")
    return text if plain == text else f"{text} {plain}"
