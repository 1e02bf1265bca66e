"""Finding ideas: search across scripts, order, pages, and never a hidden one."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from participation.contributions import service as contributions
from participation.contributions.models import Contribution
from participation.contributions.rules import LanguageBy, Status
from participation.contributions.service import Said
from participation.foundation import database
from participation.ideas.rules import PER_PAGE, pages
from participation.process.models import Format
from participation.process.service import open_idea_collection
from tests.conftest import SAME_ORIGIN, House, Resident


def tell(text: str, language: str = "de", status: Status = Status.PUBLISHED) -> int:
    with database.transaction() as tx:
        said = Said(text=text, language=language, language_by=LanguageBy.AUTHOR)
        return contributions.receive(tx, said, into=tx.session.get_one(Format, 1), author_id=None, status=status).id


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            statements.append(statement)

    event.listen(database.current().engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(database.current().engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    ("text", "search"),
    [
        ("Öğretmen sayısı artsın", "ogretmen"),
        ("İş arayanlara yardım", "iş"),
        ("İş arayanlara yardım", "IS"),
        ("نحتاج إلى مُعَلِّمين", "معلمين"),
        ("أين نتعلم", "اين"),
        ("اين نتعلم", "أين"),
        ("Mehr Kinderbetreuungsplätze", "betreuungsplatze"),
        ("Straßenbahn bis Mitternacht", "strassenbahn"),
        ("Більше місць на курсах", "КУРСАХ"),
    ],
)
def test_the_search_finds_other_spellings_and_parts_of_words(resident: Resident, text: str, search: str) -> None:
    tell(text)
    tell("Ganz etwas anderes")

    page = resident.client.get("/ideas/ideen", query_string={"search": search}).text

    assert text in page
    assert "Ganz etwas anderes" not in page


@pytest.mark.parametrize("status", [Status.WAITING, Status.REJECTED])
def test_no_page_and_no_count_ever_shows_a_hidden_idea(resident: Resident, status: Status) -> None:
    tell("Sichtbare Idee vom Bach")
    tell("Verborgene Idee vom Bach", language="uk", status=status)

    for query in ("", "?search=bach", "?order=support", "?language=uk", "?page=2"):
        assert "Verborgene" not in resident.reads(f"/ideas/ideen{query}")
    assert "Українська" not in resident.reads("/ideas/ideen").split("</header>")[1]


def test_signs_of_the_search_language_are_only_signs(resident: Resident) -> None:
    tell("Hundert Prozent_Park")

    assert "Prozent_Park" not in resident.client.get("/ideas/ideen", query_string={"search": "zzz%"}).text


def test_the_most_supported_order_puts_the_supported_first(house: House) -> None:
    tell("Erste Idee im Park")
    tell("Zweite Idee im Park")
    with database.reading() as session:
        first = session.get_one(Contribution, 1).public_id
    house.resident().supports(first)

    newest = house.resident().reads("/ideas/ideen")
    supported = house.resident().reads("/ideas/ideen?order=support")
    assert newest.index("Zweite") < newest.index("Erste")
    assert supported.index("Erste") < supported.index("Zweite")


def test_the_board_pages_and_a_page_beyond_the_last_shows_the_last(resident: Resident) -> None:
    for number in range(PER_PAGE + 3):
        tell(f"Idee Nummer {number:03}")

    assert resident.reads("/ideas/ideen").count('<li class="card idea"') == PER_PAGE
    assert resident.reads("/ideas/ideen?page=2").count('<li class="card idea"') == 3
    assert resident.reads("/ideas/ideen?page=99").count('<li class="card idea"') == 3
    assert resident.reads("/ideas/ideen?page=abc").count('<li class="card idea"') == PER_PAGE


def test_a_reader_may_ask_for_more_on_a_page(resident: Resident) -> None:
    for number in range(PER_PAGE + 3):
        tell(f"Idee Nummer {number:03}")

    few = resident.reads("/ideas/ideen?lang=en")
    many = resident.reads("/ideas/ideen?lang=en&show=50")

    assert "Show 50 on a page" in few
    assert many.count('<li class="card idea"') == PER_PAGE + 3
    assert resident.reads("/ideas/ideen?show=7").count('<li class="card idea"') == PER_PAGE


def test_one_and_three_ideas_cost_the_same_statements(resident: Resident) -> None:
    tell("Eine Idee")
    with counted_statements() as one:
        resident.reads("/ideas/ideen")
    tell("Noch eine Idee")
    tell("Und eine dritte")
    with counted_statements() as three:
        resident.reads("/ideas/ideen")

    assert len(one) == len(three) <= 8


@pytest.mark.parametrize(("total", "expected"), [(0, 1), (1, 1), (20, 1), (21, 2), (40, 2), (41, 3)])
def test_ideas_fill_pages(total: int, expected: int) -> None:
    assert pages(total) == expected


@pytest.mark.parametrize("any_house", ["house", "house_on_postgres"])
def test_a_second_click_keeps_one_idea(any_house: str, request: pytest.FixtureRequest) -> None:
    house: House = request.getfixturevalue(any_house)
    author = house.resident()
    form = {"text": "Ein Brunnen am Markt", "once": "0123456789abcdef0123"}

    for text in ("Ein Brunnen am Markt", "Ein Brunnen am Markt", "Ein Brunnen am Rathaus"):
        sent = author.client.post("/ideas/ideen/new", data={**form, "text": text}, headers=SAME_ORIGIN)
        assert sent.status_code == 303

    assert author.reads("/mine").count("Ein Brunnen am Markt</a>") == 1
    assert author.reads("/mine").count("Ein Brunnen am Rathaus</a>") == 1


def test_support_is_given_where_the_idea_lives(house: House) -> None:
    tell("Eine Idee")
    with database.transaction() as tx:
        process = tx.session.get_one(Format, 1).process
        open_idea_collection(tx, process, slug="andere", title={"de": "Andere"}, question={"de": "Was?"})
        idea = tx.session.get_one(Contribution, 1).public_id

    answer = house.resident().client.post(f"/ideas/andere/{idea}/support", headers=SAME_ORIGIN)

    assert answer.status_code == 404
