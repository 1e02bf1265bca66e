"""A wall is planned, cards come onto it, the desk lets the hall read them. Their order is up to `arranging`."""

from collections.abc import Sequence

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from participation.cardwall import queries
from participation.cardwall.models import Wall, WallAct, WallCard, WallGroup
from participation.cardwall.news import WallChanged
from participation.cardwall.rules import KIND, LONGEST_CARD, CardsStay, WallClosed, is_shown
from participation.contributions import service as contributions
from participation.contributions.news import (
    ContributionHidden,
    ContributionPublished,
    ContributionWithdrawn,
    WordsChanged,
)
from participation.contributions.queries import sent_before
from participation.contributions.rehearsed import want as stand_behind
from participation.contributions.rules import Kind, Source, Status, sent_once
from participation.contributions.service import Said
from participation.foundation import chance, clock
from participation.foundation.audit import Act, enter
from participation.foundation.database import Transaction
from participation.foundation.messages import NotFound
from participation.foundation.permissions import Actor, Permission, may, require
from participation.foundation.text import one_line
from participation.languages.hearing import Written, hear
from participation.moderation.letting import cases_about, let_through
from participation.moderation.limits import look_at_pace, require_pace
from participation.process.models import Format, FormatKind, Process
from participation.process.service import open_for_sessions
from participation.sessions import sheet
from participation.sessions.models import LiveSession, RunStep
from participation.sessions.news import SessionChanged
from participation.sessions.rules import SessionNotOpen, SessionState
from participation.sessions.sheet import Notes


def plan_wall(
    tx: Transaction,
    live: LiveSession,
    question: dict[str, str],
    notes: Notes,
    *,
    hidden: bool,
    hearts: bool = False,
    by: Actor,
    after: int | None = None,
) -> Wall:
    """A step of the run sheet at which everybody writes cards. hidden, hearts: as `Wall` has them.

    Raises NotAllowed.
    """
    require(by, Permission.RUN_SESSION, live)
    sheet.hold(tx, live)
    step = sheet.put(tx, live, RunStep(kind=KIND, title=question), after)
    sheet.note(step, notes)
    wall = stand(tx, live, step, hidden=hidden, hearts=hearts)
    sheet.changed(tx, live, "session.step_add", by)
    return wall


def begin_wall(tx: Transaction, step: RunStep) -> None:
    """A pattern brought a step of cards: here is its wall."""
    stand(tx, tx.session.get_one(LiveSession, step.session_id), step, hidden=False)


def stand(tx: Transaction, live: LiveSession, step: RunStep, *, hidden: bool, hearts: bool = False) -> Wall:
    """An empty wall. In a rehearsal it has no format: nothing of it is kept."""
    process = tx.session.get_one(Process, live.process_id)
    kept_in = None if live.rehearsal else open_for_sessions(tx, process, FormatKind.CARD_WALL, title=step.title).id
    wall = Wall(
        municipality_id=live.municipality_id,
        process_id=live.process_id,
        public_id=chance.token(),
        session_id=live.id,
        step_id=step.id,
        format_id=kept_in,
        hidden=hidden,
        hearts=hearts,
    )
    tx.session.add(wall)
    tx.session.flush()
    return wall


def copy_wall(tx: Transaction, step: RunStep, copy: RunStep) -> None:
    """For a rehearsal: an empty wall that keeps nothing."""
    wall = queries.wall_at(tx.session, step)
    stand(tx, tx.session.get_one(LiveSession, copy.session_id), copy, hidden=wall.hidden, hearts=wall.hearts)


def reword_wall(tx: Transaction, step: RunStep) -> None:
    """The question was worded anew: its cards stand under the new one."""
    wall = queries.wall_at(tx.session, step)
    if wall.format_id is not None:
        collection = tx.session.get_one(Format, wall.format_id)
        collection.title = collection.question = dict(step.title)


def take_down(tx: Transaction, step: RunStep) -> None:
    """The step leaves the run sheet. Raises CardsStay."""
    wall = queries.wall_at(tx.session, step)
    if wall.format_id is not None and wall.numbers:
        raise CardsStay
    for table in (WallAct, WallCard, WallGroup):
        tx.session.execute(delete(table).where(table.wall_id == wall.id))
    tx.session.execute(delete(Wall).where(Wall.id == wall.id))
    if wall.format_id is not None:
        tx.session.execute(delete(Format).where(Format.id == wall.format_id))


# --- cards arrive


