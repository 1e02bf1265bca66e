"""By a password: set after coming in by a link, compared in a thread, slowed down for whoever guesses."""

from datetime import timedelta

import gevent
import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from participation.accounts import passwords
from participation.accounts.models import Password, PasswordTries
from participation.accounts.rules import FREE_TRIES
from participation.foundation import audit, clock, database, tidying
from tests.accounts.test_links import whole
from tests.accounts.visitors import GOOD, Visitor, visitor
from tests.ideas.test_board import counted_statements
from tests.notifications.office import Office

AMINA = {"email": "amina@example.org"}


@pytest.fixture
def with_password(amina: Visitor) -> Visitor:
    """Amina, signed in, with a password."""
    amina.signs_in()
    amina.sends("/account/password", password=GOOD)
    return amina


def kept() -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(Password.hash)))


def tries() -> int:
    with database.reading() as session:
        return len(session.scalars(select(PasswordTries)).all())


def test_a_password_leads_to_the_account_from_another_device(with_password: Visitor, burak: Visitor) -> None:
    answer = burak.sends("/sign-in/password", email="Amina@Example.ORG", password=GOOD)

    assert answer.location.startswith("/mine")
    assert burak.person == with_password.person
    assert tries() == 0


def test_only_an_argon2id_hash_is_kept_and_the_log_names_no_word_of_it(with_password: Visitor) -> None:
    [hashed] = kept()

    assert hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    with database.reading() as session:
        acts = [(one.action, one.object, one.reason) for one in audit.entries(session)]
    assert acts[-1] == ("account.password", f"person:{with_password.person}", "")


def test_a_new_password_signs_other_devices_out_and_the_old_one_ends(
    office: Office, with_password: Visitor, burak: Visitor
) -> None:
    burak.sends("/sign-in/password", 303, **AMINA, password=GOOD)
    with_password.sends("/account/password", password=GOOD + " nun")

    assert burak.person is None
    assert with_password.person is not None
    visitor(office).sends("/sign-in/password", 422, **AMINA, password=GOOD)
    visitor(office).sends("/sign-in/password", 303, **AMINA, password=GOOD + " nun")


def test_a_weak_password_is_refused_at_its_field_and_never_given_back(amina: Visitor) -> None:
    amina.signs_in()

    page = amina.sends("/account/password", 422, password="passwort2026").text  # noqa: S106 - a weak one
    short = amina.sends("/account/password", 422, password="elf zeichen").text  # noqa: S106 - a short one

    assert "This password would be guessed soon" in page
    assert "A password needs at least 12 characters." in short
    assert "passwort2026" not in page
    assert kept() == []


def test_who_has_no_account_sets_no_password(amina: Visitor) -> None:
    amina.posts("Mehr Abfalleimer am Ufer")

    for address in ("/account/password", "/account/password/remove", "/account/address"):
        amina.sends(address, 403, password=GOOD, email="a@example.org")


def test_a_password_can_be_deleted_and_the_link_still_works(office: Office, with_password: Visitor) -> None:
    with_password.sends("/account/password/remove")
    with_password.sends("/account/password/remove")

    assert kept() == []
    visitor(office).sends("/sign-in/password", 422, **AMINA, password=GOOD)
    with clock.held_at(clock.now() + timedelta(minutes=2)):
        visitor(office).signs_in()


# --- guessing ---------------------------------------------------------------------------------------------------------


def test_a_wrong_password_and_an_unknown_address_are_one_and_the_same(office: Office, with_password: Visitor) -> None:
    found = []
    for email in ("amina@example.org", "nobod@example.org"):
        stranger = visitor(office)
        with counted_statements() as statements:
            answer = stranger.sends("/sign-in/password", 422, email=email, password="wrong horse battery")  # noqa: S106
        facts = whole(answer)
        found.append((facts | {"body": facts["body"].replace(email, "…")}, statements))

    assert found[0] == found[1]
    assert "do not belong together here" in found[0][0]["body"]


def test_an_account_without_a_password_looks_like_no_account(office: Office, amina: Visitor) -> None:
    amina.signs_in()

    known = visitor(office).sends("/sign-in/password", 422, **AMINA, password=GOOD).text
    unknown = visitor(office).sends("/sign-in/password", 422, email="nobod@example.org", password=GOOD).text

    assert known.replace("amina@", "nobod@") == unknown


