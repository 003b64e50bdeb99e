"""The instance on this machine, opened by a command while its server is stopped.

`find_site` reads the database only, without loading Plone's configuration, which takes longer
than everything else: `make start` asks it each time. `opened` is a whole Zope.
"""

from .console import Complaint
from contextlib import contextmanager
from pathlib import Path

import gc
import logging
import transaction
import warnings


CONFIGURATION = "parts/instance/etc/zope.conf"
REPORT = "__plone_distribution_report__"


def configure(parser):
    """The argument that names the instance."""
    parser.add_argument(
        "--config",
        default=CONFIGURATION,
        metavar="ФАЙЛ",
        help=f"настройки экземпляра (по умолчанию {CONFIGURATION})",
    )


def find_site(config, name):
    """What the database says of a site: None when there is none, else the form's answers.

    A site that was not made with the form has no answers: an empty mapping. Raises `Complaint`
    when the server is running.
    """
    from ZODB.DB import DB

    storage_config = _main_storage(_checked(config))
    if not Path(storage_config.path_of_data).exists():
        return None
    with _not_running():
        database = DB(storage_config.open())
    connection = database.open()
    try:
        application = connection.root().get("Application")
        if application is None or name not in application.objectIds():
            return None
        annotations = getattr(application._getOb(name), "__annotations__", {})
        report = annotations.get(REPORT)
        return {} if report is None else dict(report.answers)
    finally:
        connection.close()
        database.close()


@contextmanager
def opened(config):
    """Zope with its whole configuration; gives the application, wrapped in a request.

    The caller commits. Raises `Complaint` when the server is running.
    """
    from Testing.makerequest import makerequest
    from zope.globalrequest import clearRequest
    from zope.globalrequest import setRequest
    from Zope2.Startup.run import configure_wsgi

    import Zope2

    # What Plone logs while it starts is of no use to whoever waits for a school.
    logging.disable(logging.WARNING)
    with warnings.catch_warnings(), _not_running(), _nothing_collected():
        warnings.simplefilter("ignore")
        configure_wsgi(str(_checked(config)))
        application = makerequest(Zope2.app())
    setRequest(application.REQUEST)
    try:
        yield application
    finally:
        transaction.abort()
        clearRequest()
        application._p_jar.close()
        Zope2.DB.close()
        logging.disable(logging.NOTSET)


def _checked(config):
    path = Path(config)
    if not path.is_file():
        raise Complaint(f"нет файла {config}: сначала выполните make install")
    return path.resolve()


class _Storage:
    """The storage of the main database, not opened yet."""

    def __init__(self, config):
        self.config = config

    @property
    def path_of_data(self):
        """The file of the innermost storage; the wrappers around it have none."""
        config = self.config
        while not hasattr(config.config, "path"):
            config = config.config.base
        return config.config.path

    def open(self):
        return self.config.open()


def _main_storage(path):
    """The storage of the root database as zope.conf names it."""
    from Zope2.Startup.options import ZopeWSGIOptions

    options = ZopeWSGIOptions(configfile=str(path))()
    for database in options.configroot.databases:
        if "/" in database.config.mount_points:
            return _Storage(database.config.storage)
    raise Complaint(f"{path}: не найдена основная база данных")


@contextmanager
def _nothing_collected():
    """Collect no garbage meanwhile, and never look at what came in again: Plone's code stays.

    Every tenth second of the start went into looking for garbage in it.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


@contextmanager
def _not_running():
    from zc.lockfile import LockError

    try:
        yield
    except LockError as error:
        raise Complaint("база данных занята: остановите сервер и повторите") from error
