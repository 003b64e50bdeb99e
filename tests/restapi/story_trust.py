"""What the checks of signatures trust: kept by the administrator, read by the auditor."""

from collective.schoolrecords.signing import trust_store
from collective.schoolrecords.signing.cms import openssl
from pathlib import Path
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from unittest import mock

import transaction


ROOT = Path(__file__).parents[1] / "data" / "signing" / "root.pem"


def play(say, school):
    """One root stands behind signatures and timestamps; the second entry was taken out."""
    with api.env.adopt_user(SITE_OWNER_NAME):
        trust_store.add(ROOT.read_bytes())
        [stamps] = trust_store.add(ROOT.read_bytes(), for_timestamps=True)
        trust_store.remove(stamps.key, "Служба меток времени закрыта")
        trust_store.set_authority("https://tsa.example/tsr", 180)
    transaction.commit()
    with mock.patch.object(openssl, "has_gost", return_value=True):
        items = say("trust-get", "auditor", "GET", "/@trust").json()["items"]
    path = items[0]["@id"][len(school.portal.absolute_url()) :]
    say("trust-item", "auditor", "GET", path)
    say("trust-forbidden", "secretary", "GET", "/@trust", status=403)
    assert school.who("GET", "/@trust") == {"auditor", "director", "data_officer"}
    assert school.ask("auditor", "GET", "/@trust/none").status_code == 404
