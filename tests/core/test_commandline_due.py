"""`schoolrecords due` as a person runs it: a process of its own, without Zope."""

from pathlib import Path

import csv
import io
import json
import os
import pytest
import subprocess
import sys


DATA = Path(__file__).parents[1] / "data" / "archive"
MARKS = {"S12": "soch12", "S20": "school20", "S90": "soch90", "N1": "neman1", "FTL": "ftl"}

# What the console script does, and then says which foreign packages it has loaded.
PROGRAM = """
import sys
from collective.schoolrecords.setup.commandline import main
code = main()
foreign = {name.split(".")[0] for name in sys.modules} & {
    "zope", "plone", "Products", "Zope2", "ZODB", "Acquisition", "AccessControl", "persistent",
    "transaction", "BTrees", "openpyxl", "sqlalchemy",
}
print("LOADED", sorted(foreign), file=sys.stderr)
sys.exit(code)
"""


def due(*arguments, **options):
    """Run the command; the environment's own warnings are not part of the answer."""
    environment = {**os.environ, **options.pop("env", {})}
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM, *map(str, arguments)],
        capture_output=True,
        env=environment,
        timeout=120,
        **options,
    )


def on(mark, *arguments, day="2026-11-21", **options):
    return due("due", "--regulation", MARKS[mark], "--on", day, *arguments, **options)


def complaint(done):
    """What a person reads on a wrong call or file: Russian, exit code 2, no traceback."""
    text = done.stderr.decode()
    assert done.returncode == 2
    assert done.stdout == b""
    assert "Traceback" not in text
    first = text.splitlines()[0]
    assert first.startswith("schoolrecords: ")
    return first.removeprefix("schoolrecords: ")


def published_counts(mark):
    with open(DATA / "archive_expected_counts.csv", encoding="utf-8") as stream:
        lines = [line for line in csv.DictReader(stream, delimiter=";") if line["profile"] == mark]
    keys = ("rows", "never", "open", "error", "due", "on_hold", "selectable")
    return {
        line["type"]: dict(zip(keys, map(int, list(line.values())[2:]), strict=True))
        for line in lines
    }


@pytest.mark.parametrize("mark", MARKS)
def test_json_of_the_archive_is_the_published_table(mark):
    done = on(mark, "--json", DATA / "archive_backlog.csv")
    expected = published_counts(mark)

    assert done.returncode == 0
    assert json.loads(done.stdout) == {
        "total": expected.pop("TOTAL"),
        "types": expected,
        "findings": [],
    }


def test_nothing_of_zope_is_loaded():
    for form in ((), ("--json",), ("--csv",)):
        done = on("N1", *form, DATA / "archive_backlog_faults.csv")

        assert done.stderr.decode().splitlines() == ["LOADED []"]


def test_findings_are_the_published_ones():
    done = on("N1", "--json", DATA / "archive_backlog_faults.csv")
    with open(DATA / "archive_backlog_faults_expected.csv", encoding="utf-8") as stream:
        lines = list(csv.DictReader(stream, delimiter=";"))

    assert json.loads(done.stdout)["findings"] == [
        {"row": int(line["row"]), "code": line["code"], "detail": line["detail"]}
        for line in lines
        if line["code"]
    ]


