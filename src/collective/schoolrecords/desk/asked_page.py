"""What the pages of a list share: what their address asks, and which page of the list is shown."""

from abc import ABC
from abc import abstractmethod
from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from urllib.parse import urlencode


class AskedPage(ABC):
    """Reads the question of the address, and writes it into addresses of the same page."""

    #: No list has more pages; what a strange address asks for is not counted up to.
    most_pages = 40_000

    @property
    @abstractmethod
    def asked(self):
        """Name → text of what the address asks, empty where it asks for nothing."""

    def one_asked(self, name, known=None):
        """Return the text under a name; empty for one that is none of ``known``."""
        value = self.request.form.get(name)
        value = value.strip() if isinstance(value, str) else ""
        return value if known is None or value in known else ""

    @property
    def number(self):
        """Number of the page, from 1."""
        page = self.one_asked("page")
        fits = page.isascii() and page.isdigit() and len(page) < 8
        return min(max(int(page), 1), self.most_pages) if fits else 1

    def address(self, **changes):
        """Return the query string of the question with changes."""
        pairs = {**self.asked, **changes}
        return "?" + urlencode([(name, value) for name, value in pairs.items() if value])

    def span_words(self, start, rows, total):
        """Return «26–50 of 128» in the reader's language; ``start``: rows before the first shown."""
        numbers = {
            "first": number_text(start + 1 if rows else 0),
            "last": number_text(start + len(rows)),
            "total": number_text(total),
        }
        return self.say(_("desk_shown", default="${first}–${last} of ${total}", mapping=numbers))

    def choice_boxes(self, lists):
        """Return the boxes of choices for (name, title, [(value, words)])."""
        return [
            Values(
                title=title,
                choices=[
                    Values(
                        title=word,
                        url=self.address(**{name: value}),
                        current="true" if self.asked[name] == value else None,
                    )
                    for value, word in choices
                ],
            )
            for name, title, choices in lists
        ]

    def find_box(self, url):
        """Return the box for words, which keeps the rest of the question."""
        kept = {name: value for name, value in self.asked.items() if name != "text" and value}
        return Values(
            action=url,
            hidden=[Values(name=name, value=value) for name, value in kept.items()],
            text=self.asked["text"],
        )
