"""What the pages of portfolios share: the fields of an achievement, and its badge."""

from collective.schoolrecords.core import portfolio as rules
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.files import CheckedFile
from collective.schoolrecords.records.portfolio.portfolio_json import DIRECTIONS
from collective.schoolrecords.records.portfolio.portfolio_json import LEVELS
from collective.schoolrecords.records.portfolio.portfolio_json import STATES
from zope import schema
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary


_BADGES = {
    "certified": ("lock", "done"),
    "entered": ("state-in_review", "wait"),
    "replaced": ("history", "past"),
    "withdrawn": ("refused", "past"),
}
BADGES = {
    name: Values(icon=icon, tone=tone, title=STATES[name]) for name, (icon, tone) in _BADGES.items()
}
REASON = schema.TextLine(
    __name__="reason",
    title=_("desk_achievement_reason", default="Why it is corrected or taken back"),
    max_length=400,
)
BASIS = schema.TextLine(
    __name__="basis",
    title=_("desk_achievement_basis", default="By which paper"),
    description=_(
        "desk_achievement_basis_hint", default="For example: diploma No. 14 of 05.12.2025"
    ),
    max_length=400,
)


def _choice(name, title, words):
    terms = [SimpleTerm(value, title=message) for value, message in words.items()]
    return schema.Choice(__name__=name, title=title, vocabulary=SimpleVocabulary(terms))


#: What is asked of an achievement; the file comes as ``achievement_scan``.
FIELDS = (
    schema.TextLine(
        __name__="title",
        title=_("desk_achievement_title", default="What it is"),
        description=_(
            "desk_achievement_title_hint", default="Olympiad, competition, project or event"
        ),
        max_length=rules.MAX_TITLE,
    ),
    _choice("direction", _("desk_achievement_direction", default="Direction"), DIRECTIONS),
    _choice("level", _("desk_achievement_level", default="Level"), LEVELS),
    schema.TextLine(
        __name__="result",
        title=_("desk_achievement_result", default="Place or result"),
        required=False,
        max_length=rules.MAX_RESULT,
    ),
    schema.Date(__name__="day", title=_("desk_achievement_day", default="Date")),
    CheckedFile(
        __name__="achievement_scan",
        title=_("desk_achievement_scan", default="Scan of the diploma"),
        required=False,
    ),
)
COLUMNS = (
    ("sr-side", "№"),
    ("sr-lead", _("desk_col_achievement", default="Achievement")),
    ("", _("desk_achievement_direction", default="Direction")),
    ("", _("desk_achievement_level", default="Level")),
    ("", _("desk_achievement_result", default="Place or result")),
    ("sr-nowrap", _("desk_col_date", default="Date")),
    ("", _("desk_col_state", default="State")),
)


def achievement_row(record, told):
    """Return the row of one achievement; ``told`` is of ``achievements_json``."""
    scan = _("desk_achievement_has_scan", default="there is a scan") if told["scan"] else None
    return Values(
        cells=[
            Values(text=str(told["number"]), css="sr-side"),
            Values(
                text=told["title"],
                css="sr-lead",
                url=f"{record.absolute_url()}/@@achievement?number={told['number']}",
                sub=scan,
            ),
            Values(text=told["direction"]["title"]),
            Values(text=told["level"]["title"]),
            Values(text=told["result"]),
            Values(text=day_text(told["day"]), css="sr-nowrap"),
            Values(state=BADGES[told["state"]["id"]]),
        ]
    )


def table(title, columns, rows, **more):
    """Return the bag of a table."""
    heads = [Values(css=css, title=text) for css, text in columns]
    return Values(title=title, columns=heads, rows=rows, **more)


def span(cycle):
    """Return the grades of a cycle as they are printed, «5–9»; a dash for none."""
    return (cycle or "—").replace("-", "–")
