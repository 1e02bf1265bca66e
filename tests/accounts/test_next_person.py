"""A phone that many share: nothing of the person before is left on it, on the server's side and in the browser."""

from sqlalchemy import select

from participation.foundation import database
from participation.people.handing_on import personal_cookies
from participation.people.models import DeviceKey
from participation.people.rules import recovery_code
from participation.sessions.web import SCREEN_COOKIE, SEAT_COOKIE
from tests.accounts.visitors import Visitor, visitor
from tests.notifications.office import Office


def test_before_it_goes_the_code_is_shown_once_more(office: Office, amina: Visitor) -> None:
    assert "Your recovery code" not in amina.sees("/next")
    amina.posts("Ein Wasserspender im Foyer")

    page = amina.sees("/next")

    assert recovery_code(office.settings.secret_key, amina.person or 0) in page
    assert "What goes from this device" in page
    assert "Ein Wasserspender im Foyer" in amina.sees("/mine")  # looking does nothing


def test_the_next_person_finds_nothing_but_the_language(office: Office, amina: Visitor) -> None:
    amina.posts("Ein Regal zum Tauschen")
    amina.client.post("/language", data={"to": "en", "next": "/"}, headers={"Sec-Fetch-Site": "same-origin"})
    for name in (SEAT_COOKIE, SCREEN_COOKIE):
        amina.client.set_cookie(name, "0" * 32)
    key = amina.client.get_cookie("me")
    assert key is not None

    answer = amina.sends("/next", 200)

    assert answer.headers["Clear-Site-Data"] == '"storage", "cache"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert "data-handed-over" in answer.text
    assert [name for name in personal_cookies() if amina.client.get_cookie(name)] == []
    assert amina.client.get_cookie("lang") is not None
    assert "Ein Regal zum Tauschen" not in amina.sees("/mine")
    with database.reading() as session:
        assert session.scalars(select(DeviceKey)).all() == []  # a copy of the cookie opens nothing either


def test_an_account_is_signed_out_and_stays_whole(office: Office, amina: Visitor) -> None:
    amina.signs_in()
    person = amina.person
    assert "Your recovery code" not in amina.sees("/next")

    page = amina.sends("/next", 200).text

    assert "My account" not in page
    assert amina.person is None
    amina.office.server.received.clear()
    assert person is not None


def test_personal_pages_are_kept_by_no_browser(office: Office, amina: Visitor) -> None:
    amina.signs_in()

    kept = [amina.client.get(page).headers["Cache-Control"] for page in ("/mine", "/account", "/next", "/", "/sign-in")]

    assert kept == ["no-store"] * 5


def test_a_stranger_may_hand_on_as_well(office: Office) -> None:
    assert visitor(office).sends("/next", 200).status_code == 200
