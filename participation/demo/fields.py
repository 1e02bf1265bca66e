"""Musterstadt's fields of action: its own words for the usual ones, and half of the ideas already placed by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from participation.contributions.models import Contribution
from participation.contributions.rules import Status
from participation.demo.rules import DemoIdea
from participation.fields.library import Template, shipped_template
from participation.fields.models import FieldOfAction
from participation.fields.service import place_in_field, start_from_template
from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor
from participation.process.models import Process


def found_fields(tx: Transaction, process: Process, content: Mapping[str, Any]) -> list[FieldOfAction]:
    """The template in Musterstadt's own words."""
    shipped = shipped_template()
    own = {field["key"]: field for field in content["fields_of_action"]}
    plans = (
        replace(plan, name=own[plan.key]["name"], sentence=own[plan.key]["description"]) for plan in shipped.fields
    )
    return start_from_template(tx, process, Template(tuple(plans), shipped.nowhere))


def place_half(
    tx: Transaction, ideas: Sequence[DemoIdea], told: Mapping[str, Contribution], fields: Mapping[str, int], by: Actor
) -> None:
    """Every second published idea stands in its field; for the others there is the machine's proposal."""
    published = [idea for idea in ideas if told[idea.key].status == Status.PUBLISHED and idea.field in fields]
    for idea in published[::2]:
        place_in_field(tx, told[idea.key], fields[idea.field], by=by)
