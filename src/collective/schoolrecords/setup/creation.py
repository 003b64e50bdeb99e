"""Making a school's site from a command, by the same distribution as the form."""

from .console import Complaint
from .instance import opened


DISTRIBUTION = "school"


def create_site(config, answers):
    """Create a site in a stopped instance; `answers` as the form gives them.

    Raises `Complaint` with the words of every fault.
    """
    from AccessControl.SecurityManagement import newSecurityManager
    from AccessControl.SecurityManagement import noSecurityManager
    from AccessControl.users import system
    from plone.distribution.api import site as sites
    from zExceptions import BadRequest

    with opened(config) as application:
        if answers["site_id"] in application.objectIds():
            raise Complaint(f"сайт {answers['site_id']} уже есть")
        # Not wrapped in a user folder: it would acquire the methods of that folder.
        newSecurityManager(None, system)
        try:
            sites.create(application, DISTRIBUTION, answers)
        except BadRequest as refusal:
            raise Complaint(str(refusal)) from refusal
        except ValueError as refusal:
            raise Complaint("ответы не подходят: проверьте ключи команды") from refusal
        finally:
            noSecurityManager()
