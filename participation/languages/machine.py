"""What a machine translates: asked when somebody says something, done by the worker, tried again after pauses."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, exists, func, insert, literal, or_, select, update
from sqlalchemy.orm import Session

from participation.contributions.models import Contribution
from participation.contributions.news import (
    ContributionPublished,
    ContributionReceived,
    ContributionWithdrawn,
    WordsChanged,
)
from participation.contributions.rules import Status
from participation.contributions.versions import current_number
from participation.foundation import clock
from participation.foundation.audit import Act, enter, state_hash
from participation.foundation.database import Database, Transaction
from participation.foundation.jobs import Job, enqueue
from participation.foundation.locales import READ
from participation.foundation.messages import N_, ChangedMeanwhile, Refused
from participation.foundation.municipality import Municipality
from participation.foundation.permissions import Actor, Permission, require
from participation.foundation.turns import take_turn
from participation.languages import providers
from participation.languages.doubts import TranslatorAway, TranslatorWrong, Trouble, checked, has_letters
from participation.languages.models import MachineChoice, MachineTask, Translation
from participation.languages.providers import Translator
from participation.languages.recognition import by_statistics
from participation.languages.vouching import Origin, State, TaskState

TRANSLATE = "languages.translate"
AT_ONCE = 20  # tasks in one job, so that other jobs have a turn
MANY = 500  # ids in one statement
LEASE = timedelta(minutes=10)  # longer than an answer takes; after it a task was left by a worker that died
PAUSES = tuple(map(timedelta, (0,) * 5, (60, 300, 1800, 7200, 21600)))  # after each try that failed
READ_BY_PEOPLE = (Status.PUBLISHED, Status.WAITING)


class NoMachine(Refused):
    message = N_("This installation has no machine that translates. Its operator sets one up.")
    code = "no_machine"


# --- what is to be translated


def hear_of_reception(tx: Transaction, news: ContributionReceived) -> None:
    ask(tx, news.municipality_id, [news.contribution_id])


def hear_of_receptions(tx: Transaction, news: Sequence[ContributionReceived]) -> None:
    ask(tx, news[0].municipality_id, [one.contribution_id for one in news])


def hear_of_publication(tx: Transaction, news: ContributionPublished) -> None:
    """What was hidden when the machine was switched on is asked for when everybody may read it again."""
    ask(tx, news.municipality_id, [news.contribution_id])


def hear_of_publications(tx: Transaction, news: Sequence[ContributionPublished]) -> None:
    ask(tx, news[0].municipality_id, [one.contribution_id for one in news])


def hear_of_new_words(tx: Transaction, news: WordsChanged) -> None:
    tx.session.execute(delete(MachineTask).where(MachineTask.contribution_id == news.contribution_id))
    ask(tx, news.municipality_id, [news.contribution_id])


def hear_of_withdrawal(tx: Transaction, news: ContributionWithdrawn) -> None:
    tx.session.execute(delete(MachineTask).where(MachineTask.contribution_id == news.contribution_id))


def ask(tx: Transaction, town: int, contribution_ids: Sequence[int]) -> None:
    """Let the machine translate these into the languages of the interface, where the town has switched it on."""
    if providers.current() is None or not is_on(tx.session, town):
        return
    for begin in range(0, len(contribution_ids), MANY):
        some = contribution_ids[begin : begin + MANY]
        note_tasks(tx, [Contribution.id.in_(some)])
    enqueue(tx, TRANSLATE)


def note_tasks(tx: Transaction, wanted: Iterable[Any]) -> None:
    """A task for each text and language without an approved version or a machine's words, one statement a language."""
    conditions = list(wanted)
    for language in READ:
        tx.session.execute(
            insert(MachineTask).from_select(
                ["municipality_id", "contribution_id", "language", "state", "tries", "due_at", "trouble"],
                missing(language).where(*conditions),
            )
        )


