from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.contributions.parts import apart
from participation.contributions.present import Spoken
from participation.contributions.rules import Status
from participation.fields.models import FieldMove, FieldOfAction, Placement
from participation.fields.queries import fields_of
from participation.foundation.locales import Words, pick
from participation.languages.present import told, told_beside
from participation.languages.queries import versions_for
from participation.moderation.letting import cases_about
from participation.worksheets import queries
from participation.worksheets.models import FilledSheet, Worksheet
from participation.worksheets.rules import Part, SheetKind, is_shown
from participation.worksheets.wording import headings, known_headings


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
        return apart(self.text, known_headings(self.kind), Part.TEXT)

    @property
    def columns(self) -> Mapping[Part, str]:
        """The same for a table: of the original where a version keeps no headings of ours."""
        if len(self.parts) > 1 or self.said.original is None:
            return self.parts
        return apart(self.said.original.text, known_headings(self.kind), Part.TEXT)

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

    fields: those that groups can choose, with their names; every: all of the process; sheets: in the order in which
    they came.
    """

    id: str
    step: int
    kind: SheetKind
    question: Words
    accepts: bool
    public: bool
    fields: tuple[tuple[int, Words], ...]
    every: tuple[tuple[int, Words], ...]
    sheets: tuple[SheetView, ...]
    incoming: tuple[SheetView, ...] = ()

    @property
    def by_field(self) -> tuple[tuple[Words | None, tuple[SheetView, ...]], ...]:
        """Field by field in their order, last what stands in none of them."""
        return in_fields(self.sheets, self.every)


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
    everything, every = queries.filled_of(session, worksheet.id), all_fields(session, worksheet.process_id, lang)
    shown = [one for one in everything if is_shown(one.said.status, one.said.standing)]
    waiting = [one for one in everything if desk and one.said.status == Status.WAITING]
    views = sheet_views(session, [*shown, *waiting], lang, desk=desk)
    return WorksheetView(
        id=worksheet.public_id,
        step=worksheet.step_id,
        kind=SheetKind(worksheet.kind),
        question=pick(queries.question_of(session, worksheet), lang),
        accepts=worksheet.accepts,
        public=worksheet.format_id is not None,
        fields=chosen_among(every, worksheet),
        every=every,
        sheets=tuple(views[one.id] for one in shown),
        incoming=tuple(views[one.id] for one in waiting),
    )


def fields_asked(session: Session, worksheet: Worksheet, lang: str) -> tuple[tuple[int, Words], ...]:
    """(id, name) of the fields that groups can choose: those chosen for the sheet, otherwise all of the process."""
    return chosen_among(all_fields(session, worksheet.process_id, lang), worksheet)


def chosen_among(every: tuple[tuple[int, Words], ...], worksheet: Worksheet) -> tuple[tuple[int, Words], ...]:
    return tuple(one for one in every if one[0] in worksheet.field_ids) or every


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


def placed_in(session: Session, contribution_ids: Sequence[int]) -> dict[int, int | None]:
    """Contribution -> the field of action in which a person has put it, None where one took it out of all of them."""
    if not contribution_ids:
        return {}
    moved = select(FieldMove.contribution_id).where(FieldMove.contribution_id.in_(contribution_ids)).distinct()
    found: dict[int, int | None] = dict.fromkeys(session.scalars(moved))
    rows = session.execute(
        select(Placement.contribution_id, Placement.field_id)
        .join(FieldOfAction, FieldOfAction.id == Placement.field_id)
        .where(Placement.contribution_id.in_(contribution_ids), FieldOfAction.removed_at.is_(None))
    )
    return found | {about: field for about, field in rows}  # noqa: C416 - rows are not pairs to the checker
