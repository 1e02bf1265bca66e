"""Versions and withdrawals go down to the older tables and up again; the present words stay, withdrawn ones do not."""

from contextlib import closing

from sqlalchemy import select

from participation.app import connect
from participation.contributions.models import Contribution, Revision
from participation.contributions.rules import LanguageBy, Status
from participation.contributions.service import Said, receive
from participation.foundation import migrations
from participation.foundation.database import Database, Transaction
from participation.foundation.permissions import Actor, Role
from participation.mine import service as mine
from participation.moderation import service as moderation
from participation.moderation.appeals import appeal
from participation.moderation.models import Appeal, Case, CaseCause, Decision, Notice, Statement
from participation.moderation.notices import Reported, report
from participation.moderation.rules import Reason
from participation.people import service as people
from participation.process.models import Format
from tests.conftest import build_collection

BEFORE = "0012"


def settle_in(tx: Transaction) -> None:
    """A public idea with a version that was not taken and appealed, one with a taken one, two withdrawn ones."""
    home = build_collection(tx)
    guest, _ = people.welcome_guest(tx, home.municipality_id, b"only for tests")
    host = people.open_account(tx, home.municipality_id, "Max Beispiel", [Role.MODERATOR])
    author, max_ = (
        Actor(home.municipality_id, guest.id),
        Actor(home.municipality_id, host.id, frozenset({Role.MODERATOR})),
    )
    declined, taken, gone, never = (tell(tx, home, author, text) for text in ("Bank", "Baum", "Bad", "Bus"))
    for one in (declined, taken, gone):
        moderation.publish(tx, case(tx, one), by=max_, seen=case(tx, one).revision)
    for one in (declined, taken):
        mine.edit(tx, one, mine.Edited(f"{one.text}, neu", "de", "de", 1), by=author)
    report(tx, taken, Reported(Reason.INSULT, "Nein.", in_good_faith=True), by=max_)
    moderation.publish(tx, case(tx, taken), by=max_, seen=case(tx, taken).revision)
    seen = case(tx, declined).revision
    moderation.keep_former(tx, case(tx, declined), reason=Reason.INSULT, note="", by=max_, seen=seen)
    statement = tx.session.scalars(select(Statement).filter_by(contribution_id=declined.id)).one()
    appeal(tx, statement, "Doch.", by=author)
    report(tx, gone, Reported(Reason.INSULT, "Nein.", in_good_faith=True), by=max_)
    for one in (gone, never):
        mine.withdraw(tx, one, by=author)


def tell(tx: Transaction, home: Format, author: Actor, text: str) -> Contribution:
    said = Said(text=text, language="de", language_by=LanguageBy.AUTHOR)
    return receive(tx, said, into=home, author_id=author.person_id, status=Status.WAITING)


def case(tx: Transaction, one: Contribution) -> Case:
    return tx.session.scalars(select(Case).filter_by(contribution_id=one.id)).one()


def test_versions_go_down_and_up_again(newest: str) -> None:
    house = Database(newest)
    connect(house)
    with closing(house):
        with house.transaction() as tx:
            settle_in(tx)
        with house.reading() as session:
            assert session.scalars(select(Contribution.status).order_by(Contribution.id)).all() == [
                "published", "published", "withdrawn", "withdrawn",
            ]  # fmt: skip
            assert set(session.scalars(select(Notice.outcome))) == {"changed", "withdrawn"}

    migrations.downgrade(newest, BEFORE)
    assert "contribution_revision" not in migrations.tables_left(newest)
    migrations.upgrade(newest)

    assert migrations.differences(newest) == []
    with closing(Database(newest)) as house, house.reading() as session:
        told = session.execute(select(Contribution.status, Contribution.text).order_by(Contribution.id)).all()
        assert [tuple(one) for one in told] == [
            ("published", "Bank"),
            ("published", "Baum, neu"),
            ("taken_down", ""),
            ("rejected", ""),
        ]
        assert session.scalars(select(Contribution.version)).all() == [1, 1, 1, 1]
        assert session.scalars(select(Revision)).all() == []
        assert [*session.scalars(select(Statement)), *session.scalars(select(Appeal))] == []
        assert set(session.scalars(select(Decision.verdict))) == {"publish", "keep"}
        assert "edited" not in set(session.scalars(select(CaseCause.kind)))
        assert set(session.scalars(select(Notice.outcome))) == {"public", "hidden"}
