"""The step of a run sheet that this room brings into a session."""

from participation.cardwall import panels, service
from participation.cardwall.rules import KIND
from participation.foundation.messages import N_
from participation.live.rules import Screen
from participation.sessions.plugs import Plug

PLUG = Plug(
    kind=KIND,
    name=N_("New card wall"),
    new="wall_desk.new",
    key="c",
    scribe="scribe.desk",
    parts={Screen.PHONE: panels.phone, Screen.PROJECTOR: panels.projector, Screen.CONSOLE: panels.console},
    own=panels.own,
    begin=service.begin_wall,
    copy=service.copy_wall,
    reword=service.reword_wall,
    leave=service.take_down,
)
