"""What a worksheet shows: on phones the sheet, on the screen what groups found, at the desk what comes in."""

from flask import render_template
from sqlalchemy.orm import Session

from participation.foundation import chance
from participation.foundation.permissions import Actor
from participation.sessions.models import LiveSession, RunStep
from participation.worksheets import queries
from participation.worksheets.present import fields_asked, sheet_views, worksheet_view
from participation.worksheets.rules import ASKS, LONGEST, SheetKind

AT_THE_DESK = 8  # on the console; the queue has all of them


def phone(session: Session, _live: LiveSession, step: RunStep, lang: str) -> str:
    """The sheet to fill in. It says nothing that changes with every sheet, so phones get no frame for one."""
    found = queries.sheet_at(session, step)
    return render_template(
        "worksheets/phone.html",
        sheet=found,
        asks=ASKS[SheetKind(found.kind)],
        limits=LONGEST,
        fields=fields_asked(session, found, lang),
        once=chance.token(),
        form_token="",
    )


def own(session: Session, step: RunStep, actor: Actor, lang: str) -> str:
    """What this person filled in already."""
    found = queries.sheet_at(session, step)
    mine = queries.own_ones(session, found, actor.authors) if actor.authors else []
    views = sheet_views(session, mine, lang, desk=False)
    return render_template("worksheets/own.html", sheet=found, sheets=[views[one.id] for one in mine])


def projector(session: Session, _live: LiveSession, step: RunStep, lang: str) -> str:
    found = queries.sheet_at(session, step)
    came, _ = queries.sheet_counts(session, found)
    return render_template("worksheets/screen.html", sheet=worksheet_view(session, found, lang), came=came)


def console(session: Session, live: LiveSession, step: RunStep, lang: str) -> str:
    found = queries.sheet_at(session, step)
    came, waiting = queries.sheet_counts(session, found)
    view = worksheet_view(session, found, lang, desk=True)
    return render_template(
        "worksheets/console.html",
        sheet=view,
        session=live.public_id,
        came=came,
        waiting=waiting,
        first=view.incoming[:AT_THE_DESK],
    )
