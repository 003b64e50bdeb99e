"""The steps of a record as its page shows them: the next one, the others, and why not."""

from collective.schoolrecords.access.roles import BY_NAME
from collective.schoolrecords.core.case_kinds import CERTIFICATE
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.lifecycle import describe
from collective.schoolrecords.lifecycle import steps
from collective.schoolrecords.messages import _
from collective.schoolrecords.messages import within_sentence


#: A step that nobody can take back asks for the record's number and stands in red.
IRREVERSIBLE = frozenset(("annul", "hand_out", "transfer", "execute"))
#: Ways back and ends are never the one main button.
NEVER_NEXT = IRREVERSIBLE | {"return", "withdraw", "abort", "register_paper", "supersede"}
ICONS = {
    "return": "left",
    "withdraw": "left",
    "abort": "refused",
    "annul": "refused",
    "execute": "state-destroyed",
    "hand_out": "leave",
    "transfer": "move",
}
#: A reason of this code is no obstacle: the step's own form asks for it.
ASKED = "not_given"


def steps_of(record, reader, request, say):
    """Return (next step or ``None``, other possible steps, impossible ones with reasons)."""
    possible, blocked = [], []
    for step in describe.steps_in_words(record, request, judge=steps.reasons_by_hand):
        found = [one["message"] for one in step["reasons"] if one["code"] != ASKED]
        if not step["allowed"]:
            found = [_who(record, step["id"], say)]
        bag = Values(
            id=step["id"],
            title=step["title"],
            reasons=found,
            own=step["allowed"],
            icon=ICONS.get(step["id"], "check"),
        )
        (blocked if found else possible).append(bag)
    following = next((one for one in possible if _leads_on(record, one.id)), None)
    return following, [one for one in possible if one is not following], blocked


def _leads_on(record, step_id):
    """True for a step that is the ordinary way on.

    A pupil's file stays open for years; a certificate in custody is there to be given back.
    """
    if getattr(record, "doc_type", None) == CERTIFICATE and step_id in ("close", "hand_out"):
        return step_id == "hand_out"
    closes_pupil = record.family_id == "personal_file" and step_id == "close"
    return step_id not in NEVER_NEXT and not closes_pupil


def _who(record, step_id, say):
    permission = record.family.step(step_id).permission
    names = record.roles_of(permission)
    titles = [within_sentence(say(BY_NAME[name].title)) for name in names if name in BY_NAME]
    if not titles:
        return _("desk_step_nobody", default="No office takes this step in this state.")
    return _(
        "desk_step_by",
        default="This step is taken by: ${who}.",
        mapping={"who": ", ".join(titles)},
    )
