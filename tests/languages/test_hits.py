"""Terms of the glossary in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.foundation.text import fold
from participation.languages.hits import Hit, OneLanguage, complete, hits

ROUND_TABLE = ({"de": "Runder Tisch", "tr": "Yuvarlak Masa"}, "immer groß")
TABLE = ({"de": "Tisch", "tr": "masa", "ar": "طاولة"}, "")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Wann tagt der RUNDE Tisch?", ["Tisch"]),
        ("Der Antrag ging an den „Runder  Tisch“.", ["Runder Tisch", "Tisch"]),
        ("Tischtennis im Park", []),
        ("Ein Stammtisch", []),
        ("", []),
        ("🙂", []),
    ],
)
def test_whole_words_count_the_longest_first(text: str, found: list[str]) -> None:
    assert [hit.term for hit in hits(text, [TABLE, ROUND_TABLE], "de", "tr")] == found


def test_other_scripts_and_missing_words() -> None:
    assert hits("نريد طَاوِلَة", [TABLE], "ar", "tr") == [Hit("طاولة", "masa", "")]
    assert hits("ein Tisch", [TABLE], "de", "uk") == [Hit("Tisch", "", "")]
    assert hits("ein Tisch", [TABLE], "fr", "de") == []


def test_a_term_written_down_twice_stands_there_once_and_there_is_an_end() -> None:
    many = [({"de": f"Wort{number}"}, "") for number in range(50)]
    text = " ".join(term["de"] for term, _ in many)

    assert len(hits(f"{text} Tisch", [*many, TABLE, TABLE], "de", "tr")) == 20


@given(st.text(), st.lists(st.tuples(st.dictionaries(st.sampled_from(["de", "tr"]), st.text()), st.text()), max_size=5))
def test_a_hit_stands_in_the_text(text: str, terms: list[tuple[dict[str, str], str]]) -> None:
    for hit in hits(text, terms, "de", "tr"):
        assert fold(hit.term) in fold(text)


def test_a_term_in_one_language_says_nothing() -> None:
    assert complete({"de": "Tisch", "tr": "masa", "ar": ""}) == {"de": "Tisch", "tr": "masa"}
    with pytest.raises(OneLanguage):
        complete({"de": "Tisch", "tr": ""})
