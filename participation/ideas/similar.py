"""Ideas that say something similar, for whoever writes one: beside the form, and once before it is sent.

They are an offer. Nothing is refused for being similar, and where nobody can tell in time nothing is offered.
"""

from dataclasses import dataclass

from flask import render_template, request
from flask_babel import ngettext

from participation.contributions import queries as contributions
from participation.contributions.present import Spoken
from participation.fields import similar_line
from participation.fields.rules import SIMILAR_SHOWN, Near
from participation.fields.similar import still_public
from participation.foundation import web
from participation.foundation.database import reading
from participation.foundation.messages import Refused
from participation.foundation.permissions import Actor, Permission, may
from participation.foundation.text import plain
from participation.languages.present import told
from participation.languages.queries import versions_for
from participation.process.models import Format

LOOKED = "looked"  # the form's word that its author has seen what is similar
RESTS = 15  # seconds a page leaves us alone when too many ask at once


@dataclass(frozen=True, slots=True)
class Alike:
    """A public idea that says something similar. supported: by whoever is writing."""

    idea: Spoken
    supported: bool


def alike(collection: Format, near: list[Near], actor: Actor) -> list[Alike]:
    """The closest of them that everybody may read now, in the writer's language where somebody vouches for that."""
    with reading() as session:
        found = [one.idea for one in still_public(session, near)][:SIMILAR_SHOWN]
        ids = [idea.id for idea in found]
        mine = contributions.supported_among(session, actor.person_id, ids) if found else set()
        versions = versions_for(session, ids, web.reader_language())
    figures = not collection.allowed.results_hidden
    return [Alike(told(idea, versions.get(idea.id), figures=figures), idea.id in mine) for idea in found]


def beside_the_form(collection: Format, typed: str, actor: Actor) -> dict[str, object]:
    """For the script of the page: what to say, what to show. rest: seconds before it asks again."""
    found = alike(collection, similar_line.near_text(collection.id, typed), actor)
    said = ngettext("%(num)s similar idea", "%(num)s similar ideas", len(found)) if found else ""
    shown = {"found": found, "collection": collection, "may_support": may(actor, Permission.SUPPORT_IDEA, collection)}
    html = render_template("ideas/similar.html", **shown) if found else ""
    return {"said": said, "html": html, "rest": 0}


def busy() -> dict[str, object]:
    return {"said": "", "html": "", "rest": RESTS}


def before_sending(collection: Format, typed: str, actor: Actor) -> list[Alike]:
    """What probably says the same already, for an author who has not been shown it; a page in between asks once.

    A file chosen with the text cannot be kept by a page in between, so then nobody is asked.
    """
    asked_already = request.form.get(LOOKED) == "yes"
    if asked_already or any(file.filename for file in request.files.values()):
        return []
    if not may(actor, Permission.SUBMIT_IDEA, collection):
        return []
    try:
        words = plain(typed)
    except Refused:  # sending it says what is wrong with it
        return []
    return alike(collection, [one for one in similar_line.near_text(collection.id, words) if one.same], actor)


def kept_fields() -> list[tuple[str, str]]:
    """Everything the form had, so that the page in between loses nothing."""
    return [(name, value) for name, value in request.form.items(multi=True) if name not in {LOOKED, "form_token"}]
