"""The desk of the interpreters: what is on, what comes next, and the brake."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from participation.console.desk import name_of
from participation.console.present import BoothStep, InLanguage
from participation.console.web import session_lines, session_to_run
from participation.foundation import web
from participation.foundation.database import reading, transaction
from participation.foundation.locales import WRITTEN
from participation.foundation.permissions import Permission
from participation.live.rules import Screen
from participation.people.web import require_desk
from participation.sessions import calling, queries
from participation.sessions.models import LiveSession, RunStep
from participation.sessions.present import Stage
from participation.sessions.rules import SessionState
from participation.sessions.stage import stage_of
from participation.sessions.web import state_for
from participation.voting.models import Ballot

bp = Blueprint("booth", __name__, url_prefix="/desk/booth")

Line = tuple[RunStep, Ballot | None]


@bp.get("", endpoint="sessions")
def all_sessions() -> ResponseReturnValue:
    """Those that run or are planned; what was said in the others is in the harvest."""
    actor = require_desk(Permission.INTERPRET_SESSION)
    lang = web.reader_language()
    with reading() as session:
        lines = session_lines(session, actor, Permission.INTERPRET_SESSION, lang)
    lines = [one for one in lines if one.state != SessionState.ENDED]
    return render_template("console/booths.html", sessions=lines)


@bp.get("/<session>")
def booth(session: str) -> ResponseReturnValue:
    actor = require_desk(Permission.INTERPRET_SESSION)
    lang = web.reader_language()
    with reading() as reads:
        live = session_to_run(reads, actor, session, Permission.INTERPRET_SESSION)
        stage = stage_of(reads, live, lang=lang, screen=Screen.BOOTH)
        return render_template("console/booth.html", stage=stage, **ahead(reads, live))


@bp.get("/<session>/now")
def now(session: str) -> ResponseReturnValue:
    with reading() as reads:
        session_to_run(reads, require_desk(Permission.INTERPRET_SESSION), session, Permission.INTERPRET_SESSION)
    return state_for(session, Screen.BOOTH, web.reader_language())


@bp.post("/<session>")
def act(session: str) -> ResponseReturnValue:
    """The brake is pulled, or let go."""
    actor = require_desk(Permission.INTERPRET_SESSION)
    turn = {"brake": calling.brake, "ease": calling.ease}.get(request.form.get("act", ""))
    if turn is None:
        raise web.BadRequest
    with transaction() as tx:
        turn(tx, session_to_run(tx.session, actor, session, Permission.INTERPRET_SESSION), by=actor)
    return web.go(url_for("booth.booth", session=session))


def ahead(session: Session, live: LiveSession) -> dict[str, BoothStep | None]:
    """What is on, and what the room does not see yet."""
    steps = queries.steps_of(session, live)
    here = next((place for place, (step, _) in enumerate(steps) if step.id == live.step_id), None)
    after = steps[0 if here is None else here + 1 :]
    return {
        "on": booth_step(steps[here]) if here is not None else None,
        "next": booth_step(after[0]) if after else None,
        "later": booth_step(after[1]) if len(after) > 1 else None,
    }


def booth_step(line: Line) -> BoothStep:
    """Never a figure: an interpreter reads questions and answers, not how others vote."""
    step, ballot = line
    titles, options = (ballot.question, [one.title for one in ballot.options]) if ballot else (step.title, [])
    said = [
        InLanguage(
            lang,
            titles.get(lang, ""),
            tuple(one for one in step.text.get(lang, "").split("\n") if one),
            tuple(words.get(lang, "") for words in options if words.get(lang)),
        )
        for lang in WRITTEN
    ]
    return BoothStep(
        name=name_of(line, web.reader_language()),
        said=tuple(one for one in said if one.title or one.lines or one.answers),
        script=step.script,
        minutes=step.minutes,
    )


def render_booth(session: Session, live: LiveSession, stage: Stage, _lang: str) -> str:
    return render_template("console/booth_stage.html", stage=stage, form_token="", **ahead(session, live))
