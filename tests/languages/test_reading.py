"""A reader gets their language first where somebody vouches for it, and the original with one tap."""

import pytest

from participation.contributions.models import Contribution
from participation.contributions.rules import Status
from participation.foundation import database
from participation.foundation.permissions import Role
from tests.canary import told_in
from tests.conftest import SAME_ORIGIN, House, Moderator, Resident
from tests.ideas.test_board import counted_statements
from tests.languages.desk import GERMAN, TURKISH, said_in, tell, translator, versions_of
from tests.mine.hall import public_author
from tests.threads.talk import begin_talk

BOARD = "/ideas/ideen"


def test_a_german_reader_gets_a_turkish_idea_in_german_and_the_original_with_one_tap(
    house: House, resident: Resident
) -> None:
    idea = tell()
    assert GERMAN not in resident.reads(BOARD)

    translator(house).translates(idea, "de", GERMAN)

    for address in (BOARD, f"{BOARD}/{idea}"):
        page = resident.reads(f"{address}?lang=de")
        assert f'lang="de" dir="auto">{"<a href" if address == BOARD else GERMAN}' in page
        assert f'<div class="words" lang="tr" dir="auto"><p>{TURKISH}</p></div>' in page
        assert '<span class="chip" lang="tr" dir="ltr">Türkçe</span>' in page
    english = said_in(resident.reads(f"{BOARD}?lang=en"))
    assert TURKISH in english
    assert GERMAN not in english


def test_readers_see_who_found_the_words_and_in_which_role_somebody_vouches(house: House, resident: Resident) -> None:
    idea = tell("Daha çok oyun alanı.")
    iris = translator(house)

    iris.translates(idea, "en", "More playgrounds.")

    page = said_in(resident.reads(f"{BOARD}/{idea}?lang=en"))
    assert "Translated by a person from: Türkçe Vouched for as: Interpreter or translator" in page
    assert "Iris" not in page


def test_a_draft_is_for_translators_alone(house: House, resident: Resident) -> None:
    idea = tell("Daha çok ağaç.")

    translator(house).translates(idea, "en", "More trees.", act="draft")

    assert versions_of(idea) == [("en", "draft", "human", "More trees.", False)]
    assert "More trees" not in resident.reads(f"{BOARD}?lang=en")
    assert "More trees" not in resident.reads(f"{BOARD}/{idea}?lang=en")


def test_a_comment_is_read_in_the_readers_language_in_its_thread(house: House) -> None:
    talk = begin_talk(house)
    comment = talk.comment("Gölge de çok önemli bence.", language="tr")
    translator(house).translates(comment, "en", "Shade matters as well, I think.")

    for address in (f"{talk.page}?lang=en", f"/talk/{talk.idea}/{comment}?lang=en"):
        page = house.resident().reads(address)
        assert 'lang="en" dir="auto" data-version><p>Shade matters as well, I think.</p></div>' in page
        assert '<div class="words" lang="tr" dir="auto"><p>Gölge de çok önemli bence.</p></div>' in page
    assert "Shade" not in house.resident().reads(f"{talk.page}?lang=de")


def test_ones_own_words_stay_first(house: House, moderator: Moderator) -> None:
    author = public_author(house, moderator, "Parkta bir çeşme olsun.")
    translator(house).translates(author.id, "en", "A fountain in the park.")

    mine = said_in(author.mine())
    own_page = said_in(author.page(author.phone).text)
    for page in (mine, own_page):
        assert page.index("Parkta bir çeşme") < page.index("As readers of your language get it")
        assert "A fountain in the park." in page
    assert said_in(author.page().text).count("A fountain in the park.") >= 1


def test_the_search_finds_the_words_of_an_approved_version(house: House, resident: Resident) -> None:
    idea, other = tell("Daha çok kitap."), tell("Daha çok müzik.")
    iris = translator(house)
    iris.translates(idea, "de", "Mehr Bücher für Öğretmen.")
    iris.translates(other, "de", "Mehr Musik.", act="draft")

    assert idea in resident.reads(f"{BOARD}?search=bucher ogretmen&lang=ar")
    assert idea not in resident.reads(f"{BOARD}?search=bucher kitap")  # not half in one and half in another language
    assert other not in resident.reads(f"{BOARD}?search=musik")


def test_new_words_of_the_author_make_versions_outdated_and_put_them_first(house: House, moderator: Moderator) -> None:
    author = public_author(house, moderator, "Parkta bank olsun.")
    tell("Başka bir şey olsun.")
    iris = translator(house)
    iris.translates(author.id, "en", "Benches in the park.")
    assert "The original has changed since" not in author.page().text

    author.edits("Parkta bank ve masa olsun.")

    assert versions_of(author.id) == [("en", "approved", "human", "Benches in the park.", False)]  # it still waits
    assert moderator.approves(author.id) == 303
    assert versions_of(author.id) == [("en", "approved", "human", "Benches in the park.", True)]
    page = said_in(author.page().text)
    assert "The original has changed since" in page
    assert "Benches in the park." in page
    listed = iris.reads("/desk/translations?to=en&lang=en")
    assert listed.index("Parkta bank ve masa olsun.") < listed.index("Başka bir şey olsun.")
    assert "The original has changed" in listed
    form = said_in(iris.opens(f"/desk/translations/{author.id}/en"))
    assert "What has changed since it was translated" in form

    iris.translates(author.id, "en", "Benches and tables in the park.")

    assert [one[1:] for one in versions_of(author.id)] == [
        ("former", "human", "Benches in the park.", True),
        ("approved", "human", "Benches and tables in the park.", False),
    ]
    assert "The original has changed since" not in author.page().text


