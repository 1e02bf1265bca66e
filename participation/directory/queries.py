from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from participation.contributions.models import Contribution
from participation.contributions.rules import Status
from participation.directory.rules import PER_PAGE, pages
from participation.organisations.models import Organisation
from participation.organisations.queries import of_town
from participation.process.models import Format, Process
from participation.process.permissions import reading
from participation.process.queries import every_format
from participation.process.rules import ProcessState


def listed(session: Session, municipality_id: int) -> list[Organisation]:
    """Those that are active or have said something that can be read."""
    said = exists(
        select(Contribution.id)
        .join(Process, Process.id == Contribution.process_id)
        .where(
            Contribution.organisation_id == Organisation.id,
            Contribution.status == Status.PUBLISHED,
            Process.state != ProcessState.DRAFT,
        )
    )
    return list(session.scalars(of_town(municipality_id).where(or_(Organisation.ended_at.is_(None), said))))


@dataclass(frozen=True, slots=True)
class Said:
    """A page of what an organisation said. collections: those that can be read, by their ids."""

    contributions: list[Contribution]
    collections: dict[int, Format]
    total: int
    page: int
    pages: int


def said_for(session: Session, organisation: Organisation, page: int) -> Said:
    """The newest first; only what everybody can read now. Three statements, four with anything on the page."""
    readable = {one.id: one for one in every_format(session, organisation.municipality_id) if reading(one) is None}
    conditions: list[ColumnElement[bool]] = [
        Contribution.organisation_id == organisation.id,
        Contribution.status == Status.PUBLISHED,
        Contribution.format_id.in_(list(readable)),
    ]
    total = session.scalar(select(func.count(Contribution.id)).where(*conditions)) or 0
    last = pages(total)
    page = min(max(1, page), last)
    rows = session.scalars(
        select(Contribution)
        .where(*conditions)
        .order_by(Contribution.published_at.desc(), Contribution.id.desc())
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    )
    return Said(list(rows), readable, total, page, last)
