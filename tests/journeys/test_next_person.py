"""A phone goes from hand to hand: what the person before typed, chose and opened is nowhere, and nothing is sent."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Error, Page, Route, expect

from participation.bench import votes
from tests.browser import PATIENCE, is_live, visitor
from tests.journeys.musterstadt import MAIL, Musterstadt, open_musterstadt

expect.set_options(timeout=PATIENCE)
IN_OUTBOX = "() => Object.keys(localStorage).some((name) => name.startsWith('outbox:'))"
DRAFT = "Ein Entwurf, den niemand sonst lesen soll"
# false for a page of which nothing has come yet. Not waited for: the page that comes may lead on as well, which ends a
# navigation that somebody waits for
GO_BACK = """() => {
  const page = document.documentElement;
  if (page === null) return false;
  page.dataset.before = 'yes';
  setTimeout(() => history.back());
  return true;
}"""


@pytest.fixture
def town(prepared: Musterstadt, tmp_path: Path) -> Iterator[Musterstadt]:
    with open_musterstadt(prepared, tmp_path / "town") as town:
        town.opens_the_vote()
        yield town


@pytest.fixture
def phone(chromium: Browser, town: Musterstadt) -> Iterator[Page]:
    """The participant's phone: they have contributions and a seat in the session."""
    context = visitor(chromium, town.base, lang="en", cookies=town.cookies["participant"])
    yield context.new_page()
    context.close()


def kept(page: Page) -> dict[str, str]:
    found: dict[str, str] = page.evaluate("({ ...localStorage, ...sessionStorage })")
    return {name: value for name, value in found.items() if name != "handed-over"}


def without_the_header(route: Route) -> None:
    """As on plain http in a hall, where no browser heeds `Clear-Site-Data`: the script alone clears."""
    answer = route.fetch()
    headers = {name: value for name, value in answer.headers.items() if name != "clear-site-data"}
    route.fulfill(response=answer, headers=headers)


def hands_on(page: Page) -> None:
    page.goto("/next")
    page.locator("main form button").click()
    expect(page.locator("[data-handed-over]")).to_be_visible()


@pytest.mark.timeout(600)
def test_a_draft_a_waiting_vote_and_every_page_are_gone(phone: Page, town: Musterstadt) -> None:
    cast: list[str] = []
    phone.context.on("request", lambda request: cast.append(request.url) if "/cast" in request.url else None)
    phone.goto("/mine")
    assert "recovery" in phone.content()
    phone.goto("/ideas/ideen/new")
    phone.locator("[name=text]").fill(DRAFT)
    hall = phone.context.new_page()
    hall.goto(town.address("/live/{session}"))
    is_live(hall)
    hall.context.set_offline(offline=True)
    hall.locator("[data-option] input").nth(1).check()
    expect(hall.locator("main[data-state=open]")).to_be_attached()
    assert votes.until(lambda: bool(hall.evaluate(IN_OUTBOX)), within=60)
    hall.close()  # the choice waits on the device
    phone.context.set_offline(offline=False)
    assert any(DRAFT in value for value in kept(phone).values())
    before = len(cast)

    hands_on(phone)

    assert kept(phone) == {}
    assert {cookie["name"] for cookie in phone.context.cookies()} <= {"lang"}
    phone.goto("/ideas/ideen/new")
    expect(phone.locator("[name=text]")).to_have_value("")
    phone.goto("/mine")
    assert "recovery num" not in phone.content()
    phone.goto(town.address("/live/{session}"))
    assert len(cast) == before


@pytest.mark.timeout(600)
def test_back_and_another_tab_lead_to_the_start(phone: Page, town: Musterstadt) -> None:
    phone.goto("/mine")
    phone.goto("/ideas/ideen/new")
    phone.locator("[name=text]").fill(DRAFT)
    tab = phone.context.new_page()
    tab.goto("/ideas/ideen/new")
    tab.locator("[name=text]").fill(DRAFT + " im zweiten Fenster")

    phone.route("**/next*", without_the_header)
    hands_on(phone)

    tab.wait_for_url(town.base + "/")
    assert kept(tab) == {}
    for _ in range(2):
        goes_back(phone)
        expect(phone.locator("html")).not_to_have_attribute("data-before", "yes")
        phone.wait_for_url(lambda url: urlsplit(url).path in {"/", "/next"}, wait_until="commit")
        expect(phone.locator("html")).not_to_contain_text(DRAFT)


def goes_back(phone: Page) -> None:
    """The page that is there may lead on by itself at this very moment; then somebody goes back from the next one."""
    went = False
    while not went:
        try:
            went = phone.evaluate(GO_BACK)
        except Error as gone:
            if "context was destroyed" not in gone.message:
                raise


@pytest.mark.timeout(600)
def test_a_password_can_be_shown(chromium: Browser, prepared: Musterstadt, tmp_path: Path) -> None:
    with open_musterstadt(prepared, tmp_path / "mail", MAIL) as town:
        context = visitor(chromium, town.base, lang="en")
        page = context.new_page()
        page.goto("/sign-in")
        field, button = page.locator("#password"), page.locator("[data-show]")
        field.fill("rosa elefant")
        for shown in ("text", "password"):
            button.click()
            expect(field).to_have_attribute("type", shown)
        context.close()
