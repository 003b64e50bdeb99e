"""Lists are read without Plone, so that a file can be judged before any site is touched."""

import subprocess
import sys


PROGRAM = """
import sys
import collective.schoolrecords.exchange.contingent
import collective.schoolrecords.exchange.staff
rooms = ("plone", "Products", "zope.component", "Zope2", "ZODB", "transaction", "Acquisition")
print([name for name in rooms if name in sys.modules])
"""


def test_reading_lists_loads_no_plone():
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
