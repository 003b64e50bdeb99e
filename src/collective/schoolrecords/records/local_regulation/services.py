"""REST of local regulations: ``@references``, ``@publication``; for everybody ``@local-acts``."""

from collective.schoolrecords.lifecycle.refusals import StepForbidden
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.bodies import RecordService
from collective.schoolrecords.records.local_regulation import publication
from collective.schoolrecords.records.local_regulation import regulation_json
from collective.schoolrecords.records.local_regulation import repealed
from collective.schoolrecords.school.paging import page_of
from collective.schoolrecords.school.paging import Question
from collective.schoolrecords.school.rest import SchoolService
from plone.protect.interfaces import IDisableCSRFProtection
from zExceptions import NotFound
from zope.i18n import translate
from zope.interface import alsoProvides


class ReferencesGet(RecordService):
    """``GET @references``: the acts that a version rests on, and which of them no longer hold."""

    def reply(self):
        """Return the references in their order."""
        items = regulation_json.references_json(self.context, self.request)
        url = f"{self.context.absolute_url()}/@references"
        outdated = sum(1 for one in items if one["outdated"])
        return {"@id": url, "items": items, "items_total": len(items), "outdated": outdated}


class PublicationGet(RecordService):
    """``GET @publication``."""

    def reply(self):
        """Return whether everybody sees the version, since when and where."""
        return regulation_json.publication_json(self.context)


class PublicationChange(RecordService):
    """``POST @publication`` puts a version on the site, ``DELETE`` takes it off."""

    def reply(self):
        """Change it and return what holds now; asks for "Manage School"."""
        alsoProvides(self.request, IDisableCSRFProtection)
        if not publication.may_publish(self.context):
            message = _(
                "publication_forbidden",
                default="Regulations are published by the director, a deputy or the secretary.",
            )
            raise StepForbidden(translate(message, context=self.request))
        if self.request.method == "DELETE":
            publication.withdraw(self.context)
        else:
            publication.publish(self.context)
        return regulation_json.publication_json(self.context)


class LocalActsGet(SchoolService):
    """``GET @local-acts`` and ``GET @local-acts/<id>`` of the site: for everybody."""

    endpoint = "@local-acts"

    def reply(self):
        """Return what is published, or one version; 404 for whatever else lies at the address."""
        if self.path:
            register = self.context.get(publication.REGISTER)
            record = publication.public(register, self.path[0])
            if record is None:
                raise NotFound(self.path[0])
            return regulation_json.public_json(record, self.url(self.path[0]), self.request)
        question = Question(self.request, ())
        _sort, descending = question.sort(("title",), "title")
        start, size = question.page()
        question.done()
        found = publication.published(self.context)
        if descending:
            found.reverse()
        page = [
            regulation_json.public_json(one, self.url(one.getId()), self.request)
            for one in found[start : start + size]
        ]
        return page_of(self.request, len(found), page)


class RepealedActsGet(SchoolService):
    """``GET @repealed-acts``: which laws are known not to hold any more."""

    endpoint = "@repealed-acts"
    max_path = 0

    def reply(self):
        """Return the shipped lines and the school's own."""
        items = regulation_json.repealed_json(self.url)
        return {"@id": self.url(), "items": items, "items_total": len(items)}


class RepealedActsPost(SchoolService):
    """``POST @repealed-acts`` {kind, number, dated_on, title, replaced_by, since, source}."""

    endpoint = "@repealed-acts"
    max_path = 0

    def reply(self):
        """Add a line to the school's own list."""
        body = self.body()
        values = {
            name: body.text(name) for name in ("kind", "number", "title", "replaced_by", "source")
        }
        values.update(dated_on=body.day("dated_on"), since=body.day("since"))
        body.done()
        act = repealed.add_act(values)
        return self.created(regulation_json.act_json(act, self.url, True))


class RepealedActsDelete(SchoolService):
    """``DELETE @repealed-acts/<id>``."""

    endpoint = "@repealed-acts"

    def reply(self):
        """Take a line out of the school's own list."""
        if not self.path:
            raise NotFound(self.endpoint)
        alsoProvides(self.request, IDisableCSRFProtection)
        repealed.drop_act(self.path[0])
        return self.reply_no_content()
