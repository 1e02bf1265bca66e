"""A real browser for stories: the machine's own Chromium, moved by playwright."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
AXE = Path("node_modules/axe-core/axe.min.js")
# a container has neither the namespaces of the sandbox nor much shared memory; nothing of ours needs the network
FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-quic", "--disable-background-networking"]
PATIENCE = 60_000  # milliseconds; a busy machine may take long

PHONE = {"width": 360, "height": 780}
DESK = {"width": 1280, "height": 800}
HALL = {"width": 1920, "height": 1080}


def needed(file: Path, name: str) -> Path:
    """The file; without it the story is skipped, and in CI it fails, because there nothing is skipped."""
    if not file.exists():
        if os.environ.get("CI"):
            pytest.fail(f"{name} is missing, and in CI nothing is skipped")
        pytest.skip(f"no {name} on this machine")
    return file


@contextmanager
def open_chromium() -> Iterator[Browser]:
    program = needed(CHROMIUM, "Chromium")
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=str(program), args=FLAGS)
        yield browser
        browser.close()


def visitor(
    browser: Browser,
    base: str,
    *,
    lang: str = "de",
    size: dict[str, int] = PHONE,
    cookies: dict[str, str] | None = None,
    scripts: bool = True,
) -> BrowserContext:
    """Somebody with a browser of their own. cookies: what this device was given before."""
    context = browser.new_context(
        base_url=base,
        locale=lang,
        viewport={"width": size["width"], "height": size["height"]},
        java_script_enabled=scripts,
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    context.add_cookies([{"name": name, "value": value, "url": base} for name, value in (cookies or {}).items()])
    return context


def can_write(phone: Page, field: str) -> None:
    """Wait until a phone in the hall shows a field and would keep what is typed there without a network."""
    phone.locator(field).wait_for()
    phone.locator("html[data-cards=on]").wait_for(state="attached")


def is_live(page: Page) -> None:
    """Wait until the page hears its session by its socket."""
    page.locator("html[data-live=on]").wait_for(state="attached")
