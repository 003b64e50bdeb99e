"""The contract of whoever has something to be found that is no object of its own."""

from dataclasses import dataclass
from dataclasses import field
from zope.i18nmessageid import Message
from zope.interface import Attribute
from zope.interface import Interface


@dataclass(frozen=True)
class Found:
    """One thing that was found.

    ``title`` is the link's text, ``kind`` what it is (a class, a document type), ``sub`` one line
    that tells where it stands («Книга …, том 2»). ``state`` is the id of a state of ``family``.
    ``exact``: its number is the one that was typed; exact ones come first.
    """

    title: str
    url: str
    kind: str = ""
    sub: str = ""
    state: str | None = None
    family: str | None = None
    exact: bool = False


@dataclass(frozen=True)
class Findings:
    """What one source found: how many in all, and the first of them.

    ``url`` is the page with all of them, ``None`` when there is none.
    """

    total: int = 0
    items: tuple[Found, ...] = field(default=())
    url: str | None = None


class ISearchSource(Interface):
    """Named adapter of (site, request): a group of results of the search over everything.

    The name is the group's id in REST and on the page. Only what the current user may see is
    returned and counted: a total is an answer, too. Nothing is written.
    """

    title: Message = Attribute("Head of the group, a message")
    order: int = Attribute("Place among the groups: registers have 10, 20, …; documents 900")

    def find(asked, most):
        """Return :class:`Findings` with at most ``most`` items.

        ``asked`` is a :class:`collective.schoolrecords.core.searching.Asked`;
        ``asked.matches(number, name, title)`` tells whether a row answers.
        """
