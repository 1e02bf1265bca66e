"""Acknowledged means stored, whenever somebody pulls the plug."""

import random
import sys
from collections import Counter
from pathlib import Path

import gevent
import pytest

from participation.bench import votes
from participation.bench.phones import NotAcknowledged, Phone
from participation.voting.rules import BallotKind
from tests.proofs.hall import Hall

PHONES = 24


def changes_its_mind(phone: Phone, number: int, hall_options: list[str], ballot: dict[str, object]) -> int:
    """Vote after vote, as fast as the answers come, until the line is dead; returns how many were acknowledged."""
    told = 0
    try:
        while phone.screen.online:
            phone.chooses(votes.choice_for(number, told, [int(option) for option in hall_options]))
            phone.sends(ballot)
            told += 1
    except NotAcknowledged:
        pass
    return told


def in_the_same_state(hall: Hall, phones: dict[str, Phone]) -> None:
    """Every row is the last acknowledged vote of its ticket, or the one whose answer got lost."""
    rows = hall.rows()
    for ticket, phone in phones.items():
        possible = [(vote.sequence, vote.sequence, vote.choice) for vote in (phone.confirmed, phone.waiting) if vote]
        if phone.confirmed:
            assert rows.get(ticket) in possible
        else:
            assert ticket not in rows or rows[ticket] in possible


@pytest.mark.parametrize("kills", [2, pytest.param(30, marks=[pytest.mark.slow, pytest.mark.timeout(1800)])])
def test_a_plug_pulled_in_a_burst_of_votes_loses_none_that_was_acknowledged_and_doubles_none(
    hall: Hall, kills: int
) -> None:
    hall.begins(BallotKind.CONFIDENTIAL)
    ballot, options = hall.facts(), hall.options()
    phones = {ticket: hall.phone(ticket) for ticket in hall.evening.tickets[:PHONES]}
    acknowledged = interrupted = 0

    for kill in range(kills):
        burst = [
            gevent.spawn(changes_its_mind, phone, number + kill, options, ballot)
            for number, phone in enumerate(phones.values())
        ]
        gevent.sleep(random.Random(kill).uniform(0.05, 1.0))  # noqa: S311 - any moment will do
        hall.server.kill()
        gevent.joinall(burst, raise_error=True)
        acknowledged += sum(one.value for one in burst)
        interrupted += sum(phone.waiting is not None for phone in phones.values())

        in_the_same_state(hall, phones)

        hall.server.start()
        retries = [gevent.spawn(votes.insist, phone, ballot) for phone in phones.values()]
        gevent.joinall(retries, raise_error=True)
        gevent.joinall([gevent.spawn(votes.come_back, phone.screen) for phone in phones.values()], raise_error=True)

        told = {ticket: phone.confirmed for ticket, phone in phones.items() if phone.confirmed}
        # own revision = sequence: each of this person's messages was counted exactly once
        assert hall.rows() == {ticket: (vote.sequence, vote.sequence, vote.choice) for ticket, vote in told.items()}

    assert acknowledged > kills
    assert interrupted > kills
    hall.ends()
    expected: Counter[str] = Counter()
    for phone in phones.values():
        expected.update(phone.confirmed.choice if phone.confirmed else {})
    assert Counter(hall.ballot().result) == expected
    assert "Traceback" not in hall.server.log()


def test_a_server_that_says_counted_before_it_has_stored_would_be_caught(hall: Hall) -> None:
    hall.server.stop()
    hall.server.command = (sys.executable, str(Path(__file__).parent / "hasty_server.py"))
    hall.server.start()
    hall.begins(BallotKind.CONFIDENTIAL)
    ballot, options = hall.facts(), hall.options()
    phones = {ticket: hall.phone(ticket) for ticket in hall.evening.tickets[:PHONES]}

    for number, phone in enumerate(phones.values()):
        phone.chooses(votes.choice_for(number, 0, [int(option) for option in options]))
    burst = [gevent.spawn(phone.sends, ballot) for phone in phones.values()]
    gevent.wait(burst, count=1)
    hall.server.kill()
    gevent.joinall(burst)

    with pytest.raises(AssertionError):
        in_the_same_state(hall, phones)


def test_a_stopped_server_leaves_at_once_with_everything_it_acknowledged(hall: Hall) -> None:
    hall.begins(BallotKind.CONFIDENTIAL)
    ballot, options = hall.facts(), hall.options()
    phones = {ticket: hall.phone(ticket) for ticket in hall.evening.tickets[:PHONES]}

    burst = [
        gevent.spawn(changes_its_mind, phone, number, options, ballot) for number, phone in enumerate(phones.values())
    ]
    gevent.sleep(0.5)
    took = hall.server.stop()
    gevent.joinall(burst, raise_error=True)

    assert sum(one.value for one in burst) > 0
    in_the_same_state(hall, phones)
    assert took < 10  # open sockets do not hold it up; they used to for as long as the phones stayed
    assert "Traceback" not in hall.server.log()
