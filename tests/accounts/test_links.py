"""By a link by mail: signing up is signing in for the first time, and nobody learns who has an account."""

import sqlite3
import threading
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from participation.accounts import rules, service
from participation.accounts.models import MailAddress, MailLink
from participation.foundation import audit, clock, database, tidying
from participation.foundation.municipality import found_municipality
from participation.people.models import DeviceKey, Person, PersonKind
from participation.people.rules import key_hash
from tests.accounts.visitors import Visitor, addresses, visitor
from tests.conftest import SAME_ORIGIN, House
from tests.ideas.test_board import counted_statements
from tests.notifications.office import Office, mails


def links() -> list[MailLink]:
    with database.reading() as session:
        return list(session.scalars(select(MailLink).order_by(MailLink.asked_at)))


def people_of(kind: PersonKind) -> list[int]:
    with database.reading() as session:
        return list(session.scalars(select(Person.id).where(Person.kind == kind)))


def test_whoever_presses_the_button_behind_the_link_has_an_account(office: Office, amina: Visitor) -> None:
    token = amina.asks_for_link()

    assert people_of(PersonKind.ACCOUNT) == []  # an address alone makes nobody
    assert "Sign in now" in amina.sees(f"/sign-in/mail/{token}")
    assert (amina.person, addresses()) == (None, [])

    answer = amina.sends("/sign-in/mail/use", token=token)

    assert answer.location.startswith("/mine")
    assert addresses() == [("amina@example.org", amina.person)]
    assert "amina@example.org" in amina.sees("/account")
    with database.reading() as session:
        acts = [(one.action, one.actor, one.object) for one in audit.entries(session)]
    whom = f"person:{amina.person}"
    assert acts == [("account.sign_up", whom, whom), ("account.sign_in", whom, whom)]


def test_the_second_device_comes_to_the_same_account(office: Office, amina: Visitor) -> None:
    amina.signs_in()
    amina.posts("Mehr Licht am Bachweg")
    tablet = visitor(office)

    with clock.held_at(clock.now() + timedelta(minutes=2)):
        tablet.signs_in("AMINA@example.org")

    assert tablet.person == amina.person
    assert "Mehr Licht am Bachweg" in tablet.sees("/mine")


def test_a_resident_with_an_account_has_no_right_that_others_lack(amina: Visitor) -> None:
    amina.signs_in()

    assert [amina.client.get(page).status_code for page in ("/desk/queue", "/desk/me", "/desk/team")] == [403] * 3
    assert "My account" in amina.sees("/")


# --- links that lead nowhere ------------------------------------------------------------------------------------------


@pytest.fixture
def bad_links(office: Office, amina: Visitor) -> dict[str, str]:
    used = amina.asks_for_link()
    amina.sends("/sign-in/mail/use", token=used)
    old = visitor(office).asks_for_link("old@example.org")
    with database.transaction() as tx:
        tx.session.get_one(MailLink, key_hash(old)).expires_at = clock.now()
    with clock.held_at(clock.now() + timedelta(minutes=2)):
        amina.sends("/account/address", email="new@example.org")
        adds = amina.link_in_mail()
    return {"used": used, "expired": old, "guessed": "0" * 32, "empty": "", "odd": "ü" * 400, "to add": adds}


def test_guessed_used_and_expired_links_are_one_and_the_same(bad_links: dict[str, str], burak: Visitor) -> None:
    shown = [(token, burak.client.get(f"/sign-in/mail/{token}").text) for token in bad_links.values() if token]
    pages = {page.replace(token, "…") for token, page in shown}  # the language menu names the address
    statuses = {burak.client.get(f"/sign-in/mail/{token}").status_code for token in bad_links.values() if token}
    answers = {burak.sends("/sign-in/mail/use", 410, token=token).text for token in bad_links.values()}

    assert (len(pages), statuses, len(answers)) == (1, {410}, 1)
    assert burak.person is None


def test_a_link_counts_an_hour(office: Office, amina: Visitor) -> None:
    start = clock.now()
    with clock.held_at(start):
        token = amina.asks_for_link()

    with clock.held_at(start + timedelta(minutes=rules.LINK_MINUTES)):
        amina.sends("/sign-in/mail/use", 410, token=token)
    with clock.held_at(start + timedelta(minutes=rules.LINK_MINUTES - 1)):
        amina.sends("/sign-in/mail/use", 303, token=token)


