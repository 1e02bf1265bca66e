"""What the pages of this room show, and the addresses that its mails carry."""

from dataclasses import dataclass
from datetime import datetime

from flask import request
from sqlalchemy.orm import Session

from participation.foundation import smtp, web
from participation.foundation.municipality import Municipality
from participation.foundation.permissions import Actor, Permission, may
from participation.notifications import queries
from participation.notifications.forms import HOURS, DigestForm, OwnDigestForm
from participation.notifications.models import DigestChoice
from participation.notifications.rules import OFTEN_NAMES, OWN_OFTEN_NAMES, About, Often


@dataclass(frozen=True, slots=True)
class DigestCard:
    """The part of "My account" that asks for mail.

    can_send: whether this installation has a mail server; stage: none, asked, confirmed, refused; held_up: a mail was
    tried and has not gone out yet; trouble_at: since when nothing could be delivered, although it is wanted.
    """

    form: DigestForm
    can_send: bool
    stage: str = "none"
    address: str = ""
    address_until: datetime | None = None
    held_up: bool = False
    trouble_at: datetime | None = None
    oops: str | None = None
    often_names = OFTEN_NAMES
    hours = HOURS


@dataclass(frozen=True, slots=True)
class OwnDigestCard:
    """The same for a resident, on the page that asks how they want to hear what is new. language: of the mails."""

    form: OwnDigestForm
    can_send: bool
    stage: str = "none"
    address: str = ""
    language: str = ""
    address_until: datetime | None = None
    held_up: bool = False
    trouble_at: datetime | None = None
    often_names = OWN_OFTEN_NAMES

    @classmethod
    def of(cls, session: Session, actor: Actor) -> "OwnDigestCard":
        can_send = smtp.can_send(web.settings())
        choice = queries.choice_of(session, actor.person_id, actor.municipality_id, About.OWN)
        if choice is None or not choice.address:
            return cls(OwnDigestForm(often=Often.SOON.value), can_send)
        return cls(
            OwnDigestForm(often=choice.often, email=choice.address),
            can_send,
            stage_of(choice),
            choice.address,
            choice.language,
            choice.address_until,
            queries.is_held_up(session, choice),
            choice.trouble_at,
        )


def digest_card(session: Session, actor: Actor) -> DigestCard | None:
    """None for whoever may not moderate."""
    if not may(actor, Permission.MODERATE):
        return None
    can_send = smtp.can_send(web.settings())
    choice = queries.choice_of(session, actor.person_id, actor.municipality_id)
    if choice is None or not choice.address:
        return DigestCard(DigestForm(language=web.reader_language()), can_send)
    return DigestCard(
        DigestForm(often=choice.often, hour=str(choice.hour), language=choice.language, email=choice.address),
        can_send,
        stage_of(choice),
        choice.address,
        choice.address_until,
        queries.is_held_up(session, choice),
        choice.trouble_at,
    )


def stage_of(choice: DigestChoice) -> str:
    if choice.trouble == "refused":
        return "refused"
    return "confirmed" if choice.confirmed_at else "asked"


def site_here(town: Municipality) -> str:
    """What a colleague's mails lead to: a town's own host as it was opened, otherwise the installation's address."""
    site = web.public_url()
    return f"{site.partition('://')[0]}://{request.host}" if town.host else site
