"""Plone's own addresses of search, typed or kept as bookmarks: they answer with the school's."""

from collective.schoolrecords.access.sent import ANYTHING
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.records.search.everything import search
from Products.Five.browser import BrowserView
from urllib.parse import urlencode
from zope.component.hooks import getSite
from zope.i18n import translate

import json


class StockSearch(Page):
    """``search?SearchableText=…`` leads to the school's page of what was found."""

    # Plone's own form asks for lists of types, states and days; the words alone are read.
    repeated_names = ANYTHING

    def render(self):
        """Go there with the same words."""
        query = urlencode({"q": words_of(self.request)})
        return self.go(f"{self.site.absolute_url()}/@@sr-search?{query}")


class AjaxSearch(BrowserView):
    """``ajax-search?SearchableText=…``: what the school's search finds, as Plone's scripts read it."""

    repeated_names = ANYTHING

    def __call__(self):
        answer = search(getSite(), self.request, words_of(self.request))
        items = [
            {
                "id": one.url,
                "title": one.title,
                "description": one.sub or "",
                "url": one.url,
                "state": one.state or None,
                "img_tag": None,
                "group": translate(group.title, context=self.request),
            }
            for group in answer.groups
            for one in group.findings.items
        ]
        self.request.response.setHeader("Content-Type", "application/json")
        self.request.response.setHeader("Cache-Control", "private, no-store")
        return json.dumps({"total": answer.total, "items": items})


def words_of(request):
    """Return the words that were asked for under Plone's name of the field."""
    words = request.form.get("SearchableText")
    return words.strip().rstrip("*") if isinstance(words, str) else ""
