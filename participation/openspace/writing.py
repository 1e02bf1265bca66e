"""The doors for phones: a concern is brought, somebody wants to take part, a group reports, something is agreed."""

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from participation.contributions import photos
from participation.contributions.photos import DESCRIPTION_LIMIT, DescriptionMissing
from participation.foundation import chance, web
from participation.foundation.database import Transaction, reading, transaction
from participation.foundation.locales import OWN_NAMES
from participation.foundation.messages import N_, ChangedMeanwhile, NotFound, Refused
from participation.foundation.permissions import Actor, Permission, may
from participation.foundation.pictures import MEGABYTE, NoPicture
from participation.foundation.text import NothingSaid, one_line
from participation.openspace import arranging, queries, service
from participation.openspace.forms import ActionForm, MarketForm, ReportForm, TopicForm, seen_in
from participation.openspace.models import Space, Topic
from participation.openspace.panels import LIMITS
from participation.openspace.present import said_views, space_view
from participation.openspace.rules import LONGEST_PARTS
from participation.people.web import acting_person, current_actor, remember
from participation.process.models import Format
from participation.process.permissions import require_readable
from participation.sessions.models import RunStep
from participation.sessions.plugs import own_part
from participation.sessions.rules import NotJoined
from participation.sessions.web import hearts_answer, seat_token
from participation.voting.queries import seat_of

bp = Blueprint("space_writing", __name__, url_prefix="/spaces")

BROUGHT = web.saying(
    "topic-sent", N_("Your concern has arrived. You are called to the microphone when it is your turn.")
)
WANTED = web.saying("want-kept", N_("Noted. You may still go wherever you like."))
MOVED = web.saying("topic-moved", N_("Your concern has moved."))
REPORTED = web.saying(
    "report-sent", N_("Your report has arrived. It hangs on the news wall as soon as a person has read it.")
)
AGREED = web.saying("action-sent", N_("Written down. It stands in the plan as soon as a person has read it."))


@bp.before_app_request
def let_photos_in() -> None:
    """A report may carry a photo, also one that is too large: what was typed comes with it.

    It stands before the guard of the desk's forms, which reads the form.
    """
    if request.endpoint != "space_writing.report":
        return
    with reading() as session:
        found = queries.space_with_id(session, str((request.view_args or {})["space"]))
    if found is None:
        return
    if (request.content_length or 0) > photos.CARRIED:
        raise photos.LIMITS.too_heavy()
    request.max_content_length = photos.CARRIED


def named(session: Session, space: str) -> Space:
    """Raises NotFound, NotOpenYet; that of a rehearsal is there for those who rehearse."""
    actor = current_actor()
    found = queries.space_named(session, actor.municipality_id, space)
    if found.format_id is not None:
        require_readable(actor, session.get_one(Format, found.format_id))
    elif not may(actor, Permission.RUN_SESSION, found):
        require_seat(session, found)
    return found


def require_seat(session: Session, space: Space) -> None:
    """Concerns come from those who are here. Raises NotJoined."""
    if seat_of(session, seat_token(), queries.session_of(session, space).audience) is None:
        raise NotJoined


# --- concerns


@bp.post("/<space>/topics")
def bring(space: str) -> ResponseReturnValue:
    """A phone that sits in the session brings a concern."""
    form = TopicForm(request.form)
    concern = form.concern(web.spoken_language())
    with reading() as session:
        found = named(session, space)
        topic = queries.session_of(session, found).public_id
    try:
        with reading() as session:
            service.look_at_topic(session, found, concern, by=current_actor())
        with transaction() as tx:
            found = named(tx.session, space)
            require_seat(tx.session, found)
            actor, token = acting_person(tx)
            place = service.bring_topic(tx, found, concern, by=actor).id
    except Refused as refused:
        if web.wants_json():
            raise
        oops = web.spoken_refusal(refused)
        page = render_template(
            "openspace/bring.html", space=found, session=topic, form=form, limits=LIMITS, tongues=OWN_NAMES, oops=oops
        )
        return page, refused.status
    if web.wants_json():
        return remember(make_response({"html": one_line_of(space, place), "sentence": web.sentence_of(BROUGHT)}), token)
    return remember(web.say(url_for("sessions.phone", session=topic), BROUGHT), token)


def one_line_of(space: str, topic_id: int) -> str:
    """For the script that sent it."""
    with reading() as session:
        found = queries.topics_among(session, named(session, space), [topic_id])
        views = said_views(session, list(found.values()), web.reader_language(), desk=False)
        return render_template("openspace/own_line.html", one=views[topic_id], kind="topic")