def test_two_links_to_one_address_lead_to_one_account(office: Office, amina: Visitor, burak: Visitor) -> None:
    start = clock.now()
    with clock.held_at(start):
        first = amina.asks_for_link()
    with clock.held_at(start + timedelta(minutes=2)):
        second = burak.asks_for_link("Amina@Example.org")
        amina.sends("/sign-in/mail/use", token=first)
        burak.sends("/sign-in/mail/use", token=second)

    assert amina.person == burak.person
    assert len(addresses()) == 1


def test_two_links_used_at_the_same_moment_lead_to_one_account(house_on_postgres: House) -> None:
    now, tokens = clock.now(), [f"{number:032}" for number in range(4)]
    with database.transaction() as tx:
        for token in tokens:
            facts = {"address": "amina@example.org", "folded": "amina@example.org", "device_hash": key_hash("")}
            times = {"asked_at": now, "expires_at": now + timedelta(hours=1)}
            tx.session.add(MailLink(token_hash=key_hash(token), municipality_id=1, **facts, **times))
    together = threading.Barrier(len(tokens))
    people: list[int | None] = []

    def uses(token: str) -> None:
        together.wait()
        with database.transaction() as tx:
            people.append(service.sign_in_by_link(tx, token, 1)[0].person_id)

    threads = [threading.Thread(target=uses, args=(token,)) for token in tokens]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(people) == len(tokens)
    assert addresses() == [("amina@example.org", people[0])]


# --- nobody learns who has an account ---------------------------------------------------------------------------------


def whole(answer: TestResponse) -> dict[str, Any]:
    """Everything that comes back, but for what is random."""
    headers = sorted((name, value) for name, value in answer.headers if name not in {"Date", "Set-Cookie"})
    cookies = [cookie.split("=")[0] for cookie in answer.headers.getlist("Set-Cookie")]
    return {"status": answer.status, "headers": headers, "body": answer.text, "cookies": cookies}


def test_asking_finds_out_nothing_about_an_address(office: Office, amina: Visitor) -> None:
    amina.signs_in("known@example.org")
    found = {}
    with clock.held_at(clock.now() + timedelta(minutes=2)):
        for address in ("known@example.org", "nobod@example.org"):
            stranger = visitor(office)
            with counted_statements() as statements:
                answer = stranger.sends("/sign-in/mail", email=address)
            office.sends()
            mail = office.server.received[-1].text.replace(links()[-1].address, "…")
            token = stranger.office.server.received[-1].text.split("/sign-in/mail/")[1][:32]
            found[address] = (whole(answer), statements, mail.replace(token, "…"), len(mails()))

    known, unknown = found.values()
    assert known[:3] == unknown[:3]
    assert known[3] + 1 == unknown[3]  # each got a mail


def test_what_is_kept_of_a_link_is_no_link(office: Office, amina: Visitor) -> None:
    amina.sends("/sign-in/mail", email="amina@example.org")
    [waiting] = mails()
    token = amina.link_in_mail()
    assert token in waiting.text  # on its way it stands in the mail, and there alone

    with closing(sqlite3.connect(str(office.settings.database_file))) as connection:
        kept = "\n".join(connection.iterdump())
    assert key_hash(token).hex().upper() in kept
    assert token not in kept


# --- pace -------------------------------------------------------------------------------------------------------------


def test_asking_again_at_once_says_the_same_and_sends_nothing(office: Office, amina: Visitor, burak: Visitor) -> None:
    first = amina.sends("/sign-in/mail", email="amina@example.org")
    again = burak.sends("/sign-in/mail", email="AMINA@example.org")

    assert whole(first) == whole(again)
    assert len(mails()) == 1
    with clock.held_at(clock.now() + timedelta(minutes=1)):
        burak.sends("/sign-in/mail", email="amina@example.org")
    assert len(mails()) == 2


def test_one_browser_cannot_write_to_a_whole_list(office: Office, amina: Visitor) -> None:
    for number in range(rules.MAILS_FROM_DEVICE + 3):
        amina.sends("/sign-in/mail", email=f"list{number}@example.org")

    assert len(mails()) == rules.MAILS_FROM_DEVICE


