"""An organisation is taken in, describes itself, ends and begins again. Nothing it said is touched by any of it."""

from dataclasses import dataclass, field

from participation.foundation import chance, clock
from participation.foundation.audit import Act, enter, state_hash
from participation.foundation.database import Transaction
from participation.foundation.messages import NotFound
from participation.foundation.municipality import Municipality
from participation.foundation.permissions import Actor, Permission, may, require
from participation.foundation.turns import take_turn
from participation.organisations import queries
from participation.organisations.models import Organisation
from participation.organisations.rules import Kind, NameTaken, NotASpeaker, Part, folded_name, key_of, may_keep
from participation.people.models import Person, PersonKind


@dataclass(frozen=True, slots=True)
class Portrait:
    """How an organisation presents itself, clean. texts: language -> words, without empty ones."""

    name: str
    kind: Kind
    texts: dict[str, str] = field(default_factory=dict)
    languages: list[str] = field(default_factory=list)
    website: str = ""
    email: str = ""
    phone: str = ""


def take_in(tx: Transaction, portrait: Portrait, *, by: Actor) -> Organisation:
    """A new organisation of the town; nobody speaks for it yet. Raises NotAllowed, NameTaken."""
    require(by, Permission.INVITE)
    town = tx.session.get_one(Municipality, by.municipality_id)
    hold_town(tx, town)
    if queries.name_is_taken(tx.session, town.id, portrait.name):
        raise NameTaken
    author = Person(municipality_id=town.id, kind=PersonKind.COLLECTIVE, name=portrait.name, created_at=clock.now())
    tx.session.add(author)
    tx.session.flush()
    made = Organisation(
        municipality_id=town.id,
        author_id=author.id,
        key=key_of(portrait.name, queries.keys_in_use(tx.session, town.id), chance.token()[:12]),
        created_at=clock.now(),
        **columns_of(portrait),
    )
    tx.session.add(made)
    town.lists_organisations = True
    tx.session.flush()
    log(tx, made, "take_in", by, "", portrait_hash(made))
    return made


def hold_town(tx: Transaction, town: Municipality) -> None:
    """Of two who give the same name at once, one waits and is refused."""
    tx.session.refresh(town, with_for_update={"key_share": True})


def columns_of(portrait: Portrait) -> dict[str, object]:
    return {
        "name": portrait.name,
        "folded": folded_name(portrait.name),
        "kind": portrait.kind,
        "texts": portrait.texts,
        "languages": portrait.languages,
        "website": portrait.website,
        "email": portrait.email,
        "phone": portrait.phone,
    }


def describe(tx: Transaction, organisation: Organisation, portrait: Portrait, *, by: Actor, seen: int) -> None:
    """Its speakers and the administration say who it is. Raises NotFound, NotASpeaker, ChangedMeanwhile, NameTaken."""
    require_keeper(tx, organisation, by)
    hold_town(tx, tx.session.get_one(Municipality, organisation.municipality_id))
    if queries.name_is_taken(tx.session, organisation.municipality_id, portrait.name, but=organisation.id):
        raise NameTaken
    before = portrait_hash(organisation)
    take_turn(tx, organisation, seen)
    for name, value in columns_of(portrait).items():
        setattr(organisation, name, value)
    tx.session.get_one(Person, organisation.author_id).name = portrait.name
    tx.session.flush()
    log(tx, organisation, "describe", by, before, portrait_hash(organisation))


def require_keeper(tx: Transaction, organisation: Organisation, by: Actor) -> Part | None:
    """Hold the organisation, and see that `by` still keeps it: of two who remove each other, one comes too late.

    Returns what they are in it, None for somebody of the administration. Raises NotFound, NotASpeaker.
    """
    if organisation.municipality_id != by.municipality_id:
        raise NotFound
    tx.session.refresh(organisation, with_for_update={"key_share": True})
    part = queries.part_of(tx.session, organisation.id, by.person_id)
    if not may_keep(part, office=is_office(by)):
        raise NotASpeaker
    return part


def is_office(by: Actor) -> bool:
    """Whether somebody keeps all organisations of the town."""
    return may(by, Permission.EDIT_HOUSE)


def end(tx: Transaction, organisation: Organisation, *, by: Actor, seen: int) -> None:
    """Nobody writes for it from now on; what it said stays, and its page says since when. Twice changes nothing.

    Raises NotAllowed, NotFound, ChangedMeanwhile.
    """
    require(by, Permission.EDIT_HOUSE, organisation)
    if organisation.ended_at is not None:
        return
    take_turn(tx, organisation, seen)
    organisation.ended_at = clock.now()
    tx.session.flush()
    log(tx, organisation, "end", by, state_hash("active"), state_hash("ended"))


def begin_again(tx: Transaction, organisation: Organisation, *, by: Actor, seen: int) -> None:
    """The way back. Raises NotAllowed, NotFound, ChangedMeanwhile."""
    require(by, Permission.EDIT_HOUSE, organisation)
    if organisation.ended_at is None:
        return
    take_turn(tx, organisation, seen)
    organisation.ended_at = None
    tx.session.flush()
    log(tx, organisation, "begin_again", by, state_hash("ended"), state_hash("active"))


def portrait_hash(one: Organisation) -> str:
    facts = (one.name, one.kind, sorted(one.texts.items()), sorted(one.languages), one.website, one.email, one.phone)
    return state_hash(*facts)


def log(tx: Transaction, organisation: Organisation, verb: str, by: Actor | str, *states: str) -> None:
    """states: fingerprints before and after."""
    actor = by if isinstance(by, str) else by.entry
    enter(
        tx,
        Act(actor, f"organisation.{verb}", f"organisation:{organisation.id}", *states),
        town=organisation.municipality_id,
    )
