"""Whatever is typed: nothing executes, nothing crashes, nothing typed is lost."""

import json
from pathlib import Path

import pytest

from participation.foundation import database
from participation.foundation.text import MAX_CHARACTERS
from participation.moderation.queries import count_waiting
from tests.conftest import SAME_ORIGIN, House, Moderator, Resident

SECURITY = Path("../shared/data/security")
OWN_SAMPLE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1) https://example.org/<svg/onload=alert(1)>",
    "{{ 7*7 }} ${7*7} <%= 7*7 %>",
    "' OR 1=1; DROP TABLE contribution; --",
    "\u202eevil\u202c \u2066open isolate",
    "a\x00b\x07c",
    "👩‍👩‍👧‍👦 ناس‌ها می‌آیند",
    "=cmd|' /C calc'!A0",
]


def test_an_empty_idea_is_refused_with_a_sentence(resident: Resident) -> None:
    for typed in ("", "   \n ", "\u200b\u200d", "\x00\x01"):
        answer = resident.client.post("/ideas/ideen/new?lang=en", data={"text": typed}, headers=SAME_ORIGIN)
        assert answer.status_code == 422
        assert "Please write at least one word." in answer.text


def test_a_text_that_is_too_long_is_kept_and_the_sentence_says_what_to_do(resident: Resident) -> None:
    typed = "ä" * (MAX_CHARACTERS + 1)

    answer = resident.client.post("/ideas/ideen/new?lang=en", data={"text": typed}, headers=SAME_ORIGIN)

    assert answer.status_code == 422
    assert "5001 characters" in answer.text
    assert typed in answer.text
    assert resident.client.get_cookie("me") is None


def test_a_huge_body_is_refused_with_a_sentence(resident: Resident) -> None:
    answer = resident.client.post("/ideas/ideen/new?lang=en", data={"text": "x" * 400_000}, headers=SAME_ORIGIN)

    assert answer.status_code == 413
    assert "more than a form may carry" in answer.text


@pytest.mark.parametrize("typed", OWN_SAMPLE)
def test_no_markup_of_a_resident_reaches_a_page(house: House, typed: str) -> None:
    author, moderator = house.resident(), house.moderator()
    idea = author.posts(typed)
    moderator.approves(idea)

    for address in ("/ideas/ideen", f"/ideas/ideen/{idea}", "/mine"):
        page = author.reads(address)
        for live in ("<script>alert", "<img src=x", "<svg/onload", "onerror=alert(1)>", "\x00", "\u202e"):
            assert live not in page, address


@pytest.mark.slow
def test_every_naughty_string_is_taken_or_refused_in_words(
    house: House, resident: Resident, moderator: Moderator
) -> None:
    if not SECURITY.is_dir():
        pytest.skip("no ../shared/data/security on this machine")
    strings = json.loads((SECURITY / "blns.json").read_text(encoding="utf-8"))
    payloads = (SECURITY / "xss_payloadbox.txt").read_text(encoding="utf-8").splitlines()[::40]
    taken = 0
    for typed in strings + payloads:
        author = house.resident().client  # one person would be asked to wait
        answer = author.post("/ideas/ideen/new", data={"text": typed}, headers=SAME_ORIGIN)
        assert answer.status_code in {303, 422}, typed
        taken += answer.status_code == 303
        search = resident.client.get("/ideas/ideen", query_string={"search": typed})
        assert search.status_code == 200, typed
        if "<script" in typed.lower():
            assert typed not in search.text

    with database.reading() as session:
        assert count_waiting(session, 1) == taken
    assert moderator.client.get("/desk/queue").status_code == 200


def test_a_foreign_site_cannot_send_a_form(house: House) -> None:
    client = house.app.test_client()
    form = {"text": "Von einer fremden Seite"}

    foreign = [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "http://evil.example"}, {}]
    assert [client.post("/ideas/ideen/new", data=form, headers=headers).status_code for headers in foreign] == [403] * 4

    lan = {"Origin": "http://localhost"}
    assert client.post("/ideas/ideen/new", data=form, headers=lan).status_code == 303


def test_a_desk_form_without_its_token_is_refused(house: House, moderator: Moderator) -> None:
    idea = house.resident().posts("Eine Idee für den Park")

    assert moderator.decides(idea, "publish", form_token="f" * 32) == 403
    assert "Eine Idee" not in house.resident().reads("/ideas/ideen")


def test_a_resident_sees_no_desk(house: House, resident: Resident) -> None:
    idea = resident.posts("Eine Idee für den Park")

    assert resident.client.get("/desk/queue").status_code == 403
    form = {"verdict": "publish", "revision": "0"}
    assert resident.client.post("/desk/queue/1", data=form, headers=SAME_ORIGIN).status_code == 403
    assert house.resident().client.get(f"/ideas/ideen/{idea}").status_code == 404
