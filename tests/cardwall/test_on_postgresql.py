"""The same wall past one machine: many phones and two moderators at once, on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor

from participation.foundation import chance
from tests.cardwall.hall import WallDesk, cards_numbered, groups, lines, open_hall, said, standing, wall
from tests.conftest import SAME_ORIGIN, House

PHONES = 8


def test_cards_that_come_at_once_are_let_through_by_two_and_put_in_order(house_on_postgres: House) -> None:
    house = house_on_postgres
    hall = open_hall(house, moderator=house.moderator("Max Beispiel"))
    second = WallDesk(house.moderator("Aylin Örnek"), hall.desk.topic, hall.desk.step)
    phones = [hall.phone() for _ in range(PHONES)]
    address = f"/walls/{wall().public_id}/cards"

    def writes_one(number: int) -> int:
        form = {"text": f"Gedanke {number}", "once": chance.token()}
        return phones[number].client.post(address, data=form, headers=SAME_ORIGIN).status_code

    with ThreadPoolExecutor(PHONES) as crowd:
        assert list(crowd.map(writes_one, range(PHONES))) == [303] * PHONES
    assert sorted(standing()) == list(range(1, PHONES + 1))

    # both press at the same moment, each for all of them
    with ThreadPoolExecutor(2) as both:
        pressed = list(both.map(lambda desk: desk.lets_through(*range(1, PHONES + 1)), (hall.desk, second)))
    assert pressed == [303, 303]
    assert {one.status for one in said()} == {"published"}
    assert len(lines(hall.projects())) == PHONES

    # both drag the same card: one of them reads who was faster
    hall.desk.groups(1, name="Sprache")
    second.groups(2)
    [card] = cards_numbered(3)
    pin = f"{card.id}:{card.revision}"
    targets = [group.id for group in groups()]
    with ThreadPoolExecutor(2) as both:
        forms = [{"act": "move", "card": [pin], "to": str(to)} for to in targets]
        answers = list(both.map(lambda desk, form: desk.sends(form)[0], (hall.desk, second), forms))
    assert sorted(answers) == [303, 409]
    assert standing()[3] in targets
    winner = (hall.desk, second)[answers.index(303)]
    assert winner.does("undo")[0] == 303
    assert standing()[3] is None
