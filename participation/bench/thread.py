"""What the page of an idea costs with many comments under it, beside the same page with ten."""

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import insert, select

from participation.bench.board import Cost, MakeApp, cost_of, idea, town_with
from participation.contributions.models import Contribution
from participation.contributions.rules import Kind, LanguageBy, Status
from participation.contributions.service import Said, insert_rows, write_down
from participation.foundation import clock, database
from participation.process.models import Format
from participation.threads.models import CommentPlace
from participation.threads.rules import path_of

MOST_STATEMENTS = 14
FEW = 10
EACH = 10  # comments in a conversation: the first one, six answers to it, three to the first answer


def measure(comments: int, create_app: MakeApp) -> list[Cost]:
    """The page with FEW comments, then with so many, then what a script fetches of it."""
    with TemporaryDirectory() as folder, town_with(3, Path(folder), create_app) as app:
        client = app.test_client()
        few, many = under_the_first_ideas()
        talk(few, FEW)
        talk(many, comments)
        pages = {
            f"{FEW} comments": f"/ideas/board/{few}",
            f"{comments:,} comments": f"/ideas/board/{many}",
            "oldest first": f"/ideas/board/{many}?order=oldest",
            "the last page": f"/ideas/board/{many}?order=oldest&page=9999",
            "one conversation": f"/talk/{many}/{last_comment()}",
            "what is new": f"/talk/{many}/since?seen={comments - 1}",
        }
        return [cost_of(client, name, address) for name, address in pages.items()]


def under_the_first_ideas() -> tuple[str, str]:
    with database.reading() as session:
        few, many, *_ = session.scalars(select(Contribution.public_id).order_by(Contribution.id))
    return few, many


def talk(root: str, comments: int) -> None:
    with database.transaction() as tx:
        talked_about = tx.session.scalars(select(Contribution).where(Contribution.public_id == root)).one()
        collection = tx.session.get_one(Format, talked_about.format_id)
        began = clock.now() - timedelta(minutes=comments)
        rows = [
            write_down(
                Said(
                    text=f"{idea(number).text} {'Und das sage ich aus eigener Erfahrung. ' * (number % 7)}",
                    language=idea(number).language,
                    language_by=LanguageBy.SOURCE,
                    kind=Kind.COMMENT,
                    created_at=began + timedelta(minutes=number),
                ),
                into=collection,
                author_id=None,
                status=Status.PUBLISHED,
            )
            for number in range(comments)
        ]
        ids = insert_rows(tx, rows, collection.id)
        places = [place_of(talked_about, spot(ids, number), number) for number in range(comments)]
        tx.session.execute(insert(CommentPlace), places)


def spot(ids: list[int], number: int) -> tuple[int, ...]:
    """Where the comment of that number stands."""
    first, within = number - number % EACH, number % EACH
    if within == 0:
        return (ids[number],)
    return (ids[first], ids[number]) if within < 7 else (ids[first], ids[first + 1], ids[number])


def place_of(root: Contribution, ids: tuple[int, ...], number: int) -> dict[str, object]:
    return {
        "comment_id": ids[-1],
        "municipality_id": root.municipality_id,
        "root_id": root.id,
        "top_id": ids[0],
        "parent_id": ids[-2] if len(ids) > 1 else None,
        "depth": len(ids),
        "path": path_of(ids),
        "voice": number + 1,
    }


def last_comment() -> str:
    with database.reading() as session:
        return session.scalars(
            select(Contribution.public_id)
            .where(Contribution.kind == Kind.COMMENT)
            .order_by(Contribution.id.desc())
            .limit(1)
        ).one()
