"""The harvest: everything that is public and published, in order; nothing that is not."""

import re
from datetime import UTC, datetime

import pytest

from participation.foundation import clock, database
from participation.foundation.messages import NotFound
from participation.foundation.permissions import Actor, Role
from participation.process.models import Process
from participation.reports.service import gather_harvest
from participation.voting.rules import BallotKind, Method, State
from tests.conftest import House
from tests.ideas.test_board import counted_statements
from tests.reports.barn import Barn, Choice, open_barn

EVENING = datetime(2026, 11, 22, 17, 52, tzinfo=UTC)


def figure_in(text: str, figure: int) -> bool:
    """Whether a number stands there by itself; digits inside the random address of an idea are none."""
    return re.search(rf"(?<![0-9a-z]){figure}(?![0-9a-z])", text) is not None


@pytest.fixture
def barn(house: House) -> Barn:
    return open_barn(house)


def test_the_administration_reads_fields_ideas_and_votes_with_turnout_on_one_page(barn: Barn) -> None:
    learning, health = barn.field("Sprache"), barn.field("Gesundheit")
    cafe = barn.tells("Sprachcafé in jedem Stadtteil.", learning, support=3)
    barn.tells("Sağlık rehberi.", health, language="tr")
    barn.votes("Was zuerst?", [Choice("Café", 49, f"idea:{cafe}"), Choice("Anderes", 157)], voted=38, base=42)
    barn.votes(
        "Welches Feld?", [Choice("Sprache", 20, f"field:{learning}"), Choice("Gesundheit", 5, f"field:{health}")]
    )

    with clock.held_at(EVENING):
        page = barn.page()

    assert "Musterstadt · " in page
    assert "As of November 22, 2026, 6:52" in page
    assert "49 of 206 points" in page
    assert "38 of 42 voted" in page
    assert '<th scope="row" class="words" lang="tr" dir="auto">' in page
    assert f"/ideas/ideen/{barn.public_id(cafe)}" in page
    assert page.index(">Sprache<") < page.index(">Gesundheit<")


def test_fields_stand_by_points_and_equal_ones_share_a_place_in_their_own_order(barn: Barn) -> None:
    fields = [barn.field(name) for name in ("Eins", "Zwei", "Drei", "Vier")]
    points = dict(zip(fields, (2, 9, 9, 1), strict=True))
    barn.votes("Welches Feld?", [Choice("Feld", got, f"field:{field}") for field, got in points.items()])
    barn.field("Fünf, nie gefragt")

    found = barn.harvest()

    assert [(field.place, field.name and field.name.text) for field in found.fields] == [
        (1, "Zwei"),
        (1, "Drei"),
        (3, "Eins"),
        (4, "Vier"),
        (None, "Fünf, nie gefragt"),
    ]


def test_ideas_of_a_field_stand_by_points_of_the_hall_then_by_support(barn: Barn) -> None:
    field = barn.field("Sprache")
    popular = barn.tells("Viel gestützt.", field, support=9)
    chosen = barn.tells("Im Saal gewählt.", field, support=1)
    twin = barn.tells("Ebenso gestützt.", field, support=9)
    barn.votes("Was zuerst?", [Choice("Gewählt", 7, f"idea:{chosen}"), Choice("Anderes", 3)])

    rows = barn.harvest().fields[0].ideas

    assert [(row.place, row.text) for row in rows] == [
        (1, "Im Saal gewählt."),
        (2, "Viel gestützt."),
        (2, "Ebenso gestützt."),
    ]
    assert [row.figures is not None for row in rows] == [True, False, False]
    assert popular < twin


def test_points_and_turnout_of_several_ballots_are_added_up_and_each_is_named(barn: Barn) -> None:
    idea = barn.tells("Spätbus.", barn.field("Wege"))
    barn.votes("Was zuerst?", [Choice("Bus", 10, f"idea:{idea}"), Choice("Anderes", 20)], voted=38, base=42)
    barn.votes("Und noch einmal?", [Choice("Bus", 5, f"idea:{idea}"), Choice("Anderes", 5)], voted=30, base=40)

    row = barn.harvest().fields[0].ideas[0]
    page = barn.page()

    assert row.figures is not None
    assert (row.figures.points, row.figures.given, row.figures.voted, row.figures.base) == (15, 40, 68, 82)
    assert re.findall(r'<a href="#vote-(\d)">Vote \d</a>: *<b><bdi>([^<]*)', page) == [
        ("1", "10 of 30 points"),
        ("2", "5 of 10 points"),
    ]
    assert re.search(r'<h3 id="vote-2">Vote 2: <bdi lang="de" dir="ltr">Und noch einmal\?', page)


