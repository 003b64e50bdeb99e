"""Everything that staff can see has its Russian; and the search for it finds what it should."""

from babel.messages.pofile import read_po
from collective.schoolrecords.messages import DOMAIN
from collective.schoolrecords.messages import join_catalogues
from io import BytesIO
from messages import catalogues
from messages import in_profile
from messages import in_python
from messages import in_template
from messages import in_zcml
from messages import problems
from messages import Use
from messages import used
from pathlib import Path
from translations import compile_all
from zope.component import getGlobalSiteManager
from zope.component import getUtility
from zope.component import queryUtility
from zope.i18n.gettextmessagecatalog import GettextMessageCatalog
from zope.i18n.interfaces import ITranslationDomain
from zope.i18n.translationdomain import TranslationDomain

import pytest


ROOT = Path(__file__).resolve().parent.parent
ROOTS = (ROOT / "src", ROOT / "profiles")
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def pairs(uses):
    """Ids with their defaults."""
    return [(use.id, use.default) for use in uses]


def catalogue(text):
    """The entries of a catalogue given as text."""
    return {"ru.po": [e for e in read_po(BytesIO(text.encode()), locale="ru") if e.id]}


def test_every_message_has_its_russian():
    """Each message of code, ZCML, templates and profiles, and each entry of the catalogues."""
    uses = used(ROOTS)

    assert len(uses) > 100
    assert problems(uses, catalogues(ROOTS)) == []


class TestJoinedCatalogues:
    """A server asks one catalogue instead of one for each room."""

    @pytest.fixture
    def domain(self, tmp_path):
        """The product's domain with the files of two rooms, as ZCML registers them."""
        former = queryUtility(ITranslationDomain, DOMAIN)
        two = TranslationDomain(DOMAIN)
        for room, text in (("first", "Первый"), ("second", "Второй")):
            path = tmp_path / f"{room}.po"
            path.write_text(
                HEADER + f'msgid "shared"\nmsgstr "{text}"\n\nmsgid "{room}"\nmsgstr "{text} $n"\n'
            )
            compile_all(tmp_path)
            two.addCatalog(GettextMessageCatalog("ru", DOMAIN, str(path.with_suffix(".mo"))))
        site = getGlobalSiteManager()
        site.registerUtility(two, ITranslationDomain, name=DOMAIN)
        yield two
        if former is None:
            site.unregisterUtility(provided=ITranslationDomain, name=DOMAIN)
        else:
            site.registerUtility(former, ITranslationDomain, name=DOMAIN)

    def test_all_rooms_are_in_it_and_the_first_decides(self, domain):
        join_catalogues(None)
        joined = getUtility(ITranslationDomain, DOMAIN)

        def say(name, **mapping):
            return joined.translate(name, mapping, target_language="ru", default="none")

        assert joined is not domain
        assert len(joined.getCatalogsInfo()["ru"]) == 1
        assert [say("first", n=1), say("second", n=2)] == ["Первый 1", "Второй 2"]
        assert say("shared") == domain.translate("shared", target_language="ru") == "Первый"
        assert say("unknown") == "none"


class TestSources:
    """Where messages are found."""

    def test_python(self):
        """A call of the factory; an id that is computed has no id."""
        uses = in_python('_("a_id", default="A ${n}", mapping={})\n_(name)\n_(f"x_{n}")', "m.py")

        assert pairs(uses) == [("a_id", "A ${n}"), (None, None), (None, None)]

    def test_zcml(self):
        """Titles under our domain; one under none has no id; a permission's title is its name."""
        text = """<configure xmlns="http://namespaces.zope.org/zope">
          <configure i18n_domain="collective.schoolrecords">
            <page title="[a_title] A title" description="Words" />
            <permission id="x" title="School Records: X" />
          </configure>
          <page label="Lost" />
        </configure>"""

        assert pairs(in_zcml(text, "c.zcml")) == [
            ("a_title", "A title"),
            ("Words", "Words"),
            (None, "Lost"),
        ]

    def test_template(self):
        """Elements and attributes of our domain, with the names of their parts."""
        text = """<div i18n:domain="collective.schoolrecords">
          <p i18n:translate="desk_a">Filed <b i18n:name="n" tal:content="n">5</b> of
            <i i18n:name="m">6</i></p>
          <h1 i18n:translate="">Desk</h1>
          <input title="Find" placeholder="p" i18n:attributes="title; placeholder desk_find">
          <span i18n:domain="plone" i18n:translate="">Log in</span>
        </div><p i18n:translate="desk_lost">Lost</p>"""

        assert pairs(in_template(text, "t.pt")) == [
            ("desk_a", "Filed ${n} of ${m}"),
            ("Desk", "Desk"),
            ("Find", "Find"),
            ("desk_find", "p"),
            (None, "Lost"),
        ]

    def test_profile(self):
        """What Plone keeps is the text; the registry keeps a given id."""
        text = """<{0} xmlns:i18n="http://xml.zope.org/namespaces/i18n"
            i18n:domain="collective.schoolrecords" title="Order" i18n:attributes="title">
          <property name="d" i18n:translate="an_id">A  text</property></{0}>"""

        assert pairs(in_profile(text.format("object"), "t.xml")) == [
            ("Order", "Order"),
            ("A text", "A text"),
        ]
        assert pairs(in_profile(text.format("registry"), "r.xml"))[1] == ("an_id", "A text")


class TestFlaws:
    """What is no translation."""

    @pytest.mark.parametrize(
        ("entry", "told"),
        [
            ('msgid "a"\nmsgstr "Приказ"', ""),
            ('msgid "a"\nmsgstr ""', "has no translation"),
            ('#, fuzzy\nmsgid "a"\nmsgstr "Приказ"', "is marked fuzzy"),
            ('msgid "a"\nmsgstr "Order"', "is not in Russian"),
            ('msgid "a"\nmsgstr "Приказ ${who}"', "has no who"),
            ('msgid "b"\nmsgstr "Приказ"', "is in no Russian catalogue"),
        ],
    )
    def test_entry(self, entry, told):
        """Each flaw is told; a good entry tells nothing."""
        lines = problems([Use("a", "Order", "m.py:1")], catalogue(entry))

        assert [told in line for line in lines] == ([True] if told else [])

    def test_an_id_belongs_to_one_room(self):
        """Zope would take the first of two catalogues; which one is chance."""
        first = catalogue('msgid "a"\nmsgstr "Приказ"')["ru.po"]
        second = catalogue('msgid "a"\nmsgstr "Акт"')["ru.po"]

        assert problems([], {"one.po": first, "two.po": second}) == [
            "two.po: 'a' stands in one.po too"
        ]

    def test_a_computed_id_is_told(self):
        """Nobody can know whether it has its Russian."""
        lines = problems([Use(None, None, "m.py:3")], {})

        assert [line.partition(":  ")[0].startswith("m.py:3") for line in lines] == [True]
