from dataclasses import replace

import pytest

from participation.app import create_app
from participation.foundation import database
from participation.voting import ledger
from tests.conftest import House
from tests.team.office import NEIGHBOUR_HOST, Office, Somebody, open_office


@pytest.fixture
def office(house: House) -> Office:
    """The same house, answering to the neighbours' host as well."""
    ledger.current().stop()
    database.current().close()
    settings = replace(house.settings, hosts=(*house.settings.hosts, NEIGHBOUR_HOST))
    return open_office(House(create_app(settings), settings))


@pytest.fixture
def boss(office: Office) -> Somebody:
    return office.administrator()
