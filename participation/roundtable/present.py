from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.contributions.models import Contribution
from participation.contributions.present import Spoken
from participation.contributions.rules import Status
from participation.foundation.locales import Words, pick
from participation.languages.present import told, told_beside
from participation.languages.queries import versions_for
from participation.moderation.letting import cases_about
from participation.roundtable import queries
from participation.roundtable.models import (
    AgendaItem,
    Dissent,
    RoundTable,
    SeatBallot,
    SeatHolder,
    SeatVote,
    TableGroup,
    TablePaper,
    TableRules,
    TableSeat,
    TableSession,
    TableTask,
)
from participation.roundtable.rules import Method, Outcome, Part
from participation.roundtable.wording import answers
from participation.sessions.models import RunStep
from participation.speaking.models import SpeakersList


@dataclass(frozen=True, slots=True)
class HolderView:
    """taken: whether a phone sits there; agreed: whether they accept the present rules; invited: a code is out."""

    name: str
    taken: bool
    agreed: bool
    invited: bool


@dataclass(frozen=True, slots=True)
class SeatView:
    """A seat. name: of its organisation, otherwise of its group with a number. here: who sits there in a session."""

    id: int
    name: Words
    number: int
    organisation: str
    mandate: Words | None
    holders: Mapping[Part, HolderView]
    here: Part | None = None

    @property
    def taken(self) -> bool:
        """Whether a phone sits there."""
        return any(one.taken for one in self.holders.values())

    @property
    def label(self) -> str:
        """In one line, also where two seats belong to one organisation."""
        return f"{self.name.text} ({self.number})" if self.number > 1 or not self.organisation else self.name.text


@dataclass(frozen=True, slots=True)
class GroupView:
    id: int
    name: Words
    seats: tuple[SeatView, ...]


@dataclass(frozen=True, slots=True)
class RulesView:
    version: int
    text: Words
    at: datetime


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A session of the table in a list. approved_in: the number of the one that approved its minutes."""

    number: int
    title: Words
    place: Words | None
    session: str
    state: str
    opened_at: datetime | None
    approved_at: datetime | None
    approved_in: int | None


@dataclass(frozen=True, slots=True)
class TaskView:
    id: int
    text: Words
    whose: str
    due: date | None
    done_at: datetime | None
    number: int
    secret: bool


@dataclass(frozen=True, slots=True)
class TableView:
    """A table as everybody may read it; what only the desk knows stands in the seats' holders."""

    id: str
    title: Words
    purpose: Words | None
    scope: Words | None
    rules: tuple[RulesView, ...]
    groups: tuple[GroupView, ...]
    seats_each: int
    quorum: int
    ended_at: datetime | None

    @property
    def seats(self) -> tuple[SeatView, ...]:
        return tuple(seat for group in self.groups for seat in group.seats)

    @property
    def version(self) -> int:
        return self.rules[0].version if self.rules else 0

    @property
    def unaccepted(self) -> int:
        """Seats of which nobody has accepted the present rules yet."""
        return sum(not any(one.agreed for one in seat.holders.values()) for seat in self.seats)


@dataclass(frozen=True, slots=True)
class VoteView:
    """How a seat voted. answer: the sentence, marked for the catalogues; "" for none. voted: whether it has."""

    seat: SeatView
    number: int | None
    answer: str
    part: str
    reason: Words | None
    voted: bool


@dataclass(frozen=True, slots=True)
class DissentView:
    """seat: None where nobody is named."""

    seat: SeatView | None
    text: Words


@dataclass(frozen=True, slots=True)
class BallotView:
    """A vote of the seats, or the decision that came of it. counts: (number, sentence, seats); None while it runs.

    text: the wording that was voted on, None where its proposal was hidden or its author forgotten. voted: the seats
    that have voted so far, for the desk.
    """

    id: str
    paper: int
    text: Words | None
    version: int
    method: Method
    need: int
    quorum: int
    secret: bool
    state: str
    seats: int
    asked: int
    cast: int
    silent: int
    left: int
    counts: tuple[tuple[int, str, int], ...] | None
    outcome: Outcome | None
    number: int | None
    reasons: Words | None
    closed_at: datetime | None
    votes: tuple[VoteView, ...]
    dissents: tuple[DissentView, ...]

    @property
    def missing(self) -> int:
        return self.asked - self.cast


@dataclass(frozen=True, slots=True)
class PaperView:
    """A proposal or a statement. seen: the revision of its case, None where nobody asks.

    said: None where it was withdrawn or hidden; the votes on it stay. came_from: the preparing table that brought it.
    """

    id: int
    number: int
    kind: str
    said: Spoken | None
    version: int
    text: str
    who: str
    status: str
    case: int | None
    seen: int | None
    came_from: Words | None
    ballots: tuple[BallotView, ...]


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item of the agenda. minutes: in the reader's language where they are; all_minutes: by language."""

    id: int
    step_id: int
    title: Words
    confidential: bool
    minutes: Words | None
    all_minutes: Mapping[str, str]
    revision: int
    papers: tuple[PaperView, ...]


def optional(texts: Mapping[str, str], lang: str) -> Words | None:
    return pick(texts, lang) if texts else None


