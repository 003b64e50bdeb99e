"""The state of the whole archive as Russian lines: what stands on paper and in the table."""

from collective.schoolrecords.lifecycle.texts import state_message
from datetime import datetime
from zope.i18n import translate


FAMILIES = {
    "personal_file": "Личные дела",
    "file_document": "Документы дел",
    "portfolio": "Портфолио",
    "order": "Приказы",
    "local_regulation": "Локальные акты",
    "case_file": "Дела номенклатуры",
    "inventory": "Описи",
    "book": "Книги",
    "protocol": "Протоколы",
    "destruction_act": "Акты о выделении к уничтожению",
}
ACT_COLUMNS = ("Номер акта", "Дата", "Состояние", "Номер записи (UID)")
HOLDS = {
    "in_force": "действуют",
    "ahead": "ещё не начались",
    "over": "истекли",
    "lifted": "сняты",
}
TERMS = {
    "due": "Сроки хранения истекли",
    "on_hold": "Из них приостановлено",
    "open": "Ещё не закрытые записи",
    "to_mend": "Записи, даты которых надо исправить",
}
SIGNATURES = {
    "failed": "Записи с недействительной подписью",
    "changed": "Записи, изменённые после подписи",
    "unchecked": "Записи с непроверенной подписью",
    "beside": "Записи, которые держатся на другой подписи, а одна из их подписей не подтверждена",
    "wanted": "Записи, которые ждут подписи",
}
FOUND = {
    "changed": "изменено",
    "missing": "отсутствует",
    "extra": "лишнее",
    "unreadable": "не читается",
}


def state_in_words(state, family):
    """Return how a state of a family is called on paper."""
    return translate(state_message(state, family), target_language="ru")


def status_lines(status):
    """Return pairs of texts (what, how it stands) from ``audit_status``, in order."""
    return tuple(_lines(status))


def _lines(status):
    last = status["ledger"]["checkpoint"]
    yield "Номер архива", status["ledger"]["archive"] or "—"
    yield "Последняя контрольная точка", _checkpoint(last)
    if last is not None:
        yield "Корень контрольной точки", last["root"]
    yield "Записей изменено после неё", str(status["ledger"]["window"])
    yield "Забрана вне архива", _taken(status["ledger"]["taken"])
    yield from _fixity(status["fixity"]["last"])
    log = status["access_log"]
    yield "Журнал доступа", _log(log)
    for name, title in TERMS.items():
        yield title, str(status["terms"][name])
    for name, title in HOLDS.items():
        yield f"Приостановки: {title}", str(status["holds"][name])
    yield from signature_lines(status["signatures"])
    for family, states in {**status["records"], "destruction_act": status["acts"]}.items():
        for state, count in states.items():
            title = state_in_words(state, family)
            yield f"{FAMILIES.get(family, family)}: {title}", str(count)


def _checkpoint(last):
    if last is None:
        return "не снята"
    return f"№ {last['number']} от {_moment(last['at'])}, состояний в журнале: {last['size']}"


def _taken(taken):
    if taken is None:
        return "никто не забрал"
    who = taken["name"] or taken["taken_by"]
    return f"№ {taken['number']}, {_moment(taken['at'])}, {who}"


def _fixity(run):
    if run is None:
        yield "Последняя проверка целостности", "не проводилась"
        return
    yield "Последняя проверка целостности", _moment(run["finished"])
    yield "Проверено записей", str(run["records"])
    yield "Прочитано файлов", str(run["files"])
    for kind, word in FOUND.items():
        yield f"Найдено проверкой: {word}", str(run["found"][kind])


def signature_lines(found):
    """Yield title and value of each fact about signatures; ``found`` as ``check_status`` has it."""
    for name, title in SIGNATURES.items():
        yield title, str(found[name])
    last = found["last"]
    amiss = last["checkpoints_failed"] if last else ()
    yield "Контрольные точки с недействительной подписью или меткой времени", _numbers(amiss)
    yield (
        "Последняя проверка всех подписей",
        _moment(last["finished"]) if last else "не проводилась",
    )


def _numbers(numbers):
    return ", ".join(f"№ {one}" for one in numbers) or "нет"


def _log(log):
    if not log["kept"]:
        return "не ведётся"
    return f"не записывается с {_moment(log['since'])}" if log["since"] else "ведётся"


def _moment(text):
    return f"{datetime.fromisoformat(text):%d.%m.%Y %H:%M} (всемирное время)"
