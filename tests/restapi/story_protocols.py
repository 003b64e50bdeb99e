"""How a protocol gets its rows, whom it is shown to, and what an appeal makes of it over REST."""

from builders import personal_file
from builders import step


TABLE = "№\tКласс\tФамилия\tИмя\tОтчество\tПервичный балл\tОтметка\n"


def play(say, school):
    """The deputy enters the rows, the director approves, the class teacher tells the pupils."""
    with school.as_test_user("Secretary"):
        mine = {"last_name": "Волкова", "first_name": "Ася", "cohort_id": school.cohort.id}
        step(personal_file(letter="В", number=31, **mine), "register")
    draft = {
        "@type": "protocol",
        "title": "Всероссийская проверочная работа, математика",
        "kind": "independent_monitoring",
        "school_subject": "Математика",
        "organisation": "Региональный центр оценки качества образования",
        "registration_number": "14-ВПР",
        "dated_on": "2026-01-20",
        "received_on": "2026-01-29",
        "storage_place": "Кабинет заместителя директора",
        "carriers": [{"carrier": "paper"}, {"carrier": "electronic"}],
    }
    made = say("protocol-post", "deputy", "POST", "/protocols", draft, 201).json()
    path = made["@id"].partition("/plone")[2]
    rows = f"{path}/@results"
    row = {"label": "7А", "last_name": "Лисицына", "first_name": "Вера", "middle_name": "Ильинична"}
    wrong = {"rows": [{**row, "mark": "6", "primary": -1}, {"label": "7А"}]}
    say("results-refused", "deputy", "POST", rows, wrong, 409)
    say(
        "results-post", "deputy", "POST", rows, {"rows": [{**row, "primary": 14, "mark": "4"}]}, 201
    )
    broken = f"{TABLE}1\t7А\tВолкова\tАся\tИльинична\tдевять\t3\n2\t7А\tЧужой\tПётр\t\t11\t3\n"
    table = f"{path}/@results-table"
    say("results-table-check", "deputy", "POST", table, {"table": broken, "check": True})
    good = f"{TABLE}1\t7А\tВолкова\tАся\tИльинична\t9\t3\n"
    say("results-table-post", "deputy", "POST", table, {"table": good}, 201)
    say("results-patch", "deputy", "PATCH", f"{rows}/2", {"note": "Вариант 12"})
    say("results-forbidden", "auditor", "POST", rows, {"rows": [row]}, 403)
    school.ask("deputy", "POST", f"{path}/@workflow/submit", {})
    say("results-locked", "deputy", "PATCH", f"{rows}/2", {"mark": "4"}, 409)
    school.ask("director", "POST", f"{path}/@workflow/approve", {})
    say("results-get", "deputy", "GET", f"{rows}?sort_on=name&b_size=1")
    say("results-guardian", "other_guardian", "GET", rows)
    say("results-other", "other_guardian", "GET", f"{rows}/2", None, 404)
    say("results-nobody", "nobody", "GET", rows, None, 403)
    told = f"{path}/@familiarisation"
    say("familiarisation-get", "class_teacher", "GET", f"{told}?b_size=1")
    note = {"rows": [1, 2], "day": "2026-01-30", "way": "paper", "fact": "Лист ознакомления № 3"}
    say("familiarisation-forbidden", "other_teacher", "POST", told, note, 403)
    say("familiarisation-post", "class_teacher", "POST", told, note)
    say("familiarisation-again", "class_teacher", "POST", told, note, 409)
    appeal = {"outcome": "changed", "number": "15-А", "day": "2026-02-02"}
    appeal |= {"primary": 10, "mark": "4"}
    say("results-appeal", "deputy", "POST", f"{rows}/2/appeal", appeal, 201)
    file = school.path(school.neighbour)
    say("file-results", "other_guardian", "GET", f"{file}/@results")
    attestation(say, school)
    citations(say, school)


def attestation(say, school):
    """Rows of an interim attestation name the task and the marks of the year and its end."""
    head = {"@type": "protocol", "title": "Аттестация, 7А, физика", "kind": "interim"}
    path = school.ask("deputy", "POST", "/protocols", head).json()["@id"].partition("/plone")[2]
    pupil = {"label": "7А", "last_name": "Козлова", "first_name": "Анна"}
    row = {**pupil, "variant": "2", "ticket": "14", "mark": "4"}
    row |= {"year_mark": "3", "final_mark": "4"}
    say("results-interim", "deputy", "POST", f"{path}/@results", {"rows": [row]}, 201)


def citations(say, school):
    """An order rests on a decision of the pedagogical council: each leads to the other."""
    minutes = {
        "@type": "protocol",
        "title": "Об условном переводе",
        "kind": "council",
        "registration_number": "5",
        "dated_on": "2026-01-26",
        "chair": "Белов И. П.",
        "clerk": "Серова А. В.",
        "storage_place": "Канцелярия",
        "carriers": [{"carrier": "paper"}],
    }
    made = school.ask("deputy", "POST", "/protocols", minutes).json()
    path = made["@id"].partition("/plone")[2]
    point = {"question": "Об условном переводе", "decision": "Перевести условно"}
    school.ask("deputy", "POST", f"{path}/@results", {"rows": [point]})
    school.ask("deputy", "POST", f"{path}/@workflow/submit", {})
    school.ask("director", "POST", f"{path}/@workflow/approve", {})
    order = {
        "@type": "order",
        "title": "Об условном переводе",
        "doc_type": "order_movement",
        "minutes_number": "5",
        "minutes_date": "2026-01-26",
        "minutes_point": 1,
    }
    drawn = school.ask("secretary", "POST", "/orders", order).json()
    say("citations-get", "secretary", "GET", f"{path}/@citations")
    resting = drawn["@id"].partition("/plone")[2]
    say("citations-of-order", "secretary", "GET", f"{resting}/@citations")
    wrong = {**order, "minutes_point": 2, "registration_number": "12-у"}
    wrong = school.ask("secretary", "POST", "/orders", wrong).json()["@id"].partition("/plone")[2]
    submit = f"{wrong}/@workflow/submit"
    say("citations-no-point", "secretary", "POST", submit, {}, 409)
    say("citations-forbidden", "guardian", "GET", f"{path}/@citations", None, 403)
