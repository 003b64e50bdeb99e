"""An order is signed over REST: what is covered, what is refused, the signature, the bytes."""

from schoolrecords_town import PASSWORD


ACT = "Приказ № 5 от 09.01.2026"


def play(say, school):
    """The school allows simple signatures; the director signs what stands on the page."""
    draft = {
        "@type": "order",
        "title": "О режиме работы школы",
        "doc_type": "order_main",
        "registration_number": "17",
        "dated_on": "2026-01-30",
        "text": "Утвердить режим работы школы.",
        "storage_place": "Канцелярия",
        "carriers": [{"carrier": "electronic"}],
    }
    path = school.ask("secretary", "POST", "/orders", draft).json()["@id"].partition("/plone")[2]
    school.ask("secretary", "POST", f"{path}/@workflow/submit", {})
    school.ask("director", "POST", f"{path}/@workflow/approve", {})
    signatures = f"{path}/@signatures"
    say("signatures-none", "director", "GET", signatures)
    digest = school.ask("director", "GET", signatures).json()["form"]["digest"]
    simple = {"kind": "simple", "digest": digest, "password": PASSWORD}
    say("signatures-without-act", "director", "POST", signatures, simple, 409)
    act = [{"path": "settings.simple_signature_act.value", "value": ACT}]
    order = {"order_number": "5", "order_date": "2026-01-09", "in_force_from": "2026-02-02"}
    answer = school.ask("director", "POST", "/@regulation", {"changes": act, **order})
    assert answer.status_code == 201, answer.text
    wrong = {**simple, "password": "другой пароль"}
    say("signatures-password", "director", "POST", signatures, wrong, 403)
    seen = {**simple, "digest": "0" * 64}
    say("signatures-unseen", "director", "POST", signatures, seen, 409)
    say("signatures-forbidden", "auditor", "POST", signatures, simple, 403)
    say("signatures-form", "director", "GET", f"{signatures}/form")
    none = {"kind": "cryptographic", "digest": digest, "signature": "0J3QtSDQv9C+0LTQv9C40YHRjA=="}
    say("signatures-no-cms", "director", "POST", signatures, none, 409)
    say("signatures-post", "director", "POST", signatures, simple, 201)
    say("signatures-get", "auditor", "GET", signatures)
    say("signatures-check", "auditor", "POST", f"{signatures}/1/check", {}, 409)
    say("signatures-again", "director", "POST", signatures, simple, 409)
    seal = {"on": "2026-02-02", "note": "На последнем листе"}
    say("signatures-seal", "secretary", "POST", f"{signatures}/seals", seal, 201)
