"""Schemas of records are code: the pages that edit types do not touch them.

The stock editor changes the interface itself, in the memory of the running server: a field taken
away there is missing from every digest until the server starts again.
"""

from collective.schoolrecords.lifecycle.guards import refuse
from collective.schoolrecords.lifecycle.interfaces import IFixedSchema
from collective.schoolrecords.messages import _
from plone.schemaeditor.interfaces import IEditableSchema
from zope.component import adapter
from zope.interface import implementer


@implementer(IEditableSchema)
@adapter(IFixedSchema)
class FixedSchema:
    """Refuse every change of the schema's fields."""

    def __init__(self, schema):
        self.schema = schema

    def addField(self, *args, **kwargs):
        """Refuse."""
        refuse(
            _(
                "lifecycle_schema_fixed",
                default="The fields of school records are fixed and not edited here.",
            )
        )

    removeField = moveField = changeFieldFieldset = addField
