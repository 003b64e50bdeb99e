"""``GET @search-records?q=…``: the search over everything over REST."""

from collective.schoolrecords.lifecycle.describe import state_title
from collective.schoolrecords.records.bodies import RecordService
from collective.schoolrecords.records.search.everything import MOST
from collective.schoolrecords.records.search.everything import search
from collective.schoolrecords.school.paging import Question
from zope.component.hooks import getSite
from zope.i18n import translate


class SearchGet(RecordService):
    """Groups of what was found; ``opens`` is the address of the record whose code was scanned."""

    def reply(self):
        """Return the groups with their totals and first results."""
        question = Question(self.request, ("q",))
        text = question.text("q") or ""
        question.done()
        answer = search(getSite(), self.request, text, MOST)
        return {
            "@id": f"{self.context.absolute_url()}/@search-records",
            "q": answer.asked.text,
            "opens": answer.opens,
            "items_total": answer.total,
            "groups": [self._group(group) for group in answer.groups],
        }

    def _group(self, group):
        return {
            "id": group.id,
            "title": translate(group.title, context=self.request),
            "items_total": group.findings.total,
            "all": group.findings.url,
            "items": [self._item(one) for one in group.findings.items],
        }

    def _item(self, one):
        state = None
        if one.state:
            title = state_title(one.state, self.request, one.family)
            state = {"id": one.state, "title": title}
        return {
            "@id": one.url,
            "title": one.title,
            "kind": one.kind or None,
            "within": one.sub or None,
            "exact": one.exact,
            "state": state,
        }
