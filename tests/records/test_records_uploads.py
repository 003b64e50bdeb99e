"""One check for every way in: form, JSON, TUS, an import, and code that sets an attribute.

The scans and what becomes of them are those of the data set's README: all good ones are accepted,
each bad one is refused for its own reason. What is refused leaves nothing behind: no object, no
blob, no piece of an upload, no transaction.
"""

from base64 import b64encode
from builders import document
from builders import personal_file
from collective.schoolrecords.records import files
from collective.schoolrecords.records.files import examine
from collective.schoolrecords.records.files import LIMIT_RECORD
from hashlib import sha256
from pathlib import Path
from plone import api
from plone.app.testing import login
from plone.app.testing import setRoles
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME
from plone.app.testing import TEST_USER_PASSWORD
from plone.namedfile.file import NamedBlobFile
from plone.registry.interfaces import IRegistry
from unittest import mock
from walls_house import open_session
from zope.component import getUtility
from zope.lifecycleevent import modified

import json
import os
import pytest
import transaction


SCANS = Path(__file__).resolve().parent.parent / "data" / "scans"
GOOD = sorted(
    path for path in SCANS.iterdir() if path.name[:2].isdigit() or path.name.startswith("Приказ")
)
FIRST = "08_soglasie_pdn.jpg"
#: File → what the sentence of its refusal says (README of the data set, section 9).
BAD = {
    "bad_truncated.pdf": "нет его конца",
    "bad_exe_renamed.pdf": "программа или сценарий (EXE)",
    "bad_zero_bytes.pdf": "пустой (0 байт)",
    "bad_html_renamed.jpg": "веб-страница или разметка (HTML)",
}
MEDIA_TYPES = {".pdf": "application/pdf", ".jpg": "image/jpeg"}


def test_all_scans_are_tried():
    assert len(GOOD) == 13
    assert len(BAD) == 4
    assert {path.name for path in GOOD} | set(BAD) | {"SHA256SUMS"} == set(os.listdir(SCANS))


class Office:
    """The secretary with a current file that holds one draft document, over real HTTP."""

    def __init__(self, house):
        self.house = house
        portal = house.portal
        login(portal, TEST_USER_NAME)
        setRoles(portal, TEST_USER_ID, ["Secretary"])
        self.file = personal_file()
        # The storage of a test keeps blobs in a directory of its own from the first one on.
        first = NamedBlobFile(SCANS.joinpath(FIRST).read_bytes(), "", FIRST)
        self.draft = document(self.file, scan=first)
        transaction.commit()
        root = len(portal.getPhysicalPath())
        self.path = "/".join(self.file.getPhysicalPath()[root:])
        self.draft_path = "/".join(self.draft.getPhysicalPath()[root:])
        self.http = open_session(house, TEST_USER_NAME, TEST_USER_PASSWORD)
        self.http.headers["Accept"] = "application/json"

    def kept(self):
        """What a refusal must leave as it is."""
        transaction.begin()
        database = self.house.portal._p_jar.db()
        pieces = Path(os.environ["TUS_TMP_FILE_DIR"])
        blobs = Path(database.storage.changes.fshelper.base_dir)
        return {
            "documents": sorted(self.file.objectIds()),
            "scan": self.scan_sum(),
            "blobs": sum(1 for path in blobs.rglob("*") if path.is_file()),
            "pieces": sorted(path.name for path in pieces.iterdir()),
            "transaction": database.lastTransaction(),
        }

    def scan_sum(self):
        scan = self.draft.scan
        return None if scan is None else sha256(scan.data).hexdigest()

    def newest(self):
        """The document that came in: a new one, or the draft with its scan."""
        transaction.begin()
        names = set(self.file.objectIds()) - {self.draft.getId()}
        return self.file[names.pop()] if names else self.draft


@pytest.fixture
def office(house, tmp_path, monkeypatch):
    monkeypatch.setenv("TUS_TMP_FILE_DIR", str(tmp_path))
    office = Office(house)
    # The first page of a site after its installation writes the settings of its portlets.
    office.http.post(f"{office.path}/++add++file_document", headers={"Accept": "text/html"})
    yield office
    office.http.close()


