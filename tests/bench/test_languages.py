"""The table of recognised languages is counted right, on a few sentences; and what is missing is said."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from participation.bench.commands import bench
from participation.bench.languages import (
    DATA,
    FLOOR,
    NEWS,
    PARALLEL,
    Sample,
    ours,
    report,
    samples_in,
    scores,
    together,
)

NEWS_LINES = """language,kind,text
de,sentence,Der Bus fährt abends nicht mehr bis zu uns.
de,single_word,Bus
kmr,sentence,Em kursên zimên yên êvarê dixwazin.
nl,sentence,De bus rijdt niet meer in de avond.
de,sentence,Zwei Worte
"""
PARALLEL_LINES = """id,sentence_id,language,text,topic,split
1-tr,1,tr,Otobüs akşam saatlerinde artık bizim mahalleye gelmiyor.,travel,train
"""


def write_data(folder: Path, news: str = NEWS_LINES) -> None:
    (folder / NEWS).write_text(news, encoding="utf-8")
    (folder / PARALLEL).write_text(PARALLEL_LINES, encoding="utf-8")


def test_sentences_are_read_and_a_few_words_of_the_parallel_ones(tmp_path: Path) -> None:
    write_data(tmp_path)

    assert list(samples_in(tmp_path)) == [
        Sample("de", "Der Bus fährt abends nicht mehr bis zu uns."),
        Sample("ku", "Em kursên zimên yên êvarê dixwazin."),
        Sample("nl", "De bus rijdt niet meer in de avond."),
        Sample("tr", "Otobüs akşam saatlerinde artık bizim mahalleye gelmiyor."),
        Sample("tr", "Otobüs akşam saatlerinde artık", short=True),
    ]


def test_what_is_right_and_what_it_was_taken_for_is_counted() -> None:
    samples = [Sample("de", "eins"), Sample("de", "zwei"), Sample("tr", "üç")]

    found = scores(samples, lambda text: "tr" if text == "zwei" else "de")

    assert (found["de"].texts, found["de"].right, found["de"].share) == (2, 1, 0.5)
    assert found["de"].taken_for == {"tr": 1}
    assert found["tr"].taken_for == {"de": 1}
    assert (together(found.values()).share, together([]).share) == (1 / 3, 0.0)


def test_the_table_names_each_language_in_itself_and_what_others_are_taken_for(tmp_path: Path) -> None:
    said: list[str] = []
    write_data(tmp_path)

    assert report(said.append, tmp_path)
    assert said[0] == "3 sentences in 3 languages we carry, and 1 times 4 words of one"
    assert [line.split()[0] for line in said[2:5]] == ["Deutsch", "Kurdî", "Türkçe"]
    assert any(line.startswith("not carried: nl, 1 sentences, taken for ") for line in said)


def test_a_recognition_that_is_often_wrong_does_not_hold(tmp_path: Path) -> None:
    said: list[str] = []
    write_data(tmp_path, NEWS_LINES.replace("de,sentence", "pl,sentence"))

    assert not report(said.append, tmp_path)
    answer = CliRunner().invoke(bench, ["languages", "--data", str(tmp_path)])
    assert answer.exit_code == 1
    assert f"fewer than {FLOOR:.0%}" in answer.output


def test_without_the_texts_nothing_is_measured_and_that_is_said(tmp_path: Path) -> None:
    said: list[str] = []

    assert report(said.append, tmp_path)
    assert said == [f"{NEWS} and {PARALLEL} are not here, so nothing was measured"]


def test_in_every_language_one_of_three_real_sentences_holds_the_floor() -> None:
    if not (DATA / NEWS).is_file():
        pytest.skip(f"no ../shared/data/{NEWS} on this machine")

    sentences = [one for one in samples_in(DATA) if not one.short and one.is_carried]
    found = scores(sentences[::3], ours)

    assert len(found) >= 20
    assert {lang: score.share for lang, score in found.items() if score.share < FLOOR} == {}
