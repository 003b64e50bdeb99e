"""What every subcommand shares: a parser that speaks Russian, and complaints instead of tracebacks.

Standard library only, so that commands which need no Plone do not load it.
"""

import argparse
import re


OK = 0
BAD_INPUT = 2
INTERRUPTED = 130

_MESSAGES = (
    (r"the following arguments are required: (.+)", r"не указано: \1"),
    (r"unrecognized arguments: (.+)", r"лишнее в команде: \1"),
    (r"argument (.+?): expected one argument", r"после \1 нужно значение"),
    (r"argument (.+?): not allowed with argument (.+)", r"\1 и \2 не указывают вместе"),
    (r"argument (.+?): invalid .+ value: (.+)", r"\1: не подходит значение \2"),
    (r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)", r"\1: нет \2, есть \3"),
    (r"ambiguous option: (.+?) could match (.+)", r"\1 можно понять как \2"),
    (r"argument (.+?): ignored explicit argument (.+)", r"после \1 значение не нужно: \2"),
)


class Complaint(Exception):
    """What the person has to mend: printed as it is, without a traceback, with exit code 2."""


class Parser(argparse.ArgumentParser):
    """An ArgumentParser whose help and errors are in Russian. Options are never abbreviated."""

    def __init__(self, **options):
        super().__init__(add_help=False, allow_abbrev=False, **options)
        self._positionals.title = "Что указать"
        self._optionals.title = "Ключи"
        self.add_argument("-h", "--help", action="help", help="показать эту справку")

    def format_usage(self):
        return _russian_usage(super().format_usage())

    def format_help(self):
        return _russian_usage(super().format_help())

    def error(self, message):
        raise Complaint(f"{_russian(message)}\n{self.format_usage().rstrip()}")


def printable(text: str, longest: int = 120) -> str:
    """`text` from a file for a terminal: no control characters, not longer than `longest`."""
    safe = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
    return safe if len(safe) <= longest else safe[: longest - 1] + "…"


def _russian_usage(text):
    return re.sub(r"^usage:", "Как вызвать:", text)


def _russian(message):
    for english, russian in _MESSAGES:
        found = re.fullmatch(english, message, re.DOTALL)
        if found:
            return found.expand(russian)
    return message
