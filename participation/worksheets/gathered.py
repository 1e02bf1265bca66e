"""What the worksheets of a process have brought together: field by field, from what there is to what is needed."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.foundation.locales import Words
from participation.process.models import Format
from participation.worksheets import queries
from participation.worksheets.present import SheetView, all_fields, in_fields, sheet_views
from participation.worksheets.rules import SheetKind, is_shown

ORDER = list(SheetKind)


@dataclass(frozen=True, slots=True)
class Gathered:
    """Of one field of action (None: of none): each kind that there is, with what groups wrote."""

    field: Words | None
    kinds: tuple[tuple[SheetKind, tuple[SheetView, ...]], ...]


def gathered(session: Session, process_id: int, lang: str) -> list[Gathered]:
    """What everybody can read. A few statements for any number of worksheets."""
    sheets = queries.sheets_of(session, process_id)
    shown = [
        one
        for one in queries.filled_of(session, *(one.id for one in sheets))
        if is_shown(one.said.status, one.said.standing)
    ]
    homes = slugs(session, [one.format_id for one in sheets if one.format_id is not None])
    views = list(sheet_views(session, shown, lang, desk=False, homes=homes).values())
    fields = all_fields(session, process_id, lang)
    return [Gathered(name, by_kind(some)) for name, some in in_fields(views, fields)]


def by_kind(sheets: Sequence[SheetView]) -> tuple[tuple[SheetKind, tuple[SheetView, ...]], ...]:
    found = ((kind, tuple(one for one in sheets if one.kind is kind)) for kind in ORDER)
    return tuple((kind, some) for kind, some in found if some)


def slugs(session: Session, format_ids: Sequence[int]) -> dict[int, str]:
    rows = session.execute(select(Format.id, Format.slug).where(Format.id.in_(format_ids)))
    return {about: slug for about, slug in rows}  # noqa: C416 - rows are not pairs to the checker
