"""Anybody reports what is public, reads that it arrived, and hears what became of it."""

import pytest
from sqlalchemy import func, select

from participation.contributions.models import Contribution
from participation.contributions.rules import Status
from participation.foundation import audit, database
from participation.foundation.messages import NotAllowed, NotFound
from participation.foundation.permissions import Actor
from participation.moderation.models import Case, CaseCause, Notice
from participation.moderation.notices import Reported, report
from participation.moderation.rules import GoodFaithNeeded, Reason, RuleNeeded
from participation.process.models import Process
from tests.conftest import SAME_ORIGIN, House, Moderator, Resident
from tests.moderation.hall import Office, guest, told

GOOD = {"reason": "insult", "words": "Das beleidigt meine Nachbarin.", "good_faith": "yes"}


def public_idea(resident: Resident, moderator: Moderator, text: str = "Der faule Hausmeister") -> str:
    idea = resident.posts(text)
    assert moderator.approves(idea) == 303
    return idea


def sends(who: Resident, idea: str, **form: str) -> int:
    return who.client.post(f"/report/{idea}?lang=en", data=form, headers=SAME_ORIGIN).status_code


def test_ten_reports_of_one_contribution_are_one_case_with_ten_causes(office: Office) -> None:
    idea = told(status=Status.PUBLISHED)
    for _ in range(10):
        idea.reported(guest())

    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Case)) == 1
        assert session.scalar(select(func.count()).where(CaseCause.kind == "reported")) == 10
    idea.hidden(office.max, Reason.INSULT)
    with database.reading() as session:
        assert set(session.scalars(select(Notice.outcome))) == {"hidden"}
        assert session.scalar(select(func.count()).where(CaseCause.settled_at.is_(None))) == 0
    idea.undone(office.max)
    with database.reading() as session:
        assert set(session.scalars(select(Notice.outcome))) == {None}
        assert session.scalar(select(func.count()).where(CaseCause.settled_at.is_(None))) == 10


def test_a_second_report_of_one_person_changes_the_first_until_it_is_decided(office: Office) -> None:
    idea, ina = told(status=Status.PUBLISHED), guest()
    idea.reported(ina, "Erst so.")
    idea.reported(ina, "Dann anders.", Reason.NAMES_PERSON)

    with database.reading() as session:
        [notice] = session.scalars(select(Notice))
        assert (notice.words, notice.reason) == ("Dann anders.", "names_person")
    idea.published(office.max)
    idea.reported(ina, "Und noch etwas.")
    with database.reading() as session:
        assert [one.words for one in session.scalars(select(Notice).order_by(Notice.id))] == [
            "Dann anders.",
            "Und noch etwas.",
        ]
        acts = [entry.action for entry in audit.entries(session) if entry.action.startswith("notice")]
        assert {entry.actor for entry in audit.entries(session) if entry.action.startswith("notice")} == {"guest"}
    assert acts == ["notice.receive", "notice.change", "notice.receive"]


@pytest.mark.parametrize(
    ("reported", "refused"),
    [
        (Reported(None, "x", in_good_faith=True), RuleNeeded),
        (Reported(Reason.SOURCE, "x", in_good_faith=True), RuleNeeded),
        (Reported(Reason.INSULT, "x"), GoodFaithNeeded),
    ],
)
def test_a_report_needs_a_rule_and_good_faith(house: House, reported: Reported, refused: type[Exception]) -> None:
    idea = told(status=Status.PUBLISHED)

    with pytest.raises(refused), database.transaction() as tx:
        report(tx, tx.session.get_one(Contribution, idea.id), reported, by=guest_in(tx))


def guest_in(tx: database.Transaction) -> Actor:
    from participation.people.service import welcome_guest  # noqa: PLC0415 - one use

    return Actor(1, welcome_guest(tx, 1, b"only for tests")[0].id)


def test_only_somebody_reports_and_only_what_they_can_read(house: House) -> None:
    hidden, public = told(), told(status=Status.PUBLISHED)
    with pytest.raises(NotFound):
        hidden.reported(guest())
    with pytest.raises(NotAllowed):
        public.reported(Actor(1))
    ina = guest()
    with database.transaction() as tx:
        tx.session.scalars(select(Process)).one().state = "draft"
    with pytest.raises(NotFound):
        public.reported(ina)


