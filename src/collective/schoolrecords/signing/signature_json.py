"""Signatures as JSON-ready data, as much of them as the reader may see.

Everybody who sees the record sees that an office signed, when and with what result. Who that was and
what they stated is for those who work with the record; СНИЛС and ИНН of a certificate for those
with "School Records: Audit".
"""

from AccessControl import getSecurityManager
from base64 import b64encode
from collective.schoolrecords.access.roles import BY_KEY
from collective.schoolrecords.access.roles import works_with
from collective.schoolrecords.core import signing as rules
from collective.schoolrecords.core.signatures import Outcome
from collective.schoolrecords.core.signed_form import FORM
from collective.schoolrecords.signing import outcome_words
from collective.schoolrecords.signing import words
from collective.schoolrecords.signing.adding import enters_paper
from collective.schoolrecords.signing.adding import OWN_KEY
from collective.schoolrecords.signing.form import covers
from collective.schoolrecords.signing.refusals import in_words
from collective.schoolrecords.signing.refusals import say
from collective.schoolrecords.signing.storage import signatures_of
from collective.schoolrecords.signing.timestamp_rows import rows_of
from zope.component.hooks import getSite


AUDIT = "School Records: Audit"


class SignatureJson:
    """Writes the signatures of one record for the current user."""

    def __init__(self, signing):
        self.signing = signing
        self.record = signing.record
        self.url = f"{self.record.absolute_url()}/@signatures"
        self.names = works_with(self.record)
        self.whole = bool(getSecurityManager().checkPermission(AUDIT, self.record))

    def head(self):
        """Return what stands beside the list: the form, the plan, the seals, the user's own part."""
        signing = self.signing
        kept = signatures_of(self.record)
        digest = signing.form.digest
        waiting = rules.missing(signing.plan, signing.made, digest)
        return {
            "form": {
                "@id": f"{self.url}/form",
                "version": FORM,
                "digest": digest,
                "size": len(signing.form.data),
                "covers": [
                    {"title": say(title), "text": say(text)} for title, text in covers(self.record)
                ]
                if self.names
                else [],
            },
            "plan": [{**_office(key), "signed": key not in waiting} for key in signing.plan],
            "complete": bool(signing.plan) and not waiting,
            "seals": [self._seal(one) for one in (kept.seals() if kept is not None else ())],
            "yours": self._yours(),
        }

    def _yours(self):
        """Return what the user may do now, with all reasons why not."""
        signing = self.signing
        own = [in_words(one) for one in signing.reasons()]
        simple = [in_words(one) for one in signing.simple_reasons()]
        office = signing.office
        return {
            "office": _office(office) if office else None,
            "simple": {
                "possible": not simple,
                "reasons": simple,
                "statement": None if simple else signing.statement(),
            },
            "cryptographic": {
                "possible": not own,
                "reasons": own,
                "statement": None if own else signing.statement(OWN_KEY),
            },
            "paper": {"possible": enters_paper(self.record)},
        }

    def one(self, made, whole=False):
        """Return one signature; ``whole``: with every check."""
        signature = made.signature
        url = f"{self.url}/{signature.number}"
        shown = {
            "@id": url,
            "number": signature.number,
            "kind": {"id": signature.kind, "title": say(words.KIND_TITLES[signature.kind])},
            "office": _office(signature.office),
            "at": signature.at,
            "signed_on": signature.signed_on,
            "digest": signature.digest,
            "stale": made.stale(self.signing.form.digest),
            "counts": made.counts(self.signing.form.digest),
            "standing": say(words.standing(made, self.signing.form.digest)),
            "form": f"{url}/form",
            "signature": f"{url}/signature" if signature.file else None,
            "check": made.outcome and self.check(made.outcome),
        }
        if self.names:
            shown.update(
                name=signature.name,
                user_id=signature.user_id,
                statement=signature.statement,
                version=signature.version,
            )
        if whole:
            checks = signatures_of(self.record).checks(signature.number)
            shown["checks"] = [self.check(one) for one in checks]
            tokens = signatures_of(self.record).tokens(signature.number)
            shown["timestamps"] = [one.as_dict() for one in rows_of(getSite(), tokens)]
            shown["tokens"] = [b64encode(one).decode("ascii") for one in tokens]
        return shown

    def check(self, outcome: Outcome):
        """Return one check."""
        shown = {
            "result": {"id": outcome.result, "title": say(words.RESULT_TITLES[outcome.result])},
            "reasons": [outcome_words.in_words(one) for one in outcome.reasons],
            "remarks": [outcome_words.in_words(one) for one in outcome.remarks],
            "checked_at": outcome.checked_at,
            "signed_at": outcome.signed_at,
            "timestamped_at": outcome.timestamped_at,
            "algorithm": outcome.algorithm,
            "certificate": None,
        }
        signer = outcome.signer
        if signer is not None and self.names:
            shown["certificate"] = {
                "name": signer.name,
                "organisation": signer.organisation,
                "position": signer.position,
                "serial": signer.serial,
                "issuer": signer.issuer,
                "not_before": signer.not_before,
                "not_after": signer.not_after,
                "fingerprint": signer.fingerprint,
            }
            if self.whole:
                shown["certificate"] |= {"snils": signer.snils, "inn": signer.inn}
        return shown

    def _seal(self, seal):
        shown = {"on": seal.on, "note": seal.note, "at": seal.at}
        return {**shown, "user_id": seal.user_id} if self.names else shown


def _office(key):
    return {"id": key, "title": say(BY_KEY[key].title)}
