import pytest

from participation.fields.embedding import SETTING
from participation.fields.rules import Mode
from tests.conftest import House
from tests.fields.hall import Hands


@pytest.fixture(autouse=True)
def counted_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    """The stories do not depend on a model; how good the models are is measured in test_accuracy.py."""
    monkeypatch.setenv(SETTING, Mode.TFIDF)


@pytest.fixture
def hands(house: House) -> Hands:
    return Hands(house.moderator())
