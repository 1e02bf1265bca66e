from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session

from participation.contributions import queries as contributions
from participation.fields import queries, service
from participation.fields.forms import FieldForm, MoveForm, PhrasingForm
from participation.fields.models import FieldOfAction
from participation.fields.present import head, machine_state, placed_card, unplaced_card
from participation.fields.queries import Show
from participation.fields.rules import ENOUGH_EXAMPLES, FIRST_ONES, NAME_LIMIT, PER_COLUMN, SENTENCE_LIMIT
from participation.foundation import locales, web
from participation.foundation.database import reading, transaction
from participation.foundation.locales import Words
from participation.foundation.messages import N_, Refused
from participation.foundation.permissions import Permission, may, require
from participation.languages.queries import versions_for
from participation.people.web import current_actor, require_desk
from participation.process import queries as processes
from participation.process.models import Process
from participation.process.openings import Opening
from participation.process.web import desk_process, public_process

bp = Blueprint("fields", __name__)

PLACED = web.saying("placed", N_("Placed. The move stands in the log and can be undone."))
TAKEN_OUT = web.saying("taken-out", N_("Taken out of its field. It waits with the others again."))
LOCKED = web.saying("locked", N_("Locked. It stays in its field until somebody unlocks it."))
UNLOCKED = web.saying("unlocked", N_("Unlocked. It can be moved again."))
MOVE_UNDONE = web.saying("move-undone", N_("Undone. The idea stands where it stood before."))
READING_AGAIN = web.saying(
    "reading-again", N_("The machine reads all ideas again. Nothing that a person placed will move.")
)
FIELD_KEPT = web.saying("field-kept", N_("Kept. The machine reads with the new words now."))
FIELD_ADDED = web.saying("field-added", N_("The field is there. A dozen phrases teach the machine what belongs in it."))
FIELDS_BEGUN = web.saying("fields-begun", N_("Here are the usual fields. Change whatever does not fit your town."))
FIELD_REMOVED = web.saying("field-removed", N_("The field is removed. What the log says about it stays."))


def slugs_of(session: Session) -> dict[int, str]:
    return {one.id: one.slug for one in processes.every_format(session, current_actor().municipality_id)}


def hidden_figures(session: Session) -> set[int]:
    """The collections whose phase keeps back how many support an idea."""
    found = processes.every_format(session, current_actor().municipality_id)
    return {one.id for one in found if one.allowed.results_hidden}


# --- for everybody


@bp.get("/fields")
def overview() -> ResponseReturnValue:
    lang = web.reader_language()
    with reading() as session:
        process = public_process(session)
        fields = queries.fields_of(session, process.id)
        counts = queries.count_placed(session, process.id)
        first = queries.placed_ideas(session, process.id, most=FIRST_ONES)
        slugs = slugs_of(session)
        versions = versions_for(session, [idea.id for ideas in first.values() for idea in ideas], lang)
        return render_template(
            "fields/overview.html",
            fields=[
                (
                    head(one, lang, counts),
                    [placed_card(idea, one.id, slugs, versions=versions) for idea in first[one.id]],
                )
                for one in fields
            ],
        )


@bp.get("/fields/<key>")
def field(key: str) -> ResponseReturnValue:
    """The ideas of one field, page by page."""
    with reading() as session:
        found = queries.field_by_key(session, public_process(session).id, key)
        page = queries.field_page(session, found.id, request.args.get("page", 1, type=int))
        slugs, hidden = slugs_of(session), hidden_figures(session)
        versions = versions_for(session, [idea.id for idea in page.ideas], web.reader_language())
        return render_template(
            "fields/field.html",
            field=head(found, web.reader_language(), {found.id: page.total}),
            page=page,
            cards=[placed_card(idea, found.id, slugs, hidden=hidden, versions=versions) for idea in page.ideas],
        )


def happened(session: Session, process: Process, lang: str) -> list[Opening]:
    """For the page of a process: its fields, once ideas stand in them."""
    placed = sum(queries.count_placed(session, process.id).values())
    if not placed:
        return []
    note = ngettext("%(num)s idea is in its place", "%(num)s ideas are in their place", placed)
    return [Opening(url_for("fields.overview", process=process.slug), Words(gettext("Fields of action"), lang), note)]


# --- the moderators' board


