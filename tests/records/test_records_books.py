"""Books and their entries: written once, corrected beside, certified, found, proved."""

from book_entries import add
from book_entries import ANNULMENT
from book_entries import certificate
from book_entries import EARLY
from book_entries import FACT
from book_entries import ISSUE
from book_entries import line
from builders import book
from builders import personal_file
from builders import protocol
from builders import step
from collective.schoolrecords.core.book_fields import KINDS
from collective.schoolrecords.core.canonical import commitment
from collective.schoolrecords.core.protocols import ResultRow
from collective.schoolrecords.core.year_results import MarkRules
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.ledger.storage import digest_of
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.lifecycle.steps import enter_state
from collective.schoolrecords.records.book.entries import entries_of
from collective.schoolrecords.records.book.finals import has_graduated
from collective.schoolrecords.records.book.finals import proposals_of
from collective.schoolrecords.records.book.finals import proposed_marks
from collective.schoolrecords.records.book.found import find_index
from collective.schoolrecords.records.book.found import forget_entries
from collective.schoolrecords.records.book.stock import find_stock
from collective.schoolrecords.records.book.store import version_of
from collective.schoolrecords.records.personal_file.year_results import years_of
from collective.schoolrecords.records.search.everything import search
from collective.schoolrecords.school.cohorts import add_cohort
from datetime import date
from fractions import Fraction
from plone import api
from plone.app.testing import login
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME
from schoolrecords_town import on_day
from schoolrecords_town import Town
from schoolrecords_town import town
from two_computers import Person
from types import SimpleNamespace
from ZODB.POSException import ConflictError
from zope.lifecycleevent import modified

import pytest
import subprocess
import transaction


__all__ = ["on_day", "town"]


@pytest.fixture
def keeper(town, on_day):
    """The test user keeps certificates and is the head; a person works at the school."""
    town.keeper = town.person("keeper")
    setRoles(town.portal, TEST_USER_ID, ["Certificate Keeper", "Director", "Secretary"])
    login(town.portal, TEST_USER_NAME)
    return town


@pytest.fixture
def opened(keeper):
    """A function that opens a book of a kind."""

    def make(kind="certificates_9", **values):
        return step(book(kind=kind, appointed=keeper.keeper.id, **values), "register")

    return make


def text_of(pdf):
    """The words on the pages of a PDF."""
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().replace("\u00ad\n", "").replace("\u200b", "").split())


def codes(refused):
    return [one.code for one in refused.value.core_reasons]


def events(record):
    return [one.event for one in chain_of(record).entries()]


class TestOpening:
    def test_a_book_needs_who_was_appointed_and_its_kind_fixes_the_type(self, keeper):
        made = book(appointed_order_number=None, storage_place=None, kind="medals")
        assert made.doc_type == "medal_book"
        with pytest.raises(StepRefused) as refused:
            step(made, "register")
        assert codes(refused) == ["missing", "missing", "missing"]

    def test_number_kind_and_volume_are_fixed_and_unique(self, opened):
        first = opened(registration_number="3")
        opened(registration_number="3", record_volume="2")
        opened("certificates_11", registration_number="3")
        with pytest.raises(StepRefused) as refused:
            opened(registration_number="3")
        assert codes(refused) == ["registration_number_taken"]
        first.kind = "medals"
        with pytest.raises(StepRefused) as refused:
            modified(first)
        assert codes(refused) == ["field_locked"]

    def test_nothing_is_written_into_a_draft_or_an_alphabet_book(self, keeper, opened):
        with pytest.raises(StepRefused) as refused:
            add(book())
        assert codes(refused) == ["book_not_current"]
        with pytest.raises(StepRefused) as refused:
            add(opened("alphabet"))
        assert codes(refused) == ["entries_are_files"]


