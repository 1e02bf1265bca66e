"""What leaves a café: tables, rounds, figures and notes. Which languages somebody speaks never does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.contributions.present import Spoken
from participation.contributions.rules import Status
from participation.fields.models import FieldOfAction, Placement
from participation.foundation.locales import DEFAULT, Words, pick
from participation.languages.present import told, told_beside
from participation.languages.queries import versions_for
from participation.moderation.letting import cases_about
from participation.sessions.models import RunStep
from participation.worldcafe import queries
from participation.worldcafe.gathering import Gathering, without_a_bridge
from participation.worldcafe.models import Cafe, CafeGuest, CafeNote, CafeRound, CafeTable
from participation.worldcafe.rules import is_shown


@dataclass(frozen=True, slots=True)
class TableView:
    """A table. host: the number of whoever stays there; seated: how many sit there in the round that runs.

    needs: somebody has to interpret there; slips: the numbers of the guests without a phone who sit there.
    """

    number: int
    place: str
    closed: bool
    host: int | None = None
    seated: int = 0
    needs: bool = False
    slips: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round. number: in the order of the run sheet; planned: there is a proposal, or it was called."""

    id: int
    number: int
    question: Words
    called: bool
    planned: bool
    people: int
    tables: int
    again: int


@dataclass(frozen=True, slots=True)
class CafeView:
    """A café as the hall sees it, or, with the next round, as the desk does. here: how many take part now.

    slips: how many of them have no phone; running: the round whose step is on; ahead: the next one; needing: the tables
    at which somebody has to interpret in the next one; places: how many people the open tables are for.
    """

    id: str
    public: bool
    asks_hosts: bool
    moves: int
    here: int
    slips: int
    places: int
    tables: tuple[TableView, ...]
    rounds: tuple[RoundView, ...]
    running: RoundView | None
    ahead: RoundView | None
    needing: tuple[int, ...] = ()

    @property
    def open(self) -> tuple[TableView, ...]:
        return tuple(one for one in self.tables if not one.closed)

    @property
    def shown(self) -> tuple[TableView, ...]:
        """Those that the hall looks for: a closed one only as long as people sit there."""
        return tuple(one for one in self.tables if not one.closed or one.seated)

    @property
    def too_many(self) -> int:
        """How many more people there are than places."""
        return max(0, self.here - self.places)


