"""What a thread asks of the database, however long it is."""

from tests.conftest import House
from tests.ideas.test_board import counted_statements
from tests.threads.talk import Talk, newest, write_many


def statements(talk: Talk, address: str) -> int:
    reader = talk.house.resident()
    with counted_statements() as asked:
        assert reader.client.get(address).status_code == 200
    return len(asked)


def test_one_and_three_and_a_thousand_comments_cost_the_same_statements(talk: Talk, house: House) -> None:
    found = []
    for more in (1, 2, 100):
        write_many(talk.idea, more, 9 if more == 100 else 1)
        found.append(statements(talk, talk.page))

    assert (
        found[0] == found[1] == found[2] <= 14
    )  # four say what became of the idea and where it stands, one what is translated


def test_a_conversation_of_one_and_of_many_answers_costs_the_same(talk: Talk) -> None:
    write_many(talk.idea, 1, 1)
    one = statements(talk, f"/talk/{talk.idea}/{newest()}")
    write_many(talk.idea, 1, 70)

    assert (
        statements(talk, f"/talk/{talk.idea}/{newest()}") == one <= 9
    )  # one of them for versions in the reader's language
