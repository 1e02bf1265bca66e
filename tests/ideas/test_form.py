"""A collection asks more than a text: answers are taken, kept in their language, shown to whom they are for."""

import re

import pytest
from sqlalchemy import select

from participation.contributions import answers
from participation.contributions.models import Answer
from participation.foundation import database
from participation.process.form_rules import LONGEST, FieldKind
from tests.conftest import SAME_ORIGIN, House, Resident
from tests.ideas.asking import NEW, Given, asks, changes, kept_answers, newest, nothing_came, sends
from tests.ideas.test_board import counted_statements

HOSTILE = '"><script>alert(1)</script>'


def test_the_form_asks_in_the_readers_language_below_the_text(resident: Resident) -> None:
    asks(FieldKind.PLACE, "Wo ist das?", hint="Straße oder Platz", ar="أين هذا؟")
    asks(FieldKind.ONE, "Welche Ecke?", required=True)
    asks(FieldKind.LONG, "Wie sind Sie zu erreichen?", internal=True)

    german, arabic = resident.reads("/ideas/ideen/new?lang=de"), resident.reads("/ideas/ideen/new?lang=ar")

    assert german.index('id="text"') < german.index("Wo ist das?") < german.index("Welche Ecke?")
    assert '<bdi lang="ar" dir="rtl">أين هذا؟</bdi>' in arabic
    assert '<bdi lang="de" dir="ltr">Welche Ecke?</bdi>' in arabic  # not worded in Arabic yet, and marked as German
    assert '<bdi lang="ar" dir="rtl">في الحديقة</bdi>' in arabic
    assert "Straße oder Platz" in german
    assert 'aria-describedby="field-1-hint"' in german
    english = resident.reads(NEW)
    assert english.count("Only the administration and the moderators read this answer.") == 1
    assert english.count("(optional)") == 2
    assert "enctype" not in english


def test_answers_are_kept_clean_in_the_language_of_the_idea(resident: Resident) -> None:
    place, corner, several, long = (
        asks(FieldKind.PLACE, "Wo?"),
        asks(FieldKind.ONE, "Ecke?"),
        asks(FieldKind.SEVERAL, "Wann?"),
        asks(FieldKind.LONG, "Mehr?"),
    )

    answer = sends(
        resident.client,
        language="tr",
        given={
            place: " Dere\u202e\x00 kenarı ",
            corner: "bach",
            several: ["markt", "park"],
            long: "",
        },
    )

    assert answer.status_code == 303
    kept = kept_answers()
    assert {field: (one.text, one.chosen, one.language) for field, one in kept.items()} == {
        place: ("Dere kenarı", [], "tr"),
        corner: ("", ["bach"], "tr"),
        several: ("", ["park", "markt"], "tr"),
    }


def test_everything_that_is_wrong_is_said_at_once_and_everything_typed_is_kept(resident: Resident) -> None:
    place = asks(FieldKind.PLACE, "Wo?", required=True)
    corner = asks(FieldKind.ONE, "Ecke?", required=True)
    several = asks(FieldKind.SEVERAL, "Wann?")
    long = asks(FieldKind.LONG, "Mehr?")
    text = asks(FieldKind.TEXT, "Was noch?")

    answer = sends(
        resident.client,
        text=" ",
        language="ar",
        given={
            several: ["markt", "gone"],
            long: "x" * (LONGEST[FieldKind.LONG] + 1),
            text: HOSTILE,
        },
    )

    assert answer.status_code == 422
    page = answer.text
    summary = page.split('role="alert"')[1].split("</ul>")[0]
    targets = re.findall(r'href="#([^"]+)"', summary)
    assert targets == ["text", f"field-{place}", f"field-{corner}-1", f"field-{several}-1", f"field-{long}"]
    assert all(f'id="{target}"' in page for target in targets)
    for sentence in ("write at least one word", "Please answer this.", "Please choose one of the answers.", "2001"):
        assert page.count(sentence) == 2  # in the summary and at its field
    assert f'aria-describedby="field-{place}-oops" aria-invalid="true"' in page
    assert f'id="field-{place}-oops"' in page
    assert re.search(r'value="markt" checked', page)
    assert "x" * 2_001 in page
    assert "&#34;&gt;&lt;script&gt;" in page
    assert '<option value="ar" lang="ar" selected>' in page
    assert nothing_came()
    assert resident.client.get_cookie("me") is None


