"""Who stands behind a request that was refused, and names and passwords that opened nothing."""

from AccessControl import getSecurityManager
from Acquisition import aq_parent
from collective.schoolrecords.access.json_bodies import json_object
from zExceptions import BadRequest
from zope.component.hooks import getSite


REST_LOGIN = "@login"


def person_behind(request):
    """Return the user of a request: the current one, or whoever was refused on the way in.

    The publisher forgets a person as soon as they may not go where they asked to, although their
    password is right: PAS is asked once more. ``None`` for strangers.
    """
    user = getSecurityManager().getUser()
    if user.getId():
        return user
    site = getSite()
    for place in (site, aq_parent(site)):
        folder = getattr(place, "acl_users", None)
        extract = getattr(folder, "_extractUserIds", None)
        for user_id, _login in extract(request, folder.plugins) if extract is not None else ():
            found = folder.getUserById(user_id)
            if found is not None:
                return found
    return None


def attempted_login(request, name):
    """Return the user id whose password was tried, empty for nobody known, ``None`` for no attempt.

    ``name`` is that of the page or service. People type passwords into the field of names: what is
    not the name of an account is not kept.
    """
    given = _given(request, name)
    if given is None:
        return None
    site = getSite()
    found = site.acl_users.searchUsers(login=given, exact_match=True) if site and given else ()
    return found[0]["userid"] if found else ""


def _given(request, name):
    form = request.form
    if "__ac_name" in form:
        return form["__ac_name"] if isinstance(form["__ac_name"], str) else ""
    if name == REST_LOGIN:
        try:
            login = json_object(request).get("login")
        except BadRequest:
            return ""
        return login if isinstance(login, str) else ""
    found = request._authUserPW()
    return found[0] if found else None
