"""A world café that was held in Musterstadt: three rounds at three tables, and what their hosts wrote down."""

import json
from pathlib import Path

from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor, Role
from participation.languages.hearing import Written
from participation.moderation.letting import cases_about
from participation.process.models import Process
from participation.sessions.service import end_session, open_session, plan_session, select_step
from participation.worldcafe import noting, planning, queries, service
from participation.worldcafe.models import Cafe
from participation.worldcafe.planning import Wanted

CONTENT = Path(__file__).parent / "content" / "cafe.json"


def hold_cafe(tx: Transaction, process: Process, *, people: list[int], by: Actor) -> None:
    """people: guests who took part; the first ones were hosts, one at each table."""
    content = json.loads(CONTENT.read_text(encoding="utf-8"))
    live = plan_session(tx, process, title=content["title"], place=content["place"], by=by)
    places = content["tables"]
    cafe = planning.plan_cafe(tx, live, Wanted(content["rounds"], len(places), 4, 20, places), by=by)
    open_session(tx, live, by=by)
    guests = [Actor(process.municipality_id, one, frozenset({Role.RESIDENT})) for one in people]
    for guest in guests:
        service.take_part(tx, cafe, None, by=guest)
    service.add_slips(tx, cafe, content["slips"], by=by)
    for number in range(1, len(places) + 1):
        service.name_host(tx, cafe, number, number, by=by)
    for number, (_, step) in enumerate(queries.rounds_of(tx.session, cafe), start=1):
        select_step(tx, live, step.id, by=by)
        for one in [one for one in content["notes"] if one["round"] == number]:
            table = queries.table_numbered(tx.session, cafe, one["table"])
            written = Written(one["text"], one["language"], one["language"])
            noting.write_note(tx, cafe, table, written, by=guests[one["table"] - 1])
    let_all_through(tx, cafe, by=by)
    end_session(tx, live, by=by)


def let_all_through(tx: Transaction, cafe: Cafe, *, by: Actor) -> None:
    tx.session.flush()
    notes = queries.notes_of(tx.session, cafe)
    cases = cases_about(tx.session, [one.contribution_id for one in notes if one.contribution_id])
    noting.release(tx, cafe, [(one.id, cases[one.contribution_id or 0].revision) for one in notes], by=by)
