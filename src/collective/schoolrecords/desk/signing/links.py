"""How a record's page leads to its signing, and what its slim column tells of the signatures."""

from collective.schoolrecords.access.clock import school_timezone
from collective.schoolrecords.access.roles import BY_KEY
from collective.schoolrecords.access.roles import works_with
from collective.schoolrecords.core import sheets
from collective.schoolrecords.core import signing as rules
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.signing import words
from collective.schoolrecords.signing.adding import Signing
from collective.schoolrecords.signing.form import form_of
from collective.schoolrecords.signing.services import may_read_form
from collective.schoolrecords.signing.sheet_storage import sheet_of
from collective.schoolrecords.signing.storage import made_on


TITLE = _("desk_signing_open", default="Signing and signatures")
PACKAGE = _("desk_signing_package", default="Take away with the signatures")
SHEET = _("desk_sheet", default="Familiarisation sheet")
SIGN = _("desk_signing_sign", default="Sign")


def _takes_signatures(record):
    return record.state in rules.OPEN_STATES.get(record.family_id, ())


def signing_links(record):
    """Return the links to the pages of signing and familiarisation that have anything to say."""
    url, found = record.absolute_url(), []
    if _takes_signatures(record) or made_on(record):
        found.append(Values(icon="pen", url=f"{url}/@@signing", title=TITLE))
    if works_with(record) and made_on(record) and may_read_form(Signing(record)):
        found.append(Values(icon="export", url=f"{url}/@@signed-package", title=PACKAGE))
    in_force = record.state in sheets.OPEN_STATES.get(record.family_id, ())
    if works_with(record) and (in_force or sheet_of(record) is not None):
        found.append(Values(icon="check", url=f"{url}/@@familiarisation-sheet", title=SHEET))
    return found


def signing_first(record, following, others):
    """Return (next step, other steps, link): who may sign simply is led to the page of signing.

    The step itself stays among the others: it takes what stands on paper.
    """
    if following is None or following.id != rules.STEPS.get(record.family_id):
        return following, others, None
    signing = Signing(record)
    if signing.form is None or signing.simple_reasons():
        return following, others, None
    link = Values(url=f"{record.absolute_url()}/@@signing", title=SIGN)
    return None, [following, *others], link


def signature_lines(record, say):
    """Return a line for each signature, for families without the name."""
    made = made_on(record)
    if not made:
        return []
    digest, names = form_of(record).digest, works_with(record)
    return [_line(one, digest, names, say) for one in made]


def _line(made, digest, names, say):
    signature = made.signature
    day = signature.signed_on or signature.at.astimezone(school_timezone()).date()
    parts = [
        say(BY_KEY[signature.office].title),
        signature.name if names else "",
        say(words.KIND_TITLES[signature.kind]).lower(),
        day_text(day),
    ]
    told = ", ".join(part for part in parts if part)
    return told if made.counts(digest) else f"{told}. {say(words.standing(made, digest))}"
