"""An interview in browsers: consent, a name that is noticed, passages by mouse and by keyboard, read, taken back."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import DESK, PATIENCE, PHONE, visitor
from tests.journeys.look import faults
from tests.journeys.musterstadt import Musterstadt, open_musterstadt

expect.set_options(timeout=PATIENCE)
TEXT = (
    "س: كيف تسكنين؟\n\nP1: ننتظر شقة منذ أربعة أشهر. السيدة زينب تعرف ذلك أيضا.\n\n"
    "P1: الأطفال يلعبون في الممر لأن الغرفة صغيرة."
)
FIRST, SECOND, THIRD = "ننتظر شقة منذ أربعة أشهر.", "تعرف ذلك أيضا.", "الأطفال يلعبون في الممر"
# where words of a paragraph stand on the screen: where they begin and where they end, whatever the direction
ENDS = """([number, words]) => {
  const paragraph = document.querySelector(`[data-paragraph="${number}"]`);
  const texts = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const start = node.textContent.indexOf(words);
    if (start < 0) continue;
    const place = (from, to, end) => {
      const range = document.createRange();
      range.setStart(node, from);
      range.setEnd(node, to);
      const box = range.getBoundingClientRect();
      const left = end === (getComputedStyle(paragraph).direction === "rtl");
      return [left ? box.left + 1 : box.right - 1, box.top + box.height / 2];
    };
    const last = start + words.length;
    return [place(start, start + 1, false), place(last - 1, last, true)];
  }
}"""


@pytest.fixture
def town(prepared: Musterstadt, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Musterstadt]:
    with open_musterstadt(prepared, tmp_path_factory.mktemp("interview") / "town") as town:
        yield town


def presses(desk: Page, button: str) -> None:
    with desk.expect_navigation():
        desk.locator(button).click()


def is_noted(desk: Page) -> str:
    """A source with consent, a name and a text; the address of its page at the desk."""
    desk.goto("/desk/interviews?lang=de")
    desk.locator("[name=title]").fill("Gespräch im Hof")
    desk.locator("[name=language]").select_option("ar")
    presses(desk, "form:has([name=title]) button.btn")
    for box in desk.locator("form:has([name=how]) [name=agreed]").all():
        box.check()
    presses(desk, "form:has([name=how]) button.btn-2")
    desk.locator("details:has([name=contact]) > summary").click()
    desk.locator("[name=name]").fill("زينب الحداد")
    presses(desk, "form:has([name=contact]) button.btn-2")
    desk.locator("[name=text]").fill(TEXT)
    presses(desk, "form:has([name=text]) button.btn")
    return re.sub(r"/text.*", "", desk.url)


def marks_with_the_mouse(desk: Page, address: str, paragraph: int, words: str) -> None:
    """Words are selected on the page of the text; the link beside them carries them along."""
    desk.goto(f"{address}/text?lang=de")
    expect(desk.locator("html[data-marks=on]")).to_be_attached()
    desk.locator(f"#p-{paragraph}").scroll_into_view_if_needed()
    begin, end = desk.evaluate(ENDS, [paragraph, words])
    desk.mouse.move(*begin)
    desk.mouse.down()
    desk.mouse.move(*end, steps=8)
    desk.mouse.up()
    expect(desk.locator("[data-selected]")).not_to_be_empty()
    presses(desk, f"#p-{paragraph} [data-mark]")
    expect(desk.locator("[data-preview]")).to_have_text(words)
    desk.locator("[name=codes]").first.check()
    presses(desk, "form:has([name=codes]) button.btn")


def marks_by_keyboard(desk: Page, address: str, paragraph: int, words: str) -> None:
    """Every key is pressed where the focus stands; nothing is clicked."""
    desk.goto(f"{address}/text?lang=de")
    desk.locator(f"#p-{paragraph} [data-mark]").focus()
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    focused = desk.locator(":focus")
    desk.locator("#first").focus()
    desk.keyboard.press("Home")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Tab")
    expect(focused).to_have_id("last")
    desk.keyboard.press("Home")
    for _ in range(len(words.split())):
        desk.keyboard.press("ArrowDown")
    expect(desk.locator("[data-preview]")).to_have_text(words)
    desk.keyboard.press("Tab")
    expect(focused).to_have_attribute("name", "codes")
    desk.keyboard.press("Space")
    while not focused.evaluate("one => one.matches('button')"):
        desk.keyboard.press("Tab")
    with desk.expect_navigation():
        desk.keyboard.press("Enter")


def test_from_the_consent_to_the_withdrawal(chromium: Browser, town: Musterstadt) -> None:
    desk = visitor(chromium, town.base, size=DESK, cookies=dict(town.cookies["moderator"])).new_page()
    address = is_noted(desk)
    key = address.rpartition("/")[2]

    expect(desk.locator("#p-2 .note b")).to_have_text("زينب")
    presses(desk, "#p-2 .note form:has([name=only]) button")
    expect(desk.locator("#p-2 .note")).to_have_count(0)
    expect(desk.locator("#p-2 .told-words")).to_contain_text("السيدة P1 تعرف")
    marks_with_the_mouse(desk, address, 2, FIRST)
    marks_with_the_mouse(desk, address, 2, SECOND)
    marks_by_keyboard(desk, address, 3, THIRD)
    expect(desk.locator("mark.coded")).to_have_text([FIRST, SECOND, THIRD])

    desk.goto(f"/desk/interviews/{key}?lang=de")
    for box in desk.locator("[name=picked]").all():
        box.check()
    presses(desk, "form:has([name=picked]) button.btn")
    expect(desk.locator("[name=picked]")).to_have_count(0)

    phone = visitor(chromium, town.base, lang="ar", size=PHONE).new_page()
    phone.goto(f"/interviews/{town.names['talks']}?lang=ar")
    expect(phone.locator("html[dir=rtl] h1")).to_be_visible()
    there = phone.locator("main a[href*='/codes/']").first
    with phone.expect_navigation():
        there.click()
    cards = phone.locator("main li.card[lang], main li.card", has_text="الأطفال يلعبون")
    expect(cards.first).to_contain_text(THIRD)
    expect(phone.locator("main")).to_contain_text(FIRST)
    assert faults(phone, desk) == []

    desk.goto(f"/desk/interviews/{key}?lang=de")
    desk.locator("details:has([value=withdraw]) > summary").click()
    presses(desk, "form:has([value=withdraw]) button")
    for page in (phone, desk):
        page.reload()
        for words in (FIRST, SECOND, THIRD):
            expect(page.locator("main")).not_to_contain_text(words)
    desk.goto(f"/desk/interviews/{key}/text?lang=de")
    expect(desk.locator("main")).not_to_contain_text("الممر")
