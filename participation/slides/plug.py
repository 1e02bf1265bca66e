"""The step of a run sheet that this room brings into a session."""

from participation.foundation.messages import N_
from participation.live.rules import Screen
from participation.sessions.plugs import Plug
from participation.slides import panels, service
from participation.slides.rules import KIND

PLUG = Plug(
    kind=KIND,
    name=N_("Slide with a source"),
    new="slides.new",
    key="f",
    scribe="",
    parts={Screen.PHONE: panels.phone, Screen.PROJECTOR: panels.projector, Screen.CONSOLE: panels.console},
    own=panels.own,
    begin=service.begin,
    copy=service.copy,
    reword=service.reword,
    leave=service.take_down,
)
