"""Who may do what: role and stage, in one map."""

from dataclasses import dataclass
from typing import get_args

import pytest

from participation.foundation import permissions
from participation.foundation.messages import NotAllowed, NotFound, Refused
from participation.foundation.permissions import (
    MAP,
    Actor,
    Permission,
    Role,
    may,
    processes_with,
    register_stage,
    require,
)

EVERYBODY = {
    "resident",
    "observer",
    "organisation",
    "interpreter",
    "steering",
    "companion",
    "moderator",
    "administration",
    "administrator",
    "scribe",
}
HALL = {"moderator", "companion", "administrator"}
DESK = {"moderator", "companion", "administration", "administrator"}
READERS = {"observer", "steering", "moderator", "companion", "administration", "administrator"}

# the whole map once more, in plain words: a change of a right must be written twice
RIGHTS = {
    "read": EVERYBODY,
    "submit_idea": EVERYBODY,
    "support_idea": EVERYBODY,
    "comment": EVERYBODY,
    "moderate": HALL,
    "place_in_field": HALL,
    "edit_fields": DESK,
    "run_session": HALL,
    "interpret_session": HALL | {"interpreter"},
    "write_for_others": HALL | {"scribe"},
    "harvest": READERS,
    "see_reach": {"administration", "administrator", "companion", "steering", "observer"},
    "edit_reach": {"administration", "administrator"},
    "read_internal": DESK,
    "answer": {"administration", "administrator"},
    "translate": {"interpreter", "moderator", "administration", "administrator"},
    "translate_waiting": {"interpreter", "moderator", "administrator"},
    "see_desk": READERS,
    "preview": READERS | {"interpreter"},
    "plan_process": {"companion", "administration", "administrator"},
    "work_with_sources": DESK,
    "read_names": {"administration", "administrator"},
    "edit_house": {"administration", "administrator"},
    "invite": {"administrator"},
    "read_log": {"administration", "administrator"},
}
WHOLE_TOWN = {"edit_house", "invite", "read_log"}


@dataclass
class Thing:
    municipality_id: int
    open: bool = True


@dataclass
class InProcess:
    """Something that belongs to a process."""

    process_id: int
    municipality_id: int = 1


class NotNow(Refused):
    code = "not_now"


@pytest.fixture
def _stage_of_moderation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(permissions, "_stage_rules", {})
    register_stage(Permission.MODERATE, lambda thing: None if thing.open else NotNow())


@pytest.fixture
def _no_stages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(permissions, "_stage_rules", {})


def somebody(*roles: Role, town: int = 1) -> Actor:
    return Actor(town, 7, frozenset(roles))


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("role", Role)
def test_each_role_has_the_rights_written_here_and_no_other(role: Role, permission: Permission) -> None:
    allowed = role.value in RIGHTS[permission.value]

    assert may(somebody(role), permission) is allowed
    if not allowed:
        with pytest.raises(NotAllowed):
            require(somebody(role), permission)


def test_the_map_knows_every_permission() -> None:
    assert set(MAP) == set(Permission)
    assert set(RIGHTS) == {permission.value for permission in Permission}


@pytest.mark.parametrize("permission", Permission)
def test_without_any_role_nothing_is_allowed(permission: Permission) -> None:
    assert not may(somebody(), permission)


def test_several_roles_add_up() -> None:
    assert may(somebody(Role.RESIDENT, Role.MODERATOR), Permission.MODERATE)


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("role", Role)
def test_a_thing_of_another_municipality_is_not_there_for_anybody(role: Role, permission: Permission) -> None:
    with pytest.raises(NotFound):
        require(somebody(role), permission, Thing(municipality_id=2))


@pytest.mark.usefixtures("_no_stages")
@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("role", Role)
def test_a_role_in_one_process_gives_its_rights_there_and_nowhere_else(role: Role, permission: Permission) -> None:
    held = Actor(1, 7, frozenset(), "", frozenset({(3, role)}))
    allowed = role.value in RIGHTS[permission.value] and permission.value not in WHOLE_TOWN

    assert may(held, permission, InProcess(3)) is allowed
    assert may(held, permission) is allowed
    assert not may(held, permission, InProcess(4))
    assert not may(held, permission, Thing(1))
    assert processes_with(held, permission) == (frozenset({3}) if allowed else frozenset())


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("role", Role)
def test_a_role_in_the_whole_town_gives_its_rights_in_every_process(role: Role, permission: Permission) -> None:
    allowed = role.value in RIGHTS[permission.value]

    assert processes_with(somebody(role), permission) == (None if allowed else frozenset())


def test_whoever_holds_a_role_besides_that_of_everybody_is_a_colleague() -> None:
    assert somebody(Role.RESIDENT, Role.OBSERVER).is_colleague
    assert Actor(1, 7, in_process=frozenset({(3, Role.OBSERVER)})).is_colleague
    assert not somebody(Role.RESIDENT).is_colleague
    assert not Actor(1, None, frozenset({Role.MODERATOR})).is_colleague


@pytest.mark.usefixtures("_stage_of_moderation")
def test_the_stage_refuses_in_its_own_words_and_only_those_who_would_be_allowed() -> None:
    later = Thing(1, open=False)

    require(somebody(Role.MODERATOR), Permission.MODERATE, Thing(1))
    with pytest.raises(NotNow):
        require(somebody(Role.MODERATOR), Permission.MODERATE, later)
    with pytest.raises(NotAllowed):
        require(somebody(Role.RESIDENT), Permission.MODERATE, later)
    assert may(somebody(Role.MODERATOR), Permission.MODERATE)


def test_the_audit_names_people_by_number_and_guests_not_at_all() -> None:
    assert somebody(Role.MODERATOR).entry == "person:7"
    assert Actor(1, name="Max Beispiel").entry == "guest"
    assert Actor(0, name="the house itself").entry == "system"


def test_a_stage_rule_answers_with_a_refusal_or_nothing() -> None:
    assert get_args(permissions.StageRule)[1] == Refused | None
