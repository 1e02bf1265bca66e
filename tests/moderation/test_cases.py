"""One queue for everything that needs a person: causes, who looks after it, remarks, several at once."""

from dataclasses import replace
from time import perf_counter

import pytest
from sqlalchemy import select

from participation.contributions import service as contributions
from participation.contributions.models import Contribution
from participation.contributions.rules import LanguageBy, Status
from participation.contributions.service import Said, write_down
from participation.foundation import database
from participation.foundation.messages import ChangedMeanwhile, NotAllowed, NotFound
from participation.foundation.permissions import Actor, Role
from participation.moderation import cases, queries, service
from participation.moderation.models import Case, CaseCause, Statement
from participation.moderation.queries import Wanted
from participation.moderation.rules import (
    Cause,
    DecidedSecondsAgo,
    NewHere,
    NotAColleague,
    Reason,
    ReasonNeeded,
    TakenMeanwhile,
    Wish,
)
from participation.people.models import Membership
from participation.process.models import Format
from tests.conftest import SAME_ORIGIN, House, Moderator, Resident, case_of
from tests.ideas.test_board import counted_statements
from tests.moderation.hall import Office, Told, colleague, guest, told


def causes(idea: Told) -> list[tuple[str, bool]]:
    with database.reading() as session:
        rows = session.scalars(select(CaseCause).where(CaseCause.case_id == idea.case.id).order_by(CaseCause.id))
        return [(one.kind, one.settled_at is None) for one in rows]


def queue(wanted: Wanted = Wanted(), processes: frozenset[int] | None = None) -> queries.Queue:  # noqa: B008 - frozen
    with database.reading() as session:
        return queries.queue(session, 1, 1, wanted, processes)


# --- causes


def test_everything_about_one_contribution_is_one_case(office: Office) -> None:
    idea = told()
    idea.flagged("2 links")
    assert causes(idea) == [("new", True), ("rule", True)]

    idea.published(office.max)
    assert (causes(idea), idea.case.open) == ([("new", False), ("rule", False)], False)
    idea.reported(guest())

    assert causes(idea)[2:] == [("reported", True)]
    assert idea.case.open


def test_what_comes_in_while_somebody_reads_is_looked_at_before_it_is_decided(office: Office) -> None:
    idea = told(status=Status.PUBLISHED)
    idea.reported(guest())
    seen = idea.case.revision
    idea.reported(guest())

    with pytest.raises(NewHere):
        idea.published(office.max, seen=seen)
    idea.published(office.max)
    with pytest.raises(DecidedSecondsAgo, match="Max Beispiel decided this 0 s ago"):
        idea.hidden(office.aylin, seen=seen + 1)


def test_a_language_nobody_is_sure_of_needs_a_person(house: House) -> None:
    author, moderator = house.resident(), house.moderator()
    idea = author.posts("Bus")
    assert "Language unsure" in moderator.reads("/desk/queue?cause=language&lang=en")

    form = {"revision": str(case_of(idea).revision), "language": "tr", "form_token": moderator.form_token()}
    address = f"/desk/queue/{case_of(idea).id}/language"
    assert moderator.client.post(address, data={**form, "language": "xx"}, headers=SAME_ORIGIN).status_code == 404
    assert moderator.client.post(address, data=form, headers=SAME_ORIGIN).status_code == 303
    assert moderator.client.post(address, data=form, headers=SAME_ORIGIN).status_code == 409

    with database.reading() as session:
        found = session.scalars(select(Contribution)).one()
        assert (found.language, found.language_by) == ("tr", LanguageBy.MODERATOR)
    assert case_of(idea).open  # it still waits for its first reading
    assert queue(Wanted(cause=Cause.LANGUAGE)).matching == 0


