"""Why nothing was signed, in words, with all reasons."""

from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.access.roles import BY_KEY
from collective.schoolrecords.messages import _
from collective.schoolrecords.messages import filled
from collective.schoolrecords.messages import within_sentence
from datetime import date
from zope.globalrequest import getRequest
from zope.i18n import translate


REASONS = {
    "signing_not_open": _(
        "signing_not_open", default="In its present state the document takes no signatures."
    ),
    "signer_without_office": _(
        "signer_without_office",
        default="The document is signed by: ${offices}. You hold none of these offices now.",
    ),
    "signs_later": _("signs_later", default="Before you signs: ${offices}."),
    "office_signed_already": _(
        "office_signed_already", default="The signature of your office stands already."
    ),
    "signed_by_all": _("signed_by_all", default="Everybody has signed already."),
    "signed_already": _("signed_already", default="You have signed this edition already."),
    "signed_form_changed": _(
        "signed_form_changed",
        default="The document was changed after you opened the page. Read it again, then sign.",
    ),
    "simple_without_act": _(
        "simple_without_act",
        default="The school has no act of its own on simple electronic signatures (63-ФЗ, "
        "article 6 part 2). The director names it in the settings of the regulation.",
    ),
    "simple_not_for_kind": _(
        "simple_not_for_kind",
        default="The school's act does not allow a simple signature for documents of this kind.",
    ),
    "simple_under_seal": _(
        "simple_under_seal",
        default="The regulation asks for paper under a seal: a simple signature does not do here.",
    ),
    "password_wrong": _(
        "password_wrong", default="The password is wrong. Tries without waiting left: ${left}."
    ),
    "password_wrong_wait": _(
        "password_wrong_wait",
        default="The password is wrong. The next try is possible in ${minutes} min.",
    ),
    "password_wait": _(
        "password_wait",
        default="Too many wrong passwords. The next try is possible in ${minutes} min.",
    ),
    "signature_known": _(
        "signature_known", default="This very signature is kept with the document already."
    ),
    "certificate_of_other": _(
        "certificate_of_other",
        default="The certificate belongs to “${owner}”. You sign as “${name}”.",
    ),
    "office_not_asked": _("office_not_asked", default="The document is not signed by this office."),
    "signer_name_missing": _("signer_name_missing", default="Say who signed the paper."),
    "signed_on_missing": _("signed_on_missing", default="Give the day that stands on the paper."),
    "paper_in_future": _("paper_in_future", default="The day ${day} has not come yet."),
    "paper_forbidden": _(
        "paper_forbidden",
        default="Signatures and seals on paper are entered by those who draw up such documents.",
    ),
    "form_forbidden": _(
        "form_forbidden",
        default="The bytes hold more of the document than you may see. They are for those who see it "
        "whole or sign it.",
    ),
    "signature_forbidden": _(
        "signature_forbidden",
        default="The files of signatures are for those who work with the document: they name more "
        "of the signer than the office.",
    ),
    "check_forbidden": _(
        "check_forbidden", default="Signatures are checked by those who work with the document."
    ),
    "sheet_not_open": _(
        "sheet_not_open",
        default="People get to know a document only while it is in force: an approved order, a "
        "local regulation that holds.",
    ),
    "sheet_person_unknown": _(
        "sheet_person_unknown", default="Among those named are people who are not on the list."
    ),
    "sheet_nobody": _("sheet_nobody", default="Nobody was chosen."),
    "sheet_nobody_new": _("sheet_nobody_new", default="All of them stand on the sheet already."),
    "sheet_too_many": _("sheet_too_many", default="A sheet holds at most ${most} people."),
    "sheet_day_past": _("sheet_day_past", default="The day ${day} has passed already."),
    "sheet_not_listed": _("sheet_not_listed", default="You do not stand on the sheet."),
    "sheet_noted_already": _(
        "sheet_noted_already", default="That this person has read the document is noted already."
    ),
    "sheet_before_document": _(
        "sheet_before_document", default="The document itself is of ${day}."
    ),
    "sheet_forbidden": _(
        "sheet_forbidden",
        default="The sheet is kept by the secretary, the deputy director and the director.",
    ),
    "nothing_to_check": _(
        "nothing_to_check", default="Only a cryptographic signature can be checked again."
    ),
    "checked_too_often": _(
        "checked_too_often", default="The signature was checked ${most} times: that is enough."
    ),
}


def say(message, **data):
    """Return a message in the reader's language, filled with ``data``."""
    if data:
        message = filled(message, data)
    return translate(message, context=getRequest())


def office_titles(keys):
    """Return the titles of offices as one text, as they stand inside a sentence."""
    return ", ".join(within_sentence(say(BY_KEY[key].title)) for key in keys if key in BY_KEY)


def in_words(reason):
    """Return a core ``Reason`` of this room as ``{code, field, message}``."""
    data = {name: _shown(name, value) for name, value in reason.data.items()}
    return {
        "code": reason.code,
        "field": reason.field,
        "message": say(REASONS[reason.code], **data),
    }


def _shown(name, value):
    if name == "offices":
        return office_titles(value)
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else value


class SigningRefused(Refusal):
    """Nothing was signed or kept; all reasons are said."""

    def __init__(self, reasons, words=in_words):
        self.core_reasons = tuple(reasons)
        super().__init__(
            say(_("signing_refused", default="Nothing was signed.")),
            [words(one) for one in self.core_reasons],
        )


class SigningForbidden(SigningRefused):
    """The user's office has no part in the signing (HTTP 403)."""

    status = 403
