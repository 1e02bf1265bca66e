"""Worksheets of a workshop, by their doors: groups fill them in, the desk lets them through, they stand in a field."""

import re
from collections.abc import Callable
from functools import partial

import pytest
from sqlalchemy import func, select

from participation.contributions.models import Contribution
from participation.fields.models import FieldMove, Placement
from participation.foundation import chance, clock, database
from participation.foundation.audit import AuditEntry
from participation.moderation import service as moderation
from participation.moderation.models import Case
from participation.moderation.rules import Wish
from participation.people import queries as people
from participation.people.models import Person
from participation.process.models import Format
from participation.sessions.models import LiveSession
from participation.voting.models import Ballot, BallotOption
from participation.worksheets.models import Worksheet
from tests.conftest import SAME_ORIGIN, House, Moderator
from tests.console.desk import Console
from tests.console.test_hall import plans, rehearses
from tests.ideas.test_board import counted_statements
from tests.voting.evening import begin_evening
from tests.worksheets.workshop import Workshop, fields, filled, open_workshop, steps, worksheet

GOAL = "Jedes Kind hat einen Platz in der Kita"
WHY = "38 von 100 Kindern warten"


@pytest.fixture
def workshop(house: House) -> Workshop:
    return open_workshop(house)


def said() -> list[Contribution]:
    with database.reading() as session:
        return list(session.scalars(select(Contribution).where(Contribution.kind == "goal").order_by(Contribution.id)))


# --- it is planned


def test_without_words_of_its_own_it_asks_what_its_kind_asks_in_every_language(workshop: Workshop) -> None:
    step = next(one for one in steps() if one.kind == "goals")
    assert set(step.title) == {"de", "en", "tr", "ar"}
    assert step.title["de"] in workshop.projects("de")
    assert step.title["ar"] in workshop.phone().sees("ar")


def test_a_question_of_its_own_is_asked_instead(house: House) -> None:
    workshop = open_workshop(house, kind="plans", question_de="Was tun wir im Norden?", minutes="40")
    assert "Was tun wir im Norden?" in workshop.projects("de")
    assert next(one for one in steps() if one.kind == "plans").minutes == 40


def test_what_is_no_kind_becomes_the_first_one(house: House) -> None:
    open_workshop(house, kind="vote")
    assert worksheet().kind == "projects"


# --- groups fill it in


def test_a_phone_sends_a_sheet_which_nobody_reads_before_the_desk(workshop: Workshop) -> None:
    phone = workshop.phone()
    assert workshop.fills_in(phone.client, GOAL, data=WHY)[0] == 303
    [goal] = said()
    assert (goal.status, goal.language, goal.source) == ("waiting", "de", "session")
    first, below = goal.text.split("\n\n")
    assert first == GOAL
    assert below.endswith(f"\n{WHY}")
    assert GOAL not in workshop.projects()
    assert GOAL not in workshop.house.resident().reads(f"/worksheets/{worksheet().public_id}")
    assert GOAL in phone.client.get(f"/live/{workshop.evening.topic}?lang=de").text
    assert GOAL in workshop.console.shows("de")
    assert WHY in workshop.console.shows("de")


def test_let_through_it_stands_on_the_screen_on_its_page_and_in_the_overview(workshop: Workshop) -> None:
    workshop.fills_in(workshop.phone().client, GOAL, data=WHY)
    assert workshop.lets_through() == 303
    assert GOAL in workshop.projects()
    assert WHY not in workshop.projects()  # the screen shows what is said, not all of it
    for page in (f"/worksheets/{worksheet().public_id}", "/worksheets"):
        shown = workshop.house.resident().reads(page)
        assert GOAL in shown
        assert WHY in shown


