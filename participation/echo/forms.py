from collections.abc import Iterable

from wtforms import Form, IntegerField

from participation.foundation.numbers import row_number
from participation.notifications.telling import Shown

MOST = 50  # as many as a page shows


def read_marks(sent: Iterable[str]) -> list[Shown]:
    """What somebody has read: each by its number and how many it told of when they saw it, `7:2`."""
    marks = [one.partition(":") for one in list(sent)[:MOST]]
    return [(row_number(number), row_number(count)) for number, _, count in marks]


class PageForm(Form):
    page = IntegerField(default=1)

    def wanted(self) -> int:
        """From 1 on, whatever was asked."""
        return max(1, row_number(self.page.data))
