"""Sources and passages as everybody reads them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy.orm import Session

from participation.contributions.models import Contribution
from participation.contributions.present import Spoken
from participation.interviews import queries
from participation.interviews.models import Code, TalkSource
from participation.interviews.present import ids_under, name_of
from participation.interviews.rules import Gone
from participation.languages.present import told
from participation.languages.queries import versions_for


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage as everybody reads it, or the empty place of one that was withdrawn."""

    said: Spoken
    source: str
    page: str


def quoted_views(session: Session, codes: Sequence[Code], code_id: int, lang: str) -> list[Quoted]:
    rows = queries.released_under(session, ids_under(codes, code_id))
    versions = versions_for(session, [said.id for _, _, said in rows], lang)
    return [Quoted(told(said, versions.get(said.id)), name_of(source), one.page) for one, source, said in rows]


@dataclass(frozen=True, slots=True)
class Reference:
    """A document as everybody reads it."""

    name: str
    title: str
    language: str
    publisher: str
    year: str
    link: str


@dataclass(frozen=True, slots=True)
class Done:
    """What was done: how many sources of each kind have a text, and which documents there are."""

    counts: Mapping[str, int]
    documents: tuple[Reference, ...]


def done_view(sources: Sequence[TalkSource]) -> Done:
    """A source without a text was only planned; one that was withdrawn counts no more."""
    there = [one for one in sources if one.paragraphs and one.gone != Gone.WITHDRAWN]
    counts = Counter(one.kind for one in there)
    documents = [
        Reference(name_of(one), one.title, one.language, one.publisher, one.year, one.link)
        for one in reversed(there)
        if one.is_document
    ]
    return Done(counts, tuple(documents))


def origin_of(session: Session, said: Contribution) -> str:
    """For the page of a passage: where it comes from, with its page."""
    found = queries.source_of(session, said.id)
    if found is None:
        return ""
    source, passage = found
    return (
        str(gettext("%(source)s, page %(page)s", source=name_of(source), page=passage.page))
        if passage.page
        else (name_of(source))
    )
