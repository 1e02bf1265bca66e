"""What a scribe writes down in a café: what stands on the tablecloths, table by table and round by round."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from participation.console.web import session_to_run
from participation.foundation import chance, web
from participation.foundation.database import reading, transaction
from participation.foundation.locales import OWN_NAMES, pick
from participation.foundation.messages import N_, ChangedMeanwhile, NotFound, Refused
from participation.foundation.permissions import Permission
from participation.people.web import require_desk
from participation.worldcafe import noting, queries
from participation.worldcafe.desk import cafe_of
from participation.worldcafe.forms import NoteForm
from participation.worldcafe.models import Cafe, CafeRound
from participation.worldcafe.present import cafe_view
from participation.worldcafe.rules import LONGEST_NOTE

bp = Blueprint("cafe_scribe", __name__, url_prefix="/desk/scribe")

WRITTEN = web.saying("note-for", N_("The note is written down."))


@bp.get("/<session>/note")
def desk(session: str) -> ResponseReturnValue:
    return writing_page(session, NoteForm(request.args))


def writing_page(topic: str, form: NoteForm, refused: Refused | None = None) -> str:
    actor = require_desk(Permission.WRITE_FOR_OTHERS)
    lang = web.reader_language()
    with reading() as session:
        live = session_to_run(session, actor, topic, Permission.WRITE_FOR_OTHERS)
        view = cafe_view(session, cafe_of(session, live), lang)
        return render_template(
            "worldcafe/scribe.html",
            session=live.public_id,
            title=pick(live.title, lang),
            cafe=view,
            form=form,
            table=form.number("table"),
            round=form.number("round") if form.round.data else view.running.number if view.running else 1,
            once=chance.token(),
            limit=LONGEST_NOTE,
            tongues=OWN_NAMES,
            oops=web.spoken_refusal(refused) if refused else None,
        )


@bp.post("/<session>/note")
def write(session: str) -> ResponseReturnValue:
    form = NoteForm(request.form)
    actor = require_desk(Permission.WRITE_FOR_OTHERS)
    try:
        with transaction() as tx:
            cafe = cafe_of(tx.session, session_to_run(tx.session, actor, session, Permission.WRITE_FOR_OTHERS))
            one = round_numbered(tx.session, cafe, form.number("round"))
            try:
                at = queries.table_numbered(tx.session, cafe, form.number("table"))
            except NotFound as gone:
                raise ChangedMeanwhile from gone
            noting.enter_note(tx, cafe, at, one, form.written(web.reader_language()), by=actor)
    except NotFound:
        raise
    except Refused as refused:
        return writing_page(session, form, refused), refused.status
    back = url_for("cafe_scribe.desk", session=session, table=form.table.data, round=form.round.data)
    return web.say(back, WRITTEN)


def round_numbered(session: Session, cafe: Cafe, number: int) -> CafeRound:
    """Raises ChangedMeanwhile: a step may have left the run sheet, and what was typed is not lost with it."""
    rounds = [one for one, _ in queries.rounds_of(session, cafe)]
    if not 1 <= number <= len(rounds):
        raise ChangedMeanwhile
    return rounds[number - 1]
