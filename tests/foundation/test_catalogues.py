"""The check of the catalogues finds what Babel passes over in silence; each fault is planted on a copy."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from participation.foundation import catalogues
from participation.foundation.locales import INTERFACE, catalogue_of
from participation.foundation.paths import asset_dir

HEADER = '"Plural-Forms: '
Plant = Callable[[str], list[str]]


@pytest.fixture
def plant(tmp_path: Path) -> Callable[..., list[str]]:
    """Change one catalogue of a copy; returns the troubles that were not there before."""

    def changed(name: str, change: Callable[[str], str]) -> list[str]:
        lang = next(one for one in INTERFACE if catalogue_of(one) == name)
        before = set(catalogues.troubles(lang, asset_dir("translations")))
        shutil.copytree(asset_dir("translations") / name, tmp_path / name)
        file = tmp_path / name / "LC_MESSAGES" / "messages.po"
        source = file.read_text(encoding="utf-8")
        planted = change(source)
        assert planted != source
        file.write_text(planted, encoding="utf-8")
        found = [trouble for trouble in catalogues.troubles(lang, tmp_path) if trouble not in before]
        shutil.rmtree(tmp_path / name)
        return found

    return changed


def add(entry: str) -> Callable[[str], str]:
    return lambda source: f"{source.rstrip()}\n\n{entry}\n"


def header(forms: str) -> Callable[[str], str]:
    return lambda source: re.sub(r'"Plural-Forms:(.|\n)*?\\n"', f'"Plural-Forms: {forms};\\\\n"', source, count=1)


def test_the_headers_and_placeholders_of_our_catalogues_are_sound() -> None:
    assert [trouble for trouble in catalogues.check() if "not translated" not in trouble] == []


def test_a_language_without_a_catalogue_is_missed(tmp_path: Path) -> None:
    assert catalogues.check(tmp_path) == [f"{lang}: no catalogue" for lang in INTERFACE]


def test_a_fuzzy_header_is_found(plant: Callable[..., list[str]]) -> None:
    def mark(source: str) -> str:
        return source.replace('msgid ""\nmsgstr ""', '#, fuzzy\nmsgid ""\nmsgstr ""', 1)

    assert plant("tr", mark) == ["tr: the header is fuzzy, so Babel would skip the catalogue"]


@pytest.mark.parametrize(
    ("lang", "forms"),
    [
        ("de", "nplurals=1; plural=0"),
        ("de", "nplurals=2; plural=(n > 1)"),
        ("en", "nplurals=2; plural=(n == 0)"),
        ("ar", "nplurals=2; plural=(n != 1)"),
        ("ar", "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=12 ? 3 : n%100>=11 ? 4 : 5)"),
        ("ar", "nplurals=4; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)"),
    ],
)
def test_plural_rules_of_another_language_are_found(plant: Callable[..., list[str]], lang: str, forms: str) -> None:
    assert any("does not follow the language" in trouble for trouble in plant(lang, header(forms)))


def test_a_sentence_without_a_translation_is_found(plant: Callable[..., list[str]]) -> None:
    assert plant("de", add('msgid "Good evening"\nmsgstr ""')) == ["de: not translated: 'Good evening'"]


def test_english_needs_no_translation_of_itself_but_its_plurals(plant: Callable[..., list[str]]) -> None:
    assert plant("en", add('msgid "Good evening"\nmsgstr ""')) == []
    plural = 'msgid "%(num)s chair"\nmsgid_plural "%(num)s chairs"\nmsgstr[0] ""\nmsgstr[1] ""'
    assert plant("en", add(plural)) == ["en: not translated: '%(num)s chair'"]


def test_a_variety_may_leave_a_sentence_to_its_language_but_no_plural_and_no_name(
    plant: Callable[..., list[str]],
) -> None:
    assert plant("de@leicht", add('msgid "Good evening"\nmsgstr ""')) == []
    silent = 'msgid "%(num)s chair"\nmsgid_plural "%(num)s chairs"\nmsgstr[0] ""\nmsgstr[1] ""'
    nameless = 'msgid "To %(place)s"\nmsgstr "Dahin"'
    assert plant("de@leicht", add(f"{silent}\n\n{nameless}")) == [
        "de-simple: not translated: '%(num)s chair'",
        "de-simple: %(place)s is missing in 'To %(place)s'",
    ]


def test_a_draft_may_lack_a_sentence_but_none_of_its_forms_and_names(plant: Callable[..., list[str]]) -> None:
    forms = 'msgid "%(num)s chair"\nmsgid_plural "%(num)s chairs"\n'
    silent = 'msgstr[0] ""\nmsgstr[1] ""\nmsgstr[2] ""'
    assert plant("uk", add(f'msgid "Good evening"\nmsgstr ""\n\n{forms}{silent}')) == []
    half = 'msgstr[0] "%(num)s стілець"\nmsgstr[1] ""\nmsgstr[2] ""'
    nameless = 'msgid "To %(place)s"\nmsgstr "Туди"'
    assert plant("uk", add(f"{forms.replace('chair', 'stool')}{half}\n\n{nameless}")) == [
        "uk: not translated: '%(num)s stool'",
        "uk: %(place)s is missing in 'To %(place)s'",
    ]


def test_the_drafts_say_nearly_everything() -> None:
    for lang, (said, there) in catalogues.progress().items():
        assert said > 0.9 * there, lang


def test_a_fuzzy_translation_counts_as_none(plant: Callable[..., list[str]]) -> None:
    fuzzy = '#, fuzzy\nmsgid "Good evening"\nmsgstr "Guten Morgen"'

    assert plant("de", add(fuzzy)) == ["de: not translated: 'Good evening'"]


def test_a_missing_plural_form_is_found(plant: Callable[..., list[str]]) -> None:
    forms = "".join(f'\nmsgstr[{form}] "%(num)s كراسي"' for form in range(5))

    found = plant("ar", add(f'msgid "%(num)s chair"\nmsgid_plural "%(num)s chairs"{forms}'))

    assert found == ["ar: not translated: '%(num)s chair'"]


@pytest.mark.parametrize(
    ("translated", "found"),
    [
        ("Guten Abend, %(name)s", []),
        ("Guten Abend", ["de: %(name)s is missing in 'Good evening, %(name)s'"]),
        ("Guten Abend, %(nmae)s", ["de: %(name)s is missing in 'Good evening, %(name)s'"]),
    ],
)
def test_a_missing_placeholder_is_found(plant: Callable[..., list[str]], translated: str, found: list[str]) -> None:
    troubles = plant("de", add(f'msgid "Good evening, %(name)s"\nmsgstr "{translated}"'))

    assert [trouble for trouble in troubles if "missing" in trouble] == found


def test_an_unknown_placeholder_would_break_the_page_and_is_found(plant: Callable[..., list[str]]) -> None:
    entry = '#, python-format\nmsgid "Good evening, %(name)s"\nmsgstr "Guten Abend, %(name)s und %(guest)s"'

    assert len(plant("de", add(entry))) == 1


def test_words_may_say_the_number_only_where_a_form_stands_for_one(plant: Callable[..., list[str]]) -> None:
    ids = 'msgid "%(num)s chair"\nmsgid_plural "%(num)s chairs"\n'

    assert plant("de", add(f'{ids}msgstr[0] "ein Stuhl"\nmsgstr[1] "%(num)s Stühle"')) == []
    arabic = ["لا كراسي", "كرسي", "كرسيان", "%(num)s كراسي", "%(num)s كرسيا", "%(num)s كرسي"]
    assert plant("ar", add(ids + "\n".join(f'msgstr[{form}] "{said}"' for form, said in enumerate(arabic)))) == []
    assert plant("tr", add(f'{ids}msgstr[0] "sandalye"')) == ["tr: %(num)s is missing in '%(num)s chair'"]
