"""A speakers' list in a hall: who comes next and why, on the screen, on phones and at the desk."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from participation.foundation import clock, database
from participation.foundation.audit import AuditEntry
from participation.foundation.messages import Refused
from participation.foundation.permissions import Actor
from participation.organisations.queries import organisation_by_key
from participation.sessions.models import LiveSession
from participation.speaking import service
from participation.speaking.models import SpeakersList
from participation.speaking.rules import MOST_MINUTES, AlreadyAsked
from tests.canary import told_in
from tests.conftest import SAME_ORIGIN, House
from tests.console.desk import Console
from tests.ideas.test_board import counted_statements
from tests.speaking.table import Table, open_table, speech_of, speeches, the_list, words_step


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


def test_phones_and_the_desk_read_the_same_order(table: Table) -> None:
    phone, *_ = table.is_asked(("Amina", table.bridge), ("Basel", table.bridge), ("Cem", table.mosque))

    for page in (phone.sees(), table.console.shows()):
        places = [page.index(f'<bdi dir="auto">{name}</bdi></b>') for name in ("Amina", "Cem", "Basel")]
        assert places == sorted(places)


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


def test_the_next_one_ends_the_one_before(table: Table) -> None:
    table.is_asked(("Amina", table.bridge), ("Cem", table.mosque))
    table.does("call", "Amina")

    assert table.does("call", "Cem")[0] == 303

    assert speech_of("Amina").ended_at is not None
    assert speech_of("Cem").speaks
    assert table.does("finish")[0] == 303
    assert not speech_of("Cem").speaks
    assert clock_of_the_hall().clock_ends_at is None
    assert table.does("finish")[0] == 409


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
        assert table.does("interpret")[0] == 303
        assert "is being interpreted" in table.console.shows()
    assert clock_of_the_hall().clock_left == 140
    with clock.held_at(begin + timedelta(seconds=70)):
        assert table.does("go_on")[0] == 303
    ends = clock_of_the_hall().clock_ends_at
    assert ends is not None
    assert round((ends - begin).total_seconds()) == 210
    with clock.held_at(begin + timedelta(seconds=80)):
        table.does("finish")

    assert speech_of("Amina").seconds(clock.now()) == 50
    assert "0:50" in table.console.shows()


def test_an_interpreters_brake_holds_the_clock_also_after_interpreting(table: Table) -> None:
    table.is_asked(("Amina", ""))
    table.does("call", "Amina")
    table.does("interpret")
    with database.transaction() as tx:
        tx.session.get_one(LiveSession, 1).brake_at = clock.now()

    table.does("go_on")

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
        table.does("finish")

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
    table.does("finish")
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
    table.does("finish")
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
        ("Amina", "gibt-es-nicht", 404, ""),
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
    if status == 422:
        assert f'value="{name}"' in page


def test_an_organisation_that_ended_sends_nobody(table: Table) -> None:
    with database.transaction() as tx:
        organisation_by_key(tx.session, 1, table.mosque).ended_at = clock.now()

    assert table.asks(table.phone(), "Cem", table.mosque)[0] == 404
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

    assert "first contribution" in table.projects() or "contribution" in table.projects()
    assert table.console.shows().count("Verein Brücke") >= 2
    assert "who has spoken how long" not in table.console.shows().lower()  # nobody has yet


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
    table.does("call", "Amina Kanarienvogel")
    assert told_in("Kanarienvogel") == {"speech"}

    assert table.console.presses("end") == 303

    assert told_in("Kanarienvogel") == set()
    [kept] = speeches()
    assert (kept.name, kept.person_id, kept.ended_at is None) == ("", None, False)
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
