"""The operator's load test, short: it counts, it does not time."""

import os
import subprocess
import sys

import pytest

from participation.bench import reference, report, trial, votes
from participation.bench.phones import Vote, new_phone
from participation.bench.stand import Host
from participation.bench.votes import Hall, Wanted
from participation.bench.wire import Caller
from participation.voting.rules import BallotKind

PHONES = 40


@pytest.mark.parametrize("kind", [BallotKind.CONFIDENTIAL, pytest.param(BallotKind.MOOD, marks=pytest.mark.slow)])
def test_forty_phones_vote_and_every_vote_is_there_once(kind: BallotKind) -> None:
    figures = trial.trial(Wanted(PHONES, 1.0, kind))

    assert (figures.lost, figures.double) == (0, 0)
    assert len(figures.acks) == figures.votes >= PHONES
    assert figures.final is not None
    assert figures.result is not None
    # one tally a second and one at rest, however many votes: not one for each vote
    seconds = max(figures.acks) + 1.0
    assert 1 <= figures.tallies_per_phone <= seconds + 3
    assert len(figures.echoes) == figures.votes


@pytest.mark.slow
def test_after_a_restart_everybody_comes_back_and_no_vote_is_missing() -> None:
    figures = trial.trial(Wanted(PHONES, 1.0, BallotKind.MOOD, restart=True))

    assert (figures.lost, figures.double) == (0, 0)
    assert figures.back is not None
    assert figures.result is not None


def test_a_lost_and_a_doubled_vote_would_be_seen() -> None:
    hall = Hall([new_phone(1) for _ in range(3)], [], Host(Caller(1), ""))
    for phone, choice in zip(hall.phones, ({"1": 2}, {"1": 2}, {"2": 1}), strict=True):
        phone.confirmed = Vote(1, "", choice)

    assert votes.compare(hall, [{1: 2}, {1: 2}, {2: 1}]) == (0, 0)
    assert votes.compare(hall, [{1: 2}, {2: 1}]) == (1, 0)
    assert votes.compare(hall, [{1: 2}, {1: 2}, {2: 1}, {2: 1}]) == (0, 1)
    assert votes.compare(hall, [{1: 2}, {1: 1}, {2: 1}]) == (1, 1)


@pytest.mark.slow
def test_the_command_prints_the_figures_and_ends_well() -> None:
    command = [sys.executable, "-m", "participation", "bench", "votes", "--phones", "5", "--seconds", "0.5"]

    ended = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "COLUMNS": "120"})

    assert ended.returncode == 0, ended.stderr
    for said in ("5 phones", "acknowledged, 95 of 100", "last vote to the last screen", "lost", "double", "echo"):
        assert said in ended.stdout


def test_the_same_evening_has_the_same_moments_and_nine_in_ten_is_a_rank() -> None:
    wanted = Wanted(50, 3.0, BallotKind.MOOD)

    assert wanted.moments() == wanted.moments()
    assert all(0 <= moment <= 3.0 for each in wanted.moments() for moment in each)
    assert report.p95([float(number) for number in range(1, 101)]) == 95
    assert report.p95([7.0]) == 7.0
    assert len(reference.MESSAGE) > 150
