"""What was done on a device without an account goes over to the account, and only by its owner's word."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from participation.contributions.models import Contribution, Support
from participation.foundation import audit, clock, database
from participation.foundation.database import Base
from participation.foundation.permissions import Actor
from participation.moderation.models import Notice
from participation.people import moving
from participation.people import service as people
from participation.people.models import DeviceKey, Person, PersonKind
from participation.people.moving import Belongings, Fate, MovedAlready
from participation.people.rules import SignedOutMeanwhile, recovery_code
from participation.people.web import BEFORE
from tests.accounts.visitors import Visitor, visitor
from tests.conftest import House, Moderator
from tests.notifications.office import Office

SECRET = b"only for tests"


def columns_that_name_a_person() -> set[str]:
    return {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if any(key.column.table.name == "person" for key in column.foreign_keys)
    }


def test_every_column_that_names_a_person_says_what_becomes_of_it(house: House) -> None:
    assert set(moving.fates()) == columns_that_name_a_person()


def test_nothing_of_a_guest_is_left_that_should_have_moved(
    office: Office, amina: Visitor, moderator: Moderator
) -> None:
    guest = writes_and_supports(amina, moderator)
    amina.signs_in()
    amina.sends("/account/take", take="yes")

    left = {}
    with database.reading() as session:
        for name, fate in moving.fates().items():
            column = moving.column_named(name)
            if fate is not Fate.STAYS and session.execute(select(column).where(column == guest)).first():
                left[name] = fate
    assert left == {}


def writes_and_supports(amina: Visitor, moderator: Moderator) -> int:
    """A guest with an idea, other words for it, a support and a report. Returns who they are."""
    amina.posts("Ein Zebrastreifen an der Schule")
    other = amina.office.house.resident().posts("Bäume an der Haltestelle")
    moderator.approves(other)
    assert amina.supports(other) == 303
    amina.sends(f"/report/{other}", reason="insult", words="Das beleidigt mich.", good_faith="yes")
    found = amina.person
    assert found is not None
    return found


def test_after_signing_in_the_page_asks_and_yes_takes_everything_along(
    office: Office, amina: Visitor, moderator: Moderator
) -> None:
    guest = writes_and_supports(amina, moderator)

    answer = amina.signs_in()
    page = amina.sees(answer.location)
    assert "1 contribution was written on this device without an account." in page
    assert "Ein Zebrastreifen" not in amina.sees("/mine")  # nothing was taken in silence

    taken = amina.sends("/account/take", take="yes")

    assert "It belongs to your account now." in amina.reads(taken.location)
    mine = amina.sees("/mine")
    assert "Ein Zebrastreifen an der Schule" in mine
    assert "Das beleidigt mich." in mine
    with database.reading() as session:
        assert session.get_one(Person, guest).kind == PersonKind.MOVED
        [entry] = [one for one in audit.entries(session) if one.action == "account.take_over"]
        assert (entry.actor, entry.object, entry.reason) == (f"person:{amina.person}", f"person:{guest}", "")
    assert amina.client.get_cookie(BEFORE) is None


def test_no_leaves_everything_to_whoever_has_the_recovery_code(office: Office, amina: Visitor, burak: Visitor) -> None:
    amina.posts("Eine Uhr am Bahnhof")
    guest = amina.person
    assert guest is not None
    amina.signs_in()

    amina.sends("/account/take", take="no")

    assert "Eine Uhr am Bahnhof" not in amina.sees("/mine")
    amina.sends("/account/take", 409, take="yes")  # it is decided
    burak.sends("/recover", code=recovery_code(SECRET, guest))
    assert "Eine Uhr am Bahnhof" in burak.sees("/mine")


def test_whoever_signs_in_after_signing_out_is_not_asked_about_the_one_before(office: Office, amina: Visitor) -> None:
    amina.posts("Ein Aufzug an der Brücke")
    amina.signs_in("amina@example.org")
    amina.sends("/sign-out")

    assert amina.signs_in("burak@example.org").location.startswith("/mine")
    amina.sends("/account/take", 409, take="yes")


def test_who_did_nothing_as_a_guest_is_not_asked(office: Office, amina: Visitor) -> None:
    assert amina.signs_in().location.startswith("/mine")
    assert "There is nothing to take over" in amina.sees("/account/take")
    amina.sends("/account/take", 409, take="yes")


def test_a_guest_takes_nothing(office: Office, amina: Visitor) -> None:
    amina.posts("Ein Geländer an der Treppe")

    amina.sees("/account/take", 403)
    amina.sends("/account/take", 403, take="yes")


def test_an_account_takes_only_what_the_key_on_this_device_opens(
    office: Office, amina: Visitor, burak: Visitor
) -> None:
    burak.posts("Bücher in allen Sprachen")
    amina.signs_in()
    for key in ("", "0" * 32, "ü"):
        amina.client.set_cookie(BEFORE, key)
        amina.sends("/account/take", 409, take="yes")
    own = amina.client.get_cookie("me")
    assert own is not None
    amina.client.set_cookie(BEFORE, own.value)  # an account is no guest
    amina.sends("/account/take", 409, take="yes")


def test_the_old_recovery_code_says_that_it_belongs_to_an_account(
    office: Office, amina: Visitor, burak: Visitor
) -> None:
    amina.posts("Mehr Fahrradständer am Rathaus")
    code = recovery_code(SECRET, amina.person or 0)
    amina.signs_in()
    amina.sends("/account/take", take="yes")

    page = burak.sends("/recover", 410, code=code).text

    assert "What this code led to belongs to an account now." in page
    assert burak.person is None


def test_other_devices_of_the_guest_do_not_open_the_account(office: Office, amina: Visitor, burak: Visitor) -> None:
    amina.posts("Ein Brunnen auf dem Platz")
    burak.sends("/recover", code=recovery_code(SECRET, amina.person or 0))
    assert burak.person == amina.person
    amina.signs_in()
    amina.sends("/account/take", take="yes")

    assert burak.person is None
    assert "Ein Brunnen auf dem Platz" not in burak.sees("/mine")
    with database.reading() as session:
        assert len(session.scalars(select(DeviceKey)).all()) == 1


def test_what_both_supported_counts_once(office: Office, amina: Visitor, burak: Visitor, moderator: Moderator) -> None:
    both, one = (office.house.resident().posts(text) for text in ("Ein Basar im Hof", "Ein Chor für alle"))
    moderator.approves(both)
    moderator.approves(one)
    amina.signs_in()
    amina.supports(both)
    burak.supports(both)
    burak.supports(one)
    assert support_counts() == {"Ein Basar im Hof": 2, "Ein Chor für alle": 1}

    with clock.held_at(clock.now() + timedelta(minutes=2)):
        burak.signs_in()
        assert "somebody supported or reported something" in burak.sees("/account/take")
        burak.sends("/account/take", take="yes")

    assert support_counts() == {"Ein Basar im Hof": 1, "Ein Chor für alle": 1}
    with database.reading() as session:
        assert set(session.scalars(select(Support.person_id))) == {amina.person}


def support_counts() -> dict[str, int]:
    """As kept with the contribution; they agree with the rows."""
    with database.reading() as session:
        found = {one.text: one for one in session.scalars(select(Contribution))}
        for one in found.values():
            rows = session.scalars(select(Support).where(Support.contribution_id == one.id)).all()
            assert len(rows) == one.support_count
        return {text: one.support_count for text, one in found.items()}


def test_two_reports_of_the_same_become_one_with_the_words_of_both(
    office: Office, amina: Visitor, burak: Visitor, moderator: Moderator
) -> None:
    idea = office.house.resident().posts("Ein Satz, der zweimal gemeldet wird")
    moderator.approves(idea)
    amina.signs_in()
    for who, words in ((amina, "Das ist unwahr."), (burak, "Das verletzt mich.")):
        who.sends(f"/report/{idea}", reason="insult", words=words, good_faith="yes")
    with clock.held_at(clock.now() + timedelta(minutes=2)):
        burak.signs_in()
        burak.sends("/account/take", take="yes")

    with database.reading() as session:
        [notice] = session.scalars(select(Notice)).all()
    assert (notice.reporter_id, notice.words) == (amina.person, "Das ist unwahr.\n\nDas verletzt mich.")


def test_an_idea_sent_while_everything_moves_is_not_lost_to_nobody(office: Office, amina: Visitor) -> None:
    amina.posts("Eine Rampe am Museum")
    guest = amina.person
    assert guest is not None
    with database.transaction() as tx:
        account = people.new_account(tx, 1, "")
        moving.take_over(tx, guest, by=Actor(1, account.id, has_account=True))

    with pytest.raises(SignedOutMeanwhile), database.transaction() as tx:
        people.still_acts(tx, guest)


def test_nobody_takes_twice_an_account_or_somebody_of_another_town(office: Office, amina: Visitor) -> None:
    amina.posts("Mehr Platz auf dem Gehweg")
    guest = amina.person or 0
    with database.transaction() as tx:
        accounts = [people.new_account(tx, 1, "").id for _ in range(2)]
    first, second = (Actor(1, one, has_account=True) for one in accounts)
    elsewhere = Actor(2, accounts[1], has_account=True)

    with pytest.raises(MovedAlready), database.transaction() as tx:
        moving.take_over(tx, guest, by=elsewhere)
    with database.transaction() as tx:
        assert moving.take_over(tx, guest, by=first) == Belongings(1, 0)
    for whom, by in ((guest, second), (accounts[0], second), (guest, first), (999, first)):
        with pytest.raises(MovedAlready), database.transaction() as tx:
            moving.take_over(tx, whom, by=by)


def test_of_two_accounts_that_take_the_same_guest_at_once_only_one_does(house_on_postgres: House) -> None:
    resident = house_on_postgres.resident()
    resident.posts("Ein Spielplatz am Wasser")
    with database.transaction() as tx:
        guest = tx.session.scalars(select(Person.id)).one()
        accounts = [people.new_account(tx, 1, "").id for _ in range(4)]
    told: list[str] = []
    together = threading.Barrier(len(accounts))

    def takes(account: int) -> None:
        together.wait()
        try:
            with database.transaction() as tx:
                moving.take_over(tx, guest, by=Actor(1, account, has_account=True))
            told.append("taken")
        except MovedAlready:
            told.append("refused")

    threads = [threading.Thread(target=takes, args=(one,)) for one in accounts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(told) == ["refused"] * 3 + ["taken"]
    with database.reading() as session:
        [author] = session.scalars(select(Contribution.author_id))
        assert author in accounts


def test_a_colleague_who_wrote_as_a_guest_is_asked_as_well(office: Office, amina: Visitor) -> None:
    amina.posts("Eine Bank vor dem Amt")
    with database.transaction() as tx:
        token = people.write_link(tx, people.open_account(tx, 1, "Max Beispiel", []))

    answer = amina.sends("/sign-in", token=token)

    assert answer.location.startswith("/account/take")
    assert visitor(office).person is None
