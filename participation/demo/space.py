"""An open space that was held in Musterstadt: its programme, what the groups reported, and what was agreed."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from participation.foundation import clock
from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor, Role
from participation.languages.hearing import Written
from participation.moderation.letting import cases_about
from participation.openspace import arranging, planning, queries, service
from participation.openspace.models import Action, InSpace, Space, Topic
from participation.openspace.rules import Part, rounds
from participation.openspace.service import Agreed, Concern, Told
from participation.process.models import Process
from participation.sessions.service import end_session, open_session, plan_session

CONTENT = Path(__file__).parent / "content" / "space.json"


def hold_open_space(tx: Transaction, process: Process, *, people: list[int], by: Actor) -> None:
    """people: guests who said all of it, each one thing."""
    content = json.loads(CONTENT.read_text(encoding="utf-8"))
    live = plan_session(tx, process, title=content["title"], place=content["place"], by=by)
    space = planning.plan_space(tx, live, by=by)
    began = clock.local(clock.now() - timedelta(days=1)).replace(
        hour=content["hour"], minute=0, second=0, microsecond=0
    )
    planning.add_rooms(tx, space, content["rooms"], by=by)
    planning.add_slots(tx, space, rounds(began, content["minutes"], content["pause"], content["rounds"]), by=by)
    open_session(tx, live, by=by)
    guests = iter(Actor(process.municipality_id, one, frozenset({Role.RESIDENT})) for one in people)
    topics = [bring(tx, space, one, next(guests)) for one in content["topics"]]
    let_all_through(tx, space, topics, by=by)
    find_places(tx, space, topics, content["topics"], by=by)
    for topic, one in zip(topics, content["topics"], strict=True):
        for person in people[: one["hearts"]]:
            service.want(tx, space, topic, wants=True, by=Actor(process.municipality_id, person))
    reports = [
        service.report(tx, space, topic, told(report), by=next(guests))
        for topic, one in zip(topics, content["topics"], strict=True)
        for report in one.get("reports", ())
    ]
    let_all_through(tx, space, reports, by=by)
    let_all_through(tx, space, [agree(tx, space, one, next(guests)) for one in content["actions"]], by=by)
    service.take_reports(tx, space, takes=False, by=by)
    end_session(tx, live, by=by)


def written(one: dict[str, Any], words: str) -> Written:
    return Written(words, one["language"], one["language"])


def bring(tx: Transaction, space: Space, one: dict[str, Any], by: Actor) -> Topic:
    concern = Concern(written(one, one["text"]), one["host"], (one["language"],), one.get("interpreter", False))
    return service.bring_topic(tx, space, concern, by=by)


def told(report: dict[str, str]) -> Told:
    return Told({part: report[part] for part in Part}, report["language"], report["language"])


def agree(tx: Transaction, space: Space, one: dict[str, Any], by: Actor) -> Action:
    due = clock.local(clock.now()).date() + timedelta(days=one["days"])
    return service.agree(tx, space, Agreed(written(one, one["text"]), one["who"], due, one["topic"]), by=by)


def let_all_through(tx: Transaction, space: Space, said: list[Any], *, by: Actor) -> None:
    """said: places of one kind."""
    table: type[InSpace] = type(said[0])
    cases = cases_about(tx.session, [one.contribution_id for one in said])
    service.release(tx, space, table, [(one.id, cases[one.contribution_id].revision) for one in said], by=by)


def find_places(
    tx: Transaction, space: Space, topics: list[Topic], content: list[dict[str, Any]], *, by: Actor
) -> None:
    rooms, slots = queries.rooms_of(tx.session, space), queries.slots_of(tx.session, space)
    for topic, one in zip(topics, content, strict=True):
        seen = (topic.id, topic.revision)
        if "at" in one:
            slot, room = one["at"]
            arranging.place(tx, space, seen, rooms[room].id, slots[slot].id, by=by)
        if "with" in one:
            arranging.join(tx, space, seen, topics[one["with"] - 1].id, by=by)
