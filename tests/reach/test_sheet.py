"""Somebody who took part is asked once, may always leave it out, and is kept nowhere."""

from collections.abc import Iterator

import pytest
from sqlalchemy import inspect, select, update

from participation.contributions.models import Contribution
from participation.foundation import clock, database
from participation.foundation.audit import entries
from participation.people.models import Person
from participation.process.models import Process
from participation.process.rules import ProcessState
from participation.reach import service
from participation.reach.models import ReachAsked, ReachCount, ReachQuestion
from participation.reach.rules import ANSWERED, UNSAID
from tests.conftest import SAME_ORIGIN, House, Moderator, Resident
from tests.reach.asking import MORNING, SHEET, ask, counters, look, on_day, people_answer, question, sends


@pytest.fixture(autouse=True)
def on_one_day() -> Iterator[None]:
    with clock.held_at(MORNING):
        yield


@pytest.fixture
def asked(house: House) -> None:
    ask("age", "languages")


@pytest.mark.usefixtures("asked")
def test_whoever_has_sent_something_is_asked_in_their_language(resident: Resident) -> None:
    assert SHEET not in resident.reads("/mine")

    resident.posts("Mehr Bänke am Fluss")

    assert SHEET in resident.reads("/mine")
    page = resident.reads(f"{SHEET}?lang=tr")
    assert '<bdi lang="tr" dir="ltr">Kaç yaşındasınız?</bdi>' in page
    assert page.count('value="" checked') == 1
    assert 'type="checkbox" name="q-languages" value="ar"' in page


@pytest.mark.usefixtures("asked")
def test_a_sheet_is_counted_once_and_stands_beside_nobody(resident: Resident) -> None:
    resident.posts("Ein Spielplatz")

    answer = sends(resident, age="a65", languages=["tr", "de"])

    assert answer.status_code == 303
    assert "Your answers were counted" in resident.reads(answer.location)
    assert SHEET not in resident.reads("/mine")
    once = {ANSWERED: (1, 0), "a65": (1, 0)}
    assert counters("age") == once
    assert counters("languages") == {ANSWERED: (1, 0), "de": (1, 0), "tr": (1, 0)}
    assert sends(resident, age="u18").status_code == 409
    assert counters("age") == once


@pytest.mark.usefixtures("asked")
def test_an_empty_sheet_says_that_somebody_would_rather_not_say(resident: Resident) -> None:
    resident.posts("Längere Öffnungszeiten")

    assert sends(resident, age="").status_code == 303

    assert counters("age") == {UNSAID: (1, 0)}
    assert counters("languages") == {UNSAID: (1, 0)}


@pytest.mark.usefixtures("asked")
def test_one_tap_ends_it_for_good_and_counts_nothing(resident: Resident) -> None:
    resident.posts("Ein Brunnen")

    answer = sends(resident, act="decline", age="a65")

    assert "You will not be asked again" in resident.reads(answer.location)
    assert counters("age") == {}
    assert SHEET not in resident.reads("/mine")
    assert resident.client.get(SHEET).status_code == 409
    assert sends(resident, act="decline").status_code == 303


@pytest.mark.usefixtures("asked")
def test_support_is_enough_to_be_asked(house: House, moderator: Moderator) -> None:
    idea = house.resident().posts("Eine Ampel")
    moderator.approves(idea)
    neighbour = house.resident()

    neighbour.supports(idea)

    assert SHEET in neighbour.reads("/mine")
    assert sends(neighbour, age="u18").status_code == 303


@pytest.mark.usefixtures("asked")
def test_after_a_comment_the_page_that_says_thank_you_asks(house: House, moderator: Moderator) -> None:
    idea = house.resident().posts("Eine Bank")
    moderator.approves(idea)
    neighbour = house.resident()
    form = {"text": "Bitte mit Lehne, und aus Holz.", "language": "de"}

    thanks = neighbour.client.post(f"/talk/{idea}", data=form, headers=SAME_ORIGIN)

    assert SHEET in neighbour.reads(thanks.location)
    assert SHEET not in neighbour.reads("/ideas/ideen")


@pytest.mark.usefixtures("asked")
def test_whoever_has_not_taken_part_is_not_counted(house: House) -> None:
    stranger = house.resident()
    tampered = house.resident()
    tampered.client.set_cookie("me", "0" * 32)

    for somebody in (stranger, tampered):
        assert sends(somebody, age="a65").status_code == 409
        assert sends(somebody, act="decline").status_code == 409
        assert "have taken part" in somebody.client.get(f"{SHEET}?lang=en").text
    assert counters("age") == {}


@pytest.mark.usefixtures("asked")
def test_what_is_not_offered_comes_back_with_what_was_ticked(resident: Resident) -> None:
    resident.posts("Ein Fahrradweg")

    answer = sends(resident, age="a65", languages=["tr", "klingon"], income="1")

    assert answer.status_code == 422
    assert "This answer is not offered any more" in answer.text
    assert 'value="a65" checked' in answer.text
    assert 'value="tr" checked' in answer.text
    assert counters("age") == {}
    assert sends(resident, age=ANSWERED).status_code == 422


