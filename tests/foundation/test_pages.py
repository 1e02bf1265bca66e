"""What every page shares: its language, its headers, and a sentence where something went wrong."""

import logging

import pytest
from flask import Flask
from flask_babel import gettext
from sqlalchemy import text

from participation.foundation import database, web
from participation.foundation.messages import NotFound, Refused
from participation.foundation.settings import Settings
from tests.conftest import SAME_ORIGIN, House, Resident

TRACES = ("Traceback", "File &#34;", "sqlalchemy", "sqlite3", "OperationalError", "werkzeug")


def sentence_of(app: Flask, refused: Refused, lang: str) -> str:
    with app.test_request_context(f"/?lang={lang}"):
        return str(gettext(refused.message))


def lose(table: str) -> None:
    with database.transaction() as tx:
        tx.session.execute(text(f"ALTER TABLE {table} RENAME TO lost"))


@pytest.mark.parametrize(("lang", "direction"), [("de", "ltr"), ("ar", "rtl")])
@pytest.mark.parametrize(
    ("method", "address", "refused"),
    [
        ("GET", "/no-such-page", NotFound()),
        ("GET", "/ideas/no-such-collection", NotFound()),
        ("GET", "/language", web.WrongMethod()),
        ("POST", "/mine", web.WrongMethod()),
        ("DELETE", "/", web.WrongMethod()),
        ("POST", "/ideas/ideen/new", web.TooLarge()),
    ],
)
def test_a_page_that_cannot_be_shown_says_so_in_the_readers_language(
    house: House, method: str, address: str, refused: Refused, lang: str, direction: str
) -> None:
    client = house.app.test_client()
    body = {"text": "x" * 300_000} if isinstance(refused, web.TooLarge) else {}

    answer = client.open(f"{address}?lang={lang}", method=method, data=body, headers=SAME_ORIGIN)

    assert answer.status_code == refused.status
    assert f'<html lang="{lang}" dir="{direction}"' in answer.text
    assert sentence_of(house.app, refused, lang) in answer.text
    assert [trace for trace in TRACES if trace in answer.text] == []


def test_a_wrong_method_names_the_right_ones(resident: Resident) -> None:
    assert set(resident.client.get("/language").allow) == {"POST", "OPTIONS"}


@pytest.mark.parametrize("lang", ["de", "ar"])
def test_a_bug_is_a_sentence_on_the_page_and_a_traceback_in_the_log(
    house: House, lang: str, caplog: pytest.LogCaptureFixture
) -> None:
    resident = house.resident()
    lose("contribution")

    with caplog.at_level(logging.ERROR):
        answer = resident.client.get(f"/ideas/ideen?lang={lang}")

    assert answer.status_code == 500
    assert sentence_of(house.app, web.OwnFault(), lang) in answer.text
    assert [trace for trace in TRACES if trace in answer.text] == []
    [record] = caplog.records
    assert record.getMessage() == "unexpected error at /ideas/<slug>"
    assert record.exc_info is not None
    assert "no such table: contribution" in str(record.exc_info[1])


@pytest.mark.parametrize("address", ["/", "/ideas/ideen", "/no-such-page"])
@pytest.mark.parametrize("lang", ["de", "ar"])
def test_when_not_even_the_frame_of_a_page_can_be_made_the_sentence_stands_alone(
    house: House, address: str, lang: str, caplog: pytest.LogCaptureFixture
) -> None:
    resident = house.resident()
    lose("municipality")

    answer = resident.client.get(f"{address}?lang={lang}")

    refused = NotFound() if address == "/no-such-page" else web.OwnFault()
    assert answer.status_code == refused.status
    assert f"<p>{sentence_of(house.app, refused, lang)}</p>" in answer.text
    assert f'<html lang="{lang}"' in answer.text
    assert [trace for trace in TRACES if trace in answer.text] == []
    assert answer.headers["Content-Security-Policy"] == web.CONTENT_SECURITY_POLICY
    assert "could not be made" in caplog.text


def test_a_refusal_for_a_script_is_json_with_a_stable_word(house: House) -> None:
    answer = house.app.test_client().get("/no-such-page?lang=en", headers={"Accept": "application/json"})

    assert answer.status_code == 404
    assert answer.get_json() == {"error": "not_found", "sentence": "This page does not exist, or it is not public."}


def test_the_language_in_the_address_is_shown_handed_on_and_not_stored(resident: Resident) -> None:
    answer = resident.client.get("/ideas/ideen?lang=ar")

    assert '<html lang="ar" dir="rtl"' in answer.text
    assert 'href="/ideas/ideen/new?lang=ar"' in answer.text
    assert "Set-Cookie" not in answer.headers
    assert '<html lang="de" dir="ltr"' in resident.reads("/ideas/ideen")


