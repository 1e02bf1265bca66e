from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from participation.contributions import answers, photos, versions
from participation.contributions.models import Contribution, Support
from participation.contributions.news import (
    BoardChanged,
    ContributionHidden,
    ContributionPublished,
    ContributionReceived,
    ContributionWithdrawn,
)
from participation.contributions.rules import Kind, LanguageBy, Source, Status, is_less_visible
from participation.foundation import chance, clock
from participation.foundation.database import Transaction
from participation.foundation.text import fold
from participation.process.models import Format


@dataclass(frozen=True, slots=True)
class Said:
    """What arrives: clean words with their language and origin."""

    text: str
    language: str
    language_by: LanguageBy
    title: str = ""
    source: Source = Source.WEB
    source_key: str | None = None
    kind: Kind = Kind.IDEA
    created_at: datetime | None = None
    organisation_id: int | None = None
    told_by: str | None = None


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why a contribution may become less visible: its statement of reasons. Only moderation.statements makes one."""

    statement_id: int
    contribution_id: int


class NotItsAuthorError(RuntimeError):
    """A way of the house's own that nobody may take: somebody withdraws what somebody else said."""


class LoweredWithoutReasonsError(RuntimeError):
    """A way of the house's own that nobody may take: something became less visible and nobody said why."""


def receive(
    tx: Transaction,
    said: Said,
    *,
    into: Format,
    author_id: int | None,
    status: Status,
    needs_look: bool | None = None,
    sure: bool = True,
) -> Contribution:
    """Keep what was said, and let the rooms above take it up in the same transaction.

    needs_look: whether a person looks at it; None: if it waits. What is public at once may need one as well.
    sure: whether its language is known; otherwise a person looks at that.
    """
    contribution = Contribution(**write_down(said, into=into, author_id=author_id, status=status))
    tx.session.add(contribution)
    tx.session.flush()
    waiting = status is Status.WAITING if needs_look is None else needs_look
    town, process = into.municipality_id, into.process_id
    tx.record(ContributionReceived(contribution.id, town, process, waiting, said.kind, sure=sure))
    if status is Status.PUBLISHED:
        tx.record(ContributionPublished(contribution.id, into.municipality_id, said.kind))
    tx.announce(BoardChanged(into.id))
    return contribution


def write_down(said: Said, *, into: Format, author_id: int | None, status: Status) -> dict[str, object]:
    """The row of a contribution. Folding takes time: whoever has thousands does it before the transaction."""
    created = said.created_at or clock.now()
    return {
        "municipality_id": into.municipality_id,
        "process_id": into.process_id,
        "format_id": into.id,
        "public_id": chance.token(),
        "kind": said.kind,
        "title": said.title,
        "text": said.text,
        "folded": fold(f"{said.title} {said.text}"),
        "language": said.language,
        "language_by": said.language_by,
        "author_id": author_id,
        "source": said.source,
        "source_key": said.source_key,
        "organisation_id": said.organisation_id,
        "told_by": said.told_by,
        "status": status,
        "created_at": created,
        "published_at": created if status is Status.PUBLISHED else None,
    }


def receive_many(tx: Transaction, rows: Sequence[dict[str, object]], *, into: Format) -> list[int]:
    """Keep what `write_down` prepared for one collection, in few statements; returns the ids in the same order."""
    if not rows:
        return []
    ids = insert_rows(tx, rows, into.id)
    town, process = into.municipality_id, into.process_id
    told = list(zip(ids, [row["status"] for row in rows], strict=True))
    tx.record_all([ContributionReceived(one, town, process, status is Status.WAITING) for one, status in told])
    tx.record_all([ContributionPublished(one, town) for one, status in told if status is Status.PUBLISHED])
    tx.announce(BoardChanged(into.id))
    return ids


def insert_rows(tx: Transaction, rows: Sequence[dict[str, object]], format_id: int) -> list[int]:
    """The table's own executemany, then the new ids by their public ids.

    Asking for each id while inserting makes SQLAlchemy insert row by row on SQLite: eight times as long.
    """
    newest = tx.session.scalar(select(func.max(Contribution.id))) or 0
    tx.session.connection().execute(insert(Contribution.__table__), list(rows))  # type: ignore[arg-type] # a Table
    came = select(Contribution.public_id, Contribution.id).where(
        Contribution.id > newest, Contribution.format_id == format_id
    )
    ids = {public_id: one for public_id, one in tx.session.execute(came)}  # noqa: C416 - rows are not pairs to the checker
    return [ids[str(row["public_id"])] for row in rows]


