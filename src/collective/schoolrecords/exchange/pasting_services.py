"""REST: ``POST @results-table`` of a protocol checks a pasted table, or saves it when it is clean."""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.exchange.pasting import check_pasted
from collective.schoolrecords.exchange.pasting import described
from collective.schoolrecords.exchange.pasting import save_pasted
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.records.bodies import RecordService
from collective.schoolrecords.records.protocol.services import check_editor


class TablePost(RecordService):
    """``POST @results-table`` {table, check}: nothing is written with ``check`` or with a fault."""

    def reply(self):
        """Return the findings, and the numbers of the rows that were entered."""
        check_editor(self.context, self.request)
        body = self.body()
        table = body.long_text("table")
        if not table:
            body.reasons.append(Reason("VALUE_MISSING", "table"))
        only_check = body.flag("check")
        body.done()
        if self.context.is_council:
            raise StepRefused(self.context, [Reason("table_for_results")])
        pasted = check_pasted(self.context, table, school_today())
        answer = {
            "@id": f"{self.context.absolute_url()}/@results-table",
            **described(pasted, self.request),
            "entered": [],
        }
        if not only_check and pasted.clean:
            answer["entered"] = list(save_pasted(self.context, pasted))
            self.request.response.setStatus(201)
        elif not only_check:
            self.request.response.setStatus(422)
        return answer
