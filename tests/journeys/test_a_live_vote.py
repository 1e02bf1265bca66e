"""An evening in the hall, in real browsers: console, projector, and phones with and without scripts."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, WebSocketRoute, expect

from tests.browser import DESK, HALL, PATIENCE, PHONE, is_live, visitor
from tests.journeys.musterstadt import Musterstadt, open_musterstadt

expect.set_options(timeout=PATIENCE)


@pytest.fixture
def town(prepared: Musterstadt, tmp_path: Path) -> Iterator[Musterstadt]:
    with open_musterstadt(prepared, tmp_path / "town") as town:
        yield town


@dataclass
class People:
    """Everybody in the hall with a browser of their own; all leave together."""

    browser: Browser
    town: Musterstadt
    there: list[BrowserContext] = field(default_factory=list)

    def comes(self, lang: str, size: dict[str, int] = PHONE, *, who: str = "stranger", scripts: bool = True) -> Page:
        cookies = self.town.cookies[who]
        context = visitor(self.browser, self.town.base, lang=lang, size=size, cookies=cookies, scripts=scripts)
        self.there.append(context)
        return context.new_page()

    def joins(self, lang: str, *, scripts: bool = True) -> Page:
        """A phone that typed the code it reads on the screen in front."""
        phone = self.comes(lang, scripts=scripts)
        phone.goto("/join")
        phone.locator("#code").fill(self.town.names["code"])
        phone.locator("main form button").click()
        phone.wait_for_url("**/live/*")
        return phone

    def opens_the_desk(self) -> tuple[Page, Page]:
        """The moderator's console and the projector that it opened."""
        console = self.comes("de", DESK, who="moderator")
        console.goto(self.town.address("/desk/sessions/{session}"))
        is_live(console)
        with console.expect_popup() as opened:
            console.locator("form[target=_blank] button").click()
        projector = opened.value
        projector.set_viewport_size({"width": HALL["width"], "height": HALL["height"]})
        is_live(projector)
        return console, projector


@pytest.fixture
def people(chromium: Browser, town: Musterstadt) -> Iterator[People]:
    people = People(chromium, town)
    yield people
    for context in people.there:
        context.close()


class Line:
    """What the server says to a phone; while it is held, nothing gets through."""

    def __init__(self, phone: Page) -> None:
        self.held = False
        self.late: list[str | bytes] = []
        phone.route_web_socket("**/socket.io/**", self.opens)
        phone.route("**/cast*", lambda route: route.abort() if self.held else route.continue_())

    def opens(self, phone: WebSocketRoute) -> None:
        self.phone = phone
        phone.connect_to_server().on_message(self.hears)

    def hears(self, message: str | bytes) -> None:
        if self.held:
            self.late.append(message)
        else:
            self.phone.send(message)

    def lets_go(self) -> None:
        self.held = False
        for message in self.late:
            self.phone.send(message)


def presses(console: Page, act: str) -> None:
    """The one large button, once it says this act."""
    console.locator(f".next button[value={act}]").click()


def shows(page: Page, state: str) -> None:
    expect(page.locator(f"main[data-state={state}]")).to_be_attached()


def figures(page: Page) -> dict[str, str]:
    """Option -> what stands beside it."""
    return {
        str(cell.get_attribute("data-count")): cell.inner_text() for cell in page.locator("main [data-count]").all()
    }


@pytest.mark.timeout(600)
def test_a_vote_from_the_console_over_three_phones_to_the_result_on_every_screen(
    people: People, town: Musterstadt
) -> None:
    console, projector = people.opens_the_desk()
    german, arabic = people.joins("de"), people.joins("ar")
    plain = people.joins("ar", scripts=False)
    first, second = (str(option.id) for option in town.ballot().options[:2])
    question = town.ballot().question
    for phone in (german, arabic):
        is_live(phone)
        shows(phone, "waiting")

    console.locator(town.address(".run button[value='{mood_step}']")).click()
    expect(console.locator(town.address(".run button[value='{mood_step}'][aria-current=step]"))).to_be_visible()
    presses(console, "start")

    for phone, lang, direction in ((german, "de", "ltr"), (arabic, "ar", "rtl")):
        shows(phone, "open")
        expect(phone.locator(f"html[lang={lang}][dir={direction}]")).to_be_attached()
        expect(phone.locator(f"h1 bdi[lang={lang}][dir={direction}]")).to_have_text(question[lang])
    expect(projector.locator("[data-voted]")).to_have_text("0")

    for phone in (german, arabic):
        phone.locator(f"#o{first} label").click()
        expect(phone.locator(f"#o{first} .sign-ok")).to_be_visible()
    plain.reload()
    expect(plain.locator("h1 bdi[lang=ar][dir=rtl]")).to_have_text(question["ar"])
    plain.locator(f"#o{second} label").click()
    plain.locator("[data-ballot-form] button").click()
    expect(plain.locator(".note[data-plain]")).to_be_visible()
    expect(plain.locator(f"#o{second} input")).to_be_checked()

    expect(projector.locator("[data-voted]")).to_have_text("3")
    expect(console.locator(".seen-turn [data-voted]")).to_have_text("3")

    presses(console, "close")
    presses(console, "publish")

    counts = {str(option): str(count) for option, count in (town.ballot().result or {}).items()}
    assert (counts[first], counts[second], sum(map(int, counts.values()))) == ("2", "1", 3)
    plain.reload()
    for phone in (german, arabic, plain):
        shows(phone, "published")
        expect(phone.locator(f"[data-count='{first}']")).to_have_text("2")
        assert figures(phone) == counts
    expect(projector.locator(".verdict")).to_be_visible()
    assert figures(projector) == counts
    assert figures(console) == counts


@pytest.mark.timeout(600)
def test_the_tick_appears_only_when_the_server_has_said_so(people: People, town: Musterstadt) -> None:
    _, projector = people.opens_the_desk()
    phone = people.joins("de")
    line = Line(phone)
    phone.reload()
    is_live(phone)
    host = town.host()
    host.acts("select", step=town.names["mood_step"])
    host.moves("start", town.ballot())
    shows(phone, "open")
    answer = phone.locator(f"#o{town.ballot().options[0].id}")

    line.held = True
    answer.locator("label").click()

    # the vote is stored and the hall sees it, but the phone has not heard of it yet
    expect(projector.locator("[data-voted]")).to_have_text("1")
    expect(answer.locator(".state")).to_be_visible()
    expect(answer.locator(".sign-ok")).to_have_count(0)

    line.lets_go()

    expect(answer.locator(".sign-ok")).to_be_visible()
    expect(projector.locator("[data-voted]")).to_have_text("1")
