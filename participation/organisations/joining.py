"""How people come to an organisation and go: by mail or by a link that is handed over, removed, by themselves."""

from dataclasses import dataclass

from sqlalchemy import delete, func, select

from participation.accounts import queries as accounts
from participation.accounts.service import keep_address, one_after_the_other, sign_up
from participation.foundation import clock, mail
from participation.foundation.audit import state_hash
from participation.foundation.database import Transaction
from participation.foundation.letters import Letter
from participation.foundation.messages import NotFound
from participation.foundation.municipality import Municipality
from participation.foundation.permissions import Actor, Role
from participation.organisations import queries
from participation.organisations.models import Organisation, OrganisationInvitation, OrganisationMember
from participation.organisations.news import MemberLeft
from participation.organisations.rules import (
    INVITED_FOR,
    MOST_INVITATIONS,
    Ended,
    InvitationVoid,
    MemberAlready,
    Part,
    SignInFirst,
    TooManyInvitations,
)
from participation.organisations.service import log, require_keeper
from participation.people import queries as people_queries
from participation.people import service as people
from participation.people.models import Membership, Person
from participation.people.news import PersonParted
from participation.people.rules import Grant, key_hash

INVITATION = "invitation"  # kind of our mails


@dataclass(frozen=True, slots=True)
class Invited:
    """Who is asked to join. address, folded: "" where the link is handed over; letter: carries it."""

    name: str
    part: Part
    token: str
    address: str = ""
    folded: str = ""
    letter: Letter | None = None


def invite(tx: Transaction, organisation: Organisation, invited: Invited, *, by: Actor) -> OrganisationInvitation:
    """Ask somebody to join; an older invitation to the same address is void then.

    Raises NotFound, NotASpeaker, Ended, TooManyInvitations.
    """
    require_keeper(tx, organisation, by)
    if organisation.ended_at is not None:
        raise Ended
    of_it = OrganisationInvitation.organisation_id == organisation.id
    if invited.folded:
        tx.session.execute(delete(OrganisationInvitation).where(of_it, OrganisationInvitation.folded == invited.folded))
    opened = select(func.count(OrganisationInvitation.id)).where(of_it, OrganisationInvitation.expires_at > clock.now())
    if (tx.session.scalar(opened) or 0) >= MOST_INVITATIONS:
        raise TooManyInvitations
    now = clock.now()
    made = OrganisationInvitation(
        municipality_id=organisation.municipality_id,
        organisation_id=organisation.id,
        token_hash=key_hash(invited.token),
        part=invited.part,
        name=invited.name,
        address=invited.address,
        folded=invited.folded,
        invited_by_id=by.person_id,
        created_at=now,
        expires_at=now + INVITED_FOR,
    )
    tx.session.add(made)
    tx.session.flush()
    if invited.letter is not None:
        town = tx.session.get_one(Municipality, organisation.municipality_id)
        mail.write(
            tx,
            invited.letter,
            to=invited.address,
            kind=INVITATION,
            municipality_id=town.id,
            person_id=None,
            sender=town.name,
        )
    log(tx, organisation, f"invite_{invited.part}", by)
    return made


def take_back(tx: Transaction, organisation: Organisation, invitation_id: int, *, by: Actor) -> None:
    """An open invitation counts no more; asking twice changes nothing. Raises NotFound, NotASpeaker."""
    require_keeper(tx, organisation, by)
    gone = tx.session.execute(
        delete(OrganisationInvitation)
        .where(OrganisationInvitation.id == invitation_id, OrganisationInvitation.organisation_id == organisation.id)
        .returning(OrganisationInvitation.id)
    ).one_or_none()
    if gone is not None:
        log(tx, organisation, "uninvite", by)


@dataclass(frozen=True, slots=True)
class Joined:
    """key: of the device of an account that was made just now; None where somebody was signed in."""

    organisation: Organisation
    actor: Actor
    key: str | None = None


def join(tx: Transaction, token: str, *, by: Actor) -> Joined:
    """Take an invitation; of two who use it at once one comes too late.

    With the account that is signed in. Otherwise a new one is made: where it came by mail, whoever opens it has the
    mailbox, and the account has the address; if another one has it already, its owner signs in first. Where the link
    was handed over, the account has the name in it, so that an administrator can write a sign-in link for it.
    Raises InvitationVoid, Ended, MemberAlready, SignInFirst.
    """
    one_after_the_other(tx, by.municipality_id)
    found = queries.open_invitation(tx.session, token, by.municipality_id)
    if found is None:
        raise InvitationVoid
    invitation, organisation = found
    tx.session.refresh(organisation, with_for_update={"key_share": True})
    if organisation.ended_at is not None:
        raise Ended
    if by.has_account and queries.part_of(tx.session, organisation.id, by.person_id):
        raise MemberAlready
    facts = Invited(invitation.name, Part(invitation.part), token, invitation.address, invitation.folded)
    used = delete(OrganisationInvitation).where(OrganisationInvitation.id == invitation.id)
    if not tx.session.execute(used.returning(OrganisationInvitation.id)).all():
        raise InvitationVoid
    tx.session.expunge(invitation)
    person = whoever_joins(tx, facts, by)
    add_member(tx, organisation, person, facts.part, facts.name)
    log(tx, organisation, "join", f"person:{person.id}", "", state_hash(facts.part))
    if by.has_account:
        return Joined(organisation, by)
    actor, key = people.welcome(tx, person, by.municipality_id)
    return Joined(organisation, actor, key)


