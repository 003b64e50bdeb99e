"""A portfolio over REST: opened, filled, certified, corrected, shown, given to the pupil."""


def play(say, school):
    """The class teacher's year with one portfolio; the guardian reads."""
    file = school.path(school.neighbour)
    opened = {"cycle": "5-9", "storage_place": "Кабинет 31"}
    made = say("portfolio-post", "class_teacher", "POST", f"{file}/@portfolio", opened, 201)
    path = made.json()["@id"][len(school.portal.absolute_url()) :]
    say("portfolio-refused", "secretary", "POST", f"{file}/@portfolio", {"cycle": "5-9"}, 409)
    entered = {
        "title": "Олимпиада по физике",
        "direction": "study",
        "level": "municipal",
        "day": "2025-12-05",
        "result": "1 место",
    }
    achievements = f"{path}/@achievements"
    say("achievements-post", "class_teacher", "POST", achievements, entered, 201)
    wrong = {**entered, "level": "вселенная", "day": "2026-02-03"}
    say("achievements-refused", "class_teacher", "POST", achievements, wrong, 409)
    paper = {"basis": "Диплом № 14 от 05.12.2025"}
    say("achievements-certify", "deputy", "POST", f"{achievements}/1/certify", paper)
    change = {**entered, "result": "2 место", "reason": "Описка в первой записи"}
    say("achievements-forbidden", "secretary", "POST", f"{achievements}/1/correct", change, 403)
    say("achievements-correct", "class_teacher", "POST", f"{achievements}/1/correct", change)
    say("achievements-get", "other_guardian", "GET", f"{achievements}?state=entered")
    shown = {"day": "2026-01-30", "to_whom": "мать", "occasion": "Родительское собрание"}
    say("showings-post", "class_teacher", "POST", f"{path}/@showings", shown, 201)
    say("place-post", "class_teacher", "POST", f"{path}/@place", {"kept_by": "pupil"})
    say("portfolio-stranger", "guardian", "GET", achievements, None, 403)
