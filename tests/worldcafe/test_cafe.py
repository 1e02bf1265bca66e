"""A world café by its doors: planning, taking part, rounds, hosts, notes, the harvest, and what can go wrong."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event, func, select

from participation.contributions.models import Contribution
from participation.foundation import database
from participation.foundation.audit import AuditEntry
from participation.foundation.permissions import Role
from participation.process.models import Format
from participation.sessions.models import RunStep
from participation.worldcafe.models import Cafe, CafeGuest, CafeNote, CafePlace, CafeRound, CafeTable
from tests.conftest import SAME_ORIGIN, House
from tests.console.desk import Console
from tests.worldcafe.hall import PLAN, CafeHall, cafe, guests, live, open_cafe, posts, rounds, said, seats, sizes, steps


@pytest.fixture
def hall(house: House) -> CafeHall:
    return open_cafe(house)


def count(table: type[object]) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


# --- planning


def test_rounds_and_the_harvest_stand_on_the_run_sheet_with_their_questions_and_tables(hall: CafeHall) -> None:
    assert (len(steps("round")), len(steps("harvest"))) == (3, 1)
    with database.reading() as session:
        first = session.get_one(RunStep, steps("round")[0])
        assert first.title == {"de": PLAN["question_1_de"], "ar": PLAN["question_1_ar"]}
        assert first.minutes == 20
        harvest = session.get_one(RunStep, steps("harvest")[0])
        assert harvest.title["de"] == "Ernte"
        assert set(harvest.title) == {"de", "en", "tr", "ar"}
        tables = session.scalars(select(CafeTable).order_by(CafeTable.number)).all()
        assert [one.place for one in tables] == ["am Fenster", "", "neben der Tür", "", ""]
        kinds = session.scalars(select(RunStep.kind).order_by(RunStep.position)).all()
        assert list(kinds)[-4:] == ["round", "round", "round", "harvest"]


def test_a_second_plan_adds_rounds_before_the_harvest_and_tables_besides(hall: CafeHall) -> None:
    more = {"tables": "2", "people": "5", "minutes": "", "question_1_en": "And now?"}
    assert hall.console.sends("cafe/new", more)[0] == 303
    assert (len(steps("round")), len(steps("harvest"))) == (4, 1)
    assert (count(Cafe), count(CafeTable), cafe().people) == (1, 7, 5)
    with database.reading() as session:
        wanted = select(RunStep.kind).where(RunStep.session_id == cafe().session_id).order_by(RunStep.position)
        assert list(session.scalars(wanted))[-2:] == ["round", "harvest"]


@pytest.mark.parametrize(
    "form",
    [
        {**PLAN, "tables": "0"},
        {**PLAN, "tables": "61"},
        {**PLAN, "tables": "viele"},
        {**PLAN, "people": "1"},
        {**PLAN, "people": "13"},
        {**PLAN, "minutes": "nie"},
        {**PLAN, "places": "x" * 41},
        {**PLAN, "question_2_de": "x" * 81},
        {"tables": "3", "people": "4", "minutes": "20"},
    ],
)
def test_impossible_plans_are_said_and_kept(house: House, form: dict[str, str]) -> None:
    hall = open_cafe(house)
    other = Console(hall.moderator, plan_session(hall))
    before = count(CafeTable), count(RunStep), count(Cafe)
    status, page = other.sends("cafe/new", form)
    assert status == 422
    assert form.get("question_1_de", "") in page
    assert (count(CafeTable), count(RunStep), count(Cafe)) == before


def plan_session(hall: CafeHall) -> str:
    """A second session without anything; returns its public id."""
    form = {"title": "Zweiter Abend", "form_token": hall.moderator.form_token()}
    answer = hall.moderator.client.post("/desk/sessions?lang=en", data=form, headers=SAME_ORIGIN)
    assert answer.status_code == 303, answer.text
    return str(answer.location).partition("?")[0].rpartition("/")[2]


def test_the_pattern_has_the_steps_of_a_cafe(house: House) -> None:
    hall = open_cafe(house)
    form = {"title": "Nach Muster", "pattern": "world_cafe", "form_token": hall.moderator.form_token()}
    answer = hall.moderator.client.post("/desk/sessions?lang=en", data=form, headers=SAME_ORIGIN)
    assert answer.status_code == 303
    assert (len(steps("round")), len(steps("harvest")), len(rounds())) == (3, 1, 3)
    topic = str(answer.location).partition("?")[0].rpartition("/")[2]
    console = Console(hall.moderator, topic)
    assert console.sends("cafe/new", {"tables": "3", "people": "4", "minutes": ""})[0] == 303
    assert (len(steps("round")), count(CafeTable)) == (3, 8)


# --- taking part


def test_somebody_takes_part_and_reads_their_table_when_the_round_begins(hall: CafeHall) -> None:
    phone = hall.comes()
    assert "Your table stands here when a round begins." in hall.me(phone)
    assert hall.desk("plan")[0] == 303
    assert "Your table stands here" in hall.me(phone)  # nobody is told yet
    hall.calls(1)
    table = seats(1)[1]
    assert f"Table {table}" in phone.sees()
    assert "Round 1" in phone.sees()
    assert "Your table stays" not in phone.sees() or "your table stays" not in phone.sees()


def test_twice_in_is_one_guest_and_who_leaves_and_comes_back_has_the_same_place(hall: CafeHall) -> None:
    phones = hall.come(6)
    assert hall.says(phones[0], "in") == 303
    assert len(guests()) == 6
    hall.calls(1)
    at = seats(1)[1]
    assert hall.says(phones[0], "out") == 303
    assert hall.says(phones[0], "out") == 303
    assert "5 people take part" in hall.shows()
    assert hall.says(phones[0], "in") == 303
    assert (seats(1)[1], len(guests())) == (at, 6)


def test_only_who_sits_in_the_hall_takes_part_and_only_while_it_is_open(hall: CafeHall) -> None:
    stranger = hall.evening.stranger()
    assert hall.says(stranger, "in") == 403
    assert stranger.client.get(f"/cafes/{cafe().public_id}/me").status_code == 403
    stranger.joins()
    assert hall.says(stranger, "in") == 303
    assert hall.says(stranger, "dance") == 400
    hall.console.presses("end")
    assert hall.says(stranger, "in") == 409


def test_the_script_gets_its_own_part_back(hall: CafeHall) -> None:
    hall.calls(1)
    phone = hall.evening.phone()
    headers = {**SAME_ORIGIN, "Accept": "application/json"}
    told = phone.client.post(f"/cafes/{cafe().public_id}/me?lang=en", data={"act": "in"}, headers=headers).get_json()
    assert told["sentence"].startswith("You take part.")
    assert f"Table {seats(1)[1]}" in told["html"]
    assert f'data-own="{steps("round")[0]}"' in told["html"]


def test_latecomers_get_a_place_at_once_and_nobody_moves(hall: CafeHall) -> None:
    hall.come(10)
    hall.calls(1)
    before = seats(1)
    late = hall.comes()
    hall.desk("slips", count=4)
    assert {one: seats(1)[one] for one in before} == before
    assert sizes(1) == [3, 3, 3, 3, 3]
    assert f"Table {seats(1)[11]}" in late.sees()


def test_guests_without_a_phone_have_numbers_that_the_screen_and_the_slips_say(hall: CafeHall) -> None:
    hall.come(2)
    assert hall.desk("slips", count=3)[0] == 303
    for wrong in ("0", "61", "viele", ""):
        assert hall.desk("slips", count=wrong)[0] == 422
    hall.calls(1)
    page = hall.projects()
    assert page.count("Slips:") == len({table for guest, table in seats(1).items() if guest > 2})
    slips = hall.moderator.reads(f"/desk/sessions/{hall.evening.topic}/cafe/slips?lang=en")
    for number in (3, 4, 5):
        assert f'<p class="table-no num">{number}</p><p>Round 1 · <b>Table {seats(1)[number]}</b>' in slips
    assert hall.desk("home", guest=4)[0] == 303
    assert hall.desk("home", guest=4)[0] == 422
    assert "4 people take part" in hall.shows()
    assert hall.desk("back", guest=4)[0] == 303
    assert hall.desk("back", guest=4)[0] == 422
    assert "5 people take part" in hall.shows()


# --- rounds


def test_a_proposal_is_figures_alone_and_counts_when_the_round_is_called(hall: CafeHall) -> None:
    hall.come(20)
    assert hall.desk("plan")[0] == 303
    page = hall.shows()
    assert "Proposal for round 1" in page
    assert "0 pairs meet again" in page
    assert "20 people" in page
    proposed = seats(1)
    assert all(f"Table {table}" not in hall.projects() for table in range(1, 6))
    hall.calls(1)
    assert (seats(1), sizes(1)) == (proposed, [4] * 5)
    hall.calls(2)
    hall.calls(3)
    met = [
        frozenset((a, b))
        for one in (1, 2, 3)
        for a in seats(one)
        for b in seats(one)
        if a < b and seats(one)[a] == seats(one)[b]
    ]
    assert len(met) == len(set(met)) == 90
    for guest in range(1, 21):
        assert len({seats(one)[guest] for one in (1, 2, 3)}) == 3
    assert [(one.people, one.tables, one.again) for one in rounds()] == [(20, 5, 0)] * 3


def test_a_round_called_without_a_proposal_is_planned_then(hall: CafeHall) -> None:
    hall.come(5)
    hall.calls(1)
    assert sizes(1) == [1] * 5
    assert rounds()[0].seed is not None


def test_who_came_or_left_after_the_proposal_is_in_the_plan_that_counts(hall: CafeHall) -> None:
    phones = hall.come(8)
    hall.desk("plan")
    hall.says(phones[0], "out")
    hall.come(3)
    assert "Somebody came or left since." in hall.shows()
    hall.calls(1)
    assert sorted(seats(1)) == list(range(2, 12))
    assert sizes(1) == [2] * 5


def test_a_round_that_was_called_keeps_its_places_when_it_is_called_again(hall: CafeHall) -> None:
    hall.come(9)
    hall.calls(1)
    first = seats(1)
    hall.calls(2)
    late = hall.comes()
    assert 10 not in seats(1)
    assert hall.console.presses("undo") == 303
    assert {one: seats(1)[one] for one in first} == first
    assert f"Table {seats(1)[10]}" in late.sees()


def test_a_table_closes_in_round_two(hall: CafeHall) -> None:
    phones = hall.come(10)
    hall.desk("host", table=3, guest=1)
    hall.calls(1)
    hall.calls(2)
    second = seats(2)
    assert second[1] == 3
    hall.desk("plan")
    assert hall.desk("close:3")[0] == 303
    assert hall.desk("close", table=3)[0] == 303
    assert seats(2) == second  # who sits there stays for this round
    assert "Table 3" in phones[0].sees()
    assert rounds()[2].seed is None  # the proposal does not fit any more
    assert "closed" in hall.shows()
    hall.calls(3)
    assert set(seats(3).values()) == {1, 2, 4, 5}
    assert "neben der Tür" not in hall.projects("de")
    assert hall.desk("open:3")[0] == 303


def test_without_an_open_table_nobody_sits_and_the_phone_says_so(hall: CafeHall) -> None:
    phone = hall.comes()
    for number in range(1, 6):
        hall.desk(f"close:{number}")
    assert hall.desk("plan")[0] == 409
    hall.calls(1)
    assert seats(1) == {}
    assert "No table is open at the moment." in phone.sees()
    hall.desk("open:2")
    assert seats(1) == {1: 2}


def test_a_cafe_without_guests_and_of_one_table(house: House) -> None:
    hall = open_cafe(house, plan={**PLAN, "tables": "1", "places": ""})
    assert hall.desk("plan")[0] == 303
    hall.calls(1)
    assert seats(1) == {}
    hall.come(3)
    assert sizes(1) == [3]
    hall.calls(2)
    assert sizes(2) == [3]
    assert rounds()[1].again == 3
    hall.come(3)
    assert "There are 2 people more than places." in hall.shows()


def test_no_round_is_left_to_plan(hall: CafeHall) -> None:
    for number in (1, 2, 3):
        hall.calls(number)
    assert hall.desk("plan")[0] == 409


def test_two_moderators_call_the_same_round_at_once(hall: CafeHall, house: House) -> None:
    hall.come(12)
    hall.desk("plan")
    proposed = seats(1)
    other = Console(house.moderator("Aylin Örnek"), hall.evening.topic)
    step = steps("round")[0]
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda desk: desk.presses("select", step=step), (hall.console, other)))
    assert set(answers) == {303}
    assert seats(1) == proposed
    assert count(CafePlace) == 12


def test_the_screen_asks_people_to_go_until_the_time_runs_and_says_no_names(hall: CafeHall) -> None:
    hall.come(5)
    hall.calls(1)
    assert "Please go to your table." in hall.projects()
    hall.console.presses("time_start")
    assert "Please go to your table." not in hall.projects()
    assert PLAN["question_1_de"] in hall.projects("de")
    assert "am Fenster" in hall.projects("de")
    hall.calls(2)
    assert "Please go to your next table. Hosts stay." in hall.projects()


# --- hosts


def test_hosts_offer_themselves_where_the_desk_asks_and_stay(hall: CafeHall) -> None:
    phones = hall.come(10)
    assert hall.says(phones[0], "host", table=2) == 409
    hall.desk("ask")
    assert "I stay as the host" in hall.me(phones[0])
    assert hall.says(phones[0], "host", table=2) == 303
    assert hall.says(phones[1], "host", table=2) == 409
    assert hall.says(phones[1], "host", table=99) == 404
    hall.desk("ask_no_more")
    assert "I stay as the host" not in hall.me(phones[1])
    hall.calls(1)
    assert seats(1)[1] == 2
    assert "your table stays" in phones[0].sees()
    hall.calls(2)
    assert seats(2)[1] == 2
    assert hall.says(phones[0], "host_no_more") == 303
    hall.calls(3)
    assert seats(3)[1] != 2


def test_a_host_who_leaves_is_replaced_by_somebody_the_desk_names(hall: CafeHall) -> None:
    phones = hall.come(6)
    assert hall.desk("host", table=1, guest=3)[0] == 303
    assert "Host: number 3" in hall.shows()
    assert hall.desk("host", table=1, guest=99)[0] == 422
    assert "Host: number 3" in hall.shows()
    hall.says(phones[2], "out")
    assert "Host: number 3" not in hall.shows()
    assert hall.desk("host", table=1, guest=4)[0] == 303
    assert hall.desk("host", table=1, guest="")[0] == 303
    assert "Host: number" not in hall.shows()
    stranger = hall.evening.phone()
    hall.desk("ask")
    assert hall.says(stranger, "host", table=1) == 403


# --- languages


def test_languages_are_bridged_and_stand_nowhere(hall: CafeHall) -> None:
    for spoken in (("ar",), ("ar", "de"), ("uk",), ("uk", "de"), ("klingon",), (), (), (), (), ()):
        hall.comes(*spoken)
    assert [one.languages for one in guests()][:5] == [["ar"], ["ar", "de"], ["uk"], ["uk", "de"], []]
    hall.desk("plan")
    hall.calls(1)
    assert (seats(1)[1], seats(1)[3]) == (seats(1)[2], seats(1)[4])
    assert "needs somebody who interprets" not in hall.shows()
    lone = hall.comes("so")
    assert "needs somebody who interprets" in hall.shows()
    assert "needs somebody who interprets" in hall.console.shows()
    for page in (hall.shows(), hall.console.shows(), hall.projects(), lone.sees(), hall.me(lone)):
        assert "checked" not in page
        assert 'lang="so" checked' not in page
    assert "needs somebody who interprets" not in lone.sees()
    assert "Soomaali" not in hall.shows() + hall.console.shows() + hall.projects()


def test_when_the_session_ends_numbers_stay_and_nobody(hall: CafeHall) -> None:
    hall.come(7)
    hall.comes("ar")
    hall.calls(1)
    hall.desk("plan")
    assert (count(CafeGuest), count(CafePlace)) == (8, 16)
    hall.console.presses("end")
    assert (count(CafeGuest), count(CafePlace)) == (0, 0)
    assert (rounds()[0].people, rounds()[0].tables, cafe().guests) == (8, 5, 8)
    assert "8 people" in hall.reads(lang="en")


# --- notes


def test_the_host_writes_a_note_it_waits_and_stands_at_the_table_for_the_next_guests(hall: CafeHall) -> None:
    phones = hall.come(10)
    hall.desk("host", table=2, guest=1)
    assert hall.notes(phones[0], 2, "Zu früh")[0] == 409
    hall.calls(1)
    assert hall.notes(phones[0], 2, "Kadınlar için dil kursu", "tr", language="tr")[0] == 303
    [note] = said()
    assert (note.source, note.status, note.language) == ("session", "waiting", "tr")
    assert "Kadınlar" in hall.table(2, phone=phones[0])  # for whoever wrote it
    assert "Kadınlar" not in hall.table(2) + hall.reads() + hall.projects()
    for page in (hall.shows(), hall.console.shows(), hall.moderator.reads("/desk/queue?lang=en")):
        assert "Kadınlar için dil kursu" in page
    assert hall.lets_through() == 303
    hall.calls(2)
    page = hall.table(2)
    assert "Kadınlar için dil kursu" in page
    assert PLAN["question_2_de"] in page
    assert 'lang="tr"' in page


def test_who_writes_at_a_table(hall: CafeHall) -> None:
    phones = hall.come(5)
    hall.desk("host", table=seat_of_guest_after(hall), guest=1)
    table = seats(1)[1]
    other = next(number for number in range(1, 6) if number != table)
    guest = next(one for one, at in seats(1).items() if at == other)
    assert hall.notes(phones[0], other, "Nicht mein Tisch")[0] == 403
    assert hall.notes(phones[guest - 1], other, "Hier ist niemand Gastgeberin")[0] == 303
    assert hall.notes(phones[guest - 1], table, "Da ist jemand")[0] == 403
    status, page = hall.notes(phones[0], table, "x" * 281)
    assert (status, "x" * 281 in page) == (422, True)
    assert hall.notes(phones[0], table, " ")[0] == 422
    assert hall.notes(phones[0], 99, "Kein Tisch")[0] == 404
    stranger = hall.evening.stranger()
    assert hall.notes(stranger, other, "Von draußen")[0] == 403
    assert len(said()) == 1


def seat_of_guest_after(hall: CafeHall) -> int:
    """Call up round 1; returns the table of guest 1."""
    hall.calls(1)
    return seats(1)[1]


def test_the_same_form_twice_is_one_note_and_nobody_floods(hall: CafeHall) -> None:
    [phone] = hall.come(1)
    hall.calls(1)
    table = seats(1)[1]
    form = {"text": "Mehr <b>Bänke</b>", "once": "a" * 32}
    address = f"/cafes/{cafe().public_id}/tables/{table}"
    assert [posts(phone.client, address, form)[0] for _ in range(2)] == [303, 303]
    assert (len(said()), cafe().notes) == (1, 1)
    assert "Mehr &lt;b&gt;Bänke&lt;/b&gt;" in hall.shows()
    assert [hall.notes(phone, table, f"Notiz {number}")[0] for number in range(8)][-1] == 429


def test_a_scribe_writes_down_a_tablecloth_and_whoever_moderates_lets_it_through_with_it(
    hall: CafeHall, house: House
) -> None:
    scribe = house.moderator("Sami Schreiber", Role.SCRIBE)
    hall.calls(1)
    led = scribe.client.get(f"/desk/scribe/{hall.evening.topic}?lang=en")
    assert led.location.partition("?")[0].endswith(f"/desk/scribe/{hall.evening.topic}/note")
    address = f"/desk/scribe/{hall.evening.topic}/note?lang=en"
    form = {"text": "Bir kurs", "language": "tr", "table": "4", "round": "2", "form_token": scribe.form_token()}
    assert scribe.client.post(address, data=form, headers=SAME_ORIGIN).status_code == 303
    assert (said()[0].status, said()[0].source, said()[0].author_id) == ("waiting", "paper", None)
    for wrong in ({"text": "z" * 281}, {"table": "9"}, {"round": "9"}, {"round": "nie"}):
        refused = scribe.client.post(address, data={**form, **wrong}, headers=SAME_ORIGIN)
        assert refused.status_code in {409, 422}
        assert wrong.get("text", "Bir kurs") in refused.text
    form = {"text": "Ein Treffpunkt", "table": "4", "round": "1", "form_token": hall.moderator.form_token()}
    assert hall.moderator.client.post(address, data=form, headers=SAME_ORIGIN).status_code == 303
    assert said()[1].status == "published"
    assert "Ein Treffpunkt" in hall.table(4)


# --- the harvest


def test_the_harvest_shows_what_was_released_by_theme_and_by_table(hall: CafeHall) -> None:
    [phone] = hall.come(1)
    hall.calls(1)
    table = seats(1)[1]
    hall.notes(phone, table, "Ein Treffpunkt am Bach")
    hall.lets_through()
    hall.notes(phone, table, "Wartet noch")
    hall.harvests()
    for page in (hall.projects(), phone.sees(), hall.reads()):
        assert "Ein Treffpunkt am Bach" in page
        assert "Wartet noch" not in page
    assert "Without a field" in hall.reads(lang="en")
    answer = hall.moderator.client.get(f"/desk/sessions/{hall.evening.topic}/cafe/notes.csv?lang=en")
    lines = answer.get_data(as_text=True).splitlines()
    assert lines[1:] == [f'"1";"1";"{table}";"{place_of(table)}";"Ein Treffpunkt am Bach";"de";"";""']
    board = hall.house.resident().client.get(f"/ideas/{slug()}")
    assert board.status_code in {301, 302, 303, 308}
    assert f"/cafes/{cafe().public_id}" in board.location


def place_of(number: int) -> str:
    with database.reading() as session:
        return session.scalars(select(CafeTable.place).where(CafeTable.number == number)).one()


def slug() -> str:
    with database.reading() as session:
        return session.scalars(select(Format.slug).where(Format.kind == "world_cafe")).unique().one()


def test_a_note_that_is_withdrawn_or_taken_down_leaves_every_page(hall: CafeHall) -> None:
    [phone] = hall.come(1)
    hall.calls(1)
    table = seats(1)[1]
    hall.notes(phone, table, "Das nehme ich zurück")
    hall.notes(phone, table, "Das bleibt")
    hall.lets_through()
    seq = live().seq
    answer = phone.client.post(f"/mine/{said()[0].public_id}/withdraw", headers=SAME_ORIGIN)
    assert answer.status_code == 303
    assert live().seq > seq
    for page in (hall.table(table), hall.reads()):
        assert "Das nehme ich zurück" not in page
        assert "Das bleibt" in page
    assert count(CafeNote) == 2


# --- on and off the run sheet, rehearsal


def test_a_round_with_notes_stays_and_the_last_step_takes_the_cafe_along(hall: CafeHall) -> None:
    [phone] = hall.come(1)
    hall.calls(1)
    hall.notes(phone, seats(1)[1], "Bleibt")
    hall.harvests()
    out = [hall.console.sends(f"steps/{step}/remove", {})[0] for step in steps("round")]
    assert out == [409, 303, 303]
    assert (len(steps("round")), count(CafeRound), count(CafeTable)) == (1, 1, 5)


def test_a_cafe_nobody_wrote_in_goes_with_its_last_step(hall: CafeHall) -> None:
    hall.come(2)
    for step in [*steps("round"), *steps("harvest")]:
        assert hall.console.sends(f"steps/{step}/remove", {})[0] == 303
    assert (count(Cafe), count(CafeGuest), count(CafeTable), count(CafeRound)) == (0, 0, 0, 0)
    with database.reading() as session:
        assert session.scalars(select(Format).where(Format.kind == "world_cafe")).unique().all() == []


def test_a_rehearsal_has_its_own_cafe_and_keeps_nothing(house: House) -> None:
    hall = open_cafe(house)
    topic = plan_session(hall)
    console = Console(hall.moderator, topic)
    assert console.sends("cafe/new", PLAN)[0] == 303
    before = count(Contribution)
    status, _ = console.sends("rehearse", {})
    assert status == 303
    assert cafe().format_id is None
    assert (len(steps("round")), len(rounds()), count(Cafe)) == (3, 3, 3)
    tried = Console(hall.moderator, live().public_id)
    assert tried.presses("open") == 303
    assert tried.sends("cafe", {"act": "slips", "count": "4"})[0] == 303
    assert tried.presses("select", step=steps("round")[0]) == 303
    assert len(seats(1)) == 4
    form = {"text": "Nur eine Probe", "table": "1", "round": "1", "form_token": hall.moderator.form_token()}
    address = f"/desk/scribe/{live().public_id}/note?lang=en"
    assert hall.moderator.client.post(address, data=form, headers=SAME_ORIGIN).status_code == 303
    assert "Nur eine Probe" in hall.moderator.reads(f"/cafes/{cafe().public_id}/tables/1")
    assert hall.house.resident().client.get(f"/cafes/{cafe().public_id}").status_code == 404
    assert tried.presses("end") == 303
    assert (count(Cafe), count(CafeGuest), count(CafeNote)) == (2, 0, 0)
    assert count(Contribution) == before


# --- cost and the log


def statements(hall: CafeHall, address: str) -> int:
    asked: list[str] = []
    engine = database.current().engine

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    hall.moderator.reads(address)
    event.listen(engine, "before_cursor_execute", note)
    try:
        hall.moderator.reads(address)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(asked)


def test_one_and_three_tables_and_notes_cost_the_same(house: House) -> None:
    hall = open_cafe(house, plan={**PLAN, "tables": "1", "places": ""})
    [phone] = hall.come(1)
    hall.calls(1)
    hall.notes(phone, 1, "Eins")
    hall.lets_through()
    topic = hall.evening.topic
    pages = (
        f"/cafes/{cafe().public_id}",
        f"/cafes/{cafe().public_id}/tables/1",
        f"/desk/sessions/{topic}/cafe",
        f"/desk/sessions/{topic}",
    )
    before = [statements(hall, page) for page in pages]
    hall.desk("tables", count=2)
    hall.come(4)
    for text in ("Zwei", "Drei"):
        hall.notes(phone, 1, text)
    hall.lets_through()
    assert [statements(hall, page) for page in pages] == before


def test_the_log_says_what_the_desk_did(hall: CafeHall) -> None:
    hall.desk("slips", count=1)
    hall.desk("plan")
    hall.desk("move", table=2, place="im Hof")
    hall.desk("host", table=2, guest=1)
    with database.reading() as session:
        acts = session.scalars(select(AuditEntry.action).where(AuditEntry.action.like("cafe.%"))).all()
    assert set(acts) == {"cafe.tables", "cafe.guests", "cafe.mix", "cafe.host"}
    assert "im Hof" in hall.shows()


def test_what_the_script_asks_for_is_no_page(hall: CafeHall) -> None:
    own = hall.comes().client.get(f"/live/{hall.evening.topic}/own").get_json()
    assert json.dumps(own)


def test_tables_that_come_after_the_first_round_was_called_seat_everybody(house: House) -> None:
    hall = open_cafe(house, plan={**PLAN, "tables": "1", "places": ""})
    hall.desk("close:1")
    hall.come(8)
    hall.calls(1)
    assert seats(1) == {}

    assert hall.desk("tables", count=2)[0] == 303

    assert sizes(1) == [4, 4]


def test_questions_are_read_once_their_round_is_called(hall: CafeHall) -> None:
    hall.comes()
    assert PLAN["question_1_de"] not in hall.reads()
    hall.calls(1)
    page = hall.reads()
    assert PLAN["question_1_de"] in page
    assert PLAN["question_2_de"] not in page


def test_after_the_end_nobody_comes_and_its_figures_stay(hall: CafeHall) -> None:
    hall.come(7)
    hall.calls(1)
    assert hall.console.presses("end") == 303
    for act, more in (("slips", {"count": 2}), ("ask", {}), ("back", {"guest": 1})):
        assert hall.desk(act, **more)[0] in {400, 409}
    assert (rounds()[0].people, rounds()[0].tables) == (7, 5)


def test_who_leaves_meanwhile_sat_there_all_the_same(hall: CafeHall) -> None:
    phones = hall.come(8)
    hall.calls(1)
    for phone in phones[:7]:
        hall.says(phone, "out")
    hall.comes()
    assert rounds()[0].people == 8


def test_a_press_that_says_nothing_of_languages_leaves_them(hall: CafeHall) -> None:
    phone = hall.comes("ar")
    hall.says(phone, "out")
    hall.says(phone, "in")
    assert guests()[0].languages == ["ar"]
    hall.says(phone, "in", said="yes")
    assert guests()[0].languages == []


def test_a_proposal_goes_when_somebody_says_which_languages_they_speak(hall: CafeHall) -> None:
    phone = hall.comes()
    hall.come(4)
    hall.desk("plan")
    assert seats(1)
    hall.says(phone, "in", languages=["ar"], said="yes")
    assert seats(1) == {}


def test_the_screen_sends_nobody_off_when_the_time_only_stands(hall: CafeHall) -> None:
    hall.come(5)
    hall.calls(1)
    assert "Please go to your table" in hall.projects("en")
    hall.console.presses("time_start")
    hall.console.presses("time_stop")
    assert "Please go to your" not in hall.projects("en")
