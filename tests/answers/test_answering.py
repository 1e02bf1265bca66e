"""A sentence in Turkish, and the answer that comes back in Turkish."""

from html import escape

import pytest
from sqlalchemy import select

from participation.answers import service
from participation.answers.models import AnswerVersion, OfficialAnswer
from participation.answers.rules import NobodyToAnswer, Wording
from participation.contributions.models import Contribution
from participation.contributions.rules import Status
from participation.foundation import database
from participation.foundation.messages import NotFound
from participation.foundation.municipality import Municipality
from participation.foundation.permissions import Actor, Role
from participation.process.models import Format
from participation.process.service import RUNNING, open_idea_collection, plan_process
from tests.answers.hall import GERMAN, TURKISH, Hall, colleague, count_answers, newest_answer, published, tell
from tests.conftest import SAME_ORIGIN, House
from tests.ideas.test_board import counted_statements
from tests.townhall.office import acts

TIGRINYA = "ዓሰርተ መናብር ኣብ ግንቦት ክመጻ እየን።"


def test_the_author_reads_the_answer_in_turkish_until_they_say_they_have_read_it(house: House, hall: Hall) -> None:
    author = house.resident()
    idea = published(author, "Parka daha çok bank, lütfen.")
    assert "New for you" not in author.reads("/mine?lang=en")

    hall.answers(idea, text_tr=TURKISH)

    mine = author.reads("/mine?lang=tr")
    assert f'<div class="words" lang="tr" dir="ltr"><p>{TURKISH}</p></div>' in mine
    assert GERMAN in mine  # one tap away, marked as it was written
    assert "New for you" in author.reads("/mine?lang=en")
    read = author.client.post(f"/mine/{idea}/read", headers=SAME_ORIGIN)
    assert read.status_code == 303
    assert "New for you" not in author.reads("/mine?lang=en")
    assert TURKISH in author.reads("/mine?lang=tr")


def test_the_form_asks_for_the_language_of_the_author_and_they_read_the_answer_in_it(house: House, hall: Hall) -> None:
    author = house.resident()
    idea = published(author, "ኣብ መናፈሻ ዝያዳ መንበር", "ti")
    form = hall.reads(f"/desk/answers/new?idea={idea}&lang=en")
    asked = form.split("In other languages")[0]
    assert 'name="text_de"' in asked
    assert 'name="text_ti" lang="ti"' in asked
    assert 'name="text_fr"' not in form
    assert "Whoever had the idea wrote in this language" in asked

    seen = hall.answers(idea, act="preview", status=200, see="ti", text_ti=TIGRINYA).text
    assert f'<div class="words" lang="ti" dir="ltr"><p>{TIGRINYA}</p></div>' in seen
    hall.answers(idea, text_ti=TIGRINYA)

    assert f'<div class="words" lang="ti" dir="ltr"><p>{TIGRINYA}</p></div>' in author.reads("/mine?lang=ti")
    kept = hall.reads(f"/desk/answers/{newest_answer().id}")
    assert f">{TIGRINYA}</textarea>" in kept
    hall.changes(text_ti=TIGRINYA, text_de="Zehn Bänke kommen im Mai.")
    assert newest_answer().texts["ti"] == TIGRINYA


def test_nobody_else_says_that_an_answer_was_read_and_reading_a_page_writes_nothing(house: House, hall: Hall) -> None:
    author = house.resident()
    idea = published(author, "Bir bank daha.")
    hall.answers(idea)

    for stranger in (house.resident(), house.moderator()):
        assert stranger.client.post(f"/mine/{idea}/read", headers=SAME_ORIGIN).status_code in {403, 404}
    author.reads("/mine")
    author.reads(f"/ideas/ideen/{idea}")

    assert "New for you" in author.reads("/mine?lang=en")


