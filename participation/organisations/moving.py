"""A guest is no member and invites nobody: both belong to accounts alone. What is kept of a person, and how it goes."""

from sqlalchemy import delete, update

from participation.foundation.database import Transaction
from participation.organisations.models import OrganisationInvitation, OrganisationMember
from participation.people.moving import Fate, Part

PART = Part(
    {
        "organisation.author_id": Fate.STAYS,
        "organisation_member.person_id": Fate.STAYS,
        "organisation_invitation.invited_by_id": Fate.STAYS,
    }
)


def forget_memberships(tx: Transaction, person_id: int) -> None:
    """For erasure: nothing here says any more that somebody was a member or invited anybody."""
    tx.session.execute(delete(OrganisationMember).where(OrganisationMember.person_id == person_id))
    tx.session.execute(
        update(OrganisationInvitation)
        .where(OrganisationInvitation.invited_by_id == person_id)
        .values(invited_by_id=None)
        .execution_options(synchronize_session="fetch")
    )
