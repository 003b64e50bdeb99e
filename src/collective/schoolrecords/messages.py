"""The one message factory of the product, and its catalogues joined into one."""

from gettext import GNUTranslations
from zope.component import getGlobalSiteManager
from zope.component import getUtility
from zope.i18n.gettextmessagecatalog import GettextMessageCatalog
from zope.i18n.interfaces import INegotiator
from zope.i18n.interfaces import ITranslationDomain
from zope.i18n.testmessagecatalog import TestMessageCatalog
from zope.i18n.translationdomain import TranslationDomain
from zope.i18nmessageid import MessageFactory


DOMAIN = "collective.schoolrecords"

_ = MessageFactory(DOMAIN)
#: Languages that the product's own catalogues have.
LANGUAGES = ("ru",)


def filled(message, values):
    """Return a message of a table with the values that its sentence names."""
    return type(message)(
        str(message), domain=message.domain, default=message.default, mapping=values
    )


def language_of(request):
    """Return the language of a request's reader, ``None`` for that of the defaults.

    For what is told after the request, when nobody can be asked any more; without one: ``None``.
    """
    if request is None:
        return None
    return getUtility(INegotiator).getLanguage(LANGUAGES, request)


class JoinedCatalogue(GettextMessageCatalog):
    """The catalogues of all rooms in one language.

    Each room keeps its own file. Looked up one after the other, a page of a hundred messages asks
    them more than a thousand times.
    """

    def __init__(self, language, domain, paths):
        self._paths = tuple(paths)
        super().__init__(language, domain, " ".join(self._paths))

    def reload(self):
        """See ``IMessageCatalog``. The first file that knows a message decides, as before."""
        joined, *others = (_read(path) for path in self._paths)
        for other in others:
            for message, text in other._catalog.items():
                joined._catalog.setdefault(message, text)
        self._catalog = joined


def _read(path):
    with open(path, "rb") as stream:
        return GNUTranslations(stream)


def join_catalogues(event):
    """Subscriber of the start of a server: one catalogue a language instead of one a room."""
    former = getUtility(ITranslationDomain, DOMAIN)
    domain = TranslationDomain(DOMAIN)
    for language, paths in former.getCatalogsInfo().items():
        if language != "test":
            domain.addCatalog(JoinedCatalogue(language, DOMAIN, paths))
    domain.addCatalog(TestMessageCatalog(DOMAIN))
    getGlobalSiteManager().registerUtility(domain, ITranslationDomain, name=DOMAIN)


def within_sentence(title):
    """Return a title as it stands inside a sentence: abbreviations keep their capitals."""
    return title[:1].lower() + title[1:]
