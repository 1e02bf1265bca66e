"""What the parts found out: a link, the desk, a person reads it first, then the plenary and everybody."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from participation.contributions.models import Contribution
from participation.fields.queries import fields_of
from participation.forum.models import ForumResult
from participation.forum.queries import result_of
from participation.foundation import chance, database
from participation.foundation.permissions import Role
from participation.moderation.models import Case
from participation.process.models import Format
from tests.conftest import SAME_ORIGIN, House
from tests.forum.day import Day, plan_day, said
from tests.ideas.test_board import counted_statements


@pytest.fixture
def day(house: House) -> Day:
    return plan_day(house)


def sends(client: FlaskClient, link: str, text: str, lang: str = "de", once: str = "") -> tuple[int, str]:
    form = {"text": text, "once": once or chance.token()}
    answer = client.post(f"{link}?lang={lang}", data=form, headers=SAME_ORIGIN)
    return answer.status_code, answer.text


def on_screen(day: Day, lang: str = "de") -> list[str]:
    page = day.screen().get(f"/screen?lang={lang}").text
    return re.findall(r'<li data-row><span class="num card-no">\d+</span><span><bdi lang="\w+">([^<]*)', page)


def test_whoever_has_the_link_writes_and_a_person_reads_it_first(day: Day) -> None:
    link = day.link("Wohnen")
    scribe = day.house.app.test_client()
    assert "Wohnen" in scribe.get(f"{link}?lang=en").text
    assert sends(scribe, link, "نريد إيجارات أقل", "ar")[0] == 303
    [result] = said()
    assert (result.status, result.language, result.kind) == ("waiting", "ar", "result")
    assert result.text not in day.reads()

    assert day.moderator.approves(result.public_id) == 303

    assert result.text in day.reads(lang="ar")
    assert result.text in scribe.get(f"{link}?lang=en").text
    assert result.text in scribe.get("/mine?lang=en").text
    assert "1 result of a forum" in day.house.resident().reads("/process/konzept?lang=en")


def test_the_same_form_sent_twice_is_one_result(day: Day) -> None:
    link, scribe, once = day.link("Wohnen"), day.house.app.test_client(), chance.token()
    assert sends(scribe, link, "Mehr Wohnungen", once=once)[0] == 303
    assert sends(scribe, link, "Mehr Wohnungen", once=once)[0] == 303
    assert len(said()) == 1


def test_an_earlier_link_counts_no_more(day: Day) -> None:
    old = day.link("Wohnen")
    new = day.link("Wohnen")
    client = day.house.app.test_client()

    assert client.get(old).status_code == 404
    assert sends(client, old, "Zu spät")[0] == 404
    assert client.get(new).status_code == 200
    assert client.get("/forums/results/nothing").status_code == 404


def test_the_desk_writes_and_everybody_reads_it_at_once(day: Day) -> None:
    assert day.writes("Sprache", "Daha çok dil kursu", language="tr")[0] == 303

    [result] = said()
    assert (result.status, result.language, result.source, result.author_id) == ("published", "tr", "paper", None)
    assert result.text in day.reads()
    assert result.text in day.desk("/results")


def test_a_scribe_writes_and_a_moderator_lets_it_through(day: Day) -> None:
    scribe = day.house.moderator("Ina Schreibt", Role.SCRIBE)
    form = {"part": day.part("Wohnen").public_id, "text": "Mehr Aufzüge", "once": chance.token()}
    assert day.posts("/results", scribe, **form)[0] == 303
    [result] = said()
    assert result.status == "waiting"
    assert scribe.client.get(f"/desk/forums/{day.key}").status_code == 403
    with database.reading() as session:
        case = session.scalars(select(Case).where(Case.contribution_id == result.id)).one()
        row = result_of(session, result.id)
    assert row is not None
    assert day.posts("/results/release", scribe, one=f"{row.id}:{case.revision}")[0] == 403
    assert result.text in day.desk("/results")

    assert day.posts("/results/release", one=f"{row.id}:{case.revision}")[0] == 303

    assert said()[0].status == "published"


def test_a_part_has_five_results_and_one_that_is_refused_leaves_its_place(day: Day) -> None:
    for number in range(5):
        assert day.writes("Wohnen", f"Ergebnis {number}")[0] == 303
    status, page = day.writes("Wohnen", "Noch eins")
    assert status == 409
    assert "This part has 5 results." in page
    assert "Noch eins" in page
    assert day.writes("Sprache", "Hier ist Platz")[0] == 303

    assert day.moderator.decides(said()[0].public_id, "reject", reason="off_topic") == 303

    assert day.writes("Wohnen", "Noch eins")[0] == 303
    assert "Ergebnis 0" not in day.reads()


def test_what_is_too_long_or_empty_is_refused_and_kept(day: Day) -> None:
    link = day.link("Wohnen")
    client = day.house.app.test_client()
    for text in ("", "x" * 400):
        status, page = sends(client, link, text)
        assert status == 422
        assert text in page
    assert day.writes("Wohnen", "x" * 400)[0] == 422
    assert day.posts("/results", part="nothing", text="Wo?")[0] == 404
    assert said() == []


def test_the_plenary_sees_the_results_part_by_part(day: Day) -> None:
    day.writes("Sprache", "Kurse am Abend")
    day.writes("Wohnen", "Mehr Wohnungen")
    day.writes("Wohnen", "Weniger Miete")
    day.opens(day.plenary)
    day.calls_up("results")
    phone = day.joins()

    assert sorted(on_screen(day)) == ["Kurse am Abend", "Mehr Wohnungen", "Weniger Miete"]
    assert "Weniger Miete" in phone.get(f"/live/{day.plenary.public_id}?lang=ar").text
    console = day.moderator.reads(f"/desk/sessions/{day.plenary.public_id}?lang=en")
    assert f"/desk/forums/{day.key}/results" in console


def test_on_the_console_what_waits_is_let_through(day: Day) -> None:
    sends(day.house.app.test_client(), day.link("Wohnen"), "Mehr Wohnungen")
    day.opens(day.plenary)
    day.calls_up("results")
    assert on_screen(day) == []
    console = day.moderator.reads(f"/desk/sessions/{day.plenary.public_id}?lang=en")
    found = re.search(r'name="one" value="(\d+:\d+)"', console)
    assert found

    answer = day.posts("/results/release", one=found.group(1), session=day.plenary.public_id)

    assert answer[0] == 303
    assert on_screen(day) == ["Mehr Wohnungen"]


def test_what_is_withdrawn_leaves_the_screen(day: Day) -> None:
    client = day.house.app.test_client()
    sends(client, day.link("Wohnen"), "Von mir")
    [result] = said()
    day.moderator.approves(result.public_id)
    day.opens(day.plenary)
    day.calls_up("results")
    assert on_screen(day) == ["Von mir"]

    client.post(f"/mine/{result.public_id}/withdraw", headers=SAME_ORIGIN)

    assert on_screen(day) == []
    assert "Von mir" not in day.reads()


def test_results_are_a_table_for_whoever_goes_on_working_with_them(day: Day) -> None:
    day.writes("Wohnen", "=1+1", language="de")
    answer = day.moderator.client.get(f"/desk/forums/{day.key}/results.csv?lang=de")

    assert answer.mimetype == "text/csv"
    rows = answer.text.splitlines()
    assert len(rows) == 2
    assert "Wohnen" in rows[1]
    assert "'=1+1" in rows[1]


def test_a_result_is_a_contribution_like_any_other(day: Day) -> None:
    day.writes("Wohnen", "Mehr Wohnungen")
    [result] = said()
    with database.reading() as session:
        home = session.get_one(Format, result.format_id)
        assert home.kind == "dialogue_forum"
        assert fields_of(session, home.process_id) == []
    page = day.house.resident().reads(f"/ideas/{home.slug}/{result.public_id}?lang=en")
    assert "Mehr Wohnungen" in page
    board = day.house.app.test_client().get(f"/ideas/{home.slug}?lang=en", follow_redirects=True)
    assert board.request.path == f"/forums/{day.key}"


def test_three_results_cost_what_one_costs(day: Day) -> None:
    day.writes("Wohnen", "Eins")
    with counted_statements() as one:
        day.reads()
    day.writes("Wohnen", "Zwei")
    day.writes("Sprache", "Drei")
    with counted_statements() as three:
        day.reads()

    assert len(three) == len(one)


def test_numbers_are_given_once(day: Day) -> None:
    for title in ("Wohnen", "Sprache", "Wohnen"):
        day.writes(title, f"Aus {title} {chance.token()}")
    with database.reading() as session:
        assert list(session.scalars(select(ForumResult.number).order_by(ForumResult.id))) == [1, 2, 3]
        assert session.scalars(select(Contribution).where(Contribution.kind == "result")).all()
