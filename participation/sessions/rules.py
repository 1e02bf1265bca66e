"""A live session (*Sitzung*): its states, its code, what the next step is."""

from dataclasses import dataclass
from enum import StrEnum

from participation.foundation.messages import N_, Refused

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
    """A step of the run sheet as the next act depends on it."""

    step_id: int
    ballot_state: str


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
        act = during.get(steps[place].ballot_state)
        if act is not None:
            return act, steps[place].step_id
    ahead = next((step for step in steps[place + 1 :] if step.ballot_state not in {"published", "cancelled"}), None)
    return (Act.SELECT, ahead.step_id) if ahead else (Act.END_SESSION, None)
