"""The page of a local regulation: its versions, its outdated references, its place on the site."""

from AccessControl.security import checkPermission
from collective.schoolrecords.core.lifecycle import CURRENT
from collective.schoolrecords.desk.deeds import Deed
from collective.schoolrecords.desk.deeds import DeedsMixin
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.formats import state_badge
from collective.schoolrecords.desk.navigation import MANAGE_REGULATION
from collective.schoolrecords.desk.record import RecordPage
from collective.schoolrecords.desk.record_tables import documents_section
from collective.schoolrecords.desk.regulations.new_version import new_version_link
from collective.schoolrecords.desk.regulations.order_choice import ways_to_order
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.local_regulation import publication
from collective.schoolrecords.records.local_regulation import regulation_json
from collective.schoolrecords.records.local_regulation import repealed
from collective.schoolrecords.records.local_regulation.content import former_of
from collective.schoolrecords.records.local_regulation.content import successor_of
from functools import cached_property
from plone import api


COLUMNS = (
    ("sr-side", _("desk_col_version", default="Version")),
    ("sr-lead", _("desk_col_order_number", default="No.")),
    ("sr-nowrap", _("desk_col_in_force", default="In force from")),
    ("sr-nowrap", _("desk_col_out_of_force", default="No longer in force since")),
    ("", _("desk_col_state", default="State")),
)
CITING = (
    ("sr-lead", _("desk_col_order_number", default="No.")),
    ("", _("desk_citing_regulation", default="Local regulation")),
    ("", _("desk_col_state", default="State")),
)
MOST_VERSIONS = 50


def outdated_lines(record, request):
    """Return a sentence for each reference of a version that no longer holds."""
    return [
        f"{_act(one)}. {one['outdated']['message']}"
        for one in regulation_json.references_json(record, request)
        if one["outdated"] is not None
    ]


def _act(one):
    number, day = one["number"], day_text(one["date"])
    parts = (one["kind"]["title"], f"№ {number}" if number else "", f"от {day}" if day else "")
    return " ".join(part for part in parts if part).capitalize()


class LocalRegulationPage(DeedsMixin, RecordPage):
    """``view`` of a local regulation; POST publishes it or takes it off the site."""

    @property
    def record_title(self):
        """Number and title."""
        number = self.context.registration_number
        return f"№ {number} {self.context.title}" if number else self.context.title

    @cached_property
    def record(self):
        """See :class:`RecordPage`; who may keep the list of repealed acts finds the way to it."""
        found = super().record
        ways = () if self._order_named() else ways_to_order(self.context)
        found.links[:0] = [*ways, *new_version_link(self.context)]
        if checkPermission(MANAGE_REGULATION, self.site):
            url = f"{self.site.absolute_url()}/@@repealed-acts"
            title = _("desk_repealed_title", default="Acts that no longer hold")
            found.links.append(Values(icon="book", url=url, title=title))
        return found

    def _order_named(self):
        return bool(self.context.approval_order or self.context.order_number)

    def _warnings(self):
        return outdated_lines(self.context, self.request)

    def _line(self):
        record = self.context
        if record.version:
            label = _("local_regulation_version", default="Version")
            yield f"{self.say(label)} {record.version}"
        if record.in_force_from:
            label = _("desk_col_in_force", default="In force from")
            yield f"{self.say(label)} {day_text(record.in_force_from)}"

    def _sections(self):
        found = list(super()._sections())
        published = self._publication()
        yield found[0]
        if published is not None:
            yield published
        yield from found[1:]
        versions = self._versions()
        if len(versions) > 1:
            title = _("desk_regulation_versions", default="Versions")
            heads = [Values(css=css, title=text) for css, text in COLUMNS]
            yield Values(
                id="versions",
                title=title,
                count=str(len(versions)),
                table=Values(title=title, columns=heads, rows=versions),
            )
        yield from self._citing()
        documents = documents_section(self.context)
        if documents.table or documents.edit:
            yield documents

    def _citing(self):
        """Which versions, in force or being drawn up, still cite this one that is out of force."""
        rows = [
            Values(
                cells=[
                    Values(text=one.registration_number or "", css="sr-lead"),
                    Values(text=one.title, url=one.absolute_url()),
                    Values(state=state_badge(one.state, "local_regulation")),
                ]
            )
            for one in repealed.citing_of(self.context)
        ]
        if rows:
            title = _("desk_regulation_cited", default="Cited still, though no longer in force")
            heads = [Values(css=css, title=text) for css, text in CITING]
            table = Values(title=title, columns=heads, rows=rows)
            yield Values(id="citing", title=title, count=str(len(rows)), table=table)

    def _publication(self):
        record, title = (
            self.context,
            _("local_regulation_published_on", default="On the site since"),
        )
        forms = [self.form_of("publish"), self.form_of("withdraw")]
        forms = [one for one in forms if one is not None]
        told = regulation_json.publication_json(record)
        if not forms and not told["published"]:
            return None
        day = day_text(record.published_on)
        facts = [Values(label=title, value=day, url=told["public_url"])]
        return Values(
            id="publication",
            title=_("desk_section_publication", default="On the school's site"),
            facts=facts if told["published"] else (),
            facts_css="sr-facts",
            forms=forms,
        )

    def _versions(self):
        """Every version that the reader may see, the newest first."""
        line, one = [self.context], self.context
        while (one := former_of(one)) is not None and len(line) < MOST_VERSIONS:
            line.append(one)
        one = self.context
        while (one := successor_of(one)) is not None and len(line) < MOST_VERSIONS:
            line.insert(0, one)
        return [self._row(one) for one in line if api.user.has_permission("View", obj=one)]

    def _row(self, one):
        number = one.registration_number or one.title
        url = one.absolute_url() if one is not self.context else None
        return Values(
            cells=[
                Values(text=str(one.version or ""), css="sr-side"),
                Values(text=number, css="sr-lead", url=url),
                Values(text=day_text(one.in_force_from), css="sr-nowrap"),
                Values(text=day_text(one.closed_on), css="sr-nowrap"),
                Values(state=state_badge(one.state, "local_regulation")),
            ]
        )

    def deeds(self):
        """See :class:`DeedsMixin`."""
        record = self.context
        if record.state != CURRENT or not publication.may_publish(record):
            return
        if publication.is_published(record):
            yield Deed(
                "withdraw",
                _("desk_regulation_withdraw", default="Take it off the site"),
                lambda given: publication.withdraw(record),
                css="btn-secondary",
                done=_("desk_done_regulation_withdrawn", default="It is taken off the site."),
            )
        else:
            yield Deed(
                "publish",
                _("desk_regulation_publish", default="Put it on the site"),
                lambda given: publication.publish(record),
                text=_(
                    "desk_regulation_publish_text",
                    default="Title, number, who adopted it and when, the order and the file itself "
                    "are then seen by everybody, without login.",
                ),
                css="btn-secondary",
                done=_("desk_done_regulation_published", default="It is on the site."),
            )
