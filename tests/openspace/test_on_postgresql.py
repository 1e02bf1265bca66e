"""The same space past one machine: many phones and two moderators at once, on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor

from tests.conftest import House
from tests.openspace.hall import SpaceDesk, open_space, rooms, said, seen, slots, stands, topic

PHONES = 8


def test_concerns_and_hearts_that_come_at_once_and_two_who_want_the_same_place(house_on_postgres: House) -> None:
    house = house_on_postgres
    hall = open_space(house, moderator=house.moderator("Max Beispiel"))
    second = SpaceDesk(house.moderator("Aylin Örnek"), hall.desk.topic)
    phones = [hall.phone() for _ in range(PHONES)]

    with ThreadPoolExecutor(PHONES) as crowd:
        sent = crowd.map(lambda one: hall.brings(one[1], f"Anliegen {one[0]}")[0], enumerate(phones))
        assert list(sent) == [303] * PHONES
    hall.desk.lets_through(*range(1, PHONES + 1))
    assert {one.status for one in said()} == {"published"}

    # everybody wants to take part in the same one
    with ThreadPoolExecutor(PHONES) as crowd:
        assert list(crowd.map(lambda phone: hall.wants(phone, 1), phones)) == [303] * PHONES
    hall.calls_up("market")
    assert f"♥ {PHONES}" in hall.projects()

    # two concerns for one place: one of them gets it
    to = f"{slots()[0].id}:{rooms()[0].id}"
    forms = [{"act": "place", "topic": seen(number), "to": to} for number in (1, 2)]
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda desk, form: desk.sends(form)[0], (hall.desk, second), forms))
    assert sorted(answers) == [303, 409]
    assert sorted((stands(1), stands(2)), key=str) == [(0, 0), None]

    # one concern for two places: the second one reads who was faster
    forms = [{"act": "place", "topic": seen(3), "to": f"{slots()[1].id}:{rooms()[place].id}"} for place in (0, 1)]
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda desk, form: desk.sends(form)[0], (hall.desk, second), forms))
    assert sorted(answers) == [303, 409]
    winner = (hall.desk, second)[answers.index(303)]
    assert winner.does("join", 4, to=topic(3).id)[0] == 303
    assert winner.does("undo")[0] == 303
    assert stands(4) is None
    assert winner.does("undo")[0] == 303
    assert stands(3) is None
