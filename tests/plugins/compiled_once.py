"""Templates are compiled once in a run of the tests, not once in each of its processes.

Workers and the servers that tests start keep what they have compiled in one folder, which goes with
the process that made it. A folder that the caller names in CHAMELEON_CACHE is taken as it is.
"""

import atexit
import os
import shutil
import tempfile


VARIABLE = "CHAMELEON_CACHE"


def _share():
    folder = os.environ[VARIABLE] = tempfile.mkdtemp(prefix="schoolrecords-templates-")
    owner = os.getpid()

    def clear():
        # A child that forked away from a test ends earlier than the run.
        if os.getpid() == owner:
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(clear)


# Chameleon reads it when it is imported: nothing of Plone may come before this plugin.
if VARIABLE not in os.environ:
    _share()
