"""What pages tell of a certificate and of timestamps: lines for the cells of tables and facts."""

from collective.schoolrecords.access.clock import school_timezone
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.messages import filled
from collective.schoolrecords.signing.timestamp_rows import is_late
from collective.schoolrecords.signing.timestamp_rows import rows_of
from collective.schoolrecords.signing.timestamp_rows import waits


CERTIFICATE = _(
    "desk_signing_certificate",
    default="Certificate ${serial}, valid from ${since} to ${until}",
)
OWNER = _("desk_signing_owner", default="owner: ${name}")
NUMBERS = {
    "snils": _("desk_signing_snils", default="SNILS ${number}"),
    "inn": _("desk_signing_inn", default="INN ${number}"),
}
CLAIMED = _("desk_signing_claimed", default="time of signing in the file: ${at}")
STAMP = _("desk_stamp", default="${at}, ${authority}; it can be verified until ${until}")
RENEWED = _("desk_stamp_renewed", default="Covered by the next timestamp.")
RENEW_ON = _("desk_stamp_renew", default="It is renewed from ${day} on.")
WAITS = _("desk_stamp_waits", default="waits for the authority")
NONE = _("desk_stamp_none", default="none: the school asks no authority for timestamps")
LATE = _(
    "desk_stamp_late",
    default="none: made before the school named an authority for timestamps",
)


def fill(message, **data):
    """Return a message with its values."""
    return filled(message, data)


def moment(at):
    """Return «22.11.2026, 14:05» in the school's own time."""
    return f"{at.astimezone(school_timezone()):%d.%m.%Y, %H:%M}"


def certificate_line(outcome, say, whole):
    """Return what the certificate of a check says; ``whole``: with the owner's numbers."""
    signer = outcome.signer if outcome is not None else None
    if signer is None:
        return None
    parts = [
        fill(
            CERTIFICATE,
            serial=signer.serial,
            since=day_text(_day(signer.not_before)),
            until=day_text(_day(signer.not_after)),
        ),
        fill(OWNER, name=signer.name or signer.organisation or "—"),
    ]
    if whole:
        parts += [
            fill(title, number=getattr(signer, name))
            for name, title in NUMBERS.items()
            if getattr(signer, name)
        ]
    if outcome.signed_at is not None:
        parts.append(fill(CLAIMED, at=moment(outcome.signed_at)))
    return "; ".join(say(one) for one in parts)


def distinct(facts, label):
    """Return the facts about several timestamps; that there is none is told once, as ``label``."""
    found = {}
    for one in facts:
        if one.none:
            one = Values(label=label, value=one.value)
        found.setdefault((one.label, one.value, one.sub), one)
    return list(found.values())


def stamp_facts(site, label, key, tokens, say):
    """Return the facts about the timestamps of one thing; ``key`` is that of the queue."""
    rows = rows_of(site, tokens)
    if not rows:
        if waits(site, key):
            return [Values(label=label, value=say(WAITS), none=False)]
        return [Values(label=label, value=say(LATE if is_late(site, key) else NONE), none=True)]
    return [
        Values(
            label=label,
            value=say(
                fill(
                    STAMP,
                    at=moment(one.at),
                    authority=one.authority,
                    until=day_text(_day(one.until)),
                )
            ),
            sub=say(RENEWED if one.renewed else fill(RENEW_ON, day=day_text(one.renew_on))),
        )
        for one in rows
    ]


def _day(at):
    return at.astimezone(school_timezone()).date()