class TestEntries:
    def test_numbers_run_through_the_book_and_every_entry_has_its_event(self, opened):
        made = opened()
        assert [add(made, name=name)["number"] for name in ("Иванов Иван", "Петров Пётр")] == [1, 2]
        assert events(made)[-2:] == ["entry_made", "entry_made"]
        chain = chain_of(made)
        assert chain.verify() == ()
        assert chain.last().after == digest_of(made)
        payload, salt = chain.payload(chain.last().seq), chain.own_salt(chain.last().seq)
        fixed = dict(chain.last().commitments)["entry"]
        assert fixed == commitment(salt, chain.last().seq, "entry", payload["entry"])
        assert payload["entry"] == entries_of(made).get(2)

    def test_a_refused_entry_writes_nothing(self, opened):
        made = opened()
        before = len(chain_of(made))
        with pytest.raises(StepRefused) as refused:
            add(made, name="", blank="1", order_date="2999-01-01")
        assert codes(refused) == ["missing", "blank_number_wrong", "day_in_future"]
        assert (len(entries_of(made)), len(chain_of(made))) == (0, before)

    def test_a_value_that_was_changed_past_the_chain_shows(self, opened):
        made = opened()
        add(made)
        made._entries.entries[1] = made._entries.entries[1].replace("Козлова", "Козлов")
        assert chain_of(made).last().after != digest_of(made)

    def test_a_blank_is_used_once_in_all_books(self, opened):
        first, second = opened(), opened("certificates_11")
        add(first, blank="05204261200451")
        with pytest.raises(StepRefused) as refused:
            add(second, blank="05204261200451", name="Петров Пётр")
        assert codes(refused) == ["blank_not_in_stock"]

    def test_a_form_sent_twice_writes_one_entry(self, opened):
        made = opened("medals")
        medal = {k: certificate()[k] for k in ("name", "birth_date", "class_label")}
        medal |= {"degree": "first", "order_number": "1", "order_date": "2025-09-01"}
        entries_of(made).add(medal)
        with pytest.raises(StepRefused) as refused:
            entries_of(made).add(medal)
        assert codes(refused) == ["entry_repeated"]

    def test_an_entry_is_linked_to_the_file_of_its_pupil_only(self, opened):
        file, made = personal_file(), opened()
        with pytest.raises(StepRefused) as refused:
            entries_of(made).add(certificate(), file=file.UID())
        assert codes(refused) == ["not_graduated_yet"]
        entry = entries_of(made).add(certificate(early_reason=EARLY), file=file.UID())
        assert entry["file"] == file.UID()
        for more, code in (
            ({"file": "0" * 32}, "file_unknown"),
            ({"file": made.UID()}, "file_unknown"),
            ({"cohort": "nowhere"}, "cohort_unknown"),
        ):
            with pytest.raises(StepRefused) as refused:
                entries_of(made).add(certificate(name="Петров Пётр"), **more)
            assert codes(refused) == [code]
        with pytest.raises(StepRefused) as refused:
            stranger = certificate(name="Петров Пётр", birth_date="2012-05-18", early_reason=EARLY)
            entries_of(made).add(stranger, file=file.UID())
        assert codes(refused) == ["file_differs"]