def test_one_answer_reaches_many_ideas_and_who_reads_another_language_gets_the_original(
    house: House, hall: Hall
) -> None:
    first, second = tell("Bänke am Bach"), tell("Bancs au ruisseau", "fr")

    hall.answers(first, second)

    for idea in (first, second):
        page = house.resident().reads(f"/ideas/ideen/{idea}?lang=ar")
        assert f'<div class="words" lang="de" dir="ltr"><p>{GERMAN}</p></div>' in page
    assert acts("answer") == [("answer.publish", f"answer:{newest_answer().id}")]


def test_a_draft_stands_on_no_public_page_until_it_is_published(house: House, hall: Hall) -> None:
    author = house.resident()
    idea = published(author, "Bank lütfen.")

    hall.answers(idea, act="draft")

    public = ("/mine", f"/ideas/ideen/{idea}", "/ideas/ideen", "/ideas/ideen?answered=1")
    for address in public:
        assert GERMAN not in author.reads(address)
    assert "Answered" not in author.reads("/ideas/ideen?lang=en")
    assert GERMAN[:20] in hall.reads("/desk/answers")
    hall.changes("publish", text_de=GERMAN)
    assert GERMAN in author.reads(f"/ideas/ideen/{idea}")
    assert "Answered" in author.reads("/ideas/ideen?lang=en")
    assert GERMAN not in hall.reads("/desk/answers")
    assert [act for act, _ in acts("answer")] == ["answer.draft", "answer.publish"]


def test_a_draft_can_be_removed_and_a_published_answer_cannot(hall: Hall) -> None:
    idea = tell("Eine Bank")
    hall.answers(idea, act="draft")
    hall.changes("remove")
    assert count_answers() == 0

    hall.answers(idea)
    page = hall.changes("remove", 409).text

    assert "A published answer stays." in page
    assert count_answers() == 1


def test_a_changed_answer_is_new_again_and_what_it_said_before_stays_readable(house: House, hall: Hall) -> None:
    author = house.resident()
    idea = published(author, "Bank, bank, bank!")
    hall.answers(idea, text_tr=TURKISH)
    author.client.post(f"/mine/{idea}/read", headers=SAME_ORIGIN)

    hall.changes(text_de="Es werden drei Bänke.", text_tr="Üç bank oluyor.")

    page = author.reads(f"/ideas/ideen/{idea}?lang=en")
    shown, before = page.split("What it said before")
    assert "Es werden drei Bänke." in shown
    assert GERMAN not in shown
    assert GERMAN in before
    assert "New for you" in author.reads("/mine?lang=en")
    with database.reading() as session:
        [former] = session.scalars(select(AnswerVersion))
        assert (former.texts, former.original) == ({"de": GERMAN, "tr": TURKISH}, "de")


def test_the_same_words_again_change_nothing(hall: Hall) -> None:
    hall.answers(tell("Noch eine Bank"))

    hall.changes(text_de=GERMAN)

    assert newest_answer().changed_at is None
    assert newest_answer().revision == 0


def test_of_two_colleagues_the_second_sees_what_is_kept_and_keeps_what_they_typed(house: House, hall: Hall) -> None:
    other = colleague(house, Role.ADMINISTRATOR)
    hall.answers(tell("Bänke für alle"))
    seen = str(newest_answer().revision)
    hall.changes(text_de="Es werden fünf Bänke.")

    page = other.changes(status=409, text_de="Es wird eine Bank.", revision=seen).text

    assert "Somebody else changed this a moment ago." in page
    assert ">Es wird eine Bank.</textarea>" in page
    assert "Es werden fünf Bänke." in page
    assert newest_answer().texts == {"de": "Es werden fünf Bänke."}
    other.changes(text_de="Es wird eine Bank.")
    assert newest_answer().texts == {"de": "Es wird eine Bank."}


