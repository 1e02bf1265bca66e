"""Nobody is silenced in silence: what becomes less visible has a statement of reasons, and others decide on redress.

A walk through the real use cases on a real database, in any order, by anybody, with views of any age. After every step
each contribution is looked at. `python3 dev.py test -m slow tests/proofs/test_no_silent_restriction.py` walks more than
ten thousand steps.
"""

import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from sqlalchemy import func, make_url, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from participation.app import connect, register_stages
from participation.contributions import versions
from participation.contributions.models import Contribution, Revision
from participation.contributions.rules import RevisionState, Status
from participation.contributions.service import (
    Grounds,
    LoweredWithoutReasonsError,
    NotItsAuthorError,
    set_status,
    withdraw,
)
from participation.foundation import audit, clock, database
from participation.foundation.database import Database, Transaction
from participation.foundation.messages import Refused
from participation.foundation.permissions import Actor, Role
from participation.ideas.service import Written, submit_idea
from participation.mine import service as mine
from participation.moderation import cases, service
from participation.moderation.appeals import appeal
from participation.moderation.models import Appeal, Case, CaseCause, Decision, Statement
from participation.moderation.notices import Reported, report
from participation.moderation.rules import (
    BY_HAND,
    Cause,
    Ground,
    Occasion,
    Outcome,
    Reason,
    Redress,
    Restriction,
    Verdict,
    Wish,
    appeal_until,
    ground_of,
)
from participation.people import service as people
from participation.process import service as processes
from participation.process.models import Format, PhaseSetting, Process
from participation.process.rules import Moderation, ProcessState
from tests.conftest import build_collection
from tests.proofs.walking import walk

MOST = 3  # contributions of one walk: few, so that much happens to each
WHO = st.integers(0, 2)
WHICH = st.integers(0, MOST - 1)
OLD = st.sampled_from([False, False, True])
AUTHOR = st.sampled_from([0, 1, 2, None, None, None])
WORDS = st.sampled_from(["", "Bitte ohne Namen.", "§ 185 StGB"])
RULES = st.sampled_from([None, *BY_HAND, *BY_HAND])


@dataclass
class Hall:
    """Who is there, and what was seen: seen_public: contributions that were public at the end of some step."""

    house: Database
    as_it_was: Path
    moderators: list[Actor] = field(default_factory=list)
    residents: list[Actor] = field(default_factory=list)
    seen_public: set[int] = field(default_factory=set)
    walked: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    verdicts: set[str] = field(default_factory=set)
    answered: int = 0

    def begins_anew(self) -> None:
        """Every table as at the beginning, while the house stays open."""
        self.seen_public.clear()
        file = make_url(self.house.url).database
        with sqlite3.connect(self.as_it_was) as kept, sqlite3.connect(str(file)) as now:
            kept.backup(now)
        kept.close()
        now.close()

    def remembers(self) -> None:
        """What happened in a walk that ends here; the log of it must be whole."""
        with self.house.reading() as session:
            assert audit.first_broken(session) is None
            self.verdicts |= set(session.scalars(select(Decision.verdict)))
            self.answered += session.scalar(select(func.count()).where(Appeal.decided_at.is_not(None))) or 0


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
            for name in ("Max Beispiel", "Aylin Örnek", "Ben Muster"):
                person = people.open_account(tx, 1, name, [Role.MODERATOR])
                there.moderators.append(Actor(1, person.id, frozenset({Role.RESIDENT, Role.MODERATOR}), name))
            for _ in range(3):
                guest, _ = people.welcome_guest(tx, 1, b"only for tests")
                there.residents.append(Actor(1, guest.id))
        with sqlite3.connect(str(file)) as now, sqlite3.connect(there.as_it_was) as kept:
            now.backup(kept)
        now.close()
        kept.close()
        yield there
        database.use(None)


# --- what must hold ---------------------------------------------------------------------------------------------------


