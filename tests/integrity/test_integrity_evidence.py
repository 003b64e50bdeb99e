"""What vouches for a checkpoint beside the server: a timestamp, the director's signature."""

from audit_packages import exchanged
from base64 import b64decode
from base64 import b64encode
from collective.schoolrecords.core.checkpoint import read_checkpoint
from collective.schoolrecords.integrity.checkpoint_evidence import find_evidence
from collective.schoolrecords.integrity.checkpoints import TakeCheckpoint
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.jobs.storage import submit
from collective.schoolrecords.jobs.worker import run_now
from collective.schoolrecords.ledger.log import find_ledger
from collective.schoolrecords.school.storage import get_school
from collective.schoolrecords.signing import trust_store
from dataclasses import replace
from schoolrecords_http import codes
from schoolrecords_http import HttpSchool
from signature_pki import family
from timestamp_authority import Authority
from verifier_command import VerifierCommand

import io
import json
import pytest
import sysconfig
import transaction
import zipfile


__all__ = ["family"]
HTML = {"Accept": "text/html"}


@pytest.fixture
def authority(family):
    made = Authority(family("ec"))
    yield made
    made.close()


@pytest.fixture
def school(functional, authority):
    """A school that trusts the authorities of the tests and asks for timestamps."""
    school = HttpSchool(functional["portal"])
    people = get_school(school.portal)
    owner = {"last_name": "Орлова", "first_name": "Нина", "middle_name": "Петровна"}
    people.put_person(replace(people.person_of("director"), **owner))
    trust_store.add(authority.family.root)
    trust_store.add(authority.family.root, for_timestamps=True)
    for one in authority.family.lists:
        trust_store.add(one)
    trust_store.set_authority(authority.url, 180)
    transaction.commit()
    return school


@pytest.fixture
def verify(tmp_path, authority):
    """The auditor's command, with the libraries that signatures need."""
    command = VerifierCommand(tmp_path, [sysconfig.get_path("purelib")])
    made = authority.family
    files = {"root.pem": made.root, "root.crl": made.lists[0], "issuing.crl": made.lists[1]}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)

    def ask(document, *trusted):
        (tmp_path / "checkpoint.json").write_text(json.dumps(document))
        done = command.ask("checkpoint", "checkpoint.json", *trusted)
        return done.returncode, done.stdout + done.stderr

    def package(content, kept, *trusted):
        (tmp_path / "package.zip").write_bytes(content)
        (tmp_path / "kept.json").write_text(json.dumps(kept))
        return command.ask("package", "package.zip", "--checkpoint", "kept.json", *trusted)

    ask.package, ask.family = package, made
    return ask


TRUST = (
    "--root",
    "root.pem",
    "--tsa-root",
    "root.pem",
    "--crl",
    "root.crl",
    "--crl",
    "issuing.crl",
)


def run(school, kind):
    """Run the open jobs of a kind."""
    for job in [one for one in get_jobs(school.portal).open_jobs() if one.kind == kind]:
        assert run_now(school.portal, job) == "done"
    transaction.commit()


def test_a_checkpoint_gets_a_timestamp_and_the_directors_signature(school, authority, verify):
    school.ask("archivist", "POST", "/@checkpoints", {})
    run(school, "checkpoint")
    bare = school.ask("auditor", "GET", "/@checkpoints/1").json()
    assert (bare["timestamps"], bare["signatures"], authority.asked) == ([], [], 0)
    assert verify(bare, *TRUST)[0] == 2

    run(school, "timestamps")
    assert authority.asked == 1
    told = school.ask("auditor", "GET", "/@ledger?event=checkpoint_timestamped").json()["items"]
    assert [(one["type"], one["source"]) for one in told] == [("school", "job")]
    # It came after the checkpoint, yet does not call for the next one.
    assert TakeCheckpoint().daily(school.portal, None) is None
    assert school.ask("auditor", "GET", "/@checkpoints").json()["window"] == 0
    body = b64decode(school.ask("director", "GET", "/@checkpoints/1/body").json()["body"])
    assert body == find_ledger(school.portal).log.checkpoint(1).body()

    sig = {"signature": b64encode(authority.family.sign(body)).decode()}
    path = "/@checkpoints/1/signatures"
    assert school.who("POST", path, {"signature": ""}, ok=(409,)) == {"director"}
    other = {"signature": b64encode(authority.family.sign(b"other")).decode()}
    assert codes(school.ask("director", "POST", path, other)) == ["content_differs"]
    weak = authority.family.sign(body, more=("-md", "sha1"))
    weak = school.ask("director", "POST", path, {"signature": b64encode(weak).decode()})
    assert codes(weak) == ["weak_algorithm"]
    assert "ECDSA с SHA-1 / SHA-1. Подпишите заново: со Стрибогом" in weak.text
    made = school.ask("director", "POST", path, sig)
    assert (made.status_code, made.json()["result"]) == (201, "valid")
    assert codes(school.ask("director", "POST", path, sig)) == ["signature_known"]
    for wrong in ("/@checkpoints/9/signatures", "/@checkpoints/x/signatures", "/@checkpoints/1/x"):
        assert school.ask("director", "POST", wrong, sig).status_code == 404

    kept = school.ask("auditor", "GET", "/@checkpoints/1").json()
    assert read_checkpoint(kept).body() == body
    code, said = verify(kept, *TRUST)
    assert code == 0, said
    assert "метка времени верна" in said
    assert "Подпись действительна" in said

    forged = read_checkpoint({**kept, "hash": bare["hash"]})
    changed = replace(forged, root="0" * 64)
    code, said = verify({**kept, **changed.as_dict()}, *TRUST)
    assert code == 1
    assert "НЕДЕЙСТВИТЕЛЬНА" in said and "метка времени верна" not in said
    assert verify(kept, "--root", "root.pem")[0] == 3
    code, said = verify({**kept, "timestamps": ["!"]}, *TRUST)
    assert (code, "повреждён или изменён (timestamps, signatures)" in said) == (1, True)
    check_package(school, verify, kept)
    check_weekly(school, authority)


