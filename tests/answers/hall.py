"""The town hall and the residents it answers, for stories."""

import re
from dataclasses import dataclass
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from participation.answers.models import OfficialAnswer, StageEntry
from participation.contributions.models import Contribution
from participation.contributions.rules import LanguageBy, Status
from participation.contributions.service import Said, receive
from participation.foundation import database
from participation.foundation.permissions import Role
from participation.process.models import Format
from tests.conftest import SAME_ORIGIN, House, Resident
from tests.townhall.office import office as at_the_desk

DESK = "/desk/answers"
TURKISH = "Teşekkürler, iki bank koyuyoruz."
GERMAN = "Danke, wir stellen zwei Bänke auf."


@dataclass
class Hall:
    """A colleague of the administration at the desk."""

    client: FlaskClient
    token: str

    def reads(self, address: str, status: int = 200) -> str:
        answer = self.client.get(address)
        assert answer.status_code == status, answer.text
        return answer.text

    def sends(self, address: str, status: int = 303, **form: object) -> TestResponse:
        answer = self.client.post(
            f"{DESK}{address}?lang=en", data={"form_token": self.token, **form}, headers=SAME_ORIGIN
        )
        assert answer.status_code == status, answer.text
        return answer

    def answers(self, *ideas: str, act: str = "publish", status: int = 303, **more: str) -> TestResponse:
        """Answer ideas in German, and whatever else is given."""
        form = {"office": "Grünflächenamt", "original": "de", "text_de": GERMAN, **more}
        return self.sends("/new", status, idea=list(ideas), act=act, **form)

    def changes(self, act: str = "keep", status: int = 303, number: int = 0, **more: str) -> TestResponse:
        """Other words for the newest answer, as it stands there now."""
        answer = newest_answer()
        form = {"office": answer.office, "original": answer.original, "revision": str(answer.revision), **more}
        return self.sends(f"/{number or answer.id}", status, act=act, **form)

    def decides(self, stage: str, *ideas: str, status: int = 303, **more: str) -> TestResponse:
        """Say what becomes of ideas, having seen what counts now."""
        named = [one if ":" in one else f"{one}:{last_entry(one)}" for one in ideas]
        return self.sends("/stage", status, idea=named, stage=stage, **more)

    def undoes(self, entry: int, status: int = 303) -> TestResponse:
        return self.sends(f"/undo/{entry}", status)


def colleague(house: House, role: Role = Role.ADMINISTRATION) -> Hall:
    desk = at_the_desk(house, role, name=f"{role} {role.name}")
    return Hall(desk.client, desk.token)


@pytest.fixture
def hall(house: House) -> Hall:
    return colleague(house)


def tell(text: str, language: str = "de", status: Status = Status.PUBLISHED, format_id: int = 1) -> str:
    """An idea of nobody in particular; its public id."""
    with database.transaction() as tx:
        said = Said(text=text, language=language, language_by=LanguageBy.AUTHOR)
        return receive(tx, said, into=tx.session.get_one(Format, format_id), author_id=None, status=status).public_id


def published(author: Resident, text: str, language: str = "tr") -> str:
    """An idea of `author` that everybody reads."""
    public_id = author.posts(text, language=language)
    with database.transaction() as tx:
        idea = tx.session.scalars(select(Contribution).filter_by(public_id=public_id)).one()
        idea.status, idea.published_at = Status.PUBLISHED, idea.created_at
    return public_id


def last_entry(public_id: str) -> int:
    """The number of the entry that counts for an idea; 0 before the first."""
    with database.reading() as session:
        entries = select(StageEntry.id).join(Contribution, Contribution.id == StageEntry.contribution_id)
        newest = entries.where(Contribution.public_id == public_id).order_by(StageEntry.id.desc()).limit(1)
        return session.scalar(newest) or 0


def log_of(public_id: str) -> list[str]:
    with database.reading() as session:
        entries = select(StageEntry.stage).join(Contribution, Contribution.id == StageEntry.contribution_id)
        return list(session.scalars(entries.where(Contribution.public_id == public_id).order_by(StageEntry.id)))


def newest_answer() -> OfficialAnswer:
    with database.reading() as session:
        return session.scalars(select(OfficialAnswer).order_by(OfficialAnswer.id.desc()).limit(1)).one()


def count_answers() -> int:
    with database.reading() as session:
        return len(session.scalars(select(OfficialAnswer.id)).all())


def way_of(page: str) -> list[tuple[str, str]]:
    """The steps of the way on a page: (mark, name of the stage)."""
    steps = re.findall(r'<li data-s="(\w+)" data-stage="\w+"[^>]*><b>(.*?)</b>', page, re.DOTALL)
    return [(mark, unescape(name).strip()) for mark, name in steps]
