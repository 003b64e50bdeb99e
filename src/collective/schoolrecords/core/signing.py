"""Who signs a record, in which order, and what a signature on it counts for.

The rules, as a short list:

1. The regulation names the offices that sign a type of document (``certification.signers``); where
   it is silent the family's own list answers. The list is an order: nobody signs before those who
   stand ahead.
2. One person signs one edition once, whatever offices they hold.
3. A person signs in an office that they hold at that very moment, and only the edition that they
   saw: the digest on their page is compared with that of today.
4. A simple signature counts where the school's own act allows it for the kind (63-ФЗ article 6
   part 2), and never where the regulation asks for paper under a seal. A cryptographic one counts
   while its last check says "valid". A paper one is a fact that somebody entered.
5. A signature of another edition stays, is shown as such and counts for nothing.

Sources: 63-ФЗ articles 5, 6 and 9, S12-3.7, N1-2.9.4, N1-2.11, domain.md section 7.
"""

from . import states
from .canonical import instant
from .reasons import need
from .reasons import Reason
from .signatures import Outcome
from .signatures import VALID
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType


SIMPLE = "simple"
CRYPTOGRAPHIC = "cryptographic"
PAPER = "paper"
KINDS = (SIMPLE, CRYPTOGRAPHIC, PAPER)

#: What the setting ``simple_signature_kinds`` may name: families, and familiarisation.
FAMILIARISATION = "familiarisation"
#: How the regulation of a school names them; ids are known too.
KIND_WORDS = MappingProxyType(
    {
        "order": "приказы",
        "protocol": "протоколы",
        "local_regulation": "локальные акты",
        "inventory": "описи",
        "destruction_act": "акты о выделении",
        "case_file": "дела",
        "book": "книги",
        "portfolio": "портфолио",
        FAMILIARISATION: "ознакомление",
    }
)
#: What the setting ``simple_signature_act`` says in a school without such an act.
NO_ACT = frozenset(("", "нет", "—", "-"))

#: The step that a record takes with the last of its signatures, by family.
STEPS = MappingProxyType({"order": "sign", "protocol": "sign"})

#: Who signs where the regulation does not say it, in order. Keys of access/roles.py.
DEFAULT_SIGNERS = MappingProxyType(
    {
        "order": ("director",),
        "protocol": ("director",),
        "local_regulation": ("director",),
        "book": ("director",),
        "case_file": ("deputy",),
        "portfolio": ("class_teacher",),
        "inventory": ("archivist", "commission_chair", "director"),
        "destruction_act": ("archivist", "commission_chair", "director"),
    }
)

#: In which states a record takes signatures. Before, it may still change by rework; afterwards
#: the archive keeps it.
OPEN_STATES = MappingProxyType(
    {
        "order": (states.APPROVED, states.SIGNED),
        "protocol": (states.APPROVED, states.SIGNED),
        "local_regulation": (states.APPROVED, states.CURRENT),
        "book": (states.CLOSED,),
        "case_file": (states.CURRENT, states.CLOSED),
        "portfolio": (states.CURRENT, states.CLOSED),
        "inventory": (states.APPROVED, states.SIGNED),
        "destruction_act": (states.APPROVED, states.SIGNED),
    }
)

#: Checks that are kept of one signature: one a week for as long as records stand.
MOST_CHECKS = 4000


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature as it was made; nothing in it changes later, checks stand beside it.

    ``digest`` is that of the signed form, ``version`` the hash of the last entry of the record's
    chain then. ``name`` and ``office`` are those of the moment. ``statement`` is what the person
    agreed to. ``file`` is (SHA-256, size) of the uploaded bytes of a cryptographic signature.
    ``signed_on`` of a paper signature is the day on the paper, in ISO.
    """

    number: int
    kind: str
    office: str
    user_id: str
    name: str
    at: datetime
    digest: str
    version: str
    statement: str
    file: tuple[str, int] | None = None
    signed_on: str | None = None

    def as_dict(self) -> dict:
        """Return plain values with a canonical form."""
        found = {name: getattr(self, name) for name in self.__slots__}
        found["at"] = instant(self.at)
        found["file"] = list(self.file) if self.file else None
        return found


@dataclass(frozen=True, slots=True)
class Seal:
    """That the school's seal stands on the paper; ``on`` is the day in ISO, ``note`` where."""

    on: str
    note: str
    user_id: str
    at: datetime

    def as_dict(self) -> dict:
        """Return plain values with a canonical form."""
        return {"on": self.on, "note": self.note, "user_id": self.user_id, "at": instant(self.at)}


@dataclass(frozen=True)
class Made:
    """A signature with its last check (``None`` for simple and paper ones)."""

    signature: Signature
    outcome: Outcome | None = None

    def counts(self, digest: str) -> bool:
        """Whether it is a signature of the edition with this digest, as far as anybody knows."""
        if self.signature.digest != digest:
            return False
        return self.outcome is None or self.outcome.result == VALID

    def stale(self, digest: str) -> bool:
        """Whether another edition was signed than the one with this digest."""
        return self.signature.digest != digest


@dataclass(frozen=True)
class Person:
    """Who wants to sign: account, person's full name, and the offices held on the record now."""

    user_id: str
    name: str
    offices: frozenset[str]


def signers_of(family: str, from_regulation: Iterable[str] | None) -> tuple[str, ...]:
    """Return the offices that sign, in order; empty for a family that nobody signs."""
    named = tuple(from_regulation or ())
    return named if named and family in DEFAULT_SIGNERS else DEFAULT_SIGNERS.get(family, ())


