"""A forum that takes place: a plenary with a podium, two parts with sessions, results that are public and that wait."""

from datetime import time, timedelta

from participation.cardwall import answering
from participation.cardwall import queries as walls
from participation.cardwall import service as wall_service
from participation.cardwall.rules import Answered
from participation.forum import planning, podium, queries, stepping, writing
from participation.forum.models import Forum, ForumPart
from participation.forum.planning import Frame, Plan
from participation.forum.podium import Guest
from participation.forum.rules import PartKind, StepKind, span_of
from participation.foundation import clock
from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor, Role
from participation.languages.hearing import Written
from participation.process.models import Process
from participation.sessions import service as sessions
from participation.sessions.models import LiveSession
from participation.sessions.sheet import Notes

PROGRAMME = (
    ({"de": "Eröffnung", "ar": "الافتتاح"}, PartKind.PLENARY, "09:00", "10:00", 0),
    ({"de": "Wohnen und Nachbarschaft in der ganzen Stadt", "ar": "السكن"}, PartKind.WORKSHOP, "10:00", "12:00", 0),
    ({"de": "Sprache", "tr": "Dil"}, PartKind.WORKSHOP, "10:00", "12:00", 1),
)


def lived_forum(tx: Transaction, process: Process, moderator: int | None, prefix: str = "") -> dict[str, str]:
    """What stands in braces in an address."""
    host = Actor(process.municipality_id, moderator, frozenset({Role.MODERATOR}))
    forum, parts = planned(tx, process, host)
    live = tx.session.get_one(LiveSession, forum.session_id)
    sessions.open_session(tx, live, by=host)
    part_live = planning.give_session(tx, forum, parts[1], [], by=host)
    sessions.open_session(tx, part_live, by=host)
    people = [Guest("Dr. Amal Muster", "Bürgermeisterin", "Stadt"), Guest("ليلى مثال", "", "جمعية اللقاء")]
    stepping.add_step(tx, forum, StepKind.PROGRAMME, by=host)
    step = podium.plan_podium(tx, live, {"de": "Auf dem Podium", "ar": "المنصة"}, people, Notes(minutes=30), by=host)
    stepping.add_step(tx, forum, StepKind.RESULTS, by=host)
    sessions.select_step(tx, live, step.id, by=host)
    wall = walls.wall_at(tx.session, step)
    for text, lang in (("Wann wird am Bach gebaut?", "de"), ("متى تفتح الروضة؟", "ar"), ("Kira ne kadar?", "tr")):
        wall_service.enter_card(tx, wall, Written(f"{text} ({forum.id})", lang, lang), by=host)
    first, second, _ = walls.cards_of(tx.session, wall)
    answering.take_up(tx, wall, first.id, by=host)
    answering.answer(tx, wall, second.id, Answered.LATER, by=host)
    for part, text, lang in ((parts[1], "Mehr Wohnungen", "de"), (parts[2], "مزيد من دورات اللغة", "ar")):
        writing.enter_result(tx, forum, part, Written(f"{text} ({forum.id})", lang, lang), by=host)
    waits = Actor(process.municipality_id, None, frozenset({Role.SCRIBE}))
    result = writing.enter_result(tx, forum, parts[2], Written(f"Noch ungelesen ({forum.id})", "de", "de"), by=waits)
    facts = {
        "forum": forum.public_id,
        "forum_part": parts[1].public_id,
        "other_part": parts[2].public_id,
        "forum_room": queries.rooms_of(tx.session, forum)[0].id,
        "forum_session": live.public_id,
        "podium_step": step.id,
        "forum_link": planning.make_link(tx, forum, parts[1], by=host),
        "forum_result": result.id,
        "forum_code": live.code,
    }
    return {f"{prefix}{name}": str(value) for name, value in facts.items()}


def planned(tx: Transaction, process: Process, host: Actor) -> tuple[Forum, list[ForumPart]]:
    day = clock.local(clock.now()).date() + timedelta(days=1)
    frame = Frame(
        {"de": "Forum Zusammenleben in Musterstadt", "ar": "منتدى العيش المشترك"},
        day,
        {"de": "Ein Tag für alle, mehr auf https://forum.example"},
        {"de": "Stadthalle"},
    )
    forum = planning.found_forum(tx, process, frame, [], by=host)
    planning.add_rooms(tx, forum, ["Großer Saal", "Raum 2 (قاعة)"], by=host)
    rooms = queries.rooms_of(tx.session, forum)
    made = [
        planning.add_part(
            tx,
            forum,
            Plan(
                title,
                span_of(day, time.fromisoformat(begins), time.fromisoformat(ends), clock.TOWN_HALL),
                kind,
                {"de": "Worum es geht."},
                rooms[room].id,
                ("ar", "tr"),
                "Frau Muster",
            ),
            by=host,
        )
        for title, kind, begins, ends, room in PROGRAMME
    ]
    planning.publish(tx, forum, public=True, by=host)
    return forum, made
