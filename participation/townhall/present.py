"""What leaves the room: the frame of every page, pages of the town, lines of the log."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from urllib.parse import urlsplit

from markupsafe import Markup

from participation.foundation.locales import Words, pick
from participation.foundation.municipality import Municipality
from participation.townhall.models import TownPage
from participation.townhall.rules import FOOTER, PageKind, dialled, is_there
from participation.townhall.written import as_html


def city_sheet(hue: int) -> str:
    """The one rule of a town's style sheet; its layer stands last in ours."""
    return f"@layer city{{:root{{--hue:{hue}}}}}\n"


def sheet_version(hue: int) -> str:
    return sha256(city_sheet(hue).encode()).hexdigest()[:10]


def is_reachable(town: Municipality) -> bool:
    return bool(town.contact_email or town.contact_phone)


def pages_there(town: Municipality) -> list[PageKind]:
    """The pages a reader can open, in the order of the footer."""
    return [kind for kind in FOOTER if is_there(kind, town.pages, reachable=is_reachable(town))]


@dataclass(frozen=True, slots=True)
class PageView:
    """A page of the town for a reader. words: the text and its language; foreign: not the reader's own.

    video: where to; host: whose site that is.
    """

    words: Words
    html: Markup
    foreign: bool
    as_of: date | None = None
    changed_at: datetime | None = None
    video: str = ""
    host: str = ""


def page_view(page: TownPage | None, lang: str) -> PageView:
    """Without a page, and without its text, there is nothing in a foreign language either."""
    words = pick(page.texts, lang) if page else Words("", lang)
    video = page.video if page else ""
    return PageView(
        words=words,
        html=as_html(words.text),
        foreign=bool(words.text) and words.lang != lang,
        as_of=page.as_of if page else None,
        changed_at=page.changed_at if page else None,
        video=video,
        host=urlsplit(video).hostname or "",
    )


@dataclass(frozen=True, slots=True)
class Contact:
    email: str
    phone: str
    dialled: str


def contact_of(town: Municipality) -> Contact:
    return Contact(town.contact_email, town.contact_phone, dialled(town.contact_phone))


@dataclass(frozen=True, slots=True)
class LogLine:
    """One act, in the words of the reader. said: a reason in somebody's own words, in whatever language."""

    number: int
    at: datetime
    who: str
    what: str
    action: str
    about: str
    note: str
    said: str
