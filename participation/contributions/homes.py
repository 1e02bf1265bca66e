"""Where contributions live and what they stand under. Their rooms say it; moderation and threads lead there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from participation.contributions.models import Contribution
from participation.contributions.rules import Kind
from participation.foundation.locales import Words
from participation.process.models import Format


@dataclass(frozen=True, slots=True)
class About:
    """What a contribution is about: in short, where it lives, and the words it answers (None: none)."""

    name: Words
    address: str
    answered: Words | None = None


# (session, contribution, its format) -> the address of its own page, inside a request
AddressOf = Callable[[Session, Contribution, Format], str]
# (session, contributions of that kind) -> contribution id -> what it is about; few statements for many
AboutOf = Callable[[Session, Sequence[Contribution]], dict[int, About]]

# (session, format) -> the address of the page that shows all that was said in it
BoardOf = Callable[[Session, Format], str]

_addresses: dict[str, AddressOf] = {}
_abouts: dict[str, AboutOf] = {}


def register(kind: Kind, address_of: AddressOf, about_of: AboutOf | None = None) -> None:
    """about_of: where such a contribution stands under another one."""
    _addresses[kind] = address_of
    if about_of:
        _abouts[kind] = about_of


BOARDS: dict[str, BoardOf] = {}


def register_board(kind: str, board_of: BoardOf) -> None:
    """kind: of a format that is no collection of ideas."""
    BOARDS[kind] = board_of


def board_of(session: Session, collection: Format) -> str:
    return BOARDS[collection.kind](session, collection)


def address_of(session: Session, contribution: Contribution, collection: Format) -> str:
    return _addresses[contribution.kind](session, contribution, collection)


def stands_alone(contribution: Contribution) -> bool:
    """Whether it stands under nothing, so that comments may stand under it."""
    return contribution.kind in _addresses and contribution.kind not in _abouts


def abouts(session: Session, contributions: Sequence[Contribution]) -> dict[int, About]:
    """For those that stand under something: contribution id -> what that is."""
    found: dict[int, About] = {}
    for kind, about_of in _abouts.items():
        some = [one for one in contributions if one.kind == kind]
        if some:
            found |= about_of(session, some)
    return found


@dataclass(frozen=True, slots=True)
class Origin:
    """Where words come from that nobody wrote here: “Interview 3”, and the page about it."""

    name: str
    address: str


# (session, contribution) -> where it comes from, inside a request
OriginOf = Callable[[Session, Contribution], Origin]
_origins: dict[str, OriginOf] = {}


def register_origin(kind: Kind, origin_of: OriginOf) -> None:
    _origins[kind] = origin_of


def origin_of(session: Session, contribution: Contribution) -> Origin | None:
    """None for what its author wrote here."""
    found = _origins.get(contribution.kind)
    return found(session, contribution) if found else None
