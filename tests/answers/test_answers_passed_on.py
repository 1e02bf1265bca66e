"""An answer to a text reaches the authors of the ideas that stand in it: one chain, no break."""

import pytest
from sqlalchemy.orm import Session

from participation.contributions import reactions
from participation.contributions.models import Contribution
from participation.contributions.queries import by_public_id
from participation.foundation import database
from participation.foundation.permissions import Actor
from participation.lineage import service as lineage
from participation.lineage.service import OwnText
from tests.answers.hall import TURKISH, Hall, published, tell, way_of
from tests.conftest import House, Resident
from tests.ideas.test_board import counted_statements
from tests.moderation.hall import colleague

THROUGH = "Given to the text in which this idea stands now."


@pytest.fixture
def max_(house: House) -> Actor:
    return colleague("Max Beispiel")


def row(session: Session, public_id: str) -> Contribution:
    return by_public_id(session, 1, public_id)


def merged(by: Actor, *public_ids: str) -> str:
    with database.transaction() as tx:
        ideas = [row(tx.session, one) for one in public_ids]
        return lineage.merge(tx, ideas, OwnText("Bänke im Schatten am Bach", "de"), by=by).public_id


def test_the_author_of_an_idea_that_was_put_together_reads_what_became_of_it(
    resident: Resident, hall: Hall, max_: Actor
) -> None:
    mine = published(resident, "Dere kenarına bank")
    together = merged(max_, mine, tell("Bänke in den Schatten"))
    hall.answers(together, text_tr=TURKISH)
    hall.decides("in_concept", together, place_de="Kapitel 3", place_tr="Bölüm 3")

    page = resident.reads("/mine?lang=tr")
    own = resident.reads(f"/ideas/ideen/{mine}?lang=en")

    assert TURKISH in page
    assert "Bölüm 3" in page
    assert THROUGH in own
    assert ("now", "In the concept") in way_of(own)
    assert "New for you" not in own


def test_of_a_divided_idea_every_answer_is_told_and_its_own_way_stays(
    resident: Resident, hall: Hall, max_: Actor
) -> None:
    mine = published(resident, "Bänke und ein Brunnen", language="de")
    with database.transaction() as tx:
        parts = [OwnText("Bänke", "de"), OwnText("Ein Brunnen", "de")]
        first, second = (one.public_id for one in lineage.split(tx, row(tx.session, mine), parts, by=max_))
    hall.answers(first, text_de="Die Bänke kommen im Mai.")
    hall.answers(second, text_de="Der Brunnen wird geprüft.")
    hall.decides("in_measure", first, place_de="Maßnahme 7")

    page = resident.reads("/mine?lang=en")

    assert "Die Bänke kommen im Mai." in page
    assert "Der Brunnen wird geprüft." in page
    assert ("now", "In a measure") not in way_of(page)


def test_an_answer_to_both_is_told_once(resident: Resident, hall: Hall, max_: Actor) -> None:
    mine = published(resident, "Mehr Bänke", language="de")
    together = merged(max_, mine, tell("Bänke in den Schatten"))
    hall.answers(mine, together, text_de="Wir stellen Bänke auf.")

    page = resident.reads("/mine?lang=en")

    assert page.count("Wir stellen Bänke auf.") == 1
    assert THROUGH not in page


def test_a_draft_to_the_text_is_told_to_nobody(resident: Resident, hall: Hall, max_: Actor) -> None:
    mine = published(resident, "Mehr Bänke", language="de")
    together = merged(max_, mine, tell("Bänke in den Schatten"))
    hall.answers(together, act="draft", text_de="Noch nicht fertig.")

    assert "Noch nicht fertig." not in resident.reads("/mine?lang=en")


def test_one_idea_elsewhere_and_three_cost_the_same(resident: Resident, hall: Hall, max_: Actor) -> None:
    mine = [published(resident, f"Bank Nummer {number}", language="de") for number in range(3)]
    hall.answers(merged(max_, mine[0], tell("Bänke in den Schatten")))
    resident.reads("/mine")
    with counted_statements() as one:
        resident.reads("/mine")

    hall.answers(merged(max_, *mine[1:]))
    with counted_statements() as three:
        resident.reads("/mine")

    assert len(one) == len(three)


@pytest.mark.parametrize("act", ["joined", "decided", "drafted"])
def test_what_the_town_hall_and_moderators_do_is_a_reaction(
    resident: Resident, hall: Hall, max_: Actor, act: str
) -> None:
    mine = published(resident, "Mehr Bänke", language="de")
    with database.reading() as session:
        assert not reactions.somebody_reacted(session, row(session, mine))

    if act == "joined":
        merged(max_, mine, tell("Bänke in den Schatten"))
    elif act == "decided":
        hall.decides("in_concept", mine)
    else:
        hall.answers(mine, act="draft")

    with database.reading() as session:
        assert reactions.somebody_reacted(session, row(session, mine))
