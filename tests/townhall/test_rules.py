"""What a house must have, which colours and addresses it may have."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.foundation.locales import WRITTEN
from participation.foundation.messages import Refused
from participation.townhall.rules import (
    ABOUT,
    EXAMPLES,
    FOOTER,
    HUES,
    REQUIRED,
    TITLES,
    DateMissing,
    GapsLeft,
    NoMailAddress,
    NoPhoneNumber,
    NoSuchDay,
    NoSuchHue,
    NoVideoAddress,
    PageKind,
    chosen_hue,
    day_named,
    dialled,
    gaps_in,
    is_there,
    mail_address,
    missing,
    not_yet,
    phone_number,
    require_no_gaps,
    video_address,
)
from tests.townhall.colours import contrast, paint

IN_ALL: dict[str, list[str]] = {kind: list(WRITTEN) for kind in PageKind}


def test_every_kind_of_page_has_a_title_a_word_about_it_and_a_place_in_the_footer() -> None:
    assert set(TITLES) == set(ABOUT) == set(FOOTER) == set(PageKind)
    assert FOOTER[:2] == (PageKind.CONTACT, PageKind.ACCESSIBILITY)


def test_an_empty_house_misses_what_the_law_asks_for_and_nothing_else() -> None:
    assert missing({}, reachable=False) == list(REQUIRED)
    assert missing(IN_ALL, reachable=False) == []


def test_a_required_page_is_missing_until_it_is_there_in_german() -> None:
    written = IN_ALL | {PageKind.IMPRINT: ["en", "tr"]}

    assert missing(written, reachable=False) == [PageKind.IMPRINT]
    assert is_there(PageKind.IMPRINT, written, reachable=False)


def test_whoever_can_be_reached_needs_no_text_about_it() -> None:
    assert PageKind.CONTACT not in missing({}, reachable=True)
    assert [kind for kind in PageKind if is_there(kind, {}, reachable=True)] == [PageKind.CONTACT]
    assert not is_there(PageKind.CONTACT, {}, reachable=False)


def test_a_video_alone_is_a_page_without_words() -> None:
    assert is_there(PageKind.SIGNS, {PageKind.SIGNS: []}, reachable=False)
    assert not_yet(PageKind.SIGNS, {PageKind.SIGNS: []}) == list(WRITTEN)


def test_leichte_sprache_is_german_and_other_pages_are_wanted_in_every_language() -> None:
    assert not_yet(PageKind.EASY, {}) == ["de"]
    assert not_yet(PageKind.EASY, {PageKind.EASY: ["de"]}) == []
    assert not_yet(PageKind.PRIVACY, {PageKind.PRIVACY: ["de", "ar"]}) == ["en", "tr"]


@pytest.mark.parametrize(
    ("example", "typed", "shown", "meant"),
    [
        ("own", "33", 205, 33),
        ("", "33", 205, 33),
        ("155", "205", 205, 155),  # a button
        ("155", "33", 205, 155),  # both changed: the button was pressed on purpose
        ("205", "33", 205, 33),  # the number was typed, the button in front forgotten
        ("205", "205", 205, 205),
        ("205", "", 205, 205),
        ("own", " 0 ", 205, 0),
        ("own", "359", 205, 359),
        ("own", "٢٠٥", 28, 205),
    ],
)
def test_the_colour_somebody_meant(example: str, typed: str, shown: int, meant: int) -> None:
    assert chosen_hue(example, typed, shown) == meant


@pytest.mark.parametrize(
    ("example", "typed"), [("own", "360"), ("own", ""), ("own", "-1"), ("own", "red"), ("own", "9" * 30), ("2.5", "")]
)
def test_no_other_colour_passes(example: str, typed: str) -> None:
    with pytest.raises(NoSuchHue):
        chosen_hue(example, typed, 205)


def test_every_example_is_a_colour_with_a_name_of_its_own() -> None:
    assert len(EXAMPLES) == len(set(EXAMPLES.values())) == 8
    assert set(EXAMPLES) <= set(HUES)


def test_whatever_the_colour_words_stay_easy_to_read() -> None:
    """The pairs of the style sheet that depend on the hue, for every hue: 4.5 to 1 and more (WCAG 1.4.3)."""
    for hue in HUES:
        light, on_light, light_tint = paint(0.395, 0.09, hue), (1.0, 1.0, 1.0), paint(0.954, 0.014, hue)
        dark, on_dark, dark_tint = paint(0.82, 0.085, hue), paint(0.19, 0.03, hue), paint(0.29, 0.03, hue)
        pairs = [(light, on_light), (light, light_tint), (light, paint(0.946, 0.01, 88))]
        pairs += [(dark, on_dark), (dark, dark_tint), (dark, paint(0.265, 0.01, 80))]
        assert min(contrast(one, other) for one, other in pairs) >= 4.5, hue


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("  ", ""),
        (" amt@stadt.example ", "amt@stadt.example"),
        ("integration+1@kreis-a.example.org", "integration+1@kreis-a.example.org"),
        ("bürger@müller.example", "bürger@müller.example"),
    ],
)
def test_a_mail_address_is_kept(typed: str, kept: str) -> None:
    assert mail_address(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "amt",
        "amt@stadt",
        "a@b.de,c@d.de",
        "a@b.de?bcc=x@y.de",
        "<a@b.de>",
        "a b@c.de",
        "a@b.de\nBcc: x",
        'a"@b.de',
        "a&b@c.de",
        "x" * 120 + "@stadt.example",
    ],
)
def test_what_is_no_mail_address_is_refused(typed: str) -> None:
    with pytest.raises(NoMailAddress):
        mail_address(typed)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("", ""),
        ("0123 / 45-67", "01234567"),
        ("+49 (0)30 1234", "+49301234"),
        ("(030) 12 34", "0301234"),
        ("115", "115"),
    ],
)
def test_a_phone_number_is_kept_as_typed_and_dialled_without_its_looks(typed: str, number: str) -> None:
    assert phone_number(typed) == typed
    assert dialled(typed) == number


@pytest.mark.parametrize("typed", ["12", "---", "0900 CALL", "tel:0301234", "030\n1234", "1" * 41])
def test_what_is_no_phone_number_is_refused(typed: str) -> None:
    with pytest.raises(NoPhoneNumber):
        phone_number(typed)


@pytest.mark.parametrize(
    "typed", ["", "https://video.example/v/1?a=b#t=3", "https://video.example", "https://a.b:8443/x"]
)
def test_the_address_of_a_video_is_kept(typed: str) -> None:
    assert video_address(f" {typed} ") == typed


@pytest.mark.parametrize(
    "typed",
    [
        "http://video.example/1",
        "javascript:alert(1)",
        "//video.example",
        "https://",
        "https://me@video.example/",
        "video",
        "https://video.example/a b",
        "https://video.example/\u202e",
        "https://video",
        "https://v.example/" + "x" * 500,
        "https://evil.example\\@video.example/",
    ],
)
def test_what_is_no_address_of_a_video_is_refused(typed: str) -> None:
    with pytest.raises(NoVideoAddress):
        video_address(typed)


def test_a_day_is_read_and_an_empty_field_is_none() -> None:
    assert day_named(" 2026-03-31 ") == date(2026, 3, 31)
    assert day_named("") is None


@pytest.mark.parametrize("typed", ["31.3.2026", "2026-02-30", "0001-01-01", "9999-12-31", "x", "2026-03-31T00:00"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(NoSuchDay):
        day_named(typed)


@given(st.text(max_size=30))
def test_whatever_is_typed_is_kept_or_refused_in_words(typed: str) -> None:
    for rule in (mail_address, phone_number, video_address, day_named):
        try:
            kept = rule(typed)
        except Refused:
            continue
        assert kept in {typed.strip(), None} or isinstance(kept, date)


def test_a_draft_with_gaps_is_not_published_and_says_which_are_left() -> None:
    assert gaps_in("[…: Name] und […] und [Link](https://a.example) und […") == ["[…: Name]", "[…]"]
    with pytest.raises(GapsLeft, match="…: Name"):
        require_no_gaps({"de": "Fertig", "en": "[…: Name]"})
    with pytest.raises(GapsLeft) as refused:
        require_no_gaps({"de": "[…: a] […: b] […: c] […: d]"})
    assert refused.value.facts == {"gaps": "[…: a], […: b], […: c] …"}
    require_no_gaps({"de": "Fertig"})


def test_each_refusal_is_a_sentence_for_a_form() -> None:
    kinds = (NoSuchHue, NoMailAddress, NoPhoneNumber, NoVideoAddress, DateMissing, GapsLeft, NoSuchDay)
    assert {kind.status for kind in kinds} == {422}
    assert len({kind.message for kind in kinds}) == len(kinds)
