"""Organisations and their people: an administrator takes them in, members come by invitation, and everybody writes."""

import re
from dataclasses import dataclass
from html import unescape

from sqlalchemy import select

from participation.contributions.models import Contribution, SpokenFor
from participation.foundation import audit, database
from participation.foundation.permissions import Actor, Role
from participation.organisations import joining, service
from participation.organisations.joining import Invited
from participation.organisations.models import Organisation, OrganisationMember
from participation.organisations.rules import Kind, Part
from participation.organisations.service import Portrait
from participation.people import queries as people_queries
from participation.people import service as people
from participation.people.models import Person
from participation.people.web import COOKIE
from tests.conftest import House, Resident
from tests.echo.hall import new_for
from tests.team.office import Somebody

BRIDGE = "Verein Musterbrücke e. V."
OFFICE = Actor(1, None, frozenset({Role.RESIDENT, Role.ADMINISTRATION, Role.ADMINISTRATOR}))
LINK = re.compile(r'id="link" dir="ltr" readonly value="([^"]*)"')


def taken_in(name: str = BRIDGE, kind: Kind = Kind.MIGRANT, **facts: object) -> Organisation:
    with database.transaction() as tx:
        return service.take_in(tx, Portrait(name, kind, **facts), by=OFFICE)  # type: ignore[arg-type] # a story's words


def organisation(name: str = BRIDGE) -> Organisation:
    with database.reading() as session:
        return session.scalars(select(Organisation).where(Organisation.name == name)).one()


@dataclass
class Member(Somebody):
    """A resident with an account and a browser."""

    def writes(self, text: str, *, voice: str = "", status: int = 303, **form: str) -> str:
        """Send an idea; the public id of the newest contribution, or the page of a refusal."""
        answer = self.sends("/ideas/ideen/new?lang=en", status, text=text, voice=voice, **form)
        return newest() if status == 303 else answer.text

    def says(self, root: str, text: str, *, voice: str = "", status: int = 303, **form: str) -> str:
        answer = self.sends(f"/talk/{root}?lang=en", status, text=text, voice=voice, **form)
        return newest() if status == 303 else answer.text

    def actor(self) -> Actor:
        with database.reading() as session:
            found = people_queries.actor(session, session.get_one(Person, self.person), 1)
        assert found
        return found


def newest() -> str:
    with database.reading() as session:
        return session.scalars(select(Contribution.public_id).order_by(Contribution.id.desc()).limit(1)).one()


def contribution(public_id: str) -> Contribution:
    with database.reading() as session:
        return session.scalars(select(Contribution).where(Contribution.public_id == public_id)).one()


def written(public_id: str) -> SpokenFor:
    with database.reading() as session:
        return session.get_one(SpokenFor, contribution(public_id).id)


def account(house: House, name: str = "", *roles: Role) -> Member:
    """Somebody who is signed in."""
    with database.transaction() as tx:
        person = people.open_account(tx, 1, name, roles)
        key = people.hand_key(tx, person.id, 30)
    found = Member(house.app.test_client(), house.settings.secret_key, person.id)
    found.client.set_cookie(COOKIE, key)
    return found


def member(house: House, of: Organisation, name: str = "Amina", part: Part = Part.MEMBER) -> Member:
    """Somebody who was invited and has joined."""
    found = account(house)
    joins(found.actor(), of, name, part)
    return found


def joins(actor: Actor, of: Organisation, name: str, part: Part = Part.MEMBER) -> None:
    with database.transaction() as tx:
        home = tx.session.get_one(Organisation, of.id)
        joining.invite(tx, home, Invited(name, part, f"token of {name}"), by=OFFICE)
    with database.transaction() as tx:
        joining.join(tx, f"token of {name}", by=actor)


def members_of(of: Organisation) -> list[tuple[str, str]]:
    with database.reading() as session:
        rows = session.scalars(
            select(OrganisationMember)
            .where(OrganisationMember.organisation_id == of.id)
            .order_by(OrganisationMember.name)
        )
        return [(one.name, one.part) for one in rows]


def row_of(of: Organisation, name: str) -> int:
    with database.reading() as session:
        wanted = select(OrganisationMember.id).where(
            OrganisationMember.organisation_id == of.id, OrganisationMember.name == name
        )
        return session.scalars(wanted).one()


def acts() -> list[str]:
    """What the log holds of organisations, the oldest first."""
    with database.reading() as session:
        return [one.action for one in audit.entries(session) if one.action.startswith("organisation.")]


def words_of(page: str) -> str:
    """What a page says, without its marks."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


def news_of(who: Member) -> list[str]:
    """The sentences under "New for you"."""
    return new_for(Resident(who.client)).sentences


def link_in(page: str) -> str:
    """The path of an invitation that a page shows."""
    [found] = LINK.findall(page)
    return "/" + unescape(found).partition("://")[2].partition("/")[2]
