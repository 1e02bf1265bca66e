"""What every page shares: language, security headers, the guard of forms, refusals as pages."""

import hmac
import logging
from collections.abc import Iterable
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import segno
from flask import Flask, Response, current_app, g, make_response, redirect, render_template, request, url_for
from flask.ctx import RequestContext
from flask.typing import ResponseReturnValue
from flask_babel import Babel, gettext
from flask_babel import format_date as babel_date
from flask_babel import format_datetime as babel_datetime
from markupsafe import Markup
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import IntegerConverter, Map

from participation.foundation import clock, locales, packing, text
from participation.foundation.guard import same_origin
from participation.foundation.messages import N_, NotFound, Refused
from participation.foundation.numbers import LARGEST
from participation.foundation.paths import asset_dir
from participation.foundation.settings import Settings
from participation.foundation.wording import Wording

log = logging.getLogger(__name__)

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
)
YEAR = 365 * 24 * 3600
LANGUAGE_COOKIE = "lang"


class ForeignForm(Refused):
    message = N_("This form was not sent from a page of this site. Please open the page again and send it from there.")
    code = "foreign_form"
    status = 403


class TooLarge(Refused):
    message = N_("This is more than a form may carry. Please shorten it.")
    code = "too_large"
    status = 413


class BadRequest(Refused):
    message = N_("This request was not complete. Please go back and try again.")
    code = "bad_request"
    status = 400


class WrongMethod(BadRequest):
    code = "wrong_method"
    status = 405


class OwnFault(Refused):
    message = N_("Something went wrong on our side. It has been noted, and what was stored before is safe.")
    code = "own_fault"
    status = 500


# what a page may say after an act; the address carries the key, never the sentence
SAYINGS: dict[str, str] = {}


def nobodys_page(app: Flask, lang: str) -> RequestContext:
    """A request of nobody in particular, for what is rendered once for many screens."""
    with app.app_context():
        base = settings().url or "http://localhost"
    return app.test_request_context("/", base_url=base, query_string={"lang": lang})


def saying(key: str, sentence: str) -> str:
    """Register a sentence that a page shows once after a redirect."""
    SAYINGS[key] = sentence
    return key


def sentence_of(key: str) -> str:
    """A registered sentence in the reader's language, for a script that stays on its page."""
    return str(gettext(SAYINGS[key]))


class RowNumber(IntegerConverter):
    """`<int:…>` in an address: no row has a larger number, so there is no such page."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LARGEST)


def prepare(app: Flask, settings: Settings) -> None:
    """Give `app` its language, guard, headers and error pages."""
    app.config.update(
        BABEL_DEFAULT_LOCALE=locales.DEFAULT,
        BABEL_DEFAULT_TIMEZONE="Europe/Berlin",
        BABEL_TRANSLATION_DIRECTORIES=str(asset_dir("translations")),
        MAX_CONTENT_LENGTH=256 * 1024,
        MAX_FORM_MEMORY_SIZE=256 * 1024,
        PARTICIPATION=settings,
    )
    Babel(app, locale_selector=lambda: locales.catalogue_of(reader_language())).domain_instance = Wording()
    app.before_request(guard_forms)
    app.after_request(add_headers)
    app.after_request(packing.pack)
    app.register_error_handler(Refused, show_refusal)
    app.register_error_handler(HTTPException, show_http_error)
    app.register_error_handler(Exception, show_bug)
    app.url_defaults(keep_shown_language)
    app.context_processor(page_facts)
    app.url_map.converters["int"] = RowNumber
    app.jinja_env.filters.update(
        paragraphs=text.paragraphs,
        own_name=locales.own_name,
        direction=locales.direction,
        day=day,
        full_day=full_day,
        moment=moment,
    )
    app.jinja_env.globals.update(static_url=static_url)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def settings() -> Settings:
    found = current_app.config["PARTICIPATION"]
    if not isinstance(found, Settings):
        raise TypeError("the app was not made by create_app()")
    return found


def asked_host() -> str:
    """The name under which this page was opened, without its port; "" outside a request."""
    return (urlsplit(f"//{request.host}").hostname or "") if request else ""


def public_url() -> str:
    """What people type and scan, without a slash at the end."""
    return settings().url or request.host_url.rstrip("/")


def qr(address: str) -> Markup:
    """A QR code as inline SVG, for screens and paper; it needs no script and no style."""
    drawing = segno.make(address, error="m", micro=False).svg_inline(omitsize=True, svgclass="qr", lineclass=None)
    return Markup(drawing)  # noqa: S704 - drawn by segno from modules; the address is not part of the markup


def reader_language() -> str:
    """The language of the page: asked for in the address, stored on the device, the browser's, or German."""
    if not request:
        return locales.DEFAULT
    if "language" not in g:
        asked = (request.args.get("lang", ""), request.cookies.get(LANGUAGE_COOKIE, ""))
        accepted = (locales.base(tag) for tag, quality in request.accept_languages if quality)  # the dearest first
        g.language = next((lang for lang in (*asked, *accepted) if lang in locales.INTERFACE), locales.DEFAULT)
    return str(g.language)


