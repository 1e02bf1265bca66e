"""What is to be forgotten in time, room by room: the worker looks once a minute (`notifications.rounds`)."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from participation.foundation.database import Database, Transaction

Look = Callable[[Session], bool]
Sweep = Callable[[Transaction], None]
_rooms: dict[str, tuple[Look, Sweep]] = {}


def register(room: str, look: Look, sweep: Sweep) -> None:
    """Called by `app`. look: whether there is anything to forget, so that looking takes no lock."""
    _rooms[room] = (look, sweep)


def rooms() -> frozenset[str]:
    return frozenset(_rooms)


def tidy(house: Database) -> int:
    """Returns in how many rooms there was something to do."""
    with house.reading() as session:
        untidy = [sweep for look, sweep in _rooms.values() if look(session)]
    for sweep in untidy:
        with house.transaction() as tx:
            sweep(tx)
    return len(untidy)
