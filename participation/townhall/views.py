from dataclasses import replace

import gevent
from flask import Blueprint, Response, make_response, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from participation.foundation import clock, locales, web
from participation.foundation.audit import first_broken
from participation.foundation.database import reading, transaction
from participation.foundation.messages import N_, ChangedMeanwhile, NotFound, Refused
from participation.foundation.municipality import Municipality
from participation.foundation.numbers import row_number
from participation.foundation.permissions import Permission, may
from participation.people.web import current_actor, town_here
from participation.townhall import activity, drafts, queries, rules, service, written
from participation.townhall.forms import HouseForm, LogForm, PageForm
from participation.townhall.models import TownPage
from participation.townhall.pictures import HEAVIEST, LIMITS, redraw_aside
from participation.townhall.present import (
    PageView,
    city_sheet,
    contact_of,
    is_reachable,
    page_view,
    pages_there,
    sheet_version,
)
from participation.townhall.queries import PER_PAGE
from participation.townhall.rules import NoSuchDay, PageKind
from participation.townhall.web import town_of
from participation.townhall.wording import AREAS

bp = Blueprint("townhall", __name__)

KEPT = web.saying("house-kept", N_("Kept. Every page shows it now."))
LOGO_HUNG = web.saying("logo-hung", N_("The logo is kept. Every page shows it now."))
LOGO_TAKEN = web.saying("logo-taken", N_("The logo is gone. The seal stands in its place."))
PAGE_KEPT = web.saying("page-kept", N_("The page is kept. Everybody can read it now."))
PAGE_GONE = web.saying("page-gone", N_("The page is gone, because nothing was written on it."))

FRAME = 256 * 1024  # what a form may carry besides a picture, as everywhere
SHORT_CHAIN = 500  # entries that are checked without being asked
A_MOMENT = 0.001  # seconds; after 0 the loop would come back at once, without a look at its sockets
CSV = "text/csv; charset=utf-8"


@bp.before_app_request
def let_pictures_in() -> None:
    """One door alone takes more than a form may carry, and only from somebody who may use it.

    It stands before the guard of the desk's forms, which reads the form.
    """
    if request.endpoint != "townhall.hang_up_logo" or not may_edit_house():
        return
    if (request.content_length or 0) > HEAVIEST + FRAME:
        raise LIMITS.too_heavy()
    request.max_content_length = HEAVIEST + FRAME


def may_edit_house() -> bool:
    actor = current_actor()
    with reading() as session:
        return may(actor, Permission.EDIT_HOUSE, session.get_one(Municipality, actor.municipality_id))


# --- what everybody sees


def asked_town() -> Municipality:
    town = town_here()
    if town is None:
        raise NotFound
    return town


@bp.get("/city.css")
def city() -> ResponseReturnValue:
    """The town's colour for every page."""
    hue = asked_town().hue
    return versioned(city_sheet(hue).encode(), "text/css; charset=utf-8", sheet_version(hue))


@bp.get("/logo")
def logo() -> ResponseReturnValue:
    town = asked_town()
    with reading() as session:
        content = queries.logo_of(session, town.id)
    if town.logo is None or content is None:
        raise NotFound
    return versioned(content, "image/png", town.logo)


def versioned(content: bytes, kind: str, version: str) -> Response:
    """Kept for a year where the address names this very version; asked for again where it names another."""
    response = make_response(content)
    response.headers["Content-Type"] = kind
    response.set_etag(version)
    return web.keep_for_a_year(response) if request.args.get("v") == version else response


def kind_named(kind: str) -> PageKind:
    try:
        return PageKind(kind)
    except ValueError as unknown:
        raise NotFound from unknown


@bp.get("/pages/<kind>")
def page(kind: str) -> ResponseReturnValue:
    """A page of the town, in the reader's language or the nearest there is."""
    asked = kind_named(kind)
    with reading() as session:
        town = asked_town()
        there = pages_there(town)
        if asked not in there:
            raise NotFound
        found = queries.page_of(session, town.id, asked)
    return render_template(
        "townhall/page.html",
        kind=asked.value,
        name=rules.TITLES[asked],
        page=page_view(found, web.reader_language()),
        contact=contact_of(town) if asked is PageKind.CONTACT else None,
        contact_there=PageKind.CONTACT in there,
    )


# --- the house at the desk


