"""Sources of Musterstadt: two interviews, a group and a document, with passages that everybody can read.

Nobody is named, also not sealed: whoever speaks there was made up.
"""

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from participation.demo.rules import CONTENT
from participation.foundation import clock
from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor
from participation.interviews import codebook, coding, queries, service
from participation.interviews.coding import Marked
from participation.interviews.models import Code, TalkSource
from participation.interviews.paragraphs import Span, nearest
from participation.interviews.rules import Agreed, How, SourceKind
from participation.interviews.service import Given, Plan
from participation.moderation.letting import cases_about
from participation.process.models import Process


def demo_interviews(file: Path = CONTENT / "interviews.json") -> dict[str, Any]:
    """As written: the words of each source in its language, and which of them are passages."""
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content


def ask_people(tx: Transaction, process: Process, fields: Mapping[str, int], *, by: Actor) -> None:
    """fields: key -> id of a field of action."""
    content = demo_interviews()
    codes = {}
    for one in content["codes"]:
        words = Code(name=one["name"], meaning=one["meaning"], language="de", field_id=fields.get(one["field"]))
        codes[one["key"]] = codebook.add_code(tx, process, words, by=by).id
    for days, one in enumerate(content["sources"], start=3):
        source = bring_in(tx, process, one, days, by=by)
        numbers = [mark(tx, source, passage, codes, by=by) for passage in one["passages"]]
        let_through(tx, source, numbers, by=by)


def bring_in(tx: Transaction, process: Process, content: Mapping[str, Any], days: int, *, by: Actor) -> TalkSource:
    """With everybody's consent and its text. days: so many days ago."""
    kind, day = SourceKind(content["kind"]), clock.local(clock.now()).date() - timedelta(days=days)
    texts = {name: content.get(name, "") for name in ("place", "publisher", "year", "link")}
    plan = Plan(content["title"], kind, content["language"], held_on=day, **texts)
    source = service.plan_source(tx, process, plan, by=by)
    if kind is SourceKind.DOCUMENT:
        service.take_consent(tx, source, Given(How.PUBLISHED, day), by=by)
    for number, facts in enumerate(content["people"], start=1):
        if kind is SourceKind.FOCUS_GROUP:
            service.add_person(tx, source, facts, by=by)
        else:
            service.describe_person(tx, source, number, facts, by=by)
        service.take_consent(tx, source, Given(How.PAPER, day, number, frozenset(Agreed)), by=by)
    service.keep_text(tx, source, content["text"], by=by)
    return source


def mark(
    tx: Transaction, source: TalkSource, passage: Mapping[str, Any], codes: Mapping[str, int], *, by: Actor
) -> int:
    """The number of the passage."""
    words: str = passage["words"]
    there = next(one for one in queries.paragraphs_of(tx.session, source) if words in one.text)
    start = there.text.index(words)
    first, last = nearest(there.text, Span(start, start + len(words))) or (0, 0)
    chosen = tuple(codes[key] for key in passage["codes"])
    marked = Marked(there.number, first, last, chosen, there.version, passage.get("page", ""))
    return coding.mark(tx, source, marked, by=by).number


def let_through(tx: Transaction, source: TalkSource, numbers: list[int], *, by: Actor) -> None:
    said = {one.number: one.contribution_id or 0 for one in queries.passages_of(tx.session, source)}
    cases = cases_about(tx.session, list(said.values()))
    coding.release(tx, source, [(number, cases[said[number]].revision) for number in numbers], by=by)
