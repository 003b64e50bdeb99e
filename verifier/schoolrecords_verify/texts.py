"""What the command says, in Russian."""

KINDS = {
    "schoolrecords-proof-1": "Запись",
    "schoolrecords-growth-1": "Журнал между контрольными точками",
    "schoolrecords-checkpoint-1": "Контрольная точка",
}
UNKNOWN_KIND = "Документ"

FINDINGS = {
    "unknown_document": "это не документ проверки: его вид не назван или неизвестен",
    "malformed": "документ повреждён или изменён",
    "not_connected": "с вашей контрольной точкой документ не связан: "
    "запросите рост журнала (@checkpoints/…/growth)",
    "no_checkpoint": "не с чем сверить: укажите сохранённую контрольную точку (--checkpoint)",
    "other_archive": "документы двух разных архивов",
    "numbers_do_not_grow": "номера, размеры или время контрольных точек идут назад",
    "log_rewritten": "журнал переписан: прежняя контрольная точка не является его началом",
    "head_not_in_log": "такого состояния записи в журнале нет",
    "head_of_another_record": "доказательство относится к другой записи",
    "chain_cut_or_rewritten": "история записи урезана или переписана после контрольной точки",
    "opened_differs": "раскрытое значение не то, что закреплено в истории",
    "record_differs": "показанные сведения записи не те, что закреплены последним событием",
    "gap": "пропущены события",
    "reorder": "событие стоит не на своём месте или повторено",
    "changed": "событие изменено",
    "wrong_previous": "событие не продолжает предыдущее",
    "wrong_before": "состояние до события не равно состоянию после предыдущего",
    "wrong_origin": "история принадлежит другой записи",
    "wrong_head": "история не доходит до сохранённого конца",
    "clock_back": "часы сервера переводили назад",
    "checkpoint_not_there": "вашей контрольной точки среди точек пакета нет",
    "head_not_reached": "история не та, какую видела контрольная точка",
    "chain_absent": "в пакете нет истории, которую знает журнал (так бывает у удалённого черновика)",
}

HOLDS = "подтверждено"
BROKEN = "НЕ ПОДТВЕРЖДЕНО"
ENTRY = "событие {seq}: "
COVERED = "событий: {entries}, из них под контрольной точкой: {proved}"
SUMMARY = "Документов: {total}, подтверждено: {held}, не подтверждено: {broken}."
NOT_READ = "{name}: не прочитан ({why})"
NOT_JSON = "это не JSON"
TOO_LARGE = "файл больше {limit} МБ"
NOT_A_PACKAGE = "это не пакет аудитора"
DAMAGED = "файл повреждён, изменён или лишний"
PACKAGE = (
    "Контрольных точек: {checkpoints}, записей в журнале: {heads}, историй: {chains}, "
    "событий: {entries}, из них под контрольной точкой: {proved}. Расхождений: {faults}."
)


def said(finding):
    """Return a finding as a sentence."""
    words = FINDINGS.get(finding.code, finding.code)
    place = "" if finding.seq is None else ENTRY.format(seq=finding.seq)
    detail = f" ({finding.detail})" if finding.detail else ""
    return f"{place}{words}{detail}"
