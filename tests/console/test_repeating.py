"""What was asked before is asked again, in another session, and everybody reads how answers changed."""

import pytest
from sqlalchemy import select

from participation.foundation import clock, database
from participation.sessions.models import RunStep
from participation.voting.models import Ballot
from participation.voting.rules import BallotKind, Method, Step
from tests.conftest import SAME_ORIGIN, House, Moderator
from tests.console.desk import Console
from tests.ideas.test_board import counted_statements
from tests.voting.evening import Evening, begin_evening

SENTENCE = "Was zuerst?"


@pytest.fixture
def evening(house: House) -> Evening:
    """Its vote is on a scale."""
    return asked(house)


def asked(house: House, kind: BallotKind = BallotKind.MOOD) -> Evening:
    begun = begin_evening(house, options=5, method=Method.SCALE, kind=kind)
    with database.current().transaction() as tx:
        tx.session.get_one(Ballot, begun.ballot_id).process_id = 1
    return begun


def votes(evening: Evening, *places: int) -> None:
    """One phone for each place on the scale; then everybody reads the result."""
    evening.opens()
    options = [one.id for one in evening.ballot().options]
    for place in places:
        assert evening.phone().votes({str(options[place]): 1})["ok"]
    for step in (Step.CLOSE, Step.FINISH, Step.PUBLISH):
        evening.step(step)


def ballots() -> list[Ballot]:
    with database.reading() as session:
        return list(session.scalars(select(Ballot).order_by(Ballot.id)))


def later(moderator: Moderator) -> Console:
    form = {"title": "Ein Jahr danach", "form_token": moderator.form_token()}
    answer = moderator.client.post("/desk/sessions", data=form, headers=SAME_ORIGIN)
    return Console(moderator, answer.location.split("/")[-1].partition("?")[0])


def test_it_is_offered_once_its_result_was_shown_and_asked_in_the_same_words(
    evening: Evening, moderator: Moderator
) -> None:
    console = later(moderator)
    assert SENTENCE not in moderator.reads(f"/desk/sessions/{console.topic}/ballots/earlier")
    votes(evening, 0, 3, 4)
    assert SENTENCE in moderator.reads(f"/desk/sessions/{console.topic}/ballots/earlier")
    assert console.sends("ballots/earlier", {"ballot": [evening.ballot().public_id]})[0] == 303
    first, again = ballots()[0], ballots()[-1]
    assert (again.before_id, again.question, again.method) == (first.id, first.question, first.method)
    assert [one.title for one in again.options] == [one.title for one in first.options]
    with database.reading() as session:
        step = session.scalars(select(RunStep).where(RunStep.ballot_id == again.id)).one()
        assert step.session_id != 1
    assert first.state == "published"


@pytest.mark.parametrize("typed", [[], ["nobody"]])
def test_nothing_chosen_asks_nothing(evening: Evening, moderator: Moderator, typed: list[str]) -> None:
    votes(evening, 1)
    console = later(moderator)
    before = len(ballots())
    assert console.sends("ballots/earlier", {"ballot": typed})[0] == (303 if typed else 422)
    assert len(ballots()) == before


def test_a_third_time_follows_the_second(evening: Evening, moderator: Moderator) -> None:
    votes(evening, 1)
    console = later(moderator)
    console.sends("ballots/earlier", {"ballot": [evening.ballot().public_id]})
    page = later(moderator)
    assert evening.ballot().public_id in moderator.reads(f"/desk/sessions/{page.topic}/ballots/earlier")
    with database.current().transaction() as tx:
        second = tx.session.get_one(Ballot, ballots()[-1].id)
        second.state, second.result, second.voted, second.base = "published", {}, 0, 0
        second.published_at = clock.now()
    offered = moderator.reads(f"/desk/sessions/{page.topic}/ballots/earlier")
    assert evening.ballot().public_id not in offered
    assert ballots()[-1].public_id in offered


def test_everybody_reads_what_was_answered_when(evening: Evening, moderator: Moderator, house: House) -> None:
    assert SENTENCE not in house.resident().reads("/asked-again")
    votes(evening, 0, 3, 4)
    shown = house.resident().reads("/asked-again?lang=de")
    assert SENTENCE in shown
    assert "Zukunftswerkstatt" in shown
    assert "Vorschlag D" in shown


def test_a_confidential_answer_of_a_few_is_not_shown(house: House) -> None:
    evening = asked(house, BallotKind.CONFIDENTIAL)
    codes = evening.prints(3)
    evening.opens()
    options = [one.id for one in evening.ballot().options]
    for code in codes:
        assert evening.phone(code).votes({str(options[2]): 1})["status"] == "stored"
    for step in (Step.CLOSE, Step.FINISH, Step.PUBLISH):
        evening.step(step)
    page = house.resident().reads("/asked-again?lang=de")
    assert SENTENCE in page
    assert "<progress" not in page
    assert "Vorschlag C" not in page


def test_one_and_three_questions_cost_the_same_statements(evening: Evening, house: House) -> None:
    votes(evening, 0)
    reader = house.resident()
    reader.reads("/asked-again")
    with counted_statements() as one:
        reader.reads("/asked-again")
    with database.current().transaction() as tx:
        shown = tx.session.get_one(Ballot, evening.ballot_id)
        for number in range(2):
            tx.session.add(
                Ballot(
                    municipality_id=1,
                    process_id=shown.process_id,
                    public_id=f"again{number}",
                    audience=shown.audience,
                    question=shown.question,
                    method=shown.method,
                    kind=shown.kind,
                    state="published",
                    published_at=shown.published_at,
                    base=3,
                    voted=0,
                    result={},
                    before_id=shown.id if number else None,
                )
            )
    with counted_statements() as three:
        reader.reads("/asked-again")
    assert len(one) == len(three)


def test_pressed_twice_it_is_asked_once(evening: Evening, moderator: Moderator) -> None:
    votes(evening, 1)
    console, before = later(moderator), len(ballots())
    for _ in range(2):
        assert console.sends("ballots/earlier", {"ballot": [evening.ballot().public_id]})[0] == 303
    assert len(ballots()) == before + 1
