"""Whoever guesses addresses: every page and service of the registry, asked by those it is not for.

Words that stand nowhere else are planted into the records of another child. An answer that a stranger
gets must not carry them: neither its body (papers and archives are unpacked) nor a header.
"""

from address_book import of_errors
from address_book import READING
from address_book import registered
from address_book import shown_in
from collections import Counter
from collective.schoolrecords.interfaces import ISchoolRecordsLayer
from collective.schoolrecords.retention.tombstone.interfaces import ITombstone
from contextlib import contextmanager
from functools import cached_property
from planted_school import CHILD
from planted_school import HEALTH
from planted_school import LATIN
from planted_school import Strangers
from plone.app.testing import logout
from plone.protect import createToken
from plone.restapi.testing import RelativeSession
from schoolrecords_http import DAY
from schoolrecords_town import PASSWORD
from zope.component.hooks import setSite
from zope.interface import alsoProvides

import json
import pytest
import transaction


#: What is searched for: it begins planted words and is none, because pages repeat the question.
ASKED = "кварк"
REFUSED = (401, 403, 404, 405)
#: Pages that show a refusal in words, and where a browser is led that has to log in.
LED_AWAY = ("/login", "/require_login", "/insufficient-privileges")


class Walk:
    """One person who asks for everything; keeps what should not have been answered."""

    #: Services of the platform stumble over bodies that are none of theirs; they must only not tell.
    platform = False

    def __init__(self, school, user_id, secrets):
        self.school, self.user_id = school, user_id
        self.secrets = (*secrets, *(LATIN[one] for one in secrets if one in LATIN))
        self.wrong, self.counted = [], Counter()
        self.http = RelativeSession(school.portal.absolute_url(), test=None)
        self.http.headers.update({"Accept-Language": "ru"})
        if user_id != "anonymous":
            self.http.auth = (user_id, PASSWORD)

        uid, cohort = school.child.UID(), school.cohort.id
        #: Ids that somebody got hold of, under every name that a page may read them by.
        self.ids = {"uid": uid, "UID": uid, "file": uid, "child": uid, "pupil": uid, "show": uid}
        self.ids |= {"class": cohort, "cohort": cohort, "number": "2", "id": "1", "source": uid}
        self.ids |= {"file_number": "К-77", "letter": "К", "section": "person", "step": "close"}
        self.ids |= dict.fromkeys(("q", "text", "words", "SearchableText", "query", "title"), ASKED)

    def close(self):
        self.http.close()

    def past_the_door(self, found):
        """Yield the pairs of an entry and a record at which its permission lets this person in."""
        request = self.school.portal.REQUEST
        alsoProvides(request, ISchoolRecordsLayer)
        with self.acting():
            pairs = [(entry, record) for entry, record in found if entry.lets_in(record, request)]
        return pairs

    @contextmanager
    def acting(self):
        """Act as this person in the process of the test."""
        setSite(self.school.portal)
        if self.user_id == "anonymous":
            logout()
            yield
        else:
            with self.school.logged_in(self.user_id):
                yield

    def ask_all(self, entry, record, closed=False):
        """Ask with ids and words that somebody got hold of; a form is sent, too."""
        self.ask(entry, record, {} if entry.is_service else self.ids, closed=closed)
        if not entry.is_service:
            self.ask(entry, record, self.ids, method="POST", closed=closed)

    def ask(self, entry, record, question=(), method=None, closed=False):
        """Ask once; ``closed``: anything but a refusal is wrong, whatever it tells."""
        method = method or entry.method or "GET"
        address = f"{self.school.path(record)}/{entry.segment}"
        return self.look(method, address, entry.is_service, question, closed)

    def look(self, method, address, is_service=False, question=(), closed=False):
        """Ask an address and judge the answer."""
        more = {}
        if method not in READING:
            more = {"json": dict(question)} if is_service else {"data": self.form(question)}
        elif question:
            more = {"params": question}
        accept = "application/json" if is_service else "text/html"
        before = self.school.version()
        answer = self.http.request(
            method, address, headers={"Accept": accept}, allow_redirects=False, **more
        )
        self.counted[answer.status_code] += 1
        told = shown_in(answer)
        if any(word in told for word in self.secrets):
            self.note(method, address, question, answer, "tells")
        if answer.status_code >= 500 and not self.platform:
            self.note(method, address, question, answer, "breaks")
        # The platform keeps what it makes for its own pages, such as the list of their styles.
        if self.school.version() != before and not self.platform:
            self.note(method, address, question, answer, "writes")
        if closed and not self.refuses(answer):
            self.note(method, address, question, answer, "is open")
        return answer

    def refuses(self, answer):
        """Whether an answer keeps the person out."""
        led_to = answer.headers.get("Location", "").partition("?")[0]
        return answer.status_code in REFUSED or led_to.endswith(LED_AWAY)

    def form(self, question):
        """What a browser sends that has the token of the site."""
        return {**dict(question), "save": "1", "_authenticator": self.token}

    @cached_property
    def token(self):
        """The token of this person's pages."""
        with self.acting():
            return createToken()

    def note(self, method, address, question, answer, fault):
        keys = ",".join(dict(question))
        self.wrong.append(
            f"{fault}: {method} {address} ?{keys[:30]} {answer.status_code} {answer.text[:150]!r}"
        )

    def verdict(self):
        """Fail with everything that is wrong."""
        assert not self.wrong, f"{len(self.wrong)} wrong:\n" + "\n".join(self.wrong[:40])


