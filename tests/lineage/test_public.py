"""What everybody reads of where an idea stands, and what its author can say about that."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from participation.console.queries import ideas_to_offer
from participation.contributions.models import Contribution
from participation.fields.shelf import published_ids
from participation.foundation import audit, database
from participation.ideas.queries import count_public
from participation.moderation.models import Case
from participation.process.models import Process
from participation.reports.service import gather_harvest
from tests.conftest import SAME_ORIGIN, House, Moderator, Resident
from tests.ideas.test_board import counted_statements
from tests.lineage.conftest import People
from tests.lineage.hall import Idea, joins, last_step, merges, moves, on_board, second_collection, splits, told, undoes


def written_by(resident: Resident, text: str) -> Idea:
    """An idea of somebody with a phone, public."""
    public_id = resident.posts(text)
    with database.transaction() as tx:
        row = tx.session.scalars(select(Contribution).filter_by(public_id=public_id)).one()
        row.status, row.published_at = "published", row.created_at
        return Idea(row.id, public_id)


def page_of(resident: Resident, idea: Idea) -> str:
    return resident.reads(f"/ideas/ideen/{idea.public_id}?lang=en")


def test_a_joined_idea_is_read_on_at_its_address_and_says_where_it_stands(resident: Resident, hall: People) -> None:
    banks, benches = told("Bänke an den <Bach>"), told("Mehr Bänke am Bach")
    banks.commented(hall.ada, "Ja, bitte.")
    joins(banks, benches, hall.max, note="Sagt <dasselbe>.")

    page = page_of(resident, banks)

    assert "Bänke an den &lt;Bach&gt;" in page
    assert "This idea stands in another one now:" in page
    assert f"/ideas/ideen/{benches.public_id}" in page
    assert "Sagt &lt;dasselbe&gt;." in page
    assert "data-support" not in page
    assert "Your comment" not in page
    assert "Max Beispiel" not in page  # a moderator, without a name


def test_the_new_text_shows_its_originals_in_their_own_language(resident: Resident, hall: People) -> None:
    banks, water = told("Bänke am Bach"), told("نريد ماء للشرب", language="ar")
    new = merges([banks, water], "Wasser und Bänke am Bach", hall.max)

    page = page_of(resident, new)

    assert "The moderators put this text together from 2 ideas" in page
    assert 'lang="ar" dir="auto"' in page.split('id="originals"')[1]
    assert "This text was put together from several ideas." in page

    joins(told("Bänke und Wasser, bitte"), new, hall.max)
    page = page_of(resident, new)
    assert "The moderators put this text together from 2 ideas" in page
    assert "1 idea that says the same stands here as well" in page


def test_a_part_and_what_was_taken_back_say_so(resident: Resident, hall: People) -> None:
    both = told("Bänke und ein Spielplatz")
    first, _ = splits(both, ["Bänke", "Ein Spielplatz"], hall.max)
    assert "The moderators wrote this text as a part of another idea" in page_of(resident, first)
    assert "This idea stands in these parts now:" in page_of(resident, both)

    undoes(last_step(), hall.max)

    assert "This text was taken back on" in page_of(resident, first)
    assert "Taken back on" in page_of(resident, both)
    assert "data-support" in page_of(resident, both)


def test_a_joined_idea_is_found_by_its_words_alone_and_says_where_it_stands(resident: Resident, hall: People) -> None:
    banks, benches = told("Sitzgelegenheiten an den Bach"), told("Mehr Bänke am Bach")
    joins(banks, benches, hall.max)

    assert "Sitzgelegenheiten" not in resident.reads("/ideas/ideen?lang=en")
    found = resident.reads("/ideas/ideen?search=sitzgelegenheiten&lang=en")

    assert "It stands now in:" in found
    assert "1 idea found." in found


def test_lists_of_ideas_show_what_stands_on_its_own(hall: People) -> None:
    banks, benches = told("Bänke an den Bach"), told("Mehr Bänke am Bach")
    joins(banks, benches, hall.max)

    with database.reading() as session:
        process = session.get_one(Process, 1)
        assert count_public(session, 1) == (1, 1)
        assert published_ids(session, 1) == [benches.id]
        assert [one.id for one in ideas_to_offer(session, 1)] == [benches.id]
        assert gather_harvest(session, process, by=hall.max, lang="de").ideas == 1


def test_whoever_supported_a_joined_idea_can_take_that_back_there(house: House, hall: People) -> None:
    resident = house.resident()
    banks, benches = told("Bänke an den Bach"), told("Mehr Bänke am Bach")
    resident.supports(banks.public_id)
    joins(banks, benches, hall.max)
    assert "Take my support back" in page_of(resident, banks)

    assert resident.supports(banks.public_id, "no") == 303

    assert (banks.supporters(), benches.supporters()) == (0, 0)
    assert "Take my support back" not in page_of(resident, banks)
    assert resident.supports(banks.public_id) == 409


def test_a_form_that_comes_too_late_keeps_what_was_typed(resident: Resident, hall: People) -> None:
    banks, benches = told("Bänke an den Bach"), told("Mehr Bänke am Bach")
    joins(banks, benches, hall.max)

    answer = resident.client.post(
        f"/ideas/ideen/{banks.public_id}/instead?lang=en",
        data={"text": "Meine eigenen Worte", "support": "yes"},
        headers=SAME_ORIGIN,
    )
    assert (answer.status_code, "Meine eigenen Worte" in answer.text) == (409, True)

    answer = resident.client.post(
        f"/talk/{banks.public_id}?lang=en", data={"text": "Mein Kommentar"}, headers=SAME_ORIGIN
    )
    assert (answer.status_code, "Mein Kommentar" in answer.text) == (409, True)
    assert "stands in another one now" in answer.text


# --- the author


def objects(resident: Resident, idea: Idea, words: str) -> tuple[int, str]:
    answer = resident.client.post(
        f"/mine/{idea.public_id}/objection?lang=en", data={"words": words}, headers=SAME_ORIGIN
    )
    return answer.status_code, answer.text


def test_an_author_reads_where_their_idea_stands_says_no_and_reads_the_answer(
    resident: Resident, moderator: Moderator, hall: People
) -> None:
    mine, other = written_by(resident, "Bänke an den Bach"), told("Mehr Bänke im Park")
    assert "This is not what I meant" not in resident.reads("/mine?lang=en")
    joins(mine, other, hall.max, note="Beides will Bänke.")
    page = resident.reads("/mine?lang=en")
    assert "Beides will Bänke." in page
    assert f"/ideas/ideen/{other.public_id}" in page

    status, page = objects(resident, mine, " ")
    assert (status, 'aria-invalid="true"' in page) == (422, True)
    assert objects(resident, mine, "Der Bach ist nicht der <Park>.")[0] == 303
    status, page = objects(resident, mine, "Noch einmal gesagt")
    assert (status, "Noch einmal gesagt" in page) == (409, True)

    queue = moderator.reads("/desk/queue?cause=objection&lang=en")
    assert "Der Bach ist nicht der &lt;Park&gt;." in queue
    assert f"/desk/ideas/{mine.public_id}" in queue
    assert moderator.decides(mine.public_id, "publish", note="Wir lesen es noch einmal.") == 303

    page = resident.reads("/mine?lang=en")
    assert "A person looked at it on" in page
    assert "Wir lesen es noch einmal." in page
    undoes(last_step(), hall.max)
    page = resident.reads("/mine?lang=en")
    assert "Wir lesen es noch einmal." in page  # the answer stays, the form goes
    assert "This is not what I meant" not in page
    assert on_board() == ["Bänke an den Bach", "Mehr Bänke im Park"]


@pytest.mark.parametrize("kind", ["merge", "split", "move"])
def test_each_step_is_said_to_the_author_in_a_sentence_of_its_own(resident: Resident, hall: People, kind: str) -> None:
    mine, other, ways = written_by(resident, "Bänke an den Bach"), told("Mehr Bänke im Park"), second_collection()
    said = {
        "merge": "moderators put your idea together with others.",
        "split": "moderators divided your idea into parts.",
        "move": "moderators moved your idea to another collection.",
    }
    acts: dict[str, Callable[[], object]] = {
        "merge": lambda: merges([mine, other], "Bänke überall", hall.max),
        "split": lambda: splits(mine, ["Bänke", "Ein Bach"], hall.max),
        "move": lambda: moves(mine, ways, hall.max),
    }
    acts[kind]()

    assert said[kind] in resident.reads("/mine?lang=en")
    assert objects(resident, mine, "So nicht.")[0] == 303
    with database.reading() as session:
        assert session.scalars(select(Case).where(Case.contribution_id == mine.id)).one().open
        assert [one.action for one in audit.entries(session)][-1] == "lineage.object"


def test_nobody_objects_for_somebody_else_or_to_nothing(house: House, hall: People) -> None:
    resident, stranger = house.resident(), house.resident()
    mine, other = written_by(resident, "Bänke an den Bach"), told("Mehr Bänke im Park")
    written_by(stranger, "Etwas anderes")

    status, page = objects(resident, mine, "Wogegen denn?")
    assert (status, "Wogegen denn?" in page) == (409, True)
    joins(mine, other, hall.max)
    assert objects(stranger, mine, "So nicht.")[0] == 404


def test_mine_costs_the_same_with_one_idea_elsewhere_and_with_three(house: House, hall: People) -> None:
    costs = []
    for many in (1, 3):
        resident, target = house.resident(), told(f"Ziel {many}")
        for number in range(many):
            joins(written_by(resident, f"Quelle {many} {number}"), target, hall.max)
        resident.reads("/mine")
        with counted_statements() as statements:
            page = resident.reads("/mine?lang=en")
        assert page.count("This is not what I meant") == many
        costs.append(len(statements))

    assert costs[0] == costs[1]
