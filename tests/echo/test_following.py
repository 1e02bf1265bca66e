"""Somebody follows an idea without standing behind it, and finds again what they support and follow."""

from sqlalchemy import func, select

from participation.contributions.models import Follow
from participation.contributions.queries import by_public_id
from participation.contributions.rules import Status
from participation.foundation import database
from participation.people.models import Person
from tests.answers.hall import Hall, published, tell
from tests.conftest import SAME_ORIGIN, House, Resident
from tests.echo.hall import comments, decided, follows, new_for
from tests.ideas.test_board import counted_statements
from tests.threads.talk import set_stage

FOLLOWING = "/mine/following?lang=en"


def count(table: type[Follow] | type[Person]) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_stranger_follows_and_is_known_from_then_on(house: House) -> None:
    idea = tell("Dem folge ich")
    stranger = house.resident()
    page = stranger.reads(f"/ideas/ideen/{idea}?lang=en")
    assert "Follow: I want to hear what becomes of it" in page
    assert count(Person) == 0

    answer = stranger.client.post(
        f"/follow/{idea}?lang=en", data={"follow": "yes", "next": f"/ideas/ideen/{idea}"}, headers=SAME_ORIGIN
    )
    again = follows(stranger, idea)

    assert (answer.status_code, again, count(Follow)) == (303, 303, 1)
    assert answer.location.startswith(f"/ideas/ideen/{idea}?said=followed")
    assert "Do not follow any more" in stranger.reads(f"/ideas/ideen/{idea}?lang=en")
    assert "Dem folge ich" in stranger.reads(FOLLOWING)


def test_whoever_stops_hears_nothing_more(house: House, hall: Hall) -> None:
    idea = tell("Dem folge ich nicht mehr")
    resident, stranger = house.resident(), house.resident()
    follows(resident, idea)

    assert [follows(resident, idea, "no"), follows(resident, idea, "no"), follows(stranger, idea, "no")] == [303] * 3
    hall.answers(idea)

    assert new_for(resident).sentences == []
    assert count(Person) == 2  # the resident and the colleague: letting go makes nobody


def test_one_follows_neither_ones_own_nor_what_nobody_reads_nor_a_comment(
    house: House, resident: Resident, hall: Hall
) -> None:
    own, waiting = published(resident, "Mein eigenes hier", "de"), resident.posts("Noch nicht gelesen hier")
    set_stage(moderation="post")
    comment = comments(house.resident(), own, "Ein Kommentar hier.")
    hidden = published(house.resident(), "Gleich versteckt hier", "de")
    decided(hidden, publish=False)

    assert [follows(resident, one) for one in (own, comment, hidden, "gibtesnicht")] == [404] * 4
    assert follows(house.resident(), waiting) == 404
    assert "Follow:" not in resident.reads(f"/ideas/ideen/{own}?lang=en")


def test_the_list_tells_what_became_of_what_one_supports_and_follows(
    house: House, resident: Resident, hall: Hall
) -> None:
    both, liked, wanted, hidden = (tell(f"Liste {name}") for name in ("beides", "gut", "folgt", "weg"))
    for idea in (both, liked, hidden):
        resident.supports(idea)
    for idea in (both, wanted):
        follows(resident, idea)
    hall.answers(liked)
    hall.decides("in_measure", liked)
    with database.transaction() as tx:
        by_public_id(tx.session, 1, hidden).status = Status.TAKEN_DOWN

    page = resident.reads(FOLLOWING)
    cards = page.split("<article")[1:]

    assert [("You support it" in one, "You follow it" in one) for one in cards] == [
        (False, True),
        (True, True),
        (True, False),
    ]
    assert "Liste weg" not in page
    liked_card = next(one for one in cards if "Liste gut" in one)
    assert "In a measure" in liked_card
    assert "Answered" in liked_card
    assert "Do not follow any more" not in liked_card


def test_the_list_has_pages_and_costs_the_same_for_one_and_three(house: House, resident: Resident) -> None:
    follows(resident, tell("Seite 0"))
    with counted_statements() as one:
        resident.reads(FOLLOWING)
    for number in range(1, 3):
        follows(resident, tell(f"Seite {number}"))
    with counted_statements() as three:
        resident.reads(FOLLOWING)
    for number in range(3, 25):
        follows(resident, tell(f"Seite {number}"))

    first, second, odd = (resident.reads(f"{FOLLOWING}&page={page}") for page in ("1", "2", "x"))

    assert len(one) == len(three)
    assert [page.count("<article") for page in (first, second, odd)] == [20, 5, 20]
    assert "Page 2 of 2" in second
    assert "Seite 24" in first


def test_a_stranger_finds_an_empty_list(house: House) -> None:
    assert "Nothing yet on this device" in house.resident().reads(FOLLOWING)
