"""Questions and counters go down to the older tables and up again; the ideas stay."""

from contextlib import closing

from sqlalchemy import func, select

from participation.app import connect
from participation.contributions.models import Contribution
from participation.foundation import migrations
from participation.foundation.database import Database, Transaction
from participation.process.models import Process
from participation.reach import service, setting
from participation.reach.models import ReachAsked, ReachCount, ReachQuestion, ReachSurvey
from tests.conftest import build_collection
from tests.reach.asking import OFFICE, somebody

BEFORE = "0017"
TABLES = {"reach_survey", "reach_question", "reach_count", "reach_asked"}


def settle_in(tx: Transaction) -> None:
    build_collection(tx)
    process = tx.session.get_one(Process, 1)
    survey = setting.set_up(tx, process, by=OFFICE)
    setting.switch(tx, survey, asks=True, asked=["age"], by=OFFICE, seen=survey.revision)
    service.take_sheet(tx, process, {"age": ["a65"]}, by=somebody(tx, 1))


def test_questions_and_counters_go_down_and_up_again(newest: str) -> None:
    house = Database(newest)
    connect(house)
    with closing(house):
        with house.transaction() as tx:
            settle_in(tx)
        with house.reading() as session:
            tables = (ReachSurvey, ReachQuestion, ReachAsked)
            assert [session.scalar(select(func.count()).select_from(one)) for one in tables] == [1, 8, 1]
            assert session.scalar(select(func.sum(ReachCount.waiting))) == 2

    migrations.downgrade(newest, BEFORE)
    assert TABLES & set(migrations.tables_left(newest)) == set()
    migrations.upgrade(newest)

    assert migrations.differences(newest) == []
    with closing(Database(newest)) as house, house.reading() as session:
        assert session.scalar(select(func.count(Contribution.id))) == 1
        assert session.scalars(select(ReachSurvey)).all() == []
