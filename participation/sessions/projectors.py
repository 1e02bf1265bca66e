"""The projectors of a hall: each has a key of its own, may show something else than the others, and can be shut."""

from datetime import timedelta

from sqlalchemy import func, select

from participation.foundation import chance, clock
from participation.foundation.database import Transaction
from participation.foundation.messages import NotFound
from participation.foundation.permissions import Actor, Permission, require
from participation.people.rules import key_hash
from participation.sessions.models import LiveSession, ScreenKey
from participation.sessions.rules import Shows
from participation.sessions.sheet import changed, hold

SCREEN_HOURS = 24


def open_screen(tx: Transaction, live: LiveSession, shows: Shows = Shows.FOLLOW, *, by: Actor) -> str:
    """A key for one projector, good for a day; returns its token. Raises NotAllowed."""
    require(by, Permission.RUN_SESSION, live)
    hold(tx, live)
    token = chance.token()
    last = tx.session.scalar(select(func.max(ScreenKey.number)).where(ScreenKey.session_id == live.id))
    tx.session.add(
        ScreenKey(
            token_hash=key_hash(token),
            municipality_id=live.municipality_id,
            session_id=live.id,
            expires_at=clock.now() + timedelta(hours=SCREEN_HOURS),
            number=(last or 0) + 1,
            shows=shows,
        )
    )
    changed(tx, live, "session.screen", by)  # a frame that was kept does not know this screen yet
    return token


def turn_screen(tx: Transaction, live: LiveSession, number: int, shows: Shows, *, by: Actor) -> None:
    """Let one projector show something else from now on. Raises NotAllowed, NotFound."""
    require(by, Permission.RUN_SESSION, live)
    hold(tx, live)
    screen_of(tx, live, number).shows = shows
    changed(tx, live, "session.screen_turn", by)


def shut_screen(tx: Transaction, live: LiveSession, number: int, *, by: Actor) -> None:
    """Whoever holds this key sees nothing more. Raises NotAllowed, NotFound."""
    require(by, Permission.RUN_SESSION, live)
    hold(tx, live)
    tx.session.delete(screen_of(tx, live, number))
    changed(tx, live, "session.screen_shut", by)


def screen_of(tx: Transaction, live: LiveSession, number: int) -> ScreenKey:
    """Raises NotFound."""
    found = tx.session.scalar(select(ScreenKey).where(ScreenKey.session_id == live.id, ScreenKey.number == number))
    if found is None:
        raise NotFound
    return found
