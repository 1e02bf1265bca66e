"""Steps go down to the older tables and up again: every text stands on its own there, and counts its own support."""

from contextlib import closing

from sqlalchemy import select, text

from participation.app import connect
from participation.contributions.models import Contribution, LineageStep, Support
from participation.contributions.rules import Source, Standing, Status
from participation.contributions.service import add_support
from participation.foundation import migrations
from participation.foundation.database import Database, Transaction
from participation.foundation.permissions import Actor, Role
from participation.ideas.service import Written, submit_idea
from participation.lineage import service
from participation.lineage.objections import object_to
from participation.lineage.service import OwnText
from participation.moderation.models import CaseCause
from participation.people import service as people
from tests.conftest import build_collection

BEFORE = "0011"


def settle_in(tx: Transaction) -> None:
    """Two ideas put together, one more joined to the new text; one author objected."""
    home = build_collection(tx)
    host = Actor(
        home.municipality_id,
        people.open_account(tx, home.municipality_id, "Max", [Role.MODERATOR]).id,
        frozenset({Role.MODERATOR}),
    )
    guests = [
        Actor(home.municipality_id, people.welcome_guest(tx, home.municipality_id, b"only for tests")[0].id)
        for _ in range(3)
    ]
    ideas = []
    for number, by in enumerate(guests):
        idea = submit_idea(tx, home, Written(f"Idee Nummer {number}", "de", "de"), by=by)
        idea.status, idea.published_at = Status.PUBLISHED, idea.created_at
        add_support(tx, idea, by.person_id or 0)
        ideas.append(idea)
    new = service.merge(tx, ideas[:2], OwnText("Beides zusammen", "de"), by=host)
    service.link_as_duplicate(tx, ideas[2], of=new, by=host)
    object_to(tx, ideas[2], "So war das nicht gemeint.", by=guests[2])


def test_where_ideas_stand_goes_down_and_up_again(newest: str) -> None:
    house = Database(newest)
    connect(house)
    with closing(house):
        with house.transaction() as tx:
            settle_in(tx)
        with house.reading() as session:
            told = [(one.standing, one.support_count) for one in session.scalars(select(Contribution))]
            assert sorted(told) == [(Standing.JOINED, 1)] * 3 + [(Standing.OWN, 3)]

    migrations.downgrade(newest, BEFORE)
    assert {"lineage_step", "lineage_link"} & set(migrations.tables_left(newest)) == set()
    with closing(Database(newest)) as house, house.reading() as session:
        sources = set(session.execute(text("SELECT source FROM contribution")).scalars())
        assert Source.MODERATORS not in sources
    migrations.upgrade(newest)

    assert migrations.differences(newest) == []
    with closing(Database(newest)) as house, house.reading() as session:
        told = [(one.standing, one.support_count) for one in session.scalars(select(Contribution))]
        assert sorted(told) == [(Standing.OWN, 0)] + [(Standing.OWN, 1)] * 3
        assert session.scalars(select(LineageStep)).all() == []
        assert len(session.scalars(select(Support)).all()) == 3
        said = {one.kind: one.detail for one in session.scalars(select(CaseCause))}
        assert said["reported"] == "So war das nicht gemeint."
