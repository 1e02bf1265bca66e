"""What the dialogue formats bring into a session: kinds of steps of their own. `sessions` knows no more of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor
from participation.live.rules import Screen
from participation.sessions.models import LiveSession, RunStep

# (reading session, the session, its step, language) -> HTML for everybody alike
Part = Callable[[Session, LiveSession, RunStep, str], str]


@dataclass(frozen=True, slots=True)
class Plug:
    """A kind of step. kind: as `RunStep.kind` has it.

    name: of the button that plans one, marked for the catalogues, "" where the button of another one plans it as well;
    new: its endpoint; key: its key on the console. scribe: the endpoint at which scribes write at such a step.
    parts: what stands under the title of the step, on each kind of screen that shows something of its own.
    own: what one phone shows besides, for whoever holds it: (reading session, step, person, language) -> HTML.
    begin: a pattern has put such a step on the sheet. copy: for a rehearsal, from a step to its copy. reword: the title
    is another one now. leave: the step goes; raises Refused where it has to stay.
    """

    kind: str
    name: str
    new: str
    key: str
    scribe: str
    parts: Mapping[Screen, Part]
    own: Callable[[Session, RunStep, Actor, str], str]
    begin: Callable[[Transaction, RunStep], None]
    copy: Callable[[Transaction, RunStep, RunStep], None]
    reword: Callable[[Transaction, RunStep], None]
    leave: Callable[[Transaction, RunStep], None]


# (reading session, the session, language) -> HTML for every phone, whatever the step is
Beside = Callable[[Session, LiveSession, str], str]

_plugs: dict[str, Plug] = {}
_beside: list[Beside] = []


def register(plug: Plug) -> None:
    """Called by `app` for each format that has a kind of step."""
    _plugs[plug.kind] = plug


def register_beside(part: Beside) -> None:
    """Called by `app` for a format that leads somewhere from every step of its session."""
    if part not in _beside:
        _beside.append(part)


def beside(session: Session, live: LiveSession, screen: Screen, lang: str) -> str:
    return "".join(part(session, live, lang) for part in _beside) if screen is Screen.PHONE else ""


def plug_of(step: RunStep | None) -> Plug | None:
    return _plugs.get(step.kind) if step else None


def plugs_to_plan() -> list[Plug]:
    """Those with a button of their own, in the order in which they were registered."""
    return [plug for plug in _plugs.values() if plug.name]


def panel(session: Session, live: LiveSession, step: RunStep, screen: Screen, lang: str) -> str:
    """What a step shows of its own on one kind of screen; "" for nothing."""
    plug = plug_of(step)
    part = plug.parts.get(screen) if plug else None
    return part(session, live, step, lang) if part else ""


def own_part(session: Session, step: RunStep | None, actor: Actor, lang: str) -> str:
    plug = plug_of(step)
    return plug.own(session, step, actor, lang) if plug and step else ""
