"""A whole open space in real browsers and forty phones of five languages: from the frame to the plan and the book."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice

import pytest
from playwright.sync_api import Browser, Page, expect

from participation.bench.wire import Caller
from participation.foundation import chance
from tests.browser import DESK, HALL, PATIENCE, PHONE, can_write, is_live, visitor
from tests.journeys.gathering import Gathering
from tests.journeys.musterstadt import MAIL, Musterstadt, open_musterstadt

expect.set_options(timeout=PATIENCE)
CONCERNS = (
    ("de", "Wohnung finden ohne Absagen"),
    ("tr", "Komşularla tanışacak bir yer"),
    ("ar", "دورة ألمانية في المساء"),
    ("uk", "Допомога з листами від установ"),
    ("fa", "جایی برای بازی بچه‌ها"),
    ("de", "Ein Garten für alle"),
    ("tr", "Kadınlar için spor saati"),
    ("ar", "من يشرح لنا الانتخابات؟"),
    ("uk", "Робота за фахом"),
)
CROWD = 40


@pytest.fixture
def town(prepared: Musterstadt, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Musterstadt]:
    with open_musterstadt(prepared, tmp_path_factory.mktemp("space") / "town", MAIL) as town:
        yield town


class Day(Gathering):
    """The browsers and phones of one day."""

    def caller(self) -> Caller:
        """A phone without a browser: the same doors."""
        phone = Caller(int(self.town.base.rpartition(":")[2]))
        assert phone.post("/join", {"code": self.town.names["code"]}).status in {200, 303}
        return phone

    def plans(self) -> tuple[Page, str]:
        """The moderator puts the four steps on the run sheet, with three places and three times."""
        desk = self.opens(f"/desk/sessions/{self.topic}", "moderator", "de", DESK)
        desk.keyboard.press("o")
        desk.locator("#rooms").fill("Aula\nCafé\nWiese")
        desk.locator("#hour").fill("17:00")
        desk.locator("main form.halves button").click()
        is_live(desk)
        address = desk.locator("a[href*='/spaces/']").first.get_attribute("href") or ""
        return desk, address.partition("?")[0].removesuffix("/book")


def brings(phone: Page, text: str, host: str) -> None:
    phone.locator("#topic").fill(text)
    phone.locator("#host").fill(host)
    phone.locator("[data-card-form] button").click()


def lets_through(console: Page) -> None:
    """All that waits at this step, by the key."""
    console.locator("body").click(position={"x": 2, "y": 2})
    while console.locator(".incoming li").count():
        before = console.locator(".incoming li").count()
        if console.locator("[data-key=a]").count():
            console.keyboard.press("a")
        else:
            console.locator(".incoming [value=release]").first.click()
        expect(console.locator(".incoming li")).not_to_have_count(before)


@dataclass
class Hall:
    """Everybody who is there. market, console: of the first moderator; crowd: the other phones; space: its address."""

    day: Day
    market: Page
    console: Page
    screen: Page
    amina: Page
    basel: Page
    crowd: list[Caller]
    space: str


def test_from_the_frame_to_the_plan_and_the_book(chromium: Browser, town: Musterstadt) -> None:
    day = Day(chromium, town)
    market, space = day.plans()
    console = day.opens(f"/desk/sessions/{day.topic}", "moderator", "de", DESK)
    screen = day.opens("/screen", "participant", "de", HALL)
    hall = Hall(day, market, console, screen, day.joins("ar"), day.joins("de"), [], space)
    hall.crowd += [day.caller() for _ in range(CROWD - 2)]
    bring_concerns(hall)
    call_to_the_microphone(hall)
    fill_the_marketplace(hall)
    give_hearts(hall)
    put_together(hall)
    report(hall)
    ask_what_first(hall)
    agree(hall)
    take_it_home(hall)


def bring_concerns(hall: Hall) -> None:
    """Concerns come in five languages; one phone has no network for a while, and loses nothing."""
    hall.day.calls_up(hall.console, "Ihre Anliegen")
    can_write(hall.amina, "#topic")
    can_write(hall.basel, "#topic")
    hall.amina.context.set_offline(True)
    brings(hall.amina, CONCERNS[2][1], "السيدة مثال")
    expect(hall.amina.locator("[data-unsent]")).to_have_count(1)
    brings(hall.basel, CONCERNS[0][1], "Herr Beispiel")
    expect(hall.basel.locator("[data-own-list] li:not([data-unsent])")).to_have_count(1)
    hall.amina.context.set_offline(False)
    expect(hall.amina.locator("[data-own-list] li:not([data-unsent])")).to_have_count(1)
    for phone, (lang, text) in zip(
        hall.crowd, [one for one in CONCERNS if one not in {CONCERNS[0], CONCERNS[2]}], strict=False
    ):
        sent = phone.post(f"{hall.space}/topics?lang={lang}", {"text": text, "language": lang, "once": chance.token()})
        assert sent.status in {200, 303}
    expect(hall.console.locator(".incoming li")).to_have_count(8)  # the console has the next eight
    lets_through(hall.console)
    expect(hall.screen.locator("[data-row]")).to_have_count(9)


def call_to_the_microphone(hall: Hall) -> None:
    """They are called to the microphone, and one too fast is taken back."""
    hall.console.keyboard.press("x")
    expect(hall.screen.locator(".mic-words")).to_contain_text(CONCERNS[0][1])
    expect(hall.amina.locator("[data-role=phone] .note").first).to_contain_text(CONCERNS[0][1])
    hall.console.keyboard.press("x")
    expect(hall.screen.locator(".mic-words")).to_contain_text(CONCERNS[2][1])
    assert hall.screen.locator(".mic-words [lang=ar]").evaluate("one => getComputedStyle(one).direction") == "rtl"
    hall.console.keyboard.press("y")
    expect(hall.screen.locator(".mic-words")).to_contain_text(CONCERNS[0][1])


def fill_the_marketplace(hall: Hall) -> None:
    """The marketplace: one moderator drags, the other one presses, a host chooses on the phone."""
    hall.day.calls_up(hall.console, "Marktplatz")
    free = hall.market.locator("td.free")
    expect(free).to_have_count(9)
    hall.market.locator(".loose-ones [data-pin]").first.drag_to(free.first)
    expect(free).to_have_count(8)
    expect(hall.screen.locator(".room-name")).to_have_count(1)
    other = hall.day.opens(
        hall.market.url.partition("?")[0].removeprefix(hall.day.town.base), "administrator", "de", DESK
    )
    for _ in range(6):
        left = other.locator(".loose-ones [data-pin]").count()
        other.locator(".loose-ones [data-tick-topic]").last.check()
        other.locator(".here").first.click()
        expect(other.locator(".loose-ones [data-pin]")).to_have_count(left - 1)
    expect(hall.market.locator("td.free")).to_have_count(2)
    places = hall.amina.locator("[data-own] select")
    still_free = places.locator("option[value*=':']:not([value^=with])")
    hall.amina.locator("[data-own] summary").click()
    expect(still_free).to_have_count(2)
    places.select_option(value=still_free.first.get_attribute("value"))
    hall.amina.locator("[data-own] .btn-2").click()
    expect(hall.market.locator("td.free")).to_have_count(1)
    expect(hall.amina.locator("[data-own] details")).to_have_count(1)


def give_hearts(hall: Hall) -> None:
    """Hearts: forty phones, each counted once."""
    for phone in hall.crowd:
        assert phone.post(f"{hall.space}/topics/1/want", {"want": "yes"}).status in {200, 303}
    hall.basel.locator("[data-want='1']").click()
    hall.amina.locator("[data-want='1']").click()
    expect(hall.basel.locator("[data-want='1']")).to_have_attribute("aria-pressed", "true")
    expect(hall.screen.locator(".hearts").first).to_contain_text(str(CROWD))
    expect(hall.amina.locator("[data-want='1'] .num")).to_have_text(str(CROWD))


def put_together(hall: Hall) -> None:
    """Related ones come together, and apart again by the key."""
    hall.market.locator(".market [data-pin] summary").first.click()
    hall.market.locator(".market [data-pin] [value=join]").first.click()
    expect(hall.market.locator(".goes-on")).to_have_count(1)
    hall.market.locator("body").click(position={"x": 2, "y": 2})
    hall.market.keyboard.press("z")
    expect(hall.market.locator(".goes-on")).to_have_count(0)


def report(hall: Hall) -> None:
    """Groups report, each in its language; the code at a door leads to the form."""
    hall.day.calls_up(hall.console, "Nachrichtenwand")
    door = visitor(hall.day.browser, hall.day.town.base, lang="ar", size=PHONE).new_page()
    hall.market.goto(f"/desk/sessions/{hall.day.topic}/space/doors?lang=de")
    expect(hall.market.locator(".door-sheet")).to_have_count(3)
    sheet = hall.market.locator(".door-sheet .poster").first.get_attribute("aria-label") or ""
    door.goto("/spaces/" + sheet.partition("/spaces/")[2].split()[0].rstrip(".") + "?lang=ar")
    door.locator("a[href*='/report']").first.click()
    door.locator("#said").fill("كنا تسعة أشخاص ووجدنا طريقًا.")
    door.locator("#results").fill("نلتقي كل أسبوع.")
    door.locator("main form .btn-wide").click()
    door.wait_for_url("**said=report-sent**")
    for phone, (number, (lang, text)) in zip(hall.crowd, enumerate(CONCERNS[1:6], 2), strict=False):
        told = {"said": f"{text}: +", "results": text, "language": lang, "once": chance.token()}
        assert phone.post(f"{hall.space}/topics/{number}/report?lang={lang}", told).status in {200, 303}
    expect(hall.console.locator(".incoming li")).to_have_count(6)
    lets_through(hall.console)
    expect(hall.screen.locator(".wall-page")).to_have_count(6)


def ask_what_first(hall: Hall) -> None:
    """Points on what was reported."""
    hall.market.goto(f"/desk/sessions/{hall.day.topic}/space?lang=de")
    hall.market.locator("form[action*='/space/vote'] button").click()
    is_live(hall.market)
    expect(hall.market.locator(".run button", has_text="zuerst aufgegriffen")).to_have_count(1)


def agree(hall: Hall) -> None:
    """Who does what until when."""
    hall.day.calls_up(hall.console, "Wer macht was bis wann?")
    hall.basel.locator("#action").fill("Bei der Wohnungsgesellschaft nachfragen")
    hall.basel.locator("#who").fill("Herr Beispiel")
    hall.basel.locator("#due").fill("2026-12-24")
    hall.basel.locator("#about").select_option(value="1")
    hall.basel.locator("[data-card-form] button").click()
    expect(hall.basel.locator("[data-own-list] li:not([data-unsent])")).to_have_count(1)
    for phone, (lang, text) in islice(zip(cycle(hall.crowd), CONCERNS, strict=False), 3):
        step = {"text": f"{text} !", "who": "—", "language": lang, "once": chance.token()}
        assert phone.post(f"{hall.space}/actions/new?lang={lang}", step).status in {200, 303}
    expect(hall.console.locator(".incoming li")).to_have_count(4)
    lets_through(hall.console)
    expect(hall.screen.locator("[data-row]")).to_have_count(4)


def take_it_home(hall: Hall) -> None:
    """Everybody takes the plan and the book home, each in their language."""
    with hall.market.expect_download() as plan:
        hall.market.goto(f"/desk/sessions/{hall.day.topic}/space?lang=de")
        hall.market.locator("a[href*='actions.csv']").click()
    assert "Bei der Wohnungsgesellschaft nachfragen" in plan.value.path().read_text(encoding="utf-8-sig")
    for lang in ("de", "ar"):
        reader = visitor(hall.day.browser, hall.day.town.base, lang=lang, size=PHONE).new_page()
        reader.goto(f"{hall.space}/book?lang={lang}")
        for words in ("كنا تسعة أشخاص", "Bei der Wohnungsgesellschaft nachfragen", *(text for _, text in CONCERNS)):
            assert reader.locator("article").get_by_text(words).count() >= 1, words
        assert len(reader.pdf()) > 20_000
