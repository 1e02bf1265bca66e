"""Methods and rules of a ballot (*Abstimmung*), pure: what may be chosen, when a vote counts, how it is tallied."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from participation.foundation.messages import N_, ChangedMeanwhile, Refused

Choice = dict[int, int]  # option id -> dots (1 for the chosen option of a single choice); empty: withdrawn

GRACE = timedelta(seconds=2)  # a vote received this long after the end still counts (docs/decisions/011)
FEWEST_SECRET = 5  # fewer confidential votes would show who chose what
MOST_OPTIONS = 26  # one letter each
MOST_DOTS = 50
LARGEST_SEQUENCE = 2**53 - 1  # what a browser counts exactly


class Method(StrEnum):
    """How people answer. All but DOTS are one answer a person; they differ in what the answers are and what they say.

    SCALE: answers in an order; GRADIENTS, EASY: the gradients of agreement in eight levels, and in five plain ones.
    """

    SINGLE = "single"
    DOTS = "dots"
    YESNO = "yesno"
    SCALE = "scale"
    GRADIENTS = "gradients"
    EASY = "easy"


class BallotKind(StrEnum):
    """MOOD: one vote per device, live bars. CONFIDENTIAL: one vote per room ticket, nothing shown until the end."""

    MOOD = "mood"
    CONFIDENTIAL = "confidential"


class State(StrEnum):
    READY = "ready"
    OPEN = "open"
    PAUSED = "paused"
    CLOSING = "closing"
    CLOSED = "closed"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


RUNNING = frozenset({State.OPEN, State.PAUSED, State.CLOSING})  # between the start and the count


class Step(StrEnum):
    """What a moderator does to a ballot. FINISH is the house's own: it counts once the grace is over."""

    OPEN = "open"
    PAUSE = "pause"
    RESUME = "resume"
    CLOSE = "close"
    FINISH = "finish"
    PUBLISH = "publish"
    CANCEL = "cancel"


STEPS: Mapping[Step, tuple[frozenset[State], State]] = {
    Step.OPEN: (frozenset({State.READY}), State.OPEN),
    Step.PAUSE: (frozenset({State.OPEN}), State.PAUSED),
    Step.RESUME: (frozenset({State.PAUSED}), State.OPEN),
    Step.CLOSE: (frozenset({State.OPEN, State.PAUSED}), State.CLOSING),
    Step.FINISH: (frozenset({State.CLOSING}), State.CLOSED),
    Step.PUBLISH: (frozenset({State.CLOSED}), State.PUBLISHED),
    Step.CANCEL: (frozenset(set(State) - {State.PUBLISHED, State.CANCELLED}), State.CANCELLED),
}


class NotThisStep(Refused):
    message = N_("This ballot is in another state by now. Please look at it again.")
    code = "not_this_step"


class BallotCancelled(Refused):
    message = N_("This vote was cancelled. Nothing of it is counted or shown.")
    code = "cancelled"


class NotAChoice(Refused):
    message = N_("We could not read this choice. Please reload the page and choose again.")
    code = "not_a_choice"
    status = 422


class UnknownOption(Refused):
    message = N_("One of the options does not belong to this ballot. Please reload the page and choose again.")
    code = "unknown_option"
    status = 422


class TooManyDots(Refused):
    message = N_("You have %(dots)s points, at most %(per_option)s for one option. Please take some away.")
    code = "too_many_dots"
    status = 422


class OneOptionOnly(Refused):
    message = N_("Please choose one option only.")
    code = "one_option_only"
    status = 422


class TooFewOptions(Refused):
    message = N_("A ballot needs at least two options and at most 26.")
    code = "too_few_options"
    status = 422


class WrongDots(Refused):
    message = N_("Points per person: 1 to 50, and the maximum per option not above them.")
    code = "wrong_dots"
    status = 422


class ReasonMissing(Refused):
    message = N_("Please say why the ballot is cancelled: everybody in the hall reads it.")
    code = "reason_missing"
    status = 422


def state_after(step: Step, state: State, *, revision: int, seen: int) -> State:
    """Where `step` leads from `state`; compare-and-set on the revision the moderator saw.

    Raises ChangedMeanwhile, NotThisStep.
    """
    if revision != seen:
        raise ChangedMeanwhile
    allowed, target = STEPS[step]
    if state not in allowed:
        raise NotThisStep
    return target


@dataclass(frozen=True, slots=True)
class BallotRules:
    """What was frozen at the opening. dots and per_option are 1 except for DOTS."""

    method: Method
    options: frozenset[int]
    dots: int = 1
    per_option: int = 1