def silent(session: Session, seen_public: set[int]) -> list[str]:
    """Everything that is hidden without its reasons, or was looked at again by the person whose decision it was."""
    in_force: dict[int | None, list[Statement]] = {}
    for statement in session.scalars(select(Statement).where(Statement.ended_at.is_(None))):
        in_force.setdefault(statement.contribution_id, []).append(statement)
    found = [
        f"contribution {one.id} is {one.status} and has {len(in_force.get(one.id, []))} statements in force"
        for one in session.scalars(select(Contribution))
        if len(in_force.get(one.id, [])) != (is_hidden(one, seen_public) or keeps_back(session, one))
    ]
    found += [
        f"statement {one.id} is not complete" for some in in_force.values() for one in some if not is_complete(one)
    ]
    for process in session.scalars(select(Process)):
        hidden = process.state == ProcessState.DRAFT
        if len([one for one in in_force.get(None, []) if one.process_id == process.id]) != hidden:
            found.append(f"process {process.id} is {process.state} in silence")
    return found + partial_judges(session) + of_nobody(session) + forgotten(session) + left_behind(session)


def is_hidden(one: Contribution, seen_public: set[int]) -> bool:
    """Less visible than it was when it was public or, if it never was, when it waited."""
    return one.status in {Status.REJECTED, Status.TAKEN_DOWN} or (
        one.status == Status.WAITING and one.id in seen_public
    )


def keeps_back(session: Session, one: Contribution) -> bool:
    """Public, but newer words of its author are not: they were declined, or an appeal about that is open."""
    if one.status != Status.PUBLISHED:
        return False
    newest = versions.newest(session, one.id)
    if newest is None or newest.state not in {RevisionState.DECLINED, RevisionState.WAITING}:
        return False
    decided = select(Decision.id).where(Decision.version_id == newest.id)
    about = select(Statement.id).where(Statement.decision_id.in_(decided), Statement.ended_at.is_(None))
    return newest.state == RevisionState.DECLINED or session.scalar(about.limit(1)) is not None


def left_behind(session: Session) -> list[str]:
    """What still tells the words of a contribution that its author withdrew, and versions that nobody looks at."""
    found = [
        f"contribution {one.id} is withdrawn and has words"
        for one in session.scalars(select(Contribution).where(Contribution.status == Status.WITHDRAWN))
        if one.text or one.title or one.folded or one.withdrawn_at is None
    ]
    rows = session.execute(
        select(Revision, Contribution).join(Contribution, Contribution.id == Revision.contribution_id)
    ).all()
    for revision, contribution in rows:
        gone = contribution.status == Status.WITHDRAWN
        if gone and revision.text:
            found.append(f"contribution {contribution.id} is withdrawn and has words in version {revision.number}")
        if not gone and revision.state == RevisionState.CURRENT and revision.text != contribution.text:
            found.append(f"contribution {contribution.id} does not say what its version {revision.number} says")
        waits = revision.state == RevisionState.WAITING
        if waits and not session.scalar(select(Case.open).where(Case.contribution_id == contribution.id)):
            found.append(f"version {revision.number} of contribution {contribution.id} waits for nobody")
    return found


def is_complete(statement: Statement) -> bool:
    """What, how long, rule and ground, facts, by machine or not, redress, when, by whom."""
    reason, kind = Reason(statement.reason), Restriction(statement.kind)
    of_process = kind is Restriction.PROCESS_WITHDRAWN
    needs_words = of_process or ground_of(reason) is Ground.LAW
    return (
        (statement.until is None or statement.until >= statement.at.date())
        and statement.ground == ground_of(reason)
        and (bool(statement.facts) or not needs_words)
        and statement.occasion in set(Occasion)
        and not statement.decided_by_machine
        and statement.redress == (Redress.CONTACT if of_process else Redress.APPEAL)
        and (of_process or statement.appeal_until == appeal_until(clock.local(statement.at)))
        and statement.by_id is not None
        and len(statement.public_id) == 32
        and (of_process or statement.decision_id is not None)
    )