class TestLater:
    def test_a_correction_stands_beside_and_gives_the_wrong_blank_back(self, opened):
        made = opened()
        add(made, blank="05204261200451")
        entries, seen = entries_of(made), version_of(entries_of(made).get(1))
        new = {"name": "Козлова Вера Игоревна", "blank": "05204261200452"}
        entry = entries.correct(1, new, "Описка", FACT, seen)
        assert entry["values"]["name"] == "Козлова Вера Ильинична"
        assert find_stock(made).state("05204261200451") is None
        assert find_stock(made).state("05204261200452") == "issued"
        with pytest.raises(StepRefused) as refused:
            entries.correct(1, {"name": "Иная Вера"}, "", "", seen)
        assert codes(refused) == ["entry_changed", "not_given", "not_given"]
        with pytest.raises(StepRefused) as refused:
            entries.correct(1, {"document": "certificate_duplicate"}, "Так", FACT)
        assert codes(refused) == ["field_locked"]

    def test_an_annulled_number_is_never_given_again(self, opened):
        made = opened()
        add(made)
        entries_of(made).annul(1, ANNULMENT)
        assert add(made)["number"] == 2
        assert entries_of(made).get(1)["annulled"]["reason"] == ANNULMENT["reason"]

    def test_a_duplicate_marks_its_original_even_in_a_closed_book(self, opened):
        old, new = opened(), opened()
        add(old, blank="05204261200451")
        original = {
            "ground": "lost",
            "original_number": 1,
            "original_date": "2025-09-01",
            "original_blank": "05204261200451",
            "original_book": old.UID(),
        }
        values = certificate(document="certificate_duplicate")
        with pytest.raises(StepRefused) as refused:
            entries_of(new).add(values, original=original)
        assert codes(refused) == ["original_not_issued"]
        entries_of(old).issue(1, ISSUE)
        before = digest_of(old)
        entries_of(new).add(values, original=original)
        assert entries_of(old).duplicates_of(1) == ((new.UID(), 1),)
        assert events(old)[-1] == "entry_duplicated"
        assert before != digest_of(old) == chain_of(old).last().after
        with pytest.raises(StepRefused) as refused:
            entries_of(new).add(certificate(), original=original)
        assert codes(refused) == ["not_a_duplicate"]
        with pytest.raises(StepRefused) as refused:
            entries_of(new).add(values | {"blank": "05204261200459"}, original={})
        # The supplement of the first duplicate is used.
        assert codes(refused) == [*["missing"] * 4, "blank_not_in_stock"]

    def test_certification_goes_class_by_class_and_a_book_closes_behind_it(self, opened):
        made = opened()
        entries = entries_of(made)
        for name in ("Иванов Иван", "Петров Пётр"):
            add(made, name=name)
        add(made, name="Ёлкина Вера", class_label="7Б")
        assert [(one["label"], one["numbers"]) for one in entries.waiting()] == [
            ("7А", [1, 2]),
            ("7Б", [3]),
        ]
        block = entries.block_to_sign("7А")
        with pytest.raises(StepRefused) as refused:
            entries.certify(block, "seal", "")
        assert codes(refused) == ["not_given", "signer_waits"]
        seen = entries.seen_of(block)
        entries.certify(block, "class_teacher", FACT, seen)
        add(made, name="Сорокин Олег")
        for signer in ("director", "seal"):
            entries.certify(entries.block_to_sign("7А"), signer, FACT, seen)
        assert sorted(one["numbers"] for one in entries.waiting()) == [[3], [4]]
        assert entries.not_certified() == 2
        for number in (1, 2):
            entries.issue(number, ISSUE)
        for number in (3, 4):
            entries.annul(number, ANNULMENT)
        assert (entries.not_certified(), entries.not_issued()) == (0, 0)
        assert entries.newest_day() == date(2025, 9, 1)


