"""The walls of the house: a room imports only rooms that stand above it; core imports nothing."""

from pathlib import Path

import ast
import pytest
import re
import sys


PACKAGE = "collective.schoolrecords"
HOUSE = Path(__file__).parents[2] / "src" / "collective" / "schoolrecords"

# In import order: each may import those before it.
ROOMS = (
    "core",
    "access",
    "ledger",
    "jobs",
    "lifecycle",
    "school",
    "signing",
    "integrity",
    "printing",
    "retention",
    "records",
    "journal",
    "exchange",
    "desk",
    "setup",
)
# Folders of the package that hold no rooms: the committed link to the GenericSetup profiles.
NO_ROOMS = {"profiles", "__pycache__"}
# The test layers put the whole house together.
ABOVE_ALL = {"testing"}

CLOCKS = {
    ("date", "today"),
    ("datetime", "now"),
    ("datetime", "today"),
    ("datetime", "utcnow"),
    ("time", "time"),
    ("time", "monotonic"),
    ("time", "localtime"),
    ("time", "gmtime"),
}
_LOADERS = {"import_module", "__import__", "resolve", "resolveDottedName"}


def imported_names(tree, package):
    """Full dotted names that a module imports, anywhere in it; `package` is where it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = package.split(".")
                parts = parts[: len(parts) - node.level + 1]
                base = ".".join([*parts, base]).rstrip(".")
            yield from (f"{base}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and node.args:
            name = getattr(node.func, "attr", getattr(node.func, "id", None))
            target = node.args[0]
            if name in _LOADERS and isinstance(target, ast.Constant):
                yield str(target.value)


def room_of(name):
    """The room that a full dotted name lies in; None for a name of nobody's room."""
    parts = name.split(".")
    inside = name.startswith(f"{PACKAGE}.") and len(parts) > 2
    return parts[2] if inside and parts[2] in ROOMS else None


def allowed(room):
    """Rooms that a room may import; None stands for the modules at the root of the package."""
    return set() if room is None else set(ROOMS[: ROOMS.index(room) + 1])


def broken_walls(house):
    """(file, name) of every import that goes through a wall."""
    for path in sorted(house.rglob("*.py")):
        parts = path.relative_to(house).with_suffix("").parts
        room = parts[0] if len(parts) > 1 else None
        if room in NO_ROOMS or (room is None and parts[0] in ABOVE_ALL):
            continue
        package = ".".join([PACKAGE, *parts[:-1]])
        for name in imported_names(ast.parse(path.read_text(encoding="utf-8")), package):
            found = room_of(name)
            if (
                found
                and found not in allowed(room)
                or room == "core"
                and not found
                and not is_standard(name)
            ):
                yield "/".join(parts), name


def is_standard(name):
    return name.split(".")[0] in sys.stdlib_module_names


def broken_walls_in_zcml(house):
    """(file, name) of every dotted name in ZCML that points into a room below."""
    dotted = re.compile(rf"(?<![\w.]){re.escape(PACKAGE)}\.(\w+)\b")
    for path in sorted(house.rglob("*.zcml")):
        parts = path.relative_to(house).parts
        room = parts[0] if len(parts) > 1 else None
        if room is None or room in NO_ROOMS:
            continue
        for match in dotted.finditer(path.read_text(encoding="utf-8")):
            if match.group(1) in ROOMS and match.group(1) not in allowed(room):
                yield "/".join(parts), match.group()


def clocks_in_core(house):
    """(file, call) of every place in core that reads a clock."""
    for path in sorted((house / "core").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute):
                owner = getattr(node.value, "attr", getattr(node.value, "id", None))
                if (owner, node.attr) in CLOCKS:
                    yield path.name, f"{owner}.{node.attr}"


def unknown_rooms(house):
    """Folders that are no room; folders without any file in them do not count."""
    return {
        path.name
        for path in house.iterdir()
        if path.is_dir()
        and path.name not in NO_ROOMS
        and path.name not in ROOMS
        and any(one.is_file() and "__pycache__" not in one.parts for one in path.rglob("*"))
    }