def said_words(text: str, lang: str) -> Words | None:
    return Words(text, lang) if text else None


# --- the table


def table_view(session: Session, table: RoundTable, lang: str, *, here: Mapping[int, Part] | None = None) -> TableView:
    """Five statements, however many seats there are."""
    rules = queries.rules_of(session, table)
    seats = queries.seats_of(session, table)
    holders = queries.holders_of(session, [one.id for one in seats])
    version = rules[0].version if rules else 0
    views = {one.id: seat_view(one, holders, version, lang, here or {}) for one in seats}
    return TableView(
        id=table.public_id,
        title=pick(table.title, lang),
        purpose=optional(table.purpose, lang),
        scope=optional(table.scope, lang),
        rules=tuple(rules_view(one, lang) for one in rules),
        groups=tuple(
            GroupView(
                group.id, pick(group.name, lang), tuple(views[one.id] for one in seats if one.group_id == group.id)
            )
            for group in queries.groups_of(session, table)
        ),
        seats_each=table.seats_each,
        quorum=table.quorum,
        ended_at=table.ended_at,
    )


def rules_view(rules: TableRules, lang: str) -> RulesView:
    return RulesView(rules.version, pick(rules.text, lang), rules.at)


def seat_view(
    seat: TableSeat,
    holders: Mapping[tuple[int, Part], SeatHolder],
    version: int,
    lang: str,
    here: Mapping[int, Part],
) -> SeatView:
    return SeatView(
        id=seat.id,
        name=seat_name(seat, seat.group, lang),
        number=seat.number,
        organisation=seat.organisation.key if seat.organisation else "",
        mandate=said_words(seat.mandate, seat.mandate_lang),
        holders={part: holder_view(holders[seat.id, part], version) for part in Part if (seat.id, part) in holders},
        here=here.get(seat.id),
    )


def seat_name(seat: TableSeat, group: TableGroup, lang: str) -> Words:
    return Words(seat.organisation.name, "und") if seat.organisation else pick(group.name, lang)


def holder_view(holder: SeatHolder, version: int) -> HolderView:
    return HolderView(
        holder.name,
        holder.person_id is not None,
        holder.person_id is not None and holder.agreed == version,
        holder.code_hash is not None,
    )


def seat_views(session: Session, table: RoundTable, lang: str) -> dict[int, SeatView]:
    """All that there ever were, for the record: by id, without who holds them."""
    return {one.id: seat_view(one, {}, 0, lang, {}) for one in queries.all_seats_of(session, table)}


def meeting_lines(session: Session, table: RoundTable, lang: str) -> list[MeetingLine]:
    """The newest first."""
    found = queries.sessions_of(session, table)
    numbers = {one.id: one.number for one in found}
    return [meeting_line(one, numbers, lang) for one in reversed(found)]


def meeting_line(meeting: TableSession, numbers: Mapping[int, int], lang: str) -> MeetingLine:
    live = meeting.live
    return MeetingLine(
        meeting.number,
        pick(live.title, lang),
        optional(live.place, lang),
        live.public_id,
        live.state,
        live.opened_at,
        meeting.approved_at,
        numbers.get(meeting.approved_in_id or 0),
    )


def task_views(session: Session, table: RoundTable, seats: Mapping[int, SeatView]) -> list[TaskView]:
    """Open ones first. number: of the session in which it was given."""
    tasks = queries.tasks_of(session, table)
    rows = session.execute(
        select(AgendaItem.id, TableSession.number, SpeakersList.confidential)
        .join(TableSession, TableSession.id == AgendaItem.table_session_id)
        .join(SpeakersList, SpeakersList.step_id == AgendaItem.step_id)
        .where(TableSession.table_id == table.id)
    )
    given = {item: (number, bool(secret)) for item, number, secret in rows}
    return [task_view(one, seats, *given.get(one.item_id, (0, False))) for one in tasks]


def task_view(task: TableTask, seats: Mapping[int, SeatView], number: int, secret: bool) -> TaskView:  # noqa: FBT001 - of a row
    """secret: given at a confidential item, so nobody is named with it."""
    whose = seats[task.seat_id].label if task.seat_id is not None and task.seat_id in seats else ""
    return TaskView(task.id, Words(task.text, task.language), whose, task.due, task.done_at, number, secret)


# --- items, papers, votes


def item_views(
    session: Session, table: RoundTable, items: Sequence[AgendaItem], lang: str, *, desk: bool
) -> list[ItemView]:
    """Some statements for all of them. desk: with what waits there, and the votes while they run."""
    ids = [one.id for one in items]
    steps = {
        step.id: step for step in session.scalars(select(RunStep).where(RunStep.id.in_([one.step_id for one in items])))
    }
    secret = set(
        session.scalars(
            select(SpeakersList.step_id).where(SpeakersList.step_id.in_(list(steps)), SpeakersList.confidential)
        )
    )
    papers = queries.papers_at(session, ids)
    seats = seat_views(session, table, lang)
    ballots = ballot_views(session, queries.ballots_at(session, ids), papers, seats, desk=desk)
    views = paper_views(session, papers, lang, seats, ballots, desk=desk)
    ordered = sorted(items, key=lambda one: steps[one.step_id].position)
    return [
        ItemView(
            id=one.id,
            step_id=one.step_id,
            title=pick(steps[one.step_id].title, lang),
            confidential=one.step_id in secret,
            minutes=optional(one.minutes, lang),
            all_minutes=one.minutes,
            revision=one.revision,
            papers=tuple(views[paper.id] for paper in papers if paper.item_id == one.id and paper.id in views),
        )
        for one in ordered
    ]


