"""Talking about an idea: place, tone, who speaks, quotes, what waits, what was taken down, and one comment once."""

import re

import pytest
from sqlalchemy import select

from participation.contributions.models import Contribution
from participation.foundation import database
from participation.foundation.permissions import Role
from participation.people import service as people
from participation.process.rules import Moderation
from participation.threads.rules import ANSWERS_SHOWN, BRANCH_PAGE, PER_PAGE
from tests.conftest import SAME_ORIGIN, House, Moderator
from tests.threads.talk import Talk, begin_talk, newest, set_stage, write_many


def colleague(house: House, name: str, role: Role) -> Moderator:
    client = house.app.test_client()
    with database.transaction() as tx:
        person = people.open_account(tx, 1, name, [role])
        token = people.write_link(tx, person)
    client.post("/sign-in", data={"token": token}, headers=SAME_ORIGIN)
    return Moderator(client)


def order_of(page: str, *words: str) -> list[str]:
    """The words in the order in which they stand on the page."""
    return sorted((word for word in words if word in page), key=page.index)


def test_a_comment_in_arabic_stands_under_the_idea_in_its_own_language_and_direction(talk: Talk) -> None:
    talk.comment("نحن بحاجة إلى مقاعد قرب المدرسة", stance="for")

    page = talk.reads("?lang=de")

    assert '<div class="words" lang="ar" dir="auto"><p>نحن بحاجة إلى مقاعد قرب المدرسة</p></div>' in page
    assert 'lang="ar" dir="rtl">العربية' in page


def test_answers_stand_under_what_they_answer_down_to_the_third_level(talk: Talk) -> None:
    first = talk.comment("Wo genau?")
    second = talk.comment("Am Bach.", to=first)
    third = talk.comment("Da ist es laut.", to=second)
    beside = talk.comment("Nur am Morgen.", to=third)

    places = [talk.place(one) for one in (first, second, third, beside)]

    assert [one.depth for one in places] == [1, 2, 3, 3]
    assert places[3].parent_id == places[1].comment_id
    assert places[3].answers_id == places[2].comment_id
    assert re.search(r"Antwort auf Person 3|Answers Person 3", talk.reads("?lang=en"))
    assert order_of(talk.reads(), "Wo genau?", "Am Bach.", "laut", "Nur am Morgen") == [
        "Wo genau?",
        "Am Bach.",
        "laut",
        "Nur am Morgen",
    ]


def test_one_can_tell_who_speaks_without_a_name(talk: Talk) -> None:
    anna, ben = talk.house.resident().client, talk.house.resident().client
    voices = [talk.place(talk.says(client, text)[1]).voice for client, text in ((anna, "A"), (ben, "B"), (anna, "C"))]

    assert voices == [1, 2, 1]
    assert "Person 2" in talk.reads("?lang=en")


def test_whoever_had_the_idea_is_known_as_such(house: House) -> None:
    author = house.resident()
    idea = author.posts("Ein Brunnen am Markt")
    house.moderator().approves(idea)
    set_stage(moderation=Moderation.POST)
    talk = Talk(house, idea)

    talk.says(author.client, "Mit Trinkwasser, meine ich.")
    talk.comment("Gute Idee.")

    page = talk.reads("?lang=en&order=oldest")
    assert page.count("had this idea") == 1
    assert page.index("had this idea") < page.index("Gute Idee.")


def test_a_colleague_shows_a_role_they_hold_and_no_other(talk: Talk) -> None:
    office = colleague(talk.house, "Erika Muster", Role.ADMINISTRATION)
    token = {"form_token": office.form_token()}

    talk.says(office.client, "Wir fragen nach.", speaks_as="administration", **token)
    talk.says(office.client, "Ganz privat.", speaks_as="", **token)
    talk.says(office.client, "Ich moderiere.", speaks_as="moderator", **token)
    talk.says(talk.house.resident().client, "Ich bin die Stadt.", speaks_as="administration")

    page = talk.reads("?lang=en&order=oldest")
    assert page.count("<bdi>Erika Muster</bdi>") == 1
    assert page.count('<span class="badge">Administration</span>') == 1
    assert page.index("Erika Muster") < page.index("Wir fragen nach.") < page.index("Ganz privat.")


def test_an_organisation_speaks_under_its_name(talk: Talk) -> None:
    speaker = colleague(talk.house, "Verein Brücke e. V.", Role.ORGANISATION)

    assert talk.says(speaker.client, "Wir helfen mit.", speaks_as="organisation")[0] == 303

    assert "<bdi>Verein Brücke e. V.</bdi>" in talk.reads()


