"""Which roles are given, what they mean in one sentence, and what nobody may do to the last administrator."""

import hmac
from collections.abc import Iterable, Mapping
from hashlib import sha256

from participation.foundation.messages import N_, Refused
from participation.foundation.permissions import Role
from participation.people.rules import ROLE_NAMES, Grant, in_order

LONGEST_NAME = 120
# an organisation's own people and the page of the organisations give it (docs/decisions/028)
GIVEN_ELSEWHERE = frozenset({Role.ORGANISATION})
EVERYWHERE = ":town"  # in a filter; no process is called so

# what a role means, in one sentence
ROLE_SENTENCES: Mapping[Role, str] = {
    Role.MODERATOR: N_("Reads what people send, puts ideas into fields and runs the votes in the hall."),
    Role.ADMINISTRATION: N_("Plans processes, edits fields and takes the results, but does not decide about ideas."),
    Role.ADMINISTRATOR: N_("May do everything; in the whole municipality also invites and removes colleagues."),
    Role.ORGANISATION: N_("Writes for an organisation, which gives this role itself; sees no more than everybody."),
    Role.SCRIBE: N_("Writes down in the hall what people without a phone say. Sees nothing that waits."),
    Role.INTERPRETER: N_("Interprets in the hall and translates on the page; sees a process before it is public."),
    Role.COMPANION: N_("Accompanies processes, often of several towns: plans them, moderates and runs votes."),
    Role.STEERING: N_("Sits in the steering group: reads drafts, fields and results, and changes nothing."),
    Role.OBSERVER: N_("Reads along, as a councillor or a scientist for example, and changes nothing."),
}


class NameNeeded(Refused):
    message = N_("Please write the name under which colleagues know this person.")
    code = "name_needed"
    status = 422


class NameTooLong(Refused):
    message = N_("A name can have up to %(limit)s characters here; this one has %(count)s. Please shorten it.")
    code = "name_too_long"
    status = 422


class RoleNeeded(Refused):
    message = N_("Please tick at least one role. Whoever should have none any more is removed on their own page.")
    code = "role_needed"
    status = 422


class UnknownGrant(Refused):
    message = N_("One of these roles or processes does not exist here. Please choose from the ones on this page.")
    code = "unknown_grant"
    status = 422


class NameKnown(Refused):
    message = N_("Somebody with this name works here or did so before. Please say below whether it is the same person.")
    code = "name_known"


class AlreadySent(Refused):
    message = N_("This invitation was sent already. Its link is shown only once; make a new one on the person's page.")
    code = "already_sent"


class LastAdministrator(Refused):
    message = N_("A municipality needs an administrator, and this is the last one. Give somebody else the role first.")
    code = "last_administrator"


class OwnAdministrator(Refused):
    message = N_("You cannot take your own administrator role away. Another administrator can do it for you.")
    code = "own_administrator"


def check_administrator(before: Iterable[Grant], after: Iterable[Grant], *, own: bool, others: int) -> None:
    """Whether somebody may lose what they held.

    own: whether they do it to themselves; others: how many administrators of the whole municipality there are besides.
    Raises LastAdministrator, OwnAdministrator.
    """
    administrator = Grant(Role.ADMINISTRATOR)
    if administrator not in set(before) - set(after):
        return
    if not others:
        raise LastAdministrator
    if own:
        raise OwnAdministrator


def without_repeats(grants: Iterable[Grant]) -> frozenset[Grant]:
    """Whoever holds a role in the whole municipality needs it in no single process besides."""
    given = frozenset(grants)
    return frozenset(grant for grant in given if grant.process_id is None or Grant(grant.role) not in given)


def given_elsewhere(grants: Iterable[Grant]) -> frozenset[Grant]:
    """What a form of this room neither gives nor takes."""
    return frozenset(grant for grant in grants if grant.role in GIVEN_ELSEWHERE)


def grant_word(grant: Grant) -> str:
    """A grant as a form carries it: `moderator`, `moderator:3`."""
    return f"{grant.role}:{grant.process_id}" if grant.process_id else str(grant.role)


def works_in(grants: Iterable[Grant], process_id: int | None, role: Role | None) -> bool:
    """Whether one of the grants is this role (None: any) and counts in this process.

    A role in the whole municipality counts in each process; process_id 0: only those. None: anywhere.
    """
    return any(
        (role is None or grant.role == role) and (process_id is None or grant.process_id in {None, process_id})
        for grant in grants
    )


def invitation_token(secret: bytes, town: int, by: int | None, nonce: str, facts: Iterable[object]) -> str:
    """The token of an invitation's link, as a function of the form it was sent with.

    nonce: drawn anew for each form that is shown; facts: what was filled in. The same form sent twice leads to the same
    link and so to one person, whatever got lost in between; changed by one letter it is another invitation. Nobody can
    tell the token from the form without the installation's secret.
    """
    told = repr((town, by, nonce, [str(fact) for fact in facts]))
    return hmac.new(secret, f"invite:{told}".encode(), sha256).hexdigest()[:32]


def offered(grants: Iterable[Grant]) -> list[Grant]:
    """Grants in the order in which the roles are offered here."""
    order = list(ROLE_NAMES)
    return sorted(in_order(grants), key=lambda grant: order.index(grant.role))
