"""The one clock of the house. Whatever needs the time asks here, so that a test can hold it still."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

TOWN_HALL: tzinfo = ZoneInfo("Europe/Berlin")

_read: Callable[[], datetime] = lambda: datetime.now(UTC)  # noqa: E731 - a variable that tests exchange


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _read()


def local(moment: datetime) -> datetime:
    """The same moment as the clock on the town hall shows it."""
    return moment.astimezone(TOWN_HALL)


@contextmanager
def held_at(moment: datetime) -> Iterator[None]:
    """For tests: time stands still at `moment`."""
    global _read  # noqa: PLW0603 - the one place that exchanges the clock
    before, _read = _read, lambda: moment
    try:
        yield
    finally:
        _read = before
