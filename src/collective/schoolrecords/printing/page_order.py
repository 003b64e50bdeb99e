"""An order as data of its template: head, text, people, signature, who is familiarised."""

from collective.schoolrecords.printing.order_forms import OrderForm
from collective.schoolrecords.printing.sentences import day
from collective.schoolrecords.printing.sentences import signature


def order_data(form: OrderForm) -> dict:
    """See :class:`OrderForm`; the template is ``order``."""
    return {
        "school": form.school,
        "mark": form.mark,
        "number": form.number,
        "day": day(form.dated_on),
        "title": form.title,
        # Line ends of the text mean something: points and paragraphs.
        "text": [line for line in map(str.strip, form.text.splitlines()) if line],
        "people": [[str(number), one.name, one.note] for number, one in enumerate(form.people, 1)],
        "director": signature(form.director),
        "familiar": [
            [str(number), one.name, day(one.day), one.how]
            for number, one in enumerate(form.familiar, 1)
        ],
    }
