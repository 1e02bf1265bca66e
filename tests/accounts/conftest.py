from collections.abc import Iterator

import pytest

from tests.accounts.visitors import Visitor, visitor
from tests.conftest import House
from tests.notifications.mail_server import MailServer, open_mail_server
from tests.notifications.office import Office, open_office


@pytest.fixture
def server() -> Iterator[MailServer]:
    with open_mail_server() as found:
        yield found


@pytest.fixture
def office(house: House, server: MailServer) -> Office:
    """The house with a mail server."""
    return open_office(house, server)


@pytest.fixture
def amina(office: Office) -> Visitor:
    return visitor(office)


@pytest.fixture
def burak(office: Office) -> Visitor:
    return visitor(office)
