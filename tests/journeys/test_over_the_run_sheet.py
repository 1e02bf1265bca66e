"""What nobody planned, in real browsers: a slip, an announcement, the brake of the interpreters, a second screen."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import DESK, HALL, PATIENCE, PHONE, is_live, visitor
from tests.journeys.musterstadt import MAIL, Musterstadt, open_musterstadt

expect.set_options(timeout=PATIENCE)


@pytest.fixture
def town(prepared: Musterstadt, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Musterstadt]:
    with open_musterstadt(prepared, tmp_path_factory.mktemp("hall") / "town", MAIL) as town:
        yield town


class Evening:
    """The browsers of one evening: the desk, two screens, a phone, the booth."""

    def __init__(self, browser: Browser, town: Musterstadt) -> None:
        self.browser, self.town = browser, town
        self.topic = town.names["session"]
        self.desk = self.opens(f"/desk/sessions/{self.topic}", "moderator", "de", DESK)
        self.front = self.projects("de", "follow")
        self.door = self.projects("ar", "join")
        self.phone = self.opens(f"/live/{self.topic}", "participant", "ar", PHONE)
        self.booth = self.opens(f"/desk/booth/{self.topic}", "interpreter", "de", DESK)

    def opens(self, address: str, who: str, lang: str, size: dict[str, int]) -> Page:
        context = visitor(self.browser, self.town.base, lang=lang, size=size, cookies=dict(self.town.cookies[who]))
        page = context.new_page()
        page.goto(f"{address}?lang={lang}")
        is_live(page)
        return page

    def opens_screens(self) -> Page:
        cookies = dict(self.town.cookies["moderator"])
        page = visitor(self.browser, self.town.base, lang="de", size=DESK, cookies=cookies).new_page()
        page.goto(f"/desk/sessions/{self.topic}/screens?lang=de")
        return page

    def projects(self, lang: str, shows: str) -> Page:
        """The moderator opens one more screen on the computer of the hall."""
        page = self.opens_screens()
        page.locator("#lang").select_option(lang)
        page.locator(f"[type=radio][name=shows][value={shows}]").check()
        with page.expect_popup() as opened:
            page.get_by_role("button", name="Leinwand öffnen").click()
        screen = opened.value
        screen.set_viewport_size({"width": HALL["width"], "height": HALL["height"]})
        is_live(screen)
        return screen


def slide(page: Page) -> str | None:
    return page.locator("[data-slide]:visible").get_attribute("data-slide")


def test_what_nobody_planned_is_on_every_screen_at_once_and_taken_back(chromium: Browser, town: Musterstadt) -> None:
    evening = Evening(chromium, town)
    desk, front, door, phone, booth = evening.desk, evening.front, evening.door, evening.phone, evening.booth
    assert (slide(front), slide(door)) == ("join", "join")
    desk.locator(".run button").first.click()
    expect(front.locator("[data-slide=step]")).to_be_visible()
    assert slide(door) == "join"

    # an announcement: each reads it in its language, also the screen at the door
    desk.locator("summary", has_text="Durchsage").click()
    desk.locator(".ready-made [value=soon]").click()
    expect(front.locator("[data-slide=message]")).to_have_text("In fünf Minuten geht es weiter.")
    expect(door.locator("[data-slide=message]")).to_be_visible()
    arabic = door.locator("[data-slide=message]").inner_text()
    expect(phone.locator("[data-call]")).to_have_text(arabic)
    assert door.locator("[data-slide=message] bdi").get_attribute("dir") == "rtl"
    expect(booth.locator("main")).to_contain_text("In fünf Minuten geht es weiter.")
    desk.locator("body").click(position={"x": 2, "y": 2})
    desk.keyboard.press("g")
    expect(front.locator("[data-slide=message]")).to_have_count(0)
    expect(phone.locator("[data-call]")).to_have_count(0)
    expect(door.locator("[data-slide=join]")).to_be_visible()

    # a slip, and back
    desk.keyboard.press("b")
    expect(front.locator("[data-slide=blank]")).to_be_visible()
    expect(door.locator("[data-slide=blank]")).to_be_visible()  # darkness is for all of them
    desk.keyboard.press("z")
    expect(front.locator("[data-slide=step]")).to_be_visible()
    expect(door.locator("[data-slide=join]")).to_be_visible()

    # the interpreters cannot follow
    desk.keyboard.press("t")
    expect(phone.locator("[data-clock-left]").first).to_be_visible()
    booth.keyboard.press("b")
    expect(desk.locator("[role=alert]:visible")).to_contain_text("Bitte langsamer")
    expect(front.locator("[data-clock]:visible")).to_have_count(0)
    desk.keyboard.press(".")
    expect(booth.locator("button.brake")).to_be_visible()
    expect(phone.locator("[data-clock-left]").first).to_be_visible()

    # the screen at the door shows the time from now on, and then nothing more
    screens = evening.opens_screens()
    row = screens.locator("li").last
    row.locator("select").select_option("time")
    row.get_by_role("button").first.click()
    expect(door.locator("[data-slide=time]")).to_be_visible()
    expect(front.locator("[data-slide=step]")).to_be_visible()
    screens.locator("li").last.locator("[value=shut]").click()
    expect(door.locator("[data-slide=blank]")).to_be_visible()
    expect(front.locator("[data-slide=step]")).to_be_visible()
