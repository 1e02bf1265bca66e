from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from flask_babel import gettext
from sqlalchemy.orm import Session

from participation.contributions.difference import Run, difference
from participation.contributions.present import Spoken
from participation.contributions.rules import Status
from participation.fields.queries import fields_of
from participation.foundation.locales import Words, pick
from participation.interviews import queries
from participation.interviews.models import Code, Passage, TalkConsent, TalkParagraph, TalkPerson, TalkSource
from participation.interviews.names import Hit
from participation.interviews.noticing import hits_in
from participation.interviews.paragraphs import Piece, Word, pieces_of, words_in
from participation.interviews.rules import (
    AGREED_NAMES,
    HOW_NAMES,
    KIND_NAMES,
    Agreed,
    Count,
    How,
    SourceKind,
    counted,
    end_of,
)
from participation.languages.present import told_beside
from participation.languages.queries import versions_for
from participation.moderation.letting import cases_about


def name_of(source: TalkSource) -> str:
    """As everybody reads it: “Interview 3”, never who was asked."""
    kind = gettext(KIND_NAMES[SourceKind(source.kind)])
    return str(gettext("%(kind)s %(num)s", kind=kind, num=source.number))


@dataclass(frozen=True, slots=True)
class ConsentView:
    how: str
    given_on: date
    agreed: tuple[str, ...]
    kept_until: date | None
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonView:
    """Somebody who was asked, without a name. consent: the one that counts; named: whether a name is kept."""

    number: int
    facts: str
    consent: ConsentView | None
    named: bool


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source at the desk. stores, quotes: whether everybody agreed to that; concept likewise."""

    id: str
    kind: str
    kind_name: str
    name: str
    title: str
    language: str
    held_on: date | None
    led_by: str
    place: str
    publisher: str
    year: str
    link: str
    people: tuple[PersonView, ...]
    consent: ConsentView | None
    paragraphs: int
    passages: int
    stores: bool
    quotes: bool
    concept: bool
    names_until: date | None
    names_gone: bool
    gone: str
    gone_at: datetime | None

    @property
    def is_document(self) -> bool:
        return self.kind == SourceKind.DOCUMENT


def source_views(session: Session, sources: Sequence[TalkSource]) -> list[SourceView]:
    """Three statements for many."""
    ids = [one.id for one in sources]
    people, consents = queries.people_in(session, ids), queries.consents_in(session, ids)
    named = queries.named_in(session, ids)
    return [
        source_view(one, people.get(one.id, []), consents.get(one.id, []), named.get(one.id, frozenset()))
        for one in sources
    ]


def source_view(
    source: TalkSource, people: Sequence[TalkPerson], consents: Sequence[TalkConsent], named: frozenset[int]
) -> SourceView:
    now = {one.talk_person_id: one for one in consents if one.revoked_at is None}
    persons = [PersonView(one.number, one.facts, consent_view(now.get(one.id)), one.id in named) for one in people]
    agree = {what: queries.agrees(source, people, consents, what) for what in Agreed}
    return SourceView(
        id=source.public_id,
        kind=source.kind,
        kind_name=KIND_NAMES[SourceKind(source.kind)],
        name=name_of(source),
        title=source.title,
        language=source.language,
        held_on=source.held_on,
        led_by=source.led_by,
        place=source.place,
        publisher=source.publisher,
        year=source.year,
        link=source.link,
        people=tuple(persons),
        consent=consent_view(now.get(None)),
        paragraphs=source.paragraphs,
        passages=source.passages,
        stores=agree[Agreed.WRITTEN],
        quotes=agree[Agreed.QUOTED],
        concept=agree[Agreed.CONCEPT],
        names_until=source.names_until,
        names_gone=source.names_gone_at is not None,
        gone=source.gone,
        gone_at=source.gone_at,
    )


def consent_view(consent: TalkConsent | None) -> ConsentView | None:
    if consent is None:
        return None
    agreed = tuple(AGREED_NAMES[one] for one in Agreed if one in consent.agreed)
    values = tuple(one.value for one in Agreed if one in consent.agreed)
    return ConsentView(HOW_NAMES[How(consent.how)], consent.given_on, agreed, consent.kept_until, values)


# --- passages


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage at the desk. said: None where nobody may be quoted; text: what the paragraph says there now.

    seen: the revision of its case while it waits, None otherwise. codes: what it stands under.
    """

    number: int
    paragraph: int
    text: str
    said: Spoken | None
    status: str
    seen: int | None
    codes: tuple[Words, ...]
    code_ids: tuple[int, ...]
    page: str
    needs_look: bool
    gone: bool

    @property
    def waits(self) -> bool:
        return self.seen is not None


