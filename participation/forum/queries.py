from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from participation.contributions.models import Contribution
from participation.contributions.rules import Status
from participation.forum.models import Forum, ForumPart, ForumResult, ForumRoom, ForumStep, PodiumGuest
from participation.forum.rules import KEPT_AFTER, NEVER_HELD, StepKind
from participation.foundation.messages import NotFound
from participation.people.rules import key_hash
from participation.sessions.models import LiveSession, RunStep
from participation.sessions.rules import SessionState

COUNTING = (Status.WAITING, Status.PUBLISHED)  # a result that was refused leaves its place to another one


def forum_named(session: Session, municipality_id: int, public_id: str) -> Forum:
    """Raises NotFound, also for one of another municipality."""
    found = session.scalar(select(Forum).where(Forum.public_id == public_id, Forum.municipality_id == municipality_id))
    if found is None:
        raise NotFound
    return found


def forums_of(session: Session, municipality_id: int) -> list[Forum]:
    """Also drafts, the newest first."""
    wanted = Forum.municipality_id == municipality_id
    return list(session.scalars(select(Forum).where(wanted).order_by(Forum.day.desc(), Forum.id.desc())))


def forum_of_format(session: Session, format_id: int) -> Forum | None:
    return session.scalar(select(Forum).where(Forum.format_id == format_id))


def public_forums(session: Session, process_id: int) -> list[Forum]:
    wanted = Forum.process_id == process_id, Forum.published_at.is_not(None)
    return list(session.scalars(select(Forum).where(*wanted).order_by(Forum.day, Forum.id)))


def forum_of_session(session: Session, session_id: int) -> Forum | None:
    """The forum whose plenary or part a session is."""
    part = select(ForumPart.forum_id).where(ForumPart.session_id == session_id)
    return session.scalar(select(Forum).where(or_(Forum.session_id == session_id, Forum.id.in_(part))))


def forum_at(session: Session, step_id: int) -> Forum | None:
    """What a step shows."""
    return session.scalar(
        select(Forum).join(ForumStep, ForumStep.forum_id == Forum.id).where(ForumStep.step_id == step_id)
    )


def rooms_of(session: Session, forum: Forum) -> list[ForumRoom]:
    """In the order in which they were named."""
    return list(session.scalars(select(ForumRoom).where(ForumRoom.forum_id == forum.id).order_by(ForumRoom.id)))


def room_in(session: Session, forum: Forum, room_id: int) -> ForumRoom:
    """Raises NotFound, also for a room of another forum."""
    found = session.scalar(select(ForumRoom).where(ForumRoom.id == room_id, ForumRoom.forum_id == forum.id))
    if found is None:
        raise NotFound
    return found


def parts_of(session: Session, forum: Forum) -> list[ForumPart]:
    """In the order of time, with room and session, in one statement; also those that do not take place."""
    return list(
        session.scalars(
            select(ForumPart)
            .where(ForumPart.forum_id == forum.id)
            .options(joinedload(ForumPart.room), joinedload(ForumPart.live))
            .order_by(ForumPart.starts_at, ForumPart.ends_at, ForumPart.id)
        )
    )


def part_in(session: Session, forum: Forum, public_id: str) -> ForumPart:
    """With whoever moved it last. Raises NotFound."""
    wanted = ForumPart.public_id == public_id, ForumPart.forum_id == forum.id
    joined = joinedload(ForumPart.moved_by), joinedload(ForumPart.live), joinedload(ForumPart.room)
    found = session.scalar(select(ForumPart).where(*wanted).options(*joined))
    if found is None:
        raise NotFound
    return found


def read_again(session: Session, part: ForumPart) -> None:
    """As it is now, once the forum is held: somebody may have moved it meanwhile."""
    joined = joinedload(ForumPart.moved_by), joinedload(ForumPart.live), joinedload(ForumPart.room)
    wanted = select(ForumPart).where(ForumPart.id == part.id).options(*joined)
    session.scalars(wanted.execution_options(populate_existing=True)).one()


def part_with_key(session: Session, municipality_id: int, token: str) -> ForumPart:
    """The part whose results somebody writes with a link. Raises NotFound."""
    wanted = ForumPart.key_hash == key_hash(token), ForumPart.municipality_id == municipality_id
    found = session.scalar(select(ForumPart).where(*wanted))
    if found is None:
        raise NotFound
    return found


