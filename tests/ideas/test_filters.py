"""The filters of the board are links: the same address is the same list to everybody."""

import re
from html import unescape

import pytest
from sqlalchemy import select

from participation.contributions import photos
from participation.contributions.models import Contribution
from participation.contributions.rules import Status
from participation.foundation import database
from participation.foundation.permissions import Actor
from participation.process.models import Format, PhaseSetting
from participation.threads.service import Remark, write_comment
from tests.answers.hall import Hall, colleague, tell
from tests.answers.test_stages import place
from tests.conftest import House
from tests.ideas.test_board import counted_statements
from tests.townhall.pictures import picture


@pytest.fixture
def hall(house: House) -> Hall:
    return colleague(house)


def found(house: House, query: str, **more: str) -> list[str]:
    page = house.resident().client.get(f"/ideas/ideen{query}", query_string=more or None).text
    return re.findall(r'<li class="card idea" id="i-(\w+)">', page)


def talk_about(public_id: str, words: str) -> None:
    with database.transaction() as tx:
        root = tx.session.scalars(select(Contribution).filter_by(public_id=public_id)).one()
        setting = tx.session.scalars(select(PhaseSetting)).one()
        setting.may_comment = True
        home = tx.session.get_one(Format, 1)
        comment = write_comment(tx, root, home, Remark(words), page_language="de", by=Actor(1))
        comment.status = Status.PUBLISHED


def test_each_stage_is_a_list_of_its_own(house: House, hall: Hall) -> None:
    plain, placed, concept, measure, refused = (tell(f"Brunnen {number}") for number in range(5))
    place(placed, "Wasser")
    hall.decides("in_concept", concept)
    hall.decides("in_measure", measure)
    hall.decides("not_taken_up", refused, why_de="Kein Wasser.")

    expected = {
        "visible": [plain],
        "in_theme": [placed],
        "in_concept": [concept],
        "in_measure": [measure],
        "not_taken_up": [refused],
    }
    assert {stage: found(house, f"?stage={stage}") for stage in expected} == expected


def test_answered_field_photo_and_stage_together_narrow_the_list(house: House, hall: Hall) -> None:
    first, second, third = (tell(f"Brücke {number}") for number in range(3))
    key = place(first, "Wege")
    hall.answers(first, second)
    with database.transaction() as tx:
        idea = tx.session.scalars(select(Contribution).filter_by(public_id=second)).one()
        photos.keep_photo(tx, idea, photos.redraw(picture("JPEG")), "Eine Brücke")

    assert found(house, f"?field={key}") == [first]
    assert found(house, "?answered=1") == [second, first]
    assert found(house, "?photo=1") == [second]
    assert found(house, f"?answered=1&field={key}&stage=in_theme&search=brucke&language=de") == [first]
    assert found(house, "?answered=1&search=zwei") == []
    assert third in found(house, "")


@pytest.mark.parametrize(
    "query",
    [
        "?stage=received",
        "?stage=none",
        "?stage=%00",
        "?field=nonsense",
        "?answered=yes",
        "?order=x&page=-3",
    ],
)
def test_what_is_unknown_is_ignored(house: House, query: str) -> None:
    idea = tell("Steg am Ufer")

    assert found(house, query) == [idea]


def test_each_filter_that_is_set_can_be_taken_out_alone_and_survives_pages_and_languages(
    house: House, hall: Hall
) -> None:
    ideas = [tell(f"Fähre Nummer {number}") for number in range(21)]
    key = place(ideas[0], "Fluss")
    hall.decides("in_measure", *ideas)
    reader = house.resident()

    page = reader.reads("/ideas/ideen?lang=en&search=fahre&stage=in_measure&order=discussed")
    chips = [unescape(one) for one in re.findall(r'<li><a href="(/ideas/ideen[^"]*)"><span class="vh">Without', page)]
    assert chips == [
        "/ideas/ideen?stage=in_measure&order=discussed&lang=en",
        "/ideas/ideen?search=fahre&order=discussed&lang=en",
    ]
    onward = unescape(re.findall(r'rel="next" href="([^"]*)"', page)[0])
    assert onward == "/ideas/ideen?search=fahre&stage=in_measure&order=discussed&page=2&lang=en"
    assert len(re.findall('<li class="card idea"', reader.reads(onward))) == 1
    assert 'name="next" value="/ideas/ideen?search=fahre&amp;stage=in_measure&amp;order=discussed"' in page
    page = reader.reads(f"/ideas/ideen?field={key}&answered=1&photo=1&language=de&lang=en")
    named = re.findall(r"Without this filter: </span><(?:bdi|span)[^>]*>([^<]*)<", page)
    assert named == ["Deutsch", "Fluss", "With an official answer", "With a photo"]


def test_the_most_discussed_comes_first(house: House) -> None:
    quiet, loud, newest = tell("Leiser Steg"), tell("Lauter Steg"), tell("Neuer Steg")
    for words in ("Ja, ein Steg.", "Nein, kein Steg."):
        talk_about(loud, words)
    talk_about(quiet, "Vielleicht ein Steg.")

    assert found(house, "?order=discussed") == [loud, quiet, newest]
    assert found(house, "") == [newest, loud, quiet]


def test_while_figures_are_kept_back_support_orders_nothing_and_talk_does(house: House) -> None:
    loved, new = tell("Beliebter Steg"), tell("Frischer Steg")
    house.resident().supports(loved)
    talk_about(loved, "Der ist schön.")
    with database.transaction() as tx:
        tx.session.scalars(select(PhaseSetting)).one().results_hidden = True

    assert found(house, "?order=support") == [new, loved]
    assert found(house, "?order=discussed") == [loved, new]
    assert '<option value="support"' not in house.resident().reads("/ideas/ideen")


def test_cards_say_how_far_an_idea_is_for_the_same_statements(house: House, hall: Hall) -> None:
    tell("Steg ohne alles")
    with counted_statements() as one:
        page = house.resident().reads("/ideas/ideen?lang=en")
    assert '<span class="chip">In a measure</span>' not in page
    for number in range(2):
        idea = tell(f"Steg mit allem {number}")
        hall.answers(idea)
        hall.decides("in_measure", idea)
    with counted_statements() as three:
        page = house.resident().reads("/ideas/ideen?lang=en")

    assert len(one) == len(three) <= 7  # one of them for versions in the reader's language
    assert page.count('<span class="chip">In a measure</span>') == 2
    assert page.count(" Answered</span>") == 2
