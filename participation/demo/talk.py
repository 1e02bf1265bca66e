"""What the demo's people answer each other."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from participation.contributions.models import Contribution
from participation.contributions.service import add_support
from participation.demo.rules import DemoComment, demo_comments
from participation.foundation import clock
from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor, Role
from participation.moderation import service as moderation
from participation.moderation.models import Case
from participation.people.models import Person
from participation.process.models import Format
from participation.threads.rules import Stance
from participation.threads.service import Remark, write_comment

HOURS_APART = 5


def talk(
    tx: Transaction,
    ideas: Mapping[str, Contribution],
    collection: Format,
    *,
    guests: Sequence[int],
    office: Person,
    moderator: Actor,
) -> None:
    """Every comment comes in like any other and is published by the moderator; the last one still waits."""
    written: dict[str, Contribution] = {}
    everything = demo_comments()
    for number, one in enumerate(everything):
        comment = write_comment(
            tx,
            ideas[one.idea],
            collection,
            remark_of(one, written),
            page_language=one.language,
            by=speaker_of(one, ideas[one.idea], guests, office),
        )
        comment.created_at = clock.now() - timedelta(hours=HOURS_APART * (len(everything) - number))
        written[one.key] = comment
        case = tx.session.query(Case).filter_by(contribution_id=comment.id).one()
        case.opened_at = comment.created_at
        if number < len(everything) - 1:
            moderation.publish(tx, case, by=moderator, seen=case.revision)
            comment.published_at = comment.created_at + timedelta(minutes=20)
        others = [guest for guest in guests if guest != comment.author_id]
        for person_id in others[: one.helpful]:
            add_support(tx, comment, person_id)


def remark_of(one: DemoComment, written: Mapping[str, Contribution]) -> Remark:
    return Remark(
        typed=one.text,
        language=one.language,
        stance=Stance(one.stance),
        answers=written[one.answers].public_id if one.answers else "",
        quote=one.quote,
        speaks_as=Role.ADMINISTRATION if one.speaker == Role.ADMINISTRATION else None,
    )


def speaker_of(one: DemoComment, idea: Contribution, guests: Sequence[int], office: Person) -> Actor:
    if one.speaker == Role.ADMINISTRATION:
        return Actor(idea.municipality_id, office.id, frozenset({Role.RESIDENT, Role.ADMINISTRATION}), office.name)
    if one.speaker == "author":
        return Actor(idea.municipality_id, idea.author_id)
    return Actor(idea.municipality_id, guests[int(one.speaker)])
