"""Mails are rows, written in the use case's transaction (docs/decisions/019); `delivery` sends them.

Whoever writes one knows neither whether there is a mail server nor whether it answers.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, Text, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from participation.foundation import chance, clock
from participation.foundation.database import Base, Transaction
from participation.foundation.letters import Letter, header_line

COUNTS_KEPT = timedelta(days=180)


class OutgoingMail(Base):
    """A mail on its way; once it is sent or given up, only a count of it.

    Personal: `to`, `subject`, `text`, `html`, `end` and `person_id`, to send the mail somebody asked for (consent, GDPR
    art. 6 (1) a). They are emptied as soon as it is sent or given up, five days after it was written at the latest. The
    rest, which tells how many mails of a kind went out and when, is deleted after 180 days.

    kind: a word of the room that wrote it; mark: its Message-ID without the domain; sender: name of the municipality;
    next_try_at: when it is due, or until when the worker that has it may take; None once nothing is to be done;
    last_error: class of the last fault with the server's code, never its words.
    """

    __tablename__ = "outgoing_mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    mark: Mapped[str] = mapped_column(String(32))
    to: Mapped[str] = mapped_column(String(254))
    sender: Mapped[str] = mapped_column(String(120), default="")
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text, default="")
    end: Mapped[str] = mapped_column(String(400), default="")
    language: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None] = mapped_column(index=True)
    last_error: Mapped[str] = mapped_column(String(60), default="")


class Outcome(StrEnum):
    SENT = "sent"
    REFUSED = "refused"  # the mail server will never take anything for this address
    GIVEN_UP = "given_up"  # it could not be handed over for days


@dataclass(frozen=True, slots=True)
class MailSettled:
    """Recorded: nothing more is to be done about a mail."""

    municipality_id: int
    person_id: int | None
    kind: str
    written_at: datetime
    outcome: Outcome


def write(
    tx: Transaction, letter: Letter, *, to: str, kind: str, municipality_id: int, person_id: int | None, sender: str
) -> None:
    """Put a mail on its way, in this transaction. sender: the municipality's name, as the mailbox shows it.

    person_id: None where nobody is known yet, as for a link to sign up.
    """
    now = clock.now()
    tx.session.add(
        OutgoingMail(
            municipality_id=municipality_id,
            person_id=person_id,
            kind=kind,
            mark=chance.token(),
            to=to,
            sender=header_line(sender)[:120],
            subject=header_line(letter.subject)[:300],
            text=letter.text,
            html=letter.html,
            end=letter.end,
            language=letter.lang,
            created_at=now,
            next_try_at=now,
        )
    )
    tx.session.flush()


def withdraw(tx: Transaction, *, kind: str, municipality_id: int, person_id: int) -> None:
    """Take back a person's mails of a kind that have not gone out; what is being handed over this moment still goes."""
    tx.session.execute(
        delete(OutgoingMail).where(
            OutgoingMail.person_id == person_id,
            OutgoingMail.municipality_id == municipality_id,
            OutgoingMail.kind == kind,
            OutgoingMail.next_try_at.is_not(None),
        )
    )


def old_counts() -> Any:
    """Emptied mails nobody needs to count any more."""
    written = OutgoingMail.created_at < clock.now() - COUNTS_KEPT
    return select(OutgoingMail.id).where(OutgoingMail.next_try_at.is_(None), written)
