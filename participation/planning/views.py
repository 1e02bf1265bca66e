from collections.abc import Callable

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from participation.foundation import web
from participation.foundation.database import Transaction, reading, transaction
from participation.foundation.locales import WRITTEN, pick
from participation.foundation.messages import N_, NotFound, Refused
from participation.foundation.municipality import Municipality
from participation.foundation.numbers import row_number
from participation.foundation.permissions import Actor, Permission, may, require
from participation.people.web import current_actor, require_desk
from participation.planning import service
from participation.planning.forms import (
    FormatForm,
    OpenForm,
    PhaseForm,
    ProcessForm,
    SetUpForm,
    StateForm,
    wanted_openings,
)
from participation.planning.present import openings_table, process_line
from participation.planning.rules import WHY_LIMIT, templates
from participation.planning.web import KEPT, format_of, process_to_plan, texts, worded
from participation.process import queries
from participation.process import service as processes
from participation.process.models import Phase, Process
from participation.process.present import phase_line
from participation.process.rules import PhaseState, Precision, WhyNeeded, typed_date
from participation.process.web import workable

bp = Blueprint("planning", __name__, url_prefix="/desk/processes")

SET_UP = web.saying("process-set-up", N_("The draft is there. Look at it, change what does not fit, then publish it."))
PUBLISHED = web.saying("process-published", N_("Published. Everybody sees the process now."))
ENDED = web.saying("process-ended", N_("The process is over: everybody can read it, nobody can write."))
WITHDRAWN = web.saying("process-withdrawn", N_("A draft again: only the people of this process see it."))


@bp.get("")
def overview() -> ResponseReturnValue:
    """All processes somebody plans, drafts too."""
    actor = require_desk(Permission.PLAN_PROCESS)
    lang = web.reader_language()
    with reading() as session:
        town = session.get_one(Municipality, actor.municipality_id)
        found = workable(session, actor, Permission.PLAN_PROCESS)
        phases = queries.phases_of_all(session, found)
        return render_template(
            "planning/overview.html",
            processes=[process_line(process, phases[process.id], lang) for process in found],
            may_set_up=may(actor, Permission.PLAN_PROCESS, town),
        )


@bp.get("/new")
def new() -> ResponseReturnValue:
    return set_up_page(SetUpForm(), None)


@bp.post("/new")
def set_up() -> ResponseReturnValue:
    form = SetUpForm(request.form)
    actor = require_desk(Permission.PLAN_PROCESS)
    try:
        with transaction() as tx:
            town = tx.session.get_one(Municipality, actor.municipality_id)
            chosen = form.chosen()
            process = service.set_up_process(
                tx,
                town,
                chosen,
                title=form.title(),
                question=form.question() or chosen.question,
                first_day=typed_date(form.first_day.data or ""),
                by=actor,
            )
    except Refused as refused:
        return set_up_page(form, refused)
    return web.say(url_for("planning.process", slug=process.slug), SET_UP)


def set_up_page(form: SetUpForm, refused: Refused | None) -> ResponseReturnValue:
    actor = current_actor()
    lang = web.reader_language()
    with reading() as session:
        require(actor, Permission.PLAN_PROCESS, session.get_one(Municipality, actor.municipality_id))
    page = render_template(
        "planning/new.html",
        templates=[
            (one.key, pick(one.name, lang), pick(one.sentence, lang), len(one.phases)) for one in templates().values()
        ],
        form=form,
        **worded(form, ("title", "question"), refused),
    )
    return page, refused.status if refused else 200


@bp.get("/<slug>")
def process(slug: str) -> ResponseReturnValue:
    return plan_page(slug, None)


def plan_page(slug: str, refused: Refused | None, why: str = "") -> ResponseReturnValue:
    """The whole plan on one page: state, words, phases, formats, what is open when. why: what was typed as a reason."""
    lang = web.reader_language()
    with reading() as session:
        chosen = process_to_plan(session, slug)
        phases = queries.phases_of(session, chosen)
        formats = queries.collections_of(session, chosen)
        page = render_template(
            "planning/process.html",
            process=chosen,
            title=pick(chosen.title, lang),
            question=pick(chosen.question, lang),
            lead=pick(chosen.lead, lang),
            missing=[code for code in WRITTEN if not chosen.title.get(code)],
            phases=[phase_line(phase, lang) for phase in phases],
            formats=[(one.id, one.slug, pick(one.title, lang), pick(one.question, lang)) for one in formats],
            table=openings_table(phases, formats, lang),
            why=why,
            why_missing=isinstance(refused, WhyNeeded),
            why_limit=WHY_LIMIT,
            oops=web.spoken_refusal(refused) if refused else None,
        )
    return page, refused.status if refused else 200


# --- acts of the plan: one form, one button each

