"""The secret of each running ballot: a file outside the database and outside every backup (docs/decisions/011).

Whoever holds a copy of the database holds votes, but cannot link one to a ticket. The file dies at the count.
"""

import hmac
import os
from hashlib import sha256
from pathlib import Path

from participation.foundation import chance
from participation.foundation.messages import N_, Refused


class KeyMissing(Refused):
    message = N_("The key of this ballot is not on this machine, so its votes can no longer be told apart. Cancel it.")
    code = "key_missing"


class BallotKeys:
    """folder: in the instance, readable by its user alone."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        self._held: dict[str, bytes] = {}

    def make(self, ballot: str) -> None:
        """A new secret; an older one of the same ballot (a rehearsal) is gone."""
        self.forget(ballot)
        handle = os.open(self._file(ballot), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(chance.random_bytes(32))
            out.flush()
            os.fsync(out.fileno())
        self._settle_folder()

    def voter_key(self, ballot: str, identity: str) -> bytes:
        """The key of a voter in one ballot. Raises KeyMissing."""
        if ballot not in self._held:
            try:
                self._held[ballot] = self._file(ballot).read_bytes()
            except FileNotFoundError:
                raise KeyMissing from None
        return hmac.new(self._held[ballot], identity.encode(), sha256).digest()

    def forget(self, ballot: str) -> None:
        self._held.pop(ballot, None)
        self._file(ballot).unlink(missing_ok=True)
        self._settle_folder()

    def all(self) -> list[str]:
        """The ballots of which a secret lies here."""
        return [file.stem for file in self._folder.glob("*.key")]

    def _settle_folder(self) -> None:
        """A file survives a power cut only with its name: the folder is written too."""
        handle = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def _file(self, ballot: str) -> Path:
        return self._folder / f"{ballot}.key"