def whoever_joins(tx: Transaction, invited: Invited, by: Actor) -> Person:
    """Raises SignInFirst."""
    if by.has_account and by.person_id is not None:
        return tx.session.get_one(Person, by.person_id)
    if not invited.folded:
        return sign_up(tx, by.municipality_id, invited.name)
    if accounts.address_named(tx.session, by.municipality_id, invited.folded) is not None:
        raise SignInFirst
    person = sign_up(tx, by.municipality_id)
    keep_address(tx, person.id, by.municipality_id, invited.address, invited.folded)
    return person


def add_member(tx: Transaction, organisation: Organisation, person: Person, part: Part, name: str) -> None:
    """With the role that goes with it, which others held here stay beside."""
    tx.session.add(
        OrganisationMember(
            municipality_id=organisation.municipality_id,
            organisation_id=organisation.id,
            person_id=person.id,
            part=part,
            name=name,
            since=clock.now(),
        )
    )
    held = people_queries.grants_of(tx.session, person, organisation.municipality_id)
    people.set_grants(tx, person, organisation.municipality_id, with_resident(tx, person, organisation, held))


def with_resident(tx: Transaction, person: Person, organisation: Organisation, held: frozenset[Grant]) -> set[Grant]:
    known = people_queries.memberships(tx.session, person, organisation.municipality_id)
    resident = {Grant(Role.RESIDENT, one.process_id) for one in known if one.role == Role.RESIDENT}
    return {*held, *resident, Grant(Role.ORGANISATION)}


def remove_member(tx: Transaction, organisation: Organisation, member_id: int, *, by: Actor) -> None:
    """Somebody no longer writes for it, from their next click on. Of two who do it one finds nobody any more.

    Raises NotFound, NotASpeaker.
    """
    require_keeper(tx, organisation, by)
    found = tx.session.scalar(
        select(OrganisationMember).where(
            OrganisationMember.id == member_id, OrganisationMember.organisation_id == organisation.id
        )
    )
    if found is None:
        raise NotFound
    let_go(tx, found)
    log(tx, organisation, "remove_member", by, state_hash(found.part), "")


def leave(tx: Transaction, organisation: Organisation, *, by: Actor) -> None:
    """A member goes by themselves, also the last one: its page says that nobody speaks for it then. Raises NotFound."""
    tx.session.refresh(organisation, with_for_update={"key_share": True})
    found = tx.session.scalar(
        select(OrganisationMember).where(
            OrganisationMember.organisation_id == organisation.id, OrganisationMember.person_id == by.person_id
        )
    )
    if found is None:
        raise NotFound
    let_go(tx, found)
    log(tx, organisation, "leave", by, state_hash(found.part), "")


def let_go(tx: Transaction, member: OrganisationMember) -> None:
    """The row goes, and the role with the last of them."""
    tx.session.delete(member)
    tx.session.flush()
    tx.record(MemberLeft(member.person_id, member.organisation_id))
    if not queries.speaks_for_one(tx.session, member.person_id, member.municipality_id):
        tx.session.execute(
            delete(Membership)
            .where(
                Membership.person_id == member.person_id,
                Membership.municipality_id == member.municipality_id,
                Membership.role == Role.ORGANISATION,
                Membership.process_id.is_(None),
            )
            .execution_options(synchronize_session="fetch")
        )


def hear_of_parting(tx: Transaction, news: PersonParted) -> None:
    """Whoever is gone speaks for nobody here any more."""
    rows = tx.session.execute(
        select(OrganisationMember, Organisation)
        .join(Organisation, Organisation.id == OrganisationMember.organisation_id)
        .where(
            OrganisationMember.person_id == news.person_id,
            OrganisationMember.municipality_id == news.municipality_id,
        )
        .order_by(Organisation.id)
    ).all()
    for member, organisation in rows:
        let_go(tx, member)
        log(tx, organisation, "remove_member", news.by, state_hash(member.part), "")


def tidy_up(tx: Transaction) -> None:
    """Invitations that are too old, with names and addresses."""
    tx.session.execute(delete(OrganisationInvitation).where(OrganisationInvitation.id.in_(queries.old_invitations())))
