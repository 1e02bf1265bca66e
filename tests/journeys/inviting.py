"""Events as moderators invite to them and phones register, for stories in browsers."""

import re
from datetime import timedelta

from playwright.sync_api import Page

from participation.foundation import clock


def is_invited_to(desk: Page, title: str, arabic: str, places: int) -> str:
    """An event in twenty days, as a draft. The address of the desk's page."""
    desk.goto("/desk/events?lang=de")
    day = clock.local(clock.now()).date() + timedelta(days=20)
    typed = {"title_de": title, "day": day.isoformat(), "begins": "15:00", "ends": "18:00", "places": str(places)}
    for name, text in typed.items():
        desk.locator(f"[name={name}]").fill(text)
    desk.locator("details:has([name=title_ar]) summary").click()
    desk.locator("[name=title_ar]").fill(arabic)
    desk.locator("[name=childcare]").check()
    with desk.expect_navigation():
        desk.locator("form:has([name=title_de]) button.btn").last.click()
    return re.sub(r"\?.*", "", desk.url)


def is_told(desk: Page, act: str) -> None:
    """One of the buttons of the event's page."""
    with desk.expect_navigation():
        desk.locator(f"button[name=act][value={act}]").click()


def registers(phone: Page, name: str, **more: str) -> None:
    phone.locator("[name=name]").fill(name)
    for field, text in more.items():
        phone.locator(f"[name={field}]").fill(text)
    with phone.expect_navigation():
        phone.locator("form:has([name=name]) button.btn").click()
