"""Organisations go down to the older tables, and nothing that was said for one is lost."""

from contextlib import closing

from sqlalchemy import select, text

from participation.app import connect
from participation.contributions.models import Contribution, SpokenFor
from participation.demo import service as demo
from participation.foundation import migrations
from participation.foundation.database import Database
from participation.organisations.models import Organisation
from participation.people.models import Membership, Person

BEFORE = "0017"


def test_what_was_said_for_an_organisation_belongs_to_whoever_wrote_it_in_the_older_house(url: str) -> None:
    migrations.upgrade(url)
    house = Database(url)
    connect(house)
    with closing(house):
        with house.transaction() as tx:
            demo.build_musterstadt(tx)
        with house.reading() as session:
            said = {
                one.id: (one.text, session.get_one(SpokenFor, one.id).written_by_id)
                for one in session.scalars(select(Contribution).where(Contribution.organisation_id.is_not(None)))
            }
            assert len(said) >= 2
            people = session.scalars(select(Person.id).where(Person.kind != "collective").order_by(Person.id)).all()

    migrations.downgrade(url, BEFORE)
    gone = {"organisation", "organisation_member", "organisation_invitation", "spoken_for"}
    assert gone & set(migrations.tables_left(url)) == set()
    with closing(Database(url)) as older, older.reading() as session:
        rows = session.execute(text("SELECT id, text, author_id FROM contribution")).all()
        kept = {one: (words, author) for one, words, author in rows if one in said}
        assert kept == said
        assert session.scalars(text("SELECT id FROM person ORDER BY id")).all() == people
        lost = "SELECT count(*) FROM contribution_revision WHERE by_id NOT IN (SELECT id FROM person)"
        assert session.scalar(text(lost)) == 0
    migrations.upgrade(url)

    assert migrations.differences(url) == []
    with closing(Database(url)) as house, house.reading() as session:
        assert session.scalars(select(Organisation)).all() == []
        nameless = select(Membership).join(Person, Person.id == Membership.person_id).where(Person.name == "")
        assert session.scalars(nameless.where(Membership.role == "organisation")).all() == []
