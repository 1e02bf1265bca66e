"""Questions that were asked more than once, over months and years: the same words, so that answers can be compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.foundation.locales import Words, pick
from participation.live.rules import Screen
from participation.sessions.models import LiveSession
from participation.sessions.present import BallotView
from participation.sessions.stage import ballot_view
from participation.voting.models import Ballot
from participation.voting.outcomes import ORDERED
from participation.voting.rules import State


@dataclass(frozen=True, slots=True)
class Round:
    """One time that a question was asked. session: where, None where that is gone."""

    at: datetime | None
    session: Words | None
    ballot: BallotView


@dataclass(frozen=True, slots=True)
class Repeated:
    """A question with all its rounds, the first one first."""

    question: Words
    rounds: tuple[Round, ...]


def asked_in(session: Session, process_id: int) -> list[list[Ballot]]:
    """Questions with answers in an order, round after round; those asked last stand first."""
    wanted = Ballot.process_id == process_id, Ballot.state == State.PUBLISHED, Ballot.rehearsal.is_(other=False)
    shown = session.scalars(select(Ballot).where(*wanted, Ballot.method.in_(list(ORDERED))).order_by(Ballot.id)).all()
    return chained(shown)


def chained(ballots: Sequence[Ballot]) -> list[list[Ballot]]:
    """ballots: in the order in which they were made. A round belongs to the one it names, or begins anew."""
    chains: list[list[Ballot]] = []
    home: dict[int, list[Ballot]] = {}
    for one in ballots:
        chain = home.get(one.before_id or 0)
        if chain is None:
            chain = []
            chains.append(chain)
        chain.append(one)
        home[one.id] = chain
    return sorted(chains, key=lambda chain: -chain[-1].id)


def repeated(session: Session, process_id: int, lang: str) -> list[Repeated]:
    """What everybody can read. A few statements for any number of questions."""
    chains = asked_in(session, process_id)
    titles = titles_of(session, [one.audience for chain in chains for one in chain])
    return [
        Repeated(pick(chain[-1].question, lang), tuple(round_of(session, one, titles, lang) for one in chain))
        for chain in chains
    ]


def round_of(session: Session, ballot: Ballot, titles: Mapping[str, dict[str, str]], lang: str) -> Round:
    title = titles.get(ballot.audience)
    view = ballot_view(session, ballot, lang=lang, screen=Screen.PHONE, mine={})
    return Round(ballot.published_at, pick(title, lang) if title else None, view)


def titles_of(session: Session, audiences: Sequence[str]) -> dict[str, dict[str, str]]:
    """Audience -> the title of its session."""
    ids = {int(one.partition(":")[2]) for one in audiences if one.startswith("session:")}
    if not ids:
        return {}
    found = session.scalars(select(LiveSession).where(LiveSession.id.in_(ids)))
    return {one.audience: dict(one.title) for one in found}
