"""A key whose item is over dies also where the house stopped in between. The worker looks once a minute."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.foundation.database import Transaction
from participation.sessions.sheet import hold
from participation.speaking import queries, sealing
from participation.speaking.models import SpeakersList, Speech


def is_untidy(session: Session) -> bool:
    return bool(outlived(session))


def tidy_up(tx: Transaction) -> None:
    """Whoever asks at this moment holds the session: a key that was made for them is not taken away."""
    for public_id in outlived(tx.session):
        speakers = tx.session.scalar(select(SpeakersList).where(SpeakersList.public_id == public_id))
        if speakers is not None:
            hold(tx, queries.session_of(tx.session, speakers))
            if public_id not in outlived(tx.session):
                continue
        sealing.keys().forget(public_id)


def outlived(session: Session) -> list[str]:
    """The lists of which a key lies here and nobody is sealed."""
    keys = sealing.keys().all()
    if not keys:
        return []
    sealed = select(SpeakersList.public_id).join(Speech, Speech.list_id == SpeakersList.id)
    needed = set(session.scalars(sealed.where(Speech.sealed.is_not(None))))
    return [key for key in keys if key not in needed]