def look_at_card(session: Session, wall: Wall, written: Written, *, by: Actor) -> None:
    """Refuse what would be refused anyway before the one writer's lock is taken. Raises as `write_card` does."""
    require_open(wall, queries.session_of(session, wall))
    one_line(written.text, LONGEST_CARD)
    look_at_pace(session, by, wall)


def write_card(tx: Transaction, wall: Wall, written: Written, *, by: Actor) -> WallCard:
    """Somebody in the hall writes a card; it waits for the desk. The same form sent twice is one card.

    Raises WallClosed, SessionNotOpen, NothingSaid, TooLong, TooFast.
    """
    live = hold(tx, wall)
    require_open(wall, live)
    words = one_line(written.text, LONGEST_CARD)
    if wall.format_id is None:
        return put_up(tx, wall, live, trial=trial_of(words, written))
    collection = tx.session.get_one(Format, wall.format_id)
    key = sent_once(written.once, words)
    known = sent_before(tx.session, collection.id, key) if key else None
    if known is not None:
        return card_of(tx, known.id)
    require_pace(tx, by, collection)
    said = said_by(words, written, Source.SESSION, key)
    return keep(tx, wall, live, said, author_id=by.person_id, into=collection)


def enter_card(tx: Transaction, wall: Wall, written: Written, *, by: Actor) -> WallCard:
    """Somebody writes down what a person without a phone says. Whoever moderates lets it through with it.

    Raises NotAllowed, SessionNotOpen, NothingSaid, TooLong.
    """
    require(by, Permission.WRITE_FOR_OTHERS, wall)
    live = hold(tx, wall)
    if live.state != SessionState.OPEN:
        raise SessionNotOpen
    words = one_line(written.text, LONGEST_CARD)
    if wall.format_id is None:
        return put_up(tx, wall, live, trial=trial_of(words, written) | {"released": may(by, Permission.MODERATE, wall)})
    collection = tx.session.get_one(Format, wall.format_id)
    card = keep(tx, wall, live, said_by(words, written, Source.PAPER, None), author_id=None, into=collection)
    enter(tx, Act(by.entry, "wall.enter", f"contribution:{card.contribution_id}"), town=wall.municipality_id)
    if may(by, Permission.MODERATE, wall):
        cases = cases_about(tx.session, [card.contribution_id or 0])
        release(tx, wall, [(card.id, case.revision) for case in cases.values()], by=by)
    return card


def require_open(wall: Wall, live: LiveSession) -> None:
    """Also when the hall has moved on: a card may have waited on a phone for a network. Only the desk ends it."""
    if live.state != SessionState.OPEN:
        raise SessionNotOpen
    if not wall.accepts:
        raise WallClosed


def trial_of(words: str, written: Written) -> dict[str, object]:
    return {"text": words, "language": hear(words, written.language, written.page_language).language}


def said_by(words: str, written: Written, source: Source, key: str | None) -> Said:
    heard = hear(words, written.language, written.page_language)
    return Said(words, heard.language, heard.by, source=source, source_key=key, kind=Kind.CARD)


def keep(
    tx: Transaction, wall: Wall, live: LiveSession, said: Said, *, author_id: int | None, into: Format
) -> WallCard:
    """A card is a contribution with a place on a wall. Three words are few: nobody asks which language they are in."""
    kept = contributions.receive(tx, said, into=into, author_id=author_id, status=Status.WAITING)
    return put_up(tx, wall, live, contribution_id=kept.id)


def put_up(
    tx: Transaction,
    wall: Wall,
    live: LiveSession,
    *,
    contribution_id: int | None = None,
    trial: dict[str, object] | None = None,
) -> WallCard:
    wall.numbers += 1
    card = WallCard(
        municipality_id=wall.municipality_id,
        wall_id=wall.id,
        contribution_id=contribution_id,
        trial=trial,
        number=wall.numbers,
    )
    tx.session.add(card)
    tx.session.flush()
    looks_different(tx, wall, live)
    return card


def card_of(tx: Transaction, contribution_id: int) -> WallCard:
    return tx.session.scalars(select(WallCard).where(WallCard.contribution_id == contribution_id)).one()


# --- the hall may read them


def release(tx: Transaction, wall: Wall, picked: Sequence[tuple[int, int]], *, by: Actor) -> int:
    """Let the hall read cards, or, while the wall is hidden, note that it may. Returns how many were let through.

    picked: (card, revision of its case as somebody saw it); what changed meanwhile, or was decided, is left as it is.
    Raises NotAllowed.
    """
    require(by, Permission.MODERATE, wall)
    found = queries.cards_among(tx.session, wall, [card for card, _ in picked])
    trials = [card for card in found.values() if card.contribution_id is None]
    for card in trials:
        card.trial = {**(card.trial or {}), "released": True}
    seen = {found[card].contribution_id or 0: revision for card, revision in picked if card in found}
    done = let_through(tx, seen, by=by) if not wall.openness.hidden else note_ready(tx, found, seen)
    looks_different(tx, wall, queries.session_of(tx.session, wall))
    return done + len(trials)


