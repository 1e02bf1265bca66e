"""A role in one process counts there and nowhere else: a moderator of A in front of every door of B."""

from dataclasses import dataclass

import pytest

from participation.contributions import service as contributions
from participation.contributions.models import Contribution
from participation.contributions.rules import LanguageBy, Status
from participation.contributions.service import Said
from participation.fields import service as fields
from participation.fields.models import FieldOfAction
from participation.foundation import database
from participation.foundation.permissions import Actor, Permission, Role, may, processes_with
from participation.moderation.models import Case
from participation.process.models import Format, Process
from participation.process.rules import ProcessState
from participation.process.service import open_idea_collection
from participation.sessions import service as sessions
from participation.sessions import sheet
from participation.voting import tickets
from tests.conftest import SAME_ORIGIN
from tests.team.office import Office
from tests.town import ready_ballot

HOST = Actor(1, None, frozenset({Role.MODERATOR}))


@dataclass
class Side:
    """What one process has: an idea, a waiting one, fields, a session with a ballot."""

    slug: str
    idea: str
    waiting: str
    case: int
    field: int
    move: int
    session: str
    ballot: str
    text: str


@pytest.fixture
def sides(office: Office) -> tuple[Side, Side]:
    with database.transaction() as tx:
        park = tx.session.get_one(Process, office.second)
        open_idea_collection(tx, park, slug="park", title={"de": "Park"}, question={"de": "Was?"})
    return build(office.first, "Konzept"), build(office.second, "Park")


def build(process_id: int, word: str) -> Side:
    with database.transaction() as tx:
        process = tx.session.get_one(Process, process_id)
        collection = tx.session.query(Format).filter_by(process_id=process_id).one()
        idea = say(tx, collection, f"Öffentlich {word}", Status.PUBLISHED)
        waiting = say(tx, collection, f"Wartend {word}", Status.WAITING)
        case = tx.session.query(Case).filter_by(contribution_id=waiting.id).one()
        field = fields.add_field(tx, process, name={"de": f"Feld {word}"}, sentence={"de": word}, by=HOST)
        move = fields.place_in_field(tx, idea, field.id, by=HOST)
        live = sessions.plan_session(tx, process, title={"de": f"Abend {word}"}, place={}, by=HOST)
        ballot = ready_ballot(tx, live, HOST)
        ballot.process_id = process_id
        step = sheet.add_step(tx, live, ballot)
        sessions.open_session(tx, live, by=HOST)
        sessions.select_step(tx, live, step.id, by=HOST)
        tickets.print_tickets(tx, live.audience, 1, by=HOST)
        return Side(
            process.slug,
            idea.public_id,
            waiting.public_id,
            case.id,
            field.id,
            move.id,
            live.public_id,
            ballot.public_id,
            word,
        )


def say(tx: database.Transaction, collection: Format, text: str, status: Status) -> Contribution:
    said = Said(text=text, language="de", language_by=LanguageBy.AUTHOR)
    return contributions.receive(tx, said, into=collection, author_id=None, status=status)


def reads_of(side: Side) -> list[str]:
    """What only the people of a process may open."""
    return [
        f"/desk/fields?process={side.slug}",
        f"/desk/fields/{side.field}",
        f"/desk/fields/edit?process={side.slug}",
        f"/desk/fields/edit/{side.field}",
        f"/desk/sessions/{side.session}",
        f"/desk/sessions/{side.session}/now",
        f"/desk/sessions/{side.session}/tickets",
        f"/desk/sessions/{side.session}/ballots/new",
        f"/desk/harvest?process={side.slug}",
        f"/desk/harvest.csv?process={side.slug}",
        f"/desk/harvest.xlsx?process={side.slug}",
    ]


