"""The steps of a run sheet that this room brings into a session. One button plans all four."""

from participation.foundation.messages import N_
from participation.live.rules import Screen
from participation.openspace import panels, planning
from participation.openspace.rules import StepKind
from participation.sessions.plugs import Plug


def plug(kind: StepKind) -> Plug:
    first = kind is StepKind.TOPICS
    return Plug(
        kind=kind,
        name=N_("Open space") if first else "",
        new="space_desk.new",
        key="o",
        scribe="space_scribe.desk" if first else "",
        parts={Screen.PHONE: panels.phone, Screen.PROJECTOR: panels.projector, Screen.CONSOLE: panels.console},
        own=panels.own,
        begin=planning.begin,
        copy=planning.copy,
        reword=planning.reword,
        leave=planning.take_down,
    )


PLUGS = tuple(plug(kind) for kind in StepKind)
