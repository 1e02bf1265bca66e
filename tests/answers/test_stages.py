"""What becomes of an idea: decided by people, read by everybody, taken back with an entry."""

import pytest
from sqlalchemy import select

from participation.contributions.models import Contribution
from participation.fields import service as fields
from participation.foundation import database
from participation.foundation.permissions import Actor, Role
from participation.process.models import Process
from tests.answers.hall import Hall, colleague, last_entry, log_of, tell, way_of
from tests.conftest import House, Resident
from tests.townhall.office import acts

MODERATOR = Actor(1, None, frozenset({Role.MODERATOR}))


def place(public_id: str, name: str) -> str:
    """A moderator puts the idea into a new field; the key of it."""
    with database.transaction() as tx:
        process = tx.session.get_one(Process, 1)
        names = {"de": name, "ar": f"{name} بالعربية"}
        field = fields.add_field(tx, process, name=names, sentence={"de": name}, by=MODERATOR)
        idea = tx.session.scalars(select(Contribution).filter_by(public_id=public_id)).one()
        fields.place_in_field(tx, idea, field.id, by=MODERATOR)
        return field.key


def way(reader: Resident, public_id: str) -> list[tuple[str, str]]:
    return way_of(reader.reads(f"/ideas/ideen/{public_id}?lang=en"))


def test_everybody_reads_how_far_an_idea_has_come(house: House, hall: Hall) -> None:
    idea, reader = tell("Eine Rampe am Rathaus"), house.resident()
    assert way(reader, idea)[:2] == [("done", "Received by the administration"), ("now", "Everybody can read it")]

    key = place(idea, "Barrieren")
    page = reader.reads(f"/ideas/ideen/{idea}?lang=ar")
    assert f'/fields/{key}?lang=ar"><bdi lang="ar" dir="rtl">Barrieren بالعربية</bdi>' in page
    hall.decides("in_concept", idea, place_de="Kapitel 3", place_ar="الفصل 3")
    hall.decides("in_measure", idea, place_de="Maßnahme 3.1")

    assert way(reader, idea) == [
        ("done", "Received by the administration"),
        ("done", "Everybody can read it"),
        ("done", "In a field of action"),
        ("done", "In the concept"),
        ("now", "In a measure"),
    ]
    page = reader.reads(f"/ideas/ideen/{idea}?lang=ar")
    assert '<bdi lang="ar" dir="rtl">الفصل 3</bdi>' in page
    assert '<bdi lang="de" dir="ltr">Maßnahme 3.1</bdi>' in page
    assert page.count('aria-current="step"') == 1
    assert [act for act, _ in acts("answer")] == ["answer.stage", "answer.stage"]


def test_an_author_sees_the_way_while_the_idea_waits(resident: Resident) -> None:
    idea = resident.posts("Eine Rampe am Bahnhof")

    assert way(resident, idea)[0] == ("now", "Received by the administration")
    assert way_of(resident.reads("/mine?lang=en")) == way(resident, idea)


def test_what_was_not_published_has_its_reasons_and_no_way(house: House) -> None:
    author = house.resident()
    idea = author.posts("Eine Rampe ins Nichts")
    house.moderator().decides(idea, "reject", reason="off_topic")

    page = author.reads("/mine?lang=en")

    assert way_of(page) == []
    assert "Not published" in page


def test_without_why_nothing_is_not_taken_up_and_what_was_typed_stays(house: House, hall: Hall) -> None:
    idea = tell("Eine Rampe am Turm")

    page = hall.decides("not_taken_up", idea, status=422, place_tr="Bölüm").text
    assert '<p class="oops" id="why-de-oops">' in page
    assert ">Bölüm</textarea>" in page
    assert 'value="not_taken_up" checked' in page
    page = hall.decides("", idea, status=422, why_ar="لأن").text
    assert '<p class="oops" id="stage-oops">' in page
    assert ">لأن</textarea>" in page
    page = hall.decides("in_measure", idea, status=422, place_de="x" * 201, why_tr="y" * 1_001).text
    assert '<p class="oops" id="place-de-oops">' in page
    assert '<p class="oops" id="why-tr-oops">' in page
    assert log_of(idea) == []

    hall.decides("not_taken_up", idea, why_de="Der Turm gehört dem Land.")

    page = house.resident().reads(f"/ideas/ideen/{idea}?lang=tr")
    assert '<div class="words" lang="de" dir="ltr"><p>Der Turm gehört dem Land.</p></div>' in page
    assert way_of(page)[-1][0] == "now"


