"""Reading the demo's data files."""

from importlib.resources import files

import csv
import io
import tomllib


def read_toml(name):
    """A TOML file beside this module as a dict."""
    return tomllib.loads(_text(name))


def read_rows(name):
    """A CSV file (semicolons) beside this module as a list of dicts."""
    return list(csv.DictReader(io.StringIO(_text(name)), delimiter=";"))


def accounts():
    """Triples (title of the role, login, password) of the demo's accounts, in order of display."""
    data = read_toml("staff.toml")
    return [(one["shown"], one["login"], data["password"]) for one in data["people"]]


def _text(name):
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
