"""The worker's round goes on whatever happens, beside the jobs."""

from dataclasses import replace
from threading import Event
from types import SimpleNamespace

import pytest
from sqlalchemy.exc import OperationalError

from participation.foundation import database
from participation.foundation.messages import HouseBusy
from participation.notifications import rounds
from tests.conftest import House
from tests.ideas.test_board import counted_statements
from tests.notifications.mail_server import open_mail_server
from tests.notifications.office import asks, open_office


def test_a_step_that_fails_does_not_end_the_thread(caplog: pytest.LogCaptureFixture) -> None:
    def fails(with_what: Exception) -> object:
        raise with_what

    assert not rounds.carefully(lambda: fails(HouseBusy()))
    assert not rounds.carefully(lambda: fails(OperationalError("", {}, Exception())))
    assert not rounds.carefully(lambda: fails(LookupError()))
    assert rounds.carefully(lambda: 1)
    assert [record.levelname for record in caplog.records] == ["WARNING", "WARNING", "ERROR"]


def test_settings_that_cannot_be_read_are_told_once_without_the_password_and_nothing_is_sent(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    with open_mail_server() as server:
        office = open_office(house, server)
        bad = replace(office.settings, smtp="smtp://amt:geheim@:")

    assert rounds.office_of(bad) is None
    assert "no mail is sent: PARTICIPATION_SMTP must look like" in caplog.text
    assert "geheim" not in caplog.text
    assert rounds.office_of(office.settings)


class Impatient(Event):
    """Waits for nobody, and notes for how long it was asked to."""

    def __init__(self) -> None:
        super().__init__()
        self.pauses: list[float | None] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.pauses.append(timeout)
        return self.is_set()


def test_the_thread_goes_round_once_a_minute_and_sends_what_is_due(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds, stop = [0.0, 0.0, 1.0, 59.0, 60.0, 61.0, 119.9, 120.0], Impatient()

    def monotonic() -> float:
        if len(seconds) == 1:
            stop.set()
        return seconds.pop(0)

    monkeypatch.setattr(rounds, "time", SimpleNamespace(monotonic=monotonic))
    with open_mail_server() as server:
        office = open_office(house, server)
        asks(office.moderator())
        with counted_statements() as statements:
            rounds.keep_delivering(house.app, database.current(), office.settings, stop)

        assert [one.mail["Subject"] for one in server.received] == ["Confirm your address for Musterstadt"]
    # in each of three rounds those who want the mails of a desk, and those who want their own
    assert sum("digest_choice.often !=" in one for one in statements) == 3 * 2
    assert stop.pauses == [rounds.PAUSE] * 6
