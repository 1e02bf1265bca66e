"""What a café shows at its steps: on phones where they sit, on the screen the tables, at the desk figures alone."""

from datetime import timedelta

from flask import render_template, url_for
from sqlalchemy.orm import Session

from participation.foundation import clock
from participation.foundation.locales import OWN_NAMES
from participation.foundation.permissions import Actor
from participation.sessions.models import LiveSession, RunStep
from participation.worldcafe import queries
from participation.worldcafe.models import Cafe
from participation.worldcafe.present import by_theme, cafe_view, note_views, own_view
from participation.worldcafe.rules import StepKind

CHANGE = timedelta(minutes=4)  # in which everybody has found their table
AT_THE_DESK = 8  # on the console; the café itself has all of them


def phone(session: Session, _live: LiveSession, step: RunStep, lang: str) -> str:
    cafe = queries.cafe_at(session, step.session_id)
    themes = by_theme(note_views(session, cafe, lang)[0]) if step.kind == StepKind.HARVEST else ()
    return render_template(
        f"worldcafe/phone_{step.kind}.html",
        cafe=cafe_view(session, cafe, lang),
        themes=themes,
        step_id=step.id,
        public_id=cafe.public_id,
        tongues=OWN_NAMES,
    )


def own(session: Session, step: RunStep, actor: Actor, _lang: str) -> str:
    """Where this phone sits, or the way in."""
    cafe = queries.cafe_at(session, step.session_id)
    return render_template(
        "worldcafe/own.html",
        step_id=step.id,
        at_a_round=step.kind == StepKind.ROUND,
        mine=own_view(session, cafe, actor.person_id),
        moves=cafe.moves,
        public_id=cafe.public_id,
        tongues=OWN_NAMES,
    )


def is_changing(session: Session, cafe: Cafe, live: LiveSession) -> bool:
    """Whether people look for their tables: a round was just called, and its time has not begun."""
    one = queries.running_round(session, cafe)
    called = one.called_at if one else None
    waits = not live.clock.runs and not live.clock.stands
    return waits and called is not None and clock.now() - called < CHANGE


def projector(session: Session, live: LiveSession, step: RunStep, lang: str) -> str:
    cafe = queries.cafe_at(session, step.session_id)
    facts: dict[str, object] = {"cafe": cafe_view(session, cafe, lang), "changing": is_changing(session, cafe, live)}
    if step.kind == StepKind.HARVEST:
        facts["themes"] = by_theme(note_views(session, cafe, lang)[0])
    return render_template(f"worldcafe/screen_{step.kind}.html", **facts)


def console(session: Session, live: LiveSession, _step: RunStep, lang: str) -> str:
    cafe = queries.cafe_at(session, live.id)
    _, waiting = note_views(session, cafe, lang, desk=True)
    return render_template(
        "worldcafe/console.html",
        cafe=cafe_view(session, cafe, lang, desk=True),
        incoming=waiting[:AT_THE_DESK],
        session=live.public_id,
        form_token="",  # a frame is nobody's: the script of the desk adds its own
    )


def everywhere(session: Session, live: LiveSession, _lang: str) -> str:
    """On phones, whatever the step is: the way into the café. In a round it stands there already."""
    cafe = queries.cafe_in(session, live.id)
    if cafe is None or queries.round_at(session, live.step_id) is not None:
        return ""
    return render_template("worldcafe/link.html", address=url_for("cafes.part", cafe=cafe.public_id))
