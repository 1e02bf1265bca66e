"""The desk's pages about one idea, without a script: choose, write, refuse with everything that was typed, undo."""

import re

import pytest
from sqlalchemy import func, select

from participation.contributions.models import Contribution
from participation.contributions.rules import Standing
from participation.foundation import database
from participation.process.models import Format
from tests.conftest import SAME_ORIGIN, House, Moderator
from tests.ideas.test_board import counted_statements
from tests.lineage.conftest import People
from tests.lineage.hall import joins, last_step, merges, on_board, second_collection, told, undoes


def sends(moderator: Moderator, address: str, **fields: object) -> tuple[int, str]:
    form = {"form_token": moderator.form_token(), "revision": "0", **fields}
    answer = moderator.client.post(f"{address}?lang=en", data=form, headers=SAME_ORIGIN)
    return answer.status_code, answer.text


def test_a_moderator_finds_what_says_the_same_by_its_words_and_joins_it(moderator: Moderator, hall: People) -> None:
    banks, benches = told("Bänke an den Bach"), told("Mehr Sitzplätze am Bach")
    told("Ganz etwas anderes")

    page = moderator.reads(f"/desk/ideas/{banks.public_id}?search=sitzplatze&lang=en")
    assert re.findall(r'name="with" value="(\w+)"', page) == [benches.public_id]
    assert "No other idea of this collection says that." in moderator.reads(
        f"/desk/ideas/{banks.public_id}?search=zwölfzylinder&lang=en"
    )

    both = moderator.reads(f"/desk/ideas/{banks.public_id}/same?of={benches.public_id}&lang=en")
    assert both.index("Bänke an den Bach") < both.index("Mehr Sitzplätze am Bach")
    status, _ = sends(moderator, f"/desk/ideas/{banks.public_id}/same", of=benches.public_id, note="Sagt dasselbe.")

    assert status == 303
    assert on_board() == ["Mehr Sitzplätze am Bach", "Ganz etwas anderes"]
    page = moderator.reads(f"/desk/ideas/{benches.public_id}?lang=en")
    assert "An idea that says the same was joined to it." in page
    assert "Sagt dasselbe." in page


def test_what_is_ticked_stays_ticked_over_a_second_search(moderator: Moderator, hall: People) -> None:
    one, two, three = told("Bänke an den Bach"), told("Mehr Sitzplätze am Bach"), told("Schatten am Bach")

    page = moderator.reads(f"/desk/ideas/{one.public_id}?with={two.public_id}&search=schatten&lang=en")

    assert re.findall(r'value="(\w+)" checked', page) == [two.public_id]
    assert three.public_id in page


def test_a_refused_new_text_comes_back_with_everything_that_was_typed(moderator: Moderator, hall: People) -> None:
    one, two = told("Bänke an den Bach"), told("Schatten am Bach")
    address = f"/desk/ideas/{one.public_id}/merge"
    typed = {"with": two.public_id, "title": "Der <Bach>", "language": "tr", "note": "Beides gehört & passt."}

    status, page = sends(moderator, address, **typed, text="  ")
    assert status == 422
    for kept in ("Der &lt;Bach&gt;", 'value="tr" lang="tr" selected', "Beides gehört &amp; passt.", two.public_id):
        assert kept in page

    status, page = sends(moderator, address, **typed, text="Ein Park am Bach", revision="7")
    assert status == 409
    assert "Ein Park am Bach" in page

    status, _ = sends(moderator, address, **typed, text="Ein Park am Bach")
    assert (status, on_board()) == (303, ["Ein Park am Bach"])


def test_nothing_ticked_is_said_beside_the_list(moderator: Moderator, hall: People) -> None:
    one = told("Bänke an den Bach")

    answer = moderator.client.get(f"/desk/ideas/{one.public_id}/merge?lang=en")

    assert answer.status_code == 422
    assert "Please tick at least one other idea" in answer.text


def test_an_idea_is_divided_with_one_more_place_where_it_is_needed(moderator: Moderator, hall: People) -> None:
    both = told("Bänke, Schatten und ein Spielplatz")
    address = f"/desk/ideas/{both.public_id}/split"
    parts = {"text": ["Bänke", "Schatten"], "language": ["de", "tr"]}

    status, page = sends(moderator, address, **parts, act="more")
    assert status == 200
    assert page.count('name="text"') == 3
    assert [word in page for word in (">Bänke<", ">Schatten<")] == [True, True]

    status, page = sends(moderator, address, text=["Bänke", " "], language=["de", "de"])
    assert (status, ">Bänke<" in page) == (422, True)

    status, _ = sends(moderator, address, text=["Bänke", "", "Schatten"], language=["de", "de", "tr"])
    assert (status, on_board()) == (303, ["Bänke", "Schatten"])
    with database.reading() as session:
        tongues = session.scalars(select(Contribution.language).order_by(Contribution.id.desc()).limit(2)).all()
    assert tongues == ["tr", "de"]


