"""An author with a contribution, by the pages' own doors, and what a moderator does with it."""

import re
from dataclasses import dataclass, field

from sqlalchemy import select
from werkzeug.test import TestResponse

from participation.contributions.models import Contribution, Revision
from participation.foundation import database
from participation.moderation.models import CaseCause, Statement
from tests.conftest import SAME_ORIGIN, House, Moderator, Resident, case_of


@dataclass
class Author:
    """Somebody who said something and comes back to it."""

    house: House
    phone: Resident
    id: str
    seen: dict[str, str] = field(default_factory=dict)

    def opens(self) -> str:
        """The form to change it; what it carries is kept for `sends`."""
        page = self.phone.client.get(f"/mine/{self.id}/edit?lang=en").text
        self.seen = dict(re.findall(r'name="(seen)" value="([^"]*)"', page))
        return page

    def sends(self, text: str, language: str = "", **more: str) -> TestResponse:
        form = {"text": text, "language": language, **self.seen, **more}
        return self.phone.client.post(f"/mine/{self.id}/edit?lang=en", data=form, headers=SAME_ORIGIN)

    def edits(self, text: str, language: str = "") -> str:
        """Open the form and send it; returns what the next page says."""
        self.opens()
        answer = self.sends(text, language)
        assert answer.status_code == 303, answer.text
        return answer.location.partition("said=")[2].partition("#")[0]

    def withdraws(self) -> TestResponse:
        return self.phone.client.post(f"/mine/{self.id}/withdraw?lang=en", headers=SAME_ORIGIN)

    def mine(self) -> str:
        return self.phone.reads("/mine?lang=en")

    def page(self, who: Resident | None = None) -> TestResponse:
        return (who or self.house.resident()).client.get(f"/ideas/ideen/{self.id}?lang=en")

    def history(self, who: Resident | None = None, query: str = "") -> TestResponse:
        return (who or self.house.resident()).client.get(f"/history/{self.id}?lang=en{query}")

    @property
    def now(self) -> Contribution:
        with database.reading() as session:
            return session.scalars(select(Contribution).where(Contribution.public_id == self.id)).one()

    def wordings(self) -> list[tuple[int, str, str, bool]]:
        """(number, text, what became of it, whether everybody can compare it), the first one first."""
        with database.reading() as session:
            rows = session.scalars(
                select(Revision).where(Revision.contribution_id == self.now.id).order_by(Revision.number)
            )
            return [(one.number, one.text, one.state, one.shown) for one in rows]

    def causes(self) -> list[str]:
        """What is open about it."""
        with database.reading() as session:
            wanted = select(CaseCause.kind).where(
                CaseCause.case_id == case_of(self.id).id, CaseCause.settled_at.is_(None)
            )
            return list(session.scalars(wanted.order_by(CaseCause.id)))

    def statements(self) -> list[tuple[str, str, bool]]:
        """(what was done, by which rule, whether it is in force), the oldest first."""
        with database.reading() as session:
            wanted = select(Statement).where(Statement.contribution_id == self.now.id).order_by(Statement.id)
            return [(one.kind, one.reason, one.ended_at is None) for one in session.scalars(wanted)]

    def appeals(self, words: str = "Bitte noch einmal lesen.") -> int:
        with database.reading() as session:
            wanted = select(Statement.public_id).where(Statement.contribution_id == self.now.id)
            statement = session.scalars(wanted.order_by(Statement.id.desc()).limit(1)).one()
        address = f"/mine/statements/{statement}/appeal"
        return self.phone.client.post(address, data={"words": words}, headers=SAME_ORIGIN).status_code


def author_of(house: House, text: str) -> Author:
    phone = house.resident()
    return Author(house, phone, phone.posts(text))


def public_author(house: House, moderator: Moderator, text: str) -> Author:
    author = author_of(house, text)
    assert moderator.approves(author.id) == 303
    return author