def spoken_language() -> str:
    """The language in which somebody writes who reads this page, where nothing says which it is."""
    return locales.base(reader_language())


def town_language() -> str:
    """The language of the page if the town writes its texts in it, otherwise German."""
    spoken = spoken_language()
    return spoken if spoken in locales.WRITTEN else locales.DEFAULT


def keep_shown_language(endpoint: str, values: dict[str, Any]) -> None:
    """A page opened with ?lang= hands that language on to its links, without storing anything."""
    if not request or endpoint.startswith("static") or "lang" in values:
        return
    shown = request.args.get("lang")
    if shown in locales.INTERFACE and shown != request.cookies.get(LANGUAGE_COOKIE):
        values["lang"] = shown


def page_facts() -> dict[str, object]:
    lang = reader_language()
    said = SAYINGS.get(request.args.get("said", "")) if request else None
    return {
        "lang": lang,
        "dir": locales.direction(lang),
        "languages": named(locales.INTERFACE),
        "is_draft": lang in locales.DRAFTS,
        "town_languages": named(locales.WRITTEN),
        "town_lang": town_language(),
        "said": gettext(said) if said else None,
        "here": here(),
    }


def named(languages: Iterable[str]) -> list[tuple[str, str]]:
    """(code, own name) of each language."""
    return [(code, locales.own_name(code)) for code in languages]


def here() -> str:
    """The address of this page, without its language and without what it said; for the language switch."""
    if not request or request.method != "GET":
        return "/"
    kept = [(key, value) for key, value in request.args.items(multi=True) if key not in {"lang", "said"}]
    return request.path + ("?" + "&".join(f"{quote(k)}={quote(v)}" for k, v in kept) if kept else "")


def quote(value: str) -> str:
    from urllib.parse import quote as percent  # noqa: PLC0415 - a name that would hide ours

    return percent(value, safe="")


def own_path(address: str) -> str:
    """The address if it is a path of this site, otherwise the start page."""
    whole = address.isprintable() and address.startswith("/")
    return address if whole and text.harmless_address(address) else "/"


# endpoints of doors that other servers knock at: they look at no cookie, what they are sent is their only authority
_from_anywhere: set[str] = set()


def take_from_anywhere(endpoint: str) -> None:
    """Let other servers post to this door (docs/decisions/027)."""
    _from_anywhere.add(endpoint)


def guard_forms() -> None:
    """Refuse what another site sent with a person's cookies.

    Browsers say so in Sec-Fetch-Site; on plain http with a LAN name they send Origin instead.
    """
    if request.method in {"GET", "HEAD", "OPTIONS"} or request.endpoint in _from_anywhere:
        return
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin", "")
    if site == "same-origin" or (site is None and same_origin(origin, request.host)):
        return
    raise ForeignForm


def form_token(secret: bytes, key: str) -> str:
    """The token that forms of a signed-in person carry: bound to their key, so nobody else can write one."""
    return hmac.new(secret, b"form:" + key.encode(), sha256).hexdigest()[:32]


def add_headers(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("X-Frame-Options", "DENY")
    # not no-referrer: Origin would be `null` and a form on a plain-http LAN name could not be told from a foreign one
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), interest-cohort=()")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if settings().https:
        headers.setdefault("Strict-Transport-Security", f"max-age={YEAR}")
    if request.endpoint != "static" and not response.cache_control.immutable:
        headers.setdefault("Cache-Control", "no-store" if request.cookies or request.method == "POST" else "no-cache")
        headers.add("Vary", "Cookie, Accept-Language")
    return response


