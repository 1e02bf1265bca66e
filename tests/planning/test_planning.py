"""An administrator sets a process up from a template, looks at it, publishes it, and opens what is open when."""

import re
from datetime import date, datetime

import pytest
from sqlalchemy import event, select

from participation.fields.models import FieldOfAction
from participation.foundation import audit, clock, database
from participation.foundation.locales import WRITTEN
from participation.foundation.permissions import Role
from participation.people import service as people
from participation.people.models import Membership
from participation.planning.rules import templates, usual_dates
from participation.process.models import Format, Phase, PhaseSetting, Process
from tests.conftest import SAME_ORIGIN, House, Moderator

NEW = "/desk/processes/new"


@pytest.fixture
def office(house: House) -> Moderator:
    """A colleague of the administration, signed in."""
    return colleague(house, Role.ADMINISTRATION)


def colleague(house: House, *roles: Role, process: int | None = None) -> Moderator:
    with database.transaction() as tx:
        person = people.open_account(tx, 1, "Erika Muster", roles if process is None else [])
        for role in roles if process is not None else ():
            tx.session.add(Membership(municipality_id=1, person_id=person.id, role=role, process_id=process))
        token = people.write_link(tx, person)
    client = house.app.test_client()
    client.post("/sign-in", data={"token": token}, headers=SAME_ORIGIN)
    return Moderator(client)


def sends(who: Moderator, address: str, **form: str) -> tuple[int, str]:
    """(status, where it leads or what it says)."""
    data = {"form_token": who.form_token(), **form}
    answer = who.client.post(f"{address}?lang=en", data=data, headers=SAME_ORIGIN)
    return answer.status_code, answer.location or answer.text


def sets_up(who: Moderator, **form: str) -> str:
    """The address of the new plan."""
    status, address = sends(who, NEW, **{"template": "collection", "title_de": "Sport für alle", **form})
    assert status == 303, address
    return address.partition("?")[0]


def process(slug: str) -> Process:
    with database.reading() as session:
        return session.scalars(select(Process).where(Process.slug == slug)).one()


def revision(address: str) -> str:
    return str(process(address.rsplit("/", 1)[1]).revision)


def acts(who: Moderator, plan: str, act: str, *, phase: int | None = None, **more: str) -> int:
    address = plan if phase is None else f"{plan}/phases/{phase}/move"
    return sends(who, address, act=act, revision=revision(plan), **more)[0]


def phases(plan: str) -> list[Phase]:
    chosen = process(plan.rsplit("/", 1)[1])
    with database.reading() as session:
        return list(session.scalars(select(Phase).where(Phase.process_id == chosen.id).order_by(Phase.position)))


def collection(plan: str) -> Format:
    chosen = process(plan.rsplit("/", 1)[1])
    with database.reading() as session:
        return session.scalars(select(Format).where(Format.process_id == chosen.id)).unique().one()


# --- from a template to the public


def test_a_template_brings_phases_a_collection_and_fields_and_nobody_outside_sees_the_draft(
    house: House, office: Moderator
) -> None:
    plan = sets_up(office, template="concept", first_day="2027-03-01")

    public = "/process/sport-fuer-alle"
    assert [len(phases(plan)), phases(plan)[0].starts_on, phases(plan)[1].starts_on] == [
        5,
        date(2027, 3, 1),
        date(2027, 4, 12),
    ]
    with database.reading() as session:
        chosen = process("sport-fuer-alle").id
        assert len(session.scalars(select(FieldOfAction).where(FieldOfAction.process_id == chosen)).all()) > 5
    assert "Preview" in office.reads(f"{public}?lang=en")
    stranger = house.resident()
    assert stranger.client.get(public).status_code == 404
    assert stranger.client.get(f"/ideas/{collection(plan).slug}").status_code == 404
    assert (
        stranger.client.post(f"/ideas/{collection(plan).slug}/new", data={"text": "x"}, headers=SAME_ORIGIN).status_code
        == 404
    )
    assert "Sport für alle" not in stranger.reads("/")


