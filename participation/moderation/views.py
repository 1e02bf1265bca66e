from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from participation.contributions.present import spoken
from participation.foundation import web
from participation.foundation.database import reading, transaction
from participation.foundation.messages import N_
from participation.foundation.numbers import row_number
from participation.foundation.permissions import Actor, Permission, may, processes_with
from participation.moderation import queries, service
from participation.moderation.forms import DecisionForm, UndoForm
from participation.moderation.models import Case
from participation.moderation.rules import BY_HAND, REASON_NAMES, REASON_SENTENCES
from participation.people.web import current_actor, require_desk

bp = Blueprint("moderation", __name__, url_prefix="/desk/queue")

PUBLISHED = web.saying("published", N_("Published. Everybody can read it now."))
REJECTED = web.saying("rejected", N_("Not published. The author reads your reason under their contributions."))
UNDONE = web.saying("undone", N_("Undone. It waits for a decision again."))


@bp.get("")
def queue() -> ResponseReturnValue:
    """The queue: the list, one case in large type, the reasons with their keys."""
    actor = require_desk(Permission.MODERATE)
    with reading() as session:
        own = processes_with(actor, Permission.MODERATE)
        cases = queries.waiting(session, actor.municipality_id, processes=own)
        chosen = row_number(request.args.get("case"))
        current = next((one for one in cases if one.case.id == chosen), cases[0] if cases else None)
        return render_template(
            "moderation/queue.html",
            cases=[(one.case, spoken(one.contribution)) for one in cases],
            count=queries.count_waiting(session, actor.municipality_id, processes=own),
            current=current and (current.case, spoken(current.contribution)),
            undo=undo_offer(session, actor),
            reasons=[(reason, REASON_NAMES[reason], REASON_SENTENCES[reason]) for reason in BY_HAND],
        )


def undo_offer(session: Session, actor: Actor) -> Case | None:
    """The case decided a moment ago, while its decision can be taken back by whoever is here."""
    decided = row_number(request.args.get("undo"))
    case = queries.case_of(session, actor.municipality_id, decided) if decided >= 0 else None
    return case if case and not case.open and may(actor, Permission.MODERATE, case) else None


@bp.post("/<int:case_id>")
def decide(case_id: int) -> ResponseReturnValue:
    form = DecisionForm(request.form)
    actor = current_actor()
    with transaction() as tx:
        case = queries.case_of(tx.session, actor.municipality_id, case_id)
        if form.publishes():
            service.publish(tx, case, by=actor, seen=form.seen())
        else:
            service.reject(tx, case, reason=form.chosen_reason(), note=form.words(), by=actor, seen=form.seen())
    said = PUBLISHED if form.publishes() else REJECTED
    return web.say(url_for("moderation.queue", undo=case_id), said)


@bp.post("/<int:case_id>/undo")
def undo(case_id: int) -> ResponseReturnValue:
    form = UndoForm(request.form)
    actor = current_actor()
    with transaction() as tx:
        case = queries.case_of(tx.session, actor.municipality_id, case_id)
        service.undo(tx, case, by=actor, seen=form.seen())
    return web.say(url_for("moderation.queue", case=case_id), UNDONE)
