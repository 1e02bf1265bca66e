"""Where a contribution lives. The room it belongs to says it; a thread leads back there."""

from collections.abc import Callable

from participation.contributions.models import Contribution
from participation.contributions.rules import Kind
from participation.process.models import Format

AddressOf = Callable[[Contribution, Format], str]

_homes: dict[str, AddressOf] = {}


def register(kind: Kind, address_of: AddressOf) -> None:
    """address_of: (contribution, its format) -> the address of its own page, inside a request."""
    _homes[kind] = address_of


def address_of(contribution: Contribution, collection: Format) -> str:
    return _homes[contribution.kind](contribution, collection)


def is_talked_about(contribution: Contribution) -> bool:
    """Whether comments may stand under it: a comment itself is answered, not commented."""
    return contribution.kind in _homes
