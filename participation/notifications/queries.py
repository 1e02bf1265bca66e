from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import Session

from participation.foundation.mail import OutgoingMail
from participation.foundation.permissions import Role
from participation.notifications.models import DigestChoice
from participation.notifications.rules import Often
from participation.people.models import Membership
from participation.people.rules import key_hash


def choice_of(session: Session, person_id: int | None, municipality_id: int) -> DigestChoice | None:
    return session.scalar(
        select(DigestChoice).where(DigestChoice.person_id == person_id, DigestChoice.municipality_id == municipality_id)
    )


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
    """Everybody who gets digests by mail, in all municipalities."""
    return session.scalars(
        select(DigestChoice)
        .where(DigestChoice.often != Often.NEVER, DigestChoice.confirmed_at.is_not(None))
        .order_by(DigestChoice.id)
    ).all()


def nobodys_choices() -> Select[DigestChoice]:
    """Choices of people who hold no role in the municipality any more."""
    holds = exists().where(
        Membership.person_id == DigestChoice.person_id,
        Membership.municipality_id == DigestChoice.municipality_id,
        Membership.role != Role.RESIDENT,
    )
    return select(DigestChoice).where(~holds).order_by(DigestChoice.id)


def never_confirmed(now: datetime) -> Select[DigestChoice]:
    """Choices with an address that nobody confirmed in time."""
    late = or_(DigestChoice.address_until.is_(None), DigestChoice.address_until <= now)
    forgotten = select(DigestChoice).where(DigestChoice.address != "", DigestChoice.confirmed_at.is_(None), late)
    return forgotten.order_by(DigestChoice.id)


def is_held_up(session: Session, choice: DigestChoice) -> bool:
    """Whether a mail to somebody was tried and has not gone out yet."""
    tried = OutgoingMail.next_try_at.is_not(None) & (OutgoingMail.last_error != "")
    found = select(OutgoingMail.id).where(
        OutgoingMail.person_id == choice.person_id, OutgoingMail.municipality_id == choice.municipality_id, tried
    )
    return session.scalar(found.limit(1)) is not None
