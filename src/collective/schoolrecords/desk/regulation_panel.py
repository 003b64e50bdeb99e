"""The control panel of the regulation: every value in force with its source, and its versions."""

from collective.schoolrecords.core.admission import grade_10_in_words
from collective.schoolrecords.core.regulation_model import Source
from collective.schoolrecords.core.signing import kinds_in_words
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.formats import YES_NO
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.regulation_words import choices_of
from collective.schoolrecords.desk.regulation_words import label_of
from collective.schoolrecords.desk.regulation_words import LABELS
from collective.schoolrecords.desk.regulation_words import SECTIONS
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.school.regulation import latest_version
from collective.schoolrecords.school.regulation import parsed
from collective.schoolrecords.school.regulation import version_on
from collective.schoolrecords.school.storage import get_school
from datetime import date
from urllib.parse import quote


PANEL = "@@schoolrecords-regulation"
CHANGE = "@@schoolrecords-regulation-change"
FIRST_SECTION = "documents"
#: Label keys whose values are ids of document types.
OF_TYPES = (
    "control_documents",
    "control_records",
    "documents_basis_for",
    "documents_handout_together_with",
)

#: Settings that older versions of a regulation name by ids → how people read them.
SETTING_WORDS = {
    "settings.simple_signature_kinds.value": kinds_in_words,
    "settings.grade_10_file.value": grade_10_in_words,
}


class RegulationPage(Page):
    """What the panel and its form share: versions, and values in words."""

    current = "regulation"

    @property
    def school(self):
        """The site's school."""
        return get_school(self.site)

    @property
    def url(self):
        """Address of the panel."""
        return f"{self.site.absolute_url()}/{PANEL}"

    def words_of(self, row, regulation):
        """Value id → word for a row whose values come from a closed list, else None."""
        if row.label_key in OF_TYPES:
            return {key: one.label for key, one in regulation.documents.items()}
        choices = choices_of(row.label_key)
        return None if choices is None else {key: self.say(one) for key, one in choices.items()}

    def value_text(self, row, regulation):
        """A value as people read it; several values separated by commas."""
        words = self.words_of(row, regulation) or {}
        values = row.value if isinstance(row.value, tuple) else (row.value,)
        if row.path in SETTING_WORDS:
            return SETTING_WORDS[row.path](str(row.value))
        return ", ".join(self._plain(one, words) for one in values)

    def _plain(self, value, words):
        if isinstance(value, bool):
            return self.say(YES_NO[value])
        if isinstance(value, date):
            return day_text(value)
        return words.get(value, str(value))

    def label(self, row):
        """The label of a row; values of a table whose keys are words are named by the key."""
        if row.label_key == "min_marks":
            return LABELS.get(row.path.split(".")[-1], row.path)
        return label_of(row.label_key)

    def basis_text(self, version):
        """«приказ № 274 от 15.12.2021»."""
        return self.say(
            _(
                "panel_basis",
                default="order no. ${number} of ${day}",
                mapping={
                    "number": version.basis.order_number,
                    "day": day_text(version.basis.order_date),
                },
            )
        )


