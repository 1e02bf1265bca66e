"""Whoever speaks at a confidential item is sealed: the key lies outside the database and outside every backup of it.

It dies with the item (docs/decisions/036). What a backup of that hour holds nobody can open any more.
"""

from dataclasses import asdict, dataclass

from participation.foundation.keyfolder import SealPlace


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody on a list. organisation_id, organisation: for whom they speak, None and "" for themselves alone.

    reason, reason_lang: why they were moved by hand.
    """

    name: str = ""
    person_id: int | None = None
    organisation_id: int | None = None
    organisation: str = ""
    reason: str = ""
    reason_lang: str = ""


_place = SealPlace()
use, keys = _place.use, _place.keys


def seal(speakers: str, who: Who) -> bytes:
    """speakers: the public id of the list."""
    return keys().seal(speakers, asdict(who))


def unseal(speakers: str, sealed: bytes) -> Who:
    """Nobody, where the key is not on this machine (any more)."""
    found = keys().unseal(speakers, sealed)
    return Who(**found) if found else Who()
