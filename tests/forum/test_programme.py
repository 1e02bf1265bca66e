"""The programme of a forum: rooms and times, what is refused, sessions of parts, the way there and back."""

import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from participation.forum.models import Forum, ForumPart, ForumStep
from participation.foundation import clock, database
from participation.foundation.audit import AuditEntry
from participation.process.models import Process
from participation.process.rules import ProcessState
from participation.sessions.models import LiveSession, RunStep
from participation.voting.models import Seat
from tests.conftest import SAME_ORIGIN, House
from tests.forum.day import TITLE, Day, day_in, plan_day, tomorrow
from tests.ideas.test_board import counted_statements


@pytest.fixture
def day(house: House) -> Day:
    return plan_day(house)


def test_everybody_reads_the_programme_in_their_language(day: Day) -> None:
    page = day.reads()

    for words in (TITLE, "Stadthalle", "Ein Tag für alle.", "Eröffnung", "Wohnen", "Frau Muster", "العربية", "Raum 2"):
        assert words in page
    assert "السكن" in day.reads(lang="ar")
    assert TITLE in day.house.resident().reads("/process/konzept?lang=en")


def test_a_draft_is_seen_at_the_desk_alone(house: House) -> None:
    day = plan_day(house, public=False)
    client = house.app.test_client()

    for path in ("", ".ics", f"/parts/{day.part('Wohnen').public_id}.ics"):
        assert client.get(f"/forums/{day.key}{path}").status_code == 404
    assert TITLE not in house.resident().reads("/process/konzept?lang=en")
    assert "A draft: only the desk sees this page." in day.moderator.reads(f"/forums/{day.key}?lang=en")


def test_one_room_has_one_part_at_a_time(day: Day) -> None:
    status, page = day.adds("Zu viel", "11:00", "13:00", "Saal")
    assert status == 409
    assert "Something else stands at this time in this place." in page
    assert 'value="Zu viel"' in page

    assert day.adds("Danach", "12:00", "13:00", "Saal")[0] == 303
    assert day.adds("Ohne Raum", "11:00", "13:00")[0] == 303
    assert day.changes("Danach", begins="11:59")[0] == 409
    assert day.changes("Sprache", room=day.part("Wohnen").room_id)[0] == 409


def test_what_does_not_take_place_stands_there_and_needs_no_room(day: Day) -> None:
    assert day.acts_on("Wohnen", "cancel")[0] == 303
    assert "does not take place" in day.reads()
    assert day.adds("Statt dessen", "10:00", "12:00", "Saal")[0] == 303

    assert day.acts_on("Wohnen", "on")[0] == 409
    assert day.acts_on("Statt dessen", "cancel")[0] == 303
    assert day.acts_on("Wohnen", "on")[0] == 303
    assert day.part("Wohnen").cancelled_at is None


def seen(day: Day, title: str) -> str:
    """A part as the desk sees it now."""
    return f"{day.part(title).public_id}:{day.part(title).revision}"


def test_rooms_are_not_swapped_with_a_part_that_somebody_moved_meanwhile(day: Day) -> None:
    before = seen(day, "Sprache")
    assert day.changes("Sprache", ends="11:30")[0] == 303
    rooms = {title: day.part(title).room_id for title in ("Wohnen", "Sprache")}

    assert day.acts_on("Wohnen", "swap", part=before)[0] == 409

    assert {title: day.part(title).room_id for title in rooms} == rooms


def test_two_parts_swap_their_rooms(day: Day) -> None:
    rooms = {title: day.part(title).room_id for title in ("Wohnen", "Sprache")}
    live = day.gives_session("Wohnen")
    assert live.place == {"und": "Saal"}

    assert day.acts_on("Wohnen", "swap", part=seen(day, "Sprache"))[0] == 303

    assert day.part("Wohnen").room_id == rooms["Sprache"]
    assert day.part("Sprache").room_id == rooms["Wohnen"]
    with database.reading() as session:
        assert session.get_one(LiveSession, live.id).place == {"und": "Raum 2"}
    day.adds("Ohne Raum", "13:00", "14:00")
    assert day.acts_on("Wohnen", "swap", part=seen(day, "Ohne Raum"))[0] == 404
    assert day.acts_on("Wohnen", "swap", part="nothing")[0] == 404


