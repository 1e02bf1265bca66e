"""An author changes their own words: simply until somebody reacts, as a version afterwards; nothing typed is lost."""

import pytest

from participation.foundation import audit, database
from participation.process.rules import Moderation
from tests.conftest import SAME_ORIGIN, House, Moderator, case_of
from tests.mine.hall import Author, author_of, public_author
from tests.threads.talk import set_stage


def test_what_waits_says_the_new_words_and_whoever_reads_the_old_ones_hears_of_it(
    house: House, moderator: Moderator
) -> None:
    author = author_of(house, "Mehr Bänke am Kanal")
    seen = str(case_of(author.id).revision)

    assert author.edits("Mehr Bänke am Kanal, mit Lehne") == "edited"

    assert author.now.text == "Mehr Bänke am Kanal, mit Lehne"
    assert author.causes() == ["new"]
    assert moderator.decides(author.id, "publish", revision=seen) == 409
    assert moderator.approves(author.id) == 303
    page = author.page().text
    assert "mit Lehne" in page
    assert "edited on" not in page
    assert author.history().status_code == 404
    assert [said[1:] for said in author.wordings()] == [
        ("Mehr Bänke am Kanal", "former", False),
        ("Mehr Bänke am Kanal, mit Lehne", "current", False),
    ]
    with database.reading() as session:
        assert audit.first_broken(session) is None


def test_where_a_person_reads_first_the_public_words_stay_until_then(house: House, moderator: Moderator) -> None:
    author = public_author(house, moderator, "Ein Brunnen am Markt")

    assert author.edits("Ein Trinkbrunnen am Markt") == "edited-waits"

    assert "Ein Brunnen am Markt" in author.page().text
    assert "Trinkbrunnen" not in author.page().text
    mine = author.mine()
    assert "Your new version waits for a person" in mine
    assert "<ins>" in mine
    assert author.causes() == ["edited"]
    desk = moderator.reads(f"/desk/queue?case={case_of(author.id).id}&lang=en")
    assert "A new version waits" in desk
    assert "Take the new version" in desk
    assert "Do not take the new version" in desk

    assert moderator.approves(author.id) == 303

    assert "Ein Trinkbrunnen am Markt" in author.page().text
    assert "Your new version waits" not in author.mine()
    # nobody had reacted, so it is simply corrected
    assert "edited on" not in author.page().text
    assert author.history().status_code == 404
    assert author.history(author.phone).status_code == 200


def test_after_the_first_reaction_everybody_can_compare_the_versions(house: House, moderator: Moderator) -> None:
    author = public_author(house, moderator, "Ein Spielplatz am Hang")
    house.resident().supports(author.id)

    author.edits("Ein Spielplatz am Hang, mit Schatten")
    moderator.approves(author.id)

    assert "edited on" in author.page().text
    history = author.history().text
    assert "<ins>" in history
    assert "mit Schatten" in history
    assert [one[2:] for one in author.wordings()] == [("former", True), ("current", False)]


def test_where_people_read_afterwards_new_words_are_public_at_once_and_read_by_a_person(
    house: House, moderator: Moderator
) -> None:
    set_stage(moderation=Moderation.POST)
    author = author_of(house, "Eine Rampe am Bahnhof")
    house.resident().supports(author.id)
    moderator.approves(author.id)

    assert author.edits("Eine Rampe und ein Aufzug am Bahnhof") == "edited-public"

    assert "ein Aufzug" in author.page().text
    assert author.causes() == ["edited"]
    assert "What its author changed" in moderator.reads(f"/desk/queue?case={case_of(author.id).id}&lang=en")
    assert moderator.approves(author.id) == 303
    assert author.causes() == []


def test_a_comment_can_be_changed_as_well(house: House, moderator: Moderator) -> None:
    author = public_author(house, moderator, "Lichter im Tunnel")
    set_stage(may_comment=True, moderation=Moderation.POST)
    phone = house.resident()
    answer = phone.client.post(f"/talk/{author.id}", data={"text": "Dann aber warm."}, headers=SAME_ORIGIN)
    comment = Author(house, phone, newest_comment(answer.location))

    assert comment.edits("Dann aber warmes Licht.") == "edited-public"

    assert "warmes Licht" in author.page().text
    assert "warm." not in author.page().text


def newest_comment(address: str) -> str:
    return address.split("/talk/")[1].split("/")[1].partition("?")[0].partition("#")[0]


