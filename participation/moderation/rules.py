"""The decisions of moderation, the reasons an author may read, and the ways to have them looked at again."""

import calendar
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from participation.contributions.rules import Status
from participation.foundation.messages import N_, ChangedMeanwhile, Refused

APPEAL_MONTHS = 6  # Digital Services Act, article 20: at least six months


class Verdict(StrEnum):
    PUBLISH = "publish"
    KEEP = "keep"  # it was public and stays so
    RESTORE = "restore"  # it was hidden and is public again
    REJECT = "reject"  # it never was public
    TAKE_DOWN = "take_down"  # it was public
    UPHOLD = "uphold"  # it was hidden and stays so; or a declined version stays declined
    ADOPT = "adopt"  # the new version takes the place of the public one
    DECLINE = "decline"  # the public one stays, the new version is not taken
    UNDO = "undo"


class Wish(StrEnum):
    """What a moderator wants; what that is called depends on what the contribution is at that moment."""

    PUBLIC = "publish"
    HIDDEN = "reject"
    FORMER = "former"  # what is public stays as it is; the new version is not taken


class Cause(StrEnum):
    """Why something needs a person."""

    NEW = "new"  # nobody has looked at it yet: before it is public or, where the phase says so, afterwards
    REPORTED = "reported"
    RULE = "rule"
    APPEAL = "appeal"
    LANGUAGE = "language"
    OBJECTION = "objection"  # an author says that what became of their text is not what they meant
    EDITED = "edited"  # its author wrote other words
    ERASED = "erased"  # moderators put it together from words that their author has deleted since


class Proposed(StrEnum):
    """A version that waits: whether it was declined before and its author appealed."""

    ANEW = "anew"
    AGAIN = "again"


class Restriction(StrEnum):
    NOT_PUBLISHED = "not_published"
    TAKEN_DOWN = "taken_down"
    HELD = "held"  # it was public and waits for a person again
    PROCESS_WITHDRAWN = "process_withdrawn"
    VERSION_NOT_TAKEN = "version_not_taken"  # it stays public as it was


class Occasion(StrEnum):
    """How it came that somebody looked, for the statement of reasons."""

    READ = "read"
    EDITED = "edited"
    REPORTED = "reported"
    RULE = "rule"
    APPEAL = "appeal"
    OWN = "own"  # by a moderator's own doing
    SOURCE = "source"  # decided before it came here


class Ground(StrEnum):
    HOUSE_RULE = "house_rule"
    LAW = "law"
    UNKNOWN = "unknown"


class Redress(StrEnum):
    APPEAL = "appeal"
    CONTACT = "contact"  # a whole process is not decided by moderators: the administration answers


class Outcome(StrEnum):
    """What became of a report or an appeal."""

    PUBLIC = "public"
    HIDDEN = "hidden"
    CHANGED = "changed"  # public with the new words of its author
    WITHDRAWN = "withdrawn"  # its author took it back before anybody decided


class Reason(StrEnum):
    INSULT = "insult"
    ADVERTISING = "advertising"
    NAMES_PERSON = "names_person"
    OFF_TOPIC = "off_topic"
    UNLAWFUL = "unlawful"
    SOURCE = "source"
    AGAIN = "again"
    WITHDRAWN = "withdrawn"


# the short name on the moderator's key, and the sentence the author reads in their language
REASON_NAMES: Mapping[Reason, str] = {
    Reason.INSULT: N_("Insults or threatens"),
    Reason.ADVERTISING: N_("Advertises or repeats itself"),
    Reason.NAMES_PERSON: N_("Names a person"),
    Reason.OFF_TOPIC: N_("Not about this topic"),
    Reason.UNLAWFUL: N_("Breaks a law"),
    Reason.SOURCE: N_("Decision of the source, no reason recorded"),
    Reason.AGAIN: N_("Is read again"),
    Reason.WITHDRAWN: N_("The whole process was withdrawn"),
}
REASON_SENTENCES: Mapping[Reason, str] = {
    Reason.INSULT: N_("The text insults or threatens somebody. Without these words we gladly publish it."),
    Reason.ADVERTISING: N_("The text advertises something or repeats what was sent before."),
    Reason.NAMES_PERSON: N_(
        "The text names a person who cannot defend themselves here. Without the name we gladly publish it."
    ),
    Reason.OFF_TOPIC: N_("The text is not about the question of this collection."),
    Reason.UNLAWFUL: N_("The text breaks a law, so we may not publish it."),
    Reason.SOURCE: N_("The source from which this was taken did not publish it and recorded no reason."),
    Reason.AGAIN: N_("A decision to publish it was taken back, so a person reads it once more."),
    Reason.WITHDRAWN: N_(
        "The administration took the whole process back to work on it, and all contributions with it."
    ),
}
BY_HAND = (Reason.INSULT, Reason.ADVERTISING, Reason.NAMES_PERSON, Reason.OFF_TOPIC, Reason.UNLAWFUL)


