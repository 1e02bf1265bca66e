"""A whole morning of moderation without a mouse: the keys of the queue, and Tab for everything else."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import DESK, PATIENCE, visitor
from tests.journeys.musterstadt import Musterstadt, open_musterstadt

expect.set_options(timeout=PATIENCE)
FURTHEST = 250  # presses of Tab before one gives up


@pytest.fixture
def town(prepared: Musterstadt, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Musterstadt]:
    with open_musterstadt(prepared, tmp_path_factory.mktemp("keyboard") / "town") as town:
        yield town


@pytest.fixture
def queue(chromium: Browser, town: Musterstadt) -> Iterator[Page]:
    """The queue as it stands when a moderator comes in."""
    context = visitor(chromium, town.base, lang="en", size=DESK, cookies=town.cookies["moderator"])
    page = context.new_page()
    page.goto("/desk/queue?lang=en")
    yield page
    context.close()


def reaches(page: Page, target: Locator) -> None:
    """Press Tab until the target has focus. Raises AssertionError when it never gets it."""
    for _ in range(FURTHEST):
        if target.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {target}")


def is_told(queue: Page, words: str) -> None:
    """Wait for the page that says so, and until it hears keys again."""
    expect(queue.get_by_role("status").first).to_contain_text(words)
    queue.wait_for_load_state()


def waiting(page: Page) -> int:
    return int(page.locator("header .pill").first.inner_text())


def case_in_front(page: Page) -> str:
    return page.locator("[data-case][aria-current]").inner_text()


def test_the_keys_publish_return_go_on_and_undo(queue: Page) -> None:
    before, first = waiting(queue), case_in_front(queue)

    queue.keyboard.press("v")
    is_told(queue, "Published")
    assert waiting(queue) == before - 1
    queue.keyboard.press("u")
    is_told(queue, "Undone")
    assert case_in_front(queue) == first

    queue.keyboard.press("j")
    expect(queue.locator("[data-case]").nth(1)).to_have_attribute("aria-current", "true")
    queue.keyboard.press("k")
    expect(queue.locator("[data-case]").first).to_have_attribute("aria-current", "true")

    queue.keyboard.press("4")
    queue.keyboard.press("a")
    is_told(queue, "Not published")
    assert waiting(queue) == before - 1


def test_a_reason_is_written_by_hand_and_its_letters_are_letters(queue: Page) -> None:
    before = waiting(queue)
    reaches(queue, queue.locator("[name=reason][data-key]").first)
    queue.keyboard.press("ArrowDown")
    reaches(queue, queue.locator("#note"))

    queue.keyboard.type("vav uj, bitte ohne Werbung")
    assert queue.locator("#note").input_value() == "vav uj, bitte ohne Werbung"
    assert waiting(queue) == before
    reaches(queue, queue.locator("[value=reject][data-key]"))
    queue.keyboard.press("Enter")

    is_told(queue, "Not published")


def test_the_keys_can_be_switched_off(queue: Page) -> None:
    before = waiting(queue)
    reaches(queue, queue.locator("[data-keys-switch]"))
    queue.keyboard.press("Enter")

    queue.keyboard.press("v")
    queue.keyboard.press("4")
    queue.keyboard.press("a")

    assert waiting(queue) == before
    assert queue.locator("[name=reason]:checked").count() == 0
    assert queue.url.endswith("/desk/queue?lang=en")


def test_several_are_ticked_and_decided_remarked_upon_and_taken(queue: Page) -> None:
    before = waiting(queue)
    reaches(queue, queue.locator("[name=case]").nth(0))
    queue.keyboard.press("Space")
    reaches(queue, queue.locator("[name=case]").nth(1))
    queue.keyboard.press("Space")
    reaches(queue, queue.locator("details.change summary"))
    queue.keyboard.press("Enter")
    reaches(queue, queue.locator("#several [value=publish]"))
    queue.keyboard.press("Enter")
    is_told(queue, "All of them are decided")
    assert waiting(queue) == before - 2

    reaches(queue, queue.locator("#remark"))
    queue.keyboard.type("Bitte zu zweit ansehen.")
    reaches(queue, queue.locator("form:has(#remark) button"))
    queue.keyboard.press("Enter")
    expect(queue.locator(".log")).to_contain_text("Bitte zu zweit ansehen.")

    reaches(queue, queue.locator("#to"))
    queue.keyboard.press("m")  # the list goes to "Me"
    reaches(queue, queue.locator("form:has(#to) button"))
    queue.keyboard.press("Enter")
    is_told(queue, "Who looks after it is noted")


def test_whoever_is_hidden_reads_why_and_appeals(chromium: Browser, town: Musterstadt) -> None:
    context = visitor(chromium, town.base, lang="en", cookies=town.cookies["participant"])
    page = context.new_page()
    page.goto("/mine?lang=en")

    reaches(page, page.locator("a[href*='/mine/statements/']").first)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_be_visible()
    reaches(page, page.locator("[name=words]"))
    page.keyboard.type("Es war keine Werbung, sondern eine Einladung an alle.")
    reaches(page, page.locator("form:has([name=words]) button"))
    page.keyboard.press("Enter")

    expect(page.get_by_role("status").first).to_contain_text("Your appeal has arrived")
    context.close()
