"""A machine proposes, a person decides: accept, change, lock, undo, and no rerun moves what a person placed."""

import pytest
from sqlalchemy import select, update

from participation.contributions.models import Contribution
from participation.contributions.rules import Status
from participation.fields import queries, service
from participation.fields.models import FieldSuggestion
from participation.fields.rules import FieldGone, NoMoveToUndo, NotPublished
from participation.foundation import audit, database
from participation.foundation.messages import ChangedMeanwhile, NotFound
from participation.foundation.municipality import found_municipality
from participation.foundation.permissions import Actor, Role
from tests.conftest import House, Moderator
from tests.fields.hall import Hands, begin, machine_reads, moves, proposals, standing, tell, told
from tests.ideas.test_board import counted_statements

MODERATOR = Actor(1, None, frozenset({Role.MODERATOR}))


def test_an_idea_is_suggested_accepted_and_stays_where_a_person_put_it(hands: Hands) -> None:
    fields = begin()
    idea = tell("Ein Sprachkurs am Abend")

    machine_reads()

    first, second = proposals(idea)
    assert first == "language"
    assert second in {"housing", "mobility"}
    assert "Ein Sprachkurs am Abend" in hands.board()

    assert hands.places(idea, fields["mobility"]) == 303
    assert hands.posts("/desk/fields/again") == 303
    assert machine_reads() == 1

    assert standing(idea) == ("mobility", False)
    assert proposals(idea)[0] == "language"


def test_each_move_is_logged_and_undone_step_by_step(hands: Hands) -> None:
    fields = begin()
    idea = tell("Ein Bus am Abend")
    hands.places(idea, fields["mobility"])
    hands.places(idea, fields["housing"])

    assert hands.undoes() == 303
    assert standing(idea) == ("mobility", False)
    assert hands.undoes() == 303
    assert standing(idea) is None

    assert "Your last move" not in hands.board()
    assert moves() == [
        ("place", None, fields["mobility"]),
        ("place", fields["mobility"], fields["housing"]),
        ("undo", fields["housing"], fields["mobility"]),
        ("undo", fields["mobility"], None),
    ]
    with database.reading() as session:
        assert audit.first_broken(session) is None


def test_a_locked_idea_stays_until_it_is_unlocked_and_the_lock_can_be_undone(hands: Hands) -> None:
    fields = begin()
    idea = tell("Ein Bus am Abend")
    hands.places(idea, fields["mobility"])

    assert hands.locks(idea) == 303
    assert hands.places(idea, fields["housing"]) == 409
    assert standing(idea) == ("mobility", True)

    hands.undoes()
    assert standing(idea) == ("mobility", False)

    hands.locks(idea)
    hands.locks(idea, "no")
    assert hands.places(idea, fields["housing"]) == 303


def test_an_idea_without_a_field_cannot_be_locked(hands: Hands) -> None:
    begin()
    idea = tell("Ein Bus am Abend")

    assert hands.locks(idea) == 409


def test_an_idea_is_taken_out_of_its_field_and_waits_again(hands: Hands) -> None:
    fields = begin()
    idea = tell("Ein Bus am Abend")
    hands.places(idea, fields["mobility"])

    assert hands.places(idea, "") == 303

    assert standing(idea) is None
    assert 'id="waiting">Without a field <span class="muted num">1</span>' in hands.board("?lang=en")


def test_of_two_moderators_with_the_same_view_only_one_moves(house: House, hands: Hands) -> None:
    fields = begin()
    idea = tell("Ein Bus am Abend")
    other = Hands(house.moderator("Aylin Örnek"))

    assert hands.places(idea, fields["mobility"], seen=0) == 303
    assert other.places(idea, fields["housing"], seen=0) == 409

    assert standing(idea) == ("mobility", False)


def test_the_undo_of_a_move_that_somebody_moved_on_is_refused(house: House, hands: Hands) -> None:
    fields = begin()
    idea = tell("Ein Bus am Abend")
    hands.places(idea, fields["mobility"])
    address = hands.board().split('<form class="undo" method="post" action="')[1].split('"')[0]
    Hands(house.moderator("Aylin Örnek")).places(idea, fields["housing"])

    assert hands.posts(address) == 409
    assert '<form class="undo"' not in hands.board()
    assert standing(idea) == ("housing", False)


def test_a_move_is_undone_once_and_an_undo_not_at_all(house: House) -> None:
    fields = begin()
    with database.transaction() as tx:
        idea = told(tx, "Ein Bus am Abend")
        moved = service.place_in_field(tx, idea, fields["mobility"], by=MODERATOR)
        undone = service.undo_move(tx, moved, by=MODERATOR)

        with pytest.raises(NoMoveToUndo):
            service.undo_move(tx, moved, by=MODERATOR)
        with pytest.raises(NoMoveToUndo):
            service.undo_move(tx, undone, by=MODERATOR)


