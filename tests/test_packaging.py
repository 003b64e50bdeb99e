"""The built package holds everything that a site needs, and its pins are complete."""

from constraints import pins
from importlib import metadata
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from pathlib import Path
from xml.etree import ElementTree

import pytest
import shutil
import subprocess
import sys
import zipfile


ROOT = Path(__file__).resolve().parent.parent
PACKAGE = Path("collective", "schoolrecords")
SOURCE = ROOT / "src" / PACKAGE
EXTRAS = ("develop", "postgresql", "test")
REGULATIONS = {"soch12", "school20", "soch90", "neman1", "ftl"}
GENERICSETUP = "{http://namespaces.zope.org/genericsetup}"


def git_files(*options):
    """The repository's files as git lists them, those that are not there left out."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", *options], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    return [Path(name) for name in listed.split("\0") if name and (ROOT / name).exists()]


@pytest.fixture(scope="module")
def sources():
    """What is in the work tree and not ignored, listed once: somebody may be writing in it."""
    return git_files("--cached", "--others", "--exclude-standard")


@pytest.fixture(scope="module")
def wheel(sources, tmp_path_factory):
    """A wheel built from the source distribution of what is in the work tree."""
    tree = tmp_path_factory.mktemp("tree")
    for name in sources:
        target = tree / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target, follow_symlinks=False)
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(tree)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert [path.suffix for path in sorted(out.iterdir())] == [".whl", ".gz"]
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The folder that the wheel was installed into."""
    target = tmp_path_factory.mktemp("installed")
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index"]
    subprocess.run([*command, "--target", str(target), str(wheel)], check=True)
    return target


def registered_profiles(folder):
    """Return {profile name: its folder} of every registerProfile below ``folder``."""
    found = {}
    for path in folder.rglob("*.zcml"):
        for element in ElementTree.parse(path).iter(f"{GENERICSETUP}registerProfile"):
            found[element.get("name", "default")] = path.parent / element.get("directory")
    return found


class TestWheel:
    """Build, install, look."""

    def test_registered_profiles_are_inside(self, installed):
        """Every profile of the ZCML is a folder with its metadata."""
        profiles = registered_profiles(installed / PACKAGE)

        assert {"default", "uninstall"} <= set(profiles)
        assert set(profiles) == set(registered_profiles(SOURCE))
        assert [
            name for name, path in profiles.items() if not (path / "metadata.xml").exists()
        ] == []

    def test_regulations_are_inside(self, installed):
        """Each of the five schools' regulations is found where the package looks for it."""
        found = (installed / PACKAGE / "profiles" / "regulations").glob("*/regulation.toml")

        assert {path.parent.name for path in found} == REGULATIONS

    def test_nothing_of_the_sources_is_missing(self, sources, installed):
        """Templates, styles, fonts, catalogues, ZCML: all that lies in src is installed."""
        expected = {
            name.relative_to("src")
            for name in sources
            if name.is_relative_to(Path("src") / PACKAGE) and name.name != "ruff.toml"
        }
        expected.discard(PACKAGE / "profiles")
        expected |= {PACKAGE / name for name in sources if name.parts[0] == "profiles"}

        assert len(expected) > 50
        assert sorted(str(name) for name in expected if not (installed / name).is_file()) == []

    def test_catalogues_are_compiled(self, installed):
        """Each catalogue has its compiled form beside it."""
        catalogues = list(installed.rglob("*.po"))

        assert catalogues
        assert [str(path) for path in catalogues if not path.with_suffix(".mo").exists()] == []

    def test_no_folder_takes_the_namespace(self, wheel):
        """``collective`` stays a native namespace: an __init__.py in it hides other packages."""
        names = zipfile.ZipFile(wheel).namelist()

        assert "collective/schoolrecords/__init__.py" in names
        assert "collective/__init__.py" not in names
        assert not (ROOT / "src" / "collective" / "__init__.py").exists()

    def test_the_installed_package_finds_its_data(self, installed):
        """Code asks for its profiles through the import system."""
        code = (
            "from importlib.resources import files;"
            "import collective.schoolrecords as package;"
            "root = files(package);"
            "print(package.__file__);"
            "print(len(root.joinpath('profiles/regulations/ftl/regulation.toml').read_bytes()))"
        )
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", code],
            env={"PYTHONPATH": str(installed)},
            cwd=installed,
            capture_output=True,
            text=True,
            check=True,
        )
        place, size = done.stdout.splitlines()

        assert Path(place) == installed / PACKAGE / "__init__.py"
        assert int(size) > 1000


class TestMetadata:
    """What setup.py says."""

    def test_version_is_told_once(self):
        """The package and its metadata agree."""
        import collective.schoolrecords

        assert collective.schoolrecords.__version__ == metadata.version("collective.schoolrecords")

    @pytest.mark.parametrize("group", ["plone.autoinclude.plugin", "z3c.autoinclude.plugin"])
    def test_plone_loads_the_package(self, group):
        """Plone includes our ZCML without a slug."""
        points = metadata.distribution("collective.schoolrecords").entry_points

        assert [(point.name, point.value) for point in points.select(group=group)] == [
            ("target", "plone")
        ]

    def test_the_profiles_link_is_a_link_in_git(self):
        """Real files at the top, a link in the package: a copy would part from its origin."""
        line = subprocess.run(
            ["git", "ls-files", "--stage", str(SOURCE / "profiles")],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        ).stdout

        assert line.startswith("120000 ")
        assert (SOURCE / "profiles").resolve() == ROOT / "profiles"


def required(extras):
    """Return {name: version installed} of all that the package needs with its extras."""
    names, wanted, done = {}, [Requirement(f"collective.schoolrecords[{','.join(extras)}]")], set()
    while wanted:
        requirement = wanted.pop()
        key = canonicalize_name(requirement.name), frozenset(requirement.extras)
        if key in done:
            continue
        done.add(key)
        distribution = metadata.distribution(requirement.name)
        names[key[0]] = distribution.version
        for line in distribution.requires or ():
            needed = Requirement(line)
            environments = [{"extra": extra} for extra in requirement.extras or {""}]
            if needed.marker is None or any(map(needed.marker.evaluate, environments)):
                wanted.append(needed)
    del names["collective-schoolrecords"]
    return names


class TestPins:
    """versions.cfg is the one list of pins."""

    def test_every_needed_distribution_is_pinned(self):
        """Nothing that is installed comes in a version that was not chosen."""
        pinned = {canonicalize_name(name): version for name, version in pins().items()}

        assert {
            name: version
            for name, version in required(EXTRAS).items()
            if pinned.get(name) != version
        } == {}

    def test_pins_are_sorted_and_exact(self):
        """A diff shows one changed line, in its place."""
        names = list(pins())

        assert names == sorted(names, key=canonicalize_name)
        assert [name for name, version in pins().items() if not version[0].isdigit()] == []

    def test_every_chosen_part_is_explained(self):
        """docs/explanation/dependencies.md says of each direct dependency why it is there."""
        page = (ROOT / "docs" / "explanation" / "dependencies.md").read_text(encoding="utf-8")
        direct = [Requirement(line) for line in metadata.requires("collective.schoolrecords")]

        assert direct
        assert [need.name for need in direct if f"| {need.name} |" not in page] == []
