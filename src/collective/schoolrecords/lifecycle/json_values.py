"""Values of JSON that a field cannot take, refused where the platform's readers break on them."""

from collective.schoolrecords.interfaces import ISchoolRecordsLayer
from collective.schoolrecords.lifecycle.interfaces import IRecord
from plone.namedfile.interfaces import INamedField
from plone.restapi.deserializer.dxfields import ChoiceFieldDeserializer
from plone.restapi.deserializer.dxfields import NamedFieldDeserializer
from plone.restapi.interfaces import IFieldDeserializer
from zope.component import adapter
from zope.interface import implementer
from zope.schema.interfaces import IChoice
from zope.schema.interfaces import WrongType


#: What a file is made of in JSON; each is a text.
PARTS = ("data", "encoding", "filename", "content-type")


@implementer(IFieldDeserializer)
@adapter(IChoice, IRecord, ISchoolRecordsLayer)
class ChoiceDeserializer(ChoiceFieldDeserializer):
    """A value of a vocabulary; raises ``WrongType`` for what no vocabulary can be asked for."""

    def __call__(self, value):
        told = value.get("token") if isinstance(value, dict) else value
        if isinstance(told, (dict, list)) or (told is None and value is not None):
            raise WrongType(str(value)[:80], str, self.field.__name__)
        return super().__call__(value)


@implementer(IFieldDeserializer)
@adapter(INamedField, IRecord, ISchoolRecordsLayer)
class FileDeserializer(NamedFieldDeserializer):
    """A file; raises ``WrongType`` for values that are none."""

    def __call__(self, value):
        parts = [value.get(name) for name in PARTS] if isinstance(value, dict) else []
        no_text = [one for one in parts if not isinstance(one, (str, type(None)))]
        if isinstance(value, (int, float, list)) or no_text:
            raise WrongType(str(value)[:80], dict, self.field.__name__)
        return super().__call__(value)
