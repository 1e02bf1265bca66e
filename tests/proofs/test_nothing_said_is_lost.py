"""Nothing said is lost: whatever moderators do with where ideas stand, all can be read, counts once, and goes back.

A walk through the real use cases on a real database, in any order. After every step the whole board is looked at; at
the end of each walk every step is undone, the last one first, and the board is what it was. Now and then a moderator
takes something down: that has its statement of reasons, and nothing else may disappear with it.
`python3 dev.py test -m slow tests/proofs/test_nothing_said_is_lost.py` walks ten times as far.
"""

import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy import delete, func, make_url, select, update
from sqlalchemy.orm import Session

from participation.app import connect, register_stages
from participation.contributions import service as contributions
from participation.contributions.lineage import end_of, onward
from participation.contributions.models import Contribution, LineageLink, LineageStep, Support
from participation.contributions.queries import on_the_board
from participation.contributions.rules import JOINING, Kind, LanguageBy, Standing, Status
from participation.contributions.service import Said
from participation.foundation import audit, database
from participation.foundation.database import Database, Transaction
from participation.foundation.messages import Refused
from participation.foundation.permissions import Actor, Role
from participation.ideas.service import stop_supporting, support_idea
from participation.lineage import service
from participation.lineage.queries import step_by_id
from participation.lineage.service import OwnText
from participation.lineage.undoing import undo
from participation.moderation.cases import add_cause
from participation.moderation.models import Case
from participation.moderation.rules import Cause, Reason
from participation.moderation.service import reject
from participation.people import service as people
from participation.process.models import Format
from participation.process.service import open_idea_collection
from tests.conftest import build_collection
from tests.proofs.walking import walk

FIRST = 5  # ideas at the beginning: few, so that much happens to each
WHICH = st.integers(0, 30)
WHO = st.integers(0, 2)
RARELY = 7  # of 31: what is taken down takes part in nothing any more


@dataclass
class Hall:
    """said: every text that was ever public, id -> words; taken_down: the ids of those that are not any more."""

    house: Database
    as_it_was: Path
    moderator: Actor = field(default_factory=lambda: Actor(1))
    residents: list[Actor] = field(default_factory=list)
    said: dict[int, str] = field(default_factory=dict)
    taken_down: set[int] = field(default_factory=set)
    walked: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)

    def begins_anew(self) -> None:
        """Every table as at the beginning, while the house stays open."""
        self.said.clear()
        self.taken_down.clear()
        with sqlite3.connect(self.as_it_was) as kept, sqlite3.connect(str(make_url(self.house.url).database)) as now:
            kept.backup(now)
        kept.close()
        now.close()


@pytest.fixture
def hall(tmp_path: Path, empty_tables: Path) -> Iterator[Hall]:
    file = tmp_path / "participation.sqlite"
    shutil.copy(empty_tables, file)
    with closing(Database(f"sqlite:///{file}")) as house:
        database.use(house)
        connect(house)
        register_stages()
        there = Hall(house, tmp_path / "as_it_was.sqlite")
        with house.transaction() as tx:
            build_collection(tx)
            home = tx.session.get_one(Format, 1)
            open_idea_collection(tx, home.process, slug="wege", title={"de": "Wege"}, question={"de": "Wohin?"})
            person = people.open_account(tx, 1, "Max Beispiel", [Role.MODERATOR])
            there.moderator = Actor(1, person.id, frozenset({Role.RESIDENT, Role.MODERATOR}), "Max Beispiel")
            there.residents = [Actor(1, people.welcome_guest(tx, 1, b"only for tests")[0].id) for _ in range(3)]
            for number in range(FIRST):
                said = Said(text=f"Idee {number}", language="de", language_by=LanguageBy.AUTHOR)
                contributions.receive(tx, said, into=home, author_id=None, status=Status.PUBLISHED)
        with sqlite3.connect(str(file)) as now, sqlite3.connect(there.as_it_was) as kept:
            now.backup(kept)
        now.close()
        kept.close()
        yield there
        database.use(None)


# --- what must hold ---------------------------------------------------------------------------------------------------


def lost(session: Session, hall: Hall) -> list[str]:
    """Whatever is not as it must be, in words."""
    rows = {one.id: one for one in session.scalars(select(Contribution))}
    found = [
        f"{number} cannot be read any more"
        for number, words in hall.said.items()
        if number not in rows
        or rows[number].text != words
        or (rows[number].status != Status.PUBLISHED and number not in hall.taken_down)
    ]
    return found + misplaced(session, rows) + miscounted(session, rows)


