from dataclasses import replace

from flask import Blueprint, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from participation.answers.present import fates
from participation.answers.rules import PUBLIC_STAGES, STAGE_NAMES
from participation.contributions import answers, following, homes, photos
from participation.contributions import queries as contributions
from participation.contributions.lineage import Place
from participation.contributions.models import Contribution
from participation.contributions.present import Spoken, spoken
from participation.contributions.rules import (
    ON_THEIR_OWN,
    Kind,
    Standing,
    StandsElsewhere,
    Status,
    TakenBack,
    has_empty_place,
)
from participation.contributions.web import voice_places, voices_offered
from participation.fields import similar_line
from participation.fields.queries import fields_of
from participation.foundation import chance, locales, web
from participation.foundation.database import reading, transaction
from participation.foundation.locales import pick
from participation.foundation.messages import N_, NotFound, Refused
from participation.foundation.permissions import Permission, may, require
from participation.foundation.pictures import MEGABYTE
from participation.foundation.text import MAX_CHARACTERS
from participation.ideas import queries, service, similar
from participation.ideas.filters import active_filters
from participation.ideas.forms import BoardForm, IdeaForm, answers_sent
from participation.ideas.present import Asked, Fault, asked
from participation.ideas.rules import MANY_PER_PAGE, PER_PAGE, PHOTO, TEXT, WHAT_IS_SEEN, Order, Unfinished
from participation.languages.present import told, told_beside
from participation.languages.queries import versions_for
from participation.lineage.present import lineage_of
from participation.lineage.queries import lived_in
from participation.people.web import acting_person, current_actor, remember
from participation.process import queries as processes
from participation.process.models import Format
from participation.process.permissions import reading as reading_refused
from participation.process.permissions import require_readable
from participation.threads.web import Thread, conversation, may_write, writing_facts, writing_form

bp = Blueprint("ideas", __name__)

SENT = web.saying("sent", N_("Thank you. Your idea has arrived and waits for a person to read it."))
PUBLIC = web.saying("public", N_("Thank you. Your idea is public now; a person will read it as well."))


def collection_named(session: Session, slug: str) -> Format:
    """Raises NotFound, also for a draft unless it is one's own; NotOpenYet before the phase that shows it."""
    found = processes.format_by_slug(session, current_actor().municipality_id, slug)
    if found is None:
        raise NotFound
    require_readable(current_actor(), found)
    return found


@bp.get("/ideas")
def all_collections() -> ResponseReturnValue:
    """The board of the newest collection that can be read: most towns have one."""
    with reading() as session:
        found = processes.idea_collections(session, current_actor().municipality_id)
    collections = [one for one in found if reading_refused(one) is None]
    if not collections:
        raise NotFound
    return web.go(url_for("ideas.board", slug=collections[0].slug))


@bp.get("/ideas/<slug>")
def board(slug: str) -> ResponseReturnValue:
    actor = current_actor()
    lang = web.reader_language()
    with reading() as session:
        collection = collection_named(session, slug)
        if collection.kind in homes.BOARDS:
            return web.go(homes.board_of(session, collection))
        allowed = collection.allowed
        fields = {field.key: pick(field.name, lang) for field in fields_of(session, collection.process_id)}
        asked = BoardForm(request.args).wanted(fields)
        by_support = asked.order is Order.SUPPORT
        wanted = replace(asked, order=Order.NEWEST) if by_support and allowed.results_hidden else asked
        found = queries.board(session, collection.id, wanted, lang, figures=not allowed.results_hidden)
        supported = contributions.supported_among(session, actor.person_id, [one.id for one in found.ideas])
        pictures = photos.photo_of(session, [one.id for one in found.ideas])
        return render_template(
            "ideas/board.html",
            collection=collection,
            title=pick(collection.title, lang),
            board=found,
            wanted=wanted,
            active=active_filters(collection.slug, wanted, fields),
            fields=fields,
            stages=[(stage, STAGE_NAMES[stage]) for stage in PUBLIC_STAGES],
            many=MANY_PER_PAGE if wanted.show == PER_PAGE else None,
            cards=[(one, one.idea, one.id in supported, stands_in(one.stands, collection)) for one in found.ideas],
            photos={one.public_id: one for one in pictures.values()},
            may_submit=may(actor, Permission.SUBMIT_IDEA, collection),
            may_support=may(actor, Permission.SUPPORT_IDEA, collection),
            hidden=allowed.results_hidden,
        )