def test_two_options_that_stand_for_the_same_idea_count_together_once(barn: Barn) -> None:
    idea = barn.tells("Spätbus.", barn.field("Wege"))
    barn.votes("Was?", [Choice("Bus", 10, f"idea:{idea}"), Choice("Bus am Abend", 4, f"idea:{idea}")], voted=9, base=9)

    figures = barn.harvest().fields[0].ideas[0].figures

    assert figures is not None
    assert (figures.points, figures.given, figures.voted) == (14, 14, 9)


def test_ideas_without_a_field_stand_at_the_end_under_a_name_of_their_own(barn: Barn) -> None:
    barn.tells("Zugeordnet.", barn.field("Sprache"))
    assert "Not yet in a field" not in barn.page()

    barn.tells("Noch ohne Feld.", None, support=50)

    page = barn.page()
    assert page.index("Zugeordnet.") < page.rindex("Not yet in a field") < page.index("Noch ohne Feld.")


def test_a_field_nobody_placed_anything_in_says_so(barn: Barn) -> None:
    barn.field("Leeres Feld")
    barn.tells("Anderswo.", None)

    assert "No idea stands in this field yet." in barn.page()


def test_an_empty_harvest_says_what_to_do(barn: Barn) -> None:
    page = barn.page()

    assert "Nothing has been brought in yet" in page
    assert '<a class="btn btn-2" href="/ideas?lang=en">' in page


def test_a_hidden_idea_appears_nowhere_not_even_as_an_option_of_a_ballot(barn: Barn) -> None:
    field = barn.field("Sprache")
    barn.tells("Sichtbar.", field)
    hidden = barn.tells("Wird verborgen.", field)
    barn.votes("Was?", [Choice("Verborgene Worte", 9, f"idea:{hidden}"), Choice("Anderes", 1)])
    assert all("Wird verborgen." in text for text in barn.everything())
    assert all("Verborgene Worte" in text for text in (barn.page(), barn.xlsx_text()))

    barn.hides(hidden)

    for text in barn.everything():
        assert "Wird verborgen" not in text
        assert "Verborgene Worte" not in text
        assert "Sichtbar." in text
    assert all("An idea that is not public any more" in text for text in (barn.page(), barn.xlsx_text()))


@pytest.mark.parametrize("state", [state for state in State if state is not State.PUBLISHED])
def test_a_ballot_that_is_not_published_appears_nowhere(barn: Barn, state: State) -> None:
    idea = barn.tells("Spätbus.", barn.field("Wege"))
    ballot = barn.votes("Geheime Frage?", [Choice("Bus", 771, f"idea:{idea}"), Choice("Anderes", 1)])
    assert all("Geheime Frage?" in text for text in (barn.page(), barn.xlsx_text()))

    barn.puts(ballot, state)

    for text in barn.everything():
        assert "Geheime Frage?" not in text
        assert not figure_in(text, 771)
        assert "Spätbus." in text


def test_a_rehearsal_appears_nowhere_even_when_it_was_published(barn: Barn) -> None:
    idea = barn.tells("Spätbus.", barn.field("Wege"))
    barn.votes("Probe?", [Choice("Bus", 771, f"idea:{idea}"), Choice("Anderes", 1)], rehearsal=True)

    for text in barn.everything():
        assert "Probe?" not in text
        assert not figure_in(text, 771)


def test_a_confidential_ballot_with_fewer_than_five_votes_shows_turnout_and_a_sentence_but_no_figures(
    barn: Barn,
) -> None:
    field = barn.field("Wege")
    bus = barn.tells("Spätbus.", field)
    bike = barn.tells("Radweg.", field)
    options = [Choice("Rad", 883, f"idea:{bike}"), Choice("Bus", 771, f"idea:{bus}"), Choice("W", 5, f"field:{field}")]
    barn.votes("Geheime Frage?", options, voted=4, base=42)

    for text in barn.everything():
        assert "4 of 42 voted. With fewer than 5 votes the figures stay closed." in text
        assert not any(figure_in(text, figure) for figure in (771, 883, 1659, 1654))
    found = barn.harvest().fields[0]
    assert found.place is None
    assert [(row.place, row.text) for row in found.ideas] == [(1, "Spätbus."), (1, "Radweg.")]


@pytest.mark.parametrize(
    ("voted", "kind", "shown"),
    [(5, BallotKind.CONFIDENTIAL, True), (4, BallotKind.CONFIDENTIAL, False), (1, BallotKind.MOOD, True)],
)
def test_only_few_confidential_votes_are_withheld(barn: Barn, voted: int, kind: BallotKind, *, shown: bool) -> None:
    barn.votes("Frage?", [Choice("Ja", 771), Choice("Nein", 2)], voted=voted, base=42, kind=kind)

    assert [figure_in(text, 771) for text in (barn.page(), barn.xlsx_text())] == [shown, shown]


