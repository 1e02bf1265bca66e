"""Where comments stand, and whose words a quote holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.threads.rules import (
    DEEPEST,
    QUOTE_LIMIT,
    NotTheirWords,
    Spot,
    pages,
    quoted_words,
    spot_at,
    spot_under,
)


def test_a_comment_stands_under_what_it_answers_and_at_the_bottom_beside_it() -> None:
    first = spot_under(None, 7)
    second = spot_under(first, 12)
    third = spot_under(second, 30)
    beside = spot_under(third, 31)

    assert [one.ids for one in (first, second, third, beside)] == [(7,), (7, 12), (7, 12, 30), (7, 12, 31)]
    assert [one.depth for one in (first, second, third, beside)] == [1, 2, 3, 3]
    assert [one.parent for one in (first, second, third, beside)] == [None, 7, 12, 12]


@given(st.lists(st.integers(0, 30), min_size=1, max_size=40))
def test_order_by_path_reads_each_conversation_from_top_to_bottom(answers: list[int]) -> None:
    spots: list[Spot] = [spot_under(None, 1)]
    for number, answered in enumerate(answers, start=2):
        spots.append(spot_under(spots[answered % len(spots)], number))

    read = [spot_at(path) for path in sorted(one.path for one in spots)]

    assert all(one.depth <= DEEPEST for one in spots)
    place = {one.ids[-1]: number for number, one in enumerate(read)}
    assert all(place[one.parent] < place[one.ids[-1]] for one in spots if one.parent is not None)
    for number, one in enumerate(read[1:], start=1):  # nothing of another branch stands in between
        assert one.ids[:-1] == read[number - 1].ids[: one.depth - 1]


def test_a_quote_holds_their_words_blanks_apart() -> None:
    source = "Ein Bus\nnach der  Spätschicht."

    assert quoted_words("Bus nach   der", source) == "Bus nach der"
    with pytest.raises(NotTheirWords):
        quoted_words("Bus vor der", source)


def test_a_long_quote_is_cut_between_words() -> None:
    source = "Wort " * 300

    quote = quoted_words(source, source)

    assert len(quote) <= QUOTE_LIMIT
    assert quote.endswith("Wort…")


@pytest.mark.parametrize(("total", "expected"), [(0, 1), (20, 1), (21, 2)])
def test_comments_fill_pages(total: int, expected: int) -> None:
    assert pages(total, 20) == expected
