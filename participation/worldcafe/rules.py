"""A world café: its steps, its limits, what is refused."""

from enum import StrEnum

from participation.contributions.rules import Status
from participation.foundation.messages import N_, Refused

LONGEST_PLACE = 40  # where a table stands
LONGEST_NOTE = 280
MOST_TABLES = 60
PEOPLE_PROPOSED, MOST_PEOPLE = 4, 12  # at a table
ROUNDS_PROPOSED, MOST_ROUNDS = 3, 6
MINUTES_PROPOSED = 20
MOST_SLIPS = 60  # at once
MOST_GUESTS = 2000


class StepKind(StrEnum):
    """The steps that a world café has on a run sheet. They share one café in a session."""

    ROUND = "round"  # people sit at tables and talk about one question
    HARVEST = "harvest"  # what was said at the tables


class NotSoManyTables(Refused):
    message = N_("A café has 1 to %(limit)s tables.")
    code = "not_so_many_tables"
    status = 422


class NotSoManyPeople(Refused):
    message = N_("At a table sit 2 to %(limit)s people. Four or five talk best.")
    code = "not_so_many_people"
    status = 422


class NotSoManySlips(Refused):
    message = N_("Please give how many guests come without a phone, from 1 to %(limit)s.")
    code = "not_so_many_slips"
    status = 422


class NoQuestion(Refused):
    message = N_("Please give a question for the first round, in one language at least.")
    code = "no_question"
    status = 422


class NoRoundAhead(Refused):
    message = N_("No round is left on the run sheet. Please add one first.")
    code = "no_round_ahead"


class NoTableOpen(Refused):
    message = N_("No table is open. Please open one first.")
    code = "no_table_open"


class TableHasHost(Refused):
    message = N_("This table has a host already, or is closed. Please choose another one.")
    code = "table_has_host"


class NotInTheCafe(Refused):
    message = N_("Please say first that you take part in the café.")
    code = "not_in_the_cafe"
    status = 403


class NoSuchGuest(Refused):
    message = N_("Nobody who is here has this number.")
    code = "no_such_guest"
    status = 422


class NotYourTable(Refused):
    message = N_("The host of a table writes its notes. Please tell your host; what you typed is still here.")
    code = "not_your_table"
    status = 403


class NoRoundYet(Refused):
    message = N_("No round has begun yet. What you typed is still here.")
    code = "no_round_yet"


class NotesStay(Refused):
    message = N_("Notes were written at the tables. What was said stays; this step stays with it.")
    code = "notes_stay"


def is_shown(status: str) -> bool:
    """Whether everybody reads it."""
    return status == Status.PUBLISHED


def may_write(*, is_host: bool, has_host: bool, sits_there: bool) -> bool:
    """Whether a phone writes the notes of a table: its host does; where there is none, whoever sits there."""
    return is_host or (sits_there and not has_host)
