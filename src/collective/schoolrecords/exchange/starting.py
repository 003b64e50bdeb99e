"""Beginning an import: what is asked first, the dry run, and the job."""

from AccessControl import getSecurityManager
from AccessControl.security import checkPermission
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.core.upload_names import clean_name
from collective.schoolrecords.core.upload_names import has_path
from collective.schoolrecords.exchange import journal
from collective.schoolrecords.exchange.filing import PREFIX
from collective.schoolrecords.exchange.filing import Report
from collective.schoolrecords.exchange.texts import findings_in_words
from collective.schoolrecords.jobs import storage as jobs
from collective.schoolrecords.jobs.interfaces import CANCELLED
from collective.schoolrecords.jobs.interfaces import FAILED
from collective.schoolrecords.jobs.kinds import find_kind
from collective.schoolrecords.messages import _
from datetime import date
from hashlib import sha256
from zExceptions import Unauthorized
from zope.globalrequest import getRequest
from zope.i18n import translate


#: Parameters that a person may give, by kind of list, with their types.
OPTIONS = {
    journal.CONTINGENT: {"year": int, "volume": str, "register": bool},
    journal.STAFF: {"year": int, "order_number": str, "order_date": date, "start": date},
    journal.BACKLOG: {},
    journal.PROTOCOLS: {},
}
REQUIRED = {journal.STAFF: ("order_number", "order_date")}
EARLIEST_YEAR, LATEST_YEAR = 1950, 2150


class ImportRefused(Refusal):
    """The import was not begun; nothing was written."""


class ImportInvalid(ImportRefused):
    """The order to import makes no sense (HTTP 400)."""

    status = 400


class ImportForbidden(ImportRefused):
    """The person may not do what the import would do."""

    status = 403


def dry_run(site, kind, data, filename, options=None):
    """Return the :class:`Report` of what an import would do. Writes nothing."""
    prepared = _prepare(site, kind, data, filename, options or {})
    worker, reading, parameters = prepared
    if reading.refused:
        return Report(0, {}, reading.findings, True)
    return worker.dry_run(site, reading, parameters)


def start_import(site, kind, data, filename, options=None, again=False):
    """Queue the import of a file in the current user's name and return its journal entry.

    Raises :class:`ImportRefused` with all findings for a file that is refused as a whole, and
    for a file that was imported before unless ``again``; `ImportInvalid` for a kind or options
    that do not exist; `ImportForbidden` and ``Unauthorized`` for rights that are missing.
    """
    worker, reading, parameters = _prepare(site, kind, data, filename, options or {})
    if reading.refused:
        words = findings_in_words(reading.findings, getRequest())
        _refuse(_("import_file_refused", default="The file cannot be loaded."), words)
    if not again:
        _refuse_repetition(site, kind, data, worker)
    user_id = getSecurityManager().getUser().getId()
    imports = journal.install_imports(site)
    one = journal.Import(kind, user_id, filename, data, parameters)
    one.rows = len(reading.rows)
    one.rows_read = reading.rows_read
    one.note(reading.findings)
    one.count("refused", len(reading.refused_rows))
    imports.add(one)
    job = jobs.submit(site, PREFIX + kind, {"import": one.uid}, started_by=user_id)
    one.job = job.uid
    return one


def may_load(site, kind):
    """Whether the current user may load lists of a kind."""
    worker = find_kind(PREFIX + kind)
    return all(
        checkPermission(permission, site) for permission in (worker.permission, *worker.also_needed)
    )


def _prepare(site, kind, data, filename, options):
    """Return (kind of job, reading, parameters), or refuse."""
    if kind not in journal.KINDS:
        _invalid("kind", _("import_kind_unknown", default="There is no such kind of list."))
    worker = find_kind(PREFIX + kind)
    for permission in (worker.permission, *worker.also_needed):
        if not checkPermission(permission, site):
            raise Unauthorized(permission)
    if not clean_name(filename) or has_path(filename):
        _invalid("filename", _("import_filename", default="The name of the file is not usable."))
    parameters = {**_options(kind, options), "today": school_today()}
    reading = worker.read(data, clean_name(filename), parameters, site)
    if not reading.refused:
        parameters = worker.defaults(reading, data, clean_name(filename), parameters)
        if not worker.may(site, parameters):
            message = _("import_may_not_register", default="Your role may not register files.")
            raise ImportForbidden(_say(message))
    return worker, reading, parameters


def _options(kind, options):
    """Return the options that were given, as values; refuse unknown and wrong ones together."""
    known, found, wrong = OPTIONS[kind], {}, []
    for name, value in options.items():
        if value is None:
            continue
        try:
            found[name] = _value(known[name], value)
        except (KeyError, ValueError, TypeError):
            wrong.append(name)
    year = found.get("year", EARLIEST_YEAR)
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        wrong.append("year")
    wrong += [name for name in REQUIRED.get(kind, ()) if not found.get(name)]
    if wrong:
        message = _say(_("import_options", default="Options are missing or cannot be read."))
        reasons = [{"code": "option", "field": name, "message": message} for name in wrong]
        raise ImportInvalid(message, reasons)
    return found


def _value(wanted, value):
    if wanted is date and isinstance(value, str):
        return date.fromisoformat(value)
    if wanted is str and (not isinstance(value, str) or len(value) > 60):
        raise ValueError(value)
    if type(value) is not wanted:
        raise TypeError(value)
    return value


def _refuse_repetition(site, kind, data, worker):
    """Refuse a file that is loaded already, unless that was taken back, left nothing behind, or
    left something for the present user to do.
    """
    imports = journal.imports_of(site)
    uid = imports.newest.get((kind, sha256(data).hexdigest())) if imports is not None else None
    if uid is None:
        return
    former = imports.get(uid)
    state = journal.state_of(site, former)
    made = former.uids or former.made
    if state == journal.UNDONE or (state in (FAILED, CANCELLED) and not made):
        return
    if worker.completes(site, former):
        return
    message = _(
        "import_repeated",
        default="This very file was loaded on ${day} (“${name}”).",
        mapping={"day": f"{former.at:%d.%m.%Y}", "name": former.filename},
    )
    reason = {"code": "repeated", "field": "data", "message": _say(message), "import": uid}
    _refuse(message, [reason])


def _refuse(message, reasons):
    raise ImportRefused(_say(message), reasons)


def _invalid(name, message):
    text = _say(message)
    raise ImportInvalid(text, [{"code": "option", "field": name, "message": text}])


def _say(message):
    return translate(message, context=getRequest())
