"""A process that runs jobs until none is left, and that can kill itself at a chosen point.

``python jobs_child.py '["FileStorage", "/…/Data.fs"]' [KILL_POINT]`` prints a line for each chunk
it begins. The kill point is reached in the second chunk that this process runs.
"""

from collective.schoolrecords.jobs import storage
from collective.schoolrecords.jobs.loop import Runner
from jobs_databases import open_storage
from jobs_support import Marks
from jobs_support import open_connection
from jobs_support import PlainAccess
from jobs_support import registered
from jobs_support import SITE
from ZODB.DB import DB

import json
import os
import signal
import sys
import time


def die(*args):
    """Die as by ``kill -9``: no clean-up of any kind."""
    os.kill(os.getpid(), signal.SIGKILL)


class DiesInVote:
    """A data manager that dies when all others have voted for the commit."""

    def __init__(self, manager):
        self.transaction_manager = manager

    def sortKey(self):
        return "~ after every other data manager"

    def tpc_vote(self, transaction):
        die()

    def nothing(self, transaction):
        """Take no part in the other phases."""

    abort = tpc_begin = commit = tpc_finish = tpc_abort = nothing


class Suicidal(Marks):
    """Marks items slowly, and dies at ``point`` of the second chunk."""

    def __init__(self, connection, point):
        super().__init__()
        self.connection = connection
        self.point = point
        self.before_item = lambda site, job, number: time.sleep(0.0005)

    def step(self, site, job, budget):
        print("chunk", flush=True)
        progress = super().step(site, job, budget)
        if len(self.seen) == 2:
            self.meet_the_point()
        return progress

    def meet_the_point(self):
        transaction = self.connection.transaction_manager.get()
        if self.point == "in the step":
            die()
        elif self.point == "before the commit":
            transaction.addBeforeCommitHook(die)
        elif self.point == "in the vote":
            transaction.join(DiesInVote(self.connection.transaction_manager))
        elif self.point == "after the commit":
            transaction.addAfterCommitHook(die)


def main(spec, point=None):
    database = DB(open_storage(json.loads(spec)))
    connection = open_connection(database)
    runner = Runner(connection, PlainAccess(), items=10, lease_seconds=0.3)
    with registered(Suicidal(connection, point)):
        while True:
            claim = runner.claim()
            if claim is not None:
                runner.run(*claim)
            connection.sync()
            if not storage.get_jobs(connection.root()[SITE]).open_jobs():
                break
            time.sleep(0.05)
    connection.transaction_manager.abort()
    connection.close()
    database.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
