"""The browsers of one gathering: desks, screens, and phones with seats of their own."""

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import PHONE, is_live, visitor
from tests.journeys.musterstadt import Musterstadt


class Gathering:
    """topic: the public id of the session."""

    def __init__(self, browser: Browser, town: Musterstadt) -> None:
        self.browser, self.town = browser, town
        self.topic = town.names["session"]

    def someone(self, who: str, lang: str, size: dict[str, int]) -> BrowserContext:
        return visitor(self.browser, self.town.base, lang=lang, size=size, cookies=dict(self.town.cookies[who]))

    def opens(self, address: str, who: str, lang: str, size: dict[str, int]) -> Page:
        page = self.someone(who, lang, size).new_page()
        page.goto(f"{address}?lang={lang}")
        is_live(page)
        return page

    def joins(self, lang: str) -> Page:
        """A phone of its own, with a seat of its own."""
        phone = visitor(self.browser, self.town.base, lang=lang, size=PHONE).new_page()
        phone.goto(f"/join?lang={lang}")
        phone.locator("#code").fill(self.town.names["code"])
        phone.locator("form:has(#code) button").click()
        is_live(phone)
        return phone

    def calls_up(self, console: Page, name: str) -> None:
        console.locator(".run button", has_text=name).click()
        expect(console.locator(".run [aria-current]", has_text=name)).to_be_visible()