def missing(plan: Iterable[str], made: Iterable[Made], digest: str) -> tuple[str, ...]:
    """Return the offices of ``plan`` without a counting signature of today's edition, in order."""
    there = {one.signature.office for one in made if one.counts(digest)}
    return tuple(office for office in plan if office not in there)


def next_office(plan, made, digest, person: Person) -> str | None:
    """Return the office in which ``person`` would sign now, ``None`` when it is not their turn."""
    waiting = missing(plan, made, digest)
    return waiting[0] if waiting and waiting[0] in person.offices else None


def reasons_against(
    family: str,
    state: str,
    plan: tuple[str, ...],
    made: tuple[Made, ...],
    digest: str,
    person: Person,
    seen: str | None = None,
) -> tuple[Reason, ...]:
    """Return all reasons why ``person`` cannot sign the record now.

    ``seen`` is the digest on the person's page; ``None`` when only the page itself asks.
    """
    found = []
    if state not in OPEN_STATES.get(family, ()):
        found.append(Reason("signing_not_open"))
    if not person.offices & set(plan):
        found.append(Reason("signer_without_office", None, {"offices": plan}))
    else:
        found.extend(_turn(plan, made, digest, person))
    if any(one.signature.user_id == person.user_id and one.counts(digest) for one in made):
        found.append(Reason("signed_already"))
    if seen is not None and seen != digest:
        found.append(Reason("signed_form_changed", "digest"))
    return tuple(found)


def _turn(plan, made, digest, person):
    waiting = missing(plan, made, digest)
    if not waiting:
        yield Reason("signed_by_all")
    elif waiting[0] not in person.offices:
        if person.offices & set(waiting):
            yield Reason("signs_later", None, {"offices": waiting[:1]})
        else:
            yield Reason("office_signed_already")


def simple_reasons(kind: str, allowed: Iterable[str], act: str, sealed_paper: bool = False):
    """Return all reasons why a simple signature is none here.

    ``kind`` is a family or :data:`FAMILIARISATION`; ``act`` names the school's own act on simple
    signatures; ``sealed_paper``: the regulation asks for paper under a seal.
    """
    found = []
    if act.strip().casefold() in NO_ACT:
        found.append(Reason("simple_without_act"))
    elif kind not in set(allowed):
        found.append(Reason("simple_not_for_kind"))
    if sealed_paper:
        found.append(Reason("simple_under_seal"))
    return tuple(found)


def kinds_in(text: str) -> frozenset[str]:
    """Return the kinds that a setting lists: words between commas, ids also between blanks.

    What nobody knows is left out.
    """
    by_word = {word: kind for kind, word in KIND_WORDS.items()}
    parts = [part.casefold().split() for part in text.split(",")]
    named = {by_word.get(" ".join(words)) for words in parts}
    ids = {word for words in parts for word in words}
    return frozenset((named | ids) & KIND_WORDS.keys())


def kinds_in_words(text: str) -> str:
    """Return the setting as people read it; what nobody knows stays as it was written."""
    parts = (part.strip() for part in text.split(","))
    return ", ".join(KIND_WORDS.get(part, part) for part in parts if part)


def upload_reasons(sum_of: str, made: Iterable[Made]) -> tuple[Reason, ...]:
    """Return the reasons against a detached signature whose normalised bytes have this SHA-256."""
    if any(one.signature.file and one.signature.file[0] == sum_of for one in made):
        return (Reason("signature_known", "signature"),)
    return ()


def paper_reasons(plan, made, digest, office, name, signed_on, today) -> tuple[Reason, ...]:
    """Return all reasons why a signature on paper cannot be entered for ``office``."""
    found = []
    if office not in plan:
        found.append(Reason("office_not_asked", "office"))
    elif office not in missing(plan, made, digest):
        found.append(Reason("office_signed_already", "office"))
    if not name.strip():
        found.append(Reason("signer_name_missing", "name"))
    found.extend(day_reasons("signed_on", signed_on, today))
    return tuple(found)


def day_reasons(field, day, today) -> tuple[Reason, ...]:
    """Return the reasons against the day on a paper."""
    if day is None:
        return (Reason("signed_on_missing", field),)
    return (Reason("paper_in_future", field, {"day": day}),) if day > today else ()


def owner_matches(certificate_name: str | None, person_name: str) -> bool:
    """Whether a certificate names the person: every word of surname and first name is in it."""
    words = set(_words(certificate_name or ""))
    asked = _words(person_name)[:2]
    return bool(asked) and words.issuperset(asked)


def _words(name):
    return name.casefold().replace("ё", "е").replace(",", " ").split()


def signed(facts, details, today):
    """Rule of a step: all offices have signed electronically, or somebody states the paper."""
    if not facts.get("signed_electronically"):
        yield from need(details, "signature_fact", "not_given")


# -- passwords -----------------------------------------------------------------------------------

#: Wrong passwords in a row that cost nothing, the first waiting time and the longest, in seconds.
FREE_TRIES = 5
FIRST_WAIT = 60
LONGEST_WAIT = 3600


def seconds_to_wait(tries: int, last: datetime | None, now: datetime) -> int:
    """Return how long an account waits before its password is asked again, in whole seconds.

    ``tries`` are wrong ones in a row, the last of them at ``last``. A clock that was set back never
    makes anybody wait longer than the waiting time itself.
    """
    if tries < FREE_TRIES or last is None:
        return 0
    wait = min(FIRST_WAIT * 2 ** min(tries - FREE_TRIES, 10), LONGEST_WAIT)
    passed = max((now - last).total_seconds(), 0)
    return max(int(wait - passed + 0.999), 0)
