"""The words for what the school room refuses."""

from collective.schoolrecords.access.roles import BY_KEY
from collective.schoolrecords.messages import _
from collective.schoolrecords.messages import filled
from datetime import date
from zope.globalrequest import getRequest
from zope.i18n import translate


REFUSED = _("school_refused", default="Nothing was changed.")
OPEN_END = _("school_open_end", default="further notice")

REASONS = {
    "calendar_year": _(
        "school_calendar_year", default="A year from ${first} to ${last} is needed."
    ),
    "calendar_other_year": _(
        "school_calendar_other_year", default="${day} is no day of the year ${year}."
    ),
    "calendar_both": _(
        "school_calendar_both", default="${day} is entered as a day off and as a day of work."
    ),
    "calendar_free_already": _(
        "school_calendar_free_already", default="${day} is a day off by law already."
    ),
    "calendar_worked_already": _(
        "school_calendar_worked_already", default="${day} is an ordinary day of work."
    ),
    "calendar_too_many": _(
        "school_calendar_too_many", default="More than ${most} days are given for one year."
    ),
    "BAD_SCHOOL_YEAR": _(
        "school_bad_year", default="“${value}” is not a school year such as 2025/26."
    ),
    "GRADE_RANGE": _("school_grade_range", default="The grade must be between 1 and 11."),
    "LAST_GRADE": _(
        "school_last_grade",
        default="The last grade must be between 4 and 11 and not below the present grade.",
    ),
    "NO_LETTER": _("school_no_letter", default="The class has no letter entry."),
    "LETTER": _(
        "school_letter", default="“${value}” is not the letter of a class (a Russian capital)."
    ),
    "LETTER_ORDER": _(
        "school_letter_order", default="The class already has a letter from that day or later."
    ),
    "CLOSED_TOO_EARLY": _(
        "school_closed_too_early", default="The class cannot end before it begins."
    ),
    "CLASS_FULL": _(
        "school_class_full",
        default="${n} pupils would be left in the class: ${names}. First put them into another class "
        "by order, or let them leave.",
    ),
    "CLASS_TAUGHT": _(
        "school_class_taught",
        default="The class is not taken back: appointments to it, ${n}. Close it instead.",
    ),
    "CLASS_NAMED": _(
        "school_class_named",
        default="The class is not taken back: records that name it, ${n}. Close it instead.",
    ),
    "CLASS_ORDERED": _(
        "school_class_ordered",
        default="The class is not taken back: orders under way that name it, ${n}. Give them up first.",
    ),
    "LABEL_TAKEN": _(
        "school_label_taken",
        default="Another class would be called ${label} from ${since}.",
    ),
    "COHORT_UNKNOWN": _("school_cohort_unknown", default="There is no such class."),
    "COHORT_MISSING": _("school_cohort_missing", default="Say for which class."),
    "COHORT_UNEXPECTED": _(
        "school_cohort_unexpected", default="This office is not bound to a class."
    ),
    "COHORT_NOT_LIVING": _(
        "school_cohort_not_living",
        default="The class exists only from ${since} until ${until}.",
    ),
    "SUBJECT_MISSING": _("school_subject_missing", default="Say which subject."),
    "SUBJECT_UNEXPECTED": _(
        "school_subject_unexpected", default="This office is not bound to a subject."
    ),
    "UNKNOWN_ROLE": _("school_unknown_role", default="There is no role “${value}”."),
    "ROLE_OF_FAMILY": _(
        "school_role_of_family",
        default="Legal representatives and pupils are linked to a file, not appointed.",
    ),
    "ORDER_MISSING": _("school_order_missing", default="The number of the order is missing."),
    "END_BEFORE_START": _("school_end_before_start", default="The last day is before the first."),
    "ENDS_BEFORE_START": _(
        "school_ends_before_start",
        default="The office began on ${start}; it cannot end earlier than the day before.",
    ),
    "ENDS_LATER": _(
        "school_ends_later",
        default="The order gives the office until ${end}; for more time a new order is needed.",
    ),
    "ACTING_FOR_SELF": _("school_acting_for_self", default="Nobody acts for themselves."),
    "REPLACES_NOBODY": _("school_replaces_nobody", default="Say whom the acting person replaces."),
    "ACTING_FOR_NO_HOLDER": _(
        "school_acting_for_no_holder",
        default="${name} does not hold this office on any of these days.",
    ),
    "ALREADY_HELD": _(
        "school_already_held",
        default="The same person already holds this office from ${start} until ${end}.",
    ),
    "OFFICE_TAKEN": _(
        "school_office_taken",
        default="${name} holds this office from ${start} until ${end}. For an acting holder choose "
        "“For whom”; for another holder end that appointment first.",
    ),
    "OFFICE_OF_SCHOOL": _(
        "school_office_of_school",
        default="Offices of the school, and the accounts of those who hold one, are given by the "
        "director.",
    ),
    "STANDS_IN_FOR": _(
        "school_stands_in_for",
        default="You act for ${name}: whoever acts for somebody neither ends nor suspends the "
        "appointments of that person.",
    ),
    "PERSON_UNKNOWN": _("school_person_unknown", default="There is no such person."),
    "NOT_STAFF": _("school_not_staff", default="Only staff are appointed to an office."),
    "NOT_GUARDIAN": _(
        "school_not_guardian", default="The person is not entered as a legal representative."
    ),
    "NOT_PUPIL": _("school_not_pupil", default="The person is not entered as a pupil."),
    "NAME_MISSING": _("school_name_missing", default="Surname and first name are needed."),
    "UNKNOWN_KIND": _("school_unknown_kind", default="“${value}” is no kind of person."),
    "UNKNOWN_CONTACT": _("school_unknown_contact", default="“${value}” is no kind of contact."),
    "UNKNOWN_RELATION": _("school_unknown_relation", default="“${value}” is no kind of relation."),
    "ACCOUNT_TAKEN": _(
        "school_account_taken", default="This account already belongs to somebody else."
    ),
    "ACCOUNT_EXISTS": _("school_account_exists", default="This person has an account already."),
    "ACCOUNT_MISSING": _("school_account_missing", default="This person has no account."),
    "LOGIN_TAKEN": _("school_login_taken", default="The login “${value}” is taken."),
    "LOGIN_FORM": _(
        "school_login_form",
        default="A login has 3 to 40 Latin letters, digits, dots, hyphens or underscores.",
    ),
    "PERSON_IN_USE": _(
        "school_person_in_use",
        default="The person has an account, appointments or children and cannot be removed.",
    ),
    "CHILD_MISSING": _("school_child_missing", default="Say whose file it is."),
    "ALREADY_LINKED": _("school_already_linked", default="They are linked already."),
    "NOT_LINKED": _("school_not_linked", default="They are not linked."),
    "PERIOD_ORDER": _(
        "school_period_order", default="The dates of the year and its periods are out of order."
    ),
    "PERIOD_OUTSIDE": _(
        "school_period_outside", default="A date lies outside the school year ${year}."
    ),
    "APPOINTMENT_UNKNOWN": _("school_appointment_unknown", default="There is no such appointment."),
    "REGULATION_NOT_LATER": _(
        "school_regulation_not_later",
        default="The version in force since ${since} stays as it is: a new one must begin later.",
    ),
    "REGULATION_SAME": _(
        "school_regulation_same", default="The new version says the same as the present one."
    ),
    "REGULATION_FAULT": _(
        "school_regulation_fault", default="In the regulation, ${path}: ${words}."
    ),
    "REGULATION_PATH": _(
        "school_regulation_path", default="The regulation has no place “${value}”."
    ),
    "SINCE_LATER": _(
        "school_since_later",
        default="Checkpoint No. ${since} is later than No. ${number}: growth is asked for from the "
        "earlier one to the later one.",
    ),
    "VALUE": _("school_value", default="“${value}” is not a value for “${field}”."),
    "UNKNOWN_FIELD": _("school_unknown_field", default="There is no field “${field}” here."),
    "CHOICE": _(
        "school_choice",
        default="“${value}” is not a value for “${field}”; there are: ${choices}.",
    ),
    "VALUE_MISSING": _("school_value_missing", default="“${field}” is missing."),
}

