from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.contributions.parts import apart
from participation.contributions.present import Spoken
from participation.contributions.rules import Status
from participation.fields.models import FieldOfAction, Placement
from participation.fields.queries import fields_of
from participation.foundation.locales import Words, pick
from participation.languages.present import told, told_beside
from participation.languages.queries import versions_for
from participation.moderation.letting import cases_about
from participation.worksheets import queries
from participation.worksheets.models import FilledSheet, Worksheet
from participation.worksheets.rules import Part, SheetKind, is_shown
from participation.worksheets.wording import headings


@dataclass(frozen=True, slots=True)
class SheetView:
    """A filled-in sheet. said: its words; field: the field of action it stands in, or was written for; None for none.

    home: the slug of the format it belongs to, "" in a rehearsal; case, seen: in the queue, None where nobody asks.
    """

    id: int
    number: int
    kind: SheetKind
    said: Spoken
    field: int | None
    home: str = ""
    case: int | None = None
    seen: int | None = None

    @property
    def text(self) -> str:
        """All of it, in the language of `said`."""
        return "\n".join(part for part in (self.said.heading, self.said.rest) if part)

    @property
    def parts(self) -> Mapping[Part, str]:
        """What stands in its fields, as far as its headings can be told."""
        return apart(self.text, headings(self.kind, self.said.lang), Part.TEXT)

    @property
    def below(self) -> Sequence[tuple[str, str]]:
        """(heading, words) of the other parts, in the language of `said`."""
        named = headings(self.kind, self.said.lang)
        return [(named[part], words) for part, words in self.parts.items() if part in named and words]

    @property
    def first(self) -> str:
        """What is said, without the parts under their headings, on one line."""
        return " ".join(self.parts[Part.TEXT].split())


@dataclass(frozen=True, slots=True)
class WorksheetView:
    """A worksheet as everybody reads it, or, with what waits, as the desk does.

    fields: those it is about, with their names; sheets: in the order in which they came.
    """

    id: str
    step: int
    kind: SheetKind
    question: Words
    accepts: bool
    public: bool
    fields: tuple[tuple[int, Words], ...]
    sheets: tuple[SheetView, ...]
    incoming: tuple[SheetView, ...] = ()

    @property
    def by_field(self) -> tuple[tuple[Words | None, tuple[SheetView, ...]], ...]:
        """Field by field in their order, last what stands in none of them."""
        return in_fields(self.sheets, self.fields)


def in_fields(
    sheets: Sequence[SheetView], fields: Sequence[tuple[int, Words]]
) -> tuple[tuple[Words | None, tuple[SheetView, ...]], ...]:
    known = dict(fields)
    groups: list[tuple[Words | None, tuple[SheetView, ...]]] = [
        (name, tuple(one for one in sheets if one.field == field)) for field, name in fields
    ]
    groups.append((None, tuple(one for one in sheets if one.field not in known)))
    return tuple((name, some) for name, some in groups if some)


def worksheet_view(session: Session, worksheet: Worksheet, lang: str, *, desk: bool = False) -> WorksheetView:
    """In the words of a reader. desk: also what waits, as it was said. A few statements for any number."""
    everything = queries.filled_of(session, worksheet.id)
    shown = [one for one in everything if is_shown(one.said.status)]
    waiting = [one for one in everything if desk and one.said.status == Status.WAITING]
    views = sheet_views(session, [*shown, *waiting], lang, desk=desk)
    return WorksheetView(
        id=worksheet.public_id,
        step=worksheet.step_id,
        kind=SheetKind(worksheet.kind),
        question=pick(queries.question_of(session, worksheet), lang),
        accepts=worksheet.accepts,
        public=worksheet.format_id is not None,
        fields=fields_asked(session, worksheet, lang),
        sheets=tuple(views[one.id] for one in shown),
        incoming=tuple(views[one.id] for one in waiting),
    )


def fields_asked(session: Session, worksheet: Worksheet, lang: str) -> tuple[tuple[int, Words], ...]:
    """(id, name) of the fields that groups can choose: those chosen for the sheet, otherwise all of the process."""
    every = all_fields(session, worksheet.process_id, lang)
    chosen = tuple(one for one in every if one[0] in worksheet.field_ids)
    return chosen or every


def all_fields(session: Session, process_id: int, lang: str) -> tuple[tuple[int, Words], ...]:
    return tuple((one.id, pick(one.name, lang)) for one in fields_of(session, process_id))


def sheet_views(
    session: Session, sheets: Sequence[FilledSheet], lang: str, *, desk: bool, homes: Mapping[int, str] | None = None
) -> dict[int, SheetView]:
    """Id -> as a reader gets it; what waits as it was said, with a version in the desk's language beside it.

    homes: format -> its slug, where addresses are needed.
    """
    known = [one.contribution_id for one in sheets if one.contribution_id is not None]
    versions = versions_for(session, known, lang)
    cases = cases_about(session, known) if desk else {}
    placed = placed_in(session, known)
    found = {}
    for one in sheets:
        said, about = one.said, one.contribution_id or 0
        tell = told_beside if said.status == Status.WAITING else told
        case = cases.get(about)
        found[one.id] = SheetView(
            id=one.id,
            number=one.number,
            kind=SheetKind(one.worksheet.kind),
            said=tell(said, versions.get(about), figures=False),
            field=placed.get(about, one.field_id),
            home=(homes or {}).get(one.worksheet.format_id or 0, ""),
            case=case.id if case else None,
            seen=case.revision if case else None,
        )
    return found


def placed_in(session: Session, contribution_ids: Sequence[int]) -> dict[int, int]:
    """Contribution -> the field of action in which a person has put it."""
    if not contribution_ids:
        return {}
    rows = session.execute(
        select(Placement.contribution_id, Placement.field_id)
        .join(FieldOfAction, FieldOfAction.id == Placement.field_id)
        .where(Placement.contribution_id.in_(contribution_ids), FieldOfAction.removed_at.is_(None))
    )
    return {about: field for about, field in rows}  # noqa: C416 - rows are not pairs to the checker
