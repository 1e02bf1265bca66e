"""Versions, glossary and the machine's work go down to the older tables and up again; every original stays."""

from contextlib import closing

from sqlalchemy import func, select

from participation.app import connect
from participation.contributions.models import Contribution
from participation.foundation import clock, migrations
from participation.foundation.database import Database, Transaction
from participation.foundation.jobs import Job, enqueue
from participation.foundation.permissions import Actor, Role
from participation.languages import glossary, machine, service
from participation.languages.models import GlossaryTerm, MachineChoice, MachineTask, Translation
from participation.languages.service import Rendering
from participation.languages.vouching import Seen
from participation.process.models import Process

BEFORE = "0014"
TABLES = (Translation, GlossaryTerm, MachineChoice, MachineTask)


def settle_in(tx: Transaction) -> None:
    iris = Actor(1, None, frozenset({Role.INTERPRETER}))
    said = tx.session.scalars(select(Contribution).where(Contribution.language == "tr").limit(1)).one()
    first = service.approve(tx, said, "de", Rendering("Erst so."), by=iris, seen=Seen(1))
    service.approve(tx, said, "de", Rendering("Dann so."), by=iris, seen=Seen(1, approved=first.id))
    service.keep_draft(tx, said, "en", Rendering("Like this."), by=iris, seen=Seen(1))
    process = tx.session.scalars(select(Process)).one()
    glossary.add_term(tx, process, {"de": "Leitziel", "tr": "ana hedef"}, "", by=iris)
    tx.session.add(MachineChoice(municipality_id=1, on=True))
    tx.session.add(MachineTask(municipality_id=1, contribution_id=said.id, language="ar", due_at=clock.now()))
    enqueue(tx, machine.TRANSLATE)


def test_versions_go_down_and_up_again(lived_in: str) -> None:
    house = Database(lived_in)
    connect(house)
    with closing(house):
        with house.transaction() as tx:
            settle_in(tx)
        with house.reading() as session:
            ideas = session.scalar(select(func.count(Contribution.id)))
            counts = [session.scalar(select(func.count()).select_from(one)) for one in TABLES]
    assert [count > 0 for count in counts if count is not None] == [True] * 4

    migrations.downgrade(lived_in, BEFORE)
    assert {one.__tablename__ for one in TABLES} & set(migrations.tables_left(lived_in)) == set()
    migrations.upgrade(lived_in)

    assert migrations.differences(lived_in) == []
    with closing(Database(lived_in)) as house, house.reading() as session:
        assert session.scalar(select(func.count(Contribution.id))) == ideas
        assert session.scalars(select(Translation)).all() == []
        assert session.scalars(select(Job).where(Job.kind == machine.TRANSLATE)).all() == []
