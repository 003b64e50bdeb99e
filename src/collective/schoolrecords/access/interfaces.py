"""Contracts of the room."""

from zope.interface import Interface


class IAccessSubject(Interface):
    """An object on which people hold local roles through groups.

    Provided by the content itself, because it is asked on every permission check.
    """

    def access_grants():
        """Return an iterable of (group id, name of a role in Zope).

        The group ids are those of :mod:`collective.schoolrecords.access.groups`; the answer
        depends on the object's own attributes only (its class, its uid), never on who is the
        teacher today. So it changes only when the object does.
        """


class IMembership(Interface):
    """Adapter of the site: who belongs to which group on a day. The school room provides it."""

    def groups_of(user_id, day):
        """Return the group ids (tuple of str) of an account on a day.

        `day` is a date in the school's own time zone. An unknown account has no groups. Costs
        as much as the account has groups, never as much as the school has people. Never writes.
        """

    def members_of(group_id, day):
        """Return the user ids (tuple of str) in a group on a day."""

    def title_of(group_id, day):
        """Return what people call the group (a message or str), or None when it is not known.

        Never a person's name: it is shown where the reader may see the group only.
        """
