"""Names, addresses and words of organisations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.directory.rules import pages, sorting_key
from participation.foundation.messages import Refused
from participation.foundation.text import TooLong
from participation.organisations.rules import (
    Kind,
    NameMissing,
    NoWebsite,
    Part,
    UnknownKind,
    about_text,
    described,
    folded_name,
    key_of,
    kind_named,
    may_keep,
    missing_languages,
    organisation_name,
    own_language,
    spoken_languages,
    website_named,
)


def test_a_name_stands_on_one_line_and_turns_nothing_around() -> None:
    assert organisation_name("  Verein\n \u202eBrücke ") == "Verein Brücke"
    with pytest.raises(NameMissing):
        organisation_name(" \u202e ")
    with pytest.raises(TooLong):
        organisation_name("B" * 10_000)


@pytest.mark.parametrize("other", ["VEREIN BRÜCKE E.V.", "Verein Brucke e. V.", "Verein  Brücke, e.V"])
def test_names_are_compared_without_case_accents_and_signs(other: str) -> None:
    assert folded_name(other).replace(" ", "") == folded_name("Verein Brücke e. V.").replace(" ", "")


def test_a_name_of_signs_alone_is_compared_as_it_is() -> None:
    assert folded_name("♥") == "♥"


@pytest.mark.parametrize(
    ("name", "taken", "key"),
    [
        ("Verein Musterbrücke e. V.", [], "verein-musterbruecke-e-v"),
        ("Verein Musterbrücke", ["verein-musterbruecke"], "verein-musterbruecke-2"),
        ("Verein", ["verein", "verein-2"], "verein-3"),
        ("جمعية الجسر", [], "spare"),
        ("Join", [], "join-2"),
        ("<script>alert(1)</script>", [], "script-alert-1-script"),
    ],
)
def test_the_address_comes_from_the_name(name: str, taken: list[str], key: str) -> None:
    assert key_of(name, taken, "spare") == key


@given(st.text(min_size=1, max_size=200), st.sets(st.text(max_size=40), max_size=5))
def test_every_name_has_an_address_that_nobody_else_has(name: str, taken: set[str]) -> None:
    key = key_of(name, taken, "spare")

    assert key not in taken
    assert 0 < len(key) <= 40
    assert set(key) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_a_kind_is_one_of_ours() -> None:
    assert kind_named("club") is Kind.CLUB
    with pytest.raises(UnknownKind):
        kind_named("party")


@pytest.mark.parametrize("address", ["", " https://verein.example ", "https://müster.example/über-uns?x=1"])
def test_a_website_is_an_https_address_or_nothing(address: str) -> None:
    assert website_named(address) == address.strip()


@pytest.mark.parametrize(
    "address",
    [
        "http://verein.example",
        "javascript:alert(1)",
        "https://",
        "https://verein",
        "https://a b.example",
        'https://verein.example/"onclick=x',
        "https://ver\u202eein.example",
        "https://user@verein.example",
        "https://verein.example/" + "a" * 300,
    ],
)
def test_nothing_else_is_a_website(address: str) -> None:
    with pytest.raises(NoWebsite):
        website_named(address)


def test_what_it_says_about_itself_is_plain_text_with_an_end() -> None:
    assert about_text(" Wir helfen.\r\n\r\n\r\nAllen. ") == "Wir helfen.\n\nAllen."
    assert about_text("  ") == ""
    with pytest.raises(TooLong):
        about_text("x" * 2_001)


def test_languages_are_known_ones_once_in_our_order() -> None:
    assert spoken_languages(["ti", "ar", "xx", "kmr", "ar"]) == ["ar", "ku", "ti"]
    assert [own_language(code) for code in ("ti", "de", "xx", "")] == ["ti", "", "", ""]
    assert missing_languages({"de": "Wir", "ar": "نحن"}) == ["en", "tr"]


def test_who_told_it_is_described_in_a_few_words() -> None:
    assert described(" eine Mutter\naus dem Kurs ") == "eine Mutter aus dem Kurs"
    assert described("  ") == ""
    with pytest.raises(TooLong):
        described("x" * 81)


def test_speakers_and_the_administration_keep_it() -> None:
    found = [may_keep(part, office=office) for part in (Part.SPEAKER, Part.MEMBER, None) for office in (False, True)]

    assert found == [True, True, False, True, False, True]


NAMES = ["Zukunft", "çelebi", "Cafe", "Çınar", "Dost", "جمعية", "Ölberg", "ılık", "İzmir", "Isar"]


@pytest.mark.parametrize(
    ("lang", "ordered"),
    [
        ("de", ["Cafe", "çelebi", "Çınar", "Dost", "ılık", "Isar", "İzmir", "Ölberg", "Zukunft", "جمعية"]),
        ("tr", ["Cafe", "çelebi", "Çınar", "Dost", "ılık", "Isar", "İzmir", "Ölberg", "Zukunft", "جمعية"]),
        ("ar", ["جمعية", "Cafe", "çelebi", "Çınar", "Dost", "ılık", "Isar", "İzmir", "Ölberg", "Zukunft"]),
    ],
)
def test_the_list_follows_the_readers_alphabet(lang: str, ordered: list[str]) -> None:
    assert sorted(NAMES, key=lambda name: sorting_key(name, lang)) == ordered


def test_a_turkish_reader_finds_dotless_before_dotted() -> None:
    names = ["İnce", "Izgara", "Çam", "Cumba", "Şen", "Sevgi", "Żaba"]

    assert sorted(names, key=lambda name: sorting_key(name, "tr")) == [
        "Cumba",
        "Çam",
        "Izgara",
        "İnce",
        "Sevgi",
        "Şen",
        "Żaba",
    ]
    assert sorting_key("123", "ar")[0] is True


def test_an_empty_list_has_one_page() -> None:
    assert [pages(total) for total in (0, 1, 20, 21)] == [1, 1, 1, 2]


def test_every_refusal_says_something() -> None:
    assert all(refused.message != Refused.message for refused in (NameMissing, NoWebsite, UnknownKind))
