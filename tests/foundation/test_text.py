"""What people type: kept whole, made safe, found again."""

import json
import unicodedata
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from participation.foundation import text
from participation.foundation.text import (
    MAX_CHARACTERS,
    MAX_NESTING,
    MAX_TAGS,
    NothingSaid,
    TooLong,
    TooTangled,
    clean,
    fold,
    one_line,
    paragraphs,
    plain,
    tidy,
)

HA_CKERS = Path("../shared/data/security/bleach_ha_ckers.json")
OVERRIDES = "\u202a\u202b\u202c\u202d\u202e"
ISOLATES = "\u2066\u2067\u2068\u2069"
SPELLING = "\u200c\u200d\u200e\u200f"  # ZWNJ, ZWJ, LRM, RLM

# what tends to break a text: directions, controls, combining signs, line ends, surrogates
AWKWARD = st.text(
    st.sampled_from([*OVERRIDES, *ISOLATES, *SPELLING, *"\n\r\t\x00\x07\x0b\x85\ufeff\u2028\u0301\u0327 aäıß<&م"])
)
TYPED = st.text(max_size=200) | AWKWARD | st.text(st.characters(categories=["Cc", "Cf", "Cs", "Mn", "Zs", "Zl", "Lo"]))


def pieces(*of: str) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(of), max_size=60).map("".join)


def sayable(typed: str) -> str:
    try:
        return plain(typed)
    except NothingSaid:
        assume(condition=False)
        raise


# --- plain text -------------------------------------------------------------------------------------------------------


@given(TYPED)
def test_tidying_twice_changes_nothing_more(typed: str) -> None:
    assert tidy(tidy(typed)) == tidy(typed)


@given(TYPED)
def test_taking_a_text_twice_changes_nothing_more(typed: str) -> None:
    words = sayable(typed)

    assert plain(words) == words


@given(TYPED)
def test_a_title_stays_on_one_line_and_taking_it_twice_changes_nothing_more(typed: str) -> None:
    assume(any(sign.isalnum() for sign in tidy(typed)))
    title = one_line(typed, 500)

    assert "\n" not in title
    assert one_line(title, 500) == title


@given(TYPED)
def test_no_control_override_or_half_a_character_is_kept(typed: str) -> None:
    words = tidy(typed)

    assert [sign for sign in words if sign in OVERRIDES] == []
    assert {sign for sign in words if unicodedata.category(sign) in {"Cc", "Cs"}} <= {"\n", "\t"}
    assert words.encode().decode() == words


@given(TYPED)
def test_directional_isolates_are_balanced_on_every_line(typed: str) -> None:
    for line in tidy(typed).split("\n"):
        depth = 0
        for sign in line:
            depth += (sign in "\u2066\u2067\u2068") - (sign == "\u2069")
            assert depth >= 0
        assert depth == 0


@given(TYPED)
def test_every_letter_and_digit_is_kept(typed: str) -> None:
    def letters(words: str) -> list[str]:
        return [sign for sign in unicodedata.normalize("NFD", words) if sign.isalnum()]

    assert letters(tidy(typed)) == letters(typed)


@pytest.mark.parametrize(
    "words",
    [
        "می\u200cخواهم",
        "क\u094d\u200dष",
        "C\u200e (#)",
        "א\u200f!",
        "👩\u200d👩\u200d👧\u200d👦",
        "\u2066EU\u2069 und \u2067عرب\u2069",
    ],
)
def test_joiners_and_marks_that_are_spelling_stay(words: str) -> None:
    assert plain(words) == unicodedata.normalize("NFC", words)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Mehr Bänke  ", "Mehr Bänke"),
        ("eins\r\nzwei\rdrei", "eins\nzwei\ndrei"),
        ("eins\n\n\n\n\nzwei   \n", "eins\n\nzwei"),
        ("Ba\u0308nke", "Bänke"),
        ("a\x00b\x07c\x1b[31m", "abc[31m"),
        ("\u202egnp.exe\u202c", "gnp.exe"),
        ("\u2066offen", "offen"),
        ("zu\u2069", "zu"),
        ("\u2066erste\nzweite\u2069", "erste\nzweite"),
        ("\ufeffText", "Text"),
        ("\ud800allein", "allein"),
    ],
)
def test_what_is_tidied(typed: str, kept: str) -> None:
    assert plain(typed) == kept