def test_a_quote_shows_their_words_and_leads_to_them(talk: Talk) -> None:
    first = talk.comment("Die Bänke am Bach sind morsch.")
    talk.comment("Welche denn?", to=first, quote="Bänke am  Bach")
    talk.comment("Auch im Winter?", quote="Auch im Schatten.")

    page = talk.reads("?lang=en")
    assert '<blockquote lang="de" dir="auto">Bänke am Bach</blockquote>' in page
    assert f"/talk/{talk.idea}/{first}" in page
    assert "From the idea" in page


def test_nobody_is_quoted_with_words_they_never_wrote_and_the_text_stays(talk: Talk) -> None:
    first = talk.comment("Die Bänke am Bach sind morsch.")
    client = talk.house.resident().client

    answer = client.post(
        f"/talk/{talk.idea}?lang=en",
        data={"text": "Das ist frech!", "to": first, "quote": "Alle Bänke sind hässlich"},
        headers=SAME_ORIGIN,
    )

    assert answer.status_code == 422
    assert "does not stand in that comment" in answer.text
    assert "Das ist frech!" in answer.text
    assert "Alle Bänke sind hässlich" in answer.text


def test_what_was_taken_down_is_quoted_no_more_and_keeps_its_place(talk: Talk, moderator: Moderator) -> None:
    first = talk.comment("Der Hausmeister ist ein Wort zu viel.")
    talk.comment("Bitte sachlich bleiben.", to=first, quote="ein Wort zu viel")

    moderator.decides(first, "reject", reason="insult")

    page = talk.reads("?lang=en")
    assert "Wort zu viel" not in page
    assert "stood here" in page
    assert "Bitte sachlich bleiben." in page
    assert "Wort zu viel" not in talk.house.resident().reads(f"/talk/{talk.idea}/{first}")


def test_before_a_moderator_has_read_it_only_its_author_sees_a_comment(house: House) -> None:
    talk = begin_talk(house, Moderation.PRE)
    author = house.resident()
    _, comment = talk.says(author.client, "Ich warte noch.")

    assert "Ich warte noch." in author.reads(talk.page)
    assert "Ich warte noch." in author.reads("/mine")
    assert "Ich warte noch." not in talk.reads()
    assert house.resident().client.get(f"/talk/{talk.idea}/{comment}").status_code == 404

    house.moderator().approves(comment)

    assert "Ich warte noch." in talk.reads()


def test_nothing_is_said_under_an_idea_that_is_not_public(house: House) -> None:
    idea = house.resident().posts("Noch nicht gelesen")
    client = house.resident().client

    assert Talk(house, idea).says(client, "Schon gesehen")[0] == 404
    assert newest() == idea


def test_a_comment_is_answered_not_commented_and_is_no_idea(talk: Talk) -> None:
    comment = talk.comment("Ein Kommentar vom Bach")
    client = talk.house.resident().client

    assert client.get(f"/talk/{comment}").status_code == 404
    assert client.get(f"/ideas/ideen/{comment}").status_code == 404
    assert talk.house.resident().supports(comment) == 404
    assert "vom Bach" not in talk.house.resident().reads("/ideas/ideen?search=bach")
    assert "1 comment" in talk.house.resident().reads("/ideas/ideen?lang=en")


def test_comments_of_another_idea_are_not_answered_here(talk: Talk) -> None:
    other = begin_talk(talk.house)
    theirs = other.comment("Dort gesagt")
    client = talk.house.resident().client

    answer = client.post(f"/talk/{talk.idea}?lang=en", data={"text": "Hier?", "to": theirs}, headers=SAME_ORIGIN)

    assert answer.status_code == 409
    assert "Hier?" in answer.text
    assert client.get(f"/talk/{talk.idea}/{theirs}").status_code == 404


def test_while_comments_are_closed_everybody_reads_and_the_text_stays(talk: Talk) -> None:
    first = talk.comment("Früh gesagt")
    set_stage(may_comment=False)
    client = talk.house.resident().client

    answer = client.post(f"/talk/{talk.idea}?lang=en", data={"text": "Zu spät"}, headers=SAME_ORIGIN)

    assert answer.status_code == 409
    assert "Comments are closed" in answer.text
    assert "Zu spät" in answer.text
    assert talk.helps(client, first) == 409
    assert "Früh gesagt" in talk.reads()
    assert "<textarea" not in talk.reads()
    assert "Comments are closed" in client.get(f"/talk/{talk.idea}/new?lang=en").text


