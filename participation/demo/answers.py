"""What became of some of Musterstadt's ideas, and what its town hall answered."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from participation.answers.rules import outcome, wording
from participation.answers.service import set_stage, write_answer
from participation.contributions.models import Contribution
from participation.demo.rules import CONTENT
from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor


def demo_answers(file: Path = CONTENT / "answers.json") -> dict[str, Any]:
    """Stages and answers as written: texts are language -> words, ideas their keys."""
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content


def answer_some(tx: Transaction, told: Mapping[str, Contribution], *, office: Actor) -> None:
    """By the same use cases as everybody's."""
    content = demo_answers()
    for one in content["stages"]:
        set_stage(tx, [(told[key], 0) for key in one["ideas"]], outcome(one["stage"], {}, one["place"]), by=office)
    for one in content["answers"]:
        words = wording(one["original"], one["texts"], one["office"])
        write_answer(tx, [told[key] for key in one["ideas"]], words, publish=True, by=office)