@bp.get("/desk/house")
def house() -> ResponseReturnValue:
    """What is missing, name and colour, the logo."""
    return house_page(None, None)


@bp.post("/desk/house")
def describe() -> ResponseReturnValue:
    form = HouseForm(request.form)
    actor = current_actor()
    try:
        with transaction() as tx:
            town = town_of(tx.session, actor, Permission.EDIT_HOUSE)
            service.describe_house(tx, town, form.house(), by=actor, seen=form.seen())
    except Refused as refused:
        return house_page(form, refused)
    return web.say(url_for("townhall.house"), KEPT)


def house_page(form: HouseForm | None, refused: Refused | None, *, logo_refused: bool = False) -> ResponseReturnValue:
    with reading() as session:
        town = town_of(session, current_actor(), Permission.EDIT_HOUSE)
    form = form or filled(town)
    oops = web.spoken_refusal(refused) if refused else None
    stale = isinstance(refused, ChangedMeanwhile)
    page = render_template(
        "townhall/house.html",
        town=town,
        form=form,
        # who has read that it changed meanwhile decides with the new state before them
        revision=town.revision if stale else form.seen(),
        kept=town if stale and not logo_refused else None,
        oops=None if logo_refused else oops,
        logo_oops=oops if logo_refused else None,
        examples=rules.EXAMPLES,
        name_limit=rules.NAME_LIMIT,
        pages=[(kind, page_state(town, kind)) for kind in PageKind],
        required=rules.REQUIRED,
        titles=rules.TITLES,
        about=rules.ABOUT,
    )
    return page, refused.status if refused else 200


def filled(town: Municipality) -> HouseForm:
    example = str(town.hue) if town.hue in rules.EXAMPLES else rules.OWN_HUE
    return HouseForm(
        data={
            "name": town.name,
            "example": example,
            "hue": str(town.hue),
            "shown": town.hue,
            "email": town.contact_email,
            "phone": town.contact_phone,
            "revision": town.revision,
        }
    )


def page_state(town: Municipality, kind: PageKind) -> dict[str, object]:
    """For the list of what is missing."""
    reachable = is_reachable(town)
    return {
        "there": rules.is_there(kind, town.pages, reachable=reachable),
        "missing": kind in rules.missing(town.pages, reachable=reachable),
        "written": town.pages.get(kind, []),
        "not_yet": rules.not_yet(kind, town.pages),
    }


@bp.post("/desk/house/logo")
def hang_up_logo() -> ResponseReturnValue:
    actor = current_actor()
    with reading() as session:
        town_of(session, actor, Permission.EDIT_HOUSE)
    sent = request.files.get("picture")
    try:
        picture = redraw_aside(sent.read(HEAVIEST + 1) if sent else b"")
        with transaction() as tx:
            town = town_of(tx.session, actor, Permission.EDIT_HOUSE)
            service.hang_up_logo(tx, town, picture, by=actor, seen=row_number(request.form.get("revision")))
    except Refused as refused:
        return house_page(None, refused, logo_refused=True)
    return web.say(url_for("townhall.house"), LOGO_HUNG)


@bp.post("/desk/house/logo/remove")
def take_logo_down() -> ResponseReturnValue:
    actor = current_actor()
    try:
        with transaction() as tx:
            town = town_of(tx.session, actor, Permission.EDIT_HOUSE)
            service.take_logo_down(tx, town, by=actor, seen=row_number(request.form.get("revision")))
    except ChangedMeanwhile as refused:
        return house_page(None, refused, logo_refused=True)
    return web.say(url_for("townhall.house"), LOGO_TAKEN)


@bp.get("/desk/house/pages/<kind>")
def edit_page(kind: str) -> ResponseReturnValue:
    """One field for each language; what is kept is public."""
    return writing_page(kind_named(kind), None, None)


@bp.post("/desk/house/pages/<kind>")
def write_page(kind: str) -> ResponseReturnValue:
    """Keep it; or store nothing and show how it will look, or put the draft into the empty fields."""
    asked, form, actor = kind_named(kind), PageForm(request.form), current_actor()
    if form.act.data == "draft":
        return writing_page(asked, form, None, draft=True)
    try:
        said = form.text(asked)
        if form.act.data == "preview":
            return writing_page(asked, form, None, preview=said.texts)
        with transaction() as tx:
            town = town_of(tx.session, actor, Permission.EDIT_HOUSE)
            service.write_page(tx, town, asked, said, by=actor, seen=form.seen())
    except Refused as refused:
        return writing_page(asked, form, refused)
    there = bool(said.texts or said.video)
    return web.say(url_for("townhall.edit_page", kind=asked), PAGE_KEPT if there else PAGE_GONE)


