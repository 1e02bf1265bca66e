"""A card inquiry in real browsers: two phones, the desk, the wall of two moderators, a screen."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import DESK, HALL, PATIENCE, can_write, is_live
from tests.journeys.gathering import Gathering
from tests.journeys.musterstadt import MAIL, Musterstadt, open_musterstadt

expect.set_options(timeout=PATIENCE)


@pytest.fixture
def town(prepared: Musterstadt, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Musterstadt]:
    with open_musterstadt(prepared, tmp_path_factory.mktemp("cards") / "town", MAIL) as town:
        yield town


class Afternoon(Gathering):
    """The browsers of one afternoon."""

    def plans(self) -> Page:
        """The moderator puts a covered wall on the run sheet and calls it up."""
        desk = self.opens(f"/desk/sessions/{self.topic}", "moderator", "de", DESK)
        desk.keyboard.press("c")
        desk.locator("#question-de").fill("Was fehlt in unserer Stadt?")
        desk.locator("summary").filter(has_text="anderen Sprachen").click()
        desk.locator("#question-ar").fill("ماذا ينقص مدينتنا؟")
        desk.locator("[name=hidden]").check()
        desk.locator("main form.halves button").click()
        is_live(desk)
        desk.locator(".run button", has_text="Was fehlt in unserer Stadt?").click()
        return desk


def writes(phone: Page, text: str) -> None:
    phone.locator("#card").fill(text)
    phone.locator("[data-card-form] button").click()


def takes_back(phone: Page) -> None:
    """The one thing that this phone has said."""
    phone.goto("/mine?lang=de")
    phone.locator("a[href*='/withdraw']").click()
    phone.locator("form[action*='/withdraw'] button").click()


def on_screen(page: Page) -> list[str]:
    return [one.strip() for one in page.locator("[data-row] > span:last-child").all_text_contents()]


def test_cards_travel_from_phones_to_named_groups_on_the_screen(  # noqa: PLR0915 - one walk from phone to screen
    chromium: Browser, town: Musterstadt
) -> None:
    afternoon = Afternoon(chromium, town)
    basel = afternoon.joins("de")  # who is here before the step comes
    desk = afternoon.plans()
    screen = afternoon.opens("/screen", "participant", "de", HALL)
    amina = afternoon.joins("ar")
    expect(amina.locator("h1")).to_have_text("ماذا ينقص مدينتنا؟")

    # one of them has no network for a while: the card waits on the phone, also through a new page
    can_write(amina, "#card")
    can_write(basel, "#card")
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

    # phones hear when no more are taken
    desk.keyboard.press("e")
    expect(basel.locator("[data-card-form]")).to_have_count(0)
    expect(basel.locator("[data-own-list] li")).to_have_count(2)
    expect(desk.locator("[data-key=e][value=take]")).to_have_count(1)  # a key presses what stands there
    desk.keyboard.press("e")
    expect(basel.locator("[data-card-form]")).to_have_count(1)

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
    takes_back(amina)
    expect(screen.locator("[lang=ar]:visible")).to_have_count(0)
    expect(desk.locator(".pinboard > section").nth(1).locator(".pinned")).to_have_count(1)


TEN_SCRIPTS = (
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen, bitte mit Übersetzung und Kinderbetreuung am Abend",
    "Akşamları Almanca konuşabileceğimiz, çocukların da oynayabileceği sıcak bir yer olsun isteriz",
    "مكان دافئ نلتقي فيه كل أسبوع ونتحدث الألمانية ويلعب فيه الأطفال دون موعد ودون استمارات",
    "Курс, на який не треба чекати пів року, і щоб діти були поруч під час занять у тому самому домі",
    "Комната, где можно говорить и слушать, даже если слов пока мало, вечером после смены",
    "ካብ ቤት ትምህርቲ ምስ መጹ ቆልዑ ዝጻወቱሉን ወለዲ ዝመሃሩሉን ናይ ሓባር ቦታ የድልየና",
    "کلاسی که بعد از کار باشد و کسی هم از بچه‌ها نگهداری کند تا مادران هم بتوانند بیایند",
    "Ένα μέρος για να μιλάμε γερμανικά το βράδυ και να γνωριζόμαστε χωρίς ραντεβού",
    "शाम को बैठकर जर्मन बोलने की जगह जहाँ बच्चे भी साथ रह सकें और चाय मिले",
    "晚上可以一起说德语的地方，孩子们也能在旁边玩，不用预约也不用填表格",
    "Emojis zählen auch 👨‍👩‍👧‍👦🏡🎉 und stehen mitten im Satz 🚲🚲🚲 ohne ihn zu sprengen",
    "Jî bo jinan deverek ku êvarî bi hev re fêr bibin û zarok jî li wir bin",
)
MEASURE = """() => {
  const rail = document.querySelector('[data-rail]').getBoundingClientRect().top;
  return [...document.querySelectorAll('[data-row]')].filter((row) => row.getClientRects().length).map((row) => {
    const text = row.querySelector('bdi').getBoundingClientRect();
    const size = parseFloat(getComputedStyle(row.querySelector('bdi')).fontSize);
    return { size: size / innerHeight, below: text.bottom - rail, left: text.left, right: innerWidth - text.right };
  });
}"""


@pytest.mark.parametrize("lang", ["ar", pytest.param("de", marks=pytest.mark.slow)])
def test_ten_scripts_stand_large_and_whole_on_pages_of_the_screen(
    chromium: Browser, town: Musterstadt, lang: str
) -> None:
    afternoon = Afternoon(chromium, town)
    desk = afternoon.opens(f"/desk/sessions/{afternoon.topic}", "moderator", "de", DESK)
    desk.locator(".run button", has_text="Was hilft beim Ankommen?").click()
    desk.locator("[data-key=w]").wait_for()
    desk.keyboard.press("w")
    is_live(desk)
    for text in TEN_SCRIPTS:
        desk.locator("#card").fill(text)
        desk.locator("#write button").click()
        desk.locator(".note[role=status]:visible").first.wait_for()
    screen = afternoon.opens("/screen", "participant", lang, HALL)
    screen.locator("[data-row]:visible").first.wait_for()
    pages = int(screen.locator("[data-page-all]").inner_text())
    assert pages > 2

    seen = set()
    for _ in range(pages):
        for row in screen.evaluate(MEASURE):
            assert row["size"] >= 0.053
            assert row["below"] <= 0
            assert min(row["left"], row["right"]) >= 0
        seen |= set(screen.locator("[data-row]:visible bdi").all_inner_texts())
        screen.keyboard.press("PageDown")

    assert set(TEN_SCRIPTS) <= seen
