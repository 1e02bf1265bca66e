"""Looking at pages as people do: one browser, each page in each language and at each size, and what is wrong there.

The page is loaded at the first size and then made as large as the others; every fact is asked again at each of them,
the rules of axe, which take longest, where they are wanted. A page that is loaded anew at each size, with every rule
in each language and with pictures: `-m slow`, by the shared tool.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any, NamedTuple, TypedDict
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Error, Page, Request

from participation.foundation.locales import direction
from tests.browser import AXE, visitor

LANGS = ("de", "ar")
# 320 CSS pixels are what is left of 1280 when somebody enlarges the page to 400 %
SIZES = {
    "phone": {"width": 360, "height": 780, "deviceScaleFactor": 2},
    "reflow": {"width": 320, "height": 640, "deviceScaleFactor": 1},
    "desk": {"width": 1280, "height": 800, "deviceScaleFactor": 1},
    "hall": {"width": 1920, "height": 1080, "deviceScaleFactor": 1},
}
SMALLEST_TARGET = 24
LOADS_WITHIN = 20_000  # milliseconds

# once laid out: a page that measures itself hears of its new size before the second frame
LAID_OUT = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done())))"

FACTS = """smallest => {
  const root = document.documentElement;
  const small = [...document.querySelectorAll(
    "a[href],button,input:not([type=hidden]),select,summary,textarea")].filter(one => {
    const box = one.getBoundingClientRect(), style = getComputedStyle(one);
    if (!box.width || !box.height || (style.position === "absolute" && box.width <= 1)) return false;
    if (one.closest("p,li") && one.tagName === "A" && style.display === "inline") return false;
    return box.height < smallest || box.width < smallest;
  });
  const cut = [...document.body.querySelectorAll("*")].filter(one => {
    if (one.clientWidth <= 1 || one.scrollWidth <= one.clientWidth + 1 || !one.textContent.trim()) return false;
    const style = getComputedStyle(one);  // three dots say that there is more: that is shortened, not cut off
    return ["hidden", "clip"].includes(style.overflowX) && style.textOverflow !== "ellipsis";
  }).map(one => one.className || one.tagName);
  return {
    cut, lang: root.lang, dir: root.dir, title: document.title, small: small.length,
    over: root.scrollWidth - root.clientWidth, h1: document.querySelectorAll("h1").length,
    width: innerWidth,
  };
}"""

# every rule at its full, but only what breaks one comes back: to carry all that is well takes longer than to find it
RULES = """() => axe.run(document, {
  runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
  resultTypes: ["violations"],
}).then(found => ({
  passed: found.passes.length,
  violations: Object.fromEntries(found.violations.map(one => [one.id, one.nodes.map(node => node.target.join(" "))])),
}))"""


class Facts(TypedDict):
    """cut: elements that hide a part of their words beyond an edge."""

    cut: list[str]
    lang: str
    dir: str
    title: str
    small: int
    over: int
    h1: int
    width: int


class Seen(NamedTuple):
    """One page in one language at one size. faults: what is wrong, by name."""

    size: str
    lang: str
    address: str
    title: str
    faults: dict[str, object]

    def __str__(self) -> str:
        return f"{self.size} {self.lang} {self.address} {self.faults}"


class Eyes:
    """Somebody's browser in one language, that hears what a page asks for and what it complains of.

    ruled: at which sizes the rules of axe are asked.
    """

    def __init__(
        self, browser: Browser, base: str, lang: str, cookies: dict[str, str], ruled: Sequence[str] = tuple(SIZES)
    ) -> None:
        self.context = visitor(browser, base, lang=lang, cookies=cookies)
        self.base, self.lang, self.known, self.ruled = base, lang, bool(cookies), ruled
        self.foreign: set[str] = set()
        self.errors: list[str] = []
        self.page = self.context.new_page()
        self.device = self.context.new_cdp_session(self.page)
        self.page.on("request", self.hears_request)
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def hears_request(self, asked: Request) -> None:
        host = urlsplit(asked.url).netloc
        if host not in {"", urlsplit(self.base).netloc}:
            self.foreign.add(host)

    def at(self, address: str, sizes: Sequence[str], pictures: Path) -> list[Seen]:
        """Load a page at the first size and look at it at each; of what is not sound, leave a picture."""
        self.foreign.clear()
        self.errors.clear()
        self.turns_to(sizes[0])
        sign = "&" if "?" in address else "?"
        try:
            answer = self.page.goto(f"{self.base}{address}{sign}lang={self.lang}", timeout=LOADS_WITHIN)
        except Error as error:
            return [Seen(size, self.lang, address, "", {"did not load": error.message}) for size in sizes]
        self.page.evaluate(axe())
        found = []
        for size in sizes:
            self.turns_to(size)
            seen = self.now(address, size, answer.status if answer else 0)
            if seen.faults:
                name = re.sub(r"[^a-z0-9]+", "-", address.lower()).strip("-")[:60] or "start"
                self.page.screenshot(path=pictures / f"{name}.{self.lang}.{size}.png")
            found.append(seen)
        return found

    def turns_to(self, size: str) -> None:
        self.device.send("Emulation.setDeviceMetricsOverride", {**SIZES[size], "mobile": False})
        self.page.evaluate(LAID_OUT)

    def now(self, address: str, size: str, status: int) -> Seen:
        facts: Facts = self.page.evaluate(FACTS, SMALLEST_TARGET)
        assert facts["width"] == SIZES[size]["width"]
        faults: dict[str, object] = {
            "overflow_px": max(facts["over"], 0),
            "foreign": sorted(self.foreign),
            "console": self.errors[:3],
            "small": facts["small"],
            "cut off": facts["cut"],
            "lang": facts["lang"] != self.lang and f"is {facts['lang']!r}",
            "dir": facts["dir"] != direction(self.lang) and f"is {facts['dir']!r}",
            "h1": facts["h1"] != 1 and f"{facts['h1']} of them",
            "status": status != HTTPStatus.OK and f"is {status}",
            "cookies_on_read": [] if self.known else sorted(one.get("name", "") for one in self.context.cookies()),
        }
        if size in self.ruled:
            rules: dict[str, Any] = self.page.evaluate(RULES)
            faults |= {"axe": rules["violations"], "axe did not look": not rules["passed"]}
        wrong: dict[str, object] = {name: what for name, what in faults.items() if what}
        return Seen(size, self.lang, address, facts["title"], wrong)


@cache
def axe() -> str:
    return AXE.read_text(encoding="utf-8")


def look_at(
    browser: Browser,
    base: str,
    addresses: Sequence[str],
    sizes: Sequence[str],
    cookies: dict[str, str],
    pictures: Path,
    *,
    ruled: Mapping[str, Sequence[str]] | None = None,
    langs: Sequence[str] = LANGS,
) -> list[Seen]:
    """Everything that was seen: each address in each language at each size.

    ruled: language -> at which sizes the rules of axe are asked; None: at each.
    """
    found = []
    for lang in langs:
        eyes = Eyes(browser, base, lang, cookies, (ruled or {}).get(lang, sizes))
        for address in addresses:
            found += eyes.at(address, sizes, pictures)
        eyes.context.close()
    return found


def faults(*pages: Page) -> list[object]:
    """What breaks a rule of axe at this moment."""
    found: list[object] = []
    for page in pages:
        page.evaluate(axe())
        found += page.evaluate(RULES)["violations"].items()
    return found
