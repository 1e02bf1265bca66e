"""When a phase runs, and what a format allows while it does."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.process.rules import (
    CLOSED,
    Allowed,
    DatesMissing,
    EndsBeforeItBegins,
    Moderation,
    NotADate,
    PhaseState,
    Precision,
    Span,
    allowed_now,
    check_dates,
    phase_state,
    slug_of,
    typed_date,
)

MARCH = (date(2027, 3, 1), date(2027, 3, 31))
NOON = datetime(2027, 3, 5, 12, tzinfo=UTC)
DONE, NOW, AHEAD = PhaseState.DONE, PhaseState.NOW, PhaseState.AHEAD


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2027, 2, 28), AHEAD),
        (date(2027, 3, 1), NOW),
        (date(2027, 3, 31), NOW),
        (date(2027, 4, 1), DONE),
    ],
)
def test_exact_dates_begin_and_end_a_phase_and_both_days_belong_to_it(today: date, state: PhaseState) -> None:
    assert phase_state(Span(Precision.EXACT, *MARCH), today) is state


@pytest.mark.parametrize("precision", [Precision.APPROXIMATE, Precision.OPEN])
@pytest.mark.parametrize("today", [date(2027, 2, 1), date(2027, 3, 15), date(2027, 9, 1)])
def test_other_dates_begin_and_end_nothing(precision: Precision, today: date) -> None:
    assert phase_state(Span(precision, *MARCH), today) is AHEAD
    assert phase_state(Span(precision, *MARCH, begun_at=NOON), today) is NOW
    assert phase_state(Span(precision, *MARCH, begun_at=NOON, ended_at=NOON), today) is DONE


def test_somebody_begins_a_phase_before_its_first_day_and_ends_it_before_its_last() -> None:
    before, within = date(2027, 2, 1), date(2027, 3, 15)

    assert phase_state(Span(Precision.EXACT, *MARCH, begun_at=NOON), before) is NOW
    assert phase_state(Span(Precision.EXACT, *MARCH, ended_at=NOON), within) is DONE


def test_an_exact_phase_without_a_last_day_runs_on() -> None:
    assert phase_state(Span(Precision.EXACT, MARCH[0]), date(2031, 1, 1)) is NOW


def test_dates_that_make_no_sense_are_refused() -> None:
    with pytest.raises(DatesMissing):
        check_dates(Precision.EXACT, None, MARCH[1])
    with pytest.raises(EndsBeforeItBegins):
        check_dates(Precision.APPROXIMATE, MARCH[1], MARCH[0])
    check_dates(Precision.OPEN, None, None)
    check_dates(Precision.EXACT, MARCH[0], MARCH[0])


@pytest.mark.parametrize("typed", ["2027-03-31", " 31.3.2027 ", "31/03/2027", "31.03.2027"])
def test_a_day_is_read_as_people_write_it(typed: str) -> None:
    assert typed_date(typed) == date(2027, 3, 31)


@pytest.mark.parametrize("typed", ["31.2.2027", "morgen", "2027", "3.31.2027", "٣١.٣.٢٠٢٧", "0-0-0", "9" * 500])
def test_what_is_no_day_is_refused_in_words(typed: str) -> None:
    with pytest.raises(NotADate):
        typed_date(typed)


def test_nothing_typed_is_no_date() -> None:
    assert typed_date("  ") is None


# --- what is open


def test_before_the_first_phase_nothing_is_open_not_even_to_read() -> None:
    assert allowed_now([]) == CLOSED
    assert allowed_now([(AHEAD, Allowed(submit=True))]) == CLOSED


def test_what_one_phase_made_readable_stays_readable() -> None:
    assert allowed_now([(DONE, Allowed(submit=True, support=True))]) == Allowed(read=True)
    assert allowed_now([(DONE, CLOSED), (NOW, CLOSED)]) == CLOSED


def test_phases_that_overlap_open_together_and_the_more_careful_word_counts() -> None:
    writing = Allowed(submit=True, moderation=Moderation.POST)
    weighing = Allowed(read=False, support=True, results_hidden=True)

    both = allowed_now([(NOW, writing), (NOW, weighing)])

    assert both == Allowed(read=True, submit=True, support=True, moderation=Moderation.PRE, results_hidden=True)
    assert allowed_now([(NOW, writing)]).moderation is Moderation.POST
    assert allowed_now([(NOW, writing), (DONE, weighing)]) == writing


ALLOWED = st.builds(Allowed, st.booleans(), st.booleans(), st.booleans(), st.sampled_from(Moderation), st.booleans())
SETTINGS = st.lists(st.tuples(st.sampled_from(PhaseState), ALLOWED), max_size=6)


@given(SETTINGS)
def test_only_a_running_phase_lets_anybody_write(settings: list[tuple[PhaseState, Allowed]]) -> None:
    running = [allowed for state, allowed in settings if state is NOW]
    now = allowed_now(settings)

    assert now.submit is any(one.submit for one in running)
    assert now.support is any(one.support for one in running)
    if not running:
        assert now.moderation is Moderation.PRE


@given(SETTINGS, st.tuples(st.sampled_from(PhaseState), ALLOWED))
def test_a_further_phase_never_closes_what_is_open(
    settings: list[tuple[PhaseState, Allowed]], further: tuple[PhaseState, Allowed]
) -> None:
    before, after = allowed_now(settings), allowed_now([*settings, further])

    assert after.read >= before.read
    assert after.submit >= before.submit
    assert after.support >= before.support


@given(st.dates(), st.dates(), st.dates(), st.sampled_from(Precision))
def test_time_only_goes_forward(starts: date, ends: date, today: date, precision: Precision) -> None:
    order = [AHEAD, NOW, DONE]
    span = Span(precision, min(starts, ends), max(starts, ends))
    tomorrow = today + timedelta(days=1) if today < date.max else today

    assert order.index(phase_state(span, today)) <= order.index(phase_state(span, tomorrow))


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Sport für alle", "sport-fuer-alle"),
        ("İŞ ve aş", "is-ve-as"),
        ("معا في المدينة", ""),
        ("a" * 100, "a" * 40),
        ("../../etc", "etc"),
    ],
)
def test_a_name_becomes_part_of_an_address(name: str, slug: str) -> None:
    assert slug_of(name) == slug