FAULTS = {
    "NOT_TEXT": _("school_fault_not_text", default="it is not a text"),
    "TOO_LARGE": _(
        "school_fault_too_large", default="the text is too long, at most ${detail} letters"
    ),
    "NOT_TOML": _("school_fault_not_toml", default="the file cannot be read: ${detail}"),
    "MISSING": _("school_fault_missing", default="the value is missing"),
    "UNKNOWN_KEY": _("school_fault_unknown_key", default="there is no such key"),
    "BAD_ID": _(
        "school_fault_bad_id", default="not an id: Latin small letters, digits, underscores"
    ),
    "WRONG_TYPE": _(
        "school_fault_wrong_type", default="a value of another kind is needed (${detail})"
    ),
    "NOT_IN_LIST": _("school_fault_not_in_list", default="not one of the known values (${detail})"),
    "OUT_OF_RANGE": _("school_fault_out_of_range", default="outside the allowed range (${detail})"),
    "EMPTY": _("school_fault_empty", default="the value is empty"),
    "TOO_LONG": _("school_fault_too_long", default="the value is too long (${detail})"),
    "BAD_CHARACTER": _(
        "school_fault_bad_character", default="a character that does not belong here"
    ),
    "BAD_FORMAT": _(
        "school_fault_bad_format", default="written in another form than needed (${detail})"
    ),
    "DUPLICATE": _("school_fault_duplicate", default="named twice (${detail})"),
    "NO_SOURCE": _("school_fault_no_source", default="the source is missing: clause and phrase"),
    "BAD_SOURCE": _("school_fault_bad_source", default="the source is incomplete"),
    "CONTRADICTION": _(
        "school_fault_contradiction", default="contradicts another value (${detail})"
    ),
    "UNKNOWN_REFERENCE": _(
        "school_fault_unknown_reference", default="points at nothing (${detail})"
    ),
    "UNKNOWN_DOCUMENT": _(
        "school_fault_unknown_document", default="no such document type (${detail})"
    ),
}
"""Words for the codes of `core.regulation_checks.Problem`."""

