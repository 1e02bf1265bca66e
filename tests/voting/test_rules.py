"""What a ballot allows and how it is counted, without any database."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.foundation.messages import ChangedMeanwhile, Refused
from participation.voting import rules
from participation.voting.rules import (
    BallotKind,
    BallotRules,
    Kept,
    Method,
    NotAChoice,
    NotThisStep,
    Sent,
    Standing,
    State,
    Status,
    Step,
    TooFewOptions,
    WrongDots,
    judge,
    valid_choice,
)

DOTS = BallotRules(Method.DOTS, frozenset({1, 2, 3}), dots=4, per_option=3)
NOON = datetime(2026, 7, 4, 12, tzinfo=UTC)
choices = st.dictionaries(st.sampled_from([1, 2, 3]), st.integers(1, 3)).filter(lambda one: sum(one.values()) <= 4)


@given(choices)
def test_every_choice_within_the_rules_is_taken_as_it_is(choice: dict[int, int]) -> None:
    assert valid_choice({str(option): dots for option, dots in choice.items()}, DOTS) == choice


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists))
def test_whatever_is_no_choice_is_refused(sent: object) -> None:
    with pytest.raises(NotAChoice):
        valid_choice(sent, DOTS)


@given(st.dictionaries(st.integers() | st.text(), st.integers() | st.floats() | st.text()))
def test_no_choice_ever_breaks_the_rules(sent: dict[object, object]) -> None:
    try:
        choice = valid_choice(sent, DOTS)
    except Refused:
        return
    assert set(choice) <= DOTS.options
    assert sum(choice.values()) <= 4
    assert all(1 <= dots <= 3 for dots in choice.values())


def test_more_options_than_letters_are_no_choice() -> None:
    with pytest.raises(NotAChoice):
        valid_choice(dict.fromkeys(range(27), 1), DOTS)


@given(st.lists(choices, max_size=30))
def test_the_running_tally_and_the_recount_agree(said: list[dict[int, int]]) -> None:
    running = rules.tally([], [1, 2, 3])
    mine: dict[int, int] = {}
    for choice in said:
        running = rules.changed_tally(running, mine, choice)
        mine = choice

    recount = rules.tally([mine] if said else [], [1, 2, 3])
    assert (running.counts, running.voted) == (recount.counts, recount.voted)


@given(st.lists(choices, max_size=30))
def test_a_single_sum_of_points_is_never_lost(said: list[dict[int, int]]) -> None:
    result = rules.tally(said, [1, 2, 3])

    assert sum(result.counts.values()) == sum(sum(choice.values()) for choice in said)
    assert result.voted == sum(bool(choice) for choice in said)
    assert set(result.counts) == {1, 2, 3}


@pytest.mark.parametrize(("options", "expected"), [(2, 3), (12, 3), (13, 4), (16, 4), (17, 5), (26, 7)])
def test_the_proposal_is_a_quarter_of_the_options_and_at_least_three(options: int, expected: int) -> None:
    assert rules.proposed_dots(options) == expected
    assert rules.proposed_per_option(expected) == 3
    assert rules.proposed_per_option(2) == 2


@pytest.mark.parametrize("options", [0, 1, 27])
def test_a_ballot_needs_two_to_26_options(options: int) -> None:
    with pytest.raises(TooFewOptions):
        rules.check_ballot(options, Method.SINGLE, 1, 1)


@pytest.mark.parametrize(("dots", "per_option"), [(0, 0), (3, 0), (3, 4), (51, 3), (-1, -1)])
def test_points_that_make_no_sense_are_refused(dots: int, per_option: int) -> None:
    with pytest.raises(WrongDots):
        rules.check_ballot(3, Method.DOTS, dots, per_option)
    rules.check_ballot(3, Method.SINGLE, dots, per_option)


def test_the_way_of_a_ballot_leads_only_forward() -> None:
    way = [Step.OPEN, Step.PAUSE, Step.RESUME, Step.CLOSE, Step.FINISH, Step.PUBLISH]
    state = State.READY
    for revision, step in enumerate(way):
        state = rules.state_after(step, state, revision=revision, seen=revision)
    assert state is State.PUBLISHED
    for step in Step:
        with pytest.raises(NotThisStep):
            rules.state_after(step, state, revision=6, seen=6)


def test_of_two_moderators_the_later_one_hears_that_it_changed() -> None:
    with pytest.raises(ChangedMeanwhile):
        rules.state_after(Step.OPEN, State.READY, revision=1, seen=0)


@pytest.mark.parametrize("state", [state for state in State if state not in {State.PUBLISHED, State.CANCELLED}])
def test_a_wrong_ballot_can_be_cancelled_until_it_is_published(state: State) -> None:
    assert rules.state_after(Step.CANCEL, state, revision=0, seen=0) is State.CANCELLED


def sent(**other: object) -> Sent:
    facts: dict[str, object] = {"choice": {1: 1}, "nonce": b"n", "sequence": 2, "round": 1, "received": NOON, **other}
    return Sent(**facts)  # type: ignore[arg-type] # a test's own shorthand


def standing(state: State = State.OPEN) -> Standing:
    return Standing(state, round=1, closed_at=NOON, rules=DOTS)


@pytest.mark.parametrize(
    ("state", "kept", "message", "expected"),
    [
        (State.OPEN, None, sent(), Status.STORED),
        (State.OPEN, Kept({1: 1}, b"n", 2, 1), sent(), Status.DUPLICATE),
        (State.CLOSED, Kept({1: 1}, b"n", 2, 1), sent(), Status.DUPLICATE),
        (State.OPEN, Kept({1: 1}, b"m", 2, 1), sent(), Status.STALE),
        (State.OPEN, Kept({1: 1}, b"m", 1, 1), sent(), Status.STORED),
        (State.OPEN, None, sent(round=0), Status.CLOSED),
        (State.PAUSED, None, sent(), Status.PAUSED),
        (State.READY, None, sent(), Status.CLOSED),
        (State.CLOSED, None, sent(), Status.CLOSED),
        (State.CLOSING, None, sent(received=NOON + timedelta(seconds=2)), Status.STORED),
        (State.CLOSING, None, sent(received=NOON + timedelta(seconds=2.001)), Status.CLOSED),
    ],
)
def test_what_becomes_of_a_vote(state: State, kept: Kept | None, message: Sent, expected: Status) -> None:
    status, row = judge(standing(state), kept, message)

    assert status is expected
    assert row is kept if expected is not Status.STORED else row is not None and row.choice == {1: 1}


def test_a_cancelled_ballot_takes_nothing_and_says_so() -> None:
    with pytest.raises(rules.BallotCancelled):
        judge(standing(State.CANCELLED), Kept({1: 1}, b"n", 2, 1), sent())


def test_a_closing_ballot_without_its_moment_takes_nothing() -> None:
    assert judge(Standing(State.CLOSING, 1, None, DOTS), None, sent()) == (Status.CLOSED, None)


@pytest.mark.parametrize(
    ("kind", "state", "voted", "expected"),
    [
        (BallotKind.MOOD, State.OPEN, 1, True),
        (BallotKind.MOOD, State.READY, 0, False),
        (BallotKind.MOOD, State.CANCELLED, 9, False),
        (BallotKind.CONFIDENTIAL, State.OPEN, 40, False),
        (BallotKind.CONFIDENTIAL, State.CLOSING, 40, False),
        (BallotKind.CONFIDENTIAL, State.CLOSED, 40, False),
        (BallotKind.CONFIDENTIAL, State.PUBLISHED, 4, False),
        (BallotKind.CONFIDENTIAL, State.PUBLISHED, 5, True),
    ],
)
def test_who_sees_figures_when(kind: BallotKind, state: State, voted: int, expected: bool) -> None:  # noqa: FBT001 - a table
    assert rules.shows_counts(kind, state, voted) is expected


@pytest.mark.parametrize(("voted", "shown"), [(0, 0), (4, 0), (5, 5), (42, 40), (99, 95), (124, 100), (125, 125)])
def test_phones_see_turnout_in_steps(voted: int, shown: int) -> None:
    assert rules.bucketed(voted) == shown


@pytest.mark.parametrize(
    ("counts", "leaders"), [({1: 3, 2: 3, 3: 1}, {1, 2}), ({1: 0, 2: 0}, set()), ({}, set()), ({1: 1}, {1})]
)
def test_a_tie_stays_a_tie(counts: Mapping[int, int], leaders: set[int]) -> None:
    assert rules.strongest(counts) == leaders