def test_the_headings_stand_in_the_language_of_the_sheet(workshop: Workshop) -> None:
    text = "Her çocuğun bir kreşte yeri olsun, kimse bir yıldan fazla beklemesin"
    workshop.fills_in(workshop.phone().client, text, "tr", data="Yüzde otuz sekiz bekliyor")
    [goal] = said()
    assert goal.language == "tr"
    heading = goal.text.split("\n\n")[1].split("\n")[0]
    assert heading.endswith((":", "?"))
    assert heading != "Why? What do numbers say?"


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"text": ""}, 422),
        ({"text": "\u202e "}, 422),
        ({"text": "x" * 601}, 422),
        ({"text": GOAL, "data": "x" * 601}, 422),
        ({"text": GOAL, "field": "999999"}, 422),
        ({"text": GOAL, "field": "٣"}, 422),
        ({"text": GOAL, "field": "1 OR 1=1"}, 422),
    ],
)
def test_what_cannot_be_taken_is_refused_and_comes_back(workshop: Workshop, form: dict[str, str], status: int) -> None:
    client = workshop.phone().client
    typed = {"source": "Jugendamt 2026", **form}
    answered, page = workshop.fills_in(client, typed.pop("text"), **typed)
    assert answered == status
    assert "Jugendamt 2026" in page
    assert filled() == []


def test_the_same_form_sent_twice_is_one_sheet(workshop: Workshop) -> None:
    client, once = workshop.phone().client, chance.token()
    for _ in range(2):
        assert workshop.fills_in(client, GOAL, once=once)[0] == 303
    assert len(filled()) == len(said()) == 1


def test_nobody_sends_one_from_outside_or_when_no_more_are_taken(workshop: Workshop) -> None:
    stranger = workshop.house.app.test_client()
    assert workshop.fills_in(stranger, GOAL)[0] == 403
    phone = workshop.phone()
    assert workshop.does("stop") == 303
    status, page = workshop.fills_in(phone.client, GOAL)
    assert status == 409
    assert GOAL in page
    assert "part-text" not in phone.sees("de")
    assert workshop.does("take") == 303
    assert workshop.fills_in(phone.client, GOAL)[0] == 303


def test_somebody_writes_it_down_for_a_group_and_it_is_read_at_once(workshop: Workshop) -> None:
    address = f"/desk/scribe/{workshop.evening.topic}/sheet/{worksheet().step_id}"
    form = {"text": GOAL, "source": "Jugendamt", "form_token": workshop.moderator.form_token()}
    assert workshop.moderator.client.post(f"{address}?lang=de", data=form, headers=SAME_ORIGIN).status_code == 303
    [goal] = said()
    assert (goal.status, goal.author_id, goal.source) == ("published", None, "paper")
    assert GOAL in workshop.projects()
    with database.reading() as session:
        assert session.scalar(select(func.count()).where(AuditEntry.action == "worksheet.enter")) == 1


def test_the_scribe_is_led_to_the_step_that_is_on(workshop: Workshop) -> None:
    led = workshop.moderator.client.get(f"/desk/scribe/{workshop.evening.topic}?lang=de")
    assert led.location.partition("?")[0] == f"/desk/scribe/{workshop.evening.topic}/sheet"
    assert "part-text" in workshop.moderator.reads(led.location)


# --- fields of action


@pytest.fixture
def with_fields(house: House) -> Callable[[], Workshop]:
    def begin() -> Workshop:
        workshop = open_workshop(house)
        for name in ("Wohnen", "Sprache", "Arbeit"):
            form = {"name_de": name, "sentence_de": name, "form_token": workshop.moderator.form_token()}
            assert (
                workshop.moderator.client.post("/desk/fields/edit", data=form, headers=SAME_ORIGIN).status_code == 303
            )
        return workshop

    return begin


def test_it_stands_in_the_field_its_group_chose_once_it_is_let_through(with_fields: Callable[[], Workshop]) -> None:
    workshop = with_fields()
    field = next(one for one in fields() if one.name["de"] == "Sprache")
    workshop.fills_in(workshop.phone().client, GOAL, field=field.id)
    with database.reading() as session:
        assert session.scalars(select(Placement)).all() == []  # only a person places
    workshop.lets_through()
    with database.reading() as session:
        placed = session.scalars(select(Placement)).one()
        assert (placed.contribution_id, placed.field_id) == (said()[0].id, field.id)
    screen = workshop.projects()
    assert screen.index("Sprache") < screen.index(GOAL)
    assert GOAL in workshop.house.resident().reads(f"/fields/{field.key}")


