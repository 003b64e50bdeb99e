"""Lists for tests: the files of tests/data/lists, and small workbooks made on the spot."""

from datetime import date
from pathlib import Path

import csv
import io
import xlsxwriter
import zipfile


LISTS = Path(__file__).parent.parent / "data" / "lists"
BROKEN = LISTS / "broken"

CLASSES = [f"{grade}{letter}" for grade in range(1, 10) for letter in "АБВГ"]
CLASSES += ["10А", "10Б", "11А", "11Б"]

PUPIL = {
    "№ п/п": 1,
    "Фамилия": "Иванов",
    "Имя": "Пётр",
    "Отчество (при наличии)": "Сергеевич",
    "Пол": "М",
    "Дата рождения": date(2013, 5, 14),
    "Класс": "7А",
    "Буква личного дела": "И",
    "Номер личного дела": 12,
    "Дата зачисления": date(2020, 9, 1),
    "№ приказа о зачислении": "20-уч",
    "Дата приказа": date(2020, 8, 28),
    "Откуда прибыл": "из семьи",
    "Адрес проживания": "г. Речногорск, ул. Мира, д. 1",
    "СНИЛС": "112-233-445 95",
    "Законный представитель 1 (ФИО)": "Иванова Анна Львовна",
    "Степень родства 1": "мать",
    "Телефон 1": "+7 (907) 418-55-17",
    "E-mail 1": "ivanova@example.com",
    "Форма обучения": "очная",
    "Примечание": None,
}
"""One line of a list of pupils without a fault: title → cell."""


class Formula(str):
    """A cell with a formula; spreadsheets keep its last result beside it."""

    result = "итог"


def data_of(name):
    """The bytes of a file of tests/data/lists."""
    return (LISTS / name).read_bytes()


def table_of(name):
    """The lines of a CSV file of expectations, as dictionaries."""
    with (LISTS / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=";"))


def workbook(*sheets, merged=(), hidden=()):
    """An XLSX file; a sheet is (name, rows), `merged` are ranges of the first one («A1:C1»)."""
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        for number, (name, rows) in enumerate(sheets):
            sheet = book.add_worksheet(name)
            for place in merged if number == 0 else ():
                sheet.merge_range(place, "")
            for index, row in enumerate(rows):
                for column, cell in enumerate(row):
                    _write(sheet, index, column, cell, day)
            if name in hidden:
                sheet.hide()
    return content.getvalue()


def _write(sheet, row, column, cell, day):
    if cell is None:
        return
    if isinstance(cell, Formula):
        sheet.write_formula(row, column, str(cell), None, cell.result)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, day)
    elif isinstance(cell, str):
        sheet.write_string(row, column, cell)
    else:
        sheet.write(row, column, cell)


def pupils(*changes, titles=None):
    """Rows of a list of pupils: a title row, then one line per dictionary of changes.

    Without a change of their own the lines differ in number and file number.
    """
    lines = []
    for number, change in enumerate(changes, 1):
        line = {**PUPIL, "№ п/п": number, "Номер личного дела": 11 + number}
        # Another patronymic and no СНИЛС, so that lines do not look like one pupil.
        if number > 1:
            line |= {"СНИЛС": None, "Имя": f"Пётр{'а' * number}"}
        lines.append({**line, **change})
    titles = titles or list(dict.fromkeys(title for line in lines or [PUPIL] for title in line))
    return [titles, *([line.get(title) for title in titles] for line in lines)]


def pupil_book(*changes):
    """A workbook with one sheet of pupils, the header in row 1."""
    return workbook(("Обучающиеся", pupils(*changes)))


def csv_of(rows, separator=";", encoding="utf-8"):
    """Rows as delimited text, days as ДД.ММ.ГГГГ."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator)
    for row in rows:
        writer.writerow([f"{cell:%d.%m.%Y}" if isinstance(cell, date) else cell for cell in row])
    return text.getvalue().encode(encoding)


def repacked(data, change):
    """An archive with some parts changed: `change(parts)` gets and mends {name: bytes}."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()