def test_nobody_moves_an_idea_back_into_a_field_that_is_gone(house: House) -> None:
    fields = begin()
    with database.transaction() as tx:
        idea = told(tx, "Ein Bus am Abend")
        service.place_in_field(tx, idea, fields["mobility"], by=MODERATOR)
        away = service.place_in_field(tx, idea, fields["housing"], by=MODERATOR)
        service.remove_field(tx, queries.field_by_id(tx.session, 1, fields["mobility"]), by=MODERATOR)

        with pytest.raises(FieldGone):
            service.undo_move(tx, away, by=MODERATOR)
        with pytest.raises(FieldGone):
            service.place_in_field(tx, idea, fields["mobility"], by=MODERATOR)


def test_what_was_seen_before_a_move_is_no_longer_enough(house: House) -> None:
    fields = begin()
    with database.transaction() as tx:
        idea = told(tx, "Ein Bus am Abend")
        first = service.place_in_field(tx, idea, fields["mobility"], by=MODERATOR, seen_revision=0)

        with pytest.raises(ChangedMeanwhile):
            service.place_in_field(tx, idea, None, by=MODERATOR, seen_revision=0)
        service.place_in_field(tx, idea, None, by=MODERATOR, seen_revision=first.id)


@pytest.mark.parametrize("status", [Status.WAITING, Status.REJECTED])
def test_only_a_published_idea_is_suggested_shown_and_placed(hands: Hands, status: Status) -> None:
    fields = begin()
    hidden = tell("Verborgener Sprachkurs", status=status)
    tell("Sichtbarer Sprachkurs")

    machine_reads()

    assert proposals(hidden) == []
    assert "Verborgener" not in hands.board()
    assert "Sichtbarer" in hands.board()
    assert hands.places(hidden, fields["language"]) == 409


def test_a_placed_idea_that_is_withdrawn_disappears_from_every_page(house: House, hands: Hands) -> None:
    fields = begin()
    idea = tell("Ein Bus am Abend")
    hands.places(idea, fields["mobility"])
    assert "Ein Bus am Abend" in house.resident().reads("/fields")

    with database.transaction() as tx:
        tx.session.execute(update(Contribution).values(status=Status.REJECTED))

    for address in ("/fields", "/fields/mobility", "/desk/fields", f"/desk/fields/{fields['mobility']}"):
        assert "Ein Bus am Abend" not in hands.moderator.reads(address), address
    with database.transaction() as tx:
        withdrawn = tx.session.scalars(select(Contribution)).one()
        with pytest.raises(NotPublished):
            service.place_in_field(tx, withdrawn, None, by=MODERATOR)


