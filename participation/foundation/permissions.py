"""The one permission map: it guards page, socket, API and command alike.

A role says who may at all; a stage rule, registered by the room it concerns, says whether it is the time for it.
A role is held in a whole municipality or in one of its processes (docs/decisions/014).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from participation.foundation.messages import NotAllowed, NotFound, Refused


class Role(StrEnum):
    RESIDENT = "resident"  # anybody, also without an account
    OBSERVER = "observer"  # reads along: a councillor, a scientist
    ORGANISATION = "organisation"  # speaks for a migrant organisation, an association, a chamber
    INTERPRETER = "interpreter"  # interprets in the hall, translates on the page
    SCRIBE = "scribe"  # writes in the hall for people who have no phone
    STEERING = "steering"  # member of the steering group
    COMPANION = "companion"  # accompanies processes, often of several municipalities
    MODERATOR = "moderator"
    ADMINISTRATION = "administration"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    READ = "read"
    SUBMIT_IDEA = "submit_idea"
    SUPPORT_IDEA = "support_idea"
    COMMENT = "comment"
    MODERATE = "moderate"
    PLACE_IN_FIELD = "place_in_field"
    EDIT_FIELDS = "edit_fields"
    RUN_SESSION = "run_session"
    INTERPRET_SESSION = "interpret_session"
    WRITE_FOR_OTHERS = "write_for_others"
    HARVEST = "harvest"
    SEE_REACH = "see_reach"
    EDIT_REACH = "edit_reach"
    READ_INTERNAL = "read_internal"
    ANSWER = "answer"
    TRANSLATE = "translate"
    TRANSLATE_WAITING = "translate_waiting"
    SEE_DESK = "see_desk"
    PREVIEW = "preview"
    PLAN_PROCESS = "plan_process"
    WORK_WITH_SOURCES = "work_with_sources"
    READ_NAMES = "read_names"
    EDIT_HOUSE = "edit_house"
    INVITE = "invite"
    READ_LOG = "read_log"


EVERYBODY = frozenset(Role)
HALL = frozenset({Role.MODERATOR, Role.COMPANION, Role.ADMINISTRATOR})
OFFICE = frozenset({Role.ADMINISTRATION, Role.ADMINISTRATOR})
DESK = HALL | OFFICE
TRANSLATORS = OFFICE | {Role.INTERPRETER, Role.MODERATOR}
READERS = DESK | {Role.OBSERVER, Role.STEERING}

MAP: Mapping[Permission, frozenset[Role]] = {
    Permission.READ: EVERYBODY,
    Permission.SUBMIT_IDEA: EVERYBODY,
    Permission.SUPPORT_IDEA: EVERYBODY,
    Permission.COMMENT: EVERYBODY,
    Permission.MODERATE: HALL,
    Permission.PLACE_IN_FIELD: HALL,
    Permission.EDIT_FIELDS: DESK,
    Permission.RUN_SESSION: HALL,
    Permission.INTERPRET_SESSION: HALL | {Role.INTERPRETER},  # reads ahead, and may ask for less speed
    Permission.WRITE_FOR_OTHERS: HALL | {Role.SCRIBE},  # what somebody says in the hall, in their words
    Permission.HARVEST: READERS,
    Permission.SEE_REACH: OFFICE | {Role.COMPANION, Role.STEERING, Role.OBSERVER},  # whose work it is to reach people
    Permission.EDIT_REACH: OFFICE,  # asks in the name of the town hall (docs/decisions/030)
    Permission.READ_INTERNAL: DESK,  # as the form promises: not who only reads along (docs/decisions/020)
    Permission.ANSWER: OFFICE,  # in the name of the town hall: not who only leads the talk (docs/decisions/024)
    Permission.TRANSLATE: TRANSLATORS,  # and answer for what a translation says (docs/decisions/025)
    Permission.TRANSLATE_WAITING: TRANSLATORS - {Role.ADMINISTRATION},  # so that moderators can read it
    Permission.SEE_DESK: READERS,
    Permission.PREVIEW: READERS | {Role.INTERPRETER},
    Permission.PLAN_PROCESS: OFFICE | {Role.COMPANION},
    Permission.WORK_WITH_SOURCES: DESK,  # reads what people told in confidence: not who only reads along
    Permission.READ_NAMES: OFFICE,  # of those who were asked: not who works with their words (docs/decisions/042)
    Permission.EDIT_HOUSE: OFFICE,
    Permission.INVITE: frozenset({Role.ADMINISTRATOR}),
    Permission.READ_LOG: OFFICE,
}
# what concerns the whole municipality: a role in one of its processes is not enough
WHOLE_TOWN = frozenset({Permission.EDIT_HOUSE, Permission.INVITE, Permission.READ_LOG})


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a guest or an account, in one municipality. person_id is None before the first act.

    roles: held in the whole municipality; in_process: (process id, role) held in that process alone.
    has_account: whether they can sign in again, a resident or a colleague; it gives no right.
    speaks_for: the organisations they are a member of, by the ids under which these are authors (docs/decisions/028).
    """

    municipality_id: int
    person_id: int | None = None
    roles: frozenset[Role] = frozenset({Role.RESIDENT})
    name: str = ""
    in_process: frozenset[tuple[int, Role]] = frozenset()
    has_account: bool = field(default=False, compare=False)
    speaks_for: frozenset[int] = field(default=frozenset(), compare=False)

    @property
    def authors(self) -> frozenset[int]:
        """As whom they say something here: themselves, and the organisations they are a member of."""
        return self.speaks_for if self.person_id is None else self.speaks_for | {self.person_id}

    def is_author(self, author_id: int | None) -> bool:
        """Whether what `author_id` said is theirs: an organisation's belongs to each of its members."""
        return author_id is not None and author_id in self.authors

    @property
    def entry(self) -> str:
        """How the audit names them. What no person does, such as counting in the end, the house does itself."""
        if self.person_id:
            return f"person:{self.person_id}"
        return "guest" if self.municipality_id else "system"

    @property
    def is_colleague(self) -> bool:
        """Whether they hold any role here besides that of everybody; speaking for an organisation is no work here."""
        return self.person_id is not None and bool(self.roles - {Role.RESIDENT, Role.ORGANISATION} or self.in_process)

    def roles_at(self, thing: object) -> frozenset[Role]:
        """The roles that count for `thing`: those of the municipality and of the process it belongs to.

        For None every role counts that is held anywhere: whether there is anything to see at all.
        """
        if thing is None:
            return self.roles | {role for _, role in self.in_process}
        process_id = getattr(thing, "process_id", None)
        return self.roles | {role for process, role in self.in_process if process == process_id}


def processes_with(actor: Actor, permission: Permission) -> frozenset[int] | None:
    """The processes in which `actor` may; None when it is all of the municipality's."""
    if not actor.roles.isdisjoint(MAP[permission]):
        return None
    if permission in WHOLE_TOWN:
        return frozenset()
    return frozenset(process for process, role in actor.in_process if role in MAP[permission])


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
    held = actor.roles if permission in WHOLE_TOWN else actor.roles_at(thing)
    if held.isdisjoint(MAP[permission]):
        return NotAllowed()
    stage = _stage_rules.get(permission)
    return stage(thing) if stage and thing is not None else None