def passage_views(session: Session, source: TalkSource, lang: str) -> list[PassageView]:
    """In the order of the text, with those that were withdrawn at the end. Few statements, however many there are."""
    passages = queries.passages_of(session, source)
    paragraphs = {one.id: one for one in queries.paragraphs_of(session, source)}
    said = queries.contributions_of(session, passages)
    waiting = [one.id for one in said.values() if one.status == Status.WAITING]
    cases = cases_about(session, waiting)
    versions = versions_for(session, list(said), lang)
    under = codes_under(session, source, passages)
    found = []
    for one in passages:
        about = said.get(one.contribution_id or 0)
        paragraph = paragraphs[one.paragraph_id]
        case = cases.get(one.contribution_id or 0)
        found.append(
            PassageView(
                number=one.number,
                paragraph=paragraph.number,
                text=one.span.of(paragraph.text),
                said=told_beside(about, versions.get(about.id)) if about else None,
                status=about.status if about else "",
                seen=case.revision if case else None,
                codes=tuple(code.words for code in under.get(one.id, ())),
                code_ids=tuple(code.id for code in under.get(one.id, ())),
                page=one.page,
                needs_look=one.needs_look,
                gone=one.gone_at is not None,
            )
        )
    return sorted(found, key=lambda one: (one.gone, one.paragraph, one.number))


def codes_under(session: Session, source: TalkSource, passages: Sequence[Passage]) -> dict[int, tuple[Code, ...]]:
    """Passage -> the codes it stands under now."""
    codes = {one.id: one for one in queries.codes_of(session, source.process_id)}
    into = queries.merged(codes.values())
    under = queries.codings_of(session, [one.id for one in passages])
    ends = {one: dict.fromkeys(end_of(code, into) for code in some) for one, some in under.items()}
    return {one: tuple(codes[code] for code in some) for one, some in ends.items()}


# --- the text


@dataclass(frozen=True, slots=True)
class ParagraphView:
    """A paragraph with its passages. hits: where the machine takes a word for a name; gone: nothing of it is left."""

    number: int
    pieces: tuple[Piece, ...]
    version: int
    gone: bool
    hits: tuple[Hit, ...] = ()


def text_view(session: Session, source: TalkSource) -> list[ParagraphView]:
    """The whole text. Names are looked for by the machine alone: nobody reads them here."""
    there = queries.paragraphs_of(session, source)
    spans: dict[int, list[Passage]] = {}
    for one in queries.passages_of(session, source):
        if one.gone_at is None:
            spans.setdefault(one.paragraph_id, []).append(one)
    hits: dict[int, list[Hit]] = {}
    for hit in hits_in(session, source):
        hits.setdefault(hit.paragraph, []).append(hit)
    return [
        ParagraphView(
            one.number,
            tuple(pieces_of(one.text, [(p.number, p.span) for p in spans.get(one.id, [])])),
            one.version,
            one.gone_at is not None,
            tuple(hits.get(one.number, ())),
        )
        for one in there
    ]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A paragraph in which somebody chooses words. sentences: (number from 1, words); history: newest change first."""

    number: int
    text: str
    version: int
    sentences: tuple[tuple[int, tuple[Word, ...]], ...]
    history: tuple[tuple[datetime, tuple[Run, ...]], ...] = field(default_factory=tuple)


def chosen_view(session: Session, paragraph: TalkParagraph) -> Chosen:
    sentences: dict[int, list[Word]] = {}
    for word in words_in(paragraph.text):
        sentences.setdefault(word.sentence, []).append(word)
    history, later = [], paragraph.text
    for former in queries.wordings_of(session, paragraph):
        if former.text:
            history.append((former.at, tuple(difference(former.text, later))))
        later = former.text or later
    return Chosen(
        paragraph.number,
        paragraph.text,
        paragraph.version,
        tuple((number + 1, tuple(words)) for number, words in sorted(sentences.items())),
        tuple(history),
    )


# --- codes


@dataclass(frozen=True, slots=True)
class CodeView:
    id: int
    name: Words
    meaning: Words
    field: Words | None
    field_id: int | None
    retired: bool
    revision: int
    count: Count


def code_views(session: Session, process_id: int, lang: str, *, public: bool = False) -> list[CodeView]:
    """Codes that stand on their own, with what is counted under them. public: only what everybody can read."""
    codes = queries.codes_of(session, process_id)
    counts = counted(queries.coded_in(session, process_id, public=public), queries.merged(codes))
    fields = {one.id: pick(one.name, lang) for one in fields_of(session, process_id)}
    return [
        CodeView(
            one.id,
            one.words,
            Words(one.meaning, one.language),
            fields.get(one.field_id or 0),
            one.field_id,
            one.retired_at is not None,
            one.revision,
            counts.get(one.id, Count()),
        )
        for one in codes
        if one.into_id is None
    ]


def ids_under(codes: Sequence[Code], code_id: int) -> list[int]:
    """A code with all that were merged into it."""
    into: Mapping[int, int] = queries.merged(codes)
    return [one.id for one in codes if end_of(one.id, into) == code_id]
