"""What a decision does with a version that waits, and what undo does with it (docs/decisions/023)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from participation.contributions import reactions, versions
from participation.contributions.difference import Run, difference
from participation.contributions.models import Contribution, Revision
from participation.contributions.news import ContributionEdited
from participation.contributions.rules import RevisionState, Status, stays_readable
from participation.foundation import clock
from participation.foundation.database import Transaction
from participation.foundation.locales import Words
from participation.moderation.cases import add_cause
from participation.moderation.models import Decision
from participation.moderation.queries import in_force
from participation.moderation.rules import TAKES_VERSION, Cause, Proposed, Restriction


def waiting_version(session: Session, contribution_id: int) -> Revision | None:
    return versions.waiting_among(session, [contribution_id]).get(contribution_id)


def proposed(session: Session, version: Revision | None) -> Proposed | None:
    """Whether the version is new, or the very one that the reasons in force are about."""
    if version is None:
        return None
    statement = in_force(session, version.contribution_id)
    decision = session.get(Decision, statement.decision_id) if statement and statement.decision_id else None
    return Proposed.AGAIN if decision and decision.version_id == version.id else Proposed.ANEW


def decide_version(tx: Transaction, contribution: Contribution, version: Revision, decision: Decision) -> None:
    """The new words are the present ones, or they are not, by this decision. Called before anything else changes."""
    decision.version_id = version.id
    if decision.verdict in TAKES_VERSION:
        reacted = reactions.somebody_reacted(tx.session, contribution)
        shown = stays_readable(contribution.status, reacted=reacted)
        versions.take_version(tx, contribution, version, shown=shown)
    else:
        versions.decline_version(tx, version)


def undo_version(tx: Transaction, contribution: Contribution, last: Decision) -> None:
    """The version that the undone decision was about waits again."""
    version = tx.session.get(Revision, last.version_id) if last.version_id else None
    if version is None:
        return
    if last.verdict in TAKES_VERSION:
        versions.put_back(tx, contribution, version)
    else:
        versions.wait_again(tx, version)


def appealed(tx: Transaction, contribution: Contribution, decision_id: int | None) -> None:
    """An appeal puts the version that was declined on the table again, where its author wrote no newer one."""
    decision = tx.session.get(Decision, decision_id) if decision_id else None
    version = versions.newest(tx.session, contribution.id)
    if decision and version and version.id == decision.version_id and version.state == RevisionState.DECLINED:
        versions.wait_again(tx, version)


def hear_of_edit(tx: Transaction, news: ContributionEdited) -> None:
    """Newer words of the author are read instead of the declined ones, so the reasons for those are history."""
    statement = in_force(tx.session, news.contribution_id)
    if statement and statement.kind == Restriction.VERSION_NOT_TAKEN:
        statement.ended_at = clock.now()
        tx.session.flush()


def bring_back(tx: Transaction, contribution: Contribution) -> None:
    """Declined words wait again once the reasons for that no longer count: nothing is kept back in silence."""
    version = versions.newest(tx.session, contribution.id)
    if contribution.status != Status.PUBLISHED or version is None or version.state != RevisionState.DECLINED:
        return
    statement = in_force(tx.session, contribution.id)
    if statement is None or statement.kind != Restriction.VERSION_NOT_TAKEN:
        versions.wait_again(tx, version)
        add_cause(tx, contribution, Cause.EDITED)


@dataclass(frozen=True, slots=True)
class Redraft:
    """What a moderator sees of other words: what is different. waits: they are not the present ones yet.

    again: they were declined before, and the author appealed.
    """

    words: Words
    runs: Sequence[Run]
    waits: bool
    again: bool = False


def redraft(session: Session, contribution: Contribution, causes: Collection[str]) -> Redraft | None:
    """The version that waits, compared with the present one; or what an author changed at once, while that is open."""
    version = waiting_version(session, contribution.id)
    if version:
        again = proposed(session, version) is Proposed.AGAIN
        return compared(contribution, version, waits=True, again=again)
    former = versions.former(session, contribution.id) if Cause.EDITED in causes else None
    return compared(former, contribution, waits=False) if former else None


def compared(
    before: Contribution | Revision, after: Contribution | Revision, *, waits: bool, again: bool = False
) -> Redraft:
    runs = difference(versions.whole(before), versions.whole(after))
    return Redraft(Words(versions.whole(after), after.language), runs, waits, again)