def paper_views(
    session: Session,
    papers: Sequence[TablePaper],
    lang: str,
    seats: Mapping[int, SeatView],
    ballots: Mapping[int, Sequence[BallotView]],
    *,
    desk: bool,
) -> dict[int, PaperView]:
    """What is public, and for the desk what waits; words in the reader's language where somebody vouches for them.

    What is gone has an empty place where the table voted on it.
    """
    shown = [one for one in papers if is_shown(one.contribution, desk=desk) or one.id in ballots]
    versions = versions_for(session, [one.contribution_id for one in shown], lang)
    cases = cases_about(session, [one.contribution_id for one in shown]) if desk else {}
    origins = queries.origins_of(session, shown)
    found = {}
    for one in shown:
        said, case = one.contribution, cases.get(one.contribution_id)
        tell = told_beside if said.status == Status.WAITING else told
        found[one.id] = PaperView(
            id=one.id,
            number=one.number,
            kind=said.kind,
            said=tell(said, versions.get(said.id), figures=False) if is_shown(said, desk=desk) else None,
            version=said.version,
            text=said.text if is_shown(said, desk=desk) else "",
            who=seats[one.seat_id].label if one.seat_id is not None and one.seat_id in seats else "",
            status=said.status,
            case=case.id if case else None,
            seen=case.revision if case else None,
            came_from=optional(origins.get(one.from_id or 0, {}), lang),
            ballots=tuple(ballots.get(one.id, ())),
        )
    return found


def is_shown(said: Contribution, *, desk: bool) -> bool:
    return said.status == Status.PUBLISHED or (desk and said.status == Status.WAITING)


def ballot_views(
    session: Session,
    ballots: Sequence[SeatBallot],
    papers: Sequence[TablePaper],
    seats: Mapping[int, SeatView],
    *,
    desk: bool,
) -> dict[int, list[BallotView]]:
    """Paper -> the votes on it, the newest first; a cancelled one is none. desk: with who has voted meanwhile."""
    kept = [one for one in ballots if one.state != "cancelled"]
    ids = [one.id for one in kept]
    votes, dissents = queries.votes_of(session, ids), queries.dissents_of(session, ids)
    about = {one.id: one for one in papers}
    found: dict[int, list[BallotView]] = {}
    for one in reversed(kept):
        mine = [row for row in votes if row.ballot_id == one.id]
        said = [row for row in dissents if row.ballot_id == one.id]
        found.setdefault(one.paper_id, []).append(ballot_view(one, about[one.paper_id], mine, said, seats, desk=desk))
    return found


def ballot_view(
    ballot: SeatBallot,
    paper: TablePaper,
    votes: Sequence[SeatVote],
    dissents: Sequence[Dissent],
    seats: Mapping[int, SeatView],
    *,
    desk: bool,
) -> BallotView:
    method, runs = Method(ballot.method), ballot.state == "open"
    sentences = answers(method)
    counts = None
    if ballot.counts is not None and not runs:
        counts = tuple((number, one, int(ballot.counts[str(number)])) for number, one in enumerate(sentences, 1))
    named = [] if ballot.secret or (runs and not desk) else [vote_view(one, sentences, seats) for one in votes]
    cast = sum(one.voted for one in votes) if runs else ballot.cast
    hidden = paper.contribution.status in {Status.REJECTED, Status.TAKEN_DOWN}
    return BallotView(
        id=ballot.public_id,
        paper=paper.number,
        text=None if hidden else said_words(ballot.text, ballot.language),
        version=ballot.version,
        method=method,
        need=ballot.need,
        quorum=ballot.quorum,
        secret=ballot.secret,
        state=ballot.state,
        seats=ballot.seats,
        asked=len(votes) if runs else ballot.cast + ballot.silent + ballot.left,
        cast=cast,
        silent=ballot.silent,
        left=ballot.left,
        counts=counts,
        outcome=Outcome(ballot.outcome) if ballot.outcome else None,
        number=ballot.number,
        reasons=said_words(ballot.reasons, ballot.reasons_lang),
        closed_at=ballot.closed_at,
        votes=tuple(named),
        dissents=tuple(
            DissentView(seats.get(one.seat_id or 0), Words(one.text, one.language)) for one in dissents if one.text
        ),
    )


def vote_view(vote: SeatVote, sentences: Sequence[str], seats: Mapping[int, SeatView]) -> VoteView:
    answer = sentences[vote.answer - 1] if vote.answer is not None else ""
    return VoteView(
        seats[vote.seat_id], vote.answer, answer, vote.part, said_words(vote.reason, vote.reason_lang), vote.voted
    )
