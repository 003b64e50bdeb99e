"""What `@imports` says when the records of an import are annulled."""

from collective.schoolrecords.exchange import journal
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.jobs.worker import run_now

import base64


ARCHIVE = """№ п/п;Вид документа;Заголовок;Индекс дела;Год заведения;Дата закрытия;Количество листов
1;Личное дело обучающегося;Личные дела;02-01;2024;;10
2;Личное дело обучающегося;Личные дела прежние;02-01;2015;31.08.2016;11
"""


def play(say, school):
    """An archive's list was another school's: nothing vanishes, what is current is annulled."""
    data = base64.b64encode(ARCHIVE.encode()).decode()
    order = {"kind": "backlog", "filename": "архив.csv", "data": data}
    made = school.ask("archivist", "POST", "/@imports", order).json()
    work_on(school, made["uid"])
    path, why = f"/@imports/{made['uid']}/annul", {"reason": "Загружена опись другой школы"}
    say("imports-annul-forbidden", "archivist", "POST", path, why, 403)
    say("imports-annul-refused", "director", "POST", path, {"reason": ""}, 409)
    say("imports-annul", "director", "POST", path, why, 202)
    work_on(school, made["uid"])


def work_on(school, uid):
    """Do what the server's worker does: run the import's present job to its end."""
    with school.as_test_user():
        one = journal.imports_of(school.portal).get(uid)
        run_now(school.portal, get_jobs(school.portal).get(one.annul_job or one.job))
