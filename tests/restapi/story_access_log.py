"""Who saw a pupil's file, as the auditor and the data protection officer ask it."""

from collective.schoolrecords.access.log.current import use
from collective.schoolrecords.access.log.writer import AccessLog
from pathlib import Path

import tempfile


def play(say, school):
    """Two people open a file, a third one may not; then the log is read."""
    with tempfile.TemporaryDirectory() as folder:
        log = AccessLog(f"sqlite:///{Path(folder) / 'access.sqlite'}", wait=0.01)
        log.start()
        former = use(log)
        try:
            tell(say, school, log)
        finally:
            use(former)
            log.stop()


def tell(say, school, log):
    """Each question waits until what came before it is written."""
    file = school.path(school.file)
    school.ask("secretary", "GET", file)
    school.ask("class_teacher", "GET", f"{file}/@record-history")
    school.ask("other_teacher", "GET", file)
    log.flush()
    say("access-log-get", "auditor", "GET", "/@access-log?sort_order=ascending&b_size=3")
    log.flush()
    say("access-log-of-record", "data_officer", "GET", f"{file}/@access-log?actor=secretary")
    log.flush()
    say("access-log-refused", "auditor", "GET", "/@access-log?event=looked", None, 400)
    say("access-log-forbidden", "director", "GET", "/@access-log", None, 403)
