from dataclasses import dataclass

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from participation.contributions import homes
from participation.contributions.present import Spoken
from participation.contributions.rules import Kind
from participation.directory import queries
from participation.directory.present import portrait
from participation.directory.queries import Said
from participation.directory.rules import sorting_key
from participation.foundation import web
from participation.foundation.database import reading
from participation.foundation.locales import base
from participation.foundation.numbers import row_number
from participation.languages.present import told
from participation.languages.queries import versions_for
from participation.organisations.queries import organisation_by_key, part_of, vacant_ids
from participation.organisations.service import is_office
from participation.people.web import current_actor
from participation.threads.queries import roots_of
from participation.threads.web import comment_address

bp = Blueprint("directory", __name__)


@bp.get("/organisations")
def page() -> ResponseReturnValue:
    """Everybody who speaks here for many, by the alphabet of the reader."""
    lang = web.reader_language()
    with reading() as session:
        found = queries.listed(session, current_actor().municipality_id)
        lines = [portrait(one, lang) for one in sorted(found, key=lambda one: sorting_key(one.name, base(lang)))]
    return render_template("directory/list.html", organisations=lines)


@dataclass(frozen=True, slots=True)
class Card:
    """Something an organisation said. comment: whether it stands under something."""

    idea: Spoken
    address: str
    comment: bool


@bp.get("/organisations/<key>")
def organisation(key: str) -> ResponseReturnValue:
    """What it is, what it said, how to reach it. What nobody can read is not there."""
    actor, lang = current_actor(), web.reader_language()
    with reading() as session:
        found = organisation_by_key(session, actor.municipality_id, key)
        said = queries.said_for(session, found, max(1, row_number(request.args.get("page", "1"))))
        shown = portrait(found, lang)
        return render_template(
            "directory/organisation.html",
            organisation=shown,
            vacant=found.ended_at is None and bool(vacant_ids(session, [found.id])),
            cards=cards_of(session, said, lang),
            contents=said,
            keeps=is_office(actor) or (bool(actor.speaks_for) and bool(part_of(session, found.id, actor.person_id))),
        )


def cards_of(session: Session, said: Said, lang: str) -> list[Card]:
    """A fixed number of statements, however many there are."""
    ids = [one.id for one in said.contributions]
    versions = versions_for(session, ids, lang)
    roots = roots_of(session, [one.id for one in said.contributions if one.kind == Kind.COMMENT])
    cards = []
    for one in said.contributions:
        home, root = said.collections[one.format_id], roots.get(one.id)
        address = comment_address(root.public_id, one.public_id) if root else homes.address_of(session, one, home)
        spoken = told(one, versions.get(one.id), figures=not home.allowed.results_hidden)
        cards.append(Card(spoken, address, root is not None))
    return cards