class TestFinals:
    """Marks of a certificate come from the file's years and the exams; another one has a reason."""

    MARKS = {"Русский язык": "4", "Химия": "4", "Алгебра": "3", "Геометрия": "4"}

    @pytest.fixture
    def graduate(self, keeper):
        setRoles(keeper.portal, TEST_USER_ID, ["Certificate Keeper", "Secretary", "Deputy"])
        cohort = add_cohort(keeper.school, year=2025, grade=9, letter="А")
        name = {"last_name": "Ёлкина", "first_name": "Вера", "middle_name": "Ильинична"}
        file = step(personal_file(letter="Е", cohort_id=cohort.id, **name), "register")
        finished = {"marks": self.MARKS, "decision": "graduated"}
        years_of(file).enter("2025/26", finished, 9, MarkRules())
        for number, subject, day, mark in (
            ("101", "Русский язык", date(2025, 9, 1), "2"),
            ("102", "Русский язык", date(2025, 9, 2), "5"),
            ("103", "Математика", date(2025, 9, 1), "4"),
            ("104", "Химия", date(2025, 9, 1), "5"),
        ):
            values = {"school_subject": subject, "dated_on": day, "registration_number": number}
            made = protocol(**values)
            row = ResultRow(label="9А", mark=mark, file=file.UID(), cohort=cohort.id, **name)
            made.put_row(1, row)
            made.seal()
            # What is only being drawn up stands for nothing.
            enter_state(made, "draft" if subject == "Химия" else "approved")
            made.reindexObject()
        return file

    def entry(self, graduate, **values):
        values = {"name": graduate.full_name, "order_date": "2025-09-01", **values}
        return certificate(birth_date=graduate.birth_date.isoformat(), supplement=None, **values)

    def test_proposals_name_their_sources(self, graduate):
        found = {one.subject: one for one in proposals_of(graduate, KINDS["certificates_9"])}
        assert proposed_marks(found.values()) == {
            "Русский язык": "5",
            "Химия": "4",
            "Математика": "4",
        }
        year, exam = found["Русский язык"].sources
        assert (year.mark, year.label) == ("4", "2025/26")
        assert (exam.mark, exam.label, exam.day) == ("5", "102", date(2025, 9, 2))
        assert len(found["Математика"].sources) == 3
        assert proposals_of(graduate, KINDS["certificates_11"]) == ()

    def test_grade_11_is_reckoned_from_half_years_and_years(self, graduate, opened, on_day):
        """And another mark than the proposed one is entered with its reason alone."""
        before = digest_of(graduate)
        marks = {"Химия": "4"}
        on_day(date(2028, 5, 30))
        for grade, year, last in ((10, "2026/27", "4"), (11, "2027/28", "5")):
            halves = {"1": {"Химия": last}, "2": {"Химия": last}}
            values = {"marks": {"Химия": last}, "half_years": halves}
            years_of(graduate).enter(year, values, grade, MarkRules())
        on_day(date(2025, 9, 1))
        assert digest_of(graduate) != before
        assert not chain_of(graduate).verify()
        with pytest.raises(StepRefused) as refused:
            values = {"marks": marks, "half_years": {"1": marks}}
            years_of(graduate).enter("2025/26", values, 9, MarkRules())
        assert codes(refused) == ["half_years_not_here"]
        (found,) = proposals_of(graduate, KINDS["certificates_11"])
        assert (found.subject, found.mark, found.mean) == ("Химия", "5", Fraction(9, 2))
        assert [one.kind for one in found.sources] == ["half_1", "half_2", "year"] * 2
        entries = entries_of(opened("certificates_11", registration_number="3"))
        with pytest.raises(StepRefused) as refused:
            entries.add(self.entry(graduate, marks=marks), file=graduate.UID())
        assert "marks_without_reason" in codes(refused)

    def test_who_has_finished_is_told_by_the_decision_or_the_leaving(self, graduate):
        nine, eleven = KINDS["certificates_9"], KINDS["certificates_11"]
        assert has_graduated(graduate, nine)
        assert not has_graduated(graduate, eleven)
        assert has_graduated(graduate, KINDS["study_certificates"]) is None
        repeated = {"marks": self.MARKS, "decision": "repeated"}
        years_of(graduate).enter("2025/26", repeated, 9, MarkRules())
        graduate.left_on = date(2026, 6, 25)
        assert not has_graduated(graduate, nine), "the decision is stronger than the leaving"
        undecided = {"marks": self.MARKS, "decision": None}
        years_of(graduate).enter("2025/26", undecided, 9, MarkRules())
        assert has_graduated(graduate, nine), "left from grade 9 in June"
        graduate.left_on = date(2026, 2, 2)
        assert not has_graduated(graduate, nine)

    def test_another_mark_is_entered_with_its_reason(self, graduate, opened):
        entries = entries_of(opened())
        marks = {"Русский язык": "5", "Химия": "5", "Математика": "4"}
        with pytest.raises(StepRefused) as refused:
            entries.add(self.entry(graduate, marks=marks), file=graduate.UID())
        assert codes(refused) == ["marks_without_reason"]
        said = self.entry(graduate, marks=marks, marks_reason="Приказ № 5 от 01.09.2025")
        entry = entries.add(said, file=graduate.UID())
        assert [one["mark"] for one in entry["proposed"]] == ["5", "4", "4"]
        assert entry["proposed"][0]["sources"][1]["label"] == "102"
        assert entry["values"]["marks_reason"] == "Приказ № 5 от 01.09.2025"
        assert chain_of(entries.book).last().after == digest_of(entries.book)

    def test_without_a_file_nothing_is_proposed(self, graduate, opened):
        assert "proposed" not in entries_of(opened()).add(self.entry(graduate))


