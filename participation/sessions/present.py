from dataclasses import dataclass

from participation.foundation.locales import Words

MOST_CALM_LINES, MOST_CALM = 3, 160  # paragraphs, characters that fit above the large time
SHAPES = ("circle", "square", "triangle", "diamond", "pentagon", "hexagon", "cross")


@dataclass(frozen=True, slots=True)
class OptionView:
    """One answer. letter: how it is called, a digit where the answers are levels.

    count: points, None while figures are hidden; share: 0 to 100 of all points; mine: this person's points.
    before: what it got the time before, None where it was not asked or may not be shown.
    """

    id: int
    letter: str
    shape: str
    words: Words
    count: int | None = None
    share: int = 0
    mine: int = 0
    before: int | None = None


@dataclass(frozen=True, slots=True)
class BallotView:
    """A ballot as one screen may see it.

    revision: for the moderator's acts; round: what a phone sends with its vote, unchanged while it runs.
    voted, base: how many of how many, None where it is not shown; strongest: the largest count, for bars.
    """

    id: str
    revision: int
    round: int
    method: str
    kind: str
    state: str
    question: Words
    options: tuple[OptionView, ...]
    dots: int
    per_option: int
    rehearsal: bool
    voted: int | None
    base: int | None
    bars: bool
    strongest: int
    ordered: bool
    sentence: str
    note: str
    reason: str

    @property
    def accepts(self) -> bool:
        return self.state == "open"

    @property
    def ranked(self) -> tuple[OptionView, ...]:
        """As a result is read: what got most stands first, except where the answers are levels."""
        if self.ordered or not self.bars:
            return self.options
        return tuple(sorted(self.options, key=lambda option: -(option.count or 0)))


@dataclass(frozen=True, slots=True)
class ClockView:
    """The time of a step. ends: in milliseconds, until: `19:42`, while it runs; left: `3:20`, while it stands."""

    ends: int | None
    left: str
    until: str


@dataclass(frozen=True, slots=True)
class StepShown:
    """The step that is on, as everybody sees it. lines: the paragraphs of its text; a vote has no words of its own.

    panel: what a dialogue format shows below, as HTML; "" for steps of no format.
    """

    id: int
    kind: str
    title: Words
    lines: tuple[str, ...]
    text: Words
    minutes: int | None
    clock: ClockView | None
    panel: str = ""

    @property
    def long(self) -> bool:
        """Whether the text needs pages of its own beside the time."""
        return len(self.lines) > MOST_CALM_LINES or len(self.text.text) > MOST_CALM


@dataclass(frozen=True, slots=True)
class Stage:
    """A session as one screen sees it. view: join, step or blank; code: grouped, None unless it is open.

    moves: what a moderator's press refers to; message: an announcement over everything else.
    undo: whether the last press can be taken back; braked: the interpreters ask for less speed. beside: what formats
    show that lead somewhere from every step of their session, as HTML.
    """

    session: str
    title: Words
    place: Words
    state: str
    view: str
    code: str | None
    address: str
    join_url: str
    step: StepShown | None
    ballot: BallotView | None
    connected: int
    epoch: str
    seq: int
    moves: int
    message: Words | None
    undo: bool
    braked: bool
    rehearsal: bool
    beside: str = ""


@dataclass(frozen=True, slots=True)
class SeatView:
    """What this phone is in the session."""

    joined: bool = False
    ticket: bool = False
    moved: bool = False
    needs_ticket: bool = False


@dataclass(frozen=True, slots=True)
class StepView:
    """A line of the run sheet. state: done, now or todo; minutes: as planned."""

    id: int
    number: int
    title: Words
    state: str
    minutes: int | None


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session in the moderator's list."""

    id: str
    title: Words
    place: Words
    state: str
    steps: int
    rehearsal: bool = False
