"""A trap around everything a browser opens: what runs, what the policy had to stop, what leads to another site."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Frame, Page, Request

from tests.journeys.payloads import squeezed

# the four calls by which a payload shows that it runs, and the browser's own report of what the policy stopped
ARMED = """
const tell = (kind, what) => {
  top.trapped = true;
  window.tellTrap(kind, what);
};
for (const name of ["alert", "prompt", "confirm", "print"]) {
  window[name] = (...said) => tell("executed", `${name}(${said})`);
}
addEventListener("securitypolicyviolation", (event) => {
  tell("blocked", `${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
});
"""
# markup that no template of ours writes: it would have come out of somebody's words
GROWN = """() => {
  const leads = ["href", "src", "action", "formaction", "data"];
  const runs = /^[\\s\\x00-\\x1f]*(javascript|data|vbscript):/i;
  const never = "script:not([src]), style, iframe, object, embed, base, meta[http-equiv], math, video, "
    + "img:not([src^='/logo?v=']):not([src^='/photo/'])";  // the town's logo, photos that were drawn anew
  const ours = (address) => new URL(address, location.href).origin === location.origin;
  const bad = ({ name, value }) => name.startsWith("on") || ["style", "srcdoc"].includes(name)
    || (leads.includes(name) && runs.test(value));
  return [...document.querySelectorAll("*")].filter((one) => [...one.attributes].some(bad) || one.matches(never)
    || (one.matches("script") && !new URL(one.src).pathname.startsWith("/dist/"))
    || (one.matches("link, form") && !ours(one.getAttribute("href") || one.getAttribute("action") || ""))
  ).map((one) => one.outerHTML.slice(0, 200));
}"""
WORDS = """() => [document.title, document.documentElement.textContent,
    ...[...document.querySelectorAll("input, textarea")].map((one) => one.value)].join(" ")"""


@dataclass
class Trap:
    """executed and blocked: what was caught; pages: how many times a page was looked through."""

    base: str
    executed: list[str] = field(default_factory=list)
    blocked: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    grown: list[str] = field(default_factory=list)
    pages: int = 0

    def surrounds(self, context: BrowserContext) -> None:
        context.expose_binding("tellTrap", self.hears)
        context.add_init_script(ARMED)
        context.on("dialog", self.sees_dialog)
        context.on("console", self.reads_console)
        context.on("request", self.sees_request)

    def hears(self, source: dict[str, Frame], kind: str, what: str) -> None:
        getattr(self, kind).append(f"{source['frame'].url}: {what}")

    def sees_dialog(self, dialog: Dialog) -> None:
        self.executed.append(f"{dialog.type}: {dialog.message}")
        dialog.dismiss()

    def reads_console(self, line: ConsoleMessage) -> None:
        """Chromium says here, too, what a policy stopped."""
        if any(word in line.text for word in ("Content Security Policy", "Refused to", "Executing inline")):
            self.blocked.append(line.text)

    def sees_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob", "about"} and f"{address.scheme}://{address.netloc}" != self.base:
            self.foreign.append(request.url)

    def looks_through(self, page: Page) -> str:
        """Everything the page says, without blanks; markup that grew out of words is kept."""
        self.pages += 1
        self.grown += [f"{page.url}: {one}" for one in page.evaluate(GROWN)]
        return squeezed(page.evaluate(WORDS))

    def caught(self) -> dict[str, list[str]]:
        """Kind -> what was caught of it; empty when nothing was."""
        kinds = {"executed": self.executed, "blocked": self.blocked, "foreign": self.foreign, "grown": self.grown}
        return {kind: found for kind, found in kinds.items() if found}
