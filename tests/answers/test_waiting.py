"""The desk's list of what waits for an answer."""

import re

from participation.contributions.models import Contribution
from participation.foundation import database
from participation.process.models import Format
from participation.process.service import open_idea_collection
from tests.answers.hall import Hall, tell
from tests.answers.test_stages import place
from tests.conftest import House
from tests.ideas.test_board import counted_statements


def listed(hall: Hall, query: str = "") -> list[str]:
    """The ideas of the list, in its order."""
    return re.findall(r'<input type="checkbox" name="idea" value="(\w+)">', hall.reads(f"/desk/answers{query}"))


def test_the_most_supported_comes_first_or_the_longest_waiting(house: House, hall: Hall) -> None:
    old, new, loved = tell("Alte Laterne"), tell("Neue Laterne"), tell("Beliebte Laterne")
    house.resident().supports(loved)

    assert listed(hall) == [loved, old, new]
    assert listed(hall, "?sort=longest") == [old, new, loved]


def test_an_answered_idea_leaves_the_list_and_stands_in_the_other(hall: Hall) -> None:
    first, second = tell("Laterne eins"), tell("Laterne zwei")

    hall.answers(first)

    assert (listed(hall), listed(hall, "?show=answered")) == ([second], [first])
    page = hall.reads("/desk/answers?lang=en")
    assert re.findall(r'(Without an answer|Answered) <span class="num">(\d)', page) == [
        ("Without an answer", "1"),
        ("Answered", "1"),
    ]


def test_the_list_shows_one_field_one_stage_one_collection(hall: Hall) -> None:
    with database.transaction() as tx:
        process = tx.session.get_one(Format, 1).process
        other = open_idea_collection(tx, process, slug="licht", title={"de": "Licht"}, question={}).id
    placed, decided, plain, elsewhere = (
        tell("Laterne am Weg"),
        tell("Laterne am Tor"),
        tell("Laterne am See"),
        tell("Laterne anderswo", format_id=other),
    )
    key = place(placed, "Licht und Weg")
    hall.decides("in_measure", decided)

    assert listed(hall, f"?field={key}") == [placed]
    assert listed(hall, "?field=nonsense") == []
    assert listed(hall, "?stage=in_measure") == [decided]
    assert listed(hall, "?stage=in_theme") == [placed]
    assert listed(hall, "?stage=visible") == [plain, elsewhere]
    assert listed(hall, "?collection=licht") == [elsewhere]
    assert sorted(listed(hall, "?stage=received&sort=nonsense&page=99")) == sorted([placed, decided, plain, elsewhere])


def test_what_waits_for_a_moderator_and_what_was_taken_down_is_not_listed(house: House, hall: Hall) -> None:
    house.resident().posts("Laterne, die noch gelesen wird")
    gone = tell("Laterne, die verschwindet")
    with database.transaction() as tx:
        tx.session.query(Contribution).filter_by(public_id=gone).one().status = "taken_down"

    assert listed(hall) == []


def test_one_and_three_ideas_cost_the_same(house: House, hall: Hall) -> None:
    place(tell("Laterne A"), "Licht A")
    with counted_statements() as one:
        hall.reads("/desk/answers")
    hall.decides("in_concept", tell("Laterne B"))
    hall.answers(tell("Laterne C"), act="draft")
    place(tell("Laterne D"), "Licht D")
    with counted_statements() as three:
        hall.reads("/desk/answers")

    assert len(one) == len(three)
