from collections.abc import Iterable

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy import case as choice
from sqlalchemy.orm import Session, joinedload

from participation.contributions.models import Contribution
from participation.contributions.rules import Standing, Status
from participation.foundation.messages import NotFound
from participation.sessions.models import LiveSession, RunStep
from participation.voting.hand_rules import hidden_among
from participation.voting.models import Ballot, BallotOption
from participation.voting.queries import counted
from participation.voting.rules import BallotKind, State, shows_counts
from participation.worksheets.models import FilledSheet, Worksheet

OF_FIELD = "field:"  # how the option of a vote says which field of action it stands for


def sheet_named(session: Session, municipality_id: int, public_id: str) -> Worksheet:
    """Raises NotFound, also for one of another municipality."""
    wanted = Worksheet.public_id == public_id, Worksheet.municipality_id == municipality_id
    found = session.scalar(select(Worksheet).where(*wanted))
    if found is None:
        raise NotFound
    return found


def sheet_at(session: Session, step: RunStep) -> Worksheet:
    """That of a step of this room; each has one."""
    return session.scalars(select(Worksheet).where(Worksheet.step_id == step.id)).one()


def sheet_on(session: Session, live: LiveSession, step_id: int) -> Worksheet:
    """Raises NotFound, also for a step of another session."""
    found = session.scalar(select(Worksheet).where(Worksheet.step_id == step_id, Worksheet.session_id == live.id))
    if found is None:
        raise NotFound
    return found


def sheet_of_format(session: Session, format_id: int) -> Worksheet | None:
    return session.scalar(select(Worksheet).where(Worksheet.format_id == format_id))


def sheets_of(session: Session, process_id: int) -> list[Worksheet]:
    """Those whose words are kept, the first first."""
    wanted = Worksheet.process_id == process_id, Worksheet.format_id.is_not(None)
    return list(session.scalars(select(Worksheet).where(*wanted).order_by(Worksheet.id)))


def session_of(session: Session, worksheet: Worksheet) -> LiveSession:
    return session.get_one(LiveSession, worksheet.session_id)


def question_of(session: Session, worksheet: Worksheet) -> dict[str, str]:
    """What the sheet asks, by language."""
    return dict(session.scalar(select(RunStep.title).where(RunStep.id == worksheet.step_id)) or {})


def filled(*worksheet_ids: int) -> Select[FilledSheet]:
    """All of them in the order in which they came, with what they say, in one statement."""
    return (
        select(FilledSheet)
        .where(FilledSheet.worksheet_id.in_(worksheet_ids))
        .order_by(FilledSheet.worksheet_id, FilledSheet.number)
        .options(joinedload(FilledSheet.contribution))
        .execution_options(populate_existing=True)  # as it stands now, not as a door read it before
    )


def filled_of(session: Session, *worksheet_ids: int) -> list[FilledSheet]:
    return list(session.scalars(filled(*worksheet_ids))) if worksheet_ids else []


def filled_among(session: Session, worksheet: Worksheet, ids: Iterable[int]) -> list[FilledSheet]:
    return list(session.scalars(filled(worksheet.id).where(FilledSheet.id.in_(list(ids)))))


def own_ones(session: Session, worksheet: Worksheet, authors: Iterable[int]) -> list[FilledSheet]:
    """What somebody filled in themselves, the newest first."""
    wanted = (
        filled(worksheet.id)
        .join(Contribution, Contribution.id == FilledSheet.contribution_id)
        .where(Contribution.author_id.in_(list(authors)), Contribution.status != Status.WITHDRAWN)
        .order_by(None)
        .order_by(FilledSheet.number.desc())
    )
    return list(session.scalars(wanted))


def place_of(session: Session, contribution_id: int) -> FilledSheet | None:
    wanted = select(FilledSheet).where(FilledSheet.contribution_id == contribution_id)
    return session.scalar(wanted.options(joinedload(FilledSheet.contribution)))


def sheet_counts(session: Session, worksheet: Worksheet) -> tuple[int, int]:
    """(those that arrived and were not refused, those that wait for the desk), in one statement."""
    if worksheet.format_id is None:
        trials = filled_of(session, worksheet.id)
        return len(trials), sum(one.said.status == Status.WAITING for one in trials)
    counts = Contribution.status.in_([Status.WAITING, Status.PUBLISHED])
    came, waiting = session.execute(
        select(func.count(choice((counts, 1))), func.count(choice((Contribution.status == Status.WAITING, 1))))
        .select_from(FilledSheet)
        .join(Contribution, Contribution.id == FilledSheet.contribution_id)
        .where(FilledSheet.worksheet_id == worksheet.id)
    ).one()
    return came, waiting


def everybody_reads() -> list[ColumnElement[bool]]:
    """What stands in its own right: one that was put together with another stands there."""
    return [Contribution.status == Status.PUBLISHED, Contribution.standing == Standing.OWN]


def count_shown(session: Session, process_id: int) -> int:
    """Sheets of a process that everybody can read."""
    return (
        session.scalar(
            select(func.count())
            .select_from(FilledSheet)
            .join(Worksheet, Worksheet.id == FilledSheet.worksheet_id)
            .join(Contribution, Contribution.id == FilledSheet.contribution_id)
            .where(Worksheet.process_id == process_id, *everybody_reads())
        )
        or 0
    )


def fields_voted_on(session: Session, live: LiveSession) -> list[tuple[int, int]]:
    """(field of action, what it got) in the last published vote of the process on fields, most first."""
    about_fields = select(BallotOption.ballot_id).where(BallotOption.source.startswith(OF_FIELD))
    ballot = session.scalar(
        select(Ballot)
        .where(Ballot.process_id == live.process_id, Ballot.state == State.PUBLISHED, Ballot.id.in_(about_fields))
        .where(Ballot.rehearsal.is_(other=False))
        .order_by(Ballot.published_at.desc(), Ballot.id.desc())
        .limit(1)
    )
    result = counted(ballot) if ballot is not None else None
    if ballot is None or result is None:
        return []
    among = hidden_among(result.voted, ballot.hands)
    if not shows_counts(BallotKind(ballot.kind), State.PUBLISHED, among):
        return []  # too few voted in secret: nobody reads how
    found = [
        (int(option.source.removeprefix(OF_FIELD)), result.counts.get(option.id, 0))
        for option in ballot.options
        if option.source.startswith(OF_FIELD)
    ]
    return sorted(found, key=lambda one: -one[1])
