"""What this room keeps about people, why and for how long; how it forgets somebody."""

from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from participation.foundation import clock
from participation.foundation.database import Transaction
from participation.foundation.messages import N_
from participation.foundation.privacy import Activity, Basis, Kept, Share
from participation.people.models import DeviceKey, Membership, Person, PersonalCode, PersonKind, SignInLink
from participation.people.service import GUEST_DAYS

LINKS_KEPT = timedelta(days=400)  # used ones say when a colleague was here last

DEVICES = Activity(
    "devices",
    N_("Being known again"),
    N_(
        "So that somebody finds their contributions and the answers to them on their device, or by their recovery code."
    ),
    Basis.TASK,
    N_("Everybody who writes, supports, follows or reports something"),
    N_("A device is known for %(num)s days; signing out or “Next person” ends it at once."),
    days=GUEST_DAYS,
)
TEAM = Activity(
    "team",
    N_("Who may do what at the desk"),
    N_("To let colleagues sign in and to give each of them the tasks that are theirs, and no others."),
    Basis.TASK,
    N_("Colleagues"),
    N_("As long as they hold a role; links to sign in for %(num)s days after they ended."),
    days=LINKS_KEPT.days,
)
ACTS = Activity(
    "acts",
    N_("Who did what at the desk"),
    N_("So that decisions of the desk can be traced and checked, and somebody else decides an appeal."),
    Basis.TASK,
    N_("Colleagues; in the log also residents, by a number without a name"),
    N_("As long as the process is documented. Of somebody who was deleted only a number is left, which leads nowhere."),
)

TABLES = (
    Kept(
        "person",
        "id municipality_id",
        (Share(DEVICES, "kind name created_at", of="id", made="recovery_hash"),),
        N_("You, as the house knows you"),
    ),
    Kept(
        "device_key",
        "municipality_id",
        (Share(DEVICES, "created_at expires_at", of="person_id", made="token_hash person_id"),),
        N_("Devices that act for you"),
    ),
    Kept(
        "membership",
        "id municipality_id process_id",
        (Share(TEAM, "role", of="person_id", made="person_id"),),
        N_("Your roles"),
    ),
    Kept(
        "sign_in_link",
        "municipality_id",
        (Share(TEAM, "expires_at used_at", of="person_id", made="token_hash person_id"),),
        N_("Links to sign in that were written for you"),
    ),
    Kept(
        "personal_code",
        "",
        (Share(TEAM, "expires_at", of="person_id", made="code_hash person_id"),),
        N_("Codes that show another municipality who you are"),
    ),
    Kept(
        "audit",
        "seq municipality_id before after prev_hash hash",
        (Share(ACTS, "at action object reason", of="actor", made="actor", spelled="person:{}"),),
        N_("What the log says you did"),
    ),
)


def forget(tx: Transaction, person_id: int) -> None:
    """No device and no code leads to somebody any more; what is left of them is a number without a name."""
    for table in (DeviceKey, SignInLink, PersonalCode, Membership):
        tx.session.execute(delete(table).where(table.person_id == person_id))
    person = tx.session.get_one(Person, person_id)
    person.kind, person.name, person.recovery_hash = PersonKind.ERASED, "", None
    tx.session.flush()


# --- what ends by itself


def is_untidy(session: Session) -> bool:
    return any(session.scalar(select(table.person_id).where(over).limit(1)) is not None for table, over in ended())


def tidy_up(tx: Transaction) -> None:
    for table, over in ended():
        tx.session.execute(delete(table).where(over))


def ended() -> tuple[tuple[type[DeviceKey | SignInLink | PersonalCode], Any], ...]:
    now = clock.now()
    return (
        (DeviceKey, DeviceKey.expires_at < now),
        (PersonalCode, PersonalCode.expires_at < now),
        (SignInLink, SignInLink.expires_at < now - LINKS_KEPT),
    )