def test_a_public_text_whose_language_is_known_now_needs_nobody(house: House, office: Office) -> None:
    with database.transaction() as tx:
        said = Said(text="Bus", language="de", language_by=LanguageBy.RECOGNISED)
        home = tx.session.get_one(Format, 1)
        unsure = contributions.receive(tx, said, into=home, author_id=guest_of(tx), status=Status.PUBLISHED, sure=False)
        sure = contributions.receive(tx, replace(said, text="Bahn"), into=home, author_id=None, status=Status.PUBLISHED)
    assert [one.causes for one in queue().cases] == [["language"]]
    with database.transaction() as tx:
        cases.settle_language(tx, tx.session.get_one(Contribution, sure.id))  # it has no case at all
        cases.settle_language(tx, tx.session.get_one(Contribution, unsure.id))
    assert queue().cases == []
    with database.transaction() as tx:
        cases.settle_language(tx, tx.session.get_one(Contribution, unsure.id))


def guest_of(tx: database.Transaction) -> int:
    from participation.people.service import welcome_guest  # noqa: PLC0415 - one use

    return welcome_guest(tx, 1, b"only for tests")[0].id


def test_an_author_who_says_the_language_settles_it(resident: Resident) -> None:
    idea = resident.posts("Bus")
    assert queue(Wanted(cause=Cause.LANGUAGE)).matching == 1

    resident.client.post(f"/mine/{idea}/language", data={"language": "tr"}, headers=SAME_ORIGIN)

    assert queue(Wanted(cause=Cause.LANGUAGE)).matching == 0


# --- filters, order, pages


def test_the_queue_is_filtered_by_cause_and_by_who_looks_after_it(office: Office) -> None:
    new, flagged, reported = told(), told(status=Status.PUBLISHED), told(status=Status.PUBLISHED)
    flagged.flagged()
    reported.reported(guest())
    with database.transaction() as tx:
        case = tx.session.get_one(Case, flagged.case.id)
        cases.assign(tx, case, office.max.person_id, by=office.max, seen=None)

    assert [one.contribution.id for one in queue().cases] == [new.id, flagged.id, reported.id]
    assert [one.contribution.id for one in queue(Wanted(cause=Cause.RULE)).cases] == [flagged.id]
    assert [one.contribution.id for one in queue(Wanted(mine=office.max.person_id)).cases] == [flagged.id]
    assert queue().counts == {"new": 1, "rule": 1, "reported": 1}
    assert queue(processes=frozenset({99})).everything == 0
    new.published(office.max)
    assert [one.contribution.id for one in queue(Wanted(decided=True)).cases] == [new.id]


def test_what_waited_longest_comes_first_also_after_it_came_back(office: Office) -> None:
    first, second = told(), told()
    first.published(office.max)
    first.reported(guest())

    assert [one.contribution.id for one in queue().cases] == [second.id, first.id]


def many(count: int) -> None:
    with database.transaction() as tx:
        home = tx.session.get_one(Format, 1)
        said = Said(text="Mehr Bänke im Park", language="de", language_by=LanguageBy.AUTHOR)
        row = [write_down(said, into=home, author_id=None, status=Status.WAITING) for _ in range(count)]
        contributions.receive_many(tx, row, into=home)


def test_five_thousand_cases_cost_as_many_statements_as_one_and_are_paged(
    house: House, resident: Resident, moderator: Moderator
) -> None:
    resident.posts("Mehr Bänke im Park für alle")
    with counted_statements() as one:
        moderator.reads("/desk/queue")
    resident.posts("Mehr Bäume im Park für alle")
    resident.posts("Mehr Brunnen im Park für alle")
    with counted_statements() as three:
        moderator.reads("/desk/queue")
    many(5_000)
    began = perf_counter()
    with counted_statements() as very_many:
        page = moderator.reads("/desk/queue?lang=en")
    took = perf_counter() - began

    assert len(one) == len(three) == len(very_many) <= 29  # one of them for versions in the moderator's language
    assert "5003 are waiting" in page
    assert "Page 1 of 101" in page
    assert "Mehr Bänke im Park für alle" not in moderator.reads("/desk/queue?page=2")
    assert "Page 101 of 101" in moderator.reads("/desk/queue?page=999&lang=en")
    assert took < 10  # a bound against plans that read everything several times; the figures are the bench's