def partial_judges(session: Session) -> list[str]:
    rows = session.execute(select(Appeal, Statement.by_id).join(Statement, Statement.id == Appeal.statement_id))
    return [
        f"appeal {one.id} was decided by {one.decided_by_id}"
        for one, decider in rows
        if one.decided_at is not None
        and one.outcome != Outcome.WITHDRAWN
        and (one.decided_by_id is None or one.decided_by_id == decider)
    ]


def of_nobody(session: Session) -> list[str]:
    rows = session.scalars(select(Decision).where(Decision.by_id.is_(None) | Decision.automated))
    return [f"decision {one.id} is nobody's" for one in rows]


def forgotten(session: Session) -> list[str]:
    """Whatever is open stands in the queue, and the queue holds nothing else."""
    unsettled = set(session.scalars(select(CaseCause.case_id).where(CaseCause.settled_at.is_(None))))
    return [
        f"case {one.id} is {'open' if one.open else 'closed'} and {'has' if one.id in unsettled else 'has no'} cause"
        for one in session.scalars(select(Case))
        if one.open is not (one.id in unsettled)
    ]


# --- the walk ---------------------------------------------------------------------------------------------------------


class Walk(RuleBasedStateMachine):
    """Every walk begins in the same house."""

    hall: ClassVar[Hall]

    def __init__(self) -> None:
        super().__init__()
        self.own: list[int] = []
        self.views: dict[tuple[int, int], int] = {}
        self.hall.begins_anew()

    def teardown(self) -> None:
        self.hall.remembers()

    def acts(self, name: str, act: Callable[[Transaction], object]) -> None:
        """One step in a transaction of its own; a refusal leaves everything as it was."""
        self.hall.walked[name] += 1
        try:
            with database.transaction() as tx:
                act(tx)
            self.hall.done[name] += 1
        except Refused:
            pass

    def case(self, tx: Transaction, which: int) -> Case | None:
        if not self.own:
            return None
        return tx.session.scalar(select(Case).where(Case.contribution_id == self.own[which % len(self.own)]))

    def seen(self, who: int, case: Case, *, old: bool) -> int:
        """The revision somebody looked at: just now, or whenever they looked last."""
        return self.views.get((who, case.id), case.revision) if old else case.revision

    @initialize(who=WHO, after=st.booleans())
    def somebody_begins(self, who: int, *, after: bool) -> None:
        self.writes(who, after=after)

    @rule(who=WHO, after=st.booleans())
    def somebody_writes(self, who: int, *, after: bool) -> None:
        self.writes(who, after=after)

    def writes(self, who: int, *, after: bool) -> None:
        def act(tx: Transaction) -> None:
            if len(self.own) < MOST:
                setting = tx.session.scalars(select(PhaseSetting)).one()
                setting.moderation = Moderation.POST if after else Moderation.PRE
                tx.session.flush()
                home = tx.session.get_one(Format, 1)
                by = self.hall.residents[who]
                idea = submit_idea(tx, home, Written("Mehr Bänke", "", "de"), by=by)
                self.own.append(idea.id)

        self.acts("write", act)

    @rule(who=WHO, which=WHICH)
    def a_moderator_looks(self, who: int, which: int) -> None:
        def act(tx: Transaction) -> None:
            case = self.case(tx, which)
            if case:
                self.views[who, case.id] = case.revision

        self.acts("look", act)

    @rule(who=WHO, which=WHICH, words=WORDS, old=OLD)
    def a_moderator_lets_it_be_public(self, who: int, which: int, words: str, *, old: bool) -> None:
        def act(tx: Transaction) -> None:
            case = self.case(tx, which)
            if case:
                seen = self.seen(who, case, old=old)
                service.publish(tx, case, note=words, by=self.hall.moderators[who], seen=seen)

        self.acts("publish", act)

    @rule(who=WHO, which=WHICH, reason=RULES, words=WORDS, old=OLD, day=st.booleans())
    def a_moderator_hides_it(
        self, who: int, which: int, reason: Reason | None, words: str, *, old: bool, day: bool
    ) -> None:
        def act(tx: Transaction) -> None:
            case = self.case(tx, which)
            if case:
                by, seen = self.hall.moderators[who], self.seen(who, case, old=old)
                until = date(2100, 1, 1) if day else None
                service.reject(tx, case, reason=reason, note=words, until=until, by=by, seen=seen)

        self.acts("hide", act)

    @rule(who=WHO, which=WHICH, old=OLD)
    def a_moderator_undoes_the_last_decision(self, who: int, which: int, *, old: bool) -> None:
        def act(tx: Transaction) -> None:
            case = self.case(tx, which)
            if case:
                service.undo(tx, case, by=self.hall.moderators[who], seen=self.seen(who, case, old=old))

        self.acts("undo", act)

    @rule(who=WHO, wish=st.sampled_from(Wish), reason=RULES, words=WORDS, old=OLD)
    def a_moderator_decides_several(
        self, who: int, wish: Wish, reason: Reason | None, words: str, *, old: bool
    ) -> None:
        def act(tx: Transaction) -> None:
            chosen = [case for which in range(len(self.own)) if (case := self.case(tx, which))]
            picked = [(case, self.seen(who, case, old=old)) for case in chosen]
            done, missed = service.decide_many(
                tx, picked, wish, reason=reason, note=words, by=self.hall.moderators[who]
            )
            assert len(done) + len(missed) == len(picked)

        self.acts("several", act)

    @rule(who=WHO, which=WHICH)
    def somebody_reports(self, who: int, which: int) -> None:
        def act(tx: Transaction) -> None:
            if self.own:
                about = tx.session.get_one(Contribution, self.own[which % len(self.own)])
                reported = Reported(Reason.INSULT, "Das ist eine Beleidigung.", in_good_faith=True)
                report(tx, about, reported, by=self.hall.residents[who])

        self.acts("report", act)

    @rule(who=AUTHOR, which=WHICH)
    def somebody_appeals(self, who: int | None, which: int) -> None:
        """who: one of the residents; None: the author."""

        def act(tx: Transaction) -> None:
            about = tx.session.get(Contribution, self.own[which % len(self.own)]) if self.own else None
            wanted = Statement.contribution_id == (about.id if about else None)
            statement = tx.session.scalar(select(Statement).where(wanted, Statement.ended_at.is_(None)))
            if about and statement:
                by = Actor(1, about.author_id) if who is None else self.hall.residents[who]
                appeal(tx, statement, "Das steht so im Gesetz.", by=by)

        self.acts("appeal", act)

    @rule(who=AUTHOR, which=WHICH, word=st.integers(0, 9), after=st.booleans(), old=OLD)
    def somebody_edits(self, who: int | None, which: int, word: int, *, after: bool, old: bool) -> None:
        """who: one of the residents; None: the author."""

        def act(tx: Transaction) -> None:
            about = tx.session.get(Contribution, self.own[which % len(self.own)]) if self.own else None
            if about:
                tx.session.scalars(select(PhaseSetting)).one().moderation = Moderation.POST if after else Moderation.PRE
                tx.session.flush()
                by = Actor(1, about.author_id) if who is None else self.hall.residents[who]
                seen = about.version - old
                mine.edit(tx, about, mine.Edited(f"Mehr Bänke, Fassung {word}", "de", "de", seen), by=by)

        self.acts("edit", act)

    @rule(who=WHO, which=WHICH, reason=RULES, words=WORDS, old=OLD)
    def a_moderator_keeps_what_it_said(
        self, who: int, which: int, reason: Reason | None, words: str, *, old: bool
    ) -> None:
        def act(tx: Transaction) -> None:
            case = self.case(tx, which)
            if case:
                by, seen = self.hall.moderators[who], self.seen(who, case, old=old)
                service.keep_former(tx, case, reason=reason, note=words, by=by, seen=seen)

        self.acts("keep_former", act)

    @precondition(lambda self: len(self.own) == MOST)
    @rule(who=AUTHOR, which=WHICH, sure=st.integers(0, 4))
    def somebody_withdraws(self, who: int | None, which: int, sure: int) -> None:
        """Seldom, because nothing happens to it afterwards."""

        def act(tx: Transaction) -> None:
            about = tx.session.get_one(Contribution, self.own[which % len(self.own)])
            by = Actor(1, about.author_id) if who is None else self.hall.residents[who]
            mine.withdraw(tx, about, by=by)
            self.hall.seen_public.discard(about.id)

        if not sure:
            self.acts("withdraw_own", act)

    @rule(which=WHICH)
    def a_rule_points_to_it(self, which: int) -> None:
        def act(tx: Transaction) -> None:
            if self.own:
                about = tx.session.get_one(Contribution, self.own[which % len(self.own)])
                cases.add_cause(tx, about, Cause.RULE, "2 links")

        self.acts("flag", act)

    @rule(who=WHO, which=WHICH, old=OLD)
    def a_moderator_corrects_the_language(self, who: int, which: int, *, old: bool) -> None:
        def act(tx: Transaction) -> None:
            case = self.case(tx, which)
            if case:
                seen = self.seen(who, case, old=old)
                cases.correct_language(tx, case, "tr", by=self.hall.moderators[who], seen=seen)

        self.acts("language", act)

    @rule()
    def the_day_comes(self) -> None:
        with database.reading() as session:
            due = session.scalar(select(Statement.id).where(Statement.until.is_not(None), Statement.ended_at.is_(None)))
        self.hall.walked["lapse"] += 1
        if due:
            service.lapse(self.hall.house, {"statement": due})
            self.hall.done["lapse"] += 1

    @rule(why=st.sampled_from(["", "Der Zeitplan stimmt nicht mehr."]))
    def the_process_is_withdrawn(self, why: str) -> None:
        def act(tx: Transaction) -> None:
            process = tx.session.scalars(select(Process)).one()
            processes.withdraw_process(tx, process, why=why, by=planner(), seen=process.revision)

        self.acts("withdraw", act)

    @rule()
    def the_process_is_published(self) -> None:
        def act(tx: Transaction) -> None:
            process = tx.session.scalars(select(Process)).one()
            processes.publish_process(tx, process, by=planner(), seen=process.revision)

        self.acts("publish_process", act)

    @invariant()
    def nothing_is_hidden_in_silence(self) -> None:
        with database.reading() as session:
            public = session.scalars(select(Contribution.id).where(Contribution.status == Status.PUBLISHED))
            self.hall.seen_public |= set(public)
            assert silent(session, self.hall.seen_public) == []