@pytest.mark.parametrize(("text", "sentence"), [("  \n", "There is no text yet"), ("x" * 5001, "5001 characters")])
def test_what_cannot_be_taken_is_said_in_words(talk: Talk, text: str, sentence: str) -> None:
    first = talk.comment("Wie viele?")
    client = talk.house.resident().client

    answer = client.post(f"/talk/{talk.idea}?lang=en", data={"text": text, "to": first}, headers=SAME_ORIGIN)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert "Set-Cookie" not in answer.headers


def test_a_second_click_keeps_one_comment_and_leads_to_it(talk: Talk) -> None:
    client = talk.house.resident().client
    form = {"text": "Nur einmal", "once": "0123456789abcdef0123"}

    answers = [client.post(f"/talk/{talk.idea}", data=form, headers=SAME_ORIGIN) for _ in range(2)]

    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert talk.reads().count("<p>Nur einmal</p>") == 1


def test_whoever_goes_back_and_writes_something_else_says_something_else(talk: Talk) -> None:
    client = talk.house.resident().client
    for words in ("Zuerst dies", "Dann das"):
        form = {"text": words, "once": "0123456789abcdef0123"}
        assert client.post(f"/talk/{talk.idea}", data=form, headers=SAME_ORIGIN).status_code == 303

    assert "Zuerst dies" in talk.reads()
    assert "Dann das" in talk.reads()


def test_a_script_gets_its_comment_as_it_stands_and_refusals_as_sentences(talk: Talk) -> None:
    client = talk.house.resident().client
    headers = {**SAME_ORIGIN, "Accept": "application/json"}
    first = talk.comment("Anfang")

    told = client.post(f"/talk/{talk.idea}?lang=en", data={"text": "Danke", "to": first}, headers=headers).get_json()
    refused = client.post(f"/talk/{talk.idea}?lang=en", data={"text": ""}, headers=headers)

    [item] = told["items"]
    assert (item["under"], told["public"]) == (first, True)
    assert "<p>Danke</p>" in item["html"]
    assert '<span class="badge">you</span>' in item["html"]
    assert refused.status_code == 422
    assert refused.get_json()["sentence"].startswith("There is no text yet")


def test_others_say_what_helps_once_each_and_take_it_back(talk: Talk) -> None:
    author = talk.house.resident().client
    _, comment = talk.says(author, "Der Bus fährt um zehn.")
    reader = talk.house.resident().client

    assert [talk.helps(reader, comment), talk.helps(reader, comment)] == [303, 303]
    assert "Helpful" in talk.reads("?lang=en")
    assert supporters(comment) == 1
    assert talk.helps(author, comment) == 409
    assert talk.helps(reader, comment, "no") == 303
    assert supporters(comment) == 0
    assert talk.helps(reader, "no-such-comment") == 404


def supporters(comment: str) -> int:
    with database.reading() as session:
        return session.scalars(select(Contribution.support_count).where(Contribution.public_id == comment)).one()


def test_orders_and_stances_are_addresses(talk: Talk) -> None:
    for text, stance in (("Erster", "for"), ("Zweiter", "against"), ("Dritter", "question")):
        helpful = talk.comment(text, stance=stance)
        if text == "Zweiter":
            talk.helps(talk.house.resident().client, helpful)
    words = ("Erster", "Zweiter", "Dritter")

    assert order_of(talk.reads(), *words)[0] == "Zweiter"
    assert order_of(talk.reads("?order=oldest"), *words) == ["Erster", "Zweiter", "Dritter"]
    assert order_of(talk.reads("?order=newest"), *words) == ["Dritter", "Zweiter", "Erster"]
    assert order_of(talk.reads("?stance=against"), *words) == ["Zweiter"]
    assert order_of(talk.reads("?order=taste&stance=loud&page=many"), *words)[0] == "Zweiter"
    assert (
        talk.house.resident()
        .client.get(f"/talk/{talk.idea}?order=oldest&page=2")
        .headers["Location"]
        .endswith(f"{talk.page}?order=oldest&page=2#comments")
    )