class RegulationPanel(RegulationPage):
    """``schoolrecords-regulation``: the values of a section and the versions."""

    title = _("panel_title", default="Regulation of the school")

    @property
    def result(self):
        """What the template shows."""
        version = version_on(self.school, self.today) if self.school is not None else None
        other = Values(
            url=f"{self.site.absolute_url()}/{CHANGE}",
            css="btn-secondary",
            title=_("panel_other", default="Put another regulation in force"),
        )
        links = [other, self._act_rules()]
        if version is None:
            empty = _("panel_none", default="No regulation is in force yet.")
            return Values(title=self.title, links=links, empty=empty, tables=[])
        regulation = parsed(version)
        return Values(
            title=self.title,
            line=self._line(version, regulation),
            links=links,
            tables=[self._versions(), self._sections(regulation), *self._values(regulation)],
        )

    def _act_rules(self):
        return Values(
            url=f"{self.site.absolute_url()}/@@act-rules",
            css="btn-secondary",
            title=_("desk_rules_title", default="How destruction is decided"),
        )

    def _line(self, version, regulation):
        return self.say(
            _(
                "panel_line",
                default="${title}. In force since ${day}, ${basis}",
                mapping={
                    "title": _title_of(regulation),
                    "day": day_text(version.in_force_from),
                    "basis": self.basis_text(version),
                },
            )
        )

    def _versions(self):
        rows = [
            [
                Values(text=str(version.number), css="sr-lead"),
                Values(text=_title_of(parsed(version))),
                Values(text=day_text(version.in_force_from), css="sr-nowrap"),
                Values(text=self.basis_text(version)),
                Values(text=self._state(version)),
            ]
            for version in reversed(list(self.school.regulations.values()))
        ]
        columns = (
            ("sr-lead", _("panel_col_version", default="Version")),
            ("", _("panel_col_regulation", default="Regulation")),
            ("", _("panel_col_since", default="In force from")),
            ("", _("panel_col_basis", default="Basis")),
            ("", _("panel_col_state", default="State")),
        )
        return _table("versions", _("panel_versions", default="Versions"), columns, rows)

    def _state(self, version):
        if version is version_on(self.school, self.today):
            return _("panel_state_now", default="in force")
        if version.in_force_from > self.today:
            return _("panel_state_later", default="will come into force")
        return _("panel_state_former", default="former")

    @property
    def _section(self):
        asked = self.request.form.get("section")
        return asked if asked in SECTIONS else FIRST_SECTION

    def _sections(self, regulation):
        counts = {}
        for row in regulation.rows():
            section = row.path.split(".")[0]
            counts[section] = counts.get(section, 0) + 1
        rows = [
            [
                Values(
                    text=title,
                    url=None if key == self._section else f"{self.url}?section={key}#section",
                    css="sr-lead",
                ),
                Values(text=str(counts[key]), css="sr-num"),
            ]
            for key, title in SECTIONS.items()
            if key in counts
        ]
        columns = (
            ("sr-lead", _("panel_col_section", default="Section")),
            ("sr-num", _("panel_col_values", default="Values")),
        )
        return _table("sections", _("panel_sections", default="Sections"), columns, rows)

    def _values(self, regulation):
        """A table for each block of the section: a document type, a deadline, the whole header."""
        groups = {}
        for row in regulation.rows():
            keys = row.path.split(".")
            if keys[0] == self._section:
                groups.setdefault(keys[1] if len(keys) > 2 else "", []).append(row)
        columns = (
            ("sr-lead", _("panel_col_label", default="What")),
            ("", _("panel_col_value", default="Value")),
            ("sr-side", _("panel_col_source", default="Source")),
            ("sr-side", _("panel_col_change", default="Change")),
        )
        for number, (key, rows) in enumerate(groups.items()):
            title = next((row.value for row in rows if row.path.endswith(".label")), None)
            title = title or next((row.value for row in rows if row.path.endswith(".title")), None)
            cells = [self._cells(row, regulation) for row in rows]
            # The first block is where the link of its section leads.
            yield _table(
                f"values-{key}" if number else "section",
                title if key and title else SECTIONS[self._section],
                columns,
                cells,
            )

    def _cells(self, row, regulation):
        source = self.source_text(row.source)
        return [
            Values(text=self.label(row), css="sr-lead"),
            Values(text=self.value_text(row, regulation)),
            Values(text=source.text, sub=source.sub, css="sr-side"),
            Values(
                text=_("panel_change", default="change"),
                url=f"{self.site.absolute_url()}/{CHANGE}?path={quote(row.path)}",
                css="sr-side",
            ),
        ]

    def source_text(self, source: Source):
        """Where a value comes from: ``text``, and the phrase or the law as ``sub``."""
        if source.kind == "stated":
            clause = _("panel_clause", default="cl. ${clause}", mapping={"clause": source.clause})
            return Values(text=self.say(clause), sub=f"«{source.phrase}»")
        if source.kind == "changed":
            text = _("panel_changed", default="order ${basis}", mapping={"basis": source.basis})
            return Values(text=self.say(text))
        text = _("panel_default", default="by default")
        if not source.verified:
            text = _("panel_default_unverified", default="by default, please check")
        return Values(text=self.say(text), sub=source.basis or None)


def _title_of(regulation):
    """Return what people call a regulation; its short name is for files."""
    return regulation.regulation.title or regulation.name


def newest(school):
    """The newest core `Regulation` of a school, in force or to be, or None."""
    version = latest_version(school) if school is not None else None
    return None if version is None else parsed(version)


def _table(key, title, columns, rows):
    return Values(
        id=key,
        title=title,
        head=title,
        columns=[Values(css=css, title=text) for css, text in columns],
        rows=[Values(cells=cells) for cells in rows],
    )
