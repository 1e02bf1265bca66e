"""Consent, codes, paragraphs, names: what the rules say, by example and by property."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from participation.interviews.names import hits_in, names_in, parts_of, replaced
from participation.interviews.paragraphs import (
    LONGEST_PARAGRAPH,
    Span,
    chosen,
    moved,
    nearest,
    paragraphs_of,
    pieces_of,
    speaker_in,
    turns_of,
    words_in,
)
from participation.interviews.rules import (
    FEWEST_SOURCES,
    LONGEST_LINK,
    NAMES_KEPT,
    Agreed,
    Coded,
    Consent,
    NoLink,
    NoText,
    SourceKind,
    counted,
    end_of,
    holds,
    kept_until,
    link_in,
    names_until,
    read_file,
)

DAY = date(2026, 3, 1)
LETTERS = some.text(alphabet="ab ح.\n", max_size=80)


# --- consent


@some.composite
def agreements(draw: some.DrawFn) -> tuple[list[Consent], list[int]]:
    people = draw(some.lists(some.integers(1, 4), unique=True, max_size=4))
    asked = some.sampled_from([*people, None]) if people else some.none()
    consents = some.builds(
        Consent, asked, some.frozensets(some.sampled_from(list(Agreed))), some.booleans(), some.none()
    )
    return draw(some.lists(consents, max_size=6)), people


@given(agreements(), some.sampled_from(list(Agreed)))
def test_nothing_holds_unless_everybody_agreed_and_nobody_took_it_back(
    told: tuple[list[Consent], list[int]], what: Agreed
) -> None:
    consents, people = told
    asked: list[int | None] = [*people] or [None]
    for one in asked:
        theirs = [given for given in consents if given.person == one and not given.revoked and what in given.agreed]
        if not theirs:
            assert not holds(consents, people, what)
            return
    assert holds(consents, people, what)


def test_a_document_needs_a_reason_and_nobody_s_consent() -> None:
    published = Consent(None, frozenset(Agreed))

    assert not holds([], (), Agreed.WRITTEN)
    assert holds([published], (), Agreed.WRITTEN)
    assert not holds([Consent(None, frozenset(Agreed), revoked=True)], (), Agreed.WRITTEN)


def test_a_text_is_kept_until_the_first_day_that_somebody_named() -> None:
    later = DAY + timedelta(days=9)
    named = [Consent(one, frozenset(), kept_until=day) for one, day in ((1, later), (2, DAY), (3, None))]
    revoked = Consent(4, frozenset(), revoked=True, kept_until=DAY - timedelta(days=9))

    assert kept_until([*named, revoked]) == DAY
    assert kept_until([]) is None
    assert names_until(DAY, later) == DAY + NAMES_KEPT
    assert names_until(None, later) == later + NAMES_KEPT


# --- counting


CODED = some.lists(
    some.builds(
        Coded,
        some.integers(1, 4),
        some.integers(1, 20),
        some.integers(1, 7),
        some.just(SourceKind.INTERVIEW),
        some.booleans(),
    ),
    max_size=30,
    unique_by=lambda one: (one.code, one.passage),
)


@given(CODED)
def test_merging_two_codes_counts_each_passage_once(coded: list[Coded]) -> None:
    apart, together = counted(coded, {}), counted(coded, {1: 2})

    assert 1 not in together
    both = {one.passage for one in coded if one.code in {1, 2}}
    if both:
        assert together[2].passages + together[2].withdrawn == len(both)
    for code in {3, 4} & set(apart):
        assert together[code] == apart[code]


@given(CODED)
def test_kinds_are_told_apart_from_five_sources_on(coded: list[Coded]) -> None:
    for count in counted(coded, {}).values():
        assert sum(count.kinds.values()) == count.sources
        assert count.told_apart == (count.sources >= FEWEST_SOURCES)


def test_what_was_withdrawn_stands_beside() -> None:
    coded = [
        Coded(1, 1, 1, SourceKind.INTERVIEW),
        Coded(1, 2, 1, SourceKind.INTERVIEW),
        Coded(1, 3, 2, SourceKind.DOCUMENT, withdrawn=True),
    ]

    [count] = counted(coded, {}).values()
    assert (count.passages, count.sources, count.withdrawn) == (2, 1, 1)
    assert dict(count.kinds) == {SourceKind.INTERVIEW: 1}
    assert end_of(1, {1: 2, 2: 3}) == 3


# --- paragraphs


def squeezed(text: str) -> str:
    return "".join(text.split())


@given(some.text(alphabet="aب. \nP1:", max_size=6000))
def test_no_word_is_lost_in_paragraphs(text: str) -> None:
    pieces = paragraphs_of(text)

    assert squeezed("".join(pieces)) == squeezed(text)
    assert all(piece.strip() and len(piece) <= LONGEST_PARAGRAPH for piece in pieces)


def test_a_text_without_sentences_is_divided_between_words_or_signs() -> None:
    assert [len(one) for one in paragraphs_of("wort " * 1000)] == [1999, 1999, 999]
    assert [len(one) for one in paragraphs_of("x" * 4100)] == [2000, 2000, 100]
    assert paragraphs_of("a. " * 1200)[0].endswith("a.")


def test_empty_lines_divide_and_so_do_speakers() -> None:
    assert paragraphs_of("I: Wie geht es?\nP1: Gut.\nSehr gut.\n\nP2: Mir auch.") == [
        "I: Wie geht es?",
        "P1: Gut.\nSehr gut.",
        "P2: Mir auch.",
    ]
    assert paragraphs_of("eins\nzwei") == ["eins", "zwei"]
    assert speaker_in("P2: Mir auch.") == 2
    assert speaker_in("Mir auch.") is None


@given(LETTERS)
def test_every_word_can_be_chosen(text: str) -> None:
    words = words_in(text)
    for word in words:
        assert chosen(text, word.number, word.number) == word.span
        assert nearest(text, word.span) == (word.number, word.number)
    if words:
        whole = chosen(text, len(words) - 1, 0)
        assert whole is not None
        assert squeezed(whole.of(text)) == squeezed(text)
    assert chosen(text, 0, len(words)) is None
    assert nearest(text, Span(0, 0)) is None


@given(LETTERS, LETTERS, some.integers(0, 80), some.integers(0, 80))
def test_a_passage_keeps_its_words_or_is_said_to_need_a_look(before: str, after: str, one: int, two: int) -> None:
    span = Span(min(one, two, len(before)), min(max(one, two), len(before)))

    found = moved(span, before, after)

    assert 0 <= found.span.start <= found.span.end <= len(after)
    assert not found.same or found.span.of(after) == span.of(before)


@given(LETTERS, some.integers(0, 80), some.integers(0, 80))
def test_what_is_put_before_and_behind_moves_a_passage_with_its_words(text: str, one: int, two: int) -> None:
    span = Span(min(one, two, len(text)), min(max(one, two), len(text)))
    if not span.of(text).strip():
        return

    found = moved(span, text, f"Zuerst gesagt: {text} und danach noch etwas")

    assert squeezed(found.span.of(f"Zuerst gesagt: {text} und danach noch etwas")) == squeezed(span.of(text))


def test_other_words_in_a_passage_need_a_look() -> None:
    before, after = "Wir warten vier Monate auf eine Wohnung.", "Wir warten fünf Monate auf eine Wohnung."
    span = Span(4, 22)

    found = moved(span, before, after)
    assert (found.same, found.span.of(after)) == (False, "warten fünf Monate")
    assert moved(Span(11, 15), before, after).span.of(after) == "fünf"
    assert moved(span, before, "auf eine Wohnung.").span.is_empty
    assert not moved(span, before, "Ganz anders!").same


@given(LETTERS, some.lists(some.tuples(some.integers(0, 80), some.integers(0, 80)), max_size=4))
def test_pieces_are_the_whole_text(text: str, cuts: list[tuple[int, int]]) -> None:
    spans = [(n, Span(min(pair), max(pair))) for n, pair in enumerate(cuts) if max(pair) <= len(text)]

    pieces = pieces_of(text, spans)

    assert "".join(piece.text for piece in pieces) == text
    for number, span in spans:
        if not span.is_empty:
            assert "".join(piece.text for piece in pieces if number in piece.marks) == span.of(text)
            assert sum(number in piece.ends for piece in pieces) == 1


# --- names


def test_a_name_is_noticed_with_endings_and_prefixes_and_never_inside_a_word() -> None:
    texts = {1: "Aminas Sohn heißt anders. Die Aminosäure nicht.", 2: "قالت أمينة ثم ولأمينة ابن", 3: "Vitamina"}

    found = names_in(texts, {1: "Amina Haddad", 2: "أمينة"})

    assert [(hit.paragraph, hit.words, hit.person) for hit in found] == [
        (1, "Aminas", 1),
        (2, "أمينة", 2),
        (2, "ولأمينة", 2),
    ]
    assert names_in(texts, {1: "Li"}) == []
    assert names_in(texts, {}) == []


def test_first_and_last_name_are_one_hit_and_become_one_pseudonym() -> None:
    text = "Ich bin Amina Haddad, sagte Haddad."

    assert [hit.words for hit in hits_in(1, text, {1: parts_of("Amina Haddad")})] == ["Amina Haddad", "Haddad"]
    assert replaced(text, ["Amina Haddad"], "P1") == "Ich bin P1, sagte P1."


@given(LETTERS, some.text(alphabet="ab", min_size=3, max_size=5))
def test_after_a_replacement_nothing_is_noticed_any_more(text: str, name: str) -> None:
    assert names_in({1: replaced(text, [name], "P1")}, {1: name}) == []


# --- what is typed


@pytest.mark.parametrize("link", ["https://stadt.example/a?b=c#d", "http://x.example", " https://x.example ", ""])
def test_web_addresses_are_taken(link: str) -> None:
    assert link_in(link) == link.strip()


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "ftp://x.example", "https://", "x.example", "https://a b.example",
             "https://x@y.example", "https://x.example/" + "a" * LONGEST_LINK],
)  # fmt: skip
def test_anything_else_is_none(link: str) -> None:
    with pytest.raises(NoLink):
        link_in(link)


def test_a_file_is_read_as_it_was_written() -> None:
    words = "Müller sagt: „schön“ – ok"

    assert read_file(words.encode()) == words
    assert read_file(words.encode("utf-8-sig")) == words
    assert read_file(words.encode("cp1252")) == words
    assert read_file(words.encode("utf-16")) == words
    for wrong in (b"PK\x03\x04\x00\x00", b"\x81\x8d\x8f", b"\xff\xfe\x00"):
        with pytest.raises(NoText):
            read_file(wrong)


@pytest.mark.parametrize("sign", ["P1:", "P 1:", "**P1:**", "[P1]", "P1 (w):", "P1.", "\u04201:", "p1 –"])
def test_signs_are_known_however_somebody_types_them(sign: str) -> None:
    assert [one.speaker for one in turns_of(f"{sign} ja\nP2. nein\nund dann\nI: Warum?")] == [1, 2, 2, None]


def test_only_the_very_words_of_a_name_are_replaced() -> None:
    assert replaced("Mark war auf dem Markt. Die Mark sank.", ["Mark"], "P1") == "P1 war auf dem Markt. Die P1 sank."


def test_a_year_typed_wrong_keeps_no_name_for_longer() -> None:
    assert names_until(date(2062, 1, 1), DAY) == names_until(None, DAY) == names_until(date(9999, 12, 31), DAY)
