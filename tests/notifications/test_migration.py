"""Mails on their way and choices go down with their tables and come up empty; everything else stays."""

from contextlib import closing
from datetime import UTC, datetime

from sqlalchemy import select

from participation.app import connect
from participation.foundation import mail, migrations
from participation.foundation.database import Database
from participation.foundation.letters import Letter
from participation.foundation.mail import OutgoingMail
from participation.foundation.municipality import found_municipality
from participation.foundation.permissions import Role
from participation.notifications.models import DigestChoice
from participation.people import service as people
from participation.people.models import Person


def settle_in(url: str) -> None:
    house = Database(url)
    connect(house)
    with closing(house), house.transaction() as tx:
        town = found_municipality(tx, slug="musterstadt", name="Musterstadt")
        max_ = people.open_account(tx, town.id, "Max Beispiel", [Role.MODERATOR])
        letter = Letter("Drei warten", "Text", "de")
        mail.write(tx, letter, to="max@example.org", kind="x", municipality_id=town.id, person_id=max_.id, sender="")
        now = datetime(2026, 11, 25, tzinfo=UTC)
        tx.session.add(DigestChoice(municipality_id=town.id, person_id=max_.id, address="m@example.org", read_at=now))


def test_mails_and_choices_go_down_and_the_tables_come_up_again(newest: str) -> None:
    settle_in(newest)

    migrations.downgrade(newest, "0009")
    assert {"outgoing_mail", "digest_choice"} & set(migrations.tables_left(newest)) == set()
    migrations.upgrade(newest)

    assert migrations.differences(newest) == []
    with closing(Database(newest)) as house, house.reading() as session:
        assert session.scalars(select(OutgoingMail)).all() == []
        assert session.scalars(select(DigestChoice)).all() == []
        assert [one.name for one in session.scalars(select(Person))] == ["Max Beispiel"]
