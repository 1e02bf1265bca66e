"""What the administration writes: Markdown, and from it the few tags that `foundation.text.clean` lets pass."""

import re
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markupsafe import Markup

from participation.foundation.text import TooLong, TooTangled, clean, tidy
from participation.townhall.rules import PAGE_LIMIT

MOST_MARKS = 2_000  # signs with a meaning: the parser's time grows with the square of some of them
MOST_TAGS = 4_000
LONGEST_HTML = 6 * PAGE_LIMIT
MARKS = re.compile(r"[\[\]*_<&\\]")
# addresses as people paste them become links; what is one already stands behind a bracket or a quote
BARE_ADDRESS = re.compile(r"(?<!\]\()(?<![<\[\w\"'=])https?://[^\s<>()\[\]\"]*[^\s<>()\[\]\"'.,;:!?]")
BARE_MAIL = re.compile(r"(?<![\w.+<:/=\[-])[\w+-][\w.+-]*@[\w-]+(?:\.[\w-]+)+")


def lower_headings(state: StateCore) -> None:
    """`#` is the page's second level, because its title is the first; there are two of them."""
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = "h2" if token.tag == "h1" else "h3"


def reader_of_markdown() -> MarkdownIt:
    """Without HTML, pictures and program text: what looks like them stays as it was typed."""
    reader = MarkdownIt("commonmark", {"html": False, "breaks": True})
    reader.disable(["image", "backticks", "code", "fence", "html_block", "html_inline", "lheading"])
    reader.core.ruler.push("lower_headings", lower_headings)
    return reader


MARKDOWN = reader_of_markdown()


def page_text(typed: str) -> str:
    """What was typed for a page, tidy; "" where nothing was. Raises TooLong, TooTangled."""
    text = tidy(typed)
    if len(text) > PAGE_LIMIT:
        raise TooLong(count=len(text), limit=PAGE_LIMIT)
    as_html(text)
    return text


@lru_cache(maxsize=64)
def as_html(text: str) -> Markup:
    """Raises TooTangled."""
    if len(MARKS.findall(text)) > MOST_MARKS:
        raise TooTangled
    html = MARKDOWN.render(with_links(text))
    return Markup(clean(html, limit=LONGEST_HTML, tags=MOST_TAGS))  # noqa: S704 - behind the one cleaner


def with_links(text: str) -> str:
    """Bare addresses between `<` and `>`, as Markdown wants them."""
    return BARE_MAIL.sub(r"<\g<0>>", BARE_ADDRESS.sub(r"<\g<0>>", text))
