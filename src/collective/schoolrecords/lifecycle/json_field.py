"""A field of lists and mappings whose JSON schema is checked once, not with every value.

The stock field asks, each time a value is checked, whether its own schema is a proper one: a
quarter of the time in which a list of pupils is loaded.
"""

from jsonschema.exceptions import best_match
from jsonschema.validators import validator_for
from plone.schema import JSONField
from zope.schema import Field
from zope.schema.interfaces import WrongContainedType
from zope.schema.interfaces import WrongType

import json


def text(most):
    """Return the JSON schema of a text of at most ``most`` characters."""
    return {"type": "string", "maxLength": most}


def lines_schema(most, *needed, **properties):
    """Return the JSON schema, as text, of at most ``most`` lines with these properties alone.

    ``needed``: the properties that every line has.
    """
    items = {
        "type": "object",
        "additionalProperties": False,
        "required": list(needed),
        "properties": properties,
    }
    return json.dumps({"type": "array", "maxItems": most, "items": items})


class KeptJSON(JSONField):
    """Like ``plone.schema.JSONField``, which it is to forms and to REST.

    Raises ``jsonschema.SchemaError`` when it is made with a schema that is none.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kind = validator_for(self.json_schema)
        kind.check_schema(self.json_schema)
        self._validator = kind(self.json_schema)

    def fromUnicode(self, value):
        """Return what a text of JSON stands for; raises ``WrongType`` for any other text.

        The stock field reads what is no JSON as a literal of Python: REST, which asks here, breaks
        on every other text.
        """
        try:
            found = json.loads(value)
        except (ValueError, RecursionError) as error:
            raise WrongType(value[:80], list, self.__name__) from error
        self.validate(found)
        return found

    def _validate(self, value):
        # Past the stock field on purpose: its own check is what is done once here.
        Field._validate(self, value)
        error = best_match(self._validator.iter_errors(value))
        if error is not None:
            raise WrongContainedType(error.message, self.__name__)
