"""Words for the codes of findings, for the numbers and the states of imports."""

from collective.schoolrecords.exchange.findings import REFUSE_FILE
from collective.schoolrecords.exchange.findings import REFUSE_ROW
from collective.schoolrecords.exchange.findings import WARNING
from collective.schoolrecords.exchange.journal import BACKLOG
from collective.schoolrecords.exchange.journal import CONTINGENT
from collective.schoolrecords.exchange.journal import STAFF
from collective.schoolrecords.exchange.journal import UNDOING
from collective.schoolrecords.exchange.journal import UNDONE
from collective.schoolrecords.jobs.overview import STATE_TITLES
from collective.schoolrecords.messages import _
from zope.i18n import translate
from zope.i18nmessageid import Message


FINDINGS = {
    "EMPTY_FILE": _("import_finding_empty_file", default="The file is empty."),
    "TOO_LARGE": _("import_finding_too_large", default="The file is too large (${detail})."),
    "NOT_XLSX": _(
        "import_finding_not_xlsx", default="The name promises a workbook, the content is none."
    ),
    "DAMAGED_FILE": _(
        "import_finding_damaged_file", default="The file is damaged and cannot be read."
    ),
    "UNSAFE_FILE": _(
        "import_finding_unsafe_file",
        default="The file is built in a dangerous way and is not opened.",
    ),
    "NOT_TABLE": _(
        "import_finding_not_table", default="The file is neither a workbook nor a text."
    ),
    "NOT_TEXT": _("import_finding_not_text", default="The file is no text: save it as CSV."),
    "UNREADABLE_TEXT": _(
        "import_finding_unreadable_text",
        default="The text of the file cannot be read in any known encoding.",
    ),
    "BAD_CSV": _("import_finding_bad_csv", default="The CSV file is broken (${detail})."),
    "BROKEN_QUOTES": _(
        "import_finding_broken_quotes",
        default="A quotation mark in line ${detail} is not closed: rows would be lost.",
    ),
    "NO_HEADER": _("import_finding_no_header", default="No row of titles was found."),
    "NO_DATA": _("import_finding_no_data", default="There is no row below the header."),
    "MISSING_COLUMN": _(
        "import_finding_missing_column", default="The column “${column}” is missing."
    ),
    "ENCODING_CP1251": _(
        "import_finding_encoding_cp1251", default="The text was read as Windows-1251."
    ),
    "ENCODING_CP866": _("import_finding_encoding_cp866", default="The text was read as DOS-866."),
    "ENCODING_KOI8R": _("import_finding_encoding_koi8r", default="The text was read as KOI8-R."),
    "ENCODING_MAC": _(
        "import_finding_encoding_mac", default="The text was read as Macintosh Cyrillic."
    ),
    "MACROS_IGNORED": _(
        "import_finding_macros_ignored", default="The workbook's macros were not run."
    ),
    "LINKS_IGNORED": _(
        "import_finding_links_ignored",
        default="The workbook's links to other files were not followed.",
    ),
    "SHEET_HIDDEN": _("import_finding_sheet_hidden", default="A hidden sheet was not read."),
    "SHEET_SKIPPED": _(
        "import_finding_sheet_skipped", default="A sheet without a fitting header was not read."
    ),
    "HEADER_TWO_ROWS": _(
        "import_finding_header_two_rows", default="The header takes two rows (${detail})."
    ),
    "COLUMN_TWICE": _(
        "import_finding_column_twice", default="The title stands twice; the first column was read."
    ),
    "COLUMN_UNKNOWN": _(
        "import_finding_column_unknown",
        default="The title means nothing known; the column was not read.",
    ),
    "ROW_SKIPPED": _(
        "import_finding_row_skipped", default="A total or a note was not read as a row."
    ),
    "MISSING_VALUE": _("import_finding_missing_value", default="The value is missing."),
    "BAD_NAME": _(
        "import_finding_bad_name",
        default="The name holds signs that a name does not have: ${detail}",
    ),
    "AMBIGUOUS_NAME": _(
        "import_finding_ambiguous_name",
        default="It is not certain which word is which part of the name: ${detail}",
    ),
    "LATIN_LETTERS": _(
        "import_finding_latin_letters",
        default="Latin letters that look Russian were replaced: ${detail}",
    ),
    "UNKNOWN_CLASS": _("import_finding_unknown_class", default="There is no such class: ${detail}"),
    "BAD_FILE_LETTER": _(
        "import_finding_bad_file_letter",
        default="The letter of the file is no Russian letter: ${detail}",
    ),
    "BAD_FILE_NUMBER": _(
        "import_finding_bad_file_number", default="The number of the file cannot be read: ${detail}"
    ),
    "DUPLICATE_FILE_NUMBER": _(
        "import_finding_duplicate_file_number",
        default="The same letter and number stand in row ${detail}.",
    ),
    "LETTER_DIFFERS": _(
        "import_finding_letter_differs", default="The letter is not that of the surname: ${detail}"
    ),
    "DATES_DISAGREE": _(
        "import_finding_dates_disagree", default="The dates contradict each other: ${detail}"
    ),
    "BAD_DATE": _("import_finding_bad_date", default="There is no such day: ${detail}"),
    "DATE_WITHOUT_DAY": _(
        "import_finding_date_without_day", default="The date has no day: ${detail}"
    ),
    "TWO_DIGIT_YEAR": _(
        "import_finding_two_digit_year",
        default="The year has two digits, the century is unknown: ${detail}",
    ),
    "FUTURE_DATE": _("import_finding_future_date", default="The day is still to come: ${detail}"),
    "TOO_OLD": _("import_finding_too_old", default="The date lies before 1900: ${detail}"),
    "DATE_FROM_NUMBER": _(
        "import_finding_date_from_number", default="A number was read as the date ${detail}."
    ),
    "SNILS_CHECKSUM": _(
        "import_finding_snils_checksum", default="The check digits of the SNILS are wrong."
    ),
    "SNILS_FORMAT": _("import_finding_snils_format", default="The SNILS does not have 11 digits."),
    "DUPLICATE_SNILS": _(
        "import_finding_duplicate_snils", default="The same SNILS stands in row ${detail}."
    ),
    "SAME_PUPIL": _(
        "import_finding_same_pupil",
        default="The same name and date of birth stand in row ${detail}.",
    ),
    "SEX_UNKNOWN": _("import_finding_sex_unknown", default="The sex cannot be read: ${detail}"),
    "STUDY_FORM_UNKNOWN": _(
        "import_finding_study_form_unknown",
        default="An unknown form of study was kept as written: ${detail}",
    ),
    "PHONE_UNREADABLE": _(
        "import_finding_phone_unreadable", default="A telephone was kept as written: ${detail}"
    ),
    "EMAIL_UNREADABLE": _(
        "import_finding_email_unreadable",
        default="An e-mail address was kept as written: ${detail}",
    ),
    "GUARDIAN_WITHOUT_NAME": _(
        "import_finding_guardian_without_name", default="Contacts without a name were left out."
    ),
    "FORMULA": _(
        "import_finding_formula", default="A formula was taken as text and not run: ${detail}"
    ),
    "BAD_LOGIN": _(
        "import_finding_bad_login",
        default="The login has other signs than Latin letters and digits: ${detail}",
    ),
    "DUPLICATE_LOGIN": _(
        "import_finding_duplicate_login", default="The same login stands in row ${detail}."
    ),
    "UNKNOWN_ROLE": _(
        "import_finding_unknown_role", default="An unknown role was left out: ${detail}"
    ),
    "CLASS_TEACHER_TWICE": _(
        "import_finding_class_teacher_twice",
        default="The class has another class teacher in row ${detail}.",
    ),
    "CLASS_WITHOUT_ROLE": _(
        "import_finding_class_without_role",
        default="A class is named, the role of class teacher is not.",
    ),
    "ROLE_WITHOUT_CLASS": _(
        "import_finding_role_without_class",
        default="The role of class teacher is named, no class is.",
    ),
    "CLASS_WITHOUT_TEACHER": _(
        "import_finding_class_without_teacher",
        default="Class ${detail} has no class teacher in the list.",
    ),
    "SAME_PERSON": _(
        "import_finding_same_person", default="The same name stands in row ${detail}."
    ),
    "UNKNOWN_TYPE": _(
        "import_finding_unknown_type", default="An unknown type of document: ${detail}"
    ),
    "EXTRA_CELLS": _(
        "import_finding_extra_cells",
        default="The row has more cells than the header: values may stand in wrong columns.",
    ),
    "OPENED_AFTER_CLOSED": _(
        "import_finding_opened_after_closed",
        default="Opened later than closed (${detail}); the closing date counts.",
    ),
    "BAD_YEAR": _(
        "import_finding_bad_year", default="The year of opening cannot be read: ${detail}"
    ),
    "BAD_SHEETS": _(
        "import_finding_bad_sheets", default="The number of sheets cannot be read: ${detail}"
    ),
    "DUPLICATE_ROW": _(
        "import_finding_duplicate_row",
        default="The row repeats line ${detail} with its number; it is not filed.",
    ),
    "ALREADY_FILED": _(
        "import_finding_already_filed",
        default="This file is here already (${detail}) and is not filed again.",
    ),
    "VALUE_INVALID": _(
        "import_finding_value_invalid",
        default="The register does not take a value (${detail}): too long or out of range.",
    ),
    "NOT_REGISTERED": _(
        "import_finding_not_registered", default="Not registered, stays a draft: ${detail}"
    ),
    "NOT_REGISTERED_DOUBTFUL": _(
        "import_finding_not_registered_doubtful",
        default="Not registered because of the other remarks on this row.",
    ),
    "GUARDIAN_NOT_LINKED": _(
        "import_finding_guardian_not_linked",
        default="A representative without surname or first name is kept in the file only.",
    ),
    "ALREADY_KNOWN": _(
        "import_finding_already_known",
        default="A person of this name works here already; no second one was entered.",
    ),
    "NO_ACCOUNT": _(
        "import_finding_no_account",
        default="There is no account “${detail}” yet; open it on the person's page.",
    ),
    "ACCOUNT_TAKEN": _(
        "import_finding_account_taken", default="The account “${detail}” belongs to somebody else."
    ),
    "OTHER_ACCOUNT": _(
        "import_finding_other_account", default="The person has another account than “${detail}”."
    ),
    "NOT_APPOINTED": _("import_finding_not_appointed", default="Not appointed: ${detail}"),
}
"""Code of a finding → its text; ${detail} and ${column} are filled from the finding."""

