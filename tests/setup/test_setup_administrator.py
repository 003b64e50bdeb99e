"""A new instance has an administrator whose password nobody knows beforehand."""

from AuthEncoding.AuthEncoding import pw_validate
from collective.schoolrecords.setup.administrator import Recipe

import pytest
import stat


@pytest.fixture
def options(tmp_path):
    """The recipe's options, for an instance that has not been started yet."""
    (tmp_path / "instance").mkdir()
    return {
        "location": str(tmp_path / "instance"),
        "database": str(tmp_path / "Data.fs"),
        "password-file": str(tmp_path / "var" / "administrator.txt"),
    }


def account(options):
    """The login and the hash that Zope will take over."""
    with open(f"{options['location']}/inituser", encoding="ascii") as stream:
        return stream.read().strip().split(":", 1)


def kept(options):
    """The login and the password in the file for the person."""
    with open(options["password-file"], encoding="utf-8") as stream:
        return stream.read().split()


def test_password_is_drawn_and_shown_once(options, capsys):
    """The first run shows it; the second neither shows nor changes it."""
    Recipe({}, "administrator", options).install()
    shown = capsys.readouterr().out
    login, password = kept(options)
    Recipe({}, "administrator", options).update()

    assert (login, len(password)) == ("admin", 24)
    assert password in shown
    assert capsys.readouterr().out == ""
    assert kept(options) == [login, password]


def test_zope_gets_a_hash(options):
    """``inituser`` opens for this password, and does not hold it."""
    Recipe({}, "administrator", options).install()
    login, digest = account(options)
    password = kept(options)[1]

    assert login == "admin"
    assert password not in digest
    assert pw_validate(digest, password)
    assert not pw_validate(digest, "admin")


def test_two_instances_have_two_passwords(options, tmp_path):
    """It is drawn, not derived."""
    Recipe({}, "administrator", options).install()
    first = kept(options)
    other = options | {"password-file": str(tmp_path / "other.txt")}
    Recipe({}, "administrator", other).install()

    assert kept(other) != first


def test_only_the_owner_can_read(options):
    """Both files, whatever the umask."""
    Recipe({}, "administrator", options).install()
    modes = [
        stat.S_IMODE((path).stat().st_mode)
        for path in (
            Recipe({}, "a", options).password_file,
            Recipe({}, "a", options).location / "inituser",
        )
    ]

    assert modes == [0o600, 0o600]


def test_a_rebuilt_instance_keeps_its_password(options):
    """Changed settings make buildout write the folder anew; the account comes back."""
    Recipe({}, "administrator", options).install()
    before = kept(options)
    (Recipe({}, "a", options).location / "inituser").unlink()
    Recipe({}, "administrator", options).update()

    assert kept(options) == before
    assert pw_validate(account(options)[1], before[1])


def test_an_instance_with_a_database_is_left_alone(options, tmp_path):
    """Its accounts are in the database; a new inituser would replace the only one."""
    (tmp_path / "Data.fs").write_bytes(b"FS30")
    Recipe({}, "administrator", options).install()

    assert not (tmp_path / "instance" / "inituser").exists()
    assert not (tmp_path / "var").exists()
