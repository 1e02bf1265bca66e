"""The measurement of a hall that is led, short: it counts, it does not time."""

import os
import subprocess
import sys

import pytest

from participation.bench import hall
from participation.bench.hall import Eyes
from participation.bench.phones import Screen
from participation.bench.wire import Caller


def test_every_step_arrives_on_every_screen_once() -> None:
    figures = hall.measure(10, 4)

    assert figures.missed == 0
    assert (len(figures.phones), len(figures.walls)) == (40, 8)
    assert all(seconds > 0 for seconds in (*figures.phones, *figures.walls, figures.joined, *figures.echoes))
    assert 500 < figures.move_bytes < 20_000
    assert figures.hour_bytes > 40 * figures.move_bytes


def test_a_screen_that_shows_an_older_state_does_not_show_this_one() -> None:
    eyes = Eyes(Screen(Caller(1), "phone"))
    eyes.hears("state", {"seq": 3}, 1.0)
    eyes.hears("tally", {"revision": 4}, 1.5)
    eyes.hears("state", {"seq": 3}, 2.0)

    assert eyes.at == {3: 1.0}


@pytest.mark.slow
def test_the_command_prints_the_figures_and_ends_well() -> None:
    command = [sys.executable, "-m", "participation", "bench", "hall", "--phones", "3", "--steps", "2"]

    ended = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "COLUMNS": "120"})

    assert ended.returncode == 0, ended.stderr
    for said in ("3 phones, 2 steps", "click to a phone, 95 of 100", "received by a phone", "echo"):
        assert said in ended.stdout
