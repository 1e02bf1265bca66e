"""What people type, made safe and kept whole. HTML is cleaned here and nowhere else (docs/decisions/004)."""

import re
import unicodedata
from collections.abc import MutableMapping
from html import escape, unescape

import bleach
import nh3
from markupsafe import Markup

from participation.foundation.messages import N_, Refused

MAX_CHARACTERS = 5_000
MAX_TAGS = 500
MAX_NESTING = 20

# controls, and the overrides that make a text read differently from what it says; ZWJ, ZWNJ, LRM and RLM are spelling
DROPPED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\ufeff\ufff9-\ufffb\ud800-\udfff]")
NO_CHARACTER = re.compile("[\ufffe\uffff]")  # Unicode's two non-characters that XML forbids
ISOLATES = re.compile("[\u2066-\u2069]")
Attributes = MutableMapping[tuple[None, str] | str, str]
LINK = re.compile(r"https?://|www\.", re.IGNORECASE)

RICH_TAGS = {"p", "br", "ul", "ol", "li", "strong", "em", "a", "h2", "h3", "blockquote"}
RICH_ATTRIBUTES = {"a": {"href"}}

HTML = re.compile(
    r"</?(?:p|br|hr|div|ul|ol|li|strong|em|b|i|u|a|span|font|h[1-6]|blockquote|table|tr|td)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
HTML_PER_CHARACTER = 4  # an editor's markup may be this much longer than what it says
BLOCKS = "p|div|ul|ol|h[1-6]|blockquote|table"
KEPT_FOR_PLAIN = {"p", "div", "br", "hr", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "a"} | {
    "blockquote", "table", "tbody", "tr", "td", "th",
}  # fmt: skip
LINKED = re.compile(r'<a(?: href="([^"]*)")?>(.*?)</a>', re.DOTALL)
TAG = re.compile(r'</?[a-z](?:[^">]|"[^"]*")*>')
# what a spreadsheet would calculate instead of showing, also in the wide forms of East Asian keyboards and behind
# blanks and invisible marks, which some programs skip
FORMULA = re.compile("[\\s\u200b-\u200f\u2060\ufeff]*[=+\\-@＝＋－＠\x00-\x1f\x7f]")


class NothingSaid(Refused):
    message = N_("There is no text yet. Please write at least one word.")
    code = "empty"
    status = 422


class TooLong(Refused):
    message = N_("This text has %(count)s characters. Please shorten it to %(limit)s or send it in two parts.")
    code = "too_long"
    status = 422


class TooTangled(Refused):
    message = N_("This text contains too much markup. Please paste it as plain text.")
    code = "too_tangled"
    status = 422


def plain(typed: str, limit: int = MAX_CHARACTERS) -> str:
    """What a resident typed, as plain text: same words, without controls and display tricks.

    Raises NothingSaid when no letter, digit or sign remains, TooLong beyond `limit` characters.
    """
    words = tidy(typed)
    if not any(sign.isalnum() or unicodedata.category(sign)[0] in "SP" for sign in words):
        raise NothingSaid
    if len(words) > limit:
        raise TooLong(count=len(words), limit=limit)
    return words


def tidy(typed: str) -> str:
    """NFC, one kind of line end, no control or override characters, at most one empty line in a row."""
    text = DROPPED.sub("", typed.replace("\r\n", "\n").replace("\r", "\n"))
    text = unicodedata.normalize("NFC", balanced(text))
    lines = [line.rstrip() for line in text.split("\n")]
    return re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip()


def one_line(typed: str, limit: int) -> str:
    """The same for a title or a name: everything on one line. Raises NothingSaid, TooLong."""
    return plain(" ".join(tidy(typed).split()), limit)


def balanced(text: str) -> str:
    """Directional isolates are kept only where each opening has its closing, on the same line."""
    if not ISOLATES.search(text):
        return text
    return "\n".join(line if isolates_close(line) else ISOLATES.sub("", line) for line in text.split("\n"))


def isolates_close(line: str) -> bool:
    depth = 0
    for sign in ISOLATES.findall(line):
        depth += -1 if sign == "\u2069" else 1
        if depth < 0:
            return False
    return depth == 0


def clean(html: str, *, limit: int = MAX_CHARACTERS, tags: int = MAX_TAGS) -> str:
    """Rich text of a moderator, reduced to a few harmless tags. limit, tags: more for a whole page.

    Raises TooLong, TooTangled: the limits stand before the cleaners, because one of them is quadratic.
    """
    if len(html) > limit:
        raise TooLong(count=len(html), limit=limit)
    if html.count("<") > tags or nesting(html) > MAX_NESTING:
        raise TooTangled
    once = nh3.clean(html, tags=RICH_TAGS, attributes=RICH_ATTRIBUTES, link_rel="nofollow noopener noreferrer")
    return str(bleach.clean(once, tags=RICH_TAGS, attributes=harmless_attribute, strip=True))


def nesting(html: str) -> int:
    """The deepest level tags could reach, counted without parsing."""
    deepest = depth = 0
    for sign in re.findall(r"<(/?)(?!(?:br|hr|img|wbr)\b)[a-zA-Z]", html):
        depth = max(0, depth - 1) if sign else depth + 1
        deepest = max(deepest, depth)
    return deepest


def harmless_attribute(tag: str, name: str, value: str) -> bool:
    return (tag == "a" and name == "href" and harmless_address(value)) or (tag == "a" and name == "rel")


def harmless_address(href: str) -> bool:
    """Only a web address with a host, a mail address, a path of this site or a place on the page.

    bleach lets any scheme followed by digits pass (`tel:0900…`), so this rule is ours.
    """
    return bool(re.match(r"(https?://[^/\s\\]|mailto:[^\s]+@|/(?![/\\])|#)", href.strip(), re.IGNORECASE))


def without_html(written: str) -> str:
    """HTML of another system as plain text: paragraphs, list items, addresses of links. A text without tags stays.

    Raises TooLong, TooTangled, from the same limits as `clean`.
    """
    if not HTML.search(written):
        return written
    if len(written) > MAX_CHARACTERS * HTML_PER_CHARACTER:
        raise TooLong(count=len(written), limit=MAX_CHARACTERS)
    if written.count("<") > MAX_TAGS or nesting(written) > MAX_NESTING:
        raise TooTangled
    kept = nh3.clean(written, tags=KEPT_FOR_PLAIN, attributes=RICH_ATTRIBUTES, link_rel=None)
    if re.search(rf"<(?:{BLOCKS}|br)\b", kept):
        kept = " ".join(kept.replace("\xa0", " ").split())  # line ends mean nothing where tags make the lines
    kept = LINKED.sub(with_address, re.sub("[ \t]+", " ", kept))
    for tags, becomes in (
        (rf"</?(?:{BLOCKS})\b(?:[^\">]|\"[^\"]*\")*>", "\n\n"),
        (r"<li>", "\n– "),
        (r"<(?:br|hr)>|</tr>", "\n"),
        (r"</t[dh]>", " "),
    ):
        kept = re.sub(rf" *(?:{tags}) *", becomes, kept)
    return tidy(unescape(TAG.sub("", kept).replace("&nbsp;", " ")).replace("\xa0", " "))


def with_address(link: re.Match[str]) -> str:
    """The words of a link, and where it leads when the words do not say so."""
    address, words = link.group(1) or "", TAG.sub("", link.group(2)).strip()
    if not harmless_address(unescape(address)) or address in words or address.startswith("#"):
        return words
    return f"{words} ({address})" if words else address


def defused(cell: str) -> str:
    """A cell for a spreadsheet file: what would be calculated gets an apostrophe in front and is shown as text."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def without_controls(words: str) -> str:
    """Words as a file may carry them: what no reader of files accepts is dropped, tabs and line ends are kept."""
    return NO_CHARACTER.sub("", DROPPED.sub("", words.replace("\r\n", "\n").replace("\r", "\n")))


def paragraphs(text: str) -> Markup:
    """Plain text as HTML: escaped, with paragraphs, line breaks and links to the web."""
    blocks = [escape(block).replace("\n", "<br>") for block in text.split("\n\n")]
    html = "".join(f"<p>{block}</p>" for block in blocks if block)
    if LINK.search(text):
        html = bleach.linkify(html, callbacks=[mark_link], parse_email=False)
    return Markup(html)  # noqa: S704 - every character of the text went through escape()


def mark_link(attrs: Attributes, new: bool = False) -> Attributes | None:  # noqa: ARG001, FBT001, FBT002
    if not harmless_address(attrs.get((None, "href"), "")):
        return None
    attrs[None, "rel"] = "nofollow noopener noreferrer"
    return attrs


ARABIC_FORMS = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ء": None, "ـ": None,
        "ی": "ي", "ک": "ك", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d",
    }
)  # fmt: skip


def fold(text: str) -> str:
    """A text as the search compares it: without case, accents, Arabic vowel signs and forms of hamza.

    `Öğretmen` and `ogretmen`, `İş` and `iş`, `مُعَلِّم` and `معلم`, `أين` and `اين` are the same.
    """
    plain_signs = unicodedata.normalize("NFKC", text)  # 𝕊 is an S before it can be a small one
    lowered = plain_signs.translate(ARABIC_FORMS).casefold().translate(ARABIC_FORMS)
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(sign))
    kept = "".join(sign if sign.isalnum() else " " for sign in bare.translate(ARABIC_FORMS))
    return " ".join(kept.split())
