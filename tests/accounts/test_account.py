"""The page of one's own account: another address, devices, leaving."""

from datetime import timedelta

from sqlalchemy import select

from participation.accounts.models import MailAddress, MailLink, Password
from participation.foundation import clock, database
from participation.foundation.permissions import Role
from participation.people import service as people
from participation.people.models import Person
from participation.people.rules import recovery_code
from tests.accounts.visitors import GOOD, Visitor, addresses, visitor
from tests.ideas.test_board import counted_statements
from tests.notifications.office import Office, mails


def test_another_address_counts_once_its_owner_has_pressed_the_button(office: Office, amina: Visitor) -> None:
    amina.signs_in()
    amina.sends("/account/address", email="new@example.org")
    token = amina.link_in_mail()
    assert addresses() == [("amina@example.org", amina.person)]

    assert "new@example.org" in amina.sees(f"/account/address/{token}")
    amina.sends("/account/address/confirm", token=token)

    assert addresses() == [("new@example.org", amina.person)]
    amina.sends("/account/address/confirm", 410, token=token)
    amina.sees(f"/account/address/{token}", 410)


def test_an_address_somebody_has_is_told_to_its_owner_and_not_on_the_page(
    office: Office, amina: Visitor, burak: Visitor
) -> None:
    amina.signs_in("amina@example.org")
    burak.signs_in("burak@example.org")
    with clock.held_at(clock.now() + timedelta(minutes=2)):
        free = burak.sends("/account/address", email="free@example.org")
        taken = burak.sends("/account/address", email="amina@example.org")
        office.sends()

    assert (free.status, free.location) == (taken.status, taken.location)
    to_free, to_amina = office.server.received[-2:]
    assert to_amina.recipients == ("amina@example.org",)
    assert "There is an account with this address already" in to_amina.text
    assert "/account/address/" not in to_amina.text
    assert "/account/address/" in to_free.text


def test_an_address_taken_meanwhile_is_not_taken_twice(office: Office, amina: Visitor, burak: Visitor) -> None:
    amina.signs_in("amina@example.org")
    amina.sends("/account/address", email="new@example.org")
    token = amina.link_in_mail()
    with clock.held_at(clock.now() + timedelta(minutes=2)):
        burak.signs_in("new@example.org")

    page = amina.sends("/account/address/confirm", 409, token=token).text

    assert "This address belongs to an account here already." in page
    assert {address for address, _ in addresses()} == {"amina@example.org", "new@example.org"}


def test_whoever_reads_somebody_elses_mail_gets_neither_address_nor_account(
    office: Office, amina: Visitor, burak: Visitor
) -> None:
    amina.signs_in("amina@example.org")
    burak.signs_in("burak@example.org")
    amina.sends("/account/address", email="third@example.org")
    token = amina.link_in_mail()

    burak.sees(f"/account/address/{token}", 410)
    burak.sends("/account/address/confirm", 403, token=token)
    visitor(office).sends("/account/address/confirm", 403, token=token)
    visitor(office).sees(f"/account/address/{token}", 403)

    assert len(addresses()) == 2
    amina.sends("/account/address/confirm", 303, token=token)


def test_a_link_to_sign_in_adds_no_address(office: Office, amina: Visitor) -> None:
    amina.signs_in("amina@example.org")
    token = amina.asks_for_link("other@example.org")

    amina.sends("/account/address/confirm", 410, token=token)


def test_what_is_no_address_comes_back_at_its_field(amina: Visitor) -> None:
    amina.signs_in()

    page = amina.sends("/account/address", 422, email="amina@").text

    assert 'value="amina@"' in page
    assert "This is not an e-mail address." in page