# --- one case


def test_the_case_shows_what_became_of_the_author_before_and_never_who_that_is(
    house: House, resident: Resident, moderator: Moderator
) -> None:
    for number, (verdict, more) in enumerate([("publish", {}), ("reject", {"reason": "advertising"})]):
        moderator.decides(resident.posts(f"Idee Nummer {number} für den Park"), verdict, **more)
    idea = resident.posts("Noch eine Idee für den Park")

    page = moderator.reads(f"/desk/queue?case={case_of(idea).id}&lang=en").split('id="past"')[1]

    assert "Published <b" in page
    assert "Not published <b" in page
    assert "Advertises or repeats itself" in page
    assert "This is the first contribution" not in page
    assert "Person" not in page
    first = house.resident().posts("Ich schreibe zum ersten Mal etwas")
    assert "This is the first contribution of this person." in moderator.reads(
        f"/desk/queue?case={case_of(first).id}&lang=en"
    )
    many(1)
    with database.reading() as session:
        newest = session.scalars(select(Case.id).order_by(Case.id.desc())).first()
    assert "Its author is not known here." in moderator.reads(f"/desk/queue?case={newest}&lang=en")


def test_whoever_moderates_one_process_learns_nothing_of_others(house: House) -> None:
    one_process = colleague("Ina Beispiel", Role.INTERPRETER)
    with database.transaction() as tx:
        tx.session.add(
            Membership(municipality_id=1, person_id=one_process.person_id, process_id=1, role=Role.MODERATOR)
        )
    idea = told()
    told(author=idea.author).published(colleague("Max Beispiel"))

    with database.reading() as session:
        case = session.get_one(Case, idea.case.id)
        known = queries.dossier(session, case, idea.author.person_id, frozenset({1}))
        others = queries.dossier(session, case, idea.author.person_id, frozenset({99}))
        assert list(queries.colleagues(session, case).values()) == ["Ina Beispiel", "Max Beispiel"]
    assert known.past is not None
    assert others.past is not None
    assert (dict(known.past.statuses), dict(others.past.statuses), others.past.last) == ({"published": 1}, {}, [])


def test_a_case_is_taken_passed_on_and_left_and_of_two_only_one_takes_it(office: Office) -> None:
    idea = told()

    def passes(to: int | None, by: Actor, seen: int | None) -> None:
        with database.transaction() as tx:
            cases.assign(tx, tx.session.get_one(Case, idea.case.id), to, by=by, seen=seen)

    max_, aylin = office.max.person_id, office.aylin.person_id
    passes(max_, office.max, None)
    with pytest.raises(TakenMeanwhile):
        passes(aylin, office.aylin, None)
    passes(aylin, office.max, max_)
    assert idea.case.assignee_id == aylin
    passes(None, office.aylin, aylin)
    with pytest.raises(NotAColleague):
        passes(idea.author.person_id, office.max, None)
    with pytest.raises(NotAllowed):
        passes(max_, Actor(1), None)
    passes(max_, office.max, None)
    idea.published(office.aylin)
    assert idea.case.assignee_id is None


def test_remarks_are_added_and_only_colleagues_read_them(
    house: House, resident: Resident, moderator: Moderator
) -> None:
    idea = resident.posts("Mehr Bänke im Park")
    address = f"/desk/queue/{case_of(idea).id}/remark"
    for words, status in (("Den Fall kenne ich.", 303), ("Ich auch.", 303), (" ", 422)):
        form = {"words": words, "form_token": moderator.form_token()}
        assert moderator.client.post(address, data=form, headers=SAME_ORIGIN).status_code == status

    page = moderator.reads("/desk/queue")
    assert page.index("Den Fall kenne ich.") < page.index("Ich auch.")
    moderator.decides(idea, "reject", reason="off_topic")
    assert "kenne ich" not in resident.reads("/mine")
    with database.transaction() as tx, pytest.raises(NotAllowed):
        cases.remark(tx, tx.session.get_one(Case, case_of(idea).id), "Nein.", by=Actor(1))
    host = Actor(1, None, frozenset({Role.MODERATOR}))
    with database.transaction() as tx, pytest.raises(NotAllowed):
        cases.remark(tx, tx.session.get_one(Case, case_of(idea).id), "Nein.", by=host)


