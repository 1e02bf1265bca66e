"""What was hidden before there were statements of reasons gets one; going back, nothing hidden becomes public."""

from contextlib import closing

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.app import connect
from participation.contributions.models import Contribution
from participation.contributions.rules import Status
from participation.foundation import migrations
from participation.foundation.database import Database, Transaction
from participation.foundation.permissions import Actor, Role
from participation.moderation import cases, service
from participation.moderation.appeals import appeal
from participation.moderation.models import Case, CaseCause, Statement
from participation.moderation.notices import Reported, report
from participation.moderation.rules import Cause, Reason
from participation.people.models import Person, PersonKind


def settle_in(url: str) -> None:
    """The demo, and of its public ideas one reported, one taken down and appealed, one read again, one kept."""
    house = Database(url)
    connect(house)
    with closing(house), house.transaction() as tx:
        person = tx.session.scalars(select(Person).filter_by(kind=PersonKind.ACCOUNT).order_by(Person.id)).first()
        assert person is not None
        host = Actor(1, person.id, frozenset({Role.MODERATOR}))
        public = select(Contribution).where(
            Contribution.status == Status.PUBLISHED, Contribution.author_id.is_not(None)
        )
        reported, down, again, kept, *_ = tx.session.scalars(public.order_by(Contribution.id))
        report(tx, reported, Reported(Reason.INSULT, "Nein.", in_good_faith=True), by=Actor(1, kept.author_id))
        hides(tx, down, host)
        statement = tx.session.scalars(select(Statement).filter_by(contribution_id=down.id)).one()
        appeal(tx, statement, "Doch.", by=Actor(1, down.author_id))
        cases.add_cause(tx, again, Cause.RULE)
        waits = tx.session.scalars(select(Contribution).where(Contribution.status == Status.WAITING)).first()
        assert waits is not None
        service.publish(tx, case_for(tx, waits), by=host, seen=case_for(tx, waits).revision)
        service.undo(tx, case_for(tx, waits), by=host, seen=case_for(tx, waits).revision)
        cases.add_cause(tx, kept, Cause.RULE)
        service.publish(tx, case_for(tx, kept), by=host, seen=case_for(tx, kept).revision)
        cases.remark(tx, case_for(tx, kept), "Bekannt.", by=host)


def hides(tx: Transaction, contribution: Contribution, host: Actor) -> None:
    cases.add_cause(tx, contribution, Cause.RULE)
    case = case_for(tx, contribution)
    service.reject(tx, case, reason=Reason.UNLAWFUL, note="§ 185", by=host, seen=case.revision)


def case_for(tx: Transaction, contribution: Contribution) -> Case:
    return tx.session.scalars(select(Case).filter_by(contribution_id=contribution.id)).one()


def hidden(session: Session) -> dict[int, tuple[str, str]]:
    """Contribution id -> (kind, rule) of its statement in force."""
    rows = session.scalars(select(Statement).where(Statement.ended_at.is_(None)))
    return {one.contribution_id: (one.kind, one.reason) for one in rows if one.contribution_id}


def test_a_house_with_everything_goes_down_and_up_again(lived_in: str) -> None:
    settle_in(lived_in)
    with closing(Database(lived_in)) as house, house.reading() as session:
        before = hidden(session)
        public = set(session.scalars(select(Contribution.id).where(Contribution.status == Status.PUBLISHED)))
    assert {kind for kind, _ in before.values()} == {"not_published", "taken_down", "held"}

    migrations.downgrade(lived_in, "0007")
    assert "statement_of_reasons" not in migrations.tables_left(lived_in)
    migrations.upgrade(lived_in)

    assert migrations.differences(lived_in) == []
    with closing(Database(lived_in)) as house, house.reading() as session:
        after = hidden(session)
        assert set(after) == set(before)
        assert {one: rule for one, (_, rule) in after.items()} == {one: rule for one, (_, rule) in before.items()}
        assert set(session.scalars(select(Contribution.id).where(Contribution.status == Status.PUBLISHED))) == public
        unsettled = set(session.scalars(select(CaseCause.case_id).where(CaseCause.settled_at.is_(None))))
        assert unsettled == set(session.scalars(select(Case.id).where(Case.open)))
        assert all(one.appeal_until for one in session.scalars(select(Statement)))
