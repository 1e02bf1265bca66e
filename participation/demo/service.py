from datetime import timedelta

from sqlalchemy import delete, insert

from participation.contributions import service as contributions
from participation.contributions.models import Contribution, Support
from participation.contributions.rules import LanguageBy, Source, Status
from participation.contributions.service import Said
from participation.contributions.voices import keep_voice
from participation.demo.answers import answer_some
from participation.demo.cafe import hold_cafe
from participation.demo.events import plan_events
from participation.demo.fields import found_fields, place_half
from participation.demo.forum import hold_forum
from participation.demo.interviews import ask_people
from participation.demo.organisations import SaidFor, found_organisations
from participation.demo.reach import ask_who_takes_part
from participation.demo.rules import DemoIdea, demo_ideas, demo_process
from participation.demo.session import open_evening
from participation.demo.space import hold_open_space
from participation.demo.table import hold_round_table
from participation.demo.talk import talk
from participation.demo.wall import pin_cards
from participation.demo.workshop import hold_workshop
from participation.foundation import clock
from participation.foundation.database import Base, Transaction
from participation.foundation.municipality import found_municipality, the_municipality
from participation.foundation.permissions import Actor, Role
from participation.moderation import service as moderation
from participation.moderation.models import Case
from participation.moderation.rules import Reason
from participation.people import service as people
from participation.people.models import Person, PersonKind
from participation.process.models import Format
from participation.process.rules import CLOSED, Allowed, PhaseState
from participation.process.service import PhasePlan, open_idea_collection, plan_process
from participation.sessions.projectors import open_screen
from participation.sessions.queries import open_sessions

ROLES = {
    "administration": [Role.ADMINISTRATION, Role.ADMINISTRATOR],
    "moderator": [Role.MODERATOR],
    "interpreter": [Role.INTERPRETER],
}


# what the collection allows: before, while ideas are collected, while they are weighed, afterwards
ALLOWED = (
    CLOSED,
    Allowed(submit=True, support=True, comment=True),
    Allowed(support=True, comment=True),
    Allowed(),
)


def is_empty(tx: Transaction) -> bool:
    return the_municipality(tx.session) is None


def build_musterstadt(tx: Transaction) -> None:
    """The fictional city with its process, people and ideas. The database must be empty."""
    content = demo_process()
    town = found_municipality(tx, slug="musterstadt", name="Musterstadt")
    moderators = [
        people.open_account(tx, town.id, person["name"], ROLES[person["role"]]) for person in content["people"]
    ]
    states = [PhaseState.DONE, PhaseState.NOW, PhaseState.AHEAD]
    process = plan_process(
        tx,
        town,
        title=content["title"],
        question=content["title"],
        lead=content["lead"],
        phases=[
            PhasePlan(phase["title"], phase["time"], states[min(position, 2)])
            for position, phase in enumerate(content["phases"])
        ],
    )
    texts = content["idea_collection"]
    during = {phase.id: ALLOWED[min(place, 3)] for place, phase in enumerate(process.phases)}
    collection = open_idea_collection(
        tx, process, slug="ideen", title=texts["title"], question=texts["question"], during=during
    )
    supporters = invite_supporters(tx, town.id)
    moderator = Actor(town.id, moderators[1].id, frozenset({Role.MODERATOR}))
    ideas = demo_ideas()
    fields = {field.key: field.id for field in found_fields(tx, process, content)}
    office = Actor(town.id, moderators[0].id, frozenset({Role.ADMINISTRATION, Role.ADMINISTRATOR}))
    spoken = found_organisations(tx, office=office)
    told = {
        idea.key: tell(
            tx, idea, collection, supporters, moderator, hours_ago=len(ideas) - age, said_for=spoken.get(idea.key)
        )
        for age, idea in enumerate(reversed(ideas))
    }
    place_half(tx, ideas, told, fields, moderator)
    office = Actor(town.id, moderators[0].id, frozenset({Role.ADMINISTRATION}))
    answer_some(tx, told, office=office)
    ask_who_takes_part(tx, process, office=office)
    talk(tx, told, collection, guests=supporters, office=moderators[0], moderator=moderator)
    live = open_evening(tx, process, content, ideas=told, fields=fields, by=moderator)
    pin_cards(tx, live, people=supporters, by=moderator)
    hold_open_space(tx, process, people=supporters[20:], by=moderator)
    hold_cafe(tx, process, people=supporters[40:51], by=moderator)
    hold_round_table(tx, process, delegate=supporters[0], by=moderator)
    hold_forum(tx, process, people=supporters, by=moderator)
    plan_events(tx, process, by=moderator)
    hold_workshop(tx, process, people=supporters[40:], fields=fields, by=moderator)
    ask_people(tx, process, fields, by=moderator)


