"""Several children are admitted together: files, numbers, inventories and the order, or nothing.

With an approved order everything happens in one transaction: each child gets the next free number of
its letter, is registered, and its inner inventory begins with the application. Without one the files
are drafts, the order that names them goes to the director, and the same button registers them when
the director has approved it. Two offices that admit at one moment write the same key of the book:
one of them is repeated and takes the number after.
"""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core import admission as rules
from collective.schoolrecords.core import lifecycle as life
from collective.schoolrecords.core import order_texts
from collective.schoolrecords.core.coming_year import check_class_on
from collective.schoolrecords.core.names import clean_name
from collective.schoolrecords.core.names import full_name
from collective.schoolrecords.core.names import name_sort_key
from collective.schoolrecords.core.names import short_name
from collective.schoolrecords.core.names import sort_key
from collective.schoolrecords.core.names import surname_letter
from collective.schoolrecords.core.reasons import Reason
from collective.schoolrecords.lifecycle import steps
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.personal_file import alphabet_book
from collective.schoolrecords.records.personal_file.interfaces import IPersonalFile
from collective.schoolrecords.records.personal_file.moves import ALPHABET
from collective.schoolrecords.records.year_work import orders
from collective.schoolrecords.records.year_work import settings
from collective.schoolrecords.records.year_work import storage
from collective.schoolrecords.records.year_work.children import continued_file
from collective.schoolrecords.records.year_work.class_moves import move_on
from collective.schoolrecords.records.year_work.refusals import PupilsRefused
from collective.schoolrecords.records.year_work.refusals import WorkRefused
from collective.schoolrecords.school.storage import get_school
from plone import api
from plone.dexterity.utils import createContentInContainer
from zope.event import notify
from zope.lifecycleevent import Attributes
from zope.lifecycleevent import ObjectModifiedEvent


WAY_TITLES = {
    rules.NEW: _("admission_new", default="for the first time, or came back"),
    rules.TRANSFERRED: _("admission_transferred", default="from another school"),
    rules.CONTINUED: _("admission_continued", default="from our grade 9 into grade 10"),
}
#: What of a child goes into the fields of the file.
FIELDS = (
    "last_name",
    "first_name",
    "middle_name",
    "birth_date",
    "sex",
    "snils",
    "citizenship",
    "address",
    "representatives",
    "came_from",
    "former_number",
    "cohort_id",
    "admitted_on",
)
#: Papers that come with a child: key of the form → the kind in the inner inventory.
PAPERS = {
    "application": "Заявление о приёме",
    "certificate": "Копия свидетельства о рождении",
    "former_file": "Личное дело из прежней школы",
    "marks": "Ведомость текущих отметок",
}
VOLUME = "1"


def register():
    """Return the register of personal files."""
    return api.portal.get()["personal-files"]


def short_of(child):
    """Return «Ёлкина А. П.», the number of a file that goes on, or a dash."""
    parts = [clean_name(child.get(one) or "") for one in FIELDS[:3]]
    return short_name(*parts) or child.get("number") or "—"


def known_files(child):
    """Return the files of the same person: same name, same birthday; the newest admission last."""
    parts = [clean_name(child.get(one) or "") for one in FIELDS[:3]]
    if not all(parts[:2]):
        return []
    first = sort_key(full_name(*parts))
    brains = api.portal.get_tool("portal_catalog")(
        portal_type="personal_file",
        record_sort={"query": (first, f"{first}\uffff"), "range": "minmax"},
    )
    key = name_sort_key(*parts)
    found = [brain.getObject() for brain in brains]
    same = [
        one
        for one in found
        if name_sort_key(one.last_name, one.first_name, one.middle_name or "") == key
        and one.birth_date == child.get("birth_date")
    ]
    return sorted(same, key=lambda one: (str(one.admitted_on or ""), one.number or 0))


def former_file(child):
    """Return the file of a pupil who comes back, ``None`` for anybody else."""
    left = [one for one in known_files(child) if one.state in life.FINISHED]
    return left[-1] if left else None


def check(children):
    """Return pairs (name, core reasons) of every child that cannot be admitted as entered."""
    school, today = get_school(), school_today()
    known = {one.id: one for one in school.cohorts.values() if one.last_day >= today}
    setting, twins = settings.grade_10_file(), rules.twins(children)
    found = []
    for place, child in enumerate(children):
        record = continued_file(child) if child.get("way") == rules.CONTINUED else None
        asked = {**child, "file": record and record.UID()}
        reasons = list(rules.check_child(asked, known, today, setting))
        if place in twins:
            reasons.append(Reason("child_twice"))
        reasons.extend(_against(child, record, known.get(child.get("cohort_id"))))
        if reasons:
            found.append((short_of(child), _told_once(reasons)))
    return found


def _against(child, record, cohort):
    day = child.get("admitted_on")
    if cohort is not None:
        yield from check_class_on(cohort, day, "admitted_on")
    if child.get("way") == rules.CONTINUED:
        if record is None:
            yield Reason("continued_file", "number")
        if cohort is not None and day and cohort.grade_on(day) not in (None, rules.SENIOR_GRADE):
            yield Reason("not_grade_10", "cohort_id")
        return
    last_name = clean_name(child.get("last_name") or "")
    if last_name and surname_letter(last_name) not in ALPHABET:
        yield Reason("letter_unknown", "last_name")
    for one in known_files(child):
        if one.state == life.CURRENT:
            yield Reason("pupil_already", "last_name", {"number": one.file_number})


