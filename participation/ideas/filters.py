"""What a board is asked for, as links: each filter that is set, and the address of the same list without it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext

from participation.answers.rules import STAGE_NAMES
from participation.foundation.locales import Words, own_name
from participation.ideas.queries import Wanted


@dataclass(frozen=True, slots=True)
class Active:
    """A filter that is set. words: in what language it is said; address: the list without it."""

    words: Words
    address: str


def active_filters(slug: str, wanted: Wanted, fields: Mapping[str, Words]) -> list[Active]:
    """fields: key -> name, for the reader."""
    return [
        Active(said(name, wanted, fields), url_for("ideas.board", slug=slug, **without(wanted, name)))
        for name in wanted.filters
    ]


def without(wanted: Wanted, name: str) -> dict[str, Any]:
    return {one: value for one, value in wanted.args.items() if one != name}


def said(name: str, wanted: Wanted, fields: Mapping[str, Words]) -> Words:
    """A filter in words; lang "" for words of the page's own language."""
    if name == "search":
        return Words(f"“{wanted.search}”", "und")
    if name == "language":
        return Words(own_name(wanted.language), wanted.language)
    if name == "field":
        return fields[wanted.field]
    if wanted.stage and name == "stage":
        return Words(str(gettext(STAGE_NAMES[wanted.stage])), "")
    return Words(str(gettext("With an official answer") if name == "answered" else gettext("With a photo")), "")