def set_status(tx: Transaction, contribution: Contribution, status: Status, *, grounds: Grounds | None = None) -> None:
    """The one door through which a contribution becomes more or less visible; only moderation calls this.

    grounds: its statement of reasons, without which nothing becomes less visible. What its author withdraws goes by
    `withdraw`, and nobody brings it back.
    """
    if is_less_visible(status, contribution.status) and (grounds is None or grounds.contribution_id != contribution.id):
        raise LoweredWithoutReasonsError(f"contribution {contribution.id}: {contribution.status} to {status}")
    if Status.WITHDRAWN in {status, contribution.status}:
        raise NotItsAuthorError(f"contribution {contribution.id}: {contribution.status} to {status}")
    was_public = contribution.status == Status.PUBLISHED
    newly_public = status is Status.PUBLISHED and not was_public
    contribution.status = status
    if was_public and status is not Status.PUBLISHED:
        tx.record(ContributionHidden(contribution.id, contribution.municipality_id, Kind(contribution.kind)))
    if newly_public:
        again = contribution.published_at is not None
        contribution.published_at = contribution.published_at or clock.now()
        kind = Kind(contribution.kind)
        tx.record(ContributionPublished(contribution.id, contribution.municipality_id, kind, again=again))
    tx.announce(BoardChanged(contribution.format_id))


def withdraw(tx: Transaction, contribution: Contribution, *, author_id: int) -> None:
    """Its author takes a contribution back: the words go, also for us, and its place stays. There is no way back.

    The one way to less visible without a statement of reasons, because it is the author's own act.
    """
    if contribution.author_id is None or contribution.author_id != author_id:
        raise NotItsAuthorError(f"contribution {contribution.id} is not of person {author_id}")
    empty(tx, contribution)


def withdraw_passage(tx: Transaction, contribution: Contribution) -> None:
    """Whoever said it in an interview takes it back. They told it to the desk, so no account is its author.

    Only the room that knows where a passage comes from calls this.
    """
    if contribution.kind != Kind.PASSAGE or contribution.author_id is not None:
        raise NotItsAuthorError(f"contribution {contribution.id} is no passage")
    empty(tx, contribution)


def empty(tx: Transaction, contribution: Contribution) -> None:
    """The words go, the place stays."""
    contribution.status, contribution.withdrawn_at = Status.WITHDRAWN, clock.now()
    contribution.title = contribution.text = contribution.folded = ""
    contribution.edited_at = None
    contribution.told_by = None if contribution.told_by is None else ""
    tx.session.flush()
    versions.forget_versions(tx, [contribution.id])
    answers.forget_answers(tx, [contribution.id])
    photos.forget_photos(tx, [contribution.id])
    tx.record(ContributionWithdrawn(contribution.id, contribution.municipality_id, Kind(contribution.kind)))
    tx.announce(BoardChanged(contribution.format_id))


def add_support(tx: Transaction, contribution: Contribution, person_id: int) -> bool:
    """Count a person among the supporters; False when they were counted already."""
    dialect = tx.session.get_bind().dialect.name
    insert = postgresql.insert(Support) if dialect == "postgresql" else sqlite.insert(Support)
    added = tx.session.execute(
        insert.values(
            contribution_id=contribution.id,
            person_id=person_id,
            municipality_id=contribution.municipality_id,
            created_at=clock.now(),
        )
        .on_conflict_do_nothing()
        .returning(Support.person_id)
    ).all()
    return bool(added) and change_count(tx, contribution, +1)


def remove_support(tx: Transaction, contribution: Contribution, person_id: int) -> bool:
    """Take a person's support back; False when there was none."""
    support = tx.session.get(Support, (contribution.id, person_id))
    if support is None:
        return False
    tx.session.delete(support)
    return change_count(tx, contribution, -1)


def change_count(tx: Transaction, contribution: Contribution, by: int) -> bool:
    tx.session.execute(
        update(Contribution)
        .where(Contribution.id == contribution.id)
        .values(support_count=Contribution.support_count + by)
        .execution_options(synchronize_session="fetch")
    )
    tx.announce(BoardChanged(contribution.format_id))
    return True
