"""Who takes part in a world café: they come, say which languages they speak, stay at a table as its host, leave."""

from collections.abc import Sequence

from sqlalchemy import update

from participation.foundation.audit import Act, enter
from participation.foundation.database import Transaction
from participation.foundation.locales import OWN_NAMES
from participation.foundation.messages import NotFound
from participation.foundation.permissions import Actor, Permission, require
from participation.sessions import sheet
from participation.sessions.models import LiveSession
from participation.sessions.rules import SessionNotOpen, SessionState
from participation.worldcafe import queries
from participation.worldcafe.models import Cafe, CafeGuest, CafeTable
from participation.worldcafe.news import CafeChanged
from participation.worldcafe.rules import (
    MOST_GUESTS,
    MOST_SLIPS,
    NoSuchGuest,
    NotInTheCafe,
    NotSoManySlips,
    TableHasHost,
)
from participation.worldcafe.seating import drop_plans, seat_late

# --- phones


def take_part(tx: Transaction, cafe: Cafe, languages: Sequence[str] | None, *, by: Actor) -> CafeGuest:
    """Somebody is in, or is back; twice changes nothing. Where a round runs they get a place at once.

    languages: those they speak, None where they said nothing new. Raises SessionNotOpen, NotFound.
    """
    live = hold(tx, cafe)
    require_open(live)
    if by.person_id is None:
        raise NotFound
    guest = queries.guest_by(tx.session, cafe, by.person_id) or come(tx, cafe, by.person_id)
    guest.left = False
    spoken = [one for one in dict.fromkeys(languages) if one in OWN_NAMES] if languages is not None else guest.languages
    if spoken != guest.languages:
        guest.languages = spoken
        drop_plans(tx, cafe)  # a proposal that did not know it
    tx.session.flush()
    seat_late(tx, cafe, [guest])
    looks_different(tx, live)
    return guest


def come(tx: Transaction, cafe: Cafe, person_id: int | None) -> CafeGuest:
    """Raises NotSoManySlips where a hall holds no more."""
    if cafe.guests >= MOST_GUESTS:
        raise NotSoManySlips(limit=MOST_SLIPS)
    cafe.guests += 1
    guest = CafeGuest(
        municipality_id=cafe.municipality_id, cafe_id=cafe.id, number=cafe.guests, person_id=person_id, languages=[]
    )
    tx.session.add(guest)
    tx.session.flush()
    return guest


def leave(tx: Transaction, cafe: Cafe, *, by: Actor) -> None:
    """Somebody has to go; twice changes nothing. Their table has no host any more where they were it."""
    live = hold(tx, cafe)
    guest = queries.guest_by(tx.session, cafe, by.person_id)
    if guest is not None and not guest.left:
        go(tx, cafe, live, guest)


def go(tx: Transaction, cafe: Cafe, live: LiveSession, guest: CafeGuest) -> None:
    guest.left = True
    if guest.host_of_id is not None:
        guest.host_of_id = None
        hosts_changed(tx, cafe)
    looks_different(tx, live)


def stay_as_host(tx: Transaction, cafe: Cafe, number: int, *, by: Actor) -> None:
    """Somebody stays at a table, where the desk asks for hosts. number: of the table.

    Raises SessionNotOpen, NotInTheCafe, NotFound, TableHasHost.
    """
    live = hold(tx, cafe)
    require_open(live)
    guest = queries.guest_by(tx.session, cafe, by.person_id)
    if guest is None or guest.left:
        raise NotInTheCafe
    table = queries.table_numbered(tx.session, cafe, number)
    if not cafe.asks_hosts:
        raise TableHasHost
    make_host(tx, cafe, table, guest)
    looks_different(tx, live)


def host_no_more(tx: Transaction, cafe: Cafe, *, by: Actor) -> None:
    """A host wants to go round like everybody; twice changes nothing."""
    live = hold(tx, cafe)
    guest = queries.guest_by(tx.session, cafe, by.person_id)
    if guest is not None and guest.host_of_id is not None:
        guest.host_of_id = None
        hosts_changed(tx, cafe)
        looks_different(tx, live)


def make_host(tx: Transaction, cafe: Cafe, table: CafeTable, guest: CafeGuest) -> None:
    """Raises TableHasHost."""
    host = queries.host_of(tx.session, table)
    if table.closed or (host is not None and host.id != guest.id):
        raise TableHasHost
    guest.host_of_id = table.id
    hosts_changed(tx, cafe)