class TestBlanks:
    def test_the_ledger_and_the_certificates_count_one_stock(self, opened):
        ledger, made = opened("blanks"), opened()
        entries_of(ledger).add(line())
        entries_of(ledger).add(line("spoiled", 455, 455))
        add(made, blank="05204261200451")
        for serial, code in (
            ("455", "blank_not_in_stock"),
            ("461", "blank_not_received"),
        ):
            with pytest.raises(StepRefused) as refused:
                add(made, name="Петров Пётр", blank=f"05204261200{serial}")
            assert codes(refused) == [code]
        [balance] = find_stock(ledger).balances()
        assert (balance.received, balance.in_stock, balance.issued, balance.spoiled) == (
            10,
            8,
            1,
            1,
        )
        with pytest.raises(StepRefused) as refused:
            entries_of(ledger).annul(1, ANNULMENT)
        assert codes(refused) == ["line_built_on"]
        entries_of(ledger).annul(2, ANNULMENT)
        assert find_stock(ledger).state("05204261200455") == "in_stock"
        with pytest.raises(StepRefused) as refused:
            entries_of(ledger).correct(1, {"note": "иное"}, "Так", FACT)
        assert codes(refused)[0] == "line_not_corrected"
        with pytest.raises(StepRefused) as refused:
            entries_of(ledger).issue(1, ISSUE)
        assert codes(refused)[0] == "line_not_issued"


class TestPrinting:
    def test_the_pages_have_entries_remarks_and_what_certifies_them(self, opened):
        made = opened(registration_number="3", record_volume="2")
        entries = entries_of(made)
        add(made, name="Ёлкина Вера", blank="05204261200451")
        entries.issue(1, ISSUE)
        entries.correct(1, {"name": "Ёлкина Вероника"}, "Описка", FACT)
        for signer in ("class_teacher", "director", "seal"):
            entries.certify(entries.block_to_sign("7А"), signer, FACT)
        add(made, name="Ким Ия", class_label="#{7}")
        entries.annul(2, ANNULMENT)
        text = text_of(api.content.get_view("print-book", made, made.REQUEST)())
        for part in (
            "КНИГА № 3, том 2",
            "«Ёлкина Вероника» вместо «Ёлкина Вера»",
            "05204261200451",
            "К записи № 1",
            "Печать школы",
            "#{7}",
            "Аннулирована: приказ № 90-у",
            "Всего в книге 2 (две) записи.",
        ):
            assert part in text, part

    def test_the_ledger_has_its_own_columns(self, opened):
        ledger = opened("blanks")
        entries_of(ledger).add(line())
        text = text_of(api.content.get_view("print-book", ledger, ledger.REQUEST)())
        assert "05204261200451 – 05204261200460" in text


class TestFinding:
    def test_entries_are_found_by_name_and_blank_and_forgotten_with_the_book(self, keeper, opened):
        made = opened()
        add(made, name="Ёлкина Вера", blank="05204261200451")
        entries_of(made).correct(1, {"name": "Сосновская Вера"}, "Смена фамилии", FACT)
        request = keeper.portal.REQUEST

        def found(text):
            groups = search(keeper.portal, request, text).groups
            return [
                item.title
                for group in groups
                if group.id == "book-entries"
                for item in group.findings.items
            ]

        for text in ("елкину", "Сосновской Веры", "05204261200451", "77-у"):
            assert found(text) == ["№ 1 Сосновская Вера"], text
        assert found("2012-05-17") == []
        forget_entries(SimpleNamespace(records=[made]))
        index = find_index(keeper.portal["books"])
        assert (len(index.words), len(index.files)) == (0, 0)


