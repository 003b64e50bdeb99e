"""The words for kinds, forms of study, states of rows and ways of familiarisation."""

from collective.schoolrecords.core import protocols as rules
from collective.schoolrecords.messages import _


KIND_TITLES = {
    rules.STATE_EXAM_9: _("protocol_kind_state_exam_9", default="State exam, grade 9"),
    rules.STATE_EXAM_11: _("protocol_kind_state_exam_11", default="State exam, grade 11"),
    rules.INTERIM: _("protocol_kind_interim", default="Interim attestation"),
    rules.INDEPENDENT: _("protocol_kind_independent", default="Independent monitoring"),
    rules.INTERNAL: _("protocol_kind_internal", default="Internal monitoring"),
    rules.COUNCIL: _("protocol_kind_council", default="Pedagogical council"),
}
STUDY_FORM_TITLES = {
    "full_time": _("protocol_study_full_time", default="Full-time"),
    "part_time": _("protocol_study_part_time", default="Part-time"),
    "extramural": _("protocol_study_extramural", default="Extramural"),
    "family": _("protocol_study_family", default="Family education"),
    "external": _("protocol_study_external", default="External pupils"),
}
ROW_STATE_TITLES = {
    rules.EFFECTIVE: _("protocol_row_effective", default="in force"),
    rules.CHANGED: _("protocol_row_changed", default="changed after an appeal"),
    rules.REJECTED: _("protocol_row_rejected", default="appeal rejected"),
    rules.ANNULLED: _("protocol_row_annulled", default="annulled"),
}
WAY_TITLES = {
    rules.PAPER: _("protocol_way_paper", default="on paper"),
    rules.ELECTRONIC: _("protocol_way_electronic", default="electronically"),
}
