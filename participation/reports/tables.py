"""Which column says what: the harvest as tables in the words of the reader. Needs the language of a request."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from flask_babel import gettext

from participation.foundation import clock
from participation.foundation.locales import Words
from participation.foundation.messages import N_
from participation.reports.present import FieldPart, HallLine, Harvest, IdeaRow, Question
from participation.reports.rules import Figures
from participation.reports.wording import Names, answer_name, as_of, withheld, worth

Cell = str | int | date | None
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """heading: marked for the catalogues; width: characters of a spreadsheet's column.

    worded: the heading is somebody's own words, which no catalogue knows.
    """

    heading: str
    width: int
    cell: Callable[[Row], Cell]
    worded: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet: its name and headings in the reader's language."""

    name: str
    headings: list[str]
    widths: list[int]
    rows: list[list[Cell]]


def note(hall: tuple[HallLine, ...]) -> str:
    """What a reader of the figures has to know besides: the ballots that show none."""
    told = [line.outcome for line in hall if line.outcome.points is None]
    return " ".join(withheld(one.voted, one.base) for one in told)


def figure(name: str) -> Callable[[FieldPart | IdeaRow], Cell]:
    """The summed figure `name` of the hall; an empty cell where there is none to show."""

    def read(row: FieldPart | IdeaRow) -> Cell:
        return getattr(row.figures, name) if isinstance(row.figures, Figures) else None

    return read


def field_name(field: FieldPart) -> str:
    return field.name.text if field.name else str(gettext("Not yet in a field"))


FIELD_COLUMNS: tuple[Column[FieldPart], ...] = (
    Column(N_("Rank of the field"), 8, lambda field: field.place),
    Column(N_("Field"), 32, field_name),
    Column(N_("Field: points in the hall"), 10, figure("points")),
    Column(N_("Field: of all points"), 10, figure("given")),
    Column(N_("Field: voted"), 10, figure("voted")),
    Column(N_("Field: could vote"), 10, figure("base")),
    Column(N_("Field: note"), 24, lambda field: note(field.hall)),
)
ONLY_FIELDS: tuple[Column[FieldPart], ...] = (
    Column(N_("What belongs in it"), 60, lambda field: field.sentence.text if field.sentence else ""),
    Column(N_("Ideas"), 8, lambda field: len(field.ideas)),
    Column(N_("Online support"), 10, lambda field: field.support),
)


def idea_columns(harvest: Harvest, names: Names) -> tuple[Column[IdeaRow], ...]:
    return (
        Column(N_("Rank in the field"), 8, lambda row: row.place),
        Column(N_("Title"), 24, lambda row: row.title),
        Column(N_("Idea, as it was said"), 70, lambda row: row.text),
        *(version_columns(names) if any(row.spoken.offered for row in rows_of(harvest)) else ()),
        Column(N_("Language"), 14, lambda row: names.languages[row.spoken.lang]),
        Column(N_("Language code"), 9, lambda row: row.spoken.lang),
        Column(N_("How it came"), 18, lambda row: names.sources[row.spoken.source]),
        Column(N_("Online support"), 10, lambda row: row.spoken.support),
        Column(N_("Points in the hall"), 10, figure("points")),
        Column(N_("Of all points"), 10, figure("given")),
        Column(N_("Voted"), 10, figure("voted")),
        Column(N_("Could vote"), 10, figure("base")),
        Column(N_("Note"), 24, lambda row: note(row.hall)),
        Column(N_("Published on"), 12, published_on),
        Column(N_("What became of it"), 20, lambda row: names.stages[row.stage]),
        Column(N_("Official answer"), 16, lambda row: names.answered[row.answered]),
        Column(N_("Address"), 40, names.address),
        *(speaker_columns() if any(row.spoken.speaker for row in rows_of(harvest)) else ()),
        *(question_column(question) for question in harvest.questions),
    )


def rows_of(harvest: Harvest) -> Iterator[IdeaRow]:
    return (row for field in harvest.fields for row in field.ideas)


def version_columns(names: Names) -> tuple[Column[IdeaRow], ...]:
    """What there is in the reader's language, and who found these words."""
    return (
        Column(N_("Translation"), 70, lambda row: row.spoken.offered.text if row.spoken.offered else None),
        Column(N_("How it was translated"), 24, lambda row: names.translated(row.spoken.offered)),
    )


def speaker_columns() -> tuple[Column[IdeaRow], ...]:
    """Where something was said for an organisation: for which, and who told it there."""
    return (
        Column(N_("Said for"), 28, lambda row: row.spoken.speaker.name if row.spoken.speaker else None),
        Column(N_("Told there by"), 28, told_there_by),
    )


def told_there_by(row: IdeaRow) -> Cell:
    speaker = row.spoken.speaker
    if speaker is None or not speaker.told:
        return None
    return speaker.told_by or str(gettext("somebody"))


