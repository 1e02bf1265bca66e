"""A wall as a table, for whoever goes on working with it elsewhere. Needs the language of a request."""

import csv
from collections.abc import Iterator
from io import StringIO

from flask_babel import gettext

from participation.cardwall.present import CardView, GroupView, WallView
from participation.foundation.text import defused, without_controls

BYTE_ORDER_MARK = "\ufeff"
SEPARATOR = ";"


def as_csv(wall: WallView, site: str) -> bytes:
    """UTF-8 with a mark, semicolons, every text in quotes; one card in a row, group by group.

    site: the address of a card without its public id; "" where cards have no page.
    """
    lines = StringIO(newline="")
    writer = csv.writer(lines, delimiter=SEPARATOR, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow(
        [
            gettext("Number"),
            gettext("Group"),
            gettext("The card"),
            gettext("Language code"),
            gettext("Translation"),
            gettext("Address"),
        ]
    )
    for group, card in rows_of(wall):
        original = card.said.original.text if card.said.original else card.text
        told = card.text if card.said.version else ""
        address = f"{site}{card.said.public_id}" if site else ""
        words = (name_of(group), original, card.said.said_in, told, address)
        writer.writerow([card.number, *(defused(without_controls(one)) for one in words)])
    return (BYTE_ORDER_MARK + lines.getvalue()).encode()


def rows_of(wall: WallView) -> Iterator[tuple[GroupView | None, CardView]]:
    for group in wall.groups:
        yield from ((group, card) for card in group.cards)
    yield from ((None, card) for card in wall.loose)


def name_of(group: GroupView | None) -> str:
    """By its name, by its number where it has none, nothing for a card that stands alone."""
    if group is None:
        return ""
    return group.name.text if group.name else str(gettext("Group %(number)s", number=group.number))
