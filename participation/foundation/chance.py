"""The one source of chance: tokens, codes, keys. Seeded only by tests that compare two runs of the same evening."""

import random
import secrets
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_bytes: Callable[[int], bytes] = secrets.token_bytes

# digits and letters that cannot be mistaken for one another on paper (no 0 O 1 I L U)
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def random_bytes(count: int) -> bytes:
    return _bytes(count)


def token() -> str:
    """128 bits for a cookie or a link, as 32 hexadecimal digits."""
    return random_bytes(16).hex()


def number_below(limit: int) -> int:
    """An evenly distributed whole number in 0 … limit - 1."""
    size = (limit.bit_length() + 7) // 8 + 8
    return int.from_bytes(random_bytes(size), "big") % limit


def readable_code(length: int) -> str:
    """A code to be read aloud or typed from paper: 4.9 bits a sign."""
    return "".join(ALPHABET[number_below(len(ALPHABET))] for _ in range(length))


def shuffled(things: list[T]) -> list[T]:
    """The things in an order nobody can foresee."""
    order = random.Random(random_bytes(32))  # noqa: S311 - seeded with 256 bits of the one source
    return order.sample(things, len(things))


def seed_for_tests(seed: int) -> None:
    """Make every later token a function of `seed`. Never called by the product."""
    global _bytes  # noqa: PLW0603 - the one place that exchanges the source
    _bytes = random.Random(seed).randbytes  # noqa: S311 - repeatable on purpose