def as_json(path, name):
    return {
        "data": b64encode(path.read_bytes()).decode(),
        "encoding": "base64",
        "filename": name or path.name,
        "content-type": "application/octet-stream",
    }


def json_post(office, path, name=None):
    body = {"@type": "file_document", "kind": "Скан", "scan": as_json(path, name)}
    return said(office.http.post(office.path, json=body))


def json_patch(office, path, name=None):
    return said(office.http.patch(office.draft_path, json={"scan": as_json(path, name)}))


def tus(office, path, name=None):
    about = {"filename": name or path.name, "fieldname": "scan"}
    return in_pieces(office, f"{office.draft_path}/@tus-replace", path.read_bytes(), about)


def tus_new(office, path, name=None):
    about = {"filename": name or path.name, "kind": "Скан"}
    return in_pieces(office, f"{office.path}/@tus-upload", path.read_bytes(), about)


def in_pieces(office, address, data, about):
    packed = ",".join(f"{k} {b64encode(v.encode()).decode()}" for k, v in about.items())
    head = {"Tus-Resumable": "1.0.0", "Upload-Length": str(len(data)), "Upload-Metadata": packed}
    started = office.http.post(address, headers=head)
    if started.status_code != 201:
        return said(started)
    head = {
        "Tus-Resumable": "1.0.0",
        "Upload-Offset": "0",
        "Content-Type": "application/offset+octet-stream",
    }
    return said(office.http.patch(started.headers["Location"], headers=head, data=data))


def form(office, path, name=None):
    url = f"{office.path}/++add++file_document"
    data = {
        "form.widgets.kind": "Скан",
        "form.widgets.doc_sheets": "1",
        "form.widgets.scan.action": "replace",
        "form.buttons.save": "Save",
        "_authenticator": office.http.token,
    }
    sent = {"form.widgets.scan": (name or path.name, path.read_bytes(), "image/jpeg")}
    headers = {"Accept": "text/html"}
    answer = office.http.post(url, data=data, files=sent, headers=headers, allow_redirects=False)
    return None if answer.status_code == 302 else answer.text


#: An id as the product draws it: no other is taken, from an import either.
DRAWN = "0123456789abcdef"


def imported(office, path, name=None):
    """collective.exportimport, as the Manager."""
    url = f"{office.house.portal.absolute_url()}/{office.path}"
    item = {
        "@id": f"{url}/{DRAWN}",
        "@type": "file_document",
        "id": DRAWN,
        "UID": "0" * 32,
        "kind": "Скан",
        "parent": {"@id": url, "@type": "personal_file", "UID": office.file.UID()},
        "scan": as_json(path, name),
    }
    login(office.house.app, SITE_OWNER_NAME)
    try:
        run_import(office, [item])
    except Exception as error:
        transaction.abort()
        return str(error)
    return None


def run_import(office, items):
    from collective.exportimport.import_content import ImportContent

    request = office.house.portal.REQUEST
    request.form.update({"form.submitted": True})
    view = ImportContent(office.house.portal, request)
    answer = json.loads(view(jsonfile=json.dumps(items), return_json=True))
    assert answer["state"] == "success"


def attribute(office, path, name=None):
    """What any tool or script can do: set the value and say that something was modified."""

    def change():
        office.draft.scan = NamedBlobFile(path.read_bytes(), "", name or path.name)
        modified(office.draft)

    return in_process(office, change)


def in_process(office, change):
    error = office.house.attempt(change)
    if error is None:
        return None
    reasons = getattr(error, "reasons", ())
    return " ".join([str(error), *(reason["message"] for reason in reasons)])


def said(answer):
    """``None`` for success, else what the answer says."""
    if answer.status_code < 300:
        return None
    assert answer.status_code in (400, 403, 409), answer.text
    return json.dumps(answer.json(), ensure_ascii=False)


WAYS = (json_post, json_patch, tus, tus_new, form, imported, attribute)
ways = pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)


