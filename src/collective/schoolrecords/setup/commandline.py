"""The command `schoolrecords`: one module for each subcommand, loaded when it is asked for.

A module of a subcommand has `configure(parser)`, which adds its arguments, and `run(options)`,
which returns the exit code and raises `Complaint` for what the person has to mend. `due` must work
where nothing but core can be imported, so nothing here may import Zope.
"""

from .console import BAD_INPUT
from .console import Complaint
from .console import INTERRUPTED
from .console import OK
from .console import Parser
from importlib import import_module

import os
import sys


# name: (module, one line of help)
COMMANDS = {
    "create": (
        "collective.schoolrecords.setup.command_create",
        "создать сайт школы в остановленном экземпляре",
    ),
    "create-demo": (
        "collective.schoolrecords.setup.command_create_demo",
        "создать учебную школу, если её нет, и показать учётные записи",
    ),
    "due": (
        "collective.schoolrecords.setup.command_due",
        "сроки хранения по списку дел архива (CSV)",
    ),
    "import": (
        "collective.schoolrecords.setup.command_import",
        "загрузить список обучающихся, работников или архива",
    ),
}


def main(argv=None) -> int:
    """Run `schoolrecords <argv>`; returns the exit code. 2: the call or the input is wrong."""
    argv = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        # The texts are Russian wherever the output goes, also under LC_ALL=C.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    try:
        code = _run(argv)
        sys.stdout.flush()
        return code
    except Complaint as complaint:
        print(f"schoolrecords: {complaint}", file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:
        # `| head` has seen enough; Python would complain again when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except KeyboardInterrupt:
        return INTERRUPTED


def _run(argv):
    if not argv or argv[0] in ("-h", "--help"):
        print(_overview())
        return OK if argv else BAD_INPUT
    name, *rest = argv
    if name not in COMMANDS:
        raise Complaint(f"нет такой команды: {name}\n{_overview()}")
    module = import_module(COMMANDS[name][0])
    parser = Parser(prog=f"schoolrecords {name}", description=COMMANDS[name][1])
    module.configure(parser)
    return module.run(parser.parse_args(rest))


def _overview():
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {help_}" for name, (_, help_) in COMMANDS.items()]
    usage = "Как вызвать: schoolrecords КОМАНДА [ключи]"
    return "\n".join([usage, "", *lines, "", "Справка о команде: schoolrecords КОМАНДА --help"])
