"""Pages before the door: logging in, logged out, a forgotten and a new password.

Plone's own forms do the work (cookies, times of login, one-time links); only what people see and
read is ours, so that nobody meets another product on the way in.
"""

from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from plone import api
from Products.CMFPlone.browser.login.login import LoginForm
from Products.CMFPlone.browser.login.password_reset import PasswordResetView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from smtplib import SMTPException

import logging


log = logging.getLogger(__name__)
LOG_IN = _("desk_account_enter", default="Log in")
TO_LOGIN = _("desk_entrance_back", default="Back to logging in")
NAME = _("desk_entrance_name", default="Login name")
PASSWORD = _("desk_entrance_password", default="Password")


class EntrancePage(Page):
    """What these pages share: one narrow column, one button, the school's name above."""

    index = ViewPageTemplateFile("templates/entrance.pt")
    offers_login = False
    #: What went wrong, as one sentence; ``None`` when nothing did.
    fault = None

    def bag(self, **more):
        """Return what the template shows."""
        return Values(title=self.title, fault=self.fault, **more)

    def login_link(self, css="btn-primary", title=LOG_IN):
        """Return the link to the page of logging in."""
        return Values(url=f"{self.site.absolute_url()}/login", css=css, title=title)


class LoginPage(EntrancePage):
    """``login``: name and password; whoever is logged in already goes to the desk."""

    title = _("desk_entrance_title", default="Entrance")

    def render(self):
        """Log in, or show the form."""
        stock = LoginForm(self.context, self.request)
        elsewhere = api.portal.get_registry_record("plone.external_login_url", default=None)
        if elsewhere:
            stock._handle_external_login(elsewhere)
            return ""
        came_from = stock.get_came_from()
        if not self.reader.anonymous:
            first = self._post_login() if self._sent() else False
            stock.redirect_after_login(came_from, first)
            return ""
        if self._sent():
            self.request.response.expireCookie("__ac", path="/")
            self.fault = _(
                "desk_entrance_refused",
                default="The name or the password does not fit. Check the keyboard layout and "
                "Caps Lock.",
            )
        self.came_from = came_from
        return self.index()

    def _post_login(self):
        """Do what stock code does after every log-in; REST's ``@login`` asks this view for it."""
        return LoginForm(self.context, self.request)._post_login()

    def _sent(self):
        return self.request.method == "POST" and "__ac_name" in self.request.form

    @property
    def entrance(self):
        """What the template shows."""
        typed = self.request.form.get("__ac_name")
        return self.bag(
            action=f"{self.site.absolute_url()}/login",
            hidden=[Values(name="came_from", value=self.came_from)] if self.came_from else (),
            fields=[
                Values(
                    id="__ac_name",
                    title=NAME,
                    type="text",
                    value=typed if isinstance(typed, str) else "",
                    autocomplete="username",
                ),
                Values(
                    id="__ac_password",
                    title=PASSWORD,
                    type="password",
                    autocomplete="current-password",
                ),
            ],
            button=Values(id="buttons-login", name="buttons.login", title=LOG_IN),
            links=[
                Values(
                    url=f"{self.site.absolute_url()}/login-help",
                    css="btn-link",
                    title=_("desk_entrance_forgot", default="I cannot log in"),
                )
            ],
        )


class LoggedOutPage(EntrancePage):
    """``logged-out``: where leaving ends; whoever is still logged in goes to the desk."""

    title = _("desk_logged_out_title", default="You are logged out")

    def render(self):
        """Say that the work is over."""
        if not self.reader.anonymous:
            return self.go(f"{self.site.absolute_url()}/@@desk")
        return self.index()

    @property
    def entrance(self):
        """What the template shows."""
        return self.bag(
            texts=[
                _(
                    "desk_logged_out_text",
                    default="What was saved is kept. On a shared computer close the browser too.",
                )
            ],
            links=[self.login_link(title=_("desk_logged_out_again", default="Log in again"))],
        )


