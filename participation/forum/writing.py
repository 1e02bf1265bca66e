"""What parts found out: written with a link or at the desk, let through by a person."""

from collections.abc import Sequence

from sqlalchemy import select

from participation.contributions import service as contributions
from participation.contributions.queries import sent_before
from participation.contributions.rules import Kind, Source, Status, sent_once
from participation.contributions.service import Said
from participation.forum import queries
from participation.forum.models import Forum, ForumPart, ForumResult
from participation.forum.planning import hold, looks_different
from participation.forum.rules import LONGEST_RESULT, MOST_RESULTS, TooManyResults
from participation.foundation.audit import Act, enter
from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor, Permission, may, require
from participation.foundation.text import one_line
from participation.languages.hearing import Written, hear
from participation.moderation.letting import cases_about, let_through
from participation.moderation.limits import require_pace
from participation.process.models import Format


def write_result(tx: Transaction, forum: Forum, part: ForumPart, written: Written, *, by: Actor) -> ForumResult:
    """Whoever has the link writes; a person reads it first. The same form sent twice is one result.

    Raises NothingSaid, TooLong, TooManyResults, TooFast.
    """
    hold(tx, forum)
    return keep(tx, forum, part, written, Source.SESSION, author_id=by.person_id, by=by)


def enter_result(tx: Transaction, forum: Forum, part: ForumPart, written: Written, *, by: Actor) -> ForumResult:
    """Somebody writes down what was found out. Whoever moderates lets it through with that.

    Raises NotAllowed, NothingSaid, TooLong, TooManyResults.
    """
    require(by, Permission.WRITE_FOR_OTHERS, forum)
    hold(tx, forum)
    result = keep(tx, forum, part, written, Source.PAPER, author_id=None, by=by)
    enter(tx, Act(by.entry, "forum.result", f"contribution:{result.contribution_id}"), town=forum.municipality_id)
    if may(by, Permission.MODERATE, forum):
        [case] = cases_about(tx.session, [result.contribution_id]).values()
        release(tx, forum, [(result.id, case.revision)], by=by)
    return result


def keep(
    tx: Transaction,
    forum: Forum,
    part: ForumPart,
    written: Written,
    source: Source,
    *,
    author_id: int | None,
    by: Actor,
) -> ForumResult:
    words = one_line(written.text, LONGEST_RESULT)
    into = tx.session.get_one(Format, forum.format_id)
    key = sent_once(written.once, f"{part.id} {words}")
    known = sent_before(tx.session, into.id, key) if key else None
    if known is not None:
        return tx.session.scalars(select(ForumResult).where(ForumResult.contribution_id == known.id)).one()
    if queries.count_results(tx.session, part) >= MOST_RESULTS:
        raise TooManyResults(limit=MOST_RESULTS)
    if author_id is not None:
        require_pace(tx, by, into)
    heard = hear(words, written.language, written.page_language)
    said = Said(words, heard.language, heard.by, source=source, source_key=key, kind=Kind.RESULT)
    kept = contributions.receive(tx, said, into=into, author_id=author_id, status=Status.WAITING)
    forum.results += 1
    result = ForumResult(
        municipality_id=forum.municipality_id,
        forum_id=forum.id,
        part_id=part.id,
        contribution_id=kept.id,
        number=forum.results,
    )
    tx.session.add(result)
    looks_different(tx, forum, desk=True)
    return result


def release(tx: Transaction, forum: Forum, picked: Sequence[tuple[int, int]], *, by: Actor) -> None:
    """Let everybody read results. picked: (result, revision of its case as somebody saw it). Raises NotAllowed."""
    require(by, Permission.MODERATE, forum)
    found = queries.results_among(tx.session, forum, [one for one, _ in picked])
    seen = {found[one].contribution_id: revision for one, revision in picked if one in found}
    let_through(tx, seen, by=by)
