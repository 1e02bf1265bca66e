"""Goals, projects and ideas as a table, for whoever goes on working with them. Needs the language of a request."""

from collections.abc import Callable, Sequence

from flask_babel import gettext

from participation.foundation.messages import N_
from participation.townhall.activity import BYTE_ORDER_MARK, written
from participation.worksheets.gathered import Gathered
from participation.worksheets.present import SheetView
from participation.worksheets.rules import KIND_NAMES, Part

# one heading for each part, whatever a sheet asks it like
COLUMNS = {
    Part.WHO: N_("Who"),
    Part.WHOM: N_("Whom it reaches"),
    Part.DATA: N_("What numbers say"),
    Part.SOURCE: N_("Source"),
    Part.SIGN: N_("How one notices it"),
    Part.FIRST: N_("First step"),
    Part.WHEN: N_("When"),
}
# (slug of its format, public id) -> its address
AddressOf = Callable[[str, str], str]


def as_csv(found: Sequence[Gathered], address: AddressOf) -> bytes:
    """UTF-8 with a mark, semicolons, every text in quotes; one sheet in a row, part by part."""
    headings = [
        gettext("Field of action"),
        gettext("What it is"),
        gettext("Number"),
        gettext("In short"),
        *(gettext(name) for name in COLUMNS.values()),
        gettext("Language code"),
        gettext("As it was said"),
        gettext("Address"),
    ]
    rows = [
        cells(group, str(gettext(KIND_NAMES[kind])), one, address)
        for group in found
        for kind, sheets in group.kinds
        for one in sheets
    ]
    return (BYTE_ORDER_MARK + written([[str(one) for one in headings], *rows])).encode()


def cells(group: Gathered, kind: str, one: SheetView, address: AddressOf) -> list[str | int]:
    parts = one.columns
    return [
        group.field.text if group.field else "",
        kind,
        one.number,
        parts[Part.TEXT],
        *(parts.get(part, "") for part in COLUMNS),
        one.said.said_in,
        one.said.original.text if one.said.original else "",
        address(one.home, one.said.public_id),
    ]
