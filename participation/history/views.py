from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from participation.contributions import homes, versions
from participation.contributions import queries as contributions
from participation.contributions.models import Contribution
from participation.contributions.present import spoken
from participation.contributions.rules import Status
from participation.foundation.database import reading
from participation.foundation.messages import NotFound
from participation.foundation.numbers import row_number
from participation.foundation.permissions import Actor, Permission, may
from participation.history.present import Version, version, versions_of
from participation.people.web import current_actor
from participation.process.models import Format
from participation.process.permissions import require_readable

bp = Blueprint("history", __name__)

PER_PAGE = 5  # each is compared with the one before it while the page is made


@bp.get("/history/<public_id>")
def page(public_id: str) -> ResponseReturnValue:
    """The versions of a contribution with what is different, or two of them compared: `?from=1&to=3`.

    Everybody reads those that were public after somebody had reacted; its author and the desk read all.
    """
    actor = current_actor()
    with reading() as session:
        said = contributions.by_public_id(session, actor.municipality_id, public_id)
        collection = session.get_one(Format, said.format_id)
        require_readable(actor, collection)
        everything = reads_everything(said, actor)
        if said.status != Status.PUBLISHED and not everything:
            raise NotFound
        asked = max(1, row_number(request.args.get("page", "1")))
        found = versions.history(session, said.id, everything=everything, skip=(asked - 1) * PER_PAGE, most=PER_PAGE)
        if found.total < 2 or not found.shown:
            raise NotFound
        two = compared(session, said, everything=everything)
        return render_template(
            "history/history.html",
            idea=spoken(said, figures=False),
            address=homes.address_of(session, said, collection),
            versions=versions_of(found) if two is None else [],
            two=two,
            page=asked,
            pages=-(-found.total // PER_PAGE),
        )


def reads_everything(said: Contribution, actor: Actor) -> bool:
    """Nobody reads what was withdrawn."""
    return said.status != Status.WITHDRAWN and (
        actor.is_author(said.author_id) or may(actor, Permission.MODERATE, said)
    )


def compared(session: Session, said: Contribution, *, everything: bool) -> Version | None:
    """The two versions an address asks to compare. Raises NotFound where one of them is not to be read."""
    if "from" not in request.args or "to" not in request.args:
        return None
    former, later = (
        versions.numbered(session, said.id, row_number(request.args[name]), everything=everything)
        for name in ("from", "to")
    )
    if former is None or later is None:
        raise NotFound
    return version(later, former)
