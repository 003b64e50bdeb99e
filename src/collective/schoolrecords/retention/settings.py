"""How the school decides on acts: quorum, casting vote, waiting time, age of backups; dated.

Values are kept with the day from which they hold and never edited, like versions of the
regulation: an act is judged by those of the day of its step.
"""

from BTrees.IOBTree import IOBTree
from collective.schoolrecords.core.destruction import ActRules
from zope.annotation.interfaces import IAnnotations


KEY = "collective.schoolrecords.act_rules"


def rules_on(site, day):
    """Return the ``ActRules`` that hold on a day; the product's own before the school's first."""
    kept = IAnnotations(site).get(KEY)
    if not kept:
        return ActRules()
    known = list(kept.values(max=day.toordinal()))
    return known[-1] if known else ActRules()


def set_rules(site, rules, since):
    """Keep ``rules`` (``ActRules``) as those from the day ``since`` on."""
    annotations = IAnnotations(site)
    if KEY not in annotations:
        annotations[KEY] = IOBTree()
    annotations[KEY][since.toordinal()] = rules
