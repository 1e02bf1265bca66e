"""Passages are marked and put under codes; what somebody has read is released and stands beside what others said."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete

from participation.contributions import service as contributions
from participation.contributions.models import Contribution
from participation.contributions.rules import Kind, LanguageBy, Source, Status
from participation.contributions.service import Said
from participation.fields.models import FieldOfAction, Placement
from participation.fields.service import place_in_field
from participation.foundation import clock
from participation.foundation.database import Transaction
from participation.foundation.messages import ChangedMeanwhile
from participation.foundation.permissions import Actor, Permission, may, require
from participation.interviews import queries
from participation.interviews.models import Coding, Passage, TalkParagraph, TalkSource
from participation.interviews.paragraphs import Span, chosen
from participation.interviews.rules import (
    MOST_PASSAGES,
    Agreed,
    NoCode,
    NoPassage,
    NotToBeQuoted,
    TooMany,
    end_of,
)
from participation.interviews.service import note, require_work
from participation.moderation.letting import let_through
from participation.process.models import Format


@dataclass(frozen=True, slots=True)
class Marked:
    """What somebody marks. first, last: words of the paragraph; seen: the wording of it they had before them."""

    paragraph: int
    first: int
    last: int
    codes: tuple[int, ...]
    seen: int
    page: str = ""


def mark(tx: Transaction, source: TalkSource, marked: Marked, *, by: Actor) -> Passage:
    """A passage under one or several codes; it waits until somebody lets it through. The same one twice is one.

    Where not everybody agreed to be quoted it is counted, and is no contribution.
    Raises NotAllowed, NotFound, SourceGone, NoPassage, NoCode, ChangedMeanwhile, TooMany.
    """
    require_work(tx, source, by)
    paragraph = queries.paragraph_numbered(tx.session, source, marked.paragraph)
    if paragraph.version != marked.seen:
        raise ChangedMeanwhile
    span = chosen(paragraph.text, marked.first, marked.last)
    if span is None:
        raise NoPassage
    codes = offered_codes(tx, source, marked.codes)
    passage = same_as(tx, source, paragraph, span) or new_passage(tx, source, paragraph, span, by=by)
    passage.page = marked.page or passage.page
    put_under(tx, passage, codes)
    note(tx, source, "interview.mark", by)
    return passage


def offered_codes(tx: Transaction, source: TalkSource, codes: Sequence[int]) -> list[int]:
    """Raises NoCode."""
    known = {one.id for one in queries.offered(queries.codes_of(tx.session, source.process_id))}
    found = [one for one in dict.fromkeys(codes) if one in known]
    if not found:
        raise NoCode
    return found


def same_as(tx: Transaction, source: TalkSource, paragraph: TalkParagraph, span: Span) -> Passage | None:
    there = [one for one in queries.passages_of(tx.session, source) if one.paragraph_id == paragraph.id]
    return next((one for one in there if one.gone_at is None and one.span == span), None)


def new_passage(tx: Transaction, source: TalkSource, paragraph: TalkParagraph, span: Span, *, by: Actor) -> Passage:
    """Raises TooMany."""
    if source.passages >= MOST_PASSAGES:
        raise TooMany(most=MOST_PASSAGES)
    source.passages += 1
    said = None
    if queries.agree(tx.session, source, Agreed.QUOTED):
        said = bring(tx, source, span.of(paragraph.text))
    passage = Passage(
        municipality_id=source.municipality_id,
        source_id=source.id,
        paragraph_id=paragraph.id,
        contribution=said,
        number=source.passages,
        begins=span.start,
        ends=span.end,
        by_id=by.person_id,
        at=clock.now(),
    )
    tx.session.add(passage)
    tx.session.flush()
    return passage


def bring(tx: Transaction, source: TalkSource, words: str) -> Contribution:
    """The words of a passage, which wait for a person. Nobody is their author: they were told to the desk."""
    into = tx.session.get_one(Format, source.format_id)
    said = Said(words, source.language, LanguageBy.SOURCE, source=Source.INTERVIEW, kind=Kind.PASSAGE)
    return contributions.receive(tx, said, into=into, author_id=None, status=Status.WAITING)


def put_under(tx: Transaction, passage: Passage, codes: Sequence[int]) -> None:
    known = set(queries.codings_of(tx.session, [passage.id]).get(passage.id, []))
    town = passage.municipality_id
    new = [Coding(passage_id=passage.id, code_id=one, municipality_id=town) for one in codes if one not in known]
    tx.session.add_all(new)
    tx.session.flush()


def recode(tx: Transaction, source: TalkSource, number: int, codes: Sequence[int], *, by: Actor) -> None:
    """A passage stands under these codes and under no others. Raises NotAllowed, NotFound, SourceGone, NoCode."""
    require_work(tx, source, by)
    passage = queries.passage_numbered(tx.session, source, number)
    wanted = offered_codes(tx, source, codes)
    tx.session.execute(delete(Coding).where(Coding.passage_id == passage.id))
    put_under(tx, passage, wanted)
    note(tx, source, "interview.mark", by)


def bring_late(tx: Transaction, source: TalkSource, number: int, *, by: Actor) -> None:
    """Everybody agreed to be quoted after all: the passage waits to be let through.

    Raises NotAllowed, NotFound, SourceGone, NotToBeQuoted.
    """
    require_work(tx, source, by)
    passage = queries.passage_numbered(tx.session, source, number)
    if not queries.agree(tx.session, source, Agreed.QUOTED):
        raise NotToBeQuoted
    if passage.contribution_id is None:
        paragraph = tx.session.get_one(TalkParagraph, passage.paragraph_id)
        passage.contribution = bring(tx, source, passage.span.of(paragraph.text))
        note(tx, source, "interview.mark", by)


def release(tx: Transaction, source: TalkSource, picked: Sequence[tuple[int, int]], *, by: Actor) -> int:
    """Let through what somebody has read; returns how many. They then stand in the field of their code.

    picked: (number of the passage, revision of its case as somebody saw it). Raises NotAllowed, SourceGone,
    NotToBeQuoted.
    """
    require(by, Permission.MODERATE, source)
    require_work(tx, source, by)
    if not queries.agree(tx.session, source, Agreed.QUOTED):
        raise NotToBeQuoted
    there = {one.number: one for one in queries.passages_of(tx.session, source) if one.gone_at is None}
    seen = {there[number].contribution_id or 0: revision for number, revision in picked if number in there}
    count = let_through(tx, {one: revision for one, revision in seen.items() if one}, by=by)
    stand_in_fields(tx, source, [there[number] for number, _ in picked if number in there], by=by)
    note(tx, source, "interview.release", by)
    return count


def stand_in_fields(tx: Transaction, source: TalkSource, passages: Sequence[Passage], *, by: Actor) -> None:
    """Where the codes of a passage stand for one field of action, and nobody placed it already."""
    said = queries.contributions_of(tx.session, passages)
    public = {one.id: one for one in said.values() if one.status == Status.PUBLISHED}
    if not public or not may(by, Permission.PLACE_IN_FIELD, source):
        return
    known = set(tx.session.query(Placement.contribution_id).filter(Placement.contribution_id.in_(list(public))))
    placed = {one for (one,) in known}
    codes = queries.codes_of(tx.session, source.process_id)
    into, field_of = queries.merged(codes), {one.id: one.field_id for one in codes}
    open_fields = {
        one for (one,) in tx.session.query(FieldOfAction.id).filter_by(process_id=source.process_id, removed_at=None)
    }
    under = queries.codings_of(tx.session, [one.id for one in passages])
    for one in passages:
        fields = {field_of[end_of(code, into)] for code in under.get(one.id, [])} & open_fields
        if len(fields) == 1 and one.contribution_id in public and one.contribution_id not in placed:
            place_in_field(tx, public[one.contribution_id], next(iter(fields)), by=by)
