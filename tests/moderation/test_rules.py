"""The rules of moderation: what a wish is called, what an author must be told, who was faster."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.contributions.rules import VISIBILITY, Status, is_less_visible
from participation.foundation.messages import Refused
from participation.moderation.rules import (
    BY_HAND,
    HIDDEN_VERDICT,
    PUBLIC_VERDICT,
    AnswerNeeded,
    Cause,
    Faster,
    Ground,
    NothingToDecide,
    Occasion,
    Outcome,
    Proposed,
    Reason,
    ReasonNeeded,
    Restriction,
    Verdict,
    Wish,
    WithdrawnByAuthor,
    WordsNeeded,
    appeal_until,
    check_words,
    ground_of,
    months_later,
    occasion_of,
    outcome_of,
    outcome_of_appeal,
    restriction_of,
    too_slow,
    verdict_for,
)

NOON = datetime(2026, 8, 31, 12, tzinfo=UTC)


def test_every_status_has_its_two_verdicts_and_its_visibility() -> None:
    assert set(VISIBILITY) == set(Status)
    assert set(PUBLIC_VERDICT) == set(HIDDEN_VERDICT) == set(Status) - {Status.WITHDRAWN}


def test_only_what_loses_readers_is_less_visible() -> None:
    lowered = {(now, before) for now in Status for before in Status if is_less_visible(now, before)}

    hidden = {Status.REJECTED, Status.TAKEN_DOWN, Status.WITHDRAWN}
    assert lowered == {(now, before) for now in hidden for before in (Status.WAITING, Status.PUBLISHED)} | {
        (Status.WAITING, Status.PUBLISHED)
    }


@pytest.mark.parametrize(
    ("wish", "status", "verdict"),
    [
        (Wish.PUBLIC, Status.WAITING, Verdict.PUBLISH),
        (Wish.PUBLIC, Status.PUBLISHED, Verdict.KEEP),
        (Wish.PUBLIC, Status.TAKEN_DOWN, Verdict.RESTORE),
        (Wish.HIDDEN, Status.WAITING, Verdict.REJECT),
        (Wish.HIDDEN, Status.PUBLISHED, Verdict.TAKE_DOWN),
        (Wish.HIDDEN, Status.REJECTED, Verdict.UPHOLD),
    ],
)
def test_a_wish_has_its_name_from_what_there_is(wish: Wish, status: Status, verdict: Verdict) -> None:
    assert verdict_for(wish, status, is_open=True) is verdict


@pytest.mark.parametrize(
    ("wish", "status", "proposed", "verdict"),
    [
        (Wish.PUBLIC, Status.PUBLISHED, Proposed.ANEW, Verdict.ADOPT),
        (Wish.PUBLIC, Status.PUBLISHED, Proposed.AGAIN, Verdict.ADOPT),
        (Wish.PUBLIC, Status.REJECTED, Proposed.ANEW, Verdict.RESTORE),
        (Wish.PUBLIC, Status.WAITING, Proposed.ANEW, Verdict.PUBLISH),
        (Wish.FORMER, Status.PUBLISHED, Proposed.ANEW, Verdict.DECLINE),
        (Wish.FORMER, Status.PUBLISHED, Proposed.AGAIN, Verdict.UPHOLD),
        (Wish.HIDDEN, Status.PUBLISHED, Proposed.ANEW, Verdict.TAKE_DOWN),
        (Wish.HIDDEN, Status.PUBLISHED, Proposed.AGAIN, Verdict.TAKE_DOWN),
        (Wish.HIDDEN, Status.REJECTED, Proposed.ANEW, Verdict.REJECT),
        (Wish.HIDDEN, Status.TAKEN_DOWN, Proposed.ANEW, Verdict.TAKE_DOWN),
        (Wish.HIDDEN, Status.TAKEN_DOWN, Proposed.AGAIN, Verdict.UPHOLD),
        (Wish.FORMER, Status.REJECTED, Proposed.AGAIN, Verdict.UPHOLD),
    ],
)
def test_a_wish_about_a_new_version_has_its_name_as_well(
    wish: Wish, status: Status, proposed: Proposed, verdict: Verdict
) -> None:
    assert verdict_for(wish, status, is_open=True, proposed=proposed) is verdict


def test_without_a_new_version_there_is_no_former_one_and_what_was_withdrawn_is_not_decided() -> None:
    with pytest.raises(NothingToDecide):
        verdict_for(Wish.FORMER, Status.PUBLISHED, is_open=True)
    for wish in Wish:
        with pytest.raises(WithdrawnByAuthor):
            verdict_for(wish, Status.WITHDRAWN, is_open=True, proposed=Proposed.ANEW)


def test_a_declined_version_stays_hidden_for_its_author_while_the_contribution_is_public_to_whoever_reported_it() -> (
    None
):
    assert outcome_of("published", Verdict.ADOPT) is Outcome.CHANGED
    assert outcome_of("published", Verdict.DECLINE) is Outcome.PUBLIC
    assert outcome_of_appeal("published", Verdict.DECLINE) is Outcome.HIDDEN
    assert outcome_of_appeal("published", Verdict.UPHOLD) is Outcome.HIDDEN
    assert outcome_of_appeal("published", Verdict.ADOPT) is Outcome.PUBLIC
    assert outcome_of_appeal("taken_down", Verdict.TAKE_DOWN) is Outcome.HIDDEN


def test_without_an_open_case_only_what_changes_something_is_decided() -> None:
    assert verdict_for(Wish.HIDDEN, Status.PUBLISHED, is_open=False) is Verdict.TAKE_DOWN
    for wish, status in ((Wish.PUBLIC, Status.PUBLISHED), (Wish.HIDDEN, Status.REJECTED)):
        with pytest.raises(NothingToDecide):
            verdict_for(wish, status, is_open=False)


@pytest.mark.parametrize(
    ("verdict", "reason", "words", "appealed", "refused"),
    [
        (Verdict.REJECT, Reason.INSULT, "", False, None),
        (Verdict.REJECT, None, "x", False, ReasonNeeded),
        (Verdict.TAKE_DOWN, Reason.SOURCE, "x", False, ReasonNeeded),
        (Verdict.TAKE_DOWN, Reason.UNLAWFUL, "", False, WordsNeeded),
        (Verdict.TAKE_DOWN, Reason.UNLAWFUL, "§ 185", False, None),
        (Verdict.UPHOLD, None, "", True, AnswerNeeded),
        (Verdict.UPHOLD, None, "", False, None),
        (Verdict.UPHOLD, None, "Weil.", True, None),
        (Verdict.RESTORE, None, "", True, None),
        (Verdict.DECLINE, None, "", False, ReasonNeeded),
        (Verdict.DECLINE, Reason.INSULT, "", True, AnswerNeeded),
        (Verdict.DECLINE, Reason.INSULT, "", False, None),
    ],
)
def test_what_an_author_must_be_told(
    verdict: Verdict, reason: Reason | None, words: str, *, appealed: bool, refused: type[Refused] | None
) -> None:
    if refused is None:
        check_words(verdict, reason, words, appealed=appealed)
    else:
        with pytest.raises(refused):
            check_words(verdict, reason, words, appealed=appealed)


def test_what_needs_reasons() -> None:
    assert restriction_of(Status.PUBLISHED, was_public=True) is None
    assert restriction_of(Status.WAITING, was_public=False) is None
    assert restriction_of(Status.WAITING, was_public=True) is Restriction.HELD
    assert restriction_of(Status.REJECTED, was_public=False) is Restriction.NOT_PUBLISHED
    assert restriction_of(Status.TAKEN_DOWN, was_public=True) is Restriction.TAKEN_DOWN


def test_a_law_is_a_law_and_the_rest_are_rules_of_the_house() -> None:
    assert {ground_of(reason) for reason in BY_HAND} == {Ground.LAW, Ground.HOUSE_RULE}
    assert ground_of(Reason.UNLAWFUL) is Ground.LAW
    assert ground_of(Reason.SOURCE) is Ground.UNKNOWN


@pytest.mark.parametrize(
    ("causes", "occasion"),
    [
        ([], Occasion.OWN),
        ([Cause.NEW], Occasion.READ),
        ([Cause.LANGUAGE], Occasion.READ),
        ([Cause.EDITED], Occasion.EDITED),
        ([Cause.NEW, Cause.RULE], Occasion.RULE),
        ([Cause.RULE, Cause.REPORTED], Occasion.REPORTED),
        (list(Cause), Occasion.APPEAL),
    ],
)
def test_of_several_causes_the_one_that_says_most(causes: list[Cause], occasion: Occasion) -> None:
    assert occasion_of(causes) is occasion


def test_an_outcome_is_whether_it_is_public() -> None:
    assert [outcome_of(status) for status in ("published", "waiting", "rejected")] == [
        Outcome.PUBLIC,
        Outcome.HIDDEN,
        Outcome.HIDDEN,
    ]


@pytest.mark.parametrize(
    ("day", "months", "until"),
    [((2026, 8, 31), 6, (2027, 2, 28)), ((2027, 8, 31), 6, (2028, 2, 29)), ((2026, 1, 15), 6, (2026, 7, 15))],
)
def test_half_a_year_ends_on_the_same_day_or_the_last_one_there_is(
    day: tuple[int, int, int], months: int, until: tuple[int, int, int]
) -> None:
    later = months_later(datetime(*day, 12, tzinfo=UTC), months)

    assert (later.year, later.month, later.day) == until
    assert (later.hour, later.minute) == (23, 59)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - the time zone comes with it
def test_there_are_always_about_six_months_to_appeal(moment: datetime) -> None:
    assert timedelta(days=180) < appeal_until(moment) - moment < timedelta(days=185)


@pytest.mark.parametrize(
    ("passed", "sentence"),
    [
        (timedelta(seconds=4), "Max decided this 4 s ago. Please look at the new state."),
        (timedelta(minutes=5, seconds=50), "Max decided this 5 min ago. Please look at the new state."),
        (timedelta(hours=3), "Max decided this since you opened it. Please look at the new state."),
    ],
)
def test_whoever_is_late_reads_who_was_faster(passed: timedelta, sentence: str) -> None:
    assert str(too_slow(Faster("Max", NOON - passed), None, NOON)) == sentence


def test_something_new_is_said_before_an_older_decision() -> None:
    decided = Faster("Max", NOON - timedelta(hours=1))

    assert "new came in" in str(too_slow(decided, NOON, NOON))
    assert "new came in" in str(too_slow(None, NOON, NOON))
    assert "Max" in str(too_slow(decided, NOON - timedelta(days=1), NOON))
    assert too_slow(None, None, NOON) is None
