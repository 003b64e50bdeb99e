"""What of the local regulations waits for whoever keeps the list of repealed acts."""

from collective.schoolrecords.desk.desk_matters import item
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.local_regulation.repealed import citing


def regulation_matters(reader, pages, say):
    """Return the line about local regulations that cite what no longer holds; none without any."""
    if "regulation" not in pages:
        return []
    count = sum(1 for _record in citing())
    if not count:
        return []
    title = _("desk_wait_citing", default="Local regulations that cite acts no longer in force")
    url = f"{reader.site.absolute_url()}/@@repealed-acts#citing"
    return [item(count, title, url, _("desk_end_check", default="to check"), "past", say)]
