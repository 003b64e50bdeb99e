"""Schema of what a pupil achieved in one cycle of schooling."""

from collective.schoolrecords.core.portfolio import PLACES
from collective.schoolrecords.lifecycle.interfaces import IFixedSchema
from collective.schoolrecords.messages import _
from plone.supermodel import model
from zope import schema
from zope.interface import provider


@provider(IFixedSchema)
class IPortfolio(model.Schema):
    """A pupil's portfolio of one cycle; its achievements are values beside it."""

    pupil_file = schema.ASCIILine(
        title=_("portfolio_pupil_file", default="Personal file of the pupil"), max_length=32
    )
    cycle = schema.ASCIILine(
        title=_("portfolio_cycle", default="Grades of the cycle"), required=False, max_length=5
    )
    pupil_name = schema.TextLine(
        title=_("portfolio_pupil_name", default="Pupil"), required=False, readonly=True
    )
    cohort_id = schema.ASCIILine(
        title=_("portfolio_cohort_id", default="Class"), required=False, readonly=True
    )
    kept_by = schema.Choice(
        title=_("portfolio_kept_by", default="Where it is"),
        values=PLACES,
        required=False,
        readonly=True,
    )