def ground_of(reason: Reason) -> Ground:
    if reason is Reason.SOURCE:
        return Ground.UNKNOWN
    return Ground.LAW if reason is Reason.UNLAWFUL else Ground.HOUSE_RULE


# --- refusals


class ReasonNeeded(Refused):
    message = N_("Please choose the rule: the author reads it as the reason.")
    code = "reason_needed"
    status = 422


class WordsNeeded(Refused):
    message = N_("Please write which law and which part of the text you mean: “breaks a law” alone explains nothing.")
    code = "words_needed"
    status = 422


class AnswerNeeded(Refused):
    message = N_("Please write why it stays as it is: the author explained why they disagree and reads your answer.")
    code = "answer_needed"
    status = 422


class DayIsPast(Refused):
    message = N_("The day until which it is hidden must lie ahead. Leave it empty if there is none.")
    code = "day_is_past"
    status = 422


class NothingToUndo(Refused):
    message = N_("There is nothing to undo here.")
    code = "nothing_to_undo"


class NothingToDecide(Refused):
    message = N_("This is decided already, and your decision would change nothing.")
    code = "nothing_to_decide"


class WithdrawnByAuthor(Refused):
    message = N_("Its author has withdrawn this contribution. There is nothing left to decide.")
    code = "withdrawn_by_author"


class NothingChosen(Refused):
    message = N_("Please tick at least one contribution in the list.")
    code = "nothing_chosen"
    status = 422


class OwnDecision(Refused):
    message = N_("You decided what this appeal is about, so somebody else decides it: %(who)s.")
    code = "own_decision"


class NobodyElse(Refused):
    message = N_(
        "You decided what this appeal is about, so somebody else has to decide it, and nobody else here may moderate. "
        "Please ask an administrator to give a second person the role of a moderator."
    )
    code = "nobody_else"


class TakenMeanwhile(Refused):
    message = N_("Somebody else took or passed on this contribution a moment ago. Please look at the new state.")
    code = "taken_meanwhile"


class NotAColleague(Refused):
    message = N_("This person may not moderate here. Please choose somebody from the list.")
    code = "not_a_colleague"
    status = 422


class DecidedSecondsAgo(ChangedMeanwhile):
    message = N_("%(name)s decided this %(count)s s ago. Please look at the new state.")


class DecidedMinutesAgo(ChangedMeanwhile):
    message = N_("%(name)s decided this %(count)s min ago. Please look at the new state.")


class DecidedBefore(ChangedMeanwhile):
    message = N_("%(name)s decided this since you opened it. Please look at the new state.")


class NewHere(ChangedMeanwhile):
    message = N_("Something new came in while you were reading, or something was corrected. Please look, then decide.")


class GoodFaithNeeded(Refused):
    message = N_("Please confirm that what you write is true as far as you know.")
    code = "good_faith"
    status = 422


class RuleNeeded(Refused):
    message = N_("Please choose which rule or law you think it breaks.")
    code = "rule_needed"
    status = 422


class NotAnAddress(Refused):
    message = N_("This does not look like an e-mail address. You can also leave the field empty.")
    code = "not_an_address"
    status = 422


class NothingToAppeal(Refused):
    message = N_("This decision no longer counts, so there is nothing to look at again.")
    code = "nothing_to_appeal"


class AlreadyAppealed(Refused):
    message = N_("You have asked for this already. You find the answer under “My contributions”.")
    code = "already_appealed"


class TooLate(Refused):
    message = N_("The six months in which this decision can be looked at again are over.")
    code = "too_late"


# --- what follows from what

PUBLIC_VERDICT: Mapping[Status, Verdict] = {
    Status.WAITING: Verdict.PUBLISH,
    Status.PUBLISHED: Verdict.KEEP,
    Status.REJECTED: Verdict.RESTORE,
    Status.TAKEN_DOWN: Verdict.RESTORE,
}
HIDDEN_VERDICT: Mapping[Status, Verdict] = {
    Status.WAITING: Verdict.REJECT,
    Status.PUBLISHED: Verdict.TAKE_DOWN,
    Status.REJECTED: Verdict.UPHOLD,
    Status.TAKEN_DOWN: Verdict.UPHOLD,
}
LEADS_TO: Mapping[Verdict, Status | None] = {
    Verdict.PUBLISH: Status.PUBLISHED,
    Verdict.KEEP: None,
    Verdict.RESTORE: Status.PUBLISHED,
    Verdict.REJECT: Status.REJECTED,
    Verdict.TAKE_DOWN: Status.TAKEN_DOWN,
    Verdict.UPHOLD: None,
    Verdict.ADOPT: None,
    Verdict.DECLINE: None,
}
CHANGES_NOTHING = frozenset({Verdict.KEEP, Verdict.UPHOLD})
# decisions that hide something and state their reasons; and those after which a version that waited is the present one
RESTRICTS = frozenset({Verdict.REJECT, Verdict.TAKE_DOWN, Verdict.DECLINE})
TAKES_VERSION = frozenset({Verdict.PUBLISH, Verdict.RESTORE, Verdict.ADOPT})