def misplaced(session: Session, rows: dict[int, Contribution]) -> list[str]:
    live = session.execute(
        select(LineageLink.from_id, LineageLink.to_id, LineageStep.kind)
        .join(LineageStep, LineageStep.id == LineageLink.step_id)
        .where(LineageStep.undone_at.is_(None))
    ).all()
    joined = {from_id for from_id, _, kind in live if kind in JOINING}
    found = [
        f"{one.id} is {one.standing}"
        for one in rows.values()
        if (one.standing == Standing.JOINED) != (one.id in joined)
    ]
    way = onward(session, joined)
    for one in joined:
        ends = end_of(way, one)
        found += [f"{one} ends in {end}, which is {rows[end].standing}" for end in ends if rows[end].standing != "own"]
        found += [f"{one} stands in itself"] if one in ends or not ends else []
        hidden = all(rows[end].status != Status.PUBLISHED for end in ends)
        found += [f"{one} disappeared with {ends}"] if hidden and rows[one].status == Status.PUBLISHED else []
    board = set(session.scalars(select(Contribution.id).where(*on_the_board())))
    shown = (Standing.OWN, Kind.IDEA, Status.PUBLISHED)
    own = {one.id for one in rows.values() if (one.standing, one.kind, one.status) == shown}
    return found + [f"the board shows {sorted(board)} instead of {sorted(own)}"] * (board != own)


def miscounted(session: Session, rows: dict[int, Contribution]) -> list[str]:
    """A count that is not that of its rows; support that came by a step which brings nobody."""
    counted = session.execute(select(Support.contribution_id, func.count()).group_by(Support.contribution_id))
    numbers = {one: count for one, count in counted}  # noqa: C416 - rows are not pairs to the checker
    found = [f"{one.id} counts wrongly" for one in rows.values() if one.support_count != numbers.get(one.id, 0)]
    behind = {(one.contribution_id, one.person_id) for one in session.scalars(select(Support))}
    live = session.execute(
        select(LineageLink.step_id, LineageLink.to_id, LineageLink.from_id)
        .join(LineageStep, LineageStep.id == LineageLink.step_id)
        .where(LineageStep.undone_at.is_(None))
    )
    sources: dict[tuple[int, int], list[int]] = {}
    for step_id, to_id, from_id in live:
        sources.setdefault((step_id, to_id), []).append(from_id)
    for one in session.scalars(select(Support).where(Support.step_id.is_not(None))):
        brought = sources.get((one.step_id or 0, one.contribution_id), [])
        if not any((source, one.person_id) in behind for source in brought):
            found.append(f"nothing brings {one.person_id} to {one.contribution_id}")
    return found


# --- the walk ---------------------------------------------------------------------------------------------------------


class Walk(RuleBasedStateMachine):
    hall: ClassVar[Hall]

    def __init__(self) -> None:
        super().__init__()
        self.hall.begins_anew()

    def acts(self, name: str, act: Callable[[Transaction], None]) -> None:
        self.hall.walked[name] += 1
        try:
            with database.transaction() as tx:
                act(tx)
        except Refused:
            return
        self.hall.done[name] += 1

    def idea(self, tx: Transaction, which: int) -> Contribution:
        """Mostly one that stands on its own; now and then any of them: what makes no sense is refused."""
        return self.some(tx, which, 1)[0]

    def some(self, tx: Transaction, which: int, many: int) -> list[Contribution]:
        """Neighbours, so that they are different ones."""
        wanted = select(Contribution.id).order_by(Contribution.id)
        everything = tx.session.scalars(wanted).all()
        # a long walk may have taken everything down
        ids = everything if which % 4 == 0 else tx.session.scalars(wanted.where(*on_the_board())).all() or everything
        chosen = dict.fromkeys(ids[(which + one) % len(ids)] for one in range(many))
        return [tx.session.get_one(Contribution, one) for one in chosen]

    @rule(which=WHICH)
    def a_moderator_joins(self, which: int) -> None:
        def act(tx: Transaction) -> None:
            one, *others = self.some(tx, which, 2)
            of = others[0] if others else one
            service.link_as_duplicate(tx, one, of=of, by=self.hall.moderator)

        self.acts("duplicate", act)

    @rule(which=WHICH, many=st.integers(2, 3))
    def a_moderator_puts_together(self, which: int, many: int) -> None:
        def act(tx: Transaction) -> None:
            wording = OwnText("Zusammen", "de")
            service.merge(tx, self.some(tx, which, many), wording, by=self.hall.moderator)

        self.acts("merge", act)

    @rule(which=WHICH)
    def a_moderator_divides(self, which: int) -> None:
        def act(tx: Transaction) -> None:
            parts = [OwnText("Ein Teil", "de"), OwnText("Noch ein Teil", "de")]
            service.split(tx, self.idea(tx, which), parts, by=self.hall.moderator)

        self.acts("split", act)

    @rule(which=WHICH, to=st.integers(1, 2))
    def a_moderator_moves(self, which: int, to: int) -> None:
        def act(tx: Transaction) -> None:
            home = tx.session.get_one(Format, to)
            service.move(tx, self.idea(tx, which), to=home, by=self.hall.moderator)

        self.acts("move", act)

    @rule(which=WHICH)
    def a_moderator_undoes_any_step(self, which: int) -> None:
        def act(tx: Transaction) -> None:
            taken = live_steps(tx.session)
            if taken:
                undo(tx, step_by_id(tx.session, 1, taken[which % len(taken)]), by=self.hall.moderator)

        self.acts("undo", act)

    @rule(which=WHICH)
    def a_moderator_takes_something_down(self, which: int) -> None:
        if which > RARELY:
            return

        def act(tx: Transaction) -> None:
            one = self.idea(tx, which)
            add_cause(tx, one, Cause.RULE)
            case = tx.session.scalars(select(Case).where(Case.contribution_id == one.id)).one()
            seen = case.revision
            reject(tx, case, reason=Reason.OFF_TOPIC, note="", by=self.hall.moderator, seen=seen)
            self.hall.taken_down.add(one.id)

        self.acts("take_down", act)

    @rule(who=WHO, which=WHICH)
    def somebody_supports(self, who: int, which: int) -> None:
        def act(tx: Transaction) -> None:
            one = self.idea(tx, which)
            support_idea(tx, one, tx.session.get_one(Format, one.format_id), by=self.hall.residents[who])

        self.acts("support", act)

    @rule(who=WHO, which=WHICH)
    def somebody_takes_support_back(self, who: int, which: int) -> None:
        def act(tx: Transaction) -> None:
            one = self.idea(tx, which)
            stop_supporting(tx, one, tx.session.get_one(Format, one.format_id), by=self.hall.residents[who])

        self.acts("take_back", act)

    @invariant()
    def nothing_is_lost(self) -> None:
        with database.reading() as session:
            for one in session.scalars(select(Contribution)):
                self.hall.said.setdefault(one.id, one.text)  # as it was at first
            assert lost(session, self.hall) == []

    def teardown(self) -> None:
        """Everything back, the last step first: the first board, and nobody counts who did not come of their own."""
        with database.reading() as session:
            taken = live_steps(session)
        for step in reversed(taken):
            with database.transaction() as tx:
                undo(tx, step_by_id(tx.session, 1, step), by=self.hall.moderator)
        with database.reading() as session:
            assert lost(session, self.hall) == []
            board = session.execute(select(Contribution.id, Contribution.format_id).where(*on_the_board())).all()
            assert sorted((one, home) for one, home in board) == [
                (number, 1) for number in range(1, FIRST + 1) if number not in self.hall.taken_down
            ]
            assert session.scalars(select(Support).where(Support.step_id.is_not(None))).all() == []
            assert audit.first_broken(session) is None