@pytest.mark.parametrize("email", ["amina@example.org", "nobod@example.org"])
def test_whoever_guesses_waits_whether_or_not_there_is_such_an_account(
    office: Office, with_password: Visitor, email: str
) -> None:
    start = clock.now()
    with clock.held_at(start):
        for number in range(FREE_TRIES):
            visitor(office).sends("/sign-in/password", 422, email=email, password=f"guess number {number}")
        page = visitor(office).sends("/sign-in/password", 429, email=email, password=GOOD).text

    assert "Please wait 1 min." in page
    status = 303 if email == "amina@example.org" else 422
    with clock.held_at(start + timedelta(minutes=1)):
        visitor(office).sends("/sign-in/password", status, email=email, password=GOOD)


def test_the_owner_is_never_locked_out_by_a_guesser(office: Office, with_password: Visitor, burak: Visitor) -> None:
    laptop = visitor(office)
    laptop.sends("/sign-in/password", 303, **AMINA, password=GOOD)
    laptop.sends("/sign-out")
    for number in range(FREE_TRIES + 1):
        expected = 422 if number < FREE_TRIES else 429
        burak.sends("/sign-in/password", expected, **AMINA, password=f"guess number {number}")

    laptop.sends("/sign-in/password", 303, **AMINA, password=GOOD)  # the device is known
    with clock.held_at(clock.now() + timedelta(minutes=2)):
        visitor(office).signs_in()  # and a link works everywhere


def test_a_known_device_is_no_way_to_guess_for_ever(office: Office, with_password: Visitor) -> None:
    laptop = visitor(office)
    laptop.sends("/sign-in/password", 303, **AMINA, password=GOOD)
    laptop.sends("/sign-out")

    found = [
        laptop.client.post(
            "/sign-in/password",
            data={**AMINA, "password": f"guess number {number}"},
            headers={"Sec-Fetch-Site": "same-origin"},
        ).status_code
        for number in range(FREE_TRIES + 1)
    ]

    assert found == [422] * FREE_TRIES + [429]


@pytest.mark.parametrize("mark", ["x", "a.b", "0" * 32 + "." + "0" * 32, "ü"])
def test_a_made_up_mark_makes_no_device_known(mark: str) -> None:
    good = passwords.trusted_mark(b"secret", 1, "amina@example.org", "0" * 32)

    assert passwords.trusted_nonce(b"secret", 1, "amina@example.org", good) == "0" * 32
    assert passwords.trusted_nonce(b"secret", 1, "burak@example.org", good) is None
    assert passwords.trusted_nonce(b"secret", 2, "amina@example.org", good) is None
    assert passwords.trusted_nonce(b"secret", 1, "amina@example.org", mark) is None


def test_tries_are_forgotten_after_a_day(office: Office, with_password: Visitor) -> None:
    visitor(office).sends("/sign-in/password", 422, **AMINA, password="guess number one")  # noqa: S106 - wrong
    assert tries() == 1

    with clock.held_at(clock.now() + timedelta(days=1)):
        tidying.tidy(database.current())

    assert tries() == 0


# --- the work ---------------------------------------------------------------------------------------------------------


def test_a_hash_with_older_numbers_is_made_anew_when_its_owner_comes(office: Office, with_password: Visitor) -> None:
    old = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(GOOD)
    with database.transaction() as tx:
        tx.session.scalars(select(Password)).one().hash = old

    visitor(office).sends("/sign-in/password", 422, **AMINA, password="wrong horse battery")  # noqa: S106 - wrong
    assert kept() == [old]
    visitor(office).sends("/sign-in/password", 303, **AMINA, password=GOOD)

    [fresh] = kept()
    assert fresh.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    visitor(office).sends("/sign-in/password", 303, **AMINA, password=GOOD)


def test_the_loop_goes_on_while_a_password_is_hashed() -> None:
    turns = []

    def counts() -> None:
        while True:
            turns.append(1)
            gevent.sleep(0)

    counter = gevent.spawn(counts)
    passwords.hashed(GOOD)
    counter.kill()

    assert len(turns) > 10


def test_nothing_is_hashed_while_a_transaction_is_open(office: Office) -> None:
    with pytest.raises(RuntimeError, match="outside of transactions"), database.transaction():
        passwords.compare(GOOD, None)


def test_a_broken_hash_in_the_database_lets_nobody_in() -> None:
    assert passwords.compare(GOOD, "not a hash") == passwords.Verdict(good=False)
    assert passwords.compare(GOOD, None) == passwords.Verdict(good=False)
