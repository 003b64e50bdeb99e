"""The protocol: drawn up, approved and signed; later facts stand beside its rows."""

from BTrees.IOBTree import IOBTree
from collective.schoolrecords.access.groups import cohort_group
from collective.schoolrecords.access.interfaces import IAccessSubject
from collective.schoolrecords.core.canonical import canonical_bytes
from collective.schoolrecords.core.names import full_name
from collective.schoolrecords.core.protocols import Acknowledgement
from collective.schoolrecords.core.protocols import COUNCIL
from collective.schoolrecords.core.protocols import Decision
from collective.schoolrecords.core.protocols import DOC_TYPES
from collective.schoolrecords.core.protocols import FAMILIARISED
from collective.schoolrecords.core.protocols import missing
from collective.schoolrecords.core.protocols import ResultRow
from collective.schoolrecords.core.protocols import row_states
from collective.schoolrecords.core.protocols import Ruling
from collective.schoolrecords.lifecycle.content import RecordContainer
from collective.schoolrecords.lifecycle.field_defaults import field_defaults
from collective.schoolrecords.records.protocol.interfaces import IProtocol
from zope.interface import implementer

import hashlib


@field_defaults(IProtocol)
@implementer(IProtocol, IAccessSubject)
class Protocol(RecordContainer):
    """See :class:`IProtocol`.

    Rows lie under positions that never change: the position is the row's address. Rulings on
    appeals and acknowledgements lie beside them, because rows are locked from the submission on.
    All are plain tuples in the order of the fields of their dataclasses.
    """

    family_id = "protocol"
    #: Services that its JSON names beside those of every record.
    rest_services = ("results", "familiarisation")

    _rows = None
    _rulings = None
    _told = None
    #: Ids of the classes whose pupils have rows; who may see the record follows from them.
    _cohorts = ()
    #: Digest of rows, rulings and acknowledgements: a chain entry must not read them all.
    _values_digest = None

    @property
    def doc_type(self):
        """The document type of the regulation follows from the kind."""
        return DOC_TYPES.get(self.kind)

    @doc_type.setter
    def doc_type(self, value):
        return None

    @property
    def is_council(self):
        """Whether its rows are decisions of a council rather than results of pupils."""
        return self.kind == COUNCIL

    @property
    def asks_familiarisation(self):
        """Whether pupils are to be told of their results, with a list of who was not."""
        return self.kind in FAMILIARISED

    @property
    def cohort_id(self):
        """The class, when it is the protocol of one class."""
        return self._cohorts[0] if len(self._cohorts) == 1 else None

    @property
    def cohorts(self):
        """Ids of the classes in the protocol, sorted."""
        return self._cohorts

    def access_grants(self):
        """See :class:`IAccessSubject`: the class teachers of the classes in its rows."""
        for cohort_id in self._cohorts:
            yield cohort_group(cohort_id, "class_teacher"), "Class Teacher"

    # -- rows and what stands beside them ------------------------------------------------------

    def row_count(self):
        """Return how many rows there are, the replaced ones included."""
        return len(self._rows or ())

    def rows(self):
        """Return position → row (``ResultRow``, for a council ``Decision``), in order."""
        made = Decision if self.is_council else ResultRow
        return {position: made(*values) for position, values in (self._rows or {}).items()}

    def row_names(self):
        """Yield (position, full name) of the pupils; the rows around the names are not built."""
        if not self.is_council:
            for position, values in (self._rows or {}).items():
                yield position, full_name(*values[_NAMES])

    def row(self, position):
        """Return one row; ``KeyError`` when there is none at the position."""
        made = Decision if self.is_council else ResultRow
        return made(*(self._rows or {})[position])

    def rulings(self):
        """Return the rulings on appeals (``core.protocols.Ruling``), oldest first."""
        return [Ruling(*values) for values in (self._rulings or {}).values()]

    def told(self):
        """Return position → ``core.protocols.Acknowledgement``."""
        return {
            position: Acknowledgement(*values) for position, values in (self._told or {}).items()
        }

    def states(self):
        """Return position → state of every row."""
        return row_states(self._rows or {}, self.rulings())

    def unfamiliar(self):
        """Return the positions of the rows whose pupils have not been familiarised."""
        if not self.asks_familiarisation:
            return ()
        return missing(self._rows or {}, self.rulings(), self._told or {})

    def next_position(self):
        """Return a position that no row has; one that was given up is not used again."""
        return self._last_position + 1

    _last_position = 0

    # Written by rows.py, which asks the rules first.

    def put_row(self, position, row):
        """Keep a row; :meth:`seal` follows when the change is whole."""
        if self._rows is None:
            self._rows = IOBTree()
        self._rows[position] = _values(row)
        self._last_position = max(self._last_position, position)

    def drop_row(self, position):
        """Take a row out, and what stood beside it."""
        del self._rows[position]
        if self._told and position in self._told:
            del self._told[position]

    def add_ruling(self, ruling):
        """Keep a ruling behind those before it."""
        if self._rulings is None:
            self._rulings = IOBTree()
        self._rulings.insert(len(self._rulings), _values(ruling))

    def add_told(self, position, acknowledgement):
        """Keep that the pupil of a row was familiarised."""
        if self._told is None:
            self._told = IOBTree()
        self._told[position] = _values(acknowledgement)

    def seal(self):
        """Note the classes and the digest of the values as they are now."""
        if not self.is_council:
            found = {ResultRow(*values).cohort for values in (self._rows or {}).values()}
            cohorts = tuple(sorted(found - {None}))
            if cohorts != self._cohorts:
                self._cohorts = cohorts
        self._values_digest = self.digest_values()

    def digest_values(self):
        """Return the digest (hex) of rows, rulings and acknowledgements, ``None`` without any."""
        if not self._rows:
            return None
        kept = [
            [[at, list(values)] for at, values in (tree or {}).items()]
            for tree in (self._rows, self._rulings, self._told)
        ]
        return hashlib.sha256(canonical_bytes(kept)).hexdigest()

    def values_intact(self):
        """Whether rows, rulings and acknowledgements are those that the chain knows."""
        return self.digest_values() == self._values_digest

    def digest_extra(self):
        """Return what the chain's digests cover beside the fields."""
        return {"values": self._values_digest}

    def search_words(self):
        """Title, number, subject and index; names in the rows have an index of their own."""
        return (self.title, self.registration_number, self.school_subject, self.case_index)

    def names_in_rows(self):
        """Return the names of the pupils, each once and sorted; a council has none."""
        return sorted({name for _position, name in self.row_names()})


#: Last, first and middle name among the values of a row.
_NAMES = slice(ResultRow.__slots__.index("last_name"), ResultRow.__slots__.index("middle_name") + 1)


def _values(one):
    """Return the values of a frozen dataclass in order; ``astuple`` would copy each of them."""
    return tuple(getattr(one, name) for name in one.__slots__)
