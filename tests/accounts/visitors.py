"""People at the door: they ask for links by mail, use them, and look at their account."""

import re
from dataclasses import dataclass

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from participation.accounts.models import MailAddress
from participation.foundation import database, web
from participation.people import queries
from participation.people.web import COOKIE
from tests.conftest import SAME_ORIGIN, Resident
from tests.notifications.office import Office, token_in

LINK = re.compile(r"https?://\S+")
GOOD = "rosa elefant tanzt leise"


@dataclass
class Visitor(Resident):
    """Somebody with a browser of their own in a town that can send mail."""

    client: FlaskClient
    office: Office

    def sends(self, address: str, status: int = 303, **form: str) -> TestResponse:
        cookie = self.client.get_cookie(COOKIE)
        seal = {"form_token": web.form_token(self.office.settings.secret_key, cookie.value)} if cookie else {}
        answer = self.client.post(f"{address}?lang=en", data={**form, **seal}, headers=SAME_ORIGIN)
        assert answer.status_code == status, answer.text
        return answer

    def sees(self, address: str, status: int = 200) -> str:
        answer = self.client.get(f"{address}{'&' if '?' in address else '?'}lang=en")
        assert answer.status_code == status, answer.text
        return answer.text

    def asks_for_link(self, email: str = "amina@example.org") -> str:
        """Ask, let the worker send, and read the token in the mail."""
        self.sends("/sign-in/mail", email=email)
        return self.link_in_mail()

    def link_in_mail(self) -> str:
        self.office.sends()
        [link] = LINK.findall(self.office.server.received[-1].text)
        return token_in(link)

    def signs_in(self, email: str = "amina@example.org") -> TestResponse:
        token = self.asks_for_link(email)
        self.office.server.received.clear()
        return self.sends("/sign-in/mail/use", token=token)

    @property
    def person(self) -> int | None:
        """Who this device acts for."""
        cookie = self.client.get_cookie(COOKIE)
        with database.reading() as session:
            actor = queries.actor_of_device(session, cookie.value, 1) if cookie else None
        return actor.person_id if actor else None


def visitor(office: Office) -> Visitor:
    return Visitor(office.house.app.test_client(), office)


def addresses() -> list[tuple[str, int]]:
    with database.reading() as session:
        rows = session.scalars(select(MailAddress).order_by(MailAddress.id))
        return [(one.address, one.person_id) for one in rows]
