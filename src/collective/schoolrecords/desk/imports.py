"""Loading a list: choose the file, check it, load it, see what happened, take it back."""

from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.desk.checked_file import CheckedFile
from collective.schoolrecords.desk.checked_file import forget
from collective.schoolrecords.desk.checked_file import keep
from collective.schoolrecords.desk.checked_file import kept_for
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.desk.import_words import column_words
from collective.schoolrecords.desk.import_words import plan
from collective.schoolrecords.desk.import_words import SENTENCES
from collective.schoolrecords.desk.navigation import TITLES
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.exchange import journal
from collective.schoolrecords.exchange.limits import LIMITS
from collective.schoolrecords.exchange.overview import all_imports
from collective.schoolrecords.exchange.overview import describe_dry_run
from collective.schoolrecords.exchange.overview import describe_import
from collective.schoolrecords.exchange.starting import dry_run
from collective.schoolrecords.exchange.starting import may_load
from collective.schoolrecords.exchange.starting import OPTIONS
from collective.schoolrecords.exchange.starting import start_import
from collective.schoolrecords.exchange.texts import KINDS
from collective.schoolrecords.messages import _

import transaction


PATH = (
    _("desk_import_file", default="File"),
    _("desk_import_check", default="Check"),
    _("desk_import_load", default="Loading"),
    _("desk_import_result", default="Result"),
)
#: What is refused as a whole, what loses a row, what is only said.
LEVELS = {
    "refuse_file": ("refused", "stop"),
    "refuse_row": ("refused", "stop"),
    "warning": ("warning", "wait"),
}
FINDINGS = 200
#: Numbers of a dry run without which an import would change nothing.
CHANGES = ("filed", "appointments", "accounts")
OPTION_TITLES = {
    "year": _("desk_import_year", default="Year in which the school year begins"),
    "volume": _("desk_import_volume", default="Volume of the alphabet book"),
    "register": _("desk_import_register", default="Register the files at once"),
    "order_number": _("desk_import_order_number", default="Number of the order of appointment"),
    "order_date": _("desk_import_order_date", default="Date of the order"),
    "start": _("desk_import_start", default="Appointed from"),
}


NO_FILE = _("desk_import_no_file", default="Choose a file.")
TOO_LONG = _("desk_import_too_long", default="The file is larger than 32 MB.")
LOAD = _("desk_import_to_load", default="Load")
LOAD_AGAIN = _("desk_import_again", default="Load it once more")


class ImportBase(Page):
    """What the pages of an import share."""

    title = TITLES["import"]
    current = "import"

    def here(self, number):
        """Return the path with the step ``number`` (from 0) as the present one."""
        return [
            Values(
                title=title,
                css="sr-path-done" if place < number else None,
                current="step" if place == number else None,
            )
            for place, title in enumerate(PATH)
        ]

    def findings_table(self, findings):
        """Return the table of findings, ``None`` without any."""
        if not findings:
            return None
        columns = (
            ("sr-lead sr-nowrap", _("desk_import_where", default="Where")),
            ("", _("desk_col_column", default="Column")),
            ("", _("desk_col_finding", default="Remark")),
            ("", _("desk_col_level", default="What happens")),
        )
        return Values(
            title=_("desk_import_findings", default="Remarks"),
            columns=[Values(css=css, title=title) for css, title in columns],
            rows=[self._finding(one) for one in findings[:FINDINGS]],
        )

    def _finding(self, one):
        icon, tone = LEVELS.get(one["level"], LEVELS["warning"])
        place = one["cell"]
        if not place and one["row"]:
            row = _("desk_import_row", default="row ${n}", mapping={"n": one["row"]})
            place = self.say(row)
        cell = f"{one['sheet']} {place}" if one["sheet"] else place
        return Values(
            cells=[
                Values(text=(cell or "").strip() or "—", css="sr-lead sr-nowrap"),
                Values(text=one["column"] or ""),
                Values(text=one["message"]),
                Values(state=Values(icon=icon, tone=tone, title=one["level_title"])),
            ]
        )

    def facts(self, told, but=()):
        """Return the counts of a dry run or an import as facts; ``but``: names that are left out."""
        rows = Values(
            label=_("desk_import_rows", default="Rows in the file"),
            value=number_text(told["read"]),
        )
        return [
            rows,
            *(
                Values(label=one["title"], value=number_text(one["count"]))
                for one in told["numbers"]
                if one["name"] not in but
            ),
        ]