def test_one_decision_is_about_many_ideas_or_about_none(hall: Hall) -> None:
    first, second = tell("Rampe eins"), tell("Rampe zwei")

    stale = hall.decides("in_concept", first, f"{second}:7", status=409, place_de="Kapitel 9").text
    assert ">Kapitel 9</textarea>" in stale
    assert (log_of(first), log_of(second)) == ([], [])
    hall.decides("in_concept", first, second)

    assert (log_of(first), log_of(second)) == (["in_concept"], ["in_concept"])


def test_the_same_form_twice_is_one_entry(hall: Hall) -> None:
    idea = tell("Rampe mit Doppelklick")

    for _ in range(2):
        hall.decides("in_concept", f"{idea}:0", place_de="Kapitel 1")

    assert log_of(idea) == ["in_concept"]


def test_of_two_colleagues_the_second_sees_what_counts_now(house: House, hall: Hall) -> None:
    idea, other = tell("Rampe zu zweit"), colleague(house, Role.ADMINISTRATOR)
    hall.decides("in_measure", f"{idea}:0")

    page = other.decides("not_taken_up", f"{idea}:0", status=409, why_de="Zu teuer.").text

    assert "Now: In a measure" in page
    assert ">Zu teuer.</textarea>" in page
    assert f'value="{idea}:{last_entry(idea)}"' in page
    other.decides("not_taken_up", idea, why_de="Zu teuer.")
    assert log_of(idea) == ["in_measure", "not_taken_up"]


def test_what_is_taken_back_is_an_entry_and_what_counted_before_counts_again(house: House, hall: Hall) -> None:
    idea, reader = tell("Rampe hin und her"), house.resident()
    hall.decides("in_concept", idea, place_de="Kapitel 4")
    concept = last_entry(idea)
    hall.decides("not_taken_up", idea, why_de="Doch nicht.")
    refused = last_entry(idea)

    hall.undoes(concept, 409)
    for _ in range(2):
        hall.undoes(refused)

    assert log_of(idea) == ["in_concept", "not_taken_up", "in_concept"]
    assert "Doch nicht." not in reader.reads(f"/ideas/ideen/{idea}")
    assert "Kapitel 4" in reader.reads(f"/ideas/ideen/{idea}")
    desk = hall.reads(f"/desk/answers/ideas/{idea}?lang=en")
    assert "Doch nicht." in desk
    assert "Now it is again: In the concept" in desk
    hall.undoes(concept)
    assert log_of(idea)[-1] == "none"
    assert way(reader, idea)[-4] == ("now", "Everybody can read it")
    assert "Nothing is decided any more." in hall.reads(f"/desk/answers/ideas/{idea}?lang=en")
    assert [act for act, _ in acts("answer")].count("answer.undo_stage") == 2
    hall.decides("in_concept", idea, place_de="Kapitel 4")
    assert log_of(idea)[-1] == "in_concept"


def test_the_log_says_in_words_what_was_decided(house: House, hall: Hall) -> None:
    hall.decides("in_measure", tell("Rampe im Protokoll"))

    page = hall.reads("/desk/log?area=answer&lang=en")

    assert "It was said what becomes of an idea." in page
    assert "In a measure" in page


@pytest.mark.parametrize("tampered", ["", "nonsense", "nonsense:0"])
def test_a_tampered_form_decides_nothing(hall: Hall, tampered: str) -> None:
    hall.sends("/stage", 404, idea=[tampered], stage="in_concept")
    hall.sends("/stage", 422, stage="in_concept")


def test_a_tampered_number_is_no_number_of_an_entry(hall: Hall) -> None:
    idea = tell("Rampe mit Unsinn")

    for number in ("-1", "x", "99999999999999", ""):
        hall.decides("in_concept", f"{idea}:{number}", status=409)

    assert log_of(idea) == []
