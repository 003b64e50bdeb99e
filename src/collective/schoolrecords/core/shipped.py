"""The regulations that come with the package, each as `profiles/regulations/<name>/`."""

from .regulation import load
from .regulation import Regulation
from importlib import resources


PACKAGE = "collective.schoolrecords"


def names() -> tuple[str, ...]:
    """Names of the shipped regulations in alphabetical order."""
    return tuple(sorted(place.name for place in _folder().iterdir() if _file(place).is_file()))


def text(name: str) -> str:
    """The text of a shipped `regulation.toml`. Raises KeyError for any other name."""
    # The name is compared, never joined to a path: "../x" is just an unknown name.
    for place in _folder().iterdir():
        if place.name == name and _file(place).is_file():
            return _file(place).read_text(encoding="utf-8")
    raise KeyError(name)


def shipped(name: str) -> Regulation:
    """A shipped regulation. Raises KeyError for an unknown name."""
    return load(text(name))


def _folder():
    return resources.files(PACKAGE).joinpath("profiles", "regulations")


def _file(place):
    return place.joinpath("regulation.toml")
