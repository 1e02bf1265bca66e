"""At the desk: one idea, where it stands, and what can be done with that."""

from collections.abc import Callable

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from participation.contributions import homes, photos
from participation.contributions import queries as contributions
from participation.contributions.models import Contribution
from participation.contributions.present import spoken
from participation.contributions.rules import Kind, Standing, Status
from participation.foundation import locales, web
from participation.foundation.database import Transaction, reading, transaction
from participation.foundation.locales import pick
from participation.foundation.messages import N_, NotFound, Refused
from participation.foundation.numbers import row_number
from participation.foundation.permissions import Actor, Permission, require
from participation.foundation.text import MAX_CHARACTERS
from participation.lineage import queries, service, undoing
from participation.lineage.forms import MergeForm, MoveForm, StepForm, parts_typed
from participation.lineage.present import collections_beside, lineage_of
from participation.lineage.rules import FEWEST_PARTS, FOUND, MOST_PARTS, NOTE_LIMIT, TITLE_LIMIT, TwoNeeded
from participation.lineage.service import OwnText, Seen
from participation.people.web import current_actor, require_desk
from participation.process.models import Format
from participation.process.permissions import reading as reading_refused

bp = Blueprint("lineage", __name__, url_prefix="/desk/ideas")

JOINED = web.saying("idea-joined", N_("Joined. Both texts stay, and the step can be undone."))
MERGED = web.saying("ideas-merged", N_("Put together. Here is the new text; what it came from stands below it."))
SPLIT = web.saying("idea-split", N_("Divided. The parts are on the board now, and the step can be undone."))
MOVED = web.saying("idea-moved", N_("Moved, with everything that was said under it. The old address leads here."))
STEP_UNDONE = web.saying("step-undone", N_("Undone. What was said stands where it stood before."))
# what concerns the form itself is said on it; everything else has a page of its own
ON_THE_FORM = {409, 422}


def named(session: Session, public_id: str) -> Contribution:
    """An idea somebody may moderate. Raises NotFound, NotAllowed."""
    actor = require_desk(Permission.MODERATE)
    found = contributions.by_public_id(session, actor.municipality_id, public_id)
    require(actor, Permission.MODERATE, found)
    if found.kind != Kind.IDEA:
        raise NotFound
    return found


def facts(session: Session, idea: Contribution, refused: Refused | None = None) -> dict[str, object]:
    """What every page about an idea shows."""
    home = session.get_one(Format, idea.format_id)
    return {
        "idea": spoken(idea),
        "photo": photos.photo_of(session, [idea.id]).get(idea.id),
        "address": homes.address_of(session, idea, home),
        "collection": pick(home.title, web.reader_language()),
        "revision": queries.revision_of(session, idea.id),
        "steps_possible": idea.status == Status.PUBLISHED and idea.standing == Standing.OWN,
        "note_limit": NOTE_LIMIT,
        "tongues": locales.OWN_NAMES,
        "limit": MAX_CHARACTERS,
        "title_limit": TITLE_LIMIT,
        "oops": web.spoken_refusal(refused) if refused else None,
    }


@bp.get("/<public_id>")
def idea(public_id: str) -> ResponseReturnValue:
    return idea_page(public_id, None)


def idea_page(public_id: str, refused: Refused | None) -> ResponseReturnValue:
    """Where it stands, what may be the same, and every step with its undo."""
    asked = request.args.get("search", "")[:200]
    with reading() as session:
        found = named(session, public_id)
        shown = facts(session, found, refused)
        offered = queries.candidates(session, found, asked) if shown["steps_possible"] else []
        ticked = queries.chosen_ideas(session, found.municipality_id, request.args.getlist("with"))
        chosen = [one for one in ticked if one.id != found.id]
        known = {one.id for one in chosen}
        page = render_template(
            "lineage/idea.html",
            lineage=lineage_of(session, found, web.reader_language()),
            search=asked,
            chosen=[spoken(one) for one in chosen],
            offered=[(spoken(one.idea), one.alike) for one in offered if one.idea.id not in known],
            most=FOUND,
            elsewhere=len(collections_beside(session, found)) > 1,
            **shown,
        )
    return page, refused.status if refused else 200


# --- it says the same


@bp.get("/<public_id>/same")
def same(public_id: str) -> ResponseReturnValue:
    return same_page(public_id, request.args.get("of", ""), StepForm(), None)


def same_page(public_id: str, of: str, form: StepForm, refused: Refused | None) -> ResponseReturnValue:
    """Both texts, one under the other, before they are joined."""
    with reading() as session:
        found, other = named(session, public_id), named(session, of)
        page = render_template(
            "lineage/same.html",
            other=spoken(other),
            other_photo=photos.photo_of(session, [other.id]).get(other.id),
            form=form,
            **facts(session, found, refused),
        )
    return page, refused.status if refused else 200


@bp.post("/<public_id>/same")
def link_same(public_id: str) -> ResponseReturnValue:
    form, of = StepForm(request.form), request.form.get("of", "")

    def act(tx: Transaction, one: Contribution, actor: Actor, seen: Seen) -> str:
        other = contributions.by_public_id(tx.session, actor.municipality_id, of)
        service.link_as_duplicate(tx, one, of=other, note=form.words(), by=actor, seen=seen)
        return other.public_id

    return step(public_id, form, act, JOINED, lambda refused: same_page(public_id, of, form, refused))


