"""The same on PostgreSQL: rows are held there, and what is withdrawn is gone."""

from participation.contributions.rules import Status
from participation.foundation import database
from participation.interviews import sealing, withdrawing
from tests.canary import told_in
from tests.conftest import House
from tests.interviews.talk import begin_talk, passages_said


def test_from_the_consent_to_the_withdrawal(house_on_postgres: House) -> None:
    talk = begin_talk(house_on_postgres)
    code = talk.code("Wohnen")
    talk.names("Amina Haddad")
    assert talk.posts("/text/names", words="Amina", person=1)[0] == 303
    assert talk.marks(2, "vier Monaten auf eine Wohnung.", [code])[0] == 303
    assert talk.marks(2, "P1 weiß es auch.", [code])[0] == 303
    assert talk.releases() == 303
    assert talk.corrects(2, talk.paragraph(2).text.replace("vier", "fünf"))[0] == 303
    assert talk.does("take-words", number=1)[0] == 303
    assert [one.text for one in passages_said()] == ["fünf Monaten auf eine Wohnung.", "P1 weiß es auch."]
    assert "fünf Monaten" in talk.public(f"/codes/{code}")

    assert talk.does("withdraw-passage", number=2)[0] == 303
    assert talk.does("withdraw")[0] == 303
    with database.transaction() as tx:
        withdrawing.tidy_up(tx)

    assert told_in("Monaten") == told_in("weiß es") == told_in("Amina") == set()
    assert sealing.keys().all() == []
    assert {one.status for one in passages_said()} == {Status.WITHDRAWN}
