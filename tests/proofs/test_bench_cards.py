"""The measurement of a hall that writes cards, short: it counts, it does not time."""

import os
import subprocess
import sys

import pytest

from participation.bench import cards
from participation.bench.hall import WITHIN


def test_every_card_is_kept_and_shown_and_phones_hear_nothing_of_it() -> None:
    figures = cards.measure(12, 1.0)

    assert (figures.stored, len(figures.kept), len(figures.echoes)) == (12, 12, 12)
    assert all(seconds > 0 for seconds in (*figures.kept, *figures.echoes))
    assert figures.shown < WITHIN
    assert 2 <= figures.frames <= 2 * 12 + 2
    assert figures.phone_bytes < 2 * 200  # a beat or two; a frame is ten times as much


@pytest.mark.slow
def test_the_command_prints_the_figures_and_ends_well() -> None:
    command = [sys.executable, "-m", "participation", "bench", "cards", "--phones", "4", "--seconds", "1"]

    ended = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "COLUMNS": "120"})

    assert ended.returncode == 0, ended.stderr
    for said in ("4 phones write a card", "until a card is kept, 95 of 100", "cards kept", "echo"):
        assert said in ended.stdout
