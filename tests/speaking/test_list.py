"""A speakers' list in a hall: who comes next and why, on the screen, on phones and at the desk."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from participation.foundation import clock, database
from participation.foundation.audit import AuditEntry
from participation.foundation.messages import Refused
from participation.foundation.permissions import Actor, Role
from participation.live import fanout
from participation.live.rules import Audience, Screen
from participation.organisations.queries import organisation_by_key
from participation.sessions import calling, sheet
from participation.sessions.models import LiveSession
from participation.speaking import moving, service
from participation.speaking.models import SpeakersList
from participation.speaking.rules import MOST_MINUTES, MOST_WAITING, AlreadyAsked, SpokenHere
from tests.canary import told_in
from tests.conftest import SAME_ORIGIN, House
from tests.console.desk import Console
from tests.ideas.test_board import counted_statements
from tests.speaking.table import Table, open_table, speech_of, speeches, the_list, words_step

HOST = Actor(1, None, frozenset({Role.MODERATOR, Role.INTERPRETER}), "Max Beispiel")


@pytest.fixture
def table(request: pytest.FixtureRequest) -> Table:
    house: House = request.getfixturevalue(getattr(request, "param", "house"))
    return open_table(house)


def clock_of_the_hall() -> LiveSession:
    with database.reading() as session:
        return session.get_one(LiveSession, 1)


def test_organisations_take_turns_and_the_screen_says_why(table: Table) -> None:
    table.is_asked(("Amina", table.bridge), ("Basel", table.bridge), ("Cem", table.mosque), ("Dora", ""))

    assert table.order() == ["Amina", "Cem", "Dora", "Basel"]
    shown = table.projects()
    assert shown.count("first contribution") == 3
    assert "contribution 2" in shown
    assert "Verein Brücke" in shown


def test_the_desk_reads_the_same_order_and_phones_no_name(table: Table) -> None:
    phone, *_ = table.is_asked(("Amina", table.bridge), ("Basel", table.bridge), ("Cem", table.mosque), ("Dora", ""))

    page = table.console.shows()
    places = [page.index(f'<bdi dir="auto">{name}</bdi></b>') for name in ("Amina", "Cem", "Basel")]
    assert places == sorted(places)
    table.does("call", "Dora")
    page = phone.sees()
    for name in ("Amina", "Basel", "Cem", "Dora"):
        assert name not in page
    places = [page.index(word) for word in ("Somebody for themselves", "Verein Brücke", "Moscheeverein")]
    assert places == sorted(places)
    assert "contribution 2" in page


def test_whoever_is_called_up_speaks_and_their_time_runs_on_every_screen(table: Table) -> None:
    table.is_asked(("Amina", table.bridge), ("Cem", table.mosque))

    assert table.does("call", "Amina")[0] == 303

    shown = table.projects()
    assert "Speaks now" in shown
    assert 'class="mic-words"><bdi dir="auto">Amina</bdi>' in shown
    assert "data-clock=" in shown
    assert table.order() == ["Cem"]
    ends = clock_of_the_hall().clock_ends_at
    assert ends is not None
    assert timedelta(minutes=2) < ends - clock.now() <= timedelta(minutes=3)


def speaker() -> str:
    """Whoever speaks now."""
    return next(one.name for one in speeches() if one.speaks)


def test_the_next_one_ends_the_one_before(table: Table) -> None:
    table.is_asked(("Amina", table.bridge), ("Cem", table.mosque))
    table.does("call", "Amina")

    assert table.does("call", "Cem")[0] == 303

    assert speech_of("Amina").ended_at is not None
    assert speech_of("Cem").speaks
    assert table.does("finish", speaker())[0] == 303
    assert not speech_of("Cem").speaks
    assert clock_of_the_hall().clock_ends_at is None
    assert table.does("finish", "Cem")[0] == 409


def test_without_a_time_no_clock_runs(house: House) -> None:
    table = open_table(house, minutes="")
    table.is_asked(("Amina", ""))

    table.does("call", "Amina")

    assert clock_of_the_hall().clock_ends_at is None


@pytest.mark.parametrize("minutes", ["0", "31", "drei"])
def test_a_time_that_is_none_is_refused_and_nothing_typed_is_lost(house: House, minutes: str) -> None:
    table = open_table(house)

    status, page = table.console.sends("speakers/new", {"question_de": "Was noch?", "minutes": minutes})

    assert status == 422
    assert f"from 1 to {MOST_MINUTES}" in page
    assert 'value="Was noch?"' in page


def test_interpreting_is_nobodys_time_and_the_clock_stands(table: Table) -> None:
    table.is_asked(("Amina", table.bridge))
    begin = clock.now()
    with clock.held_at(begin):
        table.does("call", "Amina")
    with clock.held_at(begin + timedelta(seconds=40)):
        assert table.does("interpret", speaker())[0] == 303
        assert "is being interpreted" in table.console.shows()
    assert clock_of_the_hall().clock_left == 140
    with clock.held_at(begin + timedelta(seconds=70)):
        assert table.does("go_on", speaker())[0] == 303
    ends = clock_of_the_hall().clock_ends_at
    assert ends is not None
    assert round((ends - begin).total_seconds()) == 210
    with clock.held_at(begin + timedelta(seconds=80)):
        table.does("finish", speaker())

    assert speech_of("Amina").seconds(clock.now()) == 50
    assert "0:50" in table.console.shows()


def test_an_interpreters_brake_holds_the_clock_also_after_interpreting(table: Table) -> None:
    table.is_asked(("Amina", ""))
    table.does("call", "Amina")
    table.does("interpret", speaker())
    with database.transaction() as tx:
        tx.session.get_one(LiveSession, 1).brake_at = clock.now()

    table.does("go_on", speaker())

    live = clock_of_the_hall()
    assert live.clock_left is not None
    assert live.brake_stopped


def test_less_time_today_comes_first_where_contributions_are_the_same(table: Table) -> None:
    begin = clock.now()
    table.is_asked(("Amina", table.bridge), ("Cem", table.mosque))
    for name, seconds in (("Amina", 0), ("Cem", 100)):
        with clock.held_at(begin + timedelta(seconds=seconds)):
            table.does("call", name)
    with clock.held_at(begin + timedelta(seconds=120)):
        table.does("finish", speaker())

    table.is_asked(("Basel", table.bridge), ("Dilek", table.mosque))

    assert table.order() == ["Dilek", "Basel"]
    assert "less time so far" in table.projects()


def test_one_person_asks_once_until_they_have_spoken(table: Table) -> None:
    [phone] = table.is_asked(("Amina", table.bridge))

    status, page = table.asks(phone, "Amina Muster", table.mosque)
    assert status == 409
    assert "You are on the list already." in page
    assert 'value="Amina Muster"' in page
    assert len(speeches()) == 1

    table.does("call", "Amina")
    assert table.asks(phone, "Amina")[0] == 409
    table.does("finish", speaker())
    assert table.asks(phone, "Amina")[0] == 303


def test_who_does_not_want_to_after_all_is_off_the_list(table: Table) -> None:
    [phone] = table.is_asked(("Amina", ""))

    assert table.goes_back(phone) == 303
    assert table.goes_back(phone) == 303

    assert speeches() == []
    assert table.order() == []


def test_a_phone_reads_its_own_place_and_that_it_is_its_turn(table: Table) -> None:
    phone, other = table.is_asked(("Amina", ""), ("Cem", ""))

    assert "You are on the list." in own_of(phone)
    table.does("call", "Amina")

    assert "It is your turn" in own_of(phone)
    assert "You are on the list." in own_of(other)
    table.does("finish", speaker())
    assert "data-mine" not in own_of(phone)


def own_of(phone: object) -> str:
    answer = phone.client.get(f"/live/{phone.evening.topic}/own?lang=en")  # type: ignore[attr-defined]
    return str(answer.get_json()["html"])


def test_a_stranger_asks_nothing(table: Table) -> None:
    stranger = table.evening.stranger()

    assert table.asks(stranger, "Amina")[0] == 403
    assert stranger.client.get(f"/speakers/{the_list().public_id}").status_code == 403
    assert speeches() == []


@pytest.mark.parametrize(
    ("name", "organisation", "status", "said"),
    [
        ("", "", 422, "Please"),
        ("A" * 61, "", 422, "60"),
        ("Amina", "gibt-es-nicht", 409, "not active any more"),
        ("Amina", "", 303, ""),
    ],
)
def test_what_is_typed_is_looked_at_and_kept(
    table: Table, name: str, organisation: str, status: int, said: str
) -> None:
    phone = table.phone()

    answer, page = table.asks(phone, name, organisation)

    assert answer == status
    assert said in page
    if status != 303:
        assert f'value="{name}"' in page


def test_an_organisation_that_ended_sends_nobody(table: Table) -> None:
    with database.transaction() as tx:
        organisation_by_key(tx.session, 1, table.mosque).ended_at = clock.now()

    assert table.asks(table.phone(), "Cem", table.mosque)[0] == 409
    assert table.writes_down("Cem", table.mosque)[0] == 409
    assert "Moscheeverein" not in table.console.shows()


def test_a_closed_list_takes_points_of_order_and_raised_hands(table: Table) -> None:
    table.is_asked(("Amina", ""))
    table.does("call", "Amina")
    assert table.does("close")[0] == 303

    phone = table.phone()
    status, page = table.asks(phone, "Cem")
    assert status == 409
    assert "The speakers&#39; list is closed" in page
    assert "closed" in table.projects()
    assert speech_of("Amina").speaks  # whoever speaks finishes

    assert table.asks(phone, "Cem", wish="order")[0] == 303
    assert table.writes_down("Dora")[0] == 303
    assert table.order() == ["Cem", "Dora"]
    assert table.does("open")[0] == 303
    assert table.asks(table.phone(), "Emre")[0] == 303


def test_a_reply_waits_as_a_contribution_until_it_is_granted(table: Table) -> None:
    table.is_asked(("Amina", table.bridge), ("Cem", table.mosque))
    table.asks(table.phone(), "Dora", wish="reply")
    assert table.order() == ["Amina", "Cem", "Dora"]
    assert "asks for a direct reply" in table.console.shows()

    assert table.does("grant", "Dora")[0] == 303
    assert table.order() == ["Dora", "Amina", "Cem"]
    assert "direct reply" in table.projects()

    assert table.does("ungrant", "Dora")[0] == 303
    assert table.order() == ["Amina", "Cem", "Dora"]


def test_a_point_of_order_comes_first_and_is_no_contribution(table: Table) -> None:
    table.is_asked(("Amina", table.bridge))
    table.asks(table.phone(), "Basel", table.bridge, wish="order")
    assert table.order() == ["Basel", "Amina"]

    table.does("call", "Basel")

    assert "first contribution" in table.projects()
    assert "Who has spoken how long?" not in table.console.shows()  # nobody has yet


def test_nobody_is_measured_alone(table: Table) -> None:
    table.is_asked(("Amina", ""), ("Basel", ""))
    table.does("call", "Amina")
    assert "Who has spoken how long?" not in table.console.shows()

    table.does("call", "Basel")

    assert "Who has spoken how long?" in table.console.shows()


def test_nobody_is_chosen_for_a_move_before_somebody_chooses(table: Table) -> None:
    """A list may change while a menu is open: what falls back falls back to nobody."""
    table.is_asked(("Amina", ""), ("Cem", ""))

    menu = table.console.shows().partition('id="moved"')[2].partition("</select>")[0]

    assert 'required><option value=""></option>' in menu


def test_only_a_reply_can_be_granted(table: Table) -> None:
    table.is_asked(("Amina", ""))
    table.asks(table.phone(), "Basel", wish="order")

    table.does("grant", "Basel")
    table.does("grant", "Amina")

    assert (speech_of("Basel").wish, speech_of("Amina").wish) == ("order", "speech")
    assert table.order() == ["Basel", "Amina"]


def test_after_a_session_nobody_can_be_told_apart_or_measured(table: Table) -> None:
    table.is_asked(("Amina", ""))
    for name in ("Amina", "Amina"):
        table.writes_down(name)
        table.does("call", name)
    table.console.presses("end")
    table.console.presses("open")
    table.console.presses("select", step=the_list().step_id)

    assert len(speeches()) == 2
    assert "Who has spoken how long?" not in table.console.shows()


def test_contradicting_moves_do_what_the_later_one_says(table: Table) -> None:
    table.is_asked(("Amina", ""), ("Basel", ""), ("Cem", ""))

    table.does("move", "Amina", behind=speech_of("Basel").id, reason="Muss noch telefonieren")
    assert table.order() == ["Basel", "Amina", "Cem"]
    table.does("move", "Basel", behind=speech_of("Amina").id, reason="Lässt Amina vor")

    assert table.order() == ["Amina", "Basel", "Cem"]


def test_nobody_is_called_up_while_the_hall_is_at_another_step(table: Table) -> None:
    table.is_asked(("Amina", ""))
    table.console.presses("select", step=words_step())

    assert table.does("call", "Amina")[0] == 409

    assert speech_of("Amina").waits


def test_a_press_for_somebody_who_has_finished_ends_nobody_else(table: Table) -> None:
    table.is_asked(("Amina", ""), ("Cem", ""))
    table.does("call", "Amina")
    table.does("call", "Cem")

    assert table.does("finish", "Amina")[0] == 409
    assert table.does("interpret", "Amina")[0] == 409

    assert speech_of("Cem").speaks


def test_a_time_that_the_moderator_stopped_is_not_started_by_interpreting(table: Table) -> None:
    table.is_asked(("Amina", ""))
    table.does("call", "Amina")
    assert table.console.presses("time_stop", moves=clock_of_the_hall().moves) == 303

    table.does("interpret", "Amina")
    table.does("go_on", "Amina")

    assert clock_of_the_hall().clock_ends_at is None
    assert clock_of_the_hall().clock_left is not None


def test_while_the_interpreters_cannot_follow_a_new_time_stands(table: Table) -> None:
    table.is_asked(("Amina", ""))
    with database.transaction() as tx:
        calling.brake(tx, tx.session.get_one(LiveSession, 1), by=HOST)

    table.does("call", "Amina")

    live = clock_of_the_hall()
    assert (live.clock_ends_at, live.clock_left, live.brake_stopped) == (None, 180, True)
    with database.transaction() as tx:
        calling.ease(tx, tx.session.get_one(LiveSession, 1), by=HOST)
    assert clock_of_the_hall().clock_ends_at is not None


def test_interpreting_outlasts_the_brake(table: Table) -> None:
    table.is_asked(("Amina", ""))
    table.does("call", "Amina")
    with database.transaction() as tx:
        calling.brake(tx, tx.session.get_one(LiveSession, 1), by=HOST)
    table.does("interpret", "Amina")
    with database.transaction() as tx:
        calling.ease(tx, tx.session.get_one(LiveSession, 1), by=HOST)
    assert clock_of_the_hall().clock_ends_at is None

    table.does("go_on", "Amina")

    assert clock_of_the_hall().clock_ends_at is not None


def test_a_step_back_brings_no_time_for_nobody(table: Table) -> None:
    table.is_asked(("Amina", ""))
    table.does("call", "Amina")
    table.console.presses("select", step=words_step())
    assert table.console.presses("undo", moves=clock_of_the_hall().moves) == 303

    live = clock_of_the_hall()
    assert live.step_id == the_list().step_id
    assert (live.clock_ends_at, live.clock_left) == (None, None)
    assert speech_of("Amina").ended_at is not None


def test_a_colleague_who_saw_the_list_before_a_call_moves_nobody_on(table: Table, house: House) -> None:
    table.is_asked(("Amina", ""))
    seen = clock_of_the_hall().moves
    table.does("call", "Amina")

    colleague = Console(house.moderator(), table.console.topic)
    assert colleague.presses("select", step=words_step(), moves=seen) == 409

    assert speech_of("Amina").speaks


def test_a_list_has_an_end(table: Table) -> None:
    with database.transaction() as tx:
        speakers = tx.session.scalars(select(SpeakersList)).one()
        for number in range(MOST_WAITING):
            service.enter_wish(tx, speakers, service.Wanted(f"Person {number}"), by=HOST)

    status, page = table.asks(table.phone(), "Noch jemand")

    assert status == 409
    assert "Very many people" in page


def test_who_is_called_up_at_that_moment_reads_it(table: Table) -> None:
    [phone] = table.is_asked(("Amina", ""))
    table.does("call", "Amina")

    answer = phone.client.post(
        f"/speakers/{the_list().public_id}/back?lang=en", headers={**SAME_ORIGIN, "Accept": "application/json"}
    )

    assert "It is your turn" in answer.get_json()["sentence"]
    assert "It is your turn" in answer.get_json()["html"]


def test_a_refusal_stands_on_the_desk(table: Table) -> None:
    table.is_asked(("Amina", ""), ("Cem", ""))

    status, page = table.does("move", "Cem", behind="", reason=" ")

    assert status == 422
    assert "Please say why" in page
    assert 'data-role="console"' in page


def test_a_frame_for_the_desk_holds_no_token_of_anybody(table: Table) -> None:
    table.is_asked(("Amina", ""))

    frame = fanout.current().frame(Audience(table.evening.topic, Screen.CONSOLE, "de"))

    assert 'value="call"' in frame["html"]
    assert "form_token" not in frame["html"]


def test_a_step_at_which_somebody_spoke_stays(table: Table) -> None:
    table.is_asked(("Amina", table.bridge))
    table.does("call", "Amina")
    table.console.presses("select", step=words_step())
    step = the_list().step_id
    with database.transaction() as tx:
        live = tx.session.get_one(LiveSession, 1)
        with pytest.raises(SpokenHere):
            sheet.take_out(tx, live, step, by=HOST)


def test_the_time_of_a_contribution_can_be_changed(table: Table) -> None:
    table.is_asked(("Amina", ""))
    assert table.does("limit", minutes="99")[0] == 422

    assert table.does("limit", minutes="5")[0] == 303
    table.does("call", "Amina")

    ends = clock_of_the_hall().clock_ends_at
    assert ends is not None
    assert ends - clock.now() > timedelta(minutes=4)


@pytest.mark.parametrize("speaks", [False, True])
def test_whoever_deletes_themselves_is_on_no_screen(table: Table, *, speaks: bool) -> None:
    [phone] = table.is_asked(("Amina Kanarienvogel", table.bridge))
    if speaks:
        table.does("call", "Amina Kanarienvogel")
    before = clock_of_the_hall().seq

    answer = phone.client.post(
        "/mine/data/delete?lang=en", data={"words": "everything", "sure": "yes"}, headers=SAME_ORIGIN
    )

    assert answer.status_code == 200
    assert told_in("Kanarienvogel") == set()
    assert "Kanarienvogel" not in table.projects()
    assert clock_of_the_hall().seq > before
    assert len(speeches()) == speaks


def test_a_guest_who_signs_in_keeps_one_place(table: Table) -> None:
    table.is_asked(("Amina", table.bridge), ("Amina", table.bridge))
    guest, account = (one.person_id for one in speeches())
    assert guest is not None
    assert account is not None
    with database.transaction() as tx:
        assert moving.count(tx.session, guest) == 1
        moving.settle(tx, guest, account)

    assert [one.person_id for one in speeches()] == [account]


def test_a_move_by_hand_needs_a_reason_that_everybody_reads(table: Table) -> None:
    table.is_asked(("Amina", ""), ("Cem", ""), ("Dora", ""))

    assert table.does("move", "Dora", behind=speech_of("Amina").id, reason=" ")[0] == 422
    assert table.order() == ["Amina", "Cem", "Dora"]

    assert table.does("move", "Dora", behind=speech_of("Amina").id, reason="Muss zum Zug")[0] == 303
    assert table.order() == ["Amina", "Dora", "Cem"]
    assert "Muss zum Zug" in table.projects("ar")
    assert '<bdi lang="en" dir="auto">Muss zum Zug</bdi>' in table.projects("ar")
    with database.reading() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "speaking.move")).one()
        assert entry.reason == "Muss zum Zug"

    assert table.does("move", "Dora", behind="", reason="Muss sofort zum Zug")[0] == 303
    assert table.order() == ["Dora", "Amina", "Cem"]
    assert table.does("by_rule", "Dora")[0] == 303
    assert table.order() == ["Amina", "Cem", "Dora"]


def test_lots_decide_among_those_who_wait_and_the_rule_comes_back(table: Table) -> None:
    assert table.does("draw")[0] == 409
    table.is_asked(("Amina", ""), ("Cem", ""), ("Dora", ""))

    assert table.does("draw")[0] == 303
    table.is_asked(("Emre", ""))

    assert sorted(table.order()[:3]) == ["Amina", "Cem", "Dora"]
    assert table.order()[3] == "Emre"
    assert table.projects().count("drawn by lot") == 3
    assert table.does("undraw")[0] == 303
    assert table.order() == ["Amina", "Cem", "Dora", "Emre"]


def test_somebody_who_is_gone_is_taken_off_the_list(table: Table) -> None:
    table.is_asked(("Amina", ""), ("Cem", ""))

    assert table.does("strike", "Amina")[0] == 303

    assert table.order() == ["Cem"]


def test_two_moderators_who_call_up_the_same_one_call_up_one(table: Table) -> None:
    table.is_asked(("Amina", ""), ("Cem", ""))

    assert table.does("call", "Amina")[0] == 303
    assert table.does("call", "Amina")[0] == 303
    assert speech_of("Amina").speaks

    table.does("call", "Cem")
    status, page = table.does("call", "Amina")
    assert status == 409
    assert "changed meanwhile" in page
    assert speech_of("Cem").speaks


def test_the_next_step_ends_the_speech_and_the_list_waits(table: Table) -> None:
    table.is_asked(("Amina", ""), ("Cem", ""))
    table.does("call", "Amina")

    assert table.console.presses("select", step=words_step()) == 303

    assert not speech_of("Amina").speaks
    assert table.console.presses("select", step=the_list().step_id) == 303
    assert table.order() == ["Cem"]


def test_when_the_session_ends_no_name_is_left_and_the_time_stays(table: Table) -> None:
    table.is_asked(("Amina Kanarienvogel", table.bridge), ("Cem Kanarienvogel", ""))
    table.does("move", "Amina Kanarienvogel", behind="", reason="Muss zum Zug")
    table.does("call", "Amina Kanarienvogel")
    assert told_in("Kanarienvogel") == {"speech"}

    assert table.console.presses("end") == 303

    assert told_in("Kanarienvogel") == set()
    [kept] = speeches()
    assert (kept.name, kept.reason, kept.person_id, kept.ended_at is None) == ("", "", None, False)
    assert kept.organisation_id is not None


def test_a_rehearsal_has_a_list_of_its_own_and_leaves_nothing_of_it(table: Table) -> None:
    moderator = table.console.moderator
    sent = {"title": "Der große Abend", "form_token": moderator.form_token()}
    answer = moderator.client.post("/desk/sessions", data=sent, headers=SAME_ORIGIN)
    planned = Console(moderator, answer.location.split("/")[-1].partition("?")[0])
    assert planned.sends("speakers/new", {"question_de": "Geld", "minutes": "2"})[0] == 303
    sent = {"form_token": moderator.form_token()}
    tried = moderator.client.post(f"/desk/sessions/{planned.topic}/rehearse", data=sent, headers=SAME_ORIGIN)
    copy = Console(moderator, tried.location.split("/")[-1].partition("?")[0])
    assert copy.presses("open") == 303
    step = the_list().step_id
    assert copy.presses("select", step=step) == 303
    assert copy.sends(f"speakers/{step}", {"act": "enter", "name": "Amina"})[0] == 303
    assert "Amina" in copy.shows()

    assert copy.presses("end") == 303

    assert speeches() == []
    with database.reading() as session:
        assert len(session.scalars(select(SpeakersList)).all()) == 2


def test_one_and_many_on_the_list_cost_the_same(table: Table) -> None:
    table.is_asked(("Amina", table.bridge))
    table.projects()
    with counted_statements() as one:
        table.projects()
    table.is_asked(("Basel", table.bridge), ("Cem", table.mosque), ("Dora", ""))
    with counted_statements() as many:
        table.projects()

    assert len(many) == len(one)


@pytest.mark.parametrize("table", ["house", "house_on_postgres"], indirect=True)
def test_the_same_phone_four_times_in_one_moment_is_one_wish(table: Table) -> None:
    [phone] = table.is_asked(("Amina", ""))
    person = speech_of("Amina").person_id
    table.goes_back(phone)
    refused: list[Refused] = []

    def asks() -> None:
        try:
            with table.evening.house.app.app_context(), database.transaction() as tx:
                speakers = tx.session.scalars(select(SpeakersList)).one()
                service.ask(tx, speakers, service.Wanted("Amina"), by=Actor(1, person))
        except Refused as error:
            refused.append(error)

    threads = [threading.Thread(target=asks) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert len(speeches()) == 1
    assert [type(one) for one in refused] == [AlreadyAsked] * 3