@pytest.mark.parametrize("mark", MARKS)
def test_csv_of_the_archive_is_the_published_table(mark):
    done = on(mark, "--csv", DATA / "archive_backlog.csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode(), newline=""), delimiter=";"))
    with open(DATA / "archive_expected.csv", encoding="utf-8") as stream:
        expected = list(csv.DictReader(stream, delimiter=";"))

    found = [(row["row"], row["type"], row["hold"], row["destroy_from"]) for row in rows]

    assert found == [(one["row"], one["type"], one["hold"], one[mark]) for one in expected]
    assert (
        sum(row["selectable"] == "yes" for row in rows)
        == published_counts(mark)["TOTAL"]["selectable"]
    )


def test_csv_of_the_faults_is_the_published_table():
    done = on("N1", "--csv", DATA / "archive_backlog_faults.csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode()), delimiter=";"))
    with open(DATA / "archive_backlog_faults_expected.csv", encoding="utf-8") as stream:
        expected = list(csv.DictReader(stream, delimiter=";"))

    for row, wanted in zip(rows, expected, strict=True):
        for name in ("line", "row", "type", "code"):
            assert row[name] == wanted[name]
        assert row["destroy_from"] == wanted["destroy_from_N1"]
        assert row["detail"] == (wanted["detail"] if wanted["code"] else "")


@pytest.mark.parametrize("form", [(), ("--json",), ("--csv",)])
def test_no_answer_carries_names_of_people(form):
    """Titles of the list hold names («Личное дело обучающегося Зимина О.П.»); answers are copied."""
    text = on("N1", *form, DATA / "archive_backlog_faults.csv").stdout.decode()

    for name in ("Зимина", "Ершов", "Рощин", "Белова", "Юрьев"):
        assert name not in text


def test_the_plain_answer_is_a_table_in_russian():
    done = on("N1", DATA / "archive_backlog_faults.csv", day="21.11.2026")
    lines = done.stdout.decode().splitlines()

    assert done.returncode == 0
    assert lines[0] == "Сроки хранения на 21.11.2026, положение neman1"
    assert lines[1].endswith("archive_backlog_faults.csv: кодировка UTF-8, разделитель — «;»")
    total = next(line for line in lines if line.startswith("Итого"))
    assert total.split() == ["Итого", "13", "0", "1", "6", "5", "0", "5", "0"]
    unknown = next(line for line in lines if line.startswith("(вид неизвестен)"))
    assert unknown.split()[2:] == ["1", "0", "0", "1", "0", "0", "0", "0"]
    assert "8 замечаний:" in lines
    assert "  строка 5, № 4: дата закрытия не прочитана, такого дня нет: «31.06.2012»" in lines
    assert "  строка 14, № 11: повторяет строку 12 вместе с её номером: не учтено" in lines


def test_terms_are_written_as_people_write_them():
    text = on("N1", DATA / "archive_backlog.csv").stdout.decode()

    for words in ("постоянно", "не менее 5 лет", "3 года", "75 лет"):
        assert f" {words} " in text
    assert "Замечаний нет." in text


def test_the_answer_is_russian_under_any_locale(tmp_path):
    env = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}

    done = on("N1", DATA / "archive_backlog_faults.csv", env=env)

    assert "Итого" in done.stdout.decode("utf-8")


def test_the_list_may_come_from_a_pipe():
    data = (DATA / "archive_backlog_faults.csv").read_bytes()

    done = on("N1", "--json", "-", input=data)

    assert json.loads(done.stdout)["total"]["rows"] == 13


def test_without_a_day_today_is_meant(tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("Вид документа;Дата закрытия\nЛичное дело;01.01.1950\n", encoding="utf-8")

    done = due("due", "--regulation", "neman1", "--json", file)

    assert json.loads(done.stdout)["total"]["selectable"] == 1


def rewritten(encoding="utf-8", separator=";", mark=""):
    text = (DATA / "archive_backlog_faults.csv").read_text(encoding="utf-8-sig")
    return (mark + text.replace(";", separator)).encode(encoding)


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        (rewritten(), "кодировка UTF-8, разделитель — «;»"),
        (rewritten("utf-8-sig"), "кодировка UTF-8, разделитель — «;»"),
        (rewritten("utf-16"), "кодировка UTF-16, разделитель — «;»"),
        (rewritten("cp1251"), "кодировка cp1251, разделитель — «;»"),
        (rewritten(separator="\t"), "кодировка UTF-8, разделитель — табуляция"),
        (rewritten("cp1251", "|"), "кодировка cp1251, разделитель — «|»"),
    ],
)
def test_other_encodings_and_separators_give_the_same_answer(tmp_path, data, shown):
    file = tmp_path / "list.csv"
    file.write_bytes(data)
    usual = on("N1", DATA / "archive_backlog_faults.csv").stdout.decode().splitlines()

    lines = on("N1", file).stdout.decode().splitlines()

    assert lines[1] == f"{file}: {shown}"
    assert lines[2:] == usual[2:]


