"""Reading the demo's content."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).resolve().parent / "content"


@dataclass(frozen=True, slots=True)
class DemoIdea:
    """One invented idea; state is published, waiting or rejected, support a number of people."""

    key: str
    field: str
    language: str
    state: str
    support: int
    source: str
    text: str


@dataclass(frozen=True, slots=True)
class DemoComment:
    """What one invented person answers. speaker: the number of a guest, `author` of the idea, or a role.

    answers: key of a comment, "" for the idea itself; helpful: to how many.
    """

    key: str
    idea: str
    answers: str
    stance: str
    language: str
    speaker: str
    helpful: int
    quote: str
    text: str


def demo_comments(file: Path = CONTENT / "comments.tsv") -> list[DemoComment]:
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [DemoComment(**{**row, "helpful": int(row["helpful"])}) for row in rows]  # type: ignore[arg-type] # a test reads all


def demo_ideas(file: Path = CONTENT / "ideas.tsv") -> list[DemoIdea]:
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            DemoIdea(
                key=row["key"],
                field=row["field"],
                language=row["language"],
                state=row["state"],
                support=int(row["support"]),
                source=row["source"],
                text=row["text"],
            )
            for row in rows
        ]


def demo_process(file: Path = CONTENT / "process.json") -> dict[str, Any]:
    """The process as written: texts are language -> words."""
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content
