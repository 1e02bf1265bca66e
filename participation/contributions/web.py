"""For whom somebody may write, as a form offers it. Nobody but members of an organisation costs a statement."""

from dataclasses import dataclass

from flask_babel import gettext

from participation.contributions.voices import AGREED, TOLD_BY, VOICE
from participation.foundation.database import reading
from participation.foundation.permissions import Actor
from participation.organisations.queries import own_organisations


@dataclass(frozen=True, slots=True)
class Offered:
    """An organisation for which one may write. own, told: what the form carries for each way."""

    name: str
    own: str
    told: str


@dataclass(frozen=True, slots=True)
class Voices:
    """organisations: those one may choose; chosen: what was sent, "" for oneself."""

    organisations: tuple[Offered, ...] = ()
    chosen: str = ""

    def __bool__(self) -> bool:
        return bool(self.organisations)


NOBODY_ELSE = Voices()


def voices_offered(actor: Actor, chosen: str = "") -> Voices:
    if not actor.speaks_for:
        return NOBODY_ELSE
    with reading() as session:
        held = own_organisations(session, actor.person_id, actor.municipality_id)
    offered = tuple(
        Offered(one.organisation.name, f"for:{one.organisation.key}", f"told:{one.organisation.key}")
        for one in held
        if one.organisation.ended_at is None
    )
    known = {word for one in offered for word in (one.own, one.told)}
    return Voices(offered, chosen if chosen in known else "")


def voice_places() -> dict[str, str]:
    """The places of this part of a form, in the words of its reader."""
    return {
        VOICE: gettext("For whom do you write?"),
        TOLD_BY: gettext("Who told it?"),
        AGREED: gettext("The person agrees"),
    }
