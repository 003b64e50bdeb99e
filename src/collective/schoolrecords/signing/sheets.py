"""The one writer of familiarisation sheets, and who may read and keep one.

A person on the sheet reads the document and acknowledges it, whatever else they may see: being asked
to know it is what opens it to them.
"""

from AccessControl import getSecurityManager
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.access.roles import works_with
from collective.schoolrecords.core import sheets as rules
from collective.schoolrecords.core.reasons import Reason
from collective.schoolrecords.core.signing import FAMILIARISATION
from collective.schoolrecords.core.states import VIEW
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.messages import _
from collective.schoolrecords.school.storage import get_school
from collective.schoolrecords.signing import plan
from collective.schoolrecords.signing.adding import title_of
from collective.schoolrecords.signing.form import form_of
from collective.schoolrecords.signing.refusals import say
from collective.schoolrecords.signing.refusals import SigningForbidden
from collective.schoolrecords.signing.refusals import SigningRefused
from collective.schoolrecords.signing.sheet_storage import find_waiting
from collective.schoolrecords.signing.sheet_storage import install_sheet
from collective.schoolrecords.signing.sheet_storage import install_waiting
from collective.schoolrecords.signing.sheet_storage import sheet_of
from plone.app.uuid.utils import uuidToObject


STATEMENT = _(
    "sheet_statement",
    default="I, ${name}, have read the document “${title}” in the edition with SHA-256 ${digest}. "
    "Simple electronic signature, basis: ${act}.",
)


def may_keep(record):
    """Whether the user puts people on the sheet and enters what is on paper."""
    held = getSecurityManager().getUser().getRolesInContext(record)
    return record.family_id in rules.OPEN_STATES and bool(set(rules.KEEPERS) & set(held))


def reads_all(record):
    """Whether the user reads all lines: whoever sees the document and works in the school."""
    sees = getSecurityManager().checkPermission(VIEW, record)
    return bool(sees) and works_with(record)


def person_id_now():
    """Return the id of the person behind the current account, or ``None``."""
    school, user_id = get_school(), getSecurityManager().getUser().getId()
    person = school.person_of(user_id) if school is not None and user_id else None
    return person.id if person is not None else None


def is_listed(record):
    """Whether the current user stands on the record's sheet."""
    sheet = sheet_of(record)
    return sheet is not None and person_id_now() in sheet._listed


def list_people(record, person_ids, until=None):
    """Put people of the school on the sheet, those on it already left out; return the new ids."""
    _check_keeper(record)
    sheet, people = sheet_of(record), get_school().people
    there = sheet.listed() if sheet is not None else {}
    asked = dict.fromkeys(person_ids)
    unknown = [one for one in asked if one not in people]
    new = [one for one in asked if one in people and one not in there]
    again = [one for one in asked if one in there]
    today = school_today()
    _refuse(
        rules.listing_reasons(
            record.family_id, record.state, len(there), new, again, unknown, until, today
        )
    )
    sheet, by = install_sheet(record), _user_id()
    for person_id in new:
        sheet.put(rules.Listed(person_id, today, until, by))
    sheet.seal()
    install_waiting().wait(record.UID(), new)
    payload = {"people": {one: people[one].full_name for one in new}, "until": until}
    record_event(record, "sheet_listed", payload=payload)
    return new


def reasons_against_own(record, seen=None):
    """Return all reasons why the current user cannot acknowledge now."""
    sheet = sheet_of(record)
    listed, noted = (sheet._listed, sheet._noted) if sheet is not None else ((), ())
    digest = form_of(record).digest
    state = (record.family_id, record.state)
    found = rules.own_reasons(*state, person_id_now(), listed, noted, digest, seen)
    return (*found, *plan.simple_reasons(record, FAMILIARISATION))


def statement(record):
    """Return what the current user agrees to by acknowledging."""
    return say(
        STATEMENT,
        name=plan.person_now(record).name,
        title=title_of(record),
        digest=form_of(record).digest,
        act=plan.act_on_simple(),
    )


def check_own(record, seen):
    """Raise with all reasons why the user cannot acknowledge; the password is asked afterwards."""
    found = reasons_against_own(record, seen)
    if found:
        raise (SigningRefused if is_listed(record) else SigningForbidden)(found)


def acknowledge(record, seen):
    """Note that the current user, whose password was right, has got to know the document."""
    check_own(record, seen)
    noted = rules.Noted(
        person_id_now(),
        rules.SIMPLE,
        school_today(),
        form_of(record).digest,
        statement(record),
        _user_id(),
    )
    _note(record, [noted])
    return noted


def note_paper(record, person_ids, day, fact=""):
    """Enter that people signed the paper sheet on a day; all of them or none."""
    _check_keeper(record)
    sheet, chosen = sheet_of(record), list(dict.fromkeys(person_ids))
    listed, noted = (sheet._listed, sheet._noted) if sheet is not None else ((), ())
    _refuse(
        rules.paper_reasons(
            record.family_id,
            record.state,
            chosen,
            listed,
            noted,
            day,
            record.dated_on,
            school_today(),
        )
    )
    by = _user_id()
    made = [rules.Noted(one, rules.PAPER, day, "", fact.strip()[:400], by) for one in chosen]
    _note(record, made)
    return made


def waiting_for_me():
    """Return the documents that the current user has to get to know, as objects, by title."""
    index, person_id = find_waiting(), person_id_now()
    uids = (index.people.get(person_id) or ()) if index is not None and person_id else ()
    return _open(uids)


def waiting_documents():
    """Return the documents that still wait for somebody, as objects, by title."""
    index = find_waiting()
    return _open(index.records if index is not None else ())


def _open(uids):
    found = (uuidToObject(uid, unrestricted=True) for uid in uids)
    kept = [
        one
        for one in found
        if one is not None and one.state in rules.OPEN_STATES.get(one.family_id, ())
    ]
    return sorted(kept, key=lambda one: (one.sort_key(), one.UID()))


def _note(record, made):
    sheet = sheet_of(record)
    for one in made:
        sheet.note(one)
    sheet.seal()
    install_waiting().done(record.UID(), [one.person_id for one in made])
    payload = {
        "noted": [{"person": one.person_id, "way": one.way, "day": one.day} for one in made],
        # Apart: free text, and statements with names, are not opened for an auditor.
        "facts": {one.person_id: one.fact for one in made},
        "digest": made[0].digest or None,
    }
    record_event(record, "sheet_noted", payload=payload)


def _check_keeper(record):
    if not may_keep(record):
        raise SigningForbidden([Reason("sheet_forbidden")])


def _refuse(found):
    if found:
        raise SigningRefused(found)


def _user_id():
    return str(getSecurityManager().getUser().getId())