@bp.post("/<space>/topics/<int:number>/want")
def want(space: str, number: int) -> ResponseReturnValue:
    """Somebody wants to take part, or does not after all: the form says which, so a repeated click changes nothing."""
    wants = request.form.get("want") != "no"
    with transaction() as tx:
        found = named(tx.session, space)
        topic = queries.topic_numbered(tx.session, found, number)
        require_seat(tx.session, found)
        actor, token = acting_person(tx)
        service.want(tx, found, topic, wants=wants, by=actor)
        session = queries.session_of(tx.session, found).public_id
        hearts = sorted(queries.hearts_by(tx.session, found, actor.person_id))
    if not web.wants_json():
        return remember(web.say(url_for("sessions.phone", session=session), WANTED), token)
    html = render_template("openspace/wanted.html", hearts=hearts, public_id=space)
    return remember(hearts_answer(hearts, html, WANTED), token)


@bp.post("/<space>/topics/<int:number>/place")
def place(space: str, number: int) -> ResponseReturnValue:
    """Whoever brought a concern gives it a time and place, puts it together with another one, or takes it out."""
    form = MarketForm(request.form)
    with transaction() as tx:
        found = named(tx.session, space)
        topic = queries.topic_numbered(tx.session, found, number)
        if not current_actor().is_author(topic.said.author_id):
            raise NotFound
        actor, token = acting_person(tx)
        put_where(tx, found, (topic.id, seen_in(str(form.topic.data))[1]), str(form.to.data or ""), by=actor)
        session = queries.session_of(tx.session, found).public_id
    return after_an_act(session, space, MOVED, actor, token)


def put_where(tx: Transaction, space: Space, seen: tuple[int, int], to: str, *, by: Actor) -> None:
    """to: `slot:room`, `with:number` of another concern, or `none`."""
    if to == "none":
        arranging.free(tx, space, seen, by=by)
    elif to.startswith("with:"):
        other = queries.topic_numbered(tx.session, space, seen_in(f"{to[5:]}:0")[0])
        arranging.join(tx, space, seen, other.id, by=by)
    else:
        slot, room = seen_in(to)
        arranging.place(tx, space, seen, room, slot, by=by)


def after_an_act(session: str, space: str, said: str, actor: Actor, token: str | None) -> Response:
    """Back to the phone's page; a script gets what is its own now."""
    if not web.wants_json():
        return remember(web.say(url_for("sessions.phone", session=session), said), token)
    with reading() as reads:
        found = named(reads, space)
        step_id = queries.session_of(reads, found).step_id
        step = reads.get(RunStep, step_id) if step_id is not None else None
        html = own_part(reads, step, actor, web.reader_language())
    return remember(make_response({"html": html, "sentence": web.sentence_of(said)}), token)


# --- reports


@bp.get("/<space>/topics/<int:number>/report")
def report_page(space: str, number: int) -> ResponseReturnValue:
    return reporting_page(space, number, ReportForm(), None)


@bp.post("/<space>/topics/<int:number>/report")
def report(space: str, number: int) -> ResponseReturnValue:
    """Also from somebody who never joined the session: the code at the door of their group leads here."""
    form = ReportForm(request.form)
    try:
        told = service.Told(
            parts=form.parts(),
            language=str(form.language.data or ""),
            page_language=web.spoken_language(),
            once=str(form.once.data or ""),
            photo=photo_sent(),
            seen=described(form),
        )
        with transaction() as tx:
            found = named(tx.session, space)
            topic = topic_that_is_there(tx.session, found, number)
            actor, token = acting_person(tx)
            service.report(tx, found, topic, told, by=actor, for_others=bool(form.for_others.data))
            back = way_back(tx.session, found)
    except NotFound:
        raise
    except Refused as refused:
        return reporting_page(space, number, form, refused)
    return remember(web.say(back, REPORTED), token)


def topic_that_is_there(session: Session, space: Space, number: int) -> Topic:
    """Of a form that was filled in meanwhile. Raises ChangedMeanwhile: what was typed is not lost with the concern."""
    try:
        return queries.topic_numbered(session, space, number)
    except NotFound as gone:
        raise ChangedMeanwhile from gone


def way_back(session: Session, space: Space) -> str:
    """To the page of the space; a rehearsal has none."""
    if space.format_id is None:
        return url_for("sessions.phone", session=queries.session_of(session, space).public_id)
    return url_for("spaces.page", space=space.public_id)