def part_of_session(session: Session, session_id: int) -> ForumPart | None:
    wanted = select(ForumPart).where(ForumPart.session_id == session_id).options(joinedload(ForumPart.room))
    return session.scalar(wanted)


def sessions_showing(session: Session, forum: Forum, *, hold: bool = False) -> list[LiveSession]:
    """The plenary, the parts and whatever run sheet shows the programme, rehearsals too, in one order.

    hold: nobody else changes them meanwhile.
    """
    parts = select(ForumPart.session_id).where(ForumPart.forum_id == forum.id, ForumPart.session_id.is_not(None))
    steps = (
        select(RunStep.session_id)
        .join(ForumStep, ForumStep.step_id == RunStep.id)
        .where(ForumStep.forum_id == forum.id)
    )
    wanted = or_(LiveSession.id == forum.session_id, LiveSession.id.in_(parts), LiveSession.id.in_(steps))
    found = select(LiveSession).where(wanted).order_by(LiveSession.id)
    return list(session.scalars(found.with_for_update() if hold else found))


def meets_now(session: Session, forum: Forum) -> bool:
    """Whether its plenary is open at this moment."""
    return session.get_one(LiveSession, forum.session_id).state == SessionState.OPEN


def guests_at(session: Session, step_id: int) -> list[PodiumGuest]:
    return list(session.scalars(select(PodiumGuest).where(PodiumGuest.step_id == step_id).order_by(PodiumGuest.id)))


# --- results


def results_of(session: Session, forum: Forum) -> list[ForumResult]:
    """In the order in which they came, with what they say, in one statement."""
    return list(
        session.scalars(
            select(ForumResult)
            .where(ForumResult.forum_id == forum.id)
            .options(joinedload(ForumResult.contribution))
            .order_by(ForumResult.number)
        )
    )


def results_among(session: Session, forum: Forum, ids: Iterable[int]) -> dict[int, ForumResult]:
    wanted = ForumResult.forum_id == forum.id, ForumResult.id.in_(list(ids))
    return {one.id: one for one in session.scalars(select(ForumResult).where(*wanted))}


def result_of(session: Session, contribution_id: int) -> ForumResult | None:
    return session.scalar(select(ForumResult).where(ForumResult.contribution_id == contribution_id))


def count_results(session: Session, part: ForumPart) -> int:
    """Those that take a place."""
    return (
        session.scalar(
            select(func.count())
            .select_from(ForumResult)
            .join(Contribution, Contribution.id == ForumResult.contribution_id)
            .where(ForumResult.part_id == part.id, Contribution.status.in_(COUNTING))
        )
        or 0
    )


def count_public(session: Session, forum_ids: Iterable[int]) -> dict[int, int]:
    """Forum id -> results that everybody reads; a forum without any is left out."""
    rows = session.execute(
        select(ForumResult.forum_id, func.count())
        .join(Contribution, Contribution.id == ForumResult.contribution_id)
        .where(ForumResult.forum_id.in_(list(forum_ids)), Contribution.status == Status.PUBLISHED)
        .group_by(ForumResult.forum_id)
    )
    return {forum: count for forum, count in rows}  # noqa: C416 - rows are not pairs to the checker


# --- what is to be forgotten


def parts_to_forget(session: Session, now: datetime) -> list[ForumPart]:
    """Parts of which nobody needs to know who led them any more."""
    named = or_(ForumPart.lead != "", ForumPart.key_hash.is_not(None))
    wanted = select(ForumPart).where(named, ForumPart.ends_at <= now - KEPT_AFTER)
    return list(session.scalars(wanted.order_by(ForumPart.id)))


def guests_to_forget(session: Session, now: datetime) -> list[PodiumGuest]:
    """People on podiums of sessions that ended long ago, or that were planned and never came to an end."""
    return list(
        session.scalars(
            select(PodiumGuest)
            .join(RunStep, RunStep.id == PodiumGuest.step_id)
            .join(LiveSession, LiveSession.id == RunStep.session_id)
            .where(
                RunStep.kind == StepKind.PODIUM,
                or_(
                    and_(LiveSession.state == SessionState.ENDED, LiveSession.ended_at <= now - KEPT_AFTER),
                    and_(LiveSession.state != SessionState.ENDED, PodiumGuest.named_at <= now - NEVER_HELD),
                ),
            )
            .order_by(PodiumGuest.id)
        )
    )
