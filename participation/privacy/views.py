"""What is kept about people, to be read by everybody; what is kept about oneself, to be taken along or deleted."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import gevent
from flask import Blueprint, Response, make_response, render_template, request, send_file
from flask.typing import ResponseReturnValue

from participation.foundation import clock, privacy, web
from participation.foundation.database import reading, transaction
from participation.foundation.messages import Refused
from participation.foundation.permissions import Permission, require
from participation.people import moving
from participation.people.handing_on import NOBODY, clear
from participation.people.web import current_actor, town_here
from participation.privacy import package, present, service
from participation.privacy.forms import LeaveForm
from participation.privacy.rules import require_somebody
from participation.privacy.wording import LABELS

bp = Blueprint("privacy", __name__)

A_MOMENT = 0.001  # seconds; after 0 the loop would come back at once, without a look at its sockets
CSV = "text/csv; charset=utf-8"


@bp.get("/what-is-kept")
def record() -> ResponseReturnValue:
    """What is kept about people here, why and for how long: the same for everybody."""
    return render_template("privacy/record.html", entries=present.record())


@bp.get("/desk/record.csv")
def record_csv() -> ResponseReturnValue:
    """The record of processing activities, for the municipality's data protection officer."""
    require(current_actor(), Permission.EDIT_HOUSE)
    response = make_response(present.as_csv(present.record()))
    response.headers["Content-Type"] = CSV
    return named(response, "record", "csv")


@bp.get("/mine/data")
def page() -> ResponseReturnValue:
    return own_page(LeaveForm(), None)


def own_page(form: LeaveForm, refused: Refused | None) -> ResponseReturnValue:
    actor = current_actor()
    with reading() as session:
        had = moving.belongings(session, actor.person_id) if actor.person_id is not None else None
        shown = render_template(
            "privacy/own.html",
            had=had,
            knows=actor.person_id is not None,
            works=actor.is_colleague,
            at_once=service.AT_ONCE,
            form=form,
            oops=web.spoken_refusal(refused) if refused else None,
        )
    return shown, refused.status if refused else 200


@bp.post("/mine/data/copy")
def take_along() -> ResponseReturnValue:
    """Everything about oneself in one file. By POST, so that no link and no preview makes one."""
    person_id = require_somebody(current_actor())
    town = town_here()
    name = town.name if town else ""
    about = {"municipality": name, "made": clock.now().isoformat(), "site": web.public_url()}
    with reading() as session:
        begin, end = render_template("privacy/copy.html", town_name=name).split("<!-- tables -->")
        packed = package.pack(session, person_id, begin=begin, part=told, end=end, about=about, pause=give_way)
    response = send_file(packed, mimetype="application/zip")
    return named(response, "my-data", "zip")


def told(table: str, rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """A table of the page to read, in pieces."""
    kept = privacy.tables()[table]
    yield render_template("privacy/copy_table.html", name=kept.name, begins=True)
    for row in rows:
        yield render_template("privacy/copy_row.html", row=row, labels=LABELS)
    yield render_template("privacy/copy_table.html", name=kept.name, begins=False)


def give_way() -> None:
    gevent.sleep(A_MOMENT)


@bp.post("/mine/data/delete")
def delete() -> ResponseReturnValue:
    """Nobody is known on this device afterwards, as when it goes to the next person."""
    form = LeaveForm(request.form)
    actor = current_actor()
    try:
        with transaction() as tx:
            service.erase(tx, form.chosen(), by=actor)
    except Refused as refused:
        return own_page(form, refused)
    return clear(make_response(render_template("privacy/gone.html", **NOBODY)))


def named(response: Response, what: str, ending: str) -> Response:
    town = town_here()
    day = clock.local(clock.now()).date().isoformat()
    filename = f"{town.slug if town else 'participation'}-{what}-{day}.{ending}"
    response.headers.set("Content-Disposition", "attachment", filename=filename)
    response.headers["Cache-Control"] = "no-store"
    return response
