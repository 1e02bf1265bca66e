"""A workshop of two days in Musterstadt: the first took place, with slides and sheets; the second is planned."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import select

from participation.demo.rules import CONTENT
from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor, Role
from participation.moderation.letting import cases_about
from participation.process.models import Process
from participation.sessions.models import LiveSession, RunStep
from participation.sessions.patterns import steps_of
from participation.sessions.service import end_session, open_session, plan_session
from participation.sessions.sheet import add_pattern
from participation.slides.rules import KIND as SLIDE
from participation.slides.service import Shown, fill, slide_at
from participation.worksheets import queries, service
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
    add_pattern(tx, first, steps_of("workshop_1"), by=by)
    show_slides(tx, first, content["slides"])
    open_session(tx, first, by=by)
    for person, one in zip(people, content["sheets"], strict=False):
        guest = Actor(process.municipality_id, person, frozenset({Role.RESIDENT}))
        fill_in(tx, sheet_of(tx, first, SheetKind(one["kind"])), one, fields.get(one["field"]), guest=guest, by=by)
    end_session(tx, first, by=by)
    second = plan_session(tx, process, title=content["second"], place=content["place"], by=by)
    add_pattern(tx, second, steps_of("workshop_2"), by=by)


def show_slides(tx: Transaction, live: LiveSession, content: list[dict[str, Any]]) -> None:
    wanted = RunStep.session_id == live.id, RunStep.kind == SLIDE
    for step, one in zip(
        tx.session.scalars(select(RunStep).where(*wanted).order_by(RunStep.position)), content, strict=True
    ):
        step.text = one["text"]
        fill(slide_at(tx.session, step), Shown(one["source"], "", one["figures"]))


def sheet_of(tx: Transaction, live: LiveSession, kind: SheetKind) -> Worksheet:
    wanted = RunStep.session_id == live.id, RunStep.kind == kind
    return queries.sheet_at(tx.session, tx.session.scalars(select(RunStep).where(*wanted)).one())


def fill_in(
    tx: Transaction, sheet: Worksheet, one: dict[str, Any], field: int | None, *, guest: Actor, by: Actor
) -> None:
    """A group writes, and the desk lets it through."""
    parts = {part: str(one.get(part, "")) for part in (*ASKS[SheetKind(sheet.kind)], Part.TEXT)}
    made = service.fill_in(tx, sheet, service.Answered(parts, field, one["language"], one["language"]), by=guest)
    about = made.contribution_id or 0
    service.release(tx, sheet, [(made.id, cases_about(tx.session, [about])[about].revision)], by=by)
