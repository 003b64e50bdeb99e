"""The words of entries: states, choices of fields, kinds of books and of blanks."""

from collective.schoolrecords.core import blanks
from collective.schoolrecords.core import book_fields as fields
from collective.schoolrecords.core import books as rules
from collective.schoolrecords.messages import _


KIND_TITLES = {
    fields.CERTIFICATES_9: _("book_certificates_9", default="Certificates, grade 9"),
    fields.CERTIFICATES_11: _("book_certificates_11", default="Certificates, grade 11"),
    fields.STUDY: _("book_study_certificates", default="Study certificates"),
    fields.TRAINING: _("book_training_certificates", default="Certificates of training"),
    fields.MEDALS: _("book_medals", default="Medals"),
    fields.BLANKS: _("book_blanks", default="Ledger of blanks"),
    fields.ALPHABET: _("book_alphabet", default="Alphabet book"),
}
STATE_TITLES = {
    rules.ENTERED: _("entry_state_entered", default="Entered"),
    rules.ISSUED: _("entry_state_issued", default="Handed out"),
    rules.ANNULLED: _("entry_state_annulled", default="Annulled"),
}
SIGNER_TITLES = {
    rules.TEACHER: _("entry_signer_class_teacher", default="Class teacher"),
    rules.HEAD: _("entry_signer_director", default="Head of the school"),
    rules.SEAL: _("entry_signer_seal", default="Seal of the school"),
}
BLANK_TITLES = {
    "title_9": _("blank_title_9", default="Certificate of basic education"),
    "title_9_honours": _(
        "blank_title_9_honours", default="Certificate of basic education with honours"
    ),
    "supplement_9": _("blank_supplement_9", default="Supplement, basic education"),
    "title_11": _("blank_title_11", default="Certificate of secondary education"),
    "title_11_honours_red": _(
        "blank_title_11_honours_red", default="Certificate of secondary education, honours (red)"
    ),
    "title_11_honours_blue": _(
        "blank_title_11_honours_blue", default="Certificate of secondary education, honours (blue)"
    ),
    "supplement_11": _("blank_supplement_11", default="Supplement, secondary education"),
    "cover": _("blank_cover", default="Hard cover"),
}
BLANK_STATES = {
    blanks.IN_STOCK: _("blank_in_stock", default="in stock"),
    blanks.ISSUED: _("blank_issued", default="issued"),
    blanks.SPOILED: _("blank_spoiled", default="spoiled"),
    blanks.DESTROYED: _("blank_destroyed", default="destroyed"),
}
#: Field → value → title.
CHOICES = {
    "document": {
        "certificate": _("entry_certificate", default="Certificate with supplement"),
        "certificate_duplicate": _(
            "entry_certificate_duplicate", default="Duplicate of a certificate"
        ),
        "supplement_duplicate": _(
            "entry_supplement_duplicate", default="Duplicate of a supplement"
        ),
    },
    "distinction": {
        "honours": _("entry_honours", default="with honours"),
        "honours_red": _("entry_honours_red", default="with honours (medal of the first degree)"),
        "honours_blue": _(
            "entry_honours_blue", default="with honours (medal of the second degree)"
        ),
    },
    "study_kind": {
        "not_passed": _("entry_study_not_passed", default="did not pass the final attestation"),
        "unsatisfactory": _(
            "entry_study_unsatisfactory", default="unsatisfactory results of the attestation"
        ),
        "part_of_programme": _("entry_study_part", default="mastered a part of the programme"),
        "expelled": _("entry_study_expelled", default="expelled"),
        "period": _("entry_study_period", default="period of study"),
    },
    "degree": {
        "first": _("entry_degree_first", default="first degree"),
        "second": _("entry_degree_second", default="second degree"),
    },
    "operation": {
        blanks.RECEIPT: _("entry_receipt", default="receipt"),
        blanks.ISSUED: _("entry_line_issued", default="issued"),
        blanks.SPOILED: _("entry_line_spoiled", default="spoiled"),
        blanks.DESTROYED: _("entry_line_destroyed", default="destroyed by act"),
    },
    "blank_kind": BLANK_TITLES,
    "way": {
        fields.SELF: _("entry_way_self", default="in person, against signature"),
        fields.PROXY: _("entry_way_proxy", default="by proxy"),
        fields.POST: _("entry_way_post", default="by post"),
    },
    "ground": {
        "lost": _("entry_ground_lost", default="lost"),
        "damaged": _("entry_ground_damaged", default="damaged"),
        "mistakes": _("entry_ground_mistakes", default="mistakes found after it was received"),
        "name_changed": _("entry_ground_name_changed", default="change of name"),
    },
}

#: Code of a core warning → what is said beside the form of an entry.
WARNINGS = {
    "grade_not_of_book": _(
        "entry_warning_grade",
        default="The pupil is in grade ${grade}, and this book is that of grade ${last}.",
    ),
    "name_not_of_file": _(
        "entry_warning_name", default="The personal file writes the name so: ${name}."
    ),
    "order_of_another_day": _(
        "entry_warning_order",
        default="The order No. ${number} of this year that the school has is of ${day}.",
    ),
    "supplement_missing": _(
        "entry_warning_supplement",
        default="The number of the blank of the supplement is not entered.",
    ),
}