# --- several at once


def picked(ideas: list[Told], tx: database.Transaction) -> list[tuple[Case, int]]:
    found = [tx.session.get_one(Case, idea.case.id) for idea in ideas]
    return [(case, case.revision) for case in found]


def test_several_are_returned_with_one_reason_and_a_statement_each(office: Office) -> None:
    ideas = [told() for _ in range(3)]
    with database.transaction() as tx:
        done, missed = service.decide_many(
            tx, picked(ideas, tx), Wish.HIDDEN, reason=Reason.ADVERTISING, note="Dreimal dasselbe.", by=office.max
        )

    assert (len(done), missed) == (3, [])
    with database.reading() as session:
        stated = session.scalars(select(Statement).order_by(Statement.id)).all()
        assert [(one.contribution_id, one.reason, one.facts) for one in stated] == [
            (idea.id, "advertising", "Dreimal dasselbe.") for idea in ideas
        ]


def test_of_several_what_changed_meanwhile_is_named_and_the_rest_goes_through(office: Office) -> None:
    ideas = [told(f"Idee {number}") for number in range(3)]
    with database.transaction() as tx:
        seen = picked(ideas, tx)
    ideas[1].published(office.aylin)
    ideas[2].hidden(office.max)
    ideas[2].appealed()

    with database.transaction() as tx:
        again = [(tx.session.get_one(Case, case.id), revision) for case, revision in seen[:2]]
        again += [(tx.session.get_one(Case, ideas[2].case.id), ideas[2].case.revision)]
        done, missed = service.decide_many(tx, again, Wish.PUBLIC, by=office.max)

    assert [one.case_id for one in done] == [ideas[0].case.id]
    assert [(one.contribution.text, one.why.code) for one in missed] == [
        ("Idee 1", "stale"),
        ("Idee 2", "own_decision"),
    ]
    assert (ideas[2].status, ideas[2].case.open) == ("rejected", True)
    before = ideas[2].case.revision
    ideas[2].published(office.aylin, seen=before)  # whoever was refused left not even a claim behind


def test_without_a_rule_nothing_of_several_is_decided(office: Office) -> None:
    idea = told()
    with pytest.raises(ReasonNeeded), database.transaction() as tx:
        service.decide_many(tx, picked([idea], tx), Wish.HIDDEN, by=office.max)

    assert idea.status == "waiting"


def several(who: Moderator, ideas: list[str], **form: str) -> tuple[int, str]:
    ticked = [f"{case_of(idea).id}-{case_of(idea).revision}" for idea in ideas]
    data = {"form_token": who.form_token(), "case": ticked, **form}
    answer = who.client.post("/desk/queue/several?lang=en", data=data, headers=SAME_ORIGIN)
    return answer.status_code, answer.location or answer.text


def test_ticked_contributions_are_decided_from_the_page(house: House, resident: Resident, moderator: Moderator) -> None:
    ideas = [resident.posts(f"Idee Nummer {number} für den Park") for number in range(4)]
    page = moderator.reads("/desk/queue")
    assert page.count('name="case"') == 4

    assert several(moderator, [], verdict="publish")[0] == 422
    status, said = several(moderator, ideas[:2], verdict="reject", note="Bitte einmal genügt.")
    assert (status, "Bitte einmal genügt." in said, said.count('form="several" checked')) == (422, True, 2)
    assert several(moderator, ideas[:2], verdict="publish")[0] == 303
    late = house.moderator("Aylin Örnek")
    data = {
        "form_token": late.form_token(),
        "verdict": "publish",
        "case": [f"{case_of(ideas[1]).id}-0", f"{case_of(ideas[2]).id}-0", "99-0", "x"],
    }
    answer = late.client.post("/desk/queue/several?lang=en", data=data, headers=SAME_ORIGIN)
    assert answer.status_code == 200
    assert "1 was not decided, the others were." in answer.text
    assert "Idee Nummer 1 für den Park" in answer.text
    assert "Max Beispiel decided this" in answer.text
    assert not case_of(ideas[2]).open