def test_a_version_of_words_that_come_back_is_not_outdated_any_more(house: House, moderator: Moderator) -> None:
    author = public_author(house, moderator, "Parkta lamba olsun.")
    translator(house).translates(author.id, "en", "Lamps in the park.")
    author.edits("Parkta ışık olsun.")
    moderator.approves(author.id)
    assert versions_of(author.id)[0][-1] is True

    assert moderator.undoes(author.id) == 303

    assert versions_of(author.id) == [("en", "approved", "human", "Lamps in the park.", False)]


@pytest.mark.parametrize("status", [Status.TAKEN_DOWN, Status.WAITING, Status.REJECTED])
def test_of_what_nobody_may_read_no_version_is_read_either(house: House, resident: Resident, status: Status) -> None:
    idea = tell("Bunu kimse okumasın.")
    translator(house).translates(idea, "en", "Let nobody read this.")
    assert "Let nobody read this." in resident.reads(f"{BOARD}?lang=en")
    with database.transaction() as tx:
        tx.session.query(Contribution).filter_by(public_id=idea).one().status = status

    for address in (f"{BOARD}?lang=en", f"{BOARD}?lang=en&search=nobody", f"{BOARD}/{idea}?lang=en", "/fields?lang=en"):
        assert "Let nobody read this." not in resident.reads(address)


def test_a_text_whose_language_was_wrong_is_not_read_as_a_version_of_itself(house: House, resident: Resident) -> None:
    idea = tell("More swings, please.", language="tr")
    translator(house).translates(idea, "en", "MORE SWINGS")
    with database.transaction() as tx:
        tx.session.query(Contribution).filter_by(public_id=idea).one().language = "en"

    page = resident.reads(f"{BOARD}/{idea}?lang=en")

    assert "More swings, please." in page
    assert "MORE SWINGS" not in page


def test_a_moderator_reads_a_case_in_their_language_and_decides_about_the_original(house: House) -> None:
    idea = tell("Bu bekliyor daha.", status=Status.WAITING)
    translator(house, Role.MODERATOR).translates(idea, "en", "This is waiting still.")

    page = house.moderator("Mia Beispiel").reads("/desk/queue?lang=en")
    said = said_in(page)

    assert said.index("Bu bekliyor daha.") < said.index("In your language This is waiting still.")
    assert "Decide about the original: a translation may be wrong." in said
    assert '<bdi lang="en" dir="ltr">This is waiting still.</bdi>' in page  # in the list


def test_versions_cost_one_statement_however_many_ideas_and_languages(house: House, resident: Resident) -> None:
    iris = translator(house)
    costs = []
    for count in (1, 3):
        ideas = [tell(f"Fikir {count} {number}") for number in range(count)]
        with counted_statements() as without:
            resident.reads(f"{BOARD}?lang=de")
        for idea in ideas:
            for to in ("de", "en", "ar", "uk"):
                iris.translates(idea, to, f"{to} {idea}")
        with counted_statements() as with_versions:
            resident.reads(f"{BOARD}?lang=de")
        costs += [len(without), len(with_versions)]
        about = [one for one in with_versions if "FROM translation" in one]
        assert len(about) == 1

    assert len(set(costs)) == 1


def test_hostile_words_of_a_translator_stay_words(house: House, resident: Resident) -> None:
    idea = tell("Zararsız bir fikir.")
    attack = "<script>alert(1)</script><img src=x onerror=alert(2)> {{ 7*7 }} \u202eesrever"

    translator(house).translates(idea, "en", attack)

    for address in (f"{BOARD}?lang=en", f"{BOARD}/{idea}?lang=en"):
        page = resident.reads(address)
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "\u202e" not in page


def test_after_a_withdrawal_the_words_of_versions_are_gone_too(house: House, moderator: Moderator) -> None:
    author = public_author(house, moderator, "Kanaryalar için bir kafes.")
    iris = translator(house)
    iris.translates(author.id, "en", "Tweetercanary cage")
    iris.translates(author.id, "en", "Tweetercanary cages")
    iris.translates(author.id, "de", "Tweetercanary", act="draft")
    assert told_in("Tweetercanary") == {"translation"}

    author.withdraws()

    assert told_in("Tweetercanary") == set()
    assert [one[1] for one in versions_of(author.id)] == ["former"] * 3
    assert "Tweetercanary" not in author.page().text
    iris.reads(f"/desk/translations/{author.id}/en", 404)
    answer = house.resident().client.post(f"/mine/{author.id}/withdraw", headers=SAME_ORIGIN)
    assert answer.status_code == 404
