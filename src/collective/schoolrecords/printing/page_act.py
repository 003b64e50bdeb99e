"""The act and the minutes of the commission, as data of their templates."""

from collective.schoolrecords.core.plural import count_in_words
from collective.schoolrecords.printing import forms
from collective.schoolrecords.printing.sentences import day
from collective.schoolrecords.printing.sentences import during
from collective.schoolrecords.printing.sentences import minutes
from collective.schoolrecords.printing.sentences import sheets
from collective.schoolrecords.printing.sentences import signature
from collective.schoolrecords.printing.sentences import units


VOTE_WORDS = {
    forms.VOTE_FOR: "за",
    forms.VOTE_AGAINST: "против",
    forms.VOTE_ABSTAINED: "воздержался",
}
ABSENT = "отсутствовал"
#: A signature that nobody has entered: lines for ink.
BY_HAND = {"post": "", "name": "", "day": "", "fact": ""}


def act_data(form: forms.ActForm) -> dict:
    """See :class:`forms.ActForm`; the template is ``act``."""
    return {
        "school": form.school,
        "number": form.number,
        "day": day(form.dated_on),
        "place": form.place,
        "approver": signature(form.approver),
        "intro": _intro(form),
        "rows": [_row(number, line) for number, line in enumerate(form.rows, 1)],
        "total": f"Итого: {units(_count(form.rows))} {during(form.period)}.",
        "inventories": _inventories(form),
        "commission_order": form.commission_order,
        "minutes": minutes(form.minutes),
        "members": [_member(one) for one in form.commission],
        "compiler": signature(form.compiler),
        "kept": _kept(form.kept),
        "destruction": _destruction(form),
        "status": _status(form),
        "draft": form.status == forms.ACT_DRAFT,
    }


def minutes_data(form: forms.MinutesForm) -> dict:
    """See :class:`forms.MinutesForm`; the template is ``minutes``."""
    votes = [one.vote for one in form.members]
    present = [one for one in form.members if one.vote is not None]
    named = f"акт № {form.act_number}" if form.act_number else "проект акта"
    return {
        "school": form.school,
        "number": form.number,
        "day": day(form.dated_on),
        "place": form.place,
        "commission_order": form.commission_order,
        "members": [_member(one) for one in form.members],
        "quorum": f"Членов комиссии: {len(form.members)}, присутствовали: {len(present)}, "
        f"для решения необходимо: {form.quorum}. "
        f"Кворум {'имеется' if len(present) >= form.quorum else 'отсутствует'}.",
        "agenda": "О выделении к уничтожению документов, не подлежащих хранению, "
        f"{during(form.period)} ({named}).",
        "presented": f"В {'акте' if form.act_number else 'проекте акта'} "
        f"{count_in_words(form.rows, 'строка', 'строки', 'строк', 'f')}, "
        f"всего {units(form.count)}.",
        "heard": list(form.heard),
        "votes": "Голосовали: "
        + ", ".join(
            f"{words} — {votes.count(vote)}"
            for vote, words in ((forms.VOTE_FOR, "за"), (forms.VOTE_AGAINST, "против"))
        )
        + f", воздержались — {votes.count(forms.VOTE_ABSTAINED)}.",
        "decided": list(form.decided),
        "kept": _kept(form.kept),
        "chair": next((one.name for one in form.members if one.chair), ""),
        "secretary": next((one.name for one in form.members if one.secretary), ""),
    }


def _intro(form):
    basis = "; ".join(form.basis)
    fonds = f"документы фонда № {form.fonds}" if form.fonds else "документы"
    return (
        f"На основании следующих документов: {basis} — отобраны к уничтожению как не имеющие "
        f"научно-исторической ценности и утратившие практическое значение {fonds} "
        f"({form.school}) {during(form.period)}:"
    )


def _row(number, line):
    return [
        str(number),
        line.title,
        line.years,
        line.inventory_number,
        line.item_number,
        str(line.count),
        line.term,
        line.note,
    ]


def _count(rows):
    return sum(line.count for line in rows)


def _inventories(form):
    """The clause on inventories of the same years, a sentence for each kind that is named."""
    named = (
        ("Описи дел постоянного хранения", "утверждены", form.permanent),
        ("Описи дел по личному составу", "согласованы", form.personnel),
    )
    absent = (
        ("дел постоянного хранения", form.nothing_permanent),
        ("дел по личному составу", form.nothing_personnel),
    )
    return [
        *(
            f"{title} {done}: " + "; ".join(map(_approval, approvals)) + "."
            for title, done, approvals in named
            if approvals
        ),
        *(f"{during(years).capitalize()} {what} нет." for what, years in absent if years),
    ]


def _approval(one):
    text = f"опись № {one.number} {during(one.years)} — {day(one.approved_on)}"
    return f"{text} ({minutes(one.minutes)})" if one.minutes else text


def _member(one):
    office = "председатель" if one.chair else "секретарь" if one.secretary else "член комиссии"
    return {
        "name": one.name,
        "post": one.post,
        "office": office,
        "vote": VOTE_WORDS.get(one.vote, ABSENT),
        "opinion": one.opinion,
    }


def _kept(lines):
    return [
        [str(number), line.title, line.years, line.reason] for number, line in enumerate(lines, 1)
    ]


def _destruction(form):
    half = form.destruction
    if half is None:
        return None
    parts = [units(half.count), sheets(half.sheets or 0)]
    if half.weight:
        parts.append(f"весом {half.weight} кг")
    amount = f"Документы на бумаге, всего {', '.join(parts)}"
    entered = half.destroyed_on is not None
    return {
        "paper": half.sheets is not None,
        "amount": amount,
        "weighed": bool(half.weight),
        "done": f"{amount}, уничтожены {day(half.destroyed_on)}." if entered else "",
        "method": half.method if entered else "",
        "electronic": _electronic(half, form),
        "media_note": half.media_note,
        "event_log": half.event_log,
        "handed_over_by": signature(half.handed_over_by) or BY_HAND,
        "received_by": signature(half.received_by) or BY_HAND,
        "witnesses": [signature(one) for one in half.witnesses] or [BY_HAND, BY_HAND],
    }


def _electronic(half, form):
    """Say of the electronic records what is true: removed, later verified."""
    if not half.electronic:
        return ""
    kinds = "электронный документ", "электронных документа", "электронных документов"
    when = f" {day(half.removed_on)}" if half.removed_on else ""
    text = f"Удалено{when}: {count_in_words(half.electronic, *kinds)}"
    return f"{text}, {_status(form)}." if form.status == forms.ACT_DESTROYED else f"{text}."


def _status(form):
    """What is true today: nothing is called destroyed before it has been verified."""
    return {
        forms.ACT_DRAFT: "проект, не утверждён",
        forms.ACT_APPROVED: "утверждён, не исполнен",
        forms.ACT_REMOVED: f"удалено, резервные копии до {day(form.backups_until)}",
        forms.ACT_DESTROYED: f"уничтожено, проверено {day(form.verified_on)}",
        forms.ACT_ANNULLED: f"аннулирован: {form.annulled_because}",
    }[form.status]
