"""The queue: what waits, what a decision leaves behind, and who may decide."""

import pytest

from participation.contributions.models import Contribution
from participation.contributions.rules import LanguageBy, Status
from participation.contributions.service import Said, receive
from participation.foundation import audit, database
from participation.foundation.messages import ChangedMeanwhile, NotAllowed, NotFound
from participation.foundation.permissions import Actor, Role
from participation.moderation import queries, service
from participation.moderation.models import Case, Decision
from participation.moderation.own import reasons_of
from participation.moderation.rules import (
    BY_HAND,
    REASON_NAMES,
    REASON_SENTENCES,
    NothingToUndo,
    Reason,
    ReasonNeeded,
)
from participation.people import service as people
from participation.process.models import Format
from tests.conftest import SAME_ORIGIN, House, Moderator, Resident, case_of

MAX = Actor(1, 1, frozenset({Role.MODERATOR}), "Max Beispiel")
NEIGHBOUR = Actor(2, None, frozenset({Role.MODERATOR}))
RESIDENT = Actor(1)


@pytest.fixture(autouse=True)
def _max(house: House) -> None:
    """Max is the first person of the house."""
    with database.transaction() as tx:
        assert people.open_account(tx, 1, MAX.name, [Role.MODERATOR]).id == MAX.person_id


def waiting_case() -> int:
    with database.transaction() as tx:
        said = Said(text="Mehr Bänke", language="de", language_by=LanguageBy.AUTHOR)
        idea = receive(tx, said, into=tx.session.get_one(Format, 1), author_id=None, status=Status.WAITING)
        return tx.session.query(Case).filter_by(contribution_id=idea.id).one().id


def publish(case: int, seen: int, by: Actor = MAX) -> None:
    with database.transaction() as tx:
        service.publish(tx, tx.session.get_one(Case, case), by=by, seen=seen)


def reject(case: int, seen: int, by: Actor = MAX, reason: Reason | None = Reason.OFF_TOPIC) -> None:
    with database.transaction() as tx:
        service.reject(tx, tx.session.get_one(Case, case), reason=reason, note="", by=by, seen=seen)


def undo(case: int, seen: int, by: Actor = MAX) -> None:
    with database.transaction() as tx:
        service.undo(tx, tx.session.get_one(Case, case), by=by, seen=seen)


def state_of(case: int) -> tuple[bool, int, str]:
    """Whether it is open, its revision, and the status of what it is about."""
    with database.reading() as session:
        found = session.get_one(Case, case)
        return found.open, found.revision, session.get_one(Contribution, found.contribution_id).status


def test_every_rule_has_a_name_and_a_sentence() -> None:
    assert set(REASON_NAMES) == set(REASON_SENTENCES) == set(Reason)
    assert set(BY_HAND) == set(Reason) - {Reason.SOURCE, Reason.AGAIN, Reason.WITHDRAWN}


def test_a_case_goes_its_way_and_each_step_raises_its_revision(house: House) -> None:
    case = waiting_case()
    steps = [state_of(case)]
    for act in (publish, undo, reject, undo, publish):
        act(case, steps[-1][1])
        steps.append(state_of(case))

    assert steps == [
        (True, 0, "waiting"),
        (False, 1, "published"),
        (True, 2, "waiting"),
        (False, 3, "rejected"),
        (True, 4, "waiting"),
        (False, 5, "published"),
    ]


def test_a_decision_is_added_and_never_changed(house: House) -> None:
    case = waiting_case()
    reject(case, 0)
    undo(case, 1)
    publish(case, 2)

    with database.reading() as session:
        decisions = [(one.verdict, one.reason, one.automated) for one in session.query(Decision).order_by(Decision.id)]
        acts = [entry.action for entry in audit.entries(session)]
        assert audit.first_broken(session) is None
        assert reasons_of(session, [1]) == {}
    assert decisions == [("reject", "off_topic", False), ("undo", None, False), ("publish", None, False)]
    assert acts == ["account.open", "moderation.reject", "moderation.undo", "moderation.publish"]


@pytest.mark.parametrize("act", [publish, reject, undo])
def test_only_a_moderator_of_this_town_decides(house: House, act: object) -> None:
    case = waiting_case()
    assert callable(act)

    with pytest.raises(NotAllowed):
        act(case, 0, RESIDENT)
    with pytest.raises(NotFound):
        act(case, 0, NEIGHBOUR)
    assert state_of(case) == (True, 0, "waiting")


