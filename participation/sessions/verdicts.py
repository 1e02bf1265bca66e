"""What a vote is worth and what it says, in sentences of the reader's language."""

from collections.abc import Sequence

from flask_babel import gettext, ngettext

from participation.sessions.present import OptionView
from participation.voting.models import Ballot
from participation.voting.outcomes import GOES_ALONG, middle, sides
from participation.voting.rules import FEWEST_SECRET, BallotKind, Method, State, strongest


def note_of(ballot: Ballot) -> str:
    """What a vote here is worth, said before voting and beside the result."""
    if ballot.rehearsal:
        return str(gettext("Rehearsal: these votes are deleted afterwards."))
    if ballot.kind == BallotKind.MOOD:
        return str(gettext("Mood of the room: devices are not checked."))
    return str(gettext("Confidential: one ticket, one vote. Figures appear only after the end."))


def sentence_of(ballot: Ballot, voted: int | None, base: int, options: list[OptionView], *, withheld: bool) -> str:
    """The state of the ballot, or its result, in one sentence."""
    state = State(ballot.state)
    if state is State.CANCELLED:
        return str(gettext("This vote was cancelled. Nothing of it is counted or shown."))
    if voted is None:
        return str(gettext("This vote has not begun yet."))
    turnout = str(ngettext("%(num)s of %(base)s has voted.", "%(num)s of %(base)s have voted.", voted, base=base))
    if ballot.hands:
        by_hand = ngettext("%(num)s of them by hand or on paper.", "%(num)s of them by hand or on paper.", ballot.hands)
        turnout = f"{turnout} {by_hand}"
    if state is State.CLOSING:
        return str(gettext("The vote has ended. The votes are being counted."))
    if state is State.CLOSED and ballot.kind == BallotKind.CONFIDENTIAL:
        return str(gettext("All votes are counted. The result comes next."))
    if state is State.PUBLISHED:
        return f"{turnout} {result_sentence(ballot, options, withheld=withheld)}"
    return turnout


def result_sentence(ballot: Ballot, options: list[OptionView], *, withheld: bool) -> str:
    if withheld:
        return str(
            gettext(
                "With fewer than %(fewest)s votes the result is not shown: it would reveal who chose what.",
                fewest=FEWEST_SECRET,
            )
        )
    if not any(option.count for option in options):
        return str(gettext("Nobody chose an option."))
    return verdict(Method(ballot.method), [(option.letter, option.count or 0) for option in options])


def verdict(method: Method, figures: Sequence[tuple[str, int]]) -> str:
    """What the figures say, in words. figures: how each answer is called, and what it got, in their order."""
    counts = [got for _, got in figures]
    if method is Method.YESNO and len(counts) == 3:
        return yes_or_no(*counts)
    if method in GOES_ALONG:
        found = sides(method, counts)
        words = {"along": found.along, "against": found.against, "between": found.between}
        return str(gettext("Going along: %(along)s. Objecting: %(against)s. Neither: %(between)s.", **words))
    if method is Method.SCALE:
        return middle_sentence(figures)
    return leaders_sentence(method, figures)


def yes_or_no(yes: int, no: int, abstained: int) -> str:
    figures = gettext("Yes: %(yes)s. No: %(no)s. Abstained: %(abstained)s.", yes=yes, no=no, abstained=abstained)
    if yes == no:
        said = gettext("As many say yes as say no. A tie stays a tie.")
    else:
        said = gettext("More say yes than no.") if yes > no else gettext("More say no than yes.")
    return f"{figures} {said}"


def middle_sentence(figures: Sequence[tuple[str, int]]) -> str:
    found = middle([got for _, got in figures])
    if found is None:
        return str(gettext("Nobody chose an option."))
    low, high = (figures[place][0] for place in found)
    if low == high:
        return str(gettext("The middle of all answers is %(name)s.", name=low))
    return str(gettext("The middle of all answers lies between %(low)s and %(high)s.", low=low, high=high))


def leaders_sentence(method: Method, figures: Sequence[tuple[str, int]]) -> str:
    """One answer or points: who has the most. Somebody chose something."""
    leaders = sorted(strongest({place: got for place, (_, got) in enumerate(figures)}))
    names, most = ", ".join(figures[place][0] for place in leaders), figures[leaders[0]][1]
    if len(leaders) > 1:
        return str(
            ngettext(
                "Equal with %(num)s each: %(names)s. A tie stays a tie.",
                "Equal with %(num)s each: %(names)s. A tie stays a tie.",
                most,
                names=names,
            )
        )
    if method is Method.DOTS:
        return str(
            ngettext("Most points: %(names)s with %(num)s.", "Most points: %(names)s with %(num)s.", most, names=names)
        )
    return str(
        ngettext("Most votes: %(names)s with %(num)s.", "Most votes: %(names)s with %(num)s.", most, names=names)
    )
