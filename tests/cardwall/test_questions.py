"""A wall of questions: phones read them and say which are important; what many want comes first."""

import re

import pytest

from participation.foundation import database
from participation.sessions.models import LiveSession
from tests.cardwall.hall import Hall, lines, open_hall, said, wall, wall_step
from tests.conftest import SAME_ORIGIN, House
from tests.console.test_hall import plans, rehearses
from tests.voting.evening import Phone


@pytest.fixture
def hall(house: House) -> Hall:
    return open_hall(house, hearts=True)


def wants(phone: Phone, number: int, want: str = "yes") -> int:
    address = f"/walls/{wall().public_id}/cards/{number}/want?lang=en"
    return phone.client.post(address, data={"want": want}, headers=SAME_ORIGIN).status_code


def on_the_phone(phone: Phone) -> list[tuple[str, int]]:
    """The questions in their order, each with how many want it."""
    found = re.findall(r'data-want="(\d+)".*?<span class="num">(\d+)</span>', phone.sees(), re.DOTALL)
    return [(number, int(hearts)) for number, hearts in found]


def test_what_many_want_stands_first_on_phones_and_screen(hall: Hall) -> None:
    hall.is_told("Wann kommt die Kita?", "Wer bezahlt das?", "Gibt es Kaffee?")
    one, other = hall.phone(), hall.phone()
    assert on_the_phone(one) == [("1", 0), ("2", 0), ("3", 0)]

    assert [wants(one, 2), wants(one, 2), wants(other, 2), wants(other, 3)] == [303] * 4

    assert on_the_phone(one) == [("2", 2), ("3", 1), ("1", 0)]
    assert lines(hall.projects()) == ["Wer bezahlt das?", "Gibt es Kaffee?", "Wann kommt die Kita?"]
    assert "♥ 2" in hall.projects()
    assert 'data-hearts="2"' in one.sees()
    assert "Card 2 is important to you" in one.sees()
    assert wants(other, 2, "no") == 303
    assert on_the_phone(one) == [("2", 1), ("3", 1), ("1", 0)]
    assert [one.support_count for one in said()] == [0, 1, 1]


def test_nobody_wants_what_the_hall_does_not_read(hall: Hall) -> None:
    hall.writes(hall.phone(), "Wartet noch")
    assert wants(hall.phone(), 1) == 404
    assert on_the_phone(hall.phone()) == []
    hall.desk.lets_through(1)
    assert wants(hall.evening.stranger(), 1) == 403
    phone = hall.phone()
    assert wants(phone, 2) == 404
    hall.console.presses("end")
    assert wants(phone, 1) == 409


def test_the_script_gets_what_is_its_own_now(hall: Hall) -> None:
    hall.is_told("Wann kommt die Kita?")
    phone = hall.phone()
    headers = {**SAME_ORIGIN, "Accept": "application/json"}
    told = phone.client.post(f"/walls/{wall().public_id}/cards/1/want?lang=en", data={}, headers=headers).get_json()
    assert told["hearts"] == "1"


def test_an_ordinary_wall_asks_nobody_and_a_rehearsal_keeps_nothing(house: House) -> None:
    hall = open_hall(house)
    hall.is_told("Eins")
    assert wants(hall.phone(), 1) == 404
    planned = plans(hall.console)
    planned.sends("walls/new", {"question_de": "Ihre Fragen?", "hearts": "yes"})
    copy = rehearses(planned)
    copy.presses("open")
    assert wall().hearts
    copy.presses("select", step=wall_step())
    with database.reading() as session:
        code = session.query(LiveSession).filter_by(rehearsal=True).one().code
    client = house.app.test_client()
    client.post("/join", data={"code": code}, headers=SAME_ORIGIN)
    phone = Phone(client, hall.evening)
    address = f"/walls/{wall().public_id}/cards"
    assert client.post(address, data={"text": "Geprobt?"}, headers=SAME_ORIGIN).status_code == 303
    desk_releases(hall, copy.topic)
    assert wants(phone, 1) == 303
    assert wants(phone, 1) == 303
    shown = client.get(f"/live/{copy.topic}?lang=en").text
    assert 'data-hearts="1"' in shown
    assert '<span class="num">1</span><span class="vh">: 1' in shown


def desk_releases(hall: Hall, topic: str) -> None:
    desk = type(hall.desk)(hall.desk.moderator, topic, wall_step())
    assert desk.lets_through(1) == 303
