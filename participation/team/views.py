from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.foundation import chance, clock, web
from participation.foundation.database import reading, transaction
from participation.foundation.messages import N_, NotFound, Refused
from participation.foundation.municipality import Municipality
from participation.foundation.permissions import Actor, Permission, Role
from participation.notifications.web import digest_card
from participation.people import queries as people
from participation.people import service as accounts
from participation.people.models import Person
from participation.people.rules import ROLE_NAMES
from participation.people.web import COOKIE, current_actor, require_desk
from participation.process.queries import processes_among
from participation.team import queries, service
from participation.team.forms import InviteForm, RolesForm
from participation.team.present import line, offers, own_processes, role_lines, titles_of
from participation.team.rules import (
    EVERYWHERE,
    LONGEST_NAME,
    NameKnown,
    grant_word,
    invitation_token,
)

bp = Blueprint("team", __name__, url_prefix="/desk")

CHANGED = web.saying("roles-changed", N_("The roles are changed. They count from the person's next click on."))
REMOVED = web.saying("colleague-removed", N_("Removed. What they decided keeps their name. Invite them to undo this."))
ELSEWHERE_ENDED = web.saying("elsewhere-ended", N_("You are signed out everywhere else."))


@bp.get("/team")
def team() -> ResponseReturnValue:
    """Everybody who works here; the filters stand in the address, so that a view can be handed on."""
    actor = require_desk(Permission.INVITE)
    where, word = request.args.get("where", ""), request.args.get("role", "")
    role = Role(word) if word in {str(one) for one in ROLE_NAMES} else None
    lang = web.reader_language()
    with reading() as session:
        processes = processes_among(session, actor.municipality_id, None)
        titles = titles_of(processes, lang)
        asked = {EVERYWHERE: 0, **{process.slug: process.id for process in processes}}
        found = queries.colleagues(session, actor.municipality_id, process_id=asked.get(where), role=role)
        return render_template(
            "team/team.html",
            colleagues=[line(one, titles) for one in found],
            processes=[(process.slug, titles[process.id]) for process in processes],
            role_names=ROLE_NAMES,
            where=where if where in asked else "",
            everywhere=EVERYWHERE,
            role=role,
        )


# --- inviting


@bp.get("/team/invite")
def invite_page() -> ResponseReturnValue:
    return invitation(InviteForm(), None)


def invitation(form: InviteForm, refused: Refused | None) -> ResponseReturnValue:
    """The form, with what was typed and, after a refusal, what to do."""
    actor = require_desk(Permission.INVITE)
    lang = web.reader_language()
    with reading() as session:
        titles = titles_of(processes_among(session, actor.municipality_id, None), lang)
        asks = isinstance(refused, NameKnown)
        known = queries.namesakes(session, actor.municipality_id, form.clean_name()) if asks else []
        page = render_template(
            "team/invite.html",
            offers=offers(form.ticked(), titles),
            name=form.name.data or "",
            limit=LONGEST_NAME,
            nonce=form.nonce.data or chance.token(),
            known=known,
            oops=web.spoken_refusal(refused) if refused else None,
        )
    return page, refused.status if refused else 200


@bp.post("/team")
def invite() -> ResponseReturnValue:
    """Make the account and show its link: this answer is the one time."""
    form = InviteForm(request.form)
    actor = require_desk(Permission.INVITE)
    try:
        name, grants, same = form.clean_name(), form.grants(), form.same()
        token = invitation_token(
            web.settings().secret_key,
            actor.municipality_id,
            actor.person_id,
            form.nonce.data or chance.token(),
            [name, *sorted(grant_word(grant) for grant in grants), same],
        )
        with transaction() as tx:
            person = service.invite(tx, name, grants, token=token, by=actor, same=same)
    except Refused as refused:
        return invitation(form, refused)
    return link_page(actor, person.id, token)


def link_page(actor: Actor, person_id: int, token: str) -> ResponseReturnValue:
    with reading() as session:
        person = queries.colleague(session, actor.municipality_id, person_id)
        link = people.open_link(session, token, actor.municipality_id)
        town = session.get_one(Municipality, actor.municipality_id)
        address = f"{site_of(town)}{url_for('people.sign_in_page', token=token, lang=None)}"
        return render_template(
            "team/link.html",
            person=person,
            address=address,
            qr=web.qr(address),
            until=link.expires_at if link else clock.now(),
            hours=accounts.LINK_HOURS,
        )


