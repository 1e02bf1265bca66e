"""The doors to official answers: write one to one idea or to many, see it as residents will, publish it, change it."""

from collections.abc import Sequence

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from participation.answers import queries, service
from participation.answers.forms import AnswerForm, texts
from participation.answers.models import OfficialAnswer
from participation.answers.present import Shown, preview, shown
from participation.answers.rules import OFFICE_LIMIT, TEXT_LIMIT, AnswerState, Incomplete
from participation.answers.web import abouts, back_to_list, ideas_named, languages_for
from participation.contributions.following import reach
from participation.contributions.models import Contribution
from participation.foundation import chance, clock, web
from participation.foundation.database import reading, transaction
from participation.foundation.messages import N_, ChangedMeanwhile, Refused
from participation.foundation.permissions import Permission, require
from participation.people.web import current_actor

bp = Blueprint("answering", __name__, url_prefix="/desk/answers")

PUBLISHED = web.saying(
    "answer-published", N_("Published. Whoever wrote these ideas reads it under their contributions.")
)
DRAFTED = web.saying("answer-drafted", N_("Kept as a draft. Only the desk sees it."))
CHANGED = web.saying("answer-changed", N_("Changed. What it said before stays readable."))
REMOVED = web.saying("answer-removed", N_("The draft is removed."))
# what concerns the text is said beside it; everything else has a page of its own
BESIDE = {409, 422}


@bp.get("/new")
def new() -> ResponseReturnValue:
    with reading() as session:
        ideas = ideas_named(session, request.args.getlist("idea"))
        form = AnswerForm(data={"office": queries.last_office(session, ideas[0].process_id), "once": chance.token()})
    return new_page(form, None)


@bp.post("/new")
def write() -> ResponseReturnValue:
    form = AnswerForm(request.form)
    publish = form.act.data == "publish"
    lang = web.reader_language()
    try:
        with reading() as session:
            ideas_named(session, request.form.getlist("idea"))
        words = form.wording(lang)
        if form.act.data == "preview":
            return new_page(form, None, preview(words, form.reads_in(lang), clock.now()))
        with transaction() as tx:
            ideas = ideas_named(tx.session, request.form.getlist("idea"))
            answer = service.write_answer(
                tx, ideas, words, publish=publish, by=current_actor(), once=form.once.data or ""
            )
            back = back_to_list(tx.session, answer.process_id)
            here = url_for("answering.answer", answer_id=answer.id)
    except Refused as refused:
        if refused.status not in BESIDE or not request.form.getlist("idea"):
            raise
        return new_page(form, refused)
    return web.say(back, PUBLISHED) if publish else web.say(here, DRAFTED)


def new_page(form: AnswerForm, refused: Refused | None, seen_as: Shown | None = None) -> ResponseReturnValue:
    with reading() as session:
        ideas = ideas_named(session, request.values.getlist("idea"))
        return writing_page(session, ideas, None, form, refused=refused, seen_as=seen_as)


@bp.get("/<int:answer_id>")
def answer(answer_id: int) -> ResponseReturnValue:
    return answer_page(answer_id, None, None)


@bp.post("/<int:answer_id>")
def change(answer_id: int) -> ResponseReturnValue:
    """Keep other words, publish a draft, look at it, or remove a draft."""
    form = AnswerForm(request.form)
    actor, lang = current_actor(), web.reader_language()
    with reading() as session:
        require(actor, Permission.ANSWER, queries.answer_by_id(session, actor.municipality_id, answer_id))
    try:
        if form.act.data == "remove":
            with transaction() as tx:
                found = queries.answer_by_id(tx.session, actor.municipality_id, answer_id)
                back = back_to_list(tx.session, found.process_id)
                service.remove_draft(tx, found, by=actor, seen=form.seen())
            return web.say(back, REMOVED)
        words = form.wording(lang)
        if form.act.data == "preview":
            return answer_page(answer_id, form, None, preview(words, form.reads_in(lang), clock.now()))
        with transaction() as tx:
            found = queries.answer_by_id(tx.session, actor.municipality_id, answer_id)
            was_public = found.state == AnswerState.PUBLISHED
            publish = form.act.data == "publish"
            service.change_answer(tx, found, words, publish=publish, by=actor, seen=form.seen())
    except Refused as refused:
        if refused.status not in BESIDE:
            raise
        return answer_page(answer_id, form, refused)
    said = CHANGED if was_public else PUBLISHED if publish else DRAFTED
    return web.say(url_for("answering.answer", answer_id=answer_id), said)


def answer_page(
    answer_id: int, form: AnswerForm | None, refused: Refused | None, seen_as: Shown | None = None
) -> ResponseReturnValue:
    actor = current_actor()
    with reading() as session:
        found = queries.answer_by_id(session, actor.municipality_id, answer_id)
        require(actor, Permission.ANSWER, found)
        stored = {"original": found.original, "office": found.office, "revision": found.revision}
        form = form or AnswerForm(data={**texts("text", found.texts), **stored})
        ideas = queries.answered_by(session, found.id)
        return writing_page(session, ideas, found, form, refused=refused, seen_as=seen_as)


def writing_page(
    session: Session,
    ideas: Sequence[Contribution],
    found: OfficialAnswer | None,
    form: AnswerForm,
    *,
    refused: Refused | None,
    seen_as: Shown | None,
) -> ResponseReturnValue:
    """The form with what was typed. After somebody else was faster: beside it what is kept now, to decide anew."""
    lang = web.reader_language()
    faults = refused.faults if isinstance(refused, Incomplete) else {}
    stale = found is not None and isinstance(refused, ChangedMeanwhile)
    public = found is not None and found.state == AnswerState.PUBLISHED
    versions = queries.versions_of(session, [found.id])[found.id] if found and public else []
    page = render_template(
        "answers/write.html",
        back=back_to_list(session, ideas[0].process_id),
        ideas=abouts(session, ideas),
        answer=found,
        public=public,
        form=form,
        revision=found.revision if found and stale else form.seen(),
        typed=form.typed("text"),
        tongues=languages_for(ideas, form.typed("text")),
        original=form.writes_in(lang),
        reads_in=form.reads_in(lang),
        limit=TEXT_LIMIT,
        office_limit=OFFICE_LIMIT,
        once=form.once.data or chance.token(),
        preview=seen_as,
        now=shown(found, lang, versions) if found and (public or stale) else None,
        stale=stale,
        reaches=reach(session, [one.id for one in ideas]),
        oops=web.spoken_refusal(refused) if refused else None,
        faults={place: web.spoken_refusal(fault) for place, fault in faults.items()},
    )
    return page, refused.status if refused else 200
