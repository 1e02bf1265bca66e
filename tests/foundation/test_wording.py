"""Easy German says more simply what its catalogue says, and the rest as German does; a page is tagged as what it is."""

from pathlib import Path

import pytest
from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from flask_babel import gettext, ngettext

from participation.foundation.locales import base
from participation.foundation.wording import Wording
from participation.notifications.letters import in_language
from tests.conftest import SAME_ORIGIN, House, Resident

SENTENCES = {"de": {"Idea": "Gedanke", "Bus": "Bus"}, "de@leicht": {"Idea": "Idee"}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, said in SENTENCES.items():
        catalogue = Catalog(locale=Locale.parse(name))
        for english, words in said.items():
            catalogue.add(english, words)
        if name == "de":
            catalogue.add(("%(num)s chair", "%(num)s chairs"), ("ein Stuhl", "%(num)s Stühle"))
        (tmp_path / name / "LC_MESSAGES").mkdir(parents=True)
        with (tmp_path / name / "LC_MESSAGES" / "messages.mo").open("wb") as file:
            write_mo(file, catalogue)
    return tmp_path


def test_what_a_variety_does_not_say_its_language_says(house: House, folder: Path) -> None:
    house.app.extensions["babel"].instance.domain_instance = Wording(folder)

    with house.app.test_request_context(), in_language("de-simple"):
        assert [gettext("Idea"), gettext("Bus"), gettext("Tree")] == ["Idee", "Bus", "Tree"]
        assert [ngettext("%(num)s chair", "%(num)s chairs", number) for number in (1, 3)] == ["ein Stuhl", "3 Stühle"]
    with house.app.test_request_context(), in_language("de"):
        assert gettext("Idea") == "Gedanke"


def test_a_page_in_easy_german_says_so_to_whoever_hears_it(resident: Resident) -> None:
    page = resident.reads("/?lang=de-simple")

    assert '<html lang="de-simple" dir="ltr"' in page
    assert "Deutsch, leicht" in page
    assert 'href="/ideas?lang=de-simple"' in page
    assert '<html lang="de"' in resident.reads("/?lang=de@leicht")


def test_it_is_kept_by_a_post_and_a_browser_that_wants_german_gets_german(resident: Resident) -> None:
    german = resident.client.get("/", headers={"Accept-Language": "de-AT, en;q=0.5"})
    assert '<html lang="de"' in german.text

    answer = resident.client.post("/language", data={"to": "de-simple", "next": "/"}, headers=SAME_ORIGIN)

    assert "lang=de-simple" in answer.headers["Set-Cookie"]
    assert '<html lang="de-simple"' in resident.reads("/")


def test_whoever_writes_two_words_on_an_easy_page_writes_german(resident: Resident) -> None:
    idea = resident.posts("Mehr Bänke", page="de-simple")

    assert f"/mine/{idea}/language" in resident.reads("/mine?lang=de-simple")
    assert '<option value="de" lang="de" selected>' in resident.reads("/mine?lang=de-simple")
    assert base("de-simple") == "de"