NUMBERS = {
    "filed": _("import_number_filed", default="Filed"),
    "registered": _("import_number_registered", default="Registered"),
    "already": _("import_number_already", default="Here already"),
    "refused": _("import_number_refused", default="Rows not filed"),
    "cohorts": _("import_number_cohorts", default="New classes"),
    "people": _("import_number_people", default="New people"),
    "guardians": _("import_number_guardians", default="Representatives linked"),
    "closed": _("import_number_closed", default="Closed"),
    "open": _("import_number_open", default="Still open"),
    "errors": _("import_number_errors", default="With a fault"),
    "held": _("import_number_held", default="On hold"),
    "appointments": _("import_number_appointments", default="Appointments"),
    "accounts": _("import_number_accounts", default="Accounts linked"),
    "subject_teachers": _(
        "import_number_subject_teachers", default="Subject teachers (appointed per class)"
    ),
}
"""Counts of an import, in the order in which they are shown."""

LEVELS = {
    REFUSE_FILE: _("import_level_refuse_file", default="File refused"),
    REFUSE_ROW: _("import_level_refuse_row", default="Row not filed"),
    WARNING: _("import_level_warning", default="Remark"),
}

KINDS = {
    CONTINGENT: _("import_kind_contingent", default="Pupils"),
    STAFF: _("import_kind_staff", default="Staff"),
    BACKLOG: _("import_kind_backlog", default="Archive"),
}

STATES = {
    **STATE_TITLES,
    UNDOING: _("import_state_undoing", default="Being taken back"),
    UNDONE: _("import_state_undone", default="Taken back"),
}


def finding_in_words(finding, request):
    """Return the text of a finding in the language of ``request``."""
    message = FINDINGS[finding.code]
    mapping = {"detail": finding.detail, "column": finding.column}
    filled = Message(message, domain=message.domain, default=message.default, mapping=mapping)
    return translate(filled, context=request)


def finding_as_data(finding, request):
    """Return a finding as JSON-ready data with its text and the name of its level."""
    return {
        "code": finding.code,
        "level": finding.level,
        "level_title": translate(LEVELS[finding.level], context=request),
        "sheet": finding.sheet,
        "row": finding.row,
        "cell": finding.cell,
        "column": finding.column,
        "detail": finding.detail,
        "field": finding.cell or None,
        "message": finding_in_words(finding, request),
    }


def findings_in_words(findings, request):
    """Return :func:`finding_as_data` of every finding."""
    return [finding_as_data(one, request) for one in findings]
