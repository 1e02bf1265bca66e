"""Languages: their names, their directions, and which version a reader gets."""

import pytest
from babel import Locale

from participation.foundation import locales
from participation.foundation.locales import Words, base, catalogue_of, direction, known_language, own_name, pick


def test_every_language_of_the_interface_has_a_name_of_its_own() -> None:
    assert locales.DEFAULT in locales.WRITTEN
    assert set(locales.WRITTEN) <= set(locales.INTERFACE) <= set(locales.OWN_NAMES) | set(locales.VARIETIES)
    assert {base(one) for one in locales.VARIETIES} <= set(locales.INTERFACE)
    assert own_name("de-simple") == "Deutsch, leicht"
    assert len(set(locales.OWN_NAMES.values())) == len(locales.OWN_NAMES)
    assert own_name("xx") == "xx"


@pytest.mark.parametrize("lang", [lang for lang in locales.OWN_NAMES if lang != "ckb"])
def test_a_language_runs_as_its_script_does(lang: str) -> None:
    assert direction(lang) == {"left-to-right": "ltr", "right-to-left": "rtl"}[Locale.parse(lang).character_order]


def test_sorani_runs_from_right_to_left_and_an_unknown_language_as_its_words_do() -> None:
    assert direction("ckb") == "rtl"
    assert direction(locales.UNDETERMINED) == "auto"
    assert Words("مرحبا", "ar").dir == "rtl"


@pytest.mark.parametrize(
    ("code", "ours"),
    [
        ("de", "de"), ("de-DE", "de"), ("DE_at", "de"), (" tr ", "tr"), ("kmr", "ku"), ("prs", "fa"), ("fa-AF", "fa"),
        ("deu", "de"), ("ckb", "ckb"), ("tlh", None), ("", None), ("-", None), ("<script>", None),
    ],
)  # fmt: skip
def test_codes_of_other_systems_are_known_under_our_name(code: str, ours: str | None) -> None:
    assert known_language(code) == ours


def test_every_alias_leads_to_a_language_we_carry() -> None:
    assert set(locales.ALIASES.values()) <= set(locales.OWN_NAMES)


@pytest.mark.parametrize(
    ("texts", "lang", "picked"),
    [
        ({"de": "Hallo", "ar": "مرحبا"}, "ar", Words("مرحبا", "ar")),
        ({"de": "Hallo", "ar": ""}, "ar", Words("Hallo", "de")),
        ({"en": "Hello", "fr": "Salut"}, "ar", Words("Hello", "en")),
        ({"uk": "Вітаю"}, "ar", Words("Вітаю", "uk")),
        ({"en": "Hello", "de": "Hallo"}, "de-simple", Words("Hallo", "de")),
        ({"de": "Hallo", "de-simple": "Hallo Sie"}, "de-simple", Words("Hallo Sie", "de-simple")),
        ({}, "ar", Words("", "ar")),
    ],
)
def test_a_reader_gets_their_own_version_or_the_nearest_marked_as_what_it_is(
    texts: dict[str, str], lang: str, picked: Words
) -> None:
    assert pick(texts, lang) == picked


def test_a_variety_is_named_by_its_tag_and_its_catalogue_as_gettext_does() -> None:
    assert [catalogue_of(lang) for lang in ("de", "de-simple")] == ["de", "de@leicht"]
    assert [base(lang) for lang in ("ar", "de-simple")] == ["ar", "de"]
    assert direction("de-simple") == "ltr"
    assert known_language("de-simple") == "de"
