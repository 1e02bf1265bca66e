"""Everybody reads how many ideas of a process have an answer, and how long that took."""

import re
from datetime import timedelta

from participation.contributions.models import Contribution
from participation.contributions.queries import by_public_id
from participation.fields.models import FieldOfAction
from participation.fields.service import place_in_field
from participation.foundation import clock, database
from participation.foundation.permissions import Actor, Role
from participation.lineage import service as lineage
from participation.lineage.service import OwnText
from participation.process.models import Process
from tests.answers.hall import Hall, tell
from tests.conftest import House, Resident
from tests.ideas.test_board import counted_statements
from tests.moderation.hall import colleague
from tests.team.office import words_of


def address(query: str = "?lang=en") -> str:
    with database.reading() as session:
        return f"/process/{session.get_one(Process, 1).slug}/answers{query}"


def placed(public_id: str) -> None:
    """A person put it into the one field."""
    with database.transaction() as tx:
        field = tx.session.query(FieldOfAction).first()
        if field is None:
            field = FieldOfAction(
                municipality_id=1, process_id=1, key="park", position=1, name={"en": "Parks"}, sentence={"en": ""}
            )
            tx.session.add(field)
            tx.session.flush()
        moderator = Actor(1, None, frozenset({Role.MODERATOR}))
        place_in_field(tx, by_public_id(tx.session, 1, public_id), field.id, by=moderator)


def facts(page: str) -> dict[str, str]:
    """What the page says of all ideas."""
    whole = page.partition('id="whole"')[2].partition("</section>")[0]
    return {
        words_of(name): words_of(value) for name, value in re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", whole, re.DOTALL)
    }


def test_a_process_without_ideas_has_nothing_to_tell(resident: Resident) -> None:
    assert "There is no public idea in this process yet." in resident.reads(address())


def test_small_numbers_are_not_told(resident: Resident, hall: Hall) -> None:
    ideas = [tell(f"Wenige Ideen {number}") for number in range(3)]
    hall.answers(ideas[0])

    page = resident.reads(address())

    assert facts(page) == {
        "Ideas": "fewer than 5",
        "With an official answer": "fewer than 5",
        "In a field of action, or decided what becomes of it": "0",
        "Waiting for an answer": "fewer than 5",
        "Waiting for longer than 90 days": "0",
    }
    assert "Too few ideas have an answer to say how long it takes." in page


def test_what_was_answered_is_counted_with_its_days_and_by_field(resident: Resident, hall: Hall) -> None:
    ideas = [tell(f"Viele Ideen {number}") for number in range(12)]
    for idea in ideas[:7]:
        placed(idea)
    with database.transaction() as tx:
        for one in tx.session.query(Contribution):
            one.published_at = clock.now() - timedelta(days=100, hours=1)
    hall.answers(*ideas[:6])

    page = resident.reads(address())

    assert facts(page) == {
        "Ideas": "12",
        "With an official answer": "6",
        "In a field of action, or decided what becomes of it": "7",
        "Waiting for an answer": "6",
        "Waiting for longer than 90 days": "6",
    }
    assert "Half of the answered ideas had their answer within 100 days." in page
    assert "Nine of ten had it within 100 days." in page
    part = page.partition('id="f-park"')[2]
    assert re.findall(r'<span class="num">(\d+)</span>', part) == ["7", "6"]


def test_what_stands_in_an_answered_text_is_answered_and_the_text_itself_is_nobodys(
    resident: Resident, hall: Hall
) -> None:
    max_ = colleague("Max Beispiel")
    ideas = [tell(f"Zusammen {number}") for number in range(6)]
    with database.transaction() as tx:
        rows = [by_public_id(tx.session, 1, one) for one in ideas]
        made = lineage.merge(tx, rows, OwnText("Alle zusammen hier", "de"), by=max_).public_id
    hall.answers(made)
    hall.decides("in_concept", made)

    found = facts(resident.reads(address()))

    assert (found["Ideas"], found["With an official answer"]) == ("6", "6")
    assert found["In a field of action, or decided what becomes of it"] == "6"


def test_the_page_of_the_process_leads_there_and_the_page_of_a_draft_does_not(house: House, resident: Resident) -> None:
    place = address("")
    with database.reading() as session:
        slug = session.get_one(Process, 1).slug
    assert f'href="{place}"' in resident.reads(f"/process/{slug}")
    with database.transaction() as tx:
        tx.session.get_one(Process, 1).state = "draft"

    statuses = [resident.client.get(one).status_code for one in (place, "/process/gibt-es-nicht/answers")]

    assert statuses == [404, 404]


def test_one_and_three_answered_ideas_cost_the_same(resident: Resident, hall: Hall) -> None:
    ideas = [tell(f"Kosten hier {number}") for number in range(3)]
    placed(ideas[0])
    hall.answers(ideas[0])
    with counted_statements() as one:
        resident.reads(address())
    hall.answers(*ideas)
    with counted_statements() as three:
        resident.reads(address())

    assert len(one) == len(three) <= 7
