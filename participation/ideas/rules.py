"""How the board is ordered and paged, and what an idea that is not finished yet is told."""

from collections.abc import Mapping
from enum import StrEnum

from participation.foundation.messages import N_, Refused

PER_PAGE = 20
MANY_PER_PAGE = 50
# the parts of the form besides its questions, as the page names them
TEXT, PHOTO, WHAT_IS_SEEN = "text", "photo", "photo-description"


class Unfinished(Refused):
    """faults: the place on the form -> what is wrong there."""

    message = N_("Please look at what is marked below.")
    code = "unfinished"
    status = 422

    def __init__(self, faults: Mapping[str, Refused]) -> None:
        super().__init__()
        self.faults = faults


def place_of(field_id: int) -> str:
    """Where the answer to a question stands on the form; also its name there."""
    return f"field-{field_id}"


class Order(StrEnum):
    NEWEST = "newest"
    SUPPORT = "support"
    DISCUSSED = "discussed"  # the most public comments first


def pages(total: int, per_page: int = PER_PAGE) -> int:
    """How many pages `total` ideas fill; an empty board has one."""
    return max(1, -(-total // per_page))
