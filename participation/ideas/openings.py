"""What the start page and the page of a process say of the collections."""

from flask import url_for
from flask_babel import ngettext
from sqlalchemy.orm import Session

from participation.foundation.locales import pick
from participation.ideas import queries
from participation.process import queries as processes
from participation.process.models import Format, Process
from participation.process.openings import Opening
from participation.process.permissions import reading as reading_refused


def openings(session: Session, process: Process, lang: str) -> list[Opening]:
    """For the start page: the collections that take ideas, support or comments now."""
    found = []
    for collection in reversed(processes.collections_of(session, process)):
        allowed = collection.allowed
        if allowed.read and (allowed.submit or allowed.support or allowed.comment):
            found.append(opening(collection, queries.count_public(session, collection.id), lang))
    return found


def happened(session: Session, process: Process, lang: str) -> list[Opening]:
    """For the page of a process: what its collections have brought."""
    readable = [one for one in processes.collections_of(session, process) if reading_refused(one) is None]
    counted = [(one, queries.count_public(session, one.id)) for one in readable]
    return [opening(one, counts, lang) for one, counts in counted if counts[0]]


def opening(collection: Format, counts: tuple[int, int], lang: str) -> Opening:
    """counts: (ideas, languages)."""
    ideas, languages = counts
    note = ngettext("%(num)s idea", "%(num)s ideas", ideas)
    tongues = ngettext("in %(num)s language", "in %(num)s languages", languages)
    address = url_for("ideas.board", slug=collection.slug)
    return Opening(address, pick(collection.title, lang), f"{note} {tongues}" if ideas else note)
