"""The doors to what becomes of ideas: one idea with all that was decided, and a decision about one or many."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from participation.answers import queries, service
from participation.answers.forms import StageForm
from participation.answers.models import StageEntry
from participation.answers.present import fates
from participation.answers.rules import (
    DECIDED,
    PLACE_LIMIT,
    STAGE_NAMES,
    UNDECIDED,
    WHY_LIMIT,
    Incomplete,
    NoStage,
    Stage,
    WhyMissing,
    standing,
)
from participation.answers.web import About, abouts, back_to_list, ideas_named, languages_for
from participation.contributions.models import Contribution
from participation.contributions.queries import by_public_id
from participation.foundation import locales, web
from participation.foundation.database import reading, transaction
from participation.foundation.locales import pick
from participation.foundation.messages import N_, Refused
from participation.foundation.numbers import row_number
from participation.foundation.permissions import Permission, require
from participation.people.web import current_actor

bp = Blueprint("stages", __name__, url_prefix="/desk/answers")

SET = web.saying("stage-set", N_("Kept. Everybody reads now what becomes of it."))
UNDONE = web.saying("stage-undone", N_("Taken back. What counted before counts again."))


@bp.get("/ideas/<public_id>")
def idea(public_id: str) -> ResponseReturnValue:
    """Everything about one idea: its way, who decided what when, its answers, drafts too."""
    actor = current_actor()
    lang = web.reader_language()
    with reading() as session:
        found = by_public_id(session, actor.municipality_id, public_id)
        require(actor, Permission.ANSWER, found)
        [about] = abouts(session, ideas_named(session, [public_id]))
        log = queries.log_of(session, [found.id])[found.id]
        stand = standing(log)
        return render_template(
            "answers/idea.html",
            about=about,
            back=back_to_list(session, found.process_id),
            fate=fates(session, [found], lang)[found.id],
            log=[(one, pick(one.place, lang), pick(one.why, lang)) for one in reversed(log)],
            undoable=stand[-1].id if stand else None,
            answers=[
                (one, pick(one.texts, one.original))
                for one in queries.answers_to(session, [found.id], drafts=True).get(found.id, ())
            ],
            stage_names=STAGE_NAMES,
            undecided=UNDECIDED,
        )


@bp.get("/stage")
def stage() -> ResponseReturnValue:
    return stage_page(request.args.getlist("idea"), StageForm(), None)


@bp.post("/stage")
def set_stage() -> ResponseReturnValue:
    """One decision for all that was ticked. Each idea comes with the number of the entry somebody saw last."""
    form = StageForm(request.form)
    seen = {
        public_id: row_number(number)
        for public_id, _, number in (one.partition(":") for one in request.form.getlist("idea"))
    }
    try:
        with transaction() as tx:
            ideas = ideas_named(tx.session, seen)
            service.set_stage(tx, [(one, seen[one.public_id]) for one in ideas], form.outcome(), by=current_actor())
            back = after(tx.session, ideas)
    except Refused as refused:
        if refused.status in {409, 422} and seen:
            return stage_page(list(seen), form, refused)
        raise
    return web.say(back, SET)


def after(session: Session, ideas: list[Contribution]) -> str:
    """Where somebody goes on: with the one idea, or with the list."""
    if len(ideas) == 1:
        return url_for("stages.idea", public_id=ideas[0].public_id)
    return back_to_list(session, ideas[0].process_id)


def stage_page(public_ids: list[str], form: StageForm, refused: Refused | None) -> ResponseReturnValue:
    """The form, with what was typed; after somebody else was faster, with what counts now."""
    faults = dict(refused.faults) if isinstance(refused, Incomplete) else {}
    if isinstance(refused, WhyMissing):
        faults[f"why-{locales.DEFAULT}"] = refused
    with reading() as session:
        ideas = ideas_named(session, public_ids)
        last = queries.last_entries(session, [one.id for one in ideas])
        page = render_template(
            "answers/stage.html",
            back=back_to_list(session, ideas[0].process_id),
            ideas=with_stage(session, ideas, last),
            form=form,
            stages=[(one, STAGE_NAMES[one]) for one in DECIDED],
            typed={part: form.typed(part) for part in ("why", "place")},
            tongues=languages_for(ideas, form.typed("why"), form.typed("place")),
            limits={"why": WHY_LIMIT, "place": PLACE_LIMIT},
            oops=web.spoken_refusal(refused) if refused else None,
            faults={place: web.spoken_refusal(fault) for place, fault in faults.items()},
            no_stage=isinstance(refused, NoStage),
        )
    return page, refused.status if refused else 200


def with_stage(
    session: Session, ideas: list[Contribution], last: dict[int, StageEntry]
) -> list[tuple[About, int, str | None]]:
    """Each idea with the number of its last entry and the name of what counts now, where something was decided."""
    found = []
    for one, about in zip(ideas, abouts(session, ideas), strict=True):
        entry = last.get(one.id)
        name = STAGE_NAMES[Stage(entry.stage)] if entry and entry.stage != UNDECIDED else None
        found.append((about, entry.id if entry else 0, name))
    return found


@bp.post("/undo/<int:entry_id>")
def undo(entry_id: int) -> ResponseReturnValue:
    """Take the last decision about an idea back; that is an entry too."""
    actor = current_actor()
    with transaction() as tx:
        entry = queries.entry_by_id(tx.session, actor.municipality_id, entry_id)
        service.undo_stage(tx, entry, by=actor)
        public_id = tx.session.get_one(Contribution, entry.contribution_id).public_id
    return web.say(url_for("stages.idea", public_id=public_id), UNDONE)
