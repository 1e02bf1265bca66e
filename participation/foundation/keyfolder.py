"""Secrets that live as files, outside the database and outside every backup of it, and die when they are done."""

import os
from pathlib import Path

from participation.foundation import chance

LENGTH = 32  # bytes of a secret


class KeyFolder:
    """folder: in the instance, readable by its user alone. Names are public ids: letters, digits, `-` and `_`."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        self._held: dict[str, bytes] = {}

    def make(self, name: str) -> bytes:
        """A new secret; an older one of the same name is gone."""
        self.forget(name)
        secret = chance.random_bytes(LENGTH)
        handle = os.open(self._file(name), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(secret)
            out.flush()
            os.fsync(out.fileno())
        self._settle_folder()
        return secret

    def find(self, name: str) -> bytes | None:
        if name not in self._held:
            try:
                self._held[name] = self._file(name).read_bytes()
            except FileNotFoundError:
                return None
        return self._held[name]

    def lies_here(self, name: str) -> bool:
        """Whether the file is there: another process may have ended it."""
        return self._file(name).exists()

    def forget(self, name: str) -> None:
        self._held.pop(name, None)
        self._file(name).unlink(missing_ok=True)
        self._settle_folder()

    def all(self) -> list[str]:
        """The names of which a secret lies here."""
        return [file.stem for file in self._folder.glob("*.key")]

    def _settle_folder(self) -> None:
        """A file survives a power cut only with its name: the folder is written too."""
        handle = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def _file(self, name: str) -> Path:
        return self._folder / f"{name}.key"
