"""Hands and paper ballots that somebody counts in the room: what can be entered. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from participation.foundation.messages import N_, Refused
from participation.voting.rules import BallotRules, Method

MOST_HANDS = 2000
LONGEST_NAME = 80


class NotYetCounted(Refused):
    message = N_("Hands and paper are added once the vote has ended, and before its result is shown.")
    code = "not_yet_counted"


class NoHands(Refused):
    message = N_("Please enter at least one number.")
    code = "no_hands"
    status = 422


class NotSoManyHands(Refused):
    message = N_("Each number must lie between 0 and %(most)s.")
    code = "not_so_many_hands"
    status = 422


class TooManyPoints(Refused):
    message = N_("%(people)s people have at most %(points)s points, and %(per_option)s for one answer.")
    code = "too_many_points"
    status = 422


class SecondNameMissing(Refused):
    message = N_("Two people count together. Please write who counted with you.")
    code = "second_name_missing"
    status = 422


@dataclass(frozen=True, slots=True)
class Hands:
    """What was counted. counts: option id -> hands or points; people: how many they belong to."""

    counts: Mapping[int, int]
    people: int


def hidden_among(voted: int, hands: int) -> int:
    """Among how many a secret vote is hidden: those who voted by phone, or, where nobody did, those counted by hand.

    What was counted by hand is known to those who counted: taken away from a result, it would leave the others.
    """
    return voted - hands or hands


def checked(counts: Mapping[int, int], people: int, rules: BallotRules) -> Hands:
    """people: how many gave these points; of another method each hand is a person, and it is not asked.

    Raises NoHands, NotSoManyHands, TooManyPoints.
    """
    given = {option: counts.get(option, 0) for option in sorted(rules.options)}
    if any(not 0 <= got <= MOST_HANDS for got in (*given.values(), people)):
        raise NotSoManyHands(most=MOST_HANDS)
    total = sum(given.values())
    if not total:
        raise NoHands
    if rules.method is not Method.DOTS:
        return Hands(given, total)
    if total > people * rules.dots or any(got > people * rules.per_option for got in given.values()):
        raise TooManyPoints(people=people, points=people * rules.dots, per_option=people * rules.per_option)
    return Hands(given, people)
