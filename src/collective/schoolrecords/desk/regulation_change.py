"""The form that changes one value of the regulation, or puts another regulation in force.

A change is a new version with the order it rests on and the day from which it counts; nothing is
edited. The values of a term stand together («5 лет» to «постоянно» is two of them), so the form
of one shows all of its block.
"""

from AccessControl import getSecurityManager
from collective.schoolrecords.core import shipped
from collective.schoolrecords.core.dates import read_date
from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.desk.formats import YES_NO
from collective.schoolrecords.desk.regulation_panel import newest
from collective.schoolrecords.desk.regulation_panel import RegulationPage
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.school.refusals import SchoolRefused
from collective.schoolrecords.school.regulation import Basis
from collective.schoolrecords.school.regulation import changed_text
from collective.schoolrecords.school.regulation import latest_version
from collective.schoolrecords.school.regulation import new_version
from collective.schoolrecords.school.texts import reason_in_words
from datetime import date
from zExceptions import NotFound


SHIPPED = "shipped"
TERM = "retention"
ORDER, ORDER_DATE, SINCE = "order_number", "order_date", "in_force_from"
BASIS_TITLES = {
    ORDER: _("panel_order_number", default="Number of the order"),
    ORDER_DATE: _("panel_order_date", default="Date of the order"),
    SINCE: _("panel_since", default="In force from"),
}
NOT_NUMBER = _("panel_not_number", default="Give a whole number.")
NOT_DAY = _("panel_not_day", default="There is no such day. Write DD.MM.YYYY.")
NEEDED = _("panel_needed", default="Fill this in.")


class Unreadable(ValueError):
    """What was sent cannot be a value; the argument is a message."""


