"""A workshop of two days in real browsers, from registration to a table of goals; phones in three languages."""

import csv
import io
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import DESK, HALL, PATIENCE, PHONE, can_write, is_live, visitor
from tests.journeys.gathering import Gathering
from tests.journeys.inviting import is_invited_to, is_told, registers
from tests.journeys.look import faults
from tests.journeys.musterstadt import MAIL, Musterstadt, open_musterstadt

expect.set_options(timeout=PATIENCE)
GOAL = "كل طفل يجد مكانًا في الروضة خلال ثلاثة أشهر"
WHY = "ثمانية وثلاثون من كل مئة طفل ينتظرون"
PLAN = "Büyük anneler ve büyük babalar kreşte masal okusun, her hafta başka bir dilde"


@pytest.fixture
def town(prepared: Musterstadt, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Musterstadt]:
    with open_musterstadt(prepared, tmp_path_factory.mktemp("workshop") / "town", MAIL) as town:
        yield town


class Day(Gathering):
    """One of the two days, begun from its pattern. console: the desk of its session."""

    def __init__(self, browser: Browser, town: Musterstadt, desk: Page, title: str, pattern: str) -> None:
        super().__init__(browser, town)
        self.console = desk
        desk.goto("/desk/sessions?lang=de")
        desk.locator("#title").fill(title)
        desk.locator(f"[name=pattern][value={pattern}]").check()
        desk.locator("form:has(#title) button").click()
        is_live(desk)
        self.topic = desk.url.partition("?")[0].rpartition("/")[2]
        self.begins()
        self.screen = self.shows()

    def begins(self) -> None:
        self.console.locator("form.next button").click()
        code = self.console.locator(".sole strong")
        code.wait_for()
        self.code = code.inner_text().replace(" ", "")

    def shows(self) -> Page:
        """The screen in front gets its key from the desk."""
        form: dict[str, str | float | bool] = {"form_token": self.town.names["form_token"]}
        address, same = f"/desk/sessions/{self.topic}/screen", {"Sec-Fetch-Site": "same-origin"}
        answer = self.console.context.request.post(address, form=form, headers=same)
        assert answer.ok
        screen = self.console.context.new_page()
        screen.set_viewport_size({"width": HALL["width"], "height": HALL["height"]})
        screen.goto("/screen?lang=de")
        is_live(screen)
        return screen

    def is_joined(self, phone: Page, lang: str) -> None:
        phone.goto(f"/join?lang={lang}")
        phone.locator("#code").fill(self.code)
        phone.locator("form:has(#code) button").click()
        is_live(phone)

    def votes(self, phones: list[Page], name: str) -> None:
        """A sentence is put to the hall; every phone says the fourth answer, and everybody reads the result."""
        self.calls_up(self.console, name)
        self.presses("start")
        for phone in phones:
            phone.locator("[name=choice]").nth(3).check(force=True)
            expect(phone.locator(".sign-ok")).to_have_count(1)
        self.presses("close")
        self.presses("publish")
        expect(self.screen.locator(".verdict")).to_be_visible()

    def presses(self, act: str) -> None:
        self.console.locator(f"form.next button[value={act}]").click()

    def lets_through(self, many: int) -> None:
        """All that came, by the key."""
        expect(self.console.locator(".incoming li")).to_have_count(many)
        button = self.console.locator(".incoming button[value=release]")
        (self.console.locator("[data-key=a]") if many > 1 else button).first.click()
        expect(self.console.locator(".incoming li")).to_have_count(0)


def fills_in(phone: Page, text: str, **more: str) -> None:
    can_write(phone, "#part-text")
    phone.locator("#part-text").fill(text)
    for part, words in more.items():
        phone.locator(f"#part-{part}").fill(words)
    if phone.locator("#about option").count() > 1:
        phone.locator("#about").select_option(index=1)
    phone.locator("[data-card-form] button").click()
    expect(phone.locator("[data-own-list] li:not([data-unsent])")).to_have_count(1)


def register_for_it(desk: Page, phones: dict[str, Page]) -> None:
    """People register for forty places, each in their language."""
    invited = is_invited_to(desk, "Workshop: Wie wir zusammenwachsen", "ورشة عمل: كيف ننمو معًا", 40)
    is_told(desk, "publish")
    for lang, phone in phones.items():
        phone.goto(f"/events/{invited.rpartition('/')[2]}?lang={lang}")
        registers(phone, f"Gast {lang}")
        expect(phone.locator("main .state.sign-ok")).to_be_visible()