@pytest.fixture
def school(functional, on_day):
    on_day(DAY)
    return Strangers(functional["portal"])


@pytest.fixture
def walk(school):
    """Begin a walk as somebody."""
    made = []

    def begin(user_id, secrets):
        made.append(Walk(school, user_id, secrets))
        return made[-1]

    yield begin
    for one in made:
        one.close()


def entries(*, ours):
    """Everything that is registered, except how errors are shown."""
    found = [one for one in registered() if one.ours == ours and not of_errors(one)]
    return sorted(found, key=lambda one: (one.name, one.method))


def test_every_page_and_service_has_something_to_be_asked_of(school, walk):
    """Else what is new would be asked by nobody; what only others register is told, too."""
    contexts = school.contexts()
    lacking = [one for one in entries(ours=True) if not any(map(one.fits, contexts))]
    # A tombstone holds no name; tests/restapi/test_restapi_tombstones.py asks it.
    assert [one.context for one in lacking if one.context is not ITombstone] == []
    # The words are found where they are due, in whatever form; else the rest would prove nothing.
    office, path = walk("secretary", (CHILD, HEALTH)), school.path(school.child)
    office.look("GET", path)
    office.look("GET", path, is_service=True)
    office.look("GET", f"{path}/@@print-cover")
    office.look("GET", "/personal-files/@@export-csv")
    office.look("GET", f"{school.path(school.paper)}/@@download/scan")
    office.look("GET", school.path(school.health))
    assert len(office.wrong) == 6, office.wrong
    services = [one for one in entries(ours=True) if one.is_service]
    assert len(services) > 100
    assert len(entries(ours=True)) - len(services) > 100


#: What is open at a record that one may not see: it answers with the own rows, or with nothing.
OPEN_ANYWHERE = ("mail_password_form", "passwordreset")
OF_ROWS = ("entry", "@entries", "@results", "@familiarisation")


#: Who has nothing to do with the child; the first two are asked everything that is open to them.
STRANGERS = ("guardian", "other_teacher", "pupil", "subject", "nobody", "anonymous")


def test_strangers_get_nothing_of_a_child(school, walk):
    """Every door is tried at every record; whatever opens is asked, and tells and writes nothing."""
    contexts = [school.portal, *school.registers()[:2], *school.foreign]
    found = [(entry, record) for entry in entries(ours=True) for record in contexts]
    found = [pair for pair in found if pair[0].fits(pair[1])]
    assert len(found) > 700
    for user_id in STRANGERS:
        one = walk(user_id, (CHILD, HEALTH))
        for entry, record in one.past_the_door(found):
            half_open = OF_ROWS if record in school.with_rows else ()
            closed = record in school.foreign and entry.name not in (*OPEN_ANYWHERE, *half_open)
            if record in school.foreign or user_id == STRANGERS[0]:
                one.ask_all(entry, record, closed)
            elif user_id == STRANGERS[1] and entry.method in ("", *READING):
                one.ask(entry, record, one.ids)
        one.verdict()