def test_published_and_begun_it_takes_ideas_and_ended_it_is_only_read(house: House, office: Moderator) -> None:
    plan = sets_up(office)
    board = f"/ideas/{collection(plan).slug}"
    stranger = house.resident()

    assert acts(office, plan, "publish") == 303
    assert stranger.client.get("/process/sport-fuer-alle").status_code == 200
    assert stranger.client.get(board).status_code == 404  # its first phase has not begun
    assert acts(office, plan, "begin", phase=phases(plan)[0].id) == 303
    assert stranger.client.post(f"{board}/new", data={"text": "Mehr Bänke"}, headers=SAME_ORIGIN).status_code == 303
    assert acts(office, plan, "end") == 303

    assert stranger.client.get(board).status_code == 200
    refused = stranger.client.post(f"{board}/new?lang=en", data={"text": "Zu spät"}, headers=SAME_ORIGIN)
    assert (refused.status_code, "Zu spät" in refused.text) == (409, True)
    assert acts(office, plan, "publish") == 303
    assert stranger.client.post(f"{board}/new", data={"text": "Wieder"}, headers=SAME_ORIGIN).status_code == 303
    assert acts(office, plan, "withdraw") == 422  # it hides what people wrote, so it needs a reason
    assert stranger.client.get(board).status_code == 200
    assert acts(office, plan, "withdraw", why="Der Zeitplan stimmt nicht mehr.") == 303
    assert stranger.client.get(board).status_code == 404


def test_an_exact_phase_opens_and_closes_by_the_calendar(house: House, office: Moderator) -> None:
    plan = sets_up(office)
    acts(office, plan, "publish")
    status, _ = sends(
        office,
        f"{plan}/phases/{phases(plan)[0].id}",
        title_de="Ideen",
        precision="exact",
        starts_on="1.3.2027",
        ends_on="31.3.2027",
        revision=revision(plan),
    )
    board = f"/ideas/{collection(plan).slug}/new"
    stranger = house.resident()

    assert status == 303
    answers = []
    for day in (
        "2027-02-28T22:30:00+00:00",
        "2027-02-28T23:30:00+00:00",
        "2027-03-31T21:30:00+00:00",
        "2027-03-31T22:30:00+00:00",
    ):
        with clock.held_at(datetime.fromisoformat(day)):
            answers.append(stranger.client.post(board, data={"text": "Mehr Bänke"}, headers=SAME_ORIGIN).status_code)
    assert answers == [404, 303, 303, 409]  # midnight in the town, not in Greenwich


def test_the_table_says_what_is_open_when_and_hides_figures(house: House, office: Moderator) -> None:
    plan = sets_up(office)
    acts(office, plan, "publish")
    first, home = phases(plan)[0], collection(plan)
    acts(office, plan, "begin", phase=first.id)
    key = f"{first.id}-{home.id}"

    status, _ = sends(
        office,
        f"{plan}/open",
        revision=revision(plan),
        phase=str(first.id),
        **{
            f"read-{key}": "yes",
            f"submit-{key}": "yes",
            f"support-{key}": "yes",
            f"results_hidden-{key}": "yes",
            f"moderation-{key}": "post",
        },
    )

    assert status == 303
    author = house.resident()
    sent = author.client.post(
        f"/ideas/{home.slug}/new?lang=en", data={"text": "Mehr Bänke im Park"}, headers=SAME_ORIGIN
    )
    assert "said=public" in sent.location
    page = house.resident().reads(f"/ideas/{home.slug}?lang=en&order=support")
    assert "Mehr Bänke im Park" in page
    assert "How many support an idea is shown when this phase is over." in page
    assert "Most supported first" not in page
    public_id = re.search(r"i-([0-9a-f]{32})", page)
    assert public_id
    neighbour = house.resident()
    answer = neighbour.client.post(
        f"/ideas/{home.slug}/{public_id[1]}/support",
        data={"support": "yes"},
        headers={**SAME_ORIGIN, "Accept": "application/json"},
    )
    assert answer.json == {"supported": True, "count": None}
    assert "supporter" not in author.reads("/mine?lang=en")
    with database.reading() as session:
        others = [one for one in session.scalars(select(PhaseSetting)) if one.format_id == home.id]
    assert [one.may_submit for one in others] == [True, False, False]


