"""A whole act over a book, a portfolio, a protocol and a local regulation: by people, to the end.

Every field, entry, achievement, row, file and file name holds a word that stands nowhere else. The
archivist draws up the act, the commission votes, the director approves, days pass, the jobs run;
then the raw bytes of the storage are searched.
"""

from act_people import ActTown
from act_people import inventories
from book_entries import certificate
from builders import book
from builders import document
from builders import LEAVING
from builders import local_regulation
from builders import personal_file
from builders import portfolio
from builders import protocol
from builders import step
from collective.schoolrecords.core.destruction import ActRules
from collective.schoolrecords.core.protocols import ResultRow
from collective.schoolrecords.core.terms import Term
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.lifecycle.steps import enter_state
from collective.schoolrecords.records.book.entries import entries_of
from collective.schoolrecords.records.book.found import find_index
from collective.schoolrecords.records.portfolio.achievements import achievements_of
from collective.schoolrecords.records.portfolio.claims import portfolios_of_file
from collective.schoolrecords.records.protocol import rows
from collective.schoolrecords.records.search.everything import search
from collective.schoolrecords.retention.act import decisions
from collective.schoolrecords.retention.execution import clearing
from collective.schoolrecords.retention.execution import stages
from collective.schoolrecords.retention.execution.destroy import find_record
from collective.schoolrecords.retention.overview import type_labels
from collective.schoolrecords.school import families
from collective.schoolrecords.school.people import GUARDIAN
from collective.schoolrecords.school.staff import add_person
from collective.schoolrecords.school.staff import link_account
from dataclasses import replace
from datetime import date
from planting import file
from planting import raw_search
from planting import Words
from plone import api
from plone.app.testing import login
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME
from schoolrecords_layers import put_in_force
from schoolrecords_town import PASSWORD
from site_database import copy_site
from site_database import opened
from zope.component import queryMultiAdapter

import pickle
import pytest
import transaction


#: The fifty years of a book of certificates closed in 2011 have ended.
DAY = date(2070, 3, 3)
AFTER = date(2070, 3, 12)
LEFT = date(2011, 6, 25)
OFFICE = ("Secretary", "Archivist", "Director", "Deputy", "Class Teacher", "Certificate Keeper")
COMMON = ("responsible", "storage_place", "case_index")