@ways
def test_every_good_scan_is_accepted(office, way):
    """Also the one whose name has 120 Cyrillic letters, quotation marks, № and brackets."""
    for path in GOOD:
        refusal = way(office, path)

        assert refusal is None, (path.name, refusal)
        filed = office.newest()
        data = path.read_bytes()
        assert filed.scan.data == data
        assert filed.scan.contentType == MEDIA_TYPES[path.suffix]
        assert filed.scan.checked.sha256 == sha256(data).hexdigest()
        assert filed.scan.filename.endswith(path.suffix)
        if filed.getId() != office.draft.getId():
            with api.env.adopt_roles(["Secretary"]):
                api.content.delete(filed, check_linkintegrity=False)
            transaction.commit()


@pytest.mark.parametrize("bad", BAD)
@ways
def test_every_bad_scan_is_refused_and_leaves_nothing(office, way, bad):
    before = office.kept()

    refusal = way(office, SCANS / bad)

    after = office.kept()
    if way is imported:
        # The import hides what its items were refused for, and then fails as a whole.
        assert refusal is not None
    else:
        assert BAD[bad] in refusal
    assert after == before


@ways
def test_a_name_that_contradicts_the_content_is_refused(office, way):
    before = office.kept()

    refusal = way(office, SCANS / "05_spravka_medicinskaya.jpg", name="Справка.docx")

    after = office.kept()
    if way is imported:
        assert refusal is not None
    else:
        assert "«.docx»" in refusal
        assert "JPEG" in refusal
    assert after == before


@ways
def test_the_size_limit_is_a_setting(office, way):
    getUtility(IRegistry)[LIMIT_RECORD] = 1
    transaction.commit()
    big = max(GOOD, key=lambda path: path.stat().st_size)
    before = office.kept()
    # Smaller than the smallest setting: the figure counts, not what a megabyte is.
    with mock.patch.object(files, "MEGABYTE", big.stat().st_size - 1):
        refusal = way(office, big)

    after = office.kept()
    if way is imported:
        assert refusal is not None
    else:
        assert "Файл больше допустимого" in refusal
    assert after == before


def test_a_file_is_judged_again_when_its_content_is_another(office):
    """Same value, same size, other bytes: the old verdict does not count."""
    assert attribute(office, GOOD[0]) is None
    transaction.begin()
    size = GOOD[0].stat().st_size
    known = office.draft.scan.checked
    assert examine(office.draft.scan) == known
    before = office.kept()

    def swap():
        with office.draft.scan.open("w") as stream:
            stream.write(b"MZ" + b"\0" * (size - 2))
        modified(office.draft)

    refusal = in_process(office, swap)

    assert BAD["bad_exe_renamed.pdf"] in refusal
    assert office.kept() == before


def test_a_stored_file_is_not_read_again_for_each_change(office):
    assert attribute(office, GOOD[0]) is None
    with api.env.adopt_roles(["Manager"]):
        modified(office.draft)
    transaction.commit()

    with mock.patch.object(files.uploads, "examine", side_effect=AssertionError("read again")):
        office.draft.note = "Другая заметка"
        modified(office.draft)
    transaction.abort()


def test_no_scales_are_made_of_a_picture(office):
    picture = SCANS / "05_spravka_medicinskaya.jpg"
    assert json_post(office, picture) is None
    filed = office.newest()
    root = len(office.house.portal.getPhysicalPath())
    path = "/".join(filed.getPhysicalPath()[root:])

    answers = [
        office.http.get(f"{path}/@@images/scan/preview"),
        office.http.get(f"{path}/@@images/scan?width=100&height=100"),
    ]

    transaction.begin()
    assert {answer.status_code for answer in answers} == {404}
    assert "plone.scale" not in getattr(filed.aq_base, "__annotations__", {})
    shown = office.http.get(path).json()["scan"]
    assert "scales" not in shown
    downloaded = office.http.get(f"{path}/@@download/scan")
    assert downloaded.content == picture.read_bytes()
    assert "attachment" in downloaded.headers["Content-Disposition"]
    assert shown["size"] == len(downloaded.content)
