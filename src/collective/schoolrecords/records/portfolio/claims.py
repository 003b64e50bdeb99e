"""One portfolio for each pupil and cycle: claimed on registration in one tree of the register.

As with the alphabet book, two registrations of the same cycle write the same key, so that the
database decides which of two people was first. A claim names no one: the UID of the personal file
and the grades.
"""

from BTrees.OOBTree import OOBTree
from collective.schoolrecords.records.portfolio.interfaces import IPortfolio
from plone.uuid.interfaces import IUUID
from zope.component.hooks import getSite


REGISTER = "portfolios"


def taken_by(register, record):
    """Return the id of another portfolio of the same pupil and cycle, or ``None``."""
    claims = getattr(register, "_portfolio_claims", None)
    holder = claims.get(_key(record)) if claims is not None else None
    return holder if holder != record.getId() else None


def claim(register, record):
    """Claim the pupil's cycle; the register step has checked that it is free."""
    claims = getattr(register, "_portfolio_claims", None)
    if claims is None:
        claims = register._portfolio_claims = OOBTree()
    claims[_key(record)] = record.getId()


def release(register, record):
    """Give the cycle up: the portfolio was annulled and another one may be opened."""
    claims = getattr(register, "_portfolio_claims", None)
    if claims is not None and claims.get(_key(record)) == record.getId():
        del claims[_key(record)]


def portfolios_of(file_uid, site=None):
    """Return the registered portfolios of a personal file, whoever asks, the lower grades first.

    Destroyed ones are not among them. Permissions are the caller's business.
    """
    site = getSite() if site is None else site
    register = site.get(REGISTER)
    claims = getattr(register, "_portfolio_claims", None)
    if claims is None:
        return []
    ids = claims.values(min=(file_uid, ""), max=(file_uid, "~"))
    found = [register.get(one) for one in ids]
    found = [one for one in found if IPortfolio.providedBy(one)]
    return sorted(found, key=lambda one: int(one.cycle.partition("-")[0]))


def portfolios_of_file(record):
    """Return :func:`portfolios_of` of a personal file."""
    return portfolios_of(IUUID(record))


def _key(record):
    return (record.pupil_file, record.cycle)
