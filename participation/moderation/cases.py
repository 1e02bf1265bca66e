"""What needs a person: opened by a cause, looked after by somebody, remarked upon among colleagues."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, insert, literal, null, select, update
from sqlalchemy import case as choice
from sqlalchemy.dialects import postgresql, sqlite

from participation.contributions.models import Contribution
from participation.contributions.news import BoardChanged, ContributionEdited, ContributionReceived
from participation.contributions.rules import LanguageBy, Status
from participation.foundation import clock
from participation.foundation.audit import Act, enter, state_hash
from participation.foundation.database import Transaction
from participation.foundation.locales import known_language
from participation.foundation.messages import NotAllowed, NotFound
from participation.foundation.permissions import Actor, Permission, require
from participation.foundation.turns import take_turn
from participation.moderation.models import Case, CaseCause, Remark
from participation.moderation.news import HintsNoticed
from participation.moderation.queries import colleagues
from participation.moderation.rules import Cause, NotAColleague, TakenMeanwhile

AT_ONCE = 1_000  # rows in one statement


def add_cause(tx: Transaction, contribution: Contribution, cause: Cause, detail: str = "") -> CaseCause:
    """Something about a contribution needs a person: its one case is opened, or opened again.

    detail: the evidence in words. Whoever has the case before them sees it anew before they decide.
    """
    case_id = case_for(tx, contribution)
    now = clock.now()
    tx.session.execute(
        update(Case)
        .where(Case.id == case_id)
        .values(
            revision=Case.revision + 1,
            opened_at=choice((Case.open, Case.opened_at), else_=now),
            assignee_id=choice((Case.open, Case.assignee_id), else_=null()),
            open=True,
        )
        .execution_options(synchronize_session="fetch")
    )
    added = CaseCause(municipality_id=contribution.municipality_id, case_id=case_id, kind=cause, detail=detail, at=now)
    tx.session.add(added)
    tx.session.flush()
    return added


def hear_of_hints(tx: Transaction, news: HintsNoticed) -> None:
    """A rule points to a contribution, so a person looks; the hints themselves are kept with their evidence."""
    contribution = tx.session.get_one(Contribution, news.contribution_id)
    if not look_again(tx, contribution, Cause.RULE):
        add_cause(tx, contribution, Cause.RULE)


def hold(tx: Transaction, contribution: Contribution) -> None:
    """Hold a contribution for this transaction: first its case, then itself, as whoever decides about it does."""
    tx.session.flush()
    tx.session.execute(select(Case.id).where(Case.contribution_id == contribution.id).with_for_update())
    tx.session.refresh(contribution, with_for_update=True)


def hear_of_edit(tx: Transaction, news: ContributionEdited) -> None:
    """Other words need a look, and whoever has the old ones before them sees the new ones before they decide."""
    contribution = tx.session.get_one(Contribution, news.contribution_id)
    if not look_again(tx, contribution, Cause.EDITED):
        add_cause(tx, contribution, Cause.NEW if contribution.status == Status.WAITING else Cause.EDITED)
    if not news.sure and not look_again(tx, contribution, Cause.LANGUAGE):
        add_cause(tx, contribution, Cause.LANGUAGE)


def look_again(tx: Transaction, contribution: Contribution, kind: Cause) -> bool:
    """Where a person is to look for that reason already, it is for the new words now; False where nobody is.

    What waits for its first reading waits for that of the newest words.
    """
    first_reading = kind is Cause.EDITED and contribution.status == Status.WAITING
    kinds = [kind, Cause.NEW] if first_reading else [kind]
    now = clock.now()
    case_id = case_for(tx, contribution)
    renewed = tx.session.execute(
        update(CaseCause)
        .where(CaseCause.case_id == case_id, CaseCause.kind.in_(kinds), CaseCause.settled_at.is_(None))
        .values(at=now)
        .returning(CaseCause.id)
        .execution_options(synchronize_session="fetch")
    ).all()
    if renewed:
        tx.session.execute(
            update(Case)
            .where(Case.id == case_id)
            .values(revision=Case.revision + 1)
            .execution_options(synchronize_session="fetch")
        )
    return bool(renewed)


def case_for(tx: Transaction, contribution: Contribution) -> int:
    """The id of the one case of a contribution, made where there is none yet."""
    found = select(Case.id).where(Case.contribution_id == contribution.id)
    known = tx.session.scalar(found)
    if known is not None:
        return known
    dialect = tx.session.get_bind().dialect.name
    insert_if_new = postgresql.insert(Case) if dialect == "postgresql" else sqlite.insert(Case)
    tx.session.execute(
        insert_if_new.values(
            municipality_id=contribution.municipality_id,
            process_id=contribution.process_id,
            contribution_id=contribution.id,
            open=True,
            revision=0,
            opened_at=clock.now(),
        ).on_conflict_do_nothing()
    )
    return tx.session.scalars(found).one()


def open_case(tx: Transaction, news: ContributionReceived) -> None:
    """Whatever needs a look gets a case, in the transaction that received it."""
    open_cases(tx, [news])


def open_cases(tx: Transaction, news: Sequence[ContributionReceived]) -> None:
    """The same for many at once, in a few statements."""
    looked_at = [one for one in news if one.waiting or not one.sure]
    now = clock.now()
    rows = [
        {
            "municipality_id": one.municipality_id,
            "process_id": one.process_id,
            "contribution_id": one.contribution_id,
            "opened_at": now,
        }
        for one in looked_at
    ]
    if not rows:
        return
    tx.session.execute(insert(Case), rows)
    for kind, ids in (
        (Cause.NEW, [one.contribution_id for one in looked_at if one.waiting]),
        (Cause.LANGUAGE, [one.contribution_id for one in looked_at if not one.sure]),
    ):
        for first in range(0, len(ids), AT_ONCE):
            write_causes(tx, kind, Case.contribution_id.in_(ids[first : first + AT_ONCE]))


def write_causes(tx: Transaction, kind: Cause, which: ColumnElement[bool]) -> None:
    columns = ["municipality_id", "case_id", "kind", "detail", "at"]
    rows = select(Case.municipality_id, Case.id, literal(kind.value), literal(""), Case.opened_at).where(which)
    tx.session.execute(insert(CaseCause).from_select(columns, rows, include_defaults=False))


# --- the language of a text that nobody is sure of


def correct_language(tx: Transaction, case: Case, language: str, *, by: Actor, seen: int) -> None:
    """A moderator says which language a text is in; with no other cause the case is settled.

    Raises NotAllowed, NotFound for a language we do not carry, ChangedMeanwhile.
    """
    require(by, Permission.MODERATE, case)
    chosen = known_language(language)
    if chosen is None:
        raise NotFound
    take_turn(tx, case, seen)
    contribution = tx.session.get_one(Contribution, case.contribution_id)
    before = contribution.language
    contribution.language, contribution.language_by = chosen, LanguageBy.MODERATOR
    settle_language(tx, contribution)
    tx.announce(BoardChanged(contribution.format_id))
    act = Act(
        by.entry, "moderation.language", f"contribution:{contribution.id}", state_hash(before), state_hash(chosen)
    )
    enter(tx, act, town=case.municipality_id)


def settle_language(tx: Transaction, contribution: Contribution) -> None:
    """Somebody said which language it is: nobody else needs to look at that."""
    case = tx.session.scalar(select(Case).where(Case.contribution_id == contribution.id))
    if case is None or not case.open:
        return
    tx.session.execute(
        update(CaseCause)
        .where(CaseCause.case_id == case.id, CaseCause.kind == Cause.LANGUAGE, CaseCause.settled_at.is_(None))
        .values(settled_at=clock.now())
        .execution_options(synchronize_session="fetch")
    )
    if not is_unsettled(tx, case) and contribution.status != Status.WAITING:
        case.open = False


def is_unsettled(tx: Transaction, case: Case) -> bool:
    left = select(func.count()).where(CaseCause.case_id == case.id, CaseCause.settled_at.is_(None))
    return bool(tx.session.scalar(left))


# --- among colleagues


def assign(tx: Transaction, case: Case, to: int | None, *, by: Actor, seen: int | None) -> None:
    """Somebody looks after a case: oneself, a colleague who may moderate it, or (None) nobody any more.

    seen: who did so when the moderator looked. Raises NotAllowed, NotAColleague, TakenMeanwhile.
    """
    require(by, Permission.MODERATE, case)
    if to is not None and to not in colleagues(tx.session, case):
        raise NotAColleague
    was = Case.assignee_id.is_(None) if seen is None else Case.assignee_id == seen
    taken = tx.session.execute(
        update(Case)
        .where(Case.id == case.id, was)
        .values(assignee_id=to)
        .returning(Case.id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if taken is None:
        raise TakenMeanwhile
    tx.session.refresh(case)
    about = f"contribution:{case.contribution_id}"
    enter(tx, Act(by.entry, "moderation.assign", about, after=state_hash(to)), town=case.municipality_id)


def remark(tx: Transaction, case: Case, words: str, *, by: Actor) -> Remark:
    """Words for colleagues; they stay as they were written. Raises NotAllowed."""
    require(by, Permission.MODERATE, case)
    written = Remark(
        municipality_id=case.municipality_id,
        case_id=case.id,
        by_id=person_of(by),
        words=words,
        at=clock.now(),
    )
    tx.session.add(written)
    about = f"contribution:{case.contribution_id}"
    enter(tx, Act(by.entry, "moderation.remark", about, after=state_hash(words)), town=case.municipality_id)
    return written


def person_of(by: Actor) -> int:
    """Whoever decides is somebody. Raises NotAllowed."""
    if by.person_id is None:
        raise NotAllowed
    return by.person_id