def test_a_rejection_needs_a_rule_and_an_open_case_has_nothing_to_undo(house: House) -> None:
    case = waiting_case()

    with pytest.raises(ReasonNeeded):
        reject(case, 0, reason=None)
    with pytest.raises(NothingToUndo):
        undo(case, 0)
    publish(case, 0)
    with pytest.raises(ChangedMeanwhile):
        reject(case, 0)
    with pytest.raises(ChangedMeanwhile):
        undo(case, 0)
    assert state_of(case) == (False, 1, "published")


def test_what_a_source_decided_is_kept_as_its_decision(house: House) -> None:
    with database.transaction() as tx:
        said = Said(text="Alt", language="de", language_by=LanguageBy.SOURCE)
        idea = receive(tx, said, into=tx.session.get_one(Format, 1), author_id=None, status=Status.REJECTED)
        service.take_over_decisions(tx, tx.session.get_one(Format, 1), [idea.id])

    with database.reading() as session:
        told = reasons_of(session, [idea.id])[idea.id]
        assert (told.name, told.words) == (REASON_NAMES[Reason.SOURCE], "")
        assert queries.count_waiting(session, 1) == 0


def test_the_longest_waiting_comes_first_and_the_number_counts_all(house: House, moderator: Moderator) -> None:
    for number in range(queries.SHOWN + 2):
        house.resident().posts(f"Idee Nummer {number:03}")

    page = moderator.reads("/desk/queue?lang=en")

    assert "52 are waiting" in page
    assert page.count("data-case") == queries.SHOWN
    assert page.index("Idee Nummer 000") < page.index("Idee Nummer 001")
    assert "Idee Nummer 051" not in page


def test_an_empty_queue_says_so(moderator: Moderator) -> None:
    page = moderator.reads("/desk/queue?lang=en")

    assert "Everything is read" in page
    assert "0 are waiting" in page


def test_a_chosen_case_stands_in_large_type_and_an_unknown_one_is_passed_over(
    resident: Resident, moderator: Moderator
) -> None:
    resident.posts("Die erste Idee")
    second = resident.posts("Die zweite Idee")

    chosen = moderator.reads(f"/desk/queue?case={case_of(second).id}")
    unknown = moderator.reads("/desk/queue?case=99")

    assert "Die zweite Idee" in chosen.split('<div class="said">')[1].split("</div>")[0]
    assert "Die erste Idee" in unknown.split('<div class="said">')[1].split("</div>")[0]


def test_undo_is_offered_after_a_decision_and_not_once_it_was_undone(resident: Resident, moderator: Moderator) -> None:
    idea = resident.posts("Mehr Bänke")
    moderator.approves(idea)
    case = case_of(idea).id

    assert f"/desk/queue/{case}/undo" in moderator.reads(f"/desk/queue?undo={case}")
    moderator.undoes(idea)
    assert f"/desk/queue/{case}/undo" not in moderator.reads(f"/desk/queue?undo={case}")


def test_a_note_that_is_too_long_is_refused_in_words(resident: Resident, moderator: Moderator) -> None:
    idea = resident.posts("Mehr Bänke")

    assert moderator.decides(idea, "reject", reason="off_topic", note="x" * 1001) == 422
    assert case_of(idea).open


@pytest.mark.parametrize("number", ["99", "2147483648", "9" * 30, "-1", "x"])
def test_a_number_no_case_can_have_is_a_page_that_is_not_there(moderator: Moderator, number: str) -> None:
    form = {"verdict": "publish", "revision": "0", "form_token": moderator.form_token()}

    assert moderator.client.post(f"/desk/queue/{number}", data=form, headers=SAME_ORIGIN).status_code == 404
    assert moderator.client.get(f"/desk/queue?case={number}&undo=x").status_code == 200
    shown = moderator.client.get(f"/desk/queue?undo={number}").status_code
    assert shown == (404 if number == "99" else 200)


def test_a_tampered_revision_decides_nothing(house: House, resident: Resident, moderator: Moderator) -> None:
    case = case_of(resident.posts("Mehr Bänke"))
    for revision in ("", "x", "-1", "9" * 30):
        form = {"verdict": "publish", "revision": revision, "form_token": moderator.form_token()}
        answer = moderator.client.post(f"/desk/queue/{case.id}", data=form, headers=SAME_ORIGIN)
        assert answer.status_code == 409, revision
    assert state_of(case.id) == (True, 0, "waiting")
