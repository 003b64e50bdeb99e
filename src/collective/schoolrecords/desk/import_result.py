"""An import that was begun: how far it is, what it did, and taking it back."""

from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.desk.imports import ImportBase
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.exchange import journal
from collective.schoolrecords.exchange.overview import describe_import
from collective.schoolrecords.exchange.taking_back import start_undo
from collective.schoolrecords.messages import _
from functools import cached_property
from zExceptions import NotFound

import json


RUNNING = ("queued", "running", "paused", "undoing")


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
        """Show the import, or begin to take it back."""
        if self.posted() and self.request.form.get("undo"):
            if self.request.form.get("confirm", "").strip().lower() == self.number.lower():
                start_undo(self.site, self.one, self.reader.id)
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
            texts=told["messages"],
            facts=self.facts(told),
            table=self.findings_table(told["findings"]),
            danger=self._undo() if told["can_undo"] else None,
            back=f"{self.site.absolute_url()}/@@import",
        )

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

    def _undo(self):
        title = _("desk_import_undo", default="Take the import back")
        return Values(
            action=self.url,
            title=title,
            text=_(
                "desk_import_undo_text",
                default="Drafts of this import are removed: ${n}. The list can be loaded again.",
                mapping={"n": number_text(self.told["records"])},
            ),
            ask=_(
                "desk_confirm_ask",
                default="To confirm, type: ${number}",
                mapping={"number": self.number},
            ),
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
