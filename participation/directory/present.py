"""An organisation as everybody sees it."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from participation.foundation.locales import Words, pick
from participation.organisations.models import Organisation
from participation.organisations.rules import KIND_NAMES, Kind
from participation.townhall.rules import dialled


@dataclass(frozen=True, slots=True)
class Portrait:
    """words: about itself, for a reader; foreign: not in their language. kind: marked for the catalogues."""

    key: str
    name: str
    kind: str
    words: Words
    foreign: bool
    languages: list[str]
    website: str
    host: str
    email: str
    phone: str
    dialled: str
    ended_at: datetime | None

    @property
    def reachable(self) -> bool:
        return bool(self.website or self.email or self.phone)


def portrait(one: Organisation, lang: str) -> Portrait:
    words = pick(one.texts, lang)
    return Portrait(
        key=one.key,
        name=one.name,
        kind=KIND_NAMES[Kind(one.kind)],
        words=words,
        foreign=bool(words.text) and words.lang != lang,
        languages=one.languages,
        website=one.website,
        host=urlsplit(one.website).hostname or "",
        email=one.email,
        phone=one.phone,
        dialled=dialled(one.phone),
        ended_at=one.ended_at,
    )
