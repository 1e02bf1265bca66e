from collections import Counter
from collections.abc import Sequence

from sqlalchemy.orm import Session

from participation.contributions import service as contributions
from participation.contributions.rules import Status
from participation.foundation.audit import Act, enter, state_hash
from participation.foundation.database import Transaction
from participation.imports.parsing import ImportedIdea
from participation.imports.queries import known_keys
from participation.imports.rules import Imported
from participation.moderation import service as moderation
from participation.process.models import Format

Row = dict[str, object]


def write_down(ideas: Sequence[ImportedIdea], collection: Format) -> list[Row]:
    """Everything about the ideas that can be done before the transaction."""
    return [
        contributions.write_down(
            idea.said,
            into=collection,
            author_id=None,
            status=idea.status,
        )
        for idea in ideas
    ]


def import_ideas(tx: Transaction, collection: Format, rows: Sequence[Row]) -> Imported:
    """Take over what is new, all or nothing, in a few statements however many they are.

    What the source rejected becomes rejected here with the source's decision as its reason.
    """
    new, known = sort_out(tx.session, collection, rows)
    ids = contributions.receive_many(tx, new, into=collection)
    rejected = [one for one, row in zip(ids, new, strict=True) if row["status"] is Status.REJECTED]
    moderation.take_over_decisions(tx, collection, rejected)
    if new:
        keys = state_hash(*sorted(str(row["source_key"]) for row in new))
        act = Act("system", "imports.import", f"format:{collection.id}", after=keys, reason=f"{len(new)} new")
        enter(tx, act, town=collection.municipality_id)
    return counted(new, known)


def foresee(session: Session, collection: Format, rows: Sequence[Row]) -> Imported:
    """What `import_ideas` would do now."""
    return counted(*sort_out(session, collection, rows))


def sort_out(session: Session, collection: Format, rows: Sequence[Row]) -> tuple[list[Row], int]:
    """What is new, and how many rows are known already."""
    known = known_keys(session, collection.id)
    new = [row for row in rows if row["source_key"] not in known]
    return new, len(rows) - len(new)


def counted(new: Sequence[Row], known: int) -> Imported:
    statuses = Counter(Status(str(row["status"])) for row in new)
    return Imported({status: statuses[status] for status in Status if statuses[status]}, known)