def hosts_changed(tx: Transaction, cafe: Cafe) -> None:
    """A plan that nobody was told yet does not fit any more; phones look again."""
    tx.session.flush()
    drop_plans(tx, cafe)
    cafe.moves += 1


# --- the desk, for guests without a phone and for hosts it names


def add_slips(tx: Transaction, cafe: Cafe, count: int, *, by: Actor) -> None:
    """So many guests without a phone; each gets a slip with a number. Raises NotAllowed, NotSoManySlips."""
    require(by, Permission.RUN_SESSION, cafe)
    live = hold(tx, cafe)
    require_open(live)
    if not 1 <= count <= MOST_SLIPS:
        raise NotSoManySlips(limit=MOST_SLIPS)
    seat_late(tx, cafe, [come(tx, cafe, None) for _ in range(count)])
    log(tx, cafe, "cafe.guests", by)
    looks_different(tx, live)


def send_home(tx: Transaction, cafe: Cafe, number: int, *, by: Actor) -> None:
    """A guest has left, as the desk sees it. Raises NotAllowed, NoSuchGuest."""
    require(by, Permission.RUN_SESSION, cafe)
    live = hold(tx, cafe)
    go(tx, cafe, live, guest_here(tx, cafe, number))
    log(tx, cafe, "cafe.guests", by)


def bring_back(tx: Transaction, cafe: Cafe, number: int, *, by: Actor) -> None:
    """They are here after all. Raises NotAllowed, NoSuchGuest."""
    require(by, Permission.RUN_SESSION, cafe)
    live = hold(tx, cafe)
    require_open(live)
    wanted = tx.session.query(CafeGuest).filter_by(cafe_id=cafe.id, number=number, left=True)
    guest = wanted.one_or_none()
    if guest is None:
        raise NoSuchGuest
    guest.left = False
    tx.session.flush()
    seat_late(tx, cafe, [guest])
    log(tx, cafe, "cafe.guests", by)
    looks_different(tx, live)


def name_host(tx: Transaction, cafe: Cafe, table_number: int, number: int | None, *, by: Actor) -> None:
    """The desk names the host of a table by their number, None for nobody.

    Raises NotAllowed, NotFound, NoSuchGuest, TableHasHost.
    """
    require(by, Permission.RUN_SESSION, cafe)
    live = hold(tx, cafe)
    require_open(live)
    table = queries.table_numbered(tx.session, cafe, table_number)
    before = queries.host_of(tx.session, table)
    if before is not None:
        before.host_of_id = None
        hosts_changed(tx, cafe)
    if number is not None:
        make_host(tx, cafe, table, guest_here(tx, cafe, number))
    log(tx, cafe, "cafe.host", by)
    looks_different(tx, live)


def guest_here(tx: Transaction, cafe: Cafe, number: int) -> CafeGuest:
    """Raises NoSuchGuest."""
    guest = queries.guest_numbered(tx.session, cafe, number)
    if guest is None:
        raise NoSuchGuest
    return guest


def ask_for_hosts(tx: Transaction, cafe: Cafe, *, asks: bool, by: Actor) -> None:
    """Phones can say that they stay at a table, or not any more. Raises NotAllowed."""
    require(by, Permission.RUN_SESSION, cafe)
    live = hold(tx, cafe)
    require_open(live)
    if cafe.asks_hosts != asks:
        cafe.asks_hosts = asks
        cafe.moves += 1
        log(tx, cafe, "cafe.host", by)
        looks_different(tx, live)


# --- the screens follow


def require_open(live: LiveSession) -> None:
    if live.state != SessionState.OPEN:
        raise SessionNotOpen


def hold(tx: Transaction, cafe: Cafe) -> LiveSession:
    """Of two who change a café at the same moment the second waits, and then sees what the first did."""
    live = queries.session_of(tx.session, cafe)
    sheet.hold(tx, live)
    tx.session.refresh(cafe)
    return live


def log(tx: Transaction, cafe: Cafe, action: str, by: Actor) -> None:
    enter(tx, Act(by.entry, action, f"cafe:{cafe.id}"), town=cafe.municipality_id)


def looks_different(tx: Transaction, live: LiveSession) -> None:
    """Desk, screens and phones show something else now."""
    tx.session.flush()
    tx.session.execute(
        update(LiveSession)
        .where(LiveSession.id == live.id)
        .values(seq=LiveSession.seq + 1)
        .execution_options(synchronize_session="fetch")
    )
    tx.announce(CafeChanged(live.public_id))
