"""The code of a registration: what somebody shows at the door, and the way to their own page. It opens nothing else."""

import hmac
from base64 import b32encode
from hashlib import sha256

from participation.events.rules import NoRegistration

SIGNS = 8  # of 32 each: forty bits


def code_of(secret: bytes, event: str, number: int) -> str:
    """event: its public id. As it is printed: `17-KX7P2M9Q`."""
    mark = hmac.new(secret, f"registration:{event}:{number}".encode(), sha256).digest()
    return f"{number}-{b32encode(mark).decode()[:SIGNS]}"


def number_in(secret: bytes, event: str, typed: str) -> int:
    """The number of a registration whose code was shown, in whatever case and with blanks. Raises NoRegistration."""
    words = "".join(typed.split()).upper()
    number = words.partition("-")[0]
    if not (number.isascii() and number.isdigit() and len(number) <= 6):
        raise NoRegistration
    if not hmac.compare_digest(words.encode(), code_of(secret, event, int(number)).encode()):
        raise NoRegistration
    return int(number)
