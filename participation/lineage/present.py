"""Where an idea stands and how that came, as the public page and the desk show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.contributions import photos
from participation.contributions.homes import address_of
from participation.contributions.lineage import Place, standing_in
from participation.contributions.models import Contribution
from participation.contributions.present import Spoken, spoken
from participation.contributions.rules import JOINING, Status, StepKind
from participation.foundation.locales import Words, pick
from participation.foundation.messages import N_
from participation.lineage.queries import Linked, as_step, standing_steps, steps_of
from participation.lineage.rules import goes_on_from
from participation.process.models import Format
from participation.threads.queries import comments_under

# what a step did, seen from an idea that it took up, and from one it led to
TOOK_UP: Mapping[StepKind, str] = {
    StepKind.MERGE: N_("It was put together with other ideas in a new text."),
    StepKind.SPLIT: N_("It was divided into parts, each with a text of its own."),
    StepKind.DUPLICATE: N_("It was joined to an idea that says the same."),
    StepKind.MOVE: N_("It was moved to another collection."),
}
LED_TO: Mapping[StepKind, str] = {
    StepKind.MERGE: N_("This text was put together from several ideas."),
    StepKind.SPLIT: N_("This text was written as a part of another idea."),
    StepKind.DUPLICATE: N_("An idea that says the same was joined to it."),
}


@dataclass(frozen=True, slots=True)
class There:
    """Another idea with its own page. idea: None while it is not public."""

    idea: Spoken | None
    address: str = ""


@dataclass(frozen=True, slots=True)
class Original:
    """What stands in an idea now, in full."""

    idea: Spoken
    address: str
    comments: int
    photo: photos.Shown | None


@dataclass(frozen=True, slots=True)
class Told:
    """A step of the history. what: a sentence for the catalogues; who, undone_by: names, for colleagues alone.

    others: the ideas at its other end; may_undo: no later step goes on from it.
    """

    number: int
    at: datetime
    kind: StepKind
    what: str
    note: str
    others: list[There]
    from_collection: Words | None
    to_collection: Words | None
    who: str
    undone_at: datetime | None
    undone_by: str
    may_undo: bool


@dataclass(frozen=True, slots=True)
class Lineage:
    """Everything about where an idea stands. made_by: the kind of step that made it, where one did.

    originals: what it was made from; also: what was joined to it because it says the same.
    """

    stands: list[There]
    originals: list[Original]
    also: list[Original]
    made_by: StepKind | None
    undone_at: datetime | None
    history: list[Told]


NOTHING = Lineage([], [], [], None, None, [])


def lineage_of(session: Session, idea: Contribution, lang: str, *, figures: bool = True) -> Lineage:
    """In a fixed number of statements; one only where nothing was ever done with it. figures: how many support."""
    steps = steps_of(session, [idea.id])
    if not steps:
        return NOTHING
    ids = {one for step in steps for one in (*step.said, *step.leads_to)}
    known = public_ones(session, ids - {idea.id})
    homes = collections_beside(session, idea)
    came = {
        one: step.kind
        for step in reversed(steps)
        if not step.is_undone and step.kind in JOINING and idea.id in step.leads_to
        for one in step.said
        if one in known
    }
    shown = originals(session, [known[one] for one in came], homes, figures=figures)
    joined = list(zip(came.values(), shown, strict=True))
    made = next((one for one in steps if idea.id in one.leads_to and one.kind in MADE), None)
    return Lineage(
        stands=places(session, standing_in(session, [idea]).get(idea.id, []), homes),
        originals=[one for kind, one in joined if kind in MADE],
        also=[one for kind, one in joined if kind not in MADE],
        made_by=made.kind if made else None,
        undone_at=made.step.undone_at if made else None,
        history=[told(session, one, idea, known=known, homes=homes, lang=lang, rivals=steps) for one in steps],
    )


MADE = (StepKind.MERGE, StepKind.SPLIT)


def collections_beside(session: Session, idea: Contribution) -> dict[int, Format]:
    """The collections of its process: id -> collection."""
    return {one.id: one for one in session.scalars(select(Format).where(Format.process_id == idea.process_id)).unique()}


def public_ones(session: Session, ids: set[int]) -> dict[int, Contribution]:
    wanted = select(Contribution).where(Contribution.id.in_(ids), Contribution.status == Status.PUBLISHED)
    return {one.id: one for one in session.scalars(wanted)}


def there(session: Session, idea: Contribution | None, homes: Mapping[int, Format]) -> There:
    return There(spoken(idea), address_of(session, idea, homes[idea.format_id])) if idea else There(None)


def places(session: Session, found: Sequence[Place], homes: Mapping[int, Format]) -> list[There]:
    return [there(session, one.idea, homes) for one in found]


def originals(
    session: Session, joined: Sequence[Contribution], homes: Mapping[int, Format], *, figures: bool
) -> list[Original]:
    ids = [one.id for one in joined]
    comments = comments_under(session, ids) if ids else {}
    pictures = photos.photo_of(session, ids) if ids else {}
    return [
        Original(
            spoken(one, figures=figures),
            address_of(session, one, homes[one.format_id]),
            comments.get(one.id, 0),
            pictures.get(one.id),
        )
        for one in joined
    ]


def told(
    session: Session,
    step: Linked,
    idea: Contribution,
    *,
    known: Mapping[int, Contribution],
    homes: Mapping[int, Format],
    lang: str,
    rivals: Sequence[Linked],
) -> Told:
    took_up = idea.id in step.said
    others = step.leads_to if took_up else step.said
    later = [as_step(one) for one in rivals if not one.is_undone]
    old, new = homes.get(step.step.from_format_id or 0), homes.get(step.step.to_format_id or 0)
    return Told(
        number=step.step.id,
        at=step.step.at,
        kind=step.kind,
        what=TOOK_UP[step.kind] if took_up else LED_TO[step.kind],
        note=step.step.note,
        others=[there(session, known.get(one), homes) for one in others if one != idea.id],
        from_collection=pick(old.title, lang) if old else None,
        to_collection=pick(new.title, lang) if new else None,
        who=step.by,
        undone_at=step.step.undone_at,
        undone_by=step.undone_by,
        may_undo=not step.is_undone and not any(goes_on_from(one, as_step(step)) for one in later),
    )


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """For an author: where their idea stands now. of a move: the idea itself; note: in words."""

    kind: StepKind
    places: list[There]
    note: str
    at: datetime


def elsewhere(session: Session, ideas: Sequence[Contribution], homes: Mapping[int, Format]) -> dict[int, Elsewhere]:
    """Of somebody's own ideas those that moderators put elsewhere: id -> where. In a fixed number of statements."""
    steps = standing_steps(session, [one.id for one in ideas])
    found = standing_in(session, [one for one in ideas if one.id in steps])
    stand = {one.id: found.get(one.id, [Place(one)]) for one in ideas if one.id in steps}
    return {
        one: Elsewhere(StepKind(step.kind), places(session, stand[one], homes), step.note, step.at)
        for one, step in steps.items()
    }
