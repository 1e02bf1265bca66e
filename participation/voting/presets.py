"""Answers that need no typing, in every language of the interface: whoever votes reads their own."""

from collections.abc import Mapping, Sequence

from participation.foundation.locales import INTERFACE
from participation.foundation.messages import N_
from participation.foundation.wording import in_every_language
from participation.voting.rules import Method

# Gradients of agreement after Kaner (1987): eight levels, from the whole heart to a veto
ANSWERS: Mapping[Method, Sequence[str]] = {
    Method.YESNO: (N_("Yes"), N_("No"), N_("I abstain")),
    Method.SCALE: (
        N_("I do not agree at all"),
        N_("I rather disagree"),
        N_("In between"),
        N_("I rather agree"),
        N_("I fully agree"),
    ),
    Method.GRADIENTS: (
        N_("I support it with all my heart."),
        N_("I agree, with one small reservation."),
        N_("I support it, with reservations."),
        N_("I abstain."),
        N_("We should talk more about it first."),
        N_("I do not like it, but I go along."),
        N_("I disagree seriously."),
        N_("Veto: I block it."),
    ),
    Method.EASY: (
        N_("Yes, gladly."),
        N_("Yes, with small doubts."),
        N_("I am not sure. Let us talk more."),
        N_("Rather not."),
        N_("No, in no case."),
    ),
}


def answers(method: Method) -> list[dict[str, str]]:
    """The words of each answer by language; empty for a method that has none of its own."""
    return [in_every_language(sentence, INTERFACE) for sentence in ANSWERS.get(method, ())]
