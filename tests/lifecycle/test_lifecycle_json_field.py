"""Lists in fields: the stock field's answers, its schema checked once."""

from collective.schoolrecords.lifecycle.interfaces import CARRIERS_SCHEMA
from collective.schoolrecords.lifecycle.interfaces import IRecordBehavior
from collective.schoolrecords.lifecycle.json_field import KeptJSON
from plone.schema import JSONField
from unittest import mock
from zope.schema.interfaces import RequiredMissing
from zope.schema.interfaces import WrongContainedType
from zope.schema.interfaces import WrongType

import json
import jsonschema
import pytest


STOCK = JSONField(__name__="carriers", schema=CARRIERS_SCHEMA, required=True)
OURS = KeptJSON(__name__="carriers", schema=CARRIERS_SCHEMA, required=True)
WRONG = (
    {},
    [{}],
    [{"carrier": "stone"}],
    [{"carrier": "paper", "copies": 0}],
    [{"carrier": "paper", "colour": "red"}],
    [{"carrier": "paper"}] * 101,
)


@pytest.mark.parametrize("value", [[], [{"carrier": "paper", "copies": 2}]])
def test_what_the_stock_field_takes_is_taken(value):
    STOCK.validate(value)
    OURS.validate(value)
    assert OURS.fromUnicode(json.dumps(value)) == value


@pytest.mark.parametrize("value", WRONG)
def test_what_the_stock_field_refuses_is_refused_in_the_same_words(value):
    with pytest.raises(WrongContainedType) as stock:
        STOCK.validate(value)
    with pytest.raises(WrongContainedType) as ours:
        OURS.validate(value)
    assert ours.value.args == stock.value.args


def test_a_text_that_is_no_json_is_refused_like_any_other_value():
    """The stock field takes it for Python and raises what REST answers as a fault of the server."""
    texts = ("", " ", "<script>", "=1+1", "а\x00б", "\u202eдиван", "0001-01-01", "{1: []}")
    for text in (*texts, "[" * 100_000):
        with pytest.raises(WrongType):
            OURS.fromUnicode(text)


def test_a_missing_value_is_told():
    with pytest.raises(RequiredMissing):
        OURS.validate(None)


def test_its_schema_is_checked_when_it_is_made_and_never_again():
    with pytest.raises(jsonschema.SchemaError):
        KeptJSON(schema='{"type": "elephant"}')
    field = IRecordBehavior["carriers"]
    with mock.patch.object(type(field._validator), "check_schema") as check:
        field.bind(object()).validate([{"carrier": "paper"}])
    assert not check.called
