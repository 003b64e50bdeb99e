"""A book of certificates is opened and filled; a family reads its own entry."""

CERTIFICATE = {
    "name": "Козлова Вера Ильинична",
    "birth_date": "2012-05-17",
    "class_label": "7А",
    "document": "certificate",
    "blank": "05204261200451",
    "supplement": "05204264400801",
    "marks": {"Русский язык": "5", "Физика": "4"},
    "order_number": "77-у",
    "order_date": "2026-02-02",
}
LEDGER_LINE = {
    "operation": "receipt",
    "day": "2026-02-02",
    "basis": "Накладная № 117 от 02.02.2026",
    "blank_kind": "title_9",
    "first": "05204261200451",
    "last": "05204261200538",
    "quantity": 88,
}


def opened(school, **values):
    """Open a book as the keeper of certificates; return its path."""
    body = {
        "@type": "book",
        "opened_on": "2026-01-12",
        "appointed": school.school.person_of("certificate_keeper").id,
        "appointed_order_number": "12-К",
        "appointed_order_date": "2025-08-25",
        "storage_place": "Сейф в кабинете директора",
        **values,
    }
    made = school.ask("certificate_keeper", "POST", "/books", body)
    assert made.status_code == 201, made.text
    path = made.json()["@id"].removeprefix(school.portal.absolute_url())
    school.ask("certificate_keeper", "POST", f"{path}/@workflow/register", {})
    return path


def play(say, school):
    """Blanks come, one is used; the entry is read, refused, handed out, corrected, certified."""
    keeper = "certificate_keeper"
    ledger = opened(school, kind="blanks", title="Книга учёта бланков", registration_number="4")
    say("blanks-line", keeper, "POST", f"{ledger}/@entries", {"values": LEDGER_LINE}, 201)
    supplements = {
        "blank_kind": "supplement_9",
        "first": "05204264400801",
        "last": "05204264400888",
    }
    supplements = {"values": {**LEDGER_LINE, **supplements}}
    assert school.ask(keeper, "POST", f"{ledger}/@entries", supplements).status_code == 201
    book = opened(school, kind="certificates_9", title="Книга аттестатов", registration_number="3")
    entries = f"{book}/@entries"
    links = {"file": school.file.UID(), "cohort": school.cohort.id}
    # The pupil is in grade 7: the entry needs a reason that stands in it.
    say("entries-not-graduated", keeper, "POST", entries, {"values": CERTIFICATE, **links}, 409)
    early = {**CERTIFICATE, "early_reason": "Досрочная аттестация, приказ № 5"}
    say("entries-post", keeper, "POST", entries, {"values": early, **links}, 201)
    wrong = {**CERTIFICATE, "name": "", "blank": "5204261200451", "order_date": "2026-02-03"}
    say("entries-refused", keeper, "POST", entries, {"values": wrong}, 409)
    other = {**CERTIFICATE, "name": "Сорокин Олег", "blank": "05204261200600", "supplement": None}
    say("entries-not-in-stock", keeper, "POST", entries, {"values": other}, 409)
    say("blanks-get", "auditor", "GET", f"{ledger}/@blanks?number=05204261200451")
    say("entries-get", "auditor", "GET", f"{entries}?class=7%D0%90&sort_on=name&b_size=1")
    say("entries-family", "guardian", "GET", f"{entries}/1")
    say("entries-other-family", "other_guardian", "GET", f"{entries}/1", status=403)
    say("book-entries", "guardian", "GET", f"{school.path(school.file)}/@book-entries")
    issue = {
        "issued_on": "2026-02-02",
        "way": "self",
        "receiver": "Козлова Вера Ильинична",
        "issued_by": "Образцова Анна",
    }
    say("entries-issue", keeper, "POST", f"{entries}/1/issue", {"values": issue})
    correction = {
        "values": {"name": "Козлова Вера Игоревна"},
        "reason": "Описка в отчестве",
        "fact": "Подпись директора и печать, лист 3",
    }
    say("entries-correct", "director", "POST", f"{entries}/1/correct", correction)
    say("entries-correct-forbidden", keeper, "POST", f"{entries}/1/correct", correction, 403)
    signing = {"class_label": "7А", "signer": "class_teacher", "fact": "Подпись, лист 3"}
    say("entries-certify", "class_teacher", "POST", f"{entries}/certify", signing)