def test_what_is_public_at_once_still_waits_for_a_person_who_may_take_it_back(house: House, office: Moderator) -> None:
    with database.transaction() as tx:
        tx.session.scalars(select(PhaseSetting)).one().moderation = "post"
    idea = house.resident().posts("Mehr Bänke im Park")
    moderator = house.moderator()
    assert "Mehr Bänke im Park" in house.resident().reads("/ideas/ideen")

    assert moderator.decides(idea, "reject", reason="off_topic") == 303
    assert "Mehr Bänke im Park" not in house.resident().reads("/ideas/ideen")
    assert moderator.undoes(idea) == 303
    assert "Mehr Bänke im Park" in house.resident().reads("/ideas/ideen")
    assert moderator.approves(idea) == 303


# --- changing the plan


def names(plan: str) -> list[str]:
    return [phase.title["de"] for phase in phases(plan)]


def test_phases_are_added_moved_and_taken_out_but_never_the_last(office: Moderator) -> None:
    plan = sets_up(office)
    assert names(plan) == ["Ideen sammeln", "Ordnen und entscheiden", "Antwort"]

    status, _ = sends(office, f"{plan}/phases/new", title_de="Fest", precision="open", period_de="im Sommer")
    assert status == 303
    last = phases(plan)[-1].id
    assert [acts(office, plan, "earlier", phase=last) for _ in range(2)] == [303, 303]
    assert names(plan) == ["Ideen sammeln", "Fest", "Ordnen und entscheiden", "Antwort"]
    assert acts(office, plan, "later", phase=last) == 303
    assert acts(office, plan, "earlier", phase=phases(plan)[0].id) == 303  # the first one stays where it is
    assert names(plan) == ["Ideen sammeln", "Ordnen und entscheiden", "Fest", "Antwort"]
    removed = [acts(office, plan, "remove", phase=phase.id) for phase in phases(plan)]

    assert removed == [303, 303, 303, 409]
    assert names(plan) == ["Antwort"]


def test_of_two_who_look_at_the_same_plan_only_one_changes_it_and_the_other_keeps_the_text(office: Moderator) -> None:
    plan = sets_up(office)
    seen = revision(plan)
    assert sends(office, f"{plan}/words", title_de="Sport für jede", question_de="Was fehlt?", revision=seen)[0] == 303

    status, page = sends(office, f"{plan}/words", title_de="Bewegung", question_de="Was hilft?", revision=seen)

    assert status == 409
    assert "Somebody else changed this" in page
    assert "Was hilft?" in page
    assert process("sport-fuer-alle").title == {"de": "Sport für jede"}


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"title_de": " "}, "It needs a name in at least one language."),
        ({"title_de": "x" * 121}, "is too long"),
        ({"template": "../../etc/passwd"}, "Please choose what to begin with."),
        ({"first_day": "morgen"}, "is not a date we can read"),
    ],
)
def test_a_bad_form_is_answered_in_words_and_keeps_what_was_typed(
    office: Moderator, form: dict[str, str], sentence: str
) -> None:
    typed = {"template": "evening", "title_de": "Sport", "question_tr": "Ne eksik?", **form}

    status, page = sends(office, NEW, **typed)

    assert status == 422
    assert re.search(sentence, page) or "characters" in page
    assert "Ne eksik?" in page
    with database.reading() as session:
        assert len(session.scalars(select(Process)).all()) == 1


