"""What pages of other rooms say of the voluntary questions and of the picture."""

from flask import request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session

from participation.foundation import web
from participation.foundation.database import reading
from participation.foundation.locales import Words, pick
from participation.foundation.messages import NotFound
from participation.foundation.permissions import Permission, may
from participation.people.web import current_actor
from participation.process.models import Process
from participation.process.openings import Opening
from participation.reach.queries import survey_of, to_be_asked

# the pages that say thank you: what they say after an act, by its key
THANKS = {"comment-sent", "comment-public"}


def reach_facts() -> dict[str, object]:
    """For every template; nothing is asked of the database before a page wants to know."""
    return {"reach_invitations": invitations, "may_see_reach": may_see_reach, "says_thanks": says_thanks}


def says_thanks() -> bool:
    return bool(request) and request.args.get("said", "") in THANKS


def invitations() -> list[tuple[str, Words]]:
    """Where whoever is here may say something about themselves: (slug, title of the process)."""
    actor = current_actor()
    if actor.person_id is None:
        return []
    lang = web.reader_language()
    with reading() as session:
        found = to_be_asked(session, actor.municipality_id, actor.person_id)
        return [(process.slug, pick(process.title, lang)) for process in found]


def may_see_reach() -> bool:
    try:
        return may(current_actor(), Permission.SEE_REACH)
    except NotFound:
        return False


def happened(session: Session, process: Process, lang: str) -> list[Opening]:
    """For the page of a process: the picture, where the administration made it public."""
    survey = survey_of(session, process.id)
    if survey is None or not survey.public:
        return []
    title = Words(str(gettext("Who takes part")), lang)
    note = str(gettext("Whom this process reaches, and whom not yet"))
    return [Opening(url_for("about_you.picture", slug=process.slug), title, note)]