def test_whoever_is_slower_reads_who_was_faster(day: Day) -> None:
    other = day.house.moderator("Ada Beispiel")
    seen = day.part("Wohnen").revision
    assert day.changes("Wohnen", other, ends="11:30")[0] == 303

    status, page = day.changes("Wohnen", revision=seen, ends="11:45")

    assert status == 409
    assert re.search(r"Ada Beispiel moved this \d+ s ago\.", page)
    assert 'value="11:45"' in page
    assert f"{clock.local(day.part('Wohnen').ends_at):%H:%M}" == "11:30"


def test_over_midnight_and_in_the_night_of_the_clock(day: Day) -> None:
    assert day.adds("Fest", "22:00", "01:30")[0] == 303
    fest = day.part("Fest")
    assert fest.ends_at - fest.starts_at == timedelta(hours=3.5)

    assert day.adds("Nacht", "01:00", "04:00", day="2099-03-29")[0] == 303
    night = day.part("Nacht")
    assert night.ends_at - night.starts_at == timedelta(hours=2)
    assert day.adds("Nie", "02:30", "04:00", day="2099-03-29")[0] == 422
    assert day.adds("Rückwärts", "09:00", "09:00")[0] == 422
    for wrong in ({"day": "morgen"}, {"begins": "neun"}, {"ends": "25:00"}, {"begins": "09:00+02:00"}):
        assert day.adds("Falsch", **{"begins": "09:00", "ends": "10:00", **wrong})[0] == 422


def test_what_was_typed_stands_in_the_forms_again(day: Day) -> None:
    status, page = day.adds("", "09:00", "10:00", lead="Herr Beispiel")
    assert status == 422
    assert 'value="Herr Beispiel"' in page
    status, page = day.posts("/edit", title_de="", place_de="Anderswo", day=tomorrow(), revision=0)
    assert status == 422
    assert 'value="Anderswo"' in page
    assert day.does("rooms", rooms="x" * 200)[0] == 422
    assert "x" * 200 in day.does("rooms", rooms="x" * 200)[1]


def test_a_forum_is_called_otherwise_and_so_is_its_plenary(day: Day) -> None:
    seen = day.forum.revision
    assert day.posts("/edit", title_de="Neu", day=tomorrow(), revision=seen)[0] == 303

    assert day.plenary.title == {"de": "Neu"}
    assert day.posts("/edit", title_de="Älter", day=tomorrow(), revision=seen)[0] == 409
    assert day.forum.title == {"de": "Neu"}


def test_a_room_is_called_otherwise(day: Day) -> None:
    live = day.gives_session("Sprache")
    assert day.does("name_room", room=day.room("Raum 2"), name="Foyer")[0] == 303

    assert "Foyer" in day.reads()
    with database.reading() as session:
        assert session.get_one(LiveSession, live.id).place == {"und": "Foyer"}
    assert day.does("name_room", room="9999", name="Nirgends")[0] == 404
    assert day.does("rooms", rooms="\n".join(f"Raum {number}" for number in range(30)))[0] == 422