Change = Callable[[Transaction, Process, Actor, StateForm], None]
STATES: dict[str, tuple[Change, str]] = {
    "publish": (lambda tx, one, by, form: processes.publish_process(tx, one, by=by, seen=form.seen()), PUBLISHED),
    "end": (lambda tx, one, by, form: processes.end_process(tx, one, by=by, seen=form.seen()), ENDED),
    "withdraw": (
        lambda tx, one, by, form: processes.withdraw_process(tx, one, why=form.reason(), by=by, seen=form.seen()),
        WITHDRAWN,
    ),
}


@bp.post("/<slug>")
def change_state(slug: str) -> ResponseReturnValue:
    """Publish, end, or take back into a draft."""
    form = StateForm(request.form)
    chosen = STATES.get(request.form.get("act", ""))
    if chosen is None:
        raise web.BadRequest
    change, said = chosen
    try:
        with transaction() as tx:
            change(tx, process_to_plan(tx.session, slug), current_actor(), form)
    except Refused as refused:
        return plan_page(slug, refused, form.why.data or "")
    return web.say(url_for("planning.process", slug=slug), said)


@bp.get("/<slug>/words")
def words(slug: str) -> ResponseReturnValue:
    with reading() as session:
        chosen = process_to_plan(session, slug)
        facts = texts({"title": chosen.title, "question": chosen.question, "lead": chosen.lead})
    return words_page(slug, ProcessForm(data={**facts, "revision": chosen.revision}), None)


@bp.post("/<slug>/words")
def word(slug: str) -> ResponseReturnValue:
    form = ProcessForm(request.form)
    try:
        with transaction() as tx:
            processes.word_process(
                tx,
                process_to_plan(tx.session, slug),
                title=form.title(),
                question=form.question(),
                lead=form.lead(),
                by=current_actor(),
                seen=form.seen(),
            )
    except Refused as refused:
        return words_page(slug, form, refused)
    return web.say(url_for("planning.process", slug=slug), KEPT)


def words_page(slug: str, form: ProcessForm, refused: Refused | None) -> ResponseReturnValue:
    with reading() as session:
        process_to_plan(session, slug)
    page = render_template(
        "planning/words.html", slug=slug, form=form, **worded(form, ("title", "question", "lead"), refused)
    )
    return page, refused.status if refused else 200


# --- phases


def phase_of(session: Session, process: Process, phase_id: int) -> Phase:
    found = session.get(Phase, phase_id)
    if found is None or found.process_id != process.id:
        raise NotFound
    return found


@bp.get("/<slug>/phases/new")
def new_phase(slug: str) -> ResponseReturnValue:
    return phase_page(slug, None, PhaseForm(), None)


@bp.post("/<slug>/phases/new")
def add_phase(slug: str) -> ResponseReturnValue:
    form = PhaseForm(request.form)
    try:
        with transaction() as tx:
            processes.add_phase(tx, process_to_plan(tx.session, slug), form.plan(), by=current_actor())
    except Refused as refused:
        return phase_page(slug, None, form, refused)
    return web.say(url_for("planning.process", slug=slug, _anchor="phases"), KEPT)


@bp.get("/<slug>/phases/<int:phase_id>")
def phase(slug: str, phase_id: int) -> ResponseReturnValue:
    with reading() as session:
        chosen = process_to_plan(session, slug)
        found = phase_of(session, chosen, phase_id)
        facts = {
            **texts({"title": found.title, "period": found.period}),
            "precision": found.precision,
            "starts_on": found.starts_on.isoformat() if found.starts_on else "",
            "ends_on": found.ends_on.isoformat() if found.ends_on else "",
            "revision": chosen.revision,
        }
    return phase_page(slug, phase_id, PhaseForm(data=facts), None)


@bp.post("/<slug>/phases/<int:phase_id>")
def change_phase(slug: str, phase_id: int) -> ResponseReturnValue:
    form = PhaseForm(request.form)
    try:
        with transaction() as tx:
            chosen = process_to_plan(tx.session, slug)
            found = phase_of(tx.session, chosen, phase_id)
            processes.change_phase(tx, chosen, found, form.plan(), by=current_actor(), seen=form.seen())
    except Refused as refused:
        return phase_page(slug, phase_id, form, refused)
    return web.say(url_for("planning.process", slug=slug, _anchor="phases"), KEPT)


def phase_page(slug: str, phase_id: int | None, form: PhaseForm, refused: Refused | None) -> ResponseReturnValue:
    with reading() as session:
        chosen = process_to_plan(session, slug)
        found = phase_of(session, chosen, phase_id) if phase_id is not None else None
    page = render_template(
        "planning/phase.html",
        slug=slug,
        phase=found,
        title=pick(found.title, web.reader_language()) if found else None,
        form=form,
        chosen=form.precision.data or Precision.EXACT,
        **worded(form, ("title", "period"), refused),
    )
    return page, refused.status if refused else 200