HEADER = "Вид документа;Дата закрытия\n"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "файл пуст"),
        (b"\xef\xbb\xbf", "файл пуст"),
        (HEADER.encode(), "под строкой заголовков нет ни одного дела"),
        ("Имя;Возраст\nПётр;7\n".encode(), "не найдена строка заголовков"),
        (HEADER.encode() + b"\xff\xfe;1\n", "не найдена строка заголовков"),
        (b"PK\x03\x04\x00\x00", "это книга Excel или архив, а не CSV"),
        (b"\x7fELF\x00\x00" * 20, "это не текст: двоичный файл или смесь кодировок"),
        (f'{HEADER}"Дело;1\n'.encode(), "строка 2: кавычка не закрыта"),
        ((HEADER + "я" * 200_000 + ";1\n").encode(), "строка 2: кавычка не закрыта"),
    ],
)
def test_a_bad_file_is_told_in_russian(tmp_path, data, words):
    file = tmp_path / "bad.csv"
    file.write_bytes(data)

    assert complaint(on("N1", file)).startswith(f"{file}: {words}")


def test_a_huge_file_is_refused_without_reading_it_whole(tmp_path):
    file = tmp_path / "huge.csv"
    with open(file, "wb") as stream:
        stream.truncate(50 * 1024**3)

    assert "файл больше 64 МБ" in complaint(on("N1", file))


def test_what_is_no_file_is_told_in_russian(tmp_path):
    assert complaint(on("N1", tmp_path / "none.csv")).endswith("нет такого файла")
    assert complaint(on("N1", tmp_path)).endswith("это папка, а нужен файл")


def test_a_wrong_call_is_told_in_russian():
    file = DATA / "archive_backlog_faults.csv"

    assert complaint(due("due", "--regulation", "school7", file)) == (
        "нет такого положения: school7. Есть: ftl, neman1, school20, soch12, soch90"
    )
    assert complaint(on("N1", file, day="31.06.2026")).startswith(
        "--on: нет такого дня: 31.06.2026"
    )
    assert complaint(due("due", file)) == "не указано: --regulation"
    assert complaint(on("N1", "--json", "--csv", file)) == "--csv и --json не указывают вместе"
    assert complaint(on("N1", "--jso", file)) == "лишнее в команде: --jso"
    assert complaint(due("destroy")) == "нет такой команды: destroy"


def test_help_is_in_russian():
    overview = due("--help").stdout.decode()
    page = due("due", "--help").stdout.decode()

    assert "schoolrecords due" in page
    assert "  due " in overview
    for english in ("usage", "options", "positional", "show this help"):
        assert english not in overview + page


def test_control_characters_of_a_list_do_not_reach_the_terminal(tmp_path):
    file = tmp_path / "list.csv"
    file.write_text(f"{HEADER}\x1b[2J\u202eЖурнал;01.01.2000\n", encoding="utf-8")

    out = on("N1", file).stdout.decode()

    assert "Журнал" in out
    assert "\x1b" not in out
    assert "\u202e" not in out


def test_a_formula_in_a_list_stays_text_on_the_way_out(tmp_path):
    file = tmp_path / "list.csv"
    file.write_text(
        'Вид документа;Дата закрытия\n"=HYPERLINK(1)";01.01.2000\n+7;x\n-1;x\n@a;x\n', "utf-8"
    )

    rows = list(csv.reader(io.StringIO(on("N1", "--csv", file).stdout.decode()), delimiter=";"))

    assert [row[-1] for row in rows[1:]] == ["'=HYPERLINK(1)", "'+7, x", "'-1, x", "'@a, x"]


def test_a_reader_that_has_seen_enough_is_no_error():
    """`schoolrecords due … --csv | head -1`"""
    read_end, write_end = os.pipe()
    process = subprocess.Popen(
        [
            sys.executable, "-W", "ignore", "-c", PROGRAM,
            "due", "--regulation", "neman1", "--csv", str(DATA / "archive_backlog.csv"),
        ],
        stdout=write_end,
        stderr=subprocess.PIPE,
    )  # fmt: skip
    os.close(write_end)
    os.close(read_end)
    _, errors = process.communicate(timeout=120)

    assert process.returncode == 0
    assert errors.decode().splitlines() == ["LOADED []"]
