"""A speakers' list in real browsers: an Arabic and a German phone, the desk by keys, the screen of the hall."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import DESK, HALL, PATIENCE, is_live
from tests.journeys.gathering import Gathering
from tests.journeys.look import RULES, axe
from tests.journeys.musterstadt import MAIL, Musterstadt, open_musterstadt

expect.set_options(timeout=PATIENCE)
QUESTION = "Wofür geben wir das Geld aus?"


@pytest.fixture
def town(prepared: Musterstadt, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Musterstadt]:
    with open_musterstadt(prepared, tmp_path_factory.mktemp("speakers") / "town", MAIL) as town:
        yield town


def plans(hall: Gathering) -> Page:
    """The moderator puts a list on the run sheet by keys and calls it up."""
    desk = hall.opens(f"/desk/sessions/{hall.topic}", "moderator", "de", DESK)
    desk.keyboard.press("l")
    desk.locator("#question-de").fill(QUESTION)
    desk.locator("#minutes").fill("3")
    desk.locator("main form.halves button").click()
    is_live(desk)
    hall.calls_up(desk, QUESTION)
    return desk


def asks(phone: Page, name: str, organisation: int = 0) -> None:
    """organisation: which of those on the list, 0 for nobody but themselves."""
    phone.locator("a[href*='/speakers/']").click()
    phone.locator("#name").fill(name)
    phone.locator("#organisation").select_option(index=organisation)
    phone.locator("main form button").click()
    is_live(phone)


def faults(*pages: Page) -> list[object]:
    """What breaks a rule of axe at this moment."""
    found: list[object] = []
    for page in pages:
        page.evaluate(axe())
        found += page.evaluate(RULES)["violations"].items()
    return found


def waiting(page: Page) -> list[str]:
    return [one.strip() for one in page.locator("[class*=speakers] li:visible b").all_text_contents()]


def test_who_speaks_next_stands_on_every_screen_with_the_reason(chromium: Browser, town: Musterstadt) -> None:
    hall = Gathering(chromium, town)
    basel = hall.joins("de")  # who is here before the step comes
    desk = plans(hall)
    screen = hall.opens("/screen", "participant", "de", HALL)
    amina = hall.joins("ar")

    # whose organisation has not spoken comes before the second of another one, whoever asked first
    asks(basel, "Basel", 1)
    desk.locator("summary", has_text="Hand gehoben").click()
    desk.locator("#speaker-name").fill("Frau Muster")
    desk.locator("#organisation").select_option(index=1)
    desk.locator("button[value=enter]").click()
    expect(desk.locator("ol.speakers li")).to_have_count(2)
    asks(amina, "أمينة")
    expect(screen.locator(".speakers-next li:visible")).to_have_count(3)
    assert waiting(screen) == ["Basel", "أمينة", "Frau Muster"]
    expect(amina.locator("[data-own] form")).to_be_visible()
    expect(amina.locator("ol.speakers li")).to_have_count(3)
    assert "Basel" not in amina.locator("main").inner_text()

    # a key calls up, the time runs on the screen and stands while somebody interprets
    desk.locator("body").click(position={"x": 2, "y": 2})
    desk.keyboard.press("x")
    expect(screen.locator(".mic-words")).to_have_text("Basel")
    expect(screen.locator("[data-clock-left]:visible")).not_to_have_count(0)
    expect(basel.locator("[data-own] .sign-ok")).to_be_visible()
    expect(desk.locator("[data-key=x]")).to_contain_text("أمينة")  # a key means what the desk shows
    desk.keyboard.press("x")
    expect(screen.locator(".mic-words")).to_have_text("أمينة")
    expect(desk.locator("#stage .note", has_text="أمينة")).to_be_visible()
    desk.keyboard.press("i")
    expect(screen.locator(".mic .small")).to_have_text("Wird gedolmetscht")
    expect(screen.locator("[data-clock-left]")).to_have_count(0)
    expect(desk.locator("[value=go_on]")).to_be_visible()
    desk.keyboard.press("i")
    expect(screen.locator("[data-clock-left]:visible")).not_to_have_count(0)
    expect(basel.locator("[data-own]")).to_be_hidden()

    assert faults(desk, screen, amina, basel) == []

    # a closed list is said on the phones; a move by hand says why
    asks(basel, "Basel", 1)
    expect(desk.locator("ol.speakers li")).to_have_count(2)
    desk.keyboard.press("e")
    expect(amina.locator(".note", has_text="أُغلقت")).to_be_visible()
    desk.locator("summary", has_text="Jemanden verschieben").click()
    desk.locator("#moved").focus()  # what is chosen stays while somebody is in the form
    desk.locator("#moved").select_option(label="\u2068Basel\u2069")
    desk.locator("#reason").fill("Muss zum Zug")
    desk.locator("button[value=move]").click()
    expect(screen.locator(".speakers-next li:visible").first).to_contain_text("Muss zum Zug")
    assert waiting(screen) == ["Basel", "Frau Muster"]

    # who does not want to after all is off the list
    basel.locator("[data-own] form button").click()
    expect(screen.locator(".speakers-next li:visible")).to_have_count(1)
    desk.keyboard.press("y")
    expect(screen.locator(".mic-words")).to_have_count(0)