def planner() -> Actor:
    """Of the administration; Max by person, who moderates as well."""
    return Actor(1, 1, frozenset({Role.ADMINISTRATION}))


EVERY_ACT = {"write", "look", "publish", "hide", "undo", "several", "report", "appeal", "flag", "language"} | {
    "lapse", "withdraw", "publish_process", "edit", "keep_former", "withdraw_own",
}  # fmt: skip


@pytest.mark.parametrize(
    ("examples", "steps"),
    [(8, 50), pytest.param(160, 80, marks=[pytest.mark.slow, pytest.mark.timeout(3600)])],
)
def test_no_way_leads_to_less_visible_without_reasons(hall: Hall, examples: int, steps: int) -> None:
    walk(Walk, hall, examples=examples, steps=steps)

    steps_walked = sum(hall.walked.values())
    assert steps_walked >= examples * steps * 0.8  # an example that drew too much ends early
    # a walk proves something only where it went everywhere
    assert len(hall.done) > 8
    if examples > 100:
        assert steps_walked >= 10_000
        assert set(hall.done) == EVERY_ACT
        assert hall.verdicts == set(Verdict)
        assert hall.answered > 10
    print(f"{steps_walked} steps, {sum(hall.done.values())} of them done: {dict(hall.done)}")  # noqa: T201 - the figure of the proof


