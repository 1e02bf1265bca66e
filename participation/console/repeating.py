"""What was asked before is asked again: in the same words, so that the answers can be laid side by side."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.console.forms import AgainForm
from participation.console.web import session_to_run
from participation.foundation import web
from participation.foundation.database import reading, transaction
from participation.foundation.locales import pick
from participation.foundation.messages import N_, Refused
from participation.foundation.permissions import Permission
from participation.people.web import require_desk
from participation.sessions import sheet
from participation.sessions.repeated import asked_in, titles_of
from participation.voting.queries import ballots_of
from participation.voting.service import copy_ballot

bp = Blueprint("repeating", __name__, url_prefix="/desk/sessions")

ADDED = web.saying("asked-again", N_("The questions stand on the run sheet. Nobody sees them before you call them up."))


@bp.get("/<session>/ballots/earlier")
def earlier(session: str) -> ResponseReturnValue:
    return choosing_page(session)


@bp.post("/<session>/ballots/earlier")
def ask(session: str) -> ResponseReturnValue:
    """Behind the step that is on, in the order in which they were asked; none is put there twice."""
    form = AgainForm(request.form)
    actor = require_desk(Permission.RUN_SESSION)
    try:
        wanted = form.chosen()
        with transaction() as tx:
            live = session_to_run(tx.session, actor, session)
            sheet.hold(tx, live)
            newest = [chain[-1] for chain in asked_in(tx.session, live.process_id)]
            there = {one.before_id for one in ballots_of(tx.session, live.audience)}
            after = live.step_id
            asked = [one for one in newest if one.public_id in wanted and one.id not in there]
            for one in sorted(asked, key=lambda one: one.id):
                copy = copy_ballot(tx, one, live.audience, again=True, by=actor)
                after = sheet.add_step(tx, live, copy, after=after).id
            sheet.changed(tx, live, "session.step_add", actor)
    except Refused as refused:
        return choosing_page(session, refused), refused.status
    return web.say(url_for("console.desk", session=session), ADDED)


def choosing_page(topic: str, refused: Refused | None = None) -> str:
    actor = require_desk(Permission.RUN_SESSION)
    lang = web.reader_language()
    with reading() as session:
        live = session_to_run(session, actor, topic)
        newest = [chain[-1] for chain in asked_in(session, live.process_id)]
        titles = titles_of(session, [one.audience for one in newest])
        return render_template(
            "console/earlier.html",
            session=live.public_id,
            oops=web.spoken_refusal(refused) if refused else None,
            asked=[
                (
                    one.public_id,
                    pick(one.question, lang),
                    one.published_at,
                    pick(titles[one.audience], lang) if one.audience in titles else None,
                )
                for one in newest
            ],
        )
