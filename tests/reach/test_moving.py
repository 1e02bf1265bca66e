"""Where a guest was asked, their account is not asked again."""

import pytest
from sqlalchemy import select

from participation.foundation import database
from participation.foundation.permissions import Actor
from participation.people import moving
from participation.people import service as people
from participation.process.models import Process
from participation.reach import service
from participation.reach.models import ReachAsked
from participation.reach.rules import AskedAlready
from tests.conftest import House
from tests.reach.asking import ask, counters, somebody


@pytest.mark.parametrize("both", [False, True])
def test_an_account_takes_along_that_its_guest_was_asked(house: House, both: bool) -> None:  # noqa: FBT001 - a case
    ask("age")
    with database.transaction() as tx:
        process = tx.session.get_one(Process, 1)
        guest = somebody(tx, 1)
        account = people.new_account(tx, 1, "")
        owner = Actor(1, account.id, has_account=True)
        service.take_sheet(tx, process, {"age": ["a65"]}, by=guest)
        if both:
            tx.session.add(ReachAsked(process_id=1, person_id=account.id, municipality_id=1))
            tx.session.flush()
        assert guest.person_id is not None

        moving.take_over(tx, guest.person_id, by=owner)

        assert tx.session.scalars(select(ReachAsked.person_id)).all() == [account.id]
        with pytest.raises(AskedAlready):
            service.take_sheet(tx, process, {"age": ["u18"]}, by=owner)
    assert counters("age")["a65"] == (1, 0)