# --- the walk sees what is wrong --------------------------------------------------------------------------------------


class Careless(Walk):
    """A house with a way past the door."""

    @rule()
    def somebody_writes_into_the_table(self) -> None:
        with database.transaction() as tx:
            tx.session.execute(
                update(Contribution).where(Contribution.status == Status.PUBLISHED).values(status=Status.WAITING)
            )


class Forgetful(Walk):
    """A house that loses its reasons."""

    @rule()
    def the_statements_are_ended(self) -> None:
        with database.transaction() as tx:
            tx.session.execute(update(Statement).values(ended_at=clock.now()))


class Partial(Walk):
    """A house where whoever decided decides again."""

    @rule()
    def the_appeal_is_said_to_be_against_nobody(self) -> None:
        with database.transaction() as tx:
            rows = tx.session.execute(select(Appeal, Statement).join(Statement, Statement.id == Appeal.statement_id))
            for one, statement in rows.all():
                one.against_id, one.decided_by_id, one.decided_at = None, statement.by_id, clock.now()


@pytest.mark.parametrize(
    ("house", "sees"),
    [(Careless, "has 0 statements"), (Forgetful, "has 0 statements|in silence"), (Partial, "was decided by")],
)
def test_a_house_with_a_way_around_is_found_out(hall: Hall, house: type[Walk], sees: str) -> None:
    with pytest.raises(AssertionError, match=sees):
        walk(house, hall, examples=80, steps=50)


