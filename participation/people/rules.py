"""Codes and hashes of people: what is written down, what is kept."""

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from participation.foundation.messages import N_, Refused
from participation.foundation.permissions import Role

# in the order in which they are offered and, in a conversation, shown
ROLE_NAMES: Mapping[Role, str] = {
    Role.MODERATOR: N_("Moderator"),
    Role.ADMINISTRATION: N_("Administration"),
    Role.ADMINISTRATOR: N_("Administrator"),
    Role.ORGANISATION: N_("Organisation"),
    Role.INTERPRETER: N_("Interpreter or translator"),
    Role.SCRIBE: N_("Scribe in the hall"),
    Role.COMPANION: N_("Process companion"),
    Role.STEERING: N_("Member of the steering group"),
    Role.OBSERVER: N_("Observer"),
}

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, GROUP = 3, 5


class LinkUsed(Refused):
    message = N_("This sign-in link was used already or is too old. Ask for a new one.")
    code = "link_used"
    status = 410


class UnknownCode(Refused):
    message = N_("We do not know this code. Please compare each sign with your note; capitals do not matter.")
    code = "unknown_code"
    status = 422


class CodeMoved(Refused):
    message = N_("What this code led to belongs to an account now. Please sign in to it.")
    code = "code_moved"
    status = 410


class SignedOutMeanwhile(Refused):
    message = N_(
        "What was written here without an account belongs to an account now. Nothing was sent: please send it again."
    )
    code = "signed_out_meanwhile"


class UnknownPersonalCode(Refused):
    message = N_(
        "We do not know this code, or it is too old. Open “My account” in the municipality where you have yours, "
        "and make a new code there."
    )
    code = "unknown_personal_code"
    status = 422


class NotAnInvitation(Refused):
    message = N_("This link belongs to somebody who works here already. Sign in with it as it is.")
    code = "not_an_invitation"


class CodesAtHome(Refused):
    message = N_("You make a personal code in the municipality where you have your account, not here.")
    code = "codes_at_home"


@dataclass(frozen=True, slots=True)
class Grant:
    """A role in the whole municipality (process_id None) or in one of its processes alone."""

    role: Role
    process_id: int | None = None


def in_order(grants: Iterable[Grant]) -> list[Grant]:
    """Role by role as the house lists them; first the whole municipality, then single processes."""
    roles = list(Role)
    return sorted(grants, key=lambda grant: (roles.index(grant.role), grant.process_id or 0))


def in_words(grants: Iterable[Grant], limit: int = 1000) -> str:
    """Roles as the audit writes them: `moderator in process 3, administrator`; cut where it holds no more."""
    words = [
        f"{grant.role} in process {grant.process_id}" if grant.process_id else str(grant.role)
        for grant in in_order(grants)
    ]
    told = ", ".join(words)
    return told if len(told) <= limit else told[: limit - 1] + "…"


def grouped(code: str) -> str:
    """`AB2CDEF3GHJK4MN` as people read it: `AB2CD-EF3GH-JK4MN`."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def key_hash(token: str) -> bytes:
    """What is kept of a cookie, a link or a code: 32 bytes from which it cannot be told."""
    return sha256(token.encode()).digest()


def recovery_code(secret: bytes, person_id: int) -> str:
    """The code that leads a guest back to their contributions on another device: 15 signs, 73 bits.

    It is a function of the installation's secret, so it can be shown again and need not be stored.
    """
    number = int.from_bytes(hmac.new(secret, f"recovery:{person_id}".encode(), sha256).digest(), "big")
    signs = []
    for _ in range(GROUPS * GROUP):
        number, index = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[index])
    return grouped("".join(signs))


def typed_code(typed: str) -> str:
    """A code as somebody typed it from paper, in the form in which it is hashed."""
    return grouped("".join(sign for sign in typed.upper() if sign in ALPHABET))
