"""``schoolrecords-verify`` installs without Plone and says what holds, in Russian and as JSON."""

from babel.messages.pofile import read_po
from collective.schoolrecords.core.bags import BagWriter
from datetime import datetime
from pathlib import Path
from signature_pki import family
from test_checkpoint import chain_of
from test_checkpoint import head_of
from test_checkpoint import Log
from test_package_parts import built
from test_package_parts import FILES
from test_verification import growth
from test_verification import proof

import json
import os
import pytest
import shutil
import subprocess
import sys
import sysconfig
import zipfile


__all__ = ["family"]
ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def command(tmp_path_factory):
    """The command, built as a wheel and installed into an environment that has nothing else."""
    folder = tmp_path_factory.mktemp("verifier")
    source = folder / "source"
    shutil.copytree(ROOT / "verifier", source / "verifier")
    for taken in ("core", "signing/cms"):
        taken = f"src/collective/schoolrecords/{taken}"
        shutil.copytree(ROOT / taken, source / taken)
    wheels, target = folder / "wheels", folder / "installed"
    _run(
        *(sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation"),
        *("--no-index", "-w", str(wheels), str(source / "verifier")),
    )
    [wheel] = wheels.glob("*.whl")
    _run(
        *(sys.executable, "-m", "pip", "install", "--no-deps", "--no-index"),
        *("--target", str(target), str(wheel)),
    )

    def ask(*arguments, libraries=()):
        """Run it with the standard library, itself and ``libraries`` (folders) alone."""
        places = os.pathsep.join(map(str, (target, *libraries)))
        return subprocess.run(
            (sys.executable, "-S", "-c", "from schoolrecords_verify.command import run; run()")
            + tuple(str(one) for one in arguments),
            env={"PYTHONPATH": places, "PATH": os.environ["PATH"], "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            encoding="utf-8",
        )

    return ask


def _run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def archive(tmp_path):
    """Files that an auditor has: a kept checkpoint, a growth, proofs."""
    log = Log()
    old = log.add(*(head_of(f"u{n}", chain_of(f"u{n}", n + 1)) for n in range(5)))
    new = log.add(head_of("u9", chain_of("u9", 1)))
    files = {
        "kept": old.as_dict(),
        "growth": growth(log, old, new),
        "old": proof(log, "u3", chain_of("u3", 6), old),
        "new": proof(log, "u9", chain_of("u9", 1), new),
        "cut": proof(log, "u3", chain_of("u3", 2), old),
    }
    for name, data in files.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(data), encoding="utf-8")
    return lambda *names: [tmp_path / f"{name}.json" for name in names]


def test_what_holds_is_confirmed(command, archive):
    done = command("--checkpoint", *archive("kept", "old", "growth", "new"))
    assert (done.returncode, done.stderr) == (0, "")
    assert "Запись u3: подтверждено" in done.stdout
    assert "сведения записи не раскрыты и не сверены: запросите @proof?open=1" in done.stdout
    assert "событий: 6, из них под контрольной точкой: 4" in done.stdout
    assert "Журнал между контрольными точками 1–2: подтверждено" in done.stdout
    assert "Документов: 3, подтверждено: 3, не подтверждено: 0." in done.stdout


def test_what_was_cut_is_named(command, archive):
    done = command("--checkpoint", *archive("kept", "cut", "old"))
    assert done.returncode == 1
    assert "Запись u3: НЕ ПОДТВЕРЖДЕНО" in done.stdout
    assert "история записи урезана или переписана" in done.stdout
    assert "подтверждено: 1, не подтверждено: 1." in done.stdout


def test_without_the_link_to_the_kept_checkpoint_it_says_what_to_ask_for(command, archive):
    done = command("--checkpoint", *archive("kept", "new"))
    assert done.returncode == 1
    assert "@checkpoints/…/growth" in done.stdout


def bag(path, package, files):
    """Write a package as the server does, with a manifest over whatever is in it."""
    lines = {
        "log.jsonl": package["heads"],
        "checkpoints.jsonl": package["checkpoints"],
        "ledger/part-0001.jsonl": package["lines"][:2],
        "ledger/part-0002.jsonl": package["lines"][2:],
        "opened/part-0001.jsonl": package["opened"],
        **{f"checkpoints/{one['number']}.json": [one] for one in package["checkpoints"]},
    }
    named = {name: data for name, data in files.items() if data}
    with path.open("wb") as stream:
        made = BagWriter(stream, "audit", datetime(2026, 9, 1))
        for name, values in lines.items():
            made.add(name, [json.dumps(one).encode() + b"\n" for one in values])
        for name, data in named.items():
            made.add(name, [data])
        made.close({})
    return path


@pytest.fixture
def package(tmp_path):
    """An auditor's package with signatures, an act and a report, and the checkpoint that was kept."""
    made = built()
    kept = tmp_path / "kept.json"
    kept.write_text(json.dumps(made["kept"][0]), encoding="utf-8")
    return bag(tmp_path / "audit.zip", made, FILES), kept


def test_a_whole_package_is_checked(command, package, tmp_path):
    path, kept = package
    done = command("package", path, "--checkpoint", kept)
    assert (done.returncode, done.stderr) == (0, "")
    assert "историй: 7, событий: 15, из них под вашей контрольной точкой: 15." in done.stdout
    assert "актов и отчёта: 7, из них под вашей точкой: 7. Расхождений: 0." in done.stdout
    done = command("package", path)
    assert done.returncode == 1
    assert "укажите сохранённую контрольную точку" in done.stdout

    changed = tmp_path / "changed.zip"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name.endswith("part-0002.jsonl"):
                data = data.replace(b'"seq": 2', b'"seq": 9')
            target.writestr(name, data)
    for arguments in (
        ("package", changed, "--checkpoint", kept, "--json"),
        ("--json", "package", changed, "--checkpoint", kept),
        ("package", "--json", "--checkpoint", kept, changed),
    ):
        done = command(*arguments)
        answer = json.loads(done.stdout)
        assert (done.returncode, answer["holds"]) == (1, False)
        assert answer["damaged"] == ["data/ledger/part-0002.jsonl"]
        found = [(one["subject"], one["code"], one["seq"]) for one in answer["findings"]]
        assert ("order", "changed", 9) in found
    for name, why in ((kept, "не пакет аудитора"), (tmp_path / "none.zip", "такого файла нет")):
        done = command("package", name)
        assert (done.returncode, "не прочитан" in done.stderr) == (2, True)
        assert why in done.stderr
    done = command("package", path, "--checkpoint", path.with_name("other.json"))
    assert (done.returncode, done.stdout) == (2, "")
    assert "такого файла нет" in done.stderr


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("signatures/order/1.sig", b"0forged", "файл не тот, который закреплён историей"),
        ("acts/act/rows.json", b'{"rows": []}', "файл не тот, который закреплён историей"),
        ("report/report.pdf", b"%PDF forged", "файл не тот, который закреплён историей"),
        ("signatures/order/1.sig", b"", "в пакете нет файла, который закреплён историей"),
        ("report/status.csv", b"forged", "файла не знает ни одна история"),
    ],
)
def test_what_was_forged_with_its_manifest_is_named(command, package, tmp_path, name, data, why):
    """Whoever changes a file of the package makes its manifests anew; the chains stay as they were."""
    forged = bag(tmp_path / "forged.zip", built(), {**FILES, name: data})
    done = command("package", forged, "--checkpoint", package[1])
    assert (done.returncode, done.stderr) == (1, "")
    assert f"– {why} ({name})" in done.stdout
    assert "НЕ ПОДТВЕРЖДЕНО" in done.stdout
    answer = json.loads(command("package", forged, "--checkpoint", package[1], "--json").stdout)
    assert (answer["holds"], answer["damaged"]) == (False, [])
    # What the act destroyed is not proved by it any more.
    beside = [one["code"] for one in answer["findings"][1:]]
    assert beside == ["destroyed_without_act"] * (2 if name.startswith("acts/") else 0)
    first = answer["findings"][0]
    assert (first["detail"], first["message"]) == (name, f"{why} ({name})")
    assert ("Либо уничтожили без акта" in done.stdout) == bool(beside)


