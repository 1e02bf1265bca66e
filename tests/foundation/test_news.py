"""What a use case records happens with it; what it announces is heard once it is true."""

import logging
from dataclasses import dataclass

import pytest
from sqlalchemy import func, select

from participation.foundation import database
from participation.foundation.database import Transaction
from participation.foundation.municipality import Municipality, found_municipality
from tests.conftest import House


@dataclass(frozen=True, slots=True)
class TownFounded:
    slug: str


def count_towns() -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Municipality)) or 0


def found(slug: str) -> None:
    with database.transaction() as tx:
        found_municipality(tx, slug=slug, name=slug)
        tx.record(TownFounded(slug))
        tx.announce(TownFounded(slug))


def test_a_recording_listener_writes_together_with_the_use_case(house: House) -> None:
    def found_a_sister(tx: Transaction, news: TownFounded) -> None:
        found_municipality(tx, slug=f"{news.slug}-sister", name="Schwesterstadt")

    database.current().wires.on_record(TownFounded, found_a_sister)
    found("neustadt")

    assert count_towns() == 3


def test_when_a_recording_listener_fails_nothing_has_happened(house: House) -> None:
    heard: list[TownFounded] = []

    def stumble(tx: Transaction, news: TownFounded) -> None:
        raise LookupError(news.slug)

    database.current().wires.on_record(TownFounded, stumble)
    database.current().wires.on_announce(TownFounded, heard.append)
    with pytest.raises(LookupError, match="neustadt"):
        found("neustadt")

    assert (count_towns(), heard) == (1, [])


def test_an_announcement_is_heard_after_the_commit_and_only_once(house: House) -> None:
    heard: list[tuple[str, int, bool]] = []

    def listen(news: TownFounded) -> None:
        heard.append((news.slug, count_towns(), database.transaction_is_open()))

    database.current().wires.on_announce(TownFounded, listen)
    with database.transaction() as tx:
        found_municipality(tx, slug="neustadt", name="Neustadt")
        tx.announce(TownFounded("neustadt"))
        tx.announce(TownFounded("neustadt"))
        assert heard == []

    assert heard == [("neustadt", 2, False)]


def test_a_listener_may_open_a_transaction_of_its_own(house: House) -> None:
    def found_a_sister(news: TownFounded) -> None:
        if not news.slug.endswith("sister"):
            found(f"{news.slug}-sister")

    database.current().wires.on_announce(TownFounded, found_a_sister)
    found("neustadt")

    assert count_towns() == 3


def test_a_deaf_listener_undoes_nothing_and_stands_in_the_log(house: House, caplog: pytest.LogCaptureFixture) -> None:
    heard: list[TownFounded] = []

    def stumble(news: TownFounded) -> None:
        raise LookupError(news.slug)

    database.current().wires.on_announce(TownFounded, stumble)
    database.current().wires.on_announce(TownFounded, heard.append)
    with caplog.at_level(logging.ERROR):
        found("neustadt")

    assert (count_towns(), heard) == (2, [TownFounded("neustadt")])
    [record] = caplog.records
    assert record.getMessage() == "a listener to TownFounded was deaf"
    assert record.exc_info is not None
    assert record.exc_info[0] is LookupError