def test_a_form_sent_twice_keeps_one_answer_and_a_draft_of_it_can_still_be_published(hall: Hall) -> None:
    idea, once = tell("Bank am Rathaus"), "0123456789abcdef0123"

    for act in ("draft", "draft", "publish", "publish"):
        hall.answers(idea, act=act, once=once)
    assert (count_answers(), newest_answer().state) == (1, "published")
    hall.answers(idea, once=once, text_de="Etwas anderes.")

    assert count_answers() == 2


def test_what_is_missing_is_said_at_its_place_and_nothing_typed_is_lost(hall: Hall) -> None:
    idea = tell("Bank vor der Schule")

    page = hall.answers(idea, status=422, office=" ", text_de="", text_tr="Güzel fikir").text
    assert '<p class="oops" id="office-oops">' in page
    assert '<p class="oops" id="text-de-oops">' in page
    assert ">Güzel fikir</textarea>" in page
    page = hall.answers(idea, status=422, office="x" * 161, text_tr="ş" * 5_001).text
    assert "x" * 161 in page
    assert '<p class="oops" id="text-tr-oops">' in page
    assert '<p class="oops" id="office-oops">' in page
    page = hall.answers(idea, status=422, text_tr="ş" * 5_001).text

    assert "ş" * 5_001 in page
    assert count_answers() == 0


def test_the_preview_shows_it_as_a_reader_of_arabic_will_and_keeps_nothing(hall: Hall) -> None:
    idea = tell("Bank im Schatten")

    new = hall.answers(idea, act="preview", status=200, see="ar", text_ar="شكرا لكم").text
    hall.answers(idea, text_ar="شكرا")
    changed = hall.changes("preview", 200, text_de=GERMAN, text_ar="شكرا لكم", see="ar").text

    for page in (new, changed):
        assert "As residents will see it" in page
        assert '<div class="words" lang="ar" dir="rtl"><p>شكرا لكم</p></div>' in page
    assert newest_answer().texts["ar"] == "شكرا"


def test_what_is_hidden_shows_no_answer_to_others_and_the_author_keeps_theirs(house: House, hall: Hall) -> None:
    author, moderator = house.resident(), house.moderator()
    idea = published(author, "Bankı kaldırın.")
    hall.answers(idea)
    assert GERMAN in house.resident().reads(f"/ideas/ideen/{idea}")

    moderator.decides(idea, "reject", reason="off_topic")

    assert GERMAN not in house.resident().reads(f"/ideas/ideen/{idea}")
    assert GERMAN not in house.resident().reads("/ideas/ideen")
    assert GERMAN in author.reads("/mine")
    hall.answers(idea, status=409)
    assert "One of these ideas is not public at the moment." in hall.reads(
        f"/desk/answers/new?idea={idea}&lang=en", 409
    )
    assert GERMAN in hall.reads(f"/desk/answers/{newest_answer().id}")


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.COMPANION, Role.OBSERVER, Role.STEERING])
def test_only_the_administration_answers(house: House, role: Role) -> None:
    idea, desk = tell("Bank ohne Antwort"), colleague(house, role)

    for address in ("/desk/answers", f"/desk/answers/new?idea={idea}", f"/desk/answers/ideas/{idea}"):
        desk.reads(address, 403)
    desk.answers(idea, status=403)
    desk.decides("in_concept", idea, status=403)

    assert "/desk/answers" not in desk.reads(f"/ideas/ideen/{idea}")
    assert count_answers() == 0


def test_one_answer_is_to_ideas_of_one_process(house: House, hall: Hall) -> None:
    words, office = Wording("de", {"de": GERMAN}, "Rathaus"), Actor(1, None, frozenset({Role.ADMINISTRATION}))
    with database.transaction() as tx:
        town = tx.session.get_one(Format, 1).process
        second = plan_process(tx, town_of(tx), title={"de": "Sport"}, question={}, lead={}, phases=[RUNNING])
        other = open_idea_collection(tx, second, slug="sport", title={"de": "Sport"}, question={}).id
        assert town.id != second.id
    ideas = [tell("Bank hier"), tell("Bank dort", format_id=other)]

    with database.transaction() as tx, pytest.raises(NotFound):
        service.write_answer(tx, every(tx, ideas), words, publish=True, by=office)
    with database.transaction() as tx, pytest.raises(NobodyToAnswer):
        service.write_answer(tx, [], words, publish=True, by=office)
    hall.answers(*ideas, status=404)

    assert count_answers() == 0