class RegulationChange(RegulationPage):
    """``schoolrecords-regulation-change?path=documents.class_journal.retention.value``."""

    title = _("panel_change_title", default="Change of the regulation")

    def __init__(self, context, request):
        super().__init__(context, request)
        self.faults = {}
        self.others = []

    def trail(self):
        """See ``Page``."""
        return ((_("panel_title", default="Regulation of the school"), self.url),)

    @property
    def errors(self):
        """Every fault with a link to its field."""
        named = [Values(href=f"#f-{name}", text=text) for name, text in self.faults.items()]
        return [*named, *(Values(href="#main", text=text) for text in self.others)]

    @property
    def path(self):
        """The path of the value asked for; "" when another regulation is to be chosen."""
        return str(self.request.form.get("path") or "")

    @property
    def rows(self):
        """The rows that the form shows: one, or all of a term."""
        regulation = newest(self.school)
        if not self.path:
            return ()
        found = list(regulation.rows()) if regulation is not None else []
        block = self.path.rpartition(".")[0]
        if block.endswith(f".{TERM}"):
            rows = [row for row in found if row.path.startswith(f"{block}.")]
        else:
            rows = [row for row in found if row.path == self.path]
        if not rows:
            raise NotFound(self.path)
        return rows

    def render(self):
        """Draw the form; keep the new version when it was sent without a fault."""
        if self.posted() and self._keep():
            self.note(_("panel_kept", default="The new version of the regulation is kept."))
            return self.go(self.url)
        return self.index()

    # What was sent

    def _keep(self):
        basis, since = self._basis()
        text = self._text(basis or Basis("-", self.today))
        latest = latest_version(self.school)
        if since and latest is not None and since <= latest.in_force_from:
            late = Reason("REGULATION_NOT_LATER", SINCE, {"since": latest.in_force_from})
            self.faults[SINCE] = reason_in_words(late)["message"]
        if self.faults or self.others:
            return False
        author = getSecurityManager().getUser().getId() or ""
        try:
            new_version(self.school, text, in_force_from=since, author=author, basis=basis)
        except SchoolRefused as refusal:
            self._refused(refusal)
            return False
        return True

    def _basis(self):
        """(the order, the day from which it counts); None for what is missing, with a fault."""
        form = self.request.form
        number = str(form.get(ORDER) or "").strip()
        if not number:
            self.faults[ORDER] = self.say(NEEDED)
        days = {}
        for name in (ORDER_DATE, SINCE):
            given = str(form.get(name) or "").strip()
            days[name] = read_date(given).value
            if days[name] is None:
                self.faults[name] = self.say(NOT_DAY if given else NEEDED)
        complete = number and days[ORDER_DATE]
        return (Basis(number, days[ORDER_DATE]) if complete else None), days[SINCE]

    def _text(self, basis):
        """The text of the new version, or None with faults."""
        if not self.path:
            name = str(self.request.form.get(SHIPPED) or "")
            if name not in shipped.names():
                self.faults[SHIPPED] = self.say(NEEDED)
                return None
            return shipped.text(name)
        values = {}
        for row in self.rows:
            try:
                values[row.path] = self._read(row)
            except Unreadable as wrong:
                self.faults[row.path] = self.say(wrong.args[0])
        if any(name in self.faults for name in values) or len(values) < len(self.rows):
            return None
        try:
            return changed_text(self.school, self._changes(values), basis)
        except SchoolRefused as refusal:
            self._refused(refusal)
            return None

    def _changes(self, values):
        """(path, value) pairs: a term is stated anew as a whole."""
        block = self.path.rpartition(".")[0]
        if not block.endswith(f".{TERM}"):
            return list(values.items())
        fields = {path.rpartition(".")[2]: value for path, value in values.items()}
        fields.update({name: one for name, one in self._added().items() if one is not None})
        return [(block, {name: one for name, one in fields.items() if one is not None})]

    def _added(self):
        """The number of years, for a term that had none («постоянно» to «5 лет»)."""
        given = str(self.request.form.get("years") or "").strip()
        if not given:
            return {}
        if not (given.isascii() and given.isdigit() and len(given) <= 3):
            self.faults["years"] = self.say(NOT_NUMBER)
            return {}
        return {"value": int(given)}

    def _read(self, row):
        text = str(self.request.form.get(row.path) or "").replace("\r\n", "\n").strip()
        if not text:
            return None
        words = self.words_of(row, newest(self.school))
        if isinstance(row.value, tuple):
            lines = [line.strip() for line in text.split("\n") if line.strip()]
            kind = type(row.value[0]) if row.value else str
            return [_one(line, kind, words) for line in lines]
        return _one(text, type(row.value), words)

    def _refused(self, refusal):
        for reason in refusal.reasons:
            if reason["field"] in BASIS_TITLES:
                self.faults[reason["field"]] = reason["message"]
            else:
                self.others.append(reason["message"])

    # What is shown

    @property
    def form(self):
        """What the template shows."""
        rows = self.rows
        first = rows[0] if rows else None
        groups = [Values(title=None, fields=self._value_fields(rows)), self._basis_fields()]
        return Values(
            title=self.title,
            line=self._about(first),
            texts=[],
            action=self.request.URL,
            hidden=[Values(name="path", value=self.path)],
            groups=groups,
            save=_("panel_save", default="Keep as a new version"),
            cancel=self.url,
        )

    def _about(self, row):
        """Which document or deadline the value belongs to."""
        keys = row.path.split(".") if row else []
        regulation = newest(self.school)
        if len(keys) > 1 and keys[0] == "documents":
            return regulation.documents[keys[1]].label
        return regulation.regulation.title if regulation is not None else None

    def _value_fields(self, rows):
        if not self.path:
            options = [
                (name, shipped.shipped(name).regulation.organisation) for name in shipped.names()
            ]
            title = _("panel_shipped", default="Regulation")
            return [self._field(SHIPPED, title, options=options, span=12)]
        regulation = newest(self.school)
        fields = [self._row_field(row, regulation) for row in rows]
        is_term = self.path.rpartition(".")[0].endswith(f".{TERM}")
        if is_term and not any(row.path.endswith(".value") for row in rows):
            title = _("panel_years", default="Years")
            fields.append(self._field("years", title, required=False, span=3))
        return fields

    def _row_field(self, row, regulation):
        words = self.words_of(row, regulation)
        title = self.label(row)
        if isinstance(row.value, tuple):
            hint = _("panel_lines_hint", default="One on a line.")
            text = "\n".join((words or {}).get(one, str(one)) for one in row.value)
            return self._field(row.path, title, text, hint=hint, many=True, span=12)
        if isinstance(row.value, bool):
            options = [("1", self.say(YES_NO[True])), ("0", self.say(YES_NO[False]))]
            return self._field(row.path, title, "1" if row.value else "0", options=options)
        if words is not None:
            return self._field(row.path, title, row.value, options=list(words.items()))
        value = self.value_text(row, regulation)
        return self._field(row.path, title, value, span=12 if len(value) > 40 else 6)

    def _basis_fields(self):
        fields = [
            self._field(ORDER, BASIS_TITLES[ORDER], span=4),
            self._field(ORDER_DATE, BASIS_TITLES[ORDER_DATE], hint=self._day_hint(), span=4),
            self._field(SINCE, BASIS_TITLES[SINCE], hint=self._day_hint(), span=4),
        ]
        return Values(title=_("panel_basis_title", default="Basis of the change"), fields=fields)

    def _day_hint(self):
        return _("panel_day_hint", default="DD.MM.YYYY")

    def _field(self, name, title, value="", *, options=None, many=False, **more):
        """A bag for the `input` macro; what was sent stands before what is stored."""
        sent = self.request.form.get(name) if self.request.method == "POST" else None
        value = str(value if sent is None else sent)
        error = self.faults.get(name)
        bag = Values(
            id=f"f-{name}",
            label_for=f"f-{name}",
            name=name,
            title=title,
            type="text",
            error=error,
            css="form-control is-invalid" if error else "form-control",
            wrong="sr-field-wrong" if error else "",
            invalid="true" if error else None,
            **{"span": 6, "required": True, **more},
        )
        parts = [f"f-{name}-{part}" for part in ("hint", "error") if getattr(bag, part)]
        bag.described = " ".join(parts) or None
        if options is not None:
            bag.is_select = True
            bag.options = [
                Values(value=key, title=text, selected="selected" if key == value else None)
                for key, text in [("", ""), *options]
            ]
        else:
            bag.is_text, bag.is_input, bag.value = many, not many, value
        return bag


def _one(text, kind, words):
    """One value from what a person wrote or chose. Raises `Unreadable`."""
    if words is not None:
        for key, word in words.items():
            if text in (key, word):
                return key
        raise Unreadable(
            _("panel_not_word", default="Not in the list: ${value}.", mapping={"value": text})
        )
    if kind is bool:
        return text == "1"
    if kind is int:
        if not (text.isascii() and text.isdigit()):
            raise Unreadable(NOT_NUMBER)
        return int(text)
    if kind is date:
        day = read_date(text).value
        if day is None:
            raise Unreadable(NOT_DAY)
        return day
    return text