def stands_in(places: list[Place], collection: Format) -> list[tuple[Spoken | None, str]]:
    """Where a found idea stands now: what is not public has no words and no address."""
    ideas = [one.idea for one in places]
    return [(spoken(one), address_of(one, collection)) if one else (None, "") for one in ideas]


@bp.before_app_request
def let_photos_in() -> None:
    """Where a collection takes photos, a form may carry one, also one that is too large: what was typed comes with it.

    It stands before the guard of the desk's forms, which reads the form.
    """
    if request.endpoint != "ideas.submit":
        return
    with reading() as session:
        found = processes.format_by_slug(
            session, current_actor().municipality_id, str((request.view_args or {})["slug"])
        )
    if found is None or not may_send_photo(found):
        return
    if (request.content_length or 0) > photos.CARRIED:
        raise photos.LIMITS.too_heavy()
    request.max_content_length = photos.CARRIED


def may_send_photo(collection: Format) -> bool:
    return collection.takes_photos and may(current_actor(), Permission.SUBMIT_IDEA, collection)


@bp.get("/ideas/<slug>/new")
def write(slug: str) -> ResponseReturnValue:
    with reading() as session:
        collection = collection_named(session, slug)
        if collection.kind in homes.BOARDS:
            return web.go(homes.board_of(session, collection))
    similar_line.wake()
    return writing_page(slug, IdeaForm(), None)


@bp.post("/ideas/<slug>/new")
def submit(slug: str) -> ResponseReturnValue:
    form = IdeaForm(request.form)
    with reading() as session:
        collection = collection_named(session, slug)
    alike = similar.before_sending(collection, form.typed(), current_actor())
    if alike:
        return page_in_between(collection, alike)
    written = service.Written(
        text=form.typed(),
        language=form.chosen_language(),
        page_language=web.spoken_language(),
        answers=answers_sent(request.form),
        photo=photo_sent() if may_send_photo(collection) else None,
        description=form.described(),
        once=form.once.data or "",
        voice=form.said_for(),
    )
    try:
        with reading() as session:
            service.look_at_idea(session, collection, written, by=current_actor())
        with transaction() as tx:
            actor, token = acting_person(tx)
            # read again: drawing a photo takes its time, and meanwhile the desk may have closed what was open
            received = service.submit_idea(tx, collection_named(tx.session, slug), written, by=actor)
    except Refused as refused:
        return writing_page(slug, form, refused)
    said = PUBLIC if received.status == Status.PUBLISHED else SENT
    address = url_for("slip.page", public_id=received.public_id) if tells(received) else url_for("mine.page")
    return remember(web.say(address, said), token)


def tells(received: Contribution) -> bool:
    """Whether somebody told it, who is shown or given where they find the answer."""
    return received.told_by is not None


def photo_sent() -> photos.Sizes | Refused | None:
    """The photo that came with the form, drawn anew, or why it could not be; None where none was chosen."""
    sent = request.files.get("photo")
    if sent is None or not sent.filename:
        return None
    try:
        return photos.redraw_aside(sent.read(photos.LIMITS.heaviest + 1))
    except Refused as refused:
        return refused


def page_in_between(collection: Format, alike: list[similar.Alike]) -> ResponseReturnValue:
    """Ask once, where somebody probably said it already, whether it is one of these."""
    actor = current_actor()
    return render_template(
        "ideas/in_between.html",
        collection=collection,
        found=alike,
        kept=similar.kept_fields(),
        may_support=may(actor, Permission.SUPPORT_IDEA, collection),
        may_comment=may(actor, Permission.COMMENT, collection),
    )


@bp.post("/ideas/<slug>/similar")
def similar_ideas(slug: str) -> ResponseReturnValue:
    """What is like a half-written text, for the script of its page. Nothing of it is kept."""
    if similar_line.is_crowded():
        return similar.busy()
    actor = current_actor()
    with reading() as session:
        collection = collection_named(session, slug)
    require(actor, Permission.SUBMIT_IDEA, collection)
    return similar.beside_the_form(collection, request.form.get("text", ""), actor)


