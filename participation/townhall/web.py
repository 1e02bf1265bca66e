"""The frame of every page: what it shows of the town. It costs no statement besides the town itself."""

from functools import partial

from flask import request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session

from participation.foundation.municipality import Municipality
from participation.foundation.permissions import Actor, Permission, may, require
from participation.people.web import current_actor
from participation.townhall.present import is_reachable, pages_there, sheet_version
from participation.townhall.rules import TITLES, WELCOMES, missing


def frame_facts(town: Municipality | None) -> dict[str, object]:
    """For every template. Before the first municipality there is only the name of the product."""
    if town is None:
        return {
            "town_name": "Participation",
            "lists_organisations": False,
            "city_sheet": None,
            "logo": None,
            "town_pages": list,
            "missing_pages": 0,
        }
    return {
        "town_name": town.name,
        "lists_organisations": town.lists_organisations,
        "city_sheet": url_for("townhall.city", v=sheet_version(town.hue), lang=None),
        "logo": logo_facts(town),
        "town_pages": partial(links_to_pages, town),
        "missing_pages": len(missing(town.pages, reachable=is_reachable(town))),
        **rights_in(town),
    }


def links_to_pages(town: Municipality) -> list[dict[str, object]]:
    return [
        {
            "title": gettext(TITLES[kind]),
            "address": url_for("townhall.page", kind=kind),
            "welcomes": kind in WELCOMES,
        }
        for kind in pages_there(town)
    ]


def logo_facts(town: Municipality) -> dict[str, object] | None:
    if town.logo is None:
        return None
    address = url_for("townhall.logo", v=town.logo, lang=None)
    return {"address": address, "width": town.logo_width, "height": town.logo_height}


def rights_in(town: Municipality) -> dict[str, object]:
    """What the frame of the desk offers; nothing on a page that does not exist."""
    if not request or request.endpoint is None:
        return {"may_edit_house": False, "may_read_log": False}
    actor = current_actor()
    return {
        "may_edit_house": may(actor, Permission.EDIT_HOUSE, town),
        "may_read_log": may(actor, Permission.READ_LOG, town),
    }


def may_edit_the_house(session: Session, actor: Actor) -> bool:
    return may(actor, Permission.EDIT_HOUSE, session.get_one(Municipality, actor.municipality_id))


def town_of(session: Session, actor: Actor, permission: Permission) -> Municipality:
    """The town itself, for whoever may. A right held in one process alone is none in the house. Raises NotAllowed."""
    town = session.get_one(Municipality, actor.municipality_id)
    require(actor, permission, town)
    return town
