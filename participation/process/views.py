from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from participation.foundation import web
from participation.foundation.database import reading
from participation.foundation.locales import pick
from participation.foundation.messages import NotFound
from participation.foundation.permissions import Permission, may
from participation.people.web import current_actor
from participation.process import openings, queries
from participation.process.permissions import require_readable
from participation.process.present import phase_line
from participation.process.rules import PhaseState

bp = Blueprint("process", __name__)


@bp.get("/process/<slug>")
def about(slug: str) -> ResponseReturnValue:
    """Where a process stands, what is open now, what happened, what comes next. Its people see it as a draft."""
    lang = web.reader_language()
    actor = current_actor()
    with reading() as session:
        process = queries.process_by_slug(session, actor.municipality_id, slug)
        if process is None:
            raise NotFound
        require_readable(actor, process)
        lines = [phase_line(phase, lang) for phase in queries.phases_of(session, process)]
        return render_template(
            "process/about.html",
            process=process,
            title=pick(process.title, lang),
            question=pick(process.question, lang),
            lead=pick(process.lead, lang),
            phases=lines,
            now=[line for line in lines if line.state is PhaseState.NOW],
            next=next((line for line in lines if line.state is PhaseState.AHEAD), None),
            openings=openings.open_now(session, process, lang),
            happened=openings.happened(session, process, lang),
            may_plan=may(actor, Permission.PLAN_PROCESS, process),
        )