def test_no_import_goes_through_a_wall():
    assert list(broken_walls(HOUSE)) == []


def test_no_registration_goes_through_a_wall():
    assert list(broken_walls_in_zcml(HOUSE)) == []


def test_core_has_no_clock():
    assert list(clocks_in_core(HOUSE)) == []


def test_every_folder_is_a_room():
    assert unknown_rooms(HOUSE) == set()


def test_the_namespace_stays_open_to_other_distributions():
    assert not (HOUSE.parent / "__init__.py").exists()


def test_engines_never_import_records():
    """Ledger, signing, retention … know a record only as the lifecycle's IRecord."""
    engines = ROOMS[: ROOMS.index("records")]

    assert {"ledger", "jobs", "lifecycle", "signing", "integrity", "retention"} <= set(engines)
    assert all("records" not in allowed(room) for room in engines)


@pytest.fixture
def house(tmp_path):
    """A house with one wrong import each in some of its modules, and right ones."""
    modules = {
        "__init__.py": "import logging\n",
        "interfaces.py": "from .records.content import Order\n",
        "testing.py": "from collective.schoolrecords.setup import site\n",
        "core/terms.py": "import datetime\nfrom .words import stems\nfrom . import dates\n",
        "core/bad_zope.py": "def late():\n    import zope.interface\n",
        "core/bad_root.py": "from collective.schoolrecords import logger\n",
        "core/bad_room.py": "from ..ledger.chain import head\n",
        "core/bad_clock.py": "import datetime\nnow = datetime.datetime.now()\n",
        "retention/good.py": "from ..core.terms import Term\nfrom ..lifecycle import states\n",
        "retention/bad_up.py": "from ..records.order.content import Order\n",
        "retention/bad_from.py": "from .. import records\n",
        "retention/bad_full.py": "import collective.schoolrecords.desk.views\n",
        "retention/bad_lazy.py": "m = import_module('collective.schoolrecords.setup.site')\n",
        "ledger/deep/bad_deep.py": "from ...jobs import queue\n",
        "setup/good.py": "from collective.schoolrecords.desk import views\n",
    }
    for name, text in modules.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (tmp_path / "attic").mkdir()
    (tmp_path / "attic" / "box.txt").write_text("")
    (tmp_path / "desk").mkdir()
    (tmp_path / "lifecycle").mkdir()
    (tmp_path / "desk" / "configure.zcml").write_text(
        '<configure><x for="collective.schoolrecords.records.order.IOrder" '
        'permission="collective.schoolrecords.Sign" /></configure>'
    )
    (tmp_path / "lifecycle" / "configure.zcml").write_text(
        '<configure><x for="collective.schoolrecords.records.order.IOrder" /></configure>'
    )
    return tmp_path


def test_a_wrong_import_is_found_wherever_it_hides(house):
    assert dict(broken_walls(house)) == {
        "core/bad_root": "collective.schoolrecords.logger",
        "core/bad_room": "collective.schoolrecords.ledger.chain.head",
        "core/bad_zope": "zope.interface",
        "interfaces": "collective.schoolrecords.records.content.Order",
        "ledger/deep/bad_deep": "collective.schoolrecords.jobs.queue",
        "retention/bad_from": "collective.schoolrecords.records",
        "retention/bad_full": "collective.schoolrecords.desk.views",
        "retention/bad_lazy": "collective.schoolrecords.setup.site",
        "retention/bad_up": "collective.schoolrecords.records.order.content.Order",
    }
    assert list(broken_walls_in_zcml(house)) == [
        ("lifecycle/configure.zcml", "collective.schoolrecords.records")
    ]
    assert list(clocks_in_core(house)) == [("bad_clock.py", "datetime.now")]
    assert unknown_rooms(house) == {"attic"}
