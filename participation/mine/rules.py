"""What an author who changes their own words may run into, and what became of the change."""

from enum import StrEnum

from participation.foundation.messages import N_, Refused


class Kept(StrEnum):
    """What became of other words of an author."""

    NOTHING = "nothing"  # they say what was there before
    REPLACED = "replaced"  # it waits for a person as before, with the new words
    PUBLIC = "public"
    WAITS = "waits"  # a person reads them first


class ChangedElsewhere(Refused):
    message = N_(
        "You have changed this in another window or on another device since you opened it here. "
        "Below stands what it says now; what you typed is still in the field."
    )
    code = "changed_elsewhere"


class IsWithdrawn(Refused):
    message = N_("You have withdrawn this contribution, and its words are gone. You can write a new one.")
    code = "is_withdrawn"
