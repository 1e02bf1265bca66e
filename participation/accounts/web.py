"""What the doors of this room share: cookies, the outside service, the address its mails lead to."""

from flask import Flask, Response, current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from participation.accounts.oidc import BadOidcSettings, Begun, Provider, provider_of
from participation.accounts.passwords import trusted_mark, trusted_nonce
from participation.accounts.rules import NoMailHere, NoProvider
from participation.foundation import chance, smtp, web
from participation.foundation.messages import NotFound
from participation.foundation.municipality import Municipality
from participation.people.web import town_here

ASKED = "asked"  # which browser asked for links, until it is closed
TRUSTED = "trusted"  # on this device somebody came in by a password
OUTSIDE = "outside"  # what this browser keeps while somebody is at the outside service
TRUSTED_DAYS = 400
OUTSIDE_SECONDS = 600
EXTENSION = "participation-oidc"


def use_provider(app: Flask) -> None:
    """Called by `app`: settings that cannot be used are said to the operator at the start, and nothing is offered."""
    try:
        app.extensions[EXTENSION] = provider_of(app.config["PARTICIPATION"])
    except BadOidcSettings as bad:
        app.logger.error("no outside sign-in service: %s", bad)  # noqa: TRY400 - a sentence for the operator
        app.extensions[EXTENSION] = None


def provider() -> Provider | None:
    found = current_app.extensions[EXTENSION]
    return found if isinstance(found, Provider) else None


def need_provider() -> Provider:
    """Raises NoProvider."""
    found = provider()
    if found is None:
        raise NoProvider
    return found


def issuer_here() -> str:
    found = provider()
    return found.issuer if found else ""


def town() -> Municipality:
    """Raises NotFound before the first municipality is made."""
    found = town_here()
    if found is None:
        raise NotFound
    return found


def require_mail() -> None:
    """Raises NoMailHere."""
    if not smtp.can_send(web.settings()):
        raise NoMailHere


# --- which browser asks


def asking_browser() -> tuple[str, str | None]:
    """The mark of this browser, and the same again where it is new and must be kept."""
    known = request.cookies.get(ASKED, "")[:64]
    fresh = None if known else chance.token()
    return known or str(fresh), fresh


def keep_asking(response: Response, fresh: str | None) -> Response:
    if fresh:
        web.set_cookie(response, ASKED, fresh)
    return response


def trusted_here(folded: str) -> str | None:
    """Whether the owner of this address came in on this device before: the nonce of its mark."""
    mark = request.cookies.get(TRUSTED, "")[:128]
    return trusted_nonce(web.settings().secret_key, town().id, folded, mark)


def trust(response: Response, folded: str) -> Response:
    mark = trusted_mark(web.settings().secret_key, town().id, folded, chance.token())
    web.set_cookie(response, TRUSTED, mark, days=TRUSTED_DAYS)
    return response


# --- on the way to the outside service and back


def signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(web.settings().secret_key, salt="outside")


def keep_way(response: Response, begun: Begun, person_id: int | None) -> Response:
    """In this browser alone: whoever comes back with another one's address of return is sent away."""
    kept = signer().dumps([town().id, begun.state, begun.nonce, begun.verifier, person_id])
    response.set_cookie(
        OUTSIDE, kept, max_age=OUTSIDE_SECONDS, httponly=True, samesite="Lax", secure=web.settings().https
    )
    return response


def kept_way() -> tuple[Begun, int | None] | None:
    """What this browser keeps, and who wanted to connect; None where there is nothing, or it is too old."""
    try:
        found = signer().loads(request.cookies.get(OUTSIDE, ""), max_age=OUTSIDE_SECONDS)
        here, state, nonce, verifier, person_id = found
    except (BadSignature, ValueError, TypeError):
        return None
    return (Begun("", state, nonce, verifier), person_id) if here == town().id else None
