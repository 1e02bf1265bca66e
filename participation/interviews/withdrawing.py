"""Somebody takes back what they said: one passage, all of it, or by taking back their consent. It is gone everywhere.

Not one word is left in a table, in what was made of it, or, for names, in a backup; the empty place stays.
"""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.contributions import service as contributions
from participation.contributions.models import Contribution
from participation.contributions.rules import Status
from participation.foundation import clock, privacy
from participation.foundation.audit import Act, enter, state_hash
from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor, Permission, require
from participation.interviews import naming, queries
from participation.interviews.correcting import Without, emptied, passages_in, take_out
from participation.interviews.models import Passage, TalkConsent, TalkParagraph, TalkPerson, TalkSource
from participation.interviews.news import SourceEmptied
from participation.interviews.rules import Agreed, Gone, kept_until
from participation.interviews.sealing import keys
from participation.interviews.service import Given, hold, note, require_withdrawable, take_consent
from participation.moderation import cases
from participation.moderation.withdrawal import look_at_joined_texts

LEFT_OUT = "[…]"
HOUSE = Actor(0)  # nobody in person


def withdraw_source(tx: Transaction, source: TalkSource, *, by: Actor) -> None:
    """All of it: text, names and their keys, the words of its passages. Asking twice changes nothing.

    Raises NotAllowed.
    """
    require(by, Permission.WORK_WITH_SOURCES, source)
    hold(tx, source)
    if source.gone == Gone.WITHDRAWN:
        return
    empty_source(tx, source, Gone.WITHDRAWN)
    take_back(tx, queries.passages_of(tx.session, source), by=by)
    for person in tx.session.scalars(select(TalkPerson).where(TalkPerson.source_id == source.id)):
        leave(tx, person)
    revoke(tx, queries.consents_of(tx.session, source))
    source.title = source.place = source.publisher = source.year = source.link = ""
    source.held_on = None
    note(tx, source, "interview.withdraw", by)


def withdraw_person(tx: Transaction, source: TalkSource, number: int, *, by: Actor) -> None:
    """Somebody takes back their consent. In a group what they said goes, as far as it says who spoke.

    What nothing says whose it is stays at the desk, and is public no more.

    Raises NotAllowed, NotFound, SourceGone.
    """
    require_withdrawable(tx, source, by)
    person = queries.person_numbered(tx.session, source, number)
    if len(queries.people_of(tx.session, source)) == 1:
        withdraw_source(tx, source, by=by)
        return
    there = queries.paragraphs_of(tx.session, source)
    theirs = [one for one in there if one.speaker == number]
    take_back(tx, [passage for one in theirs for passage in passages_in(tx, one)], by=by)
    unquote(tx, [passage for one in there if one.speaker is None for passage in passages_in(tx, one)], by=by)
    emptied(tx, theirs)
    naming.drop(tx, source, [person])
    leave(tx, person)
    revoke(tx, [one for one in queries.consents_of(tx.session, source) if one.talk_person_id == person.id])
    tx.announce(SourceEmptied(source.public_id))
    note(tx, source, "interview.withdraw", by)


def withdraw_passage(tx: Transaction, source: TalkSource, number: int, *, by: Actor) -> None:
    """One passage: its words go from the text as well. Others that share words with it lose them too.

    Raises NotAllowed, NotFound, SourceGone.
    """
    require_withdrawable(tx, source, by)
    passage = queries.passage_numbered(tx.session, source, number)
    paragraph = tx.session.get_one(TalkParagraph, passage.paragraph_id)
    words = passage.span.of(paragraph.text)
    cut = passage.span
    take_back(tx, [passage], by=by)
    shared = [one for one in passages_in(tx, paragraph) if one.begins < cut.end and cut.start < one.ends]
    take_back(tx, shared, by=by)
    if words:
        take_out(tx, source, [paragraph], leaving_out(words))
    for former in queries.wordings_of(tx.session, paragraph):
        former.text = ""  # it may have said the same in other words
    tx.announce(SourceEmptied(source.public_id))
    note(tx, source, "interview.withdraw", by)


def leaving_out(words: str) -> Without:
    """A text without these words."""
    return lambda text: text.replace(words, LEFT_OUT)


