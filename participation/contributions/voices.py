"""For whom somebody speaks: for themselves, for an organisation of theirs, or what somebody told that organisation."""

from dataclasses import dataclass

from sqlalchemy import select, update

from participation.contributions.models import Contribution, SpokenFor
from participation.foundation import clock
from participation.foundation.database import Transaction
from participation.foundation.messages import Refused
from participation.foundation.permissions import Actor
from participation.organisations.models import Organisation, OrganisationMember
from participation.organisations.rules import Ended, NoConsent, NotForThem, described

# places on a form, also the names of what is sent there
VOICE, TOLD_BY, AGREED = "voice", "told-by", "agreed"


@dataclass(frozen=True, slots=True)
class Voice:
    """What a form says about it, as typed. organisation: its key, "" for oneself; told: somebody told it there."""

    organisation: str = ""
    told: bool = False
    told_by: str = ""
    agreed: bool = False


OWN_VOICE = Voice()


@dataclass(frozen=True, slots=True)
class Speaking:
    """As which author something is kept. organisation_id, told_by: as in `Contribution`."""

    author_id: int | None
    organisation_id: int | None = None
    told_by: str | None = None


def faults_of(voice: Voice) -> dict[str, Refused]:
    """Place on the form -> what is wrong there."""
    if not (voice.organisation and voice.told):
        return {}
    faults: dict[str, Refused] = {}
    try:
        described(voice.told_by)
    except Refused as refused:
        faults[TOLD_BY] = refused
    if not voice.agreed:
        faults[AGREED] = NoConsent()
    return faults


def speaking(tx: Transaction, voice: Voice, *, by: Actor) -> Speaking:
    """Whoever is removed at this moment comes first or last, never in between: their membership is held.

    Raises NotForThem, Ended, NoConsent, TooLong.
    """
    if not voice.organisation:
        return Speaking(by.person_id)
    for refused in faults_of(voice).values():
        raise refused
    found = tx.session.execute(
        select(Organisation, OrganisationMember.id)
        .join(OrganisationMember, OrganisationMember.organisation_id == Organisation.id)
        .where(
            Organisation.municipality_id == by.municipality_id,
            Organisation.key == voice.organisation,
            OrganisationMember.person_id == by.person_id,
        )
        .with_for_update(read=True, key_share=True, of=OrganisationMember)
    ).one_or_none()
    if found is None:
        raise NotForThem
    organisation: Organisation = found[0]
    if organisation.ended_at is not None:
        raise Ended
    told_by = described(voice.told_by) if voice.told else None
    return Speaking(organisation.author_id, organisation.id, told_by)


def keep_voice(tx: Transaction, contribution: Contribution, *, by: Actor) -> None:
    """Who wrote it for an organisation, and when they confirmed what whoever told it agrees to."""
    if contribution.organisation_id is None:
        return
    tx.session.add(
        SpokenFor(
            contribution_id=contribution.id,
            municipality_id=contribution.municipality_id,
            written_by_id=by.person_id,
            consented_at=None if contribution.told_by is None else clock.now(),
        )
    )
    tx.session.flush()


def forget_writing(tx: Transaction, person_id: int) -> None:
    """For erasure: what was written for organisations stays theirs; nothing says any more that this person wrote it."""
    tx.session.execute(
        update(SpokenFor)
        .where(SpokenFor.written_by_id == person_id)
        .values(written_by_id=None)
        .execution_options(synchronize_session="fetch")
    )