def test_what_was_opened_otherwise_or_not_at_all_is_named(command, package, tmp_path):
    made = built()
    made["opened"][0]["payload"]["name"] = "Иванова И. И."
    gone = made["opened"].pop(3)
    forged = bag(tmp_path / "forged.zip", made, FILES)
    done = command("package", forged, "--checkpoint", package[1])
    assert done.returncode == 1
    assert "Запись order (x, /): событие 1: раскрытое значение не то" in done.stdout
    assert gone["event"] == "voted"
    assert "Запись act (x, /): событие 0: история знает событие, которого пакет не" in done.stdout
    # Nobody can tell a hidden event from one that has no salt of its own: it says what that means.
    assert done.stdout.count("Либо это скрыли, либо событие записано до того") == 1

    # What the lines call the record helps to find it; no chain covers it, and it steers no terminal.
    for line in made["lines"]:
        if line["uid"] == "order":
            line.update(type="order", path="orders/1\x1b[31m\u202e")
    forged = bag(tmp_path / "named.zip", made, FILES)
    done = command("package", forged, "--checkpoint", package[1])
    assert "Запись order (приказ, orders/1\\x1b[31m\\u202e): событие 1: раскрытое" in done.stdout
    assert done.stdout.count("назвал сервер") == 1
    answer = json.loads(command("package", forged, "--checkpoint", package[1], "--json").stdout)
    first = next(one for one in answer["findings"] if one["subject"] == "order")
    assert (first["type"], first["path"]) == ("order", "orders/1\\x1b[31m\\u202e")
    other = next(one for one in answer["findings"] if one["subject"] == "act")
    assert (other["type"], other["path"]) == ("x", "/")


