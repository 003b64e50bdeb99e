"""Questions and pages of this room's services are those of the school."""

# ruff: noqa: PLC0414
from collective.schoolrecords.school.paging import page_of as page_of
from collective.schoolrecords.school.paging import QueryRefused as QueryRefused
from collective.schoolrecords.school.paging import Question as Question