@dataclass(frozen=True, slots=True)
class OwnView:
    """How one phone stands. table, place, round: where it sits in the round that runs, None for nowhere.

    hosts: the table at which it stays; free: tables that look for a host, where the desk asks for some.
    """

    is_in: bool
    runs: bool = False
    table: int | None = None
    place: str = ""
    round: int | None = None
    hosts: int | None = None
    free: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note in the words of a reader. case, seen: in the queue, None where nobody asks."""

    id: int
    number: int
    said: Spoken
    table: int
    place: str
    round: int
    field: Words | None
    case: int | None = None
    seen: int | None = None
    author_id: int | None = None

    @property
    def text(self) -> str:
        return " ".join(part for part in (self.said.heading, self.said.rest) if part)


def cafe_view(session: Session, cafe: Cafe, lang: str, *, desk: bool = False) -> CafeView:
    """In a few statements for any number of tables. desk: also who is needed in the next round."""
    guests = queries.guests_of(session, cafe)
    rounds = queries.rounds_of(session, cafe)
    on = queries.session_of(session, cafe).step_id
    running = next((one for one, step in rounds if step.id == on and one.called_at is not None), None)
    ahead = next((one for one, _ in rounds if one.called_at is None), None)
    asked = [one.id for one in (running, ahead if desk else None) if one is not None]
    places = queries.places_of(session, asked) if asked else {}
    tables = queries.tables_of(session, cafe)
    now = gathering_of(guests, [one.id for one in tables if not one.closed])
    views = {one.id: round_view(one, step, number, lang) for number, (one, step) in enumerate(rounds, start=1)}
    numbers = {one.id: one.number for one in tables}
    next_needs = needing(now, places.get(ahead.id, {})) if ahead and desk else set()
    return CafeView(
        id=cafe.public_id,
        public=cafe.format_id is not None,
        asks_hosts=cafe.asks_hosts,
        moves=cafe.moves,
        here=len(guests),
        slips=sum(one.person_id is None for one in guests),
        places=cafe.people * len(now.tables),
        tables=table_views(tables, guests, now, places.get(running.id, {}) if running else {}),
        rounds=tuple(views.values()),
        running=views[running.id] if running else None,
        ahead=views[ahead.id] if ahead else None,
        needing=tuple(sorted(numbers[one] for one in next_needs)),
    )


def gathering_of(guests: Sequence[CafeGuest], open_tables: Sequence[int]) -> Gathering:
    return Gathering({one.id: frozenset(one.languages) for one in guests}, tuple(open_tables))


def needing(now: Gathering, seating: Mapping[int, int]) -> set[int]:
    """Tables at which somebody has to interpret, for those who are here."""
    here = {guest: table for guest, table in seating.items() if guest in now.languages}
    return without_a_bridge(now, here, DEFAULT)


def table_views(
    tables: Sequence[CafeTable], guests: Sequence[CafeGuest], now: Gathering, seating: Mapping[int, int]
) -> tuple[TableView, ...]:
    hosts = {one.host_of_id: one.number for one in guests if one.host_of_id is not None}
    needs = needing(now, seating)
    at = {guest.id: seating[guest.id] for guest in guests if guest.id in seating}
    return tuple(
        TableView(
            number=table.number,
            place=table.place,
            closed=table.closed,
            host=hosts.get(table.id),
            seated=sum(there == table.id for there in at.values()),
            needs=table.id in needs,
            slips=tuple(one.number for one in guests if one.person_id is None and at.get(one.id) == table.id),
        )
        for table in tables
    )


def round_view(one: CafeRound, step: RunStep, number: int, lang: str) -> RoundView:
    return RoundView(
        id=one.id,
        number=number,
        question=pick(step.title, lang),
        called=one.called_at is not None,
        planned=one.seed is not None,
        people=one.people,
        tables=one.tables,
        again=one.again,
    )


def own_view(session: Session, cafe: Cafe, person_id: int | None) -> OwnView:
    """How a phone stands, of which the person is known."""
    running = queries.running_round(session, cafe)
    runs = running is not None and running.called_at is not None
    guest = queries.guest_by(session, cafe, person_id)
    if guest is None or guest.left:
        return OwnView(is_in=False, runs=runs)
    tables = {one.id: one for one in queries.tables_of(session, cafe)}
    at = tables.get(queries.places_in(session, running.id).get(guest.id, 0)) if running and runs else None
    number = next((place for place, (one, _) in enumerate(queries.rounds_of(session, cafe), 1) if one is running), None)
    taken = {one.host_of_id for one in queries.guests_of(session, cafe)}
    hosts = tables.get(guest.host_of_id or 0)
    free = [one for one in tables.values() if not one.closed and one.id not in taken and (at is None or one is at)]
    return OwnView(
        is_in=True,
        runs=runs,
        table=at.number if at else None,
        place=at.place if at else "",
        round=number if runs else None,
        hosts=hosts.number if hosts else None,
        free=tuple(one.number for one in free) if cafe.asks_hosts and hosts is None else (),
    )


def note_views(
    session: Session, cafe: Cafe, lang: str, *, desk: bool = False, authors: frozenset[int] = frozenset()
) -> tuple[tuple[NoteView, ...], tuple[NoteView, ...]]:
    """(what everybody reads, what waits): at the desk all that waits, on a phone its own. authors: who that is."""
    rows = queries.notes_of(session, cafe)
    shown = [one for one in rows if is_shown(one.said.status)]
    waiting = [one for one in rows if one.said.status == Status.WAITING and (desk or one.said.author_id in authors)]
    known = [one.contribution_id for one in (*shown, *waiting) if one.contribution_id is not None]
    versions = versions_for(session, known, lang)
    cases = cases_about(session, known) if desk else {}
    fields = fields_of(session, known, lang)
    tables = {one.id: one for one in queries.tables_of(session, cafe)}
    numbers = {one.id: number for number, (one, _) in enumerate(queries.rounds_of(session, cafe), start=1)}

    def view(one: CafeNote) -> NoteView:
        about = one.contribution_id or 0
        tell = told_beside if one.said.status == Status.WAITING else told
        case = cases.get(about)
        return NoteView(
            id=one.id,
            number=one.number,
            said=tell(one.said, versions.get(about), figures=False),
            table=tables[one.table_id].number,
            place=tables[one.table_id].place,
            round=numbers[one.round_id],
            field=fields.get(about),
            case=case.id if case else None,
            seen=case.revision if case else None,
            author_id=one.said.author_id,
        )

    return tuple(view(one) for one in shown), tuple(view(one) for one in waiting)


def fields_of(session: Session, contribution_ids: Sequence[int], lang: str) -> dict[int, Words]:
    """Contribution -> the field of action in which a person placed it."""
    if not contribution_ids:
        return {}
    rows = session.execute(
        select(Placement.contribution_id, FieldOfAction.name)
        .join(FieldOfAction, FieldOfAction.id == Placement.field_id)
        .where(Placement.contribution_id.in_(contribution_ids), FieldOfAction.removed_at.is_(None))
        .order_by(FieldOfAction.id)
    )
    return {about: pick(name, lang) for about, name in rows}


Theme = tuple[Words | None, tuple[NoteView, ...]]


def by_theme(notes: Sequence[NoteView]) -> tuple[Theme, ...]:
    """The notes by their field of action, what stands in most of them first; what stands in none comes last."""
    found: dict[Words | None, list[NoteView]] = {}
    for one in notes:
        found.setdefault(one.field, []).append(one)
    order = sorted(found, key=lambda field: (field is None, -len(found[field]), field.text if field else ""))
    return tuple((field, tuple(found[field])) for field in order)


def by_table(notes: Sequence[NoteView]) -> tuple[tuple[int, str, tuple[NoteView, ...]], ...]:
    """(number of a table, where it stands, its notes round by round)."""
    found: dict[tuple[int, str], list[NoteView]] = {}
    for one in sorted(notes, key=lambda one: (one.table, one.round, one.number)):
        found.setdefault((one.table, one.place), []).append(one)
    return tuple((number, place, tuple(those)) for (number, place), those in found.items())
