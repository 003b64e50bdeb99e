"""Reasons of core in the user's language."""

from collective.schoolrecords.lifecycle import texts
from plone.dexterity.utils import iterSchemata
from zope.i18n import translate
from zope.schema import getFieldsInOrder


def field_titles(record, request):
    """Return field name → translated title for all schemata of the record and step details."""
    titles = {name: translate(title, context=request) for name, title in texts.DETAILS.items()}
    for schema in iterSchemata(record):
        for name, field in getFieldsInOrder(schema):
            titles[name] = translate(field.title, context=request)
    return titles


def reasons_in_words(found, record, request, own=()):
    """Return dicts ``{code, field, message}`` for core reasons, in the user's language.

    ``own``: (field name, title) pairs of fields that are called otherwise than in the record.
    """
    titles = field_titles(record, request)
    titles.update({name: translate(title, context=request) for name, title in own})
    return [
        {
            "code": reason.code,
            "field": reason.field,
            "message": translate(texts.reason_message(reason, titles), context=request),
        }
        for reason in found
    ]
