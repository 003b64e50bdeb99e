"""Whether one record of an act may be destroyed now: asked again at the moment of execution.

Between the director's approval and the execution days pass: a hold may have been laid, a record
given out, an act given up. So each record is judged anew, alone, by the facts of this very moment
and by the rule that let it into the act. Whatever speaks against its destruction saves it, and the
act tells why.

Sources: domain.md 5.1 and 5.2 (приказ Росархива № 77 of 31.07.2023), design 8.
"""

from .destruction import Item
from .destruction import item_reasons
from .destruction import KEEP
from .reasons import Reason
from .states import SELECTED
from datetime import date


def reasons_to_skip(item: Item | None, act: str, decision: str, today: date) -> tuple[Reason, ...]:
    """All reasons why the act (its UID) may not destroy a record of its rows today.

    ``item``: the record as it is now, None when there is none under the row's UID. ``decision``:
    that of the row. Codes besides those of ``core.destruction.item_reasons``: item_kept,
    item_unknown, item_not_selected (it is not selected by this very act). An empty answer is the
    only word by which a record may be destroyed.
    """
    found = [Reason("item_kept")] if decision == KEEP else []
    if item is None:
        return (*found, Reason("item_unknown"))
    if item.state != SELECTED or item.act != act:
        found.append(Reason("item_not_selected", None, {"state": item.state}))
    seen = {"item_state"} if found else set()
    found += [one for one in item_reasons(item, act, today) if one.code not in seen]
    return tuple(found)
