"""What has to be typed before something that nobody can take back, said so that it can be found."""

from collective.schoolrecords.core.lookalikes import skeleton
from collective.schoolrecords.messages import _
from typing import NamedTuple


ACT, FILE, NUMBER, INDEX, TITLE = "act", "file", "number", "index", "title"
#: What is typed, in the accusative: «Введите номер акта: 2».
WHAT = {
    ACT: _("desk_confirm_act", default="the number of the act"),
    FILE: _("desk_confirm_file", default="the number of the personal file"),
    NUMBER: _("desk_confirm_number", default="the number of the document"),
    INDEX: _("desk_confirm_index", default="the index of the case"),
    TITLE: _("desk_confirm_title", default="the title"),
}
LONGEST = 40
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
#: Letters that a number is typed for, and the other way round: «З-1» and «3-1» look alike.
_DIGITS = str.maketrans("зоб", "306")


def same_number(typed, number):
    """Whether somebody typed a number: capitals, spaces, dashes and signs that look alike are one.

    ``typed`` is what a request holds; what is no text is no number. What is typed only shows that
    the person means this document, so that a stricter look would guard nothing.
    """
    return isinstance(typed, str) and _plain(typed) == _plain(number)


def _plain(text):
    return skeleton("".join(text.split())).translate(_DASHES).translate(_DIGITS)


class Confirmation(NamedTuple):
    """``what`` has to be typed (a key of WHAT), and its text."""

    what: str
    text: str

    def ask(self, say):
        """Return the label of the field; ``say`` translates a message."""
        return say(
            _(
                "desk_confirm_type",
                default="Type ${what}: ${number}",
                mapping={"what": say(WHAT[self.what]), "number": self.text},
            )
        )

    def wrong(self, say):
        """Return what is said to whoever typed something else."""
        return say(
            _(
                "desk_confirm_mismatch",
                default="What was typed does not match. Type ${what}: ${number}",
                mapping={"what": say(WHAT[self.what]), "number": self.text},
            )
        )


def confirmation_of(record):
    """Return what is typed for a record: its number, its index, or how its title begins."""
    registered = ACT if record.family_id == "destruction_act" else NUMBER
    texts = (
        (FILE, getattr(record, "file_number", None)),
        (registered, getattr(record, "registration_number", None)),
        (INDEX, getattr(record, "case_index", None)),
        (TITLE, record.title),
    )
    what, text = next(pair for pair in texts if pair[1])
    return Confirmation(what, text.strip()[:LONGEST])