def live_steps(session: Session) -> list[int]:
    """The ids of the steps that nobody has undone, the oldest first."""
    return list(session.scalars(select(LineageStep.id).where(LineageStep.undone_at.is_(None)).order_by(LineageStep.id)))


EVERY_ACT = {"duplicate", "merge", "split", "move", "undo", "support", "take_back", "take_down"}


@pytest.mark.parametrize(
    ("examples", "steps"),
    [(20, 25), pytest.param(150, 40, marks=[pytest.mark.slow, pytest.mark.timeout(3600)])],
)
def test_whatever_moderators_do_nothing_said_is_lost(hall: Hall, examples: int, steps: int) -> None:
    walk(Walk, hall, examples=examples, steps=steps)

    # a walk proves something only where it went everywhere
    assert set(hall.done) == EVERY_ACT
    print(f"{sum(hall.walked.values())} steps, {sum(hall.done.values())} of them done: {dict(hall.done)}")  # noqa: T201 - the figure of the proof


# --- the walk sees what is wrong --------------------------------------------------------------------------------------


class Careless(Walk):
    """A house in which an idea is overwritten by what it was put into."""

    @rule()
    def somebody_writes_over_it(self) -> None:
        with database.transaction() as tx:
            tx.session.execute(update(Contribution).where(Contribution.id == 1).values(text="Überschrieben"))


class Forgetful(Walk):
    """A house that loses the way."""

    @rule()
    def the_links_are_gone(self) -> None:
        with database.transaction() as tx:
            tx.session.execute(delete(LineageLink))


class Generous(Walk):
    """A house that counts twice."""

    @rule()
    def somebody_counts_once_more(self) -> None:
        with database.transaction() as tx:
            tx.session.execute(update(Contribution).values(support_count=Contribution.support_count + 1))


class Ruthless(Walk):
    """A house that hides a text with everything that stands in it."""

    @rule()
    def a_text_disappears(self) -> None:
        with database.transaction() as tx:
            texts = set(tx.session.scalars(select(LineageLink.to_id).where(LineageLink.to_id != LineageLink.from_id)))
            tx.session.execute(update(Contribution).where(Contribution.id.in_(texts)).values(status=Status.TAKEN_DOWN))
            self.hall.taken_down |= texts


@pytest.mark.parametrize(
    ("house", "sees"),
    [
        (Careless, "cannot be read any more"),
        (Forgetful, "is joined"),
        (Generous, "counts wrongly"),
        (Ruthless, "disappeared with"),
    ],
)
def test_a_house_that_loses_something_is_found_out(hall: Hall, house: type[Walk], sees: str) -> None:
    with pytest.raises(AssertionError, match=sees):
        walk(house, hall, examples=20, steps=30)
