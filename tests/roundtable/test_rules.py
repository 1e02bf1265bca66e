"""What the seats decide, and who may sit: for every way in which a table can vote."""

from hypothesis import given
from hypothesis import strategies as some

from participation.roundtable.rules import (
    HIGHEST,
    NEEDED,
    OBJECTION,
    Method,
    Outcome,
    Part,
    Sitting,
    Voting,
    counts_of,
    has_quorum,
    may_sit_down,
    needs_reason,
    outcome,
)
from participation.roundtable.wording import answers

SEATS = some.integers(1, 36)
PARTS = some.sampled_from(Part)
SITTINGS = some.builds(Sitting, some.one_of(some.none(), PARTS), some.booleans())


@some.composite
def votes(draw: some.DrawFn) -> tuple[Voting, list[int], int]:
    """(what was agreed, the answers given, how many seats there are)."""
    method = draw(some.sampled_from(Method))
    voting = Voting(method, draw(some.sampled_from(NEEDED)), draw(some.integers(1, 100)))
    seats = draw(SEATS)
    return voting, draw(some.lists(some.integers(1, HIGHEST[method]), max_size=seats)), seats


@given(votes())
def test_one_objection_or_veto_is_enough_and_nothing_else_is(vote: tuple[Voting, list[int], int]) -> None:
    voting, cast, seats = vote
    found = outcome(voting, cast, seats)

    if not has_quorum(len(cast), seats, voting.quorum):
        assert found is Outcome.NO_QUORUM
    elif voting.method is Method.CONSENT:
        assert (found is Outcome.ADOPTED) == (OBJECTION not in cast)
    else:
        assert (found is Outcome.ADOPTED) == all(one <= voting.need for one in cast)


@given(votes())
def test_a_milder_answer_never_makes_it_fail(vote: tuple[Voting, list[int], int]) -> None:
    voting, cast, seats = vote
    if outcome(voting, cast, seats) is Outcome.ADOPTED:
        for place, answer in enumerate(cast):
            milder = [*cast[:place], max(1, answer - 1), *cast[place + 1 :]]
            assert outcome(voting, milder, seats) is Outcome.ADOPTED


@given(votes())
def test_every_answer_is_counted_once(vote: tuple[Voting, list[int], int]) -> None:
    voting, cast, _ = vote
    counts = counts_of(voting.method, cast)

    assert sum(counts.values()) == len(cast)
    assert list(counts) == [str(number) for number in range(1, HIGHEST[voting.method] + 1)]


@given(some.integers(0, 36), SEATS, some.integers(1, 100))
def test_more_votes_never_lose_the_quorum(cast: int, seats: int, quorum: int) -> None:
    assert not has_quorum(0, seats, quorum)
    if cast < seats and has_quorum(cast, seats, quorum):
        assert has_quorum(cast + 1, seats, quorum)
    assert has_quorum(seats, seats, quorum)


@given(SITTINGS, PARTS)
def test_a_delegate_always_sits_and_a_substitute_unless_the_delegate_is_here(now: Sitting, part: Part) -> None:
    allowed = may_sit_down(now, part)

    assert allowed or part is Part.SUBSTITUTE
    assert allowed != (part is Part.SUBSTITUTE and now.here and now.part is Part.DELEGATE)


def test_every_answer_has_its_sentence_and_the_last_one_needs_a_reason() -> None:
    for method in Method:
        assert len(answers(method)) == HIGHEST[method]
        needing = [number for number in range(1, HIGHEST[method] + 1) if needs_reason(method, number)]
        assert needing == [HIGHEST[method]]
