"""An event in a town: a desk that plans it, phones that register."""

import re
from dataclasses import dataclass
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import select

from participation.events.models import Event, Registration
from participation.foundation import clock, database
from tests.conftest import SAME_ORIGIN, House, Moderator

TITLE = "Fest der Nachbarschaft"


@dataclass
class Fest:
    """key: the public id of the event."""

    house: House
    moderator: Moderator
    key: str = ""

    @property
    def event(self) -> Event:
        with database.reading() as session:
            return session.scalars(select(Event).where(Event.public_id == self.key)).one()

    def posts(self, path: str = "", **form: object) -> tuple[int, str]:
        """At the desk; path: behind the address of the event."""
        sent = {"form_token": self.moderator.form_token(), **{key: str(value) for key, value in form.items()}}
        base = f"/desk/events/{self.key}" if self.key else "/desk/events"
        answer = self.moderator.client.post(f"{base}{path}?lang=en", data=sent, headers=SAME_ORIGIN)
        return answer.status_code, answer.text

    def does(self, act: str, **form: object) -> tuple[int, str]:
        return self.posts("/acts", act=act, **form)

    def desk(self, path: str = "") -> str:
        return self.moderator.reads(f"/desk/events/{self.key}{path}?lang=en")

    def phone(self) -> FlaskClient:
        return self.house.app.test_client()

    def registers(self, name: str, phone: FlaskClient | None = None, lang: str = "en", **more: object) -> str:
        """The code for the door, "" where it was refused."""
        client = phone or self.phone()
        form = {"name": name, **{key: str(value) for key, value in more.items()}}
        answer = client.post(f"/events/{self.key}?lang={lang}", data=form, headers=SAME_ORIGIN)
        return re.sub(r".*/mine/|\?.*", "", answer.location or "")

    def gives_up(self, code: str) -> int:
        return self.phone().post(f"/events/{self.key}/mine/{code}", headers=SAME_ORIGIN).status_code

    def reads(self, path: str = "", lang: str = "en") -> str:
        return self.phone().get(f"/events/{self.key}{path}?lang={lang}").text

    def with_place(self) -> list[str]:
        return [one.name for one in registrations() if one.has_place]


def registrations() -> list[Registration]:
    """Those who want to come, in their order."""
    with database.reading() as session:
        wanted = Registration.cancelled_at.is_(None)
        return list(session.scalars(select(Registration).where(wanted).order_by(Registration.number)))


def in_days(days: int) -> str:
    return (clock.local(clock.now()).date() + timedelta(days=days)).isoformat()


def plan_fest(house: House, *, places: object = "", days: int = 10, **more: object) -> Fest:
    """A public event, in some days from six to nine."""
    fest = Fest(house, house.moderator())
    form: dict[str, object] = {
        "title_de": TITLE,
        "title_ar": "عيد الجيران",
        "place_de": "Bürgerhaus",
        "day": in_days(days),
        "begins": "18:00",
        "ends": "21:00",
        "places": places,
        **more,
    }
    assert fest.posts("", **form)[0] == 303
    with database.reading() as session:
        fest.key = session.scalars(select(Event.public_id).order_by(Event.id)).first() or ""
    assert fest.does("publish")[0] == 303
    return fest
