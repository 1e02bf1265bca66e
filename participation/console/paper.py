"""An evening on paper: counts by hand, and the sheets for tables and for those without a phone."""

from collections.abc import Callable

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.console.desk import desk_page
from participation.console.forms import HandForm
from participation.console.web import session_to_run
from participation.foundation import web
from participation.foundation.database import Transaction, reading, transaction
from participation.foundation.locales import pick
from participation.foundation.messages import NotFound, Refused
from participation.foundation.permissions import Actor, Permission
from participation.people.web import require_desk
from participation.sessions import queries
from participation.sessions.stage import option_view
from participation.voting import hands
from participation.voting.models import Ballot

bp = Blueprint("paper", __name__, url_prefix="/desk/sessions")


@bp.post("/<session>/hands")
def enter_hands(session: str) -> ResponseReturnValue:
    """Hands or paper ballots of the vote that is on."""
    form = HandForm(request.form)
    actor = require_desk(Permission.RUN_SESSION)

    def enter(tx: Transaction, ballot: Ballot) -> None:
        counts = {option.id: form.number(f"hands-{option.id}") for option in ballot.options}
        people, second = form.number("people"), form.clean_second()
        hands.enter_hands(tx, ballot.id, counts, people, second, by=actor, seen=form.seen())

    return at_the_vote(session, actor, enter)


@bp.post("/<session>/hands/<int:batch>/back")
def take_back_hands(session: str, batch: int) -> ResponseReturnValue:
    form = HandForm(request.form)
    actor = require_desk(Permission.RUN_SESSION)
    return at_the_vote(
        session,
        actor,
        lambda tx, ballot: hands.take_back_hands(tx, ballot.id, batch, by=actor, seen=form.seen()),
    )


def at_the_vote(topic: str, actor: Actor, does: Callable[[Transaction, Ballot], None]) -> ResponseReturnValue:
    """Something is done with the vote that is on; a refusal is said at the desk."""
    try:
        with transaction() as tx:
            ballot = queries.current_ballot(tx.session, session_to_run(tx.session, actor, topic))
            if ballot is None:
                raise NotFound
            does(tx, ballot)
    except Refused as refused:
        return desk_page(topic, web.spoken_refusal(refused)), refused.status
    return web.go(url_for("console.desk", session=topic))


@bp.get("/<session>/papers")
def papers(session: str) -> ResponseReturnValue:
    """What can be printed, in which language."""
    actor = require_desk(Permission.RUN_SESSION)
    lang = web.reader_language()
    with reading() as reads:
        live = session_to_run(reads, actor, session)
        votes = [
            (step.id, pick(ballot.question, lang))
            for step, ballot in queries.steps_of(reads, live)
            if ballot is not None
        ]
        return render_template("console/papers.html", session=session, title=pick(live.title, lang), votes=votes)


@bp.get("/<session>/papers/table")
def table_sheet(session: str) -> ResponseReturnValue:
    """For a table: how to take part, in the language of the page. Its address holds for the whole evening."""
    actor = require_desk(Permission.RUN_SESSION)
    lang = web.reader_language()
    with reading() as reads:
        live = session_to_run(reads, actor, session)
        address = f"{web.public_url()}{url_for('sessions.phone', session=live.public_id)}".partition("?")[0]
        return render_template(
            "console/table_sheet.html",
            session=session,
            title=pick(live.title, lang),
            place=pick(live.place, lang),
            address=web.public_url().partition("://")[2],
            qr=web.qr(f"{address}?lang={lang}"),
            join=address,
        )


@bp.get("/<session>/papers/ballots/<int:step_id>")
def paper_ballots(session: str, step_id: int) -> ResponseReturnValue:
    """The question of a vote to tick with a pen, in the language of the page."""
    actor = require_desk(Permission.RUN_SESSION)
    lang = web.reader_language()
    with reading() as reads:
        live = session_to_run(reads, actor, session)
        ballot = next((one for step, one in queries.steps_of(reads, live) if step.id == step_id), None)
        if ballot is None:
            raise NotFound
        options = [
            option_view(place, option, ballot=ballot, lang=lang, counts=None, mine={})
            for place, option in enumerate(ballot.options)
        ]
        return render_template(
            "console/paper_ballots.html",
            session=session,
            title=pick(live.title, lang),
            question=pick(ballot.question, lang),
            options=options,
            ballot=ballot,
        )
