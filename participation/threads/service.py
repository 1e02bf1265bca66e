from dataclasses import dataclass

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from participation.contributions import service as contributions
from participation.contributions.lineage import require_own
from participation.contributions.models import Contribution
from participation.contributions.news import ContributionPublished, ContributionWithdrawn, WordsChanged
from participation.contributions.queries import sent_before
from participation.contributions.rules import Kind, Status, sent_once
from participation.contributions.service import Said
from participation.contributions.voices import OWN_VOICE, Speaking, Voice, keep_voice, speaking
from participation.foundation.database import Transaction
from participation.foundation.messages import ChangedMeanwhile, NotFound
from participation.foundation.permissions import Actor, Permission, Role, require
from participation.foundation.text import plain
from participation.languages.hearing import hear
from participation.moderation.limits import look_at_pace, require_pace, waits_for_a_person
from participation.process.models import Format
from participation.process.rules import Moderation
from participation.threads import queries
from participation.threads.models import CommentPlace
from participation.threads.news import ReplyPublished, ThreadChanged
from participation.threads.rules import (
    AnsweredGone,
    OwnComment,
    Stance,
    TalkIsOver,
    quoted_words,
    spot_at,
    spot_under,
)


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody sends under a contribution.

    answers: public id of a comment, "" for the contribution itself. once: the mark of the form it came by.
    voice: for whom they speak.
    """

    typed: str
    language: str = ""
    stance: Stance = Stance.NEUTRAL
    answers: str = ""
    quote: str = ""
    speaks_as: Role | None = None
    once: str = ""
    voice: Voice = OWN_VOICE


def write_comment(
    tx: Transaction, root: Contribution, collection: Format, remark: Remark, *, page_language: str, by: Actor
) -> Contribution:
    """Take a comment; it waits for a moderator, or is public at once where the phase reads afterwards.

    The same form sent twice keeps one comment. Raises CommentsClosed, NotFound (the contribution is not public),
    StandsElsewhere, TakenBack, AnsweredGone, NotTheirWords, NothingSaid, TooLong, TooFast,
    NotForThem, Ended, NoConsent.
    """
    require(by, Permission.COMMENT, collection)
    if root.status == Status.WITHDRAWN:
        raise TalkIsOver
    if root.status != Status.PUBLISHED:
        raise NotFound
    speaks = speaking(tx, remark.voice, by=by)
    require_pace(tx, by, collection)
    # voices are numbered: two who begin at the same moment must not become one
    tx.session.refresh(root, with_for_update=True)
    require_own(tx.session, root)
    if root.format_id != collection.id:  # it was moved while this was on its way
        raise ChangedMeanwhile
    words = plain(remark.typed)
    key = sent_once(remark.once, words)
    known = sent_before(tx.session, collection.id, key) if key else None
    if known:
        return known
    answered = queries.public_comment(tx.session, root.id, remark.answers) if remark.answers else None
    if remark.answers and answered is None:
        raise AnsweredGone
    source = answered.comment if answered else root
    quote = quoted_words(remark.quote, f"{source.title} {source.text}") if remark.quote.strip() else ""
    heard = hear(words, remark.language, page_language)
    said = Said(
        text=words,
        language=heard.language,
        language_by=heard.by,
        source_key=key,
        kind=Kind.COMMENT,
        organisation_id=speaks.organisation_id,
        told_by=speaks.told_by,
    )
    first_read = collection.allowed.moderation is Moderation.PRE or waits_for_a_person(tx, by, collection)
    status = Status.WAITING if first_read else Status.PUBLISHED
    comment = contributions.receive(
        tx, said, into=collection, author_id=speaks.author_id, status=status, needs_look=True, sure=heard.sure
    )
    keep_voice(tx, comment, by=by)
    spot = spot_under(spot_at(answered.place.path) if answered else None, comment.id)
    parent = spot.parent
    tx.session.add(
        CommentPlace(
            comment_id=comment.id,
            municipality_id=root.municipality_id,
            root_id=root.id,
            top_id=spot.ids[0],
            parent_id=parent,
            answers_id=answered.comment.id if answered and answered.comment.id != parent else None,
            depth=spot.depth,
            path=spot.path,
            stance=remark.stance,
            voice=voice_of(tx, root.id, speaks.author_id),
            speaks_as=remark.speaks_as if shows_role(remark, speaks, by.roles_at(collection)) else None,
            quoted_id=source.id if quote else None,
            quote=quote,
        )
    )
    tx.session.flush()
    if status is Status.PUBLISHED:
        tx.record(ReplyPublished(comment.id))
        tx.announce(ThreadChanged(root.public_id))
    return comment


def shows_role(remark: Remark, speaks: Speaking, held: frozenset[Role]) -> bool:
    """Whoever speaks for an organisation shows no role besides."""
    return remark.speaks_as in held and speaks.organisation_id is None


def look_at_comment(session: Session, collection: Format, *, typed: str, by: Actor) -> None:
    """Refuse what would be refused anyway before the one writer's lock is taken. Raises as `write_comment` does."""
    require(by, Permission.COMMENT, collection)
    plain(typed)
    look_at_pace(session, by, collection)


