"""The current person of a request. Reading a page never makes one."""

from flask import Response, g, request, url_for

from participation.foundation import web
from participation.foundation.database import Transaction, reading, transaction
from participation.foundation.messages import NotFound
from participation.foundation.municipality import Municipality, the_municipality
from participation.foundation.permissions import Actor, Permission, may, require
from participation.people import moving, queries, service

COOKIE = "me"
BEFORE = "before"  # the key of the guest for whom this device acted until somebody signed in


def current_actor() -> Actor:
    """Whoever is asking: an account, a guest known by this device's cookie, or somebody we do not know yet."""
    if "actor" not in g:
        g.actor = find_actor()
    found = g.actor
    if not isinstance(found, Actor):
        raise TypeError("an actor was expected")
    return found


def town_here() -> Municipality | None:
    """The municipality this request is about, read once; None before the first one is made."""
    if "town" not in g:
        with reading() as session:
            g.town = the_municipality(session, web.asked_host())
    found = g.town
    if not isinstance(found, Municipality | None):
        raise TypeError("a municipality was expected")
    return found


def find_actor() -> Actor:
    token = request.cookies.get(COOKIE, "")
    with reading() as session:
        municipality = town_here()
        if municipality is None:
            raise NotFound
        known = queries.actor_of_device(session, token, municipality.id) if token else None
        return known or Actor(municipality.id)


def acting_person(tx: Transaction) -> tuple[Actor, str | None]:
    """Whoever acts now, made a guest at their first act; returns the token for a new cookie, or None.

    Call `remember` with it on the response. Raises SignedOutMeanwhile.
    """
    actor = current_actor()
    if actor.person_id is not None:
        service.still_acts(tx, actor.person_id)
        return actor, None
    person, token = service.welcome_guest(tx, actor.municipality_id, web.settings().secret_key)
    return Actor(actor.municipality_id, person.id), token


def remember(response: Response, token: str | None) -> Response:
    if token:
        web.set_cookie(response, COOKIE, token, days=service.GUEST_DAYS)
    return response


def arrive(actor: Actor, key: str) -> Response:
    """Signed in: to the desk, or to one's own contributions. The key in this device's cookie is exchanged.

    Where a guest acted on this device before, their key is kept aside for this visit, so that what they wrote can be
    taken over; it is asked for on a page of its own, never done in silence: phones are shared. Any other key that was
    here ends.
    """
    former = request.cookies.get(COOKIE, "")
    with reading() as session:
        guest = queries.guest_of_device(session, former, actor.municipality_id) if former else None
        asks = guest is not None and bool(moving.belongings(session, guest.id))
    if not asks:
        with transaction() as tx:
            service.sign_out(tx, former)
    desk = first_desk(actor)
    response = web.go(url_for("taking.page" if asks else desk if actor.is_colleague else "mine.page"))
    web.set_cookie(response, COOKIE, key, days=service.days_of(actor))
    if asks:
        web.set_cookie(response, BEFORE, former)
    else:
        response.delete_cookie(BEFORE)
    return response


def require_desk(permission: Permission) -> Actor:
    """The current person, if they may see this desk. Raises NotAllowed."""
    actor = current_actor()
    require(actor, permission)
    return actor


def first_desk(actor: Actor) -> str:
    """The endpoint where a colleague's work begins: whatever they may do first."""
    if may(actor, Permission.MODERATE):
        return "moderation.queue"
    if may(actor, Permission.HARVEST):
        return "reports.harvest"
    if may(actor, Permission.TRANSLATE):
        return "translations.waiting"
    return "scribe.sessions" if may(actor, Permission.WRITE_FOR_OTHERS) else "front.start"


def works_at_desk(actor: Actor) -> bool:
    """Whether any page of the desk is theirs: who only translates or writes has the pages for that."""
    return any(may(actor, one) for one in (Permission.SEE_DESK, Permission.TRANSLATE, Permission.WRITE_FOR_OTHERS))


def person_facts() -> dict[str, object]:
    """For every template: who is here and the token their forms carry."""
    if request.endpoint in {None, "static"}:
        return {}
    try:
        actor = current_actor()
    except NotFound:
        return {"actor": None, "at_desk": False}
    token = request.cookies.get(COOKIE, "")
    at_desk = works_at_desk(actor)
    secret = web.settings().secret_key
    return {
        "actor": actor,
        "at_desk": at_desk,
        "may_see_desk": may(actor, Permission.SEE_DESK),
        "may_translate": may(actor, Permission.TRANSLATE),
        "first_desk": first_desk(actor),
        "may_moderate": may(actor, Permission.MODERATE),
        "may_run": may(actor, Permission.RUN_SESSION),
        "may_interpret": may(actor, Permission.INTERPRET_SESSION),
        "may_write_for": may(actor, Permission.WRITE_FOR_OTHERS),
        "may_harvest": may(actor, Permission.HARVEST),
        "may_invite": may(actor, Permission.INVITE),
        "is_colleague": actor.is_colleague,
        "has_account": actor.has_account,
        "may_answer": may(actor, Permission.ANSWER),
        "may_plan": may(actor, Permission.PLAN_PROCESS),
        "form_token": web.form_token(secret, token) if at_desk else "",
    }


def guard_desk_forms() -> None:
    """Where somebody is signed in, each form carries their token besides."""
    if request.method in {"GET", "HEAD", "OPTIONS"} or request.endpoint == "static":
        return
    token = request.cookies.get(COOKIE, "")
    if not token or not works_at_desk(current_actor()):
        return
    sent = request.form.get("form_token") or request.headers.get("X-Form-Token", "")
    if sent != web.form_token(web.settings().secret_key, token):
        raise web.ForeignForm
