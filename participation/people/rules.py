"""Codes and hashes of people: what is written down, what is kept."""

import hmac
from hashlib import sha256

from participation.foundation.messages import N_, Refused

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
    return "-".join("".join(signs[start : start + GROUP]) for start in range(0, GROUPS * GROUP, GROUP))


def typed_code(typed: str) -> str:
    """A code as somebody typed it from paper, in the form in which it is hashed."""
    signs = "".join(sign for sign in typed.upper() if sign in ALPHABET)
    return "-".join(signs[start : start + GROUP] for start in range(0, len(signs), GROUP))
