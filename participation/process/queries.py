from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.process.models import OF_A_SESSION, Format, FormatKind, FormField, Phase, Process
from participation.process.rules import ProcessState


def the_process(session: Session, municipality_id: int) -> Process | None:
    """The process the public sees first: the newest one that is not a draft."""
    return next(iter(public_processes(session, municipality_id)), None)


def public_processes(session: Session, municipality_id: int) -> list[Process]:
    """The newest first; those that run before those that are over."""
    found = session.scalars(
        select(Process)
        .where(Process.municipality_id == municipality_id, Process.state != ProcessState.DRAFT)
        .order_by(Process.id.desc())
    ).all()
    return sorted(found, key=lambda process: process.state == ProcessState.ENDED)


def processes_among(session: Session, municipality_id: int, ids: Iterable[int] | None) -> list[Process]:
    """The processes of a municipality, drafts too; ids: only these, None: all."""
    wanted = [Process.municipality_id == municipality_id]
    if ids is not None:
        wanted.append(Process.id.in_(list(ids)))
    return list(session.scalars(select(Process).where(*wanted).order_by(Process.id.desc())))


def process_by_slug(session: Session, municipality_id: int, slug: str) -> Process | None:
    return session.scalar(select(Process).where(Process.municipality_id == municipality_id, Process.slug == slug))


def phases_of(session: Session, process: Process) -> list[Phase]:
    return list(session.scalars(select(Phase).where(Phase.process_id == process.id).order_by(Phase.position, Phase.id)))


def phases_of_all(session: Session, processes: Iterable[Process]) -> dict[int, list[Phase]]:
    """The phases of several processes in one statement: process id -> phases in their order."""
    found: dict[int, list[Phase]] = {process.id: [] for process in processes}
    rows = select(Phase).where(Phase.process_id.in_(list(found))).order_by(Phase.position, Phase.id)
    for phase in session.scalars(rows):
        found[phase.process_id].append(phase)
    return found


def formats_of(session: Session, process: Process) -> list[Format]:
    return list(session.scalars(select(Format).where(Format.process_id == process.id).order_by(Format.id)).unique())


def idea_collections(session: Session, municipality_id: int) -> list[Format]:
    """All collections, the newest first; whoever shows them asks whether they may be read."""
    return list(
        session.scalars(
            select(Format)
            .where(Format.municipality_id == municipality_id, Format.kind == FormatKind.IDEA_COLLECTION)
            .order_by(Format.id.desc())
        ).unique()
    )


def collections_of(session: Session, process: Process) -> list[Format]:
    """Those of a process that its phases open and close."""
    return [one for one in formats_of(session, process) if one.kind not in OF_A_SESSION]


def every_format(session: Session, municipality_id: int) -> list[Format]:
    """Wherever something can have been said, the newest first."""
    found = select(Format).where(Format.municipality_id == municipality_id).order_by(Format.id.desc())
    return list(session.scalars(found).unique())


def format_by_slug(session: Session, municipality_id: int, slug: str) -> Format | None:
    return (
        session.scalars(select(Format).where(Format.municipality_id == municipality_id, Format.slug == slug))
        .unique()
        .one_or_none()
    )


def asked_fields(session: Session, format_id: int) -> list[FormField]:
    """What the form of a collection asks besides the text, in its order."""
    return [field for field in every_field(session, format_id) if field.removed_at is None]


def every_field(session: Session, format_id: int) -> list[FormField]:
    """Also what is not asked any more."""
    rows = select(FormField).where(FormField.format_id == format_id).order_by(FormField.position, FormField.id)
    return list(session.scalars(rows))
