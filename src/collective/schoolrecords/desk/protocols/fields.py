"""Fields of the forms beside the rows of a protocol, and the values that they give."""

from collective.schoolrecords.core import protocols as rules
from collective.schoolrecords.core.classes import find_class
from collective.schoolrecords.lifecycle.protocol_texts import PROTOCOL_DETAILS
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.protocol.words import ROW_STATE_TITLES
from collective.schoolrecords.records.protocol.words import WAY_TITLES
from zope import schema
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary


TEXTS = (
    "last_name",
    "first_name",
    "middle_name",
    "form",
    "variant",
    "ticket",
    "criteria",
    "mark",
    *rules.GRADES,
    "outside",
)
FACT = _("desk_protocol_fact", default="Sheet of familiarisation")
APPELLANT = _("desk_protocol_appellant", default="Pupil in the protocol")
FILE_NUMBER = _("desk_protocol_file_number", default="Number of the personal file")
#: What an appeal does not change: how the pupil sat, with which task, and the year before it.
FIXED = ("form", "variant", "ticket", "year_mark")
OUTCOMES = (rules.CHANGED, rules.REJECTED, rules.ANNULLED)


def familiarising():
    """Day, way and paper of a familiarisation."""
    return (
        _day("ack_day", PROTOCOL_DETAILS["day"]),
        _choice("ack_way", PROTOCOL_DETAILS["way"], WAY_TITLES),
        _line("ack_fact", FACT),
    )


def appealing(kind, rows):
    """Whose appeal, outcome, later protocol and the new result; ``rows``: position → who."""
    outcomes = {name: ROW_STATE_TITLES[name] for name in OUTCOMES}
    return (
        _choice("appeal_row", APPELLANT, rows),
        _choice("appeal_outcome", PROTOCOL_DETAILS["outcome"], outcomes),
        _line("appeal_number", PROTOCOL_DETAILS["number"], required=True),
        _day("appeal_day", PROTOCOL_DETAILS["day"]),
        *_scores("appeal_", [one for one in rules.ROW_FIELDS.get(kind, ()) if one not in FIXED]),
    )


def adding(kind):
    """A new row: a result, or a decision of a council."""
    if kind == rules.COUNCIL:
        return (
            _text("new_question", PROTOCOL_DETAILS["question"]),
            _text("new_speakers", PROTOCOL_DETAILS["speakers"], required=False),
            _text("new_decision", _("desk_col_council_decided", default="Decided")),
            *(
                _number(f"new_{name}", PROTOCOL_DETAILS[name], rules.MOST_VOTES)
                for name in ("votes_for", "votes_against", "abstained")
            ),
        )
    return (
        _line("new_label", PROTOCOL_DETAILS["label"], required=True, most=20),
        _line("new_last_name", PROTOCOL_DETAILS["last_name"], required=True),
        _line("new_first_name", PROTOCOL_DETAILS["first_name"], required=True),
        _line("new_middle_name", PROTOCOL_DETAILS["middle_name"]),
        *_scores("new_", rules.ROW_FIELDS.get(kind, ())),
        *_outside("new_", kind),
    )


def changing(kind):
    """What is changed in a row of a draft; empty fields stay as they are."""
    return (
        _line("row_file", FILE_NUMBER, most=20),
        _line("row_last_name", PROTOCOL_DETAILS["last_name"]),
        _line("row_first_name", PROTOCOL_DETAILS["first_name"]),
        _line("row_middle_name", PROTOCOL_DETAILS["middle_name"]),
        *_outside("row_", kind),
        *_scores("row_", ("primary", *rules.task_fields(kind), *rules.grade_fields(kind))),
    )


def result_values(values, prefix):
    """Return field of a row → value of the form's fields with a prefix."""
    found = {}
    for name in TEXTS:
        if f"{prefix}{name}" in values:
            found[name] = values[f"{prefix}{name}"] or ""
    for name in ("primary", "test"):
        if f"{prefix}{name}" in values:
            found[name] = values[f"{prefix}{name}"]
    return found


def result(values):
    """Return the row that the form of a new row gives."""
    label = values["new_label"] or ""
    return rules.ResultRow(label=str(find_class(label) or label), **result_values(values, "new_"))


def decision(values):
    """Return the point of the minutes that the form of a new row gives."""
    texts = {name: values[f"new_{name}"] or "" for name in ("question", "speakers", "decision")}
    votes = {name: values[f"new_{name}"] for name in ("votes_for", "votes_against", "abstained")}
    return rules.Decision(**texts, **votes)


def _scores(prefix, names):
    for name in names:
        if name in rules.GRADES:
            continue
        title = PROTOCOL_DETAILS[name]
        if name == "form":
            yield _choice(f"{prefix}form", title, {one: one for one in rules.EXAM_FORMS})
        elif name == "criteria":
            yield _line(f"{prefix}criteria", title)
        elif name in rules.task_fields(rules.INTERIM):
            yield _line(f"{prefix}{name}", title, most=rules.MAX_TASK)
        else:
            most = 100 if name == "test" else rules.MAX_SCORE
            yield _number(f"{prefix}{name}", title, most)
    marks = {one: one for one in rules.MARKS}
    yield _choice(f"{prefix}mark", PROTOCOL_DETAILS["mark"], marks, required=False)
    del marks[rules.ABSENT]
    for name in rules.GRADES:
        if name in names:
            yield _choice(f"{prefix}{name}", PROTOCOL_DETAILS[name], marks, required=False)


def _outside(prefix, kind):
    if kind in rules.OUTSIDERS:
        yield _line(f"{prefix}outside", PROTOCOL_DETAILS["outside"])


def _line(name, title, required=False, most=rules.MAX_NAME):
    return schema.TextLine(__name__=name, title=title, required=required, max_length=most)


def _text(name, title, required=True):
    return schema.Text(__name__=name, title=title, required=required, max_length=rules.MAX_DECISION)


def _day(name, title):
    return schema.Date(__name__=name, title=title, required=True)


def _number(name, title, most):
    return schema.Int(__name__=name, title=title, required=False, min=0, max=most)


def _choice(name, title, words, required=True):
    terms = [SimpleTerm(key, key, word) for key, word in words.items()]
    return schema.Choice(
        __name__=name, title=title, required=required, vocabulary=SimpleVocabulary(terms)
    )
