"""The first administrator of a new instance, with a password of its own.

A buildout recipe (``recipe = collective.schoolrecords:administrator``), because the account
must exist before Zope first opens its database. Nothing but the standard library is imported
until it is needed.

Rules:

* no known password: it is drawn at random when the instance is created, shown once, and kept
  in ``var/administrator.txt``, which only its owner can read;
* Zope takes the account from ``inituser``, which holds a hash, and removes that file when the
  database is created;
* an instance that has a database keeps the accounts it has: nothing is written.
"""

from pathlib import Path

import os
import secrets


# 24 letters, digits, - and _: 144 bits.
PASSWORD_BYTES = 18
LOGIN = "admin"


def write_private(path, text):
    """Write ``text`` to a file that nobody but its owner can ever read."""
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)


class Recipe:
    """Give the instance at ``location`` an administrator.

    Options: ``location``, the folder of the instance; ``database``, the file that exists once
    Zope has been started; ``password-file``, where login and password are kept.
    """

    def __init__(self, buildout, name, options):
        self.location = Path(options["location"])
        self.database = Path(options["database"])
        self.password_file = Path(options["password-file"])

    def install(self):
        """Write the account; buildout removes nothing of it on its own."""
        if not self.database.exists():
            password = self.password()
            self.write_account(password)
        return ()

    # The instance part rewrites its folder whenever its settings change, ``inituser`` included.
    update = install

    def password(self):
        """The password kept earlier, else a new one, shown this once."""
        if self.password_file.exists():
            return self.password_file.read_text(encoding="utf-8").split()[-1]
        password = secrets.token_urlsafe(PASSWORD_BYTES)
        self.password_file.parent.mkdir(parents=True, exist_ok=True)
        write_private(self.password_file, f"{LOGIN} {password}\n")
        print(f"Administrator: {LOGIN}  password: {password}")
        print(f"(shown once; kept in {self.password_file})")
        return password

    def write_account(self, password):
        """Write ``inituser`` with the hash of the password."""
        from AuthEncoding.AuthEncoding import pw_encrypt

        digest = pw_encrypt(password, "SSHA").decode("ascii")
        write_private(self.location / "inituser", f"{LOGIN}:{digest}\n")
