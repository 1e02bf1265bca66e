"""Two events: one to come with a waiting list, one that is over with feedback."""

from datetime import timedelta

from participation.events import planning, registering
from participation.events.codes import code_of
from participation.events.models import Event
from participation.events.planning import Plan
from participation.events.registering import Opinion, Wish
from participation.foundation import clock
from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor, Role
from participation.process.models import Process


def lived_events(tx: Transaction, process: Process, secret: bytes, prefix: str = "") -> dict[str, str]:
    """What stands in braces in an address."""
    host = Actor(process.municipality_id, None, frozenset({Role.MODERATOR}))
    plan = Plan(
        {"de": "Fest der Nachbarschaft mit einem sehr langen Namen", "ar": "عيد الجيران"},
        text={"de": "Essen und Musik, mehr auf https://fest.example"},
        place={"de": "Bürgerhaus"},
        way={"de": "Tram 4 bis Markt"},
        access={"de": "Aufzug bis zum Saal"},
        bring={"de": "Eine Decke"},
        childcare=True,
        interpreters=("ar", "tr"),
        places=2,
    )
    now = clock.now()
    begins = clock.local(now).replace(hour=18, minute=0, second=0, microsecond=0) + timedelta(days=9)
    dates = [(begins + timedelta(weeks=week), begins + timedelta(weeks=week, hours=3)) for week in range(2)]
    event = planning.plan_event(tx, process, plan, dates, by=host)[0]
    planning.keep_places(tx, event, [({"de": "Vereine", "ar": "الجمعيات"}, 1)], by=host)
    planning.publish(tx, event, by=host)
    for name in ("Amina", "Basel", "Cem"):
        wish = Wish(name, "de", interpreter="ar", children=2, needs="Platz für einen Rollstuhl")
        registering.enter_registration(tx, event, wish, by=host)
    registering.arrive(tx, event, 1, here=True, by=host)
    over = that_is_over(tx, process, plan, host)
    waits, has_place = code_of(secret, event.public_id, 3), code_of(secret, event.public_id, 1)
    return {
        f"{prefix}event": event.public_id,
        f"{prefix}event_over": over.public_id,
        f"{prefix}event_code": waits,
        f"{prefix}event_place": has_place,
    }


def that_is_over(tx: Transaction, process: Process, plan: Plan, host: Actor) -> Event:
    now = clock.now()
    over = planning.plan_event(tx, process, plan, [(now - timedelta(hours=5), now - timedelta(hours=2))], by=host)[0]
    planning.publish(tx, over, by=host)
    for number, (stars, good, better) in enumerate(((5, "الطعام", "Mehr Stühle"), (3, "", "Lauter sprechen"))):
        registering.look_back(tx, over, Opinion(stars, good, better, "de", f"mark-of-the-demo-{number}"))
    return over