def test_public_answers_stand_on_the_idea_and_on_my_page_and_internal_ones_nowhere(house: House) -> None:
    author = house.resident()
    place = asks(FieldKind.PLACE, "Wo ist das?", ar="أين هذا؟")
    corner = asks(FieldKind.SEVERAL, "Welche Ecke?")
    phone = asks(FieldKind.TEXT, "Ihr Telefon?", internal=True)
    given: Given = {place: "Dere <b>kenarı</b>", corner: ["park", "bach"], phone: "0170-77"}
    assert sends(author.client, language="tr", given=given).status_code == 303
    idea = newest()
    house.moderator().approves(idea)

    for who, address in ((house.resident(), f"/ideas/ideen/{idea}?lang=ar"), (author, "/mine?lang=ar")):
        page = who.reads(address)
        assert '<dt><bdi lang="ar" dir="rtl">أين هذا؟</bdi></dt>' in page
        assert '<dd lang="tr" dir="ltr"><p>Dere &lt;b&gt;kenarı&lt;/b&gt;</p></dd>' in page
        assert '<dd><bdi lang="ar" dir="rtl">في الحديقة</bdi></dd>' in page
        assert '<dd><bdi lang="de" dir="ltr">Am Bach</bdi></dd>' in page
        assert "0170-77" not in page
        assert "Ihr Telefon?" not in page


def test_an_internal_answer_stays_internal_when_the_question_becomes_public(house: House) -> None:
    author = house.resident()
    phone = asks(FieldKind.TEXT, "Ihr Telefon?", internal=True)
    sends(author.client, given={phone: "0170-77"})
    changes(phone, internal=False)
    sends(author.client, text="Und Bäume", given={phone: "0170-88"})

    page = author.reads("/mine")

    assert "0170-77" not in page
    assert "0170-88" in page


def test_a_public_answer_goes_when_its_question_becomes_internal_or_is_taken_out(house: House) -> None:
    author = house.resident()
    one, two = asks(FieldKind.TEXT, "Eins?"), asks(FieldKind.TEXT, "Zwei?")
    sends(author.client, given={one: "erste Antwort", two: "zweite Antwort"})
    assert "erste Antwort" in author.reads("/mine")
    assert "zweite Antwort" in author.reads("/mine")

    changes(one, internal=True)
    with database.reading() as session:
        public = answers.answers_for(session, [1], internal=False)
        everything = answers.answers_for(session, [1], internal=True)

    assert [told.answer.text for told in public[1]] == ["zweite Antwort"]
    assert [told.answer.text for told in everything[1]] == ["erste Antwort", "zweite Antwort"]
    assert "erste Antwort" not in author.reads("/mine")


def test_what_was_chosen_stays_readable_when_it_can_be_chosen_no_more(house: House) -> None:
    author = house.resident()
    corner = asks(FieldKind.ONE, "Ecke?")
    sends(author.client, given={corner: "bach"})
    changes(
        corner,
        choices=[
            {"key": "park", "words": {"de": "Im Park"}, "gone": False},
            {"key": "bach", "words": {"de": "Am Bach"}, "gone": True},
        ],
    )

    assert "Am Bach" in author.reads("/mine")
    assert "Am Bach" not in author.reads(NEW)
    assert sends(author.client, given={corner: "bach"}).status_code == 422


def test_who_corrects_the_language_of_an_idea_corrects_that_of_its_answers(house: House) -> None:
    author = house.resident()
    place = asks(FieldKind.PLACE, "Wo?")
    sends(author.client, language="tr", given={place: "Jardin"})

    author.client.post(f"/mine/{newest()}/language", data={"language": "fr"}, headers=SAME_ORIGIN)

    assert kept_answers()[place].language == "fr"


def test_a_question_of_another_collection_or_none_is_passed_over(resident: Resident) -> None:
    place = asks(FieldKind.PLACE, "Wo?")

    odd = {"field-999": "x", "field-": "x", "field-99999999999": "x", "field-x": "x", f"field-{place}": "Park"}
    answer = resident.client.post(NEW, data={"text": "Mehr Bänke", **odd}, headers=SAME_ORIGIN)

    assert answer.status_code == 303
    assert set(kept_answers()) == {place}


def test_answers_can_be_forgotten(house: House) -> None:
    author = house.resident()
    place = asks(FieldKind.PLACE, "Wo?")
    for text in ("Eins", "Zwei"):
        sends(author.client, text=text, given={place: "Canary-7"})

    with database.transaction() as tx:
        answers.forget_answers(tx, [1])

    with database.reading() as session:
        assert session.scalars(select(Answer.contribution_id)).all() == [2]


def test_one_and_three_ideas_with_answers_cost_the_same_statements_on_my_page(house: House) -> None:
    author = house.resident()
    place = asks(FieldKind.PLACE, "Wo?")
    counts = []
    for more in (1, 2):
        for number in range(more):
            sends(author.client, text=f"Idee {number}", given={place: "Park"})
        with counted_statements() as asked:
            author.reads("/mine")
        counts.append(len(asked))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("questions", [1, 4])
def test_the_form_costs_the_same_however_much_it_asks(resident: Resident, questions: int) -> None:
    for number in range(questions):
        asks(FieldKind.SEVERAL, f"Frage {number}?")

    with counted_statements() as asked:
        resident.reads(NEW)

    assert len(asked) <= 4
