"""The bench says what it measured, beside its reference, and what it could not measure."""

from pathlib import Path

from click.testing import CliRunner

from participation.bench.commands import bench
from participation.bench.fields import KnownIdea, Tried, figures, halves, share


def test_the_bench_prints_the_figures_beside_tf_idf_and_says_what_is_missing(tmp_path: Path) -> None:
    answer = CliRunner().invoke(bench, ["fields", "--mode", "tfidf", "--parallel", str(tmp_path / "nowhere.csv")])

    lines = answer.output.splitlines()
    assert answer.exit_code == 0, answer.output
    assert lines[2].split() == ["parallel", "not", "here,", "so", "not", "measured"]
    assert [line.split()[:2] for line in lines[3:5]] == [["own", "120"], ["demo", "76"]]
    assert [line.split()[-1] for line in lines[3:5]] == ["1.0", "1.0"]  # tf-idf beside itself


def result(key: str, field: str = "work", *, first: bool = True, margin: float = 3.0) -> Tried:
    return Tried(KnownIdea(key, field, "de", "Arbeit"), first=first, second=not first, margin=margin)


def test_what_belongs_nowhere_counts_against_the_sure_ones_only() -> None:
    results = [
        result("a"),
        result("b", first=False, margin=1.0),
        result("c", "other", first=False),
        result("d", "other", first=False, margin=-1.0),
    ]

    found = figures(results, sure_from=2.0)

    assert (found.ideas, found.top_1, found.top_2, found.sure, found.sure_right) == (4, 0.5, 1.0, 0.5, 0.5)
    assert share([]) == 1.0


def test_the_languages_of_one_idea_stay_in_one_half() -> None:
    first, second = halves([result(key) for key in ("a", "b", "a", "c", "b", "d")])

    assert [one.idea.key for one in first] == ["a", "a", "c"]
    assert [one.idea.key for one in second] == ["b", "b", "d"]