def town_of(tx: database.Transaction) -> Municipality:
    return tx.session.get_one(Municipality, 1)


def every(tx: database.Transaction, public_ids: list[str]) -> list[Contribution]:
    return list(tx.session.scalars(select(Contribution).where(Contribution.public_id.in_(public_ids))))


HOSTILE = "<script>alert(1)</script>\u202e <b>x</b> {{ 7*7 }} '\"><img src=x onerror=y>"


def test_hostile_words_are_words_everywhere(house: House, hall: Hall) -> None:
    author = house.resident()
    idea = published(author, "Bank mit Zeichen")

    hall.answers(idea, office=HOSTILE, text_de=HOSTILE, text_ar=HOSTILE)
    hall.changes(office="Amt", text_de="Nur Worte.", text_ar=HOSTILE)
    hall.decides("in_measure", idea, place_de=HOSTILE, place_ar=HOSTILE)
    hall.decides("not_taken_up", idea, why_de=HOSTILE, why_tr=HOSTILE)

    harmless = escape("<script>alert(1)</script>")
    pages = [
        author.reads("/mine?lang=ar"),
        author.reads(f"/ideas/ideen/{idea}?lang=ar"),
        hall.reads(f"/desk/answers/{newest_answer().id}"),
        hall.reads(f"/desk/answers/ideas/{idea}"),
        hall.reads(f"/desk/answers/stage?idea={idea}"),
    ]
    for page in pages[:4]:
        assert harmless in page
    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "\u202e" not in page


def test_mine_costs_the_same_for_one_answer_and_for_three(house: House, hall: Hall) -> None:
    author = house.resident()
    ideas = [published(author, f"Parka bank, numara {number}") for number in range(3)]
    hall.answers(ideas[0])
    with counted_statements() as one:
        author.reads("/mine")
    hall.answers(*ideas)
    hall.answers(*ideas)
    hall.decides("in_concept", *ideas)
    with counted_statements() as three:
        author.reads("/mine")

    assert len(one) == len(three) <= 20


def test_an_idea_costs_the_same_with_one_answer_and_with_three(house: House, hall: Hall) -> None:
    idea = tell("Bank mit Antworten")
    found: list[int] = []
    for _ in range(3):
        hall.answers(idea)
        hall.changes(text_de=f"Geändert: {len(found)}")
        with counted_statements() as asked:
            house.resident().reads(f"/ideas/ideen/{idea}")
        found.append(len(asked))

    assert found[0] == found[1] == found[2]


@pytest.mark.parametrize("any_house", ["house", "house_on_postgres"])
def test_an_answer_travels_on_both_databases(any_house: str, request: pytest.FixtureRequest) -> None:
    house: House = request.getfixturevalue(any_house)
    hall, author = colleague(house), house.resident()
    idea = published(author, "Bank auf beiden")

    hall.answers(idea, text_tr=TURKISH)
    hall.changes(text_de="Anders.", text_tr=TURKISH)
    hall.decides("in_measure", idea, place_de="Maßnahme 1")

    page = house.resident().reads("/ideas/ideen?lang=tr&stage=in_measure&answered=1&order=discussed")
    assert idea in page
    assert TURKISH in author.reads("/mine?lang=tr")
    assert "Maßnahme 1" in author.reads(f"/ideas/ideen/{idea}")
    assert idea in hall.reads("/desk/answers?show=answered&stage=in_measure")
    with database.reading() as session:
        assert session.scalars(select(OfficialAnswer)).one().revision == 1
        assert session.scalars(select(Contribution)).one().status == Status.PUBLISHED