def test_the_harvest_of_a_vote_that_really_took_place(house: House) -> None:
    from tests.voting.evening import begin_evening  # noqa: PLC0415 - its evening stands apart from the barn's

    evening = begin_evening(house)
    evening.opens()
    for _ in range(2):
        evening.phone().votes({evening.letters["B"]: 2, evening.letters["A"]: 1})
    evening.phone()
    evening.ends()
    reader = house.moderator()
    assert "Was zuerst?" not in reader.reads("/desk/harvest?lang=en")

    evening.publishes()

    page = reader.reads("/desk/harvest?lang=en")
    assert "Was zuerst?" in page
    assert "2 of 3 voted" in page
    assert '<bdi lang="de" dir="ltr">Vorschlag B</bdi></th><td class="r" data-head="Points">4</td>' in page


def test_another_municipality_and_an_older_process_leave_no_trace(barn: Barn) -> None:
    barn.tells("Unsere Idee.", barn.field("Sprache"))
    neighbour = barn.neighbour()
    neighbour.tells("Idee der Nachbarstadt.", neighbour.field("Nachbarfeld"))
    neighbour.votes("Frage der Nachbarn?", [Choice("Ja", 771), Choice("Nein", 1)])
    assert "Idee der Nachbarstadt." in str(neighbour.harvest())

    for text in barn.everything():
        assert "Nachbar" not in text
        assert not figure_in(text, 771)
        assert "Unsere Idee." in text


@pytest.mark.parametrize("address", ["/desk/harvest", "/desk/harvest.csv", "/desk/harvest.xlsx"])
@pytest.mark.parametrize(
    ("role", "status"),
    [
        (None, 403),
        (Role.INTERPRETER, 403),
        (Role.MODERATOR, 200),
        (Role.ADMINISTRATION, 200),
        (Role.ADMINISTRATOR, 200),
    ],
)
def test_who_may_have_the_harvest(barn: Barn, role: Role | None, status: int, address: str) -> None:
    barn.tells("Eine Idee.", None)
    client = barn.house.resident().client if role is None else barn.colleague(role)

    answer = client.get(address)

    assert answer.status_code == status
    assert (b"Eine Idee." in answer.data) is (status == 200 and "xlsx" not in address)


def test_the_process_of_another_town_is_not_there(house: House) -> None:
    stranger = Actor(99, None, frozenset({Role.ADMINISTRATION}))

    with database.reading() as session, pytest.raises(NotFound):
        gather_harvest(session, session.get_one(Process, 1), by=stranger, lang="de")


def test_single_choices_are_called_votes_and_dots_points(barn: Barn) -> None:
    barn.votes("Ja?", [Choice("Ja", 7, f"field:{barn.field('Wege')}"), Choice("Nein", 5)], method=Method.SINGLE)
    assert "7 of 12 votes" in barn.page()
    assert "7 of 12 points" not in barn.page()


def test_the_desk_leads_to_the_harvest(barn: Barn) -> None:
    assert 'href="/desk/harvest?lang=en"' in barn.reader.reads("/desk/queue?lang=en")


@pytest.mark.parametrize(("lang", "direction"), [("de", "ltr"), ("ar", "rtl")])
def test_the_page_is_laid_out_for_its_reader_and_keeps_each_idea_in_its_own_language(
    barn: Barn, lang: str, direction: str
) -> None:
    barn.tells("نريد دورات لغة.", barn.field("Sprache", ar="اللغة"), language="ar")

    page = barn.page(lang)

    assert f'<html lang="{lang}" dir="{direction}"' in page
    assert '<th scope="row" class="words" lang="ar" dir="auto">' in page
    assert ('<bdi lang="ar" dir="rtl">اللغة</bdi>' in page) is (lang == "ar")
    assert ('<bdi lang="de" dir="ltr">Sprache</bdi>' in page) is (lang == "de")


def test_one_and_three_ideas_fields_and_ballots_cost_the_same_statements(barn: Barn) -> None:
    def bring(number: int) -> None:
        field = barn.field(f"Feld {number}")
        idea = barn.tells(f"Idee {number}.", field)
        barn.votes(f"Frage {number}?", [Choice("Ja", 7, f"idea:{idea}"), Choice("Nein", 3, f"field:{field}")])

    bring(1)
    with counted_statements() as one:
        barn.everything()
    bring(2)
    bring(3)
    with counted_statements() as three:
        barn.everything()

    assert len(one) == len(three) <= 3 * 14  # page and files, with the versions for the reader and the events


def test_the_harvest_is_the_same_on_postgresql(house_on_postgres: House) -> None:
    barn = open_barn(house_on_postgres)
    field = barn.field("Wege")
    idea = barn.tells("حافلة ليلية.", field, language="ar", support=2)
    barn.tells("Ohne Feld.", None)
    barn.votes("Was?", [Choice("Bus", 49, f"idea:{idea}"), Choice("Feld", 157, f"field:{field}")], voted=38, base=42)

    for text in barn.everything():
        assert "حافلة ليلية." in text
        assert "Ohne Feld." in text
    assert "49 of 206 points" in barn.page()
