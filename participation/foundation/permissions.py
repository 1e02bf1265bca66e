"""The one permission map: it guards page, socket, API and command alike.

A role says who may at all; a stage rule, registered by the room it concerns, says whether it is the time for it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from participation.foundation.messages import NotAllowed, NotFound, Refused


class Role(StrEnum):
    RESIDENT = "resident"  # anybody, also without an account
    INTERPRETER = "interpreter"
    MODERATOR = "moderator"
    ADMINISTRATION = "administration"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    SUBMIT_IDEA = "submit_idea"
    SUPPORT_IDEA = "support_idea"
    MODERATE = "moderate"
    PLACE_IN_FIELD = "place_in_field"
    EDIT_FIELDS = "edit_fields"
    RUN_SESSION = "run_session"
    HARVEST = "harvest"
    SEE_DESK = "see_desk"


EVERYBODY = frozenset(Role)
HALL = frozenset({Role.MODERATOR, Role.ADMINISTRATOR})
DESK = frozenset({Role.MODERATOR, Role.ADMINISTRATION, Role.ADMINISTRATOR})

MAP: Mapping[Permission, frozenset[Role]] = {
    Permission.SUBMIT_IDEA: EVERYBODY,
    Permission.SUPPORT_IDEA: EVERYBODY,
    Permission.MODERATE: HALL,
    Permission.PLACE_IN_FIELD: HALL,
    Permission.EDIT_FIELDS: DESK,
    Permission.RUN_SESSION: HALL,
    Permission.HARVEST: DESK,
    Permission.SEE_DESK: DESK,
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a guest or an account, in one municipality. person_id is None before the first act."""

    municipality_id: int
    person_id: int | None = None
    roles: frozenset[Role] = frozenset({Role.RESIDENT})
    name: str = ""

    @property
    def entry(self) -> str:
        """How the audit names them."""
        return f"person:{self.person_id}" if self.person_id else "guest"


# a stage rule returns the refusal, or None when it is the time for it
StageRule = Callable[[Any], Refused | None]
_stage_rules: dict[Permission, StageRule] = {}


def register_stage(permission: Permission, rule: StageRule) -> None:
    """Called by `app` for each room that knows a stage."""
    _stage_rules[permission] = rule


def may(actor: Actor, permission: Permission, thing: object = None) -> bool:
    return refusal(actor, permission, thing) is None


def require(actor: Actor, permission: Permission, thing: object = None) -> None:
    """Raises NotAllowed, NotFound (a thing of another municipality is not there at all) or the stage's own refusal."""
    refused = refusal(actor, permission, thing)
    if refused is not None:
        raise refused


def refusal(actor: Actor, permission: Permission, thing: object) -> Refused | None:
    home = getattr(thing, "municipality_id", actor.municipality_id)
    if home != actor.municipality_id:
        return NotFound()
    if actor.roles.isdisjoint(MAP[permission]):
        return NotAllowed()
    stage = _stage_rules.get(permission)
    return stage(thing) if stage and thing is not None else None
