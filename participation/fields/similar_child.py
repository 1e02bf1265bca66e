"""The child process that looks for similar ideas while somebody writes: one line a question, one line an answer.

It ends when nobody can ask it any more. A question costs up to 100 ms of a core, so it is politer than the server.
"""

import json
import logging
import os
import sys
from collections.abc import Iterable
from time import monotonic
from typing import Any, TextIO

from participation.fields import embedding
from participation.fields.rules import Near
from participation.fields.similar import Neighbours
from participation.foundation.database import Database

log = logging.getLogger(__name__)

READY = {"ready": True}


def serve_questions(database: Database) -> None:
    """Answer on what was our standard output; whatever a library prints goes to the log instead."""
    os.nice(10)
    embedding.MOST_THREADS = 1  # on a busy machine two wait for each other, and a question is no faster for them
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    answer_lines(Neighbours(database), sys.stdin, answers)


def answer_lines(neighbours: Neighbours, questions: Iterable[str], answers: TextIO) -> None:
    """questions: JSON with `number`, either `format` and `text` or `idea`, and `by` when nobody waits any more."""
    neighbours.prepare()
    tell(answers, READY)
    for line in questions:
        question = json.loads(line)
        late = monotonic() > question.get("by", float("inf"))
        tell(answers, {"number": question["number"], "near": [] if late else found_for(neighbours, question)})


def found_for(neighbours: Neighbours, question: dict[str, Any]) -> list[tuple[int, float, bool]]:
    """Nothing where looking fails, for example while the database is away: nobody's form may wait for it."""
    try:
        return [(one.contribution_id, one.closeness, one.same) for one in asked(neighbours, question)]
    except Exception:
        log.exception("looking for similar ideas failed")
        return []


def asked(neighbours: Neighbours, question: dict[str, Any]) -> list[Near]:
    if "idea" in question:
        return neighbours.near_idea(question["idea"])
    return neighbours.near_text(question["format"], question["text"])


def tell(answers: TextIO, told: dict[str, Any]) -> None:
    answers.write(json.dumps(told) + "\n")
    answers.flush()
