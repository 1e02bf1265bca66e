"""What a café does when the hall goes on, when its session ends, when a note was decided about, when somebody goes."""

from sqlalchemy import delete, select, update

from participation.contributions.news import (
    ContributionHidden,
    ContributionPublished,
    ContributionWithdrawn,
    WordsChanged,
)
from participation.contributions.rules import Kind
from participation.foundation.database import Transaction
from participation.sessions.models import LiveSession
from participation.sessions.news import SessionEnded, StepCalled
from participation.worldcafe import queries
from participation.worldcafe.models import Cafe, CafeGuest, CafePlace, CafeRound
from participation.worldcafe.seating import drop_plans, tell
from participation.worldcafe.service import hold, looks_different

Visible = ContributionPublished | ContributionHidden | ContributionWithdrawn


def hear_of_step(tx: Transaction, news: StepCalled) -> None:
    """A round is called up: everybody learns where they sit."""
    live = tx.session.get_one(LiveSession, news.session_id)
    one = queries.round_at(tx.session, live.step_id)
    if one is not None:
        tell(tx, tx.session.get_one(Cafe, one.cafe_id), one)
        looks_different(tx, live)


def hear_of_end(tx: Transaction, news: SessionEnded) -> None:
    """The session is over: who took part, which languages they speak and who sat with whom goes. The figures stay."""
    cafe = queries.cafe_in(tx.session, news.session_id)
    if cafe is None:
        return
    rounds = select(CafeRound.id).where(CafeRound.cafe_id == cafe.id)
    drop_plans(tx, cafe)
    tx.session.execute(delete(CafePlace).where(CafePlace.round_id.in_(rounds)))
    tx.session.execute(delete(CafeGuest).where(CafeGuest.cafe_id == cafe.id))


def hear_of_it(tx: Transaction, news: Visible | WordsChanged) -> None:
    """At once the desk and the screen show a note, or show it no more."""
    note = queries.note_of(tx.session, news.contribution_id) if news.kind == Kind.NOTE else None
    if note is None:
        return
    looks_different(tx, hold(tx, tx.session.get_one(Cafe, note.cafe_id)))


def forget(tx: Transaction, person_id: int) -> None:
    """For erasure: they are not here any more, and nothing says which languages they speak or where they sat."""
    for guest in tx.session.scalars(select(CafeGuest).where(CafeGuest.person_id == person_id)).all():
        cafe = tx.session.get_one(Cafe, guest.cafe_id)
        tx.session.execute(delete(CafePlace).where(CafePlace.guest_id == guest.id))
        tx.session.delete(guest)
        tx.session.flush()
        looks_different(tx, queries.session_of(tx.session, cafe))


def let_go(tx: Transaction, guest_id: int, account_id: int) -> None:
    """Where a guest and the account they become both take part, the account does."""
    both = select(CafeGuest.cafe_id).where(CafeGuest.person_id == account_id)
    wanted = CafeGuest.person_id == guest_id, CafeGuest.cafe_id.in_(both)
    tx.session.execute(
        update(CafeGuest)
        .where(*wanted)
        .values(person_id=None, languages=[], left=True, host_of_id=None)
        .execution_options(synchronize_session="fetch")
    )
