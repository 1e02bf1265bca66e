"""For the stories in a real browser: one browser for all of them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser import open_chromium


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with open_chromium() as browser:
        yield browser
