"""What the town hall does with ideas: say what becomes of them, answer whoever wrote them."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from participation.answers import queries
from participation.answers.models import AnswerTo, AnswerVersion, OfficialAnswer, StageEntry
from participation.answers.news import AnswerGiven, StageSaid
from participation.answers.rules import (
    UNDECIDED,
    AnswerState,
    NobodyToAnswer,
    NotPublicNow,
    Outcome,
    StaysPublished,
    Wording,
    standing,
)
from participation.contributions.lineage import standing_in
from participation.contributions.models import Contribution
from participation.contributions.news import BoardChanged
from participation.contributions.rules import Kind as Said
from participation.contributions.rules import Status, sent_once
from participation.foundation import clock
from participation.foundation.audit import Act, enter, state_hash
from participation.foundation.database import Transaction
from participation.foundation.messages import ChangedMeanwhile, NotFound
from participation.foundation.permissions import Actor, Permission, require
from participation.foundation.turns import take_turn
from participation.notifications.rules import Kind
from participation.notifications.telling import mark_seen_about

# an idea, and the number of the entry somebody saw as its last one (0: none)
Seen = tuple[Contribution, int]


# --- stages


def set_stage(tx: Transaction, ideas: Sequence[Seen], wanted: Outcome, *, by: Actor) -> list[StageEntry]:
    """Say what becomes of ideas: one entry for each. The same, sent twice, is entered once.

    Raises NobodyToAnswer, NotAllowed, NotPublicNow, ChangedMeanwhile; then nothing is entered at all.
    """
    require_answerable([idea for idea, _ in ideas], by)
    wait_for_others(tx, [idea.id for idea, _ in ideas])
    last = queries.last_entries(tx.session, [idea.id for idea, _ in ideas])
    entered = []
    for idea, seen in ideas:
        known = last.get(idea.id)
        if known and known.undoes_id is None and says(known) == says(wanted):
            continue
        if seen != (known.id if known else 0):
            raise ChangedMeanwhile
        entered.append(add_entry(tx, idea, wanted.stage, wanted.why, wanted.place, by=by))
    tell_stage(tx, entered, by=by)
    return entered


def undo_stage(tx: Transaction, entry: StageEntry, *, by: Actor) -> StageEntry | None:
    """Take back the last entry that stands: what counted before counts again. Taking it back twice changes nothing.

    Raises NotAllowed, ChangedMeanwhile where something was decided since.
    """
    idea = tx.session.get_one(Contribution, entry.contribution_id)
    require(by, Permission.ANSWER, idea)
    wait_for_others(tx, [idea.id])
    log = queries.log_of(tx.session, [idea.id])[idea.id]
    stand = standing(log)
    if any(one.undoes_id == entry.id for one in log):
        return None
    if not stand or stand[-1].id != entry.id:
        raise ChangedMeanwhile
    before = stand[-2] if len(stand) > 1 else None
    stage, why, place = says(before) if before else (UNDECIDED, {}, {})
    undone = add_entry(tx, idea, stage, why, place, by=by, undoes=entry)
    tell_stage(tx, [undone], by=by, taken_back=True)
    return undone


def tell_stage(tx: Transaction, entered: Sequence[StageEntry], *, by: Actor, taken_back: bool = False) -> None:
    if entered:
        town, stage = entered[0].municipality_id, entered[0].stage
        ids = tuple(one.contribution_id for one in entered)
        tx.record(StageSaid(town, ids, stage, by.person_id, taken_back=taken_back))


def says(one: StageEntry | Outcome) -> tuple[str, dict[str, str], dict[str, str]]:
    return str(one.stage), one.why, one.place


def add_entry(
    tx: Transaction,
    idea: Contribution,
    stage: str,
    why: dict[str, str],
    place: dict[str, str],
    *,
    by: Actor,
    undoes: StageEntry | None = None,
) -> StageEntry:
    entry = StageEntry(
        municipality_id=idea.municipality_id,
        contribution_id=idea.id,
        stage=stage,
        why=why,
        place=place,
        undoes_id=undoes.id if undoes else None,
        by_id=by.person_id,
        at=clock.now(),
    )
    tx.session.add(entry)
    tx.session.flush()
    action = "answer.undo_stage" if undoes else "answer.stage"
    state = state_hash(stage, sorted(why.items()), sorted(place.items()))
    enter(tx, Act(by.entry, action, f"contribution:{idea.id}", "", state, stage), town=idea.municipality_id)
    tx.announce(BoardChanged(idea.format_id))
    return entry


def wait_for_others(tx: Transaction, idea_ids: Sequence[int]) -> None:
    """Two who decide about the same ideas come one after the other."""
    rows = select(Contribution.id).where(Contribution.id.in_(idea_ids)).order_by(Contribution.id)
    tx.session.execute(rows.with_for_update())


def require_answerable(ideas: Sequence[Contribution], by: Actor) -> None:
    """Raises NobodyToAnswer, NotFound, NotAllowed, NotPublicNow."""
    if not ideas:
        raise NobodyToAnswer
    for idea in ideas:
        require(by, Permission.ANSWER, idea)
    if any(idea.status != Status.PUBLISHED or idea.kind != Said.IDEA for idea in ideas):
        raise NotPublicNow
    if len({idea.process_id for idea in ideas}) > 1:
        raise NotFound


# --- answers


def write_answer(
    tx: Transaction, to: Sequence[Contribution], words: Wording, *, publish: bool, by: Actor, once: str = ""
) -> OfficialAnswer:
    """Answer one idea or many, as a draft or for everybody. The same form with the same words keeps one answer.

    once: the mark of the form. Raises NobodyToAnswer, NotAllowed, NotPublicNow.
    """
    require_answerable(to, by)
    wait_for_others(tx, [idea.id for idea in to])
    key = sent_once(once, repr(words.facts))
    known = queries.written_before(tx.session, by.municipality_id, key) if key else None
    if known:
        return change_answer(tx, known, words, publish=publish, by=by, seen=known.revision)
    answer = OfficialAnswer(
        municipality_id=to[0].municipality_id,
        process_id=to[0].process_id,
        original=words.original,
        texts=words.texts,
        office=words.office,
        once=key,
        by_id=by.person_id,
        created_at=clock.now(),
    )
    tx.session.add(answer)
    tx.session.flush()
    tx.session.add_all(
        AnswerTo(contribution_id=idea.id, answer_id=answer.id, municipality_id=idea.municipality_id) for idea in to
    )
    if publish:
        make_public(tx, answer)
    note(tx, answer, "answer.publish" if publish else "answer.draft", by)
    return answer


def change_answer(
    tx: Transaction, answer: OfficialAnswer, words: Wording, *, publish: bool, by: Actor, seen: int
) -> OfficialAnswer:
    """Other words. A draft is replaced; of a published answer the former wording stays readable, and it is new again.

    publish: a draft becomes public with it. The same words again change nothing.
    Raises NotAllowed, ChangedMeanwhile.
    """
    require(by, Permission.ANSWER, answer)
    public = answer.state == AnswerState.PUBLISHED
    former = Wording(answer.original, answer.texts, answer.office)
    if former.facts == words.facts and (public or not publish):
        return answer
    take_turn(tx, answer, seen)
    if public:
        keep_version(tx, answer)
    answer.original, answer.texts, answer.office = words.original, words.texts, words.office
    answer.by_id = by.person_id
    if publish and not public:
        make_public(tx, answer)
    if public:
        tell_answer(tx, answer, changed=True)
    action = "answer.change" if public else "answer.publish" if publish else "answer.draft"
    note(tx, answer, action, by, before=former)
    return answer


def keep_version(tx: Transaction, answer: OfficialAnswer) -> None:
    """What everybody could read until now."""
    now = clock.now()
    tx.session.add(
        AnswerVersion(
            municipality_id=answer.municipality_id,
            answer_id=answer.id,
            original=answer.original,
            texts=answer.texts,
            office=answer.office,
            by_id=answer.by_id,
            since=answer.changed_at or answer.published_at,
            until=now,
        )
    )
    answer.changed_at = now


def make_public(tx: Transaction, answer: OfficialAnswer) -> None:
    answer.state, answer.published_at = AnswerState.PUBLISHED, clock.now()
    tx.session.flush()
    for format_id in sorted({idea.format_id for idea in queries.answered_by(tx.session, answer.id)}):
        tx.announce(BoardChanged(format_id))
    tell_answer(tx, answer)


def tell_answer(tx: Transaction, answer: OfficialAnswer, *, changed: bool = False) -> None:
    ids = tuple(idea.id for idea in queries.answered_by(tx.session, answer.id))
    at = answer.changed_at or answer.published_at or clock.now()
    tx.record(AnswerGiven(answer.id, answer.municipality_id, ids, answer.by_id, at, changed=changed))


def remove_draft(tx: Transaction, answer: OfficialAnswer, *, by: Actor, seen: int) -> None:
    """Raises NotAllowed, StaysPublished, ChangedMeanwhile."""
    require(by, Permission.ANSWER, answer)
    if answer.state == AnswerState.PUBLISHED:
        raise StaysPublished
    take_turn(tx, answer, seen)
    note(tx, answer, "answer.remove", by)
    tx.session.execute(delete(AnswerTo).where(AnswerTo.answer_id == answer.id))
    tx.session.delete(answer)


def mark_read(tx: Transaction, idea: Contribution, *, by: Actor) -> None:
    """The author says that they have read what became of it, also where it stands now.

    Raises NotFound for everybody else.
    """
    if not by.is_author(idea.author_id):
        raise NotFound
    places = standing_in(tx.session, [idea]).get(idea.id, [])
    about = [idea.id, *(place.idea.id for place in places if place.idea)]
    mark_seen_about(tx, by.person_id, about, (Kind.ANSWER, Kind.STAGE))


def note(tx: Transaction, answer: OfficialAnswer, action: str, by: Actor, before: Wording | None = None) -> None:
    tx.session.flush()
    now = Wording(answer.original, answer.texts, answer.office)
    act = Act(
        by.entry, action, f"answer:{answer.id}", state_hash(*before.facts) if before else "", state_hash(*now.facts)
    )
    enter(tx, act, town=answer.municipality_id)