def test_a_colleague_signs_in_by_the_same_page(office: Office, amina: Visitor) -> None:
    with database.transaction() as tx:
        max_ = people.open_account(tx, 1, "Max Beispiel", [Role.MODERATOR])
        token = people.write_link(tx, max_)
    amina.sends("/sign-in", token=token)
    amina.sends("/account/address", email="max@example.org")
    amina.sends("/account/address/confirm", token=amina.link_in_mail())
    amina.sends("/account/password", password=GOOD)
    laptop = visitor(office)

    assert laptop.sends("/sign-in/password", email="max@example.org", password=GOOD).location == "/desk/queue?lang=en"
    laptop.sends("/account/leave", 409)  # an administrator removes colleagues
    assert laptop.person == max_.id


def test_where_one_is_signed_in_and_out_everywhere_else(office: Office, amina: Visitor, burak: Visitor) -> None:
    amina.signs_in()
    with clock.held_at(clock.now() + timedelta(minutes=2)):
        burak.signs_in("amina@example.org")
    assert amina.sees("/account").count("<li>Since") == 2

    amina.sends("/account/elsewhere")

    assert burak.person is None
    assert amina.sees("/account").count("<li>Since") == 1


def test_three_devices_cost_as_many_statements_as_one(office: Office, amina: Visitor) -> None:
    amina.signs_in()
    costs = []
    for _ in range(2):
        with counted_statements() as statements:
            amina.sees("/account")
        costs.append(len(statements))
        with database.transaction() as tx:
            for _ in range(2):
                people.hand_key(tx, amina.person or 0, 90)

    assert amina.sees("/account").count("<li>Since") == 5
    assert costs[0] == costs[1]


def test_somebody_else_signs_in_on_the_same_device(office: Office, amina: Visitor) -> None:
    amina.signs_in("amina@example.org")
    cookie = amina.client.get_cookie("me")
    assert cookie is not None
    first = amina.person

    amina.signs_in("burak@example.org")

    assert amina.person != first
    amina.client.set_cookie("me", cookie.value)
    assert amina.person is None  # the key that was there before ended


def test_nobody_without_an_account_opens_its_page(amina: Visitor) -> None:
    amina.posts("Ein Briefkasten im Süden")

    for page in ("/account", "/account/leave"):
        amina.sees(page, 403)
    amina.sends("/account/leave", 403)
    amina.sends("/account/elsewhere", 403)


def test_leaving_deletes_every_way_in_and_keeps_what_was_said(office: Office, amina: Visitor, burak: Visitor) -> None:
    amina.signs_in()
    amina.sends("/account/password", password=GOOD)
    amina.posts("Ein Bolzplatz mit Licht")
    person = amina.person
    assert person is not None
    assert "What stays" in amina.sees("/account/leave")

    page = amina.sends("/account/leave", 200).text

    code = recovery_code(office.settings.secret_key, person)
    assert code in page
    with database.reading() as session:
        assert [session.scalars(select(table)).all() for table in (MailAddress, Password)] == [[], []]
        assert session.scalars(select(MailLink).where(MailLink.person_id == person)).all() == []
        assert session.get_one(Person, person).kind == "guest"
    assert "Ein Bolzplatz mit Licht" in amina.sees("/mine")
    amina.sees("/account", 403)
    burak.sends("/recover", code=code)
    assert "Ein Bolzplatz mit Licht" in burak.sees("/mine")


def test_no_code_opens_an_account_made_after_leaving(office: Office, amina: Visitor, burak: Visitor) -> None:
    amina.signs_in()
    person = amina.person or 0
    amina.sends("/account/leave", 200)
    with database.transaction() as tx:
        tx.session.get_one(Person, person).kind = "account"

    burak.sends("/recover", 422, code=recovery_code(office.settings.secret_key, person))


def test_mails_are_never_written_to_a_town_that_has_no_mail_server(office: Office, amina: Visitor) -> None:
    amina.signs_in()
    sent = len(mails())
    office.house.app.config["PARTICIPATION"] = type(office.settings)(
        instance=office.settings.instance,
        database_url=office.settings.database_url,
        secret_key=office.settings.secret_key,
    )

    page = amina.sends("/account/address", 409, email="new@example.org").text

    assert "This installation cannot send mail" in page
    assert len(mails()) == sent
