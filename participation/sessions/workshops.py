"""The two days of a workshop on a town's integration concept: from taking stock to lead goals and projects."""

from participation.foundation.messages import N_
from participation.sessions.asking import Asks
from participation.sessions.lines import (
    CLOSING,
    GOALS,
    PAUSE,
    PLANS,
    PROJECTS,
    SLIDE,
    STRUCTURES,
    WELCOME,
    Line,
    Pattern,
)
from participation.sessions.rules import StepKind

# the climate of a town as people see it: asked at the beginning, kept, and asked again later
CLIMATE = tuple(
    Line(
        StepKind.VOTE,
        sentence,
        4,
        script=N_("Read it aloud. Ask who would like to say why, then go on."),
        asks=Asks.AGREEMENT,
    )
    for sentence in (
        N_("People of every origin are welcome in our town."),
        N_("The town hall and migrant organisations work well together."),
        N_("What is offered reaches the people it is meant for."),
        N_("Integration is a matter for the whole town, not for one office."),
    )
)

FIRST_DAY = Pattern(
    N_("Workshop, first day"),
    N_("Where do we stand, where do we want to go? Climate, existing projects, data, good practice, goals: a day."),
    (
        WELCOME,
        Line(
            StepKind.TEXT,
            N_("Two days for our town"),
            10,
            (
                N_("Today: where do we stand, and where do we want to go?"),
                N_("Tomorrow: what exactly do we do, and who takes care of it?"),
            ),
            N_("Say who decides about the results, and when people hear of it."),
        ),
        *CLIMATE,
        Line(
            StepKind.TALK,
            N_("What do we see?"),
            20,
            (N_("Where do we agree, where not? What surprises you?"),),
            N_("These answers are kept. Ask the same again in a year: “Ask again what was asked before”."),
        ),
        Line(
            PROJECTS,
            N_("What is there already?"),
            40,
            (N_("In small groups: one sheet for each project you know."),),
            N_("Mix offices, associations and organisations in each group."),
        ),
        Line(
            SLIDE,
            N_("Our town in figures"),
            20,
            script=N_("Three or four figures are enough. Ask what they do not show."),
        ),
        PAUSE,
        Line(
            SLIDE,
            N_("Good practice from elsewhere"),
            20,
            script=N_("What could work here, what not, and why?"),
        ),
        Line(
            GOALS,
            N_("Where do we want to go?"),
            60,
            (N_("One goal on each sheet, with a number that speaks for it."),),
        ),
        CLOSING,
    ),
)

SECOND_DAY = Pattern(
    N_("Workshop, second day"),
    N_("What first, and who takes care of it? Chosen fields, lead goals, project ideas, structures: a day."),
    (
        WELCOME,
        Line(
            StepKind.TEXT,
            N_("What we found on the first day"),
            15,
            (N_("Read what groups wrote, on your phone, field by field."),),
        ),
        Line(
            StepKind.VOTE,
            N_("Which fields of action do we begin with?"),
            10,
            script=N_("Show the result, then choose the fields for the sheets of today together with the hall."),
            asks=Asks.FIELDS,
        ),
        Line(
            GOALS,
            N_("A lead goal for each field"),
            60,
            (N_("One sentence that everybody understands. How will we notice that we get there?"),),
            N_("One group for each chosen field. Press “Choose fields of action” first."),
        ),
        PAUSE,
        Line(
            PLANS,
            N_("What exactly do we want to do?"),
            75,
            (N_("One project idea on each sheet: who, with whom, the first step."),),
        ),
        Line(
            STRUCTURES,
            N_("Who has to meet, decide and take care?"),
            40,
            (N_("A group, a contact, a way of working: what is needed so that it happens?"),),
        ),
        Line(
            StepKind.TEXT,
            N_("What happens next"),
            10,
            (
                N_("You read the answers where you sent your ideas, in your language."),
                N_("Thank you, and a safe way home."),
            ),
        ),
        CLOSING,
    ),
)
