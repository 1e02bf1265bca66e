"""The step of a run sheet that this room brings into a session: an item with a speakers' list, papers and votes."""

from participation.live.rules import Screen
from participation.roundtable import meeting, panels
from participation.roundtable.rules import KIND
from participation.sessions.plugs import Plug
from participation.speaking import service as lists

PLUG = Plug(
    kind=KIND,
    name="",  # items are planned on the page of their table
    new="tables.page",
    key="",
    scribe="",
    parts={Screen.PHONE: panels.phone, Screen.PROJECTOR: panels.projector, Screen.CONSOLE: panels.console},
    own=panels.own,
    begin=lists.begin,
    copy=lists.copy,
    reword=meeting.reword,
    leave=meeting.take_down,
)