@bp.post("/ideas/<slug>/<public_id>/instead")
def instead(slug: str, public_id: str) -> ResponseReturnValue:
    """Take what somebody else has said: support it, or only say one's own words under it as a comment."""
    supports, token = request.form.get("support") == "yes", None
    actor = current_actor()
    with reading() as session:
        collection = collection_named(session, slug)
        chosen = contributions.by_public_id(session, actor.municipality_id, public_id)
    if (chosen.format_id, chosen.status, chosen.kind) != (collection.id, Status.PUBLISHED, Kind.IDEA):
        raise NotFound
    if supports:
        try:
            with transaction() as tx:
                actor, token = acting_person(tx)
                service.support_idea(tx, tx.session.get_one(Contribution, chosen.id), collection, by=actor)
        except (StandsElsewhere, TakenBack) as refused:  # meanwhile; what was typed is still on the form
            return writing_page(slug, IdeaForm(request.form), refused)
    page = render_template(
        "ideas/instead.html",
        collection=collection,
        idea=spoken(chosen),
        supports=supports,
        form=IdeaForm(request.form),
        tongues=locales.OWN_NAMES,
        limit=MAX_CHARACTERS,
        writing=writing_form(chosen, collection, actor) if may_write(actor, chosen, collection) else None,
    )
    return remember(make_response(page), token)


def writing_page(slug: str, form: IdeaForm, refused: Refused | None) -> ResponseReturnValue:
    """The form, with what was typed and, after a refusal, what to do. A photo has to be chosen again."""
    lang = web.reader_language()
    faults = refused.faults if isinstance(refused, Unfinished) else {}
    oops = {place: web.spoken_refusal(fault) for place, fault in faults.items()}
    with reading() as session:
        collection = collection_named(session, slug)
        fields = processes.asked_fields(session, collection.id)
    questions = asked(fields, answers_sent(request.form), oops, lang)
    page = render_template(
        "ideas/write.html",
        collection=collection,
        question=pick(collection.question, lang),
        form=form,
        once=chance.token(),
        questions=questions,
        faults=faults_of(questions, oops),
        oops=oops,
        refused=web.spoken_refusal(refused) if refused else None,
        limit=MAX_CHARACTERS,
        photo_limit=photos.LIMITS.heaviest // MEGABYTE,
        choose_again="photo" in request.files and bool(request.files["photo"].filename),
        voices=voices_offered(current_actor(), form.voice.data or ""),
        tongues=locales.OWN_NAMES,
        may_submit=may(current_actor(), Permission.SUBMIT_IDEA, collection),
    )
    return page, refused.status if refused else 200


def faults_of(questions: list[Asked], oops: dict[str, str]) -> list[Fault]:
    """What the summary above the form says, in the order of the page, with where to go."""
    own = {
        **voice_places(),
        TEXT: gettext("Your idea"),
        PHOTO: gettext("A photo"),
        WHAT_IS_SEEN: gettext("What can be seen?"),
    }
    lines = [Fault(place, None, name, oops[place]) for place, name in own.items() if place in oops]
    found = [Fault(one.first, one.label, "", one.oops) for one in questions if one.oops]
    first = {TEXT, *voice_places()}
    return [
        *(line for line in lines if line.target in first),
        *found,
        *(line for line in lines if line.target not in first),
    ]


@bp.get("/ideas/<slug>/<public_id>")
def idea(slug: str, public_id: str) -> ResponseReturnValue:
    """One idea; its author also sees it while it waits."""
    actor = current_actor()
    with reading() as session:
        collection, found = home_of(session, slug, public_id)
        if found.kind not in ON_THEIR_OWN or not (may_be_talked_about(found) or is_mine(found)):
            raise NotFound
        if collection.slug != slug:
            return web.go(address_of(found, collection))
        figures = not collection.allowed.results_hidden
        own = found.standing == Standing.OWN
        supported = contributions.supported_among(session, actor.person_id, [found.id])
        thread = thread_under(session, found, collection) if may_be_talked_about(found) else None
        versions = thread.versions if thread else versions_for(session, [found.id], web.reader_language())
        tell = told_beside if is_mine(found) else told
        return render_template(
            "ideas/idea.html",
            collection=collection,
            origin=homes.origin_of(session, found),
            idea=tell(found, versions.get(found.id), figures=figures),
            lineage=lineage_of(session, found, web.reader_language(), figures=figures),
            answers=answers.answers_for(session, [found.id], internal=False).get(found.id, ()),
            photo=photos.photo_of(session, [found.id]).get(found.id),
            fate=fates(session, [found], web.reader_language(), former=True)[found.id],
            may_translate_it=found.status == Status.PUBLISHED and may(actor, Permission.TRANSLATE, found),
            may_answer_it=found.status == Status.PUBLISHED and may(actor, Permission.ANSWER, found),
            supported=bool(supported),
            may_support=own and may(actor, Permission.SUPPORT_IDEA, collection),
            may_take_back=bool(supported) and not own and may(actor, Permission.SUPPORT_IDEA, collection),
            may_follow=found.status == Status.PUBLISHED and not is_mine(found),
            follows=following.follows(session, actor.person_id, found.id),
            may_step=found.kind == Kind.IDEA and may(actor, Permission.MODERATE, collection),
            thread=thread,
            **writing_facts(),
        )