def test_the_door_itself_stays_shut(hall: Hall) -> None:
    """What the use cases do not offer, the door and the tables refuse."""
    with database.transaction() as tx:
        by = hall.residents[0]
        idea = submit_idea(tx, tx.session.get_one(Format, 1), Written("Bänke", "", "de"), by=by)
        service.publish(tx, tx.session.scalars(select(Case)).one(), by=hall.moderators[0], seen=0)

    for somebody_else in (0, hall.moderators[0].person_id or 0):
        with pytest.raises(NotItsAuthorError), database.transaction() as tx:
            withdraw(tx, tx.session.get_one(Contribution, idea.id), author_id=somebody_else)
    with pytest.raises(NotItsAuthorError), database.transaction() as tx:
        set_status(tx, tx.session.get_one(Contribution, idea.id), Status.WITHDRAWN, grounds=Grounds(1, idea.id))
    for grounds in (None, Grounds(1, idea.id + 1)):
        with pytest.raises(LoweredWithoutReasonsError), database.transaction() as tx:
            set_status(tx, tx.session.get_one(Contribution, idea.id), Status.TAKEN_DOWN, grounds=grounds)
    with database.transaction() as tx:
        case = tx.session.scalars(select(Case)).one()
        service.reject(tx, case, reason=Reason.INSULT, note="", by=hall.moderators[0], seen=case.revision)
        statement = tx.session.scalars(select(Statement)).one()
        appealed = appeal(tx, statement, "Warum?", by=by)
    for table, row, wrong in (
        (Statement, statement.id, {"by_id": None}),
        (Statement, statement.id, {"decided_by_machine": True}),
        (Statement, statement.id, {"appeal_until": None}),
        (Statement, statement.id, {"ground": "law"}),
        (Statement, statement.id, {"decision_id": None}),
        (Appeal, appealed.id, {"decided_by_id": hall.moderators[0].person_id}),
    ):
        with pytest.raises(IntegrityError), database.transaction() as tx:
            tx.session.execute(update(table).where(table.id == row).values(wrong))
