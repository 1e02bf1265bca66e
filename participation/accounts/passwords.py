"""Passwords are hashed with argon2id in a thread: never on the event loop, and in no transaction.

The numbers are those of OWASP's Password Storage Cheat Sheet (19 MiB, two passes, one lane). Raise them here: a hash
made with others is made anew when its owner signs in next.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import TypeVar

import gevent
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from gevent.lock import BoundedSemaphore

from participation.accounts.rules import WrongPair
from participation.foundation import chance
from participation.foundation.database import transaction_is_open

T = TypeVar("T")

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, hash_len=32, salt_len=16)
AT_ONCE = BoundedSemaphore(2)  # of so many at a time each takes 19 MiB and a core; the others wait their turn


@dataclass(frozen=True, slots=True)
class Verdict:
    """good: whether it is the password; outdated: whether its hash should be made anew."""

    good: bool
    outdated: bool = False


def hashed(password: str) -> str:
    return in_thread(lambda: HASHER.hash(password, salt=chance.random_bytes(16)))


def compare(password: str, kept: str | None) -> Verdict:
    """Whether `password` is the one of which `kept` is the hash. None: there is none, which takes as long."""
    return in_thread(lambda: verdict(password, kept))


def require_good(found: Verdict) -> Verdict:
    """Raises WrongPair."""
    if not found.good:
        raise WrongPair
    return found


def verdict(password: str, kept: str | None) -> Verdict:
    other = nobodys()  # always, so that the first one does not take longer
    try:
        HASHER.verify(kept or other, password)
    except (VerificationError, InvalidHashError):
        return Verdict(good=False)
    return Verdict(good=kept is not None, outdated=kept is not None and HASHER.check_needs_rehash(kept))


@cache
def nobodys() -> str:
    """The hash of a password that nobody has."""
    return HASHER.hash(chance.token())


def in_thread(work: Callable[[], T]) -> T:
    if transaction_is_open():
        raise RuntimeError("a password is hashed outside of transactions: the one writer would wait for it")
    with AT_ONCE:
        done: T = gevent.get_hub().threadpool.spawn(work).get()
    return done


def try_key(secret: bytes, municipality_id: int, whom: str) -> bytes:
    """Under which tries are counted. whom: an address as it is compared, or a device its owner has used."""
    return hmac.new(secret, f"tries:{municipality_id}:{whom}".encode(), sha256).digest()


def trusted_mark(secret: bytes, municipality_id: int, folded: str, nonce: str) -> str:
    """What a device keeps on which somebody came in by this address: it is slowed down apart from strangers' devices.

    So nobody who guesses elsewhere locks the owner out. It opens nothing.
    """
    whose = f"trusted:{municipality_id}:{folded}:{nonce}"
    return f"{nonce}.{hmac.new(secret, whose.encode(), sha256).hexdigest()[:32]}"


def trusted_nonce(secret: bytes, municipality_id: int, folded: str, mark: str) -> str | None:
    """The nonce of a mark that is ours and of this address."""
    nonce, _, _ = mark.partition(".")
    good = hmac.compare_digest(trusted_mark(secret, municipality_id, folded, nonce).encode(), mark.encode())
    return nonce if mark and good else None
