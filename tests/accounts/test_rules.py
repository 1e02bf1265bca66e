"""Which addresses are the same, which passwords are guessed, how often somebody may try."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.accounts.rules import (
    COMMON,
    FREE_TRIES,
    LONGEST,
    LONGEST_WAIT,
    MAILS_FROM_DEVICE,
    MAILS_TO_ADDRESS,
    TRIES_REMEMBERED,
    AddressFirst,
    PasswordGuessable,
    PasswordLong,
    PasswordShort,
    check_password,
    comparable,
    may_write,
    wait_to_try,
)
from participation.foundation.letters import NoMailAddress

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)


def minutes_ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


# --- addresses


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("amina@example.org", " Amina@EXAMPLE.org "),
        ("amina@köln.example", "amina@KÖLN.example"),
        ("amina@köln.example", "amina@ko\u0308ln.example"),
        ("amina@köln.example", "amina@xn--kln-sna.example"),
    ],
)
def test_an_address_is_the_same_however_it_is_typed(one: str, other: str) -> None:
    assert comparable(one)[1] == comparable(other)[1]


def test_mail_goes_to_the_address_as_it_was_typed() -> None:
    assert comparable(" Amina.Örnek@x".replace("Ö", "O") + ".example ")[0] == "Amina.Ornek@x.example"


@pytest.mark.parametrize("typed", ["", "amina", "amina@", "@example.org", "a b@example.org", "a@b\nc.example"])
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(NoMailAddress):
        comparable(typed)


# --- passwords


@pytest.mark.parametrize(
    "password",
    [
        "rosa elefant tanzt leise",
        "correct horse battery",
        "836192745501",
        "Xk7#mPq2vLw9",
        "سمك أزرق يطير عاليا",
        "蓝色的鱼在天空中慢慢地飞翔着",
        "passwort und elefanten",
    ],
)
def test_words_in_a_row_and_what_a_machine_made_are_taken(password: str) -> None:
    assert check_password(password, address="amina@example.org", town="Musterstadt") == password


@pytest.mark.parametrize(
    "password",
    [
        "passwort1234",
        "P@ssw0rd2026!",
        "musterstadt2026",
        "amina@example.org",
        "Amina-Example-1",
        "qwertzuiop123",
        "987654321098",
        "aaaaaaaaaaaaaaaa",
        "sommersommer!!",
    ],
)
def test_what_is_guessed_first_is_refused(password: str) -> None:
    with pytest.raises(PasswordGuessable):
        check_password(password, address="amina@example.org", town="Musterstadt")


@given(st.lists(st.sampled_from(sorted(COMMON)), min_size=1), st.text("!?-. ", max_size=5))
def test_no_row_of_common_words_makes_a_password(words: list[str], between: str) -> None:
    with pytest.raises((PasswordGuessable, PasswordShort, PasswordLong)):
        check_password(between.join(words), address="amina@example.org", town="Musterstadt")


def test_a_password_has_a_shortest_and_a_longest_length_and_needs_an_address() -> None:
    with pytest.raises(PasswordShort):
        check_password("elf zeichen", address="a@example.org", town="")
    with pytest.raises(PasswordLong):
        check_password("rosa elefant " * 20, address="a@example.org", town="")
    with pytest.raises(AddressFirst):
        check_password("rosa elefant tanzt leise", address=None, town="")
    whole = ("rosa elefant " * 20)[:LONGEST]
    assert check_password(whole, address="a@example.org", town="") == whole


def test_a_password_is_the_same_from_each_keyboard() -> None:
    composed, decomposed = "grüne möhren tanzen", "gru\u0308ne mo\u0308hren tanzen"

    assert check_password(composed, address="", town="") == check_password(decomposed, address="", town="")


# --- pace


@pytest.mark.parametrize(
    ("failures", "ago", "waits"),
    [
        (0, 0, 0.0),
        (FREE_TRIES - 1, 0, 0.0),
        (FREE_TRIES, 0, 0.5),
        (FREE_TRIES, 1, 0.0),
        (FREE_TRIES + 2, 0, 2.0),
        (FREE_TRIES + 2, 1, 1.0),
        (FREE_TRIES + 50, 0, 15.0),
        (FREE_TRIES + 50, TRIES_REMEMBERED.total_seconds() / 60, 0.0),
    ],
)
def test_whoever_guesses_waits_longer_each_time(failures: int, ago: float, waits: float) -> None:
    assert wait_to_try(failures, minutes_ago(ago), NOW) == timedelta(minutes=waits)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_nobody_waits_longer_than_a_quarter_of_an_hour(failures: int, seconds: int) -> None:
    assert timedelta(0) <= wait_to_try(failures, NOW - timedelta(seconds=seconds), NOW) <= LONGEST_WAIT


@pytest.mark.parametrize(
    ("asked", "from_device", "may"),
    [
        ([], 0, True),
        ([0.5], 0, False),
        ([1], 0, True),
        ([5] * (MAILS_TO_ADDRESS - 1), 0, True),
        ([5] * MAILS_TO_ADDRESS, 0, False),
        ([], MAILS_FROM_DEVICE, False),
    ],
)
def test_a_mailbox_gets_one_mail_a_minute_and_a_few_in_an_hour(
    asked: list[float], from_device: int, *, may: bool
) -> None:
    assert may_write([minutes_ago(one) for one in asked], from_device, NOW) is may
