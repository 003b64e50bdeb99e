"""People are asked to get to know an order; one signs, the paper of another is entered."""

from dataclasses import replace
from schoolrecords_town import PASSWORD
from story_signatures import ACT

import transaction


def play(say, school):
    """The secretary lists two people; the class teacher reads and signs with the password."""
    draft = {
        "@type": "order",
        "title": "О дежурстве учителей",
        "doc_type": "order_main",
        "registration_number": "18",
        "dated_on": "2026-01-31",
        "text": "Утвердить график дежурства.",
        "storage_place": "Канцелярия",
        "carriers": [{"carrier": "electronic"}],
    }
    path = school.ask("secretary", "POST", "/orders", draft).json()["@id"].partition("/plone")[2]
    school.ask("secretary", "POST", f"{path}/@workflow/submit", {})
    school.ask("director", "POST", f"{path}/@workflow/approve", {})
    rows = school.ask("director", "GET", "/@regulation?path=settings.simple_signature_act.value")
    if rows.json()["items"][0]["value"] != ACT:
        act = [{"path": "settings.simple_signature_act.value", "value": ACT}]
        order = {"order_number": "5", "order_date": "2026-01-09", "in_force_from": "2026-02-02"}
        school.ask("director", "POST", "/@regulation", {"changes": act, **order})
    sheet = f"{path}/@familiarisation-sheet"
    # Everybody of the town bears one name; the sheet stands in the order of names.
    deputy = school.school.person_of("deputy")
    school.school.put_person(replace(deputy, last_name="Примерова"))
    transaction.commit()
    people = [school.school.person_of(one).id for one in ("class_teacher", "deputy")]
    asked = {"people": people, "until": "2026-02-10"}
    say("sheet-forbidden", "auditor", "POST", sheet, asked, 403)
    say("sheet-post", "secretary", "POST", sheet, asked, 201)
    say("sheet-again", "secretary", "POST", sheet, {**asked, "until": "2026-02-01"}, 409)
    say("acknowledgements-get", "class_teacher", "GET", "/@acknowledgements")
    own = say("sheet-own", "class_teacher", "GET", sheet).json()
    read = {"digest": own["document"]["digest"], "password": PASSWORD}
    say("sheet-acknowledge", "class_teacher", "POST", f"{sheet}/acknowledge", read, 201)
    say("sheet-stranger", "other_teacher", "GET", sheet, None, 403)
    paper = {"people": people[1:], "day": "2026-02-02", "fact": "Лист ознакомления № 3"}
    say("sheet-paper", "secretary", "POST", f"{sheet}/paper", paper, 201)
    say("sheet-get", "auditor", "GET", sheet)
