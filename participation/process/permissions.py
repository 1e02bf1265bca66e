"""Which acts the present stage of a process allows."""

from participation.foundation.messages import N_, NotFound, Refused
from participation.foundation.permissions import Actor, Permission, may, require
from participation.process.models import Format, Process
from participation.process.rules import ProcessState


class CollectionClosed(Refused):
    message = N_("This collection is closed: no new ideas are taken at the moment. Reading stays possible.")
    code = "collection_closed"


class SupportClosed(Refused):
    message = N_("Ideas cannot be supported at the moment. Reading stays possible.")
    code = "support_closed"


class CommentsClosed(Refused):
    message = N_("Comments are closed at the moment. Reading stays possible.")
    code = "comments_closed"


class NotOpenYet(Refused):
    message = N_("This is not open yet. The start page says what comes when.")
    code = "not_open_yet"
    status = 404


def reading(thing: Format | Process) -> Refused | None:
    if isinstance(thing, Process):
        return NotFound() if thing.state == ProcessState.DRAFT else None
    if thing.process.state == ProcessState.DRAFT:
        return NotFound()
    return None if thing.allowed.read else NotOpenYet()


def submitting(thing: Format) -> Refused | None:
    return None if thing.allowed.submit else CollectionClosed()


def supporting(thing: Format) -> Refused | None:
    return None if thing.allowed.support else SupportClosed()


def commenting(thing: Format) -> Refused | None:
    return None if thing.allowed.comment else CommentsClosed()


def require_readable(actor: Actor, thing: Format | Process) -> None:
    """Let the public in where the stage allows it, and the process's own people always.

    Raises NotFound, NotOpenYet.
    """
    if not may(actor, Permission.PREVIEW, thing):
        require(actor, Permission.READ, thing)
