"""``local-acts`` of the site: the local regulations in force, for everybody (FTL-1.14).

Nobody logs in. Only what is published is there: any other address, also that of a draft, answers
that nothing is there.
"""

from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.desk.formats import size_text
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.local_regulation import publication
from collective.schoolrecords.records.local_regulation import regulation_json
from functools import cached_property
from plone.namedfile.utils import stream_data
from zExceptions import NotFound
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


LIST = (
    ("sr-nowrap", _("desk_col_order_number", default="No.")),
    ("sr-lead", _("desk_col_title", default="Title")),
    ("sr-nowrap", _("desk_col_date", default="Date")),
    ("sr-nowrap", _("desk_col_in_force", default="In force from")),
)
FACTS = (
    ("sr-lead", _("desk_col_field", default="Field")),
    ("", _("desk_col_value", default="Value")),
)


@implementer(IPublishTraverse)
class LocalActsPage(Page):
    """The list; ``local-acts/<id>`` one version; ``local-acts/<id>/file`` its text."""

    current = "local_acts"

    def __init__(self, context, request):
        super().__init__(context, request)
        self.path = []

    def publishTraverse(self, request, name):
        """Take the id and, behind it, the word for the file."""
        if len(self.path) == 2 or (len(self.path) == 1 and name != "file"):
            raise NotFound(name)
        self.path.append(name)
        return self

    @cached_property
    def record(self):
        """The published version in the address."""
        return self._published()

    def _published(self):
        """Return the published version in the address; raise ``NotFound`` for anything else."""
        record = publication.public(self.site.get(publication.REGISTER), self.path[0])
        if record is None:
            raise NotFound(self.path[0])
        return record

    @property
    def title(self):
        """See :class:`Page`."""
        if self.path:
            return self.record.title
        return _("desk_public_title", default="Local regulations")

    def trail(self):
        """See :class:`Page`."""
        if not self.path:
            return ()
        return ((_("desk_public_title", default="Local regulations"), self._url()),)

    def render(self):
        """Show the list, one version, or send its file."""
        if len(self.path) == 2:
            return self._file()
        if self.path:
            # Nothing is drawn before it is known to be there.
            self._published()
        return self.index()

    @property
    def result(self):
        """What the template shows."""
        return self._one() if self.path else self._all()

    def _url(self, *path):
        return "/".join((self.site.absolute_url(), "@@local-acts", *path))

    def _all(self):
        found = publication.published(self.site)
        rows = [
            Values(
                cells=[
                    Values(text=one.registration_number, css="sr-nowrap"),
                    Values(text=one.title, css="sr-lead sr-wide", url=self._url(one.getId())),
                    Values(text=day_text(one.dated_on), css="sr-nowrap"),
                    Values(
                        text=day_text(one.in_force_from),
                        css="sr-nowrap",
                        label=self.say(LIST[-1][1]),
                    ),
                ]
            )
            for one in found
        ]
        line = _(
            "desk_public_line",
            default="In force and published: ${n}",
            mapping={"n": number_text(len(found))},
        )
        return Values(
            title=self.title,
            line=line if found else None,
            tables=[self._table(LIST, rows)] if rows else (),
            empty=None if rows else _("desk_public_none", default="Nothing is published yet."),
        )

    def _one(self):
        told = regulation_json.public_json(self.record, self._url(self.path[0]), self.request)
        rows = [
            Values(cells=[Values(text=label, css="sr-lead"), Values(text=value, url=url)])
            for label, value, url in self._facts(told)
            if value
        ]
        return Values(title=self.title, tables=[self._table(FACTS, rows)])

    def _facts(self, told):
        number, day = told["number"], day_text(told["dated_on"])
        yield _("desk_col_order_number", default="No."), f"{number} от {day}", None
        yield _("desk_col_in_force", default="In force from"), day_text(told["in_force_from"]), None
        for one in told["adopted_by"]:
            minutes = f"{one['body']}: {one['adoption']}".rstrip(": ")
            if one["minutes_number"]:
                minutes += f", протокол № {one['minutes_number']}"
            if one["minutes_date"]:
                minutes += f" от {day_text(one['minutes_date'])}"
            if one["minutes_point"]:
                minutes += f", п. {one['minutes_point']}"
            yield _("desk_public_adopted", default="Adopted"), minutes, None
        order = told["order"]
        if order["number"]:
            text = f"№ {order['number']} от {day_text(order['date'])}"
            yield _("desk_public_order", default="Approved by the order"), text, None
        if told["replaces"]:
            label = _("desk_public_replaces", default="Replaces")
            yield label, f"№ {told['replaces']}", None
        file = told["file"]
        if file is not None:
            label = _("local_regulation_scan", default="Text of the regulation")
            say = self.say(_("desk_public_open", default="Open the text"))
            yield label, f"{say} ({size_text(file['size'])})", file["@id"]

    def _table(self, columns, rows):
        heads = [Values(css=css, title=text) for css, text in columns]
        return Values(title=self.title, columns=heads, rows=rows)

    def _file(self):
        scan, response = self.record.scan, self.request.response
        ending = (scan.filename or "").rpartition(".")[2]
        # The name that the file had at the school may say more than its title.
        name = f"local-act-{self.path[0]}.{ending}"
        response.setHeader("Content-Type", scan.contentType)
        response.setHeader("Content-Length", str(scan.getSize()))
        response.setHeader("Content-Disposition", f'attachment; filename="{name}"')
        response.setHeader("X-Content-Type-Options", "nosniff")
        response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox")
        return stream_data(scan)
