"""Pages that say what was not done, why, and what to do now."""

from AccessControl import getSecurityManager
from AccessControl.SecurityManagement import newSecurityManager
from collective.schoolrecords.access.clock import now
from collective.schoolrecords.access.clock import school_timezone
from collective.schoolrecords.access.refusals import RefusalJSON
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.page import STALE
from collective.schoolrecords.desk.page import StalePage
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.lifecycle.interfaces import IRecord
from collective.schoolrecords.messages import _
from pathlib import Path
from plone.rest.errors import ErrorHandling
from plone.rest.interfaces import IAPIRequest
from Products.CMFPlone import browser as stock_pages
from Products.CMFPlone.browser.exceptions import ExceptionView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from transaction.interfaces import TransientError
from zExceptions import Forbidden
from zExceptions import HTTPException
from zExceptions import Unauthorized

import logging


log = logging.getLogger(__name__)
STOCK_TEMPLATE = str(Path(stock_pages.__file__).parent / "templates" / "error_message.pt")

#: Roles of those who come for a child's papers only.
FAMILY_KEYS = frozenset(("guardian", "pupil"))
TO_DESK = _("desk_refusal_desk", default="To my desk")


class RefusalBase(Page):
    """What all refusal pages share; ``context`` is the exception."""

    status = 409

    @property
    def title(self):
        """See :class:`Page`."""
        return self.refusal.title

    def __call__(self):
        response = self.request.response
        text = super().__call__()
        response.setStatus(self.status, lock=1)
        response.setHeader("Content-Type", "text/html; charset=utf-8")
        return text

    def links(self, record=None, first=()):
        """Return the buttons: those of ``first``, back to the record, and to the desk."""
        found = list(first)
        if record is not None:
            found.append(
                Values(
                    url=record.absolute_url(),
                    css="btn-primary",
                    title=_("desk_refusal_back", default="Back to the record"),
                )
            )
        css = "btn-secondary" if found else "btn-primary"
        url = f"{self.site.absolute_url()}/@@desk"
        return [*found, Values(url=url, css=css, title=TO_DESK)]


class RefusalPage(RefusalBase):
    """A :class:`Refusal` on a page; REST keeps its own answer."""

    def __call__(self):
        if IAPIRequest.providedBy(self.request):
            return RefusalJSON(self.context, self.request)()
        return super().__call__()

    @property
    def status(self):
        """The refusal's own status."""
        return self.context.status

    @property
    def refusal(self):
        """What the template shows."""
        reasons = [Values(text=one["message"]) for one in self.context.reasons]
        return Values(
            icon="refused",
            title=self.context.message,
            text=_("desk_refused_kept", default="Everything stays as it was."),
            reasons=reasons,
            now=[
                _(
                    "desk_refused_now",
                    default="Remove the causes and repeat. What was entered before is kept.",
                )
            ],
            links=self.links(self._record()),
        )

    def _record(self):
        found = self.request.get("PARENTS") or ()
        return next((one for one in found if IRecord.providedBy(one)), None)


class NotFoundPage(RefusalBase):
    """No such page."""

    status = 404

    def __call__(self):
        if IAPIRequest.providedBy(self.request):
            return ErrorHandling(self.context, self.request)()
        if self._is_resource():
            stock = ExceptionView(self.context, self.request)
            stock.__parent__ = self.__parent__
            return stock()
        self._recognise()
        return super().__call__()

    def _recognise(self):
        """Nobody is logged in yet when an address leads nowhere: ask who it is."""
        if getSecurityManager().getUser().getId() is None and "PUBLISHED" not in self.request:
            self.request.set("PUBLISHED", self.site)
            user = self.site.acl_users.validate(self.request)
            if user is not None:
                newSecurityManager(self.request, user)

    def _is_resource(self):
        """True for scripts, styles and pictures: they get the short stock answer."""
        asks_page = "text/html" in (self.request.getHeader("Accept") or "text/html")
        return "++" in (self.request.get("PATH_INFO") or "") or not asks_page

    @property
    def refusal(self):
        """What the template shows."""
        return Values(
            icon="search",
            title=_("desk_404_title", default="There is no such page"),
            text=_(
                "desk_404_text",
                default="The address may be mistyped, or the record may not have been filed yet.",
            ),
            reasons=(),
            now=[
                _("desk_404_enter", default="Log in: most pages are open to known people only.")
                if self.reader.anonymous
                else _(
                    "desk_404_now",
                    default="Search by number, name or index in the field above.",
                )
            ],
            links=self.links(),
        )


