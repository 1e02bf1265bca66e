"""The measurement of a hall that gives hearts, short: it counts, it does not time."""

import os
import subprocess
import sys

import pytest

from participation.bench import hearts
from participation.bench.hall import WITHIN
from participation.bench.hearts import EACH, Watch
from participation.bench.phones import Screen
from participation.bench.wire import Caller


def test_every_heart_is_kept_and_every_click_is_on_every_screen_meanwhile() -> None:
    figures = hearts.measure(10, 1.0, 2)

    assert (figures.stored, len(figures.kept), len(figures.echoes)) == (10 * EACH, 10 * EACH, 10)
    assert (len(figures.phones), len(figures.walls), figures.missed) == (20, 4, 0)
    assert figures.shown < WITHIN
    assert figures.frames <= 2 * 2 + 10 * EACH


def test_a_word_counts_from_its_first_arrival() -> None:
    watch = Watch(Screen(Caller(1), "phone"), words=("Ansage0Ende", "Ansage1Ende"))
    watch.hears("state", {"seq": 1, "html": "<p>Ansage0Ende</p>"}, 1.0)
    watch.hears("state", {"seq": 2, "html": "<p>Ansage0Ende</p>"}, 2.0)
    watch.hears("tally", {"revision": 4}, 3.0)

    assert (watch.saw, watch.at) == ({"Ansage0Ende": 1.0}, {1: 1.0, 2: 2.0})


@pytest.mark.slow
def test_the_command_prints_the_figures_and_ends_well() -> None:
    wanted = ["--phones", "3", "--seconds", "1", "--clicks", "1"]
    command = [sys.executable, "-m", "participation", "bench", "hearts", *wanted]

    ended = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "COLUMNS": "120"})

    assert ended.returncode == 0, ended.stderr
    for said in ("3 phones give 2 hearts each", "until a heart is kept, 95 of 100", "hearts kept", "echo"):
        assert said in ended.stdout
