"""People who translate, by the pages' own doors."""

import re
from dataclasses import dataclass, field
from html import unescape

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from participation.contributions import service as contributions
from participation.contributions.models import Contribution
from participation.contributions.rules import LanguageBy, Status
from participation.contributions.service import Said
from participation.foundation import database
from participation.foundation.permissions import Role
from participation.languages.models import Translation
from participation.people import service as people
from participation.process.models import Format
from tests.conftest import SAME_ORIGIN, House

TURKISH = "Parkta daha çok bank olsun."
GERMAN = "Mehr Bänke im Park."
CARRIED = re.compile(r'name="(form_token|seen|revision)" value="([^"]*)"')


@dataclass
class Translator:
    """A colleague at the desk. `opens` keeps what the form carries, for `sends`."""

    client: FlaskClient
    carried: dict[str, str] = field(default_factory=dict)

    def reads(self, address: str, status: int = 200) -> str:
        answer = self.client.get(address)
        assert answer.status_code == status, answer.text
        return answer.text

    def opens(self, address: str) -> str:
        page = self.reads(f"{address}?lang=en")
        self.carried = dict(CARRIED.findall(page))
        return page

    def sends(self, address: str, status: int = 303, **form: str) -> TestResponse:
        answer = self.client.post(f"{address}?lang=en", data={**self.carried, **form}, headers=SAME_ORIGIN)
        assert answer.status_code == status, answer.text
        return answer

    def translates(self, idea: str, to: str, text: str, act: str = "approve", **form: str) -> TestResponse:
        """Open the form and send it."""
        address = f"/desk/translations/{idea}/{to}"
        self.opens(address)
        return self.sends(address, 303, act=act, text=text, **form)


def translator(house: House, role: Role = Role.INTERPRETER, name: str = "Iris Innen") -> Translator:
    client = house.app.test_client()
    with database.transaction() as tx:
        token = people.write_link(tx, people.open_account(tx, 1, name, [role]))
    client.post("/sign-in", data={"token": token}, headers=SAME_ORIGIN)
    return Translator(client)


def tell(text: str = TURKISH, language: str = "tr", status: Status = Status.PUBLISHED, title: str = "") -> str:
    """The public id of something said in the house's one collection."""
    with database.transaction() as tx:
        said = Said(text=text, language=language, language_by=LanguageBy.AUTHOR, title=title)
        return contributions.receive(
            tx, said, into=tx.session.get_one(Format, 1), author_id=None, status=status
        ).public_id


def versions_of(public_id: str) -> list[tuple[str, str, str, str, bool]]:
    """(language, state, origin, text, whether outdated), in the order in which they were written."""
    with database.reading() as session:
        rows = session.scalars(
            select(Translation)
            .join(Contribution, Contribution.id == Translation.contribution_id)
            .where(Contribution.public_id == public_id)
            .order_by(Translation.id)
        )
        return [(one.language, one.state, one.origin, one.text, one.outdated) for one in rows]


def said_in(page: str) -> str:
    """The words of a page as a reader reads them."""
    page = re.sub(r"<(script|style).*?</\1>", "", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())
