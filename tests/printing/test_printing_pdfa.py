"""Every form is PDF/A-2b: veraPDF says so, and refuses a plain PDF.

SCHOOLRECORDS_VERAPDF names the jar that holds the engine (tools/verapdf.txt says which wheel has
it); besides it takes ``java`` with the compiler and Debian's libjaxb-java.
"""

from collective.schoolrecords.printing.render import FONTS
from dataclasses import replace
from pathlib import Path
from printed_forms import COVER
from printed_forms import FORMS
from printed_forms import long_act
from printed_forms import printed

import os
import pytest
import shutil
import subprocess
import typst


RUNNER = Path(__file__).with_name("VeraCheck.java")
JAXB = [Path("/usr/share/java", f"jaxb-{part}.jar") for part in ("runtime", "core", "impl")]


@pytest.fixture(scope="module")
def verapdf():
    """Return the function that asks veraPDF about files: name → list of broken clauses."""
    jar = os.environ.get("SCHOOLRECORDS_VERAPDF")
    if not jar or not Path(jar).is_file():
        pytest.skip("no veraPDF: SCHOOLRECORDS_VERAPDF names no jar")
    if shutil.which("java") is None or not all(path.is_file() for path in JAXB):
        pytest.skip("no veraPDF: java or libjaxb-java is missing")
    # JAXB first: the jar has the interface without an implementation.
    path = ":".join(map(str, [*JAXB, jar]))

    def check(*files):
        command = ["java", "-cp", path, str(RUNNER), "2b", *map(str, files)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
        assert done.returncode == 0, done.stderr
        found, clauses = {}, None
        for line in done.stdout.splitlines():
            if line.startswith("  "):
                clauses.append(line.strip())
            else:
                word, _space, name = line.partition(" ")
                clauses = found[Path(name).name] = [] if word == "compliant" else [word]
        return found

    return check


def test_forms(verapdf, tmp_path):
    """All forms, a replaced character, a long act, and the negative control in one run."""
    forms = {
        **FORMS,
        "replaced": replace(COVER, title="Ван 王 😀 " + "ъ" * 60),
        "long-act": long_act(300),
    }
    files = []
    for name, form in forms.items():
        files.append(tmp_path / f"{name}.pdf")
        files[-1].write_bytes(printed(name, form))
    source = tmp_path / "plain.typ"
    source.write_text("Просто PDF", encoding="utf-8")
    plain = tmp_path / "plain.pdf"
    plain.write_bytes(typst.compile(str(source), font_paths=[str(FONTS)], format="pdf"))

    found = verapdf(*files, plain)

    assert found.pop("plain.pdf") == ["refused", "6.6.4-1"]
    assert found == {file.name: [] for file in files}