def test_a_flood_ends_for_the_whole_town_in_words(
    office: Office, amina: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MAILS_OF_TOWN", 2)
    for number in range(2):
        visitor(office).sends("/sign-in/mail", email=f"flood{number}@example.org")

    page = amina.sends("/sign-in/mail", 429, email="amina@example.org").text

    assert "Very many people ask for a link at this moment." in page
    assert 'value="amina@example.org"' in page


# --- trouble ----------------------------------------------------------------------------------------------------------


def test_what_is_no_address_comes_back_with_a_sentence_at_the_field(amina: Visitor) -> None:
    page = amina.sends("/sign-in/mail", 422, email='amina<script>"@').text

    assert "This is not an e-mail address." in page
    assert 'value="amina&lt;script&gt;&#34;@"' in page
    assert 'aria-invalid="true"' in page


def test_without_a_mail_server_the_page_says_what_works(house: House) -> None:
    client = house.app.test_client()

    page = client.get("/sign-in?lang=en").text
    asked = client.post("/sign-in/mail?lang=en", data={"email": "a@example.org"}, headers=SAME_ORIGIN)

    assert "There are no accounts by mail here" in page
    assert 'name="email"' not in page
    assert "The recovery code works without." in asked.text
    assert (asked.status_code, links()) == (409, [])


def test_while_the_mail_server_is_away_the_page_says_the_same_and_the_mail_waits(
    office: Office, amina: Visitor
) -> None:
    office.server.replies["RCPT"] = "450 4.2.0 later"
    answer = amina.sends("/sign-in/mail", email="amina@example.org")
    office.sends()

    assert "said=link-asked" in answer.location
    [waiting] = mails()
    assert (waiting.sent_at, waiting.given_up_at) == (None, None)
    office.server.replies.clear()
    with clock.held_at(clock.now() + timedelta(minutes=2)):
        assert amina.sends("/sign-in/mail/use", token=amina.link_in_mail()).status_code == 303


def test_an_address_that_is_refused_makes_no_account_and_is_forgotten(office: Office, amina: Visitor) -> None:
    office.server.replies["RCPT"] = "550 5.1.1 no such user"
    amina.sends("/sign-in/mail", email="nobody@example.org")
    office.sends()
    assert len(links()) == 1

    with clock.held_at(clock.now() + timedelta(minutes=rules.LINK_MINUTES)):
        assert office.goes_round() == 0

    assert links() == []
    assert [one.to for one in mails()] == [""]
    with database.reading() as session:
        assert not session.scalars(select(MailAddress)).all()
    assert tidying.tidy(database.current()) == 0


def test_the_mail_speaks_the_language_of_the_page(office: Office, amina: Visitor) -> None:
    amina.client.post("/sign-in/mail?lang=ar", data={"email": "amina@example.org"}, headers=SAME_ORIGIN)
    office.sends()

    mail = office.server.received[-1].mail
    assert mail["Content-Language"] == "ar"
    assert "lang=ar" in office.server.received[-1].text


def test_a_link_of_one_town_signs_nobody_in_at_another(office: Office, amina: Visitor) -> None:
    token = amina.asks_for_link()
    with database.transaction() as tx:
        found_municipality(tx, slug="nachbarstadt", name="Nachbarstadt", host="127.0.0.1")
    there = amina.client.post(
        "/sign-in/mail/use", data={"token": token}, headers=SAME_ORIGIN, base_url="http://127.0.0.1"
    )

    assert there.status_code == 410
    amina.sends("/sign-in/mail/use", 303, token=token)


def test_signing_in_on_a_device_ends_nothing_elsewhere_and_signing_out_ends_here(
    office: Office, amina: Visitor
) -> None:
    amina.signs_in()
    tablet = visitor(office)
    with clock.held_at(clock.now() + timedelta(minutes=2)):
        tablet.signs_in()
    with database.reading() as session:
        assert len(session.scalars(select(DeviceKey)).all()) == 2

    tablet.sends("/sign-out")

    assert tablet.person is None
    assert amina.person is not None