RELATIONS = {
    "mother": _("school_relation_mother", default="mother"),
    "father": _("school_relation_father", default="father"),
    "guardian": _("school_relation_guardian", default="guardian"),
    "trustee": _("school_relation_trustee", default="trustee"),
    "other": _("school_relation_other", default="other representative"),
}


def say(message, **data):
    """A message in the language of the request."""
    if data:
        message = filled(message, data)
    return translate(message, context=getRequest())


def day_text(day):
    """A date as staff write it, ДД.ММ.ГГГГ."""
    return f"{day:%d.%m.%Y}"


def reason_in_words(reason, school=None):
    """A core `Reason` as {code, field, message}; people are named from the school."""
    data = {name: _plain(value) for name, value in reason.data.items()}
    data.setdefault("field", reason.field)
    if reason.code == "REGULATION_FAULT":
        data["words"] = say(FAULTS[data["fault"]], detail=data["detail"])
    if "end" in data and reason.data["end"] is None:
        data["end"] = say(OPEN_END)
    person_id = reason.data.get("person_id")
    person = school.people.get(person_id) if school is not None and person_id else None
    data["name"] = person.short_name if person is not None else ""
    message = say(REASONS[reason.code], **data)
    return {"code": reason.code, "field": reason.field, "message": message}


def role_title(key):
    """The title of a role in the language of the request."""
    return say(BY_KEY[key].title)


def _plain(value):
    return day_text(value) if isinstance(value, date) else value
