"""A card inquiry in real browsers: two phones, the desk, the wall of two moderators, a screen."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import DESK, HALL, PATIENCE, PHONE, is_live, visitor
from tests.journeys.musterstadt import MAIL, Musterstadt, open_musterstadt

expect.set_options(timeout=PATIENCE)


@pytest.fixture
def town(prepared: Musterstadt, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Musterstadt]:
    with open_musterstadt(prepared, tmp_path_factory.mktemp("cards") / "town", MAIL) as town:
        yield town


class Afternoon:
    """The browsers of one afternoon."""

    def __init__(self, browser: Browser, town: Musterstadt) -> None:
        self.browser, self.town = browser, town
        self.topic = town.names["session"]

    def someone(self, who: str, lang: str, size: dict[str, int]) -> BrowserContext:
        return visitor(self.browser, self.town.base, lang=lang, size=size, cookies=dict(self.town.cookies[who]))

    def opens(self, address: str, who: str, lang: str, size: dict[str, int]) -> Page:
        page = self.someone(who, lang, size).new_page()
        page.goto(f"{address}?lang={lang}")
        is_live(page)
        return page

    def plans(self) -> Page:
        """The moderator puts a covered wall on the run sheet and calls it up."""
        desk = self.opens(f"/desk/sessions/{self.topic}", "moderator", "de", DESK)
        desk.keyboard.press("c")
        desk.locator("#question-de").fill("Was fehlt in unserer Stadt?")
        desk.locator("summary").filter(has_text="anderen Sprachen").click()
        desk.locator("#question-ar").fill("ماذا ينقص مدينتنا؟")
        desk.get_by_role("checkbox").check()
        desk.locator("main form.halves button").click()
        is_live(desk)
        desk.locator(".run button", has_text="Was fehlt in unserer Stadt?").click()
        return desk

    def joins(self, lang: str) -> Page:
        """A phone of its own, with a seat of its own."""
        phone = visitor(self.browser, self.town.base, lang=lang, size=PHONE).new_page()
        phone.goto(f"/join?lang={lang}")
        phone.locator("#code").fill(self.town.names["code"])
        phone.locator("form:has(#code) button").click()
        is_live(phone)
        return phone


def writes(phone: Page, text: str) -> None:
    phone.locator("#card").fill(text)
    phone.locator("[data-card-form] button").click()


def on_screen(page: Page) -> list[str]:
    return [one.strip() for one in page.locator("[data-row] > span:last-child").all_text_contents()]


def test_cards_travel_from_phones_to_named_groups_on_the_screen(chromium: Browser, town: Musterstadt) -> None:
    afternoon = Afternoon(chromium, town)
    desk = afternoon.plans()
    screen = afternoon.opens("/screen", "participant", "de", HALL)
    amina, basel = afternoon.joins("ar"), afternoon.joins("de")
    expect(amina.locator("h1")).to_have_text("ماذا ينقص مدينتنا؟")

    # one of them has no network for a while: the card waits on the phone, also through a new page
    writes(basel, "Ein Café, in dem man Deutsch spricht")
    expect(basel.locator("[data-own-list] li:not([data-unsent])")).to_have_count(1)
    amina.context.set_offline(True)
    writes(amina, "مكان نتكلم فيه الألمانية")
    expect(amina.locator("[data-unsent]")).to_have_count(1)
    expect(screen.locator(".huge:visible")).to_have_text("1")
    amina.context.set_offline(False)
    expect(amina.locator("[data-own-list] li:not([data-unsent])")).to_have_count(1)
    expect(screen.locator(".huge:visible")).to_have_text("2")
    writes(basel, "Kita-Plätze in der Nähe")
    expect(desk.locator(".incoming li")).to_have_count(3)

    # the desk lets them through by a key; covered cards stand on no screen before they are uncovered
    desk.locator("body").click(position={"x": 2, "y": 2})
    desk.keyboard.press("a")
    expect(desk.locator(".incoming li")).to_have_count(0)
    assert on_screen(screen) == []
    desk.keyboard.press("v")
    expect(screen.locator("[data-row]")).to_have_count(3)
    assert screen.locator("[lang=ar]").first.evaluate("one => getComputedStyle(one).direction") == "rtl"

    # the wall: one moderator ticks, the other one drags
    desk.keyboard.press("w")
    is_live(desk)
    other = afternoon.opens(desk.url.partition("?")[0].removeprefix(town.base), "administrator", "de", DESK)
    for number in (1, 2):
        desk.locator(".pinned", has=desk.locator(".card-no", has_text=str(number))).locator("input").check()
    desk.keyboard.press("g")
    expect(other.locator(".pinboard > section")).to_have_count(2)
    other.locator(".pinboard > section").nth(1).locator("summary").first.click()
    other.locator("[name=name]").fill("Deutsch sprechen")
    other.locator(".pinboard [value=name]").click()
    expect(screen.locator(".wall-name").first).to_contain_text("Deutsch sprechen")
    expect(desk.locator(".pinboard > section").nth(1).locator("h2")).to_contain_text("Deutsch sprechen")
    other.locator(".pinboard > section").first.locator(".pinned").drag_to(
        other.locator(".pinboard > section").nth(1).locator("h2")
    )
    expect(desk.locator(".pinboard > section").nth(1).locator(".pinned")).to_have_count(3)
    other.locator("body").click(position={"x": 2, "y": 2})
    other.keyboard.press("z")
    expect(desk.locator(".pinboard > section").nth(1).locator(".pinned")).to_have_count(2)

    # who wrote it takes it back, and it leaves every screen
    amina.goto("/mine?lang=de")
    amina.locator("a[href*='/withdraw']").click()
    amina.locator("form[action*='/withdraw'] button").click()
    expect(screen.locator("[lang=ar]:visible")).to_have_count(0)
    expect(desk.locator(".pinboard > section").nth(1).locator(".pinned")).to_have_count(1)
