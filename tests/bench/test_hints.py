"""The figures of the hints are counted right, on a small sample of our own; and what is missing is said."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from participation.bench.commands import bench
from participation.bench.hints import (
    DATA,
    OTHERS_LIST,
    POSTS,
    Judged,
    Post,
    judged,
    others_words,
    posts_in,
    repeated,
    report,
    with_links,
    with_words,
)
from participation.moderation.hints import word_list

SAMPLE = [
    Post("Du Depp, verschwinde", offensive=True),
    Post("Wer Depp sagt, meint sich selbst", offensive=False),
    Post("Solche wie ihr gehören hier nicht her", offensive=True),
    Post("Mehr Bänke im Park, siehe www.park.example", offensive=False),
    Post("Die Buslinie sieben öfter, Fahrplan auf www.bus.example", offensive=False),
    Post("Mehr Bänke im Park, siehe WWW.PARK.EXAMPLE!", offensive=False),
    Post("Mehr Bänke im Park, siehe www.park.example 7", offensive=False),
]


def test_precision_and_recall_are_counted() -> None:
    found = judged(SAMPLE, with_words(SAMPLE, word_list(["depp"])))

    assert found == Judged(marked=2, right=1, offences=2)
    assert (found.precision, found.recall) == (0.5, 0.5)


def test_a_hint_that_marks_nothing_is_never_right() -> None:
    assert (judged(SAMPLE, [False] * 7).precision, judged([], []).recall) == (0.0, 0.0)


def test_links_and_repeats_are_found_in_the_sample() -> None:
    assert with_links(SAMPLE) == [False] * 3 + [True] * 4
    assert repeated(SAMPLE) == [False, False, False, False, False, True, True]


def write_data(folder: Path, *, others: bool) -> None:
    lines = [
        f'{place},"{post.text}",de,{"OFFENSE" if post.offensive else "OTHER"},X' for place, post in enumerate(SAMPLE)
    ]
    (folder / POSTS).write_text("\n".join(["id,text,language,label,fine_label", *lines]), encoding="utf-8")
    if others:
        (folder / OTHERS_LIST).write_text("language,term\nde,depp\nen,verschwinde\n", encoding="utf-8")


def test_the_report_sets_our_list_beside_that_of_others_and_says_that_no_machine_rejects(tmp_path: Path) -> None:
    write_data(tmp_path, others=True)
    said: list[str] = []

    report(said.append, tmp_path)

    assert said[0].startswith("7 German posts (GermEval 2018, test), 2 of them offensive")
    assert said[1].endswith("0.286")
    assert [line.split()[-4:] for line in said[4:6]] == [["2", "0.500", "0.500", "1"]] * 2
    assert said[6].split()[-4:] == ["4", "0.000", "0.000", "4"]
    assert said[-1].endswith("Nothing is rejected by machine.")
    assert others_words(tmp_path / OTHERS_LIST, "de").whole == {"depp"}
    assert posts_in(tmp_path / POSTS) == SAMPLE


def test_what_is_not_here_is_said_and_not_measured(tmp_path: Path) -> None:
    said: list[str] = []
    report(said.append, tmp_path)
    assert said == [f"{POSTS} is not here, so nothing was measured"]

    write_data(tmp_path, others=False)
    report(said.append, tmp_path)
    assert f"{OTHERS_LIST} is not here, so there is no reference" in said


def test_the_command_measures_the_real_posts() -> None:
    if not (DATA / POSTS).is_file():
        pytest.skip(f"no ../shared/data/{POSTS} on this machine")

    answer = CliRunner().invoke(bench, ["hints"])

    assert answer.exit_code == 0, answer.output
    assert "3,532 German posts" in answer.output
    assert "Nothing is rejected by machine." in answer.output
