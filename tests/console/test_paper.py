"""An evening on paper: hands are counted by two and added once, and sheets say how to take part in each language."""

import pytest

from participation.foundation import database
from participation.voting.models import HandCount
from participation.voting.rules import BallotKind, Method
from tests.conftest import House, Moderator
from tests.console.desk import Console
from tests.console.test_hall import plans, rehearses
from tests.console.test_run_sheet import steps
from tests.voting.evening import Evening, begin_evening


@pytest.fixture
def evening(house: House) -> Evening:
    return begin_evening(house, method=Method.SINGLE)


@pytest.fixture
def console(evening: Evening, moderator: Moderator) -> Console:
    return Console(moderator, evening.topic)


def counts(console: Console, evening: Evening, second: str = "Bea Muster", **hands: int) -> tuple[int, str]:
    form = {f"hands-{evening.letters[letter]}": got for letter, got in hands.items() if letter != "people"}
    more = {"people": hands["people"]} if "people" in hands else {}
    return console.sends("hands", {**form, **more, "second": second, "revision": evening.ballot().revision})


def batches() -> list[HandCount]:
    with database.reading() as session:
        return session.query(HandCount).all()


def test_hands_are_added_to_the_votes_and_everybody_reads_how_many(console: Console, evening: Evening) -> None:
    evening.opens()
    phone = evening.phone()
    phone.votes({evening.letters["A"]: 1})
    evening.ends()

    assert counts(console, evening, A=2, C=9)[0] == 303

    assert evening.counts() == {"A": 3, "B": 0, "C": 9}
    ballot = evening.ballot()
    assert (ballot.voted, ballot.base, ballot.hands) == (12, 12, 11)
    evening.publishes()
    page = phone.sees()
    assert "12 of 12 have voted. 11 of them by hand or on paper." in page
    assert "Most votes: C with 9." in page
    assert "Bea Muster" not in page
    assert "Bea Muster" not in console.moderator.reads("/desk/harvest?lang=en")


def test_a_count_is_taken_back_and_stays_noted(console: Console, evening: Evening) -> None:
    evening.opens()
    evening.ends()
    counts(console, evening, B=4)
    assert "Counted by hand: 4 people, with <bdi>Bea Muster</bdi>" in console.shows()

    [batch] = batches()
    assert console.sends(f"hands/{batch.id}/back", {"revision": evening.ballot().revision})[0] == 303

    assert evening.counts() == {"A": 0, "B": 0, "C": 0}
    ballot = evening.ballot()
    assert (ballot.voted, ballot.base, ballot.hands) == (0, 0, 0)
    assert [one.taken_back_at is not None for one in batches()] == [True]
    assert "Counted by hand" not in console.shows()
    assert console.sends(f"hands/{batch.id}/back", {"revision": evening.ballot().revision})[0] == 404
    assert counts(console, evening, B=5)[0] == 303


@pytest.mark.parametrize(
    ("hands", "second", "sentence"),
    [
        ({}, "Bea", "Please enter at least one number."),
        ({"A": 0}, "Bea", "Please enter at least one number."),
        ({"A": 2001}, "Bea", "between 0 and 2000"),
        ({"A": 3}, " ", "Please write who counted with you."),
        ({"A": 3}, "x" * 81, "80"),
    ],
)
def test_a_count_that_cannot_be_is_refused_and_nothing_is_added(
    console: Console, evening: Evening, hands: dict[str, int], second: str, sentence: str
) -> None:
    evening.opens()
    evening.ends()

    status, page = counts(console, evening, second, **hands)

    assert (status, sentence in page) == (422, True)
    assert batches() == []


@pytest.mark.parametrize("typed", ["-3", "zwei", "3.5", "1e3", "٣x"])
def test_what_is_no_number_is_none(console: Console, evening: Evening, typed: str) -> None:
    evening.opens()
    evening.ends()
    form = {f"hands-{evening.letters['A']}": typed, "second": "Bea", "revision": evening.ballot().revision}

    assert console.sends("hands", form)[0] == 422
    assert evening.counts() == {"A": 0, "B": 0, "C": 0}


