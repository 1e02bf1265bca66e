"""The first page: what is open now, where the process stands, and nothing at all in an empty house."""

from sqlalchemy import delete

from participation.foundation import database
from participation.foundation.database import Base
from participation.process.models import Process
from tests.conftest import SAME_ORIGIN, House, Resident


def empty(*kept: str) -> None:
    with database.transaction() as tx:
        for table in reversed(Base.metadata.sorted_tables):
            if table.name not in kept:
                tx.session.execute(delete(table))


def test_the_start_page_shows_the_question_the_collection_and_the_phase(resident: Resident) -> None:
    page = resident.reads("/?lang=ar")

    assert '<h1 lang="en" dir="ltr">What should get better?</h1>' not in page
    assert '<h1 lang="de" dir="ltr">Was soll besser werden?</h1>' in page
    assert '<h3 lang="ar"><bdi>أفكار</bdi></h3>' in page
    assert 'aria-current="step"><b lang="de" dir="ltr">Ideen sammeln</b>' in page


def test_ideas_and_languages_are_counted_when_they_are_public(house: House) -> None:
    author, moderator = house.resident(), house.moderator()
    first, second = author.posts("Mehr Bänke im Park"), author.posts("Daha çok dil kursu istiyoruz", language="tr")
    assert "0 ideas" in author.reads("/?lang=en")

    moderator.approves(first)
    assert "1 idea in 1 language" in author.reads("/?lang=en")

    moderator.approves(second)
    assert "2 ideas in 2 languages" in author.reads("/?lang=en")


def test_an_empty_house_says_what_the_operator_does(house: House) -> None:
    empty()
    reader = house.resident()

    page = reader.client.get("/")

    assert page.status_code == 200
    assert "participation init" in page.text
    assert reader.client.get("/alive").get_json() == {"alive": True}
    assert reader.client.get("/ideas").status_code == 404
    assert reader.client.get("/mine").status_code == 404
    assert reader.client.post("/ideas/ideen/new", data={"text": "x"}, headers=SAME_ORIGIN).status_code == 404


def test_a_town_without_a_process_shows_its_name(house: House) -> None:
    empty("municipality")

    page = house.resident().reads("/?lang=en")

    assert "<h1>Musterstadt</h1>" in page
    assert "Nothing is open yet. Come back soon." in page


def test_the_newest_collection_opens_where_there_are_several(house: House, resident: Resident) -> None:
    with database.transaction() as tx:
        from participation.process.service import open_idea_collection  # noqa: PLC0415 - beside its use

        open_idea_collection(
            tx, tx.session.get_one(Process, 1), slug="zweite", title={"de": "Zweite"}, question={"de": "Was?"}
        )

    assert resident.client.get("/ideas").location == "/ideas/zweite"
    page = resident.reads("/")
    assert page.index("/ideas/zweite") < page.index("/ideas/ideen")
