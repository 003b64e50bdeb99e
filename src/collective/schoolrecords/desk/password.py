"""Changing the own password."""

from collective.schoolrecords.desk.form_page import FormMixin
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from plone import api
from zope import schema


class ChangePassword(FormMixin, Page):
    """``change-password``: the present password, then the new one twice."""

    title = _("desk_account_password", default="Change the password")

    def form_fields(self):
        """See :class:`FormMixin`."""
        return [
            schema.Password(
                __name__="current", title=_("desk_password_current", default="The password now")
            ),
            schema.Password(
                __name__="new",
                title=_("desk_password_new", default="The new password"),
                description=_(
                    "desk_password_hint",
                    default="At least 8 characters. A sentence that only you know is easier to "
                    "keep in mind than signs.",
                ),
            ),
            schema.Password(
                __name__="repeated",
                title=_("desk_password_repeat", default="The new password once more"),
            ),
        ]

    def render(self):
        """Show the form, or change the password and go to the desk."""
        if self.posted() and self.sent is not None and self._change():
            self.note(_("desk_password_done", default="The password was changed."))
            return self.go(f"{self.site.absolute_url()}/@@desk")
        return self.index()

    def _change(self):
        values = self.read_all()
        members = api.portal.get_tool("portal_membership")
        if "current" not in self.field_errors and not members.testCurrentPassword(
            values["current"]
        ):
            wrong = _("desk_password_wrong", default="This is not the present password.")
            self.field_errors["current"] = self.say(wrong)
        if {"new", "repeated"}.isdisjoint(self.field_errors):
            tool = api.portal.get_tool("portal_registration")
            fault = tool.testPasswordValidity(values["new"], values["repeated"])
            if fault:
                self.field_errors["new"] = self.say(fault)
        if self.field_errors:
            return False
        members.setPassword(values["new"], None, REQUEST=self.request)
        return True

    @property
    def form(self):
        """What the template shows."""
        home = f"{self.site.absolute_url()}/@@desk"
        return Values(
            title=self.title,
            action=f"{self.site.absolute_url()}/@@change-password",
            groups=[Values(fields=[self._whole_line(one) for one in self._inputs()])],
            save=self.title,
            cancel=home,
        )

    def _inputs(self):
        return self.inputs(self.form_fields(), {})

    @staticmethod
    def _whole_line(field):
        field.span = 12
        return field
