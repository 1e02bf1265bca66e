from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from participation.cardwall import queries
from participation.cardwall.models import Wall, WallCard, WallGroup
from participation.cardwall.rules import Answered, Counts, counted, is_incoming, is_shown
from participation.contributions.present import Spoken
from participation.contributions.rules import Standing, Status
from participation.foundation.locales import Words, pick
from participation.languages.present import told, told_beside
from participation.languages.queries import versions_for
from participation.moderation.letting import cases_about
from participation.sessions.rules import SessionState

NOTHING_ASKED = Counts()


@dataclass(frozen=True, slots=True)
class CardView:
    """A card. said: its words; revision: of its place; case, seen: of the case in the queue, None where nobody asks.

    ready: the hall reads it as soon as the wall is revealed. hearts: to how many it is important.
    """

    id: int
    number: int
    said: Spoken
    revision: int
    ready: bool = False
    case: int | None = None
    seen: int | None = None
    hearts: int = 0
    answered: Answered = Answered.OPEN

    @property
    def text(self) -> str:
        """All of it on one line, in the language of `said`."""
        return " ".join(part for part in (self.said.heading, self.said.rest) if part)


@dataclass(frozen=True, slots=True)
class GroupView:
    """Cards that belong together. name: None while it has none; number: how it is called until then."""

    id: int
    number: int
    name: Words | None
    cards: tuple[CardView, ...]
    alone: bool = False


@dataclass(frozen=True, slots=True)
class WallView:
    """A wall as the hall reads it, or, with what waits, as the desk does.

    loose: cards in no group; incoming: what the desk has to release; ready: released, but not revealed yet. hearts:
    whether phones say what is important to them. now: the question that is being answered; counts: of questions.
    """

    id: str
    step: int
    question: Words
    accepts: bool
    hidden: bool
    groups: tuple[GroupView, ...]
    loose: tuple[CardView, ...]
    incoming: tuple[CardView, ...] = ()
    ready: tuple[CardView, ...] = ()
    hearts: bool = False
    now: CardView | None = None
    counts: Counts = NOTHING_ASKED

    @property
    def questions(self) -> tuple[CardView, ...]:
        """All that the hall reads and that stand for themselves, what is important to most of them first."""
        shown = [*self.loose, *(card for group in self.groups for card in group.cards)]
        own = [card for card in shown if card.said.standing != Standing.JOINED]
        return tuple(sorted(own, key=lambda card: (-card.hearts, card.number)))

    @property
    def by_hearts(self) -> tuple[CardView, ...]:
        """Those that wait for an answer."""
        return tuple(card for card in self.questions if card.answered is Answered.OPEN and card != self.now)

    @property
    def settled(self) -> tuple[CardView, ...]:
        """Those that were answered in the hall or are answered later."""
        return tuple(card for card in self.questions if card.answered is not Answered.OPEN and card != self.now)

    @property
    def count(self) -> int:
        """Cards that the hall reads."""
        return len(self.loose) + sum(len(group.cards) for group in self.groups)

    @property
    def came(self) -> int:
        """Cards that have arrived and were not refused."""
        return self.count + len(self.incoming) + len(self.ready)

    @property
    def seen_alone(self) -> "WallView":
        """What the screen shows while one group is looked at."""
        chosen = tuple(group for group in self.groups if group.alone)
        return replace(self, groups=chosen, loose=()) if chosen else self


def wall_view(session: Session, wall: Wall, lang: str, *, desk: bool = False) -> WallView:
    """A wall in the words of a reader. desk: also what waits, as it was said. A few statements for any number."""
    cards = queries.cards_of(session, wall)
    openness = wall.openness
    shown = [one for one in cards if is_shown(one.said.status, openness)]
    incoming = [one for one in cards if desk and is_incoming(one.said.status, ready=one.ready)]
    ready = [one for one in cards if desk and is_let_through(one) and not is_shown(one.said.status, openness)]
    views = card_views(session, [*shown, *incoming, *ready], lang, desk=desk)
    groups = queries.groups_of(session, wall) if shown else []
    asked = wall.card_id if wall.hearts and is_on(session, wall) else None
    return WallView(
        id=wall.public_id,
        step=wall.step_id,
        question=pick(queries.question_of(session, wall), lang),
        accepts=openness.accepts,
        hidden=openness.hidden,
        groups=tuple(group_view(group, shown, views, lang, alone=group.id == wall.group_id) for group in groups),
        loose=tuple(views[one.id] for one in shown if one.group_id not in {group.id for group in groups}),
        incoming=tuple(views[one.id] for one in incoming),
        ready=tuple(views[one.id] for one in ready),
        hearts=wall.hearts,
        now=next((views[one.id] for one in shown if one.id == asked), None),
        counts=counts_of(session, wall, cards) if wall.hearts else NOTHING_ASKED,
    )


def is_on(session: Session, wall: Wall) -> bool:
    """Whether the hall is at this wall at this moment."""
    live = queries.session_of(session, wall)
    return live.state == SessionState.OPEN and live.step_id == wall.step_id


def counts_of(session: Session, wall: Wall, cards: Sequence[WallCard]) -> Counts:
    return counted((one.question for one in cards), queries.reasons_on(session, wall))


def is_let_through(card: WallCard) -> bool:
    """Whether the desk has let it through; where the hall does not read it, only the reveal is missing."""
    status = card.said.status
    return status == Status.PUBLISHED or (status == Status.WAITING and card.ready)


def group_view(
    group: WallGroup, shown: Sequence[WallCard], views: dict[int, CardView], lang: str, *, alone: bool
) -> GroupView:
    cards = tuple(views[one.id] for one in shown if one.group_id == group.id)
    return GroupView(group.id, group.number, pick(group.name, lang) if group.name else None, cards, alone)


def card_views(session: Session, cards: Sequence[WallCard], lang: str, *, desk: bool) -> dict[int, CardView]:
    """Card id -> as a reader gets it; what waits as it was said, with a version in the desk's language beside it."""
    known = [one.contribution_id for one in cards if one.contribution_id is not None]
    versions = versions_for(session, known, lang)
    cases = cases_about(session, known) if desk else {}
    found = {}
    for one in cards:
        said = one.said
        tell = told_beside if said.status == Status.WAITING else told
        case = cases.get(one.contribution_id or 0)
        found[one.id] = CardView(
            id=one.id,
            number=one.number,
            said=tell(said, versions.get(one.contribution_id or 0), figures=False),
            revision=one.revision,
            ready=one.ready,
            case=case.id if case else None,
            seen=case.revision if case else None,
            hearts=said.support_count,
            answered=Answered(one.answered),
        )
    return found
