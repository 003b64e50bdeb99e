"""Fields that nobody has filled in, answered by the class.

Dexterity looks a missing attribute up in the type's schema and in that of every behavior, each
time anew; one step asks a record for a hundred such values, and its digest for all of them. The
schemata of records are code (see :mod:`.fixed_schema`), so their defaults stand on the class.
"""

from zope.schema import getFieldsInOrder


#: A default of another kind is left to Dexterity, which copies it for each record.
_UNCHANGING = (bool, int, str, type(None))


def field_defaults(*schemata):
    """Class decorator: set the defaults of the fields of ``schemata`` on the class.

    What the class says itself stays. A default that is computed (``defaultFactory``) or that
    could be changed in place (a list) is not set.
    """

    def decorate(cls):
        for schema in schemata:
            for name, field in getFieldsInOrder(schema):
                computed = getattr(field, "defaultFactory", None) is not None
                if computed or hasattr(cls, name) or not isinstance(field.default, _UNCHANGING):
                    continue
                setattr(cls, name, field.default)
        return cls

    return decorate


#: Plone asks every object for these; no field of a record is called so, and none begins with
#: an underscore.
NEVER_FIELDS = frozenset(
    (
        "acl_users",
        "cmf_uid",
        "end",
        "exclude_from_nav",
        "getRemoteUrl",
        "isTemporary",
        "location",
        "start",
        "sync_uid",
    )
)


def is_never_field(name):
    """Whether no schema has to be read to know that a record has no such attribute."""
    return name.startswith("_") or name in NEVER_FIELDS
