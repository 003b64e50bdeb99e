"""How the school decides on acts: quorum, casting vote, waiting time, age of backups; dated.

Each change is kept with the day from which it holds, the order it rests on and who entered it, and
is never edited, like versions of the regulation: an act is judged by the rules of the day of its
step.
"""

from BTrees.IOBTree import IOBTree
from collective.schoolrecords.core.destruction import ActRules
from dataclasses import dataclass
from datetime import date
from zope.annotation.interfaces import IAnnotations


KEY = "collective.schoolrecords.act_rules"


@dataclass(frozen=True)
class DatedRules:
    """Rules that hold from the day ``since``, by an order, entered by the account ``author``."""

    rules: ActRules
    since: date
    order_number: str = ""
    order_date: date | None = None
    author: str = ""


def changes_of(site):
    """Return all changes (``DatedRules``) in the order in which they were entered."""
    return tuple(IAnnotations(site).get(KEY, {}).values())


def dated_rules_on(site, day):
    """Return the ``DatedRules`` of a day, ``None`` before the school's first."""
    found = [one for one in changes_of(site) if one.since <= day]
    # Of two changes for one day the later one corrects the earlier.
    return max(enumerate(found), key=lambda pair: (pair[1].since, pair[0]))[1] if found else None


def rules_on(site, day):
    """Return the ``ActRules`` that hold on a day; the product's own before the school's first."""
    dated = dated_rules_on(site, day)
    return ActRules() if dated is None else dated.rules


def set_rules(site, rules, since, order_number="", order_date=None, author=""):
    """Keep ``rules`` (``ActRules``) as those from the day ``since`` on."""
    annotations = IAnnotations(site)
    if KEY not in annotations:
        annotations[KEY] = IOBTree()
    kept = annotations[KEY]
    number = kept.maxKey() + 1 if kept else 1
    kept[number] = DatedRules(rules, since, order_number, order_date, author)
