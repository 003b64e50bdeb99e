"""``schoolrecords-verify`` installs without Plone and says what holds, in Russian and as JSON."""

from pathlib import Path

import json
import os
import pytest
import shutil
import subprocess
import sys


ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "core"))

from test_checkpoint import chain_of  # noqa: E402
from test_checkpoint import head_of  # noqa: E402
from test_checkpoint import Log  # noqa: E402
from test_verification import growth  # noqa: E402 (their log is this test's archive)
from test_verification import proof  # noqa: E402


@pytest.fixture(scope="module")
def command(tmp_path_factory):
    """The command, built as a wheel and installed into an environment that has nothing else."""
    folder = tmp_path_factory.mktemp("verifier")
    source = folder / "source"
    shutil.copytree(ROOT / "verifier", source / "verifier")
    core = "src/collective/schoolrecords/core"
    shutil.copytree(ROOT / core, source / core)
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

    def ask(*arguments):
        """Run it with the standard library and itself alone."""
        return subprocess.run(
            (sys.executable, "-S", "-c", "from schoolrecords_verify.command import run; run()")
            + tuple(str(one) for one in arguments),
            env={"PYTHONPATH": str(target), "PATH": os.defpath, "PYTHONIOENCODING": "utf-8"},
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


def test_every_finding_has_its_words(command):
    from collective.schoolrecords.core import verification

    sys.path.insert(0, str(ROOT / "verifier"))
    try:
        from schoolrecords_verify import texts
    finally:
        sys.path.remove(str(ROOT / "verifier"))
    problems = {"gap", "reorder", "changed", "wrong_previous", "wrong_before", "wrong_origin"}
    wanted = {*verification.CODES, *problems, "clock_back"} - {"chain_broken"}
    assert wanted <= set(texts.FINDINGS)
