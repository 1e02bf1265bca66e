"""Organisations go down to the older tables, and nothing that was said for one is lost."""

from contextlib import closing

from sqlalchemy import select, text

from participation.app import connect
from participation.contributions.models import Contribution, SpokenFor
from participation.foundation import migrations
from participation.foundation.database import Database
from participation.organisations.models import Organisation
from participation.people.models import Membership, Person

BEFORE = "0017"


def test_what_was_said_for_an_organisation_belongs_to_whoever_wrote_it_in_the_older_house(lived_in: str) -> None:
    house = Database(lived_in)
    connect(house)
    with closing(house), house.reading() as session:
        said = {
            one.id: (one.text, session.get_one(SpokenFor, one.id).written_by_id)
            for one in session.scalars(select(Contribution).where(Contribution.organisation_id.is_not(None)))
        }
        assert len(said) >= 2
        people = session.scalars(select(Person.id).where(Person.kind != "collective").order_by(Person.id)).all()

    migrations.downgrade(lived_in, BEFORE)
    gone = {"organisation", "organisation_member", "organisation_invitation", "spoken_for"}
    assert gone & set(migrations.tables_left(lived_in)) == set()
    with closing(Database(lived_in)) as older, older.reading() as session:
        rows = session.execute(text("SELECT id, text, author_id FROM contribution")).all()
        kept = {one: (words, author) for one, words, author in rows if one in said}
        assert kept == said
        assert session.scalars(text("SELECT id FROM person ORDER BY id")).all() == people
        lost = "SELECT count(*) FROM contribution_revision WHERE by_id NOT IN (SELECT id FROM person)"
        assert session.scalar(text(lost)) == 0
    migrations.upgrade(lived_in)

    assert migrations.differences(lived_in) == []
    with closing(Database(lived_in)) as house, house.reading() as session:
        assert session.scalars(select(Organisation)).all() == []
        nameless = select(Membership).join(Person, Person.id == Membership.person_id).where(Person.name == "")
        assert session.scalars(nameless.where(Membership.role == "organisation")).all() == []
