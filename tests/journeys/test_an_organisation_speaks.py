"""From the town hall's list to somebody's own words on the page of the organisation they told them to."""

from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser import DESK, visitor
from tests.journeys.musterstadt import Musterstadt, open_musterstadt

NAME = "Frauentreff Nordstadt e. V."
ARABIC = "نطلب حافلة ليلية إلى المستشفى. زوجي يعمل هناك في المناوبة."
TELLER = "eine Mutter aus dem Sprachkurs"


def test_what_somebody_told_in_arabic_is_passed_on_by_a_member_and_read_on_the_organisations_page(
    chromium: Browser, prepared: Musterstadt, tmp_path: Path
) -> None:
    with open_musterstadt(prepared, tmp_path / "town") as town:
        link = invites_a_speaker(chromium, town)
        address = joins_and_passes_on(chromium, town, link)
        publishes(chromium, town)
        reads_it(chromium, town, address)


def invites_a_speaker(chromium: Browser, town: Musterstadt) -> str:
    """The administrator takes the organisation in and gets a link to hand over."""
    with visitor(chromium, town.base, size=DESK, cookies=town.cookies["administrator"]) as boss:
        page = boss.new_page()
        page.goto("/desk/organisations?lang=en")
        page.get_by_label("Name", exact=True).fill(NAME)
        page.get_by_label("What kind of organisation is it?").select_option("migrant")
        page.get_by_role("button", name="Take it in").click()
        page.get_by_text("Nobody speaks for this organisation at the moment.").wait_for()
        page.get_by_label("Name", exact=True).fill("Selam")
        page.get_by_role("button", name="Invite", exact=True).click()
        return page.get_by_label("Link to join").input_value()


def joins_and_passes_on(chromium: Browser, town: Musterstadt, link: str) -> str:
    """A phone without scripts: join, write what was told, hold the slip; returns the address on it."""
    path = "/" + link.partition("://")[2].partition("/")[2]
    with visitor(chromium, town.base, scripts=False) as phone:
        page = phone.new_page()
        page.goto(f"{path}?lang=en")
        page.get_by_role("button", name="Join").click()
        page.get_by_text("Welcome. You can write for this organisation now.").wait_for()
        page.goto("/ideas/ideen/new?lang=en")
        page.get_by_label(f"What somebody told: {NAME}").check()
        page.get_by_label("Who told it? (optional)").fill(TELLER)
        page.locator("#text").fill(ARABIC)
        sends(page)
        page.get_by_text("Please ask the person who told you").first.wait_for()
        assert page.locator("#text").input_value() == ARABIC
        page.get_by_label("The person agrees that we pass this on").check()
        sends(page)
        slip = page.locator("section.slip[lang=ar][dir=rtl]")
        slip.wait_for()
        assert NAME in slip.inner_text()
        return slip.locator(".slip-address").inner_text()


def sends(page: Page) -> None:
    page.get_by_role("button", name="Send my idea").click()


def publishes(chromium: Browser, town: Musterstadt) -> None:
    """The moderator sees who told whom, and publishes it."""
    with visitor(chromium, town.base, size=DESK, cookies=town.cookies["moderator"]) as moderator:
        page = moderator.new_page()
        page.goto("/desk/queue?lang=en")
        page.get_by_role("link", name="نطلب حافلة ليلية").first.click()
        page.get_by_text(f"Told to {NAME} by: {TELLER}").wait_for()
        page.locator("button[data-key=v]").click()
        page.wait_for_load_state()


def reads_it(chromium: Browser, town: Musterstadt, address: str) -> None:
    """By the foot of any page to the organisation, and by the slip's address to the words."""
    with visitor(chromium, town.base, lang="ar") as reader:
        page = reader.new_page()
        page.goto("/?lang=en")
        page.locator("footer").get_by_role("link", name="Organisations").click()
        page.get_by_role("link", name=NAME).click()
        words = page.locator("h3[lang=ar] a", has_text="نطلب حافلة ليلية إلى المستشفى.")
        words.wait_for()
        assert TELLER in page.locator(".speaker").inner_text()
        page.goto("/" + address.partition("://")[2].partition("/")[2])
        assert page.locator("html").get_attribute("dir") == "rtl"
        assert NAME in page.locator("article .speaker").inner_text()
