"""Words, time and a moderator's clicker, on every screen of a hall."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import DESK, HALL, PATIENCE, PHONE, is_live, visitor
from tests.journeys.musterstadt import Musterstadt, open_musterstadt

expect.set_options(timeout=PATIENCE)
THREE_HOURS_WRONG = "Date.now = (now => () => now() + 3 * 3600 * 1000)(Date.now)"
RUNNING = re.compile(r"^[12]:[0-5][0-9]$")


@pytest.fixture
def town(prepared: Musterstadt, tmp_path: Path) -> Iterator[Musterstadt]:
    with open_musterstadt(prepared, tmp_path / "town") as town:
        yield town


def opens(
    browser: Browser,
    town: Musterstadt,
    address: str,
    who: str,
    size: dict[str, int],
    lang: str = "de",
    *,
    live: bool = True,
) -> Page:
    context = visitor(browser, town.base, lang=lang, size=size, cookies=town.cookies[who])
    context.add_init_script(THREE_HOURS_WRONG)
    page = context.new_page()
    page.goto(town.address(address))
    if live:
        is_live(page)
    return page


def test_a_clicker_leads_from_step_to_step_and_the_time_is_the_same_on_every_screen(
    chromium: Browser, town: Musterstadt
) -> None:
    console = opens(chromium, town, "/desk/sessions/{session}", "moderator", DESK)
    projector = opens(chromium, town, "/screen", "participant", HALL)
    phone = opens(chromium, town, "/live/{session}", "participant", PHONE, "ar")

    console.keyboard.press("PageDown")
    expect(projector.locator("h1.asked")).to_be_visible()
    console.keyboard.press("m")
    console.locator("#title-de").fill("Im Kreis")
    console.locator("details.change summary").click()
    console.locator("#title-ar").fill("في الحلقة")
    console.locator("#minutes").fill("2")
    console.locator("#script").fill("Leise sprechen.")
    console.locator("input[name=kind][value=talk]").check()
    console.locator("button[value=now]").click()
    is_live(console)

    expect(projector.locator("h1")).to_have_text("Im Kreis")
    expect(phone.locator("h1")).to_have_text("في الحلقة")
    expect(console.locator(".own-script")).to_have_text("Leise sprechen.")
    expect(phone.get_by_text("Leise sprechen.")).to_have_count(0)

    console.keyboard.press("t")
    for page in (projector, phone, console):
        expect(page.locator("[data-clock-left]:visible")).to_have_text(RUNNING)
    console.keyboard.press("t")
    expect(projector.locator("[data-clock]")).to_have_count(0)
    console.keyboard.press("+")
    expect(projector.locator(".timer strong:visible")).to_have_text(re.compile(r"^[23]:[0-5][0-9]$"))

    console.keyboard.press("PageDown")
    expect(projector.locator("h1")).not_to_have_text("Im Kreis")
    expect(console.locator(".run [aria-current=step]")).not_to_contain_text("Im Kreis")
    console.keyboard.press("PageUp")
    expect(projector.locator("h1")).to_have_text("Im Kreis")
    expect(phone.locator(".timer")).to_have_count(0)  # the time ended with its step


def test_when_the_time_is_up_every_screen_says_so_by_itself(chromium: Browser, town: Musterstadt) -> None:
    projector = opens(chromium, town, "/screen", "participant", HALL)
    host = town.host()
    host.acts("select", step=town.names["mood_step"])
    host.acts("time_start")
    expect(projector.locator("[data-clock-left]:visible")).to_have_text(re.compile("^[45]:"))

    projector.locator("[data-clock]").evaluate_all("all => all.forEach(one => { one.dataset.clock -= 6 * 60000 })")

    expect(projector.locator("[data-clock-over]:visible")).to_be_visible()
    expect(projector.locator("[data-clock-left]:visible")).to_have_text("0:00")


def test_a_title_alone_leaves_the_next_step_its_words_and_its_first_page(chromium: Browser, town: Musterstadt) -> None:
    console = opens(chromium, town, "/desk/sessions/{session}/steps/new", "moderator", DESK, live=False)
    projector = opens(chromium, town, "/screen", "participant", HALL)
    console.locator("#title-de").fill("Nur ein Titel")
    console.locator("button[value=now]").click()
    is_live(console)  # before that nobody hears its keys
    expect(projector.locator("h1")).to_have_text("Nur ein Titel")
    projector.keyboard.press("b")  # somebody turns the screen dark by its own key
    expect(projector.locator("[data-slide=blank]")).to_be_visible()

    console.keyboard.press("m")
    console.locator("#title-de").fill("Mit Worten")
    console.locator("#text-de").fill("Erstens\nZweitens")
    console.locator("button[value=now]").click()

    expect(projector.locator("h1")).to_have_text("Mit Worten")
    expect(projector.locator("[data-row]:visible")).to_have_count(2)


LONG = [
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung " * 3,
    "نريد المزيد من المقاعد في الظل على ضفة النهر من أجل كبار السن والأطفال والعائلات التي تأتي من بعيد",
    "ኣብዚ ገዛ ንኹሉ ሰብ ቦታ ኣሎ፣ ንዓኹም እውን።",
    *[f"Satz {number}: " + "Viele Wörter stehen hier hintereinander, damit er umbricht. " * 3 for number in range(5)],
]
MEASURED = """() => {
  const rail = document.querySelector("[data-rail]").getBoundingClientRect().top;
  const rows = [...document.querySelectorAll("[data-row]")].filter(row => !row.hidden);
  return {
    words: rows.map(row => row.textContent),
    small: rows.filter(row => parseFloat(getComputedStyle(row).fontSize) < innerHeight * .053).length,
    under: rows.filter(row => row.getBoundingClientRect().bottom > rail + 1).length,
    wide: document.documentElement.scrollWidth - innerWidth,
  };
}"""


@pytest.mark.parametrize("kind", ["text", "talk"])
def test_long_words_in_any_script_stand_in_pages_and_never_small(
    chromium: Browser, town: Musterstadt, kind: str
) -> None:
    console = opens(chromium, town, "/desk/sessions/{session}/steps/new", "moderator", DESK, live=False)
    projector = opens(chromium, town, "/screen", "participant", HALL)
    console.locator("#title-de").fill("Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz und mehr")
    console.locator("#text-de").fill("\n".join(LONG))
    console.locator(f"input[name=kind][value={kind}]").check()
    console.locator("button[value=now]").click()
    expect(projector.locator("[data-row]")).to_have_count(len(LONG))
    town.host().acts("time_start")
    expect(projector.locator("[data-clock-left]:visible")).to_be_visible()

    seen: list[str] = []
    while len(seen) < len(LONG):
        page = projector.evaluate(MEASURED)
        assert (page["small"], page["under"], page["wide"]) == (0, 0, 0), page
        assert page["words"]
        seen += page["words"]
        projector.keyboard.press("PageDown")

    assert seen == [line.strip() for line in LONG]