def test_two_files_of_one_name_and_lines_that_are_no_json_are_told(command, package, tmp_path):
    path, kept = package
    twice = tmp_path / "twice.zip"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(twice, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, b"{" if name.endswith("opened/part-0001.jsonl") else data)
        target.writestr("other/data/report/report.pdf", b"%PDF forged")
    answer = json.loads(command("package", twice, "--checkpoint", kept, "--json").stdout)
    assert answer["damaged"] == ["data/opened/part-0001.jsonl", "data/report/report.pdf"]
    assert {"malformed", "opening_missing"} <= {one["code"] for one in answer["findings"]}


def test_an_edited_checkpoint_is_a_finding_and_no_unreadable_file(command, package, tmp_path):
    path, kept = package
    data = json.loads(kept.read_text(encoding="utf-8"))
    edited = tmp_path / "edited.json"
    for change in ({"root": "0" * 64}, {"size": 70}, {"number": "x"}, {"root": 7}):
        edited.write_text(json.dumps({**data, **change}), encoding="utf-8")
        for arguments in (
            ("checkpoint", edited),
            ("package", path, "--checkpoint", edited),
            ("--checkpoint", edited, edited),
        ):
            done = command(*arguments)
            assert (done.returncode, done.stderr) == (1, ""), arguments
            assert "документ повреждён или изменён" in done.stdout
    answer = json.loads(command("--json", "checkpoint", edited).stdout)
    assert [one["code"] for one in answer["findings"]] == ["malformed"]
    for content, why in (({}, "не контрольная точка"), (None, "такого файла нет")):
        edited.unlink()
        if content is not None:
            edited.write_text(json.dumps(content), encoding="utf-8")
        for arguments in (("checkpoint", edited), ("package", path, "--checkpoint", edited)):
            done = command(*arguments)
            assert (done.returncode, why in done.stderr) == (2, True), arguments
        edited.touch()


def test_programs_read_json(command, archive):
    done = command("--json", "--checkpoint", *archive("kept", "cut"))
    answer = json.loads(done.stdout)
    assert (done.returncode, answer["holds"]) == (1, False)
    [document] = answer["documents"]
    assert document["findings"] == [{"code": "chain_cut_or_rewritten", "seq": None, "detail": ""}]


@pytest.mark.parametrize("content", ["", "{", "[" * 100000, "\ud800".encode("utf-8", "ignore")])
def test_a_file_that_cannot_be_read_is_told(command, tmp_path, content):
    path = tmp_path / "broken.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    done = command(path)
    assert done.returncode == 2
    assert "не прочитан" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_is_not_there_is_told(command, tmp_path):
    done = command(tmp_path / "none.json")
    assert (done.returncode, done.stdout) == (2, "")
    assert "none.json: не прочитан (такого файла нет)" in done.stderr
    done = command(tmp_path)
    assert "это папка, а не файл" in done.stderr


def test_every_finding_has_its_words(command):
    from collective.schoolrecords.core import checkpoint_files
    from collective.schoolrecords.core import deletions
    from collective.schoolrecords.core import package_parts
    from collective.schoolrecords.core import verification
    from collective.schoolrecords.core import whole_archive

    sys.path.insert(0, str(ROOT / "verifier"))
    try:
        from schoolrecords_verify import texts
    finally:
        sys.path.remove(str(ROOT / "verifier"))
    problems = {"gap", "reorder", "changed", "wrong_previous", "wrong_before", "wrong_origin"}
    wanted = {*verification.CODES, *problems, "clock_back"} - {"chain_broken"}
    wanted |= {*package_parts.CODES, package_parts.UNCOVERED}
    wanted |= set(checkpoint_files.CODES)
    wanted |= {*whole_archive.CODES, *deletions.CODES}
    assert wanted <= set(texts.FINDINGS)
    assert set(texts.NOTES) <= wanted


