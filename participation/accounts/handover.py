"""A phone that many share: before it goes to the next person, nothing of the one before is left on it."""

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue

from participation.foundation import web
from participation.foundation.database import reading, transaction
from participation.people import moving
from participation.people import service as people
from participation.people.handing_on import NOBODY, clear
from participation.people.rules import recovery_code
from participation.people.web import BEFORE, COOKIE, current_actor

bp = Blueprint("handover", __name__)


@bp.get("/next")
def page() -> ResponseReturnValue:
    """The recovery code once more, what goes, and a button."""
    actor = current_actor()
    code = None
    if actor.person_id is not None and not actor.has_account:
        with reading() as session:
            if moving.belongings(session, actor.person_id):
                code = recovery_code(web.settings().secret_key, actor.person_id)
    return render_template("accounts/next.html", code=code, done=False)


@bp.post("/next")
def next_person() -> ResponseReturnValue:
    """Keys end here and on the device.

    Everything but cookies is cleared by the browser itself where it may (https), and by the page's script: without
    scripts nothing was kept there.
    """
    with transaction() as tx:
        for key in (COOKIE, BEFORE):
            people.sign_out(tx, request.cookies.get(key, ""))
    return clear(make_response(render_template("accounts/next.html", code=None, done=True, **NOBODY)))
