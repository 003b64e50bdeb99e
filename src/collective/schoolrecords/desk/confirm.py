"""What has to be typed before something that nobody can take back, said so that it can be found."""

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