class ForbiddenPage(RefusalBase):
    """The role does not allow it; also ``insufficient-privileges`` of somebody logged in."""

    status = 403

    def __call__(self):
        if IAPIRequest.providedBy(self.request):
            return ErrorHandling(self.context, self.request)()
        return super().__call__()

    @property
    def refusal(self):
        """What the template shows."""
        return self._stale() if self._is_stale() else self._not_open()

    def _is_stale(self):
        """Whether only the token of the form is missing: that of the product's pages or of Plone's."""
        fault = self.context
        return isinstance(fault, StalePage) or (
            isinstance(fault, Forbidden) and "authenticator" in str(fault)
        )

    def _stale(self):
        again = Values(
            url=self.request.get("URL"),
            css="btn-primary",
            title=_("desk_stale_again", default="Open the page anew"),
        )
        return Values(
            icon="clock",
            title=STALE,
            text=_(
                "desk_stale_text",
                default="What was sent is not saved. Everything that was saved before stays as it "
                "was.",
            ),
            reasons=(),
            now=[
                _(
                    "desk_stale_now",
                    default="Nothing is lost: go back to see what you had entered, open the page "
                    "anew and send it again. A page gets old when somebody logs out or logs in "
                    "again, and after some hours.",
                )
            ],
            links=self.links(first=[again]),
        )

    def _not_open(self):
        reader = self.reader
        role = self.say(reader.role_title) if reader.role_title else ""
        who = ", ".join(part for part in (reader.name, role) if part)
        anonymous = getSecurityManager().getUser().getId() is None
        return Values(
            icon="lock",
            title=_("desk_403_title", default="This page is not open to you"),
            text=None
            if anonymous
            else _("desk_403_text", default="You are logged in as ${who}.", mapping={"who": who}),
            reasons=[
                Values(
                    text=_(
                        "desk_403_reason",
                        default="The right to see or do this belongs to other offices.",
                    )
                )
            ],
            now=[_where_instead(set(reader.keys))],
            links=self.links(),
        )


def _where_instead(keys):
    """Return what somebody with these offices does instead."""
    if not keys or not keys <= FAMILY_KEYS:
        return _(
            "desk_403_now",
            default="If you need it for your work, ask the deputy director: a role is given by "
            "order.",
        )
    if keys == {"pupil"}:
        return _(
            "desk_403_pupil",
            default="Your own papers are on your first page. If something is missing there, ask "
            "the class teacher.",
        )
    return _(
        "desk_403_family",
        default="Your own child's papers are on your first page. If something is missing there, "
        "ask the class teacher.",
    )


class StockFault(ExceptionView):
    """Plone's own page of faults, as its ZCML makes it."""

    index = ViewPageTemplateFile(STOCK_TEMPLATE)


class FaultPage(RefusalBase):
    """Any other exception: 500, a request that cannot be read, two savers at once.

    What is no fault (a redirect, a missing login) keeps Plone's answer; so does REST. A fault of
    this very page falls back to it too.
    """

    def __call__(self):
        if IAPIRequest.providedBy(self.request):
            return ErrorHandling(self.context, self.request)()
        stock = StockFault(self.context, self.request)
        stock.__parent__ = self.__parent__
        if self._not_ours():
            return stock()
        try:
            return super().__call__()
        except Exception:
            # The page that tells of a fault must not hide it behind one of its own.
            log.exception("The page of a fault failed.")
            return stock()

    def _not_ours(self):
        if isinstance(self.context, Unauthorized):
            return True
        if "text/html" not in (self.request.getHeader("Accept") or "text/html"):
            return True
        return self.status < 400

    @property
    def status(self):
        """The status of the answer: the exception's own one, else 500."""
        if isinstance(self.context, TransientError):
            return 503
        return self.context.getStatus() if isinstance(self.context, HTTPException) else 500

    @property
    def refusal(self):
        """What the template shows."""
        kept = _("desk_refused_kept", default="Everything stays as it was.")
        if self.status == 503:
            return Values(
                icon="warning",
                title=_("desk_503_title", default="Several people saved at the same moment"),
                text=kept,
                now=[_("desk_503_now", default="Go back and save once more.")],
                links=self.links(),
            )
        if self.status < 500:
            return Values(
                icon="warning",
                title=_("desk_400_title", default="The request could not be read"),
                text=kept,
                now=[_("desk_400_now", default="Go back, open the page anew and repeat.")],
                links=self.links(),
            )
        moment = now().astimezone(school_timezone())
        return Values(
            icon="warning",
            title=_("desk_500_title", default="Something broke on our side"),
            text=kept,
            now=[
                _(
                    "desk_500_now",
                    default="Repeat it in a minute. If it happens again, tell the administrator "
                    "of the site what you were doing and this moment: ${moment}.",
                    mapping={"moment": f"{moment:%d.%m.%Y, %H:%M:%S}"},
                )
            ],
            links=self.links(),
        )
