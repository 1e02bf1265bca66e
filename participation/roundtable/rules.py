"""A round table (*Runder Tisch*), pure: who may sit and vote for a seat, and what a table has decided.

The method follows the German primers named in the project's designs; consent and dissent (*Sondervotum*) likewise.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from participation.foundation.messages import N_, ChangedMeanwhile, Refused

KIND = "item"  # of the step on a run sheet
LONGEST_NAME = 60
LONGEST_TITLE = 120
LONGEST_TEXT = 4_000
LONGEST_NOTE = 1_000
LONGEST_MANDATE = 600
LONGEST_PROPOSAL = 2_000
LONGEST_REASON = 600
LONGEST_TASK = 300
MOST_GROUPS = 12
MOST_SEATS_EACH = 6
MOST_SEATS = 36  # more is a hall: the primers say fifteen to thirty
MOST_ITEMS = 20
MOST_WAITING = 30  # papers of one item that nobody has read yet
FEWEST_SECRET = 5  # fewer counted votes of a confidential item would show who chose what


class Part(StrEnum):
    """Who sits on a seat: one of two people, never both."""

    DELEGATE = "delegate"
    SUBSTITUTE = "substitute"


PART_NAMES = {Part.DELEGATE: N_("Delegate"), Part.SUBSTITUTE: N_("Substitute")}


class Invited(StrEnum):
    """How far it is with an organisation that should sit at the table."""

    NOTED = "noted"
    TALKED = "talked"
    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"


INVITED_NAMES = {
    Invited.NOTED: N_("To be asked"),
    Invited.TALKED: N_("Preliminary talk held"),
    Invited.INVITED: N_("Invited"),
    Invited.ACCEPTED: N_("Has accepted"),
    Invited.DECLINED: N_("Has declined"),
}


class PaperKind(StrEnum):
    """What a seat puts before the table."""

    PROPOSAL = "proposal"
    STATEMENT = "statement"


class Method(StrEnum):
    CONSENT = "consent"
    GRADIENTS = "gradients"


METHOD_NAMES = {
    Method.CONSENT: N_("Consent: adopted if nobody objects"),
    Method.GRADIENTS: N_("Gradients of agreement, eight levels"),
}
OBJECTION = 4  # of consent; the answers are numbered from 1
VETO = 8  # of the gradients
NEEDED = (2, 3, 4, 6)  # up to which gradient every seat must go, agreed before the vote
USUAL_NEED = 6
USUAL_QUORUM = 50  # percent of the seats
HIGHEST = {Method.CONSENT: OBJECTION, Method.GRADIENTS: VETO}  # answers are numbered from 1 to this


def needs_reason(method: Method, answer: int) -> bool:
    """An objection and a veto say why: the others can only help if they know."""
    return answer == HIGHEST[method]


class BallotState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Outcome(StrEnum):
    ADOPTED = "adopted"
    NOT_ADOPTED = "not_adopted"
    NO_QUORUM = "no_quorum"


OUTCOME_NAMES = {
    Outcome.ADOPTED: N_("Adopted"),
    Outcome.NOT_ADOPTED: N_("Not adopted"),
    Outcome.NO_QUORUM: N_("Not decided: too few seats voted"),
}


@dataclass(frozen=True, slots=True)
class Voting:
    """What was agreed before a vote. need: up to which gradient every seat must go; quorum: percent of all seats."""

    method: Method
    need: int = USUAL_NEED
    quorum: int = USUAL_QUORUM


def has_quorum(cast: int, seats: int, quorum: int) -> bool:
    """seats: all that the table has, also those that are not here."""
    return cast > 0 and cast * 100 >= seats * quorum


def outcome(voting: Voting, cast: Iterable[int], seats: int) -> Outcome:
    """What the table has decided. cast: the answers that seats gave; who did not vote decides nothing."""
    given = list(cast)
    if not has_quorum(len(given), seats, voting.quorum):
        return Outcome.NO_QUORUM
    limit = OBJECTION - 1 if voting.method is Method.CONSENT else voting.need
    return Outcome.ADOPTED if max(given) <= limit else Outcome.NOT_ADOPTED


def counts_of(method: Method, cast: Iterable[int]) -> dict[str, int]:
    """Answer -> how many seats, all answers named."""
    found = Counter(cast)
    return {str(number): found[number] for number in range(1, HIGHEST[method] + 1)}


@dataclass(frozen=True, slots=True)
class Sitting:
    """Who sits on a seat in a session. part: None while nobody does."""

    part: Part | None
    left: bool = False

    @property
    def here(self) -> bool:
        return self.part is not None and not self.left


def may_sit_down(now: Sitting, part: Part) -> bool:
    """A delegate may always; a substitute unless the delegate is here."""
    return part is Part.DELEGATE or not (now.here and now.part is Part.DELEGATE)


def seats_of(groups: Mapping[int, int]) -> bool:
    """groups: group -> how many seats it has. Whether every interest group has the same number."""
    return len(set(groups.values())) <= 1


# --- what can be refused


class TableEnded(Refused):
    message = N_("This table has ended. What it decided stays.")
    code = "table_ended"


class SessionIsOpen(Refused):
    message = N_("A session of this table is open. Please end it first.")
    code = "session_is_open"


class MinutesApproved(Refused):
    message = N_("The table has approved the minutes of this session: nothing in them changes any more.")
    code = "minutes_approved"


class NamedHere(Refused):
    message = N_(
        "Something at this item names a seat already. Put another item on the agenda and make that one confidential."
    )
    code = "named_here"


class SitsAlready(Refused):
    message = N_("This phone sits on another seat of this table already. One person holds one seat.")
    code = "sits_already"


class VotedItself(Refused):
    message = N_("This seat has voted on its phone. Only the seat itself can change that.")
    code = "voted_itself"


class TooManyPapers(Refused):
    message = N_("Many papers of this item are still to be read. Please wait until the moderators have read them.")
    code = "too_many_papers"


class NoNumber(Refused):
    message = N_("Please write a whole number from 1 to %(most)s.")
    code = "no_number"
    status = 422


class NoDay(Refused):
    message = N_("Please write the day as year, month and day, for example 2027-01-31.")
    code = "no_day"
    status = 422


class TooManySeats(Refused):
    message = N_("A round table has at most %(groups)s interest groups and %(seats)s seats. Please plan fewer.")
    code = "too_many_seats"
    status = 422


class SeatInUse(Refused):
    message = N_("This seat has been taken already. End it instead, so that the minutes stay true.")
    code = "seat_in_use"


class NoSuchSeat(Refused):
    message = N_("This code leads to no seat any more. Please ask the moderators for a new one.")
    code = "no_such_seat"
    status = 404


class ModeratesHere(Refused):
    message = N_("Whoever moderates this table holds no seat at it: moderation is on nobody's side.")
    code = "moderates_here"


class RulesFirst(Refused):
    message = N_("Please read the rules of the table first, and say whether you accept them.")
    code = "rules_first"


class RulesChanged(ChangedMeanwhile):
    message = N_("The rules have changed meanwhile. Please read them once more.")


class DelegateIsHere(Refused):
    message = N_("The delegate of this seat is here. A seat has one voice: one of you sits.")
    code = "delegate_is_here"


class OtherSits(Refused):
    message = N_("Somebody else sits on this seat at the moment, and votes for it. A seat has one voice.")
    code = "other_sits"


class NotAtTable(Refused):
    message = N_("Please say first that you are here: then you can vote for your seat.")
    code = "not_at_table"


class NoSeatHere(Refused):
    message = N_("Only those who hold a seat at this table can do that.")
    code = "no_seat_here"
    status = 403


class NobodyHere(Refused):
    message = N_("No seat is here yet. Say at the desk, or on the phones, who has come.")
    code = "nobody_here"


class VoteIsOpen(Refused):
    message = N_("The seats are voting at the moment. Please end that vote first.")
    code = "seats_vote"


class VoteIsOver(Refused):
    message = N_("This vote is over.")
    code = "seat_vote_over"


class NoAnswer(Refused):
    message = N_("Please choose one of the answers.")
    code = "no_answer"
    status = 422


class ReasonNeeded(Refused):
    message = N_("Please say why you object: the others can only change the proposal if they know.")
    code = "reason_needed"
    status = 422


class NotPublicYet(Refused):
    message = N_("Let the proposal through first: everybody at the table must be able to read it.")
    code = "not_public_yet"


class DecidedHere(Refused):
    message = N_("Something was said or decided at this item. It stays, for the minutes.")
    code = "decided_here"


class NotRecorded(Refused):
    message = N_("Before the minutes are approved: record the votes that have ended, and read what still waits there.")
    code = "not_recorded"


class AllHaveSpoken(Refused):
    message = N_("Every seat that was asked has put its view on record already.")
    code = "all_have_spoken"


class NotApprovable(Refused):
    message = N_("Minutes are approved in a later session of the same table, while it is open.")
    code = "not_approvable"


class TooManyItems(Refused):
    message = N_("An agenda has at most %(limit)s items. Please write fewer.")
    code = "too_many_items"
    status = 422


class NoScope(Refused):
    message = N_("Say first what this table may decide: without it nobody knows what a vote is worth.")
    code = "no_scope"