# --- what the pages say


def test_whoever_is_late_reads_who_was_faster_and_keeps_their_words(
    house: House, resident: Resident, moderator: Moderator
) -> None:
    idea = resident.posts("Mehr Bänke im Park")
    other = house.moderator("Aylin Örnek")
    case = case_of(idea)
    moderator.approves(idea)

    form = {"verdict": "reject", "reason": "off_topic", "note": "Lange überlegt.", "revision": "0"}
    answer = other.client.post(
        f"/desk/queue/{case.id}?lang=en", data={**form, "form_token": other.form_token()}, headers=SAME_ORIGIN
    )

    assert answer.status_code == 409
    assert "Max Beispiel decided this" in answer.text
    assert "Lange überlegt." in answer.text


def test_a_filter_stays_after_a_decision(house: House, resident: Resident, moderator: Moderator) -> None:
    idea = resident.posts("Mehr Bänke im Park")
    form = {"verdict": "publish", "revision": "0", "form_token": moderator.form_token()}
    address = f"/desk/queue/{case_of(idea).id}?cause=new&mine=1&page=3&show=never"
    answer = moderator.client.post(address, data=form, headers=SAME_ORIGIN)

    assert "cause=new&mine=1&page=3&said=published" in answer.location
    assert "show" not in answer.location
    assert "There is nothing of this kind." in moderator.reads("/desk/queue?cause=appeal&lang=en")


def test_a_public_one_is_taken_down_until_a_day_or_kept_from_the_page(
    house: House, resident: Resident, moderator: Moderator
) -> None:
    idea = resident.posts("Mehr Bänke im Park")
    moderator.approves(idea)

    assert moderator.decides(idea, "reject", reason="insult", until="2000-01-01") == 422
    assert moderator.decides(idea, "reject", reason="insult", until="morgen") == 422
    assert moderator.decides(idea, "reject", reason="insult", until="2100-01-01") == 303
    assert "Until" in resident.reads("/mine/statements/" + statement_of(resident) + "?lang=en")
    page = moderator.reads(f"/desk/queue?show=decided&case={case_of(idea).id}&lang=en")
    assert "Make it public again" in page
    assert moderator.decides(idea, "publish") == 303
    assert "Mehr Bänke im Park" in house.resident().reads("/ideas/ideen")


def statement_of(author: Resident) -> str:
    return author.reads("/mine").split("/mine/statements/")[1].split('"')[0].split("?")[0]


@pytest.mark.parametrize("act", ["assign", "remark", "language", "undo"])
def test_another_towns_case_is_not_there(house: House, moderator: Moderator, act: str) -> None:
    form = {"words": "x", "revision": "0", "language": "de", "form_token": moderator.form_token()}

    assert moderator.client.post(f"/desk/queue/99/{act}", data=form, headers=SAME_ORIGIN).status_code == 404


def test_only_a_moderator_corrects_a_language(house: House) -> None:
    idea = told()
    with database.transaction() as tx:
        case = tx.session.get_one(Case, idea.case.id)
        with pytest.raises(NotAllowed):
            cases.correct_language(tx, case, "de", by=Actor(1), seen=0)
        host = colleague_in(tx)
        with pytest.raises(NotFound):
            cases.correct_language(tx, case, "", by=host, seen=0)
        with pytest.raises(ChangedMeanwhile):
            cases.correct_language(tx, case, "de", by=host, seen=7)


def colleague_in(tx: database.Transaction) -> Actor:
    from participation.people.service import open_account  # noqa: PLC0415 - one use

    person = open_account(tx, 1, "Max Beispiel", [Role.MODERATOR])
    return Actor(1, person.id, frozenset({Role.MODERATOR}))
