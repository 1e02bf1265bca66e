import pytest

from tests.conftest import House
from tests.threads.talk import Talk, begin_talk


@pytest.fixture
def talk(house: House) -> Talk:
    return begin_talk(house)
