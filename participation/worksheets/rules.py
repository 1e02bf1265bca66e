"""Which worksheets there are, and what each asks for, part by part."""

from collections.abc import Mapping
from enum import StrEnum

from participation.contributions.rules import Kind, Standing, Status
from participation.foundation.messages import N_, Refused

LONGEST_CHOSEN = 40  # fields of action that one sheet is about


class SheetKind(StrEnum):
    """What a group works on. Each is a kind of step of its own on the run sheet."""

    PROJECTS = "projects"  # taking stock: what there is already
    GOALS = "goals"  # drafts of lead goals (*Leitziele*)
    PLANS = "plans"  # ideas for projects, backed with data
    STRUCTURES = "structures"  # who has to meet, decide, take care


class Part(StrEnum):
    """A field of a sheet. The first one of a sheet is what is said; the others come under their headings."""

    TEXT = "text"
    WHO = "who"
    WHOM = "whom"
    DATA = "data"
    SOURCE = "source"
    SIGN = "sign"
    FIRST = "first"
    WHEN = "when"


KIND_OF: Mapping[SheetKind, Kind] = {
    SheetKind.PROJECTS: Kind.PROJECT,
    SheetKind.GOALS: Kind.GOAL,
    SheetKind.PLANS: Kind.PLAN,
    SheetKind.STRUCTURES: Kind.STRUCTURE,
}
KIND_NAMES: Mapping[SheetKind, str] = {
    SheetKind.PROJECTS: N_("Existing projects"),
    SheetKind.GOALS: N_("Drafts of lead goals"),
    SheetKind.PLANS: N_("Project ideas"),
    SheetKind.STRUCTURES: N_("Structures and processes"),
}
# what stands on the screen where nobody worded it otherwise
QUESTIONS: Mapping[SheetKind, str] = {
    SheetKind.PROJECTS: N_("What is there already?"),
    SheetKind.GOALS: N_("Where do we want to go?"),
    SheetKind.PLANS: N_("What exactly do we want to do?"),
    SheetKind.STRUCTURES: N_("Who has to meet, decide and take care?"),
}
# the label of each part, in the order of the sheet
ASKS: Mapping[SheetKind, Mapping[Part, str]] = {
    SheetKind.PROJECTS: {
        Part.TEXT: N_("What is it called, and what does it do?"),
        Part.WHO: N_("Who runs it?"),
        Part.WHOM: N_("Whom does it reach, and whom not?"),
        Part.DATA: N_("What do numbers say about it?"),
        Part.SOURCE: N_("Where do the numbers come from?"),
    },
    SheetKind.GOALS: {
        Part.TEXT: N_("Our goal in one sentence"),
        Part.DATA: N_("Why? What do numbers say?"),
        Part.SOURCE: N_("Where do the numbers come from?"),
        Part.SIGN: N_("How will we notice that we get there?"),
    },
    SheetKind.PLANS: {
        Part.TEXT: N_("What do we want to do?"),
        Part.WHO: N_("Who does it, and with whom?"),
        Part.DATA: N_("What do numbers say for it?"),
        Part.SOURCE: N_("Where do the numbers come from?"),
        Part.FIRST: N_("What is the first step, and until when?"),
    },
    SheetKind.STRUCTURES: {
        Part.TEXT: N_("What is needed: a group, a contact, a way of working?"),
        Part.WHO: N_("Who belongs to it, and who decides?"),
        Part.WHEN: N_("How often, or until when?"),
    },
}
# together with their headings less than a contribution may have
LONGEST: Mapping[Part, int] = {
    Part.TEXT: 600,
    Part.WHO: 300,
    Part.WHOM: 300,
    Part.DATA: 600,
    Part.SOURCE: 300,
    Part.SIGN: 300,
    Part.FIRST: 300,
    Part.WHEN: 300,
}


class SheetClosed(Refused):
    message = N_("No more sheets are taken at the moment. What you typed is still here.")
    code = "sheet_closed"


class SheetsStay(Refused):
    message = N_("Groups have filled in this sheet. What was said stays, and the step stays with it.")
    code = "sheets_stay"


class FieldNotAsked(Refused):
    message = N_("This sheet is about other fields of action by now. Please choose one of them.")
    code = "field_not_asked"
    status = 422


def is_shown(status: str, standing: str) -> bool:
    """Whether everybody reads it in its own right: one that was put together with another stands there."""
    return status == Status.PUBLISHED and standing == Standing.OWN
