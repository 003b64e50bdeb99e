"""A book on paper: ``@@print-book`` sets its pages as the paper book has them.

Corrections, annulments and duplicates stand in the last column with the number of their entry, as
order 546 wants them; certifications stand behind the entries that they certify.
"""

from collective.schoolrecords.core import book_fields as fields
from collective.schoolrecords.core import books as rules
from collective.schoolrecords.lifecycle import texts
from collective.schoolrecords.printing.answer import PrintView
from collective.schoolrecords.printing.page_book import BookColumn
from collective.schoolrecords.printing.page_book import BookForm
from collective.schoolrecords.printing.school import school_name
from collective.schoolrecords.records.book.certifying import is_whole
from collective.schoolrecords.records.book.entries import entries_of
from collective.schoolrecords.records.book.words import CHOICES
from collective.schoolrecords.records.book.words import SIGNER_TITLES
from zope.i18n import translate


#: (head, width in mm) by what a book registers; the numbers of order 546 stand for its columns.
_HEAD = (("№ п/п", 14), ("Фамилия, имя, отчество; дата рождения", 0), ("Класс", 13))
_END = (
    ("Номер и дата приказа", 22),
    ("Кто выдал", 26),
    ("Подпись получателя или отправление", 29),
    ("Дата выдачи", 20),
    ("Отметки", 30),
)
_WITH_BLANKS = (("Нумерация бланков", 29), ("Предметы и отметки", 40))
COLUMNS = {
    fields.CERTIFICATES_9: (*_HEAD, *_WITH_BLANKS, *_END),
    fields.CERTIFICATES_11: (*_HEAD, *_WITH_BLANKS, *_END),
    fields.TRAINING: (*_HEAD, ("Предметы и отметки", 50), *_END),
    fields.STUDY: (*_HEAD, ("Вид справки", 40), *_END),
    fields.MEDALS: (*_HEAD, ("Степень", 22), *_END),
    fields.BLANKS: (
        ("№ п/п", 14),
        ("Дата", 20),
        ("Операция", 25),
        ("Вид бланка", 0),
        ("Номера", 62),
        ("Количество", 22),
        ("Основание", 44),
        ("Примечание", 26),
    ),
}


class BookPages(PrintView):
    """``@@print-book``."""

    name = "book"

    def form(self):
        """See :class:`BookForm`."""
        book, entries = self.context, entries_of(self.context)
        columns = COLUMNS.get(book.kind, ())
        return BookForm(
            school=school_name(),
            title=book.title,
            columns=tuple(BookColumn(*one) for one in columns),
            rows=tuple(self._rows(entries)) if columns else (),
            entries=len(entries),
            number=book.registration_number or "",
            volume=book.record_volume or "",
            opened=_day(book.opened_on),
            closed=_day(book.closed_on),
            sheets=book.sheets,
            certified=book.signature_fact or "",
        )

    def _rows(self, entries):
        lasts = {max(one["numbers"]): one for one in entries.blocks() if is_whole(one)}
        for entry in entries.all():
            yield tuple(self._cells(entry))
            block = lasts.get(entry["number"])
            if block is not None:
                yield self._certified(block)

    def _cells(self, entry):
        values = rules.current_values(entry)
        if self.context.kind == fields.BLANKS:
            yield from self._line(entry, values)
            return
        yield str(entry["number"])
        yield f"{values['name']}, {_day(values['birth_date'])}"
        yield values["class_label"]
        if "blank" in values:
            yield "; ".join(values[one] for one in ("blank", "supplement") if values.get(one))
        for name in ("study_kind", "degree"):
            if name in values:
                yield self._word(name, values)
        if self.context.kind not in (fields.STUDY, fields.MEDALS):
            marks = values.get("marks") or {}
            yield "; ".join(f"{subject} — {mark}" for subject, mark in marks.items())
        yield f"№ {values['order_number']} от {_day(values['order_date'])}"
        issue = entry["issue"] or {}
        yield issue.get("issued_by", "")
        yield self._received(issue)
        yield _day(issue.get("issued_on"))
        yield self._remarks(entry)

    def _line(self, entry, values):
        first, last = values.get("first", ""), values.get("last", "")
        yield str(entry["number"])
        yield _day(values["day"])
        yield self._word("operation", values)
        yield self._word("blank_kind", values)
        yield first if first == last else f"{first} – {last}"
        yield str(values["quantity"])
        yield values["basis"]
        yield ". ".join(filter(None, (values.get("note"), self._remarks(entry))))

    def _received(self, issue):
        if not issue:
            return ""
        way = "" if issue["way"] == fields.SELF else self._word("way", issue)
        return ", ".join(filter(None, (issue["receiver"], way, issue.get("proof"))))

    def _remarks(self, entry):
        found = []
        values = rules.current_values(entry)
        if values.get("document") in fields.DUPLICATES:
            said = entry["duplicate"]
            found.append(
                f"{self._word('document', values)} ({self._word('ground', said)}); оригинал: "
                f"запись № {said['original_number']} от {_day(said['original_date'])}"
            )
        for one in entry["corrections"]:
            changed = ", ".join(
                f"{self._title(name)}: «{_text(value)}» вместо «{_text(one['former'].get(name))}»"
                for name, value in one["values"].items()
            )
            found.append(
                f"К записи № {entry['number']}: {changed} ({one['reason']}; {one['fact']})"
            )
        for _book, number in entries_of(self.context).duplicates_of(entry["number"]):
            found.append(f"Выдан дубликат, запись № {number}")
        gone = entry["annulled"]
        if gone:
            found.append(
                f"Аннулирована: приказ № {gone['order_number']} от {_day(gone['order_date'])}, "
                f"{gone['reason']}"
            )
        return "; ".join(found)

    def _certified(self, block):
        signed = "; ".join(
            f"{translate(SIGNER_TITLES[signer], target_language='ru')}: {fact['fact']}, "
            f"{_day(fact['at'])}"
            for signer, fact in block["signatures"].items()
        )
        return f"{block['label']}. {signed}."

    def _word(self, name, values):
        title = CHOICES[name].get(values.get(name))
        return translate(title, target_language="ru") if title is not None else ""

    def _title(self, name):
        return translate(texts.DETAILS[name], target_language="ru")


def _day(value):
    text = value.isoformat() if hasattr(value, "isoformat") else value or ""
    return ".".join(reversed(text[:10].split("-"))) if text else ""


def _text(value):
    if isinstance(value, dict):
        return "; ".join(f"{subject} — {mark}" for subject, mark in value.items())
    return str(value) if value else "—"