class Planted(ActTown):
    """Everybody an act needs, a guardian, and one record of each new family, archived."""

    def __init__(self, portal, words):
        super().__init__(portal)
        self.words = words
        # The regulation of the layer lets a portfolio wait for the leaving.
        put_in_force("soch12", date(2022, 1, 1))
        setRoles(portal, TEST_USER_ID, list(OFFICE))
        login(portal, TEST_USER_NAME)
        self.file = self._file()
        self.book = self._book()
        self.portfolio = self._portfolio()
        left = {"left_on": LEFT, "leaving_order_date": LEFT}
        step(self.file, "close", **{**LEAVING, **left, "leaving_reason": words.plant("leaving")})
        step(self.file, "archive")
        step(self.portfolio, "close", closed_on=LEFT)
        step(self.portfolio, "archive")
        self.protocol = self._protocol()
        self.regulation = self._regulation()
        self.records = (
            self.book,
            self.portfolio,
            self.protocol,
            self.regulation,
            self.file,
        )
        setRoles(portal, TEST_USER_ID, [])

    def plant(self, *names):
        return {name: self.words.plant(name) for name in names}

    def common(self):
        carrier = {"carrier": "paper", "note": self.words.plant("carrier note")}
        return {**self.plant(*COMMON), "carriers": [carrier]}

    def _file(self):
        made = personal_file(
            **{**self.common(), **self.plant("last_name", "first_name", "middle_name")},
            letter="К",
            number=7,
            birth_date=date(1995, 5, 17),
            admitted_on=date(2002, 9, 1),
            admission_order_date=date(2002, 8, 28),
        )
        step(made, "register")
        with api.env.adopt_roles(["Manager"]):
            api.user.create(email="g@example.org", username="guardian", password=PASSWORD)
        person = add_person(self.school, "Козлова", "Анна", kinds=(GUARDIAN,))
        link_account(self.school, person.id, "guardian")
        families.link_guardian(self.school, made.UID(), person.id, "mother")
        return made

    def _book(self):
        plant, keeper = self.words.plant, self.people["secretary"].id
        made = book(
            **{**self.common(), **self.plant("title")},
            registration_number="3",
            record_volume=plant("volume"),
            appointed=keeper,
            appointed_order_number=plant("appointing order"),
            appointed_order_date=date(2010, 8, 30),
            opened_on=date(2010, 9, 1),
        )
        step(made, "register")
        entries = entries_of(made)
        for number in range(3):
            values = certificate(
                name=plant("entry name"),
                birth_date="1995-05-17",
                class_label=plant("entry class"),
                marks={plant("entry subject"): "5"},
                early_reason=plant("early reason"),
                order_number=plant("entry order"),
                order_date="2011-06-20",
            )
            entries.add(values, file=None if number else self.file.UID())
        act = {"order_number": plant("annulling order"), "order_date": "2011-06-21"}
        entries.annul(3, {**act, "reason": plant("annulled")})
        new = {"name": plant("corrected name"), "blank": "05204261209999"}
        entries.correct(2, new, plant("correction"), plant("correction fact"))
        for number in (1, 2):
            for signer in ("class_teacher", "director", "seal"):
                label = entries.get(number)["values"]["class_label"]
                entries.certify(entries.block_to_sign(label), signer, plant("certification"))
            issue = self.plant("receiver", "proof", "issued_by")
            entries.issue(number, {**issue, "issued_on": "2011-06-24", "way": "proxy"})
        step(made, "close", closed_on=LEFT, signature_fact=plant("closing fact"))
        return step(made, "archive")

    def _portfolio(self):
        plant = self.words.plant
        made = portfolio(self.file, cycle="5-9", opened_on=date(2010, 9, 1), **self.common())
        step(made, "register")
        values = {"direction": "study", "level": "municipal", "day": date(2011, 3, 5)}
        for number in range(2):
            paper = document(
                made,
                kind=f"Грамота {plant('paper kind')}",
                note=plant("paper note"),
                dated_on=date(2011, 3, 5),
                scan=file(self.words, "proof"),
            )
            step(paper, "approve")
            said = {name: plant(f"achievement {name} {number}") for name in ("title", "result")}
            achievements_of(made).enter({**values, **said, "scan": paper.UID()})
        said = {"title": plant("corrected title"), "result": "", "scan": None}
        achievements_of(made).correct(1, {**values, **said}, plant("achievement reason"))
        achievements_of(made).certify(2, plant("certified on"))
        achievements_of(made).show(date(2011, 4, 1), plant("shown to"), plant("occasion"))
        transaction.commit()
        return made

    def _protocol(self):
        made = protocol(**{**self.common(), **self.plant("title")}, dated_on=date(2011, 6, 9))
        row = self.plant("last_name", "first_name", "middle_name", "label", "note", "criteria")
        rows.add_rows(made, [ResultRow(**row, mark="5")])
        return self._ended(made)

    def _regulation(self):
        plant = self.words.plant
        made = local_regulation(
            **{**self.common(), **self.plant("title", "order_number", "registration_number")},
            scan=file(self.words, "regulation"),
            adopted_by=[{"body": plant("body"), "minutes_number": plant("minutes")}],
        )
        # The list keeps them for ever; this school's own plan says five years.
        made.term_snapshot = {
            "term": Term("years", 5).as_dict(),
            "destroy_from": date(2017, 1, 1),
        }
        return self._ended(made)

    @staticmethod
    def _ended(record):
        record.opened_on, record.closed_on = date(2010, 9, 1), LEFT
        enter_state(record, "archived")
        record.reindexObject()
        return record

    def act_over_all(self, on_day):
        """From the candidates to the job that destroys them."""
        act = self.act(self.records)
        asking = [position for position, row in act.rows.items() if row.questions]
        assert asking, "only people end the term of a portfolio"
        with self.logged_in("archivist"):
            decisions.decide(act, asking, "Надобность миновала, протокол ЭК № 4")
        self.step("archivist", act, "submit")
        self.voted(act)
        self.step("chair", act, "conclude", minutes_number="3", minutes_date=DAY)
        self.step("director", act, "sign")
        self.run_jobs()
        assert {one.state for one in self.records} == {"selected"}
        on_day(AFTER)
        self.step("archivist", act, "execute", method="Измельчение")
        self.run_jobs()
        return act

    def cleared(self, act):
        """Pack, confirm the backups, verify; each by the archivist and in its job."""
        act.rules = replace(ActRules(), backup_days=0)
        for deed in (
            stages.pack,
            lambda one: stages.confirm_backups(one, AFTER),
            stages.verify,
        ):
            with self.logged_in("archivist"):
                deed(act)
            transaction.commit()
            self.run_jobs()
        return self.step("archivist", act, "verify")


