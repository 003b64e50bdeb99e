"""Chips that read as a sentence, and the conditions that can be added to them."""

from collective.schoolrecords.core import lifecycle as rules
from collective.schoolrecords.core.book_fields import KINDS as BOOK_KINDS
from collective.schoolrecords.core.protocols import DOC_TYPES as PROTOCOL_TYPES
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.register_query import LABELS
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.lifecycle.interfaces import CARRIERS
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.order.interfaces import DOC_TYPES as ORDER_TYPES
from collective.schoolrecords.retention.overview import CARRIER_TITLES
from collective.schoolrecords.school.cohorts import cohorts_on
from collective.schoolrecords.signing.words import SIGNING_TITLES


FACETS = {
    "class": _("desk_facet_class", default="Class"),
    "state": _("desk_facet_state", default="State"),
    "type": _("desk_facet_type", default="Kind"),
    "year": _("desk_facet_year", default="Year"),
    "carrier": _("desk_facet_carrier", default="Carrier"),
    "signing": _("desk_facet_signing", default="Signatures"),
}
FAMILY_FACETS = {
    "personal_file": ("class", "state", "carrier"),
    "portfolio": ("class", "state"),
    "order": ("state", "type", "year", "signing"),
    "local_regulation": ("state", "year", "signing"),
    "case_file": ("state", "type", "year", "carrier"),
    "inventory": ("state", "signing"),
    "destruction_act": ("state", "signing"),
    "book": ("state", "type", "signing"),
    "protocol": ("type", "class", "state", "year", "signing"),
}
#: What an old or a mistyped address may ask for: its id tells nobody anything.
UNKNOWN_CLASS = _("desk_chip_class_unknown", default="there is no such class")
UNKNOWN_CARRIER = _("desk_chip_carrier_unknown", default="there is no such carrier")
#: Years offered as conditions: this one and the ones before it.
YEARS_BACK = 8


def chips(question, rows, say):
    """Return the chips of what is asked, in the address's order."""
    found = [
        _chip(question, name, _value(name, value, rows, say), say)
        for name, value in question.given.items()
    ]
    if question.text:
        found.append(_chip(question, "text", f"«{question.text}»", say))
    return found


def _value(name, value, rows, say):
    if name == "state":
        return rows.state(value).title.lower()
    if name == "class":
        return rows.cohort_label(value) or say(UNKNOWN_CLASS)
    if name == "type":
        return rows.type_label(value)
    if name == "carrier":
        return say(CARRIER_TITLES.get(value, UNKNOWN_CARRIER))
    if name == "until":
        return day_text(value)
    if name == "signing":
        return say(SIGNING_TITLES[value]).lower()
    if name == "seal":
        return say(_("desk_chip_waits_seal", default="wait for the seal"))
    if name == "admission":
        return say(_("desk_chip_of_the_office", default="do not wait for an order"))
    return value


def _chip(question, name, value, say):
    message = _(
        "desk_chip_drop", default="Remove the condition: ${value}", mapping={"value": value}
    )
    return Values(
        key=name,
        label=LABELS.get(name),
        value=value,
        drop=question.address(**{name: None}),
        drop_label=say(message),
    )


def facets(question, rows, reader, today, say):
    """Return the conditions that can be added, by facet."""
    found = []
    for name in FAMILY_FACETS[question.family]:
        choices = [
            Values(
                title=title,
                url=question.address(**{name: value}),
                current="true" if question.given.get(name) == str(value) else None,
            )
            for value, title in _choices(name, question, rows, reader, today, say)
        ]
        if choices:
            found.append(Values(title=FACETS[name], choices=choices))
    return found


def _choices(name, question, rows, reader, today, say):
    if name == "state":
        states = rules.FAMILIES[question.family].states
        return [(state, rows.state(state).title) for state in states]
    if name == "class":
        if reader.school is None:
            return []
        return [(one.id, one.name_on(today)) for one in cohorts_on(reader.school, today)]
    if name == "year":
        return [(year, str(year)) for year in range(today.year, today.year - YEARS_BACK, -1)]
    if name == "carrier":
        return [(one, say(CARRIER_TITLES[one])) for one in CARRIERS]
    if name == "signing":
        return [(one, say(title)) for one, title in SIGNING_TITLES.items()]
    kinds = FAMILY_TYPES.get(question.family)
    return [(one, label) for one, label in rows.types() if kinds is None or one in kinds]


#: Family → document types that its records have; the others have any.
FAMILY_TYPES = {
    "order": ORDER_TYPES,
    "protocol": tuple(dict.fromkeys(PROTOCOL_TYPES.values())),
    "book": tuple(dict.fromkeys(kind.doc_type for kind in BOOK_KINDS.values())),
}
