"""Which process a page is about: the one asked for in the address, otherwise the newest that is not a draft."""

from typing import Any

from flask import request
from sqlalchemy.orm import Session

from participation.foundation import web
from participation.foundation.database import reading
from participation.foundation.locales import Words, pick
from participation.foundation.messages import NotFound
from participation.foundation.permissions import Actor, Permission, may, processes_with, require
from participation.people.web import current_actor
from participation.process import queries
from participation.process.models import Process
from participation.process.permissions import require_readable
from participation.process.rules import ProcessState

# rooms whose pages are about one process, and what somebody does there; links between them keep the process
WORK_IN = {
    "fields": Permission.SEE_DESK,
    "console": Permission.RUN_SESSION,
    "tables": Permission.RUN_SESSION,
    "worksheet_desk": Permission.RUN_SESSION,
    "forums": Permission.RUN_SESSION,
    "events_desk": Permission.RUN_SESSION,
    "interviews_desk": Permission.WORK_WITH_SOURCES,
    "interview_texts": Permission.WORK_WITH_SOURCES,
    "interview_codes": Permission.WORK_WITH_SOURCES,
    "reports": Permission.HARVEST,
    "reach": Permission.SEE_REACH,
    "answers": Permission.ANSWER,
    "translations": Permission.TRANSLATE,
    "glossary": Permission.TRANSLATE,
}


def asked_process() -> str:
    """The process named in the address, or ""."""
    return request.args.get("process", "")[:60] if request else ""


def public_process(session: Session) -> Process:
    """The process a public page is about. Raises NotFound, also for a draft unless it is one's own."""
    actor = current_actor()
    asked = asked_process()
    if not asked:
        found = queries.the_process(session, actor.municipality_id)
    else:
        found = queries.process_by_slug(session, actor.municipality_id, asked)
    if found is None:
        raise NotFound
    require_readable(actor, found)
    return found


def desk_process(session: Session, permission: Permission) -> Process:
    """The process somebody works on. Raises NotAllowed, NotFound where there is none for them."""
    actor = current_actor()
    require(actor, permission)
    own = workable(session, actor, permission)
    asked = asked_process()
    if asked:
        found = next((process for process in own if process.slug == asked), None)
    else:
        found = next((process for process in own if process.state != ProcessState.DRAFT), own[0] if own else None)
    if found is None:
        raise NotFound
    return found


def workable(session: Session, actor: Actor, permission: Permission) -> list[Process]:
    """The processes in which somebody may, the newest first; drafts too."""
    return queries.processes_among(session, actor.municipality_id, processes_with(actor, permission))


def process_choice() -> list[tuple[str, Words, bool]]:
    """Where a desk page is about one of several processes: (slug, title, whether it is this one); else nothing."""
    area = str(request.endpoint or "").partition(".")[0]
    permission = WORK_IN.get(area) if request.path.startswith("/desk") else None
    actor = current_actor()
    if permission is None or not may(actor, permission):
        return []
    with reading() as session:
        own = workable(session, actor, permission)
        if len(own) < 2:
            return []
        here = desk_process(session, permission)
    lang = web.reader_language()
    return [(process.slug, pick(process.title, lang), process.id == here.id) for process in own]


def keep_asked_process(endpoint: str, values: dict[str, Any]) -> None:
    """A page about a process that was asked for hands it on to its links."""
    asked = asked_process()
    if asked and endpoint.partition(".")[0] in WORK_IN:
        values.setdefault("process", asked)
