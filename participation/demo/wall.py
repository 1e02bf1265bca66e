"""A card inquiry in Musterstadt's hall: some cards are in groups, some alone, three wait for the desk."""

import json
from pathlib import Path

from sqlalchemy import select

from participation.cardwall import arranging
from participation.cardwall import service as walls
from participation.contributions.rules import Kind, LanguageBy, Source
from participation.contributions.service import Said
from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor
from participation.moderation.models import Case
from participation.process.models import Format
from participation.sessions.models import LiveSession
from participation.sessions.sheet import Notes

CONTENT = Path(__file__).parent / "content" / "cards.json"


def pin_cards(tx: Transaction, live: LiveSession, *, people: list[int], by: Actor) -> None:
    """people: guests who wrote them, each one card."""
    content = json.loads(CONTENT.read_text(encoding="utf-8"))
    notes = Notes(minutes=content["minutes"])
    wall = walls.plan_wall(tx, live, content["question"], notes, hidden=False, by=by)
    into = tx.session.get_one(Format, wall.format_id)
    cards = []
    for author, one in zip(people, content["cards"], strict=False):
        said = Said(one["text"], one["language"], LanguageBy.AUTHOR, source=Source.SESSION, kind=Kind.CARD)
        cards.append((one, walls.keep(tx, wall, live, said, author_id=author, into=into)))
    seen = {case.contribution_id: case.revision for case in tx.session.scalars(select(Case))}
    read = [card for one, card in cards if "waits" not in one]
    walls.release(tx, wall, [(card.id, seen[card.contribution_id or 0]) for card in read], by=by)
    for number, name in enumerate(content["groups"]):
        some = [(card.id, card.revision) for one, card in cards if one.get("group") == number]
        arranging.put_together(tx, wall, some, name, by=by)
