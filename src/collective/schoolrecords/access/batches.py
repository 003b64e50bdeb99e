"""Pages of a list over REST; a page that nobody can turn to is refused before it is looked for."""

from plone.restapi.batching import HypermediaBatch
from zExceptions import BadRequest


#: Parameter → the least that it may be.
_LEAST = {"b_start": 0, "b_size": 1}


def batch_of(request, items):
    """Return the batch of ``items`` that a request asks for.

    Raises ``BadRequest`` (HTTP 400) for a first row or a size that is no whole number or too small:
    the platform's own batch answers these with a fault.
    """
    for name, least in _LEAST.items():
        value = request.form.get(name)
        if value is not None and not _fits(value, least):
            raise BadRequest(f"{name}: a whole number from {least} on is expected")
    return HypermediaBatch(request, items)


def _fits(value, least):
    text = str(value) if isinstance(value, (str, int)) else ""
    return text.isascii() and text.isdigit() and len(text) < 10 and int(text) >= least