# --- on the pages


def test_a_stranger_reports_without_an_account_and_hears_that_it_stays(
    house: House, resident: Resident, moderator: Moderator
) -> None:
    idea = public_idea(resident, moderator)
    ina = house.resident()
    assert f"/report/{idea}" in ina.reads("/ideas/ideen")
    assert f"/report/{idea}" in ina.reads(f"/ideas/ideen/{idea}")
    page = ina.reads(f"/report/{idea}?lang=en")
    assert f"/ideas/ideen/{idea}" in page
    assert "Der faule Hausmeister" in page

    assert sends(ina, idea, **GOOD, name="Ina", email="ina@nachbarn.example") == 303

    mine = ina.reads("/mine?lang=en")
    assert "What I reported" in mine
    assert "Das beleidigt meine Nachbarin." in mine
    assert "You have reported this" in ina.reads(f"/report/{idea}?lang=en")
    queue = moderator.reads("/desk/queue?cause=reported&lang=en")
    assert "Das beleidigt meine Nachbarin." in queue
    assert "ina@nachbarn.example" in queue
    assert moderator.decides(idea, "publish", note="„Faul“ ist hart, aber erlaubt.") == 303
    heard = ina.reads("/mine?lang=en")
    assert "It stays public, because it breaks neither our rules nor a law." in heard
    assert "„Faul“ ist hart, aber erlaubt." in heard
    assert "If you disagree" in heard


def test_where_it_is_taken_down_the_reporter_hears_it_and_the_author_never_who_it_was(
    house: House, resident: Resident, moderator: Moderator
) -> None:
    idea = public_idea(resident, moderator)
    ina = house.resident()
    sends(ina, idea, **GOOD, name="Ina Nachbarin", email="ina@nachbarn.example")

    assert moderator.decides(idea, "reject", reason="insult", note="Nur an Sie.") == 303

    heard = ina.reads("/mine?lang=en")
    assert "It is no longer public. Thank you for telling us." in heard
    assert "Nur an Sie." not in heard
    assert "faule Hausmeister" not in heard
    told = resident.reads("/mine?lang=en") + resident.reads("/mine/statements/" + statement_of(resident) + "?lang=en")
    assert "Somebody reported your contribution." in told
    for secret in ("Ina", "nachbarn.example", "Das beleidigt meine Nachbarin."):
        assert secret not in told
    assert ina.client.get(f"/report/{idea}").status_code == 404


def statement_of(author: Resident) -> str:
    return author.reads("/mine").split("/mine/statements/")[1].split('"')[0].split("?")[0]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"reason": ""}, "Please choose which rule"),
        ({"reason": "taste"}, "Please choose which rule"),
        ({"words": " "}, "There is no text yet"),
        ({"words": "x" * 2001}, "Please shorten it to 2000"),
        ({"email": "ina"}, "does not look like an e-mail"),
        ({"good_faith": ""}, "Please confirm"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    house: House, resident: Resident, moderator: Moderator, wrong: dict[str, str], sentence: str
) -> None:
    idea = public_idea(resident, moderator)
    ina = house.resident()

    form = {**GOOD, "name": "Ina", **wrong}
    answer = ina.client.post(f"/report/{idea}?lang=en", data=form, headers=SAME_ORIGIN)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="Ina"' in answer.text
    assert form["words"].strip() in answer.text
    assert "Set-Cookie" not in answer.headers
    assert "What I reported" not in ina.reads("/mine?lang=en")


def test_reports_cost_the_same_whether_one_or_three(house: House, resident: Resident, moderator: Moderator) -> None:
    from tests.ideas.test_board import counted_statements  # noqa: PLC0415 - a helper of another room's tests

    ideas = [public_idea(resident, moderator, f"Der faule Hausmeister {number}") for number in range(3)]
    ina = house.resident()
    sends(ina, ideas[0], **GOOD)
    with counted_statements() as one, counted_statements():
        ina.reads("/mine")
    sends(ina, ideas[1], **GOOD)
    sends(ina, ideas[2], **GOOD)
    with counted_statements() as three:
        ina.reads("/mine")

    assert len(one) == len(three)