Move = Callable[[Transaction, Process, Phase, Actor, int], None]


def by_hand(state: PhaseState) -> Move:
    return lambda tx, one, phase, by, seen: processes.move_phase(tx, one, phase, state, by=by, seen=seen)


def beside(*, earlier: bool) -> Move:
    return lambda tx, one, phase, by, seen: processes.shift_phase(tx, one, phase, earlier=earlier, by=by, seen=seen)


MOVES: dict[str, Move] = {
    "begin": by_hand(PhaseState.NOW),
    "end": by_hand(PhaseState.DONE),
    "dates": by_hand(PhaseState.AHEAD),
    "earlier": beside(earlier=True),
    "later": beside(earlier=False),
    "remove": lambda tx, one, phase, by, seen: processes.remove_phase(tx, one, phase, by=by, seen=seen),
}


@bp.post("/<slug>/phases/<int:phase_id>/move")
def move_phase(slug: str, phase_id: int) -> ResponseReturnValue:
    """Begin, end, let the dates decide, change places, remove."""
    form = OpenForm(request.form)
    move = MOVES.get(request.form.get("act", ""))
    if move is None:
        raise web.BadRequest
    try:
        with transaction() as tx:
            chosen = process_to_plan(tx.session, slug)
            move(tx, chosen, phase_of(tx.session, chosen, phase_id), current_actor(), form.seen())
    except Refused as refused:
        return plan_page(slug, refused)
    return web.say(url_for("planning.process", slug=slug, _anchor="phases"), KEPT)


# --- formats and what is open when


@bp.get("/<slug>/formats/new")
def new_format(slug: str) -> ResponseReturnValue:
    return format_page(slug, None, FormatForm(), None)


@bp.post("/<slug>/formats/new")
def add_format(slug: str) -> ResponseReturnValue:
    form = FormatForm(request.form)
    try:
        with transaction() as tx:
            chosen = process_to_plan(tx.session, slug)
            processes.add_idea_collection(tx, chosen, title=form.title(), question=form.question(), by=current_actor())
    except Refused as refused:
        return format_page(slug, None, form, refused)
    return web.say(url_for("planning.process", slug=slug, _anchor="open"), KEPT)


@bp.get("/<slug>/formats/<int:format_id>")
def one_format(slug: str, format_id: int) -> ResponseReturnValue:
    with reading() as session:
        chosen = process_to_plan(session, slug)
        found = format_of(session, chosen, format_id)
        facts = texts({"title": found.title, "question": found.question})
    return format_page(slug, format_id, FormatForm(data={**facts, "revision": chosen.revision}), None)


@bp.post("/<slug>/formats/<int:format_id>")
def change_format(slug: str, format_id: int) -> ResponseReturnValue:
    form = FormatForm(request.form)
    try:
        with transaction() as tx:
            chosen = process_to_plan(tx.session, slug)
            found = format_of(tx.session, chosen, format_id)
            processes.word_format(
                tx, chosen, found, title=form.title(), question=form.question(), by=current_actor(), seen=form.seen()
            )
    except Refused as refused:
        return format_page(slug, format_id, form, refused)
    return web.say(url_for("planning.process", slug=slug, _anchor="open"), KEPT)


def format_page(slug: str, format_id: int | None, form: FormatForm, refused: Refused | None) -> ResponseReturnValue:
    with reading() as session:
        chosen = process_to_plan(session, slug)
        found = format_of(session, chosen, format_id) if format_id is not None else None
    page = render_template(
        "planning/format.html",
        slug=slug,
        format=found,
        title=pick(found.title, web.reader_language()) if found else None,
        form=form,
        **worded(form, ("title", "question"), refused),
    )
    return page, refused.status if refused else 200


@bp.post("/<slug>/open")
def open_when(slug: str) -> ResponseReturnValue:
    """The whole table at once: what each format allows in each phase."""
    form = OpenForm(request.form)
    try:
        with transaction() as tx:
            chosen = process_to_plan(tx.session, slug)
            phases = [phase.id for phase in queries.phases_of(tx.session, chosen)]
            formats = [one.id for one in queries.collections_of(tx.session, chosen)]
            shown = {row_number(number) for number in request.form.getlist("phase")}
            wanted = dict(wanted_openings(request.form.to_dict(), [one for one in phases if one in shown], formats))
            processes.set_what_is_open(tx, chosen, wanted, by=current_actor(), seen=form.seen())
    except Refused as refused:
        return plan_page(slug, refused)
    return web.say(url_for("planning.process", slug=slug, _anchor="open"), KEPT)
