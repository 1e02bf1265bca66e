"""The way of an idea, and what an official answer needs. Up to its field it follows from facts, then it is decided."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeVar

from participation.foundation.locales import DEFAULT, OWN_NAMES, WRITTEN, Words, base, pick
from participation.foundation.messages import N_, Refused

OFFICE_LIMIT = 160
TEXT_LIMIT = 5_000
WHY_LIMIT = 1_000
PLACE_LIMIT = 200
PER_PAGE = 50
MOST_AT_ONCE = 50  # ideas in one act: a page of the list
Texts = dict[str, str]


class Stage(StrEnum):
    """How far an idea has come, for everybody to read."""

    RECEIVED = "received"
    VISIBLE = "visible"
    IN_THEME = "in_theme"
    IN_CONCEPT = "in_concept"
    IN_MEASURE = "in_measure"
    NOT_TAKEN_UP = "not_taken_up"


UNDECIDED = "none"
DECIDED = (Stage.IN_CONCEPT, Stage.IN_MEASURE, Stage.NOT_TAKEN_UP)
# what a public idea can have reached, in the order of its way
PUBLIC_STAGES = (Stage.VISIBLE, Stage.IN_THEME, *DECIDED)

STAGE_NAMES: Mapping[Stage, str] = {
    Stage.RECEIVED: N_("Received by the administration"),
    Stage.VISIBLE: N_("Everybody can read it"),
    Stage.IN_THEME: N_("In a field of action"),
    Stage.IN_CONCEPT: N_("In the concept"),
    Stage.IN_MEASURE: N_("In a measure"),
    Stage.NOT_TAKEN_UP: N_("Not taken up"),
}


class AnswerState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"


class NoStage(Refused):
    message = N_("Please choose what becomes of it.")
    code = "no_stage"
    status = 422


class WhyMissing(Refused):
    message = N_("Please say why it is not taken up. Whoever wrote it reads your words.")
    code = "why_missing"
    status = 422


class OriginalMissing(Refused):
    message = N_("The answer has no words yet in the language you write it in.")
    code = "original_missing"
    status = 422


class OfficeMissing(Refused):
    message = N_("Please say who answers, for example the name of an office.")
    code = "office_missing"
    status = 422


class NobodyToAnswer(Refused):
    message = N_("Please tick at least one idea.")
    code = "nobody_to_answer"
    status = 422


class NotPublicNow(Refused):
    message = N_("One of these ideas is not public at the moment. Please look at the list again.")
    code = "not_public_now"


class StaysPublished(Refused):
    message = N_("A published answer stays. You can change it, and everybody can read what it said before.")
    code = "stays_published"


class Incomplete(Refused):
    """faults: the place on the form -> what is wrong there."""

    message = N_("Please look at what is marked below.")
    code = "incomplete"
    status = 422

    def __init__(self, faults: Mapping[str, Refused]) -> None:
        super().__init__()
        self.faults = faults


# --- what is decided


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of an idea. why, place: language -> words."""

    stage: Stage
    why: Texts = field(default_factory=dict)
    place: Texts = field(default_factory=dict)


def outcome(stage: str, why: Texts, place: Texts) -> Outcome:
    """Only what belongs to the stage is kept. Raises NoStage, WhyMissing."""
    if stage not in DECIDED:
        raise NoStage
    chosen = Stage(stage)
    if chosen is Stage.NOT_TAKEN_UP:
        if not why:
            raise WhyMissing
        return Outcome(chosen, why)
    return Outcome(chosen, why, place)


class Entry(Protocol):
    """An entry of the log of stages."""

    @property
    def id(self) -> int: ...
    @property
    def undoes_id(self) -> int | None: ...
    @property
    def stage(self) -> str: ...
    @property
    def why(self) -> Texts: ...
    @property
    def place(self) -> Texts: ...
    @property
    def at(self) -> datetime: ...


SomeEntry = TypeVar("SomeEntry", bound=Entry)


def standing(log: Iterable[SomeEntry]) -> list[SomeEntry]:
    """The entries that nobody took back, the oldest first; the last of them counts and can be taken back next."""
    entries = list(log)
    undone = {one.undoes_id for one in entries}
    return [one for one in entries if one.undoes_id is None and one.id not in undone]


# --- the way of an idea


class Mark(StrEnum):
    """Where a step of the way lies for the reader."""

    DONE = "done"
    NOW = "now"
    AHEAD = "todo"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way. name: the field, the chapter or the measure; key: of the field, for a link to it."""

    stage: Stage
    mark: Mark
    at: datetime | None = None
    name: Words | None = None
    why: Words | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Theme:
    """The field of action (*Handlungsfeld*) a person put an idea in."""

    key: str
    name: Texts
    at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an idea. published_at: None while it waits; log: its entries, the oldest first."""

    received_at: datetime
    published_at: datetime | None
    theme: Theme | None = None
    log: Sequence[Entry] = ()


