"""An evening in the hall, for stories about votes: a session, a ballot, phones with and without tickets."""

from dataclasses import dataclass, field
from typing import Any

from flask.testing import FlaskClient

from participation.foundation import chance, database
from participation.foundation.permissions import Actor, Role
from participation.process.models import Process
from participation.sessions import service as sessions
from participation.sessions import sheet
from participation.sessions.models import LiveSession
from participation.voting import ledger, tickets
from participation.voting.models import Ballot
from participation.voting.queries import read_choice
from participation.voting.rules import BallotKind, Method, Step
from participation.voting.service import Proposed, create_ballot
from tests.conftest import SAME_ORIGIN, House

HOST = Actor(1, None, frozenset({Role.MODERATOR}), "Max Beispiel")


@dataclass
class Phone:
    """A phone in the hall. It sends what a script would send, through the page door."""

    client: FlaskClient
    evening: "Evening"
    sequence: int = 0

    def joins(self) -> int:
        code = self.evening.session().code
        return self.client.post("/join", data={"code": code}, headers=SAME_ORIGIN).status_code

    def uses(self, ticket: str) -> int:
        return self.client.post("/ticket", data={"ticket": ticket}, headers=SAME_ORIGIN).status_code

    def message(self, choice: object, **other: object) -> dict[str, Any]:
        """A vote as the script sends it; each call is a later change of mind."""
        self.sequence += 1
        ballot = self.evening.ballot()
        facts = {"ballot": ballot.public_id, "revision": ballot.round, "seq": self.sequence, "nonce": chance.token()}
        return {**facts, "choice": choice, **other}

    def sends(self, message: dict[str, Any]) -> dict[str, Any]:
        address = f"/live/{self.evening.topic}/cast?lang=en"
        answer = self.client.post(address, json=message, headers={**SAME_ORIGIN, "Accept": "application/json"})
        told: dict[str, Any] = answer.get_json()
        return told

    def votes(self, choice: object, **other: object) -> dict[str, Any]:
        return self.sends(self.message(choice, **other))

    def sees(self, lang: str = "en") -> str:
        return self.client.get(f"/live/{self.evening.topic}?lang={lang}").text


@dataclass
class Evening:
    house: House
    topic: str
    ballot_id: int
    letters: dict[str, str] = field(default_factory=dict)

    def session(self) -> LiveSession:
        with database.reading() as session:
            found = session.get(LiveSession, 1)
            assert found is not None
            return found

    def ballot(self) -> Ballot:
        with database.reading() as session:
            return session.get_one(Ballot, self.ballot_id)

    def phone(self, ticket: str = "") -> Phone:
        """A phone that has joined."""
        phone = Phone(self.house.app.test_client(), self)
        assert (phone.uses(ticket) if ticket else phone.joins()) == 303
        return phone

    def stranger(self) -> Phone:
        """A phone that has not."""
        return Phone(self.house.app.test_client(), self)

    def step(self, step: Step, **how: Any) -> Ballot:
        ballot = self.ballot()
        return ledger.current().step(ballot, step, **{"seen": ballot.revision, "by": HOST, **how})

    def opens(self, **how: Any) -> None:
        self.step(Step.OPEN, **how)

    def ends(self) -> None:
        """Close and count, without waiting for the grace."""
        self.step(Step.CLOSE)
        ledger.current().finish(self.ballot_id)

    def publishes(self) -> None:
        self.step(Step.PUBLISH)

    def prints(self, count: int) -> list[str]:
        with database.transaction() as tx:
            return [code for _, code in tickets.print_tickets(tx, "session:1", count, by=HOST)]

    def rows(self) -> list[tuple[dict[int, int], int, int]]:
        """What is stored: (choice, sequence, own revision), in no order."""
        with database.reading() as session:
            from participation.voting.models import Vote  # noqa: PLC0415 - beside its use

            kept = session.query(Vote).filter_by(ballot_id=self.ballot_id)
            return [(read_choice(row.choice), row.sequence, row.own_revision) for row in kept]

    def counts(self) -> dict[str, int]:
        """The frozen result by letter."""
        result = self.ballot().result
        assert result is not None
        return {letter: result[option] for letter, option in self.letters.items()}


def begin_evening(
    house: House,
    options: int = 3,
    method: Method = Method.DOTS,
    kind: BallotKind = BallotKind.MOOD,
    dots: int = 3,
    per_option: int = 2,
) -> Evening:
    """An open session whose ballot is on the run sheet and on stage, not yet opened."""
    with database.transaction() as tx:
        process = tx.session.get_one(Process, 1)
        live = sessions.plan_session(
            tx, process, title={"de": "Zukunftswerkstatt"}, place={"de": "Stadthalle"}, by=HOST
        )
        letters = [chr(ord("A") + number) for number in range(options)]
        ballot = create_ballot(
            tx,
            municipality_id=1,
            audience=live.audience,
            question={"de": "Was zuerst?", "ar": "بماذا نبدأ؟"},
            options=[Proposed({"de": f"Vorschlag {letter}"}) for letter in letters],
            method=method,
            kind=kind,
            dots=dots,
            per_option=per_option,
            by=HOST,
        )
        step = sheet.add_step(tx, live, ballot)
        sessions.open_session(tx, live, by=HOST)
        sessions.select_step(tx, live, step.id, by=HOST)
        names = {letter: str(option.id) for letter, option in zip(letters, ballot.options, strict=True)}
        topic, ballot_id = live.public_id, ballot.id
    return Evening(house, topic, ballot_id, names)
