from flask import Blueprint, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from participation.contributions.present import spoken
from participation.contributions.rules import Status
from participation.contributions.voices import VOICE, faults_of
from participation.foundation import web
from participation.foundation.database import reading, transaction
from participation.foundation.messages import N_, NotFound, Refused
from participation.foundation.numbers import row_number
from participation.foundation.permissions import Actor
from participation.organisations.rules import Ended, NotForThem
from participation.people.web import acting_person, current_actor, remember
from participation.threads import queries, service
from participation.threads.forms import CommentForm
from participation.threads.present import Viewer, branch_tree, comment_view, referred_to
from participation.threads.rules import NEW_AT_ONCE, QUOTE_LIMIT
from participation.threads.web import (
    Root,
    conversation,
    may_write,
    root_named,
    thread_link,
    viewer_of,
    writing_facts,
    writing_form,
)

bp = Blueprint("threads", __name__, url_prefix="/talk")

SENT = web.saying("comment-sent", N_("Thank you. Your comment has arrived and waits for a person to read it."))
PUBLIC = web.saying("comment-public", N_("Thank you. Your comment is public now; a person will read it as well."))


@bp.get("/<root_id>")
def thread(root_id: str) -> ResponseReturnValue:
    """A page of the thread: for a script its entries, for everybody else the page where it stands."""
    with reading() as session:
        root = root_named(session, root_id)
        if not web.wants_json():
            kept = {name: request.args[name] for name in ("order", "stance", "page") if name in request.args}
            return web.go(thread_link(root.home, kept))
        shown = conversation(
            session, root.said, root.collection, home=root.home, args=request.args, actor=current_actor()
        )
        return {"html": render_template("threads/more.html", thread=shown), "page": shown.page}


@bp.get("/<root_id>/new")
def compose(root_id: str) -> ResponseReturnValue:
    """A page of its own to answer or to quote, for whoever has no script."""
    with reading() as session:
        root = root_named(session, root_id)
        form = CommentForm(request.args)
        if request.args.get("quoting") and not form.quote.data:
            answered = queries.public_comment(session, root.said.id, form.to.data or "")
            form.quote.data = (answered.comment if answered else root.said).text[:QUOTE_LIMIT]
        return composing_page(session, root, form, None)


def composing_page(session: Session, root: Root, form: CommentForm, refused: Refused | None) -> ResponseReturnValue:
    """The form, with what was typed and, after a refusal, what to do."""
    actor = current_actor()
    found = queries.public_comment(session, root.said.id, form.to.data or "")
    viewer = Viewer(actor.authors, figures=False)
    page = render_template(
        "threads/write.html",
        root=spoken(root.said),
        home=root.home,
        answered=comment_view(found, root.said, viewer, {}) if found else None,
        writing=writing_form(root.said, root.collection, actor, form.voice.data or ""),
        may_comment=may_write(actor, root.said, root.collection),
        voice_oops=voice_oops(form, refused),
        **{**writing_facts(), "form": form, "oops": web.spoken_refusal(refused) if refused else None},
    )
    return page, refused.status if refused else 200


def voice_oops(form: CommentForm, refused: Refused | None) -> dict[str, str]:
    """What is wrong with for whom somebody writes, at its place on the form."""
    found: dict[str, Refused] = faults_of(form.said_for()) if refused else {}
    if isinstance(refused, NotForThem | Ended):
        found = {VOICE: refused}
    return {place: web.spoken_refusal(fault) for place, fault in found.items()}


@bp.post("/<root_id>")
def write(root_id: str) -> ResponseReturnValue:
    form = CommentForm(request.form)
    try:
        with reading() as session:
            collection = root_named(session, root_id).collection
            service.look_at_comment(session, collection, typed=form.remark().typed, by=current_actor())
        with transaction() as tx:
            actor, token = acting_person(tx)
            root = root_named(tx.session, root_id)
            written = service.write_comment(
                tx, root.said, root.collection, form.remark(), page_language=web.spoken_language(), by=actor
            )
    except Refused as refused:
        if web.wants_json() or isinstance(refused, NotFound):
            raise
        with reading() as session:
            return composing_page(session, root_named(session, root_id), form, refused)
    said = PUBLIC if written.status == Status.PUBLISHED else SENT
    if written.told_by is not None and not web.wants_json():
        return remember(web.say(url_for("slip.page", public_id=written.public_id), said), token)
    if web.wants_json():
        return remember(make_response(as_it_stands(root, written.public_id, actor, said)), token)
    place = url_for("threads.comment", root_id=root_id, comment_id=written.public_id)
    return remember(web.say(f"{place}#c-{written.public_id}", said), token)


