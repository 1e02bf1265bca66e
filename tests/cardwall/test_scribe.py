"""A scribe writes for people without a phone: cards like others, which wait for the desk."""

import pytest

from participation.foundation.permissions import Role
from tests.cardwall.hall import QUESTION, Hall, lines, open_hall, said, wall
from tests.conftest import SAME_ORIGIN, House, Moderator


@pytest.fixture
def hall(house: House) -> Hall:
    return open_hall(house)


@pytest.fixture
def scribe(house: House) -> Moderator:
    return house.moderator("Sami Schreiber", Role.SCRIBE)


def writes(scribe: Moderator, hall: Hall, text: str, language: str = "") -> tuple[int, str]:
    form = {"text": text, "language": language, "form_token": scribe.form_token()}
    answer = scribe.client.post(f"/desk/scribe/{hall.evening.topic}?lang=en", data=form, headers=SAME_ORIGIN)
    return answer.status_code, answer.text


def test_what_a_scribe_writes_waits_for_the_desk_and_has_no_author(hall: Hall, scribe: Moderator) -> None:
    assert QUESTION in scribe.reads(f"/desk/scribe/{hall.evening.topic}?lang=en")
    assert "Zukunftswerkstatt" in scribe.reads("/desk/scribe?lang=en")

    assert writes(scribe, hall, "Bir kurs", "tr")[0] == 303

    [card] = said()
    assert (card.text, card.language, card.source, card.status, card.author_id) == (
        "Bir kurs",
        "tr",
        "paper",
        "waiting",
        None,
    )
    assert lines(hall.projects()) == []
    hall.desk.lets_through(1)
    assert lines(hall.projects()) == ["Bir kurs"]


def test_what_is_not_taken_is_still_there(hall: Hall, scribe: Moderator) -> None:
    status, page = writes(scribe, hall, "x" * 161, "tr")
    assert (status, "x" * 161 in page, 'value="tr" lang="tr" selected' in page) == (422, True, True)
    hall.console.presses("select", step=1)
    assert writes(scribe, hall, "Zu spät")[0] == 404
    assert "No cards are taken at this step." in scribe.reads(f"/desk/scribe/{hall.evening.topic}?lang=en")
    hall.console.presses("end")
    assert "Zukunftswerkstatt" not in scribe.reads("/desk/scribe?lang=en").partition("<main")[2]


def test_a_scribe_sees_nothing_that_waits_and_moves_nothing(hall: Hall, scribe: Moderator) -> None:
    hall.writes(hall.phone(), "Wartet noch")
    for address in ("/desk/queue", f"/desk/sessions/{hall.evening.topic}", hall.desk.address, "/desk/harvest"):
        assert scribe.client.get(address).status_code == 403
    for address in ("/desk/scribe", f"/desk/scribe/{hall.evening.topic}", f"/walls/{wall().public_id}"):
        assert "Wartet noch" not in scribe.reads(address)
    form = {"act": "stop", "form_token": scribe.form_token()}
    assert scribe.client.post(hall.desk.address, data=form, headers=SAME_ORIGIN).status_code == 403


def test_who_only_interprets_or_lives_here_does_not_write_for_others(hall: Hall, house: House) -> None:
    iris = house.moderator("Iris Innen", Role.INTERPRETER)
    assert writes(iris, hall, "Für jemanden")[0] == 403
    assert house.resident().client.get("/desk/scribe").status_code == 403
    assert said() == []
