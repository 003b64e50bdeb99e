"""Fields of the forms on the page of signing."""

from collective.schoolrecords.access.roles import BY_KEY
from collective.schoolrecords.lifecycle import texts
from collective.schoolrecords.lifecycle.details import MAX_TEXT
from collective.schoolrecords.messages import _
from plone.namedfile.field import NamedBlobFile
from zope import schema
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary


#: Named like the field of the page that changes it, so that a browser offers the kept password.
AGAIN = "current"


def password():
    """The password of the account, once more."""
    title = _("desk_signing_password", default="Your password")
    hint = _("desk_signing_password_hint", default="The one that you log in with.")
    return (schema.Password(__name__=AGAIN, title=title, description=hint),)


def detached():
    """The file of the detached signature."""
    hint = _(
        "desk_signing_file_hint",
        default="The .sig file that your signing tool made of the downloaded bytes.",
    )
    title = _("desk_signing_file", default="File of the signature")
    return (NamedBlobFile(__name__="sig", title=title, description=hint),)


def bytes_of(file):
    """The bytes of the file that was sent; none for none, which is refused like an empty one."""
    return b"" if file is None else file.data


def paper(offices):
    """Whose signature stands on the paper, of which day."""
    terms = [SimpleTerm(key, key, BY_KEY[key].title) for key in offices]
    return (
        schema.Choice(
            __name__="office",
            title=_("desk_signing_office", default="Office"),
            vocabulary=SimpleVocabulary(terms),
        ),
        schema.TextLine(
            __name__="name", title=_("desk_signing_name", default="Who signed"), max_length=200
        ),
        schema.Date(__name__="signed_on", title=_("desk_signing_day", default="Day on the paper")),
        _note(),
    )


def paper_fact():
    """The sentence of the paper by which the signing step is taken."""
    title = texts.DETAILS["signature_fact"]
    return (schema.TextLine(__name__="signature_fact", title=title, max_length=MAX_TEXT),)


def seal():
    """On which day and where the seal was put."""
    day = _("desk_signing_seal_day", default="Day of the seal")
    return (schema.Date(__name__="on", title=day), _note())


def _note():
    title = _("desk_signing_note", default="Where it stands")
    return schema.TextLine(__name__="note", title=title, required=False, max_length=400)
