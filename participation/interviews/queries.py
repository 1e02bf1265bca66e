from collections.abc import Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from participation.contributions.models import Contribution, Revision
from participation.contributions.rules import Status
from participation.foundation.messages import NotFound
from participation.interviews.models import (
    Code,
    Coding,
    Passage,
    TalkConsent,
    TalkName,
    TalkParagraph,
    TalkPerson,
    TalkSource,
    TalkWording,
)
from participation.interviews.rules import Agreed, Coded, Consent, SourceKind, holds
from participation.process.models import Format, FormatKind


def source_named(session: Session, municipality_id: int, public_id: str) -> TalkSource:
    """Raises NotFound, also for one of another municipality."""
    wanted = TalkSource.public_id == public_id, TalkSource.municipality_id == municipality_id
    found = session.scalar(select(TalkSource).where(*wanted))
    if found is None:
        raise NotFound
    return found


def sources_of(session: Session, process_id: int) -> list[TalkSource]:
    """Of a process, also those that are gone, the newest first."""
    wanted = select(TalkSource).where(TalkSource.process_id == process_id)
    return list(session.scalars(wanted.order_by(TalkSource.created_at.desc(), TalkSource.id.desc())))


def format_of(session: Session, process_id: int) -> Format | None:
    wanted = Format.process_id == process_id, Format.kind == FormatKind.INTERVIEWS
    return session.scalars(select(Format).where(*wanted).order_by(Format.id)).unique().first()


def formats_with_passages(session: Session, format_ids: Iterable[int]) -> dict[int, int]:
    """Format -> how many passages everybody can read in it."""
    wanted = Contribution.format_id.in_(list(format_ids)), Contribution.status == Status.PUBLISHED
    rows = session.execute(select(Contribution.format_id, func.count()).where(*wanted).group_by(Contribution.format_id))
    return {about: count for about, count in rows}  # noqa: C416 - rows are not pairs to the checker


def highest_number(session: Session, process_id: int, kind: str) -> int:
    wanted = TalkSource.process_id == process_id, TalkSource.kind == kind
    return session.scalar(select(func.max(TalkSource.number)).where(*wanted)) or 0


# --- who was asked, and what they agreed to


def people_in(session: Session, source_ids: Iterable[int]) -> dict[int, list[TalkPerson]]:
    """Source -> whoever was asked in it and did not withdraw, in the order of their numbers."""
    wanted = TalkPerson.source_id.in_(list(source_ids)), TalkPerson.gone_at.is_(None)
    found: dict[int, list[TalkPerson]] = {}
    for one in session.scalars(select(TalkPerson).where(*wanted).order_by(TalkPerson.number)):
        found.setdefault(one.source_id, []).append(one)
    return found


def people_of(session: Session, source: TalkSource) -> list[TalkPerson]:
    return people_in(session, [source.id]).get(source.id, [])


def person_numbered(session: Session, source: TalkSource, number: int) -> TalkPerson:
    """Raises NotFound, also for one who withdrew."""
    found = next((one for one in people_of(session, source) if one.number == number), None)
    if found is None:
        raise NotFound
    return found


def consents_in(session: Session, source_ids: Iterable[int]) -> dict[int, list[TalkConsent]]:
    """Source -> all consents, the first one first, also those that were revoked."""
    wanted = select(TalkConsent).where(TalkConsent.source_id.in_(list(source_ids)))
    found: dict[int, list[TalkConsent]] = {}
    for one in session.scalars(wanted.order_by(TalkConsent.id)):
        found.setdefault(one.source_id, []).append(one)
    return found


def consents_of(session: Session, source: TalkSource) -> list[TalkConsent]:
    return consents_in(session, [source.id]).get(source.id, [])


def agree(session: Session, source: TalkSource, what: Agreed) -> bool:
    """Whether everybody who was asked in it agrees to that at this moment."""
    return agree_in(session, [source], what)[source.id]


def agree_in(session: Session, sources: Sequence[TalkSource], what: Agreed) -> dict[int, bool]:
    ids = [one.id for one in sources]
    people, consents = people_in(session, ids), consents_in(session, ids)
    return {one.id: agrees(one, people.get(one.id, []), consents.get(one.id, []), what) for one in sources}


def agrees(source: TalkSource, people: Sequence[TalkPerson], consents: Sequence[TalkConsent], what: Agreed) -> bool:
    values: list[Consent] = [one.value for one in consents]
    if source.is_document:
        return holds(values, (), what)
    return bool(people) and holds(values, [one.number for one in people], what)


def names_of(session: Session, source: TalkSource) -> dict[int, bytes]:
    """Number of whoever was asked -> their name, sealed."""
    rows = session.execute(
        select(TalkPerson.number, TalkName.sealed)
        .join(TalkPerson, TalkPerson.id == TalkName.person_id)
        .where(TalkName.source_id == source.id)
        .order_by(TalkPerson.number)
    )
    return {number: sealed for number, sealed in rows}  # noqa: C416 - rows are not pairs to the checker


# --- the text


def paragraphs_of(session: Session, source: TalkSource) -> list[TalkParagraph]:
    """In their order, also those whose words are gone."""
    wanted = select(TalkParagraph).where(TalkParagraph.source_id == source.id)
    return list(session.scalars(wanted.order_by(TalkParagraph.number)))


def paragraph_numbered(session: Session, source: TalkSource, number: int) -> TalkParagraph:
    """Raises NotFound, also for one whose words are gone."""
    wanted = TalkParagraph.source_id == source.id, TalkParagraph.number == number
    found = session.scalar(select(TalkParagraph).where(*wanted, TalkParagraph.gone_at.is_(None)))
    if found is None:
        raise NotFound
    return found