@pytest.mark.parametrize("typed", ["", "   \n\t", "\u200b\u200d", "\x00\x01", "\u202e\u202c", "\u0301", "\u2066\u2069"])
def test_nothing_said_is_told_from_something_short(typed: str) -> None:
    with pytest.raises(NothingSaid):
        plain(typed)


@pytest.mark.parametrize("typed", ["?", "5", "👍", "ja", "—", "€"])
def test_one_sign_is_something_said(typed: str) -> None:
    assert plain(typed) == typed


def test_the_limit_counts_characters_after_tidying_and_says_both_numbers() -> None:
    assert plain("ü" * MAX_CHARACTERS + "   \n") == "ü" * MAX_CHARACTERS
    with pytest.raises(TooLong, match=rf"{MAX_CHARACTERS + 1} characters.*shorten it to {MAX_CHARACTERS}"):
        plain("ü" * (MAX_CHARACTERS + 1))
    with pytest.raises(TooLong, match="shorten it to 10"):
        one_line("Ein Titel mit\nvielen Worten", 10)


# --- plain text on a page ---------------------------------------------------------------------------------------------


class Reader(HTMLParser):
    """What a browser would make of it: tags with their attributes, and the words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "br":
            self.words += "\n"

    def handle_data(self, data: str) -> None:
        self.words += data


@given(pieces(*"<>&\"'/=ab \n", "<script>", "<img src=x onerror=a>", "https://a.example.org/", "&lt;"))
@example("<script>alert(1)</script>\n\nhttps://a.example.org/<svg/onload=alert(1)>")
@example("www.example.org\"onmouseover='alert(1)")
@example("&lt;img src=x onerror=alert(1)&gt; https://example.org")
def test_plain_text_on_a_page_is_only_words_breaks_and_links(typed: str) -> None:
    words = tidy(typed)
    page = Reader(str(paragraphs(words)))

    assert {tag for tag, _ in page.tags} <= {"p", "br", "a"}
    for tag, attributes in page.tags:
        expected = {"href": attributes.get("href"), "rel": "nofollow noopener noreferrer"} if tag == "a" else {}
        assert attributes == expected
    assert page.words == words.replace("\n\n", "")


def test_paragraphs_lines_and_links_of_a_text() -> None:
    typed = "Siehe https://musterstadt.example.org/plan?a=1&b=2.\nUnd <b>hier</b>\n\nEnde"

    address = "https://musterstadt.example.org/plan?a=1&amp;b=2"
    link = f'<a href="{address}" rel="nofollow noopener noreferrer">{address}</a>'
    assert str(paragraphs(typed)) == f"<p>Siehe {link}.<br>Und &lt;b&gt;hier&lt;/b&gt;</p><p>Ende</p>"


@pytest.mark.parametrize("typed", ["javascript:alert(1)", "tel:0900123456", "max@example.org", "data:text/html,x"])
def test_only_addresses_of_the_web_become_links(typed: str) -> None:
    page = Reader(str(paragraphs(f"{typed} https://example.org")))

    assert [attributes["href"] for tag, attributes in page.tags if tag == "a"] == ["https://example.org"]


# --- a moderator's HTML -----------------------------------------------------------------------------------------------


def assert_harmless(html: str) -> None:
    for tag, attributes in Reader(html).tags:
        assert tag in text.RICH_TAGS
        assert set(attributes) <= ({"href", "rel"} if tag == "a" else set())
        href = attributes.get("href")
        assert href is None or text.harmless_address(unescape(href))


def test_the_little_a_moderator_may_write_stays() -> None:
    written = (
        "<h2>Ort</h2><p>Im <strong>Saal</strong>,<br><em>pünktlich</em></p><ul><li>eins</li></ul><ol><li>zwei</li></ol>"
        "<blockquote>Zitat</blockquote>"
    )

    assert clean(written) == written
    assert clean('<a href="/ideas">Ideen</a>') == '<a href="/ideas" rel="nofollow noopener noreferrer">Ideen</a>'


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "&#106;avascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "tel:0900123456",
        "sms:12345",
        "//evil.example",
        "/\\evil.example",
        "https:evil.example",
        "https:///evil.example",
        "ftp://a.example",
        "mailto:",
        "view-source:1",
    ],
)
def test_an_address_that_leads_somewhere_else_is_taken_off(href: str) -> None:
    cleaned = clean(f'<p><a href="{href}">hier</a></p>')

    assert "href" not in cleaned
    assert Reader(cleaned).words == "hier"


@pytest.mark.parametrize(
    "href", ["https://a.example/x", "http://a.example", "mailto:max@beispiel.example", "/mine", "#oben"]
)
def test_an_address_that_may_stay_stays(href: str) -> None:
    assert Reader(clean(f'<a href="{href}">hier</a>')).tags[0][1]["href"] == href


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>Wort",
        '<img src=x onerror="alert(1)">Wort',
        "<svg/onload=alert(1)>Wort",
        '<p style="position:fixed" class="x" id="y" onclick="alert(1)">Wort</p>',
        "<form action=/x><button>Wort</button></form>",
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>Wort",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>Wort",
        "<a href='x' target=_blank style=x>Wort</a>",
        "<base href=//evil.example><link rel=stylesheet href=//evil.example><meta http-equiv=refresh content=0>Wort",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>Wort",
        "<textarea></textarea><p/onclick=alert(1)>Wort",
        "<p>Wort<!--><img src=x onerror=alert(1)>-->",
    ],
)
def test_everything_else_is_taken_away(typed: str) -> None:
    cleaned = clean(typed)

    assert_harmless(cleaned)
    assert "alert" not in cleaned or "alert" in Reader(cleaned).words


@given(pieces(*"<>/\"'= ab&;#:", "<p>", "<a href=", "</a>", "javascript:", "<!--", "-->", "<svg>", "<style>"))
def test_whatever_is_typed_only_the_little_remains(typed: str) -> None:
    try:
        cleaned = clean(typed)
    except TooTangled:
        return

    assert_harmless(cleaned)
    assert clean(cleaned) == cleaned


def test_the_old_attacks_on_cleaners_leave_nothing_harmful() -> None:
    if not HA_CKERS.is_file():
        pytest.skip(f"no {HA_CKERS} on this machine")
    attacks = [case["input"] for case in json.loads(HA_CKERS.read_text(encoding="utf-8"))]
    assert len(attacks) == 20

    for attack in attacks:
        assert_harmless(clean(attack))


@pytest.mark.parametrize(
    ("html", "refusal"),
    [
        ("x" * (MAX_CHARACTERS + 1), TooLong),
        ("<" * (MAX_TAGS + 1), TooTangled),
        ("<p>" * (MAX_NESTING + 1), TooTangled),
        ("<br>" * (MAX_TAGS + 1), TooTangled),
    ],
)
def test_what_would_keep_a_cleaner_busy_is_refused_before_it(html: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        clean(html)


def test_at_the_limits_it_is_still_taken() -> None:
    assert clean("x" * MAX_CHARACTERS) == "x" * MAX_CHARACTERS
    assert clean("<em>" * MAX_NESTING + "Wort" + "</em>" * MAX_NESTING).count("<em>") == MAX_NESTING


# --- folding ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "searched"),
    [
        ("Öğretmen", "ogretmen"),
        ("İş", "iş"),
        ("IŞIK", "ışık"),
        ("Straße", "STRASSE"),
        ("Ärztin", "arztin"),
        ("مُعَلِّم", "معلم"),
        ("أين", "اين"),
        ("مكتبة", "مكتبه"),
        ("عربـــي", "عربي"),
        ("كتابی", "كتابي"),
        ("Łódź", "lodz"),
        ("Đuro", "duro"),
        ("København", "kobenhavn"),
        ("œuvre", "oeuvre"),
        ("ЇЖАК", "їжак"),
        ("KURDÎ", "kurdi"),
        ("ﬁnden", "finden"),
        ("e\u0301cole", "ecole"),
        ("Bus-Linie 5!", "bus linie 5"),
    ],
)
def test_spellings_that_mean_the_same_fold_to_the_same(written: str, searched: str) -> None:
    assert fold(written) == fold(searched)


@pytest.mark.parametrize(("one", "other"), [("Bus", "Bad"), ("معلم", "مكتب"), ("школа", "шкода"), ("5", "6")])
def test_different_words_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(TYPED)
def test_folding_twice_changes_nothing_more(typed: str) -> None:
    assert fold(fold(typed)) == fold(typed)


@given(st.text(max_size=50), st.text(max_size=50))
def test_words_are_found_in_the_text_they_stand_in(before: str, after: str) -> None:
    assert fold("Bänke") in fold(f"{before} Bänke {after}")