def as_it_stands(root: Root, comment_id: str, actor: Actor, said: str) -> dict[str, object]:
    """One comment for the script that sent it."""
    with reading() as session:
        found = queries.seen_comment(session, root.said.id, comment_id, actor.authors)
        items = one_by_one(session, root, [found] if found else [], actor)
    return {"items": items, "sentence": web.sentence_of(said), "public": said == PUBLIC}


def one_by_one(session: Session, root: Root, found: list[queries.Placed], actor: Actor) -> list[dict[str, str]]:
    """Comments as a script puts them in their place: {id, under, html}; under "": a conversation begins.

    actor: who looks; the first act may have made them a guest just now.
    """
    others = queries.named(session, referred_to(found) | {one.place.parent_id for one in found if one.place.parent_id})
    viewer = viewer_of(session, actor, found, figures=not root.collection.allowed.results_hidden)
    items = []
    for one in found:
        above = others.get(one.place.parent_id or 0)
        view = comment_view(one, root.said, viewer, others)
        html = render_template(
            "threads/one.html",
            comment=view,
            root_id=root.said.public_id,
            may_comment=may_write(actor, root.said, root.collection),
        )
        items.append({"id": view.public_id, "under": above.public_id if above else "", "html": html})
    return items


@bp.get("/<root_id>/now")
def now(root_id: str) -> ResponseReturnValue:
    """How much was said, for the script of a reader without a socket."""
    with reading() as session:
        root = root_named(session, root_id)
        return {"frame": {"epoch": "", "seq": queries.figures(session, root.said.id).ever}}


@bp.get("/<root_id>/since")
def since(root_id: str) -> ResponseReturnValue:
    """What became public after a reader opened the page. seen: how many were ever public then."""
    seen = max(0, row_number(request.args.get("seen")))
    with reading() as session:
        root = root_named(session, root_id)
        found = queries.published_since(session, root.said.id, seen, NEW_AT_ONCE)
        counted = queries.figures(session, root.said.id)
        items = one_by_one(session, root, found, current_actor())
        return {"items": items, "seen": min(counted.ever, seen + NEW_AT_ONCE), "ever": counted.ever}


@bp.get("/<root_id>/<comment_id>")
def comment(root_id: str, comment_id: str) -> ResponseReturnValue:
    """A comment's own address: the conversation it stands in."""
    actor = current_actor()
    with reading() as session:
        root = root_named(session, root_id)
        chosen = queries.seen_comment(session, root.said.id, comment_id, actor.authors)
        if chosen is None:
            raise NotFound
        page = max(0, row_number(request.args.get("page", "0")))
        found = queries.branch(session, chosen.place.top_id, actor.authors, page=page, showing=chosen.place.path)
        everybody = [found.top, *found.answers]
        viewer = viewer_of(session, actor, everybody, figures=not root.collection.allowed.results_hidden)
        tree = branch_tree(found, root.said, viewer, queries.named(session, referred_to(everybody)))
        facts = {
            "branch": found,
            "top": tree,
            "root": spoken(root.said),
            "home": root.home,
            "chosen": chosen.comment.public_id,
            "may_comment": may_write(actor, root.said, root.collection),
        }
        if web.wants_json():
            return {"html": render_template("threads/answers.html", **facts)}
        writing = writing_form(root.said, root.collection, actor)
        return render_template("threads/branch.html", writing=writing, **facts, **writing_facts())


@bp.post("/<root_id>/<comment_id>/helpful")
def helpful(root_id: str, comment_id: str) -> ResponseReturnValue:
    """Say that a comment helps, or take it back: the form says which, so a repeated click changes nothing."""
    wants = request.form.get("support") != "no"
    with transaction() as tx:
        actor, token = acting_person(tx)
        root = root_named(tx.session, root_id)
        count = service.mark_helpful(tx, root.said, comment_id, root.collection, wants=wants, by=actor)
    if web.wants_json():
        shown = None if root.collection.allowed.results_hidden else count
        return remember(make_response({"supported": wants, "count": shown}), token)
    back = url_for("threads.comment", root_id=root_id, comment_id=comment_id)
    return remember(web.go(f"{back}#c-{comment_id}"), token)