def course(facts: Facts, lang: str) -> tuple[Step, ...]:
    """The way of a waiting or public idea for a reader of `lang`: what is behind it, where it stands, what may come.

    What was decided later replaces what was decided before; only the chapter stays in view when a measure follows.
    """
    behind = [Step(Stage.RECEIVED, Mark.DONE, facts.received_at)]
    if facts.published_at:
        behind.append(Step(Stage.VISIBLE, Mark.DONE, facts.published_at))
        if facts.theme:
            name = pick(facts.theme.name, lang)
            behind.append(Step(Stage.IN_THEME, Mark.DONE, facts.theme.at, name, key=facts.theme.key))
        behind += [decided_step(one, lang) for one in in_view(standing(facts.log))]
    now = behind.pop()
    ahead = (
        () if now.stage is Stage.NOT_TAKEN_UP else (Stage.VISIBLE, Stage.IN_THEME, Stage.IN_CONCEPT, Stage.IN_MEASURE)
    )
    order = list(Stage)
    to_come = [Step(stage, Mark.AHEAD) for stage in ahead if order.index(stage) > order.index(now.stage)]
    return (*behind, Step(now.stage, Mark.NOW, now.at, now.name, now.why, now.key), *to_come)


def goes_on_in(idea: Facts, text: Facts) -> Facts:
    """The facts of an idea that stands in another text now: its own beginning, and what became of that text."""
    return replace(idea, theme=text.theme, log=text.log)


def in_view(decided: Sequence[Entry]) -> Sequence[Entry]:
    """Of the entries that stand: the last one, and the chapter before a measure."""
    if not decided:
        return ()
    *before, last = decided
    if last.stage == Stage.IN_MEASURE and before and before[-1].stage == Stage.IN_CONCEPT:
        return (before[-1], last)
    return (last,)


def decided_step(entry: Entry, lang: str) -> Step:
    place, why = pick(entry.place, lang), pick(entry.why, lang)
    return Step(Stage(entry.stage), Mark.DONE, entry.at, place if place.text else None, why if why.text else None)


def stage_reached(*, placed: bool, decided: str | None) -> Stage:
    """What a public idea has reached. decided: the stage of its last entry."""
    if decided in DECIDED:
        return Stage(decided)
    return Stage.IN_THEME if placed else Stage.VISIBLE


# --- what an answer needs


@dataclass(frozen=True, slots=True)
class Wording:
    """An answer as it is written: texts in languages, which of them is the original, who answers."""

    original: str
    texts: Texts
    office: str

    @property
    def facts(self) -> tuple[object, ...]:
        return (self.original, sorted(self.texts.items()), self.office)


def wording(original: str, texts: Texts, office: str) -> Wording:
    """Raises Incomplete with everything that is missing."""
    faults: dict[str, Refused] = {}
    if not texts.get(original):
        faults[f"text-{original}"] = OriginalMissing()
    if not office:
        faults["office"] = OfficeMissing()
    if faults:
        raise Incomplete(faults)
    return Wording(original, texts, office)


def known_original(chosen: str, page: str) -> str:
    """The language somebody writes in: as they said, otherwise that of the page."""
    return next((lang for lang in (chosen, base(page)) if lang in WRITTEN), DEFAULT)


def known_reader(chosen: str, page: str) -> str:
    """The language of a reader as whom somebody looks at it: any we know."""
    return chosen if chosen in OWN_NAMES else known_original("", page)


@dataclass(frozen=True, slots=True)
class Offered:
    """In which languages somebody may write. open: German and those of the authors, asked for at once."""

    open: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        return self.open + self.others


MOST_OPEN = 3


def offered(spoken: Iterable[str], typed: Iterable[str]) -> Offered:
    """spoken: the languages of the ideas; typed: those in which there is something already."""
    theirs = [lang for lang in dict.fromkeys(spoken) if lang in OWN_NAMES and lang != DEFAULT]
    at_once = (DEFAULT, *theirs[: MOST_OPEN - 1])
    known = [lang for lang in (*WRITTEN, *theirs, *typed) if lang in OWN_NAMES and lang not in at_once]
    return Offered(at_once, tuple(dict.fromkeys(known)))


def in_words(texts: Texts, original: str, lang: str) -> tuple[Words, tuple[Words, ...]]:
    """An answer for a reader of `lang`: in their language, otherwise as it was written; and all other languages."""
    shown = base(lang) if texts.get(base(lang)) else original
    others = [code for code in (original, *WRITTEN, *texts) if code != shown and texts.get(code)]
    return Words(texts.get(shown, ""), shown), tuple(Words(texts[code], code) for code in dict.fromkeys(others))
