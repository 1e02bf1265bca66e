from collections.abc import Iterator

import pytest

from tests.conftest import House
from tests.notifications.mail_server import MailServer, open_mail_server
from tests.notifications.office import Office, open_office


@pytest.fixture
def server() -> Iterator[MailServer]:
    with open_mail_server() as found:
        yield found


@pytest.fixture
def office(house: House, server: MailServer) -> Office:
    """The same house with a mail server."""
    return open_office(house, server)
