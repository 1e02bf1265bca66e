"""The notes of a café as a table, for whoever goes on working with them elsewhere. Needs the language of a request."""

from collections.abc import Sequence

from flask_babel import gettext

from participation.townhall.activity import BYTE_ORDER_MARK, written
from participation.worldcafe.present import NoteView


def notes(shown: Sequence[NoteView]) -> bytes:
    """UTF-8 with a mark, semicolons, every text in quotes; one note in a row. Nothing in it says who sat where."""
    headings = [
        gettext("Number"),
        gettext("Round"),
        gettext("Table"),
        gettext("Place"),
        gettext("What was said?"),
        gettext("Language code"),
        gettext("Translation"),
        gettext("Field of action"),
    ]
    rows: list[list[str | int]] = [[str(cell) for cell in cells(one)] for one in shown]
    return (BYTE_ORDER_MARK + written([[*headings], *rows])).encode()


def cells(one: NoteView) -> list[str | int]:
    said = one.said
    return [
        one.number,
        one.round,
        one.table,
        one.place,
        said.original.text if said.original else one.text,
        said.said_in,
        one.text if said.version else "",
        one.field.text if one.field else "",
    ]
