"""Secrets that live as files, outside the database and outside every backup of it, and die when they are done."""

import json
import os
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken

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
            secret = self.read(name)
            if secret is None:
                return None
            self._held[name] = secret
        return self._held[name]

    def read(self, name: str) -> bytes | None:
        """As the file says it now: another process may have ended it."""
        try:
            return self._file(name).read_bytes()
        except FileNotFoundError:
            return None

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


class SealFolder(KeyFolder):
    """Seals small things of a row, with one secret for what belongs together. No secret is kept in memory.

    A backup of the database has them sealed; once the secret is forgotten nobody can open them any more.
    """

    def seal(self, name: str, words: Mapping[str, Any]) -> bytes:
        """The first thing of a name makes its secret."""
        return lock_of(self.read(name) or self.make(name)).encrypt(json.dumps(dict(words)).encode())

    def unseal(self, name: str, sealed: bytes) -> dict[str, Any] | None:
        """None where the secret is not on this machine (any more)."""
        secret = self.read(name)
        if secret is None:
            return None
        try:
            found: dict[str, Any] = json.loads(lock_of(secret).decrypt(sealed))
        except InvalidToken:
            return None
        return found


class SealPlace:
    """Where the house keeps the seals of one room."""

    def __init__(self) -> None:
        self._folder: SealFolder | None = None

    def use(self, folder: Path) -> None:
        """Called by `app`."""
        self._folder = SealFolder(folder)

    def keys(self) -> SealFolder:
        if self._folder is None:
            raise RuntimeError("no folder for keys is in use: create_app() or a command names one")
        return self._folder


def lock_of(secret: bytes) -> Fernet:
    return Fernet(urlsafe_b64encode(secret))
