"""A wall as a table, for whoever goes on working with it elsewhere. Needs the language of a request."""

from collections.abc import Iterator

from flask_babel import gettext

from participation.cardwall.present import CardView, GroupView, WallView
from participation.townhall.activity import BYTE_ORDER_MARK, written


def as_csv(wall: WallView, site: str) -> bytes:
    """UTF-8 with a mark, semicolons, every text in quotes; one card in a row, group by group.

    site: the address of a card without its public id; "" where cards have no page.
    """
    headings = [
        gettext("Number"),
        gettext("Group"),
        gettext("The card"),
        gettext("Language code"),
        gettext("Translation"),
        gettext("Address"),
    ]
    rows = [cells(group, card, site) for group, card in rows_of(wall)]
    return (BYTE_ORDER_MARK + written([[str(one) for one in headings], *rows])).encode()


def cells(group: GroupView | None, card: CardView, site: str) -> list[str | int]:
    said = card.said
    return [
        card.number,
        name_of(group),
        said.original.text if said.original else card.text,
        said.said_in,
        card.text if said.version else "",
        f"{site}{said.public_id}" if site else "",
    ]


def rows_of(wall: WallView) -> Iterator[tuple[GroupView | None, CardView]]:
    for group in wall.groups:
        yield from ((group, card) for card in group.cards)
    yield from ((None, card) for card in wall.loose)


def name_of(group: GroupView | None) -> str:
    """By its name, by its number where it has none, nothing for a card that stands alone."""
    if group is None:
        return ""
    return group.name.text if group.name else str(gettext("Group %(number)s", number=group.number))
