"""A live session (*Sitzung*): its states, its code, what the next step is."""

from dataclasses import dataclass
from enum import StrEnum

from participation.foundation.messages import N_, ChangedMeanwhile, Refused

CODE_DIGITS = 6
CODES_A_SECOND = 50  # wrong codes, for the whole server; a hall shares one address


class SessionState(StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    ENDED = "ended"


class View(StrEnum):
    """What the projector shows."""

    JOIN = "join"
    STEP = "step"
    BLANK = "blank"


class Shows(StrEnum):
    """What one screen of several shows."""

    FOLLOW = "follow"
    JOIN = "join"
    TIME = "time"


SHOWS_NAMES = {
    Shows.FOLLOW: N_("What the hall sees"),
    Shows.JOIN: N_("Always the code"),
    Shows.TIME: N_("Always the time"),
}


class StepKind(StrEnum):
    """What a step is for; that decides how it stands on the screens."""

    TEXT = "text"
    TALK = "talk"
    SILENCE = "silence"
    BREAK = "break"
    CIRCLE = "circle"
    VOTE = "vote"


KIND_NAMES = {
    StepKind.TEXT: N_("Words to read"),
    StepKind.TALK: N_("Conversation"),
    StepKind.SILENCE: N_("Silence"),
    StepKind.BREAK: N_("Break"),
    StepKind.CIRCLE: N_("Speaking stick"),
}
KIND_SENTENCES = {
    StepKind.TEXT: N_("A welcome, the theme, the frame, rules: title and text on the screen and on the phones."),
    StepKind.TALK: N_("In the circle or at tables: the title and, large, the time that is left."),
    StepKind.SILENCE: N_("A quiet screen with the time that is left."),
    StepKind.BREAK: N_("When it goes on."),
    StepKind.CIRCLE: N_(
        "One after another, nobody answers: the screen is quiet, and phones offer nothing else to read."
    ),
}
LONGEST_CALL = 160
# announcements that need no typing, in every language of the interface
CALLS = {
    "on": N_("We go on now. Please come back."),
    "soon": N_("We go on in five minutes."),
    "food": N_("The food is ready."),
    "turns": N_("Please speak one after the other."),
    "slowly": N_("Please speak slowly: we are interpreting."),
    "child": N_("A child is looking for its parents. Please come to the front."),
}
LONGEST_HEADLINE = 80
LONGEST_TEXT = 1500
LONGEST_PARAGRAPH = 240  # more does not fit on one page of the screen, and the screen turns pages between paragraphs
LONGEST_SCRIPT = 4000
LONGEST_MATERIAL = 1000


class ParagraphTooLong(Refused):
    message = N_(
        "A paragraph has %(count)s characters; on the screen %(limit)s fit on a page. Please begin a new line earlier."
    )
    code = "paragraph_too_long"
    status = 422


class NotSoManyMinutes(Refused):
    message = N_("Please give the time in whole minutes, from 1 to %(limit)s, or leave it empty.")
    code = "not_so_many_minutes"
    status = 422


class MovedSecondsAgo(ChangedMeanwhile):
    message = N_("%(name)s moved the session on %(count)s s ago. Please look at the new state, then press again.")


class VoteStillOpen(Refused):
    message = N_("The vote is still open. Please end it first.")
    code = "vote_still_open"


class NothingToUndo(Refused):
    message = N_("There is nothing to undo.")
    code = "nothing_to_undo"


class NotPlanned(Refused):
    message = N_("Only a session that has not begun can be rehearsed.")
    code = "not_planned"


class NoClock(Refused):
    message = N_("No time is running at this step.")
    code = "no_clock"


class StepIsOn(Refused):
    message = N_("The hall sees this step at this moment. Please move on first, then take it out.")
    code = "step_is_on"


class UnknownCode(Refused):
    message = N_("No session has this code now. Please compare the six digits with the screen in front.")
    code = "unknown_code"
    status = 422


class TooManyCodes(Refused):
    message = N_("Very many codes are being tried at this moment. Please wait a few seconds and try again.")
    code = "too_many_codes"
    status = 429


class SessionNotOpen(Refused):
    message = N_("This session is not open. What was voted before is kept.")
    code = "session_not_open"


class NotJoined(Refused):
    message = N_("Please join the session first; your choice stays here.")
    code = "not_joined"
    status = 403


class TicketNeeded(Refused):
    message = N_("This vote is confidential: please use the ticket you were given. Your choice stays here.")
    code = "ticket_needed"
    status = 403


class TicketElsewhere(Refused):
    message = N_("Your ticket is in use on another phone now. Votes already counted stay counted.")
    code = "ticket_elsewhere"
    status = 409


def digits_of(typed: str) -> str:
    """The code as typed, with or without spaces; digits of other scripts count as what they mean."""
    return "".join(str(int(sign)) for sign in typed if sign.isdecimal())[: CODE_DIGITS + 1]


def grouped(code: str) -> str:
    """`482915` as it stands on the screen: `482 915`."""
    return f"{code[:3]} {code[3:]}"


class Act(StrEnum):
    """The one big button of the console."""

    OPEN_SESSION = "open"
    SELECT = "select"
    START = "start"
    CLOSE = "close"
    COUNTING = "counting"
    PUBLISH = "publish"
    END_SESSION = "end"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class RunningStep:
    """A step of the run sheet as the next act depends on it. ballot_state: None where it is no vote."""

    step_id: int
    ballot_state: str | None


def next_act(state: SessionState, steps: list[RunningStep], current: int | None) -> tuple[Act, int | None]:
    """What the big button does, and the step it is about.

    steps: in order; current: id of the step that is on, or None.
    """
    if state is SessionState.ENDED:
        return Act.NOTHING, None
    if state is SessionState.PLANNED:
        return Act.OPEN_SESSION, None
    place = next((index for index, step in enumerate(steps) if step.step_id == current), -1)
    if place >= 0:
        during = {
            "ready": Act.START,
            "open": Act.CLOSE,
            "paused": Act.CLOSE,
            "closing": Act.COUNTING,
            "closed": Act.PUBLISH,
        }
        act = during.get(steps[place].ballot_state or "")
        if act is not None:
            return act, steps[place].step_id
    ahead = next((step for step in steps[place + 1 :] if step.ballot_state not in {"published", "cancelled"}), None)
    return (Act.SELECT, ahead.step_id) if ahead else (Act.END_SESSION, None)
