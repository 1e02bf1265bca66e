"""Stages and answers go down to the older tables and up again; the ideas stay."""

from contextlib import closing

from sqlalchemy import func, select

from participation.answers.models import AnswerTo, AnswerVersion, OfficialAnswer, StageEntry
from participation.answers.rules import Wording
from participation.answers.service import change_answer, undo_stage
from participation.app import connect
from participation.contributions.models import Contribution
from participation.foundation import migrations
from participation.foundation.database import Database, Transaction
from participation.foundation.permissions import Actor, Role

BEFORE = "0013"
TABLES = {"stage_entry", "official_answer", "answer_to", "answer_version"}


def settle_in(tx: Transaction) -> None:
    """The demo's stages and its answer, one taken back, one changed."""
    office = Actor(1, None, frozenset({Role.ADMINISTRATION}))
    undo_stage(tx, tx.session.scalars(select(StageEntry).limit(1)).one(), by=office)
    answer = tx.session.scalars(select(OfficialAnswer)).one()
    change_answer(tx, answer, Wording("de", {"de": "Anders."}, "Amt"), publish=False, by=office, seen=0)


def test_stages_and_answers_go_down_and_up_again(lived_in: str) -> None:
    house = Database(lived_in)
    connect(house)
    with closing(house):
        with house.transaction() as tx:
            settle_in(tx)
        with house.reading() as session:
            counts = [
                session.scalar(select(func.count()).select_from(one))
                for one in (StageEntry, OfficialAnswer, AnswerTo, AnswerVersion)
            ]
            ideas = session.scalar(select(func.count(Contribution.id)))
    assert counts == [5, 1, 2, 1]

    migrations.downgrade(lived_in, BEFORE)
    assert TABLES & set(migrations.tables_left(lived_in)) == set()
    migrations.upgrade(lived_in)

    assert migrations.differences(lived_in) == []
    with closing(Database(lived_in)) as house, house.reading() as session:
        assert session.scalar(select(func.count(Contribution.id))) == ideas
        assert session.scalars(select(OfficialAnswer)).all() == []
