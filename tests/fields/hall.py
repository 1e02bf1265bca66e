"""What the stories about fields share: three small fields, ideas, and a moderator with hands on the board."""

from dataclasses import dataclass

from sqlalchemy import select

from participation.app import handlers
from participation.contributions import service as contributions
from participation.contributions.models import Contribution
from participation.contributions.rules import LanguageBy, Status
from participation.contributions.service import Said
from participation.fields import queries
from participation.fields.library import FieldPlan, Phrasing, Template
from participation.fields.models import FieldMove, FieldOfAction, FieldSuggestion, Placement
from participation.fields.service import start_from_template
from participation.foundation import database, jobs
from participation.foundation.database import Transaction
from participation.process.models import Format, Process
from tests.conftest import SAME_ORIGIN, Moderator

LANGUAGE = (
    "Deutschkurs",
    "Sprachkurs am Abend",
    "Deutsch sprechen üben",
    "Sprachcafé",
    "Integrationskurs",
    "B1 Prüfung",
)
HOUSING = ("Wohnung finden", "Miete zu hoch", "Vermieter antwortet nicht", "Wohnungssuche", "Kaution", "Schimmel")
MOBILITY = ("Bus am Abend", "Fahrrad fahren", "Radweg", "Bushaltestelle", "Zug und Bahn", "letzter Bus")


def field_plan(key: str, german: str, said: tuple[str, ...]) -> FieldPlan:
    doubled = (*said, *(f"Mehr {one}" for one in said))
    return FieldPlan(
        key, {"de": german, "ar": "حقل"}, {"de": f"Alles über {german}."}, tuple(Phrasing("de", one) for one in doubled)
    )


SMALL = Template(
    (
        field_plan("language", "Sprache", LANGUAGE),
        field_plan("housing", "Wohnen", HOUSING),
        field_plan("mobility", "Verkehr", MOBILITY),
    ),
    tuple(Phrasing("de", one) for one in ("Danke für die Seite", "Guten Tag", "Wer liest das hier?")),
)


def begin(template: Template = SMALL) -> dict[str, int]:
    """Give the hall's process its fields; returns key -> id."""
    with database.transaction() as tx:
        return {field.key: field.id for field in start_from_template(tx, tx.session.get_one(Process, 1), template)}


def tell(text: str, language: str = "de", status: Status = Status.PUBLISHED) -> str:
    """An idea of the hall's collection; returns its public id."""
    with database.transaction() as tx:
        return told(tx, text, language, status).public_id


def told(tx: Transaction, text: str, language: str = "de", status: Status = Status.PUBLISHED) -> Contribution:
    said = Said(text=text, language=language, language_by=LanguageBy.AUTHOR)
    return contributions.receive(tx, said, into=tx.session.get_one(Format, 1), author_id=None, status=status)


def machine_reads() -> int:
    """Let the worker do all that waits; returns how many jobs it did."""
    done = 0
    while jobs.work_one(database.current(), handlers()):
        done += 1
    with database.reading() as session:
        assert session.scalars(select(jobs.Job)).all() == []
    return done


def proposals(public_id: str) -> list[str]:
    """Keys of the suggested fields, the better first."""
    with database.reading() as session:
        return list(
            session.scalars(
                select(FieldOfAction.key)
                .join(FieldSuggestion, FieldSuggestion.field_id == FieldOfAction.id)
                .join(Contribution, Contribution.id == FieldSuggestion.contribution_id)
                .where(Contribution.public_id == public_id)
                .order_by(FieldSuggestion.rank)
            )
        )


def standing(public_id: str) -> tuple[str, bool] | None:
    """(key of its field, locked), or None."""
    with database.reading() as session:
        row = session.execute(
            select(FieldOfAction.key, Placement.locked)
            .join(Placement, Placement.field_id == FieldOfAction.id)
            .join(Contribution, Contribution.id == Placement.contribution_id)
            .where(Contribution.public_id == public_id)
        ).one_or_none()
    return (row[0], row[1]) if row else None


def moves() -> list[tuple[str, int | None, int | None]]:
    with database.reading() as session:
        rows = session.scalars(select(FieldMove).order_by(FieldMove.id))
        return [(move.kind, move.from_field_id, move.to_field_id) for move in rows]


@dataclass
class Hands:
    """A moderator at the board."""

    moderator: Moderator

    def board(self, query: str = "") -> str:
        return self.moderator.reads(f"/desk/fields{query}")

    def revision(self, public_id: str) -> int:
        with database.reading() as session:
            idea = session.scalars(select(Contribution).where(Contribution.public_id == public_id)).one()
            return queries.revisions_of(session, [idea.id]).get(idea.id, 0)

    def posts(self, address: str, **form: str) -> int:
        sent = {"form_token": self.moderator.form_token(), **form}
        return self.moderator.client.post(address, data=sent, headers=SAME_ORIGIN).status_code

    def places(self, public_id: str, field_id: int | str, seen: int | None = None) -> int:
        revision = self.revision(public_id) if seen is None else seen
        return self.posts("/desk/fields/place", idea=public_id, field=str(field_id), revision=str(revision))

    def locks(self, public_id: str, wants: str = "yes") -> int:
        revision = str(self.revision(public_id))
        return self.posts("/desk/fields/lock", idea=public_id, locked=wants, revision=revision)

    def undoes(self) -> int:
        """Press Undo on the board."""
        address = self.board().split('<form class="undo" method="post" action="')[1].split('"')[0]
        return self.posts(address)
