"""Methods of a few steps, for any run sheet. Every step can be changed."""

from collections.abc import Sequence

from participation.foundation.messages import N_
from participation.sessions.lines import Line, Pattern, worded
from participation.sessions.rules import StepKind
from participation.sessions.sheet import Worded

# a method in a few steps, for any run sheet; the first two from liberatingstructures.com, the words are our own
METHODS: dict[str, Pattern] = {
    "one_two_four_all": Pattern(
        N_("1-2-4-All"),
        N_("Everybody thinks, alone, in twos, in fours, then all together: twelve minutes."),
        (
            Line(
                StepKind.SILENCE, N_("Each for themselves"), 1, (N_("Think in silence, and note what comes to you."),)
            ),
            Line(StepKind.TALK, N_("In twos"), 2),
            Line(StepKind.TALK, N_("In fours"), 4, (N_("What is the same, what is different?"),)),
            Line(
                StepKind.TALK,
                N_("All together"),
                5,
                (N_("Each group of four says one thought that matters to it."),),
            ),
        ),
    ),
    "fishbowl": Pattern(
        N_("Fishbowl"),
        N_("A few talk in the inner circle, all others listen; one chair stays free for whoever wants to come in."),
        (
            Line(
                StepKind.TEXT,
                N_("How the fishbowl works"),
                3,
                (
                    N_("Only the inner circle talks."),
                    N_("Whoever wants to say something takes the free chair."),
                    N_("Then somebody else goes out, so that one chair is free again."),
                ),
            ),
            Line(StepKind.TALK, N_("Inner circle"), 25),
            Line(StepKind.TALK, N_("Outer circle"), 10, (N_("What did you hear? What was missing?"),)),
        ),
    ),
    "speaking_stick": Pattern(
        N_("Speaking stick"),
        N_("One after another, each with the same time; nobody answers."),
        (
            Line(
                StepKind.CIRCLE,
                N_("Speaking stick"),
                2,
                (N_("Nobody answers, nobody comments."),),
                N_("Start the time anew for each person. Whoever does not want to speak passes the stick on."),
                N_("Something to pass on"),
            ),
        ),
    ),
}


def method_steps(name: str) -> Sequence[Worded]:
    """The steps of a method in every language the town writes in; none for an unknown name."""
    found = METHODS.get(name)
    return [worded(line) for line in found.lines] if found else []
