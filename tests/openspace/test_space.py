"""An open space, by its doors: concerns are brought in, read aloud, find times and places, become reports and steps."""

import pytest

from tests.conftest import House
from tests.openspace.hall import Action, Report, Space9, lines, open_space, said, space, stands


@pytest.fixture
def hall(house: House) -> Space9:
    return open_space(house)


def test_a_concern_waits_for_the_desk_and_then_the_hall_reads_it(hall: Space9) -> None:
    phone = hall.phone()
    assert hall.brings(phone, "Kadınlar için dil kursu", "tr", host="Amina", tongues=["tr", "de"])[0] == 303

    [concern] = said()
    assert (concern.source, concern.status, concern.language) == ("session", "waiting", "tr")
    assert lines(hall.projects()) == []
    assert "Kadınlar için dil kursu" in hall.console.shows()
    assert "Kadınlar için dil kursu" in hall.desk.shows()
    assert hall.desk.lets_through(1) == 303
    assert any("Kadınlar için dil kursu" in line for line in lines(hall.projects()))
    assert "Kadınlar için dil kursu" in hall.reads()
    assert "Amina" in hall.reads()


def test_a_concern_finds_its_time_and_place(hall: Space9) -> None:
    hall.is_told("Mehr Bänke", "Mehr Bäume")
    hall.calls_up("market")
    assert hall.desk.places(1, 0, 1)[0] == 303
    assert stands(1) == (0, 1)
    assert hall.desk.places(2, 0, 1)[0] == 409
    assert "Café" in hall.projects()
    assert "Mehr Bänke" in hall.phone().sees("en")


def test_reports_and_actions(hall: Space9) -> None:
    hall.is_told("Mehr Bänke")
    hall.calls_up("reports")
    stranger = hall.house.resident()
    assert hall.reports(stranger.client, 1, "Wir waren zu acht.", results="Drei Bänke am Bach.")[0] == 303
    assert hall.desk.lets_through(1, table=Report) == 303
    assert any("Drei Bänke" in line for line in lines(hall.projects()))
    hall.calls_up("actions")
    assert hall.agrees(hall.phone(), "Bänke bestellen", who="Amina", due="2026-12-24", topic="1")[0] == 303
    assert hall.desk.lets_through(1, table=Action) == 303
    assert any("Bänke bestellen" in line for line in lines(hall.projects()))
    assert "Bänke bestellen" in hall.reads("/book", "en")
    assert space().actions == 1
    for path in ("/doors", "/programme.csv", "/actions.csv"):
        assert hall.desk.moderator.client.get(f"{hall.desk.address}{path}?lang=en").status_code == 200
