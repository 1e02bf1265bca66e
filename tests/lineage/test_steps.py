"""Moderators join, put together, divide and move; what was said stays where it was said, and every step goes back."""

import pytest
from sqlalchemy import select

from participation.contributions.models import Contribution
from participation.contributions.rules import Source, Standing, StandsElsewhere, Status, TakenBack
from participation.fields import service as fields
from participation.fields.models import Placement
from participation.foundation import audit, clock, database
from participation.foundation.messages import ChangedMeanwhile, NotAllowed, NotFound, Refused
from participation.foundation.municipality import Municipality
from participation.foundation.permissions import Actor, Role
from participation.foundation.text import NothingSaid
from participation.lineage.rules import (
    Itself,
    KnownThere,
    LaterStep,
    NotOnTheBoard,
    NotReadableThere,
    OtherCollection,
    PartsNeeded,
    SteppedMeanwhile,
    ThereAlready,
    TooMany,
    TooManyParts,
    TwoNeeded,
    UndoneAlready,
)
from participation.moderation import service as moderation
from participation.moderation.cases import case_for
from participation.moderation.figures import figures
from participation.moderation.models import Case
from participation.moderation.periods import Span, periods
from participation.moderation.rules import Reason
from participation.moderation.traces import Trace
from participation.process.models import Format, PhaseSetting
from participation.process.service import RUNNING, plan_process
from tests.lineage.conftest import People
from tests.lineage.hall import (
    Idea,
    joins,
    last_step,
    merges,
    moves,
    on_board,
    second_collection,
    splits,
    told,
    undoes,
)


def test_an_idea_that_says_the_same_stands_in_the_other_one(hall: People) -> None:
    benches, banks = told("Mehr Bänke am Bach"), told("Derede daha çok bank", language="tr")

    joins(banks, benches, hall.max)

    assert on_board() == ["Mehr Bänke am Bach"]
    assert (banks.standing, banks.row.status, banks.row.text) == (
        Standing.JOINED,
        Status.PUBLISHED,
        "Derede daha çok bank",
    )
    assert on_board(search="derede") == ["Derede daha çok bank"]


def test_whoever_supported_both_counts_once_and_taking_back_works_at_either(hall: People) -> None:
    benches, banks = told("Mehr Bänke am Bach"), told("Bänke an den Bach")
    benches.supported(hall.ada, hall.bo)
    banks.supported(hall.bo, hall.cem)

    step = joins(banks, benches, hall.max)
    assert benches.supporters() == 3

    banks.unsupported(hall.cem)
    assert (banks.supporters(), benches.supporters()) == (1, 2)
    undoes(step, hall.aylin)
    assert (banks.supporters(), benches.supporters()) == (1, 2)


def test_support_that_came_by_a_step_goes_with_it_unless_another_step_brings_it(hall: People) -> None:
    benches, first, second = told("Mehr Bänke am Bach"), told("Bänke an den Bach"), told("Sitzplätze am Bach")
    first.supported(hall.ada, hall.bo)
    second.supported(hall.bo, hall.cem)
    one = joins(first, benches, hall.max)
    joins(second, benches, hall.max)
    assert benches.supporters() == 3

    undoes(one, hall.max)

    assert benches.supporters() == 2
    assert on_board() == ["Mehr Bänke am Bach", "Bänke an den Bach"]


def test_who_takes_support_back_counts_nowhere_on_the_way(hall: People) -> None:
    small, benches, other = told("Eine Bank"), told("Mehr Bänke am Bach"), told("Schatten am Bach")
    small.supported(hall.ada, hall.bo)
    joins(small, benches, hall.max)
    park = merges([benches, other], "Der Bach wird ein Park", hall.max)
    assert park.supporters() == 2

    small.unsupported(hall.ada)

    assert (small.supporters(), benches.supporters(), park.supporters()) == (1, 1, 1)


def test_ideas_are_put_together_in_a_text_of_the_moderators(hall: People) -> None:
    benches, shade = told("Mehr Bänke am Bach", author=hall.ada), told("Schatten am Bach", author=hall.bo)
    benches.supported(hall.cem)

    park = merges([benches, shade], "Der Bach wird ein Park", hall.max, note="Beides gehört zusammen.", title="Bach")

    assert on_board() == ["Der Bach wird ein Park"]
    assert figures_of_today() == 2  # what moderators write is nothing that came to be reviewed
    row = park.row
    assert (row.title, row.source, row.author_id, row.status) == ("Bach", Source.MODERATORS, None, Status.PUBLISHED)
    assert park.supporters() == 1
    with database.reading() as session:  # a moderator wrote it: nobody needs to look, and no rule points to it
        assert session.scalars(select(Case).where(Case.contribution_id == park.id)).all() == []
        assert session.get(Trace, park.id) is None
        done = [(one.action, one.object) for one in audit.entries(session) if one.action.startswith("lineage.")]
    assert done == [("lineage.merge", f"contribution:{one.id}") for one in (benches, shade, park)]


