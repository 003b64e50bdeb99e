"""The words of a record's life: states, roles and permissions.

Sources: ISO 15489-1 and domain.md section 8 for the states, design 4 and 9.
"""

DRAFT = "draft"
IN_REVIEW = "in_review"
APPROVED = "approved"
SIGNED = "signed"
CURRENT = "current"
CLOSED = "closed"
ARCHIVED = "archived"
SELECTED = "selected"
DESTROYED = "destroyed"
HANDED_OUT = "handed_out"
TRANSFERRED = "transferred"
ANNULLED = "annulled"

STATES = (
    DRAFT,
    IN_REVIEW,
    APPROVED,
    SIGNED,
    CURRENT,
    CLOSED,
    ARCHIVED,
    SELECTED,
    DESTROYED,
    HANDED_OUT,
    TRANSFERRED,
    ANNULLED,
)

#: States in which the school no longer works on the record; its term runs or has ended.
FINISHED = frozenset((CLOSED, ARCHIVED, SELECTED, DESTROYED, HANDED_OUT, TRANSFERRED, ANNULLED))
#: Every state past draft: the record cannot vanish any more.
PAST_DRAFT = frozenset(STATES) - {DRAFT}

DIRECTOR = "Director"
DEPUTY = "Deputy"
CLASS_TEACHER = "Class Teacher"
SUBJECT_TEACHER = "Subject Teacher"
SECRETARY = "Secretary"
ARCHIVIST = "Archivist"
CERTIFICATE_KEEPER = "Certificate Keeper"
COMMISSION_CHAIR = "Commission Chair"
COMMISSION_MEMBER = "Commission Member"
DATA_OFFICER = "Data Officer"
AUDITOR = "Auditor"
GUARDIAN = "Guardian"
PUPIL = "Pupil"
MANAGER = "Manager"
SITE_ADMINISTRATOR = "Site Administrator"
#: Whoever is logged in.
EVERYBODY = "Authenticated"

VIEW = "View"
ACCESS = "Access contents information"
LIST = "List folder contents"
MODIFY = "Modify portal content"
DELETE = "Delete objects"
COPY = "Copy or Move"
ADD = "School Records: Add Record"
ADD_CONTENT = "Add portal content"
VIEW_MEDICAL = "School Records: View Medical"
#: What the office notes for itself; families read their child's file without it.
VIEW_NOTES = "School Records: View Notes"
REGISTER = "School Records: Register"
APPROVE = "School Records: Approve"
SIGN = "School Records: Sign"
CERTIFY = "School Records: Certify"
CLOSE = "School Records: Close"
ARCHIVE = "School Records: Archive"
HAND_OUT = "School Records: Hand Out"
ANNUL = "School Records: Annul"
VOTE = "School Records: Vote"
EXECUTE = "School Records: Execute Act"
#: Held by nobody: steps that a record takes only together with its act of destruction.
BY_ACT = "School Records: By Act"

#: Held by nobody on a record in any state: each would be a second way past the workflow.
FORBIDDEN = (
    COPY,
    "Change permissions",
    "Take ownership",
    "Manage properties",
    "Change local roles",
    "Sharing page: Delegate roles",
    "Undo changes",
    "CMFEditions: Revert to previous versions",
    "CMFEditions: Save new version",
    "CMFEditions: Purge version",
    "WebDAV Lock items",
    "WebDAV Unlock items",
)

#: Every permission the tables decide, in the order the documentation prints them.
PERMISSIONS = (
    VIEW,
    ACCESS,
    LIST,
    MODIFY,
    DELETE,
    ADD,
    ADD_CONTENT,
    VIEW_MEDICAL,
    VIEW_NOTES,
    REGISTER,
    APPROVE,
    SIGN,
    CERTIFY,
    CLOSE,
    ARCHIVE,
    HAND_OUT,
    ANNUL,
    VOTE,
    EXECUTE,
    BY_ACT,
    *FORBIDDEN,
)
