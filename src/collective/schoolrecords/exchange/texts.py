"""Words for the codes of findings, for the numbers and the states of imports."""

from collective.schoolrecords.exchange.findings import REFUSE_FILE
from collective.schoolrecords.exchange.findings import REFUSE_ROW
from collective.schoolrecords.exchange.findings import WARNING
from collective.schoolrecords.exchange.journal import ANNULLING
from collective.schoolrecords.exchange.journal import BACKLOG
from collective.schoolrecords.exchange.journal import CONTINGENT
from collective.schoolrecords.exchange.journal import PROTOCOLS
from collective.schoolrecords.exchange.journal import STAFF
from collective.schoolrecords.exchange.journal import UNDOING
from collective.schoolrecords.exchange.journal import UNDONE
from collective.schoolrecords.jobs.overview import STATE_TITLES
from collective.schoolrecords.messages import _
from collective.schoolrecords.school.texts import role_title
from zope.i18n import translate
from zope.i18nmessageid import Message


def _by_name(prefix, *messages):
    """Return name → message; a message is called as what it says, behind the prefix."""
    return {message.removeprefix(prefix): message for message in messages}


FINDINGS = _by_name(
    "import_finding_",
    _("import_finding_empty_file", default="The file is empty."),
    _("import_finding_too_large", default="The file is too large (${detail})."),
    _("import_finding_not_xlsx", default="The name promises a workbook, the content is none."),
    _("import_finding_damaged_file", default="The file is damaged and cannot be read."),
    _(
        "import_finding_unsafe_file",
        default="The file is built in a dangerous way and is not opened.",
    ),
    _("import_finding_not_table", default="The file is neither a workbook nor a text."),
    _("import_finding_not_text", default="The file is no text: save it as CSV."),
    _(
        "import_finding_unreadable_text",
        default="The text of the file cannot be read in any known encoding.",
    ),
    _("import_finding_bad_csv", default="The CSV file is broken (${detail})."),
    _(
        "import_finding_broken_quotes",
        default="A quotation mark in line ${detail} is not closed: rows would be lost.",
    ),
    _("import_finding_no_header", default="No row of titles was found."),
    _(
        "import_finding_no_titles",
        default="Row ${row} is no row of titles, so it is unknown what the columns hold. Copy the "
        "table together with its titles; these must be there: ${column}. Columns of row ${row} "
        "now: ${detail}",
    ),
    _("import_finding_no_data", default="There is no row below the header."),
    _("import_finding_missing_column", default="The column “${column}” is missing."),
    _("import_finding_encoding_cp1251", default="The text was read as Windows-1251."),
    _("import_finding_encoding_cp866", default="The text was read as DOS-866."),
    _("import_finding_encoding_koi8r", default="The text was read as KOI8-R."),
    _("import_finding_encoding_mac", default="The text was read as Macintosh Cyrillic."),
    _("import_finding_macros_ignored", default="The workbook's macros were not run."),
    _(
        "import_finding_links_ignored",
        default="The workbook's links to other files were not followed.",
    ),
    _("import_finding_sheet_hidden", default="A hidden sheet was not read."),
    _("import_finding_sheet_skipped", default="A sheet without a fitting header was not read."),
    _("import_finding_header_two_rows", default="The header takes two rows (${detail})."),
    _("import_finding_column_twice", default="The title stands twice; the first column was read."),
    _(
        "import_finding_column_unknown",
        default="The title means nothing known; the column was not read.",
    ),
    _("import_finding_row_skipped", default="A total or a note was not read as a row."),
    _("import_finding_missing_value", default="The value is missing."),
    _(
        "import_finding_bad_name",
        default="The name holds signs that a name does not have: ${detail}",
    ),
    _(
        "import_finding_ambiguous_name",
        default="It is not certain which word is which part of the name: ${detail}",
    ),
    _(
        "import_finding_latin_letters",
        default="Latin letters that look Russian were replaced: ${detail}",
    ),
    _("import_finding_unknown_class", default="There is no such class: ${detail}"),
    _(
        "import_finding_bad_file_letter",
        default="The letter of the file is no Russian letter: ${detail}",
    ),
    _("import_finding_bad_file_number", default="The number of the file cannot be read: ${detail}"),
    _(
        "import_finding_duplicate_file_number",
        default="The same letter and number stand in row ${detail}.",
    ),
    _("import_finding_letter_differs", default="The letter is not that of the surname: ${detail}"),
    _("import_finding_dates_disagree", default="The dates contradict each other: ${detail}"),
    _("import_finding_bad_date", default="There is no such day: ${detail}"),
    _("import_finding_date_without_day", default="The date has no day: ${detail}"),
    _(
        "import_finding_two_digit_year",
        default="The year has two digits, the century is unknown: ${detail}",
    ),
    _("import_finding_future_date", default="The day is still to come: ${detail}"),
    _("import_finding_too_old", default="The date lies before 1900: ${detail}"),
    _("import_finding_date_from_number", default="A number was read as the date ${detail}."),
    _("import_finding_snils_checksum", default="The check digits of the SNILS are wrong."),
    _("import_finding_snils_format", default="The SNILS does not have 11 digits."),
    _("import_finding_duplicate_snils", default="The same SNILS stands in row ${detail}."),
    _(
        "import_finding_same_pupil",
        default="The same name and date of birth stand in row ${detail}.",
    ),
    _("import_finding_sex_unknown", default="The sex cannot be read: ${detail}"),
    _(
        "import_finding_study_form_unknown",
        default="An unknown form of study was kept as written: ${detail}",
    ),
    _("import_finding_phone_unreadable", default="A telephone was kept as written: ${detail}"),
    _(
        "import_finding_email_unreadable",
        default="An e-mail address was kept as written: ${detail}",
    ),
    _("import_finding_guardian_without_name", default="Contacts without a name were left out."),
    _("import_finding_formula", default="A formula was taken as text and not run: ${detail}"),
    _(
        "import_finding_bad_login",
        default="The login has other signs than Latin letters and digits: ${detail}",
    ),
    _("import_finding_duplicate_login", default="The same login stands in row ${detail}."),
    _("import_finding_unknown_role", default="An unknown role was left out: ${detail}"),
    _(
        "import_finding_class_teacher_twice",
        default="The class has another class teacher in row ${detail}.",
    ),
    _(
        "import_finding_class_without_role",
        default="A class is named, the role of class teacher is not.",
    ),
    _(
        "import_finding_role_without_class",
        default="The role of class teacher is named, no class is.",
    ),
    _(
        "import_finding_class_without_teacher",
        default="Class ${detail} has no class teacher in the list.",
    ),
    _("import_finding_same_person", default="The same name stands in row ${detail}."),
    _("import_finding_unknown_type", default="An unknown type of document: ${detail}"),
    _(
        "import_finding_extra_cells",
        default="The row has more cells than the header: values may stand in wrong columns.",
    ),
    _(
        "import_finding_opened_after_closed",
        default="Opened later than closed (${detail}); the closing date counts.",
    ),
    _("import_finding_bad_year", default="The year of opening cannot be read: ${detail}"),
    _("import_finding_bad_sheets", default="The number of sheets cannot be read: ${detail}"),
    _(
        "import_finding_duplicate_row",
        default="The row repeats line ${detail} with its number; it is not filed.",
    ),
    _(
        "import_finding_already_filed",
        default="This file is here already (${detail}) and is not filed again.",
    ),
    _(
        "import_finding_value_invalid",
        default="The register does not take a value (${detail}): too long or out of range.",
    ),
    _("import_finding_not_registered", default="Not registered, stays a draft: ${detail}"),
    _(
        "import_finding_not_registered_doubtful",
        default="Not registered because of the other remarks on this row.",
    ),
    _(
        "import_finding_guardian_not_linked",
        default="A representative without surname or first name is kept in the file only.",
    ),
    _(
        "import_finding_already_known",
        default="A person of this name works here already; no second one was entered.",
    ),
    _(
        "import_finding_no_account",
        default="There is no account “${detail}” yet; open it on the person's page.",
    ),
    _("import_finding_account_taken", default="The account “${detail}” belongs to somebody else."),
    _("import_finding_other_account", default="The person has another account than “${detail}”."),
    _(
        "import_finding_bad_score",
        default="The score is no whole number or too high: ${detail}",
    ),
    _(
        "import_finding_mark_unknown",
        default="There is no mark “${detail}”: 2 to 5, зачёт, незачёт or н/я.",
    ),
    _(
        "import_finding_mark_written",
        default="The words name another mark than the figure: ${detail}",
    ),
    _("import_finding_form_unknown", default="There is no form “${detail}”: ОГЭ, ЕГЭ or ГВЭ."),
    _("import_finding_row_state_unknown", default="The state of the result is unknown: ${detail}"),
    _(
        "import_finding_appeal_without_row",
        default="The row that this appeal replaced is not in the protocol, or was not filed.",
    ),
    _(
        "import_finding_appeal_ambiguous",
        default="Several rows may be the one that this appeal replaced: nothing was guessed.",
    ),
    _(
        "import_finding_changed_without_new",
        default="The row was changed after an appeal; the new row is not here. It does not count.",
    ),
    _("import_finding_protocol_head", default="The head of the protocol lacks: ${detail}"),
    _(
        "import_finding_protocol_filed",
        default="Protocol ${detail} is here already and is not filed again.",
    ),
    _("import_finding_class_unknown", default="The school has no class ${detail} on this day."),
    _(
        "import_finding_pupil_unknown",
        default="No personal file of class ${detail} has this name; choose one in the protocol.",
    ),
    _(
        "import_finding_pupil_ambiguous",
        default="Several personal files have this name: ${detail}. Choose one in the protocol.",
    ),
    _("import_finding_value_long", default="The value is longer than ${detail} letters."),
    _("import_finding_result_missing", default="There is neither a mark nor a score."),
    _("import_finding_absent_with_score", default="Whoever did not come (н/я) has no score."),
    _(
        "import_finding_outside_not_here",
        default="A protocol of this kind holds pupils of the school only.",
    ),
    _(
        "import_finding_cell_without_title",
        default="The cell stands beside the last title and was not read: ${detail}",
    ),
    _("import_finding_row_twice", default="The pupil stands in the protocol twice."),
    _(
        "import_finding_appeal_in_table",
        default="The result of an appeal is entered beside an approved protocol, not into a draft.",
    ),
    _("import_finding_not_appointed", default="Not appointed: ${role} (${reasons})."),
    _(
        "import_finding_office_waits",
        default="The office “${role}” waits for the director: offices of the school are given by "
        "the director, who loads this same list once more or appoints under “Classes and people”.",
    ),
    _(
        "import_finding_account_waits",
        default="The account “${detail}” is not linked: accounts of those who hold an office of "
        "the school are linked by the director.",
    ),
)
"""Code of a finding, in small letters → its text.

${detail} and ${column} are filled from it. Where the detail is the key of a role, alone or before
a colon with codes of reasons behind it, ${role} and ${reasons} are these in words.
"""

