"""The same café past one machine: many guests at once, two moderators who call one round, hosts who want one table."""

from concurrent.futures import ThreadPoolExecutor

from tests.conftest import House
from tests.console.desk import Console
from tests.worldcafe.hall import cafe, guests, open_cafe, seats, sizes, steps

PHONES = 8


def test_guests_moderators_and_hosts_at_once(house_on_postgres: House) -> None:
    house = house_on_postgres
    hall = open_cafe(house, moderator=house.moderator("Max Beispiel"))
    other = Console(house.moderator("Aylin Örnek"), hall.evening.topic)
    phones = [hall.evening.phone() for _ in range(PHONES)]

    with ThreadPoolExecutor(PHONES) as crowd:
        assert list(crowd.map(lambda phone: hall.says(phone, "in", languages=["ar"]), phones)) == [303] * PHONES
    assert sorted(one.number for one in guests()) == list(range(1, PHONES + 1))

    # two want the same table: one of them is its host
    hall.desk("ask")
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda phone: hall.says(phone, "host", table=1), phones[:2]))
    assert sorted(answers) == [303, 409]
    assert sum(one.host_of_id is not None for one in guests()) == 1

    # both plan, both call: there is one plan, and it is the one that everybody sits by
    step = steps("round")[0]
    with ThreadPoolExecutor(2) as both:
        planned = list(both.map(lambda desk: desk.sends("cafe", {"act": "plan"})[0], (hall.console, other)))
        called = list(both.map(lambda desk: desk.presses("select", step=step), (hall.console, other)))
    assert (planned, set(called)) == ([303, 303], {303})
    assert (len(seats(1)), sizes(1)) == (PHONES, [1, 1, 2, 2, 2])

    # latecomers at once: each gets a place, and nobody moves
    before = seats(1)
    with ThreadPoolExecutor(4) as crowd:
        late = [hall.evening.phone() for _ in range(4)]
        assert list(crowd.map(lambda phone: hall.says(phone, "in"), late)) == [303] * 4
    assert {one: seats(1)[one] for one in before} == before
    assert max(sizes(1)) - min(sizes(1)) <= 1
    hall.console.presses("end")
    assert (guests(), cafe().guests) == ([], PHONES + 4)
