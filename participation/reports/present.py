"""The harvest as it leaves the house: for the page and for both files the same figures, withheld in one place."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from participation.answers.rules import Stage
from participation.contributions.answers import Answered
from participation.contributions.models import Contribution
from participation.contributions.present import Spoken
from participation.events.present import PastEvent
from participation.fields.models import FieldOfAction
from participation.foundation.locales import Words, pick
from participation.languages.present import told_beside
from participation.languages.queries import Versions
from participation.reports.joined import JoinedIdea
from participation.reports.queries import PlacedIdea
from participation.reports.rules import Figures, Outcome, figures_of, places, points_of, source_of
from participation.sessions.models import LiveSession
from participation.voting.hand_rules import hidden_among
from participation.voting.models import Ballot, BallotOption
from participation.voting.queries import counted
from participation.voting.rules import BallotKind, State, shows_counts

Source = tuple[str, int]  # ("field", id) or ("idea", id)


@dataclass(frozen=True, slots=True)
class OptionLine:
    """An answer of a ballot. words: None for an idea that is not public any more; points: None while withheld."""

    words: Words | None
    source: Source | None
    points: int | None


@dataclass(frozen=True, slots=True)
class BallotPart:
    """A published ballot. given: all points of it, None where too few voted for figures to be shown."""

    question: Words
    session: Words
    method: str
    kind: str
    published_at: datetime | None
    options: tuple[OptionLine, ...]
    given: int | None
    voted: int
    base: int


@dataclass(frozen=True, slots=True)
class HallLine:
    """What one ballot says about one field or idea.

    number: of the ballot in the harvest, from 1; method: dots count as points, a single choice as votes.
    """

    number: int
    outcome: Outcome
    method: str


@dataclass(frozen=True, slots=True)
class IdeaRow:
    """place: within its field; answers: to the questions of its collection.

    stage: how far it has come; answered: whether the administration has answered it.
    """

    place: int
    spoken: Spoken
    title: str
    text: str
    collection: str
    hall: tuple[HallLine, ...]
    figures: Figures | None
    stage: Stage
    answered: bool
    answers: tuple[Answered, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A question that was answered, for the head of a column. internal: all that stands below it is.

    lang: the reader's, in which choices are named.
    """

    field_id: int
    label: Words
    internal: bool
    lang: str


@dataclass(frozen=True, slots=True)
class FieldPart:
    """A field with its ideas, the strongest first.

    id and name are None for the ideas that stand in no field yet; place is None where no ballot shows the field's
    figures.
    """

    id: int | None
    place: int | None
    name: Words | None
    sentence: Words | None
    hall: tuple[HallLine, ...]
    figures: Figures | None
    ideas: tuple[IdeaRow, ...]

    @property
    def support(self) -> int:
        return sum(row.spoken.support or 0 for row in self.ideas)


@dataclass(frozen=True, slots=True)
class Harvest:
    """Everything a process has brought in, as of `at`. joined: ideas that count where they stand, in another one."""

    town: str
    slug: str
    process: Words
    at: datetime
    fields: tuple[FieldPart, ...]
    ballots: tuple[BallotPart, ...]
    questions: tuple[Question, ...] = ()
    joined: tuple[JoinedIdea, ...] = ()
    events: tuple[PastEvent, ...] = ()

    @property
    def ideas(self) -> int:
        return sum(len(field.ideas) for field in self.fields)

    @property
    def support(self) -> int:
        return sum(field.support for field in self.fields)


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the ideas, each by its idea: answers to the questions of the form, versions for the reader."""

    answers: Mapping[int, tuple[Answered, ...]]
    versions: Mapping[int, Versions]

    def spoken(self, idea: Contribution) -> Spoken:
        """As it was said, and what there is of it in the reader's language."""
        return told_beside(idea, self.versions.get(idea.id))


def questions_in(beside: Beside, lang: str) -> tuple[Question, ...]:
    """Every question somebody answered, collection by collection in the order of its form.

    A question that was public for some and internal for others has a column for each.
    """
    given = {
        (one.field.format_id, one.field.position, one.field.id, one.internal): one
        for told in beside.answers.values()
        for one in told
    }
    return tuple(Question(given[key].field.id, given[key].label(lang), key[3], lang) for key in sorted(given))


