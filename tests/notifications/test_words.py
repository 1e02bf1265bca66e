"""Addresses and lines that a mail can carry, and words that run the other way."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.foundation.letters import (
    NoMailAddress,
    header_line,
    is_mail_address,
    isolated,
    mail_address,
    on_the_wire,
)
from participation.foundation.smtp import address_refused


@pytest.mark.parametrize(
    "address",
    [
        "max@example.org",
        "max.mustermann+rathaus@stadt.example.org",
        "o'neill@example.org",
        "a@xn--kln-sna.example",
        "max@köln.example",
        "x" * 64 + "@example.org",
    ],
)
def test_these_are_addresses(address: str) -> None:
    assert mail_address(f" {address}\n") == address
    assert on_the_wire(address).isascii()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "max",
        "max@",
        "@example.org",
        "max@localhost",
        "max@@example.org",
        "max mustermann@example.org",
        "max@example.org, eva@example.org",
        "<max@example.org>",
        "max@[127.0.0.1]",
        "max..m@example.org",
        ".max@example.org",
        "max@example..org",
        "max@-example.org",
        "max@example.org.",
        "mäx@example.org",
        "max\r\nBcc: eva@example.org",
        "max@example.org\r\nBcc: eva@example.org",
        '"max"@example.org',
        "x" * 65 + "@example.org",
        "max@" + "x" * 64 + ".org",
        "max@" + "x." * 126 + "org",
        "max@exa mple.org",
        "max\x00@example.org",
        "max@example.org\x00",
        "max@\u202eexample.org",
    ],
)
def test_these_are_none(address: str) -> None:
    assert not is_mail_address(address)
    with pytest.raises(NoMailAddress):
        mail_address(address)


@given(st.text())
def test_a_header_line_is_one_line_without_controls(words: str) -> None:
    line = header_line(words)

    assert line.splitlines() in ([], [line])
    assert not any(unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} for sign in line)
    assert header_line(line) == line


@given(st.text())
def test_whatever_is_taken_for_an_address_has_no_sign_with_a_meaning_in_a_mail(typed: str) -> None:
    address = f"{typed}@example.org"

    if is_mail_address(address):
        assert not set(on_the_wire(address)) & set(' \t\r\n<>(),;:"\\[]\x00')


@pytest.mark.parametrize(
    ("words", "lang", "apart"),
    [
        ("Musterstadt", "de", False),
        ("Musterstadt", "ar", True),
        ("المدينة", "ar", False),
        ("المدينة", "de", True),
        ("Konzept المدينة", "en", True),
        ("עיר", "tr", True),
        ("2026", "ar", False),
        ("", "ar", False),
    ],
)
def test_what_runs_the_other_way_is_set_apart(words: str, lang: str, *, apart: bool) -> None:
    assert isolated(words, lang) == (f"\u2068{words}\u2069" if apart else words)


@pytest.mark.parametrize(
    ("code", "said", "after_data", "refused"),
    [
        (550, b"5.1.1 no such user", False, True),
        (550, "5.1.1 no such user", False, True),
        (550, b"5.1.10 null mx", False, True),
        (552, b"5.2.2 mailbox full", False, True),
        (550, b"5.7.1 relaying denied", False, False),
        (554, b"relaying denied", False, False),
        (450, b"4.1.1 perhaps later", False, False),
        (550, b"no such user", False, True),
        (550, b"", False, True),
        (550, b"no such user", True, False),
        (550, b"5.1.1 no such user", True, True),
        (554, b"5.6.0 spam", True, False),
        (550, b"\xff\xfe", False, True),
    ],
)
def test_only_what_concerns_the_address_ends_it(
    code: int, said: bytes | str, *, after_data: bool, refused: bool
) -> None:
    assert address_refused(code, said, after_data=after_data) is refused