def home_of(session: Session, slug: str, public_id: str) -> tuple[Format, Contribution]:
    """An idea and the collection it belongs to now: that of the address, or, where it was moved, another one.

    Raises NotFound, NotOpenYet.
    """
    actor = current_actor()
    named = processes.format_by_slug(session, actor.municipality_id, slug)
    if named is None:
        raise NotFound
    found = contributions.by_public_id(session, actor.municipality_id, public_id)
    moved = found.format_id != named.id
    if moved and not lived_in(session, found.id, named.id):
        require_readable(actor, named)
        raise NotFound
    collection = session.get_one(Format, found.format_id) if moved else named
    require_readable(actor, collection)
    return collection, found


def may_be_talked_about(found: Contribution) -> bool:
    """What was said under a withdrawn idea stays readable."""
    return found.status == Status.PUBLISHED or leaves_a_place(found)


def leaves_a_place(found: Contribution) -> bool:
    return has_empty_place(found.status, was_public=found.published_at is not None)


def is_mine(contribution: Contribution) -> bool:
    return current_actor().is_author(contribution.author_id)


@bp.get("/photo/<public_id>/<int:size>")
def photo(public_id: str, size: int) -> ResponseReturnValue:
    """The photo of an idea: to everybody while the idea is public, otherwise to its author and at the desk.

    An address that names this very version is kept for a year by the reader's own device, never on the way to it, so
    that what is taken down is gone from here at once.
    """
    actor = current_actor()
    with reading() as session:
        found = contributions.by_public_id(session, actor.municipality_id, public_id)
        at_desk = may(actor, Permission.READ_INTERNAL, found)
        if not at_desk:
            require_readable(actor, session.get_one(Format, found.format_id))
        kept = photos.bytes_of(session, found.id, size) if size in photos.SIZES else None
    public = found.status == Status.PUBLISHED
    if kept is None or not (public or is_mine(found) or at_desk):
        raise NotFound
    content, version = kept
    response = make_response(content)
    response.headers["Content-Type"] = photos.KIND
    response.headers["Content-Disposition"] = "inline"
    response.set_etag(version)
    return web.keep_on_the_device(response) if public and request.args.get("v") == version else response


def thread_under(session: Session, idea: Contribution, collection: Format) -> Thread:
    home = address_of(idea, collection)
    return conversation(session, idea, collection, home=home, args=request.args, actor=current_actor())


def address_of(idea: Contribution, collection: Format) -> str:
    """Where an idea lives."""
    return url_for("ideas.idea", slug=collection.slug, public_id=idea.public_id)


@bp.post("/ideas/<slug>/<public_id>/support")
def support(slug: str, public_id: str) -> ResponseReturnValue:
    """Support an idea, or take it back: the form says which, so a repeated click changes nothing."""
    wants = request.form.get("support") != "no"
    with transaction() as tx:
        actor, token = acting_person(tx)
        collection, chosen = home_of(tx.session, slug, public_id)  # what is open elsewhere says nothing about it
        act = service.support_idea if wants else service.stop_supporting
        act(tx, chosen, collection, by=actor)
        tx.session.flush()
        count = None if collection.allowed.results_hidden else chosen.support_count
    if web.wants_json():
        return remember(make_response({"supported": wants, "count": count}), token)
    back = web.own_path(request.form.get("next", "/"))
    return remember(web.go(f"{back}#i-{public_id}"), token)