def acts_on(side: Side) -> list[tuple[str, dict[str, str]]]:
    ballot = {"ballot": side.ballot, "revision": "0"}
    return [
        (f"/desk/queue/{side.case}", {"verdict": "publish", "revision": "0"}),
        (f"/desk/queue/{side.case}", {"verdict": "reject", "reason": "off_topic", "revision": "0"}),
        (f"/desk/queue/{side.case}/undo", {"revision": "0"}),
        ("/desk/fields/place", {"idea": side.idea, "field": "", "revision": str(side.move)}),
        ("/desk/fields/lock", {"idea": side.idea, "locked": "yes", "revision": str(side.move)}),
        (f"/desk/fields/undo/{side.move}", {}),
        (f"/desk/fields/again?process={side.slug}", {}),
        (f"/desk/fields/begin?process={side.slug}", {}),
        (f"/desk/fields/edit?process={side.slug}", {"name_de": "Neu", "sentence_de": "Neu"}),
        (f"/desk/fields/edit/{side.field}", {"name_de": "Neu", "sentence_de": "Neu", "revision": "1"}),
        (f"/desk/fields/edit/{side.field}/phrases", {"language": "de", "lines": "Neu"}),
        (f"/desk/fields/edit/{side.field}/order", {"to": "up"}),
        (f"/desk/fields/edit/{side.field}/remove", {}),
        (f"/desk/sessions?process={side.slug}", {"title": "Neu"}),
        (f"/desk/sessions/{side.session}", {"act": "blank"}),
        (f"/desk/sessions/{side.session}", {"act": "wipe"}),
        (f"/desk/sessions/{side.session}", {"act": "start", **ballot}),
        (f"/desk/sessions/{side.session}/ballots/new", {"question": "Neu", "source": "own", "own": "A\nB"}),
        (f"/desk/sessions/{side.session}/tickets", {"count": "2"}),
        (f"/desk/sessions/{side.session}/screen", {}),
        (f"/desk/sessions/{side.session}", {"act": "end"}),
    ]


def everything() -> list[object]:
    with database.current().engine.connect() as connection:
        return [
            row
            for table in database.Base.metadata.sorted_tables
            for row in sorted(connection.execute(table.select()).all(), key=repr)
        ]


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.COMPANION, Role.ADMINISTRATION, Role.ADMINISTRATOR])
def test_a_role_in_one_process_opens_no_door_of_another(office: Office, sides: tuple[Side, Side], role: Role) -> None:
    _, theirs = sides
    max_ = office.colleague("Max Beispiel", role, process=office.first)
    before = everything()

    for address in reads_of(theirs):
        answer = max_.client.get(address)
        assert answer.status_code in {403, 404}, address
        assert theirs.text not in answer.text, address
    for address, form in acts_on(theirs):
        answer = max_.client.post(address, data=form | max_.seal(), headers=SAME_ORIGIN)
        assert answer.status_code in {403, 404}, (address, form, answer.status_code)
    assert everything() == before


def test_where_the_role_counts_every_door_opens(office: Office, sides: tuple[Side, Side]) -> None:
    ours, _ = sides
    max_ = office.colleague("Max Beispiel", Role.MODERATOR, process=office.first)

    for address in reads_of(ours):
        max_.reads(address)
    for address, form in acts_on(ours):
        answer = max_.client.post(address, data=form | max_.seal(), headers=SAME_ORIGIN)
        assert answer.status_code not in {403, 404, 500}, (address, form, answer.status_code)


def test_a_moderator_of_the_whole_town_works_in_both(office: Office, sides: tuple[Side, Side]) -> None:
    max_ = office.colleague("Max Beispiel", Role.MODERATOR)

    for side in sides:
        for address in reads_of(side):
            max_.reads(address)
        max_.sends(f"/desk/queue/{side.case}", verdict="publish", revision="0")
    queue = max_.reads("/desk/queue?lang=en")
    assert "0 are waiting" in queue


def test_the_queue_and_its_count_hold_only_ones_own_cases(office: Office, sides: tuple[Side, Side]) -> None:
    _, theirs = sides
    max_ = office.colleague("Max Beispiel", Role.MODERATOR, process=office.first)
    whole = office.colleague("Ada Allhier", Role.MODERATOR)

    queue = max_.reads(f"/desk/queue?lang=en&case={theirs.case}")

    assert "1 is waiting" in queue
    assert '<span class="pill num">1</span>' in queue
    assert "Wartend Konzept" in queue
    assert "Wartend Park" not in queue
    assert "2 are waiting" in whole.reads("/desk/queue?lang=en")


