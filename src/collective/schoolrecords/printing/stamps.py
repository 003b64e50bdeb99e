"""Stamps of electronic signatures on printed pages.

A page shows the signatures that count for the record as it is today, and says whose they are; the
signature itself is the detached file beside the record, or the entry in its chain. Sources:
domain.md section 7 (the stamp of ГОСТ Р 7.0.97 point 5.23), 63-ФЗ articles 5 and 9.
"""

from collective.schoolrecords.access.clock import school_timezone
from collective.schoolrecords.access.roles import BY_KEY
from collective.schoolrecords.core import signing as rules
from collective.schoolrecords.signing.form import form_of
from collective.schoolrecords.signing.plan import act_on_simple
from collective.schoolrecords.signing.storage import made_on
from collective.schoolrecords.signing.storage import signatures_of
from zope.i18n import translate


SIMPLE = "ДОКУМЕНТ ПОДПИСАН ПРОСТОЙ ЭЛЕКТРОННОЙ ПОДПИСЬЮ"
ENHANCED = "ДОКУМЕНТ ПОДПИСАН ЭЛЕКТРОННОЙ ПОДПИСЬЮ"
SEALED = "Печать на бумаге"
#: Figures of a long number between two blanks, where a line may break.
GROUP = 16


def stamps_of(record) -> list[dict]:
    """Return the stamps of a record as data of the templates: ``title`` and ``facts`` (pairs).

    A signature of another edition, one on paper and one whose check does not say "valid" has none.
    """
    made = made_on(record)
    if not made:
        return []
    digest = form_of(record).digest
    found = [_stamp(one) for one in made if one.counts(digest) and _electronic(one)]
    return [*found, *_seals(record)]


def _electronic(made):
    return made.signature.kind != rules.PAPER


def _stamp(made):
    signature, outcome = made.signature, made.outcome
    moment = f"{signature.at.astimezone(school_timezone()):%d.%m.%Y %H:%M}"
    who = f"{_title(signature.office)} {signature.name}".strip()
    if outcome is None:
        facts = [["Подписал", who], ["Дата", moment], ["Основание", act_on_simple()]]
        return {"title": SIMPLE, "facts": [*_said(facts), ["SHA-256", grouped(signature.digest)]]}
    signer = outcome.signer
    life = f"с {signer.not_before:%d.%m.%Y} до {signer.not_after:%d.%m.%Y}"
    facts = [
        ["Сертификат", grouped(signer.serial)],
        ["Владелец", signer.name or signature.name],
        ["Действителен", life],
        ["Подписал", who],
        ["Дата", moment],
    ]
    return {"title": ENHANCED, "facts": _said(facts)}


def _seals(record):
    for seal in signatures_of(record).seals():
        day = ".".join(reversed(seal.on.split("-")))
        yield {"title": SEALED, "facts": _said([["Дата", day], ["Где стоит", seal.note]])}


def _said(facts):
    return [pair for pair in facts if pair[1]]


def _title(office):
    return translate(BY_KEY[office].title, target_language="ru") if office in BY_KEY else ""


def grouped(number: str) -> str:
    """Return a long number with blanks in it, so that it fits the width of a stamp."""
    return " ".join(number[at : at + GROUP] for at in range(0, len(number), GROUP))
