"""A town hall with a mail server: colleagues who ask for digests, and the worker that sends them."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import select

from participation.contributions.rules import LanguageBy, Status
from participation.contributions.service import Said, receive
from participation.foundation import database, delivery, smtp
from participation.foundation.mail import OutgoingMail
from participation.foundation.permissions import Actor, Role
from participation.foundation.settings import Settings
from participation.foundation.smtp import PostOffice
from participation.moderation import service as moderation
from participation.moderation.models import Case
from participation.moderation.rules import Reason
from participation.notifications import rounds
from participation.notifications.models import DigestChoice
from participation.people import service as people
from participation.people.models import Membership
from participation.people.web import COOKIE
from participation.process.models import Format
from tests.conftest import House
from tests.notifications.mail_server import MailServer
from tests.team.office import Somebody

FROM = "Rathaus Musterstadt <rathaus@musterstadt.example>"
LINK = re.compile(r"https?://[^\s<>]+")
WEDNESDAY = datetime(2026, 11, 25, 9, tzinfo=UTC)  # ten o'clock on the town hall


@dataclass
class Office:
    house: House
    server: MailServer

    @property
    def settings(self) -> Settings:
        return self.house.settings

    @property
    def post(self) -> PostOffice:
        found = smtp.post_office(self.settings)
        assert found
        return found

    def colleague(self, name: str, *roles: Role, process: int | None = None) -> Somebody:
        with database.transaction() as tx:
            person = people.open_account(tx, 1, name, roles if process is None else [])
            if process is not None:
                tx.session.add_all(
                    Membership(municipality_id=1, person_id=person.id, process_id=process, role=role) for role in roles
                )
            key = people.hand_key(tx, person.id, 100)
        found = Somebody(self.house.app.test_client(), self.settings.secret_key, person.id)
        found.client.set_cookie(COOKIE, key)
        return found

    def moderator(self, name: str = "Max Beispiel") -> Somebody:
        return self.colleague(name, Role.MODERATOR)

    def sends(self) -> int:
        """The worker hands over every mail that is due; returns how many it tried."""
        tried = 0
        while delivery.deliver_next(database.current(), self.post):
            tried += 1
        return tried

    def goes_round(self) -> int:
        with self.house.app.app_context():
            return rounds.go_round(database.current(), self.settings)

    def subscriber(self, name: str = "Max Beispiel", **wish: str) -> Somebody:
        """A moderator whose address is confirmed; what was sent until then is put away."""
        somebody = self.moderator(name)
        asks(somebody, 303, **wish)
        self.sends()
        confirms(somebody, self.server)
        self.server.received.clear()
        return somebody


def open_office(house: House, server: MailServer, url: str = "https://beteiligung.example") -> Office:
    """The same house, told of a mail server."""
    settings = replace(house.settings, smtp=server.address(), mail_from=FROM, url=url)
    house.app.config["PARTICIPATION"] = settings
    return Office(House(house.app, settings), server)


def asks(somebody: Somebody, status: int = 303, **wish: str) -> str:
    """Send the form of "My account"; returns where it leads, or the page."""
    form = {"often": "daily", "hour": "8", "language": "en", "email": "max@example.org", **wish}
    answer = somebody.sends("/desk/me/digest?lang=en", status, **form)
    return str(answer.location or answer.text)


def link_in(server: MailServer, part: str) -> str:
    """The path of the link in the last mail that has `part` in it."""
    link: str
    [link] = [one for one in LINK.findall(server.received[-1].text) if part in one]
    return "/" + link.split("/", 3)[3]


def token_in(link: str) -> str:
    return link.split("?", maxsplit=1)[0].rsplit("/", 1)[1]


def confirms(somebody: Somebody, server: MailServer, status: int = 200) -> str:
    """Press the button behind the link of the last mail."""
    return somebody.sends("/digest/confirm?lang=en", status, token=token_in(link_in(server, "/digest/confirm/"))).text


def choice_of(somebody: Somebody) -> DigestChoice | None:
    with database.reading() as session:
        return session.scalar(select(DigestChoice).where(DigestChoice.person_id == somebody.person))


def mails() -> list[OutgoingMail]:
    with database.reading() as session:
        return list(session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)))


def told(text: str = "Mehr Bänke im Park", collection: int = 1) -> int:
    """Somebody sent something that waits; returns its case."""
    with database.transaction() as tx:
        said = Said(text=text, language="de", language_by=LanguageBy.AUTHOR)
        idea = receive(tx, said, into=tx.session.get_one(Format, collection), author_id=None, status=Status.WAITING)
        return tx.session.query(Case).filter_by(contribution_id=idea.id).one().id


def decided(case: int, by: int, *, publish: bool = True) -> None:
    with database.transaction() as tx:
        found = tx.session.get_one(Case, case)
        actor = Actor(found.municipality_id, by, frozenset({Role.MODERATOR}))
        if publish:
            moderation.publish(tx, found, by=actor, seen=found.revision)
        else:
            reason = Reason.OFF_TOPIC
            moderation.reject(tx, found, reason=reason, note="Frau Muster", by=actor, seen=found.revision)
