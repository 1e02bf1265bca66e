"""The doors to what a collection asks besides the text, and whether it takes photos."""

from collections.abc import Callable

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from participation.contributions.answers import how_many
from participation.foundation import web
from participation.foundation.database import Transaction, reading, transaction
from participation.foundation.locales import pick
from participation.foundation.messages import N_, NotFound, Refused
from participation.foundation.permissions import Actor
from participation.people.web import current_actor
from participation.planning.forms import ChoiceRows, OpenForm, QuestionForm
from participation.planning.present import question_line
from participation.planning.web import KEPT, format_of, process_to_plan, texts, worded
from participation.process import form_service as forms
from participation.process import queries
from participation.process.form_rules import CHOICE_LIMIT, MOST_CHOICES, WITH_CHOICES, FieldKind, kind_named
from participation.process.models import FormField, Process

bp = Blueprint("questions", __name__, url_prefix="/desk/processes")

KINDS = {
    FieldKind.TEXT: N_("A short text"),
    FieldKind.LONG: N_("A longer text"),
    FieldKind.ONE: N_("One answer to choose"),
    FieldKind.SEVERAL: N_("Several answers to choose"),
    FieldKind.PLACE: N_("A place, in words"),
}


def field_of(session: Session, process: Process, format_id: int, field_id: int) -> FormField:
    home = format_of(session, process, format_id)
    found = session.get(FormField, field_id)
    if found is None or found.format_id != home.id:
        raise NotFound
    return found


@bp.get("/<slug>/formats/<int:format_id>/form")
def form(slug: str, format_id: int) -> ResponseReturnValue:
    return form_page(slug, format_id, None)


@bp.post("/<slug>/formats/<int:format_id>/form")
def allow_photos(slug: str, format_id: int) -> ResponseReturnValue:
    """Whether a photo may come with an idea."""
    sent = OpenForm(request.form)
    try:
        with transaction() as tx:
            chosen = process_to_plan(tx.session, slug)
            home = format_of(tx.session, chosen, format_id)
            wanted = request.form.get("photos") == "yes"
            forms.allow_photos(tx, chosen, home, allowed=wanted, by=current_actor(), seen=sent.seen())
    except Refused as refused:
        return form_page(slug, format_id, refused)
    return web.say(url_for("questions.form", slug=slug, format_id=format_id), KEPT)


def form_page(slug: str, format_id: int, refused: Refused | None) -> ResponseReturnValue:
    """The questions in their order, those that were taken out, the switch for photos."""
    lang = web.reader_language()
    with reading() as session:
        chosen = process_to_plan(session, slug)
        home = format_of(session, chosen, format_id)
        fields = queries.every_field(session, home.id)
        answered = how_many(session, [field.id for field in fields])
    lines = [(field.removed_at, question_line(field, answered.get(field.id, 0), lang)) for field in fields]
    page = render_template(
        "planning/form.html",
        slug=slug,
        process=chosen,
        format=home,
        title=pick(home.title, lang),
        asked=[line for removed, line in lines if removed is None],
        removed=[line for removed, line in lines if removed is not None],
        kinds=KINDS,
        oops=web.spoken_refusal(refused) if refused else None,
    )
    return page, refused.status if refused else 200


@bp.get("/<slug>/formats/<int:format_id>/form/new")
def new_question(slug: str, format_id: int) -> ResponseReturnValue:
    return question_page(slug, format_id, None, QuestionForm(), ChoiceRows.fresh())


@bp.post("/<slug>/formats/<int:format_id>/form/new")
def add_question(slug: str, format_id: int) -> ResponseReturnValue:
    """Keep it; or move, add, take out a row of its choices, which stores nothing."""
    sent, rows = QuestionForm(request.form), ChoiceRows.sent(request.form)
    if rows.act(request.form.get("act", "")):
        return question_page(slug, format_id, None, sent, rows)
    try:
        with transaction() as tx:
            chosen = process_to_plan(tx.session, slug)
            home = format_of(tx.session, chosen, format_id)
            kind = kind_named(request.args.get("kind", ""))
            forms.add_field(tx, chosen, home, kind, sent.plan(rows.choices()), by=current_actor())
    except Refused as refused:
        return question_page(slug, format_id, None, sent, rows, refused=refused)
    return web.say(url_for("questions.form", slug=slug, format_id=format_id), KEPT)


