"""Pages whose forms carry their own tokens need no second pass over their text.

``plone.protect`` checks every request for writes that nobody meant and then parses the whole
page to put tokens into its forms. The check stays; the parsing, which costs more than making a
register's page and turns every Russian letter into six characters, is left out for pages of this
room, since each of their forms has its token already.
"""

from plone.protect.auto import ProtectTransform


#: Key in the request's environment; no client can set it.
OWN_FORMS = "collective.schoolrecords.own_forms"


class OwnForms(ProtectTransform):
    """The transform of ``plone.protect`` that leaves pages of this room as they are."""

    def transform(self, result, encoding):
        """Leave the text of a page of this room alone."""
        if self.request.environ.get(OWN_FORMS):
            return None
        return super().transform(result, encoding)
