"""Names are sealed: their key lies outside the database and outside every backup of it, and dies with them.

One key for each person (docs/decisions/042). After a restore on another machine nobody can read them: they are gone.
"""

from dataclasses import asdict, dataclass

from participation.foundation.keyfolder import SealPlace


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who was asked. contact: how they can be reached."""

    name: str = ""
    contact: str = ""


_place = SealPlace()
use, keys = _place.use, _place.keys


def seal(source: str, number: int, who: Who) -> bytes:
    """source: its public id; number: of whoever was asked. Each of them has a key of their own."""
    return keys().seal(key_of(source, number), asdict(who))


def unseal(source: str, number: int, sealed: bytes) -> Who:
    """Nobody, where the key is not on this machine (any more)."""
    found = keys().unseal(key_of(source, number), sealed)
    return Who(**found) if found else Who()


def key_of(source: str, number: int) -> str:
    return f"{source}-{number}"