def verdict_for(wish: Wish, status: Status, *, is_open: bool, proposed: Proposed | None = None) -> Verdict:
    """What a moderator's wish is called. Without an open case only what changes something is a decision.

    proposed: a version of its author that waits. Raises NothingToDecide, WithdrawnByAuthor.
    """
    if status is Status.WITHDRAWN:
        raise WithdrawnByAuthor
    if proposed:
        return verdict_on_version(wish, status, proposed)
    if wish is Wish.FORMER:
        raise NothingToDecide
    verdict = (PUBLIC_VERDICT if wish is Wish.PUBLIC else HIDDEN_VERDICT)[status]
    if not is_open and verdict in CHANGES_NOTHING:
        raise NothingToDecide
    return verdict


def verdict_on_version(wish: Wish, status: Status, proposed: Proposed) -> Verdict:
    """The same where new words wait.

    What stays hidden is hidden for the new words from then on, with reasons of their own; only an appeal about these
    very words is answered without a new statement.
    """
    is_public = status is Status.PUBLISHED
    if wish is Wish.PUBLIC:
        return Verdict.ADOPT if is_public else PUBLIC_VERDICT[status]
    if is_public and wish is Wish.HIDDEN:
        return Verdict.TAKE_DOWN
    if proposed is Proposed.AGAIN:
        return Verdict.UPHOLD
    if is_public:
        return Verdict.DECLINE
    return Verdict.TAKE_DOWN if status is Status.TAKEN_DOWN else Verdict.REJECT


def check_words(verdict: Verdict, reason: Reason | None, words: str, *, appealed: bool) -> None:
    """What the author must be told besides the verdict. Raises ReasonNeeded, WordsNeeded, AnswerNeeded."""
    if verdict in RESTRICTS:
        if reason not in BY_HAND:
            raise ReasonNeeded
        if ground_of(reason) is Ground.LAW and not words:
            raise WordsNeeded
    if verdict in {Verdict.UPHOLD, Verdict.DECLINE} and appealed and not words:
        raise AnswerNeeded


def restriction_of(status: Status, *, was_public: bool) -> Restriction | None:
    """What somebody must be given reasons for; what has never been public and waits for its first reading is none."""
    if status is Status.WAITING:
        return Restriction.HELD if was_public else None
    return {Status.REJECTED: Restriction.NOT_PUBLISHED, Status.TAKEN_DOWN: Restriction.TAKEN_DOWN}.get(status)


def occasion_of(causes: Collection[str]) -> Occasion:
    """Of several causes the one that says most about how somebody came to look."""
    for cause, occasion in (
        (Cause.APPEAL, Occasion.APPEAL),
        (Cause.REPORTED, Occasion.REPORTED),
        (Cause.RULE, Occasion.RULE),
        (Cause.NEW, Occasion.READ),
        (Cause.EDITED, Occasion.EDITED),
        (Cause.LANGUAGE, Occasion.READ),
    ):
        if cause in causes:
            return occasion
    return Occasion.OWN


def outcome_of(status: str, verdict: str = "") -> Outcome:
    """For whoever reported it."""
    if verdict == Verdict.ADOPT:
        return Outcome.CHANGED
    return Outcome.PUBLIC if status == Status.PUBLISHED else Outcome.HIDDEN


def outcome_of_appeal(status: str, verdict: str) -> Outcome:
    """For its author: a declined version stays hidden while the contribution itself is public."""
    if verdict in {Verdict.UPHOLD, Verdict.DECLINE}:
        return Outcome.HIDDEN
    return Outcome.PUBLIC if status == Status.PUBLISHED else Outcome.HIDDEN


def months_later(moment: datetime, months: int) -> datetime:
    """The same day so many months on, or the last of that month; until the end of that day."""
    year, month = divmod(moment.month - 1 + months, 12)
    year, month = moment.year + year, month + 1
    day = min(moment.day, calendar.monthrange(year, month)[1])
    return moment.replace(year=year, month=month, day=day, hour=23, minute=59, second=59, microsecond=0)


def appeal_until(moment: datetime) -> datetime:
    """moment: as the clock on the town hall shows it, whose days count."""
    return months_later(moment, APPEAL_MONTHS)


@dataclass(frozen=True, slots=True)
class Faster:
    """Who decided what somebody else was just looking at."""

    name: str
    at: datetime


def too_slow(faster: Faster | None, newest_cause: datetime | None, now: datetime) -> Refused | None:
    """The sentence for somebody whose view is old; None where nothing tells why."""
    if newest_cause and (faster is None or newest_cause > faster.at):
        return NewHere()
    if faster is None:
        return None
    passed = now - faster.at
    if passed < timedelta(minutes=2):
        return DecidedSecondsAgo(name=faster.name, count=int(passed.total_seconds()))
    if passed < timedelta(hours=2):
        return DecidedMinutesAgo(name=faster.name, count=int(passed.total_seconds()) // 60)
    return DecidedBefore(name=faster.name)
