"""The author asks for another look, once and within six months, and somebody else takes it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from participation.contributions.rules import Status
from participation.foundation import audit, clock, database
from participation.foundation.messages import NotFound
from participation.foundation.permissions import Actor
from participation.moderation.models import Appeal
from participation.moderation.rules import (
    AlreadyAppealed,
    AnswerNeeded,
    NobodyElse,
    NothingToAppeal,
    OwnDecision,
    Reason,
    TooLate,
)
from tests.conftest import SAME_ORIGIN, House, Moderator, Resident, case_of
from tests.moderation.hall import Office, Told, colleague, guest, told


def taken_down(office: Office) -> Told:
    idea = told(status=Status.PUBLISHED)
    idea.flagged()
    idea.hidden(office.max, Reason.INSULT, "Der letzte Satz.")
    return idea


def appeals() -> list[Appeal]:
    with database.reading() as session:
        return list(session.scalars(select(Appeal).order_by(Appeal.id)))


def test_an_appeal_opens_the_case_and_another_moderator_restores_it(office: Office) -> None:
    idea = taken_down(office)

    idea.appealed("Das ist ein Zitat.")

    assert idea.case.open
    with pytest.raises(OwnDecision, match=r"Aylin Örnek, Erika Muster\.$"):
        idea.published(office.max)
    with pytest.raises(OwnDecision):
        idea.hidden(office.max, note="Nein.")
    assert idea.published(office.aylin, note="Sie haben recht.").verdict == "restore"
    [one] = appeals()
    assert (one.outcome, one.answer, one.decided_by_id) == ("public", "Sie haben recht.", office.aylin.person_id)
    assert (one.against_id, idea.status) == (office.max.person_id, "published")


def test_it_stays_hidden_only_with_an_answer_and_can_be_appealed_once(office: Office) -> None:
    idea = taken_down(office)
    idea.appealed()

    with pytest.raises(AnswerNeeded):
        idea.hidden(office.aylin)
    assert idea.hidden(office.aylin, note="Auch ein Zitat beleidigt.").verdict == "uphold"

    assert (idea.status, idea.statements()) == ("taken_down", [("taken_down", "insult", True)])
    assert [one.outcome for one in appeals()] == ["hidden"]
    with pytest.raises(AlreadyAppealed):
        idea.appealed()


def test_only_the_author_appeals_in_time_and_against_what_counts(office: Office) -> None:
    idea = taken_down(office)
    for other in (guest(), office.max, Actor(1), Actor(2, 99)):
        with pytest.raises(NotFound):
            idea.appealed(by=other)
    with clock.held_at(clock.now() + timedelta(days=190)), pytest.raises(TooLate):
        idea.appealed()
    idea.published(office.max)
    with pytest.raises(NothingToAppeal):
        idea.appealed()
    assert appeals() == []


def test_where_nobody_else_may_moderate_the_moderator_is_told_what_to_do(house: House) -> None:
    alone = colleague("Max Beispiel")
    idea = told()
    idea.hidden(alone)
    idea.appealed()

    with pytest.raises(NobodyElse):
        idea.published(alone)
    assert idea.published(colleague("Aylin Örnek")).verdict == "restore"


def test_whoever_decided_first_does_not_undo_what_the_other_decided(office: Office) -> None:
    idea = taken_down(office)
    idea.appealed()
    idea.hidden(office.aylin, note="Nein.")

    with pytest.raises(OwnDecision):
        idea.undone(office.max)
    idea.undone(office.erika)

    assert idea.case.open
    [one] = appeals()
    assert (one.outcome, one.answer, one.decided_by_id, one.decided_at) == (None, "", None, None)
    assert idea.published(office.aylin).verdict == "restore"
    assert [one.outcome for one in appeals()] == ["public"]


def test_a_granted_appeal_that_is_undone_is_open_again_with_new_reasons(office: Office) -> None:
    idea = taken_down(office)
    idea.appealed()
    idea.published(office.aylin)

    idea.undone(office.aylin)

    assert idea.statements() == [("taken_down", "insult", False), ("taken_down", "insult", True)]
    assert (idea.status, idea.case.open, appeals()[0].outcome) == ("taken_down", True, None)
    idea.hidden(office.erika, note="Es bleibt dabei.")
    assert appeals()[0].decided_by_id == office.erika.person_id


def test_both_are_in_the_log(office: Office) -> None:
    idea = taken_down(office)
    idea.appealed()
    idea.published(office.aylin)

    with database.reading() as session:
        acts = [(entry.actor, entry.action) for entry in audit.entries(session)][-4:]
        assert audit.first_broken(session) is None
    author, aylin = f"person:{idea.author.person_id}", f"person:{office.aylin.person_id}"
    assert acts[1:] == [(author, "appeal.receive"), (aylin, "appeal.decide"), (aylin, "moderation.restore")]


# --- on the pages


def appeals_on_page(author: Resident, words: str) -> int:
    mine = author.reads("/mine?lang=en")
    address = "/mine/statements/" + mine.split("/mine/statements/")[1].split('"')[0].split("?")[0]
    return author.client.post(f"{address}/appeal?lang=en", data={"words": words}, headers=SAME_ORIGIN).status_code


def test_an_appeal_travels_from_the_author_to_somebody_else_and_back(
    house: House, resident: Resident, moderator: Moderator
) -> None:
    idea = resident.posts("Der Hausmeister Schulze schreit.")
    moderator.decides(idea, "reject", reason="names_person", note="Bitte ohne Namen.")

    assert appeals_on_page(resident, "  ") == 422
    assert appeals_on_page(resident, "Er heißt gar nicht so.") == 303

    assert "Er heißt gar nicht so." in resident.reads("/mine/statements/" + statement_of(resident))
    other = house.moderator("Aylin Örnek")
    page = other.reads("/desk/queue?cause=appeal&lang=en")
    assert "Er heißt gar nicht so." in page
    assert "Bitte ohne Namen." in page
    mine = moderator.reads("/desk/queue?cause=appeal&lang=en")
    assert "so somebody else decides it: Aylin Örnek." in mine
    assert 'value="reject" data-key' not in mine
    assert moderator.decides(idea, "publish") == 409
    assert other.decides(idea, "publish", note="Stimmt, das ist kein Name.") == 303
    told = resident.reads("/mine?lang=en")
    assert "Your appeal was right: the contribution is public again." in told
    assert "Stimmt, das ist kein Name." in told
    assert not case_of(idea).open


def statement_of(author: Resident) -> str:
    return author.reads("/mine").split("/mine/statements/")[1].split('"')[0].split("?")[0]
