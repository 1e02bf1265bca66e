"""For the stories in a real browser."""

import pytest

from tests.journeys.musterstadt import Musterstadt, prepare


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Musterstadt:
    """The demo's town with its people, written once; each story opens a copy."""
    return prepare(tmp_path_factory.mktemp("musterstadt"))
