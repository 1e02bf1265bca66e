"""The machine looks for names of those who were asked in what they said. It only points there: a person decides."""

from sqlalchemy.orm import Session

from participation.interviews import queries
from participation.interviews.models import TalkSource
from participation.interviews.names import Hit, names_in
from participation.interviews.sealing import Who, unseal


def names_now(session: Session, source: TalkSource) -> dict[int, Who]:
    """Number -> name. For the machine, and for a reader whose right somebody else has asked."""
    sealed = queries.names_of(session, source)
    return {number: unseal(source.public_id, number, words) for number, words in sealed.items()}


def hits_in(session: Session, source: TalkSource) -> list[Hit]:
    """Where a word of the text may be the name of somebody who was asked."""
    names = {number: who.name for number, who in names_now(session, source).items() if who.name}
    if not names:
        return []
    texts = {one.number: one.text for one in queries.paragraphs_of(session, source) if one.gone_at is None}
    return names_in(texts, names)
