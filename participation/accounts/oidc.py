"""An outside sign-in service by OpenID Connect: authorization code with PKCE, state and nonce (Authlib).

Everything here asks over the network: in no transaction, and with a limit on each wait.
"""

import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from participation.accounts.rules import NotVouched, ProviderAway
from participation.foundation import chance
from participation.foundation.database import transaction_is_open
from participation.foundation.settings import Settings

PATIENCE = (4.0, 8.0)  # seconds to connect, and for each answer
KEPT = 3600.0  # seconds for which the provider's addresses and keys are not asked for again
LEEWAY = 60  # seconds by which two clocks may differ
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
THIS_MACHINE = {"127.0.0.1", "localhost", "::1"}


class BadOidcSettings(Exception):  # noqa: N818 - a sentence for the operator
    """PARTICIPATION_OIDC_… cannot be used."""


@dataclass
class Provider:
    """One outside service. Another one is another `Provider`: identities are kept by their issuer."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str
    patience: tuple[float, float] = PATIENCE
    _facts: dict[str, Any] = field(default_factory=dict, repr=False)
    _keys: KeySet | None = field(default=None, repr=False)
    _read_at: float = 0.0

    def facts(self) -> dict[str, Any]:
        """The provider's own description. Raises ProviderAway, NotVouched."""
        if not self._facts or time.monotonic() - self._read_at > KEPT:
            found = self.ask(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
            if found.get("issuer") != self.issuer or not all(
                is_safe(str(found.get(place, ""))) for place in ("authorization_endpoint", "token_endpoint", "jwks_uri")
            ):
                raise NotVouched(name=self.name)
            self._facts, self._keys, self._read_at = found, None, time.monotonic()
        return self._facts

    def keys(self, *, anew: bool = False) -> KeySet:
        if self._keys is None or anew:
            self._keys = KeySet.import_key_set(self.ask(self.facts()["jwks_uri"]))  # type: ignore[arg-type] # checked there
        return self._keys

    def ask(self, address: str) -> dict[str, Any]:
        """A JSON object from the provider; it is not followed elsewhere."""
        require_no_transaction()
        try:
            answer = requests.get(address, timeout=self.patience, allow_redirects=False)
            answer.raise_for_status()
            found = answer.json()
        except (requests.RequestException, ValueError):
            raise ProviderAway(name=self.name) from None
        if answer.status_code != 200 or not isinstance(found, dict):
            raise ProviderAway(name=self.name)
        return found

    def session(self, back: str) -> OAuth2Session:
        return OAuth2Session(
            self.client_id,
            self.client_secret or None,
            token_endpoint_auth_method="client_secret_basic" if self.client_secret else "none",
            scope="openid email",
            redirect_uri=back,
            code_challenge_method="S256",
        )


@dataclass(frozen=True, slots=True)
class Begun:
    """A way to the provider. address: where it leads; state, nonce, verifier: what this browser keeps meanwhile."""

    address: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Vouched:
    """Whom the provider vouches for. email: only where it says that it is theirs, otherwise ""."""

    issuer: str
    subject: str
    email: str


def provider_of(settings: Settings) -> Provider | None:
    """The service of this installation, None where there is none. Raises BadOidcSettings."""
    if not settings.oidc_issuer:
        return None
    if not is_safe(settings.oidc_issuer) or not settings.oidc_client_id:
        raise BadOidcSettings(
            "PARTICIPATION_OIDC_ISSUER must be an https address, and PARTICIPATION_OIDC_CLIENT_ID must be set."
        )
    name = settings.oidc_name or urlsplit(settings.oidc_issuer).hostname or ""
    return Provider(settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret, name)


def is_safe(address: str) -> bool:
    """https, or this very machine."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in THIS_MACHINE)
    )


def require_no_transaction() -> None:
    if transaction_is_open():
        raise RuntimeError("a sign-in service is asked outside of transactions: the one writer would wait for it")


def begin(provider: Provider, back: str) -> Begun:
    """Raises ProviderAway, NotVouched."""
    nonce, verifier = chance.token(), chance.token() + chance.token()  # 64 signs, of 43 to 128 that RFC 7636 allows
    address, state = provider.session(back).create_authorization_url(
        provider.facts()["authorization_endpoint"], state=chance.token(), nonce=nonce, code_verifier=verifier
    )
    return Begun(str(address), str(state), nonce, verifier)


def finish(provider: Provider, back: str, code: str, begun: Begun) -> Vouched:
    """Exchange the code and read who came. Raises ProviderAway, NotVouched."""
    require_no_transaction()
    endpoint = provider.facts()["token_endpoint"]
    try:
        tokens = provider.session(back).fetch_token(
            endpoint,
            grant_type="authorization_code",
            code=code,
            code_verifier=begun.verifier,
            timeout=provider.patience,
            allow_redirects=False,
        )
        claims = read_claims(provider, dict(tokens), begun.nonce)
    except (requests.HTTPError, requests.ConnectionError, requests.Timeout):
        raise ProviderAway(name=provider.name) from None
    except (AuthlibBaseError, JoseError, requests.RequestException, ValueError, KeyError, TypeError):
        raise NotVouched(name=provider.name) from None
    verified = claims.get("email_verified") is True
    email = str(claims.get("email") or "") if verified else ""
    return Vouched(provider.issuer, str(claims["sub"])[:255], email)


def read_claims(provider: Provider, tokens: dict[str, Any], nonce: str) -> CodeIDToken:
    """Signature, issuer, audience, times and nonce are checked; only signatures by a key of the provider count."""
    registry = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
    try:
        token = jwt.decode(tokens["id_token"], provider.keys(), registry=registry)
    except InvalidKeyIdError:  # a new key since we read them
        token = jwt.decode(tokens["id_token"], provider.keys(anew=True), registry=registry)
    claims = CodeIDToken(
        token.claims,
        token.header,
        {
            "iss": {"essential": True, "value": provider.issuer},
            "aud": {"essential": True, "value": provider.client_id},
            "sub": {"essential": True},
        },
        {"nonce": nonce, "client_id": provider.client_id, "access_token": tokens.get("access_token")},
    )
    claims.validate(leeway=LEEWAY)
    return claims
