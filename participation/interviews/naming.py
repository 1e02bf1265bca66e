"""Names are kept apart, read with a reason in the log, and deleted on their day: then nothing opens them any more."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from participation.foundation import clock
from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor, Permission, require
from participation.interviews import queries
from participation.interviews.models import TalkName, TalkPerson, TalkSource
from participation.interviews.news import SourceNamesGone
from participation.interviews.noticing import names_now
from participation.interviews.rules import NamesGone
from participation.interviews.sealing import Who, key_of, keys, seal
from participation.interviews.service import note, require_work


def keep_name(tx: Transaction, source: TalkSource, number: int, who: Who, *, by: Actor) -> None:
    """How somebody is called and reached; an empty name deletes it. Raises NotAllowed, NotFound, SourceGone, NamesGone.

    Whoever works with the sources can write a name down, because they are there; reading is another right.
    """
    require_work(tx, source, by)
    if source.names_gone_at is not None:
        raise NamesGone
    person = queries.person_numbered(tx.session, source, number)
    if not who.name and not who.contact:
        drop(tx, source, [person])
    else:
        known = tx.session.get(TalkName, person.id)
        row = known or TalkName(person_id=person.id, municipality_id=source.municipality_id, source_id=source.id)
        row.sealed = seal(source.public_id, number, who)
        tx.session.add(row)
    note(tx, source, "interview.name", by)


def read_names(tx: Transaction, source: TalkSource, *, by: Actor) -> dict[int, Who]:
    """Number -> name, for whoever has to ask somebody again. The log says who read them. Raises NotAllowed."""
    require(by, Permission.READ_NAMES, source)
    note(tx, source, "interview.read_names", by)
    return names_now(tx.session, source)


def delete_names(tx: Transaction, source: TalkSource, *, by: Actor) -> None:
    """At once, and for good. Raises NotAllowed."""
    require(by, Permission.WORK_WITH_SOURCES, source)
    forget_names(tx, source)
    note(tx, source, "interview.name", by)


def forget_names(tx: Transaction, source: TalkSource) -> None:
    """Also who asked, which would lead to whoever was asked."""
    source.led_by = ""
    source.names_gone_at = source.names_gone_at or clock.now()
    people = tx.session.scalars(select(TalkPerson).where(TalkPerson.source_id == source.id)).all()
    drop(tx, source, people)


def drop(tx: Transaction, source: TalkSource, people: Sequence[TalkPerson]) -> None:
    """The row goes now, the key as soon as that is true."""
    tx.session.execute(delete(TalkName).where(TalkName.person_id.in_([one.id for one in people])))
    for one in people:
        tx.announce(SourceNamesGone(key_of(source.public_id, one.number)))


# --- what ends by itself


def due(session: Session) -> list[TalkSource]:
    today = clock.local(clock.now()).date()
    wanted = TalkSource.names_until < today, TalkSource.names_gone_at.is_(None)
    return list(session.scalars(select(TalkSource).where(*wanted).order_by(TalkSource.id).limit(20)))


def outlived(session: Session) -> list[str]:
    """Keys that are to open nothing any more: the house stopped between a withdrawal and the death of its key.

    Whoever is named has a number first, so a key that was just made is not among them.
    """
    here = keys().all()
    if not here:
        return []
    rows = session.execute(
        select(TalkSource.public_id, TalkPerson.number)
        .join(TalkPerson, TalkPerson.source_id == TalkSource.id)
        .where(TalkPerson.gone_at.is_(None), TalkSource.names_gone_at.is_(None))
    )
    used = {key_of(source, number) for source, number in rows}
    return [one for one in here if one not in used]
