"""Everybody compares what was public after a reaction; its author and the desk compare everything."""

import pytest

from participation.process.rules import Moderation
from tests.conftest import House, Moderator
from tests.ideas.test_hostile_input import OWN_SAMPLE
from tests.mine.hall import Author, author_of
from tests.threads.talk import set_stage


@pytest.fixture
def author(house: House) -> Author:
    """Three versions: the first before anybody reacted."""
    set_stage(moderation=Moderation.POST, may_support=True)
    author = author_of(house, "Ein Turm aus Holz")
    author.edits("Ein Turm aus Stein")
    house.resident().supports(author.id)
    author.edits("Ein Turm aus Stein und Glas")
    author.edits("Ein Turm aus Glas")
    return author


def test_the_newest_stands_first_each_with_its_difference(author: Author) -> None:
    page = author.history().text

    assert page.index("Version 4") < page.index("Version 3") < page.index("Version 2")
    assert "Version 1<" not in page
    assert "aus Holz" not in page
    assert '<del><span class="vh" lang="en">removed: </span>Stein und </del>' in page


def test_its_author_and_the_desk_read_all_of_them(author: Author, moderator: Moderator) -> None:
    for who in (author.phone, moderator):
        assert "Holz" in author.history(who).text


def test_two_of_them_are_compared_by_their_address(author: Author) -> None:
    page = author.history(query="&from=2&to=4").text

    assert "Version 4 compared with version 2" in page
    assert "Stein</del>" in page
    assert "Glas</ins>" in page
    for query in ("&from=1&to=4", "&from=2&to=9", "&from=x&to=4"):
        assert author.history(query=query).status_code == 404
    assert author.history(author.phone, "&from=1&to=4").status_code == 200


def test_more_than_a_page_of_them_is_paged(author: Author) -> None:
    for number in range(6):
        author.edits(f"Ein Turm aus Glas, Stockwerk {number}")

    first, second = author.history().text, author.history(query="&page=2").text

    assert "Page 1 of 2" in first
    assert "Version 5<" not in first
    assert "Version 5<" in second
    assert author.history(query="&page=3").status_code == 404
    assert author.history(query="&page=99999999999").status_code == 200


@pytest.mark.parametrize("typed", OWN_SAMPLE)
def test_no_markup_of_a_resident_reaches_a_difference(house: House, moderator: Moderator, typed: str) -> None:
    set_stage(moderation=Moderation.POST, may_support=True)
    author = author_of(house, f"Vorher {typed} nachher")
    house.resident().supports(author.id)
    author.edits(f"Davor {typed}{typed} danach")
    set_stage(moderation=Moderation.PRE)
    author.edits(f"Nun {typed} dann")

    pages = [author.history().text, author.history(author.phone).text, author.mine(), author.opens()]
    pages.append(moderator.reads("/desk/queue?lang=en"))

    for page in pages:
        assert "Davor" in page or "Nun" in page
        for live in ("<script>alert", "<img src=x", "<svg/onload", "onerror=alert(1)>", "\x00", "\u202e"):
            assert live not in page


def test_a_withdrawn_process_hides_the_history_as_well(house: House, author: Author) -> None:
    set_stage(may_read=False)
    assert author.history().status_code == 404
