"""A printed page as the answer of a view."""

from abc import ABC
from abc import abstractmethod
from collective.schoolrecords.access.clock import now
from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.printing.pages import print_form
from collective.schoolrecords.printing.render import PrintFailed
from collective.schoolrecords.printing.texts import FAILED
from collective.schoolrecords.printing.texts import say
from Products.Five.browser import BrowserView


class PrintRefused(Refusal):
    """The page could not be set; the log has the cause."""

    status = 500


class PrintView(BrowserView, ABC):
    """Base of the views that print: ``form`` builds the form of the context, ``name`` the file."""

    #: First part of the file's name; no names of people.
    name = "print"
    #: Whether the page of the context offers the print to the reader.
    offered = True

    @abstractmethod
    def form(self):
        """Return a form of ``forms``."""

    def stamps(self):
        """Return the stamps of electronic signatures that the page shows; most have none."""
        return ()

    def __call__(self):
        """Return the PDF, shown in the browser and kept by nobody."""
        moment = now()
        try:
            pdf = print_form(self.form(), timestamp=moment, stamps=self.stamps())
        except PrintFailed as error:
            raise PrintRefused(say(FAILED)) from error
        response = self.request.response
        filename = f"{self.name}-{self.context.getId()}-{moment:%Y-%m-%d}.pdf"
        response.setHeader("Content-Type", "application/pdf")
        response.setHeader("Content-Disposition", f'inline; filename="{filename}"')
        response.setHeader("Cache-Control", "private, no-store")
        response.setHeader("X-Content-Type-Options", "nosniff")
        return pdf
