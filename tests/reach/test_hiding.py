"""No small number is shown, and none can be worked out."""

from hypothesis import given, settings
from hypothesis import strategies as st

from participation.reach.hiding import SMALLEST, STEP, Shown, hide, rounded

tables = st.dictionaries(st.sampled_from("abcdefg"), st.integers(-4, 120), min_size=1)


def one(counts: dict[str, int], unsaid: int = 0) -> Shown:
    return hide(counts, answered=0, unsaid=unsaid, several=False)


def test_figures_are_rounded_to_five() -> None:
    assert [rounded(people) for people in (0, 2, 3, 7, 8, 12, 13)] == [0, 0, 5, 5, 10, 10, 15]


def test_a_single_small_group_is_covered_by_the_next_smallest() -> None:
    shown = one({"young": 4, "middle": 31, "old": 22})

    assert dict(shown.cells) == {"young": None, "middle": 30, "old": None}
    assert (shown.answered, shown.rest, shown.covering) == (55, 25, frozenset({"old"}))
    assert shown.hidden == ["young", "old"]


def test_several_small_groups_cover_for_each_other() -> None:
    shown = one({"young": 4, "middle": 31, "old": 3, "oldest": 0})

    assert dict(shown.cells) == {"young": None, "middle": 30, "old": None, "oldest": None}
    assert (shown.rest, shown.covering) == (5, frozenset())


def test_small_groups_that_are_all_as_large_as_they_can_be_are_not_given_away_by_their_sum() -> None:
    """Two of nine are eighteen, and twenty would say so: nothing else is possible below ten."""
    assert one({"young": 9, "old": 9}) == one({"young": 8, "old": 9})
    assert one(dict.fromkeys("abcdefg", 9)).rest == 60


def test_where_all_groups_are_large_all_are_shown() -> None:
    shown = one({"young": 40, "old": 52}, unsaid=12)

    assert dict(shown.cells) == {"young": 40, "old": 50}
    assert (shown.answered, shown.unsaid, shown.rest, shown.hidden) == (90, 10, 0, [])


def test_a_question_with_one_answer_has_nothing_to_hide_behind() -> None:
    assert one({"all": 3}) == Shown({"all": None}, 5, None, 5)


def test_where_several_may_be_true_nearly_everybody_is_hidden_too() -> None:
    shown = hide({"de": 57, "tr": 22, "ar": 3}, answered=60, unsaid=9, several=True, batches=2)

    assert dict(shown.cells) == {"de": None, "tr": 20, "ar": None}
    assert (shown.answered, shown.unsaid, shown.covering, shown.batches) == (60, None, frozenset({"de"}), 2)


@settings(deadline=None)  # a shared machine may pause between two examples
@given(tables)
def test_what_is_shown_is_large_and_a_multiple_of_five(counts: dict[str, int]) -> None:
    shown = one(counts)

    for key, count in shown.cells.items():
        assert count is None or (count >= SMALLEST and count % STEP == 0 and counts[key] >= SMALLEST)
    assert shown.answered % STEP == 0


@settings(deadline=None)  # a shared machine may pause between two examples
@given(tables)
def test_no_hidden_group_can_be_worked_out(counts: dict[str, int]) -> None:
    """With everything that is shown, a small group could as well have one person more, or one less."""
    shown = one({key: max(0, count) for key, count in counts.items()})
    small = [key for key in shown.hidden if key not in shown.covering]

    assert len(shown.hidden) != 1 or len(counts) == 1
    for key in small if len(shown.hidden) > 1 else []:
        others = [other for other in shown.hidden if other != key]
        alone = [{**counts, key: max(0, counts[key]) + more} for more in (1, -1)]
        neighbours = alone + [
            {**counts, key: max(0, counts[key]) + more, other: max(0, counts[other]) - more}
            for other in others
            for more in (1, -1)
        ]
        possible = [again for again in neighbours if min(again[key], *(again[other] for other in others)) >= -4]
        assert any(one(again) == shown for again in possible) or all(counts[other] <= 0 for other in shown.hidden)


@settings(deadline=None)  # a shared machine may pause between two examples
@given(tables)
def test_what_is_called_small_is_small_and_what_covers_is_not(counts: dict[str, int]) -> None:
    shown = one(counts)

    for key in shown.hidden:
        assert (counts[key] >= SMALLEST) == (key in shown.covering)
        few, many = shown.bounds(key)
        assert few - STEP // 2 <= max(0, counts[key]) <= many + STEP // 2
    assert len(shown.covering) <= 1


@settings(deadline=None)  # a shared machine may pause between two examples
@given(tables, st.integers(0, 200))
def test_the_same_holds_where_several_may_be_true(counts: dict[str, int], answered: int) -> None:
    shown = hide(counts, answered=answered, unsaid=0, several=True)

    for key, count in shown.cells.items():
        people = max(0, counts[key])
        assert count is None or (people >= SMALLEST and answered - people >= SMALLEST)
        assert count is not None or (people >= SMALLEST) == (key in shown.covering)