@bp.get("/<slug>/formats/<int:format_id>/form/<int:field_id>")
def question(slug: str, format_id: int, field_id: int) -> ResponseReturnValue:
    with reading() as session:
        chosen = process_to_plan(session, slug)
        found = field_of(session, chosen, format_id, field_id)
        facts = texts({"label": found.label, "hint": found.hint})
        kept = {"required": found.required, "internal": found.internal, "revision": chosen.revision}
    rows = ChoiceRows.stored(found.offered)
    return question_page(slug, format_id, field_id, QuestionForm(data={**facts, **kept}), rows)


@bp.post("/<slug>/formats/<int:format_id>/form/<int:field_id>")
def change_question(slug: str, format_id: int, field_id: int) -> ResponseReturnValue:
    sent, rows = QuestionForm(request.form), ChoiceRows.sent(request.form)
    if rows.act(request.form.get("act", "")):
        return question_page(slug, format_id, field_id, sent, rows)
    try:
        with transaction() as tx:
            chosen = process_to_plan(tx.session, slug)
            found = field_of(tx.session, chosen, format_id, field_id)
            forms.word_field(tx, chosen, found, sent.plan(rows.choices()), by=current_actor(), seen=sent.seen())
    except Refused as refused:
        return question_page(slug, format_id, field_id, sent, rows, refused=refused)
    return web.say(url_for("questions.form", slug=slug, format_id=format_id), KEPT)


def question_page(
    slug: str,
    format_id: int,
    field_id: int | None,
    sent: QuestionForm,
    rows: ChoiceRows,
    *,
    refused: Refused | None = None,
) -> ResponseReturnValue:
    lang = web.reader_language()
    with reading() as session:
        chosen = process_to_plan(session, slug)
        home = format_of(session, chosen, format_id)
        found = field_of(session, chosen, format_id, field_id) if field_id is not None else None
        answered = how_many(session, [found.id]).get(found.id, 0) if found else 0
    kind = FieldKind(found.kind) if found else kind_named(request.args.get("kind", ""))
    page = render_template(
        "planning/question.html",
        slug=slug,
        format=home,
        field=found,
        title=pick(found.label, lang) if found else None,
        form=sent,
        kind=kind,
        kind_name=KINDS[kind],
        rows=rows.rows if kind in WITH_CHOICES else None,
        room=len(rows.rows) < MOST_CHOICES,
        choice_limit=CHOICE_LIMIT,
        answered=answered,
        **worded(sent, ("label", "hint"), refused),
    )
    return page, refused.status if refused else 200


Turn = Callable[[Transaction, Process, FormField, Actor, int], None]
TURNS: dict[str, Turn] = {
    "earlier": lambda tx, one, field, by, seen: forms.shift_field(tx, one, field, earlier=True, by=by, seen=seen),
    "later": lambda tx, one, field, by, seen: forms.shift_field(tx, one, field, earlier=False, by=by, seen=seen),
    "remove": lambda tx, one, field, by, seen: forms.remove_field(tx, one, field, by=by, seen=seen),
    "restore": lambda tx, one, field, by, seen: forms.restore_field(tx, one, field, by=by, seen=seen),
}


@bp.post("/<slug>/formats/<int:format_id>/form/<int:field_id>/move")
def move_question(slug: str, format_id: int, field_id: int) -> ResponseReturnValue:
    """Change places, take out, put back."""
    sent = OpenForm(request.form)
    turn = TURNS.get(request.form.get("act", ""))
    if turn is None:
        raise web.BadRequest
    try:
        with transaction() as tx:
            chosen = process_to_plan(tx.session, slug)
            found = field_of(tx.session, chosen, format_id, field_id)
            turn(tx, chosen, found, current_actor(), sent.seen())
    except Refused as refused:
        return form_page(slug, format_id, refused)
    return web.say(url_for("questions.form", slug=slug, format_id=format_id), KEPT)