class LoginHelpPage(EntrancePage):
    """``login-help``: how to come by a password; a link by mail where the site sends mail."""

    title = _("desk_help_title", default="If you cannot log in")
    sent = False

    @property
    def sends_mail(self):
        """True when the site can send letters."""
        names = ("plone.smtp_host", "plone.email_from_address")
        return all(api.portal.get_registry_record(name, default=None) for name in names)

    def render(self):
        """Send the link when it is asked for, and always say the same: names stay secret."""
        name = self.request.form.get("reset_password")
        if self.request.method == "POST" and self.sends_mail and isinstance(name, str):
            self._mail(name.strip())
        return self.index()

    def _mail(self, name):
        if not name:
            self.fault = _("desk_help_no_name", default="Write your login name.")
            return
        try:
            api.portal.get_tool("portal_registration").mailPassword(name, self.request)
        except ValueError:
            log.info("A link to a new password was asked for and not sent.")
        except (SMTPException, OSError) as error:
            log.warning("The mail server refused a letter: %s", type(error).__name__)
            self.fault = _(
                "desk_help_mail_failed",
                default="The letter could not be sent: the mail server did not answer.",
            )
            return
        self.sent = True

    @property
    def entrance(self):
        """What the template shows."""
        office = _(
            "desk_help_office",
            default="Passwords are given out at the school: the director or the administrator of "
            "the site makes a new one and hands it over against signature.",
        )
        if self.sent:
            text = _(
                "desk_help_sent",
                default="If there is such a name and an address belongs to it, a letter with a "
                "link is on its way.",
            )
            return self.bag(texts=[text, office], links=[self.login_link(title=TO_LOGIN)])
        texts = [_("desk_help_check", default="Check the keyboard layout and Caps Lock."), office]
        more = {}
        if self.sends_mail:
            more = {
                "action": f"{self.site.absolute_url()}/login-help",
                "fields": [
                    Values(id="reset_password", title=NAME, type="text", autocomplete="username")
                ],
                "button": Values(title=_("desk_help_send", default="Send a link by mail")),
            }
        css = "btn-link" if more else "btn-primary"
        return self.bag(texts=texts, links=[self.login_link(css, TO_LOGIN)], **more)


class OldHelpPage(EntrancePage):
    """Older names of the same help lead to it."""

    def render(self):
        """Go there."""
        return self.go(f"{self.site.absolute_url()}/login-help")


class PasswordResetPage(EntrancePage, PasswordResetView):
    """``passwordreset/<key>``: a new password by a one-time link."""

    title = _("desk_reset_title", default="A new password")
    #: Which of the four pages is shown.
    shown = "form"

    def render(self):
        """Let Plone's view decide; it answers with one of the pages below."""
        return PasswordResetView.__call__(self)

    def form(self):
        """Ask for the new password."""
        return self._page("form")

    def invalid(self):
        """The link is none of ours, or was used."""
        return self._page("invalid")

    def expired(self):
        """The link is too old."""
        return self._page("expired")

    def finish(self):
        """The password is set."""
        return self._page("finish")

    def _page(self, name):
        self.shown = name
        return self.index()

    @property
    def entrance(self):
        """What the template shows."""
        again = Values(
            url=f"{self.site.absolute_url()}/login-help",
            css="btn-primary",
            title=_("desk_reset_again", default="Ask for a new link"),
        )
        if self.shown == "form":
            return self._form()
        texts = {
            "invalid": _("desk_reset_invalid", default="This link was used or is incomplete."),
            "expired": _("desk_reset_expired", default="This link is no longer valid."),
            "finish": _("desk_reset_done", default="The new password is set."),
        }
        links = [self.login_link()] if self.shown == "finish" else [again]
        return self.bag(texts=[texts[self.shown]], links=links)

    def _form(self):
        found = self.getErrors() or {}
        self.fault = next((found[name] for name in ("userid", "password") if name in found), None)
        fields = [
            Values(id="password", title=PASSWORD, type="password", autocomplete="new-password"),
            Values(
                id="password2",
                title=_("desk_password_repeat", default="The new password once more"),
                type="password",
                autocomplete="new-password",
            ),
        ]
        if api.portal.get_tool("portal_password_reset").checkUser():
            fields.insert(0, Values(id="userid", title=NAME, type="text", autocomplete="username"))
        return self.bag(
            action=self.request.get("URL"),
            fields=fields,
            button=Values(title=_("desk_reset_save", default="Set the password")),
        )
