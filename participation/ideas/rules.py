"""How the board is ordered and paged."""

from enum import StrEnum

PER_PAGE = 20
MANY_PER_PAGE = 50


class Order(StrEnum):
    NEWEST = "newest"
    SUPPORT = "support"


def pages(total: int, per_page: int = PER_PAGE) -> int:
    """How many pages `total` ideas fill; an empty board has one."""
    return max(1, -(-total // per_page))
