"""The glossary of a process: how its terms are always to be translated."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from participation.foundation.audit import Act, enter, state_hash
from participation.foundation.database import Transaction
from participation.foundation.messages import NotFound
from participation.foundation.permissions import Actor, Permission, require
from participation.foundation.turns import take_turn
from participation.languages.hits import MOST_TERMS, GlossaryFull, complete
from participation.languages.models import GlossaryTerm
from participation.process.models import Process


def terms_of(session: Session, process_id: int) -> list[GlossaryTerm]:
    return list(
        session.scalars(select(GlossaryTerm).where(GlossaryTerm.process_id == process_id).order_by(GlossaryTerm.id))
    )


def term_by_id(session: Session, municipality_id: int, term_id: int) -> GlossaryTerm:
    """Raises NotFound, also for a term of another municipality."""
    found = session.get(GlossaryTerm, term_id)
    if found is None or found.municipality_id != municipality_id:
        raise NotFound
    return found


def add_term(tx: Transaction, process: Process, texts: dict[str, str], note: str, *, by: Actor) -> GlossaryTerm:
    """texts: language -> term. Raises NotAllowed, OneLanguage, GlossaryFull."""
    require(by, Permission.TRANSLATE, process)
    kept = complete(texts)
    counted = select(func.count()).select_from(GlossaryTerm).where(GlossaryTerm.process_id == process.id)
    if (tx.session.scalar(counted) or 0) >= MOST_TERMS:
        raise GlossaryFull(limit=MOST_TERMS)
    term = GlossaryTerm(municipality_id=process.municipality_id, process_id=process.id, texts=kept, note=note)
    tx.session.add(term)
    tx.session.flush()
    log(tx, term, "add_term", by, "", term_hash(term))
    return term


def change_term(tx: Transaction, term: GlossaryTerm, texts: dict[str, str], note: str, *, by: Actor, seen: int) -> None:
    """Raises NotAllowed, OneLanguage, ChangedMeanwhile."""
    require(by, Permission.TRANSLATE, term)
    kept, before = complete(texts), term_hash(term)
    take_turn(tx, term, seen)
    term.texts, term.note = kept, note
    tx.session.flush()
    log(tx, term, "change_term", by, before, term_hash(term))


def remove_term(tx: Transaction, term: GlossaryTerm, *, by: Actor, seen: int) -> None:
    """Raises NotAllowed, ChangedMeanwhile."""
    require(by, Permission.TRANSLATE, term)
    before = term_hash(term)
    take_turn(tx, term, seen)
    tx.session.delete(term)
    tx.session.flush()
    log(tx, term, "remove_term", by, before, "")


def term_hash(term: GlossaryTerm) -> str:
    return state_hash(sorted(term.texts.items()), term.note)


def log(tx: Transaction, term: GlossaryTerm, verb: str, by: Actor, *states: str) -> None:
    """states: fingerprints before and after."""
    enter(tx, Act(by.entry, f"translation.{verb}", f"process:{term.process_id}", *states), town=term.municipality_id)