def test_a_chosen_language_is_kept_on_the_device_and_no_longer_in_the_links(resident: Resident) -> None:
    form = {"to": "tr", "next": "/ideas/ideen?order=support"}

    answer = resident.client.post("/language", data=form, headers=SAME_ORIGIN)

    assert (answer.status_code, answer.location) == (303, "/ideas/ideen?order=support")
    page = resident.reads("/ideas/ideen")
    assert '<html lang="tr"' in page
    assert 'href="/ideas/ideen/new"' in page


def test_a_language_we_do_not_speak_is_not_stored(resident: Resident) -> None:
    answer = resident.client.post("/language", data={"to": "tlh"}, headers=SAME_ORIGIN)

    assert "Set-Cookie" not in answer.headers
    assert '<html lang="de"' in resident.reads("/?lang=tlh")


@pytest.mark.parametrize(
    ("accepted", "shown"),
    [
        ("ar,en;q=0.5", "ar"),
        ("vi, en;q=0.3", "en"),
        ("vi", "de"),
        ("fr", "fr"),
        ("tr-TR", "tr"),
        ("", "de"),
        ("*", "de"),
    ],
)
def test_a_first_visit_is_in_a_language_of_the_browser_otherwise_in_german(
    resident: Resident, accepted: str, shown: str
) -> None:
    page = resident.client.get("/", headers={"Accept-Language": accepted}).text

    assert f'<html lang="{shown}"' in page


def test_the_address_decides_before_the_device_and_the_device_before_the_browser(resident: Resident) -> None:
    resident.client.post("/language", data={"to": "tr"}, headers=SAME_ORIGIN)

    assert '<html lang="tr"' in resident.client.get("/", headers={"Accept-Language": "ar"}).text
    assert '<html lang="en"' in resident.client.get("/?lang=en", headers={"Accept-Language": "ar"}).text


def test_choosing_a_language_comes_back_to_the_same_page_without_what_it_said(resident: Resident) -> None:
    page = resident.reads("/ideas/ideen?search=b%C3%A4nke+%26+b%C3%A4ume&lang=tr&said=sent")

    assert 'name="next" value="/ideas/ideen?search=b%C3%A4nke%20%26%20b%C3%A4ume"' in page


def test_only_sentences_of_ours_are_said_after_an_act(house: House) -> None:
    reader = house.resident()

    assert "Thank you. Your idea has arrived" in reader.reads("/mine?lang=en&said=sent")
    assert 'role="status"' not in reader.reads("/mine?lang=en&said=You+have+won")
    assert "You have won" not in reader.reads("/mine?lang=en&said=You+have+won")


@pytest.mark.parametrize("https", [True, False])
def test_behind_tls_cookies_are_secure_and_browsers_stay_on_https(house: House, *, https: bool) -> None:
    given = house.settings
    settings = Settings(given.instance, given.database_url, given.secret_key, https=https)
    house.app.config["PARTICIPATION"] = settings
    resident = house.resident()

    page = resident.client.get("/", base_url="https://localhost")
    sent = resident.client.post(
        "/ideas/ideen/new", data={"text": "Mehr Bänke"}, headers=SAME_ORIGIN, base_url="https://localhost"
    )

    assert ("Strict-Transport-Security" in page.headers) is https
    cookie = sent.headers["Set-Cookie"]
    assert ("Secure" in cookie) is https
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_page_with_a_cookie_is_kept_by_nobody_and_a_built_file_for_a_year(house: House) -> None:
    reader, author = house.resident(), house.resident()
    author.posts("Mehr Bänke")

    assert reader.client.get("/ideas/ideen").headers["Cache-Control"] == "no-cache"
    assert author.client.get("/ideas/ideen").headers["Cache-Control"] == "no-store"
    assert "Cookie, Accept-Language" in author.client.get("/ideas/ideen").headers["Vary"]
    with reader.client.get("/dist/style.css?v=1") as built:
        assert built.cache_control.max_age == web.YEAR


def test_an_address_of_a_built_file_changes_with_its_content(house: House) -> None:
    with house.app.test_request_context("/"):
        versions = [web.static_url(name).split("v=")[1] for name in ("style.css", "front.js", "no-such-file.css")]

    assert len(set(versions)) == 3
    assert versions[2] == "0"


def test_the_token_of_a_form_belongs_to_one_key_of_one_house() -> None:
    tokens = {web.form_token(secret, key) for secret in (b"ours", b"theirs") for key in ("a", "b", "")}

    assert len(tokens) == 6


def test_an_app_made_another_way_has_no_settings() -> None:
    with Flask("elsewhere").app_context(), pytest.raises(KeyError):
        web.settings()
