"""A commit that is cut off: the work is done and voted on, and then the process gets no further."""

import transaction


class CutOff(Exception):
    """Stands for a server that dies, a full disk, a lost database."""


class _LastVote:
    """Takes part in a transaction and refuses when all others have said yes."""

    transaction_manager = transaction.manager

    def sortKey(self):
        # Asked last: what the storage keeps is written by then.
        return "~~~"

    def tpc_vote(self, txn):
        raise CutOff

    def abort(self, txn):
        """There is nothing to forget."""

    tpc_begin = commit = tpc_finish = tpc_abort = abort


def cut_off_the_commit():
    """Let the current transaction fail at its very end."""
    transaction.get().join(_LastVote())