def test_what_was_put_together_goes_back_and_the_new_text_can_still_be_read(hall: People) -> None:
    benches, shade = told("Mehr Bänke am Bach"), told("Schatten am Bach")
    benches.supported(hall.ada)
    park = merges([benches, shade], "Der Bach wird ein Park", hall.max)
    park.supported(hall.bo)

    undoes(last_step(), hall.aylin)

    assert on_board() == ["Mehr Bänke am Bach", "Schatten am Bach"]
    assert (park.standing, park.row.status) == (Standing.UNDONE, Status.PUBLISHED)
    assert (benches.supporters(), park.supporters()) == (1, 1)  # what people gave the new text stays with it
    with pytest.raises(TakenBack):
        park.supported(hall.cem)
    with pytest.raises(UndoneAlready):
        undoes(last_step(), hall.max)
    again = merges([benches, shade], "Der Bach wird doch ein Park", hall.max)
    assert on_board() == ["Der Bach wird doch ein Park"]
    assert again.id != park.id


def test_an_idea_is_divided_and_its_supporters_stand_behind_each_part(hall: People) -> None:
    both = told("Bänke am Bach und ein Spielplatz")
    both.supported(hall.ada)

    parts = splits(both, ["Bänke am Bach", "Ein Spielplatz"], hall.max)

    assert on_board() == ["Bänke am Bach", "Ein Spielplatz"]
    assert [one.supporters() for one in parts] == [1, 1]
    undoes(last_step(), hall.max)
    assert on_board() == ["Bänke am Bach und ein Spielplatz"]
    assert [(one.standing, one.supporters()) for one in parts] == [(Standing.UNDONE, 0)] * 2


def test_an_idea_moves_with_what_was_said_under_it(hall: People) -> None:
    ways = second_collection()
    path = told("Ein Radweg am Bach")
    comment = path.commented(hall.ada)

    step = moves(path, ways, hall.max)

    assert (on_board(), on_board(ways)) == ([], ["Ein Radweg am Bach"])
    assert Idea(comment.id, "").row.format_id == ways
    undoes(step, hall.max)
    assert (on_board(), on_board(ways)) == (["Ein Radweg am Bach"], [])
    assert Idea(comment.id, "").row.format_id == 1


def test_nothing_moves_where_it_cannot_be_read_or_is_known_already(hall: People) -> None:
    ways = second_collection()
    path, home = told("Ein Radweg am Bach", key="42"), 1
    with pytest.raises(ThereAlready):
        moves(path, home, hall.max)
    told("Schon da", collection=ways, key="42")
    with pytest.raises(KnownThere):
        moves(path, ways, hall.max)
    bench = told("Eine Bank")
    with database.transaction() as tx:
        for setting in tx.session.scalars(select(PhaseSetting).where(PhaseSetting.format_id == ways)):
            setting.may_read = False
    with pytest.raises(NotReadableThere):
        moves(bench, ways, hall.max)
    assert on_board() == ["Ein Radweg am Bach", "Eine Bank"]


def test_nothing_moves_into_another_process(hall: People) -> None:
    ways, bench = second_collection(), told("Eine Bank")
    with database.transaction() as tx:
        town = tx.session.get_one(Municipality, 1)
        other = plan_process(tx, town, title={"de": "Andere"}, question={}, lead={}, phases=[RUNNING])
        tx.session.get_one(Format, ways).process_id = other.id
    with pytest.raises(NotFound):
        moves(bench, ways, hall.max)


def test_what_stands_elsewhere_takes_nothing_new_and_says_where(hall: People) -> None:
    benches, banks = told("Mehr Bänke am Bach"), told("Bänke an den Bach")
    joins(banks, benches, hall.max)

    for act in (lambda: banks.supported(hall.ada), lambda: banks.commented(hall.ada)):
        with pytest.raises(StandsElsewhere) as refused:
            act()
        assert refused.value.facts == {"name": "Mehr Bänke am Bach"}


def test_a_way_over_several_steps_ends_where_all_of_it_stands(hall: People) -> None:
    small, benches, shade = told("Eine Bank"), told("Mehr Bänke am Bach"), told("Schatten am Bach")
    first = joins(small, benches, hall.max)
    merges([benches, shade], "Der Bach wird ein Park", hall.max)

    with pytest.raises(StandsElsewhere) as refused:
        small.supported(hall.ada)
    assert refused.value.facts == {"name": "Der Bach wird ein Park"}
    with pytest.raises(LaterStep):
        undoes(first, hall.max)
    undoes(last_step(), hall.max)
    undoes(first, hall.max)
    assert on_board() == ["Eine Bank", "Mehr Bänke am Bach", "Schatten am Bach"]


