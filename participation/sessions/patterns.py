"""Run sheets to start from (*Ablaufvorlagen*), in the order a facilitator expects. Every step can be changed.

The open space follows the script of Michael M Pannwitz and the German primers named in the project's designs; the world
café the guidelines of its founders; the card inquiry the Metaplan tradition. The words are our own.
"""

from collections.abc import Sequence

from participation.foundation.messages import N_
from participation.sessions.lines import (
    ACTIONS,
    CARDS,
    CLOSING,
    FOUR_PRINCIPLES,
    HARVEST,
    LAW_OF_TWO_FEET,
    MARKET,
    PAUSE,
    PODIUM,
    PROGRAMME,
    REPORTS,
    RESULTS,
    ROUND,
    THEME,
    TOPICS,
    WELCOME,
    Line,
    Pattern,
    worded,
)
from participation.sessions.rules import StepKind
from participation.sessions.sheet import Worded
from participation.sessions.workshops import FIRST_DAY, SECOND_DAY

PATTERNS: dict[str, Pattern] = {
    "open_space": Pattern(
        N_("Open space"),
        N_("People set the agenda themselves: from the frame to the closing circle, half a day."),
        (
            WELCOME,
            THEME,
            Line(
                StepKind.TEXT,
                N_("The frame"),
                5,
                (N_("What stands firm already?"), N_("What is open, and ours to shape?")),
                N_("Name what nobody can change here. Everything else belongs to the people in the room."),
            ),
            FOUR_PRINCIPLES,
            LAW_OF_TWO_FEET,
            Line(
                TOPICS,
                N_("Your concerns"),
                30,
                (
                    N_("What matters to you? Come to the middle."),
                    N_("Say your name and your concern, and take a time and a place."),
                ),
                N_("Wait. Silence is part of it. Whoever does not want to speak tells it to somebody who does."),
                N_("Sheets, thick pens, the wall with times and places, a chair by the microphone"),
            ),
            Line(
                MARKET,
                N_("Marketplace"),
                20,
                (
                    N_("Go to the wall: where do you want to take part?"),
                    N_("Hosts may join their groups or change places."),
                ),
            ),
            Line(
                StepKind.TALK,
                N_("Groups, first round"),
                60,
                (N_("The host begins and sees to it that somebody writes."), N_("Move on whenever you like.")),
                material=N_("A sheet for the report at each place"),
            ),
            PAUSE,
            Line(StepKind.TALK, N_("Groups, second round"), 60, (N_("Move on whenever you like."),)),
            Line(
                REPORTS,
                N_("Evening news"),
                15,
                (N_("What did the groups find out?"), N_("All reports hang on the wall.")),
                N_("One minute for each group, at the wall."),
            ),
            Line(
                StepKind.TALK,
                N_("What first?"),
                20,
                (N_("Read the reports and mark what matters most to you."),),
                N_("Add the vote on the page of the open space: “Prepare the vote”, points on the concerns."),
            ),
            Line(
                ACTIONS,
                N_("Who does what until when?"),
                40,
                (N_("Write down the next steps: what, who, until when."),),
                material=N_("Sheets with three columns: what, who, until when"),
            ),
            CLOSING,
        ),
    ),
    "world_cafe": Pattern(
        N_("World café"),
        N_("Three rounds at small tables, then everybody sees what was found: two hours."),
        (
            WELCOME,
            Line(
                StepKind.TEXT,
                N_("How the café works"),
                10,
                (
                    N_("Four or five at a table, somebody who interprets where it helps."),
                    N_("Listen, link thoughts, draw and write on the tablecloth."),
                    N_("After each round all go to other tables; the host stays and tells what was said."),
                ),
                material=N_("Paper tablecloths, pens, the question on each table"),
            ),
            Line(ROUND, N_("First round"), 20, (N_("Our question for this round"),)),
            Line(ROUND, N_("Second round"), 20, (N_("Other tables, other people"),)),
            Line(ROUND, N_("Third round"), 20, (N_("What belongs together? What is missing?"),)),
            PAUSE,
            Line(
                HARVEST,
                N_("Harvest"),
                25,
                (N_("The hosts show the tablecloths: what was said again and again, what surprised?"),),
            ),
            CLOSING,
        ),
    ),
    "card_inquiry": Pattern(
        N_("Card inquiry"),
        N_("One question, one thought on each card, sorted together: an hour and a half."),
        (
            WELCOME,
            Line(
                CARDS,
                N_("Our question"),
                50,
                (N_("One thought on each card, in the language you like."),),
                N_("Read every card aloud. A card that fits twice is written twice."),
            ),
            Line(
                StepKind.TALK,
                N_("What first?"),
                15,
                (N_("Which of these should be taken up first?"),),
                N_("Add a vote here: “New vote”, points over the names of the groups."),
            ),
            CLOSING,
        ),
    ),
    "workshop_1": FIRST_DAY,
    "workshop_2": SECOND_DAY,
    "dialogue_forum": Pattern(
        N_("Dialogue forum"),
        N_(
            "A day with a plenary and parts side by side: people find their way by phone, and what the parts found out"
            " comes together in the plenary."
        ),
        (
            WELCOME,
            THEME,
            Line(
                PROGRAMME,
                N_("Programme of the day"),
                5,
                (N_("Choose a part on your phone. You can come back at any time."),),
            ),
            Line(
                PODIUM,
                N_("Podium"),
                45,
                (N_("Ask in your language, and say which questions matter to you."),),
            ),
            PAUSE,
            Line(
                StepKind.TALK, N_("Parts side by side"), 90, (N_("Somebody in each part writes up to five results."),)
            ),
            PAUSE,
            Line(RESULTS, N_("Results of parts"), 30),
            Line(
                StepKind.TEXT,
                N_("What happens next"),
                10,
                (N_("You read the answers where you sent your ideas, in your language."),),
            ),
        ),
    ),
    "dialogue": Pattern(
        N_("Evening with a vote"),
        N_("Information, tables, a vote, and what comes next: two hours."),
        (
            WELCOME,
            THEME,
            Line(
                StepKind.TALK,
                N_("Talks at the tables"),
                40,
                (N_("What should the town do? Send your ideas by phone, or tell them to whoever writes here."),),
                material=N_("Somebody who writes at each table, sheets with the QR code"),
            ),
            PAUSE,
            Line(
                StepKind.TEXT,
                N_("What the tables said"),
                15,
                (N_("One minute for each table."),),
                N_("Put the vote behind this step: “New vote”."),
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
        ),
    ),
}


def steps_of(pattern: str) -> Sequence[Worded]:
    """The steps of a pattern in every language the town writes in; none for an unknown name."""
    found = PATTERNS.get(pattern)
    return [worded(line) for line in found.lines] if found else []