def test_what_a_person_placed_elsewhere_stays_there(with_fields: Callable[[], Workshop]) -> None:
    workshop = with_fields()
    first, second, *_ = fields()
    workshop.fills_in(workshop.phone().client, GOAL, field=first.id)
    workshop.lets_through()
    form = {
        "idea": said()[0].public_id,
        "field": second.id,
        "revision": 1,
        "form_token": workshop.moderator.form_token(),
    }
    assert workshop.moderator.client.post("/desk/fields/place", data=form, headers=SAME_ORIGIN).status_code == 303
    workshop.lets_through()
    with database.reading() as session:
        assert session.scalars(select(Placement)).one().field_id == second.id
    screen = workshop.projects()
    assert screen.index(second.name["de"]) < screen.index(GOAL)


def test_chosen_fields_are_the_ones_that_groups_can_choose(with_fields: Callable[[], Workshop]) -> None:
    workshop = with_fields()
    first, second, *_ = fields()
    assert workshop.console.sends(f"sheets/{worksheet().step_id}/fields", {"field": [first.id, 999_999]})[0] == 303
    assert worksheet().field_ids == [first.id]
    phone = workshop.phone()
    page = phone.sees("de")
    assert f'value="{first.id}"' in page
    assert f'value="{second.id}"' not in page
    assert workshop.fills_in(phone.client, GOAL, field=second.id)[0] == 422
    assert workshop.fills_in(phone.client, GOAL, field=first.id)[0] == 303
    chosen = f"sheets/{worksheet().step_id}/fields"
    status, page = workshop.console.sends(chosen, {"field": [second.id]})  # from a page made before
    assert status == 409
    assert re.search(rf'value="{second.id}" checked', page)
    workshop.lets_through()
    shown = workshop.house.resident().reads(f"/worksheets/{worksheet().public_id}?lang=de")
    assert workshop.console.sends(chosen, {"field": [second.id], "before": str(first.id)})[0] == 303
    assert (
        workshop.house.resident().reads(f"/worksheets/{worksheet().public_id}?lang=de") == shown
    )  # it stands where it stood
    assert workshop.console.sends(chosen, {"before": str(second.id)})[0] == 303
    assert f'value="{first.id}"' in workshop.phone().sees("de")


# --- what becomes of it


def test_withdrawn_it_leaves_the_screen_and_the_pages(workshop: Workshop) -> None:
    phone = workshop.phone()
    workshop.fills_in(phone.client, GOAL)
    workshop.lets_through()
    assert phone.client.post(f"/mine/{said()[0].public_id}/withdraw", headers=SAME_ORIGIN).status_code == 303
    for page in (workshop.projects(), workshop.house.resident().reads("/worksheets")):
        assert GOAL not in page


def test_its_step_goes_only_while_nothing_was_said(workshop: Workshop) -> None:
    step = worksheet().step_id
    other = next(one for one in steps() if one.id != step)
    workshop.fills_in(workshop.phone().client, GOAL)
    workshop.console.presses("select", step=other.id)
    assert workshop.console.sends(f"steps/{step}/remove", {})[0] == 409
    assert workshop.console.sends("sheets/new", {"kind": "structures"})[0] == 303
    assert workshop.console.sends(f"steps/{worksheet().step_id}/remove", {})[0] == 303
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Worksheet)) == 1
        assert session.scalar(select(func.count()).where(Format.kind == "worksheet")) == 1


def test_a_rehearsal_keeps_nothing(house: House, moderator: Moderator) -> None:
    planned = plans(Console(moderator, begin_evening(house).topic))
    assert planned.sends("sheets/new", {"kind": "goals"})[0] == 303
    copy = rehearses(planned)
    assert copy.presses("open") == 303
    with database.reading() as session:
        code = session.scalars(select(LiveSession.code).where(LiveSession.rehearsal)).one()
        tried = session.scalars(select(Worksheet).where(Worksheet.format_id.is_(None))).one()
    assert copy.presses("select", step=tried.step_id) == 303
    phone = house.app.test_client()
    assert phone.post("/join", data={"code": code}, headers=SAME_ORIGIN).status_code == 303
    address = f"/worksheets/{tried.public_id}/sheets?lang=de"
    sent = phone.post(address, data={"text": GOAL, "once": chance.token()}, headers=SAME_ORIGIN)
    assert sent.status_code == 303
    assert copy.sends(f"sheets/{tried.step_id}", {"act": "release", "one": f"{filled()[0].id}:0"})[0] == 303
    assert (filled()[0].trial or {})["released"]
    assert said() == []
    assert GOAL not in house.resident().reads("/worksheets")
    assert copy.presses("end") == 303
    assert filled() == []
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Worksheet)) == 1