def field_parts(
    fields: Sequence[FieldOfAction],
    ideas: Iterable[PlacedIdea],
    hall: Mapping[Source, list[HallLine]],
    beside: Beside,
    lang: str,
) -> tuple[FieldPart, ...]:
    """Fields by points, equal ones in their own order; at the end what stands in no field, where there is any."""
    known = {field.id for field in fields}
    grouped: dict[int | None, list[PlacedIdea]] = defaultdict(list)
    for placed in ideas:
        grouped[placed.field_id if placed.field_id in known else None].append(placed)
    figures = {field.id: figures_of(line.outcome for line in hall.get(("field", field.id), ())) for field in fields}
    asked = [field.id for field in fields if figures[field.id]]
    stands = dict(zip(asked, places([(points_of(figures[one]), 0) for one in asked]), strict=True))
    parts = [
        FieldPart(
            id=field.id,
            place=stands.get(field.id),
            name=pick(field.name, lang),
            sentence=pick(field.sentence, lang),
            hall=tuple(hall.get(("field", field.id), ())),
            figures=figures[field.id],
            ideas=idea_rows(grouped[field.id], hall, beside),
        )
        for field in sorted(fields, key=lambda field: -points_of(figures[field.id]))
    ]
    if grouped[None]:
        parts.append(FieldPart(None, None, None, None, (), None, idea_rows(grouped[None], hall, beside)))
    return tuple(parts)


def idea_rows(
    ideas: Sequence[PlacedIdea], hall: Mapping[Source, list[HallLine]], beside: Beside
) -> tuple[IdeaRow, ...]:
    """Ideas by points of the hall, then by support; equals share a place."""
    lines = [tuple(hall.get(("idea", placed.idea.id), ())) for placed in ideas]
    figures = [figures_of(line.outcome for line in told) for told in lines]
    stands = places([(points_of(one), placed.idea.support_count) for one, placed in zip(figures, ideas, strict=True)])
    rows = [
        IdeaRow(
            place=place,
            spoken=beside.spoken(placed.idea),
            title=placed.idea.title,
            text=placed.idea.text,
            collection=placed.collection,
            hall=told,
            figures=summed,
            stage=placed.stage,
            answered=placed.answered,
            answers=beside.answers.get(placed.idea.id, ()),
        )
        for placed, told, summed, place in zip(ideas, lines, figures, stands, strict=True)
    ]
    return tuple(sorted(rows, key=lambda row: row.place))


def ballot_part(live: LiveSession, ballot: Ballot, public: set[int], lang: str) -> BallotPart:
    result = counted(ballot)
    voted = result.voted if result else 0
    among = hidden_among(voted, ballot.hands)
    shown = result.counts if result and shows_counts(BallotKind(ballot.kind), State(ballot.state), among) else None
    return BallotPart(
        question=pick(ballot.question, lang),
        session=pick(live.title, lang),
        method=ballot.method,
        kind=ballot.kind,
        published_at=ballot.published_at,
        options=tuple(
            OptionLine(
                words=pick(option.title, lang) if may_be_named(option, public) else None,
                source=source_of(option.source),
                points=shown.get(option.id, 0) if shown is not None else None,
            )
            for option in ballot.options
        ),
        given=sum(shown.values()) if shown is not None else None,
        voted=voted,
        base=ballot.base if ballot.base is not None else voted,
    )


def may_be_named(option: BallotOption, public: set[int]) -> bool:
    """An idea hidden after the vote is not shown through the back door of a ballot's options."""
    source = source_of(option.source)
    return source is None or source[0] != "idea" or source[1] in public


def hall_lines(ballots: Iterable[BallotPart]) -> dict[Source, list[HallLine]]:
    """What the hall said about each field and idea: one line for each ballot, also where two options say the same."""
    found: dict[Source, list[HallLine]] = defaultdict(list)
    for number, ballot in enumerate(ballots, start=1):
        for source in dict.fromkeys(option.source for option in ballot.options if option.source):
            told = [option.points for option in ballot.options if option.source == source]
            points = sum(got or 0 for got in told) if ballot.given is not None else None
            outcome = Outcome(points, ballot.given, ballot.voted, ballot.base)
            found[source].append(HallLine(number, outcome, ballot.method))
    return found
