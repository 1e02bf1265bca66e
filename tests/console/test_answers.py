"""Ballots whose answers are there already: asked in one press, read in every language, said in a sentence."""

import pytest

from participation.voting.models import Ballot
from participation.voting.rules import Method
from tests.conftest import House, Moderator
from tests.console.desk import Console, newest_ballot
from tests.voting.evening import Evening, begin_evening

ASKED = {"question": "Gehen wir diesen Weg?", "kind": "mood", "act": "now"}


@pytest.fixture
def evening(house: House) -> Evening:
    return begin_evening(house)


@pytest.fixture
def console(evening: Evening, moderator: Moderator) -> Console:
    return Console(moderator, evening.topic)


def asks(console: Console, evening: Evening, method: str, **more: str) -> Ballot:
    """The hall is asked at once; from now on this is the ballot of the evening."""
    assert console.sends("ballots/new", {**ASKED, "method": method, **more})[0] == 303
    ballot = newest_ballot()
    evening.ballot_id = ballot.id
    evening.letters = {str(place): str(option.id) for place, option in enumerate(ballot.options)}
    return ballot


def votes(evening: Evening, *places: int) -> None:
    for place in places:
        assert evening.phone().votes({evening.letters[str(place)]: 1})["status"] == "stored"


def ends(evening: Evening) -> str:
    """The result as a phone reads it."""
    evening.ends()
    evening.publishes()
    return evening.phone().sees()


def test_yes_or_no_is_asked_without_typing_an_answer_and_read_in_every_language(
    console: Console, evening: Evening
) -> None:
    ballot = asks(console, evening, "yesno", own="Das steht nicht da\nDas auch nicht")

    assert [option.title["de"] for option in ballot.options] == ["Ja", "Nein", "Ich enthalte mich"]
    phone = evening.phone()
    assert "Ja</bdi>" in phone.sees("de")
    assert "Evet</bdi>" in phone.sees("tr")
    votes(evening, 0, 0, 1, 2)
    page = ends(evening)
    assert "Yes: 2. No: 1. Abstained: 1. More say yes than no." in page


@pytest.mark.parametrize(
    ("places", "sentence"),
    [((0, 1), "As many say yes as say no. A tie stays a tie."), ((1, 1, 0), "More say no than yes."), ((2,), "No: 0.")],
)
def test_a_tie_stays_a_tie(console: Console, evening: Evening, places: tuple[int, ...], sentence: str) -> None:
    asks(console, evening, "yesno")
    votes(evening, *places)

    assert sentence in ends(evening)


def test_the_gradients_say_who_goes_along_and_who_objects_and_stay_in_their_order(
    console: Console, evening: Evening
) -> None:
    ballot = asks(console, evening, "gradients")
    assert len(ballot.options) == 8
    votes(evening, 7, 7, 5, 3, 0)

    page = ends(evening)

    assert "Going along: 2. Objecting: 2. Neither: 1." in page
    first, last = (page.index(option.title["en"]) for option in (ballot.options[0], ballot.options[7]))
    assert first < last  # the veto got most, and stands last all the same


def test_a_scale_has_a_middle_and_may_have_answers_of_its_own(console: Console, evening: Evening) -> None:
    ballot = asks(console, evening, "scale", own="gar nicht\netwas\nsehr")
    assert [option.title for option in ballot.options] == [{"en": "gar nicht"}, {"en": "etwas"}, {"en": "sehr"}]
    votes(evening, 0, 2, 2)
    assert "The middle of all answers is 3." in ends(evening)


def test_between_two_halves_lies_the_middle_of_a_scale(console: Console, evening: Evening) -> None:
    assert len(asks(console, evening, "scale").options) == 5
    votes(evening, 1, 3)
    assert "The middle of all answers lies between 2 and 4." in ends(evening)


def test_nobody_gives_two_answers_to_a_question_of_levels(console: Console, evening: Evening) -> None:
    asks(console, evening, "easy")
    refused = evening.phone().votes({evening.letters["0"]: 1, evening.letters["1"]: 1})

    assert (refused["status"], refused["sentence"]) == ("rejected", "Please choose one option only.")


def test_a_question_asked_once_more_shows_what_it_gave_before(console: Console, evening: Evening) -> None:
    first = asks(console, evening, "easy")
    votes(evening, 4, 4, 4)
    ends(evening)
    assert console.sends("again", {})[0] == 303
    again = newest_ballot()
    assert (again.id != first.id, again.before_id, again.question) == (True, first.id, first.question)
    evening.ballot_id = again.id
    evening.letters = {str(place): str(option.id) for place, option in enumerate(again.options)}
    evening.opens()
    assert "Before</th>" not in evening.phone().sees()
    votes(evening, 0, 1, 4)

    page = ends(evening)

    assert "Before</th>" in page
    assert page.count('<progress class="earlier"') == 5
    assert '<td class="n"><bdi dir="ltr">3</bdi></td>' in page
    assert "Going along: 2. Objecting: 1. Neither: 0." in page


def test_the_vote_of_another_method_is_still_of_its_own_kind(console: Console, evening: Evening) -> None:
    ballot = asks(console, evening, "something else", own="Ja\nNein", source="own")

    assert (ballot.method, ballot.dots) == (Method.DOTS, 3)


def test_a_vote_that_is_open_is_not_asked_once_more(console: Console, evening: Evening) -> None:
    asks(console, evening, "yesno")

    status, page = console.sends("again", {})

    assert (status, "This ballot is in another state by now" in page) == (409, True)
