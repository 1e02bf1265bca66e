"""Answers and a photo go down to the older tables and up again; the ideas stay."""

from contextlib import closing

from sqlalchemy import select, text

from participation.app import connect
from participation.contributions import answers, photos
from participation.contributions.models import Contribution
from participation.foundation import migrations
from participation.foundation.database import Database, Transaction
from participation.foundation.permissions import Actor, Role
from participation.ideas.service import Written, submit_idea
from participation.process.form_rules import FieldKind, FieldPlan
from participation.process.form_service import add_field
from participation.process.models import Format
from tests.conftest import build_collection
from tests.ideas.asking import CHOICES
from tests.townhall.pictures import picture

BEFORE = "0010"


def settle_in(tx: Transaction) -> None:
    home = build_collection(tx)
    home.takes_photos = True
    by = Actor(home.municipality_id, None, frozenset({Role.ADMINISTRATION}))
    place = add_field(tx, home.process, home, FieldKind.PLACE, FieldPlan({"de": "Wo?"}, {}), by=by)
    corner = add_field(
        tx, home.process, home, FieldKind.SEVERAL, FieldPlan({"de": "Ecke?"}, {}, choices=CHOICES), by=by
    )
    written = Written(
        text="Mehr Bänke",
        language="tr",
        page_language="de",
        answers={place.id: ["Dere"], corner.id: ["park", "bach"]},
        photo=photos.redraw(picture("JPEG")),
        description="Eine Wiese",
    )
    submit_idea(tx, home, written, by=Actor(home.municipality_id))


def test_answers_and_a_photo_go_down_and_up_again(newest: str) -> None:
    house = Database(newest)
    connect(house)
    with closing(house):
        with house.transaction() as tx:
            settle_in(tx)
        with house.reading() as session:
            told = answers.answers_for(session, [1], internal=True)[1]
            assert [[words.text for words in one.words("de")] for one in told] == [["Dere"], ["Im Park", "Am Bach"]]
            assert photos.photo_of(session, [1])[1].description.text == "Eine Wiese"
            assert photos.bytes_of(session, 1, photos.SMALL)

    migrations.downgrade(newest, BEFORE)
    assert {"answer", "photo", "form_field"} & set(migrations.tables_left(newest)) == set()
    migrations.upgrade(newest)

    assert migrations.differences(newest) == []
    with closing(Database(newest)) as house, house.reading() as session:
        assert session.scalars(select(Contribution.text)).all() == ["Mehr Bänke"]
        assert session.scalars(select(Format).filter_by(slug="ideen")).unique().one().takes_photos is False
        assert answers.answers_for(session, [1], internal=True) == {}


def test_a_collection_of_the_older_tables_moves_in(url: str) -> None:
    migrations.upgrade(url, BEFORE)
    with closing(Database(url)) as house, house.transaction() as tx:
        for statement in (
            "INSERT INTO municipality (id, slug, name, hue) VALUES (7, 'alt', 'Altstadt', 1)",
            (
                "INSERT INTO process (id, municipality_id, slug, state, title, question, lead, revision)"
                " VALUES (7, 7, 'alt', 'published', '{}', '{}', '{}', 0)"
            ),
            (
                "INSERT INTO format (id, municipality_id, process_id, kind, slug, title, question)"
                " VALUES (7, 7, 7, 'idea_collection', 'alt', '{}', '{}')"
            ),
        ):
            tx.session.execute(text(statement))

    migrations.upgrade(url)

    with closing(Database(url)) as house, house.reading() as session:
        assert session.get_one(Format, 7).takes_photos is False