def proposed_dots(options: int) -> int:
    """Points per person: max(3, ⌈options/4⌉), the rule of thumb we show beside the field."""
    return max(3, -(-options // 4))


def proposed_per_option(dots: int) -> int:
    """At most three of one's points on one option."""
    return min(3, dots)


def check_ballot(options: int, method: Method, dots: int, per_option: int) -> None:
    """Raises TooFewOptions, WrongDots."""
    if not 2 <= options <= MOST_OPTIONS:
        raise TooFewOptions
    if method is Method.DOTS and not 1 <= per_option <= dots <= MOST_DOTS:
        raise WrongDots


def valid_choice(sent: object, rules: BallotRules) -> Choice:
    """The whole choice of a person as it arrived, checked against the frozen rules; options without dots drop out.

    sent: option id (digits or a number) -> dots, a whole number.
    Raises NotAChoice, UnknownOption, TooManyDots, OneOptionOnly.
    """
    if not isinstance(sent, Mapping) or len(sent) > MOST_OPTIONS:
        raise NotAChoice
    choice = {option_number(option): dots_number(dots) for option, dots in sent.items()}
    if not rules.options.issuperset(choice):
        raise UnknownOption
    choice = {option: dots for option, dots in choice.items() if dots}
    if rules.method is not Method.DOTS and (len(choice) > 1 or any(dots > 1 for dots in choice.values())):
        raise OneOptionOnly
    if sum(choice.values()) > rules.dots or any(dots > rules.per_option for dots in choice.values()):
        raise TooManyDots(dots=rules.dots, per_option=rules.per_option)
    return choice


def option_number(sent: object) -> int:
    """Only plain digits: `٣` and `1e3` are numbers to Python, never to a ballot. Raises NotAChoice."""
    if isinstance(sent, str) and sent.isascii() and sent.isdigit() and len(sent) <= 18:
        return int(sent)
    return whole_number(sent)


def dots_number(sent: object) -> int:
    number = whole_number(sent)
    if number > MOST_DOTS:
        raise NotAChoice
    return number


def whole_number(sent: object) -> int:
    """A whole number from 0; true, 1.0 and "1" are none. Raises NotAChoice."""
    if not isinstance(sent, int) or isinstance(sent, bool) or not 0 <= sent <= LARGEST_SEQUENCE:
        raise NotAChoice
    return sent


class Status(StrEnum):
    """What the ledger answers. STORED and DUPLICATE are a success; the rest is not counted."""

    STORED = "stored"
    DUPLICATE = "duplicate"
    STALE = "stale_seq"
    CLOSED = "closed"
    PAUSED = "paused"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Standing:
    """The ballot as a vote meets it. round: the revision at which it was opened last."""

    state: State
    round: int
    closed_at: datetime | None
    rules: BallotRules


@dataclass(frozen=True, slots=True)
class Kept:
    """The row of one voter. own_revision counts this person's changes: 1, 2, 3."""

    choice: Choice
    nonce: bytes
    sequence: int
    own_revision: int


@dataclass(frozen=True, slots=True)
class Sent:
    """A vote as it arrived. received: by the server's clock, the only one that counts."""

    choice: object
    nonce: bytes
    sequence: int
    round: int
    received: datetime


def judge(standing: Standing, kept: Kept | None, sent: Sent) -> tuple[Status, Kept | None]:
    """What becomes of a vote: (answer, the voter's row afterwards). Only STORED changes the row.

    Raises BallotCancelled, NotAChoice, UnknownOption, TooManyDots, OneOptionOnly.
    """
    if standing.state is State.CANCELLED:
        raise BallotCancelled
    if kept is not None and kept.nonce == sent.nonce:
        return Status.DUPLICATE, kept
    if not accepts(standing, sent.received):
        return (Status.PAUSED if standing.state is State.PAUSED else Status.CLOSED), kept
    if sent.round != standing.round:
        return Status.CLOSED, kept
    if kept is not None and sent.sequence <= kept.sequence:
        return Status.STALE, kept
    choice = valid_choice(sent.choice, standing.rules)
    return Status.STORED, Kept(choice, sent.nonce, sent.sequence, kept.own_revision + 1 if kept else 1)


def accepts(standing: Standing, received: datetime) -> bool:
    """Open, or just ended and the vote was received within the grace."""
    if standing.state is State.CLOSING:
        return standing.closed_at is not None and received <= standing.closed_at + GRACE
    return standing.state is State.OPEN


@dataclass(frozen=True, slots=True)
class Tally:
    """Dots (or votes) per option, and how many people have a choice; a withdrawn vote counts nowhere."""

    counts: Mapping[int, int]
    voted: int


def tally(choices: Iterable[Mapping[int, int]], options: Iterable[int]) -> Tally:
    """Every option is there, also with 0."""
    total: Counter[int] = Counter(dict.fromkeys(options, 0))
    voted = 0
    for choice in choices:
        voted += bool(choice)
        total.update(choice)
    return Tally(dict(total), voted)


def changed_tally(before: Tally, old: Mapping[int, int], new: Mapping[int, int]) -> Tally:
    """The tally after one person's choice changed from `old` to `new`."""
    counts = Counter(before.counts)
    counts.subtract(old)
    counts.update(new)
    return Tally(dict(counts), before.voted - bool(old) + bool(new))


def shows_counts(kind: BallotKind, state: State, voted: int) -> bool:
    """Whether anybody may see figures per option.

    A mood shows them while it runs. A confidential ballot shows nothing before it is published, and with fewer than
    FEWEST_SECRET votes not even then.
    """
    if state in {State.READY, State.CANCELLED}:
        return False
    if kind is BallotKind.MOOD:
        return True
    return state is State.PUBLISHED and voted >= FEWEST_SECRET


def bucketed(voted: int) -> int:
    """Turnout as phones see it while a confidential ballot runs: rounded down to steps of 5, above 100 of 25."""
    step = 5 if voted < 100 else 25
    return voted // step * step


def strongest(counts: Mapping[int, int]) -> set[int]:
    """The options with the most; several when they are equal (ties stay ties), none without votes."""
    most = max(counts.values(), default=0)
    return {option for option, got in counts.items() if got == most} if most else set()