def consent_anew(tx: Transaction, source: TalkSource, given: Given, *, by: Actor) -> TalkConsent:
    """Somebody agreed, perhaps to less than before: what must not be quoted any more is taken back.

    In a group also what nothing says whose it is.

    Raises as `take_consent`.
    """
    made = take_consent(tx, source, given, by=by)
    if Agreed.QUOTED not in made.agreed:
        alone = len(queries.people_of(tx.session, source)) == 1
        there = {one.id: one for one in queries.paragraphs_of(tx.session, source)}
        theirs = [one for one in queries.passages_of(tx.session, source) if one.contribution_id]
        theirs = [one for one in theirs if alone or there[one.paragraph_id].speaker in {given.person, None}]
        unquote(tx, theirs, by=by)
    return made


# --- how things go


def take_back(tx: Transaction, passages: Sequence[Passage], *, by: Actor) -> None:
    """The words of their contributions, and all that was made of them; nothing says any more where they stood."""
    now = clock.now()
    unquote(tx, passages, by=by)
    for one in passages:
        one.gone_at = one.gone_at or now
        one.begins = one.ends = 0
        one.needs_look, one.page = False, ""
    tx.session.flush()


def unquote(tx: Transaction, passages: Sequence[Passage], *, by: Actor) -> None:
    said = sorted(queries.contributions_of(tx.session, passages).values(), key=lambda one: one.id)
    gone = [one for one in said if empty_words(tx, one, by)]
    ids = [one.id for one in gone]
    privacy.forget_words(tx, ids)
    look_at_joined_texts(tx, ids)


def empty_words(tx: Transaction, said: Contribution, by: Actor) -> bool:
    cases.hold(tx, said)
    if said.status == Status.WITHDRAWN:
        return False
    before = state_hash(said.status)
    contributions.withdraw_passage(tx, said)
    act = Act(by.entry, "interview.withdraw", f"contribution:{said.id}", before, state_hash(said.status))
    enter(tx, act, town=said.municipality_id)
    return True


def empty_source(tx: Transaction, source: TalkSource, why: Gone) -> None:
    emptied(tx, queries.paragraphs_of(tx.session, source))
    naming.forget_names(tx, source)
    source.gone_at, source.gone = clock.now(), why
    tx.announce(SourceEmptied(source.public_id))


def leave(tx: Transaction, person: TalkPerson) -> None:
    person.facts, person.gone_at = "", person.gone_at or clock.now()
    tx.session.flush()


def revoke(tx: Transaction, consents: Sequence[TalkConsent]) -> None:
    """The proof that there was one stays, with nobody's name."""
    for one in consents:
        one.revoked_at = one.revoked_at or clock.now()
    tx.session.flush()


# --- what ends by itself


def texts_due(session: Session) -> list[TalkSource]:
    """Sources whose text was agreed to be kept until a day that is over."""
    today = clock.local(clock.now()).date()
    wanted = TalkConsent.kept_until < today, TalkConsent.revoked_at.is_(None), TalkSource.gone_at.is_(None)
    found = session.scalars(
        select(TalkSource).where(TalkSource.id.in_(select(TalkConsent.source_id).where(*wanted[:2])), wanted[2])
    ).all()
    consents = queries.consents_in(session, [one.id for one in found])
    days = {one.id: kept_until(consent.value for consent in consents.get(one.id, [])) for one in found}
    return [one for one in found if (day := days[one.id]) is not None and day < today]


def is_untidy(session: Session) -> bool:
    return bool(naming.due(session) or texts_due(session) or naming.outlived(session))


def tidy_up(tx: Transaction) -> None:
    """Names on their day; a text on its day, with the passages nobody has let through. What is public stays."""
    for source in naming.due(tx.session):
        hold(tx, source)
        if source.names_gone_at is not None:
            continue  # somebody was faster
        naming.forget_names(tx, source)
        note(tx, source, "interview.name", HOUSE)
    for source in texts_due(tx.session):
        hold(tx, source)
        if source.gone_at is not None:
            continue
        passages = queries.passages_of(tx.session, source)
        public = {one.id for one in queries.contributions_of(tx.session, passages).values() if is_public(one)}
        take_back(tx, [one for one in passages if one.contribution_id not in public], by=HOUSE)
        empty_source(tx, source, Gone.TIME)
        note(tx, source, "interview.withdraw", HOUSE)
    for key in naming.outlived(tx.session):
        keys().forget(key)


def is_public(said: Contribution) -> bool:
    return said.status == Status.PUBLISHED
