from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.process.models import Format, FormatKind, Phase, Process


def the_process(session: Session, municipality_id: int) -> Process | None:
    """The process that runs now: the newest one."""
    return session.scalar(
        select(Process).where(Process.municipality_id == municipality_id).order_by(Process.id.desc()).limit(1)
    )


def phases_of(session: Session, process: Process) -> list[Phase]:
    return list(session.scalars(select(Phase).where(Phase.process_id == process.id).order_by(Phase.position)))


def idea_collections(session: Session, municipality_id: int) -> list[Format]:
    return list(
        session.scalars(
            select(Format)
            .where(Format.municipality_id == municipality_id, Format.kind == FormatKind.IDEA_COLLECTION)
            .order_by(Format.id.desc())
        )
    )


def format_by_slug(session: Session, municipality_id: int, slug: str) -> Format | None:
    return session.scalar(select(Format).where(Format.municipality_id == municipality_id, Format.slug == slug))