def keep_for_a_year(response: Response) -> Response:
    """For what has its version in its address and is the same for everybody."""
    response.cache_control.public = True
    response.cache_control.max_age = YEAR
    response.cache_control.immutable = True
    return response


def keep_on_the_device(response: Response) -> Response:
    """The same for what may be taken back: nobody on the way keeps a copy, only whoever has seen it."""
    response.cache_control.private = True
    response.cache_control.max_age = YEAR
    response.cache_control.immutable = True
    return response


def wants_json() -> bool:
    """Whether a script asks, not a page."""
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def show_refusal(refused: Refused) -> ResponseReturnValue:
    sentence = spoken_refusal(refused)
    if wants_json():
        return {"error": refused.code, "sentence": sentence}, refused.status
    try:
        page = render_template("refused.html", sentence=sentence, status=refused.status)
    except Exception:  # the last resort: what every page needs, the database for one, may be away
        log.exception("a page with a refusal could not be made")
        page = bare_page(sentence)
    return page, refused.status


def bare_page(sentence: str) -> str:
    """A sentence that needs nothing but itself."""
    lang = reader_language()
    return Markup(
        '<!doctype html><html lang="{}" dir="{}"><meta charset="utf-8"><title>{}</title><p>{}</p></html>'
    ).format(lang, locales.direction(lang), sentence, sentence)


def spoken_refusal(refused: Refused) -> str:
    """The sentence of a refusal in the reader's language."""
    return str(gettext(refused.message, **refused.facts))


def show_http_error(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if code < 400:
        return error.get_response()
    refused: Refused = {404: NotFound(), 405: WrongMethod(), 413: TooLarge()}.get(code, BadRequest())
    if code >= 500:
        refused = OwnFault()
    response = make_response(show_refusal(refused))
    if isinstance(error, MethodNotAllowed):
        response.allow.update(error.valid_methods or ())
    return response


def show_bug(error: Exception) -> ResponseReturnValue:
    """A bug goes to the log with its traceback, never to the page."""
    log.error("unexpected error at %s", request.url_rule, exc_info=error)
    return show_refusal(OwnFault())


def say(address: str, key: str) -> Response:
    """Go to `address` and let that page say the registered sentence `key`."""
    page, mark, place = address.partition("#")
    separator = "&" if "?" in page else "?"
    return make_response(redirect(f"{page}{separator}said={key}{mark}{place}", 303))


def go(address: str) -> Response:
    return make_response(redirect(address, 303))


def set_cookie(response: Response, name: str, value: str, *, days: int | None = None) -> None:
    """A first-party cookie no script can read; Secure only on https, because a hall's LAN has none."""
    response.set_cookie(
        name,
        value,
        max_age=days * 24 * 3600 if days else None,
        httponly=True,
        samesite="Lax",
        secure=settings().https,
    )


def static_url(name: str) -> str:
    """The address of a built file, with its version, so that browsers may keep it for a year."""
    version = current_app.config.setdefault("STATIC_VERSIONS", {})
    if name not in version:
        file = asset_dir("static") / "dist" / name
        version[name] = sha256(file.read_bytes()).hexdigest()[:10] if file.is_file() else "0"
    return url_for("static", filename=name, v=version[name])


def day(value: datetime) -> Markup:
    """A date in the reader's language, as the town hall's calendar has it."""
    shown = babel_date(value, "d. MMMM" if spoken_language() in {"de", "hr"} else "d MMMM")
    return Markup("<time datetime='{}'>{}</time>").format(clock.local(value).date().isoformat(), shown)


def full_day(value: date | datetime) -> Markup:
    """A date with its year."""
    there = clock.local(value).date() if isinstance(value, datetime) else value
    return Markup("<time datetime='{}'>{}</time>").format(there.isoformat(), babel_date(there, "long"))


def moment(value: datetime) -> Markup:
    """A date with its time, as the town hall's clock shows it."""
    return Markup("<time datetime='{}'>{}</time>").format(
        clock.local(value).isoformat(), babel_datetime(value, "short")
    )
