"""Case files of the kinds that need somebody: notebooks, a certificate in custody, a check."""

from .people import acting
from .people import class_of
from .people import cohort_of
from .students import CARRIERS
from .students import REGISTER
from collective.schoolrecords.core import case_kinds as kinds
from collective.schoolrecords.core.school import SchoolYear
from collective.schoolrecords.lifecycle.steps import perform
from collective.schoolrecords.retention.file_plan import file_plan_of
from datetime import timedelta
from plone.dexterity.utils import createContentInContainer


def fill_kinds(stage):
    """File one of each kind by who may, and begin to keep it."""
    first_day = SchoolYear(stage.year).first_day
    year = SchoolYear(stage.year).label
    _case(
        stage,
        "deputy",
        kinds.NOTEBOOKS,
        f"Тетради для контрольных работ, 7А, алгебра, {year}",
        cohort_id=cohort_of(stage, "7А", stage.year).id,
        school_year=year,
        school_subject="Алгебра",
        teacher="Полевая И. М.",
        pieces=6,
        storage_place="Кабинет 31",
    )
    (senior,) = class_of(stage, stage.site[REGISTER], "10А")
    _case(
        stage,
        "certificates",
        kinds.CERTIFICATE,
        "Аттестат об основном общем образовании",
        pupil_file=senior.UID(),
        registration_number=f"00100{stage.year % 100:02d}0000001",
        taken_on=first_day,
        taken_fact="Подпись матери, журнал, лист 1",
        storage_place="Сейф в кабинете директора",
    )
    _case(
        stage,
        "deputy",
        kinds.CHECK_REPORT,
        "Справка о проверке журналов 7А и 5Б",
        registration_number="1",
        checked_on=first_day,
        checked_by="Лугинин Б. И.",
        checked_what="Журналы 7А и 5Б за сентябрь",
        findings="7А: не записаны темы двух уроков физики.",
        mend_until=stage.today + timedelta(days=5),
        storage_place="Кабинет заместителя директора",
    )


def _case(stage, login, doc_type, title, **values):
    plan = file_plan_of(stage.site, stage.today.year)
    item = plan.item_for(doc_type)
    with acting(stage, login):
        record = createContentInContainer(
            stage.site["cases"],
            "case_file",
            title=title,
            doc_type=doc_type,
            case_index=item.index if item else None,
            file_plan_year=stage.year,
            opened_on=SchoolYear(stage.year).first_day,
            carriers=CARRIERS,
            **values,
        )
        perform(record, "register")
