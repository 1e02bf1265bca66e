from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from participation.foundation import clock
from participation.foundation.messages import NotFound
from participation.organisations.models import Organisation, OrganisationInvitation, OrganisationMember
from participation.organisations.rules import Part, folded_name
from participation.people.rules import key_hash


def authors_of(session: Session, person_id: int, municipality_id: int) -> frozenset[int]:
    """As which authors a member speaks here, also of ended organisations: what was said stays theirs to care for."""
    return frozenset(
        session.scalars(
            select(Organisation.author_id)
            .join(OrganisationMember, OrganisationMember.organisation_id == Organisation.id)
            .where(OrganisationMember.person_id == person_id, Organisation.municipality_id == municipality_id)
        )
    )


def organisation_by_key(session: Session, municipality_id: int, key: str) -> Organisation:
    """Raises NotFound, also for one of another municipality."""
    found = session.scalar(
        select(Organisation).where(Organisation.key == key, Organisation.municipality_id == municipality_id)
    )
    if found is None:
        raise NotFound
    return found


def name_is_taken(session: Session, municipality_id: int, name: str, *, but: int | None = None) -> bool:
    same = select(Organisation.id).where(
        Organisation.municipality_id == municipality_id, Organisation.folded == folded_name(name)
    )
    return session.scalar(same.where(Organisation.id != (but or 0)).limit(1)) is not None


def keys_in_use(session: Session, municipality_id: int) -> list[str]:
    return list(session.scalars(select(Organisation.key).where(Organisation.municipality_id == municipality_id)))


@dataclass(frozen=True, slots=True)
class OwnOrganisation:
    """An organisation one is a member of, and as what."""

    organisation: Organisation
    part: Part


def own_organisations(session: Session, person_id: int | None, municipality_id: int) -> list[OwnOrganisation]:
    """Those of a member, by name."""
    if person_id is None:
        return []
    rows = session.execute(
        select(Organisation, OrganisationMember.part)
        .join(OrganisationMember, OrganisationMember.organisation_id == Organisation.id)
        .where(OrganisationMember.person_id == person_id, Organisation.municipality_id == municipality_id)
        .order_by(Organisation.folded, Organisation.id)
    )
    return [OwnOrganisation(one, Part(part)) for one, part in rows]


def part_of(session: Session, organisation_id: int, person_id: int | None) -> Part | None:
    """What somebody is in it; None for nothing."""
    found = session.scalar(
        select(OrganisationMember.part).where(
            OrganisationMember.organisation_id == organisation_id, OrganisationMember.person_id == person_id
        )
    )
    return Part(found) if found else None


def members(session: Session, organisation_id: int) -> list[OrganisationMember]:
    """Speakers first, then by when they came."""
    return list(
        session.scalars(
            select(OrganisationMember)
            .where(OrganisationMember.organisation_id == organisation_id)
            .order_by(OrganisationMember.part.desc(), OrganisationMember.id)
        )
    )


def invitations(session: Session, organisation_id: int) -> list[OrganisationInvitation]:
    """Those that are open."""
    return list(
        session.scalars(
            select(OrganisationInvitation)
            .where(
                OrganisationInvitation.organisation_id == organisation_id,
                OrganisationInvitation.expires_at > clock.now(),
            )
            .order_by(OrganisationInvitation.id)
        )
    )


def open_invitation(
    session: Session, token: str, municipality_id: int
) -> tuple[OrganisationInvitation, Organisation] | None:
    """An invitation that still counts here; None when it was used, is too old, belongs elsewhere or never existed."""
    row = session.execute(
        select(OrganisationInvitation, Organisation)
        .join(Organisation, Organisation.id == OrganisationInvitation.organisation_id)
        .where(
            OrganisationInvitation.token_hash == key_hash(token),
            OrganisationInvitation.municipality_id == municipality_id,
            OrganisationInvitation.expires_at > clock.now(),
        )
    ).one_or_none()
    return (row[0], row[1]) if row else None


def speaks_for_one(session: Session, person_id: int, municipality_id: int) -> bool:
    found = select(OrganisationMember.id).where(
        OrganisationMember.person_id == person_id, OrganisationMember.municipality_id == municipality_id
    )
    return session.scalar(found.limit(1)) is not None


def vacant_ids(session: Session, organisation_ids: Iterable[int]) -> set[int]:
    """Those of these for which nobody speaks at the moment."""
    wanted = set(organisation_ids)
    kept = select(OrganisationMember.organisation_id).where(
        OrganisationMember.organisation_id.in_(wanted), OrganisationMember.part == Part.SPEAKER
    )
    return wanted - set(session.scalars(kept.distinct())) if wanted else set()


@dataclass(frozen=True, slots=True)
class AtDesk:
    """An organisation as the administration sees it. speakers, members: how many; invited: open invitations."""

    organisation: Organisation
    speakers: int
    members: int
    invited: int


def at_the_desk(session: Session, municipality_id: int) -> list[AtDesk]:
    """All of a town, in three statements however many they are."""
    found = session.scalars(of_town(municipality_id)).all()
    counted = {
        organisation_id: (speakers, everybody)
        for organisation_id, speakers, everybody in session.execute(
            select(
                OrganisationMember.organisation_id,
                func.count().filter(OrganisationMember.part == Part.SPEAKER),
                func.count(),
            )
            .where(OrganisationMember.municipality_id == municipality_id)
            .group_by(OrganisationMember.organisation_id)
        )
    }
    invited = session.execute(
        select(OrganisationInvitation.organisation_id, func.count())
        .where(
            OrganisationInvitation.municipality_id == municipality_id,
            OrganisationInvitation.expires_at > clock.now(),
        )
        .group_by(OrganisationInvitation.organisation_id)
    )
    asked = {one: number for one, number in invited}  # noqa: C416 - a row is no pair to the type checker
    return [AtDesk(one, *counted.get(one.id, (0, 0)), asked.get(one.id, 0)) for one in found]


def of_town(municipality_id: int) -> Select[Organisation]:
    return (
        select(Organisation)
        .where(Organisation.municipality_id == municipality_id)
        .order_by(Organisation.folded, Organisation.id)
    )


def old_invitations() -> Select[int]:
    return select(OrganisationInvitation.id).where(OrganisationInvitation.expires_at <= clock.now())


def is_untidy(session: Session) -> bool:
    return session.scalar(old_invitations().limit(1)) is not None