def question_column(question: Question) -> Column[IdeaRow]:
    label = question.label.text
    heading = str(gettext("%(question)s (internal)", question=label)) if question.internal else label

    def answer(row: IdeaRow) -> Cell:
        told = (one for one in row.answers if (one.field.id, one.internal) == (question.field_id, question.internal))
        return said_together(next((one.words(question.lang) for one in told), ()))

    return Column(heading, 30, answer, worded=True)


def said_together(words: tuple[Words, ...]) -> Cell:
    return "; ".join(one.text for one in words) or None


def published_on(row: IdeaRow) -> Cell:
    return clock.local(row.spoken.published_at).date() if row.spoken.published_at else None


def one_table(harvest: Harvest, names: Names) -> Table:
    """Everything in rows of ideas, for the CSV file; a field without ideas has one row of its own."""
    ideas = idea_columns(harvest, names)
    rows: list[list[Cell]] = []
    for field in harvest.fields:
        about = [column.cell(field) for column in FIELD_COLUMNS]
        rows += [about + [column.cell(row) for column in ideas] for row in field.ideas]
        if not field.ideas:
            rows.append(about + [None] * len(ideas))
    return table(gettext("Ideas"), (*FIELD_COLUMNS, *ideas), rows)


def all_tables(harvest: Harvest, names: Names) -> list[Table]:
    """Fields, ideas, ballots and what one has to know, each a sheet."""
    ideas = idea_columns(harvest, names)
    fields = (*FIELD_COLUMNS, *ONLY_FIELDS)
    return [
        table(gettext("Fields"), fields, [[column.cell(field) for column in fields] for field in harvest.fields]),
        table(
            gettext("Ideas"),
            (FIELD_COLUMNS[1], *ideas),
            [
                [field_name(field), *(column.cell(row) for column in ideas)]
                for field in harvest.fields
                for row in field.ideas
            ],
        ),
        *([joined_table(harvest, names)] if harvest.joined else []),
        ballots_table(harvest),
        about_table(harvest),
    ]


def table(name: str, columns: tuple[Column[FieldPart] | Column[IdeaRow], ...], rows: list[list[Cell]]) -> Table:
    headings = [column.heading if column.worded else str(gettext(column.heading)) for column in columns]
    return Table(str(name), headings, [column.width for column in columns], rows)


def joined_table(harvest: Harvest, names: Names) -> Table:
    """Ideas without a row of their own: what was said, and where it counts."""
    headings = [
        gettext("Title"),
        gettext("Idea, as it was said"),
        gettext("Language code"),
        gettext("How it came"),
        gettext("Stands now in"),
        gettext("Address"),
    ]
    rows: list[list[Cell]] = [
        [
            one.title,
            one.text,
            one.spoken.lang,
            names.sources[one.spoken.source],
            "; ".join(one.stands_in),
            names.address(one),
        ]
        for one in harvest.joined
    ]
    widths = [24, 70, 9, 18, 60, 40]
    return Table(str(gettext("Ideas in other ideas")), [str(one) for one in headings], widths, rows)


def ballots_table(harvest: Harvest) -> Table:
    """One row for each answer of each published ballot."""
    headings = [
        gettext("Session"),
        gettext("Published on"),
        gettext("Question"),
        gettext("What the vote is worth"),
        gettext("Answer"),
        gettext("Points"),
        gettext("Of all points"),
        gettext("Voted"),
        gettext("Could vote"),
        gettext("Note"),
    ]
    widths = [24, 12, 40, 30, 40, 10, 10, 10, 10, 30]
    return Table(str(gettext("Votes in the hall")), [str(one) for one in headings], widths, list(ballot_rows(harvest)))


def ballot_rows(harvest: Harvest) -> Iterator[list[Cell]]:
    for ballot in harvest.ballots:
        day = clock.local(ballot.published_at).date() if ballot.published_at else None
        why = "" if ballot.given is not None else withheld(ballot.voted, ballot.base)
        for option in ballot.options:
            yield [
                ballot.session.text,
                day,
                ballot.question.text,
                worth(ballot),
                answer_name(option),
                option.points,
                ballot.given,
                ballot.voted,
                ballot.base,
                why,
            ]


def about_table(harvest: Harvest) -> Table:
    """Where the file comes from and how to read it, for whoever gets it without the page."""
    said = (
        harvest.town,
        harvest.process.text,
        as_of(harvest),
        gettext("Points from the hall and online support stand apart, because they measure different things."),
        gettext("Only published votes are contained."),
        gettext("Where the hall voted several times on a field or an idea, the figures are added up."),
        gettext("A text that begins like a formula has an apostrophe in front, so that no program calculates it."),
    )
    rows: list[list[Cell]] = [[str(sentence)] for sentence in said]
    if any(question.internal for question in harvest.questions):
        rows.append(
            [str(gettext("Columns marked “internal” were answered for the administration alone. Do not hand them on."))]
        )
    return Table(str(gettext("About this file")), [str(gettext("Harvest"))], [110], rows)