def missing(language: str) -> Any:
    there = exists().where(
        Translation.contribution_id == Contribution.id,
        Translation.language == language,
        or_(
            Translation.state == State.OFFERED,
            and_(Translation.state == State.APPROVED, Translation.outdated.is_(other=False)),
        ),
    )
    asked = exists().where(MachineTask.contribution_id == Contribution.id, MachineTask.language == language)
    return select(
        Contribution.municipality_id,
        Contribution.id,
        literal(language),
        literal(TaskState.WAITING.value),
        literal(0),
        literal(clock.now(), MachineTask.due_at.type),
        literal(""),
    ).where(Contribution.language != language, Contribution.status.in_(READ_BY_PEOPLE), ~there, ~asked)


# --- the worker


def translate(database: Database, _payload: dict[str, Any]) -> None:
    """The job: some tasks that are due, then a place in the line again if there are more.

    After an answer that does not come the rest waits: what is away for one is away for all.
    """
    machine = providers.current()
    if machine is None:
        return
    rest = timedelta()
    for _ in range(AT_ONCE):
        taken = take_next(database)
        if taken is None:
            break
        if not work_on(database, machine, taken):
            rest = PAUSES[0]
            break
    with database.transaction() as tx:
        again = tx.session.scalar(select(func.min(MachineTask.due_at)).where(MachineTask.state == TaskState.WAITING))
        if again is not None:
            look_again(tx, max(again, clock.now() + rest))


def look_again(tx: Transaction, due: datetime) -> None:
    """The next job of this kind. One that runs is this one; one that waits is due at the earlier of both times."""
    waiting = tx.session.scalar(select(Job).where(Job.kind == TRANSLATE, Job.state == "waiting").limit(1))
    if waiting is None:
        tx.session.add(Job(kind=TRANSLATE, payload={}, not_before=due))
    elif waiting.not_before > due:
        waiting.not_before = due
    tx.session.flush()


@dataclass(frozen=True, slots=True)
class Taken:
    """A task a worker has. tries: with this one; number: of the wording it is about."""

    task_id: int
    contribution_id: int
    title: str
    text: str
    source: str
    target: str
    number: int
    tries: int


def take_next(database: Database) -> Taken | None:
    """The task that has been due longest. Whatever nobody is to read any more is let go."""
    now = clock.now()
    with database.transaction() as tx:
        due = MachineTask.state == TaskState.WAITING, MachineTask.due_at <= now
        first = select(MachineTask).where(*due).order_by(MachineTask.due_at, MachineTask.id).limit(1)
        while (task := tx.session.scalar(first.with_for_update(skip_locked=True))) is not None:
            said = tx.session.get_one(Contribution, task.contribution_id)
            if said.status in READ_BY_PEOPLE and said.language != task.language and has_letters(said.text):
                task.tries, task.due_at = task.tries + 1, now + LEASE
                number = current_number(tx.session, said)
                return Taken(task.id, said.id, said.title, said.text, said.language, task.language, number, task.tries)
            tx.session.delete(task)
            tx.session.flush()
    return None


def work_on(database: Database, machine: Translator, taken: Taken) -> bool:
    """Ask the machine, with no transaction open. False where asking it for anything else is no use now."""
    try:
        title, text = answered(machine, taken)
    except TranslatorAway as away:
        settle(database, taken, away.trouble, again=taken.tries <= len(PAUSES))
        return False
    except TranslatorWrong as wrong:
        settle(database, taken, wrong.trouble, again=False)
        return True
    offer(database, taken, title, text, machine.name)
    return True


def answered(machine: Translator, taken: Taken) -> tuple[str, str]:
    """(title, text) as the machine says them, if they may be what they should. Raises TranslatorAway, -Wrong."""
    if not machine.offers(taken.source, taken.target):
        raise TranslatorWrong(Trouble.NO_PAIR)
    texts = [one for one in (taken.title, taken.text) if one]
    answers = machine.translate(texts, taken.source, taken.target)
    words = [checked(one, said, taken.target, by_statistics) for one, said in zip(answers, texts, strict=True)]
    return (" ".join(words[0].split())[:300] if taken.title else "", words[-1])


def settle(database: Database, taken: Taken, trouble: Trouble, *, again: bool) -> None:
    """Note what went wrong, as a code; what would bring the same again waits for a person."""
    with database.transaction() as tx:
        tx.session.execute(
            update(MachineTask)
            .where(MachineTask.id == taken.task_id, MachineTask.tries == taken.tries)
            .values(
                state=TaskState.WAITING if again else TaskState.FAILED,
                due_at=clock.now() + PAUSES[min(taken.tries, len(PAUSES)) - 1],
                trouble=trouble,
            )
            .execution_options(synchronize_session=False)
        )


