"""Accounts go down with their tables and become guests; what people said stays."""

from contextlib import closing

from sqlalchemy import select

from participation.accounts.models import MailAddress, Password
from participation.accounts.service import keep_address
from participation.app import connect
from participation.foundation import clock, migrations
from participation.foundation.database import Database
from participation.foundation.municipality import found_municipality
from participation.foundation.permissions import Role
from participation.people import service as people
from participation.people.models import Person

TABLES = {"account_address", "account_password", "account_identity", "account_link", "account_tries"}


def settle_in(url: str) -> None:
    house = Database(url)
    connect(house)
    with closing(house), house.transaction() as tx:
        town = found_municipality(tx, slug="musterstadt", name="Musterstadt")
        people.open_account(tx, town.id, "Max Beispiel", [Role.MODERATOR])
        amina = people.new_account(tx, town.id, "")
        keep_address(tx, amina.id, town.id, "amina@example.org", "amina@example.org")
        password = Password(person_id=amina.id, municipality_id=town.id, hash="x", changed_at=clock.now())
        tx.session.add(password)


def test_accounts_go_down_to_guests_and_the_tables_come_up_again(newest: str) -> None:
    settle_in(newest)

    migrations.downgrade(newest, "0015")
    assert TABLES & set(migrations.tables_left(newest)) == set()
    migrations.upgrade(newest)

    assert migrations.differences(newest) == []
    with closing(Database(newest)) as house, house.reading() as session:
        assert session.scalars(select(MailAddress)).all() == []
        kinds = [(one.name, one.kind) for one in session.scalars(select(Person).order_by(Person.id))]
        assert kinds == [("Max Beispiel", "account"), ("", "guest")]