def test_while_figures_are_kept_back_no_order_and_no_number_tells_what_helps(talk: Talk) -> None:
    first = talk.comment("Leise")
    talk.comment("Laut")
    talk.helps(talk.house.resident().client, first)
    set_stage(results_hidden=True)
    reader = talk.house.resident()

    page = reader.reads(f"{talk.page}?order=helpful&lang=en")
    answer = reader.client.post(
        f"/talk/{talk.idea}/{first}/helpful",
        data={"support": "yes"},
        headers={**SAME_ORIGIN, "Accept": "application/json"},
    )

    assert order_of(page, "Leise", "Laut") == ["Laut", "Leise"]
    assert "Helpful first" not in page
    assert answer.get_json() == {"supported": True, "count": None}


def test_a_long_thread_comes_page_by_page_with_the_first_answers_of_each(talk: Talk) -> None:
    write_many(talk.idea, PER_PAGE + 5, ANSWERS_SHOWN + 2)

    page = talk.reads("?order=oldest&lang=en")

    assert page.count("<p>Beitrag") == PER_PAGE
    assert page.count("<p>Antwort") == PER_PAGE * ANSWERS_SHOWN
    assert page.count("2 more answers") == PER_PAGE
    assert talk.reads("?order=oldest&page=2").count("<p>Beitrag") == 5
    more = talk.house.resident().client.get(
        f"/talk/{talk.idea}?order=oldest&page=2", headers={"Accept": "application/json"}
    )
    assert more.get_json()["html"].count("<p>Beitrag") == 5


def test_a_long_conversation_has_pages_and_a_link_to_a_comment_leads_to_its_page(talk: Talk) -> None:
    write_many(talk.idea, 1, BRANCH_PAGE + 10)
    last = newest()

    page = talk.house.resident().reads(f"/talk/{talk.idea}/{last}?lang=en")

    assert "Page 2 of 2" in page
    assert f'id="c-{last}"' in page
    assert page.count("<p>Antwort") == 10
    assert "<p>Beitrag" in page  # what it all began with stands on every page
    first = talk.house.resident().reads(f"/talk/{talk.idea}/{last}?page=1")
    assert first.count("<p>Antwort") == BRANCH_PAGE


def test_a_page_to_quote_begins_with_their_words(talk: Talk) -> None:
    first = talk.comment("Die Bänke am Bach sind morsch.")
    reader = talk.house.resident()

    page = reader.reads(f"/talk/{talk.idea}/new?to={first}&quoting=1&lang=en")
    own_choice = reader.reads(f"/talk/{talk.idea}/new?to={first}&quoting=1&quote=Bach")

    assert re.search(r"<textarea[^>]*name=\"quote\"[^>]*>Die Bänke am Bach sind morsch.</textarea>", page)
    assert re.search(r"<textarea[^>]*name=\"quote\"[^>]*>Bach</textarea>", own_choice)
    assert "Mehr Bänke im Park. Auch im Schatten.</textarea>" in reader.reads(f"/talk/{talk.idea}/new?quoting=1")


def test_what_is_new_since_a_reader_came(talk: Talk, moderator: Moderator) -> None:
    talk.comment("Alt")
    reader = talk.house.resident().client
    seen = reader.get(f"/talk/{talk.idea}/now").get_json()["frame"]["seq"]
    first = talk.comment("Neu")
    withdrawn = talk.comment("Gleich wieder weg")
    moderator.decides(withdrawn, "reject", reason="off_topic")

    told = reader.get(f"/talk/{talk.idea}/since?seen={seen}").get_json()

    assert seen == 1
    assert [item["id"] for item in told["items"]] == [first]
    assert (told["seen"], told["ever"]) == (3, 3)
    assert reader.get(f"/talk/{talk.idea}/since?seen=wrong").status_code == 200


def test_my_contributions_know_my_comments_and_what_was_said_under_my_ideas(house: House) -> None:
    author = house.resident()
    idea = author.posts("Ein Brunnen am Markt")
    house.moderator().approves(idea)
    set_stage(moderation=Moderation.POST)
    talk = Talk(house, idea)
    talk.comment("Prima")
    _, own = talk.says(author.client, "Danke dafür")

    mine = author.reads("/mine?lang=en")

    assert f"/talk/{idea}/{own}" in mine
    assert "2 comments" in mine
    assert "A comment" in mine


def test_a_collection_that_takes_only_comments_is_open_now(talk: Talk) -> None:
    set_stage(may_submit=False, may_support=False)
    assert 'href="/ideas/ideen"' in talk.house.resident().reads("/").split("<main")[1]

    set_stage(may_comment=False)
    assert 'href="/ideas/ideen"' not in talk.house.resident().reads("/").split("<main")[1].split("</main>")[0]