def photo_sent() -> photos.Sizes | None:
    """The photo that came with the form, drawn anew. Raises what is wrong with it."""
    sent = request.files.get("photo")
    if sent is None or not sent.filename:
        return None
    return photos.redraw_aside(sent.read(photos.LIMITS.heaviest + 1))


def described(form: ReportForm) -> str:
    """Raises DescriptionMissing, TooLong, where there is a photo."""
    sent = request.files.get("photo")
    if sent is None or not sent.filename:
        return ""
    try:
        return one_line(str(form.photo_description.data or ""), DESCRIPTION_LIMIT)
    except NothingSaid as nothing:
        raise DescriptionMissing from nothing


def reporting_page(space: str, number: int, form: ReportForm, refused: Refused | None) -> ResponseReturnValue:
    lang = web.reader_language()
    with reading() as session:
        found = named(session, space)
        topic = topic_to_report(session, found, number, refused)
        about = next((one for one in space_view(session, found, lang).topics if topic in one.ids), None)
        page = render_template(
            "openspace/report.html",
            space=found,
            topic=about,
            number=number,
            back=way_back(session, found),
            form=form,
            limits=LONGEST_PARTS,
            once=chance.token(),
            photo_limit=photos.LIMITS.heaviest // MEGABYTE,
            photo_oops=photo_faults(refused),
            choose_again="photo" in request.files and bool(request.files["photo"].filename),
            writes_for_others=may(current_actor(), Permission.WRITE_FOR_OTHERS, found),
            tongues=OWN_NAMES,
            oops=web.spoken_refusal(refused) if refused else None,
        )
    return page, refused.status if refused else 200


def topic_to_report(session: Session, space: Space, number: int, refused: Refused | None) -> int | None:
    """None where it is gone and somebody is told so. Raises NotFound."""
    try:
        return queries.topic_numbered(session, space, number).id
    except NotFound:
        if refused is None:
            raise
        return None


def photo_faults(refused: Refused | None) -> dict[str, str]:
    """What is wrong with the photo, beside its field."""
    if isinstance(refused, DescriptionMissing):
        return {"photo-description": web.spoken_refusal(refused)}
    return {"photo": web.spoken_refusal(refused)} if isinstance(refused, NoPicture) else {}


# --- who does what until when


@bp.get("/<space>/actions/new")
def action_page(space: str) -> ResponseReturnValue:
    return agreeing_page(space, ActionForm(request.args), None)


@bp.post("/<space>/actions/new")
def agree(space: str) -> ResponseReturnValue:
    form = ActionForm(request.form)
    try:
        agreed = form.agreed(web.spoken_language())
        with transaction() as tx:
            found = named(tx.session, space)
            if not form.for_others.data:
                require_seat_or_desk(tx.session, found)
            if agreed.topic is not None:
                topic_that_is_there(tx.session, found, agreed.topic)
            actor, token = acting_person(tx)
            made = service.agree(tx, found, agreed, by=actor, for_others=bool(form.for_others.data)).id
            session = queries.session_of(tx.session, found).public_id
    except NotFound:
        raise
    except Refused as refused:
        if web.wants_json():
            raise
        return agreeing_page(space, form, refused)
    if web.wants_json():
        return remember(make_response({"html": action_line(space, made), "sentence": web.sentence_of(AGREED)}), token)
    return remember(web.say(url_for("sessions.phone", session=session), AGREED), token)


def action_line(space: str, action_id: int) -> str:
    with reading() as session:
        found = [one for one in queries.actions_of(session, named(session, space)) if one.id == action_id]
        views = said_views(session, found, web.reader_language(), desk=False)
        return render_template("openspace/own_line.html", one=views[action_id], kind="action")


def require_seat_or_desk(session: Session, space: Space) -> None:
    """Raises NotJoined."""
    if not may(current_actor(), Permission.RUN_SESSION, space):
        require_seat(session, space)


def agreeing_page(space: str, form: ActionForm, refused: Refused | None) -> ResponseReturnValue:
    lang = web.reader_language()
    with reading() as session:
        found = named(session, space)
        view = space_view(session, found, lang)
        page = render_template(
            "openspace/agree.html",
            space=view,
            session=queries.session_of(session, found).public_id,
            form=form,
            limits=LIMITS,
            once=chance.token(),
            writes_for_others=may(current_actor(), Permission.WRITE_FOR_OTHERS, found),
            tongues=OWN_NAMES,
            oops=web.spoken_refusal(refused) if refused else None,
        )
    return page, refused.status if refused else 200
