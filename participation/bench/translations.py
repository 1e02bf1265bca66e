"""What a board costs in a language with and without versions, however many languages there are."""

from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import insert, select

from participation.bench.board import Cost, MakeApp, cost_of, town_with
from participation.contributions.models import Contribution
from participation.foundation import clock, database
from participation.foundation.locales import OWN_NAMES, READ
from participation.foundation.permissions import Role
from participation.foundation.text import fold
from participation.languages.models import Translation
from participation.languages.vouching import Origin, State

BOARD = "/ideas/board?show=50&lang=tr"
SEARCH = "/ideas/board?show=50&lang=tr&search=mehr"


def measure(ideas: int, create_app: MakeApp) -> list[Cost]:
    """The board and a search: without versions, in four languages, in all we have a name for."""
    with TemporaryDirectory() as folder, town_with(ideas, Path(folder), create_app) as app:
        client = app.test_client()
        costs = [cost_of(client, "none", BOARD), cost_of(client, "none, search", SEARCH)]
        for name, languages in (("4", READ), (f"{len(OWN_NAMES)}", tuple(OWN_NAMES))):
            translate_into(languages)
            costs += [
                cost_of(client, f"{name} languages", BOARD),
                cost_of(client, f"{name}, search", SEARCH),
            ]
        return costs


def translate_into(languages: tuple[str, ...]) -> None:
    """An approved version of every idea in each of these languages that has none."""
    with database.transaction() as tx:
        there = set(tx.session.scalars(select(Translation.language).distinct()))
        said = tx.session.execute(select(Contribution.id, Contribution.language)).all()
        rows = [version(about, to) for about, source in said for to in languages if to not in there and to != source]
        if rows:
            tx.session.execute(insert(Translation), rows)


def version(about: int, to: str) -> dict[str, object]:
    text = f"Mehr Bänke, {to} {about}. Das hilft vielen im Alltag."
    return {
        "municipality_id": 1,
        "contribution_id": about,
        "language": to,
        "text": text,
        "folded": fold(text),
        "origin": Origin.HUMAN,
        "state": State.APPROVED,
        "of_version": 1,
        "at": clock.now(),
        "approved_as": Role.INTERPRETER,
        "approved_at": clock.now(),
    }