def test_who_reads_a_file_reads_nothing_of_its_medical_papers(school, walk):
    """Neither the pages of the file nor its prints nor any list tells of them."""
    contexts = [school.portal, school.registers()[0], school.file, school.health]
    found = [(entry, record) for entry in entries(ours=True) for record in contexts]
    found = [pair for pair in found if pair[0].fits(pair[1]) and pair[0].method in ("", *READING)]
    for user_id in ("class_teacher", "archivist"):
        one = walk(user_id, (HEALTH,))
        assert one.look("GET", school.path(school.file)).status_code == 200
        for entry, record in one.past_the_door(found):
            closed = record is school.health and entry.name not in OPEN_ANYWHERE
            if user_id == "class_teacher" or record is not school.portal:
                one.ask(entry, record, closed=closed)
        one.verdict()


def test_an_auditor_writes_nothing(school, walk):
    """Every form and every service that changes something and that the auditor's roles let in."""
    one = walk("auditor", ())
    found = []
    for entry in entries(ours=True):
        fitting = [record for record in [school.file, *school.contexts()] if entry.fits(record)]
        found += [(entry, record) for record in fitting if entry.method not in READING]
    asked = Counter()
    for entry, record in one.past_the_door(found):
        asked[entry] += 1
        if asked[entry] == 1:
            one.ask(entry, record, one.ids, method=entry.method or "POST")
    one.verdict()


#: What stands at a record or at the site besides its named pages: files, attributes, tools.
AT_A_RECORD = (
    *("", "/@@download/scan", "/@@display-file/scan", "/@@images/scan", "/@@images/scan/preview"),
    *("/scan", "/scan/data", "/Title", "/title", "/last_name", "/address", "/note", "/people"),
    *("/SearchableText", "/full_name", "/absolute_url", "/getId", "/@history/0", "/@sharing"),
    *(
        "/@@images/scan/@@view",
        "/@@view/scan",
        "/++widget++scan/@@download",
        "/view/++widget++scan",
    ),
    *(
        "/@relations",
        "/@lock",
        "/@types/file_document",
        "/@aliases",
        "/?expand=breadcrumbs,actions",
    ),
    *(
        "/manage_main",
        "/manage_workspace",
        "/PUT",
        "/manage_FTPget",
        "/document_src",
        "/@@getSource",
    ),
    *(
        "/@@historyview",
        "/@@historypopup",
        "/@history?version_id=0",
        "/@history/1",
        "/@@content-history",
        "/@@contenthistorypopup",
    ),
)
ALL = "metadata_fields=_all&fullobjects=1&b_size=500"
AT_THE_SITE = (
    *("/sitemap", "/sitemap.xml.gz", "/RSS", "/rss.xml", "/atom.xml", "/itunes.xml", "/search_rss"),
    *(
        f"/personal-files/{name}"
        for name in ("RSS", "rss.xml", "atom.xml", "search_rss", "sitemap")
    ),
    *(
        f"/@search?{ALL}",
        f"/@search?SearchableText={ASKED}*&{ALL}",
        f"/@search?Title={ASKED}*&{ALL}",
    ),
    f"/@search?portal_type=personal_file&use_site_search_settings=1&{ALL}",
    f"/@search?effectiveRange=2100-01-01&show_inactive=1&allowedRolesAndUsers=Manager&{ALL}",
    *(f"/@@ajax-search?SearchableText={ASKED}*", f"/@@updated_search?SearchableText={ASKED}*"),
    *(
        f"/@@search?SearchableText={ASKED}*",
        f"/livesearch_reply?q={ASKED}",
        f"/@@sr-search?q={ASKED}",
    ),
    *(f"/@@getVocabulary?name={name}" for name in ("plone.app.vocabularies.Catalog",)),
    *(
        f"/@vocabularies/{name}"
        for name in ("plone.app.vocabularies.Catalog", "plone.app.vocabularies.Users")
    ),
    f"/@vocabularies/plone.app.vocabularies.Catalog?title={ASKED}",
    *("/@sources/pupil_file", "/@querysources/pupil_file", "/@querystring", "/@types"),
    *("/@types/personal_file", "/@navigation?expand.navigation.depth=4", "/@contextnavigation"),
    *("/@navigation", "/@breadcrumbs", "/@actions", "/@site", "/@portrait", "/@groups", "/@users"),
    *("/@users?query=a", "/@principals?search=a", "/@controlpanels", "/@jobs", "/@undo"),
    *("/portal_catalog/searchResults", "/portal_catalog", "/portal_catalog/manage_catalogView"),
    *("/portal_catalog/search", "/uid_catalog", "/acl_users", "/portal_memberdata", "/error_log"),
    *("/@@qsOptions", "/@@querybuilder_html_results", "/@@querybuildernumberofresults"),
    *("/@@personal-preferences", "/@@user-information", "/author/guardian", "/@@recently-modified"),
    *("/nothing-here", "/personal-files/nothing-here", "/@@nothing", "/@nothing"),
)
EVERYTHING = {"i": "path", "o": "plone.app.querystring.operation.string.absolutePath", "v": "/"}


