import pytest

from participation.foundation.permissions import Role
from participation.organisations.models import Organisation
from tests.answers.hall import hall
from tests.conftest import House
from tests.notifications.conftest import office, server
from tests.organisations.hall import Member, account, taken_in

__all__ = ["hall", "office", "server"]


@pytest.fixture
def bridge(house: House) -> Organisation:
    """An organisation for which nobody speaks yet."""
    return taken_in()


@pytest.fixture
def boss(house: House) -> Member:
    return account(house, "Erika Muster", Role.ADMINISTRATOR)