class ImportPage(ImportBase):
    """``import``: the form, the check, and the journal of former imports."""

    message = None
    reasons = ()
    report = None
    kind = journal.CONTINGENT
    filename = ""
    checked = None
    repeated = False

    def render(self):
        """Show the form or the check; take a file; load what was checked."""
        self.checked = kept_for(self.site, self.reader.id) if self._asked("checked") else None
        try:
            if self.posted():
                if self._asked("load"):
                    return self._load()
                return self._take_file()
            if self.checked is not None:
                self._check()
        except Refusal as refusal:
            transaction.doom()
            self.message = refusal.message
            self.reasons = [Values(text=one["message"]) for one in refusal.reasons]
            self.repeated = any(one["code"] == "repeated" for one in refusal.reasons)
        return self.index()

    def _asked(self, name):
        value = self.request.form.get(name)
        return value if isinstance(value, str) else ""

    def _take_file(self):
        self.kind = self._asked("kind") if self._asked("kind") in journal.KINDS else self.kind
        sent = self.request.form.get("file")
        data = sent.read(LIMITS.file_bytes + 1) if getattr(sent, "filename", "") else b""
        if not data or len(data) > LIMITS.file_bytes:
            self.message = self.say(TOO_LONG if data else NO_FILE)
            return self.index()
        typed = {name: self._asked(f"{self.kind}.{name}").strip() for name in OPTIONS[self.kind]}
        keep(self.site, self.reader.id, CheckedFile(self.kind, sent.filename, typed, data))
        return self.go(f"{self.url}?checked=1")

    def _check(self):
        one = self.checked
        self.kind, self.filename = one.kind, one.filename
        options = options_of(one.kind, one.typed)
        report = dry_run(self.site, one.kind, one.read(), one.filename, options)
        self.report = describe_dry_run(report, self.request, one.kind)

    def _load(self):
        one = self.checked
        if one is None:
            self.message = self.say(NO_FILE)
            return self.index()
        self.kind, self.filename = one.kind, one.filename
        options = options_of(one.kind, one.typed)
        again = self._asked("again") == "1"
        made = start_import(self.site, one.kind, one.read(), one.filename, options, again=again)
        forget(self.site, self.reader.id)
        return self.go(f"{self.site.absolute_url()}/@@import-result?uid={made.uid}")

    @property
    def url(self):
        """Address of this page."""
        return f"{self.site.absolute_url()}/@@import"

    @property
    def act(self):
        """What the template shows: the form, or the check."""
        checked = self.report is not None or self.repeated
        refused = self.report is not None and self.report["refused"]
        return Values(
            title=self.title,
            line=self.filename,
            path=self.here(1 if checked else 0),
            step_title=self._step_title(checked, refused),
            message=self.message,
            reasons=self.reasons,
            action=self.url,
            kinds=None if checked else self._kinds(),
            texts=plan(self.kind, self.report, FINDINGS) if self.report else (),
            facts=self.facts(self.report, SENTENCES) if self.report and not refused else None,
            table=self.findings_table(self.report["findings"]) if self.report else None,
            load=self._load_button() if self._may_begin(refused) else None,
            back=self.url,
            former=None if checked else self._former(),
        )

    def _may_begin(self, refused):
        """Whether the button to load stands on the page: only where something would come of it."""
        if self.repeated:
            return True
        numbers = () if self.report is None or refused else self.report["numbers"]
        return any(one["name"] in CHANGES for one in numbers)

    def _load_button(self):
        return Values(
            title=LOAD_AGAIN if self.repeated else LOAD, again="1" if self.repeated else ""
        )

    def _step_title(self, checked, refused):
        if refused:
            return _("desk_import_refused", default="The file cannot be loaded")
        if checked:
            return _("desk_import_checked", default="Checked: nothing is loaded yet")
        return _("desk_import_choose", default="Choose what to load")

    def _kinds(self):
        return [
            Values(
                id=f"kind-{kind}",
                value=kind,
                title=title,
                checked="checked" if kind == self.kind else None,
                fields=[self._option(kind, name, wanted) for name, wanted in OPTIONS[kind].items()],
                columns=column_words(kind, self.say),
                sample=f"{self.site.absolute_url()}/@@import-sample?kind={kind}",
            )
            for kind, title in KINDS.items()
            if may_load(self.site, kind)
        ]

    def _option(self, kind, name, wanted):
        value = self.request.form.get(f"{kind}.{name}")
        return Values(
            id=f"f-{kind}-{name}",
            label_for=f"f-{kind}-{name}",
            name=f"{kind}.{name}",
            title=OPTION_TITLES[name],
            required=name in ("order_number", "order_date"),
            span=6,
            wrong="",
            css="form-control",
            type="text",
            is_choice=wanted is bool,
            is_input=wanted is not bool,
            value=("checked" if value else None) if wanted is bool else value or "",
            inputmode="numeric" if wanted is int else None,
        )

    def _former(self):
        base = self.site.absolute_url()
        told = [
            describe_import(self.site, one, self.request) for one in all_imports(self.site)[:10]
        ]
        if not told:
            return None
        columns = (
            ("sr-lead", _("desk_col_file", default="File")),
            ("", _("desk_col_list", default="List")),
            ("", _("desk_col_date", default="Date")),
            ("", _("desk_col_state", default="State")),
        )
        return Values(
            title=_("desk_import_former", default="Loaded before"),
            columns=[Values(css=css, title=title) for css, title in columns],
            rows=[
                Values(
                    cells=[
                        Values(
                            text=one["filename"],
                            css="sr-lead",
                            url=f"{base}/@@import-result?uid={one['uid']}",
                        ),
                        Values(text=one["kind_title"]),
                        Values(text=day_text(one["created"])),
                        Values(text=one["state_title"]),
                    ]
                )
                for one in told
            ],
        )


def options_of(kind, typed):
    """Return the options of an import from what was typed; empty ones are left out."""
    found = {}
    for name, wanted in OPTIONS[kind].items():
        text = typed.get(name, "")
        if wanted is bool:
            found[name] = bool(text)
        elif text:
            number = wanted is int and text.isascii() and text.isdigit()
            found[name] = int(text) if number else _iso(text)
    return found


def _iso(text):
    """Turn ДД.ММ.ГГГГ into ISO; any other text stays as it is and is judged by the import."""
    parts = text.split(".")
    if len(parts) == 3 and all(part.isdigit() for part in parts):
        return "-".join((parts[2], parts[1].zfill(2), parts[0].zfill(2)))
    return text