@pytest.fixture
def computers(functional, on_day):
    """Two keepers at two computers, an open book and a ledger with ten blanks."""
    portal = functional["portal"]

    town = Town(portal)
    person = town.person("keeper")
    roles = ["Certificate Keeper", "Director"]
    for name in ("first", "second"):
        portal.acl_users.userFolderAddUser(name, "Secret-word-123", roles, [])
    setRoles(portal, TEST_USER_ID, [*roles, "Secretary"])
    login(portal, TEST_USER_NAME)
    made = step(book(appointed=person.id), "register")
    other = step(book(appointed=person.id), "register")
    ledger = step(book(kind="blanks", appointed=person.id), "register")
    entries_of(ledger).add(line())
    entries_of(ledger).add(line(first=500, last=510))
    add(made, blank="05204261200460")
    transaction.commit()
    people = (Person(portal._p_jar.db(), "first"), Person(portal._p_jar.db(), "second"))
    yield portal, people, {"book": made, "other": other, "ledger": ledger}
    for one in people:
        one.leaves()


def writes(name, blank):
    return lambda made: add(made, name=name, blank=f"05204261200{blank}")


def spoils(serial):
    return lambda ledger: entries_of(ledger).add(line("spoiled", serial, serial))


def closes(made):
    entries = entries_of(made)
    entries.annul(1, ANNULMENT)
    step(made, "close", closed_on=date(2025, 9, 1), signature_fact=FACT)


MEETINGS = {
    "two entries of one book": (
        ("book", writes("Иванов Иван", 451)),
        ("book", writes("Петров Пётр", 452)),
    ),
    "one blank in two books": (
        ("book", writes("Иванов Иван", 451)),
        ("other", writes("Петров Пётр", 451)),
    ),
    "a blank is used and spoiled": (("book", writes("Иванов Иван", 451)), ("ledger", spoils(451))),
    "two receipts of one range": (
        ("ledger", lambda ledger: entries_of(ledger).add(line(first=600, last=610))),
        ("ledger", lambda ledger: entries_of(ledger).add(line(first=605, last=615))),
    ),
    "a receipt is annulled and its blank used": (
        ("ledger", lambda ledger: entries_of(ledger).annul(2, ANNULMENT)),
        ("book", writes("Иванов Иван", 505)),
    ),
    "an entry comes while the book is closed": (
        ("book", writes("Иванов Иван", 451)),
        ("book", closes),
    ),
}


@pytest.mark.parametrize("order", ["as written", "the other first"])
@pytest.mark.parametrize("meeting", MEETINGS)
def test_two_people_meet_and_one_tries_again(computers, meeting, order):
    portal, people, books = computers
    deeds = MEETINGS[meeting] if order == "as written" else MEETINGS[meeting][::-1]
    paths = [str("/".join(books[name].getPhysicalPath()[2:])) for name, _deed in deeds]
    for person, (_name, deed), path in zip(people, deeds, paths, strict=True):
        person.works(deed, path)
    people[0].commits()
    with pytest.raises(ConflictError):
        people[1].commits()
    try:
        people[1].works(deeds[1][1], paths[1])
        people[1].commits()
    except StepRefused:
        pass
    transaction.begin()
    for made in books.values():
        store = entries_of(made).store
        assert list(store.entries) == list(range(1, len(store.entries) + 1))
        assert chain_of(made).verify() == ()
        assert chain_of(made).last().after == digest_of(made)
    for balance in find_stock(books["ledger"]).balances():
        assert balance.in_stock >= 0
        assert balance.received == balance.in_stock + balance.issued + balance.spoiled
    used = [
        entry["values"]["blank"]
        for name in ("book", "other")
        for entry in entries_of(books[name]).all()
        if not entry["annulled"]
    ]
    assert len(used) == len(set(used))
