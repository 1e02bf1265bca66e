"""Who sits where: a round is proposed, and told to the hall when somebody calls its step up."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from participation.foundation import chance, clock
from participation.foundation.database import Transaction
from participation.foundation.locales import DEFAULT
from participation.worldcafe import queries
from participation.worldcafe.gathering import Seating, figures
from participation.worldcafe.mixing import beside, mixed
from participation.worldcafe.models import Cafe, CafeGuest, CafePlace, CafeRound
from participation.worldcafe.rules import NoTableOpen

SEEDS = 2**31
FIRST = DEFAULT  # whoever says nothing about languages speaks the town's first one


def propose(tx: Transaction, cafe: Cafe, one: CafeRound) -> None:
    """Plan a round from who is here now and who sat where before; nobody is told yet. Raises NoTableOpen."""
    now = queries.gathering(tx.session, cafe)
    if not now.tables:
        raise NoTableOpen
    before = queries.seatings_before(tx.session, cafe, one)
    one.seed = chance.number_below(SEEDS)
    keep(tx, one, mixed(now, before, one.seed, FIRST))
    count(tx, cafe, one)


def keep(tx: Transaction, one: CafeRound, seating: Seating) -> None:
    tx.session.execute(delete(CafePlace).where(CafePlace.round_id == one.id))
    put(tx, one, seating)


def put(tx: Transaction, one: CafeRound, seating: Seating) -> None:
    town = one.municipality_id
    tx.session.add_all(
        [
            CafePlace(municipality_id=town, round_id=one.id, guest_id=guest, table_id=table)
            for guest, table in sorted(seating.items())
        ]
    )
    tx.session.flush()


def count(tx: Transaction, cafe: Cafe, one: CafeRound) -> None:
    """The figures of a round: they stay when the places go."""
    now = queries.gathering(tx.session, cafe)
    everybody = queries.places_in(tx.session, one.id)
    seating = {guest: table for guest, table in everybody.items() if guest in now.languages}
    told = figures(now, seating, queries.seatings_before(tx.session, cafe, one), FIRST)
    if one.called_at is None:
        one.people, one.tables = 0, 0
    # who left meanwhile sat there all the same
    one.people, one.tables = max(one.people, len(seating)), max(one.tables, len(set(seating.values())))
    one.again, one.gaps = told.again, told.gaps


def tell(tx: Transaction, cafe: Cafe, one: CafeRound) -> None:
    """The step of a round is called up: from now on its places stand for those who sit.

    A proposal of other people than those who are here is planned anew, from its seed; nobody has seen it. A round that
    was called before keeps its places; who came meanwhile gets one.
    """
    now = queries.gathering(tx.session, cafe)
    if one.called_at is None and now.tables:
        planned = queries.places_in(tx.session, one.id)
        if one.seed is None or set(planned) != set(now.languages):
            one.seed = one.seed if one.seed is not None else chance.number_below(SEEDS)
            keep(tx, one, mixed(now, queries.seatings_before(tx.session, cafe, one), one.seed, FIRST))
    one.called_at = one.called_at or clock.now()
    cafe.moves += 1
    tx.session.flush()
    seat_late(tx, cafe, queries.guests_of(tx.session, cafe))
    count(tx, cafe, one)


def seat_who_stands(tx: Transaction, cafe: Cafe) -> None:
    """There is a table again: a round in which nobody sits yet is planned, otherwise the others get places."""
    one = queries.running_round(tx.session, cafe)
    if one is None or one.called_at is None:
        return
    if not queries.places_in(tx.session, one.id):
        one.called_at = None
        tell(tx, cafe, one)
    else:
        seat_late(tx, cafe, queries.guests_of(tx.session, cafe))


def seat_late(tx: Transaction, cafe: Cafe, guests: Sequence[CafeGuest]) -> None:
    """Whoever has no place in the round that runs gets one; those who sit stay. Without an open table nobody does."""
    one = queries.running_round(tx.session, cafe)
    if one is None or one.called_at is None:
        return
    places = queries.places_in(tx.session, one.id)
    late = [guest for guest in guests if guest.id not in places]
    if not late:
        return
    now = queries.gathering(tx.session, cafe)
    before = queries.seatings_before(tx.session, cafe, one)
    here = {guest: table for guest, table in places.items() if guest in now.languages}
    new: dict[int, int] = {}
    for guest in late:
        table = now.staying.get(guest.id) or beside(now, here, before, guest.id, FIRST)
        if table is not None:
            here[guest.id] = new[guest.id] = table
    put(tx, one, new)
    count(tx, cafe, one)


def drop_plans(tx: Transaction, cafe: Cafe) -> None:
    """Proposals do not fit any more: tables or hosts are others now. What was told stays."""
    waiting = select(CafeRound.id).where(CafeRound.cafe_id == cafe.id, CafeRound.called_at.is_(None))
    tx.session.execute(delete(CafePlace).where(CafePlace.round_id.in_(waiting)))
    for one, _ in queries.rounds_of(tx.session, cafe):
        if one.called_at is None:
            one.seed, one.people, one.tables, one.again, one.gaps = None, 0, 0, 0, 0
    tx.session.flush()
