"""Texts to begin with, in our own words, with gaps that only the administration can fill. Nothing here is public."""

from pathlib import Path

from participation.foundation.locales import WRITTEN
from participation.townhall.rules import PageKind

CONTENT = Path(__file__).resolve().parent / "content"
DRAFTED = (PageKind.PRIVACY, PageKind.ACCESSIBILITY)


def drafts_of(kind: PageKind) -> dict[str, str]:
    """Language -> Markdown; empty for a kind of page that every town writes differently."""
    if kind not in DRAFTED:
        return {}
    return {lang: (CONTENT / f"{kind}.{lang}.md").read_text(encoding="utf-8").strip() for lang in WRITTEN}