def test_a_decision_in_another_process_is_not_offered_for_undoing(office: Office, sides: tuple[Side, Side]) -> None:
    ours, theirs = sides
    max_ = office.colleague("Max Beispiel", Role.MODERATOR, process=office.first)
    whole = office.colleague("Ada Allhier", Role.MODERATOR)
    for side in sides:
        whole.sends(f"/desk/queue/{side.case}", verdict="publish", revision="0")

    assert f"/desk/queue/{ours.case}/undo" in max_.reads(f"/desk/queue?undo={ours.case}")
    assert f"/desk/queue/{theirs.case}/undo" not in max_.reads(f"/desk/queue?undo={theirs.case}")
    max_.sends(f"/desk/queue/{theirs.case}/undo", 403, revision="1")


def test_a_session_asks_about_ideas_of_its_own_process(office: Office, sides: tuple[Side, Side]) -> None:
    ours, theirs = sides
    max_ = office.colleague("Max Beispiel", Role.MODERATOR, process=office.first)
    address = f"/desk/sessions/{ours.session}/ballots/new"

    page = max_.reads(address)
    chosen = [ours.idea, theirs.idea]

    assert "Öffentlich Konzept" in page
    assert "Öffentlich Park" not in page
    # one option is left, and a vote needs two
    max_.sends(address, 422, question="Was zuerst?", source="ideas", ideas=chosen)
    assert "Abend Park" not in max_.reads("/desk/sessions")


def test_a_field_of_another_process_takes_no_idea(office: Office, sides: tuple[Side, Side]) -> None:
    ours, theirs = sides
    max_ = office.colleague("Max Beispiel", Role.MODERATOR, process=office.first)

    max_.sends("/desk/fields/place", 409, idea=ours.idea, field=str(theirs.field), revision=str(ours.move))
    with database.reading() as session:
        assert session.get_one(FieldOfAction, theirs.field).process_id == office.second


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.STEERING])
def test_whoever_reads_along_reads_in_their_process_and_changes_nothing(
    office: Office, sides: tuple[Side, Side], role: Role
) -> None:
    ours, theirs = sides
    vera = office.colleague("Vera Zuschau", role, process=office.first)
    before = everything()

    assert vera.reads(f"/desk/harvest?process={ours.slug}")
    vera.reads(f"/desk/harvest?process={theirs.slug}", 404)
    for address, form in [*acts_on(ours), *acts_on(theirs)]:
        answer = vera.client.post(address, data=form | vera.seal(), headers=SAME_ORIGIN)
        assert answer.status_code in {403, 404}, (address, answer.status_code)
    assert everything() == before


def test_a_draft_is_seen_by_its_own_people_only(office: Office) -> None:
    with database.transaction() as tx:
        park = tx.session.get_one(Process, office.second)
        park.state = ProcessState.DRAFT
    inside = office.colleague("Iris Innen", Role.INTERPRETER, process=office.second)
    beside = office.colleague("Nora Neben", Role.MODERATOR, process=office.first)

    inside.reads("/process/stadtpark")
    beside.reads("/process/stadtpark", 404)
    beside.reads("/desk/processes/stadtpark", 403)
    office.visitor().reads("/process/stadtpark", 404)


@pytest.mark.parametrize("permission", [Permission.INVITE, Permission.EDIT_HOUSE, Permission.READ_LOG])
def test_what_concerns_the_whole_town_needs_a_role_in_the_whole_town(permission: Permission) -> None:
    process = Actor(1, 7, in_process=frozenset({(1, Role.ADMINISTRATOR), (1, Role.ADMINISTRATION)}))
    town = Actor(1, 7, frozenset({Role.ADMINISTRATOR}))

    assert not may(process, permission)
    assert processes_with(process, permission) == frozenset()
    assert may(town, permission)
    assert processes_with(town, permission) is None