def site_of(town: Municipality) -> str:
    """What this municipality's colleagues open: its own host where it has one, because a link counts only there."""
    site = web.public_url()
    return f"{site.partition('://')[0]}://{request.host}" if town.host else site


# --- one colleague


@bp.get("/team/<int:person_id>")
def colleague(person_id: int) -> ResponseReturnValue:
    return colleague_page(person_id, None, None)


def colleague_page(person_id: int, form: RolesForm | None, refused: Refused | None) -> ResponseReturnValue:
    """Roles to tick, a new link, and the way out. After a refusal the ticks stay, beside the roles as they are now."""
    actor = require_desk(Permission.INVITE)
    with reading() as session:
        person = queries.colleague(session, actor.municipality_id, person_id)
        everybody = queries.colleagues(session, actor.municipality_id)
        titles = titles_of(processes_among(session, actor.municipality_id, None), web.reader_language())
        held = people.grants_of(session, person, actor.municipality_id)
        ticked = form.ticked() if form else [grant_word(grant) for grant in held]
        page = render_template(
            "team/colleague.html",
            person=next(line(one, titles) for one in everybody if one.id == person.id),
            offers=offers(ticked, titles),
            seen=service.fingerprint(held),
            own=person.id == actor.person_id,
            oops=web.spoken_refusal(refused) if refused else None,
        )
    return page, refused.status if refused else 200


@bp.post("/team/<int:person_id>")
def change_roles(person_id: int) -> ResponseReturnValue:
    form = RolesForm(request.form)
    actor = require_desk(Permission.INVITE)
    try:
        with transaction() as tx:
            person = queries.colleague(tx.session, actor.municipality_id, person_id)
            service.change_roles(tx, person, form.grants(), by=actor, seen=form.fingerprint())
    except NotFound:
        raise
    except Refused as refused:
        return colleague_page(person_id, form, refused)
    return web.say(url_for("team.colleague", person_id=person_id), CHANGED)


@bp.post("/team/<int:person_id>/link")
def new_link(person_id: int) -> ResponseReturnValue:
    actor = require_desk(Permission.INVITE)
    with transaction() as tx:
        person = queries.colleague(tx.session, actor.municipality_id, person_id)
        token = service.new_link(tx, person, by=actor)
    return link_page(actor, person_id, token)


@bp.post("/team/<int:person_id>/remove")
def remove(person_id: int) -> ResponseReturnValue:
    form = RolesForm(request.form)
    actor = require_desk(Permission.INVITE)
    try:
        with transaction() as tx:
            person = queries.colleague(tx.session, actor.municipality_id, person_id)
            service.remove(tx, person, by=actor, seen=form.fingerprint())
    except NotFound:
        raise
    except Refused as refused:
        return colleague_page(person_id, None, refused)
    return web.say(url_for("team.team"), REMOVED)


# --- oneself


@bp.get("/me")
def me() -> ResponseReturnValue:
    return own_page(None)


def own_page(code: str | None) -> str:
    """Who I am here, where I am signed in, and, once, a personal code for another municipality."""
    actor = current_actor()
    accounts.require_colleague(actor)
    lang = web.reader_language()
    with reading() as session:
        person = session.get_one(Person, actor.person_id)
        processes = processes_among(session, actor.municipality_id, None)
        held = people.grants_of(session, person, actor.municipality_id)
        return render_template(
            "team/me.html",
            person=person,
            roles=role_lines(held, titles_of(processes, lang)),
            processes=own_processes(held, processes, lang),
            devices=people.devices(session, person.id, request.cookies.get(COOKIE, "")),
            may_go_out=person.municipality_id == actor.municipality_id and people.serves_several(session),
            code=code,
            minutes=accounts.CODE_MINUTES,
            digest=digest_card(session, actor),
        )


@bp.post("/me/elsewhere")
def sign_out_elsewhere() -> ResponseReturnValue:
    with transaction() as tx:
        accounts.sign_out_elsewhere(tx, request.cookies.get(COOKIE, ""), by=current_actor())
    return web.say(url_for("team.me"), ELSEWHERE_ENDED)


@bp.post("/me/code")
def personal_code() -> ResponseReturnValue:
    """A code for another municipality; this answer is the one time it can be read."""
    with transaction() as tx:
        code = accounts.make_personal_code(tx, by=current_actor())
    return own_page(code)
