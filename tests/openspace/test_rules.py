"""An open space reckoned: times, places, people who are needed twice, reports in pieces."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from participation.contributions.parts import composed
from participation.foundation.clock import TOWN_HALL
from participation.openspace.rules import (
    LONGEST_PARTS,
    PART_NAMES,
    Clash,
    Part,
    Placed,
    Span,
    Warned,
    is_taken,
    rounds,
    sentences_apart,
    warnings,
)

SIX = datetime(2026, 11, 30, 18, 0, tzinfo=UTC)
spans = st.builds(
    lambda begin, length: Span(SIX + timedelta(minutes=begin), SIX + timedelta(minutes=begin + length)),
    st.integers(0, 300),
    st.integers(1, 120),
)
people = st.frozensets(st.sampled_from(["person:1", "name:amina", "name:basel"]), max_size=2)
everything = st.lists(st.tuples(st.integers(1, 3), spans, people, people), max_size=8).map(
    lambda rows: [Placed(number, *row) for number, row in enumerate(rows)]
)


def minutes(span: Span) -> set[int]:
    """The minutes in which somebody is there."""
    length = int((span.ends_at - span.starts_at).total_seconds() // 60)
    begin = int((span.starts_at - SIX).total_seconds() // 60)
    return set(range(begin, begin + length))


@given(spans, spans)
def test_two_times_overlap_where_a_minute_belongs_to_both(one: Span, other: Span) -> None:
    assert one.overlaps(other) == bool(minutes(one) & minutes(other))
    assert one.overlaps(other) == other.overlaps(one)
    assert one.overlaps(one)


@given(spans)
def test_back_to_back_is_no_overlap(one: Span) -> None:
    after = Span(one.ends_at, one.ends_at + timedelta(minutes=10))
    assert not one.overlaps(after)
    assert not after.overlaps(one)


@given(everything, st.integers(1, 3), spans, st.integers(0, 8))
def test_a_place_is_taken_by_others_alone(placed: list[Placed], room: int, span: Span, by: int) -> None:
    busy = [one for one in placed if one.room == room and minutes(one.span) & minutes(span) and one.topic != by]
    assert is_taken(room, span, placed, by=by) == bool(busy)


@given(everything)
def test_both_of_two_are_told_who_is_needed_at_the_other(placed: list[Placed]) -> None:
    found = warnings(placed)
    for one in placed:
        expected = {
            Warned(clash, other.topic)
            for other in placed
            for clash, mine, theirs in (
                (Clash.HOST, one.people, other.people),
                (Clash.INTERPRETER, one.interpreters, other.interpreters),
            )
            if other is not one and mine & theirs and minutes(one.span) & minutes(other.span)
        }
        assert set(found.get(one.topic, ())) == expected


@given(st.integers(1, 480), st.integers(0, 480), st.integers(1, 24), st.integers(0, 72))
def test_rounds_follow_each_other_by_the_clock_of_the_world(length: int, pause: int, count: int, later: int) -> None:
    """Also over the night in which an hour comes twice."""
    first = datetime(2026, 10, 24, 12, 0, tzinfo=TOWN_HALL) + timedelta(hours=later)
    found = rounds(first, length, pause, count)
    assert len(found) == count
    assert found[0].starts_at == first.astimezone(UTC)
    assert {one.ends_at - one.starts_at for one in found} == {timedelta(minutes=length)}
    assert {other.starts_at - one.ends_at for one, other in pairwise(found)} <= {timedelta(minutes=pause)}


@given(st.text(st.sampled_from("ab .!?؟።\n"), max_size=400), st.integers(8, 60))
def test_a_text_in_pieces_loses_no_word_and_no_piece_is_too_long(text: str, limit: int) -> None:
    pieces = sentences_apart(text, limit)
    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert all(0 < len(piece) <= limit for piece in pieces)
    if max((len(word) for word in text.split()), default=0) < limit // 3:
        assert " ".join(pieces).split() == text.split()


def test_a_report_is_one_text_that_fits_into_a_contribution() -> None:
    parts = {Part.SAID: "Wir waren zu siebt.", Part.NEXT: "Stadt fragen"}
    headings: dict[Part, str] = {part: name for part, name in PART_NAMES.items() if part is not Part.SAID}
    assert composed(parts, headings) == "Wir waren zu siebt.\n\nNext steps:\nStadt fragen"
    longest = composed({part: "x" * limit for part, limit in LONGEST_PARTS.items()}, dict.fromkeys(Part, "y" * 60))
    assert len(longest) <= 5000
