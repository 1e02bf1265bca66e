"""A text in which others stand is hidden or withdrawn: nobody's words disappear with it."""

import pytest

from participation.contributions.models import Contribution
from participation.contributions.rules import Standing, Status
from participation.foundation import audit, database
from participation.foundation.permissions import Actor
from participation.lineage.rules import UndoneAlready
from participation.mine.service import withdraw
from participation.moderation.cases import add_cause
from participation.moderation.rules import Cause
from tests.conftest import House
from tests.lineage.conftest import People
from tests.lineage.hall import Idea, joins, merges, on_board, splits, told, undoes
from tests.moderation.hall import Told, colleague


def taken_down(idea: Idea, by: Actor) -> Told:
    """By a moderator who looked at it of their own accord."""
    with database.transaction() as tx:
        add_cause(tx, tx.session.get_one(Contribution, idea.id), Cause.RULE)
    about = Told(idea.id, by)
    about.hidden(by)
    return about


def withdrawn(idea: Idea, by: Actor) -> None:
    with database.transaction() as tx:
        withdraw(tx, tx.session.get_one(Contribution, idea.id), by=by)


def test_what_was_joined_to_a_text_comes_back_when_that_is_taken_down(hall: People) -> None:
    banks, benches = told("Bänke an den Bach"), told("Mehr Bänke am Bach")
    banks.supported(hall.ada, hall.bo)
    joins(banks, benches, hall.max)
    assert on_board() == ["Mehr Bänke am Bach"]

    taken_down(benches, hall.max)

    assert on_board() == ["Bänke an den Bach"]
    assert banks.standing is Standing.OWN
    assert (banks.supporters(), benches.supporters()) == (2, 0)


def test_it_comes_back_when_the_author_of_that_text_withdraws_it(hall: People) -> None:
    banks, benches = told("Bänke an den Bach"), told("Mehr Bänke am Bach", author=hall.ada)
    joins(banks, benches, hall.max)

    withdrawn(benches, hall.ada)

    assert on_board() == ["Bänke an den Bach"]


def test_of_a_divided_idea_it_comes_back_with_the_last_part(hall: People) -> None:
    both = told("Bänke und Wasser")
    banks, water = splits(both, ["Bänke", "Wasser"], hall.max)

    taken_down(banks, hall.max)
    assert on_board() == ["Wasser"]

    taken_down(water, hall.aylin)
    assert on_board() == ["Bänke und Wasser"]


def test_a_text_that_comes_back_does_not_double_what_it_was_made_from(hall: People) -> None:
    banks, water = told("Bänke am Bach"), told("Wasser am Markt")
    new = merges([banks, water], "Bänke und Wasser", hall.max)

    about = taken_down(new, hall.max)
    about.published(hall.aylin)

    assert new.row.status == Status.PUBLISHED
    assert new.standing is Standing.UNDONE
    assert on_board() == ["Bänke am Bach", "Wasser am Markt"]


def test_what_goes_on_to_another_public_text_stays_where_it_stands(hall: People) -> None:
    banks, benches, seats = told("Bänke an den Bach"), told("Mehr Bänke am Bach"), told("Sitzplätze am Bach")
    joins(banks, benches, hall.max)
    joins(benches, seats, hall.max)

    taken_down(benches, hall.max)

    assert on_board() == ["Sitzplätze am Bach"]
    assert banks.standing is Standing.JOINED


def test_when_a_hidden_text_stands_on_its_own_again_what_stands_in_it_does_as_well(hall: People) -> None:
    banks, benches, seats = told("Bänke an den Bach"), told("Mehr Bänke am Bach"), told("Sitzplätze am Bach")
    joins(banks, benches, hall.max)
    later = joins(benches, seats, hall.max)
    taken_down(benches, hall.max)

    undoes(later, hall.max)

    assert on_board() == ["Bänke an den Bach", "Sitzplätze am Bach"]


def test_the_house_says_that_it_did_so_and_nobody_undoes_it_again(hall: People) -> None:
    banks, benches = told("Bänke an den Bach"), told("Mehr Bänke am Bach")
    step = joins(banks, benches, hall.max)

    taken_down(benches, hall.max)

    with pytest.raises(UndoneAlready):
        undoes(step, hall.max)
    with database.reading() as session:
        assert [(one.actor, one.object) for one in audit.entries(session) if one.action == "lineage.undo"] == [
            ("system", f"contribution:{banks.id}"),
            ("system", f"contribution:{benches.id}"),
        ]


def test_it_is_so_on_postgresql_as_well(house_on_postgres: House) -> None:
    moderator = colleague("Max Beispiel")
    banks, benches = told("Bänke an den Bach"), told("Mehr Bänke am Bach")
    joins(banks, benches, moderator)

    taken_down(benches, moderator)

    assert on_board() == ["Bänke an den Bach"]