@pytest.mark.usefixtures("asked")
def test_many_sheets_of_one_device_are_one(resident: Resident) -> None:
    resident.posts("Ein Café für alle")

    answers = {sends(resident, age="a65").status_code for _ in range(30)}

    assert answers == {303, 409}
    assert counters("age") == {ANSWERED: (1, 0), "a65": (1, 0)}


@pytest.mark.usefixtures("asked")
def test_a_sheet_from_another_site_is_refused(resident: Resident) -> None:
    resident.posts("Schattige Plätze")

    foreign = resident.client.post(SHEET, data={"q-age": "a65"}, headers={"Sec-Fetch-Site": "cross-site"})

    assert foreign.status_code == 403
    assert counters("age") == {}


@pytest.mark.parametrize(("state", "status"), [(ProcessState.DRAFT, 404), (ProcessState.ENDED, 409)])
@pytest.mark.usefixtures("asked")
def test_a_process_that_is_withdrawn_or_over_asks_nobody(resident: Resident, state: ProcessState, status: int) -> None:
    resident.posts("Mehr Licht")

    with database.transaction() as tx:
        tx.session.execute(update(Process).values(state=state))

    assert SHEET not in resident.reads("/mine")
    assert resident.client.get(SHEET).status_code == status
    assert sends(resident, age="a65").status_code == status
    assert counters("age") == {}


def test_where_nothing_is_asked_nobody_is_invited(resident: Resident) -> None:
    resident.posts("Ein Garten")

    assert SHEET not in resident.reads("/mine")
    assert resident.client.get(SHEET).status_code == 409
    assert resident.client.get("/process/nirgends/about-you").status_code == 404


# --- what the tables hold


@pytest.mark.usefixtures("asked")
def test_the_tables_know_no_moment_no_order_and_no_sheet(resident: Resident) -> None:
    resident.posts("Ein Markt")
    with database.reading() as session:
        before = len(list(entries(session)))

    sends(resident, age="a65", languages="ar")

    with database.reading() as session:
        assert len(list(entries(session))) == before
        assert [(row.process_id, row.municipality_id) for row in session.scalars(select(ReachAsked))] == [(1, 1)]
    columns = {table: set(table.__table__.columns.keys()) for table in (ReachAsked, ReachCount)}
    assert columns == {
        ReachAsked: {"process_id", "person_id", "municipality_id"},
        ReachCount: {"question_id", "answer", "municipality_id", "waiting", "counted"},
    }
    assert not {key for table in (ReachCount, ReachQuestion) for key in table.__table__.foreign_keys} & set(
        ReachAsked.__table__.foreign_keys
    )
    with database.current().engine.connect() as connection:
        assert "rowid" not in {one["name"] for one in inspect(connection).get_columns("reach_asked")}
        with pytest.raises(Exception, match="no such column"):
            connection.exec_driver_sql("SELECT rowid FROM reach_asked")


def test_answering_writes_every_counter_anew_on_postgresql(house_on_postgres: House) -> None:
    """PostgreSQL remembers which rows a transaction wrote: here all of them, whatever was ticked."""
    ask("age", "languages")

    people_answer([{"age": ["a65"]}])

    with database.reading() as session:
        written = session.connection().exec_driver_sql("SELECT DISTINCT xmin::text FROM reach_count").all()
    assert len(written) == 1
    assert counters("age") == {ANSWERED: (1, 0), "a65": (1, 0)}


@pytest.mark.usefixtures("asked")
def test_of_a_person_who_is_forgotten_a_sum_remains(resident: Resident) -> None:
    resident.posts("Ein Kino")
    sends(resident, age="a65")
    with database.transaction() as tx:
        person = tx.session.scalars(select(Person.id)).one()

        service.forget(tx, person)

    with database.reading() as session:
        assert session.scalars(select(ReachAsked)).all() == []
        assert session.scalars(select(Contribution)).one().author_id == person
    assert counters("age") == {ANSWERED: (1, 0), "a65": (1, 0)}


# --- from waiting to counted


@pytest.mark.usefixtures("asked")
def test_nine_sheets_wait_and_the_tenth_waits_for_the_next_day() -> None:
    people_answer([{"age": ["a65"]}] * 9)
    with on_day(1):
        look()
        assert question("age").sheets_counted == 0
        people_answer([{"age": ["u18"]}], first=9)
        look()
        assert (question("age").sheets_waiting, question("age").sheets_counted) == (10, 0)
    with on_day(1, hour=22):
        look()
        assert question("age").sheets_counted == 0

    with on_day(2):
        look()

    found = question("age")
    assert (found.sheets_waiting, found.sheets_counted, found.batches) == (0, 10, 1)
    assert {waiting for waiting, _ in counters("age").values()} <= {0}
