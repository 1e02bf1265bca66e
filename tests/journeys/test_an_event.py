"""An event in real browsers: planned at the desk, four phones, a waiting list, a code at the door."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from participation.bench.wire import Caller
from tests.browser import DESK, PATIENCE, PHONE, visitor
from tests.journeys.inviting import is_invited_to, is_told, registers
from tests.journeys.look import faults
from tests.journeys.musterstadt import MAIL, Musterstadt, open_musterstadt

expect.set_options(timeout=PATIENCE)
HAS_PLACE, STATE = "main .state.sign-ok", "main .state"


@pytest.fixture
def town(prepared: Musterstadt, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Musterstadt]:
    with open_musterstadt(prepared, tmp_path_factory.mktemp("event") / "town", MAIL) as town:
        yield town


def is_planned(desk: Page) -> str:
    """Three places, one of them kept for a group. The address of the desk's page."""
    address = is_invited_to(desk, "Willkommensfest", "عيد الترحيب", 3)
    desk.locator("details:has([name=lines]) > summary").click()
    desk.locator("[name=lines]").fill("1 Vereine")
    for act in ("groups", "publish"):
        is_told(desk, act)
    return address


def test_from_the_plan_to_the_door(chromium: Browser, town: Musterstadt) -> None:
    def opens(lang: str, *, scripts: bool = True) -> Page:
        phone = visitor(chromium, town.base, lang=lang, size=PHONE, scripts=scripts).new_page()
        phone.goto(f"/events/{key}?lang={lang}")
        return phone

    desk = visitor(chromium, town.base, size=DESK, cookies=dict(town.cookies["moderator"])).new_page()
    address = is_planned(desk)
    key = address.rpartition("/")[2]

    arabic, turkish, german, club = opens("ar"), opens("tr"), opens("de", scripts=False), opens("de")
    expect(arabic.locator("html[dir=rtl] h1")).to_contain_text("عيد الترحيب")
    arabic.locator("[name=interpreter]").select_option("ar")
    registers(arabic, "أمينة", children="2", needs="كرسي متحرك")
    registers(turkish, "Cem")
    registers(german, "Greta")
    for phone in (arabic, turkish):
        expect(phone.locator(HAS_PLACE)).to_be_visible()
    expect(german.locator(STATE)).to_contain_text("Warteliste")

    club.locator("[name=group]").select_option(index=1)
    registers(club, "Ein Verein")
    expect(club.locator(HAS_PLACE)).to_be_visible()
    assert faults(arabic, turkish, club) == []

    with arabic.expect_navigation():
        arabic.locator("main form button").click()
    german.reload()
    expect(german.locator(HAS_PLACE)).to_be_visible()
    code = german.locator(".own-code").inner_text()

    desk.goto(f"{address}?lang=de")
    expect(desk.locator("main table")).not_to_contain_text("أمينة")
    desk.locator("[name=code]").fill(code.lower())
    with desk.expect_navigation():
        desk.locator("form:has([name=code]) button").click()
    expect(desk.locator("tr", has_text="Greta").locator(".sign-ok")).to_be_visible()
    desk.goto(f"{address}/list?lang=de")
    assert [row.inner_text() for row in desk.locator("main tbody th").all()] == ["Cem", "Greta", "Ein Verein"]

    assert "SUMMARY;LANGUAGE=ar:عيد الترحيب" in Caller(town.server.port).get(f"/events/{key}.ics?lang=ar").text
