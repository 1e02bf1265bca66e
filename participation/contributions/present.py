from dataclasses import dataclass
from datetime import datetime

from participation.contributions.models import Contribution
from participation.contributions.rules import heading_and_rest, short_name
from participation.foundation.locales import Words, direction


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to say a contribution, in one language: its author's own, or a translation.

    text: title and text in one. origin: who found the words, "" where they are the author's; voucher: the name of the
    role in which somebody vouches for them, "" for nobody; outdated: the original has changed since.
    """

    heading: str
    rest: str
    name: str
    text: str
    lang: str
    dir: str
    origin: str = ""
    voucher: str = ""
    outdated: bool = False


@dataclass(frozen=True, slots=True)
class Speaker:
    """The organisation for which something was said. key: of its page; told: somebody told it there.

    told_by: a few words about them in whatever language, or "".
    """

    key: str
    name: str
    told: bool
    told_by: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """A contribution as it may leave the house: the words as typed, with their language and direction.

    Where a reader gets a translation first, the words are those of `version`, and `original` has the author's.
    offered: a machine's words that nobody has checked; a reader may open them beside the original.
    support: how many stand behind it; None while the phase keeps the figures back. edited_at: since when there are
    former wordings to compare. withdrawn_at: when its author took it back; then there are no words and no name.
    """

    public_id: str
    heading: str
    rest: str
    name: str
    lang: str
    dir: str
    status: str
    standing: str
    source: str
    support: int | None
    created_at: datetime
    published_at: datetime | None
    edited_at: datetime | None = None
    withdrawn_at: datetime | None = None
    version: Wording | None = None
    original: Wording | None = None
    offered: Wording | None = None
    speaker: Speaker | None = None

    @property
    def said_in(self) -> str:
        """The language its author wrote in."""
        return self.original.lang if self.original else self.lang

    @property
    def words(self) -> Words:
        return Words(self.name, self.lang)


def wording(
    title: str, text: str, language: str, *, origin: str = "", voucher: str = "", outdated: bool = False
) -> Wording:
    heading, rest = heading_and_rest(title, text)
    whole = f"{title}\n\n{text}" if title else text
    name = short_name(title, text)
    return Wording(heading, rest, name, whole, language, direction(language), origin, voucher, outdated)


def speaker_of(contribution: Contribution) -> Speaker | None:
    """None where somebody said it for themselves."""
    found = contribution.organisation
    if found is None:
        return None
    return Speaker(found.key, found.name, contribution.told_by is not None, contribution.told_by or "")


def spoken(contribution: Contribution, *, figures: bool = True) -> Spoken:
    heading, rest = heading_and_rest(contribution.title, contribution.text)
    return Spoken(
        public_id=contribution.public_id,
        heading=heading,
        rest=rest,
        name=short_name(contribution.title, contribution.text),
        lang=contribution.language,
        dir=direction(contribution.language),
        status=contribution.status,
        standing=contribution.standing,
        source=contribution.source,
        support=contribution.support_count if figures else None,
        created_at=contribution.created_at,
        published_at=contribution.published_at,
        edited_at=contribution.edited_at,
        withdrawn_at=contribution.withdrawn_at,
        speaker=speaker_of(contribution),
    )
