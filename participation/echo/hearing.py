"""What happened in the rooms below becomes news for whom it concerns. `app` connects these listeners."""

from typing import Any

from sqlalchemy import Subquery, delete, func, literal, select

from participation.answers.news import AnswerGiven, StageSaid
from participation.contributions.following import circle, who_hears
from participation.contributions.models import Contribution
from participation.contributions.news import ContributionWithdrawn
from participation.foundation import clock
from participation.foundation.database import Transaction
from participation.lineage.news import StepTaken
from participation.moderation.models import Notice
from participation.moderation.news import CaseDecided
from participation.moderation.rules import Outcome, Verdict
from participation.notifications.models import Notification
from participation.notifications.rules import Kind, Tie
from participation.notifications.telling import News, tell
from participation.organisations.models import OrganisationMember
from participation.organisations.news import MemberLeft
from participation.threads.models import CommentPlace
from participation.threads.news import ReplyPublished

# whoever only supports an idea hears what becomes of it, not every word about it
TALKING = {Tie.AUTHOR, Tie.WITHIN, Tie.FOLLOW}
MOVING = TALKING


def hear_of_reply(tx: Transaction, news: ReplyPublished) -> None:
    """A comment stands there: the authors and followers of what it is about, and whoever it answers.

    It is dated by when it became public, so that what is new can be counted where it stands.
    """
    comment = tx.session.get_one(Contribution, news.comment_id)
    place = tx.session.get_one(CommentPlace, news.comment_id)
    at = comment.published_at or clock.now()
    reply = News(Kind.REPLY, comment.municipality_id, at, but=comment.author_id)
    tell(tx, others_than(comment.organisation_id, circle([place.root_id], TALKING)), reply)
    answered = place.answers_id or place.parent_id
    if answered is not None:
        tell(tx, others_than(comment.organisation_id, author_of(answered, but_not_of=place.root_id)), reply)


def others_than(organisation_id: int | None, people: Subquery) -> Subquery:
    """Nobody is told what their own organisation said."""
    if organisation_id is None:
        return people
    own = select(OrganisationMember.person_id).where(OrganisationMember.organisation_id == organisation_id)
    return select(*people.c).where(people.c.person_id.not_in(own)).subquery()


def hear_of_leaving(tx: Transaction, news: MemberLeft) -> None:
    """Whoever left an organisation hears no more of what was said for it."""
    said = select(Contribution.id).where(Contribution.organisation_id == news.organisation_id)
    tx.session.execute(
        delete(Notification)
        .where(
            Notification.person_id == news.person_id,
            Notification.tie.in_([Tie.AUTHOR, Tie.WITHIN]),
            Notification.contribution_id.in_(said),
        )
        .execution_options(synchronize_session=False)
    )


def hear_of_answer(tx: Transaction, news: AnswerGiven) -> None:
    detail: dict[str, Any] = {"changed": news.changed}
    told = News(Kind.ANSWER, news.municipality_id, news.at, detail, news.by_id)
    tell(tx, circle(news.contribution_ids), told)


def hear_of_stage(tx: Transaction, news: StageSaid) -> None:
    detail: dict[str, Any] = {"stage": news.stage, "taken_back": news.taken_back}
    told = News(Kind.STAGE, news.municipality_id, clock.now(), detail, news.by_id)
    tell(tx, circle(news.contribution_ids), told)


def hear_of_step(tx: Transaction, news: StepTaken) -> None:
    detail: dict[str, Any] = {"step": str(news.kind), "undone": news.undone}
    told = News(Kind.LINEAGE, news.municipality_id, clock.now(), detail, news.by_id)
    tell(tx, circle(news.contribution_ids, MOVING), told)


def hear_of_decision(tx: Transaction, news: CaseDecided) -> None:
    """Its author, and whoever had reported it; that something stays as it was is no news to its author."""
    at, detail = clock.now(), {"verdict": news.verdict}
    kind = kind_of(news)
    if kind is not None:
        author = circle([news.contribution_id], {Tie.AUTHOR})
        tell(tx, author, News(kind, news.municipality_id, at, detail, news.by_id))
    tell(tx, reporters(Notice.decision_id == news.decision_id), News(Kind.REPORT, news.municipality_id, at))


def kind_of(news: CaseDecided) -> Kind | None:
    if news.appealed:
        return Kind.APPEAL
    if news.about_version:
        return Kind.REDRAFT
    if news.objected:
        return Kind.OBJECTION
    return None if news.verdict == Verdict.KEEP else Kind.DECISION


def hear_of_withdrawal(tx: Transaction, news: ContributionWithdrawn) -> None:
    """Whoever had reported it hears that its author took it back."""
    settled = Notice.contribution_id == news.contribution_id, Notice.outcome == Outcome.WITHDRAWN
    tell(tx, reporters(*settled), News(Kind.REPORT, news.municipality_id, clock.now()))


def reporters(*which: Any) -> Subquery:
    return (
        select(Notice.contribution_id, Notice.reporter_id.label("person_id"), literal(int(Tie.REPORTER)).label("tie"))
        .where(*which)
        .distinct()
        .subquery()
    )


def author_of(comment_id: int, *, but_not_of: int) -> Subquery:
    """Whoever wrote a comment; the author of what it stands under hears of every answer there already."""
    of_root = select(func.coalesce(Contribution.author_id, 0)).where(Contribution.id == but_not_of).scalar_subquery()
    return (
        select(
            Contribution.id.label("contribution_id"),
            who_hears().label("person_id"),
            literal(int(Tie.AUTHOR)).label("tie"),
        )
        .outerjoin(OrganisationMember, OrganisationMember.organisation_id == Contribution.organisation_id)
        .where(Contribution.id == comment_id, Contribution.author_id.is_not(None), Contribution.author_id != of_root)
        .subquery()
    )
