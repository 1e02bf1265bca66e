"""The steps of a run sheet that this room brings into a session. One button plans all of them."""

from participation.foundation.messages import N_
from participation.live.rules import Screen
from participation.sessions.plugs import Plug
from participation.worldcafe import panels, planning
from participation.worldcafe.rules import StepKind


def plug(kind: StepKind) -> Plug:
    first = kind is StepKind.ROUND
    return Plug(
        kind=kind,
        name=N_("World café") if first else "",
        new="cafe_desk.new",
        key="2",
        scribe="cafe_scribe.desk",
        parts={Screen.PHONE: panels.phone, Screen.PROJECTOR: panels.projector, Screen.CONSOLE: panels.console},
        own=panels.own,
        begin=planning.begin,
        copy=planning.copy,
        reword=planning.reword,
        leave=planning.take_down,
    )


PLUGS = tuple(plug(kind) for kind in StepKind)
