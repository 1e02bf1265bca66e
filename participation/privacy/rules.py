"""Who may have themselves deleted, and what they may choose."""

from datetime import timedelta
from enum import StrEnum

from participation.foundation.messages import N_, Refused
from participation.foundation.permissions import Actor

FORGOTTEN_AFTER = timedelta(days=730)  # somebody without a role who was not here for so long is forgotten


class Leaving(StrEnum):
    """What becomes of somebody's words when they are forgotten."""

    EVERYTHING = "everything"  # they go
    ONLY_ME = "only-me"  # they stay and are nobody's


class NothingKept(Refused):
    message = N_("Nothing about you is kept on this device. There is nothing to take along and nothing to delete.")
    code = "nothing_kept"
    status = 404


class NotChosen(Refused):
    message = N_("Please choose what becomes of your words, and confirm that you know there is no way back.")
    code = "not_chosen"
    status = 422


class HoldsARole(Refused):
    message = N_(
        "You work here: what you decide has to stay traceable. Ask an administrator to take your roles back first; "
        "after that you can have yourself deleted."
    )
    code = "holds_a_role"
    status = 409


class HomeElsewhere(Refused):
    message = N_("Your account belongs to another municipality. You can have it deleted there.")
    code = "home_elsewhere"
    status = 409


def require_somebody(by: Actor) -> int:
    """The person's id. Raises NothingKept for whoever did nothing here yet."""
    if by.person_id is None:
        raise NothingKept
    return by.person_id


def require_choice(chosen: str, *, sure: bool) -> Leaving:
    """Raises NotChosen."""
    if not sure or chosen not in set(Leaving):
        raise NotChosen
    return Leaving(chosen)
