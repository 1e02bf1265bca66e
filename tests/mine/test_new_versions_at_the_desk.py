"""A version that waits: taken, not taken with the reasons, appealed, undone; nothing is kept back in silence."""

import pytest

from participation.process.rules import Moderation
from tests.conftest import House, Moderator, case_of
from tests.mine.hall import Author, author_of, public_author
from tests.threads.talk import set_stage

REASON = {"reason": "off_topic", "note": "Das gehört in ein anderes Thema."}


@pytest.fixture
def aylin(house: House) -> Moderator:
    return house.moderator("Aylin Örnek")


@pytest.fixture
def changed(house: House, moderator: Moderator) -> Author:
    author = public_author(house, moderator, "Ein Garten für die Nachbarschaft")
    house.resident().supports(author.id)
    author.edits("Ein Garten für meinen Laden")
    return author


def test_a_version_is_not_taken_without_a_reason_and_what_is_public_stays(
    changed: Author, moderator: Moderator
) -> None:
    assert moderator.decides(changed.id, "former") == 422
    assert moderator.decides(changed.id, "former", **REASON) == 303

    assert "für die Nachbarschaft" in changed.page().text
    assert changed.statements() == [("version_not_taken", "off_topic", True)]
    mine = changed.mine()
    assert "Your new version was not taken" in mine
    assert "Das gehört in ein anderes Thema." in mine
    assert "how to appeal" in mine
    assert changed.causes() == []
    assert "meinen Laden" not in changed.history().text


def test_an_appeal_puts_it_on_the_table_again_and_somebody_else_decides(
    changed: Author, moderator: Moderator, aylin: Moderator
) -> None:
    moderator.decides(changed.id, "former", **REASON)

    assert changed.appeals("Ich meine den Bauernladen.") == 303

    assert changed.wordings()[-1][2] == "waiting"
    assert moderator.decides(changed.id, "publish") == 409
    page = aylin.reads(f"/desk/queue?case={case_of(changed.id).id}&lang=en")
    assert "The new version that was declined" in page
    assert aylin.decides(changed.id, "publish", note="Sie haben recht.") == 303
    assert "für meinen Laden" in changed.page().text
    assert "Your appeal was right: your new version is public." in changed.mine()
    assert changed.statements() == [("version_not_taken", "off_topic", False)]


def test_it_stays_declined_only_with_an_answer(changed: Author, moderator: Moderator, aylin: Moderator) -> None:
    moderator.decides(changed.id, "former", **REASON)
    changed.appeals()

    assert aylin.decides(changed.id, "former") == 422
    assert aylin.decides(changed.id, "former", note="Werbung bleibt Werbung.") == 303

    assert changed.statements() == [("version_not_taken", "off_topic", True)]
    assert "your new version is not taken" in changed.mine()
    assert "Werbung bleibt Werbung." in changed.mine()
    assert changed.appeals() == 409


def test_a_newer_version_is_read_instead_of_the_declined_one(changed: Author, moderator: Moderator) -> None:
    moderator.decides(changed.id, "former", **REASON)

    changed.edits("Ein Garten für die ganze Straße")

    assert changed.statements() == [("version_not_taken", "off_topic", False)]
    assert changed.appeals() == 409
    assert moderator.approves(changed.id) == 303
    assert "für die ganze Straße" in changed.page().text
    assert [one[2] for one in changed.wordings()] == ["former", "declined", "current"]


def test_undo_lets_the_version_wait_again(changed: Author, moderator: Moderator) -> None:
    moderator.approves(changed.id)
    assert "für meinen Laden" in changed.page().text

    assert moderator.undoes(changed.id) == 303

    assert "für die Nachbarschaft" in changed.page().text
    assert (changed.wordings()[-1][2], changed.causes(), changed.now.edited_at) == ("waiting", ["edited"], None)
    moderator.decides(changed.id, "former", **REASON)
    assert moderator.undoes(changed.id) == 303
    assert (changed.wordings()[-1][2], changed.causes()) == ("waiting", ["edited"])
    assert changed.statements() == [("version_not_taken", "off_topic", False)]
    assert moderator.approves(changed.id) == 303
    assert "für meinen Laden" in changed.page().text