def test_a_part_has_a_session_of_its_own_and_phones_go_there_and_back(day: Day) -> None:
    live = day.opens(day.gives_session("Wohnen", "world_cafe"))
    assert live.title == day.part("Wohnen").title
    day.opens(day.plenary)
    day.calls_up("programme")
    phone = day.joins()
    page = phone.get(f"/live/{day.plenary.public_id}?lang=en").text
    assert f'name="code" value="{live.code}"' in page

    gone = phone.post("/join", data={"code": live.code}, headers=SAME_ORIGIN)

    assert gone.location.endswith(f"/live/{live.public_id}")
    there = phone.get(f"/live/{live.public_id}?lang=en").text
    assert "Back to the plenary" in there
    assert f"/live/{day.plenary.public_id}" in there
    with database.reading() as session:
        assert len(session.scalars(select(Seat)).all()) == 2
    for _ in range(2):  # back and forth takes no further seat
        day.joins(day.plenary, phone)
        day.joins(live, phone)
    with database.reading() as session:
        seats = session.scalars(select(Seat)).all()
    assert sorted(one.audience for one in seats) == sorted([f"session:{day.plenary.id}", f"session:{live.id}"])
    assert day.acts_on("Wohnen", "session")[0] == 303  # a second press makes no second one
    assert day.part("Wohnen").session_id == live.id


def test_the_start_page_leads_to_the_plenary_while_parts_run(day: Day) -> None:
    live = day.opens(day.gives_session("Wohnen"))
    phone = day.house.app.test_client()
    assert "Wohnen" in phone.get("/?lang=en").text
    day.opens(day.plenary)

    assert f"/live/{day.plenary.public_id}" in day.joins(client=phone).get("/?lang=en").text
    assert f"/live/{live.public_id}" not in phone.get("/?lang=en").text


def test_whoever_sits_in_a_part_reads_that_it_moves_or_does_not_take_place(day: Day) -> None:
    live = day.opens(day.gives_session("Wohnen"))
    phone = day.joins(live)
    seq = live.seq
    assert "Saal" in phone.get(f"/live/{live.public_id}?lang=en").text

    day.acts_on("Wohnen", "swap", part=seen(day, "Sprache"))
    assert "Raum 2" in phone.get(f"/live/{live.public_id}?lang=en").text
    day.acts_on("Wohnen", "cancel")

    assert "does not take place" in phone.get(f"/live/{live.public_id}?lang=en").text
    with database.reading() as session:
        assert session.get_one(LiveSession, live.id).seq > seq
    assert day.acts_on("Sprache", "cancel")[0] == 303
    assert day.acts_on("Sprache", "session")[0] == 409


def test_phones_read_what_is_on_and_what_comes_next(day: Day) -> None:
    day.opens(day.plenary)
    phone = day.joins()

    def at(hour: int) -> list[list[str]]:
        """What is on and what comes next, by the clock of the town."""
        moment = datetime.combine(day_in(1), datetime.min.time(), clock.TOWN_HALL).replace(hour=hour, minute=30)
        with clock.held_at(moment):
            page = phone.get(f"/live/{day.plenary.public_id}?lang=en").text
        lines = re.findall(r'<li class="offer".*?</li>', page, re.DOTALL)
        return [sorted(title_of(one) for one in lines if f"data-at-{sign}>" in one) for sign in ("now", "next")]

    assert at(8) == [[], ["Eröffnung"]]
    assert at(9) == [["Eröffnung"], ["Sprache", "Wohnen"]]
    assert at(13) == [[], []]


def title_of(line: str) -> str:
    found = re.search(r'<p class="told"><bdi[^>]*>([^<]*)</bdi>', line)
    return found.group(1) if found else ""


def test_the_screen_shows_the_programme_with_rooms(day: Day) -> None:
    day.opens(day.plenary)
    day.calls_up("programme")
    page = day.screen().get("/screen?lang=ar").text

    assert "الافتتاح" in page
    assert page.count("data-row") == 3
    assert "Raum 2" in page
    assert "السكن" in page


