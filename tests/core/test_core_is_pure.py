"""Importing the rules loads no Zope: they can be read, tested and used without it."""

import json
import subprocess
import sys


PROGRAM = """
import importlib, json, pkgutil, sys
from collective.schoolrecords import core
names = [found.name for found in pkgutil.walk_packages(core.__path__, core.__name__ + ".")]
for name in names:
    importlib.import_module(name)
print(json.dumps({"imported": names, "loaded": sorted(sys.modules)}))
"""

FOREIGN = {
    "AccessControl",
    "Acquisition",
    "App",
    "BTrees",
    "DateTime",
    "OFS",
    "Products",
    "ZODB",
    "ZPublisher",
    "Zope2",
    "lxml",
    "openpyxl",
    "persistent",
    "plone",
    "python_calamine",
    "sqlalchemy",
    "transaction",
    "z3c",
    "zc",
    "zope",
}


def run(program):
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        capture_output=True,
        check=True,
        timeout=120,
    )
    return json.loads(done.stdout)


def test_importing_every_module_of_core_loads_no_zope():
    found = run(PROGRAM)
    tops = {name.split(".")[0] for name in found["loaded"]}

    assert "collective.schoolrecords.core.terms" in found["imported"]
    assert len(found["imported"]) > 10
    assert tops & FOREIGN == set()


def test_importing_core_loads_no_other_room():
    ours = [name for name in run(PROGRAM)["loaded"] if name.startswith("collective.")]

    assert [
        name
        for name in ours
        if name != "collective.schoolrecords"
        and not name.startswith("collective.schoolrecords.core")
    ] == []


def test_a_module_that_loads_zope_would_be_seen():
    tops = {
        name.split(".")[0]
        for name in run("import json, sys, zope.interface; print(json.dumps(list(sys.modules)))")
    }

    assert "zope" in tops & FOREIGN
