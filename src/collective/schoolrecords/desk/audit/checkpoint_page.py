"""A checkpoint on the screen: what it says, what vouches for it, and the director's signature."""

from collective.schoolrecords.access.clock import now
from collective.schoolrecords.core.signatures import VALID
from collective.schoolrecords.desk.audit.words import moment_text
from collective.schoolrecords.desk.audit.words import Words
from collective.schoolrecords.desk.deeds import Deed
from collective.schoolrecords.desk.deeds import DeedsMixin
from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.desk.navigation import TITLES
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.register import pages
from collective.schoolrecords.desk.signing import fields
from collective.schoolrecords.desk.signing.stamp_lines import certificate_line
from collective.schoolrecords.desk.signing.stamp_lines import fill
from collective.schoolrecords.desk.signing.stamp_lines import stamp_facts
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.integrity.checkpoint_evidence import evidence_of
from collective.schoolrecords.integrity.checkpoint_evidence import sign
from collective.schoolrecords.integrity.checkpoint_evidence import STAMPS
from collective.schoolrecords.ledger.log import find_ledger
from collective.schoolrecords.messages import _
from collective.schoolrecords.signing import outcome_words
from collective.schoolrecords.signing.cms import verify_detached
from collective.schoolrecords.signing.services import bytes_answer
from collective.schoolrecords.signing.trust_store import trust_of
from collective.schoolrecords.signing.words import RESULT_TITLES
from datetime import datetime
from functools import cached_property
from zExceptions import NotFound


TITLE = _("audit_checkpoint", default="Checkpoint No. ${n}")
LIST = _("audit_checkpoints", default="Checkpoints of the archive")
HOW = _(
    "audit_checkpoint_how",
    default="Download the bytes, sign them in your signing tool as a detached signature, and upload "
    "the file. The signature says that the school had this archive at this moment; nothing waits "
    "for it.",
)
#: Checkpoints on one page of the list.
SIZE = 25
SIGNATURE_COLUMNS = (
    ("sr-lead", _("desk_signing_col_name", default="Who")),
    ("sr-nowrap", _("desk_signing_col_when", default="When")),
    ("", _("audit_checkpoint_col_then", default="When it was uploaded")),
    ("", _("desk_signing_col_standing", default="Today")),
)
LIST_COLUMNS = (
    ("sr-nowrap", _("audit_checkpoint_col_number", default="No.")),
    ("sr-lead", _("audit_checkpoint_col_at", default="Taken")),
    ("sr-num", _("audit_checkpoint_col_size", default="Heads in the log")),
    ("sr-num", _("audit_checkpoint_col_stamps", default="Timestamps")),
    ("sr-num", _("audit_checkpoint_col_signatures", default="Signatures")),
)


class Asked:
    """What the views share: the checkpoint that the address names."""

    def asked_number(self, name):
        """Return a number in the address, ``None`` without one; 404 for what is none."""
        text = self.request.form.get(name)
        if text is None:
            return None
        if not (isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 10):
            raise NotFound("checkpoint")
        return int(text)

    @cached_property
    def checkpoint(self):
        """The checkpoint, the last one when the address names none; 404 without one."""
        ledger, number = find_ledger(self.site), self.asked_number("number")
        if ledger is None or not len(ledger.log):
            raise NotFound("checkpoint")
        try:
            return ledger.log.last() if number is None else ledger.log.checkpoint(number)
        except KeyError:
            raise NotFound("checkpoint") from None


