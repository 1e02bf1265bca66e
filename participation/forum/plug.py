"""The steps of a run sheet that this room brings into a session."""

from participation.cardwall import panels as wall
from participation.cardwall import service as walls
from participation.forum import panels, podium, stepping
from participation.forum.rules import StepKind
from participation.foundation.messages import N_
from participation.live.rules import Screen
from participation.sessions.plugs import Plug

PODIUM = Plug(
    kind=StepKind.PODIUM,
    name=N_("Podium"),
    new="podium.new",
    key="p",
    scribe="scribe.desk",
    parts={
        Screen.PHONE: panels.podium_phone,
        Screen.PROJECTOR: panels.podium_projector,
        Screen.CONSOLE: panels.podium_console,
    },
    own=wall.own,
    begin=podium.begin,
    copy=podium.copy,
    reword=walls.reword_wall,
    leave=podium.take_down,
)


def plug(kind: StepKind) -> Plug:
    return Plug(
        kind=kind,
        name="",  # planned on the page of the forum
        new="forums.page",
        key="",
        scribe="",
        parts={Screen.PHONE: panels.phone, Screen.PROJECTOR: panels.projector, Screen.CONSOLE: panels.console},
        own=panels.own,
        begin=stepping.begin,
        copy=stepping.copy,
        reword=stepping.reword,
        leave=stepping.take_down,
    )


PLUGS = (plug(StepKind.PROGRAMME), PODIUM, plug(StepKind.RESULTS))
