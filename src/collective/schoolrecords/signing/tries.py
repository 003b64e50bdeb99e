"""The password asked again before a simple signature: checked against the account, and throttled.

Wrong tries are counted for each account in an object of its own, so that two people who mistype at
the same moment write nothing in common. A right password forgets them. While an account waits its
password is not even looked at.
"""

from AccessControl import getSecurityManager
from BTrees.OOBTree import OOBTree
from collective.schoolrecords.access.clock import now
from collective.schoolrecords.core.reasons import Reason
from collective.schoolrecords.core.signing import FREE_TRIES
from collective.schoolrecords.core.signing import seconds_to_wait
from collective.schoolrecords.signing.refusals import SigningForbidden
from persistent import Persistent
from plone import api
from zope.annotation.interfaces import IAnnotations
from zope.component.hooks import getSite


KEY = "collective.schoolrecords.signing_tries"
#: Longer than any password that the product takes; a longer one is not hashed.
MOST_LETTERS = 1000


class Tries(Persistent):
    """Wrong passwords of one account in a row, and the moment of the last one."""

    count = 0
    last = None


def fault_of(password):
    """Return why the current user's password does not do now, ``None`` when it is right.

    Writes the count. Whoever asks answers the request without raising, so that a wrong try is kept.
    """
    user_id = getSecurityManager().getUser().getId()
    tries = _tries(user_id)
    moment = now()
    wait = 0 if tries is None else seconds_to_wait(tries.count, tries.last, moment)
    if wait:
        return Reason("password_wait", "password", {"minutes": -(-wait // 60)})
    if _is_right(password, user_id):
        if tries is not None and tries.count:
            tries.count, tries.last = 0, None
        return None
    tries = tries if tries is not None else _install(user_id)
    tries.count, tries.last = tries.count + 1, moment
    left = FREE_TRIES - tries.count
    if left > 0:
        return Reason("password_wrong", "password", {"left": left})
    wait = seconds_to_wait(tries.count, tries.last, moment)
    return Reason("password_wrong_wait", "password", {"minutes": -(-wait // 60)})


def answer(request, fault):
    """Return the JSON of a refusal by :func:`fault_of`, without the exception that undoes it."""
    refusal = SigningForbidden([fault])
    request.response.setStatus(refusal.status)
    shown = {"type": type(refusal).__name__, "message": refusal.message}
    return {**shown, "reasons": refusal.reasons}


def _is_right(password, user_id):
    if not isinstance(password, str) or not password or len(password) > MOST_LETTERS:
        return False
    members = api.portal.get_tool("portal_membership")
    found = members.testCurrentPassword(password)
    return bool(found) and found.getId() == user_id


def _tries(user_id):
    return (IAnnotations(getSite()).get(KEY) or {}).get(user_id)


def _install(user_id):
    annotations = IAnnotations(getSite())
    if KEY not in annotations:
        annotations[KEY] = OOBTree()
    made = annotations[KEY][user_id] = Tries()
    return made
