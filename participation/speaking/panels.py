"""What a speakers' list shows: on the screen who speaks and who comes next and why, on phones also how to ask."""

from flask import render_template
from sqlalchemy.orm import Session

from participation.foundation.permissions import Actor
from participation.sessions.models import LiveSession, RunStep
from participation.speaking import queries
from participation.speaking.present import list_view
from participation.speaking.rules import LONGEST_NAME, LONGEST_REASON, WISH_NAMES


def phone(session: Session, _live: LiveSession, step: RunStep, _lang: str) -> str:
    return render_template(
        "speaking/phone.html",
        speakers=list_view(session, queries.list_at(session, step.id)),
        step=step,
    )


def own(session: Session, step: RunStep, actor: Actor, _lang: str) -> str:
    """Whether this person is on the list, and the way off it."""
    speakers = queries.list_at(session, step.id)
    mine = queries.own_wish(session, speakers, actor.person_id)
    return render_template("speaking/own.html", step_id=step.id, public_id=speakers.public_id, mine=mine)


def projector(session: Session, _live: LiveSession, step: RunStep, _lang: str) -> str:
    return render_template("speaking/screen.html", speakers=list_view(session, queries.list_at(session, step.id)))


def console(session: Session, live: LiveSession, step: RunStep, _lang: str) -> str:
    return render_template(
        "speaking/console.html",
        speakers=list_view(session, queries.list_at(session, step.id)),
        organisations=queries.organisations_of(session, step.municipality_id),
        wishes=WISH_NAMES,
        limit=LONGEST_NAME,
        reason_limit=LONGEST_REASON,
        session=live.public_id,
        form_token="",  # a frame is nobody's: the script of the desk adds its own
    )