class CheckpointPage(Asked, DeedsMixin, Page):
    """``checkpoint?number=`` of the site."""

    current = "archive_status"

    @property
    def title(self):
        """See :class:`Page`."""
        return fill(TITLE, n=str(self.checkpoint.number))

    def trail(self):
        """See :class:`Page`."""
        return [(TITLES["archive_status"], f"{self.site.absolute_url()}/@@audit")]

    @property
    def back(self):
        """See :class:`DeedsMixin`."""
        return f"{self.site.absolute_url()}/@@checkpoint?number={self.checkpoint.number}"

    def deeds(self):
        """See :class:`DeedsMixin`."""
        if "director" in self.reader.keys:
            yield Deed(
                "sign",
                _("desk_signing_do_detached", default="Upload a signature"),
                self._sign,
                fields.detached(),
                text=HOW,
            )

    def _sign(self, values):
        sign(self.site, self.checkpoint.number, fields.bytes_of(values["sig"]))
        return _("desk_signing_kept", default="The signature is kept; see how it stands below.")

    @cached_property
    def evidence(self):
        """(tokens, signatures) of the checkpoint."""
        return evidence_of(self.site, self.checkpoint.number)

    @property
    def record(self):
        """What the template shows."""
        return Values(
            title=self.title,
            state=self._state(),
            line=[moment_text(datetime.fromisoformat(self.checkpoint.at))],
            sections=[self._says(), self._signatures(), self._list()],
            aside=(),
        )

    def _state(self):
        if any(one.result == VALID for *_kept, one in self._checked):
            signed = _("audit_checkpoint_signed", default="signed by the director")
            return Values(icon="check", tone="done", title=signed)
        bare = _("audit_checkpoint_unsigned", default="without the director's signature")
        return Values(icon="pen", tone="past", title=bare)

    def _says(self):
        one, url = self.checkpoint, self.site.absolute_url()
        facts = [
            (_("audit_checkpoint_col_size", default="Heads in the log"), number_text(one.size)),
            (_("audit_checkpoint_root", default="Root of the log (RFC 6962)"), one.root),
            (_("audit_checkpoint_hash", default="SHA-256 of the bytes to sign"), one.hash()),
            (
                _("audit_checkpoint_previous", default="Hash of the checkpoint before"),
                one.previous or "—",
            ),
            (_("audit_fact_archive", default="Number of the archive"), one.archive),
        ]
        tokens, _signatures = self.evidence
        label = self.say(_("audit_checkpoint_stamp", default="Timestamp"))
        stamps = stamp_facts(self.site, label, (STAMPS, one.number), tokens, self.say)
        return Values(
            id="says",
            title=_("audit_checkpoint_says", default="What it says"),
            facts=[*(Values(label=label, value=value) for label, value in facts), *stamps],
            facts_css="sr-facts",
            edit=f"{url}/@@checkpoint-body?number={one.number}",
            edit_title=_("desk_signing_bytes", default="Download the bytes to sign"),
        )

    @cached_property
    def _checked(self):
        """(user id, moment, result then, what a check finds today) of each signature."""
        _tokens, signatures = self.evidence
        body, trust, moment = self.checkpoint.body(), trust_of(self.site), now()
        return [
            (user, at, then, verify_detached(body, der, trust, moment))
            for der, user, at, then in signatures
        ]

    def _signatures(self):
        words = Words(self)
        rows = [self._signature(words, *one) for one in self._checked]
        form = self.form_of("sign")
        none = _("desk_signing_none", default="Nobody has signed yet.")
        return Values(
            id="signatures",
            title=_("desk_signing_signatures", default="Signatures"),
            count=str(len(rows)) if rows else None,
            table=_table(self.title, SIGNATURE_COLUMNS, rows) if rows else None,
            empty=None if rows else none,
            forms=[form] if form is not None else [],
        )

    def _signature(self, words, user, at, then, found):
        good = found.result == VALID
        why = " ".join(outcome_words.in_words(one)["message"] for one in found.reasons)
        badge = Values(
            icon="check" if good else "warning",
            tone="done" if good else "stop",
            title=RESULT_TITLES[found.result],
        )
        return Values(
            cells=[
                Values(
                    text=words.person(user),
                    full=words.account(user),
                    css="sr-lead",
                    sub=certificate_line(found, self.say, whole=True),
                ),
                Values(text=moment_text(datetime.fromisoformat(at)), css="sr-nowrap"),
                Values(text=self.say(RESULT_TITLES[then])),
                Values(state=badge, sub=why or None),
            ]
        )

    def _list(self):
        log = find_ledger(self.site).log
        page = min(max(self.asked_number("page") or 1, 1), -(-len(log) // SIZE))
        newest = len(log) - (page - 1) * SIZE
        found = list(log.checkpoints(max(newest - SIZE + 1, 1), newest))[::-1]
        return Values(
            id="all",
            title=LIST,
            count=number_text(len(log)),
            table=_table(LIST, LIST_COLUMNS, [self._listed(one) for one in found]),
            pages=pages(len(log), page, self._address, self.say),
        )

    def _address(self, page=None):
        shown = f"?number={self.checkpoint.number}"
        return f"{shown}&page={page}#all" if page else f"{shown}#all"

    def _listed(self, one):
        tokens, signatures = evidence_of(self.site, one.number)
        url = f"{self.site.absolute_url()}/@@checkpoint?number={one.number}"
        numbers = (one.size, len(tokens), len(signatures))
        return Values(
            cells=[
                Values(text=str(one.number), css="sr-nowrap", url=url),
                Values(text=moment_text(datetime.fromisoformat(one.at)), css="sr-lead"),
                *(
                    Values(text=number_text(number), css=css, label=self.say(title))
                    for number, (css, title) in zip(numbers, LIST_COLUMNS[2:], strict=True)
                ),
            ]
        )


class CheckpointBody(Asked, Page):
    """``checkpoint-body?number=`` of the site: the bytes that timestamps and signatures cover."""

    def __call__(self):
        data, number = self.checkpoint.body(), self.checkpoint.number
        name = f"checkpoint-{number}.bin"
        return bytes_answer(self.request, data, "application/octet-stream", name)


def _table(title, columns, rows):
    return Values(
        title=title, columns=[Values(css=css, title=text) for css, text in columns], rows=rows
    )
