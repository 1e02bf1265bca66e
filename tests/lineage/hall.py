"""What the stories about lineage share: ideas of residents, moderators, and what stands on the board."""

from dataclasses import dataclass

from sqlalchemy import func, select

from participation.contributions import service as contributions
from participation.contributions.models import Contribution, LineageStep, Support
from participation.contributions.rules import LanguageBy, Standing, Status
from participation.contributions.service import Said
from participation.foundation import database
from participation.foundation.permissions import Actor
from participation.ideas.queries import Wanted, board
from participation.ideas.service import stop_supporting, support_idea
from participation.lineage import queries, service, undoing
from participation.lineage.service import OwnText
from participation.process.models import Format
from participation.process.service import open_idea_collection
from participation.threads.service import Remark, write_comment


@dataclass
class Idea:
    """Something said: what happens to it, and where it stands."""

    id: int
    public_id: str

    @property
    def row(self) -> Contribution:
        with database.reading() as session:
            return session.get_one(Contribution, self.id)

    @property
    def standing(self) -> Standing:
        return Standing(self.row.standing)

    def supported(self, *persons: Actor) -> None:
        for by in persons:
            with database.transaction() as tx:
                idea = tx.session.get_one(Contribution, self.id)
                support_idea(tx, idea, tx.session.get_one(Format, idea.format_id), by=by)

    def unsupported(self, by: Actor) -> None:
        with database.transaction() as tx:
            idea = tx.session.get_one(Contribution, self.id)
            stop_supporting(tx, idea, tx.session.get_one(Format, idea.format_id), by=by)

    def commented(self, by: Actor, words: str = "Am Bach wäre es schön.") -> Contribution:
        with database.transaction() as tx:
            idea = tx.session.get_one(Contribution, self.id)
            home = tx.session.get_one(Format, idea.format_id)
            return write_comment(tx, idea, home, Remark(words), page_language="de", by=by)

    def supporters(self) -> int:
        """As counted; the rows say the same."""
        with database.reading() as session:
            rows = session.scalar(select(func.count()).where(Support.contribution_id == self.id))
            counted = session.get_one(Contribution, self.id).support_count
        assert counted == rows
        return counted


def told(text: str, *, language: str = "de", author: Actor | None = None, collection: int = 1, key: str = "") -> Idea:
    with database.transaction() as tx:
        said = Said(text=text, language=language, language_by=LanguageBy.AUTHOR, source_key=key or None)
        idea = contributions.receive(
            tx,
            said,
            into=tx.session.get_one(Format, collection),
            author_id=author.person_id if author else None,
            status=Status.PUBLISHED,
        )
        return Idea(idea.id, idea.public_id)


def second_collection(slug: str = "wege") -> int:
    with database.transaction() as tx:
        process = tx.session.get_one(Format, 1).process
        return open_idea_collection(tx, process, slug=slug, title={"de": "Wege"}, question={"de": "Wohin?"}).id


def on_board(collection: int = 1, search: str = "") -> list[str]:
    """The texts of the board, the oldest first."""
    with database.reading() as session:
        shown = board(session, collection, Wanted(search=search, show=50), "de").ideas
        return [session.get_one(Contribution, one.id).text for one in reversed(shown)]


def joins(one: Idea, of: Idea, by: Actor, note: str = "", seen: int | None = None) -> int:
    with database.transaction() as tx:
        first, second = (tx.session.get_one(Contribution, idea.id) for idea in (one, of))
        looked = None if seen is None else {one.id: seen}
        return service.link_as_duplicate(tx, first, of=second, note=note, by=by, seen=looked).id


def merges(ideas: list[Idea], text: str, by: Actor, note: str = "", title: str = "") -> Idea:
    with database.transaction() as tx:
        rows = [tx.session.get_one(Contribution, idea.id) for idea in ideas]
        new = service.merge(tx, rows, OwnText(text, "de", title), note=note, by=by)
        return Idea(new.id, new.public_id)


def splits(idea: Idea, texts: list[str], by: Actor, note: str = "") -> list[Idea]:
    with database.transaction() as tx:
        parts = [OwnText(text, "de") for text in texts]
        new = service.split(tx, tx.session.get_one(Contribution, idea.id), parts, note=note, by=by)
        return [Idea(one.id, one.public_id) for one in new]


def moves(idea: Idea, to: int, by: Actor, note: str = "") -> int:
    with database.transaction() as tx:
        one = tx.session.get_one(Contribution, idea.id)
        return service.move(tx, one, to=tx.session.get_one(Format, to), note=note, by=by).id


def undoes(step: int, by: Actor) -> None:
    with database.transaction() as tx:
        undoing.undo(tx, queries.step_by_id(tx.session, by.municipality_id, step), by=by)


def last_step() -> int:
    with database.reading() as session:
        return session.scalars(select(func.max(LineageStep.id))).one()