def writing_page(
    kind: PageKind,
    form: PageForm | None,
    refused: Refused | None,
    *,
    preview: dict[str, str] | None = None,
    draft: bool = False,
) -> ResponseReturnValue:
    with reading() as session:
        town = town_of(session, current_actor(), Permission.EDIT_HOUSE)
        found = queries.page_of(session, town.id, kind)
    form = form or with_page(found)
    stale = isinstance(refused, ChangedMeanwhile)
    texts, offered = form.typed(), drafts.drafts_of(kind)
    empty = [lang for lang in offered if not texts[lang].strip()]
    if draft:
        texts |= {lang: offered[lang] for lang in empty}
    page = render_template(
        "townhall/write.html",
        kind=kind.value,
        name=rules.TITLES[kind],
        about=rules.ABOUT[kind],
        texts=texts,
        as_of=form.as_of.data or "",
        video=form.video.data or "",
        revision=(found.revision if found else 0) if stale else max(form.seen(), 0),
        limit=rules.PAGE_LIMIT,
        oops=web.spoken_refusal(refused) if refused else None,
        preview=previews(preview) if preview is not None else None,
        kept=previews(found.texts if found else {}) if stale else None,
        offers_draft=bool(empty) and not draft,
        drafted=draft,
        there=rules.is_there(kind, town.pages, reachable=is_reachable(town)),
        changed_at=found.changed_at if found else None,
    )
    return page, refused.status if refused else 200


def with_page(page: TownPage | None) -> PageForm:
    if page is None:
        return PageForm(data={"revision": 0})
    texts = {f"text_{lang}": text for lang, text in page.texts.items()}
    as_of = page.as_of.isoformat() if page.as_of else ""
    return PageForm(data={**texts, "as_of": as_of, "video": page.video, "revision": page.revision})


def previews(texts: dict[str, str]) -> list[PageView]:
    """As a reader will see it, in the order of the languages."""
    return [
        PageView(locales.Words(texts[lang], lang), written.as_html(texts[lang]), foreign=False)
        for lang in locales.WRITTEN
        if lang in texts
    ]


# --- the log


@bp.get("/desk/log")
def log() -> ResponseReturnValue:
    """Who did what and when, the newest first; and whether the chain of entries is whole."""
    form, oops, status = LogForm(request.args), None, 200
    with reading() as session:
        town = town_of(session, current_actor(), Permission.READ_LOG)
        try:
            entries = queries.log_entries(session, town.id, form.wanted(), PER_PAGE + 1)
        except NoSuchDay as refused:
            entries, oops, status = [], web.spoken_refusal(refused), refused.status
        actors = queries.actors_of(session, town.id)
        names = activity.names_among(session, actors)
        length = queries.length_of_chain(session)
        checked = length <= SHORT_CHAIN or "check" in request.args
        page = render_template(
            "townhall/log.html",
            lines=activity.lines_of(entries[:PER_PAGE], names),
            older=entries[PER_PAGE - 1].seq if len(entries) > PER_PAGE else None,
            form=form,
            filters=form.filters(),
            oops=oops,
            everybody=activity.by_name(actors, names),
            areas=AREAS,
            length=length,
            checked=checked,
            broken=first_broken(session, pause=a_moment) if checked else None,
        )
    return page, status


@bp.get("/desk/log.csv")
def log_csv() -> ResponseReturnValue:
    """The same entries, all of them, as a file."""
    with reading() as session:
        town = town_of(session, current_actor(), Permission.READ_LOG)
    wanted = replace(LogForm(request.args).wanted(), before=None)
    day = clock.local(clock.now()).date().isoformat()
    response = make_response(stream_with_context(activity.as_csv(town.id, wanted, a_moment)))
    response.headers["Content-Type"] = CSV
    response.headers.set("Content-Disposition", "attachment", filename=f"{town.slug}-log-{day}.csv")
    return response


def a_moment() -> None:
    gevent.sleep(A_MOMENT)
