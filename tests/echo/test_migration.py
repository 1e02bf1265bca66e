"""News, what people follow and residents' wish for mail go down to the older tables; marks at answers come along."""

from contextlib import closing
from datetime import timedelta

from sqlalchemy import select, text

from participation.answers.models import AnswerTo
from participation.app import connect
from participation.contributions import following
from participation.contributions.models import Contribution, Follow
from participation.foundation import clock, migrations
from participation.foundation.database import Database, Transaction
from participation.foundation.permissions import Actor
from participation.notifications.models import DigestChoice, Notification
from participation.notifications.rules import About, Kind
from participation.process.models import Format

BEFORE = "0016"


def settle_in(tx: Transaction) -> tuple[int, int]:
    """Of the demo's two answered ideas one author has read; somebody follows, somebody wants mail."""
    session = tx.session
    first, second = (
        session.get_one(Contribution, one) for one in session.scalars(select(AnswerTo.contribution_id)).all()
    )
    read = select(Notification).filter_by(contribution_id=second.id, kind=str(Kind.ANSWER))
    for one in session.scalars(read):
        one.seen_at = clock.now()
    public = session.scalars(select(Contribution).filter_by(status="published", kind="idea")).all()
    other = next(one for one in public if one.author_id != first.author_id)
    following.follow(tx, other, session.get_one(Format, other.format_id), by=Actor(1, first.author_id))
    for about in About:
        choice = DigestChoice(municipality_id=1, person_id=first.author_id, about=about, address="a@example.org")
        choice.address_until = clock.now() + timedelta(days=1)
        session.add(choice)
    return first.id, second.id


def test_news_go_down_and_marks_at_answers_come_up_again(lived_in: str) -> None:
    house = Database(lived_in)
    connect(house)
    with closing(house), house.transaction() as tx:
        unread, read = settle_in(tx)
        assert tx.session.scalars(select(Notification).filter_by(kind=str(Kind.REPLY))).first() is not None

    migrations.downgrade(lived_in, BEFORE)
    assert {"notification", "follow"} & set(migrations.tables_left(lived_in)) == set()
    with closing(Database(lived_in)) as older, older.reading() as session:
        marks = session.execute(text("SELECT contribution_id, seen_at IS NOT NULL FROM answer_to"))
        assert {about: bool(seen) for about, seen in marks} == {unread: False, read: True}
        assert session.scalar(text("SELECT COUNT(*) FROM digest_choice")) == 1
    migrations.upgrade(lived_in)

    assert migrations.differences(lived_in) == []
    with closing(Database(lived_in)) as house, house.reading() as session:
        author = session.get_one(Contribution, unread).author_id
        kept = [
            (one.person_id, one.contribution_id, one.kind, one.tie, one.count, one.detail, one.seen_at)
            for one in session.scalars(select(Notification))
        ]
        assert kept == [(author, unread, "answer", 1, 1, {"changed": False}, None)]
        assert session.scalars(select(Follow)).all() == []
        assert [one.about for one in session.scalars(select(DigestChoice))] == ["desk"]
