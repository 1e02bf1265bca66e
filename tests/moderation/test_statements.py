"""Whatever is hidden has its reasons: stored whole, told in the author's language, ended when it is public again."""

import ast
from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

import participation
from participation.contributions.models import Contribution
from participation.contributions.rules import LanguageBy, Status
from participation.contributions.service import Said, receive
from participation.foundation import clock, database, jobs
from participation.foundation.permissions import Actor, Role
from participation.moderation import service
from participation.moderation.models import Case, Decision, Statement
from participation.moderation.rules import DayIsPast, NothingToDecide, NothingToUndo, Reason, WordsNeeded
from participation.moderation.statements import LAPSE
from participation.people.models import Person
from participation.process import service as processes
from participation.process.models import Format, Process
from participation.process.rules import WhyNeeded
from tests.conftest import House, Moderator, Resident, case_of
from tests.moderation.hall import Office, Told, guest, told

HOUSE = Path(participation.__file__).parent


def calls_of(name: str) -> set[str]:
    """The files of the house that call `name`."""
    found = set()
    for file in HOUSE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and name in {getattr(node.func, "id", ""), getattr(node.func, "attr", "")}:
                found.add(str(file.relative_to(HOUSE)))
    return found


def test_only_moderation_makes_grounds_and_opens_the_door() -> None:
    assert calls_of("Grounds") == {"moderation/statements.py"}
    assert calls_of("set_status") == {"moderation/service.py"}


def test_a_statement_says_everything(office: Office) -> None:
    idea = told()
    idea.flagged()
    with clock.held_at(datetime(2026, 8, 31, 12, tzinfo=UTC)):
        decision = idea.hidden(office.max, Reason.UNLAWFUL, "§ 185 StGB, der zweite Satz")

    found = idea.statement
    assert (found.kind, found.reason, found.ground) == ("not_published", "unlawful", "law")
    assert (found.facts, found.occasion) == ("§ 185 StGB, der zweite Satz", "rule")
    assert (found.noticed_by_machine, found.decided_by_machine) == (True, False)
    assert (found.until, found.redress) == (None, "appeal")
    assert found.appeal_until == datetime(2027, 2, 28, 22, 59, 59, tzinfo=UTC)  # midnight on the town hall
    assert (found.by_id, found.decision_id, found.ended_at) == (office.max.person_id, decision.id, None)


def test_a_law_needs_words(office: Office) -> None:
    idea = told()

    with pytest.raises(WordsNeeded):
        idea.hidden(office.max, Reason.UNLAWFUL)
    assert (idea.status, idea.statements()) == ("waiting", [])


def test_taken_down_kept_and_restored_by_hand(office: Office) -> None:
    idea = told(status=Status.PUBLISHED)
    idea.flagged()
    assert idea.published(office.max).verdict == "keep"
    assert idea.statements() == []

    assert idea.hidden(office.max, Reason.INSULT).verdict == "take_down"  # by their own doing: the case was closed
    assert (idea.status, idea.statement.occasion) == ("taken_down", "own")
    with pytest.raises(NothingToDecide):
        idea.hidden(office.max, Reason.INSULT)
    assert idea.published(office.aylin).verdict == "restore"

    assert (idea.status, idea.statements()) == ("published", [("taken_down", "insult", False)])
    with pytest.raises(NothingToDecide):
        idea.published(office.aylin)


def test_undoing_a_publication_states_that_it_is_read_again(office: Office) -> None:
    idea = told()
    idea.published(office.max)

    idea.undone(office.aylin)

    assert (idea.status, idea.case.open) == ("waiting", True)
    assert idea.statements() == [("held", "again", True)]
    idea.hidden(office.max)
    idea.undone(office.max)
    assert idea.statements() == [
        ("held", "again", False),
        ("not_published", "off_topic", False),
        ("held", "again", True),
    ]
    idea.published(office.max)
    assert [in_force for *_, in_force in idea.statements()] == [False] * 3


def test_undoing_a_restoration_states_the_reasons_anew(office: Office) -> None:
    idea = told(status=Status.PUBLISHED)
    idea.flagged()
    idea.hidden(office.max, Reason.INSULT, "Der letzte Satz.")
    first = idea.statement
    idea.published(office.max)

    idea.undone(office.aylin)

    assert (idea.status, idea.statements()[-1]) == ("taken_down", ("taken_down", "insult", True))
    assert (idea.statement.facts, idea.statement.by_id) == ("Der letzte Satz.", office.aylin.person_id)
    assert idea.statement.public_id != first.public_id
    with pytest.raises(NothingToUndo):
        idea.undone(office.aylin)


def hides_until(idea: Told, day: date, by: Actor) -> None:
    with database.transaction() as tx:
        case = tx.session.get_one(Case, idea.case.id)
        service.reject(tx, case, reason=Reason.INSULT, note="", until=day, by=by, seen=case.revision)


