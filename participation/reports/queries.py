from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from participation.answers.queries import answered_column, stage_column
from participation.answers.rules import Stage, stage_reached
from participation.contributions.answers import Answered, answers_for
from participation.contributions.models import Contribution
from participation.contributions.queries import on_the_board
from participation.contributions.queries import public_ideas as everybody_may_read
from participation.fields.models import Placement
from participation.languages.queries import Versions, versions_among
from participation.process.models import Format, Process
from participation.sessions.models import LiveSession
from participation.voting.models import Ballot
from participation.voting.rules import State


@dataclass(frozen=True, slots=True)
class PlacedIdea:
    """A public idea, the field a person put it in (None: in none yet), and the collection it came by.

    stage: how far it has come; answered: whether officially.
    """

    idea: Contribution
    field_id: int | None
    collection: str
    stage: Stage
    answered: bool


def public_ideas(session: Session, process: Process) -> list[PlacedIdea]:
    """Every published idea of the process, wherever it stands, the most supported first, in one statement."""
    rows = session.execute(
        select(Contribution, Placement.field_id, Format.slug, stage_column(), answered_column())
        .join(Format, Format.id == Contribution.format_id)
        .outerjoin(Placement, Placement.contribution_id == Contribution.id)
        .where(
            Contribution.municipality_id == process.municipality_id,
            Format.process_id == process.id,
            *everybody_may_read(),
        )
        .order_by(Contribution.support_count.desc(), Contribution.id)
    )
    return [
        PlacedIdea(idea, field_id, slug, stage_reached(placed=field_id is not None, decided=decided), bool(answered))
        for idea, field_id, slug, decided, answered in rows
    ]


def answers_to_public_ideas(
    session: Session, process: Process, *, internal: bool
) -> Mapping[int, tuple[Answered, ...]]:
    """What came with them as answers to the questions of their collections: idea -> answers, in one statement."""
    return answers_for(session, ids(process, on_the_board()), internal=internal)


def versions_of_public_ideas(session: Session, process: Process, lang: str) -> Mapping[int, Versions]:
    """What there is of them in the language of a reader: idea -> versions, in one statement."""
    return versions_among(session, ids(process, everybody_may_read()), lang)


def ids(process: Process, those: Iterable[ColumnElement[bool]]) -> Select[int]:
    return (
        select(Contribution.id)
        .join(Format, Format.id == Contribution.format_id)
        .where(
            Contribution.municipality_id == process.municipality_id,
            Format.process_id == process.id,
            *those,
        )
    )


def published_ballots(session: Session, process: Process) -> list[tuple[LiveSession, Ballot]]:
    """What the sessions of a process decided, in the order it was published.

    Never a rehearsal, a cancelled ballot or one whose result the moderator has not shown.
    """
    held = {
        live.audience: live
        for live in session.scalars(
            select(LiveSession).where(
                LiveSession.municipality_id == process.municipality_id,
                LiveSession.process_id == process.id,
                LiveSession.rehearsal.is_(False),
            )
        )
    }
    published = session.scalars(
        select(Ballot)
        .where(
            Ballot.municipality_id == process.municipality_id,
            Ballot.audience.in_(list(held)),
            Ballot.state == State.PUBLISHED,
            Ballot.rehearsal.is_(False),
        )
        .order_by(Ballot.published_at, Ballot.id)
    )
    return [(held[ballot.audience], ballot) for ballot in published]
