"""Residents who hear what became of their words, and how the page tells it."""

import re
from dataclasses import dataclass
from html import unescape

from sqlalchemy import select

from participation.contributions.models import Contribution
from participation.foundation import database
from participation.foundation.permissions import Actor, Role
from participation.moderation import service as moderation
from participation.moderation.models import Case
from participation.moderation.rules import Reason
from participation.notifications.models import Notification
from participation.people.models import DeviceKey
from participation.people.rules import key_hash
from participation.people.web import COOKIE
from tests.conftest import SAME_ORIGIN, Resident
from tests.moderation.hall import colleague

ITEM = re.compile(r'<li><div class="stack-2"><p><a href="([^"]*)">(.*?)</a></p>', re.DOTALL)
MARK = re.compile(r'name="notice" value="([^"]*)">I have read this')


@dataclass(frozen=True)
class New:
    """What "New for you" shows: sentence and address of each line, and the marks of its buttons."""

    sentences: list[str]
    addresses: list[str]
    marks: list[str]


def new_for(somebody: Resident, lang: str = "en") -> New:
    page = somebody.reads(f"/mine?lang={lang}")
    part = page.partition('id="news"')[2].partition("</section>")[0]
    items = ITEM.findall(part)
    return New(
        [unescape(re.sub(r"<[^>]*>", "", sentence)) for _, sentence in items],
        [unescape(address) for address, _ in items],
        MARK.findall(part),
    )


def reads_it(somebody: Resident, *marks: str) -> int:
    """Press "I have read this"."""
    return somebody.client.post("/mine/news", data={"notice": list(marks)}, headers=SAME_ORIGIN).status_code


def comments(somebody: Resident, root: str, text: str, **form: str) -> str:
    """Say something under an idea; the public id of the comment."""
    answer = somebody.client.post(f"/talk/{root}?lang=de", data={"text": text, **form}, headers=SAME_ORIGIN)
    assert answer.status_code == 303, answer.text
    with database.reading() as session:
        return session.scalars(select(Contribution.public_id).order_by(Contribution.id.desc()).limit(1)).one()


def follows(somebody: Resident, public_id: str, wants: str = "yes") -> int:
    return somebody.client.post(f"/follow/{public_id}", data={"follow": wants}, headers=SAME_ORIGIN).status_code


def person_of(somebody: Resident) -> int:
    cookie = somebody.client.get_cookie(COOKIE, domain="localhost")
    assert cookie
    with database.reading() as session:
        return session.scalars(select(DeviceKey.person_id).filter_by(token_hash=key_hash(cookie.value))).one()


def id_of(public_id: str) -> int:
    with database.reading() as session:
        return session.scalars(select(Contribution.id).filter_by(public_id=public_id)).one()


def decided(public_id: str, by: Actor | None = None, *, publish: bool) -> None:
    """A moderator makes it public, or hides it."""
    by = by or colleague("Eva Entscheidet", Role.MODERATOR)
    with database.transaction() as tx:
        about = select(Contribution.id).where(Contribution.public_id == public_id).scalar_subquery()
        case = tx.session.scalars(select(Case).where(Case.contribution_id == about)).one()
        if publish:
            moderation.publish(tx, case, by=by, seen=case.revision)
        else:
            moderation.reject(tx, case, reason=Reason.OFF_TOPIC, note="", by=by, seen=case.revision)


def told_rows() -> list[Notification]:
    with database.reading() as session:
        return list(session.scalars(select(Notification).order_by(Notification.id)))


def told_to(somebody: Resident) -> list[tuple[str, int, int]]:
    """(kind, tie, count) of everything somebody was told."""
    person = person_of(somebody)
    return [(one.kind, one.tie, one.count) for one in told_rows() if one.person_id == person]
