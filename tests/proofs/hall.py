"""The hall of the proofs: everything goes over real sockets to a server that can be killed."""

from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import select

from participation.bench import votes
from participation.bench.phones import Phone, Screen, new_phone
from participation.bench.stand import Evening, Host, Server, ballot_now, database_url, prepare
from participation.bench.wire import Caller
from participation.foundation.database import Database
from participation.people.rules import key_hash
from participation.voting.keys import BallotKeys
from participation.voting.models import Ballot, RoomTicket, Vote
from participation.voting.queries import read_choice
from participation.voting.rules import BallotKind, Method, State
from participation.voting.tickets import typed_ticket
from tests import nursery

CARDS = 60


@dataclass
class Hall:
    """An evening with one ballot of each kind on the run sheet; `begins` opens one."""

    server: Server
    evening: Evening
    kind: BallotKind = BallotKind.MOOD
    screens: list[Screen] = field(default_factory=list)

    @classmethod
    def prepared(cls, instance: Path, method: Method = Method.DOTS) -> Self:
        return cls(nursery.server(instance), prepare(instance, CARDS, method))

    def __enter__(self) -> Self:
        self.server.start()
        self.host = Host(Caller(self.server.port), self.evening.topic)
        self.host.signs_in(self.evening.sign_in)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for screen in self.screens:
            screen.hangs_up()
        self.server.kill()

    # --- the moderator

    def begins(self, kind: BallotKind) -> None:
        self.kind = kind
        self.host.acts("select", step=str(self.evening.ballots[kind][1]))
        self.moves("start")

    def moves(self, act: str, **more: str) -> None:
        self.host.moves(act, self.ballot(), **more)

    def ends(self) -> None:
        """Close, and wait until the grace is over and the votes are counted."""
        self.moves("close")
        assert votes.until(lambda: self.ballot().state == State.CLOSED, within=60)

    def takes_back(self, ticket: str) -> None:
        """A card comes back unused."""
        house = Database(database_url(self.server.instance))
        with house.reading() as session:
            wanted = select(RoomTicket.number).filter_by(code_hash=key_hash(typed_ticket(ticket)))
            number = session.scalars(wanted).one()
        house.close()
        form = {"act": "return", "numbers": str(number), "form_token": self.host.form_token}
        assert self.host.browser.post(f"/desk/sessions/{self.evening.topic}/tickets", form).status == 303

    def ballot(self) -> Ballot:
        return ballot_now(self.server.instance, self.evening.ballots[self.kind][0])

    def options(self) -> list[str]:
        return [str(option.id) for option in self.ballot().options]

    def facts(self) -> dict[str, Any]:
        """What a frame tells phones of the ballot."""
        return {"id": self.ballot().public_id, "revision": self.ballot().round, "options": self.options()}

    # --- who is there

    def phone(self, ticket: str = "") -> Phone:
        """A phone that joined, with a ticket or by the code, and listens."""
        phone = new_phone(self.server.port, lang="en")
        self.screens.append(phone.screen)
        votes.sit_down(phone, ticket, self.evening.code)
        return phone

    def stranger(self) -> Phone:
        """A phone that only has its socket open."""
        phone = new_phone(self.server.port, lang="en")
        phone.screen.topic = self.evening.topic
        self.screens.append(phone.screen)
        phone.screen.connects()
        return phone

    def wall(self, screen: str) -> Screen:
        """A projector or the console, connected and greeted."""
        browser = self.host.browser if screen == "console" else Caller(self.server.port)
        if screen == "projector":
            self.host.opens_screen(browser)
        wall = Screen(browser, screen, self.evening.topic, lang="en")
        self.screens.append(wall)
        wall.connects()
        votes.greeted(wall)
        return wall

    # --- what is stored

    def rows(self) -> dict[str, tuple[int, int, dict[str, int]]]:
        """Ticket -> (sequence, own revision, choice), read from outside the server."""
        ballot = self.ballot()
        keys = BallotKeys(self.server.instance / "ballots")
        house = Database(database_url(self.server.instance))
        with house.reading() as session:
            stored = {vote.voter_key: vote for vote in session.scalars(select(Vote).filter_by(ballot_id=ballot.id))}
            found = {}
            for code in self.evening.tickets:
                ticket = session.scalar(select(RoomTicket.id).filter_by(code_hash=key_hash(typed_ticket(code))))
                vote = stored.pop(keys.voter_key(ballot.public_id, f"ticket:{ticket}"), None)
                if vote is not None:
                    choice = {str(option): dots for option, dots in read_choice(vote.choice).items()}
                    found[code] = (vote.sequence, vote.own_revision, choice)
        house.close()
        assert stored == {}  # no vote but by a ticket
        return found
