"""Settings come from the environment; what a first start needs and nobody gave, it makes itself."""

import fcntl
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from participation.foundation import chance

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True)
class Settings:
    """What one installation knows about itself.

    hosts: host names (without port) the server answers to; a leading dot admits subdomains.
    https: behind TLS; cookies then carry Secure.
    url: what people type and scan, without a slash at the end; empty: the address of the request at hand.
    smtp: address of the mail server with its password, which nothing prints; empty: no mail is sent.
    mail_from: who the mails come from, an address or `Name <address>`.
    translator: address of the machine that translates; empty: none. translator_key: its key, which nothing prints.
    oidc_issuer: address of an outside sign-in service (OpenID Connect); empty: there is none. oidc_client_id and
    oidc_client_secret: how it knows us; oidc_name: what people call it.
    """

    instance: Path
    database_url: str
    secret_key: bytes
    hosts: tuple[str, ...] = LOOPBACK
    https: bool = False
    url: str = ""
    smtp: str = field(default="", repr=False)
    mail_from: str = ""
    translator: str = ""
    translator_key: str = field(default="", repr=False)
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = field(default="", repr=False)
    oidc_name: str = ""
    demo: bool = False
    testing: bool = False

    @property
    def database_file(self) -> Path | None:
        """The SQLite file, or None on a database server."""
        prefix = "sqlite:///"
        return Path(self.database_url.removeprefix(prefix)) if self.database_url.startswith(prefix) else None


def from_environment(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read PARTICIPATION_INSTANCE, _DATABASE_URL, _SECRET_KEY, _HOSTS (comma separated), _HTTPS, _URL.

    For mail PARTICIPATION_SMTP and _MAIL_FROM, for translations PARTICIPATION_TRANSLATOR_URL and _TRANSLATOR_KEY.
    For mail PARTICIPATION_SMTP and _MAIL_FROM. For an outside sign-in service PARTICIPATION_OIDC_ISSUER,
    _OIDC_CLIENT_ID, _OIDC_CLIENT_SECRET and _OIDC_NAME.
    """
    instance = Path(environ.get("PARTICIPATION_INSTANCE", "instance")).resolve()
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    hosts = tuple(host.strip().lower() for host in environ.get("PARTICIPATION_HOSTS", "").split(",") if host.strip())
    given_key = environ.get("PARTICIPATION_SECRET_KEY", "")
    return Settings(
        instance=instance,
        database_url=environ.get("PARTICIPATION_DATABASE_URL") or f"sqlite:///{instance / 'participation.sqlite'}",
        secret_key=given_key.encode() if given_key else own_secret_key(instance),
        hosts=hosts or LOOPBACK,
        https=environ.get("PARTICIPATION_HTTPS", "") == "1",
        url=environ.get("PARTICIPATION_URL", "").rstrip("/"),
        smtp=environ.get("PARTICIPATION_SMTP", "").strip(),
        mail_from=environ.get("PARTICIPATION_MAIL_FROM", "").strip(),
        translator=environ.get("PARTICIPATION_TRANSLATOR_URL", "").strip(),
        translator_key=environ.get("PARTICIPATION_TRANSLATOR_KEY", "").strip(),
        oidc_issuer=environ.get("PARTICIPATION_OIDC_ISSUER", "").strip(),
        oidc_client_id=environ.get("PARTICIPATION_OIDC_CLIENT_ID", "").strip(),
        oidc_client_secret=environ.get("PARTICIPATION_OIDC_CLIENT_SECRET", "").strip(),
        oidc_name=environ.get("PARTICIPATION_OIDC_NAME", "").strip(),
    )


def own_secret_key(instance: Path) -> bytes:
    """The key of this installation, made once and readable by its user alone.

    The lock lets two first starts agree on one; an empty file was left by a start that found the disk full.
    """
    handle = os.open(instance / "secret.key", os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        kept = file.read()
        if kept:
            return kept
        key = chance.random_bytes(32)
        file.write(key)
    return key