def test_a_table_has_what_groups_wrote_part_by_part(with_fields: Callable[[], Workshop]) -> None:
    workshop = with_fields()
    field = fields()[0]
    workshop.fills_in(
        workshop.phone().client, f"={GOAL}", field=field.id, data=WHY, source="Jugendamt", sign="Keiner wartet"
    )
    workshop.lets_through()
    table = workshop.moderator.client.get("/desk/worksheets.csv?lang=de").get_data(as_text=True)
    row = table.splitlines()[1]
    for cell in (field.name["de"], WHY, "Jugendamt", "Keiner wartet", "de"):
        assert f'"{cell}"' in row
    assert '"=' not in row  # no spreadsheet reads it as a formula


def test_one_and_three_sheets_cost_the_same_statements(workshop: Workshop) -> None:
    reader, pages = workshop.house.resident(), ("/worksheets", f"/worksheets/{worksheet().public_id}")
    looks: list[Callable[[], str]] = [workshop.projects, workshop.console.shows]
    looks += [partial(reader.reads, page) for page in pages]

    def costs() -> list[int]:
        found = []
        for look in looks:
            look()
            with counted_statements() as statements:
                look()
            found.append(len(statements))
        return found

    workshop.fills_in(workshop.phone().client, GOAL)
    workshop.lets_through()
    one = costs()
    for number in range(2):
        workshop.fills_in(workshop.phone().client, f"{GOAL} {number}")
    workshop.lets_through()
    assert costs() == one


def test_it_is_named_on_the_page_of_its_process_once_something_can_be_read(workshop: Workshop) -> None:
    with database.reading() as session:
        slug = session.scalars(select(Format).where(Format.kind == "worksheet")).unique().one().process.slug
    reader = workshop.house.resident()
    assert "/worksheets?" not in reader.reads(f"/process/{slug}")
    workshop.fills_in(workshop.phone().client, GOAL)
    workshop.lets_through()
    assert "/worksheets?" in reader.reads(f"/process/{slug}")


def test_the_hall_gives_points_to_fields_and_the_desk_is_shown_them_in_that_order(
    with_fields: Callable[[], Workshop],
) -> None:
    workshop = with_fields()
    desk = workshop.moderator
    form = {"title": "Zweiter Tag", "pattern": "workshop_2", "form_token": desk.form_token()}
    second = Console(desk, desk.client.post("/desk/sessions", data=form, headers=SAME_ORIGIN).location.split("/")[-1])
    with database.reading() as session:
        ballot = session.scalars(select(Ballot).order_by(Ballot.id.desc())).first()
        assert ballot is not None
        assert (ballot.method, [one.source for one in ballot.options]) == (
            "dots",
            [f"field:{one.id}" for one in fields()],
        )
    goals = next(one for one in steps() if one.kind == "goals" and one.session_id != 1)
    page = desk.reads(f"/desk/sessions/{second.topic.partition('?')[0]}/sheets/{goals.id}/fields?lang=de")
    assert [page.index(f'value="{one.id}"') for one in fields()] == sorted(
        page.index(f'value="{one.id}"') for one in fields()
    )
    chosen = fields()[2]
    with database.current().transaction() as tx:
        again = tx.session.get_one(Ballot, ballot.id)
        again.state, again.voted, again.published_at = "published", 3, clock.now()
        again.result = {str(one.id): 5 if one.source == f"field:{chosen.id}" else 1 for one in again.options}
    page = desk.reads(f"/desk/sessions/{second.topic.partition('?')[0]}/sheets/{goals.id}/fields?lang=de")
    first = min(fields(), key=lambda one: page.index(f'value="{one.id}"'))
    assert first.id == chosen.id


# --- wherever somebody decides about it