def hold_the_first_day(first: Day, phones: dict[str, Page]) -> None:
    """The climate is kept, data have a source, goals are written in two languages."""
    desk, amina, greta = first.console, phones["ar"], phones["de"]
    for lang, phone in phones.items():
        first.is_joined(phone, lang)
    first.votes(list(phones.values()), "jeder Herkunft")
    expect(amina.locator("html[dir=rtl] .verdict")).to_be_visible()
    first.calls_up(desk, "Unsere Stadt in Zahlen")
    desk.locator("a[href*='/slides/']:not([data-key])").click()
    for name, words in {
        "values": "38 %\n1.250",
        "labels_de": "Kinder mit zwei Sprachen\nMenschen im Sprachkurs",
        "source": "Stadt Musterstadt, Statistik 2026",
    }.items():
        desk.locator(f"[name={name}]").fill(words)
    desk.locator("main form.halves button").first.click()
    expect(first.screen.locator("main .tally tr[data-row]")).to_have_count(2)
    expect(first.screen.locator("main .source")).to_contain_text("Stadt Musterstadt")
    desk.goto(f"/desk/sessions/{first.topic}?lang=de")
    is_live(desk)
    first.calls_up(desk, "Wo wollen wir hin?")
    fills_in(amina, GOAL, data=WHY)
    fills_in(greta, "Niemand wartet länger als drei Monate auf einen Sprachkurs")
    first.lets_through(2)
    expect(first.screen.locator("[data-row]")).to_have_count(2)
    assert first.screen.locator("bdi[lang=ar]").first.evaluate("one => getComputedStyle(one).direction") == "rtl"


def hold_the_second_day(second: Day, cem: Page) -> None:
    """The desk chooses fields, a project idea is written in Turkish."""
    desk = second.console
    second.is_joined(cem, "tr")
    second.calls_up(desk, "Was genau wollen wir tun?")
    desk.locator("a[href*='/sheets/'][data-key=w]").first.click()
    desk.locator("main [name=field]").first.check()
    desk.locator("main form.stack button").click()
    expect(desk.get_by_role("status")).to_be_visible()
    desk.goto(f"/desk/sessions/{second.topic}?lang=de")
    is_live(desk)
    fills_in(cem, PLAN, first="Gelecek ay kreş ile konuşmak")
    second.lets_through(1)


def read_and_take_along(desk: Page, amina: Page) -> None:
    """Everybody reads all of it field by field; the town hall takes it along as a table."""
    amina.goto("/worksheets?lang=ar")
    expect(amina.locator("html[dir=rtl] main")).to_contain_text(GOAL)
    expect(amina.locator("main")).to_contain_text(PLAN)
    assert faults(amina) == []
    table = desk.context.request.get("/desk/worksheets.csv?lang=de").text().lstrip("\ufeff")
    rows = {row["Kurz gesagt"]: row for row in csv.DictReader(io.StringIO(table), delimiter=";")}
    assert rows[GOAL]["Was Zahlen sagen"] == WHY
    assert rows[GOAL]["Handlungsfeld"] == rows[PLAN]["Handlungsfeld"] != ""


def ask_again_a_year_later(second: Day, cem: Page, greta: Page) -> None:
    """The climate is asked again, in the same words."""
    desk = second.console
    desk.goto(f"/desk/sessions/{second.topic}/ballots/earlier?lang=de")
    desk.locator("main [name=ballot]").first.check()
    desk.locator("main form.stack button").click()
    is_live(desk)
    second.votes([cem], "jeder Herkunft")
    greta.goto("/asked-again?lang=de")
    section = greta.locator("main section", has_text="jeder Herkunft").first
    expect(section.locator("h3")).to_have_count(2)
    assert faults(greta) == []


def test_from_the_registration_to_a_table_of_goals(chromium: Browser, town: Musterstadt) -> None:
    desk = visitor(chromium, town.base, size=DESK, cookies=dict(town.cookies["moderator"])).new_page()
    phones = {lang: visitor(chromium, town.base, lang=lang, size=PHONE).new_page() for lang in ("ar", "tr", "de")}
    register_for_it(desk, phones)
    hold_the_first_day(Day(chromium, town, desk, "Erster Tag", "workshop_1"), phones)
    second = Day(chromium, town, desk, "Zweiter Tag", "workshop_2")
    hold_the_second_day(second, phones["tr"])
    read_and_take_along(desk, phones["ar"])
    ask_again_a_year_later(second, phones["tr"], phones["de"])