def test_points_on_paper_belong_to_people(house: House, moderator: Moderator) -> None:
    evening = begin_evening(house, dots=3, per_option=2)
    console = Console(moderator, evening.topic)
    evening.opens()
    evening.ends()

    status, page = counts(console, evening, A=5, B=2, people=2)
    assert (status, "2 people have at most 6 points, and 4 for one answer." in page) == (422, True)
    assert counts(console, evening, A=4, B=2, people=2)[0] == 303

    assert evening.counts() == {"A": 4, "B": 2, "C": 0}
    assert evening.ballot().voted == 2


def test_hands_come_after_the_vote_and_before_its_result(console: Console, evening: Evening) -> None:
    assert counts(console, evening, A=1)[0] == 409
    evening.opens()
    assert counts(console, evening, A=1)[0] == 409
    evening.ends()
    seen = evening.ballot().revision
    assert counts(console, evening, A=1)[0] == 303
    form = {f"hands-{evening.letters['A']}": 1, "second": "Bea", "revision": seen}
    assert console.sends("hands", form)[0] == 409  # sent twice it is counted once
    evening.publishes()
    status, page = counts(console, evening, A=1)

    assert (status, "Hands and paper are added once the vote has ended" in page) == (409, True)
    assert evening.counts()["A"] == 1


def test_a_confidential_vote_with_few_hands_stays_closed(house: House, moderator: Moderator) -> None:
    evening = begin_evening(house, method=Method.SINGLE, kind=BallotKind.CONFIDENTIAL)
    console = Console(moderator, evening.topic)
    evening.prints(10)
    evening.opens()
    evening.ends()
    counts(console, evening, A=4)
    ballot = evening.ballot()
    assert (ballot.voted, ballot.base) == (4, 14)
    evening.publishes()

    assert "the result is not shown" in evening.stranger().sees()


def test_many_hands_do_not_open_what_few_chose_in_secret(house: House, moderator: Moderator) -> None:
    """Whoever counted the hands would know the others' votes by taking the hands away."""
    evening = begin_evening(house, method=Method.SINGLE, kind=BallotKind.CONFIDENTIAL)
    console = Console(moderator, evening.topic)
    cards = evening.prints(10)
    evening.opens()
    for card in cards[:3]:
        evening.phone(card).votes({evening.letters["B"]: 1})
    evening.ends()
    assert counts(console, evening, A=40)[0] == 303
    evening.publishes()

    assert "the result is not shown" in evening.stranger().sees()
    assert "the figures stay closed" in console.moderator.reads("/desk/harvest?lang=en")
    assert "Most votes" not in console.shows()


def test_a_rehearsal_forgets_what_was_counted_by_hand(console: Console) -> None:
    copy = rehearses(plans(console))
    copy.presses("open")
    assert copy.sends("hands", {"second": "Bea"})[0] == 404
    assert batches() == []


# --- sheets


def test_a_sheet_for_the_table_says_how_to_take_part_in_its_language(console: Console, evening: Evening) -> None:
    overview = console.moderator.reads(f"/desk/sessions/{evening.topic}/papers?lang=en")
    assert 'lang="ti"' in overview
    address = f"/desk/sessions/{evening.topic}/papers/table"

    arabic = console.moderator.reads(f"{address}?lang=ar")

    assert '<html lang="ar" dir="rtl"' in arabic
    assert f"/live/{evening.topic}" in arabic
    assert console.moderator.reads(f"{address}?lang=tr") != arabic


def test_a_paper_ballot_has_the_question_and_every_answer(console: Console, evening: Evening) -> None:
    [step] = steps()
    page = console.moderator.reads(f"/desk/sessions/{evening.topic}/papers/ballots/{step.id}?lang=ar")

    assert page.count("بماذا نبدأ؟") >= 2
    assert page.count("Vorschlag C") == 2
    assert page.count('<span class="tick-box"') == 6
