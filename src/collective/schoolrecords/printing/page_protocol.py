"""A protocol as data of its template: head, columns by kind, who was familiarised, stitching."""

from collective.schoolrecords.core import protocols as rules
from collective.schoolrecords.core.natural import natural_key
from collective.schoolrecords.core.plural import count_in_words
from collective.schoolrecords.printing.protocol_forms import ProtocolForm
from collective.schoolrecords.printing.sentences import day
from collective.schoolrecords.printing.sentences import sheets
from collective.schoolrecords.printing.sentences import signature


#: Of what the protocol is, in the genitive case behind «ПРОТОКОЛ №».
HEADINGS = {
    rules.STATE_EXAM_9: "результатов государственной итоговой аттестации, 9 класс",
    rules.STATE_EXAM_11: "результатов государственной итоговой аттестации, 11 класс",
    rules.INTERIM: "промежуточной аттестации",
    rules.INDEPENDENT: "результатов независимого мониторинга качества образования",
    rules.INTERNAL: "результатов внутреннего мониторинга качества образования",
    rules.COUNCIL: "заседания педагогического совета",
}
STATES = {
    rules.EFFECTIVE: "действует",
    rules.CHANGED: "изменён по апелляции",
    rules.REJECTED: "апелляция отклонена",
    rules.ANNULLED: "аннулирован",
}
ELECTRONICALLY = "электронно"

# Columns: name, head, width in mm (0 takes what is left), alignment.
_COLUMNS = (
    ("number", "№ п/п", 15, "center"),
    ("label", "Класс", 15, "center"),
    ("name", "Фамилия, имя, отчество", 0, "left"),
    ("document", "Документ", 30, "left"),
    ("form", "Форма", 15, "center"),
    ("variant", "Вариант", 21, "center"),
    ("ticket", "Билет", 18, "center"),
    ("primary", "Первичный балл", 23, "center"),
    ("criteria", "Баллы по критериям", 38, "left"),
    ("test", "Тестовый балл", 23, "center"),
    ("mark", "Отметка", 20, "center"),
    ("year_mark", "Годовая отметка", 20, "center"),
    ("final_mark", "Итоговая отметка", 21, "center"),
    ("state", "Результат", 44, "left"),
    ("note", "Примечание", 32, "left"),
)
#: The mark of an attestation stands in figures and in words (domain.md 6.1).
_WRITTEN = ("written", "Отметка цифрой и прописью", 28, "center")
_ALWAYS = ("number", "label", "name", "mark", "state")
#: Columns that a kind has even if nobody filled them in.
_OF_KIND = {
    rules.STATE_EXAM_9: ("form", "primary"),
    rules.STATE_EXAM_11: ("form", "primary", "test"),
    rules.INDEPENDENT: ("primary",),
    rules.INTERNAL: ("primary",),
}
#: More columns than these do not fit on a page that stands upright.
_UPRIGHT = 7
# Head of the page: field, its word.
_FACTS = (
    ("subject", "Учебный предмет"),
    ("school_year", "Учебный год"),
    ("dated_on", "Дата проведения"),
    ("exam_day", "День экзамена"),
    ("organisation", "Кем составлен"),
    ("organisation_code", "Коды"),
    ("commission_on", "Утверждён экзаменационной комиссией"),
    ("received_on", "Получен школой"),
    ("study_form", "Форма обучения"),
    ("teacher", "Экзаменатор"),
    ("assistants", "Ассистенты"),
)


def protocol_data(form: ProtocolForm) -> dict:
    """See :class:`ProtocolForm`; the template is ``protocol``."""
    council = form.kind == rules.COUNCIL
    columns = [] if council else _columns(form)
    return {
        "school": form.school,
        "mark": form.mark,
        "heading": f"{'ВЫПИСКА ИЗ ПРОТОКОЛА' if form.extract else 'ПРОТОКОЛ'} №",
        "number": form.number,
        "under": HEADINGS[form.kind],
        "title": "" if council else form.title,
        "facts": [] if council else list(_facts(form)),
        "flipped": form.kind in rules.STATE_EXAMS or len(columns) > _UPRIGHT,
        "columns": [_head(column) for column in columns],
        "rows": [] if council else [_cells(line, columns) for line in form.rows],
        "total": "" if council else _total(form.rows),
        "council": _council(form) if council else None,
        "signers": [_by_hand(post, name) for post, name in _signers(form)],
        "certifier": signature(form.certifier) if form.extract else None,
        "familiar": _familiar(form) if form.familiarised and not council else None,
        "stitching": None if form.extract else _stitching(form.stitching),
    }


def _columns(form):
    kept = (*_ALWAYS, *_OF_KIND.get(form.kind, ()))
    columns = [
        column
        for column in _COLUMNS
        if column[0] in kept or any(_filled(line, column[0]) for line in form.rows)
    ]
    if form.kind != rules.INTERIM:
        return columns
    return [_WRITTEN if column[0] == "mark" else column for column in columns]


