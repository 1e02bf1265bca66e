"""A workshop of two days in Musterstadt: the first took place, with slides and sheets; the second is planned."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from participation.demo.rules import CONTENT
from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor, Role
from participation.moderation.letting import cases_about
from participation.process.models import Process
from participation.sessions.models import LiveSession
from participation.sessions.patterns import steps_of
from participation.sessions.service import end_session, open_session, plan_session
from participation.sessions.sheet import Worded, add_pattern
from participation.slides.rules import KIND as SLIDE
from participation.slides.service import Shown, add_slide
from participation.worksheets import service
from participation.worksheets.models import Worksheet
from participation.worksheets.rules import ASKS, Part, SheetKind


def demo_workshop(file: Path = CONTENT / "workshop.json") -> dict[str, Any]:
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content


def hold_workshop(
    tx: Transaction, process: Process, *, people: list[int], fields: Mapping[str, int], by: Actor
) -> None:
    """people: guests who filled in the sheets, each one. fields: key -> field of action."""
    content = demo_workshop()
    first = plan_session(tx, process, title=content["title"], place=content["place"], by=by)
    sheets = lay_out(tx, first, steps_of("workshop_1"), content["slides"], by=by)
    open_session(tx, first, by=by)
    for person, one in zip(people, content["sheets"], strict=False):
        guest = Actor(process.municipality_id, person, frozenset({Role.RESIDENT}))
        fill_in(tx, sheets[SheetKind(one["kind"])], one, fields.get(one["field"]), guest=guest, by=by)
    end_session(tx, first, by=by)
    second = plan_session(tx, process, title=content["second"], place=content["place"], by=by)
    lay_out(tx, second, steps_of("workshop_2"), [], by=by)


def lay_out(
    tx: Transaction, live: LiveSession, steps: Sequence[Worded], slides: Sequence[dict[str, Any]], *, by: Actor
) -> dict[SheetKind, Worksheet]:
    """The run sheet of a day; slides: what stands on its slides, in their order. Its worksheets, by kind."""
    made, left = {}, iter(slides)
    for one in steps:
        if one.kind == SLIDE:
            shown: dict[str, Any] = next(left, {"text": {}, "source": "", "figures": []})
            facts = Shown(shown["source"], "", shown["figures"])
            add_slide(tx, live, replace(one, text=shown["text"]), facts, by=by)
        elif one.kind in set(SheetKind):
            kind = SheetKind(one.kind)
            made[kind] = service.plan_worksheet(tx, live, kind, one.title, one.notes, by=by)
        else:
            add_pattern(tx, live, [one], by=by)
    return made


def fill_in(
    tx: Transaction, sheet: Worksheet, one: dict[str, Any], field: int | None, *, guest: Actor, by: Actor
) -> None:
    """A group writes, and the desk lets it through."""
    parts = {part: str(one.get(part, "")) for part in (*ASKS[SheetKind(sheet.kind)], Part.TEXT)}
    made = service.fill_in(tx, sheet, service.Answered(parts, field, one["language"], one["language"]), by=guest)
    about = made.contribution_id or 0
    service.release(tx, sheet, [(made.id, cases_about(tx.session, [about])[about].revision)], by=by)
