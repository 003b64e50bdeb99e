"""Print the pins of versions.cfg as constraints for uv and pip.

versions.cfg is the one list of pins: buildout reads it as it stands, uv reads what this
prints. Standard library only: it runs before anything is installed.
"""

from configparser import RawConfigParser
from pathlib import Path


VERSIONS = Path(__file__).resolve().parent.parent / "versions.cfg"


def pins(path=VERSIONS):
    """Return {distribution: version} as written in the ``[versions]`` section.

    A name that stands twice raises ``configparser.DuplicateOptionError``.
    """
    parser = RawConfigParser(delimiters=("=",))
    parser.optionxform = str
    with Path(path).open(encoding="utf-8") as stream:
        parser.read_file(stream)
    return dict(parser["versions"])


if __name__ == "__main__":
    for name, version in pins().items():
        print(f"{name}=={version}")
