"""LibreTranslate by its HTTP API: GET /languages, POST /translate. Only the standard library is needed.

What it sends back is read up to a size, within a time, and never from another address than the one it was asked at.
"""

import json
from collections.abc import Sequence
from http.client import HTTPException
from time import monotonic
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from participation.languages.doubts import TranslatorAway, TranslatorWrong, Trouble

SECONDS = 30.0  # for a whole answer: a machine without a graphics card takes its time
MOST_BYTES = 512 * 1024
CHUNK = 16 * 1024
KNOWN_FOR = 600.0  # seconds until it is asked again which languages it knows
# our name for a language -> theirs, where they differ
CODES = {"ku": "kmr"}


class NoRedirects(HTTPRedirectHandler):
    """Words of residents go to the machine that was chosen, and to no other."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


class LibreTranslate:
    """address: up to its own paths; key: where the machine asks for one. seconds: for one answer."""

    name = "LibreTranslate"

    def __init__(self, address: str, key: str = "", *, seconds: float = SECONDS) -> None:
        self.address = address.rstrip("/")
        self.where = urlsplit(self.address).netloc.rpartition("@")[2]
        self.key = key
        self.seconds = seconds
        # no proxy of the environment: the address is that of the town's own machine
        self.opener = build_opener(NoRedirects, ProxyHandler({}))
        self.pairs: dict[str, frozenset[str]] = {}
        self.pairs_until = 0.0

    def offers(self, source: str, target: str) -> bool:
        if monotonic() >= self.pairs_until:
            self.pairs = pairs_in(self.ask("/languages"))
            self.pairs_until = monotonic() + KNOWN_FOR
        return code(target) in self.pairs.get(code(source), frozenset())

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        wish: dict[str, object] = {"q": list(texts), "source": code(source), "target": code(target), "format": "text"}
        if self.key:
            wish["api_key"] = self.key
        answer = self.ask("/translate", wish)
        found = answer.get("translatedText") if isinstance(answer, dict) else None
        if not isinstance(found, list) or len(found) != len(texts) or not all(isinstance(one, str) for one in found):
            raise TranslatorWrong(Trouble.NO_ANSWER)
        return [str(one) for one in found]

    def ask(self, path: str, wish: dict[str, object] | None = None) -> Any:
        """Raises TranslatorAway, TranslatorWrong; neither says anything of what was asked."""
        body = json.dumps(wish).encode() if wish is not None else None
        headers = {"Accept": "application/json", "Content-Type": "application/json"}
        request = Request(self.address + path, data=body, headers=headers)  # noqa: S310 - the operator's own address
        until = monotonic() + self.seconds
        try:
            with self.opener.open(request, timeout=self.seconds) as answer:
                content = read_all(answer, until)
        except HTTPError as refused:
            refused.close()
            raise heard(refused.code) from None
        except TimeoutError:
            raise TranslatorAway(Trouble.SLOW) from None
        except URLError as trouble:
            slow = isinstance(trouble.reason, TimeoutError)
            raise TranslatorAway(Trouble.SLOW if slow else Trouble.UNREACHABLE) from None
        except (OSError, HTTPException):
            raise TranslatorAway(Trouble.BROKEN_OFF) from None
        try:
            return json.loads(content)
        except (ValueError, RecursionError):
            raise TranslatorWrong(Trouble.NO_ANSWER) from None


def read_all(answer: Any, until: float) -> bytes:
    """The whole answer. Raises TranslatorAway for one that comes too slowly, TranslatorWrong for one without end."""
    content = bytearray()
    while chunk := answer.read1(CHUNK):
        content += chunk
        if len(content) > MOST_BYTES:
            raise TranslatorWrong(Trouble.TOO_LONG)
        if monotonic() > until:
            raise TranslatorAway(Trouble.SLOW)
    if answer.length:
        raise TranslatorAway(Trouble.BROKEN_OFF)
    return bytes(content)


def heard(status: int) -> TranslatorAway | TranslatorWrong:
    """What a status means: not now, never without a key, or never."""
    if status == 429:
        return TranslatorAway(Trouble.BUSY)
    if status in {401, 403}:
        return TranslatorAway(Trouble.KEY)
    if status >= 500:
        return TranslatorAway(Trouble.ILL)
    return TranslatorAway(Trouble.ELSEWHERE) if status < 400 else TranslatorWrong(Trouble.REFUSED)


def pairs_in(answer: object) -> dict[str, frozenset[str]]:
    """Source -> targets, from the list of languages. Raises TranslatorWrong for something else."""
    if not isinstance(answer, list):
        raise TranslatorWrong(Trouble.NO_ANSWER)
    known = [one for one in answer if isinstance(one, dict) and isinstance(one.get("code"), str)]
    everything = frozenset(one["code"] for one in known)
    return {
        one["code"]: frozenset(map(str, one["targets"])) if isinstance(one.get("targets"), list) else everything
        for one in known
    }


def code(language: str) -> str:
    return CODES.get(language, language)