def test_two_windows_no_word_is_lost_and_the_present_text_stands_beside(house: House) -> None:
    author = author_of(house, "Ein Zebrastreifen")
    author.opens()
    old = dict(author.seen)
    author.edits("Ein Zebrastreifen vor der Schule")

    author.seen = old
    answer = author.sends("Ein Zebrastreifen vor der Kita")

    assert answer.status_code == 409
    assert "in another window or on another device" in answer.text
    assert ">Ein Zebrastreifen vor der Kita</textarea>" in answer.text
    assert "What it says now" in answer.text
    assert "Ein Zebrastreifen vor der Schule" in answer.text
    assert author.now.text == "Ein Zebrastreifen vor der Schule"
    author.seen = {"seen": answer.text.split('name="seen" value="')[1].split('"')[0]}
    assert author.sends("Ein Zebrastreifen vor Schule und Kita").status_code == 303


def test_the_same_form_sent_twice_is_one_edit_and_going_back_loses_nothing(house: House) -> None:
    author = author_of(house, "Ein Wochenmarkt")
    author.opens()

    first, second = author.sends("Ein Wochenmarkt am Samstag"), author.sends("Ein Wochenmarkt am Samstag")

    assert "said=edited" in first.location
    assert "said=nothing-edited" in second.location
    assert len(author.wordings()) == 2
    # back, other words, sent again
    answer = author.sends("Ein Wochenmarkt am Sonntag")
    assert (answer.status_code, "am Sonntag</textarea>" in answer.text) == (409, True)


def test_only_the_newest_version_waits(house: House, moderator: Moderator) -> None:
    author = public_author(house, moderator, "Eine Bücherzelle")

    author.edits("Eine Bücherzelle am Platz")
    author.edits("Eine Bücherzelle am Bach")

    assert [one[2] for one in author.wordings()] == ["current", "passed_over", "waiting"]
    assert author.causes() == ["edited"]
    moderator.approves(author.id)
    assert author.now.text == "Eine Bücherzelle am Bach"


@pytest.mark.parametrize("typed", ["", "   ", "ä" * 5_001])
def test_what_is_refused_comes_back_with_what_was_typed(house: House, typed: str) -> None:
    author = author_of(house, f"Ein Baum mehr {len(typed)}")
    author.opens()

    answer = author.sends(typed)

    assert answer.status_code == 422
    assert "Nothing is changed yet" in answer.text
    assert f">{typed}</textarea>" in answer.text


def test_somebody_elses_words_are_not_there_to_be_changed(house: House) -> None:
    author, stranger = author_of(house, "Ein Steg am See"), house.resident()
    stranger.posts("Etwas anderes")
    for act in ("edit", "withdraw"):
        assert stranger.client.get(f"/mine/{author.id}/{act}").status_code == 404
        form = {"text": "Nichts", "seen": "1"}
        assert stranger.client.post(f"/mine/{author.id}/{act}", data=form, headers=SAME_ORIGIN).status_code == 404
    assert author.now.text == "Ein Steg am See"


def test_edits_have_a_pace_of_their_own(house: House) -> None:
    author = author_of(house, "Ein Radweg")
    said = [author.edits(f"Ein Radweg, Fassung {number}") for number in range(10)]
    assert said == ["edited"] * 10
    author.opens()

    answer = author.sends("Ein Radweg, zu schnell")

    assert answer.status_code == 429
    assert "Ein Radweg, zu schnell</textarea>" in answer.text


def test_the_language_is_recognised_anew_unless_the_author_says_it(house: House) -> None:
    author = author_of(house, "Wir brauchen mehr Bänke und Bäume in der Stadt")

    author.edits("Parkta daha fazla ağaç ve oturacak yer istiyoruz")
    assert (author.now.language, author.now.language_by) == ("tr", "recognised")
    author.edits("Bänke, bitte", language="so")
    assert (author.now.language, author.now.language_by) == ("so", "author")
    assert author.edits("Bänke, bitte", language="tr") == "edited"
    author.edits("Hmm")
    assert "language" in author.causes()


def test_new_links_are_noticed_and_the_search_finds_the_new_words(house: House, moderator: Moderator) -> None:
    set_stage(moderation=Moderation.POST)
    author = author_of(house, "Ein Café im Rathaus")

    author.edits("Ein Teehaus, siehe https://example.org/tee")

    author.edits("Ein Teehaus, siehe https://example.org/kaffee")
    assert author.causes().count("rule") == 1
    assert author.edits("Ein Teehaus im Rathaus") == "edited-public"
    assert "example.org" not in moderator.reads(f"/desk/queue?case={case_of(author.id).id}&lang=en").split("<h3")[0]
    assert author.id in house.resident().reads("/ideas/ideen?search=teehaus")
    assert author.id not in house.resident().reads("/ideas/ideen?search=café")


def test_while_the_collection_is_closed_ones_own_words_can_still_be_changed(house: House, moderator: Moderator) -> None:
    author = public_author(house, moderator, "Ein Platz für alle")
    set_stage(may_submit=False)

    assert author.edits("Ein Platz für alle und jeden") == "edited-waits"