#: Where an id that somebody got hold of is looked up.
BY_UID = (
    *("/resolveuid/{}", "/@@redirect-to-uuid/{}", "/@linkintegrity?uids={}", "/@search?UID={}"),
    *("/@relations?source={}", "/@relations?target={}", "/@relations?relation=all&query={}"),
    *("/@vocabularies/plone.app.vocabularies.Catalog?token={}", "/@@getVocabulary?uids={}"),
    *("/@search?allowedRolesAndUsers=Manager&UID={}&fullobjects=1", "/@unique-ids/{}"),
)
#: Searches among accounts.
OF_ACCOUNTS = (
    *("/acl_users/searchUsers?login=kvar", "/acl_users/searchPrincipals?id=kvar"),
    *("/acl_users/getUsers", "/acl_users/getUserNames", "/acl_users/source_users/listUserInfo"),
    *("/@users?search=kvar", "/@users?query=kvar", "/@sharing?search=kvar", "/@groups?query=kvar"),
    *("/portal_membership/listMembers", "/portal_membership/searchForMembers?name=kvar"),
    *("/@principals?search=kvar", "/@vocabularies/plone.app.vocabularies.Users?title=kvar"),
)
FAMILY = ("guardian", "pupil")


@pytest.mark.parametrize("user_id", FAMILY)
def test_pages_of_the_platform_tell_nothing_either(school, walk, user_id):
    """All of them at another child's file and paper, and the searches, lists and feeds of the site."""
    one = walk(user_id, (CHILD, HEALTH))
    one.platform = True
    serials = [record._p_serial for record in school.foreign]
    look_everywhere(school, one)
    if user_id == FAMILY[0]:
        # The same permissions let both in; the pages of the platform are asked by one of them.
        contexts = (school.portal, school.child, school.paper)
        found = [(entry, record) for entry in entries(ours=False) for record in contexts]
        for entry, record in one.past_the_door([pair for pair in found if pair[0].fits(pair[1])]):
            one.ask(entry, record, one.ids)
    one.verdict()
    transaction.begin()
    assert [record._p_serial for record in school.foreign] == serials


@pytest.mark.parametrize("user_id", ["anonymous", "guardian"])
def test_helpers_of_the_platform_tell_nothing_either(school, walk, user_id):
    """Each is a page at another child's file, and so is each of its methods."""
    one = walk(user_id, (CHILD,))
    one.platform = True
    for entry in entries(ours=False):
        if entry.is_service or not entry.fits(school.child):
            continue
        address = f"{school.path(school.child)}/{entry.segment}"
        one.look("GET", address)
        for part in entry.open_parts:
            one.look("GET", f"{address}/{part}", closed=True)
    one.verdict()
    assert one.counted[404] > 20, one.counted
    for shown in ("@@plone_context_state/object_title", "@@main_template", "@@breadcrumbs_view"):
        own = one.look("GET", f"{school.path(school.child)}/{shown}", closed=True)
        assert own.status_code < 500