def _told_once(reasons):
    """A file that is not there is told by its number alone, not as a field that lacks too."""
    return [one for one in reasons if (one.code, one.field) != ("missing", "file")]


def check_one(child):
    """Refuse a child as it was entered, with all reasons beside their fields."""
    pairs = check([child])
    if pairs:
        raise WorkRefused(pairs[0][1])


def keep_child(work, child, place=None):
    """Keep a child of the admission, a new one or the one at ``place``; refused with all reasons."""
    check_one(child)
    children = list(work.values.get("children", ()))
    if place is None:
        children.append(child)
    else:
        children[place] = child
    if len(children) > rules.MOST_CHILDREN:
        raise WorkRefused([Reason("too_many_children", None, {"most": rules.MOST_CHILDREN})])
    if rules.twins(children):
        raise WorkRefused([Reason("child_twice", "last_name")])
    work.keep(children=tuple(children))


def take_out(work, place):
    """Take a child out of the admission."""
    children = list(work.values.get("children", ()))
    if 0 <= place < len(children):
        del children[place]
        work.keep(children=tuple(children))


def new_numbers(children):
    """Return (letter, number) as the book stands now for each child, ``None`` where a file goes on."""
    news = [one for one in children if one.get("way") != rules.CONTINUED]
    found = iter(
        rules.numbers_for(
            (clean_name(one["last_name"]) for one in news),
            lambda letter: alphabet_book.next_number(register(), letter, VOLUME),
        )
    )
    return [None if one.get("way") == rules.CONTINUED else next(found) for one in children]


def carry_out(work):
    """Admit the children, or make drafts and draw up the order; return how many are registered."""
    children = work.values.get("children", ())
    if not children:
        raise WorkRefused([Reason("no_children")])
    if not work.files:
        pairs = check(children)
        if pairs:
            raise PupilsRefused(pairs)
    found = orders.reasons_against(work, school_today())
    if found:
        raise WorkRefused(found)
    basis = orders.basis_of(work)
    if basis is None:
        _draw_up(work, children)
        return 0
    files = _files(work, children)
    for child, record, number in zip(children, files, new_numbers(children), strict=True):
        _admit(child, record, number, basis)
    work.files = tuple(record.UID() for record in files)
    work.finish(admitted=len(files))
    return len(files)


def _files(work, children):
    """Return the files of the children: drafts made before the order, or new ones.

    A draft that somebody has deleted since is made anew: the order names the child.
    """
    if not work.files:
        return [_file(child) for child in children]
    catalog = api.portal.get_tool("portal_catalog")
    brains = {one.UID: one for one in catalog(UID=list(work.files))}
    return [
        brains[uid].getObject() if uid in brains else _file(child)
        for child, uid in zip(children, work.files, strict=True)
    ]


def _file(child):
    if child["way"] == rules.CONTINUED:
        return continued_file(child)
    values = {name: child[name] for name in FIELDS if child.get(name) not in (None, "", ())}
    for name in FIELDS[:3]:
        if values.get(name):
            values[name] = clean_name(values[name])
    values["letter"] = surname_letter(values["last_name"])
    former = former_file(child)
    if former is not None:
        values["former_file"] = former.UID()
    record = createContentInContainer(register(), "personal_file", **values)
    for key, kind in PAPERS.items():
        sheets = child.get(f"{key}_sheets")
        if key == "application" or sheets:
            createContentInContainer(
                record,
                "file_document",
                kind=kind,
                dated_on=child.get("application_on") or child["admitted_on"],
                doc_sheets=sheets or 1,
                on_paper=True,
                original=key != "certificate",
            )
    return record


def _admit(child, record, number, basis):
    if child["way"] == rules.CONTINUED:
        move_on(record, child["cohort_id"], str(basis), child["admitted_on"])
        return
    letter, figure = number
    record.letter, record.number, record.book_volume = letter, figure, VOLUME
    record.admission_order_number, record.admission_order_date = basis.number, basis.day
    names = ("letter", "number", "admission_order_number", "admission_order_date")
    notify(ObjectModifiedEvent(record, Attributes(IPersonalFile, *names)))
    steps.perform(record, "register", {})
    for document in record.objectValues():
        if document.portal_type == "file_document" and document.state == life.DRAFT:
            steps.perform(document, "approve", {})


def _draw_up(work, children):
    school = get_school()
    files = _files(work, children)
    lines = [
        (
            record.full_name,
            school.cohorts[child["cohort_id"]].nearest_label(child["admitted_on"]),
            child["admitted_on"],
            (child.get("came_from") or "") if child["way"] == rules.TRANSFERRED else "",
        )
        for child, record in zip(children, files, strict=True)
    ]
    work.files = tuple(record.UID() for record in files)
    people = [(record.full_name, record.UID()) for record in files]
    orders.draw_up(work, order_texts.ADMISSION, order_texts.admission_text(lines), people)
    work.state = storage.WAITING
