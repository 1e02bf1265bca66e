"""An outside sign-in service on the loopback: our own, small, and able to lie."""

import base64
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.loopback import JsonDesk

CLIENT, PASSWORD = "participation", "geheim/mit:zeichen"


def new_key(kid: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig"})


KEY, OTHER_KEY = new_key("one"), new_key("one")  # the same name, another key


@dataclass
class OutsideService:
    """claims: what an ID token says otherwise than it should; key: by which it is signed; replies: path -> status.

    person: who is signed in there; slow: seconds before each answer to a token request.
    """

    port: int = 0
    person: dict[str, Any] = field(
        default_factory=lambda: {"sub": "4711", "email": "amina@example.org", "email_verified": True}
    )
    claims: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: KEY)
    published: list[RSAKey] = field(default_factory=lambda: [KEY])
    facts: dict[str, Any] = field(default_factory=dict)
    replies: dict[str, int] = field(default_factory=dict)
    slow: float = 0.0
    asked: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def description(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            **self.facts,
        }

    def signs_in(self, address: str, *, declines: bool = False) -> str:
        """What the browser does there; returns the address of return with its query."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert (asked["client_id"], asked["response_type"], asked["code_challenge_method"]) == (CLIENT, "code", "S256")
        if declines:
            return f"{asked['redirect_uri']}?{urlencode({'error': 'access_denied', 'state': asked['state']})}"
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state'], 'iss': self.issuer})}"

    def tokens(self, sent: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """A code counts once, for the client that has the password and the verifier."""
        asked = self.codes.pop(sent.get("code", ""), None)
        proof = base64.urlsafe_b64encode(sha256(sent.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
        known = base64.b64decode(authorization.partition(" ")[2]).decode()
        if asked is None or asked["code_challenge"] != proof or asked["redirect_uri"] != sent.get("redirect_uri"):
            return 400, {"error": "invalid_grant"}
        if not known.startswith(CLIENT):
            return 401, {"error": "invalid_client"}
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        told = {name: value for name, value in {**claims, **self.person, **self.claims}.items() if value is not None}
        signed = jwt.encode({"alg": "RS256", "kid": self.key.kid}, told, self.key)
        return 200, {"access_token": "a", "token_type": "Bearer", "expires_in": 300, "id_token": signed}


class Desk(JsonDesk):
    house: OutsideService

    def do_GET(self) -> None:  # noqa: N802 - the name http.server asks for
        path = urlsplit(self.path).path
        pages = {
            "/.well-known/openid-configuration": self.house.description(),
            "/keys": {"keys": [key.as_dict(private=False) for key in self.house.published]},
        }
        self.answers(self.house.replies.get(path, 200 if path in pages else 404), pages.get(path, {}))

    def do_POST(self) -> None:  # noqa: N802 - the name http.server asks for
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        sent = {name: values[0] for name, values in parse_qs(body).items()}
        time.sleep(self.house.slow)
        status, told = self.house.tokens(sent, self.headers.get("Authorization", ""))
        self.answers(self.house.replies.get("/token", status), told)

    def answers(self, status: int, told: dict[str, Any]) -> None:
        self.house.asked.append(urlsplit(self.path).path)
        self.says(status, told)


@contextmanager
def open_service() -> Iterator[OutsideService]:
    house = OutsideService()
    handler = type("Handler", (Desk,), {"house": house})

    class Here(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A guest that hangs up half way is part of the story."""

    with Here(("127.0.0.1", 0), handler) as server:
        house.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield house
        finally:
            server.shutdown()
            thread.join()