def _filled(line, name):
    return getattr(line, name) not in (None, "")


def _head(column):
    _name, title, width, align = column
    return {"title": title, "width": width, "align": align}


def _facts(form):
    for name, word in _FACTS:
        value = getattr(form, name)
        text = value if isinstance(value, str) else day(value)
        if name == "subject" and form.subject_code:
            text = f"{text} (код {form.subject_code})".strip()
        if text:
            yield [word, text]


def _cells(line, columns):
    return [_cell(line, name) for name, *_rest in columns]


def _cell(line, name):
    if name == "state":
        return _state(line)
    if name == "written":
        return rules.written_mark(line.mark)
    if name == "name":
        return _who(line)
    value = getattr(line, name)
    return "" if value is None else str(value)


def _who(line):
    """The name, with where somebody comes from who is not of this school."""
    return f"{line.name} ({line.outside})" if line.outside else line.name


def _state(line):
    text = STATES[line.state]
    if line.ruling is not None:
        text = f"{text}, {_later(line.ruling)}"
    if line.replaces:
        text = f"{text}, взамен строки\u00a0{line.replaces}"
    return text


def _later(ruling):
    return f"протокол № {ruling.number} от {day(ruling.dated_on)}"


def _total(rows):
    """How many results there are, how many count, and the marks of those that do."""
    counting = [line for line in rows if line.state in rules.COUNTING]
    total = f"Всего результатов: {_count(rows)}, из них действует: {_count(counting)}."
    marks = [line.mark for line in counting]
    counted = [f"«{mark}» — {marks.count(mark)}" for mark in rules.MARKS if mark in marks]
    return f"{total} Отметки: {', '.join(counted)}." if counted else total


def _count(rows):
    return count_in_words(len(rows), "строка", "строки", "строк", "f")


def _council(form):
    return {
        "day": day(form.dated_on),
        "chair": form.chair,
        "clerk": form.clerk,
        "present": "" if form.present is None else str(form.present),
        "points": [_point(one) for one in form.rows],
        "opinions": _paragraphs(form.opinions),
    }


def _point(one):
    votes = (
        ("за", one.votes_for),
        ("против", one.votes_against),
        ("воздержались", one.abstained),
    )
    counted = [f"{word} — {number}" for word, number in votes if number is not None]
    return {
        "number": one.number,
        "question": _paragraphs(one.question),
        "speakers": one.speakers,
        "decision": _paragraphs(one.decision),
        "votes": f"Голосовали: {', '.join(counted)}." if counted else "",
    }


def _paragraphs(text):
    """The paragraphs of a long text: its line ends mean something."""
    return [line for line in map(str.strip, text.splitlines()) if line]


def _signers(form):
    """Who signs at the end, besides the director: (post, name)."""
    if form.extract or form.kind in rules.STATE_EXAMS:
        return ()
    if form.kind == rules.COUNCIL:
        return (("Председатель", form.chair), ("Секретарь", form.clerk))
    assistants = [one.strip() for one in form.assistants.split(",") if one.strip()]
    return (("Экзаменатор", form.teacher), *(("Ассистент", name) for name in assistants))


def _by_hand(post, name):
    return {"post": post, "name": name, "day": "", "fact": ""}


def _familiar(form):
    """The list of familiarisation (N1-2.10.2): every row that is not replaced by a later one."""
    lines = [line for line in form.rows if line.state != rules.CHANGED]
    told = [line for line in lines if line.told_on is not None]
    labels = sorted({line.label for line in lines if line.label}, key=natural_key)
    return {
        "about": f"{form.title}, протокол № {form.number or '—'} от {day(form.dated_on) or '—'}",
        "rows": [
            [
                str(number),
                _who(line),
                line.label,
                _score(line),
                line.mark,
                day(line.told_on),
                line.told_fact,
            ]
            for number, line in enumerate(lines, 1)
        ],
        "total": f"Ознакомлено: {_pupils(told)}, не ознакомлено: {_pupils(lines, told)}.",
        "teachers": [_by_hand(f"Классный руководитель {label}", "") for label in labels]
        or [_by_hand("Классный руководитель", "")],
    }


def _pupils(lines, without=()):
    number = len(lines) - len(without)
    return count_in_words(number, "обучающийся", "обучающихся", "обучающихся")


def _score(line):
    score = line.primary if line.test is None else line.test
    return "" if score is None else str(score)


def _stitching(half):
    if half is None:
        return None
    return {
        "sheets": "" if half.sheets is None else sheets(half.sheets),
        "day": day(half.stitched_on),
        "director": signature(half.director),
        "facts": [fact for fact in (half.signature_fact, half.seal_fact) if fact],
    }