def step(
    public_id: str,
    form: StepForm,
    act: Callable[[Transaction, Contribution, Actor, Seen], str],
    said: str,
    again: Callable[[Refused], ResponseReturnValue],
) -> ResponseReturnValue:
    """Take a step and go to the desk page of what it led to; a refusal comes back on the form, with what was typed."""
    actor = current_actor()
    try:
        with transaction() as tx:
            one = contributions.by_public_id(tx.session, actor.municipality_id, public_id)
            led_to = act(tx, one, actor, {one.id: form.seen()})
    except Refused as refused:
        if refused.status not in ON_THE_FORM:
            raise
        return again(refused)
    return web.say(url_for("lineage.idea", public_id=led_to), said)


# --- several together


@bp.get("/<public_id>/merge")
def together(public_id: str) -> ResponseReturnValue:
    chosen = request.args.getlist("with")
    if not chosen:
        return idea_page(public_id, TwoNeeded())
    return together_page(public_id, chosen, MergeForm(), None)


def together_page(public_id: str, chosen: list[str], form: MergeForm, refused: Refused | None) -> ResponseReturnValue:
    """All the texts in full, and the form for the new one."""
    with reading() as session:
        found = named(session, public_id)
        others = queries.chosen_ideas(session, found.municipality_id, chosen)
        for one in others:
            require(current_actor(), Permission.MODERATE, one)
        page = render_template(
            "lineage/merge.html",
            others=[spoken(one) for one in others if one.id != found.id],
            form=form,
            **facts(session, found, refused),
        )
    return page, refused.status if refused else 200


@bp.post("/<public_id>/merge")
def put_together(public_id: str) -> ResponseReturnValue:
    form, chosen = MergeForm(request.form), request.form.getlist("with")

    def act(tx: Transaction, one: Contribution, actor: Actor, seen: Seen) -> str:
        others = queries.chosen_ideas(tx.session, actor.municipality_id, chosen)
        several = [one, *(other for other in others if other.id != one.id)]
        new = service.merge(tx, several, form.wording(), note=form.words(), by=actor, seen=seen)
        return new.public_id

    return step(public_id, form, act, MERGED, lambda refused: together_page(public_id, chosen, form, refused))


# --- one in parts


@bp.get("/<public_id>/split")
def apart(public_id: str) -> ResponseReturnValue:
    return apart_page(public_id, [], StepForm(), None)


def apart_page(
    public_id: str, typed: list[OwnText], form: StepForm, refused: Refused | None, *, more: int = 0
) -> ResponseReturnValue:
    """The text in full, and a form for each part. more: places besides those that came."""
    with reading() as session:
        found = named(session, public_id)
        empty = [OwnText("", found.language)] * (more if typed else FEWEST_PARTS)
        page = render_template(
            "lineage/split.html",
            parts=[*typed, *empty][:MOST_PARTS],
            most=MOST_PARTS,
            form=form,
            **facts(session, found, refused),
        )
    return page, refused.status if refused else 200


@bp.post("/<public_id>/split")
def divide(public_id: str) -> ResponseReturnValue:
    """Divide it; or, without a script, come back with one more place for a part."""
    form = StepForm(request.form)
    typed = parts_typed(request.form.getlist("text"), request.form.getlist("language"))
    if request.form.get("act") == "more":
        require(current_actor(), Permission.MODERATE)
        return apart_page(public_id, typed, form, None, more=1)

    def act(tx: Transaction, one: Contribution, actor: Actor, seen: Seen) -> str:
        parts = [part for part in typed if part.text.strip()]
        service.split(tx, one, parts, note=form.words(), by=actor, seen=seen)
        return one.public_id

    return step(public_id, form, act, SPLIT, lambda refused: apart_page(public_id, typed, form, refused))


# --- to another collection


@bp.get("/<public_id>/move")
def elsewhere(public_id: str) -> ResponseReturnValue:
    return elsewhere_page(public_id, MoveForm(), None)


def elsewhere_page(public_id: str, form: MoveForm, refused: Refused | None) -> ResponseReturnValue:
    with reading() as session:
        found = named(session, public_id)
        beside = [one for one in collections_beside(session, found).values() if one.id != found.format_id]
        page = render_template(
            "lineage/move.html",
            collections=[
                (one.id, pick(one.title, web.reader_language())) for one in beside if reading_refused(one) is None
            ],
            form=form,
            **facts(session, found, refused),
        )
    return page, refused.status if refused else 200


@bp.post("/<public_id>/move")
def carry_over(public_id: str) -> ResponseReturnValue:
    form = MoveForm(request.form)

    def act(tx: Transaction, one: Contribution, actor: Actor, seen: Seen) -> str:
        to = tx.session.get(Format, form.collection())
        if to is None or to.municipality_id != actor.municipality_id:
            raise NotFound
        service.move(tx, one, to=to, note=form.words(), by=actor, seen=seen)
        return one.public_id

    return step(public_id, form, act, MOVED, lambda refused: elsewhere_page(public_id, form, refused))


# --- back again


@bp.post("/<public_id>/undo")
def undo(public_id: str) -> ResponseReturnValue:
    actor = current_actor()
    try:
        with transaction() as tx:
            one = contributions.by_public_id(tx.session, actor.municipality_id, public_id)
            taken = queries.step_by_id(tx.session, actor.municipality_id, row_number(request.form.get("step", "")))
            if one.id not in {*taken.said, *taken.leads_to}:
                raise NotFound
            undoing.undo(tx, taken, by=actor)
    except Refused as refused:
        if refused.status not in ON_THE_FORM:
            raise
        return idea_page(public_id, refused)
    return web.say(url_for("lineage.idea", public_id=public_id), STEP_UNDONE)