@pytest.fixture(scope="module")
def signed(tmp_path_factory, family):
    """Files that somebody has who wants to check a signature, by name."""
    made, folder = family("ec"), tmp_path_factory.mktemp("signed")
    data = "Приказ № 5".encode()
    files = {
        "order.txt": data,
        "other.txt": b"another",
        "order.txt.sig": made.sign(data),
        "root.pem": made.root,
        "other.pem": made.other_root,
        "authority.crl": made.lists[1],
        "root.crl": made.lists[0],
        "nothing.sig": b"",
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return lambda name: folder / name


@pytest.fixture(scope="module")
def verify(command, signed):
    """Ask the installed command about a signature, with the libraries that it names."""

    def ask(*arguments):
        arguments = [one if one.startswith("-") else signed(one) for one in arguments]
        return command("signature", *arguments, libraries=(sysconfig.get_path("purelib"),))

    return ask


LISTS = ("--crl", "authority.crl", "--crl", "root.crl")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (
            ("order.txt", "order.txt.sig", "--root", "root.pem", *LISTS),
            0,
            "Подпись действительна\n",
        ),
        (("order.txt", "order.txt.sig", "--root", "root.pem"), 3, "цепочка не проверена"),
        (("order.txt", "order.txt.sig", "--root", "other.pem", *LISTS), 3, "цепочка не проверена"),
        (("other.txt", "order.txt.sig", "--root", "root.pem", *LISTS), 1, "НЕДЕЙСТВИТЕЛЬНА"),
        (("order.txt", "nothing.sig", "--root", "root.pem"), 2, "Подпись не проверена"),
    ],
)
def test_a_signature_is_checked_alone(verify, arguments, code, said):
    done = verify(*arguments)
    assert (done.returncode, done.stderr) == (code, "")
    assert said in done.stdout
    assert code == 2 or "СНИЛС: 11223344595" in done.stdout


def test_a_signature_is_told_as_json_and_as_of_a_day(verify, command, signed):
    files = [signed(one) for one in ("order.txt", "order.txt.sig")]
    done = command(
        *("signature", *files, "--root", signed("root.pem"), "--at", "01.02.2050", "--json"),
        libraries=(sysconfig.get_path("purelib"),),
    )
    told = json.loads(done.stdout)

    assert (done.returncode, told["result"]) == (1, "invalid")
    assert [one["code"] for one in told["reasons"]] == [
        "certificate_expired",
        *["issuer_expired"] * 2,
    ]
    assert "${" not in done.stdout
    assert len(told["chain"]) == 3


def test_what_is_needed_for_signatures_is_told(command, signed):
    """The rest of the command needs nothing but Python."""
    done = command("signature", signed("order.txt"), signed("order.txt.sig"))
    assert (done.returncode, done.stdout) == (2, "")
    assert "schoolrecords-verify[signatures]" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("order.txt", "order.txt.sig", "--root", "order.txt"), "не сертификат"),
        (("order.txt", "order.txt.sig", "--root", "root.crl"), "не то, что ожидалось"),
        (("none.txt", "order.txt.sig"), "не прочитан"),
        (("order.txt", "order.txt.sig", "--at=yesterday"), "не дата и не время"),
    ],
)
def test_a_file_for_a_signature_that_cannot_be_read_is_told(verify, arguments, said):
    done = verify(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_both_say_the_same_of_a_signature():
    """The words of the command are those of the school's pages, for every reason there is."""
    from collective.schoolrecords.core import signature_checks
    from collective.schoolrecords.signing.cms import material

    sys.path.insert(0, str(ROOT / "verifier"))
    try:
        from schoolrecords_verify import signature_texts as texts
    finally:
        sys.path.remove(str(ROOT / "verifier"))
    room = ROOT / "src/collective/schoolrecords/signing"
    with (room / "locales/ru/LC_MESSAGES/collective.schoolrecords.po").open("rb") as stream:
        russian = {one.id: one.string for one in read_po(stream, locale="ru")}
    codes = {*signature_checks.RESULT_OF, *signature_checks.REMARKS}

    words = {code: russian[f"check_{code}"] for code in codes}
    # Outside the school it is who runs the command that says whom to trust.
    for code in ("no_trusted_root", "timestamp_untrusted"):
        assert "доверяет школа" in words.pop(code)
        assert "данным вами корневым сертификатам" in texts.FOUND[code]
    assert words == {code: texts.FOUND[code] for code in words}
    assert texts.FOUND.keys() == codes
    assert {code: russian[code] for code in material.CODES} == texts.FILES


def test_instants_are_told_as_people_write_them():
    sys.path.insert(0, str(ROOT / "verifier"))
    try:
        from schoolrecords_verify.texts import moments
    finally:
        sys.path.remove(str(ROOT / "verifier"))
    kept, last = "2026-11-22T21:51:26.847157+00:00", "2026-11-21T05:00:00Z"

    said = moments(f"4 {kept} / 3 {last}")

    assert said == "4 22.11.2026 21:51:26 UTC / 3 21.11.2026 05:00:00 UTC"
    assert moments("2026-11-22") == "2026-11-22"
