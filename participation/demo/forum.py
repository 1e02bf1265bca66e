"""A forum that was held in Musterstadt: its programme, questions to a podium, what the parts found out."""

import json
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from participation.cardwall import answering
from participation.cardwall import queries as walls
from participation.cardwall import service as cards
from participation.cardwall.rules import Answered
from participation.demo.rules import CONTENT
from participation.forum import planning, podium, queries, stepping, writing
from participation.forum.models import Forum, ForumPart
from participation.forum.planning import Frame, Plan
from participation.forum.podium import Guest
from participation.forum.rules import PartKind, StepKind, span_of
from participation.foundation import clock
from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor
from participation.languages.hearing import Written
from participation.process.models import Process
from participation.sessions.models import LiveSession
from participation.sessions.service import end_session, open_session, select_step
from participation.sessions.sheet import Notes


def demo_forum(file: Path = CONTENT / "forum.json") -> dict[str, Any]:
    """As written: texts are language -> words; what somebody said has its language beside it."""
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content


def hold_forum(tx: Transaction, process: Process, *, people: list[int], by: Actor) -> None:
    """people: guests who find questions important."""
    content = demo_forum()
    day = clock.local(clock.now()).date() + timedelta(days=content["days"])
    frame = Frame(content["title"], day, content["text"], content["place"])
    forum = planning.found_forum(tx, process, frame, [], by=by)
    planning.add_rooms(tx, forum, content["rooms"], by=by)
    parts = [add_part(tx, forum, day, one, by=by) for one in content["parts"]]
    planning.publish(tx, forum, public=True, by=by)
    stepping.add_step(tx, forum, StepKind.PROGRAMME, by=by)
    ask_the_podium(tx, forum, content, people, by=by)
    stepping.add_step(tx, forum, StepKind.RESULTS, by=by)
    for part, one in zip(parts, content["parts"], strict=True):
        for said in one["results"]:
            writing.enter_result(tx, forum, part, Written(said["text"], said["language"], said["language"]), by=by)
    end_session(tx, tx.session.get_one(LiveSession, forum.session_id), by=by)


def add_part(tx: Transaction, forum: Forum, day: date, one: dict[str, Any], *, by: Actor) -> ForumPart:
    rooms = queries.rooms_of(tx.session, forum)
    hours = time.fromisoformat(one["begins"]), time.fromisoformat(one["ends"])
    plan = Plan(
        one["title"],
        span_of(day, *hours, clock.TOWN_HALL),
        PartKind(one["kind"]),
        room=rooms[one["room"]].id if one["room"] is not None else None,
        interpreters=tuple(one["interpreters"]),
        lead=one["lead"],
    )
    return planning.add_part(tx, forum, plan, by=by)


def ask_the_podium(tx: Transaction, forum: Forum, content: dict[str, Any], people: list[int], *, by: Actor) -> None:
    """Questions in several languages, with hearts; some were answered in the hall."""
    live = tx.session.get_one(LiveSession, forum.session_id)
    title = next(one["title"] for one in content["parts"] if one["kind"] == PartKind.PODIUM)
    guests = [Guest(**one) for one in content["podium"]["people"]]
    step = podium.plan_podium(tx, live, title, guests, Notes(minutes=60), by=by)
    open_session(tx, live, by=by)
    select_step(tx, live, step.id, by=by)
    wall = walls.wall_at(tx.session, step)
    for one in content["podium"]["questions"]:
        card = cards.enter_card(tx, wall, Written(one["text"], one["language"], one["language"]), by=by)
        tx.session.refresh(card, ["contribution"])
        for person in people[: one["hearts"]]:
            cards.want(tx, wall, card, wants=True, by=Actor(forum.municipality_id, person))
        answering.answer(tx, wall, card.id, Answered(one["answered"]), by=by)