def test_the_same_name_gets_another_address(office: Moderator) -> None:
    assert [sets_up(office), sets_up(office), sets_up(office, title_de="معا")] == [
        "/desk/processes/sport-fuer-alle",
        "/desk/processes/sport-fuer-alle-2",
        "/desk/processes/process",
    ]


def test_every_change_stands_in_the_audit(office: Moderator) -> None:
    plan = sets_up(office)
    acts(office, plan, "publish")
    acts(office, plan, "begin", phase=phases(plan)[0].id)

    with database.reading() as session:
        entries = [one for one in audit.entries(session) if one.action.startswith("process.")]
    assert [one.action for one in entries] == ["process.set_up", "process.published", "process.phase_now"]
    assert {one.municipality_id for one in entries} == {1}


# --- who may


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.OBSERVER, Role.STEERING, Role.INTERPRETER, Role.ORGANISATION])
def test_only_the_administration_and_companions_plan(house: House, role: Role) -> None:
    somebody = colleague(house, role)

    assert [somebody.client.get(address).status_code for address in ("/desk/processes", NEW)] == [403, 403]
    with database.reading() as session:
        slug = session.scalars(select(Process.slug)).one()
    assert somebody.client.get(f"/desk/processes/{slug}").status_code == 403


def test_a_companion_of_one_process_plans_that_one_and_sets_up_none(house: House, office: Moderator) -> None:
    ours, other = sets_up(office), sets_up(office, title_de="Anderes")
    companion = colleague(house, Role.COMPANION, process=process("sport-fuer-alle").id)

    listed = companion.reads("/desk/processes?lang=en")

    assert [ours in listed, other in listed, NEW in listed] == [True, False, False]
    assert [companion.client.get(one).status_code for one in (ours, other, NEW)] == [200, 403, 403]
    assert acts(companion, ours, "publish") == 303
    assert acts(companion, other, "publish") == 403
    assert sends(companion, NEW, template="evening", title_de="Eigenes")[0] == 403


def test_phases_and_formats_of_another_process_are_not_there(office: Moderator) -> None:
    ours, other = sets_up(office), sets_up(office, title_de="Anderes")
    foreign_phase, foreign_format = phases(other)[0].id, collection(other).id

    assert office.client.get(f"{ours}/phases/{foreign_phase}").status_code == 404
    assert office.client.get(f"{ours}/formats/{foreign_format}").status_code == 404
    assert acts(office, ours, "begin", phase=foreign_phase) == 404
    key = f"{foreign_phase}-{foreign_format}"
    sends(office, f"{ours}/open", revision=revision(ours), phase=str(foreign_phase), **{f"submit-{key}": "yes"})
    with database.reading() as session:
        setting = session.scalars(select(PhaseSetting).where(PhaseSetting.phase_id == foreign_phase)).one()
    assert setting.may_submit is True  # as its template says


@pytest.mark.parametrize("act", ["", "explode"])
def test_an_unknown_act_is_refused(office: Moderator, act: str) -> None:
    plan = sets_up(office)

    assert acts(office, plan, act) == 400
    assert acts(office, plan, act, phase=phases(plan)[0].id) == 400


# --- the templates and the list


def test_every_template_speaks_every_language_and_opens_something() -> None:
    for template in templates().values():
        texts = [template.name, template.sentence, template.question, template.collection]
        texts += [phase.title for phase in template.phases]
        assert {tuple(sorted(text)) for text in texts} == {tuple(sorted(WRITTEN))}
        assert any(phase.allows.submit for phase in template.phases)
        dates = usual_dates(template, date(2027, 3, 1))
        assert all(first <= last for first, last in dates)


def test_the_list_costs_the_same_for_one_process_and_for_four(office: Moderator) -> None:
    first = statements(office)
    for number in range(3):
        sets_up(office, title_de=f"Weiteres {number}")

    assert statements(office) == first


def statements(who: Moderator) -> int:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    engine = database.current().engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        who.reads("/desk/processes")
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(asked)
