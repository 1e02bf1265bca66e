"""An open space as tables, for whoever goes on working with it elsewhere. Needs the language of a request."""

from collections.abc import Sequence

from flask_babel import format_date, gettext

from participation.openspace.present import ActionView, SaidView, SpaceView, TopicView
from participation.townhall.activity import BYTE_ORDER_MARK, written


def programme(space: SpaceView, site: str) -> bytes:
    """UTF-8 with a mark, semicolons, every text in quotes; one concern in a row. site: as `address` has it."""
    headings = [
        gettext("Number"),
        gettext("The concern"),
        gettext("Language code"),
        gettext("Translation"),
        gettext("Who invites"),
        gettext("Time"),
        gettext("Place"),
        gettext("Want to take part"),
        gettext("Goes on in"),
        gettext("Address"),
    ]
    rows = []
    for head in space.topics:
        rows.append([*topic_cells(space, head), "", address(head, site)])
        rows += [[*topic_cells(space, part), head.number, address(part, site)] for part in head.parts]
    return table(headings, rows)


def topic_cells(space: SpaceView, topic: TopicView) -> list[str | int]:
    return [
        topic.number,
        *words_of(topic.its),
        topic.host,
        space.slot_name(topic.slot),
        space.room_name(topic.room),
        topic.hearts,
    ]


def words_of(its: SaidView) -> tuple[str, str, str]:
    """As it was said, the code of that language, and the version of the page's language where there is one."""
    said = its.said
    return said.original.text if said.original else its.text, said.said_in, its.text if said.version else ""


def action_plan(actions: Sequence[ActionView], site: str) -> bytes:
    """The same for what was agreed: who does what until when."""
    headings = [
        gettext("Number"),
        gettext("What"),
        gettext("Language code"),
        gettext("Translation"),
        gettext("Who"),
        gettext("Until when"),
        gettext("Concern"),
        gettext("Field of action"),
        gettext("Address"),
    ]
    rows: list[list[str | int]] = [
        [
            one.its.number,
            *words_of(one.its),
            one.who,
            one.due.isoformat() if one.due else "",
            one.topic.its.text if one.topic else "",
            one.field.text if one.field else "",
            f"{site}{one.its.said.public_id}" if site else "",
        ]
        for one in actions
    ]
    return table(headings, rows)


def address(topic: TopicView, site: str) -> str:
    """site: the address of a contribution without its public id; "" where nothing has a page."""
    return f"{site}{topic.its.said.public_id}" if site else ""


def table(headings: Sequence[str], rows: Sequence[list[str | int]]) -> bytes:
    return (BYTE_ORDER_MARK + written([[str(one) for one in headings], *rows])).encode()


def due_day(action: ActionView) -> str:
    """As people say it."""
    return str(format_date(action.due, "long")) if action.due else ""
