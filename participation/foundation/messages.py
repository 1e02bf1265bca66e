"""Sentences for people. `N_` marks one for the catalogues; a `Refused` carries one to whoever was refused."""

from typing import ClassVar


def N_(sentence: str) -> str:  # noqa: N802 - the field's standard name for "mark, do not translate yet"
    return sentence


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """Something a person may run into. The door turns it into a page or a socket reply in their language.

    message: the English sentence, marked with N_, with %(named)s placeholders.
    code: a stable word for machines (socket replies, tests).
    status: the HTTP status a page answers with.
    """

    message: ClassVar[str] = N_("This is not possible.")
    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409

    def __init__(self, **facts: object) -> None:
        super().__init__(self.message % facts if facts else self.message)
        self.facts = facts


class NotAllowed(Refused):
    message = N_("You do not have the right to do this. Sign in with the account that has it.")
    code = "not_allowed"
    status = 403


class NotFound(Refused):
    message = N_("This page does not exist, or it is not public.")
    code = "not_found"
    status = 404


class ChangedMeanwhile(Refused):
    message = N_("Somebody else changed this a moment ago. Please look at the new state and decide again.")
    code = "stale"


class HouseBusy(Refused):
    message = N_("Very many people are writing at this moment. Nothing is lost: please send it again.")
    code = "busy"
    status = 503
