"""The steps of a run sheet that this room brings into a session. One button plans all of them."""

from participation.foundation.messages import N_
from participation.live.rules import Screen
from participation.sessions.plugs import Plug
from participation.worksheets import panels, service
from participation.worksheets.rules import SheetKind


def plug(kind: SheetKind) -> Plug:
    return Plug(
        kind=kind,
        name=N_("Worksheet") if kind is SheetKind.PROJECTS else "",
        new="worksheet_desk.new",
        key="1",
        scribe="worksheet_writing.scribe",
        parts={Screen.PHONE: panels.phone, Screen.PROJECTOR: panels.projector, Screen.CONSOLE: panels.console},
        own=panels.own,
        begin=service.begin,
        copy=service.copy,
        reword=service.reword,
        leave=service.take_down,
    )


PLUGS = tuple(plug(kind) for kind in SheetKind)
