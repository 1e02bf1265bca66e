"""For the stories in a real browser: one browser for all of them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser import open_chromium
from tests.journeys.musterstadt import Musterstadt, prepare


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with open_chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Musterstadt:
    """The demo's town with its people, written once; each story opens a copy."""
    return prepare(tmp_path_factory.mktemp("musterstadt"))
