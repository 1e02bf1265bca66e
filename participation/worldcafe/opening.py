"""The tables of a world café: more of them, fewer of them, and the plan of the next round. Each act is the desk's."""

from collections.abc import Sequence

from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor, Permission, require
from participation.worldcafe import queries
from participation.worldcafe.models import Cafe, CafeTable
from participation.worldcafe.rules import (
    MOST_PEOPLE,
    MOST_TABLES,
    NoRoundAhead,
    NotSoManyPeople,
    NotSoManyTables,
)
from participation.worldcafe.seating import drop_plans, propose, seat_who_stands
from participation.worldcafe.service import hold, log, looks_different


def add_tables(tx: Transaction, cafe: Cafe, count: int, places: Sequence[str] = (), *, by: Actor) -> None:
    """So many more. places: where they stand, in their order; as many as there are. Raises NotAllowed, NotSoManyTables.

    A plan that nobody was told yet goes.
    """
    require(by, Permission.RUN_SESSION, cafe)
    live = hold(tx, cafe)
    known = [one.number for one in queries.tables_of(tx.session, cafe)]
    if count < 1 or len(known) + count > MOST_TABLES:
        raise NotSoManyTables(limit=MOST_TABLES)
    keep_tables(tx, cafe, max(known, default=0), [*places, *[""] * count][:count])
    drop_plans(tx, cafe)
    seat_who_stands(tx, cafe)
    log(tx, cafe, "cafe.tables", by)
    looks_different(tx, live)


def keep_tables(tx: Transaction, cafe: Cafe, after: int, places: Sequence[str]) -> None:
    town = cafe.municipality_id
    tx.session.add_all(
        [
            CafeTable(municipality_id=town, cafe_id=cafe.id, number=number, place=place)
            for number, place in enumerate(places, start=after + 1)
        ]
    )
    tx.session.flush()


def set_people(cafe: Cafe, people: int, *, by: Actor) -> None:
    """How many sit at a table, as far as they do. Raises NotAllowed, NotSoManyPeople."""
    require(by, Permission.RUN_SESSION, cafe)
    if not 2 <= people <= MOST_PEOPLE:
        raise NotSoManyPeople(limit=MOST_PEOPLE)
    cafe.people = people


def close_table(tx: Transaction, cafe: Cafe, number: int, *, by: Actor) -> None:
    """Nobody is planned there any more. Who sits there stays for the round that runs; its host goes round afterwards.

    Twice changes nothing. Raises NotAllowed, NotFound.
    """
    require(by, Permission.RUN_SESSION, cafe)
    live = hold(tx, cafe)
    table = queries.table_numbered(tx.session, cafe, number)
    host = queries.host_of(tx.session, table)
    table.closed = True
    if host is not None:
        host.host_of_id = None
    changed(tx, cafe, by)
    looks_different(tx, live)


def open_table(tx: Transaction, cafe: Cafe, number: int, *, by: Actor) -> None:
    """It can be used again. Twice changes nothing. Raises NotAllowed, NotFound."""
    require(by, Permission.RUN_SESSION, cafe)
    live = hold(tx, cafe)
    queries.table_numbered(tx.session, cafe, number).closed = False
    changed(tx, cafe, by)
    seat_who_stands(tx, cafe)
    looks_different(tx, live)


def move_table(tx: Transaction, cafe: Cafe, number: int, place: str, *, by: Actor) -> None:
    """It stands somewhere else. place: clean, "" for nowhere in particular. Raises NotAllowed, NotFound."""
    require(by, Permission.RUN_SESSION, cafe)
    live = hold(tx, cafe)
    queries.table_numbered(tx.session, cafe, number).place = place
    cafe.moves += 1
    log(tx, cafe, "cafe.tables", by)
    looks_different(tx, live)


def changed(tx: Transaction, cafe: Cafe, by: Actor) -> None:
    tx.session.flush()
    drop_plans(tx, cafe)
    cafe.moves += 1
    log(tx, cafe, "cafe.tables", by)


def plan_next(tx: Transaction, cafe: Cafe, *, by: Actor) -> None:
    """Propose who sits where in the next round; again for another proposal. Nobody but the desk is told, in figures.

    Raises NotAllowed, NoRoundAhead, NoTableOpen.
    """
    require(by, Permission.RUN_SESSION, cafe)
    live = hold(tx, cafe)
    ahead = queries.next_round(tx.session, cafe)
    if ahead is None:
        raise NoRoundAhead
    propose(tx, cafe, ahead)
    log(tx, cafe, "cafe.mix", by)
    looks_different(tx, live)
