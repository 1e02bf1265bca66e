"""Somebody who wants to see what is kept about them, and to be forgotten."""

import json
import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from participation.contributions.models import Contribution
from participation.foundation import database
from participation.people.models import Person, PersonKind
from tests.conftest import SAME_ORIGIN, House, Resident


@dataclass
class Leaver:
    """A guest with one idea. person, contribution: their ids; public_id: of the idea."""

    phone: Resident
    person: int
    contribution: int
    public_id: str

    def takes_along(self) -> zipfile.ZipFile:
        answer = self.phone.client.post("/mine/data/copy?lang=en", headers=SAME_ORIGIN, buffered=True)
        assert answer.status_code == 200, answer.text
        return zipfile.ZipFile(BytesIO(answer.data))

    def data(self) -> dict[str, list[dict[str, Any]]]:
        with self.takes_along().open("data.json") as file:
            found: dict[str, list[dict[str, Any]]] = json.load(file)["tables"]
        return found

    def leaves(self, words: str = "everything", *, sure: str = "yes") -> TestResponse:
        form = {"words": words, "sure": sure}
        return self.phone.client.post("/mine/data/delete?lang=en", data=form, headers=SAME_ORIGIN)

    @property
    def now(self) -> Person:
        with database.reading() as session:
            return session.get_one(Person, self.person)


def leaver_in(house: House, text: str = "Ein Kiosk am Bahnhof") -> Leaver:
    phone = house.resident()
    public_id = phone.posts(text)
    with database.reading() as session:
        said = session.scalars(select(Contribution).where(Contribution.public_id == public_id)).one()
    assert said.author_id is not None
    return Leaver(phone, said.author_id, said.id, public_id)


def is_forgotten(leaver: Leaver) -> bool:
    person = leaver.now
    return person.kind == PersonKind.ERASED and person.name == "" and person.recovery_hash is None
