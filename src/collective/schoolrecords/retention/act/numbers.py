"""Numbers of acts: one sequence a year, given at the director's approval, without gaps.

The last number of a year is one key of a tree of the register: of two approvals at the same moment
one conflicts and takes the next number when it is repeated.
"""

from Acquisition import aq_base
from BTrees.IIBTree import IIBTree
from collective.schoolrecords.core.destruction import next_number


def give(register, year):
    """Return the next number of ``year`` and keep it as given."""
    base = aq_base(register)
    kept = getattr(base, "_act_numbers", None)
    if kept is None:
        kept = base._act_numbers = IIBTree()
    number = next_number(kept.get(year))
    kept[year] = number
    return number