def check_package(school, verify, kept):
    """The auditor's package has all that vouches for its checkpoints, and what was exchanged is named."""
    job = submit(school.portal, "audit-package", started_by="auditor")
    assert run_now(school.portal, job) == "done"
    transaction.commit()
    with job.data["package"].open("r") as stream:
        content = stream.read()
    name = "checkpoints/1.json"
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        (path,) = [one for one in package.namelist() if one.endswith(name)]
        file = json.loads(package.read(path))
    # The address is that of the worker's site.
    assert {**file, "@id": kept["@id"]} == kept
    closing = school.ask("auditor", "GET", f"/@checkpoints/{job.result['checkpoint']}").json()

    def ask(content, *trusted):
        found = verify.package(content, closing, *trusted)
        return found.returncode, found.stdout + found.stderr

    code, said = ask(content, *TRUST)
    assert code == 0, said
    assert "подписей контрольных точек: 1, из тех и других подтверждено до корневого" in said
    for trusted in ((), TRUST[:4]):
        code, said = ask(content, *trusted)
        assert (code, "цепочка не проверена" in said) == (3, True)
        assert "укажите --tsa-root" in said
    code, said = ask(content, *TRUST, "--at", "01.02.2099")
    assert (code, "подпись контрольной точки недействительна" in said) == (1, False)
    token, sig = file["timestamps"][0], file["signatures"][0]["signature"]
    other = b64encode(verify.family.sign(b"other")).decode()
    for change, told in (
        ({"size": 0}, "документ повреждён"),
        ({"timestamps": [token, token]}, "Штамп времени сделан для других данных"),
        ({"timestamps": [sig]}, "метка времени контрольной точки не подтверждена (№ 1: "),
        ({"signatures": [{"signature": other}]}, "содержание не совпадает"),
        ({"signatures": []}, "(0 / 1)"),
        ({"timestamps": []}, "а в файле точки её нет (номер точки, номер метки) (№ 1, 1)"),
    ):
        forged = exchanged(content, name, json.dumps({**file, **change}).encode())
        for trusted in ((), TRUST):
            code, said = ask(forged, *trusted)
            assert (code, told in said) == (1, True), said


def check_weekly(school, authority):
    """The check of all signatures looks at checkpoints, too: what does not hold any more is named."""
    page = "/@@signature-checks"
    for named, news in (([], 0), ([], 0)):
        found = checked(school)
        assert (found["checkpoints"], found["checkpoints_failed"], found["news"]) == (
            1,
            named,
            news,
        )
    assert "checkpoint?number=1" not in school.ask("auditor", "GET", page, headers=HTML).text

    evidence = find_evidence(school.portal)
    (token,) = evidence.tokens[1]
    evidence.tokens[1] = (token[:-9] + bytes([token[-9] ^ 1]) + token[-8:],)
    transaction.commit()
    for news in (1, 0):
        found = checked(school)
        assert (found["checkpoints_failed"], found["news"]) == ([1], news)
    evidence.tokens[1] = (token,)
    transaction.commit()
    assert checked(school)["checkpoints_failed"] == []

    made = authority.family
    (old,) = [one for one in trust_store.all_items() if one.kind == "crl" and "Выд" in one.issuer]
    trust_store.remove(old.key, "Новый список")
    transaction.commit()
    assert checked(school)["checkpoints_unchecked"] == [1]
    trust_store.add(made.list_of("issuing", revoked=[made.number("signer")], name="afterwards"))
    transaction.commit()
    assert checked(school)["checkpoints_failed"] == [1]
    text = school.ask("auditor", "GET", page, headers=HTML).text
    assert "checkpoint?number=1" in text and "Контрольные точки, на которые надо взглянуть" in text
    report = school.ask("auditor", "GET", "/@audit-report").json()
    assert report["signatures"]["last"]["checkpoints_failed"] == [1]


def checked(school):
    """Have all signatures checked and return the result of the run."""
    assert school.ask("archivist", "POST", "/@signature-checks", {}).status_code == 202
    run(school, "signature-checks")
    last = school.ask("auditor", "GET", "/@signature-checks").json()["signatures"]["last"]
    assert last["finished"]
    return last
