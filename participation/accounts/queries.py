from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from participation.accounts.models import MailAddress, MailLink, OutsideIdentity, Password, PasswordTries
from participation.accounts.rules import TRIES_REMEMBERED, WITHIN
from participation.foundation import clock
from participation.people.rules import key_hash


def address_named(session: Session, municipality_id: int, folded: str) -> MailAddress | None:
    return session.scalar(
        select(MailAddress).where(MailAddress.municipality_id == municipality_id, MailAddress.folded == folded)
    )


def address_of(session: Session, person_id: int, municipality_id: int) -> MailAddress | None:
    return session.scalar(
        select(MailAddress).where(MailAddress.person_id == person_id, MailAddress.municipality_id == municipality_id)
    )


def open_link(session: Session, token: str, municipality_id: int) -> MailLink | None:
    """A link that still counts here; None when it was used, is too old, belongs elsewhere or never existed."""
    link = session.get(MailLink, key_hash(token))
    if link is None or link.municipality_id != municipality_id:
        return None
    return link if link.used_at is None and link.expires_at > clock.now() else None


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for in the last hour. to_address: when, to one address; from_device, in_town: how often."""

    to_address: list[datetime]
    from_device: int
    in_town: int


def asked(session: Session, municipality_id: int, folded: str, device_hash: bytes) -> Asked:
    lately = MailLink.municipality_id == municipality_id, MailLink.asked_at > clock.now() - WITHIN
    to_address = session.scalars(select(MailLink.asked_at).where(*lately, MailLink.folded == folded))
    same_device = func.count().filter(MailLink.device_hash == device_hash)
    from_device, in_town = session.execute(select(same_device, func.count()).where(*lately)).one()
    return Asked(list(to_address), from_device, in_town)


@dataclass(frozen=True, slots=True)
class Known:
    """Who has an address and a password. hash: None where there is no such address, or no password."""

    person_id: int | None
    hash: str | None


def password_for(session: Session, municipality_id: int, folded: str) -> Known:
    """One statement, whether or not there is such an address."""
    found = session.execute(
        select(MailAddress.person_id, Password.hash)
        .join(
            Password,
            (Password.person_id == MailAddress.person_id) & (Password.municipality_id == MailAddress.municipality_id),
        )
        .where(MailAddress.municipality_id == municipality_id, MailAddress.folded == folded)
    ).one_or_none()
    return Known(found[0], found[1]) if found else Known(None, None)


def password_of(session: Session, person_id: int, municipality_id: int) -> Password | None:
    return session.get(Password, (person_id, municipality_id))


def identity(session: Session, municipality_id: int, issuer: str, subject: str) -> OutsideIdentity | None:
    return session.scalar(
        select(OutsideIdentity).where(
            OutsideIdentity.municipality_id == municipality_id,
            OutsideIdentity.issuer == issuer,
            OutsideIdentity.subject == subject,
        )
    )


def identity_of(session: Session, person_id: int, municipality_id: int, issuer: str) -> OutsideIdentity | None:
    return session.scalar(
        select(OutsideIdentity).where(
            OutsideIdentity.municipality_id == municipality_id,
            OutsideIdentity.issuer == issuer,
            OutsideIdentity.person_id == person_id,
        )
    )


@dataclass(frozen=True, slots=True)
class Ways:
    """How somebody can come in here."""

    address: str
    password_since: datetime | None
    outside_since: datetime | None

    @property
    def count(self) -> int:
        """A password is none of its own: it needs the address."""
        return bool(self.address) + (self.outside_since is not None)


def ways(session: Session, person_id: int, municipality_id: int, issuer: str) -> Ways:
    address = address_of(session, person_id, municipality_id)
    password = password_of(session, person_id, municipality_id)
    outside = identity_of(session, person_id, municipality_id, issuer)
    return Ways(
        address.address if address else "",
        password.changed_at if password else None,
        outside.since if outside else None,
    )


def old_links() -> Any:
    return MailLink.expires_at <= clock.now()


def old_tries() -> Any:
    return PasswordTries.last_at <= clock.now() - TRIES_REMEMBERED


def is_untidy(session: Session) -> bool:
    """Whether there is anything to forget."""
    links, tries = select(MailLink.token_hash).where(old_links()), select(PasswordTries.key_hash).where(old_tries())
    return any(session.scalar(look.limit(1)) is not None for look in (links, tries))