def wordings_of(session: Session, paragraph: TalkParagraph) -> list[TalkWording]:
    """Former ones, the newest first."""
    wanted = select(TalkWording).where(TalkWording.paragraph_id == paragraph.id)
    return list(session.scalars(wanted.order_by(TalkWording.number.desc())))


def wordings_in(session: Session, paragraph_ids: Iterable[int]) -> list[TalkWording]:
    """Former ones of these paragraphs."""
    return list(session.scalars(select(TalkWording).where(TalkWording.paragraph_id.in_(list(paragraph_ids)))))


# --- passages and codes


def passages_of(session: Session, source: TalkSource) -> list[Passage]:
    """In the order in which they were marked, also those that were withdrawn."""
    return list(session.scalars(select(Passage).where(Passage.source_id == source.id).order_by(Passage.number)))


def passage_numbered(session: Session, source: TalkSource, number: int) -> Passage:
    """Raises NotFound, also for one that was withdrawn."""
    wanted = Passage.source_id == source.id, Passage.number == number, Passage.gone_at.is_(None)
    found = session.scalar(select(Passage).where(*wanted))
    if found is None:
        raise NotFound
    return found


def contributions_of(session: Session, passages: Iterable[Passage]) -> dict[int, Contribution]:
    """Id of a contribution -> it."""
    ids = [one.contribution_id for one in passages if one.contribution_id]
    return {one.id: one for one in session.scalars(select(Contribution).where(Contribution.id.in_(ids)))}


def versions_of(session: Session, contribution_ids: Iterable[int]) -> list[Revision]:
    """Every wording of these contributions that was changed at least once."""
    return list(session.scalars(select(Revision).where(Revision.contribution_id.in_(list(contribution_ids)))))


def codes_of(session: Session, process_id: int) -> list[Code]:
    """All codes there ever were, in the order in which they came."""
    return list(session.scalars(select(Code).where(Code.process_id == process_id).order_by(Code.id)))


def code_in(session: Session, process_id: int, code_id: int) -> Code:
    """Raises NotFound, also for one that was merged into another one."""
    found = session.scalar(select(Code).where(Code.id == code_id, Code.process_id == process_id))
    if found is None or found.into_id is not None:
        raise NotFound
    return found


def offered(codes: Iterable[Code]) -> list[Code]:
    """Those a passage can be put under."""
    return [one for one in codes if one.into_id is None and one.retired_at is None]


def merged(codes: Iterable[Code]) -> dict[int, int]:
    return {one.id: one.into_id for one in codes if one.into_id is not None}


def codings_of(session: Session, passage_ids: Iterable[int]) -> dict[int, list[int]]:
    """Passage -> the codes it was put under."""
    wanted = select(Coding).where(Coding.passage_id.in_(list(passage_ids)))
    found: dict[int, list[int]] = {}
    for one in session.scalars(wanted.order_by(Coding.code_id)):
        found.setdefault(one.passage_id, []).append(one.code_id)
    return found


def coded_in(session: Session, process_id: int, *, public: bool) -> list[Coded]:
    """Every passage of a process under its codes. public: only those that everybody can read, or could."""
    wanted = (
        select(Coding.code_id, Passage.id, TalkSource.id, TalkSource.kind, Passage.gone_at)
        .join(Passage, Passage.id == Coding.passage_id)
        .join(TalkSource, TalkSource.id == Passage.source_id)
        .where(TalkSource.process_id == process_id)
    )
    if public:
        readable = Contribution.published_at.is_not(None), Contribution.status.in_([Status.PUBLISHED, Status.WITHDRAWN])
        wanted = wanted.join(Contribution, Contribution.id == Passage.contribution_id).where(*readable)
    return [
        Coded(code, passage, source, SourceKind(kind), withdrawn=gone is not None)
        for code, passage, source, kind, gone in session.execute(wanted)
    ]


def released_under(session: Session, code_ids: Iterable[int]) -> list[tuple[Passage, TalkSource, Contribution]]:
    """Passages under these codes that everybody can read, the newest first; what was withdrawn keeps its place."""
    status = Contribution.status.in_([Status.PUBLISHED, Status.WITHDRAWN])
    rows = session.execute(
        select(Passage, TalkSource, Contribution)
        .join(TalkSource, TalkSource.id == Passage.source_id)
        .join(Contribution, Contribution.id == Passage.contribution_id)
        .where(Passage.id.in_(select(Coding.passage_id).where(Coding.code_id.in_(list(code_ids)))))
        .where(status, Contribution.published_at.is_not(None))
        .order_by(Contribution.published_at.desc(), Passage.id.desc())
    )
    return [(passage, source, said) for passage, source, said in rows]


def source_of(session: Session, contribution_id: int) -> tuple[TalkSource, Passage] | None:
    """Where the words of a passage come from."""
    row = session.execute(
        select(TalkSource, Passage)
        .join(Passage, Passage.source_id == TalkSource.id)
        .where(Passage.contribution_id == contribution_id)
    ).first()
    return (row[0], row[1]) if row else None


def named_in(session: Session, source_ids: Iterable[int]) -> dict[int, frozenset[int]]:
    """Source -> the rows of whoever has a name there; without reading one."""
    found: dict[int, set[int]] = {}
    wanted = select(TalkName.source_id, TalkName.person_id).where(TalkName.source_id.in_(list(source_ids)))
    for source, person in session.execute(wanted):
        found.setdefault(source, set()).add(person)
    return {source: frozenset(people) for source, people in found.items()}
