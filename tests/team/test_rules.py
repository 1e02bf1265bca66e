"""Grants, their order and their words; what nobody may do to the last administrator; the token of an invitation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.foundation.permissions import Role
from participation.people.rules import ROLE_NAMES, Grant, grouped, in_order, in_words
from participation.team.forms import read_grant
from participation.team.rules import (
    GIVEN_ELSEWHERE,
    ROLE_SENTENCES,
    LastAdministrator,
    OwnAdministrator,
    UnknownGrant,
    check_administrator,
    grant_word,
    invitation_token,
    offered,
    without_repeats,
    works_in,
)

ADMINISTRATOR = Grant(Role.ADMINISTRATOR)
GRANTS = st.builds(Grant, st.sampled_from(list(ROLE_NAMES)), st.none() | st.integers(1, 5))
TEAMS = st.frozensets(GRANTS)


def test_every_role_but_that_of_everybody_is_offered_with_a_sentence() -> None:
    assert set(ROLE_NAMES) == set(ROLE_SENTENCES) == set(Role) - {Role.RESIDENT}


@given(GRANTS.filter(lambda grant: grant.role not in GIVEN_ELSEWHERE))
def test_a_form_carries_a_grant_there_and_back(grant: Grant) -> None:
    assert read_grant(grant_word(grant)) == grant


@pytest.mark.parametrize("word", ["organisation", "organisation:3"])
def test_a_form_does_not_give_what_organisations_give_themselves(word: str) -> None:
    with pytest.raises(UnknownGrant):
        read_grant(word)


@given(TEAMS)
def test_leaving_repeats_out_takes_nothing_away(grants: frozenset[Grant]) -> None:
    kept = without_repeats(grants)

    assert kept <= grants
    assert without_repeats(kept) == kept
    for role in Role:
        for process in range(1, 6):
            assert works_in(kept, process, role) is works_in(grants, process, role)


@given(TEAMS)
def test_grants_have_one_order_whatever_order_they_came_in(grants: frozenset[Grant]) -> None:
    assert in_order(sorted(grants, key=repr)) == in_order(grants)
    assert offered(sorted(grants, key=repr)) == offered(grants)
    assert set(offered(grants)) == set(in_order(grants)) == grants


def test_words_for_the_log_are_cut_where_it_holds_no_more() -> None:
    grants = [Grant(Role.ADMINISTRATION, number) for number in range(1, 99)]

    assert in_words([]) == ""
    assert in_words([Grant(Role.MODERATOR, 3), ADMINISTRATOR]) == "moderator in process 3, administrator"
    assert len(in_words(grants)) == 1000
    assert in_words(grants).endswith("…")


@pytest.mark.parametrize(
    ("process", "role", "found"),
    [
        (None, None, True),
        (None, Role.OBSERVER, True),
        (None, Role.STEERING, False),
        (1, Role.OBSERVER, True),
        (2, Role.OBSERVER, False),
        (2, Role.MODERATOR, True),
        (0, Role.MODERATOR, True),
        (0, Role.OBSERVER, False),
    ],
)
def test_a_role_in_the_whole_town_counts_in_each_process(
    process: int | None, role: Role | None, *, found: bool
) -> None:
    assert works_in([Grant(Role.MODERATOR), Grant(Role.OBSERVER, 1)], process, role) is found


@pytest.mark.parametrize("own", [True, False])
def test_the_last_administrator_stays(*, own: bool) -> None:
    with pytest.raises(LastAdministrator):
        check_administrator([ADMINISTRATOR], [], own=own, others=0)
    check_administrator([ADMINISTRATOR], [ADMINISTRATOR, Grant(Role.MODERATOR)], own=own, others=0)
    check_administrator([Grant(Role.ADMINISTRATOR, 1)], [], own=own, others=0)


def test_nobody_takes_their_own_administrator_role() -> None:
    with pytest.raises(OwnAdministrator):
        check_administrator([ADMINISTRATOR], [], own=True, others=1)
    check_administrator([ADMINISTRATOR], [], own=False, others=1)


def test_a_token_follows_from_the_form_the_sender_and_the_house() -> None:
    def token(secret: bytes = b"house", town: int = 1, by: int = 7, nonce: str = "n", fact: str = "Max") -> str:
        return invitation_token(secret, town, by, nonce, [fact, "moderator"])

    others = {token(b"other"), token(town=2), token(by=8), token(nonce="m"), token(fact="Eva")}

    assert token() == token()
    assert len(token()) == 32
    assert len(others - {token()}) == 5


@pytest.mark.parametrize(("code", "shown"), [("", ""), ("ABCDE", "ABCDE"), ("ABCDEFG", "ABCDE-FG")])
def test_a_code_is_read_in_groups(code: str, shown: str) -> None:
    assert grouped(code) == shown
