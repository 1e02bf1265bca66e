"""A barn full of what a town has said and voted, for stories about the harvest."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select

from participation.contributions import service as contributions
from participation.contributions.models import Contribution
from participation.contributions.rules import LanguageBy, Source, Status
from participation.contributions.service import Said
from participation.fields.models import FieldOfAction
from participation.fields.service import place_in_field
from participation.foundation import clock, database
from participation.foundation.municipality import found_municipality
from participation.foundation.permissions import Actor, Role
from participation.people import service as people
from participation.process.models import Format, Process
from participation.process.service import RUNNING, open_idea_collection, plan_process
from participation.reports.present import Harvest
from participation.reports.service import gather_harvest
from participation.sessions import service as sessions
from participation.sessions import sheet
from participation.sessions.models import LiveSession
from participation.voting.models import Ballot
from participation.voting.rules import BallotKind, Method, State
from participation.voting.service import Proposed, create_ballot
from tests.conftest import SAME_ORIGIN, House, Moderator


@dataclass(frozen=True)
class Choice:
    """An answer of a ballot and what it got."""

    title: str
    got: int
    source: str = ""


@dataclass
class Barn:
    house: House
    reader: Moderator
    municipality: int
    process: int
    session: int

    @property
    def hand(self) -> Actor:
        return Actor(self.municipality, None, frozenset({Role.MODERATOR, Role.ADMINISTRATION}))

    def field(self, name: str, **other: str) -> int:
        with database.transaction() as tx:
            count = select(func.count()).select_from(FieldOfAction).where(FieldOfAction.process_id == self.process)
            position = tx.session.scalar(count) or 0
            field = FieldOfAction(
                municipality_id=self.municipality,
                process_id=self.process,
                key=f"field-{position}",
                position=position,
                name={"de": name, **other},
                sentence={"de": f"Was zu {name} gehört."},
            )
            tx.session.add(field)
            tx.session.flush()
            return field.id

    def tells(
        self,
        text: str,
        field: int | None,
        *,
        title: str = "",
        language: str = "de",
        support: int = 0,
        source: Source = Source.WEB,
    ) -> int:
        """A published idea, in a field or in none; the words go in as they are, as an import brings them."""
        with database.transaction() as tx:
            said = Said(text=text, title=title, language=language, language_by=LanguageBy.AUTHOR, source=source)
            collection = tx.session.scalars(select(Format).where(Format.process_id == self.process)).unique().one()
            idea = contributions.receive(
                tx,
                said,
                into=collection,
                author_id=None,
                status=Status.PUBLISHED,
            )
            idea.support_count = support
            tx.session.flush()
            if field is not None:
                place_in_field(tx, idea, field, by=self.hand)
            return idea.id

    def hides(self, idea: int) -> None:
        with database.transaction() as tx:
            hidden = tx.session.get_one(Contribution, idea)
            contributions.set_status(tx, hidden, Status.REJECTED, grounds=contributions.Grounds(1, idea))

    def public_id(self, idea: int) -> str:
        with database.reading() as session:
            return session.get_one(Contribution, idea).public_id

    def votes(
        self,
        question: str,
        choices: Sequence[Choice],
        *,
        voted: int = 20,
        base: int = 20,
        kind: BallotKind = BallotKind.CONFIDENTIAL,
        method: Method = Method.DOTS,
        rehearsal: bool = False,
    ) -> int:
        """A ballot as the ledger leaves it behind once its result is shown."""
        with database.transaction() as tx:
            live = tx.session.get_one(LiveSession, self.session)
            ballot = create_ballot(
                tx,
                municipality_id=self.municipality,
                audience=live.audience,
                question={"de": question},
                options=[Proposed({"de": choice.title}, choice.source) for choice in choices],
                method=method,
                kind=kind,
                dots=3,
                per_option=2,
                by=self.hand,
            )
            sheet.add_step(tx, live, ballot)
            ballot.result = {str(option.id): choice.got for option, choice in zip(ballot.options, choices, strict=True)}
            ballot.voted, ballot.base, ballot.rehearsal = voted, base, rehearsal
            ballot.state, ballot.published_at = State.PUBLISHED, clock.now()
            return ballot.id

    def puts(self, ballot: int, state: State) -> None:
        with database.transaction() as tx:
            tx.session.get_one(Ballot, ballot).state = state

    def colleague(self, role: Role) -> FlaskClient:
        client = self.house.app.test_client()
        with database.transaction() as tx:
            token = people.write_link(tx, people.open_account(tx, self.municipality, "Erika Muster", [role]))
        client.post("/sign-in", data={"token": token}, headers=SAME_ORIGIN)
        return client

    def neighbour(self) -> "Barn":
        """Another municipality in the same database."""
        return fill_barn(self.house, self.reader, "nachbarstadt")

    def harvest(self, lang: str = "de") -> Harvest:
        with database.reading() as session:
            return gather_harvest(session, session.get_one(Process, self.process), by=self.hand, lang=lang)

    def page(self, lang: str = "en") -> str:
        return self.reader.reads(f"/desk/harvest?lang={lang}")

    def csv(self, lang: str = "en") -> str:
        content: bytes = self.reader.client.get(f"/desk/harvest.csv?lang={lang}").data
        return content.decode("utf-8-sig")

    def csv_rows(self, lang: str = "en") -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.csv(lang), newline=""), delimiter=";"))

    def xlsx(self, lang: str = "en") -> Workbook:
        return load_workbook(io.BytesIO(self.reader.client.get(f"/desk/harvest.xlsx?lang={lang}").data))

    def xlsx_text(self, lang: str = "en") -> str:
        """Every cell of every sheet."""
        book = self.xlsx(lang)
        return "\n".join(
            str(cell) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for cell in row
        )

    def everything(self) -> list[str]:
        """All three ways out of the house."""
        return [self.page(), self.csv(), self.xlsx_text()]


def open_barn(house: House) -> Barn:
    """The house's own town, with a session in its hall."""
    with database.reading() as session:
        municipality, process = session.execute(select(Process.municipality_id, Process.id)).one()
    return with_session(house, house.moderator(), municipality, process)


def fill_barn(house: House, reader: Moderator, slug: str) -> Barn:
    with database.transaction() as tx:
        town = found_municipality(tx, slug=slug, name=slug.title())
        words = {"de": slug}
        process = plan_process(tx, town, title=words, question=words, lead=words, phases=[RUNNING])
        open_idea_collection(tx, process, slug="ideen", title=words, question=words)
        found = town.id, process.id
    return with_session(house, reader, *found)


def with_session(house: House, reader: Moderator, municipality: int, process: int) -> Barn:
    barn = Barn(house, reader, municipality, process, 0)
    with database.transaction() as tx:
        live = sessions.plan_session(
            tx, tx.session.get_one(Process, process), title={"de": "Werkstatt"}, place={"de": "Saal"}, by=barn.hand
        )
        barn.session = live.id
    return barn
