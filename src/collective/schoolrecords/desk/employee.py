"""One person of the staff: offices held, to come and ended; and the account, issued once."""

from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.desk.form_page import FormMixin
from collective.schoolrecords.desk.navigation import TITLES
from collective.schoolrecords.desk.offices import appoint_url
from collective.schoolrecords.desk.offices import end_cell
from collective.schoolrecords.desk.offices import office_days
from collective.schoolrecords.desk.offices import office_title
from collective.schoolrecords.desk.offices import person_url
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.school.accounts import open_account
from collective.schoolrecords.school.accounts import reset_password
from collective.schoolrecords.school.people import STAFF
from collective.schoolrecords.school.rights import check_may_issue
from collective.schoolrecords.school.rights import kept_offices
from collective.schoolrecords.school.rights import MANAGE_SCHOOL
from collective.schoolrecords.school.rights import may_issue
from functools import cached_property
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zExceptions import NotFound
from zope import schema


OPEN = _("desk_account_open", default="Open an account")
RENEW = _("desk_account_renew", default="Issue a new password")
#: Where an appointment stands on a day: icon, tone, word.
NOW = Values(icon="check", tone="done", title=_("desk_office_now", default="in force"))
LATER = Values(icon="clock", tone="wait", title=_("desk_office_later", default="to come"))
ENDED = Values(icon="archive", tone="plain", title=_("desk_office_ended", default="ended"))


class OfStaff(Page):
    """What the pages of one person share."""

    current = "people"

    @cached_property
    def person(self):
        """The person of the staff that the address names; 404 for anybody else."""
        school, key = self.reader.school, self.request.form.get("id")
        found = school.people.get(key) if school is not None and isinstance(key, str) else None
        if found is None or STAFF not in found.kinds:
            raise NotFound("person")
        return found

    def may_manage(self):
        """Whether the reader keeps the school's lists."""
        return api.user.has_permission(MANAGE_SCHOOL, obj=self.site)

    def may_issue(self):
        """Whether the reader may give this person an account or a password."""
        roles = kept_offices(self.reader.school, self.person.id)
        return self.may_manage() and may_issue(self.site, roles)

    def trail(self):
        """See :class:`Page`."""
        return ((TITLES["people"], f"{self.site.absolute_url()}/@@people"),)


class EmployeePage(OfStaff):
    """``employee?id=``: what the school knows of somebody who works here, but no contacts."""

    @property
    def title(self):
        """See :class:`Page`."""
        return self.person.full_name

    @property
    def result(self):
        """What the template shows."""
        person = self.person
        offices = self._offices()
        words = [person.position, ", ".join(person.subjects), person.association]
        if self.may_manage():
            words.append(self.say(HAS_ACCOUNT if person.user_id else NO_ACCOUNT))
        return Values(
            title=person.full_name,
            line=" · ".join(filter(None, words)),
            links=list(self._links()),
            tables=[offices] if offices.rows else [],
            empty=None if offices.rows else NO_OFFICES,
        )

    def _links(self):
        base, person = self.site.absolute_url(), self.person
        if self.may_manage():
            yield Values(
                url=appoint_url(self.site, person_id=person.id),
                css="btn-primary",
                title=_("desk_appoint_title", default="Appoint to an office"),
            )
        if self.may_issue():
            yield Values(
                url=f"{base}/@@issue-account?id={person.id}",
                css="btn-secondary",
                title=RENEW if person.user_id else OPEN,
            )

    def _offices(self):
        school, rows = self.reader.school, []
        for one in sorted(
            school.appointments_of(self.person.id), key=lambda one: one.start, reverse=True
        ):
            standing = self._standing(one)
            rows.append(
                [
                    Values(text=office_title(school, one, self.today), css="sr-lead"),
                    Values(state=standing),
                    *office_days(one),
                    Values() if standing is ENDED else end_cell(self.site, one),
                ]
            )
        columns = (
            ("sr-lead", _("desk_col_office", default="Office")),
            ("", _("desk_col_state", default="State")),
            ("", _("desk_col_since", default="Since")),
            ("", _("desk_col_until", default="Until")),
            ("sr-side", _("desk_col_order", default="Order")),
            ("", _("desk_col_action", default="Action")),
        )
        title = _("desk_people_offices", default="Offices by order")
        return Values(
            id="offices",
            title=title,
            head=title,
            columns=[Values(css=css, title=text) for css, text in columns],
            rows=[Values(cells=cells) for cells in rows],
        )

    def _standing(self, one):
        if one.ended_before(max(self.today, one.start)):
            return ENDED
        return NOW if one.start <= self.today else LATER


class IssueAccountPage(FormMixin, OfStaff):
    """``issue-account?id=``: a new account or a new password; the password is shown this once."""

    shown = ViewPageTemplateFile("templates/plain.pt")
    issued = None

    @property
    def title(self):
        """See :class:`Page`."""
        return RENEW if self.person.user_id and self.issued is None else OPEN

    def form_fields(self):
        """See :class:`FormMixin`; whoever has an account keeps its login."""
        if self.person.user_id:
            return []
        return [
            schema.TextLine(
                __name__="login",
                title=_("desk_account_login", default="Login"),
                description=_(
                    "desk_account_login_hint",
                    default="3 to 40 Latin letters, digits, dots, hyphens. Empty: one is made.",
                ),
                required=False,
                max_length=40,
            )
        ]

    def render(self):
        """Show the form, or issue and show what was issued."""
        school, person = self.reader.school, self.person
        check_may_issue(self.site, kept_offices(school, person.id))
        if self.posted() and self.saves:
            values = self.read_all()
            if not self.field_errors:
                try:
                    if person.user_id:
                        self.issued = reset_password(school, person.id)
                    else:
                        self.issued = open_account(school, person.id, values["login"])
                except Refusal as refusal:
                    self.keep_refusal(refusal)
                else:
                    return self.shown()
        return self.index()

    @property
    def form(self):
        """What the form's template shows."""
        return Values(
            title=self.title,
            line=self.person.full_name,
            texts=[
                _(
                    "desk_account_text",
                    default="The password is shown once and kept nowhere. The issue stands in the "
                    "log of issued credentials.",
                )
            ],
            action=f"{self.site.absolute_url()}/@@issue-account",
            hidden=[Values(name="id", value=self.person.id)],
            groups=[Values(fields=self.inputs(self.form_fields(), {}))],
            save=self.title,
            cancel=person_url(self.site, self.person.id),
        )

    @property
    def result(self):
        """What is shown once."""
        rows = (
            (_("desk_account_login", default="Login"), self.issued.login),
            (_("desk_account_secret", default="Password"), self.issued.password),
        )
        title = _("desk_account_issued", default="Hand this over now: it is not shown again")
        columns = (
            ("sr-lead", _("desk_account_what", default="What")),
            ("", _("desk_account_value", default="Value")),
        )
        return Values(
            title=title,
            line=self.person.full_name,
            tables=[
                Values(
                    id="issued",
                    title=title,
                    columns=[Values(css=css, title=text) for css, text in columns],
                    rows=[
                        Values(cells=[Values(text=name, css="sr-lead"), Values(text=text)])
                        for name, text in rows
                    ],
                )
            ],
            links=[
                Values(
                    url=person_url(self.site, self.person.id),
                    css="btn-primary",
                    title=_("desk_account_back", default="To the person"),
                )
            ],
        )


HAS_ACCOUNT = _("desk_employee_account", default="has an account")
NO_ACCOUNT = _("desk_employee_no_account", default="no account")
NO_OFFICES = _("desk_employee_no_offices", default="No office was ever given.")