NOT_APPOINTED = _by_name(
    "import_not_appointed_",
    _("import_not_appointed_already_held", default="holds it already"),
    _("import_not_appointed_office_taken", default="somebody else holds it on these days"),
    _("import_not_appointed_role_of_family", default="families are not appointed"),
    _("import_not_appointed_cohort_not_living", default="the class does not exist on these days"),
    _("import_not_appointed_end_before_start", default="the dates of the order do not fit"),
    _("import_not_appointed_order_missing", default="the number of the order is missing"),
)
"""Code of a reason against an appointment, in small letters → its words."""

NUMBERS = _by_name(
    "import_number_",
    _("import_number_filed", default="Filed"),
    _("import_number_registered", default="Registered"),
    _("import_number_results", default="Rows with results"),
    _("import_number_recognised", default="Personal files found"),
    _("import_number_appeals", default="Rulings on appeals"),
    _("import_number_familiarised", default="Notes of familiarisation"),
    _("import_number_already", default="Here already"),
    _("import_number_refused", default="Rows not filed"),
    _("import_number_cohorts", default="New classes"),
    _("import_number_people", default="New people"),
    _("import_number_guardians", default="Representatives linked"),
    _("import_number_closed", default="Closed"),
    _("import_number_open", default="Still open"),
    _("import_number_errors", default="With a fault"),
    _("import_number_held", default="On hold"),
    _("import_number_appointments", default="Appointments"),
    _("import_number_waiting", default="Offices that wait for the director"),
    _("import_number_accounts", default="Accounts linked"),
    _("import_number_subject_teachers", default="Subject teachers (appointed per class)"),
    _("import_number_annulled", default="Annulled"),
    _("import_number_left", default="Left when the import was annulled"),
)
"""Counts of an import, in the order in which they are shown."""

