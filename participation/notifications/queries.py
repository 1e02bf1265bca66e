from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, case, exists, func, or_, select
from sqlalchemy.orm import Session

from participation.foundation.mail import OutgoingMail
from participation.foundation.permissions import Role
from participation.notifications.models import DigestChoice, Notification
from participation.notifications.rules import About, Often
from participation.people.models import Membership
from participation.people.rules import key_hash

SEEN_KEPT = timedelta(days=180)
UNSEEN_KEPT = timedelta(days=730)
ASKED_KEPT = timedelta(days=1)


def choice_of(
    session: Session, person_id: int | None, municipality_id: int, about: About = About.DESK
) -> DigestChoice | None:
    return session.scalar(
        select(DigestChoice).where(
            DigestChoice.person_id == person_id,
            DigestChoice.municipality_id == municipality_id,
            DigestChoice.about == about,
        )
    )


def links_today(session: Session, fingerprint: bytes, now: datetime) -> int:
    """How many links to confirm went to an address within a day, whoever asked for them."""
    lately = DigestChoice.asked_for == fingerprint, DigestChoice.asked_at > now - ASKED_KEPT
    return session.scalar(select(func.coalesce(func.sum(DigestChoice.asked_times), 0)).where(*lately)) or 0


def choice_to_confirm(session: Session, token: str, municipality_id: int, now: datetime) -> DigestChoice | None:
    """Whose address a link confirms; None when it was used, is too old, belongs elsewhere or never existed."""
    return session.scalar(
        select(DigestChoice).where(
            DigestChoice.confirm_hash == key_hash(token),
            DigestChoice.municipality_id == municipality_id,
            DigestChoice.address_until > now,
        )
    )


def choice_to_end(session: Session, token: str, municipality_id: int) -> DigestChoice | None:
    """Whose mails a link ends."""
    return session.scalar(
        select(DigestChoice).where(
            DigestChoice.end_hash == key_hash(token), DigestChoice.municipality_id == municipality_id
        )
    )


def wanting_mail(session: Session) -> Sequence[DigestChoice]:
    """Every colleague who gets digests by mail, in all municipalities."""
    return session.scalars(
        select(DigestChoice)
        .where(
            DigestChoice.about == About.DESK, DigestChoice.often != Often.NEVER, DigestChoice.confirmed_at.is_not(None)
        )
        .order_by(DigestChoice.id)
    ).all()


def with_something_new(session: Session) -> list[tuple[DigestChoice, datetime]]:
    """Residents who get mail and for whom something came since the last one was written, each with when it came.

    Of something that was told in part before, only the newest counts. One statement, however many they are.
    """
    mark = func.coalesce(DigestChoice.digest_at, DigestChoice.confirmed_at)
    came = case((Notification.first_at > mark, Notification.first_at), else_=Notification.at)
    oldest = (
        select(DigestChoice.id, func.min(came).label("came"))
        .join(
            Notification,
            (Notification.person_id == DigestChoice.person_id)
            & (Notification.municipality_id == DigestChoice.municipality_id),
        )
        .where(
            DigestChoice.about == About.OWN,
            DigestChoice.often != Often.NEVER,
            DigestChoice.confirmed_at.is_not(None),
            Notification.seen_at.is_(None),
            Notification.at > mark,
        )
        .group_by(DigestChoice.id)
        .subquery()
    )
    rows = session.execute(
        select(DigestChoice, oldest.c.came).join(oldest, oldest.c.id == DigestChoice.id).order_by(DigestChoice.id)
    )
    return [(choice, came) for choice, came in rows]


def old_notifications(now: datetime) -> Select[int]:
    """What was seen long ago, or told so long ago that nobody looks any more."""
    return select(Notification.id).where(
        or_(Notification.seen_at < now - SEEN_KEPT, Notification.at < now - UNSEEN_KEPT)
    )


def nobodys_choices() -> Select[DigestChoice]:
    """Choices of people who hold no role in the municipality any more."""
    holds = exists().where(
        Membership.person_id == DigestChoice.person_id,
        Membership.municipality_id == DigestChoice.municipality_id,
        Membership.role != Role.RESIDENT,
    )
    return select(DigestChoice).where(DigestChoice.about == About.DESK, ~holds).order_by(DigestChoice.id)


def asked_long_ago(now: datetime) -> Select[DigestChoice]:
    """Choices that still hold the fingerprint of an address nobody needs to count any more."""
    return (
        select(DigestChoice)
        .where(DigestChoice.asked_for.is_not(None), DigestChoice.asked_at <= now - ASKED_KEPT)
        .order_by(DigestChoice.id)
    )


def never_confirmed(now: datetime) -> Select[DigestChoice]:
    """Choices with an address that nobody confirmed in time."""
    late = or_(DigestChoice.address_until.is_(None), DigestChoice.address_until <= now)
    forgotten = select(DigestChoice).where(DigestChoice.address != "", DigestChoice.confirmed_at.is_(None), late)
    return forgotten.order_by(DigestChoice.id)


def is_held_up(session: Session, choice: DigestChoice) -> bool:
    """Whether a mail to somebody was tried and has not gone out yet."""
    tried = OutgoingMail.next_try_at.is_not(None) & (OutgoingMail.last_error != "")
    own = OutgoingMail.kind.startswith("own_")
    found = select(OutgoingMail.id).where(
        OutgoingMail.person_id == choice.person_id,
        OutgoingMail.municipality_id == choice.municipality_id,
        own if choice.about == About.OWN else ~own,
        tried,
    )
    return session.scalar(found.limit(1)) is not None