def test_without_these_words_we_gladly_publish_it(house: House, moderator: Moderator, aylin: Moderator) -> None:
    author = author_of(house, "Herr Beispiel soll die Wiese mähen")
    moderator.decides(author.id, "reject", reason="names_person")

    assert author.edits("Jemand soll die Wiese mähen") == "edited-waits"

    assert author.now.status == "rejected"
    assert author.page().status_code == 404
    # the first reading of the new words needs reasons of its own
    assert aylin.decides(author.id, "reject") == 422
    assert aylin.decides(author.id, "reject", reason="off_topic") == 303
    assert author.statements() == [("not_published", "names_person", False), ("not_published", "off_topic", True)]
    author.appeals()
    assert moderator.decides(author.id, "publish") == 303
    assert "Jemand soll die Wiese mähen" in author.page().text
    assert "Herr Beispiel" not in author.page().text
    assert author.history().status_code == 404


def test_what_was_taken_down_does_not_come_back_by_its_history(house: House, moderator: Moderator) -> None:
    set_stage(moderation=Moderation.POST)
    author = author_of(house, "Frau Muster ist an allem schuld")
    house.resident().supports(author.id)
    author.edits("Frau Muster ist an vielem schuld")
    assert author.history().status_code == 200
    moderator.decides(author.id, "reject", reason="names_person")
    assert author.history().status_code == 404

    author.edits("Die Verwaltung ist an vielem schuld")
    moderator.approves(author.id)

    assert "Die Verwaltung" in author.page().text
    assert author.history().status_code == 404
    assert "Frau Muster" in author.history(author.phone).text


def test_hiding_the_whole_contribution_declines_the_version_and_undo_brings_both_back(
    changed: Author, moderator: Moderator
) -> None:
    assert moderator.decides(changed.id, "reject", reason="advertising") == 303
    assert (changed.now.status, changed.wordings()[-1][2]) == ("taken_down", "declined")
    assert changed.statements() == [("taken_down", "advertising", True)]

    moderator.undoes(changed.id)

    assert (changed.now.status, changed.wordings()[-1][2], changed.causes()) == ("published", "waiting", ["edited"])


def test_declined_words_wait_again_once_their_reasons_no_longer_count(
    changed: Author, moderator: Moderator, aylin: Moderator
) -> None:
    moderator.decides(changed.id, "former", **REASON)
    aylin.decides(changed.id, "reject", reason="insult")
    assert changed.statements()[0][2] is False

    moderator.decides(changed.id, "publish")

    assert (changed.now.status, changed.wordings()[-1][2], changed.causes()) == ("published", "waiting", ["edited"])


def test_whoever_reported_it_reads_that_the_words_were_changed(
    house: House, changed: Author, moderator: Moderator
) -> None:
    reporter = house.resident()
    form = {"reason": "advertising", "words": "Das ist Werbung.", "good_faith": "yes"}
    reporter.client.post(f"/report/{changed.id}", data=form, headers={"Sec-Fetch-Site": "same-origin"})

    moderator.decides(changed.id, "publish", note="Nur für die Autorin.")

    page = reporter.reads("/mine?lang=en")
    assert "Its author had changed the words" in page
    assert "Nur für die Autorin." not in page


def test_of_many_at_once_an_edited_one_is_looked_at_alone(house: House, moderator: Moderator) -> None:
    texts = [f"Wir wollen endlich mehr Bänke und mehr Schatten im Park am Bach haben {number}" for number in "ab"]
    first, second = (public_author(house, moderator, text) for text in texts)
    second.edits("Kauft bei mir, ganz billig")
    page = moderator.reads("/desk/queue?lang=en")
    assert "that says the same" not in page
    assert first.now.text == texts[0]