def invite_supporters(tx: Transaction, municipality_id: int, count: int = 60) -> list[int]:
    """Guests of the demo, so that support is rows and not a number."""
    now = clock.now()
    guests = [Person(municipality_id=municipality_id, kind=PersonKind.GUEST, created_at=now) for _ in range(count)]
    tx.session.add_all(guests)
    tx.session.flush()
    return [guest.id for guest in guests]


def tell(
    tx: Transaction,
    idea: DemoIdea,
    collection: Format,
    supporters: list[int],
    moderator: Actor,
    *,
    hours_ago: int,
    said_for: SaidFor | None = None,
) -> Contribution:
    """One idea on its way: received, then decided as the demo says."""
    said = Said(
        text=idea.text,
        language=idea.language,
        language_by=LanguageBy.AUTHOR,
        source=Source(idea.source),
        created_at=clock.now() - timedelta(hours=7 * hours_ago),
        organisation_id=said_for.organisation.id if said_for else None,
        told_by=said_for.told_by if said_for else None,
    )
    status = Status.PUBLISHED if idea.state == "published" else Status.WAITING
    contribution = contributions.receive(
        tx,
        said,
        into=collection,
        author_id=said_for.organisation.author_id if said_for else supporters[hours_ago % len(supporters)],
        status=status,
    )
    if said_for:
        keep_voice(tx, contribution, by=said_for.writer)
    if idea.support:
        give_support(tx, contribution, supporters[: idea.support])
    if status is Status.WAITING:
        case = tx.session.query(Case).filter_by(contribution_id=contribution.id).one()
        case.opened_at = contribution.created_at
    if idea.state == "rejected":
        reason = Reason.NAMES_PERSON if "Mustermann" in idea.text else Reason.ADVERTISING
        moderation.reject(tx, case, reason=reason, note="", by=moderator, seen=case.revision)
    return contribution


def give_support(tx: Transaction, contribution: Contribution, people_ids: list[int]) -> None:
    rows = [
        {
            "contribution_id": contribution.id,
            "person_id": person_id,
            "municipality_id": contribution.municipality_id,
            "created_at": contribution.created_at,
        }
        for person_id in people_ids
    ]
    tx.session.execute(insert(Support), rows)
    contribution.support_count = len(rows)


def clear(tx: Transaction) -> None:
    """Empty every table, for the demo alone."""
    for table in reversed(Base.metadata.sorted_tables):
        tx.session.execute(delete(table))


def reset(tx: Transaction) -> None:
    """Musterstadt as on the first day."""
    clear(tx)
    build_musterstadt(tx)


def sign_in_links(tx: Transaction) -> list[tuple[str, str]]:
    """One-time links for the demo's people: (name, token)."""
    named = tx.session.query(Person).filter(Person.kind == PersonKind.ACCOUNT, Person.name != "")
    accounts = named.order_by(Person.id)  # residents' accounts have no name; they sign in by their own address
    return [(person.name, people.write_link(tx, person)) for person in accounts]


def open_session_with_screen(tx: Transaction) -> tuple[str, str, str] | None:
    """The session that is open now with a fresh key for its projector: (public id, code, token)."""
    town = the_municipality(tx.session)
    live = next(iter(open_sessions(tx.session, town.id)), None) if town else None
    if live is None or live.code is None:
        return None
    host = Actor(live.municipality_id, None, frozenset({Role.MODERATOR}))
    return live.public_id, live.code, open_screen(tx, live, by=host)
