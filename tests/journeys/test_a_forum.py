"""A forum in real browsers: a plenary, two parts side by side, a podium in three languages, results on the screen."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from participation.foundation import clock
from tests.browser import DESK, HALL, PATIENCE, PHONE, can_write, is_live, visitor
from tests.journeys.musterstadt import MAIL, Musterstadt, open_musterstadt

expect.set_options(timeout=PATIENCE)
# places on the run sheet of the pattern
PROGRAMME, PODIUM, RESULTS = 2, 3, 7
QUESTIONS = {"de": "Wann wird am Bach gebaut?", "tr": "Kira ne kadar olacak?", "ar": "متى تفتح الروضة؟"}
RESULT = "نريد بيوتا بإيجار مناسب"


@pytest.fixture
def town(prepared: Musterstadt, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Musterstadt]:
    with open_musterstadt(prepared, tmp_path_factory.mktemp("forum") / "town", MAIL) as town:
        yield town


class Conference:
    """desk: a page of the moderator; console, part_console: of the plenary and of a part; address: of the forum."""

    def __init__(self, browser: Browser, town: Musterstadt) -> None:
        self.browser, self.town = browser, town
        self.moderator = visitor(browser, town.base, lang="de", size=DESK, cookies=dict(town.cookies["moderator"]))
        self.desk, self.console, self.part_console = (self.moderator.new_page() for _ in range(3))
        self.address = ""

    def goes(self, path: str = "") -> None:
        self.desk.goto(f"{self.address}{path}?lang=de")

    def sends(self, form: str, **fields: str) -> None:
        """A form of the desk; the page that answers is there afterwards."""
        for name, text in fields.items():
            field = self.desk.locator(f"{form} [name={name}]").first
            if field.evaluate("one => one.tagName") == "SELECT":
                field.select_option(label=text)
            else:
                field.fill(text)
        with self.desk.expect_navigation():
            self.desk.locator(form).locator("button.btn").first.click()

    def is_planned(self) -> None:
        """With two rooms, an opening and two parts side by side, all of them public."""
        day = (clock.local(clock.now()).date() + timedelta(days=1)).isoformat()
        self.address = "/desk/forums"
        self.goes()
        self.desk.locator("form:has(#title-de) summary").first.click()
        self.sends("form:has(#title-de)", title_de="Forum Zusammenleben", title_ar="منتدى العيش المشترك", day=day)
        self.address = re.sub(r"\?.*", "", self.desk.url).removeprefix(self.town.base)
        self.sends("form:has(#new-rooms)", rooms="Saal\nRaum 2")
        for title, arabic, begins, ends, room in (
            ("Eröffnung", "الافتتاح", "09:00", "10:00", "\u2068Saal\u2069"),
            ("Wohnen", "السكن", "10:00", "12:00", "\u2068Saal\u2069"),
            ("Sprache", "اللغة", "10:00", "12:00", "\u2068Raum 2\u2069"),
        ):
            self.desk.locator("form:has(#title-de) summary").first.click()
            hours = {"begins": begins, "ends": ends}
            self.sends("form:has(#title-de)", title_de=title, title_ar=arabic, day=day, room=room, **hours)
        self.sends("form:has([value=publish])")

    def opens(self, console: Page, address: str) -> str:
        """A session from its console; returns its code."""
        console.goto(f"{address}?lang=de")
        is_live(console)
        console.locator("button[value=open]").first.click()
        shown = console.locator("text=/\\d{3} \\d{3}/").first
        expect(shown).to_be_visible()
        return re.sub(r"\D", "", shown.inner_text())[:6]

    def link_of(self, place: int) -> str:
        """The page of a part in the list of the desk."""
        self.goes()
        return self.desk.locator("main a[href*='/parts/']").nth(place).get_attribute("href") or ""

    def calls_up(self, place: int) -> None:
        self.console.locator(".run button").nth(place).click()
        expect(self.console.locator(".run li").nth(place).locator("[aria-current]")).to_be_visible()

    def screen(self) -> Page:
        """As the moderator opens it on the computer of the hall."""
        with self.moderator.expect_page() as opened:
            self.console.locator("form[target=_blank] button").click()
        page = opened.value
        page.set_viewport_size({"width": HALL["width"], "height": HALL["height"]})
        is_live(page)
        return page

    def joins(self, code: str, lang: str) -> Page:
        phone = visitor(self.browser, self.town.base, lang=lang, size=PHONE).new_page()
        phone.goto(f"/j/{code}?lang={lang}")
        phone.locator("main form button").first.click()
        is_live(phone)
        return phone


def lets_through(console: Page, count: int) -> None:
    """All that waits, by the key or the one button."""
    waits = console.locator(".incoming [value=release]")
    expect(waits).to_have_count(count)
    console.locator("body").click(position={"x": 2, "y": 2})
    console.keyboard.press("a")
    expect(waits).to_have_count(0)


def test_from_the_programme_to_results_that_everybody_reads(chromium: Browser, town: Musterstadt) -> None:
    day = Conference(chromium, town)
    day.is_planned()
    part = day.link_of(1)
    day.desk.goto(part)
    day.sends("form:has(#pattern)")
    day.opens(day.part_console, day.desk.locator("main a[href*='/desk/sessions/']").first.get_attribute("href") or "")
    day.goes()
    plenary = day.desk.locator("main a.btn[href*='/desk/sessions/']").first.get_attribute("href") or ""
    code = day.opens(day.console, plenary)
    day.calls_up(PROGRAMME)
    screen = day.screen()
    phones = {lang: day.joins(code, lang) for lang in QUESTIONS}
    go_there_and_back(day, phones["ar"], screen)
    ask_the_podium(day, phones, screen)
    bring_results(day, part, screen)


def go_there_and_back(day: Conference, phone: Page, screen: Page) -> None:
    """One tap into a part, one back; a room that is swapped meanwhile is read in the part."""
    expect(screen.locator("[data-row]", has_text="Wohnen")).to_be_visible()
    expect(phone.locator("h3", has_text="السكن")).to_be_visible()
    home = phone.url.partition("?")[0]
    phone.locator("form[action*='/join'] button", has_text="السكن").click()
    phone.wait_for_url(re.compile(r"/live/(?!" + home.rpartition("/")[2] + ")"))
    is_live(phone)
    expect(phone.locator("[data-programme]")).to_contain_text("Saal")
    day.desk.goto(day.link_of(2))
    day.sends("form:has(#other)", part=day.desk.locator("#other option", has_text="Wohnen").inner_text())
    expect(phone.locator("[data-programme]")).to_contain_text("Raum 2")
    phone.locator(f"[data-programme] a[href*='{home.rpartition('/')[2]}']").click()
    phone.wait_for_url(re.compile(home.rpartition("/")[2]))
    is_live(phone)
    expect(phone.locator("[data-seat=out]").first).to_be_hidden()


def ask_the_podium(day: Conference, phones: dict[str, Page], screen: Page) -> None:
    """Three languages ask; what two find important is taken up, large on the screen, and answered."""
    day.calls_up(PODIUM)
    day.desk.goto(day.console.locator("a[href*='/podium/']").last.get_attribute("href") or "")
    day.sends("form:has(#guests)", guests="Dr. Amal Muster; Bürgermeisterin; Stadt")
    for lang, phone in phones.items():
        can_write(phone, "#card")
        expect(phone.locator("#podium")).to_be_visible()
        phone.locator("#card").fill(QUESTIONS[lang])
        phone.locator("[data-card-form] button").click()
        expect(phone.locator("[data-own-list] li:not([data-unsent])")).to_have_count(1)
    lets_through(day.console, 3)
    for lang in ("de", "tr"):
        line = phones[lang].locator(".offer", has_text=QUESTIONS["ar"])
        line.locator("[data-want]").click()
        expect(line.locator("[data-want]")).to_have_attribute("aria-pressed", "true")
    first = day.console.locator("[value=take_up]").first.locator("xpath=ancestor::li")
    expect(first).to_contain_text(QUESTIONS["ar"])
    day.console.locator("body").click(position={"x": 2, "y": 2})
    day.console.keyboard.press("u")
    expect(screen.locator(".question-now")).to_contain_text(QUESTIONS["ar"])
    height = screen.locator(".question-now").evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    assert height >= 0.053 * HALL["height"]
    expect(phones["de"].locator("#answered-now")).to_be_visible()
    expect(day.console.locator("[data-key=d]")).to_have_count(1)  # a key presses what the desk shows
    day.console.keyboard.press("d")
    expect(screen.locator(".question-now")).to_have_count(0)
    expect(screen.locator("[data-row]")).to_have_count(2)


def bring_results(day: Conference, part: str, screen: Page) -> None:
    """Whoever leads a part writes by a link, in Arabic; the desk lets it through; the plenary and everybody read it."""
    day.desk.goto(part)
    day.desk.locator("form[action*='/link'] button").click()
    link = day.desk.locator("article bdi[dir=ltr]").inner_text()
    lead = visitor(day.browser, day.town.base, lang="ar", size=PHONE).new_page()
    lead.goto(f"{link}?lang=ar")
    lead.locator("#text").fill(RESULT)
    with lead.expect_navigation():
        lead.locator("main form button").first.click()
    day.calls_up(RESULTS)
    expect(screen.locator("[data-row]")).to_have_count(0)
    day.console.locator("form[action*='/release'] button").first.click()
    expect(screen.locator("[data-row]")).to_contain_text(RESULT)
    reader = visitor(day.browser, day.town.base, lang="ar", size=PHONE).new_page()
    reader.goto(f"{day.address.replace('/desk', '')}?lang=ar")
    expect(reader.locator("#results ~ section")).to_contain_text(RESULT)
    assert reader.locator("html").get_attribute("dir") == "rtl"
    expect(reader.locator("h1")).to_have_text("منتدى العيش المشترك")
