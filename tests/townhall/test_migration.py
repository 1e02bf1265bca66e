"""A town with a logo and pages goes down to the older tables and up again; what stood there before is whole."""

from contextlib import closing

from sqlalchemy import select, text

from participation.app import connect
from participation.foundation import migrations
from participation.foundation.audit import Act, enter, first_broken
from participation.foundation.database import Database
from participation.foundation.municipality import Municipality, found_municipality
from participation.foundation.permissions import Actor, Role
from participation.townhall import queries, service
from participation.townhall.pictures import redraw
from participation.townhall.rules import PageKind
from participation.townhall.service import Text
from tests.townhall.pictures import picture


def settle_in(url: str) -> None:
    house = Database(url)
    connect(house)
    with closing(house), house.transaction() as tx:
        town = found_municipality(tx, slug="musterstadt", name="Musterstadt", hue=33)
        keeper = Actor(town.id, None, frozenset({Role.ADMINISTRATION}))
        service.hang_up_logo(tx, town, redraw(picture()), by=keeper, seen=0)
        service.write_page(tx, town, PageKind.IMPRINT, Text({"de": "Rathaus"}), by=keeper, seen=0)
        enter(tx, Act("system", "field.add", "field:1"), town=town.id)


def test_a_town_with_a_house_goes_down_and_up_again(newest: str) -> None:
    settle_in(newest)

    migrations.downgrade(newest, "0004")
    assert "town_page" not in migrations.tables_left(newest)
    migrations.upgrade(newest)

    assert migrations.differences(newest) == []
    with closing(Database(newest)) as house, house.reading() as session:
        [town] = session.scalars(select(Municipality))
        assert (town.name, town.hue, town.logo, town.pages, town.revision) == ("Musterstadt", 33, None, {}, 0)
        assert (town.contact_email, town.contact_phone) == ("", "")
        assert queries.logo_of(session, town.id) is None
        assert first_broken(session) is None
        assert queries.length_of_chain(session) == 3


def test_a_town_of_the_older_tables_moves_in(url: str) -> None:
    migrations.upgrade(url, "0004")
    with closing(Database(url)) as house, house.transaction() as tx:
        tx.session.execute(text("INSERT INTO municipality (id, slug, name, hue) VALUES (7, 'alt', 'Altstadt', 1)"))

    migrations.upgrade(url)

    with closing(Database(url)) as house, house.transaction() as tx:
        town = tx.session.get_one(Municipality, 7)
        keeper = Actor(7, None, frozenset({Role.ADMINISTRATION}))
        service.write_page(tx, town, PageKind.EASY, Text({"de": "Leicht"}), by=keeper, seen=0)
        assert town.pages == {"easy": ["de"]}