def look_everywhere(school, one):
    """Ask what stands at records and at the site besides named pages."""
    for record in (school.child, school.paper, school.health):
        path = school.path(record)
        for end in AT_A_RECORD:
            one.look("GET", path + end)
            one.look("GET", path + end, is_service=True, closed=end == "")
        for address in BY_UID:
            one.look("GET", address.format(record.UID()))
            one.look("GET", address.format(record.UID()), is_service=True)
        for action in ("@copy", "@move"):
            one.look("POST", f"/personal-files/{action}", True, {"source": record.absolute_url()})
    for address in (*AT_THE_SITE, *OF_ACCOUNTS):
        one.look("GET", address)
        one.look("GET", address, is_service=True)
    for question in ([EVERYTHING], [{**EVERYTHING, "v": school.path(school.child)}], []):
        for context in ("", "/personal-files", school.path(school.child)):
            body = {"query": question, "fullobjects": True, "metadata_fields": "_all"}
            one.look("POST", f"{context}/@querystring-search", True, body)


#: Questions that the catalog cannot read: the asker's fault, told with 400, or nothing found.
UNREAD = (
    *("SearchableText=not", "Title=*", "Description=*", "Title=(", "sort_on=SearchableText"),
    *("SearchableText.query=а&SearchableText.operator=x", "b_size=x", "effectiveRange=x"),
    *("created.query=x&created.range=min", "path.query=/&path.depth=x", "portal_type.not=order"),
    *("record_cohorts.query=x&record_cohorts.operator=bad", "sort_limit=x", "path.depth=1"),
)
CONDITIONS = ("x", [1], {}, [{}], [{"i": "UID"}], [{"i": 1, "o": 2}])
IS = "plone.app.querystring.operation.string.is"
CONTAINS = "plone.app.querystring.operation.string.contains"


def test_a_question_that_nobody_can_read_is_the_asker_s_fault(school):
    for question in UNREAD:
        status = school.ask("guardian", "GET", f"/@search?{question}").status_code
        assert status in (200, 400), question
    for query in (*CONDITIONS, [{"i": "UID", "o": IS, "v": {}}]):
        answer = school.ask("guardian", "POST", "/@querystring-search", {"query": query})
        assert answer.status_code == 400, query
    asked = {"query": [{"i": "portal_type", "o": IS, "v": "personal_file"}]}
    assert school.ask("guardian", "POST", "/@querystring-search", asked).json()["items_total"] == 1
    assert school.ask("guardian", "GET", "/@search?portal_type=personal_file").json()["items_total"]


def test_who_sees_some_rows_does_not_search_the_others(school):
    """The class teacher opens the protocol because of the own class and learns no other name by asking."""
    file = school.child.UID()
    rows = {"i": "record_row_words", "o": CONTAINS, "v": "Кваркидова"}
    about = {"i": "record_pupils", "o": IS, "v": file}
    for user_id, status in (("subject", 400), ("guardian", 400), ("deputy", 200)):
        asked = [
            school.ask(user_id, "GET", f"/@search?{question}")
            for question in ("record_row_words=Кваркидова", "record_row_words.query=К*")
        ]
        asked += [school.ask(user_id, "GET", f"/@search?record_pupils={file}")]
        asked += [
            school.ask(user_id, "POST", "/@querystring-search", {"query": [one]})
            for one in (rows, about)
        ]
        assert [one.status_code for one in asked] == [status] * len(asked), user_id
    found = school.ask("deputy", "GET", "/@search?record_row_words=Кваркидова").json()
    assert found["items_total"] == 2
    criteria = json.dumps({"criteria": [rows]})
    vocabulary = {"name": "plone.app.vocabularies.Catalog", "query": criteria}
    asked = school.ask("class_teacher", "GET", "/@@getVocabulary", params=vocabulary)
    assert asked.status_code in (400, 403, 404)