NUMBERS_OF = {
    PROTOCOLS: {
        "filed": _("import_number_filed_protocols", default="Protocols made"),
        "already": _("import_number_already_protocols", default="Protocols here already"),
    }
}
"""Kind → the counts that are no rows of its list."""

LEVELS = {
    REFUSE_FILE: _("import_level_refuse_file", default="File refused"),
    REFUSE_ROW: _("import_level_refuse_row", default="Fault: the row is left out"),
    WARNING: _("import_level_warning", default="Remark"),
}

KINDS = {
    CONTINGENT: _("import_kind_contingent", default="Pupils"),
    STAFF: _("import_kind_staff", default="Staff"),
    BACKLOG: _("import_kind_backlog", default="Archive"),
    PROTOCOLS: _("import_kind_protocols", default="Protocols of state exams"),
}

STATES = {
    **STATE_TITLES,
    UNDOING: _("import_state_undoing", default="Being taken back"),
    UNDONE: _("import_state_undone", default="Taken back"),
    ANNULLING: _("import_state_annulling", default="Being annulled"),
}


def finding_in_words(finding, request):
    """Return the text of a finding in the language of ``request``."""
    message = FINDINGS[finding.code.lower()]
    mapping = {"detail": finding.detail, "column": finding.column, "row": finding.row}
    if finding.code in ("NOT_APPOINTED", "OFFICE_WAITS"):
        role, _colon, codes = finding.detail.partition(": ")
        mapping["role"] = role_title(role)
        reasons = (NOT_APPOINTED.get(code.lower(), code) for code in codes.split(", "))
        mapping["reasons"] = ", ".join(translate(one, context=request) for one in reasons)
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
