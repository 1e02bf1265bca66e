"""What the child process does: read examples and ideas, and write two proposals for each idea. It places nothing."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from sqlalchemy import bindparam, delete, insert, update
from sqlalchemy.orm import Session

from participation.fields import embedding, library, queries, shelf
from participation.fields.embedding import BATCH, Reader
from participation.fields.method import FieldSense, Vectors, learn, read
from participation.fields.models import Calibration, FieldExample, FieldSuggestion, IdeaVector, SuggestionRun
from participation.fields.rules import ENOUGH_EXAMPLES, SURE_FROM, Guess, best_two
from participation.foundation import clock
from participation.foundation.database import Database
from participation.process.models import Process

POOL = 500  # so many of the newest ideas make the mean of a process
AT_ONCE = 200  # ideas whose proposals are written in one transaction
REMEMBERED = 4  # processes whose fields stay learnt in this process

T = TypeVar("T")


def suggest(database: Database, payload: dict[str, Any]) -> None:
    """The job: bring the proposals of one process up to date, all of them when the fields or the reader changed.

    Models read between transactions, never inside one.
    """
    process_id, again = int(payload["process_id"]), bool(payload.get("again"))
    reader = this_reader(database)
    read_ideas(database, reader, process_id, compare_words=again)  # first: whoever writes is offered similar ones
    read_examples(database, reader, process_id)
    lessons = gather_lessons(database, reader, process_id)
    if not lessons.about_fields:
        return
    with database.reading() as session:
        run = session.get(SuggestionRun, process_id)
        fresh = run is None or (run.library, run.embedder, run.calibration) != lessons.made_from
        chosen = shelf.published_ids(session, process_id, without_suggestion=not (again or fresh))
        pool = vectors_of(session, reader, shelf.published_ids(session, process_id, newest=POOL))
    for some in portions(chosen, AT_ONCE):
        propose(database, reader, lessons, some, pool)
    note_run(database, reader, lessons)


def read_what_is_new(database: Database, payload: dict[str, Any]) -> None:
    """The job: read the ideas of one process that nobody has read, those that wait as well."""
    reader = this_reader(database)
    with database.reading() as session:
        made_by = reader.embedder.id, reader.calibration
        unread = shelf.unread_words(session, int(payload["process_id"]), *made_by)
    keep_vectors(database, reader, unread)


# --- reading: texts to vectors


def this_reader(database: Database) -> Reader:
    """The best reader of this machine; its subspace is fitted once and kept in the database."""
    embedder = embedding.best_embedder()
    calibration = embedding.calibration_hash(library.calibration())
    with database.reading() as session:
        kept = session.get(Calibration, (embedder.id, calibration))
        if kept is not None:
            return Reader(embedder, calibration, embedding.unpacked(kept.subspace))
    reader = embedding.calibrated(embedder)
    with database.transaction() as tx:
        packed = embedding.packed(reader.subspaces)
        tx.session.merge(Calibration(embedder=embedder.id, calibration=calibration, subspace=packed))
    return reader


def read_examples(database: Database, reader: Reader, process_id: int) -> None:
    with database.reading() as session:
        unread = shelf.unread_examples(session, process_id, reader.embedder.id, reader.calibration)
    table = FieldExample.__table__
    kept = update(FieldExample).where(table.c.id == bindparam("example"))
    for some in portions(unread, BATCH):
        vectors = reader.vectors_of_ours([text for _, text in some])
        rows = [
            {"example": example_id, "vector": as_bytes(vector), **made_by(reader)}
            for (example_id, _), vector in zip(some, vectors, strict=True)
        ]
        with database.transaction() as tx:
            tx.session.connection().execute(kept, rows)


def read_ideas(database: Database, reader: Reader, process_id: int, *, compare_words: bool) -> None:
    """Read what has no vector of this reader yet; compare_words: also what was written differently since."""
    with database.reading() as session:
        known = {
            found.contribution_id: found.words
            for found in shelf.vectors_made_by(session, process_id, reader.embedder.id, reader.calibration)
        }
        ideas = shelf.published_words(session, process_id, known if not compare_words else ())
    keep_vectors(database, reader, [idea for idea in ideas if known.get(idea.id) != words_hash(idea.words)])


def keep_vectors(database: Database, reader: Reader, unread: Sequence[shelf.Words]) -> None:
    for some in portions(unread, BATCH):
        vectors = reader.vectors([idea.words for idea in some])
        rows = [
            {
                "contribution_id": idea.id,
                "municipality_id": idea.municipality_id,
                "words": words_hash(idea.words),
                "vector": as_bytes(vector),
                **made_by(reader),
            }
            for idea, vector in zip(some, vectors, strict=True)
        ]
        with database.transaction() as tx:
            ids = [idea.id for idea in some]
            tx.session.execute(delete(IdeaVector).where(IdeaVector.contribution_id.in_(ids)))
            # reading takes its time, and meanwhile an author may have written something else or taken it back
            now = {idea.id: words_hash(idea.words) for idea in shelf.words_now(tx.session, ids)}
            still = [row for row in rows if now.get(int(str(row["contribution_id"]))) == row["words"]]
            if still:
                tx.session.execute(insert(IdeaVector), still)


def words_hash(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def made_by(reader: Reader) -> dict[str, str]:
    return {"embedder": reader.embedder.id, "calibration": reader.calibration}


def as_bytes(vector: Vectors) -> bytes:
    return vector.astype(np.float16).tobytes()


def from_bytes(kept: Sequence[bytes]) -> Vectors:
    return np.stack([np.frombuffer(one, dtype=np.float16) for one in kept]).astype(np.float32)


def vectors_of(session: Session, reader: Reader, contribution_ids: Sequence[int]) -> Vectors:
    """The vectors of some ideas in their order; what was not read, or read by another reader, is left out."""
    found = {
        one.contribution_id: one.vector
        for one in shelf.idea_vectors(session, contribution_ids, reader.embedder.id, reader.calibration)
    }
    kept = [found[one] for one in contribution_ids if one in found]
    return from_bytes(kept) if kept else np.zeros((0, 1), np.float32)


# --- learning the fields


@dataclass(frozen=True, slots=True)
class Lesson:
    """One text of a field. label: a place in the row of fields, or beyond it for no field. vector: None if not read."""

    label: int
    text: str
    vector: bytes | None = None


@dataclass(frozen=True, slots=True)
class Lessons:
    """What the fields of a process are learnt from."""

    process_id: int
    municipality_id: int
    field_ids: tuple[int, ...]
    all: tuple[Lesson, ...]
    made_from: tuple[str, str, str]

    @property
    def about_fields(self) -> bool:
        return any(lesson.label < len(self.field_ids) for lesson in self.all)


def gather_lessons(database: Database, reader: Reader, process_id: int) -> Lessons:
    """The examples of each field; one with fewer than a dozen is learnt from its name and sentence as well."""
    with database.reading() as session:
        process = session.get_one(Process, process_id)
        fields = queries.fields_of(session, process_id)
        known = shelf.examples(session, process_id)
    place = {field.id: number for number, field in enumerate(fields)}
    lessons = [Lesson(place.get(field_id or 0, len(fields)), text, vector) for field_id, text, vector in known]
    taught = Counter(lesson.label for lesson in lessons)
    for number, field in enumerate(fields):
        if taught[number] < ENOUGH_EXAMPLES:
            said = [f"{field.name.get(lang, '')}. {words}" for lang, words in field.sentence.items() if words]
            lessons += [Lesson(number, words) for words in said]
    lines = [*map(str, place), *(f"{lesson.label}\t{lesson.text}" for lesson in lessons)]
    fingerprint = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    made_from = (fingerprint, reader.embedder.id, reader.calibration)
    return Lessons(process_id, process.municipality_id, tuple(place), tuple(lessons), made_from)


_learnt: dict[tuple[str, str, str], FieldSense] = {}


def learnt(reader: Reader, lessons: Lessons) -> FieldSense:
    """What follows from the lessons; learning takes half a second, so the last few are remembered."""
    if lessons.made_from not in _learnt:
        while len(_learnt) >= REMEMBERED:
            _learnt.pop(next(iter(_learnt)))
        unread = [lesson.text for lesson in lessons.all if lesson.vector is None]
        fresh = iter(reader.vectors_of_ours(unread) if unread else ())
        vectors = [next(fresh) if one.vector is None else from_bytes([one.vector])[0] for one in lessons.all]
        labels = [lesson.label for lesson in lessons.all]
        _learnt[lessons.made_from] = learn(np.stack(vectors), labels, len(lessons.field_ids))
    return _learnt[lessons.made_from]


# --- proposing


def propose(
    database: Database, reader: Reader, lessons: Lessons, contribution_ids: Sequence[int], pool: Vectors
) -> None:
    """Write two proposals for each idea over the old ones. Placements are another table and are not touched."""
    with database.reading() as session:
        found = shelf.idea_vectors(session, contribution_ids, reader.embedder.id, reader.calibration)
        ideas = [(one.contribution_id, one.vector) for one in found]
    if not ideas:
        return
    sense = learnt(reader, lessons)
    reading = read(sense, from_bytes([vector for _, vector in ideas]), pool)
    limit = SURE_FROM[reader.embedder.mode]
    rows = [
        as_row(guess, contribution_id, lessons, reader)
        for (contribution_id, _), scores, nowhere in zip(ideas, reading.scores, reading.nowhere, strict=True)
        for guess in best_two(scores.tolist(), float(nowhere), limit)
    ]
    with database.transaction() as tx:
        ids = [contribution_id for contribution_id, _ in ideas]
        tx.session.execute(delete(FieldSuggestion).where(FieldSuggestion.contribution_id.in_(ids)))
        tx.session.execute(insert(FieldSuggestion), rows)


def as_row(guess: Guess, contribution_id: int, lessons: Lessons, reader: Reader) -> dict[str, object]:
    return {
        "contribution_id": contribution_id,
        "rank": guess.rank,
        "municipality_id": lessons.municipality_id,
        "field_id": lessons.field_ids[guess.field],
        "score": guess.score,
        "margin": guess.margin,
        "sure": guess.sure,
        "mode": reader.embedder.mode,
    }


def note_run(database: Database, reader: Reader, lessons: Lessons) -> None:
    """Keep how this process was read last, for the page and for the next job."""
    fingerprint, embedder, calibration = lessons.made_from
    run = SuggestionRun(
        process_id=lessons.process_id,
        municipality_id=lessons.municipality_id,
        mode=reader.embedder.mode,
        embedder=embedder,
        calibration=calibration,
        library=fingerprint,
        at=clock.now(),
    )
    with database.transaction() as tx:
        tx.session.merge(run)


def portions(things: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(things), size):
        yield things[start : start + size]
