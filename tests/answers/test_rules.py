"""The way of an idea, and what an official answer needs."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from participation.answers.rules import (
    DECIDED,
    UNDECIDED,
    Facts,
    Incomplete,
    Mark,
    NoStage,
    Offered,
    Outcome,
    Stage,
    Theme,
    WhyMissing,
    course,
    in_words,
    known_original,
    known_reader,
    offered,
    outcome,
    stage_reached,
    standing,
    wording,
)
from participation.foundation.locales import Words

MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)
FIELD = Theme("sprache", {"de": "Sprache", "ar": "اللغة"}, TUESDAY)


@dataclass(frozen=True)
class Entered:
    id: int
    stage: str
    undoes_id: int | None = None
    why: dict[str, str] = field(default_factory=dict)
    place: dict[str, str] = field(default_factory=dict)
    at: datetime = TUESDAY


def way(facts: Facts, lang: str = "de") -> list[tuple[str, str]]:
    return [(step.stage.value, step.mark.value) for step in course(facts, lang)]


def test_an_idea_that_waits_has_everything_before_it() -> None:
    assert way(Facts(MONDAY, None)) == [
        ("received", "now"),
        ("visible", "todo"),
        ("in_theme", "todo"),
        ("in_concept", "todo"),
        ("in_measure", "todo"),
    ]


def test_a_public_idea_in_a_field_waits_for_the_concept() -> None:
    assert way(Facts(MONDAY, TUESDAY, FIELD)) == [
        ("received", "done"),
        ("visible", "done"),
        ("in_theme", "now"),
        ("in_concept", "todo"),
        ("in_measure", "todo"),
    ]


def test_a_step_says_when_and_where_in_the_words_of_the_reader() -> None:
    decided = Entered(1, Stage.IN_CONCEPT, place={"de": "Kapitel 2"})

    *_, theme, concept, _measure = course(Facts(MONDAY, TUESDAY, FIELD, [decided]), "ar")

    assert (theme.name, theme.key, theme.at) == (Words("اللغة", "ar"), "sprache", TUESDAY)
    assert (concept.name, concept.why, concept.mark) == (Words("Kapitel 2", "de"), None, Mark.NOW)


def test_a_measure_keeps_the_chapter_before_it_in_view() -> None:
    log = [Entered(1, Stage.IN_CONCEPT), Entered(2, Stage.IN_MEASURE)]

    assert way(Facts(MONDAY, TUESDAY, None, log))[2:] == [("in_concept", "done"), ("in_measure", "now")]


def test_a_measure_alone_is_the_end_of_the_way() -> None:
    assert way(Facts(MONDAY, TUESDAY, None, [Entered(1, Stage.IN_MEASURE)]))[2:] == [("in_measure", "now")]


@pytest.mark.parametrize("before", DECIDED)
def test_what_is_not_taken_up_has_nothing_before_it_and_says_why(before: Stage) -> None:
    log = [Entered(1, before), Entered(2, Stage.NOT_TAKEN_UP, why={"de": "Der Platz gehört dem Land."})]

    steps = course(Facts(MONDAY, TUESDAY, None, log), "tr")

    assert [step.stage for step in steps] == [Stage.RECEIVED, Stage.VISIBLE, Stage.NOT_TAKEN_UP]
    assert steps[-1].why == Words("Der Platz gehört dem Land.", "de")


def test_what_is_taken_up_after_all_does_not_show_the_refusal() -> None:
    log = [Entered(1, Stage.NOT_TAKEN_UP), Entered(2, Stage.IN_MEASURE)]

    assert way(Facts(MONDAY, TUESDAY, None, log))[2:] == [("in_measure", "now")]


def test_what_was_taken_back_does_not_stand() -> None:
    log = [Entered(1, Stage.IN_CONCEPT), Entered(2, Stage.IN_MEASURE), Entered(3, Stage.IN_CONCEPT, undoes_id=2)]
    nothing_left = [*log, Entered(4, UNDECIDED, undoes_id=1)]

    assert [one.id for one in standing(log)] == [1]
    assert standing(nothing_left) == []
    assert way(Facts(MONDAY, TUESDAY, None, nothing_left))[1] == ("visible", "now")


@given(some.lists(some.sampled_from([*DECIDED, "undo"]), max_size=8), some.booleans())
def test_exactly_one_step_is_now_and_all_before_it_are_done(acts: list[str], placed: bool) -> None:  # noqa: FBT001
    log: list[Entered] = []
    for number, act in enumerate(acts, start=1):
        stand = standing(log)
        if act != "undo":
            log.append(Entered(number, act))
        elif stand:
            before = stand[-2].stage if len(stand) > 1 else UNDECIDED
            log.append(Entered(number, before, undoes_id=stand[-1].id))

    marks = [step.mark for step in course(Facts(MONDAY, TUESDAY, FIELD if placed else None, log), "de")]

    now = marks.index(Mark.NOW)
    assert marks == [Mark.DONE] * now + [Mark.NOW] + [Mark.AHEAD] * (len(marks) - now - 1)
    assert (log[-1].stage if log else UNDECIDED) == (standing(log)[-1].stage if standing(log) else UNDECIDED)


@pytest.mark.parametrize(
    ("placed", "decided", "reached"),
    [
        (False, None, Stage.VISIBLE),
        (True, None, Stage.IN_THEME),
        (True, UNDECIDED, Stage.IN_THEME),
        (True, "in_measure", Stage.IN_MEASURE),
        (False, "not_taken_up", Stage.NOT_TAKEN_UP),
    ],
)
def test_what_was_decided_counts_more_than_the_field(
    placed: bool,  # noqa: FBT001
    decided: str | None,
    reached: Stage,
) -> None:
    assert stage_reached(placed=placed, decided=decided) is reached


def test_only_what_belongs_to_a_stage_is_kept_with_it() -> None:
    why, place = {"de": "Weil"}, {"de": "Kapitel 2"}

    assert outcome("not_taken_up", why, place) == Outcome(Stage.NOT_TAKEN_UP, why)
    assert outcome("in_measure", {}, place) == Outcome(Stage.IN_MEASURE, {}, place)
    with pytest.raises(WhyMissing):
        outcome("not_taken_up", {}, place)
    for stage in ("", "visible", "received", "none", "heaven"):
        with pytest.raises(NoStage):
            outcome(stage, why, place)


def test_an_answer_needs_words_in_its_own_language_and_somebody_who_answers() -> None:
    assert wording("tr", {"tr": "Evet", "de": "Ja"}, "Rathaus").original == "tr"
    assert wording("tr", {"tr": "Evet"}, "Rathaus").facts != wording("tr", {"tr": "Hayır"}, "Rathaus").facts
    with pytest.raises(Incomplete) as refused:
        wording("tr", {"de": "Ja"}, "")

    assert sorted(refused.value.faults) == ["office", "text-tr"]


@pytest.mark.parametrize(("chosen", "page", "found"), [("tr", "de", "tr"), ("", "ar", "ar"), ("uk", "de", "de")])
def test_an_answer_is_written_in_the_language_chosen_or_that_of_the_page(chosen: str, page: str, found: str) -> None:
    assert known_original(chosen, page) == found


def test_a_reader_gets_their_language_otherwise_the_original_and_the_others_besides() -> None:
    texts = {"de": "Ja", "tr": "Evet", "en": ""}

    assert in_words(texts, "de", "tr") == (Words("Evet", "tr"), (Words("Ja", "de"),))
    assert in_words(texts, "tr", "en") == (Words("Evet", "tr"), (Words("Ja", "de"),))
    assert in_words(texts, "de", "de") == (Words("Ja", "de"), (Words("Evet", "tr"),))


@pytest.mark.parametrize(
    ("spoken", "typed", "at_once", "folded"),
    [
        (["de"], [], ("de",), ("en", "tr", "ar")),
        (["ti"], [], ("de", "ti"), ("en", "tr", "ar")),
        (["tr", "de", "ti", "fr"], ["uk"], ("de", "tr", "ti"), ("en", "ar", "fr", "uk")),
        (["und", "xx"], ["zz"], ("de",), ("en", "tr", "ar")),
    ],
)
def test_the_languages_of_the_authors_are_asked_for_at_once(
    spoken: list[str], typed: list[str], at_once: tuple[str, ...], folded: tuple[str, ...]
) -> None:
    assert offered(spoken, typed) == Offered(at_once, folded)


@pytest.mark.parametrize(("chosen", "page", "found"), [("ti", "de", "ti"), ("xx", "tr", "tr"), ("", "uk", "de")])
def test_it_can_be_looked_at_as_a_reader_of_any_language(chosen: str, page: str, found: str) -> None:
    assert known_reader(chosen, page) == found
