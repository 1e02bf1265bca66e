"""Residents who talk about one idea, by the pages' own doors; and a thread with many comments, written at once."""

from dataclasses import dataclass
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import insert, select

from participation.contributions import service as contributions
from participation.contributions.models import Contribution
from participation.contributions.rules import Kind, LanguageBy, Status
from participation.contributions.service import Said, write_down
from participation.foundation import clock, database
from participation.process.models import Format, PhaseSetting
from participation.process.rules import Moderation
from participation.threads.models import CommentPlace
from participation.threads.rules import path_of
from tests.conftest import SAME_ORIGIN, House


@dataclass
class Talk:
    """A public idea in a house whose moderators read afterwards."""

    house: House
    idea: str

    @property
    def page(self) -> str:
        return f"/ideas/ideen/{self.idea}"

    def says(self, client: FlaskClient, text: str, *, lang: str = "de", **form: str) -> tuple[int, str]:
        """Write a comment; returns the status and the public id of the newest contribution."""
        answer = client.post(f"/talk/{self.idea}?lang={lang}", data={"text": text, **form}, headers=SAME_ORIGIN)
        return answer.status_code, newest()

    def comment(self, text: str, **form: str) -> str:
        """A comment by a new guest; its public id."""
        status, public_id = self.says(self.house.resident().client, text, **form)
        assert status == 303
        return public_id

    def helps(self, client: FlaskClient, comment: str, wants: str = "yes") -> int:
        address = f"/talk/{self.idea}/{comment}/helpful"
        return client.post(address, data={"support": wants}, headers=SAME_ORIGIN).status_code

    def reads(self, query: str = "") -> str:
        return self.house.resident().reads(f"{self.page}{query}")

    def place(self, comment: str) -> CommentPlace:
        with database.reading() as session:
            return session.scalars(
                select(CommentPlace)
                .join(Contribution, Contribution.id == CommentPlace.comment_id)
                .where(Contribution.public_id == comment)
            ).one()


def newest() -> str:
    with database.reading() as session:
        return session.scalars(select(Contribution.public_id).order_by(Contribution.id.desc()).limit(1)).one()


def begin_talk(house: House, moderation: Moderation = Moderation.POST) -> Talk:
    set_stage(moderation=moderation)
    with database.transaction() as tx:
        said = Said(text="Mehr Bänke im Park. Auch im Schatten.", language="de", language_by=LanguageBy.AUTHOR)
        idea = contributions.receive(
            tx, said, into=tx.session.get_one(Format, 1), author_id=None, status=Status.PUBLISHED
        )
    return Talk(house, idea.public_id)


def set_stage(**facts: object) -> None:
    """What the one phase of the house allows in its collection."""
    with database.transaction() as tx:
        setting = tx.session.scalars(select(PhaseSetting)).one()
        for name, value in facts.items():
            setattr(setting, name, value)


def write_many(idea: str, conversations: int, answers: int = 0) -> None:
    """Conversations with so many answers each, all public, a minute apart."""
    with database.transaction() as tx:
        root = tx.session.scalars(select(Contribution).where(Contribution.public_id == idea)).one()
        collection = tx.session.get_one(Format, root.format_id)
        began = clock.now() - timedelta(minutes=conversations * (answers + 1))

        def rows(prefix: str, count: int) -> list[dict[str, object]]:
            return [
                write_down(
                    Said(
                        text=f"{prefix} {number}, das hilft vielen.",
                        language="de",
                        language_by=LanguageBy.AUTHOR,
                        kind=Kind.COMMENT,
                        created_at=began + timedelta(minutes=number),
                    ),
                    into=collection,
                    author_id=None,
                    status=Status.PUBLISHED,
                )
                for number in range(count)
            ]

        tops = contributions.insert_rows(tx, rows("Beitrag", conversations), collection.id)
        places = [place_of(root, (one,), number) for number, one in enumerate(tops, start=1)]
        if answers:
            below = contributions.insert_rows(tx, rows("Antwort", conversations * answers), collection.id)
            places += [
                place_of(root, (tops[number % conversations], one), number) for number, one in enumerate(below, start=1)
            ]
        tx.session.execute(insert(CommentPlace), places)


def place_of(root: Contribution, ids: tuple[int, ...], voice: int) -> dict[str, object]:
    return {
        "comment_id": ids[-1],
        "municipality_id": root.municipality_id,
        "root_id": root.id,
        "top_id": ids[0],
        "parent_id": ids[0] if len(ids) > 1 else None,
        "depth": len(ids),
        "path": path_of(ids),
        "voice": voice,
    }
