"""What is new for somebody, as lines with the place they lead to: for “My contributions” and for mails."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.contributions.homes import address_of
from participation.contributions.models import Contribution
from participation.contributions.rules import Kind as Said
from participation.contributions.rules import Status, short_name
from participation.echo import queries
from participation.echo.queries import Replies, Told
from participation.echo.wording import sentence
from participation.foundation.locales import Words
from participation.notifications.rules import Kind, Tie
from participation.notifications.sources import Line
from participation.process.models import Format
from participation.threads.web import comment_address


@dataclass(frozen=True, slots=True)
class NewLine:
    """Something new. mark: by which it is said to be read, as it was shown; name: what it is about, while public.

    kind, about: what it is, of which contribution; since: when the first of it came.
    """

    mark: str
    kind: Kind
    about: int
    since: datetime
    sentence: str
    address: str
    name: Words | None
    at: datetime


def new_for(
    session: Session, person_id: int | None, municipality_id: int, *, since: datetime | None = None
) -> list[NewLine]:
    """The newest first, in the language of the request. Three statements at most, however much there is."""
    if person_id is None:
        return []
    found = queries.told(session, person_id, municipality_id, since=since)
    said = queries.replies_to(session, [one.notification for one in found])
    homes = collections_of(session, [one.contribution for one in found if one.contribution.kind == Said.IDEA])
    return [line(session, one, said.get(one.notification.id), homes, person_id) for one in found]


def new_answers(lines: Sequence[NewLine]) -> dict[int, datetime]:
    """Contribution id -> since when there is something new in its official answers."""
    return {one.about: one.since for one in lines if one.kind is Kind.ANSWER}


def collections_of(session: Session, ideas: Sequence[Contribution]) -> dict[int, Format]:
    """Those a page has read already are not asked for again."""
    wanted = {one.format_id for one in ideas}
    known = {one.id: one for one in session.identity_map.values() if isinstance(one, Format) and one.id in wanted}
    missing = wanted - set(known)
    if not missing:
        return known
    return known | {one.id: one for one in session.scalars(select(Format).where(Format.id.in_(missing))).unique()}


def line(session: Session, one: Told, said: Replies | None, homes: dict[int, Format], person_id: int) -> NewLine:
    told, about = one.notification, one.contribution
    kind, tie = Kind(told.kind), Tie(told.tie)
    words = Words(short_name(about.title, about.text), about.language)
    # who is told as its author is a member: what was told to somebody who left is forgotten
    own = about.author_id == person_id or (about.organisation_id is not None and tie is Tie.AUTHOR)
    named = about.status == Status.PUBLISHED or own
    return NewLine(
        mark=f"{told.id}:{told.count}",
        kind=kind,
        about=about.id,
        since=told.first_at,
        sentence=sentence(
            kind, tie, told.detail, comment=about.kind == Said.COMMENT, count=said.count if said else told.count
        ),
        address=place_of(session, one, said, homes),
        name=words if named else None,
        at=told.at,
    )


def place_of(session: Session, one: Told, said: Replies | None, homes: dict[int, Format]) -> str:
    """The very place: the first new comment, the answer, the way, or one's own page."""
    kind, about = one.notification.kind, one.contribution
    if kind == Kind.REPORT:
        return url_for("mine.page", _anchor="reports")
    if said is not None:
        return comment_address(said.root, said.first)
    own = kind in queries.TO_ITS_AUTHOR or (kind == Kind.LINEAGE and one.notification.tie == Tie.AUTHOR)
    if own or about.format_id not in homes:
        return url_for("mine.page", _anchor=f"m-{about.public_id}")
    home = address_of(session, about, homes[about.format_id])
    anchor = {Kind.ANSWER: "#answers", Kind.STAGE: "#way"}.get(Kind(kind), "")
    return home + anchor


def lines_of(session: Session, person_id: int, municipality_id: int, since: datetime) -> list[Line]:
    """The same for a mail."""
    found = new_for(session, person_id, municipality_id, since=since)
    return [Line(one.sentence, one.address) for one in found]
