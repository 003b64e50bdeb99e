"""Where stock forms and REST would lose or keep what the check refuses.

Stock REST takes an empty file for "no file" and files the document without it. The stock widget
keeps a refused file in the site for half an hour, so that it need not be sent again.
"""

from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.core.uploads import Refused
from collective.schoolrecords.interfaces import ISchoolRecordsLayer
from collective.schoolrecords.lifecycle.json_values import FileDeserializer
from collective.schoolrecords.records.files import ICheckedFile
from collective.schoolrecords.records.files import UploadRefused
from plone.dexterity.interfaces import IDexterityContent
from plone.formwidget.namedfile.widget import NamedFileWidget
from plone.restapi.interfaces import IFieldDeserializer
from z3c.form.interfaces import IFieldWidget
from z3c.form.widget import FieldWidget
from zope.component import adapter
from zope.interface import implementer


@implementer(IFieldDeserializer)
@adapter(ICheckedFile, IDexterityContent, ISchoolRecordsLayer)
class CheckedFileDeserializer(FileDeserializer):
    """A file from JSON or TUS; raises :class:`UploadRefused` for one of 0 bytes."""

    def __call__(self, value):
        if isinstance(value, dict) and "data" in value and not value["data"]:
            refused = Refused((Reason("empty"),), value.get("filename") or "")
            raise UploadRefused(refused, self.field.title)
        return super().__call__(value)


class CheckedFileWidget(NamedFileWidget):
    """The file widget; what is refused is sent again, not kept."""

    file_upload_id = ""


@implementer(IFieldWidget)
@adapter(ICheckedFile, ISchoolRecordsLayer)
def checked_file_widget(field, request):
    """Return the widget of a :class:`CheckedFile`."""
    return FieldWidget(field, CheckedFileWidget(request))