@bp.get("/desk/fields")
def board() -> ResponseReturnValue:
    """Fields as columns, and the column of what has no field yet with the machine's proposals."""
    actor = require_desk(Permission.SEE_DESK)
    asked = request.args.get("show", "")
    show = Show(asked) if asked in set(Show) else Show.ALL
    lang = web.reader_language()
    with reading() as session:
        process = desk_process(session, Permission.SEE_DESK)
        fields = queries.fields_of(session, process.id)
        counts = queries.count_placed(session, process.id)
        heads = {one.id: head(one, lang, counts) for one in fields}
        standing = queries.placed_ideas(session, process.id, most=PER_COLUMN)
        waiting = queries.unplaced(session, process.id, show, request.args.get("page", 1, type=int))
        shown = [idea.id for ideas in standing.values() for idea in ideas]
        everything = shown + [one.contribution.id for one in waiting.ideas]
        revisions = queries.revisions_of(session, everything)
        versions = versions_for(session, everything, lang)
        locked, slugs = queries.locked_among(session, shown), slugs_of(session)
        return render_template(
            "fields/board.html",
            columns=[
                (
                    heads[one.id],
                    [
                        placed_card(idea, one.id, slugs, revisions, locked, versions=versions)
                        for idea in standing[one.id]
                    ],
                )
                for one in fields
            ],
            heads=list(heads.values()),
            waiting=[unplaced_card(one, heads, slugs, revisions, versions) for one in waiting.ideas],
            page=waiting,
            show=show.value,
            machine=machine_state(queries.coverage(session, process.id)),
            undo=queries.own_last_move(session, process.id, actor.person_id),
            may_place=may(actor, Permission.PLACE_IN_FIELD, process),
            may_edit=may(actor, Permission.EDIT_FIELDS, process),
        )


@bp.get("/desk/fields/<int:field_id>")
def column(field_id: int) -> ResponseReturnValue:
    """All ideas of one field, for a column that is too long for the board."""
    actor = require_desk(Permission.SEE_DESK)
    lang = web.reader_language()
    with reading() as session:
        found = queries.field_by_id(session, actor.municipality_id, field_id)
        process = session.get_one(Process, found.process_id)
        require(actor, Permission.SEE_DESK, found)
        page = queries.field_page(session, found.id, request.args.get("page", 1, type=int))
        ids = [idea.id for idea in page.ideas]
        revisions, locked = queries.revisions_of(session, ids), queries.locked_among(session, ids)
        slugs, versions = slugs_of(session), versions_for(session, ids, lang)
        return render_template(
            "fields/column.html",
            field=head(found, lang, {found.id: page.total}),
            heads=[head(one, lang, {}) for one in queries.fields_of(session, process.id)],
            page=page,
            cards=[placed_card(idea, found.id, slugs, revisions, locked, versions=versions) for idea in page.ideas],
            may_place=may(actor, Permission.PLACE_IN_FIELD, process),
            undo=queries.own_last_move(session, process.id, actor.person_id),
        )


@bp.post("/desk/fields/place")
def place() -> ResponseReturnValue:
    form = MoveForm(request.form)
    actor = current_actor()
    with transaction() as tx:
        idea = contributions.by_public_id(tx.session, actor.municipality_id, form.idea.data or "")
        service.place_in_field(tx, idea, form.field_id(), by=actor, seen_revision=form.seen())
    return back_to(form, PLACED if form.field_id() is not None else TAKEN_OUT)


@bp.post("/desk/fields/lock")
def lock() -> ResponseReturnValue:
    form = MoveForm(request.form)
    actor = current_actor()
    locked = form.locked.data == "yes"
    with transaction() as tx:
        idea = contributions.by_public_id(tx.session, actor.municipality_id, form.idea.data or "")
        service.lock(tx, idea, by=actor, locked=locked, seen_revision=form.seen())
    return back_to(form, LOCKED if locked else UNLOCKED)


@bp.post("/desk/fields/undo/<int:move_id>")
def undo(move_id: int) -> ResponseReturnValue:
    actor = current_actor()
    with transaction() as tx:
        service.undo_move(tx, queries.move_by_id(tx.session, actor.municipality_id, move_id), by=actor)
    return back_to(MoveForm(request.form), MOVE_UNDONE)


@bp.post("/desk/fields/again")
def again() -> ResponseReturnValue:
    with transaction() as tx:
        service.suggest_again(tx, desk_process(tx.session, Permission.PLACE_IN_FIELD), by=current_actor())
    return back_to(MoveForm(request.form), READING_AGAIN)


def back_to(form: MoveForm, said: str) -> ResponseReturnValue:
    """To the page the act came from, at the card that comes next."""
    address, _, card = (form.back.data or "").partition("#")
    address = web.own_path(address) if address else url_for("fields.board")
    answer = web.say(address, said)
    if card:
        answer.location = f"{answer.location}#{web.quote(card)}"
    return answer


# --- the fields themselves


@bp.get("/desk/fields/edit")
def edit_all() -> ResponseReturnValue:
    """The list of fields, and a form for a new one."""
    return list_page(FieldForm(), None)


@bp.post("/desk/fields/edit")
def add() -> ResponseReturnValue:
    form = FieldForm(request.form)
    try:
        with transaction() as tx:
            process = desk_process(tx.session, Permission.EDIT_FIELDS)
            added = service.add_field(tx, process, name=form.names(), sentence=form.sentences(), by=current_actor())
    except Refused as refused:
        return list_page(form, refused)
    return web.say(url_for("fields.edit", field_id=added.id), FIELD_ADDED)