def test_calendars_of_the_whole_programme_and_of_one_part(day: Day) -> None:
    part = day.part("Wohnen")
    day.acts_on("Sprache", "cancel")
    client = day.house.app.test_client()

    whole = client.get(f"/forums/{day.key}.ics?lang=de")
    one = client.get(f"/forums/{day.key}/parts/{part.public_id}.ics?lang=ar").text

    assert whole.mimetype == "text/calendar"
    assert whole.text.count("BEGIN:VEVENT") == 3
    assert whole.text.count("STATUS:CANCELLED") == 1
    assert "LOCATION:Stadthalle\\, Saal" in whole.text
    assert one.count("BEGIN:VEVENT") == 1
    assert "SUMMARY;LANGUAGE=ar:السكن" in one


def test_what_hangs_at_a_door_leads_into_the_part(day: Day) -> None:
    day.opens(day.plenary)
    live = day.opens(day.gives_session("Sprache"))
    room = day.room("Raum 2")
    page = day.reads(f"/rooms/{room}")
    here = day.joins().get(f"/forums/{day.key}/rooms/{room}?lang=en").text

    assert "Sprache" in page
    assert "Wohnen" not in page
    assert f'value="{live.code}"' in here
    assert str(live.code) not in page  # from home nobody joins a hall
    assert str(live.code) not in day.reads()
    doors = day.desk("/doors")
    assert f"/forums/{day.key}/rooms/{room}" in doors
    assert doors.count('class="sheet-a4') == 2
    assert "Eröffnung" in day.desk("/print")


def test_a_pattern_of_the_sessions_brings_a_forum(house: House) -> None:
    moderator = house.moderator()
    form = {"title": "Tagung", "place": "Halle", "pattern": "dialogue_forum", "form_token": moderator.form_token()}
    assert moderator.client.post("/desk/sessions?lang=de", data=form, headers=SAME_ORIGIN).status_code == 303

    with database.reading() as session:
        forum = session.scalars(select(Forum)).one()
    assert forum.title == {"de": "Tagung"}
    assert forum.published_at is None


def test_a_rehearsal_shows_the_programme_and_keeps_nothing(day: Day) -> None:
    token = {"form_token": day.moderator.form_token()}
    address = f"/desk/sessions/{day.plenary.public_id}/rehearse"
    answer = day.moderator.client.post(address, data=token, headers=SAME_ORIGIN)
    copy = answer.location.split("?")[0].rsplit("/", 1)[-1]
    with database.reading() as session:
        live = session.scalars(select(LiveSession).where(LiveSession.public_id == copy)).one()
    live = day.opens(live)
    day.calls_up("programme", live)
    phone = day.joins(live)
    assert "Wohnen" in phone.get(f"/live/{copy}?lang=en").text

    day.moderator.client.post(f"/desk/sessions/{copy}", data={"act": "end", **token}, headers=SAME_ORIGIN)

    with database.reading() as session:
        assert len(session.scalars(select(Forum)).all()) == 1
        assert {one.forum_id for one in session.scalars(select(ForumStep))} == {day.forum.id}
        assert session.scalars(select(RunStep).where(RunStep.session_id == live.id)).all() == []


def test_a_process_that_is_withdrawn_takes_its_forum_along(day: Day) -> None:
    with database.transaction() as tx:
        tx.session.query(Process).one().state = ProcessState.DRAFT

    assert day.house.app.test_client().get(f"/forums/{day.key}").status_code == 404


def test_three_parts_cost_what_one_costs(day: Day) -> None:
    with counted_statements() as three:
        day.reads()
    for title in ("Eröffnung", "Wohnen"):
        with database.transaction() as tx:
            tx.session.delete(tx.session.get_one(ForumPart, day.part(title).id))
    with counted_statements() as one:
        day.reads()

    assert len(three) == len(one)


def test_everything_at_the_desk_stands_in_the_log(day: Day) -> None:
    day.acts_on("Wohnen", "cancel")
    with database.reading() as session:
        acts = list(session.scalars(select(AuditEntry.action).where(AuditEntry.object == f"forum:{day.forum.id}")))
    assert acts[0] == "forum.found"
    assert {"forum.programme", "forum.publish", "forum.cancel"} <= set(acts)
