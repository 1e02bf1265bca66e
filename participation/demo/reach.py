"""Who takes part in Musterstadt, and whom its process has not reached. All of it is made up."""

import json
from pathlib import Path
from typing import Any

from participation.demo.rules import CONTENT
from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor
from participation.process.form_rules import Choice
from participation.process.models import Process
from participation.reach import setting
from participation.reach.figures import Figures, Unit
from participation.reach.models import ReachCount, ReachQuestion
from participation.reach.queries import questions_of
from participation.reach.rules import ANSWERED, UNSAID


def demo_reach(file: Path = CONTENT / "reach.json") -> dict[str, Any]:
    """Counters and figures as written: question -> answer -> people."""
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content


def ask_who_takes_part(tx: Transaction, process: Process, *, office: Actor) -> None:
    """By the same use cases as everybody's, but for the counters, which no use case writes."""
    content = demo_reach()
    survey = setting.set_up(tx, process, by=office)
    known = {one.key: one for one in questions_of(tx.session, process.id)}
    districts = [Choice(one["key"], one["words"]) for one in content["districts"]]
    setting.word_answers(tx, survey, known["district"], districts, by=office, seen=survey.revision)
    for key, facts in content["questions"].items():
        town = Figures(Unit(facts["unit"]), facts["figures"], content["source"], content["year"])
        setting.keep_figures(tx, survey, known[key], town, by=office, seen=survey.revision)
        write_counters(tx, known[key], facts, content)
    setting.switch(tx, survey, asks=True, asked=list(content["questions"]), by=office, seen=survey.revision)
    setting.make_public(tx, survey, public=True, by=office, seen=survey.revision)


def write_counters(tx: Transaction, question: ReachQuestion, facts: dict[str, Any], content: dict[str, Any]) -> None:
    answered = facts.get("answered", sum(facts["counts"].values()))
    for answer, people in {**facts["counts"], ANSWERED: answered, UNSAID: facts["unsaid"]}.items():
        tx.session.get_one(ReachCount, (question.id, answer)).counted = people
    question.sheets_counted, question.batches = content["sheets"], content["batches"]