def voice_of(tx: Transaction, root_id: int, author_id: int | None) -> int:
    """The number by which an author is known under this root: the one they have, or the next."""
    voices = (
        select(CommentPlace.voice)
        .join(Contribution, Contribution.id == CommentPlace.comment_id)
        .where(CommentPlace.root_id == root_id)
    )
    if author_id is not None:
        own = tx.session.scalar(voices.where(Contribution.author_id == author_id).limit(1))
        if own is not None:
            return own
    return (tx.session.scalar(select(func.max(CommentPlace.voice)).where(CommentPlace.root_id == root_id)) or 0) + 1


def mark_helpful(
    tx: Transaction, root: Contribution, public_id: str, collection: Format, *, wants: bool, by: Actor
) -> int:
    """Say that a comment helps, or take that back; asking twice changes nothing. Returns how many say so.

    Raises CommentsClosed, NotFound, OwnComment.
    """
    require(by, Permission.COMMENT, collection)
    found = queries.public_comment(tx.session, root.id, public_id)
    if root.status != Status.PUBLISHED or found is None or by.person_id is None:
        raise NotFound
    if by.is_author(found.comment.author_id):
        raise OwnComment
    act = contributions.add_support if wants else contributions.remove_support
    act(tx, found.comment, by.person_id)
    tx.session.flush()
    return found.comment.support_count


def hear_of_new_words(tx: Transaction, news: WordsChanged) -> None:
    """A comment says something else; what others quoted of it stays as they quoted it."""
    if news.kind is Kind.COMMENT:
        announce_thread(tx, news.contribution_id)


def hear_of_withdrawal(tx: Transaction, news: ContributionWithdrawn) -> None:
    """Its words go from the quotes in other comments as well; that they referred to it stays."""
    tx.session.execute(
        update(CommentPlace)
        .where(CommentPlace.quoted_id == news.contribution_id)
        .values(quote="")
        .execution_options(synchronize_session="fetch")
    )
    if news.kind is Kind.COMMENT:
        announce_thread(tx, news.contribution_id)


def announce_thread(tx: Transaction, comment_id: int) -> None:
    root = queries.root_of(tx.session, comment_id)
    if root is not None:
        tx.announce(ThreadChanged(root.public_id))


def hear_of_publication(tx: Transaction, news: ContributionPublished) -> None:
    """A comment that waited is read by everybody from now on: whoever looks at the thread hears of it."""
    if news.kind is not Kind.COMMENT:
        return
    root = queries.root_of(tx.session, news.contribution_id)
    if root is None:  # while a comment is written its place comes a moment later, and says so itself
        return
    if not news.again:
        tx.record(ReplyPublished(news.contribution_id))
    tx.announce(ThreadChanged(root.public_id))
