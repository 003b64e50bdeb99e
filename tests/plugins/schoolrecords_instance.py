"""Instances of their own in a folder: the commands as processes, and a real server."""

from contextlib import contextmanager

import http.client
import json
import os
import socket
import subprocess
import sys
import time


START_SECONDS = 240
STOP_SECONDS = 30

ZOPE_CONF = """
instancehome {folder}
clienthome {folder}/var
debug-mode off
security-policy-implementation C
verbose-security off
default-zpublisher-encoding utf-8
<environment>
  zope_i18n_compile_mo_files true
  SCHOOLRECORDS_WORKER 1
</environment>
<zodb_db main>
    %import collective.schoolrecords.lifecycle
    <keptstorage>
      <filestorage>
        path {folder}/var/Data.fs
        blob-dir {folder}/var/blobs
      </filestorage>
    </keptstorage>
    mount-point /
</zodb_db>
"""
SITE_ZCML = """
<configure xmlns="http://namespaces.zope.org/zope"
           xmlns:meta="http://namespaces.zope.org/meta"
           xmlns:five="http://namespaces.zope.org/five">
  <include package="Products.Five" />
  <meta:redefinePermission from="zope2.Public" to="zope.Public" />
  <five:loadProducts file="meta.zcml"/>
  <five:loadProducts />
  <five:loadProductsOverrides />
  <securityPolicy component="AccessControl.security.SecurityPolicy" />
</configure>
"""
WSGI_INI = """
[server:main]
use = egg:waitress#main
host = 127.0.0.1
port = {port}
threads = 2

[app:zope]
use = egg:Zope#main
zope_conf = {folder}/etc/zope.conf

[pipeline:main]
pipeline =
    egg:Zope#httpexceptions
    zope
"""
COMMAND = (
    "import sys; from collective.schoolrecords.setup.commandline import main; sys.exit(main())"
)
#: Opens a stopped instance and opens accounts with site roles: {login: roles}.
ACCOUNTS = """
import json, sys, transaction
from AccessControl.SecurityManagement import newSecurityManager
from AccessControl.users import system
from collective.schoolrecords.setup.instance import opened
from zope.component.hooks import setSite
config, site, password, accounts = sys.argv[1:]
with opened(config) as application:
    newSecurityManager(None, system)
    setSite(application[site])
    for login, roles in json.loads(accounts).items():
        application[site].acl_users.userFolderAddUser(login, password, roles, [])
    transaction.commit()
"""


def make_instance(folder):
    """Write the configuration of a Zope that has never been started; return the folder."""
    (folder / "var" / "blobs").mkdir(mode=0o700, parents=True)
    (folder / "etc").mkdir()
    (folder / "etc" / "zope.conf").write_text(ZOPE_CONF.format(folder=folder), encoding="utf-8")
    (folder / "etc" / "site.zcml").write_text(SITE_ZCML, encoding="utf-8")
    return folder


def schoolrecords(*arguments, **environment):
    """Run `schoolrecords` as a process of its own; nobody sits at its terminal."""
    return _python(COMMAND, *arguments, **environment)


def open_accounts(instance, site, password, accounts):
    """Open accounts (login → site roles) in a stopped instance's site."""
    config = str(instance / "etc" / "zope.conf")
    made = _python(ACCOUNTS, config, site, password, json.dumps(accounts))
    assert made.returncode == 0, made.stderr


def _python(code, *arguments, **environment):
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        text=True,
        check=False,
        env={**os.environ, "PYTHONWARNINGS": "ignore", **environment},
    )


@contextmanager
def serving(instance):
    """Run a server on the instance's database; gives its address, ends it orderly."""
    port = _free_port()
    ini = instance / "etc" / "wsgi.ini"
    ini.write_text(WSGI_INI.format(folder=instance, port=port), encoding="utf-8")
    log = instance / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [os.path.join(os.path.dirname(sys.executable), "runwsgi"), str(ini)],
            cwd=instance,
            env={**os.environ, "PYTHONWARNINGS": "ignore"},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait(process, port, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process, port, log):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.request("GET", "/")
            connection.getresponse()
            return
        except OSError:
            time.sleep(0.3)
        finally:
            connection.close()
    raise AssertionError(f"the server did not start: {log.read_text(errors='replace')[-3000:]}")


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
