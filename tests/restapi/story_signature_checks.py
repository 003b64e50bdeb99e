"""The director signs an order and a checkpoint with a key; later the certificate is revoked."""

from base64 import b64decode
from base64 import b64encode
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.jobs.worker import run_now
from collective.schoolrecords.school.storage import get_school
from collective.schoolrecords.signing import trust_store
from dataclasses import replace
from signature_pki import Family
from tempfile import TemporaryDirectory


def play(say, school):
    """The keys are made for the story; what they leave in an answer is made steady."""
    with TemporaryDirectory() as folder:
        pki = Family("ec", folder)
        trusts(school, pki)
        order = sign_order(say, school, pki)
        sign_checkpoint(say, school, pki)
        check_all(say, school, pki, order)


def trusts(school, pki):
    """The school trusts the authority; the certificate is that of its director."""
    owner = {"last_name": "Орлова", "first_name": "Нина", "middle_name": "Петровна"}
    with school.as_test_user("Manager"):
        people = get_school(school.portal)
        people.put_person(replace(people.person_of("director"), **owner))
        for der in (pki.root, pki.authority, *pki.lists):
            trust_store.add(der)


def sign_order(say, school, pki):
    """The bytes are fetched, signed elsewhere and sent back."""
    draft = {
        "@type": "order",
        "title": "О режиме работы школы летом",
        "doc_type": "order_main",
        "registration_number": "98",
        "dated_on": "2026-01-30",
        "text": "Утвердить режим работы школы летом.",
        "storage_place": "Канцелярия",
        "carriers": [{"carrier": "electronic"}],
    }
    path = school.ask("secretary", "POST", "/orders", draft).json()["@id"].partition("/plone")[2]
    school.ask("secretary", "POST", f"{path}/@workflow/submit", {})
    school.ask("director", "POST", f"{path}/@workflow/approve", {})
    signatures = f"{path}/@signatures"
    data = school.ask("director", "GET", f"{signatures}/form").content
    digest = school.ask("director", "GET", signatures).json()["form"]["digest"]
    body = {"kind": "cryptographic", "digest": digest}
    other = {**body, "signature": b64encode(pki.sign(b"other")).decode()}
    say("signatures-of-other", "director", "POST", signatures, other, 409)
    signed = {**body, "signature": b64encode(pki.sign(data)).decode()}
    say("signatures-cryptographic", "director", "POST", signatures, signed, 201)
    say("signatures-one", "secretary", "GET", f"{signatures}/1")
    return path


def sign_checkpoint(say, school, pki):
    """The director signs what the auditor takes away."""
    job = school.ask("archivist", "POST", "/@checkpoints", {}).json()
    work_off(school, job)
    number = school.ask("auditor", "GET", "/@checkpoints").json()["items"][0]["number"]
    one = f"/@checkpoints/{number}"
    say("checkpoints-body", "director", "GET", f"{one}/body")
    body = school.ask("director", "GET", f"{one}/body").json()["body"]
    signed = {"signature": b64encode(pki.sign(b64decode(body))).decode()}
    say("checkpoints-sign-forbidden", "archivist", "POST", f"{one}/signatures", signed, 403)
    say("checkpoints-sign", "director", "POST", f"{one}/signatures", signed, 201)
    say("checkpoints-one", "auditor", "GET", one)


def check_all(say, school, pki, order):
    """A new list names the certificate: the check of all signatures finds it."""
    with school.as_test_user("Manager"):
        crls = [one for one in trust_store.all_items() if one.kind == "crl" and one.active]
        for one in crls:
            trust_store.remove(one.key, "Новый список")
        trust_store.add(pki.list_of("root", name="later"))
        trust_store.add(pki.list_of("issuing", [pki.number("signer")], name="later"))
    checks = "/@signature-checks"
    readers = {"archivist", "director", "data_officer", "auditor"}
    assert school.who("GET", checks) == readers
    job = say("signature-checks-post", "archivist", "POST", checks, {}, 202).json()
    say("signature-checks-under-way", "director", "POST", checks, {}, 409)
    work_off(school, job)
    found = say("signature-checks-get", "auditor", "GET", checks).json()
    assert [one["@id"].rpartition("/")[0] for one in found["items"]] == [
        f"{school.portal.absolute_url()}{order}"
    ]
    say("signature-checks-refused", "auditor", "GET", f"{checks}?standing=lost", None, 400)
    say("signature-checks-forbidden", "secretary", "GET", checks, None, 403)


def work_off(school, job):
    """Do what the server's worker does."""
    with school.as_test_user():
        run_now(school.portal, get_jobs(school.portal).get(job["uid"]))
