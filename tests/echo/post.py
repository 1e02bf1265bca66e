"""A resident who left an address, and the worker that writes to it."""

from email.message import EmailMessage

from sqlalchemy import select

from participation.foundation import database
from participation.notifications.models import DigestChoice
from participation.notifications.rules import About
from tests.conftest import SAME_ORIGIN, Resident
from tests.echo.hall import person_of
from tests.notifications.mail_server import MailServer
from tests.notifications.office import token_in


def asks_for_mail(
    somebody: Resident, status: int = 303, *, often: str = "soon", email: str = "ayse@example.org", lang: str = "en"
) -> str:
    """Send the form; returns where it leads, or the page."""
    form = {"often": often, "email": email}
    answer = somebody.client.post(f"/mine/mail?lang={lang}", data=form, headers=SAME_ORIGIN)
    assert answer.status_code == status, answer.text
    return str(answer.location or answer.text)


def confirms_mail(somebody: Resident, server: MailServer, status: int = 200) -> str:
    """Press the button behind the link of the last mail, on a device that knows nobody."""
    token = token_in(link_in_text(server, "/digest/confirm/"))
    answer = somebody.client.post("/digest/confirm?lang=en", data={"token": token}, headers=SAME_ORIGIN)
    assert answer.status_code == status, answer.text
    return answer.text


def link_in_text(server: MailServer, part: str) -> str:
    found = next(word for word in plain_of(server.mails[-1]).split() if part in word)
    return "/" + found.split("/", 3)[3]


def plain_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part
    return str(part.get_content()).replace("\r\n", "\n")


def html_of(mail: EmailMessage) -> str:
    part = mail.get_body(("html",))
    assert part
    return str(part.get_content())


def wish_of(somebody: Resident) -> DigestChoice:
    with database.reading() as session:
        return session.scalars(
            select(DigestChoice).filter_by(person_id=person_of(somebody), about=str(About.OWN))
        ).one()