def test_let_through_in_the_queue_it_stands_in_its_field_as_well(with_fields: Callable[[], Workshop]) -> None:
    workshop = with_fields()
    field = fields()[1]
    workshop.fills_in(workshop.phone().client, GOAL, field=field.id)
    with database.current().transaction() as tx:
        case = tx.session.scalars(select(Case).where(Case.contribution_id == said()[0].id)).one()
        person = tx.session.scalars(select(Person).where(Person.kind == "account").limit(1)).one()
        by = people.actor(tx.session, person, 1)
        assert by is not None
        moderation.decide(tx, case, Wish.PUBLIC, by=by, seen=case.revision)
    with database.reading() as session:
        assert session.scalars(select(Placement.field_id)).all() == [field.id]
    assert GOAL in workshop.house.resident().reads(f"/fields/{field.key}")


def test_taken_out_of_every_field_by_a_person_it_stands_in_none(with_fields: Callable[[], Workshop]) -> None:
    workshop = with_fields()
    field = fields()[0]
    workshop.fills_in(workshop.phone().client, GOAL, field=field.id)
    workshop.lets_through()
    with database.reading() as session:
        seen = session.scalar(select(func.max(FieldMove.id)))
    desk = workshop.moderator
    form = {"idea": said()[0].public_id, "field": "", "revision": seen, "form_token": desk.form_token()}
    assert desk.client.post("/desk/fields/place", data=form, headers=SAME_ORIGIN).status_code == 303
    workshop.lets_through()
    with database.reading() as session:
        assert session.scalars(select(Placement)).all() == []
    assert field.name["de"] not in workshop.house.resident().reads("/worksheets?lang=de")


def test_a_form_that_comes_again_does_not_bring_back_what_was_taken_down(workshop: Workshop) -> None:
    address = f"/desk/scribe/{workshop.evening.topic}/sheet/{worksheet().step_id}"
    desk, once = workshop.moderator, chance.token()
    form = {"text": GOAL, "once": once, "form_token": desk.form_token()}
    assert desk.client.post(address, data=form, headers=SAME_ORIGIN).status_code == 303
    with database.current().transaction() as tx:
        taken = tx.session.get_one(Contribution, said()[0].id)
        taken.status = "taken_down"
    assert desk.client.post(address, data=form, headers=SAME_ORIGIN).status_code == 303
    assert [one.status for one in said()] == ["taken_down"]


def test_a_phone_that_asks_again_hears_that_it_arrived_also_when_no_more_are_taken(workshop: Workshop) -> None:
    client, once = workshop.phone().client, chance.token()
    assert workshop.fills_in(client, GOAL, once=once)[0] == 303
    workshop.does("stop")
    assert workshop.fills_in(client, GOAL, once=once)[0] == 303
    assert len(said()) == 1


def test_parts_are_told_whatever_language_somebody_says_it_is_in(workshop: Workshop) -> None:
    workshop.fills_in(workshop.phone().client, GOAL, data=WHY)
    workshop.lets_through()
    with database.current().transaction() as tx:
        tx.session.get_one(Contribution, said()[0].id).language = "en"
    assert WHY not in workshop.projects("de")
    table = workshop.moderator.client.get("/desk/worksheets.csv?lang=de").get_data(as_text=True)
    assert f'"{WHY}"' in table


def test_a_secret_vote_of_a_few_gives_no_order_to_the_fields(with_fields: Callable[[], Workshop]) -> None:
    workshop = with_fields()
    with database.current().transaction() as tx:
        live = tx.session.get_one(LiveSession, 1)
        options = [
            BallotOption(municipality_id=1, position=n, title={"de": "x"}, source=f"field:{one.id}")
            for n, one in enumerate(fields())
        ]
        ballot = Ballot(
            municipality_id=1, process_id=1, public_id="secret", audience=live.audience, question={"de": "Was?"},
            method="dots", kind="confidential", state="published", published_at=clock.now(), voted=2, options=options,
        )  # fmt: skip
        tx.session.add(ballot)
        tx.session.flush()
        ballot.result = {str(one.id): 9 for one in options}
    page = workshop.moderator.reads(
        f"/desk/sessions/{workshop.evening.topic}/sheets/{worksheet().step_id}/fields?lang=en"
    )
    assert "9 points" not in page
