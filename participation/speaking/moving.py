"""Whoever asked to speak as a guest and signs in keeps their place on the list."""

from dataclasses import replace

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from participation.foundation.database import Transaction
from participation.people.moving import Fate, Part
from participation.speaking import queries
from participation.speaking.models import Speech
from participation.speaking.service import say_who


def settle(tx: Transaction, guest_id: int, account_id: int) -> None:
    """Where both wait on a list, the account does: nobody stands on it twice."""
    open_ones = select(Speech.list_id).where(Speech.person_id == account_id, Speech.ended_at.is_(None))
    twice = Speech.person_id == guest_id, Speech.began_at.is_(None), Speech.list_id.in_(open_ones)
    tx.session.execute(delete(Speech).where(*twice))
    sealed = queries.sealed_speeches(tx.session)
    waits = {one.list_id for one in sealed if one.who.person_id == account_id and one.ended_at is None}
    for speech in [one for one in sealed if one.who.person_id == guest_id]:
        if speech.waits and speech.list_id in waits:
            tx.session.delete(speech)
        else:
            say_who(speech.speakers, speech, replace(speech.who, person_id=account_id))


def count(session: Session, person_id: int) -> int:
    return session.scalar(select(func.count()).where(Speech.person_id == person_id)) or 0


PART = Part({"speech.person_id": Fate.MOVES}, before=settle, count=count)
