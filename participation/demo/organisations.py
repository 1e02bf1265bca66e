"""Two invented organisations of Musterstadt: who they are, who speaks for them, and what is said for them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from participation.demo.rules import CONTENT
from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor
from participation.organisations.joining import add_member
from participation.organisations.models import Organisation
from participation.organisations.rules import Kind, Part
from participation.organisations.service import Portrait, take_in
from participation.people import service as people


@dataclass(frozen=True, slots=True)
class SaidFor:
    """For whom an idea of the demo is said. told_by: as in a contribution; writer: the member who wrote it."""

    organisation: Organisation
    told_by: str | None
    writer: Actor


def demo_organisations(file: Path = CONTENT / "organisations.json") -> list[dict[str, Any]]:
    """As written: texts are language -> words, said is key of an idea -> how."""
    content: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return content


def found_organisations(tx: Transaction, *, office: Actor) -> Mapping[str, SaidFor]:
    """By the use cases of everybody. Returns key of an idea -> for whom it is said."""
    spoken: dict[str, SaidFor] = {}
    for one in demo_organisations():
        portrait = Portrait(
            one["name"],
            Kind(one["kind"]),
            one["texts"],
            one["languages"],
            one["website"],
            one["email"],
            one["phone"],
        )
        made = take_in(tx, portrait, by=office)
        writer = Actor(office.municipality_id)
        for somebody in reversed(one["members"]):
            person = people.new_account(tx, office.municipality_id, "")
            add_member(tx, made, person, Part(somebody["part"]), somebody["name"])
            writer = Actor(office.municipality_id, person.id)
        spoken |= {key: SaidFor(made, how["told_by"], writer) for key, how in one["said"].items()}
    return spoken
