"""Who found the words, who vouches for them, and what is to be done."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.foundation.permissions import Role
from participation.languages.vouching import (
    PER_PAGE,
    Need,
    Origin,
    Seen,
    need_of,
    open_pairs,
    origin_of,
    pages,
    seen_from,
    vouches_as,
)


@pytest.mark.parametrize(
    ("text", "begun_as", "machine", "origin"),
    [
        ("Mehr Bänke", None, "", Origin.HUMAN),
        ("Mehr Bänke", None, "Mehr Bänke", Origin.HUMAN),  # somebody found the same words themselves
        ("Mehr Bänke", Origin.HUMAN, "Viele Bänke", Origin.HUMAN),
        ("Viele Bänke", Origin.MACHINE, "Viele Bänke", Origin.MACHINE),
        ("Mehr Bänke", Origin.MACHINE, "Viele Bänke", Origin.REVISED),
        ("Mehr Bänke", Origin.REVISED, "", Origin.REVISED),
        ("Viele Bänke", Origin.REVISED, "Viele Bänke", Origin.MACHINE),
    ],
)
def test_what_a_person_changed_is_not_the_machines_and_not_theirs_alone(
    text: str, begun_as: str | None, machine: str, origin: Origin
) -> None:
    assert origin_of(text, begun_as, machine) is origin


def test_of_several_roles_readers_see_the_one_that_is_about_languages() -> None:
    assert vouches_as({Role.RESIDENT, Role.ADMINISTRATOR, Role.MODERATOR}) is Role.MODERATOR
    assert vouches_as({Role.MODERATOR, Role.INTERPRETER}) is Role.INTERPRETER
    with pytest.raises(LookupError):
        vouches_as({Role.RESIDENT, Role.OBSERVER})


@given(st.builds(Seen, *[st.integers(0, 2**31 - 1)] * 4))
def test_what_a_form_carries_comes_back_as_it_was(seen: Seen) -> None:
    assert seen_from(str(seen)) == seen


@pytest.mark.parametrize("sent", ["", "1", "1.2.3", "1.2.3.x", "-1.0.0.0", "1.2.3.4.5", "99999999999.0.0.0"])
def test_what_no_form_can_have_carried_was_never_seen(sent: str) -> None:
    assert seen_from(sent) == Seen()


@pytest.mark.parametrize(
    ("approved", "outdated", "drafted", "offered", "need"),
    [
        (True, True, True, True, Need.OUTDATED),
        (True, False, True, True, Need.DONE),
        (False, False, True, True, Need.DRAFT),
        (False, False, False, True, Need.OFFERED),
        (False, False, False, False, Need.MISSING),
    ],
)
def test_what_a_text_needs(approved: bool, outdated: bool, drafted: bool, offered: bool, need: Need) -> None:  # noqa: FBT001 - columns
    assert need_of(approved=approved, outdated=outdated, drafted=drafted, offered=offered) is need


def test_a_text_needs_no_version_in_its_own_language() -> None:
    pairs = open_pairs({"tr": 3, "de": 2}, {("de", "tr"): 1}, ["de", "en"])

    assert pairs == {"de": {"tr": 2}, "en": {"tr": 3, "de": 2}}


def test_an_empty_list_has_a_page() -> None:
    assert [pages(count) for count in (0, 1, PER_PAGE, PER_PAGE + 1)] == [1, 1, 1, 2]