def test_a_part_that_is_hidden_is_not_named(hall: People) -> None:
    both = told("Bänke und Wasser")
    hidden, _ = splits(both, ["Bänke zuerst", "Wasser danach"], hall.max)
    step = last_step()
    with database.transaction() as tx:
        case = tx.session.get_one(Case, case_for(tx, tx.session.get_one(Contribution, hidden.id)))
        moderation.reject(tx, case, reason=Reason.OFF_TOPIC, note="", by=hall.max, seen=case.revision)

    with pytest.raises(StandsElsewhere) as refused:
        both.supported(hall.ada)
    assert refused.value.facts == {"name": "Wasser danach"}
    undoes(step, hall.max)
    assert on_board() == ["Bänke und Wasser"]


def test_of_two_moderators_with_the_same_view_one_acts(hall: People) -> None:
    benches, banks, seats = told("Mehr Bänke am Bach"), told("Bänke an den Bach"), told("Sitze am Bach")
    joins(banks, benches, hall.max, seen=0)

    with pytest.raises(SteppedMeanwhile) as refused:
        joins(banks, seats, hall.aylin, seen=0)
    assert refused.value.facts == {"name": "Max Beispiel"}
    with pytest.raises(NotOnTheBoard):
        joins(seats, banks, hall.aylin)
    undoes(last_step(), hall.aylin)
    with pytest.raises(ChangedMeanwhile) as undone:
        joins(banks, seats, hall.max, seen=1)
    assert undone.value.facts == {"name": "Aylin Örnek"}


def test_what_makes_no_sense_is_refused_before_anything_happens(hall: People) -> None:
    ways = second_collection()
    bench, path = told("Eine Bank"), told("Ein Radweg", collection=ways)
    waiting = told("Wartet noch")
    with database.transaction() as tx:
        tx.session.get_one(Contribution, waiting.id).status = Status.WAITING
    many = [told(f"Bank Nummer {number}") for number in range(21)]
    refusals: list[tuple[type[Refused], object]] = [
        (Itself, lambda: joins(bench, bench, hall.max)),
        (OtherCollection, lambda: joins(bench, path, hall.max)),
        (OtherCollection, lambda: merges([bench, path], "Beides", hall.max)),
        (TwoNeeded, lambda: merges([bench, bench], "Eins", hall.max)),
        (TooMany, lambda: merges(many, "Alle", hall.max)),
        (NothingSaid, lambda: merges(many[:2], "  ", hall.max)),
        (NotOnTheBoard, lambda: joins(bench, waiting, hall.max)),
        (PartsNeeded, lambda: splits(bench, ["Nur einer"], hall.max)),
        (TooManyParts, lambda: splits(bench, [f"Teil {number}" for number in range(7)], hall.max)),
        (NotAllowed, lambda: joins(bench, many[0], hall.ada)),
    ]

    for refused, act in refusals:
        with pytest.raises(refused):
            act()  # type: ignore[operator]

    assert len(on_board()) == 22
    with database.reading() as session:
        assert [one.action for one in audit.entries(session) if one.action.startswith("lineage.")] == []


def test_a_moderator_of_another_process_takes_and_undoes_no_step(hall: People) -> None:
    benches, banks = told("Mehr Bänke am Bach"), told("Bänke an den Bach")
    stranger = Actor(1, hall.ada.person_id, in_process=frozenset({(99, Role.MODERATOR)}))
    with pytest.raises(NotAllowed):
        joins(banks, benches, stranger)
    step = joins(banks, benches, hall.max)
    with pytest.raises(NotAllowed):
        undoes(step, stranger)


def test_a_new_text_stands_in_the_field_in_which_all_of_it_stood(hall: People) -> None:
    benches, shade, far = told("Mehr Bänke am Bach"), told("Schatten am Bach"), told("Ein Bus")
    with database.transaction() as tx:
        process = tx.session.get_one(Format, 1).process
        field = fields.add_field(tx, process, name={"de": "Grün"}, sentence={"de": "Grün"}, by=hall.max)
        for one in (benches, shade):
            fields.place_in_field(tx, tx.session.get_one(Contribution, one.id), field.id, by=hall.max)

    park = merges([benches, shade], "Der Bach wird ein Park", hall.max)
    assert field_of(park) == field.id
    undoes(last_step(), hall.max)
    assert (field_of(park), field_of(benches)) == (None, field.id)

    mixed = merges([benches, far], "Ein Bus zum Bach", hall.max)
    assert field_of(mixed) is None
    with pytest.raises(StandsElsewhere), database.transaction() as tx:
        fields.place_in_field(tx, tx.session.get_one(Contribution, far.id), field.id, by=hall.max)


def figures_of_today() -> int:
    """How many contributions came this quarter, as the public page counts them."""
    with database.reading() as session:
        told = figures(session, 1, periods(Span.QUARTER, clock.local(clock.now()).date()))
        return told.lines[0].received


def field_of(idea: Idea) -> int | None:
    with database.reading() as session:
        placed = session.get(Placement, idea.id)
        return placed.field_id if placed else None
