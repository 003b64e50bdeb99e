"""Local regulations over REST: what outdated references say, and what everybody reads."""

from builders import local_regulation
from builders import order
from builders import step
from collective.schoolrecords.records.files import examine
from datetime import date
from pathlib import Path
from plone.namedfile.file import NamedBlobFile

import transaction


SCAN = Path(__file__).resolve().parents[1] / "data" / "scans" / "01_zayavlenie_o_prieme.pdf"


def draft(school):
    """A version that rests on a repealed decree, drawn up by the deputy."""
    scan = NamedBlobFile(SCAN.read_bytes(), filename="polozhenie.pdf")
    examine(scan)
    decree = {"act_kind": "government", "act_number": "781", "act_date": "2007-11-17"}
    with school.logged_in("deputy"):
        made = local_regulation(
            title="Положение о портфолио обучающегося",
            registration_number="12-ЛА",
            references=[decree],
            scan=scan,
        )
        step(made, "submit")
    transaction.commit()
    return made


def on_another_s_order(school):
    """A draft that names an order about something else, older than its minutes."""
    with school.logged_in("secretary"):
        other = order(
            title="О режиме дня",
            doc_type="order_main",
            dated_on=date(2025, 8, 27),
            registration_number="98",
            people=None,
        )
        step(other, "submit")
    with school.logged_in("deputy"):
        made = local_regulation(
            title="Положение о столовой", registration_number="14-ЛА", approval_order=other.UID()
        )
    transaction.commit()
    return made


def play(say, school):
    """Approved and put into force by the director, published by the secretary."""
    path = school.path(draft(school))
    say("references-get", "auditor", "GET", f"{path}/@references")
    submit = f"{school.path(on_another_s_order(school))}/@workflow/submit"
    say("regulation-order-refused", "deputy", "POST", submit, {}, 409)
    say("regulation-approve", "director", "POST", f"{path}/@workflow/approve", {})
    enact = f"{path}/@workflow/enact"
    say("enact-refused", "director", "POST", enact, {"in_force_from": "2026-03-01"}, 409)
    say("enact-post", "director", "POST", enact, {"in_force_from": "2026-02-02"})
    say("publication-forbidden", "archivist", "POST", f"{path}/@publication", {}, 403)
    say("publication-post", "secretary", "POST", f"{path}/@publication", {})
    say("local-acts-get", "anonymous", "GET", "/@local-acts")
    say("local-acts-unknown", "anonymous", "GET", "/@local-acts/0123456789abcdef", None, 404)
    own = {
        "kind": "letter",
        "number": "03-51/64",
        "dated_on": "2000-12-20",
        "replaced_by": "Письмо Минпросвещения России от 01.02.2026 № 1",
        "source": "Прочитано на сайте министерства 02.02.2026",
    }
    say("repealed-acts-post", "director", "POST", "/@repealed-acts", own, 201)
    say("repealed-acts-get", "auditor", "GET", "/@repealed-acts")
    say("publication-delete", "secretary", "DELETE", f"{path}/@publication")
