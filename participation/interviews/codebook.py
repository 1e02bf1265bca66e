"""The codebook of a process: codes with their meaning, begun from the fields of action; merged, renamed, retired."""

from participation.fields.queries import fields_of
from participation.foundation import clock
from participation.foundation.audit import Act, enter
from participation.foundation.database import Transaction
from participation.foundation.locales import pick
from participation.foundation.messages import NotFound
from participation.foundation.permissions import Actor, Permission, require
from participation.foundation.text import fold
from participation.foundation.turns import take_turn
from participation.interviews import queries
from participation.interviews.models import Code
from participation.interviews.rules import LONGEST_CODE, LONGEST_MEANING, MOST_CODES, CodeKnown, TooMany
from participation.interviews.service import hold_process
from participation.process.models import Process


def begin_codebook(tx: Transaction, process: Process, *, lang: str, by: Actor) -> list[Code]:
    """A code for each field of action that has none yet, in the words of the field. Raises NotAllowed, TooMany."""
    require(by, Permission.WORK_WITH_SOURCES, process)
    hold_process(tx, process)
    known = queries.codes_of(tx.session, process.id)
    stands_for = {one.field_id for one in known}
    names = {fold(one.name) for one in queries.offered(known)}
    made = []
    for one in fields_of(tx.session, process.id):
        name, meaning = pick(one.name, lang), pick(one.sentence, lang)
        if one.id in stands_for or fold(name.text) in names:
            continue
        code = Code(
            municipality_id=process.municipality_id,
            process_id=process.id,
            name=name.text[:LONGEST_CODE],
            meaning=meaning.text[:LONGEST_MEANING] if meaning.lang == name.lang else "",
            language=name.lang,
            field_id=one.id,
        )
        made.append(code)
    if len(queries.offered(known)) + len(made) > MOST_CODES:
        raise TooMany(most=MOST_CODES)
    tx.session.add_all(made)
    noted(tx, process, "interview.code", by)
    return made


def add_code(tx: Transaction, process: Process, words: Code, *, by: Actor) -> Code:
    """words: a code with clean words, which is none yet. Raises NotAllowed, NotFound, CodeKnown, TooMany."""
    require(by, Permission.WORK_WITH_SOURCES, process)
    hold_process(tx, process)
    known = queries.codes_of(tx.session, process.id)
    if len(queries.offered(known)) >= MOST_CODES:
        raise TooMany(most=MOST_CODES)
    require_new_name(known, words.name, None)
    require_field(tx, process, words.field_id)
    words.municipality_id, words.process_id = process.municipality_id, process.id
    tx.session.add(words)
    noted(tx, process, "interview.code", by)
    return words


def change_code(tx: Transaction, process: Process, code_id: int, words: Code, *, seen: int, by: Actor) -> None:
    """Another name, another meaning, another field. Raises NotAllowed, NotFound, CodeKnown, ChangedMeanwhile."""
    require(by, Permission.WORK_WITH_SOURCES, process)
    hold_process(tx, process)
    code = queries.code_in(tx.session, process.id, code_id)
    require_new_name(queries.codes_of(tx.session, process.id), words.name, code.id)
    require_field(tx, process, words.field_id)
    take_turn(tx, code, seen)
    code.name, code.meaning, code.language, code.field_id = words.name, words.meaning, words.language, words.field_id
    noted(tx, process, "interview.code", by)


def merge_codes(tx: Transaction, process: Process, code_id: int, into_id: int, *, by: Actor) -> None:
    """What stands under one code stands under the other from now on. A code with itself: nothing happens.

    Raises NotAllowed, NotFound.
    """
    require(by, Permission.WORK_WITH_SOURCES, process)
    hold_process(tx, process)
    code, into = (queries.code_in(tx.session, process.id, one) for one in (code_id, into_id))
    if code.id != into.id:
        code.into_id = into.id
        noted(tx, process, "interview.code", by)


def retire_code(tx: Transaction, process: Process, code_id: int, *, retired: bool, by: Actor) -> None:
    """It is not offered any more, or is again; what stands under it stays. Raises NotAllowed, NotFound."""
    require(by, Permission.WORK_WITH_SOURCES, process)
    hold_process(tx, process)
    code = queries.code_in(tx.session, process.id, code_id)
    if retired != (code.retired_at is not None):
        code.retired_at = clock.now() if retired else None
        noted(tx, process, "interview.code", by)


def require_new_name(known: list[Code], name: str, own: int | None) -> None:
    """Raises CodeKnown."""
    if any(fold(one.name) == fold(name) and one.id != own for one in known if one.into_id is None):
        raise CodeKnown


def require_field(tx: Transaction, process: Process, field_id: int | None) -> None:
    """Raises NotFound."""
    if field_id is not None and field_id not in {one.id for one in fields_of(tx.session, process.id)}:
        raise NotFound


def noted(tx: Transaction, process: Process, action: str, by: Actor) -> None:
    tx.session.flush()
    enter(tx, Act(by.entry, action, f"process:{process.id}"), town=process.municipality_id)
