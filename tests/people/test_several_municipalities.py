"""One installation, two towns: who one is depends on the name under which the page was opened."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from participation.foundation import database
from participation.foundation.municipality import found_municipality
from participation.foundation.permissions import Role
from participation.people import service as people
from participation.people.models import Membership
from participation.people.news import HouseFounded
from participation.process.models import Process
from tests.conftest import SAME_ORIGIN, House

OURS, THEIRS = "http://localhost", "http://127.0.0.1"


@pytest.fixture
def neighbour(house: House) -> int:
    """The second town, with a process of its own; its id."""
    with database.transaction() as tx:
        town = found_municipality(tx, slug="nachbarstadt", name="Nachbarstadt", host="127.0.0.1")
        tx.record(HouseFounded(town.id))
        return town.id


def signed_in(house: House, base: str, town: int, roles: list[Role]) -> FlaskClient:
    with database.transaction() as tx:
        person = people.open_account(tx, town, "Max Beispiel", roles)
        token = people.write_link(tx, person)
    client = house.app.test_client()
    answer = client.post("/sign-in", data={"token": token}, headers=SAME_ORIGIN, base_url=base)
    assert answer.status_code == 303
    return client


def test_each_name_opens_its_own_town(house: House, neighbour: int) -> None:
    client = house.app.test_client()

    assert "Nachbarstadt" in client.get("/?lang=en", base_url=THEIRS).text
    assert "Nachbarstadt" not in client.get("/?lang=en", base_url=OURS).text
    assert client.get("/ideas/ideen", base_url=THEIRS).status_code == 404
    assert client.get("/ideas/ideas", base_url=THEIRS).status_code == 200
    assert client.get("/ideas/ideas", base_url=OURS).status_code == 404


def test_a_moderator_of_one_town_is_nobody_in_the_other(house: House, neighbour: int) -> None:
    moderator = signed_in(house, OURS, 1, [Role.MODERATOR])
    key = moderator.get_cookie("me")
    assert key is not None
    assert moderator.get("/desk/queue", base_url=OURS).status_code == 200

    moderator.set_cookie("me", key.value, domain="127.0.0.1")

    assert moderator.get("/desk/queue", base_url=THEIRS).status_code == 403


def test_a_link_of_one_town_signs_nobody_in_at_the_other(house: House, neighbour: int) -> None:
    with database.transaction() as tx:
        token = people.write_link(tx, people.open_account(tx, 1, "Max Beispiel", [Role.MODERATOR]))

    answer = house.app.test_client().post("/sign-in", data={"token": token}, headers=SAME_ORIGIN, base_url=THEIRS)

    assert answer.status_code == 410
    again = house.app.test_client().post("/sign-in", data={"token": token}, headers=SAME_ORIGIN, base_url=OURS)
    assert again.status_code == 303  # the refusal used nothing up


def test_a_companion_works_in_a_process_of_another_town(house: House, neighbour: int) -> None:
    with database.transaction() as tx:
        person = people.open_account(tx, 1, "Samira Beispiel", [])
        process = tx.session.scalars(select(Process).where(Process.municipality_id == neighbour)).one()
        role = Membership(municipality_id=neighbour, person_id=person.id, role=Role.COMPANION, process_id=process.id)
        tx.session.add(role)
        token = people.write_link(tx, person, municipality_id=neighbour)
    companion = house.app.test_client()

    answer = companion.post("/sign-in", data={"token": token}, headers=SAME_ORIGIN, base_url=THEIRS)

    assert answer.status_code == 303
    assert companion.get(f"/desk/processes/{process.slug}", base_url=THEIRS).status_code == 200
    assert companion.get("/desk/queue", base_url=THEIRS).status_code == 200
