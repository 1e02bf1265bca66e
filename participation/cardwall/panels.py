"""What a wall shows at its step: on phones the card to write, on the screen the cards, at the desk what comes in."""

from dataclasses import dataclass

from flask import render_template
from sqlalchemy import case as choice
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from participation.cardwall import queries
from participation.cardwall.models import Wall, WallCard
from participation.cardwall.present import CardView, card_views, wall_view
from participation.cardwall.rules import ANSWERED_NAMES, LONGEST_CARD, is_incoming
from participation.contributions.models import Contribution
from participation.contributions.rules import Status
from participation.foundation import chance
from participation.foundation.permissions import Actor
from participation.moderation.rules import REASON_NAMES
from participation.sessions.models import LiveSession, RunStep

AT_THE_DESK = 8  # incoming cards on the console; the wall itself has all of them


@dataclass(frozen=True, slots=True)
class Inbox:
    """came: cards that have arrived; waiting: for the desk; first: the longest waiting of them."""

    came: int
    waiting: int
    first: tuple[CardView, ...]


def phone(session: Session, _live: LiveSession, step: RunStep, lang: str) -> str:
    """The card to write. It says nothing that changes with every card, so phones get no frame for one.

    Where phones say what is important to them they read the cards as well, and their frames come less often.
    """
    wall = queries.wall_at(session, step)
    return render_template(
        "cardwall/phone.html",
        wall=wall,
        openness=wall.openness,
        view=wall_view(session, wall, lang) if wall.hearts else None,
        names=ANSWERED_NAMES,
        limit=LONGEST_CARD,
        once=chance.token(),
        form_token="",
    )


def own(session: Session, step: RunStep, actor: Actor, lang: str) -> str:
    """What this person wrote already."""
    wall = queries.wall_at(session, step)
    found = queries.own_cards(session, wall, actor.authors) if actor.authors else []
    views = card_views(session, found, lang, desk=False)
    hearts = queries.hearts_by(session, wall, actor.person_id)
    return render_template("cardwall/own.html", wall=wall, cards=[views[one.id] for one in found], hearts=hearts)


def projector(session: Session, _live: LiveSession, step: RunStep, lang: str) -> str:
    wall = queries.wall_at(session, step)
    return render_template(
        "cardwall/screen.html",
        wall=wall_view(session, wall, lang),
        came=inbox_counts(session, wall),
        names=ANSWERED_NAMES,
        reasons=REASON_NAMES,
    )


def console(session: Session, live: LiveSession, step: RunStep, lang: str) -> str:
    wall = queries.wall_at(session, step)
    return render_template(
        "cardwall/console.html",
        wall=wall,
        openness=wall.openness,
        session=live.public_id,
        inbox=inbox(session, wall, lang),
        view=wall_view(session, wall, lang) if wall.hearts else None,
        names=ANSWERED_NAMES,
    )


def inbox(session: Session, wall: Wall, lang: str) -> Inbox:
    came, waiting = inbox_counts(session, wall)
    loaded = queries.cards(wall).join(Contribution, Contribution.id == WallCard.contribution_id)
    rows = loaded.where(Contribution.status == Status.WAITING, WallCard.ready.is_(other=False)).limit(AT_THE_DESK)
    if wall.format_id is None:
        some = [one for one in queries.cards_of(session, wall) if is_incoming(one.said.status, ready=one.ready)]
        return Inbox(came, len(some), tuple(card_views(session, some[:AT_THE_DESK], lang, desk=True).values()))
    found = list(session.scalars(rows))
    return Inbox(came, waiting, tuple(card_views(session, found, lang, desk=True).values()))


def inbox_counts(session: Session, wall: Wall) -> tuple[int, int]:
    """(cards that arrived and were not refused, those that wait for the desk), in one statement."""
    if wall.format_id is None:
        trials = queries.cards_of(session, wall)
        return len(trials), sum(is_incoming(one.said.status, ready=one.ready) for one in trials)
    counted = Contribution.status.in_([Status.WAITING, Status.PUBLISHED])
    waits = (Contribution.status == Status.WAITING) & WallCard.ready.is_(other=False)
    came, waiting = session.execute(
        select(func.count(choice((counted, 1))), func.count(choice((waits, 1))))
        .select_from(WallCard)
        .join(Contribution, Contribution.id == WallCard.contribution_id)
        .where(WallCard.wall_id == wall.id)
    ).one()
    return came, waiting
