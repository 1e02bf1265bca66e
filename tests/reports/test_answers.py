"""Answers in the harvest: a column for each question, and internal ones only for who works with them."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from participation.foundation.permissions import Permission, Role, may
from participation.people.rules import ROLE_NAMES
from participation.process.form_rules import FieldKind
from tests.conftest import SAME_ORIGIN, House
from tests.ideas.asking import asks, changes, newest, sends
from tests.ideas.test_board import counted_statements
from tests.reports.barn import Barn, open_barn
from tests.reports.test_exports import FORMULAS, is_formula

CANARY = "Telefon-0170-77"
HARVEST = ("/desk/harvest", "/desk/harvest.csv", "/desk/harvest.xlsx")


@pytest.fixture
def barn(house: House) -> Barn:
    return open_barn(house)


def told(barn: Barn, text: str = "Mehr Bänke", *, language: str = "tr", given: dict[int, str | list[str]]) -> str:
    """A public idea with answers."""
    assert sends(barn.house.resident().client, text, language=language, given=given).status_code == 303
    idea = newest()
    barn.reader.approves(idea)
    return idea


def test_each_question_is_a_column_in_the_readers_language(barn: Barn) -> None:
    place = asks(FieldKind.PLACE, "Wo ist das?", en="Where is it?")
    corner = asks(FieldKind.SEVERAL, "Welche Ecke?")
    phone = asks(FieldKind.TEXT, "Ihr Telefon?", internal=True)
    asks(FieldKind.TEXT, "Niemand hat geantwortet")
    told(barn, given={place: "Dere kenarı", corner: ["markt", "bach"], phone: CANARY})
    told(barn, "Bäume", given={place: "Park"})

    rows = {row["Idea, as it was said"]: row for row in barn.csv_rows()}

    assert rows["Mehr Bänke"]["Where is it?"] == "Dere kenarı"
    assert rows["Mehr Bänke"]["Welche Ecke?"] == "Am Bach; At the market"
    assert rows["Mehr Bänke"]["Ihr Telefon? (internal)"] == CANARY
    assert [rows["Bäume"][name] for name in ("Where is it?", "Welche Ecke?", "Ihr Telefon? (internal)")] == [
        "Park",
        "",
        "",
    ]
    assert "Niemand hat geantwortet" not in barn.csv()
    assert list(rows["Bäume"])[-3:] == ["Where is it?", "Welche Ecke?", "Ihr Telefon? (internal)"]
    heads = [cell.value for cell in barn.xlsx()["Ideas"][1]]
    assert heads[-3:] == ["Where is it?", "Welche Ecke?", "Ihr Telefon? (internal)"]
    page = barn.page()
    assert '<dd lang="tr" dir="ltr"><p>Dere kenarı</p></dd>' in page
    assert CANARY in page


def test_a_question_that_was_taken_out_stays_readable_at_the_desk(barn: Barn) -> None:
    place = asks(FieldKind.PLACE, "Wo ist das?")
    told(barn, given={place: "Dere kenarı"})
    with_clock = {"removed_at": barn.harvest().at}
    changes(place, **with_clock)

    assert all("Dere kenarı" in way for way in barn.everything())


def test_a_question_that_was_internal_for_some_has_two_columns(barn: Barn) -> None:
    phone = asks(FieldKind.TEXT, "Wie weiter?", internal=True)
    told(barn, "Eins", given={phone: CANARY})
    changes(phone, internal=False)
    told(barn, "Zwei", given={phone: "Gern im Café"})

    rows = {row["Idea, as it was said"]: row for row in barn.csv_rows()}

    assert (rows["Eins"]["Wie weiter? (internal)"], rows["Eins"]["Wie weiter?"]) == (CANARY, "")
    assert (rows["Zwei"]["Wie weiter? (internal)"], rows["Zwei"]["Wie weiter?"]) == ("", "Gern im Café")


@pytest.mark.parametrize("formula", FORMULAS)
def test_neither_an_answer_nor_a_question_becomes_a_formula(barn: Barn, formula: str) -> None:
    field = asks(FieldKind.TEXT, formula)
    told(barn, given={field: f"x{formula}"})
    changes(field, label={"de": formula}, choices=[{"key": "a", "words": {"de": formula}, "gone": False}])

    lines = barn.csv_rows()
    assert not any(is_formula(cell) for row in lines for cell in (*row, *row.values()) if cell)
    for sheet in barn.xlsx().worksheets:
        for cells in sheet.iter_rows():
            assert not any(cell.data_type == "f" or (cell.value and is_formula(str(cell.value))) for cell in cells)


# --- who reads what is internal


def test_internal_is_for_who_works_at_the_desk_and_not_for_who_reads_along() -> None:
    from participation.foundation.permissions import Actor  # noqa: PLC0415 - beside its use

    anybody = Actor(1, 1)
    able = {role for role in Role if may(replace(anybody, roles=frozenset({role})), Permission.READ_INTERNAL)}

    assert able == {Role.MODERATOR, Role.COMPANION, Role.ADMINISTRATION, Role.ADMINISTRATOR}
    assert able < set(ROLE_NAMES) | {Role.RESIDENT}


@pytest.mark.parametrize(
    ("role", "reads"),
    [
        (Role.OBSERVER, False),
        (Role.STEERING, False),
        (Role.MODERATOR, True),
        (Role.ADMINISTRATION, True),
        (Role.ADMINISTRATOR, True),
        (Role.COMPANION, True),
    ],
)
def test_the_harvest_of_who_only_reads_along_has_no_internal_answer(barn: Barn, role: Role, *, reads: bool) -> None:
    place, phone = asks(FieldKind.PLACE, "Wo?"), asks(FieldKind.TEXT, "Ihr Telefon?", internal=True)
    told(barn, given={place: "Dere kenarı", phone: CANARY})
    reader = barn.colleague(role)

    page, csv = reader.get("/desk/harvest").text, reader.get("/desk/harvest.csv").text
    book = "\n".join(cells_of(reader))

    for way in (page, csv, book):
        assert "Dere kenarı" in way
        assert (CANARY in way) is reads
        assert ("Ihr Telefon?" in way) is reads
    assert ("Do not hand them on." in "\n".join(cells_of(reader, "en"))) is reads


def cells_of(client: FlaskClient, lang: str = "de") -> list[str]:
    import io  # noqa: PLC0415 - beside its use

    from openpyxl import load_workbook  # noqa: PLC0415 - beside its use

    book = load_workbook(io.BytesIO(client.get(f"/desk/harvest.xlsx?lang={lang}").data))
    return [str(cell) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for cell in row]


def test_no_public_page_and_no_answer_to_a_script_carries_an_internal_answer(barn: Barn) -> None:
    phone = asks(FieldKind.LONG, "Ihr Telefon?", internal=True)
    author = barn.house.resident()
    sends(author.client, "Mehr Bänke", given={phone: CANARY})
    idea = newest()
    barn.reader.approves(idea)
    assert CANARY in barn.page()  # there is something to hide
    ways = [
        "/",
        "/ideas/ideen",
        "/ideas/ideen?search=Telefon",
        f"/ideas/ideen/{idea}",
        "/ideas/ideen/new",
        "/mine",
        "/process/konzept",
        "/fields",
        f"/talk/{idea}/new",
        f"/talk/{idea}/now",
        f"/talk/{idea}/since?seen=0",
        *HARVEST,
    ]

    for who in (barn.house.resident().client, author.client, barn.colleague(Role.OBSERVER)):
        for way in ways:
            for accept in ("text/html", "application/json"):
                answer = who.get(way, headers={"Accept": accept})
                assert CANARY.encode() not in answer.data
        support = who.post(
            f"/ideas/ideen/{idea}/support", headers={**SAME_ORIGIN, "Accept": "application/json"}, data={}
        )
        assert CANARY not in support.text
    assert all(CANARY not in cell for cell in cells_of(barn.colleague(Role.OBSERVER)))


def test_one_and_three_answered_ideas_cost_the_same_statements(barn: Barn) -> None:
    place = asks(FieldKind.PLACE, "Wo?")
    counts = []
    for more in (1, 2):
        for number in range(more):
            told(barn, f"Idee {number}", given={place: "Park"})
        with counted_statements() as asked:
            barn.page()
        counts.append(len(asked))

    assert counts[0] == counts[1]