def test_until_a_day_means_until_that_day(house: House, office: Office) -> None:
    idea = told(status=Status.PUBLISHED)
    idea.flagged()
    monday = datetime(2026, 3, 2, 12, tzinfo=UTC)
    for day, refused in ((date(2026, 3, 1), True), (date(2026, 3, 4), False)):
        with clock.held_at(monday), pytest.raises(DayIsPast) if refused else nullcontext():
            hides_until(idea, day, office.max)
    assert idea.statement.until == date(2026, 3, 4)

    works: dict[str, jobs.Handler] = {LAPSE: service.lapse}
    with clock.held_at(monday + timedelta(days=2)):
        assert not jobs.work_one(database.current(), works)
    with clock.held_at(monday + timedelta(days=3)):
        assert jobs.work_one(database.current(), works)

    assert (idea.status, idea.statements()) == ("published", [("taken_down", "insult", False)])
    with database.reading() as session:
        last = session.scalars(select(Decision).order_by(Decision.id.desc())).first()
        assert last is not None
        assert (last.verdict, last.by_id) == ("restore", office.max.person_id)
    service.lapse(database.current(), {"statement": idea.statement.id})  # a second time changes nothing
    assert idea.status == "published"


def test_the_author_reads_the_whole_statement_and_nobody_else_does(
    house: House, resident: Resident, moderator: Moderator
) -> None:
    idea = resident.posts("Der Hausmeister in der Musterstraße 4 schreit.")
    assert moderator.decides(idea, "reject", reason="names_person", note="Bitte ohne Namen.") == 303
    mine = resident.reads("/mine?lang=en")
    address = "/mine/statements/" + mine.split("/mine/statements/")[1].split('"')[0].split("?")[0]

    page = resident.reads(f"{address}?lang=en")

    for part in (
        "Der Hausmeister in der Musterstraße 4 schreit.",
        "Your contribution was not published.",
        "Until somebody decides differently",
        "Names a person.",
        "This is a rule of this site.",
        "Bitte ohne Namen.",
        "A person read your contribution, as is done with every contribution.",
        "no machine had a part in it",
        "You can appeal",
    ):
        assert part in page, part
    assert "Max Beispiel" not in page
    for other in (house.resident(), moderator):
        assert other.client.get(address).status_code == 404
    stranger = house.resident()
    stranger.posts("Etwas anderes")
    assert stranger.client.get(address).status_code == 404


def test_what_is_public_again_has_no_reasons_on_mine(resident: Resident, moderator: Moderator) -> None:
    idea = resident.posts("Mehr Bänke im Park")
    moderator.decides(idea, "reject", reason="off_topic")
    assert "not about the question" in resident.reads("/mine?lang=en")

    moderator.undoes(idea)

    assert "not about the question" not in resident.reads("/mine?lang=en")


def test_a_process_is_withdrawn_with_one_reason_for_all_who_wrote_in_it(house: House) -> None:
    author, other = house.resident(), house.resident()
    author.posts("Mehr Bänke im Park")
    author.posts("Und einen Brunnen")
    with database.transaction() as tx:
        keeper = Person(municipality_id=1, kind="account", name="Erika Muster", created_at=clock.now())
        tx.session.add(keeper)
        tx.session.flush()
        planner = Actor(1, keeper.id, frozenset({Role.ADMINISTRATION}))
        process = tx.session.scalars(select(Process)).one()
        with pytest.raises(WhyNeeded):
            processes.withdraw_process(tx, process, why="", by=planner, seen=0)
        processes.withdraw_process(tx, process, why="Der Zeitplan stimmt nicht.", by=planner, seen=0)
        processes.withdraw_process(tx, process, why="Noch einmal.", by=planner, seen=1)  # it was a draft already

    with database.reading() as session:
        [statement] = session.scalars(select(Statement))
        assert (statement.contribution_id, statement.facts) == (None, "Der Zeitplan stimmt nicht.")
        assert (statement.by_id, statement.redress, statement.kind) == (keeper.id, "contact", "process_withdrawn")
    mine = author.reads("/mine?lang=en")
    assert mine.count("Der Zeitplan stimmt nicht.") == 1
    assert "Der Zeitplan stimmt nicht." not in other.reads("/mine?lang=en")
    address = f"/mine/statements/{statement.public_id}?lang=en"
    assert "Until the administration publishes the process again." in author.reads(address)
    assert other.client.get(address).status_code == 404
    with database.transaction() as tx:
        processes.publish_process(tx, tx.session.scalars(select(Process)).one(), by=planner, seen=2)
    assert "Der Zeitplan stimmt nicht." not in author.reads("/mine?lang=en")


def test_what_a_source_hid_says_so(house: House) -> None:
    author = guest()
    with database.transaction() as tx:
        said = Said(text="Alt", language="de", language_by=LanguageBy.SOURCE)
        home = tx.session.get_one(Format, 1)
        idea = receive(tx, said, into=home, author_id=author.person_id, status=Status.REJECTED)
        service.take_over_decisions(tx, home, [idea.id])

    with database.reading() as session:
        [statement] = session.scalars(select(Statement))
        assert (statement.reason, statement.ground, statement.occasion) == ("source", "unknown", "source")
        assert (statement.by_id, statement.decision_id is not None) == (None, True)
        assert session.get_one(Contribution, idea.id).status == "rejected"


def test_mine_costs_the_same_for_one_reason_and_for_three(resident: Resident, moderator: Moderator) -> None:
    from tests.ideas.test_board import counted_statements  # noqa: PLC0415 - a helper of another room's tests

    def rejected(text: str) -> None:
        moderator.decides(resident.posts(text), "reject", reason="off_topic")

    rejected("Mehr Bänke im Park")
    with counted_statements() as one:
        resident.reads("/mine")
    rejected("Und einen Brunnen")
    rejected("Und noch einen Baum")
    with counted_statements() as three:
        resident.reads("/mine")

    # with versions, translations, where each stands, what became of it, and what is new
    assert len(one) == len(three) <= 20
    assert case_of(resident.posts("Zuletzt ein Beet")).open