def note_ready(tx: Transaction, found: dict[int, WallCard], seen: dict[int, int]) -> int:
    cases = cases_about(tx.session, [one for one in seen if one])
    ready = [
        card
        for card in found.values()
        if (case := cases.get(card.contribution_id or 0)) and case.revision == seen[case.contribution_id]
    ]
    for card in ready:
        card.ready = True
    return len(ready)


def reveal(tx: Transaction, wall: Wall, *, by: Actor) -> None:
    """Now the hall reads what the desk has let through. Doing it twice changes nothing. Raises NotAllowed."""
    require(by, Permission.MODERATE, wall)
    if not wall.openness.hidden:
        return
    ready = [one for one in queries.cards_of(tx.session, wall) if one.ready and one.said.status == Status.WAITING]
    cases = cases_about(tx.session, [one.contribution_id for one in ready if one.contribution_id])
    let_through(tx, {about: case.revision for about, case in cases.items()}, by=by)
    wall.revealed_at = clock.now()
    enter(tx, Act(by.entry, "wall.reveal", f"wall:{wall.id}"), town=wall.municipality_id)
    looks_different(tx, wall, queries.session_of(tx.session, wall), phones=True)


def take_cards(tx: Transaction, wall: Wall, *, takes: bool, by: Actor) -> None:
    """Take cards from phones, or stop taking them. Raises NotAllowed."""
    require(by, Permission.RUN_SESSION, wall)
    live = hold(tx, wall)
    if wall.accepts == takes:
        return
    wall.accepts = takes
    enter(tx, Act(by.entry, "wall.open" if takes else "wall.close", f"wall:{wall.id}"), town=wall.municipality_id)
    looks_different(tx, wall, live, phones=True)


# --- what is important to whom


def want(tx: Transaction, wall: Wall, card: WallCard, *, wants: bool, by: Actor) -> None:
    """A card is important to somebody, or is not after all; asking twice changes nothing.

    Raises SessionNotOpen, NotFound for one that the hall does not read and where nobody asks.
    """
    live = queries.session_of(tx.session, wall)
    if live.state != SessionState.OPEN:
        raise SessionNotOpen
    if not wall.hearts or by.person_id is None or not is_shown(card.said.status, wall.openness):
        raise NotFound
    stand_behind(tx, card, by.person_id, wants=wants)
    looks_different(tx, wall, live, hearts=True)


# --- the screens follow


def hold(tx: Transaction, wall: Wall) -> LiveSession:
    """Of two who change a wall at the same moment the second waits, and then sees what the first did."""
    live = queries.session_of(tx.session, wall)
    sheet.hold(tx, live)
    tx.session.refresh(wall)
    return live


def looks_different(
    tx: Transaction, wall: Wall, live: LiveSession, *, phones: bool = False, hearts: bool = False
) -> None:
    """Desk and screens show something else now. phones: they do as well; hearts: only how many want which."""
    tx.session.flush()
    tx.session.execute(
        update(LiveSession)
        .where(LiveSession.id == live.id)
        .values(seq=LiveSession.seq + 1)
        .execution_options(synchronize_session="fetch")
    )
    tx.announce(WallChanged(wall.public_id, live.public_id, phones=wall.hearts, hearts=hearts))
    if phones:
        tx.announce(SessionChanged(live.public_id))


def hear_of_new_words(tx: Transaction, news: WordsChanged) -> None:
    """A card says something else: what the desk let through were the words before."""
    if news.kind is not Kind.CARD:
        return
    place = queries.place_of(tx.session, news.contribution_id)
    if place is not None:
        card, wall = place
        card.ready = False
        looks_different(tx, wall, queries.session_of(tx.session, wall))


Visible = ContributionPublished | ContributionHidden | ContributionWithdrawn


def hear_of_card(tx: Transaction, news: Visible) -> None:
    """Wherever somebody decided about a card: within a second every screen shows it, or shows it no more."""
    if news.kind is not Kind.CARD:
        return
    place = queries.place_of(tx.session, news.contribution_id)
    if place is not None:
        card, wall = place
        if wall.card_id == card.id and not isinstance(news, ContributionPublished):
            wall.card_id = None  # a question that is gone is not answered any more, also when it comes back
        looks_different(tx, wall, queries.session_of(tx.session, wall))
