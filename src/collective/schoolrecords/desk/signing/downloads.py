"""What is taken away of a signed record: the bytes, and each signature."""

from collective.schoolrecords.signing import adding
from collective.schoolrecords.signing.form import file_name
from collective.schoolrecords.signing.services import bytes_answer
from collective.schoolrecords.signing.services import check_reads_form
from collective.schoolrecords.signing.services import check_reads_signature
from collective.schoolrecords.signing.services import FORM_TYPE
from collective.schoolrecords.signing.services import SIG_TYPE
from collective.schoolrecords.signing.storage import signatures_of
from Products.Five.browser import BrowserView
from zExceptions import NotFound


class SignedFormDownload(BrowserView):
    """``signed-form`` of a record: the exact bytes to sign, as a file."""

    def __call__(self):
        signing = adding.Signing(self.context)
        if signing.form is None:
            raise NotFound("signed-form")
        check_reads_form(signing)
        name = file_name(self.context)
        return bytes_answer(self.request, signing.form.data, FORM_TYPE, name)


class SignatureFile(BrowserView):
    """``signature-file?number=n`` of a record: an uploaded signature, as a file."""

    def __call__(self):
        text, kept = self.request.form.get("number"), signatures_of(self.context)
        fits = isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 6
        if kept is None or not fits:
            raise NotFound("signature-file")
        check_reads_signature(self.context)
        try:
            data = kept.uploaded(int(text))
        except KeyError:
            raise NotFound(text) from None
        name = f"{file_name(self.context)}.{int(text)}.sig"
        return bytes_answer(self.request, data, SIG_TYPE, name)
