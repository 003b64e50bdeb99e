"""What the forms below «Classes and staff» share: the page above them and the school."""

from collective.schoolrecords.desk.form_page import FormMixin
from collective.schoolrecords.desk.navigation import TITLES
from collective.schoolrecords.desk.page import Page
from zExceptions import NotFound


class PeopleForm(FormMixin, Page):
    """A form that the page of classes and people leads to."""

    current = "people"

    @property
    def people_url(self):
        """Address of the page of classes and people."""
        return f"{self.site.absolute_url()}/@@people"

    @property
    def school(self):
        """The site's school; 404 before there is one."""
        if self.reader.school is None:
            raise NotFound("school")
        return self.reader.school

    def trail(self):
        """See :class:`Page`."""
        return ((TITLES["people"], self.people_url),)
