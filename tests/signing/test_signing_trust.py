"""The store of trust: what is taken, what is refused, who may see and change it."""

from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.school.storage import get_school
from collective.schoolrecords.signing import trust_store
from collective.schoolrecords.signing.cms.material import LIMIT
from collective.schoolrecords.signing.cms.material import NotTaken
from collective.schoolrecords.signing.cms.material import read_material
from collective.schoolrecords.signing.trust_store import TrustRefused
from collective.schoolrecords.signing.trust_words import REASONS
from datetime import timedelta
from signature_pki import NOW
from signing_people import SigningTown
from two_computers import Person
from ZODB.POSException import ConflictError

import base64
import pytest
import transaction


@pytest.fixture(scope="module")
def ec(family):
    return family("ec")


def pem(der, kind="CERTIFICATE"):
    body = base64.encodebytes(der).decode()
    return f"-----BEGIN {kind}-----\n{body}-----END {kind}-----\n".encode()


def codes(caught):
    return [one["code"] for one in caught.value.reasons]


def test_the_content_decides_what_a_file_is(ec):
    bundle = b"comment\n".join(
        (pem(ec.root), pem(ec.authority), *(pem(one, "X509 CRL") for one in ec.lists), pem(ec.root))
    )
    found = read_material(bundle)

    assert [one.kind for one in found] == ["root", "intermediate", "crl", "crl"]
    assert [one.title for one in found][:2] == ["Головной УЦ", "Выдающий УЦ"]
    for form in (ec.root, pem(ec.root), base64.encodebytes(ec.root)):
        assert [one.kind for one in read_material(form)] == ["root"]
        assert [one.kind for one in read_material(form, for_timestamps=True)] == ["tsa_root"]


def test_a_russian_root_is_read(family):
    """asn1crypto has no name for such a key."""
    gost = family("gost512")
    [found] = read_material(gost.lists[0])

    assert read_material(gost.root)[0].is_gost
    assert found.is_gost and found.until > NOW


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "trust_empty"),
        (b" \n", "trust_empty"),
        (b"0" * (LIMIT + 1), "trust_too_large"),
        (
            b"-----BEGIN EC PRIVATE KEY-----\nMAA=\n-----END EC PRIVATE KEY-----",
            "trust_private_key",
        ),
        (b"<script>", "trust_unreadable"),
        (b"=1+1", "trust_unreadable"),
        (b"\x30\x82", "trust_unreadable"),
        (b"-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n", "trust_unreadable"),
        (b"-----BEGIN X-----\nMAA=\n-----END X-----\n" * 201, "trust_too_many"),
    ],
)
def test_what_is_neither_is_refused(data, code):
    with pytest.raises(NotTaken) as refused:
        read_material(data)
    assert [one for one, _number in refused.value.reasons] == [code]
    assert code in REASONS


def test_every_part_that_does_not_fit_is_named(ec):
    ec.person("signer")
    bundle = pem(ec.root) + pem(ec.der("signer")) + pem(b"\x30\x00")

    with pytest.raises(NotTaken) as refused:
        read_material(bundle)
    assert refused.value.reasons == (("trust_person", 2), ("trust_unreadable", 3))
    with pytest.raises(NotTaken) as refused:
        read_material(ec.authority, for_timestamps=True)
    assert refused.value.reasons == (("trust_tsa_not_root", None),)


class TestStore:
    """In a site: once each, with who and when; out with a reason and still in sight."""

    def test_parts_come_and_go(self, integration, portal, ec):
        trust_store.add(pem(ec.root) + pem(ec.authority))
        trust_store.add(ec.root, for_timestamps=True)
        [item] = trust_store.add(ec.lists[1])
        trust = trust_store.trust_of(portal)

        assert (trust.roots, trust.tsa_roots) == ((ec.root,), (ec.root,))
        assert (trust.intermediates, trust.crls) == ((ec.authority,), (ec.lists[1],))
        assert item.added_by and not item.ended(NOW)
        assert item.ended(NOW + timedelta(days=60))

        trust_store.remove(item.key, " заменён новым ")

        assert trust_store.trust_of(portal).crls == ()
        assert item.removed_by and item.removed_at and item.reason == "заменён новым"
        assert trust_store.all_items(portal)[-1] is item
        events = [one.event for one in chain_of(get_school(portal)).entries()]
        assert events[-5:] == ["trust_changed"] * 5
        assert "reason" not in chain_of(get_school(portal)).payload(len(events) - 1)

        [again] = trust_store.add(ec.lists[1])
        assert again.active

    def test_refusals_name_every_reason_and_change_nothing(self, integration, portal, ec):
        trust_store.add(ec.root)
        with pytest.raises(TrustRefused) as refused:
            trust_store.add(pem(ec.authority) + pem(ec.root))
        assert codes(refused) == ["trust_known"]
        assert "Головной УЦ" in refused.value.reasons[0]["message"]
        assert trust_store.trust_of(portal).intermediates == ()
        with pytest.raises(TrustRefused) as refused:
            trust_store.remove("root-ffff", "  ")
        assert codes(refused) == ["trust_unknown", "trust_no_reason"]
        assert [one["field"] for one in refused.value.reasons] == [None, "reason"]

    @pytest.mark.parametrize(
        "url",
        [
            "file:///etc/passwd",
            "ftp://tsa.example/",
            "http://",
            "http://user:secret@tsa.example/",
            "http://tsa.example:99999/",
            "http://tsa.example/\r\nX: y",
            "http://ехаmple.рф/",
            "javascript:alert(1)",
        ],
    )
    def test_an_address_that_is_none_is_refused(self, integration, portal, url):
        with pytest.raises(TrustRefused) as refused:
            trust_store.set_authority(url, 0)
        assert codes(refused) == ["tsa_address", "tsa_days"]

    def test_an_authority_is_kept(self, integration, portal):
        trust_store.set_authority(" https://tsa.example/tsr ", 90)
        store = trust_store.find_store(portal)

        assert (store.tsa_url, store.renew_days) == ("https://tsa.example/tsr", 90)
        trust_store.set_authority("", 90)
        assert store.tsa_url == ""


def test_two_administrators_at_once(functional_portal, ec):
    """Both put the same root in, then both take it out: one of them is told so."""
    SigningTown(functional_portal)
    transaction.commit()
    path = "/".join(functional_portal.getPhysicalPath())
    people = [Person(functional_portal._p_jar.db(), one) for one in ("director", "archivist")]
    [root] = read_material(ec.root)
    deeds = {
        "trust_known": lambda site: trust_store.add(ec.root),
        "trust_unknown": lambda site: trust_store.remove(root.key, "Срок истёк"),
    }
    try:
        for code, deed in deeds.items():
            for person in people:
                person.works(deed, path)
            people[0].commits()
            with pytest.raises(ConflictError):
                people[1].commits()
            with pytest.raises(TrustRefused) as refused:
                people[1].works(deed, path)
            assert codes(refused) == [code]
    finally:
        for person in people:
            person.leaves()
    transaction.begin()
    [item] = trust_store.all_items(functional_portal)
    assert (item.added_by, item.removed_by) == ("director", "director")
