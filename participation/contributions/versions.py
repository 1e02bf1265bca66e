"""The wordings of a contribution: the first, those that came later, the one that waits for a person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import Session

from participation.contributions.models import Contribution, Revision
from participation.contributions.news import BoardChanged, ContributionEdited, WordsChanged
from participation.contributions.rules import Kind, LanguageBy, RevisionState, Status
from participation.foundation import clock
from participation.foundation.database import Transaction
from participation.foundation.text import fold


@dataclass(frozen=True, slots=True)
class NewWords:
    """What an author writes instead: clean words with their language. sure: whether that is known."""

    text: str
    language: str
    language_by: LanguageBy
    sure: bool = True


def write_version(
    tx: Transaction, contribution: Contribution, words: NewWords, *, by_id: int | None, waits: bool, shown: bool
) -> Revision:
    """Keep other words of an author. The caller holds the contribution, so that numbers follow each other.

    waits: a person looks at them first; one of them at a time, the newest. Otherwise they take the place of the
    present ones. shown: whether those can be compared by everybody from then on.
    """
    begin_history(tx, contribution)
    change_state(tx, contribution.id, RevisionState.WAITING, RevisionState.PASSED_OVER)
    contribution.version += 1
    written = Revision(
        municipality_id=contribution.municipality_id,
        contribution_id=contribution.id,
        number=contribution.version,
        title=contribution.title,
        text=words.text,
        language=words.language,
        language_by=words.language_by,
        state=RevisionState.WAITING,
        by_id=by_id,
        at=clock.now(),
    )
    tx.session.add(written)
    tx.session.flush()
    if not waits:
        take_version(tx, contribution, written, shown=shown)
    town = contribution.municipality_id
    tx.record(ContributionEdited(contribution.id, town, written.id, waits=waits, sure=words.sure))
    return written


def begin_history(tx: Transaction, contribution: Contribution) -> None:
    """The first wording becomes number 1 when a second one is written."""
    if current(tx.session, contribution.id) is None:
        tx.session.add(
            Revision(
                municipality_id=contribution.municipality_id,
                contribution_id=contribution.id,
                number=contribution.version,
                title=contribution.title,
                text=contribution.text,
                language=contribution.language,
                language_by=contribution.language_by,
                state=RevisionState.CURRENT,
                by_id=contribution.author_id,
                at=contribution.created_at,
            )
        )
        tx.session.flush()


def take_version(tx: Transaction, contribution: Contribution, version: Revision, *, shown: bool) -> None:
    """Let a wording be the present one. shown: whether the one before can be compared by everybody from now on.

    What is not public now was hidden for a reason: none of its former wordings comes back with the new one.
    """
    before = current(tx.session, contribution.id)
    if before is not None:
        before.language, before.language_by = contribution.language, contribution.language_by
        before.state, before.shown = RevisionState.FORMER, shown
        tx.session.flush()
    if contribution.status != Status.PUBLISHED:
        tx.session.execute(
            update(Revision)
            .where(Revision.contribution_id == contribution.id)
            .values(shown=False)
            .execution_options(synchronize_session="fetch")
        )
    speak(tx, contribution, version)


def put_back(tx: Transaction, contribution: Contribution, version: Revision) -> None:
    """That a wording was taken is undone: it waits again, and the one before it is the present one."""
    before = former(tx.session, contribution.id)
    if before is None:
        raise LookupError(f"contribution {contribution.id} has no wording before {version.number}")
    version.state = RevisionState.WAITING
    tx.session.flush()
    before.shown = False
    speak(tx, contribution, before)


def speak(tx: Transaction, contribution: Contribution, version: Revision) -> None:
    """The contribution says from now on what this wording says."""
    version.state = RevisionState.CURRENT
    contribution.title, contribution.text = version.title, version.text
    contribution.folded = fold(f"{version.title} {version.text}")
    contribution.language, contribution.language_by = version.language, version.language_by
    tx.session.flush()
    comparable = select(Revision.id).where(
        Revision.contribution_id == contribution.id,
        Revision.state == RevisionState.FORMER,
        Revision.shown.is_(other=True),
    )
    contribution.edited_at = version.at if tx.session.scalar(comparable.limit(1)) is not None else None
    tx.session.flush()
    tx.record(WordsChanged(contribution.id, contribution.municipality_id, Kind(contribution.kind)))
    tx.announce(BoardChanged(contribution.format_id))


def decline_version(tx: Transaction, version: Revision) -> None:
    version.state = RevisionState.DECLINED
    tx.session.flush()


def wait_again(tx: Transaction, version: Revision) -> None:
    """A declined wording is looked at once more. The newest one alone: whatever is older was passed over."""
    version.state = RevisionState.WAITING
    tx.session.flush()


def change_state(tx: Transaction, contribution_id: int, before: RevisionState, after: RevisionState) -> None:
    tx.session.execute(
        update(Revision)
        .where(Revision.contribution_id == contribution_id, Revision.state == before)
        .values(state=after)
        .execution_options(synchronize_session="fetch")
    )


def forget_versions(tx: Transaction, contribution_ids: Iterable[int]) -> None:
    """For erasure and withdrawal: the rows tell that there were wordings, nothing tells which."""
    tx.session.execute(
        update(Revision)
        .where(Revision.contribution_id.in_(list(contribution_ids)))
        .values(title="", text="", shown=False, state=RevisionState.FORMER)
        .execution_options(synchronize_session="fetch")
    )


def without_trace(tx: Transaction, contribution: Contribution, text: str) -> None:
    """Something is taken out of the words as if it had never stood there: no former wording says it either.

    text: what is left. For a name that must not be read; whatever was made of the words is made anew.
    """
    forget_versions(tx, [contribution.id])
    contribution.text, contribution.folded, contribution.edited_at = text, fold(f"{contribution.title} {text}"), None
    if contribution.version > 1:
        tx.session.execute(
            update(Revision)
            .where(Revision.contribution_id == contribution.id, Revision.number == contribution.version)
            .values(text=text, title=contribution.title, state=RevisionState.CURRENT)
            .execution_options(synchronize_session="fetch")
        )
    tx.session.flush()
    tx.record(WordsChanged(contribution.id, contribution.municipality_id, Kind(contribution.kind)))
    tx.announce(BoardChanged(contribution.format_id))


# --- reads


def current(session: Session, contribution_id: int) -> Revision | None:
    """The row of the present wording; None where there never was another one."""
    return session.scalar(
        select(Revision).where(Revision.contribution_id == contribution_id, Revision.state == RevisionState.CURRENT)
    )


def current_number(session: Session, contribution: Contribution) -> int:
    """The number of the present wording; where there never was another one it is the only one."""
    present = session.scalar(
        select(Revision.number).where(
            Revision.contribution_id == contribution.id, Revision.state == RevisionState.CURRENT
        )
    )
    return contribution.version if present is None else present


def former(session: Session, contribution_id: int) -> Revision | None:
    """The wording that the present one took the place of."""
    return session.scalar(
        select(Revision)
        .where(Revision.contribution_id == contribution_id, Revision.state == RevisionState.FORMER)
        .order_by(Revision.number.desc())
        .limit(1)
    )


def whole(one: Revision | Contribution) -> str:
    """Title and text in one, as they are compared."""
    return f"{one.title}\n\n{one.text}" if one.title else one.text


def newest(session: Session, contribution_id: int) -> Revision | None:
    return session.scalar(
        select(Revision).where(Revision.contribution_id == contribution_id).order_by(Revision.number.desc()).limit(1)
    )


def waiting_among(session: Session, contribution_ids: Iterable[int]) -> dict[int, Revision]:
    """Contribution id -> the wording that waits for a person, in one statement."""
    found = session.scalars(
        select(Revision).where(
            Revision.contribution_id.in_(list(contribution_ids)), Revision.state == RevisionState.WAITING
        )
    )
    return {one.contribution_id: one for one in found}


def newest_among(session: Session, contribution_ids: Iterable[int]) -> dict[int, Revision]:
    """Contribution id -> its newest wording, where there was more than one, in one statement."""
    found = session.scalars(
        select(Revision)
        .join(Contribution, Contribution.id == Revision.contribution_id)
        .where(Revision.contribution_id.in_(list(contribution_ids)), Revision.number == Contribution.version)
    )
    return {one.contribution_id: one for one in found}


@dataclass(frozen=True, slots=True)
class History:
    """A part of the wordings of a contribution, the newest first. total: of all that the reader may compare.

    before: the wording that the last one shown took the place of, None for the first.
    """

    shown: Sequence[Revision]
    before: Revision | None
    total: int


def history(session: Session, contribution_id: int, *, everything: bool, skip: int, most: int) -> History:
    """everything: for its author and the desk; otherwise what everybody may compare, and the present one."""
    wanted = readable(contribution_id, everything=everything)
    total = session.scalar(select(func.count(Revision.id)).where(*wanted)) or 0
    rows = session.scalars(
        select(Revision).where(*wanted).order_by(Revision.number.desc()).offset(skip).limit(most + 1)
    ).all()
    return History(rows[:most], rows[most] if len(rows) > most else None, total)


def numbered(session: Session, contribution_id: int, number: int, *, everything: bool) -> Revision | None:
    """The wording with this number, if the reader may compare it."""
    wanted = readable(contribution_id, everything=everything)
    return session.scalar(select(Revision).where(*wanted, Revision.number == number))


def readable(contribution_id: int, *, everything: bool) -> list[ColumnElement[bool]]:
    of_it = Revision.contribution_id == contribution_id
    open_to_all = or_(
        Revision.state == RevisionState.CURRENT,
        and_(Revision.state == RevisionState.FORMER, Revision.shown.is_(other=True)),
    )
    return [of_it] if everything else [of_it, open_to_all]