@bp.post("/desk/fields/begin")
def begin() -> ResponseReturnValue:
    with transaction() as tx:
        service.begin_with_usual_fields(tx, desk_process(tx.session, Permission.EDIT_FIELDS), by=current_actor())
    return web.say(url_for("fields.edit_all"), FIELDS_BEGUN)


def list_page(form: FieldForm, refused: Refused | None) -> ResponseReturnValue:
    require_desk(Permission.EDIT_FIELDS)
    with reading() as session:
        process = desk_process(session, Permission.EDIT_FIELDS)
        counts, known = queries.count_placed(session, process.id), queries.count_phrasings(session, process.id)
        page = render_template(
            "fields/edit_all.html",
            fields=[
                (head(one, web.reader_language(), counts), known.get(one.id, 0))
                for one in queries.fields_of(session, process.id)
            ],
            **form_facts(form, refused),
        )
    return page, refused.status if refused else 200


@bp.get("/desk/fields/edit/<int:field_id>")
def edit(field_id: int) -> ResponseReturnValue:
    """One field: its name and sentence, and what the machine learns it from."""
    return field_page(field_id, None, PhrasingForm(), None)


@bp.post("/desk/fields/edit/<int:field_id>")
def describe(field_id: int) -> ResponseReturnValue:
    form = FieldForm(request.form)
    actor = current_actor()
    try:
        with transaction() as tx:
            chosen = queries.field_by_id(tx.session, actor.municipality_id, field_id)
            service.describe_field(
                tx, chosen, name=form.names(), sentence=form.sentences(), by=actor, seen_revision=form.seen()
            )
    except Refused as refused:
        return field_page(field_id, form, PhrasingForm(), refused)
    return web.say(url_for("fields.edit", field_id=field_id), FIELD_KEPT)


@bp.post("/desk/fields/edit/<int:field_id>/phrases")
def teach(field_id: int) -> ResponseReturnValue:
    """Add phrases and examples, or take the ticked ones out."""
    form = PhrasingForm(request.form)
    actor = current_actor()
    try:
        with transaction() as tx:
            chosen = queries.field_by_id(tx.session, actor.municipality_id, field_id)
            if form.chosen.data:
                service.remove_phrasings(tx, chosen, form.chosen.data, by=actor)
            else:
                service.add_phrasings(tx, chosen, form.phrasings(), by=actor)
    except Refused as refused:
        return field_page(field_id, None, form, refused)
    return web.say(url_for("fields.edit", field_id=field_id), FIELD_KEPT)


def field_page(
    field_id: int, form: FieldForm | None, phrasings: PhrasingForm, refused: Refused | None
) -> ResponseReturnValue:
    """The page of one field, with what was typed and, after a refusal, what to do."""
    actor = require_desk(Permission.EDIT_FIELDS)
    with reading() as session:
        chosen = queries.field_by_id(session, actor.municipality_id, field_id)
        require(actor, Permission.EDIT_FIELDS, chosen)
        counts = queries.count_placed(session, chosen.process_id)
        page = render_template(
            "fields/edit.html",
            field=head(chosen, web.reader_language(), counts),
            known=queries.phrasings_of(session, chosen),
            enough=ENOUGH_EXAMPLES,
            phrasing_form=phrasings,
            tongues=locales.OWN_NAMES,
            refused_words=web.spoken_refusal(refused) if refused and form is None else None,
            **form_facts(form or filled(chosen), refused if form is not None else None),
        )
    return page, refused.status if refused else 200


def filled(chosen: FieldOfAction) -> FieldForm:
    facts = {f"name_{lang}": words for lang, words in chosen.name.items()}
    facts |= {f"sentence_{lang}": words for lang, words in chosen.sentence.items()}
    return FieldForm(data={**facts, "revision": chosen.revision})


def form_facts(form: FieldForm, refused: Refused | None) -> dict[str, object]:
    return {
        "form": form,
        "names": form.typed("name"),
        "sentences": form.typed("sentence"),
        "oops": web.spoken_refusal(refused) if refused else None,
        "name_limit": NAME_LIMIT,
        "sentence_limit": SENTENCE_LIMIT,
    }


@bp.post("/desk/fields/edit/<int:field_id>/order")
def reorder(field_id: int) -> ResponseReturnValue:
    actor = current_actor()
    with transaction() as tx:
        chosen = queries.field_by_id(tx.session, actor.municipality_id, field_id)
        service.reorder_field(tx, chosen, up=request.form.get("to") == "up", by=actor)
    return web.go(url_for("fields.edit_all", _anchor=f"f-{field_id}"))


@bp.post("/desk/fields/edit/<int:field_id>/remove")
def remove(field_id: int) -> ResponseReturnValue:
    actor = current_actor()
    with transaction() as tx:
        chosen = queries.field_by_id(tx.session, actor.municipality_id, field_id)
        service.remove_field(tx, chosen, by=actor)
    return web.say(url_for("fields.edit_all"), FIELD_REMOVED)
