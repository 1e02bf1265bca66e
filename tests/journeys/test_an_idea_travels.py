"""From a Turkish sentence on a phone to the board, and the answer back to its author."""

import pytest

from participation.foundation import audit, database
from tests.conftest import SAME_ORIGIN, House, Moderator, Resident, case_of

TURKISH = "Daha çok dil kursu istiyoruz. Akşamları da olsun."


def test_an_idea_in_turkish_waits_for_the_moderator_and_then_stands_on_the_board(
    resident: Resident, moderator: Moderator
) -> None:
    idea = resident.posts(TURKISH)

    assert "dil kursu" not in resident.reads("/ideas/ideen")
    assert "Daha çok dil kursu istiyoruz." in moderator.reads("/desk/queue")

    assert moderator.approves(idea) == 303

    board = resident.reads("/ideas/ideen?lang=ar")
    assert '<html lang="ar" dir="rtl"' in board
    assert '<h3 lang="tr" dir="auto">' in board
    assert "Daha çok dil kursu istiyoruz." in board


@pytest.mark.parametrize("lang", ["de", "en", "tr", "ar"])
def test_a_rejected_idea_tells_its_author_why_in_their_language(house: House, lang: str) -> None:
    author, moderator = house.resident(), house.moderator()
    idea = author.posts("Der Hausmeister in der Musterstraße 4 schreit.", language="de")

    assert moderator.decides(idea, "reject", reason="names_person", note="Bitte ohne Namen.") == 303

    mine = author.reads(f"/mine?lang={lang}")
    with house.app.test_request_context(f"/?lang={lang}"):
        from flask_babel import gettext  # noqa: PLC0415 - needs the request

        from participation.moderation.rules import REASON_SENTENCES, Reason  # noqa: PLC0415 - beside its use

        sentence = gettext(REASON_SENTENCES[Reason.NAMES_PERSON])
    assert sentence in mine
    assert "Bitte ohne Namen." in mine
    assert "Hausmeister" not in house.resident().reads("/ideas/ideen")


def test_a_rejection_without_a_rule_is_refused_and_changes_nothing(resident: Resident, moderator: Moderator) -> None:
    idea = resident.posts(TURKISH)

    assert moderator.decides(idea, "reject") == 422
    assert case_of(idea).open


def test_a_decision_can_be_undone_and_the_idea_waits_again(resident: Resident, moderator: Moderator) -> None:
    idea = resident.posts(TURKISH)
    moderator.approves(idea)
    assert "dil kursu" in resident.reads("/ideas/ideen")

    assert moderator.undoes(idea) == 303

    assert "dil kursu" not in resident.reads("/ideas/ideen")
    assert case_of(idea).open


def test_of_two_moderators_with_the_same_view_only_one_decides(house: House, resident: Resident) -> None:
    idea = resident.posts(TURKISH)
    first, second = house.moderator("Max Beispiel"), house.moderator("Aylin Örnek")
    case = case_of(idea)
    late = {
        "verdict": "reject",
        "reason": "off_topic",
        "revision": str(case.revision),
        "form_token": second.form_token(),
    }

    assert first.approves(idea) == 303

    assert second.client.post(f"/desk/queue/{case.id}", data=late, headers=SAME_ORIGIN).status_code == 409
    assert "dil kursu" in resident.reads("/ideas/ideen")


def test_reading_sets_no_cookie_and_the_first_act_does(house: House) -> None:
    reader = house.resident()

    for address in ("/", "/ideas/ideen", "/ideas/ideen/new", "/mine", "/recover", "/?lang=ar"):
        assert "Set-Cookie" not in reader.client.get(address).headers, address

    reader.posts(TURKISH)
    assert reader.client.get_cookie("me") is not None


def test_a_person_supports_an_idea_once_and_may_take_it_back(house: House, moderator: Moderator) -> None:
    idea = house.resident().posts(TURKISH)
    moderator.approves(idea)
    neighbour = house.resident()

    assert [neighbour.supports(idea), neighbour.supports(idea)] == [303, 303]
    assert house.resident().supports(idea) == 303
    assert support_of(neighbour, idea) == 2

    neighbour.supports(idea, "no")
    neighbour.supports(idea, "no")
    assert support_of(neighbour, idea) == 1


def support_of(reader: Resident, idea: str) -> int:
    page = reader.reads(f"/ideas/ideen/{idea}")
    return int(page.split('<span class="num">')[1].split("<")[0])


def test_a_hidden_idea_cannot_be_read_or_supported_by_others(house: House) -> None:
    author, other = house.resident(), house.resident()
    idea = author.posts(TURKISH)

    assert author.client.get(f"/ideas/ideen/{idea}").status_code == 200
    assert other.client.get(f"/ideas/ideen/{idea}").status_code == 404
    assert other.supports(idea) == 404


def test_the_recovery_code_leads_back_on_another_device(house: House) -> None:
    phone, tablet = house.resident(), house.resident()
    phone.posts(TURKISH)
    code = phone.reads("/mine").split('<bdi dir="ltr">')[1].split("<")[0]
    typed = code.replace("-", " ").lower()

    answer = tablet.client.post("/recover", data={"code": typed}, headers=SAME_ORIGIN)

    assert answer.status_code == 303
    assert "Daha çok dil kursu istiyoruz." in tablet.reads("/mine")


def test_a_wrong_recovery_code_is_refused_in_words_and_kept_in_the_field(house: House) -> None:
    answer = house.resident().client.post("/recover?lang=en", data={"code": "AAAAA-BBBBB"}, headers=SAME_ORIGIN)

    assert answer.status_code == 422
    assert "We do not know this code." in answer.text
    assert 'value="AAAAA-BBBBB"' in answer.text


def test_the_author_corrects_the_language_and_nobody_else_may(house: House) -> None:
    author, other = house.resident(), house.resident()
    idea = author.posts("Park", page="de")
    other.posts("Etwas anderes, damit ein Cookie da ist.")
    address, form = f"/mine/{idea}/language", {"language": "tr"}

    assert other.client.post(address, data=form, headers=SAME_ORIGIN).status_code == 404
    assert author.client.post(address, data=form, headers=SAME_ORIGIN).status_code == 303
    assert '<h2 lang="tr"' in author.reads("/mine")


def test_the_way_is_the_same_on_postgresql(house_on_postgres: House) -> None:
    author, moderator = house_on_postgres.resident(), house_on_postgres.moderator()
    idea = author.posts(TURKISH)
    moderator.approves(idea)

    assert [house_on_postgres.resident().supports(idea) for _ in range(3)] == [303, 303, 303]
    assert support_of(author, idea) == 3
    assert "dil kursu" in author.reads("/ideas/ideen?search=KURSU&order=support")
    with database.reading() as session:
        assert audit.first_broken(session) is None