def test_a_move_offers_what_everybody_can_read_and_the_old_address_leads_on(moderator: Moderator, hall: People) -> None:
    ways, path = second_collection(), told("Ein Radweg")

    assert f'name="to" value="{ways}"' in moderator.reads(f"/desk/ideas/{path.public_id}/move?lang=en")
    status, _ = sends(moderator, f"/desk/ideas/{path.public_id}/move", to=str(ways))

    assert status == 303
    answer = moderator.client.get(f"/ideas/ideen/{path.public_id}")
    assert (answer.status_code, answer.location) == (303, f"/ideas/wege/{path.public_id}")
    assert moderator.client.get(answer.location).status_code == 200
    assert moderator.supports(path.public_id) == 403  # at the desk a form carries its token; a resident's does not
    undoes(last_step(), hall.max)
    assert moderator.client.get(f"/ideas/wege/{path.public_id}").location == f"/ideas/ideen/{path.public_id}"


def test_support_on_its_way_to_the_old_address_arrives(house: House, hall: People) -> None:
    ways, path = second_collection(), told("Ein Radweg")
    moderator, resident = house.moderator("Eva"), house.resident()
    sends(moderator, f"/desk/ideas/{path.public_id}/move", to=str(ways))

    assert resident.supports(path.public_id) == 303
    assert path.supporters() == 1


def test_undo_stands_beside_each_step_and_says_why_it_must_wait(moderator: Moderator, hall: People) -> None:
    one, two, three = told("Bänke an den Bach"), told("Mehr Bänke am Bach"), told("Schatten am Bach")
    first = joins(one, two, hall.max)
    merges([two, three], "Ein Park am Bach", hall.max)
    address = f"/desk/ideas/{two.public_id}"
    page = moderator.reads(f"{address}?lang=en")
    assert page.count("Undo this step") == 1
    assert "A later step goes on from this one. Undo that one first." in page

    status, page = sends(moderator, f"{address}/undo", step=str(first))
    assert (status, "Please undo that one first." in page) == (409, True)
    status, _ = sends(moderator, f"{address}/undo", step=str(last_step()))

    assert (status, two.standing) == (303, Standing.OWN)
    assert "Taken back on" in moderator.reads(f"{address}?lang=en")
    assert '<bdi dir="auto">Max Beispiel</bdi>' in moderator.reads(f"{address}?lang=en")


def test_the_public_page_leads_a_moderator_to_the_desk_and_nobody_else(house: House, hall: People) -> None:
    one = told("Bänke an den Bach")

    assert f"/desk/ideas/{one.public_id}" in house.moderator("Eva").reads(f"/ideas/ideen/{one.public_id}")
    assert f"/desk/ideas/{one.public_id}" not in house.resident().reads(f"/ideas/ideen/{one.public_id}")


@pytest.mark.parametrize("address", ["/ideas/ideen/{}", "/desk/ideas/{}"])
def test_one_original_and_three_cost_the_same(moderator: Moderator, hall: People, address: str) -> None:
    costs = []
    for many in (2, 4):
        new = merges([told(f"Idee {many} {number}") for number in range(many)], f"Aus {many}", hall.max)
        moderator.reads(address.format(new.public_id))
        with counted_statements() as statements:
            page = moderator.reads(address.format(new.public_id))
        assert page.count("card idea") >= many
        costs.append(len(statements))

    assert costs[0] == costs[1]


def test_a_search_that_finds_one_joined_idea_or_three_costs_the_same(moderator: Moderator, hall: People) -> None:
    costs = []
    for many in (1, 3):
        target = told(f"Ziel für {many}")
        for number in range(many):
            joins(told(f"Quelle{many}wort {number}"), target, hall.max)
        address = f"/ideas/ideen?search=quelle{many}wort"
        moderator.reads(address)
        with counted_statements() as statements:
            page = moderator.reads(address)
        assert page.count(f"Ziel für {many}") == many
        costs.append(len(statements))

    assert costs[0] == costs[1]


def test_what_nobody_may_read_there_is_not_offered(moderator: Moderator, hall: People) -> None:
    one = told("Bänke an den Bach")

    assert "There is nowhere to go" in moderator.reads(f"/desk/ideas/{one.public_id}/move?lang=en")
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Format)) == 1
