"""Whoever speaks at a confidential item is sealed: the key lies outside the database and outside every backup of it.

It dies with the item (docs/decisions/036). What a backup of that hour holds nobody can open any more.
"""

import json
from base64 import urlsafe_b64encode
from dataclasses import asdict, dataclass
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from participation.foundation.keyfolder import KeyFolder


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


_keys: KeyFolder | None = None


def use(folder: Path) -> None:
    """Called by `app`: where this house keeps its keys."""
    global _keys  # noqa: PLW0603 - one process, one folder
    _keys = KeyFolder(folder)


def keys() -> KeyFolder:
    if _keys is None:
        raise RuntimeError("no folder for keys is in use: create_app() or a command names one")
    return _keys


def seal(speakers: str, who: Who) -> bytes:
    """speakers: the public id of the list. Its first name makes its key."""
    held = keys()
    secret = held.find(speakers) if held.lies_here(speakers) else held.make(speakers)
    if secret is None:
        secret = held.make(speakers)
    return lock_of(secret).encrypt(json.dumps(asdict(who)).encode())


def unseal(speakers: str, sealed: bytes) -> Who:
    """Nobody, where the key is not on this machine (any more)."""
    secret = keys().find(speakers)
    if secret is None:
        return Who()
    try:
        return Who(**json.loads(lock_of(secret).decrypt(sealed)))
    except InvalidToken:
        return Who()


def lock_of(secret: bytes) -> Fernet:
    return Fernet(urlsafe_b64encode(secret))