@pytest.mark.slow
def test_nothing_of_a_book_a_portfolio_a_protocol_and_a_regulation_is_left(
    functional, tmp_path, on_day
):
    words = Words()
    on_day(DAY)
    copy_site(functional["portal"], tmp_path)
    with opened(tmp_path, role=None) as site, inventories():
        town = Planted(site, words)
        transaction.commit()
        before = set().union(*raw_search(tmp_path, words).values())
        assert before == set(words.places.values())
        uids = [one.UID() for one in town.records]
        chains = {one.UID(): chain_of(one).head() for one in town.records}
        index = find_index(site["books"])
        assert index.of_file(uids[-1]) == [(uids[0], 1)]

        act = town.act_over_all(on_day)

        assert act.state == "closed"
        assert [row.result for row in act.rows.values()] == ["removed"] * len(uids)
        stones = [find_record(site, uid) for uid in uids]
        said_of(stones, uids, chains)
        assert not list(index.words)
        assert not list(index.files)
        assert portfolios_of_file(stones[-1]) == []
        nobody_finds(town, stones)

        town.cleared(act)

        assert act.state == "archived"
        assert clearing.look(site, act).clean
        transaction.commit()
    assert raw_search(tmp_path, words) == {}


def said_of(stones, uids, chains):
    """Each tombstone says what stood there, names nobody, and its chain goes on."""
    assert {one.portal_type for one in stones} == {"tombstone"}
    labels = type_labels(api.portal.get(), AFTER)
    assert [(one.former_type, one.family_id, one.title) for one in stones[:4]] == [
        ("book", "book", labels["certificate_book"]),
        ("portfolio", "portfolio", labels["portfolio"]),
        ("protocol", "protocol", labels["exam_protocol"]),
        ("local_regulation", "local_regulation", labels["regulation"]),
    ]
    volume, cycle = stones[0], stones[1]
    assert (volume.registration_number, volume.record_volume) == ("3", None)
    assert cycle.registration_number == "К-7/5-9"
    assert [(one["kind"], len(one["files"])) for one in cycle.documents] == [("документ", 1)] * 2
    assert len(stones[3].files) == 1
    for uid, stone in zip(uids, stones, strict=True):
        chain = chain_of(stone)
        assert chain.head() != chains[uid]
        assert not any(chain.payload(seq) for seq in range(chain.last().seq))
        kept = pickle.dumps({**vars(stone), "_chain": None, "document_chains": None})
        assert b"lanted" not in kept


def nobody_finds(town, stones):
    """Neither an entry nor an achievement has an address, a page or a row in any search."""
    request = town.portal.REQUEST
    pages = ("entry", "entries", "add-entry", "achievements", "portfolio-list", "familiarisation")
    services = ("@entries", "@achievements", "@showings", "@rows", "@publication")
    for stone in stones:
        names = [*pages, *(f"GET_application_json_{one}" for one in services)]
        assert [one for one in names if queryMultiAdapter((stone, request), name=one)] == []
    for who in ("guardian", "secretary", "auditor"):
        with town.logged_in(who):
            assert search(town.portal, request, town.words.run).total == 0
            if who == "guardian":
                assert not api.content.find(UID=[one.UID() for one in stones])
                user = api.user.get_current()
                assert not any(user.has_permission("View", one) for one in stones)
