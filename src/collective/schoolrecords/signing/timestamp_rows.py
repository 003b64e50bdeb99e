"""The timestamps that are kept with something, as people read them: since when, by whom, until when."""

from collective.schoolrecords.signing.cms import timestamps
from collective.schoolrecords.signing.timestamp_queue import authority_of
from collective.schoolrecords.signing.timestamp_queue import find_queue
from collective.schoolrecords.signing.trust_store import find_store
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import timedelta


@dataclass(frozen=True)
class StampRow:
    """One token: its time, its authority, and the last moment of the authority's certificate.

    ``renewed`` says that a later token covers it; ``renew_on`` is the school's day from which the
    daily job asks for the next one, ``None`` for a token that was renewed already.
    """

    at: datetime
    authority: str
    until: datetime
    renewed: bool
    renew_on: date | None

    def as_dict(self):
        """Return plain values."""
        return {
            "at": self.at,
            "authority": self.authority,
            "until": self.until,
            "renewed": self.renewed,
            "renew_on": self.renew_on,
        }


def rows_of(site, tokens):
    """Return a :class:`StampRow` for each token that can be read, the oldest first."""
    store, found = find_store(site), []
    ahead = timedelta(days=store.renew_days) if store is not None else timedelta()
    for number, token in enumerate(tokens):
        try:
            read = timestamps.read(token)
        except timestamps.NoTimestamp:
            continue
        last = number == len(tokens) - 1
        day = read.expires.date() - ahead if last else None
        found.append(StampRow(read.at, read.authority, read.expires, not last, day))
    return found


def is_late(site, key):
    """Whether the school asks an authority, and a key without a timestamp does not wait for it."""
    return bool(authority_of(site)) and not waits(site, key)


def waits(site, key):
    """Whether a key waits for a timestamp of the authority that the school asks."""
    queue = find_queue(site)
    return bool(authority_of(site)) and queue is not None and key in queue.waiting
