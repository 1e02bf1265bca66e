"""The answers of the seats, in sentences for the catalogues."""

from participation.foundation.messages import N_
from participation.roundtable.rules import Method
from participation.voting.presets import ANSWERS
from participation.voting.rules import Method as Preset

CONSENT = (
    N_("I agree."),
    N_("I agree, with a concern that goes into the minutes."),
    N_("I stand aside: I neither carry it nor block it."),
    N_("I object, for a reason that weighs heavily."),
)


def answers(method: Method) -> tuple[str, ...]:
    """In their order; the first is number 1."""
    return CONSENT if method is Method.CONSENT else tuple(ANSWERS[Preset.GRADIENTS])
