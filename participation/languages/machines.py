"""The door to the machine that translates: on or off, what waits, what failed and why."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.foundation import web
from participation.foundation.database import reading, transaction
from participation.foundation.messages import N_, ChangedMeanwhile, Refused
from participation.foundation.permissions import Permission
from participation.languages import machine, providers
from participation.languages.doubts import TROUBLE_NAMES, Trouble
from participation.languages.forms import MachineForm
from participation.languages.vouching import TaskState
from participation.people.web import current_actor
from participation.townhall.web import town_of

bp = Blueprint("machines", __name__, url_prefix="/desk/translations/machine")

ON = web.saying("machine-on", N_("Switched on. What is there is translated bit by bit, and whatever comes."))
OFF = web.saying("machine-off", N_("Switched off. What is translated already stays, marked as it was."))
AGAIN = web.saying("machine-again", N_("It is tried again now."))
NOTHING = web.saying("machine-nothing", N_("There is nothing to try again."))


@bp.get("")
def page() -> ResponseReturnValue:
    return machine_page(None)


@bp.post("")
def switch() -> ResponseReturnValue:
    form, actor = MachineForm(request.form), current_actor()
    on = form.act.data == "on"
    try:
        with transaction() as tx:
            town = town_of(tx.session, actor, Permission.EDIT_HOUSE)
            machine.switch(tx, town, on=on, by=actor, seen=form.seen())
    except (machine.NoMachine, ChangedMeanwhile) as refused:
        return machine_page(refused)
    return web.say(url_for("machines.page"), ON if on else OFF)


@bp.post("/again")
def again() -> ResponseReturnValue:
    actor = current_actor()
    try:
        with transaction() as tx:
            town = town_of(tx.session, actor, Permission.EDIT_HOUSE)
            count = machine.try_again(tx, town, by=actor)
    except machine.NoMachine as refused:
        return machine_page(refused)
    return web.say(url_for("machines.page"), AGAIN if count else NOTHING)


def machine_page(refused: Refused | None) -> ResponseReturnValue:
    with reading() as session:
        town = town_of(session, current_actor(), Permission.EDIT_HOUSE)
        choice = machine.choice_of(session, town.id)
        figures = machine.figures(session, town.id)
    waiting = sum(count for state, _, count in figures if state is TaskState.WAITING)
    page = render_template(
        "languages/machine.html",
        provider=providers.current(),
        on=choice is not None and choice.on,
        revision=choice.revision if choice else 0,
        waiting=waiting,
        failed=sum(count for _, _, count in figures) - waiting,
        troubles=[
            (state is TaskState.FAILED, Trouble(trouble), TROUBLE_NAMES[Trouble(trouble)], count)
            for state, trouble, count in figures
            if trouble
        ],
        oops=web.spoken_refusal(refused) if refused else None,
    )
    return page, refused.status if refused else 200
