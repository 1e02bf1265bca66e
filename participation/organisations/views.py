"""The doors of an organisation's own people: its page for members, its portrait, who comes and who goes."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from participation.foundation import chance, clock, locales, smtp, web
from participation.foundation.database import reading, transaction
from participation.foundation.messages import N_, NotFound, Refused
from participation.foundation.municipality import Municipality
from participation.foundation.permissions import Actor
from participation.notifications.web import site_here
from participation.organisations import joining, queries, service
from participation.organisations.forms import InviteForm, PortraitForm
from participation.organisations.joining import Invited
from participation.organisations.letters import invitation_letter
from participation.organisations.models import Organisation
from participation.organisations.rules import (
    INVITED_FOR,
    KIND_NAMES,
    NAME_LIMIT,
    TEXT_LIMIT,
    NotASpeaker,
    Part,
    may_keep,
    missing_languages,
)
from participation.people.web import arrive, current_actor, first_desk

bp = Blueprint("members", __name__, url_prefix="/organisations")

KEPT = web.saying("organisation-kept", N_("Kept. Everybody reads it now."))
INVITED = web.saying("member-invited", N_("The invitation is on its way by mail. It counts seven days, and once."))
UNINVITED = web.saying("member-uninvited", N_("The invitation is taken back."))
REMOVED = web.saying("member-removed", N_("Removed. What was said for the organisation stays with it."))
LEFT = web.saying("member-left", N_("You have left the organisation. What you wrote for it stays with it."))
JOINED = web.saying("member-joined", N_("Welcome. You can write for this organisation now."))
ENDED = web.saying("organisation-ended", N_("It is no longer active. What it said stays, and its page says so."))
AGAIN = web.saying("organisation-again", N_("It is active again."))
# what concerns a form is said on it, with what was typed; everything else has a page of its own
ON_THE_FORM = {409, 422, 429}


def kept_here(session: Session, key: str, actor: Actor) -> tuple[Organisation, Part | None]:
    """An organisation for its members and the administration. Raises NotFound for everybody else."""
    found = queries.organisation_by_key(session, actor.municipality_id, key)
    part = queries.part_of(session, found.id, actor.person_id)
    if part is None and not service.is_office(actor):
        raise NotFound
    return found, part


def keeper(session: Session, key: str, actor: Actor) -> tuple[Organisation, Part | None]:
    """The same for whoever keeps it. Raises NotFound, NotASpeaker."""
    found, part = kept_here(session, key, actor)
    if not may_keep(part, office=service.is_office(actor)):
        raise NotASpeaker
    return found, part


# --- the page for members


@bp.get("/<key>/members")
def page(key: str) -> ResponseReturnValue:
    return members_page(key, InviteForm(), None)


def members_page(key: str, form: InviteForm, refused: Refused | None) -> ResponseReturnValue:
    """Who is a member and who is invited. After a refusal the form has what was typed."""
    actor = current_actor()
    with reading() as session:
        found, part = kept_here(session, key, actor)
        keeps = may_keep(part, office=service.is_office(actor))
        shown = render_template(
            "organisations/members.html",
            organisation=found,
            kind=KIND_NAMES,
            part=part,
            keeps=keeps,
            office=service.is_office(actor),
            members=queries.members(session, found.id),
            invitations=queries.invitations(session, found.id) if keeps else [],
            missing=missing_languages(found.texts),
            own_person=actor.person_id,
            can_send=smtp.can_send(web.settings()),
            form=form,
            limit=NAME_LIMIT,
            oops=web.spoken_refusal(refused) if refused else None,
        )
    return shown, refused.status if refused else 200


# --- who it is


@bp.get("/<key>/edit")
def edit_page(key: str) -> ResponseReturnValue:
    return portrait_page(key, None, None)


def portrait_page(key: str, form: PortraitForm | None, refused: Refused | None) -> ResponseReturnValue:
    """What it says of itself or, after a refusal, what was typed."""
    actor = current_actor()
    with reading() as session:
        found, _ = keeper(session, key, actor)
        typed = form or as_form(found)
        shown = render_template(
            "organisations/edit.html",
            organisation=found,
            form=typed,
            texts=typed.typed(),
            spoken=typed.chosen(),
            kinds=KIND_NAMES,
            tongues=locales.OWN_NAMES,
            others={code: name for code, name in locales.OWN_NAMES.items() if code not in locales.WRITTEN},
            revision=found.revision if form is None else form.seen(),
            name_limit=NAME_LIMIT,
            limit=TEXT_LIMIT,
            oops=web.spoken_refusal(refused) if refused else None,
            where=refused.code if refused else "",
        )
    return shown, refused.status if refused else 200


def as_form(one: Organisation) -> PortraitForm:
    other = next((code for code in one.texts if code not in locales.WRITTEN), "")
    words = {f"text_{lang}": one.texts.get(lang, "") for lang in locales.WRITTEN}
    facts = {
        "name": one.name,
        "kind": one.kind,
        "languages": one.languages,
        "other": other,
        "text_other": one.texts.get(other, ""),
        "website": one.website,
        "email": one.email,
        "phone": one.phone,
    }
    return PortraitForm(data={**facts, **words})


@bp.post("/<key>/edit")
def edit(key: str) -> ResponseReturnValue:
    form, actor = PortraitForm(request.form), current_actor()
    with reading() as session:
        keeper(session, key, actor)
    try:
        portrait = form.portrait()
        with transaction() as tx:
            found = queries.organisation_by_key(tx.session, actor.municipality_id, key)
            service.describe(tx, found, portrait, by=actor, seen=form.seen())
    except Refused as refused:
        if refused.status not in ON_THE_FORM:
            raise
        return portrait_page(key, form, refused)
    return web.say(url_for("members.page", key=key), KEPT)


# --- who comes


@bp.post("/<key>/invite")
def invite(key: str) -> ResponseReturnValue:
    """By mail, or with a link that this answer shows the one time."""
    form, actor = InviteForm(request.form), current_actor()
    with reading() as session:
        keeper(session, key, actor)
    try:
        invited = invitation_from(form, key, actor)
        with transaction() as tx:
            found = queries.organisation_by_key(tx.session, actor.municipality_id, key)
            joining.invite(tx, found, invited, by=actor)
    except Refused as refused:
        if refused.status not in ON_THE_FORM:
            raise
        return members_page(key, form, refused)
    if invited.letter is not None:
        return web.say(url_for("members.page", key=key), INVITED)
    return link_page(key, invited, actor)


def invitation_from(form: InviteForm, key: str, actor: Actor) -> Invited:
    """Raises NameMissing, TooLong, NoMailAddress. Without a mail server the link is handed over."""
    name, (address, folded), part, token = form.clean_name(), form.address(), form.chosen_part(), chance.token()
    if not address or not smtp.can_send(web.settings()):
        return Invited(name, part, token)
    with reading() as session:
        found = queries.organisation_by_key(session, actor.municipality_id, key)
        town = session.get_one(Municipality, actor.municipality_id)
    letter = invitation_letter(
        town.name, found.name, part, site=site_here(town), token=token, lang=web.reader_language()
    )
    return Invited(name, part, token, address, folded, letter)


def link_page(key: str, invited: Invited, actor: Actor) -> ResponseReturnValue:
    with reading() as session:
        found = queries.organisation_by_key(session, actor.municipality_id, key)
        town = session.get_one(Municipality, actor.municipality_id)
    address = f"{site_here(town)}{url_for('members.join_page', token=invited.token, lang=None)}"
    return render_template(
        "organisations/link.html",
        organisation=found,
        name=invited.name,
        address=address,
        qr=web.qr(address),
        until=clock.now() + INVITED_FOR,
    )


@bp.post("/<key>/invitations/<int:invitation_id>/withdraw")
def take_back(key: str, invitation_id: int) -> ResponseReturnValue:
    actor = current_actor()
    with transaction() as tx:
        found, _ = keeper(tx.session, key, actor)
        joining.take_back(tx, found, invitation_id, by=actor)
    return web.say(url_for("members.page", key=key), UNINVITED)


@bp.get("/join/<token>")
def join_page(token: str) -> ResponseReturnValue:
    """Only shows a button: mail scanners follow links, so the link itself lets nobody in."""
    return joining_page(token, None)


def joining_page(token: str, refused: Refused | None) -> ResponseReturnValue:
    actor = current_actor()
    with reading() as session:
        found = queries.open_invitation(session, token, actor.municipality_id)
        good = found is not None and found[1].ended_at is None
        shown = render_template(
            "organisations/join.html",
            token=token,
            organisation=found[1] if found and good else None,
            part=found[0].part if found else "",
            by_mail=bool(found and found[0].address),
            oops=web.spoken_refusal(refused) if refused else None,
            wants_sign_in=refused is not None and refused.code == "sign_in_first",
        )
    return shown, refused.status if refused else 200 if good else 410


@bp.post("/join")
def join() -> ResponseReturnValue:
    token = request.form.get("token", "")
    actor = current_actor()
    try:
        with transaction() as tx:
            joined = joining.join(tx, token, by=actor)
            key = joined.organisation.key
    except Refused as refused:
        return joining_page(token, refused)
    home = url_for("members.page", key=key)
    if joined.key is None:
        return web.say(home, JOINED)
    response = arrive(joined.actor, joined.key)
    if response.location in {url_for("mine.page"), url_for(first_desk(joined.actor))}:
        response.location = web.say(home, JOINED).location
    return response


# --- who goes


@bp.post("/<key>/members/<int:member_id>/remove")
def remove(key: str, member_id: int) -> ResponseReturnValue:
    actor = current_actor()
    with transaction() as tx:
        found, _ = keeper(tx.session, key, actor)
        joining.remove_member(tx, found, member_id, by=actor)
    return web.say(url_for("members.page", key=key), REMOVED)


@bp.post("/<key>/leave")
def leave(key: str) -> ResponseReturnValue:
    actor = current_actor()
    with transaction() as tx:
        joining.leave(tx, queries.organisation_by_key(tx.session, actor.municipality_id, key), by=actor)
    return web.say(url_for("mine.page"), LEFT)


@bp.post("/<key>/activity")
def activity(key: str) -> ResponseReturnValue:
    """The administration ends it, or lets it begin again: the form says which."""
    actor = current_actor()
    ends = request.form.get("act") == "end"
    form = PortraitForm(request.form)
    with transaction() as tx:
        found = queries.organisation_by_key(tx.session, actor.municipality_id, key)
        act = service.end if ends else service.begin_again
        act(tx, found, by=actor, seen=form.seen())
    return web.say(url_for("members.page", key=key), ENDED if ends else AGAIN)
