"""The next free number of the alphabet book, offered in the form and taken with one click.

Nothing is reserved: the number is claimed by registration alone, and who comes second there is
told to take another one.
"""

from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.personal_file.alphabet_book import next_number
from collective.schoolrecords.records.personal_file.moves import ALPHABET


#: Name of the button; the form comes back with the number and is not saved.
TAKE = "next"


def letter_of(text):
    """Return the page of the book for a letter or a surname, ``None`` when it has none."""
    letter = (text or "").strip()[:1].upper().replace("Ё", "Е")
    return letter if letter in ALPHABET else None


def offer(register, letter, volume):
    """Return the button beside the number; it names the number where the letter is known."""
    letter = letter_of(letter)
    if letter is None:
        title = _("desk_next_take", default="Take the next free number")
    else:
        number = f"{letter}-{next_number(register, letter, volume or '1')}"
        title = _(
            "desk_next_take_this",
            default="Take the next free: ${number}",
            mapping={"number": number},
        )
    return Values(name=TAKE, title=title)


def take(register, form, surname):
    """Put the next free number into a form that was sent; return a message when it cannot be."""
    letter = letter_of(form.get("letter")) or letter_of(surname)
    if letter is None:
        return _("desk_next_no_letter", default="Write the letter or the surname first.")
    volume = (form.get("book_volume") or "").strip() or "1"
    form["letter"] = letter
    form["number"] = str(next_number(register, letter, volume))
    return None
