"""A café as it is in the middle of an evening: a round that runs, hosts, a slip, notes that wait and that are read."""

from participation.contributions import service as contributions
from participation.contributions.rules import Status
from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor
from participation.languages.hearing import Written
from participation.sessions.models import LiveSession
from participation.sessions.service import select_step
from participation.worldcafe import noting, opening, planning, queries, service
from participation.worldcafe.models import Cafe
from participation.worldcafe.planning import Wanted

QUESTIONS = (
    {"de": "Was hat Ihnen beim Ankommen geholfen?", "ar": "ما الذي ساعدكم عند الوصول؟"},
    {"de": "Was soll die Stadt als Nächstes tun?"},
)
SAID = ("Jemand, der meine Sprache sprach", "مكان نلتقي فيه")


def lived_cafe(
    tx: Transaction, live: LiveSession, *, guests: tuple[int, ...], host: Actor, said: tuple[str, ...] = SAID
) -> Cafe:
    """guests: people with phones; the first one is the host of table 1. Round 1 runs, round 2 is proposed.

    said: notes that everybody reads.
    """
    cafe = planning.plan_cafe(tx, live, Wanted(QUESTIONS, 3, 4, 20, ["am Fenster", "بجانب الباب"]), by=host)
    people = [Actor(live.municipality_id, person) for person in guests]
    for one, tongues in zip(people, (["de", "ar"], ["ar"], ["de"], []), strict=False):
        service.take_part(tx, cafe, tongues, by=one)
    service.add_slips(tx, cafe, 3, by=host)
    if guests:
        service.name_host(tx, cafe, 1, 1, by=host)
    [first, _] = queries.rounds_of(tx.session, cafe)
    select_step(tx, live, first[1].id, by=host)
    table = queries.table_numbered(tx.session, cafe, 1)
    for text in said:
        note = noting.enter_note(tx, cafe, table, first[0], Written(text, "", "de"), by=host)
        contributions.set_status(tx, note.said, Status.PUBLISHED)
    if people:
        noting.write_note(tx, cafe, table, Written("Wartet noch auf die Moderation", "de", "de"), by=people[0])
    service.ask_for_hosts(tx, cafe, asks=True, by=host)
    opening.close_table(tx, cafe, 3, by=host)
    opening.plan_next(tx, cafe, by=host)
    return cafe