def test_a_resident_neither_sees_the_board_nor_moves_anything(house: House) -> None:
    fields = begin()
    idea = tell("Ein Bus am Abend")
    resident = house.resident()
    resident.posts("Damit ein Cookie da ist")
    form = {"idea": idea, "field": str(fields["mobility"]), "revision": "0"}

    for address in ("/desk/fields", f"/desk/fields/{fields['mobility']}", "/desk/fields/edit"):
        assert resident.client.get(address).status_code == 403, address
    for address in ("/desk/fields/place", "/desk/fields/lock", "/desk/fields/again", "/desk/fields/begin"):
        answer = resident.client.post(address, data=form, headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code == 403, address
    assert standing(idea) is None


def test_another_municipality_has_neither_the_idea_nor_the_field_nor_the_move(house: House) -> None:
    fields = begin()
    stranger = Actor(2, None, frozenset({Role.MODERATOR}))
    with database.transaction() as tx:
        found_municipality(tx, slug="anderswo", name="Anderswo")
        idea = told(tx, "Ein Bus am Abend")
        moved = service.place_in_field(tx, idea, fields["mobility"], by=MODERATOR)

        with pytest.raises(NotFound):
            service.place_in_field(tx, idea, fields["housing"], by=stranger)
        with pytest.raises(NotFound):
            service.undo_move(tx, moved, by=stranger)
        with pytest.raises(NotFound):
            queries.field_by_id(tx.session, 2, fields["mobility"])
        with pytest.raises(NotFound):
            queries.move_by_id(tx.session, 2, moved.id)


@pytest.mark.parametrize("field", ["999", "abc", "-1", "99999999999999999999"])
def test_a_field_that_does_not_exist_is_refused_in_words(hands: Hands, field: str) -> None:
    begin()
    idea = tell("Ein Bus am Abend")

    assert hands.places(idea, field) == 409
    assert standing(idea) is None


def test_a_tampered_revision_changes_nothing(hands: Hands) -> None:
    fields = begin()
    idea = tell("Ein Bus am Abend")

    assert hands.posts("/desk/fields/place", idea=idea, field=str(fields["mobility"]), revision="x") == 409
    assert standing(idea) is None


def test_the_board_leads_back_to_its_own_pages_only(hands: Hands) -> None:
    fields = begin()
    idea = tell("Ein Bus am Abend")
    form = {"idea": idea, "field": str(fields["mobility"]), "revision": "0", "back": "https://example.org/#c-1"}
    sent = {"form_token": hands.moderator.form_token(), **form}

    answer = hands.moderator.client.post("/desk/fields/place", data=sent, headers={"Sec-Fetch-Site": "same-origin"})

    assert answer.location == "/?said=placed#c-1"


def test_every_idea_carries_its_language_and_is_escaped(house: House, hands: Hands) -> None:
    fields = begin()
    idea = tell("نريد <script>alert(1)</script> حافلة", language="ar")
    waiting = hands.board()
    hands.places(idea, fields["mobility"])

    for page in (waiting, hands.board(), house.resident().reads("/fields"), house.resident().reads("/fields/mobility")):
        assert "<script>alert" not in page
        assert "نريد &lt;script&gt;alert(1)&lt;/script&gt; حافلة" in page
        assert 'lang="ar"' in page


def test_sure_and_unsure_ideas_are_shown_apart_with_the_coverage(hands: Hands) -> None:
    begin()
    sure, unsure = tell("Ein Bus am Abend"), tell("Etwas mit Wohnung und Deutschkurs")
    machine_reads()
    with database.transaction() as tx:
        bus = tx.session.scalars(select(Contribution.id).where(Contribution.public_id == sure)).one()
        tx.session.execute(update(FieldSuggestion).where(FieldSuggestion.contribution_id == bus).values(sure=True))

    everything, only_sure, only_unsure = (hands.board(f"?lang=en{more}") for more in ("", "&show=sure", "&show=unsure"))

    assert "The machine is sure of 1 of 2 ideas (50 %)." in everything
    assert f'class="card" id="c-{sure}"' in everything
    assert f'class="card unsure" id="c-{unsure}"' in everything
    assert (f"c-{sure}" in only_sure, f"c-{unsure}" in only_sure) == (True, False)
    assert (f"c-{sure}" in only_unsure, f"c-{unsure}" in only_unsure) == (False, True)


def test_one_and_three_ideas_cost_the_same_statements(hands: Hands, moderator: Moderator) -> None:
    fields = begin()
    pages = ("/desk/fields", "/fields", "/fields/mobility", f"/desk/fields/{fields['mobility']}", "/desk/fields/edit")

    def cost() -> list[int]:
        counts = []
        for page in pages:
            with counted_statements() as statements:
                assert hands.moderator.client.get(page).status_code == 200
            counts.append(len(statements))
        return counts

    hands.places(tell("Ein Bus am Abend"), fields["mobility"])
    tell("Der letzte Bus")
    machine_reads()
    one = cost()
    for number in range(2):
        hands.places(tell(f"Noch ein Bus {number}"), fields["mobility"])
        tell(f"Der allerletzte Bus {number}")
    machine_reads()

    assert cost() == one
    assert max(one) <= 24


def test_placed_ideas_come_in_two_statements_the_most_supported_first(house: House) -> None:
    fields = begin()
    with database.transaction() as tx:
        for number, support in enumerate((1, 5, 3)):
            idea = told(tx, f"Bus {number}")
            idea.support_count = support
            service.place_in_field(tx, idea, fields["mobility"], by=MODERATOR)

    with counted_statements() as statements, database.reading() as session:
        found = queries.placed_ideas(session, 1)
    with database.reading() as session:
        two = queries.placed_ideas(session, 1, most=2)

    assert len(statements) == 2
    assert {key: [idea.text for idea in ideas] for key, ideas in found.items()} == {
        fields["language"]: [],
        fields["housing"]: [],
        fields["mobility"]: ["Bus 1", "Bus 2", "Bus 0"],
    }
    assert [idea.text for idea in two[fields["mobility"]]] == ["Bus 1", "Bus 2"]


def test_a_long_field_fills_pages(hands: Hands) -> None:
    fields = begin()
    with database.transaction() as tx:
        for number in range(14):
            service.place_in_field(tx, told(tx, f"Bus {number:02}"), fields["mobility"], by=MODERATOR)
            told(tx, f"Bahn {number:02}")

    assert hands.moderator.reads("/fields/mobility").count('class="card idea"') == 12
    assert hands.moderator.reads("/fields/mobility?page=2").count('class="card idea"') == 2
    assert hands.moderator.reads(f"/desk/fields/{fields['mobility']}?page=9").count("data-card") == 2
    assert hands.board().count("data-card") == 24
    assert hands.board("?page=2").count("data-card") == 14
    assert "All 14 ideas of this field" in hands.board("?lang=en")
