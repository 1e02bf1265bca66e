"""The door to the list of what needs a version in a language."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from participation.contributions.present import spoken
from participation.contributions.rules import Kind
from participation.foundation import locales, web
from participation.foundation.database import reading
from participation.foundation.locales import READ
from participation.foundation.permissions import Permission, may
from participation.languages.forms import ListForm
from participation.languages.vouching import NEED_NAMES
from participation.languages.waiting import waiting as what_waits
from participation.people.web import current_actor
from participation.process.web import desk_process
from participation.townhall.web import may_edit_the_house

bp = Blueprint("translations", __name__, url_prefix="/desk/translations")


@bp.get("")
def waiting() -> ResponseReturnValue:
    """What needs a version in a language: outdated ones first, then what most people support."""
    actor = current_actor()
    with reading() as session:
        process = desk_process(session, Permission.TRANSLATE)
        unread = may(actor, Permission.TRANSLATE_WAITING, process)
        wanted = ListForm(request.args).wanted(web.spoken_language(), unread=unread)
        found = what_waits(session, process.id, wanted, READ)
        return render_template(
            "languages/waiting.html",
            process=process,
            found=found,
            wanted=wanted,
            lines=[(spoken(one.contribution), one.need, one.contribution.kind == Kind.COMMENT) for one in found.lines],
            need_names=NEED_NAMES,
            tongues=locales.OWN_NAMES,
            may_switch=may_edit_the_house(session, actor),
        )
