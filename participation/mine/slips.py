"""For whoever told something to an organisation: where they find it and its answer, in their language."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from participation.contributions import homes
from participation.contributions import queries as contributions
from participation.contributions.present import spoken
from participation.foundation import web
from participation.foundation.database import reading
from participation.foundation.locales import INTERFACE
from participation.foundation.messages import NotFound
from participation.mine.service import require_own
from participation.notifications.letters import in_language
from participation.notifications.web import site_here
from participation.people.web import current_actor, town_here
from participation.process.models import Format

bp = Blueprint("slip", __name__)


@bp.get("/mine/<public_id>/slip")
def page(public_id: str) -> ResponseReturnValue:
    """To show or print: the permanent address of what they told, with a code. For members of the organisation alone."""
    actor, town = current_actor(), town_here()
    with reading() as session:
        said = contributions.by_public_id(session, actor.municipality_id, public_id)
        require_own(said, actor)
        if said.told_by is None or town is None:
            raise NotFound
        lang = said.language if said.language in INTERFACE else web.reader_language()
        path = homes.address_of(session, said, session.get_one(Format, said.format_id))
        idea = spoken(said, figures=False)
    address = f"{site_here(town)}{in_their_language(path, lang)}"
    with in_language(lang):
        slip = render_template("mine/slip_words.html", idea=idea, address=address, qr=web.qr(address), to=lang)
    return render_template("mine/slip.html", slip=Markup(slip), idea=idea)  # noqa: S704 - a template of ours escaped it


def in_their_language(path: str, lang: str) -> str:
    """An address without the language of whoever reads the slip out, but with that of whoever it is for."""
    bare, mark, anchor = path.partition("#")
    before, _, _ = bare.partition("?")
    return f"{before}?lang={lang}{mark}{anchor}"
