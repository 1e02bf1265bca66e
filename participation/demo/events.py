"""Two events of Musterstadt: one that took place, with what people said about it, and one to register for."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from participation.demo.rules import CONTENT
from participation.events import planning, registering
from participation.events.models import Event
from participation.events.planning import Plan, Span
from participation.events.registering import Opinion, Wish
from participation.foundation import clock
from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor
from participation.process.models import Process


def demo_events(file: Path = CONTENT / "events.json") -> dict[str, Any]:
    """As written: texts are language -> words; days count from the day the demo is laid out."""
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content


def plan_events(tx: Transaction, process: Process, *, by: Actor) -> None:
    content = demo_events()
    over = announce(tx, process, content["over"], by=by)
    over.registered, over.came = content["over"]["registered"], content["over"]["came"]
    for number, said in enumerate(content["over"]["opinions"]):
        registering.look_back(tx, over, Opinion(**said, once=f"demo-opinion-{number:04}"))
    coming = announce(tx, process, content["coming"], by=by)
    for guest in content["coming"]["guests"]:
        registering.enter_registration(tx, coming, Wish(**guest), by=by)


def announce(tx: Transaction, process: Process, content: dict[str, Any], *, by: Actor) -> Event:
    """Public, with the places kept for groups."""
    texts = {name: content.get(name, {}) for name in ("title", "text", "place", "way", "access", "bring")}
    plan = Plan(**texts, childcare=True, interpreters=tuple(content["interpreters"]), places=content["places"])
    event = planning.plan_event(tx, process, plan, [span_of(content)], by=by)[0]
    if groups := content.get("groups"):
        planning.keep_places(tx, event, [(one["name"], one["places"]) for one in groups], by=by)
    planning.publish(tx, event, by=by)
    return event


def span_of(content: dict[str, Any]) -> Span:
    """From the full hour to the full hour, in the time of the town."""
    day = clock.local(clock.now()).replace(minute=0, second=0, microsecond=0) + timedelta(days=content["days"])
    return day.replace(hour=content["begins"]), day.replace(hour=content["ends"])
