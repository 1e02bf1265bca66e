"""An open session with a worksheet: groups send sheets, the desk lets them through."""

from dataclasses import dataclass

from flask.testing import FlaskClient
from sqlalchemy import select

from participation.fields.models import FieldOfAction
from participation.foundation import chance, database
from participation.moderation.models import Case
from participation.sessions.models import RunStep
from participation.worksheets.models import FilledSheet, Worksheet
from tests.conftest import SAME_ORIGIN, House, Moderator
from tests.console.desk import Console
from tests.voting.evening import Evening, Phone, begin_evening


@dataclass
class Workshop:
    """screen: a projector."""

    house: House
    evening: Evening
    moderator: Moderator
    console: Console
    screen: FlaskClient

    def phone(self) -> Phone:
        return self.evening.phone()

    def fills_in(self, client: FlaskClient, text: str, lang: str = "de", **more: object) -> tuple[int, str]:
        form = {"text": text, "once": chance.token(), **more}
        answer = client.post(f"/worksheets/{worksheet().public_id}/sheets?lang={lang}", data=form, headers=SAME_ORIGIN)
        return answer.status_code, answer.text

    def does(self, act: str, **more: object) -> int:
        return self.console.sends(f"sheets/{worksheet().step_id}", {"act": act, **more})[0]

    def lets_through(self) -> int:
        """All that wait, as the desk sees them now."""
        with database.reading() as session:
            cases = {case.contribution_id: case.revision for case in session.scalars(select(Case))}
        return self.does("release", one=[f"{one.id}:{cases.get(one.contribution_id or 0, 0)}" for one in filled()])

    def calls_up(self) -> None:
        assert self.console.presses("select", step=worksheet().step_id) == 303

    def projects(self, lang: str = "de") -> str:
        return self.screen.get(f"/screen?lang={lang}").text


def open_workshop(house: House, kind: str = "goals", **more: object) -> Workshop:
    evening = begin_evening(house)
    moderator = house.moderator()
    console = Console(moderator, evening.topic)
    assert console.sends("sheets/new", {"kind": kind, **more})[0] == 303
    workshop = Workshop(house, evening, moderator, console, house.app.test_client())
    workshop.calls_up()
    opened = moderator.client.post(
        f"/desk/sessions/{evening.topic}/screen", data={"form_token": moderator.form_token()}, headers=SAME_ORIGIN
    )
    assert workshop.screen.get(opened.location, follow_redirects=True).status_code == 200
    return workshop


def worksheet() -> Worksheet:
    """That of the session, the newest."""
    with database.reading() as session:
        return session.scalars(select(Worksheet).order_by(Worksheet.id.desc()).limit(1)).one()


def filled() -> list[FilledSheet]:
    with database.reading() as session:
        return list(session.scalars(select(FilledSheet).order_by(FilledSheet.id)))


def fields() -> list[FieldOfAction]:
    with database.reading() as session:
        return list(session.scalars(select(FieldOfAction).order_by(FieldOfAction.position)))


def steps() -> list[RunStep]:
    with database.reading() as session:
        return list(session.scalars(select(RunStep).order_by(RunStep.position)))
