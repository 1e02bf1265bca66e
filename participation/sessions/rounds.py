"""The page on which everybody reads how answers to the same question change over time."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session

from participation.foundation import web
from participation.foundation.database import reading
from participation.foundation.locales import Words
from participation.process.models import Process
from participation.process.openings import Opening
from participation.process.web import public_process
from participation.sessions.repeated import asked_in, repeated

bp = Blueprint("rounds", __name__)


@bp.get("/asked-again")
def page() -> ResponseReturnValue:
    with reading() as session:
        found = repeated(session, public_process(session).id, web.reader_language())
        return render_template("sessions/repeated.html", found=found)


def happened(session: Session, process: Process, lang: str) -> list[Opening]:
    """For the page of a process, once a question has been asked a second time."""
    count = sum(len(chain) > 1 for chain in asked_in(session, process.id))
    if not count:
        return []
    title = Words(str(gettext("Asked again")), lang)
    note = ngettext("%(num)s question, and how answers changed", "%(num)s questions, and how answers changed", count)
    return [Opening(url_for("rounds.page", process=process.slug), title, note)]
