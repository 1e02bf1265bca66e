"""Codes and the one big button."""

import pytest

from participation.sessions.rules import Act, RunningStep, SessionState, digits_of, grouped, next_act


@pytest.mark.parametrize("typed", ["482915", "482 915", " 482-915 ", "٤٨٢٩١٥", "۴۸۲۹۱۵"])
def test_a_code_is_read_in_whatever_digits_it_is_typed(typed: str) -> None:
    assert digits_of(typed) == "482915"


def test_letters_are_no_code_and_a_long_number_stays_wrong() -> None:
    assert digits_of("abc") == ""
    assert digits_of("48291512345") == "4829151"
    assert grouped("482915") == "482 915"


def steps(*states: str) -> list[RunningStep]:
    return [RunningStep(number, state) for number, state in enumerate(states, 1)]


@pytest.mark.parametrize(
    ("state", "run_sheet", "current", "expected"),
    [
        (SessionState.PLANNED, steps("ready"), None, (Act.OPEN_SESSION, None)),
        (SessionState.OPEN, steps("ready", "ready"), None, (Act.SELECT, 1)),
        (SessionState.OPEN, steps("ready", "ready"), 1, (Act.START, 1)),
        (SessionState.OPEN, steps("open", "ready"), 1, (Act.CLOSE, 1)),
        (SessionState.OPEN, steps("paused"), 1, (Act.CLOSE, 1)),
        (SessionState.OPEN, steps("closing"), 1, (Act.COUNTING, 1)),
        (SessionState.OPEN, steps("closed", "ready"), 1, (Act.PUBLISH, 1)),
        (SessionState.OPEN, steps("published", "ready"), 1, (Act.SELECT, 2)),
        (SessionState.OPEN, steps("cancelled", "published", "ready"), 1, (Act.SELECT, 3)),
        (SessionState.OPEN, steps("published"), 1, (Act.END_SESSION, None)),
        (SessionState.OPEN, [], None, (Act.END_SESSION, None)),
        (SessionState.ENDED, steps("ready"), 1, (Act.NOTHING, None)),
    ],
)
def test_the_big_button_knows_what_comes_next(
    state: SessionState, run_sheet: list[RunningStep], current: int | None, expected: tuple[Act, int | None]
) -> None:
    assert next_act(state, run_sheet, current) == expected