def offer(database: Database, taken: Taken, title: str, text: str, provider: str) -> None:
    """Keep the machine's words, for whoever opens them. Nobody vouches for them.

    What its author changed or took back meanwhile is not spoken of any more.
    """
    with database.transaction() as tx:
        done = delete(MachineTask).where(MachineTask.id == taken.task_id, MachineTask.tries == taken.tries)
        if not tx.session.execute(done.returning(MachineTask.id)).all():
            return
        said = tx.session.get_one(Contribution, taken.contribution_id, with_for_update=True)
        if said.status == Status.WITHDRAWN or current_number(tx.session, said) != taken.number:
            return
        tx.session.execute(
            update(Translation)
            .where(
                Translation.contribution_id == said.id,
                Translation.language == taken.target,
                Translation.state == State.OFFERED,
            )
            .values(state=State.FORMER)
            .execution_options(synchronize_session=False)
        )
        tx.session.add(
            Translation(
                municipality_id=said.municipality_id,
                contribution_id=said.id,
                language=taken.target,
                title=title,
                text=text,
                origin=Origin.MACHINE,
                state=State.OFFERED,
                provider=provider,
                of_version=taken.number,
                at=clock.now(),
            )
        )


# --- what the administration decides and sees


def choice_of(session: Session, town: int) -> MachineChoice | None:
    return session.scalar(select(MachineChoice).where(MachineChoice.municipality_id == town))


def is_on(session: Session, town: int) -> bool:
    found = choice_of(session, town)
    return found is not None and found.on


def switch(tx: Transaction, town: Municipality, *, on: bool, by: Actor, seen: int) -> None:
    """From now on a machine translates what is said, or does not. Off: what waits is let go, what is there stays.

    Raises NotAllowed, NoMachine, ChangedMeanwhile.
    """
    require(by, Permission.EDIT_HOUSE, town)
    if on and providers.current() is None:
        raise NoMachine
    tx.session.refresh(town, with_for_update=True)
    choice = choice_of(tx.session, town.id)
    if choice is None:
        if seen != 0:
            raise ChangedMeanwhile
        choice = MachineChoice(municipality_id=town.id, on=False, revision=0)
        tx.session.add(choice)
        tx.session.flush()
    before = state_hash(choice.on)
    take_turn(tx, choice, seen)
    choice.on = on
    tx.session.flush()
    if on:
        note_tasks(tx, [Contribution.municipality_id == town.id])
        enqueue(tx, TRANSLATE)
    else:
        tx.session.execute(delete(MachineTask).where(MachineTask.municipality_id == town.id))
    act = Act(by.entry, "translation.switch", f"municipality:{town.id}", before, state_hash(on))
    enter(tx, act, town=town.id)


def try_again(tx: Transaction, town: Municipality, *, by: Actor) -> int:
    """Give what failed to the machine once more; returns how many. Raises NotAllowed, NoMachine."""
    require(by, Permission.EDIT_HOUSE, town)
    if providers.current() is None:
        raise NoMachine
    failed = MachineTask.municipality_id == town.id, MachineTask.state == TaskState.FAILED
    moved = tx.session.execute(
        update(MachineTask)
        .where(*failed)
        .values(state=TaskState.WAITING, tries=0, due_at=clock.now(), trouble="")
        .returning(MachineTask.id)
        .execution_options(synchronize_session=False)
    ).all()
    if moved:
        look_again(tx, clock.now())
        enter(tx, Act(by.entry, "translation.retry", f"municipality:{town.id}"), town=town.id)
    return len(moved)


def figures(session: Session, town: int) -> list[tuple[TaskState, str, int]]:
    """(state, trouble or "", how many), the most first."""
    rows = session.execute(
        select(MachineTask.state, MachineTask.trouble, func.count())
        .where(MachineTask.municipality_id == town)
        .group_by(MachineTask.state, MachineTask.trouble)
        .order_by(func.count().desc(), MachineTask.state, MachineTask.trouble)
    )
    return [(TaskState(state), trouble, count) for state, trouble, count in rows]
