"""What run sheets to start from are made of, and the steps that many of them share. The words are our own."""

from dataclasses import dataclass

from flask_babel import force_locale, gettext

from participation.foundation.locales import WRITTEN, catalogue_of
from participation.foundation.messages import N_
from participation.sessions.asking import Asks
from participation.sessions.rules import StepKind
from participation.sessions.sheet import Notes, Worded

# steps of formats, where the house has them
CARDS, TOPICS, MARKET, REPORTS, ACTIONS = "cards", "topics", "market", "reports", "actions"
SLIDE, PROJECTS, GOALS, PLANS, STRUCTURES = "slide", "projects", "goals", "plans", "structures"
ROUND, HARVEST = "round", "harvest"
PROGRAMME, PODIUM, RESULTS = "programme", "podium", "results"


@dataclass(frozen=True, slots=True)
class Line:
    """A step of a pattern, in marked sentences. text: paragraphs for the hall; script: for the moderator.

    kind: one of ours, or that of a format, which then sets up what belongs to it. asks: of a vote, whose
    question is the title.
    """

    kind: str
    title: str
    minutes: int
    text: tuple[str, ...] = ()
    script: str = ""
    material: str = ""
    asks: Asks | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    name: str
    sentence: str
    lines: tuple[Line, ...]


WELCOME = Line(
    StepKind.TEXT,
    N_("Welcome"),
    5,
    (N_("Good that you are here."), N_("Read along on your phone in your language.")),
    N_("Greet people, show the code, say who interprets into which language and where the exits are."),
    N_("Screen, tickets and pens by the door, signs in the languages of the invitation"),
)
THEME = Line(
    StepKind.TEXT,
    N_("Our theme"),
    10,
    (N_("What is it about?"), N_("What becomes of what we say today?")),
    N_("Put the question of the evening here. Say honestly who decides, and by when people hear of the results."),
)
CLOSING = Line(
    StepKind.CIRCLE,
    N_("Closing circle"),
    20,
    (N_("One after another, whoever wants to: one sentence about today."), N_("Nobody answers, nobody comments.")),
    N_("Pass something from hand to hand; whoever holds it speaks."),
    N_("Something to pass on"),
)
FOUR_PRINCIPLES = Line(
    StepKind.TEXT,
    N_("Four principles"),
    5,
    (
        N_("Whoever comes is the right person."),
        N_("Whatever happens is what could happen."),
        N_("It begins when the time is right."),
        N_("Over is over. And what is not over is not over."),
    ),
)
LAW_OF_TWO_FEET = Line(
    StepKind.TEXT,
    N_("The law of two feet"),
    5,
    (
        N_("Where you neither learn nor give, go somewhere else."),
        N_("Bumblebees carry thoughts from group to group."),
        N_("Butterflies rest where it is nice; others come and talk."),
        N_("Be ready to be surprised."),
    ),
    N_("Nobody has to stay out of politeness. Say that leaving is no insult."),
)
PAUSE = Line(StepKind.BREAK, N_("Break"), 20, (N_("Something to drink is waiting."),))


def worded(line: Line) -> Worded:
    """The notes stand in the language of whoever plans, as everything at the desk."""
    notes = Notes(
        script=str(gettext(line.script)) if line.script else "",
        material=str(gettext(line.material)) if line.material else "",
        minutes=line.minutes,
    )
    title, text = {}, {}
    for lang in WRITTEN:
        with force_locale(catalogue_of(lang)):
            title[lang] = str(gettext(line.title))
            if line.text:
                text[lang] = "\n".join(str(gettext(paragraph)) for paragraph in line.text)
    return Worded(line.kind, title, text, notes, line.asks)
