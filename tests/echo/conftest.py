from tests.answers.hall import hall
from tests.notifications.conftest import office, server

__all__ = ["hall", "office", "server"]
