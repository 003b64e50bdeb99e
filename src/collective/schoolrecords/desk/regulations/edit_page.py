"""Changing a section of a local regulation: the order of approval is chosen among those that fit."""

from collective.schoolrecords.desk.edit import EditSection
from collective.schoolrecords.desk.regulations import order_choice
from collective.schoolrecords.records.local_regulation.approving import minutes_days


class EditRegulation(EditSection):
    """``edit-section`` of a local regulation."""

    def inputs(self, fields, values):
        """See :class:`FormMixin`; where no order fits the way to one stands beside the choice."""
        act, kept = self.context, values.get(order_choice.FIELD)
        worded = order_choice.with_orders(
            fields, act.title, minutes_days(act), kept, order_choice.NONE
        )
        bags = super().inputs(worded, values)
        for bag in bags:
            if bag.name == order_choice.FIELD and bag.hint == order_choice.NONE:
                bag.ways = order_choice.ways_to_order(act)
        return bags
