"""What translators do: keep a draft, vouch for a version, take it back; and what becomes of versions by themselves."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import update

from participation.contributions.models import Contribution
from participation.contributions.news import BoardChanged, ContributionWithdrawn, WordsChanged
from participation.contributions.rules import Status
from participation.contributions.versions import current_number
from participation.foundation import clock
from participation.foundation.audit import Act, enter, state_hash
from participation.foundation.database import Transaction
from participation.foundation.messages import NotFound
from participation.foundation.permissions import Actor, Permission, may, require
from participation.foundation.text import fold
from participation.languages.models import Translation
from participation.languages.queries import states_in
from participation.languages.vouching import (
    ChangedAside,
    FieldNotEmpty,
    NothingOffered,
    NothingToTakeBack,
    Origin,
    SameLanguage,
    Seen,
    State,
    origin_of,
    vouches_as,
)


@dataclass(frozen=True, slots=True)
class Rendering:
    """Clean words in another language."""

    text: str
    title: str = ""


def require_translatable(by: Actor, contribution: Contribution, language: str) -> None:
    """Raises NotAllowed, NotFound for what somebody may not read, SameLanguage.

    What everybody reads is translated by whoever may; what waits for moderators, by them and by interpreters, so that
    they can decide; what was hidden, by those alone who decide about it.
    """
    require(by, Permission.TRANSLATE, contribution)
    if contribution.status == Status.WITHDRAWN:
        raise NotFound
    if contribution.status != Status.PUBLISHED:
        needed = Permission.TRANSLATE_WAITING if contribution.status == Status.WAITING else Permission.MODERATE
        if not may(by, needed, contribution):
            raise NotFound
    if contribution.language == language:
        raise SameLanguage


def keep_draft(
    tx: Transaction, contribution: Contribution, language: str, words: Rendering, *, by: Actor, seen: Seen
) -> Translation:
    """Keep words that translators alone see. Raises as `require_translatable`, ChangedAside."""
    before = at_the_desk(tx, contribution, language, by=by, seen=seen)
    draft = written_over(tx, contribution, language, words, before=before, by=by)
    log(tx, contribution, "draft", by=by, before=before.get(State.DRAFT), after=draft)
    return draft


def approve(
    tx: Transaction, contribution: Contribution, language: str, words: Rendering, *, by: Actor, seen: Seen
) -> Translation:
    """Vouch for words: from now on readers of the language get them first. What they had before is kept.

    Raises as `require_translatable`, ChangedAside.
    """
    before = at_the_desk(tx, contribution, language, by=by, seen=seen)
    approved = before.get(State.APPROVED)
    chosen = written_over(tx, contribution, language, words, before=before, by=by)
    if approved is not None:
        approved.state, approved.folded = State.FORMER, ""
        tx.session.flush()
    chosen.state, chosen.outdated, chosen.folded = State.APPROVED, False, fold(f"{words.title} {words.text}")
    chosen.approved_by_id, chosen.approved_as = by.person_id, vouches_as(by.roles_at(contribution))
    chosen.approved_at = clock.now()
    tx.session.flush()
    log(tx, contribution, "approve", by=by, before=approved, after=chosen)
    tx.announce(BoardChanged(contribution.format_id))
    return chosen


def take_over(
    tx: Transaction, contribution: Contribution, language: str, *, typed: str, by: Actor, seen: Seen
) -> Translation:
    """Begin a draft with the machine's words. typed: what stands in the field; it is never replaced.

    Raises as `require_translatable`, ChangedAside, FieldNotEmpty, NothingOffered.
    """
    before = at_the_desk(tx, contribution, language, by=by, seen=seen)
    offered = before.get(State.OFFERED)
    if offered is None:
        raise NothingOffered
    if typed.strip() or State.DRAFT in before:
        raise FieldNotEmpty
    draft = Translation(
        municipality_id=contribution.municipality_id,
        contribution_id=contribution.id,
        language=language,
        title=offered.title,
        text=offered.text,
        origin=Origin.MACHINE,
        state=State.DRAFT,
        provider=offered.provider,
        of_version=offered.of_version,
        made_by_id=by.person_id,
        at=clock.now(),
    )
    tx.session.add(draft)
    tx.session.flush()
    log(tx, contribution, "take_over", by=by, after=draft)
    return draft


def take_back(tx: Transaction, contribution: Contribution, language: str, *, by: Actor, seen: Seen) -> None:
    """Nobody vouches for the version any more: readers get the original again.

    Raises as `require_translatable`, ChangedAside, NothingToTakeBack.
    """
    before = at_the_desk(tx, contribution, language, by=by, seen=seen)
    approved = before.get(State.APPROVED)
    if approved is None:
        raise NothingToTakeBack
    approved.state, approved.folded = State.FORMER, ""
    tx.session.flush()
    log(tx, contribution, "take_back", by=by, before=approved)
    tx.announce(BoardChanged(contribution.format_id))


def at_the_desk(
    tx: Transaction, contribution: Contribution, language: str, *, by: Actor, seen: Seen
) -> dict[str, Translation]:
    """State -> version, with the contribution held for this transaction: of two translators one waits for the other.

    Raises ChangedAside where something is not as somebody saw it.
    """
    tx.session.flush()
    tx.session.refresh(contribution, with_for_update=True)
    require_translatable(by, contribution, language)
    before = states_in(tx.session, contribution.id, language)
    if seen != seen_now(current_number(tx.session, contribution), before):
        raise ChangedAside
    return before


def seen_now(number: int, states: Mapping[str, Translation]) -> Seen:
    draft, approved = states.get(State.DRAFT), states.get(State.APPROVED)
    return Seen(number, draft.id if draft else 0, draft.revision if draft else 0, approved.id if approved else 0)


def written_over(
    tx: Transaction,
    contribution: Contribution,
    language: str,
    words: Rendering,
    *,
    before: Mapping[str, Translation],
    by: Actor,
) -> Translation:
    """The draft with these words, made where there is none."""
    begun = before.get(State.DRAFT) or before.get(State.APPROVED)
    machine = begun if begun and begun.origin == Origin.MACHINE else before.get(State.OFFERED)
    origin = origin_of(words.text, begun.origin if begun else None, machine.text if machine else "")
    number, draft = current_number(tx.session, contribution), before.get(State.DRAFT)
    if draft is None:
        draft = Translation(
            municipality_id=contribution.municipality_id,
            contribution_id=contribution.id,
            language=language,
            state=State.DRAFT,
            revision=-1,
        )
    draft.title, draft.text, draft.origin = words.title, words.text, origin
    draft.provider = "" if origin is Origin.HUMAN or not machine else machine.provider
    draft.of_version, draft.outdated = number, False
    draft.made_by_id, draft.at, draft.revision = by.person_id, clock.now(), draft.revision + 1
    tx.session.add(draft)
    tx.session.flush()
    return draft


def log(
    tx: Transaction,
    contribution: Contribution,
    verb: str,
    *,
    by: Actor,
    before: Translation | None = None,
    after: Translation | None = None,
) -> None:
    """Numbers, not words: what its author withdraws later must not be guessed from a fingerprint."""
    states = (state_hash(one.id, one.revision, one.language) if one else "" for one in (before, after))
    enter(tx, Act(by.entry, f"translation.{verb}", f"contribution:{contribution.id}", *states), town=by.municipality_id)


# --- what becomes of versions by themselves


def hear_of_new_words(tx: Transaction, news: WordsChanged) -> None:
    """A version renders one wording: of any other one it is outdated, and current again when that one comes back."""
    contribution = tx.session.get_one(Contribution, news.contribution_id)
    tx.session.execute(
        update(Translation)
        .where(Translation.contribution_id == contribution.id)
        .values(outdated=Translation.of_version != current_number(tx.session, contribution))
        .execution_options(synchronize_session="fetch")
    )
    tx.session.execute(
        update(Translation)
        .where(Translation.contribution_id == contribution.id, Translation.state == State.OFFERED)
        .values(state=State.FORMER)
        .execution_options(synchronize_session="fetch")
    )


def hear_of_withdrawal(tx: Transaction, news: ContributionWithdrawn) -> None:
    forget_translations(tx, [news.contribution_id])


def forget_translations(tx: Transaction, contribution_ids: list[int]) -> None:
    """For erasure and withdrawal: the rows tell that there were versions, nothing tells what they said."""
    tx.session.execute(
        update(Translation)
        .where(Translation.contribution_id.in_(contribution_ids))
        .values(title="", text="", folded="", state=State.FORMER)
        .execution_options(synchronize_session="fetch")
    )


def forget_translator(tx: Transaction, person_id: int) -> None:
    """For erasure of an account: what they translated stays, without their name."""
    for column in (Translation.made_by_id, Translation.approved_by_id):
        tx.session.execute(
            update(Translation)
            .where(column == person_id)
            .values({column: None})
            .execution_options(synchronize_session="fetch")
        )
