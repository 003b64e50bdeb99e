"""What a list was asked, kept while something is done with many of its rows.

A list sends its own query string along with the chosen rows; whoever takes the step leads back to
it. Only names and values are taken over, never an address: the list reads them as from any link.
"""

from collective.schoolrecords.desk.values import Values
from urllib.parse import parse_qsl
from urllib.parse import urlencode


#: Name of the hidden field.
FIELD = "list"
#: Longest text and most conditions that a list's address has.
MOST_SIGNS, MOST_PAIRS = 2000, 30


def kept_question(form):
    """Return the query string of the list that the form came from, empty without one."""
    sent = form.get(FIELD)
    if not isinstance(sent, str) or len(sent) > MOST_SIGNS:
        return ""
    try:
        pairs = parse_qsl(sent.removeprefix("?"), max_num_fields=MOST_PAIRS)
    except ValueError:
        return ""
    return f"?{urlencode(pairs)}" if pairs else ""


def question_field(form):
    """Return the hidden fields (bags) that carry the question on to the next form."""
    kept = kept_question(form)
    return [Values(name=FIELD, value=kept)] if kept else []
