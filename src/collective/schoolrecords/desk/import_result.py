"""An import that was begun: how far it is, what it did, taking it back or annulling its records."""

from collective.schoolrecords.desk.confirm import same_number
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.desk.imports import ImportBase
from collective.schoolrecords.desk.navigation import REGISTER_IDS
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.exchange import journal
from collective.schoolrecords.exchange.annulling import start_annulling
from collective.schoolrecords.exchange.overview import describe_import
from collective.schoolrecords.exchange.taking_back import start_undo
from collective.schoolrecords.messages import _
from functools import cached_property
from zExceptions import NotFound

import json


#: Kind of list → family of the records that it fills.
FILLED = {
    journal.CONTINGENT: "personal_file",
    journal.BACKLOG: "case_file",
    journal.PROTOCOLS: "protocol",
}
OPEN_REGISTER = _("desk_import_open_register", default="Open the register that it filled")
OPEN_STAFF = _("desk_import_open_staff", default="Open the list of staff")
RUNNING = ("queued", "running", "paused", "undoing", "annulling")


class ImportResult(ImportBase):
    """``import-result?uid=…``: how far an import is, what it did, and taking it back."""

    @cached_property
    def one(self):
        """The import that the address names; 404 for any other."""
        imports = journal.imports_of(self.site)
        uid = self.request.form.get("uid")
        one = imports.get(uid) if imports is not None and isinstance(uid, str) else None
        if one is None:
            raise NotFound("import")
        return one

    @cached_property
    def told(self):
        """The import as plain data."""
        return describe_import(self.site, self.one, self.request, 0)

    @property
    def url(self):
        """Address of this page."""
        return f"{self.site.absolute_url()}/@@import-result?uid={self.one.uid}"

    def render(self):
        """Show the import, or begin to take it back or to annul its records."""
        form = self.request.form
        if self.posted() and (form.get("undo") or form.get("annul")):
            if same_number(form.get("confirm"), self.number):
                if form.get("undo"):
                    start_undo(self.site, self.one, self.reader.id)
                else:
                    reason = form.get("reason")
                    start_annulling(self.site, self.one, self.reader.id, reason)
            else:
                self.note(
                    _(
                        "desk_confirm_wrong",
                        default="The number does not match: type ${number}.",
                        mapping={"number": self.number},
                    ),
                    "warning",
                )
            return self.go(self.url)
        return self.index()

    @property
    def number(self):
        """What is typed to confirm: the beginning of the import's id."""
        return self.one.uid[:4]

    @property
    def act(self):
        """What the template shows."""
        told = self.told
        running = told["state"] in RUNNING
        return Values(
            title=self.title,
            line=told["filename"],
            path=self.here(2 if running else 3),
            step_title=told["state_title"],
            progress=self._progress() if running else None,
            texts=[*told["messages"], *self._texts()],
            facts=[
                *self.facts(told),
                *(
                    Values(label=one["title"], value=number_text(one["count"]))
                    for one in told["states"]
                    if told["past_draft"]
                ),
            ],
            table=self.findings_table(told["findings"]),
            links=[] if running else list(self._links()),
            danger=self._undo() or self._annul(),
            back=f"{self.site.absolute_url()}/@@import",
        )

    def _links(self):
        """Yield the link to what the import filled; records of one state are shown by it."""
        told, kind = self.told, self.one.kind
        if told["state"] == journal.UNDONE:
            return
        base = self.site.absolute_url()
        if kind == journal.STAFF:
            yield Values(url=f"{base}/@@people", css="btn-primary", title=OPEN_STAFF)
        elif told["records"]:
            family = FILLED[kind]
            states = [one["id"] for one in told["states"]]
            query = f"?state={states[0]}" if len(states) == 1 else ""
            url = f"{base}/{REGISTER_IDS[family]}{query}"
            yield Values(url=url, css="btn-primary", title=OPEN_REGISTER)

    def _progress(self):
        data = {"done": number_text(self.told["done"]), "total": number_text(self.told["total"])}
        return Values(
            part=int(self.told["percent"] or 0),
            said=self.say(_("desk_progress_said", default="${done} of ${total}", mapping=data)),
            message="",
            url=f"{self.site.absolute_url()}/@@import-progress?uid={self.one.uid}",
            text=self.say(
                _(
                    "desk_progress_said",
                    default="${done} of ${total}",
                    mapping={"done": "{done}", "total": "{total}"},
                )
            ),
        )

    def _texts(self):
        """What cannot be taken back and why, and what was annulled."""
        told, annulled = self.told, self.told["annulled"]
        if told["past_draft"] and told["state"] not in RUNNING:
            yield _(
                "desk_import_kept",
                default="The import cannot be taken back: ${n} of its records are no drafts, and "
                "what is no draft does not vanish.",
                mapping={"n": number_text(told["past_draft"])},
            )
        if annulled:
            yield _(
                "desk_import_annulled",
                default="Annulled on ${day}: ${reason}",
                mapping={"day": day_text(annulled["at"]), "reason": annulled["reason"]},
            )

    def _annul(self):
        if not self.told["can_annul"]:
            return None
        title = _("desk_import_annul", default="Annul the records of this import")
        counts = {one["id"]: one["count"] for one in self.told["states"]}
        return Values(
            action=self.url,
            title=title,
            text=_(
                "desk_import_annul_text",
                default="Kept now: ${n}. Those that nobody has worked on since are annulled and "
                "stay, marked with the reason. Everything else of the import stays as it is: "
                "what is closed leaves only by act. This step cannot be taken back.",
                mapping={"n": number_text(counts["current"])},
            ),
            reason=_("desk_import_annul_reason", default="Why the records are annulled"),
            ask=self._ask(),
            number=self.number,
            name="annul",
            button=title,
        )

    def _ask(self):
        return _(
            "desk_confirm_ask",
            default="To confirm, type: ${number}",
            mapping={"number": self.number},
        )

    def _undo(self):
        if not self.told["can_undo"]:
            return None
        title = _("desk_import_undo", default="Take the import back")
        return Values(
            action=self.url,
            title=title,
            text=_(
                "desk_import_undo_text",
                default="Drafts of this import are removed: ${n}. The list can be loaded again.",
                mapping={"n": number_text(self.told["records"])},
            ),
            ask=self._ask(),
            number=self.number,
            name="undo",
            button=title,
        )


class ImportProgress(ImportResult):
    """``import-progress?uid=…``: what the page asks while a job runs, as JSON."""

    def __call__(self):
        state = "running" if self.told["state"] in RUNNING else self.told["state"]
        self.request.response.setHeader("Content-Type", "application/json")
        self.request.response.setHeader("Cache-Control", "no-store")
        return json.dumps(
            {
                "state": state,
                "done": self.told["done"],
                "total": self.told["total"],
                "message": self.told["state_title"],
            }
        )
