"""REST of the regulation: what is in force, each value with its source, and new versions.

GET asks for "View" on the site, because a school publishes its regulation; POST asks for
"School Records: Manage Regulation".
"""

from . import regulation
from .regulation import Basis
from .rest import SchoolService
from AccessControl import getSecurityManager
from collective.schoolrecords.core.preconditions import Reason
from plone.restapi.serializer.converters import json_compatible
from zExceptions import NotFound


class RegulationService(SchoolService):
    """What the methods of `@regulation` share."""

    endpoint = "@regulation"

    def describe(self, version):
        """A version without its values."""
        header = regulation.parsed(version)
        return {
            "@id": self.url(str(version.number)),
            "number": version.number,
            "name": header.name,
            "mark": header.mark,
            "in_force_from": version.in_force_from,
            "order_number": version.basis.order_number,
            "order_date": version.basis.order_date,
            "order_uid": version.basis.order_uid,
            "sha256": version.digest,
        }


class RegulationGet(RegulationService):
    """`GET @regulation?on=&path=&source=` and `GET @regulation/<number>`.

    `items` are the values: path, value, and source {kind, clause, phrase, basis, verified}.
    `path` keeps the values below a path, `source` those of a kind (stated, default, changed).
    """

    # See collective.schoolrecords.access.sent.
    repeated_names = ()

    def reply(self):
        version = self._version()
        form = self.request.form
        rows = list(regulation.parsed(version).rows())
        if form.get("path"):
            path = form["path"]
            rows = [row for row in rows if row.path == path or row.path.startswith(f"{path}.")]
        if form.get("source"):
            rows = [row for row in rows if row.source.kind == form["source"]]
        order = {row.path: number for number, row in enumerate(rows)}
        keys = {"order": lambda row: order[row.path], "path": lambda row: row.path}
        page = self.page(rows, keys, "order", _row)
        page["version"] = json_compatible(self.describe(version))
        page["versions"] = json_compatible(
            [self.describe(one) for one in self.school.regulations.values()]
        )
        return page

    def _version(self):
        if not self.path:
            found = regulation.version_on(self.school, self.query_day())
        elif self.path[0].isascii() and self.path[0].isdigit() and len(self.path[0]) < 9:
            found = self.school.regulations.get(int(self.path[0]))
        else:
            found = None
        if found is None:
            raise NotFound("/".join(self.path) or self.endpoint)
        return found


class RegulationPost(RegulationService):
    """`POST @regulation` {text | changes: [{path, value}], in_force_from, order_number, …}."""

    max_path = 0

    def reply(self):
        body = self.body()
        text = body.long_text("text")
        changes = self._changes(body)
        in_force_from = body.day("in_force_from", required=True)
        basis = Basis(
            body.text("order_number", required=True),
            body.day("order_date", required=True),
            body.text("order_uid", default=None),
        )
        if (text is None) == (changes is None):
            body.reasons.append(Reason("VALUE_MISSING", "text"))
        body.done(self.school)
        if text is None:
            text = regulation.changed_text(self.school, changes, basis)
        made = regulation.new_version(
            self.school,
            text,
            in_force_from=in_force_from,
            author=getSecurityManager().getUser().getId() or "",
            basis=basis,
        )
        return self.created(self.describe(made))

    def _changes(self, body):
        given = body.mappings("changes")
        if given is None:
            return None
        if any(set(one) != {"path", "value"} or type(one["path"]) is not str for one in given):
            body.reasons.append(Reason("VALUE", "changes", {"value": "path, value"}))
            return []
        return [(one["path"], one["value"]) for one in given]


def _row(row):
    source = row.source
    return {
        "path": row.path,
        "value": row.value,
        "label_key": row.label_key,
        "source": {name: getattr(source, name) for name in source.__dataclass_fields__},
    }
