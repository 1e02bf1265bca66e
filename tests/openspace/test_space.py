"""An open space, by its doors: concerns are brought in, read aloud, find times and places, become reports and steps."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import func, select

from participation.contributions.models import Contribution, Photo, Support
from participation.fields import service as fields
from participation.fields.models import Placement
from participation.foundation import chance, clock, database
from participation.foundation.audit import AuditEntry
from participation.foundation.permissions import Role
from participation.moderation.models import Case
from participation.openspace.models import Action, Report, Space, SpaceAct, SpaceRoom, SpaceSlot, Topic
from participation.process.models import Format, Process
from participation.sessions.models import LiveSession, RunStep
from participation.voting.models import Ballot
from tests.conftest import SAME_ORIGIN, House, Moderator
from tests.console.test_hall import plans, rehearses
from tests.ideas.test_board import counted_statements
from tests.openspace.hall import (
    PLACES,
    OpenSpace,
    SpaceDesk,
    kept,
    lines,
    numbered,
    open_space,
    posts,
    rooms,
    said,
    seen,
    slots,
    space,
    stands,
    step_of,
    topic,
)
from tests.voting.evening import HOST, Phone


@pytest.fixture
def hall(house: House) -> OpenSpace:
    return open_space(house)


# --- it is planned


def test_four_steps_come_onto_the_run_sheet_with_places_and_times(hall: OpenSpace) -> None:
    with database.reading() as session:
        kinds = session.scalars(select(RunStep.kind).order_by(RunStep.position)).all()
    assert kinds[-4:] == ["topics", "market", "reports", "actions"]
    assert [one.name for one in rooms()] == ["Aula", "Café", "Wiese"]
    hours = [
        (clock.local(one.starts_at).strftime("%H:%M"), clock.local(one.ends_at).strftime("%H:%M")) for one in slots()
    ]
    assert hours == [("18:00", "18:45"), ("19:00", "19:45"), ("20:00", "20:45")]
    assert "Ihre Anliegen" in hall.projects("de")
    assert "What matters to you?" in hall.phone().sees("en")


def test_planning_it_again_adds_no_step_and_no_second_space(hall: OpenSpace) -> None:
    assert hall.console.sends("space/new", {"rooms": "Keller"})[0] == 303
    with database.reading() as session:
        assert session.scalar(select(func.count()).where(RunStep.kind == "topics")) == 1
        assert session.scalar(select(func.count()).select_from(Space)) == 1
    assert [one.name for one in rooms()][-1] == "Keller"


@pytest.mark.parametrize(
    "form",
    [
        {"rooms": "x" * 41},
        {"rooms": "\n".join(f"Raum {number}" for number in range(25))},
        {**PLACES, "count": "25"},
        {**PLACES, "count": "0"},
        {**PLACES, "minutes": "0"},
        {**PLACES, "minutes": "viele"},
        {**PLACES, "day": "morgen"},
        {**PLACES, "hour": "25:00"},
        {**PLACES, "hour": "18:00+02:00"},
        {**PLACES, "day": "9999-12-31", "hour": "23:00"},
    ],
)
def test_impossible_places_and_times_are_said_and_kept(hall: OpenSpace, form: dict[str, str]) -> None:
    before = len(rooms()), len(slots())
    for path, send in (("new", hall.console.sends), ("places", hall.console.sends)):
        status, page = send(f"space/{path}", form)
        assert status == 422
        assert form.get("minutes", "45") in page
    assert (len(rooms()), len(slots())) == before


def test_rounds_go_over_midnight_and_over_the_change_to_winter_time(house: House) -> None:
    places = {**PLACES, "day": "2026-10-24", "hour": "23:30", "count": "4", "minutes": "60", "pause": "0"}
    hall = open_space(house, places=places)
    spans = [(one.starts_at, one.ends_at) for one in slots()]

    assert spans[0][0] == datetime(2026, 10, 24, 21, 30, tzinfo=UTC)
    assert all(end - begin == timedelta(hours=1) for begin, end in spans)
    assert [clock.local(begin).strftime("%d %H:%M") for begin, _ in spans] == [
        "24 23:30",
        "25 00:30",
        "25 01:30",
        "25 02:30",
    ]
    assert clock.local(spans[3][1]).strftime("%H:%M") == "02:30"  # the hour that comes twice
    hall.is_told("Nachtcafé")
    hall.desk.places(1, 3, 0)
    assert stands(1) == (3, 0)
    hall.calls_up("market")
    assert "So. 02:30–02:30" in hall.projects("de")


# --- concerns


def test_a_concern_waits_for_the_desk_and_then_the_hall_reads_it(hall: OpenSpace) -> None:
    phone = hall.phone()
    facts = {"host": "Amina", "tongues": ["tr", "de", "klingon"], "needs_interpreter": "yes"}
    assert hall.brings(phone, "Kadınlar için dil kursu", "tr", **facts)[0] == 303

    [concern] = said()
    assert (concern.source, concern.status, concern.language) == ("session", "waiting", "tr")
    assert (topic(1).host, topic(1).tongues, topic(1).needs_interpreter) == ("Amina", ["tr", "de"], True)
    assert lines(hall.projects()) == []
    for page in (hall.console.shows(), hall.desk.shows(), hall.desk.moderator.reads("/desk/queue?lang=en")):
        assert "Kadınlar için dil kursu" in page
    assert "Kadınlar" not in hall.reads()

    assert hall.desk.lets_through(1) == 303
    assert lines(hall.projects()) == ["1 Kadınlar için dil kursu"]
    assert 'lang="tr"' in hall.projects()
    for words in ("Kadınlar için dil kursu", "Amina"):
        assert words in hall.reads()


def test_whoever_brought_it_finds_it_on_the_phone_and_under_their_contributions(hall: OpenSpace) -> None:
    phone, other = hall.phone(), hall.phone()
    hall.brings(phone, "Ein Café für alle")
    assert "Ein Café für alle" in phone.sees()
    assert "Ein Café für alle" not in other.sees()
    assert "Ein Café für alle" in phone.client.get("/mine?lang=en").text
    assert 'data-limit="120"' in phone.client.get(f"/mine/{said()[0].public_id}/edit").text


def test_the_script_gets_its_line_back_and_the_same_form_twice_is_one_concern(hall: OpenSpace) -> None:
    phone = hall.phone()
    form = {"text": "Sport <b>am</b> Abend", "once": chance.token()}
    headers = {**SAME_ORIGIN, "Accept": "application/json"}
    address = f"/spaces/{space().public_id}/topics?lang=en"
    told = phone.client.post(address, data=form, headers=headers).get_json()
    again = phone.client.post(address, data=form, headers=headers).get_json()

    assert told["sentence"].startswith("Your concern has arrived.")
    assert "Sport &lt;b&gt;am&lt;/b&gt; Abend" in told["html"]
    assert again["html"] == told["html"]
    assert (len(said()), space().topics) == (1, 1)


def test_a_concern_is_one_sentence_and_a_wrong_one_keeps_what_was_typed(hall: OpenSpace) -> None:
    phone = hall.phone()
    status, page = hall.brings(phone, "x" * 121, host="Amina", tongues=["ar"])
    assert (status, "x" * 121 in page, 'value="Amina"' in page, 'value="ar" checked' in page) == (422, True, True, True)
    assert hall.brings(phone, " ")[0] == 422
    assert hall.brings(phone, "Kurz", host="y" * 61)[0] == 422
    assert hall.brings(phone, "Erste Zeile\nzweite Zeile")[0] == 303
    assert [one.text for one in said()] == ["Erste Zeile zweite Zeile"]


def test_only_who_sits_in_the_hall_brings_concerns_until_no_more_are_taken(hall: OpenSpace) -> None:
    stranger = hall.evening.stranger()
    assert hall.brings(stranger, "Von draußen")[0] == 403
    stranger.joins()
    assert hall.brings(stranger, "Von drinnen")[0] == 303
    assert hall.desk.does("stop")[0] == 303
    assert hall.brings(stranger, "Zu spät")[0] == 409
    assert "No more concerns are taken" in stranger.sees()
    hall.desk.does("take")
    hall.console.presses("select", step=step_of("vote"))
    assert hall.brings(stranger, "Kam erst jetzt durch das Netz")[0] == 303
    hall.console.presses("end")
    assert hall.brings(stranger, "Der Abend ist vorbei")[0] == 409


def test_one_person_does_not_flood_it_and_many_at_once_get_numbers_of_their_own(hall: OpenSpace) -> None:
    phone = hall.phone()
    assert [hall.brings(phone, f"Anliegen {number}")[0] for number in range(8)] == [303] * 6 + [429] * 2
    phones = [hall.phone() for _ in range(6)]
    with ThreadPoolExecutor(6) as crowd:
        sent = crowd.map(lambda one: hall.brings(one[1], f"Zugleich {one[0]}")[0], enumerate(phones))
        assert list(sent) == [303] * 6
    with database.reading() as session:
        assert sorted(session.scalars(select(Topic.number))) == list(range(1, 13))


def test_what_is_written_for_somebody_is_let_through_by_whoever_moderates(hall: OpenSpace) -> None:
    assert hall.desk.sends({"text": "Ich möchte wählen dürfen.", "host": "Frau Muster"}, "/topics")[0] == 303
    [concern] = said()
    assert (concern.source, concern.status, concern.author_id) == ("paper", "published", None)
    status, page = hall.desk.sends({"text": "y" * 121}, "/topics")
    assert (status, "y" * 121 in page) == (422, True)


def test_a_scribe_is_led_to_the_page_of_the_step_and_what_they_write_waits(hall: OpenSpace, house: House) -> None:
    scribe = house.moderator("Sami Schreiber", Role.SCRIBE)
    led = scribe.client.get(f"/desk/scribe/{hall.evening.topic}?lang=en")
    assert led.location.partition("?")[0].endswith(f"/desk/scribe/{hall.evening.topic}/concern")
    form = {"text": "Bir kurs", "language": "tr", "host": "Bayan Örnek", "form_token": scribe.form_token()}
    answer = scribe.client.post(f"/desk/scribe/{hall.evening.topic}/concern?lang=en", data=form, headers=SAME_ORIGIN)
    assert answer.status_code == 303
    assert (said()[0].status, said()[0].language, topic(1).host) == ("waiting", "tr", "Bayan Örnek")
    long = {**form, "text": "z" * 121}
    refused = scribe.client.post(f"/desk/scribe/{hall.evening.topic}/concern?lang=en", data=long, headers=SAME_ORIGIN)
    assert (refused.status_code, "z" * 121 in refused.text) == (422, True)


# --- at the microphone


def test_concerns_are_called_one_after_the_other_and_one_too_fast_is_taken_back(hall: OpenSpace) -> None:
    hall.is_told("Erstes", "Zweites", "Drittes")
    assert hall.desk.does("call")[0] == 303
    assert topic_at_mic() == 1
    assert "Erstes" in hall.projects()
    assert lines(hall.projects()) == []
    hall.desk.does("call")
    assert topic_at_mic() == 2
    hall.desk.does("call_back")
    assert topic_at_mic() == 1
    hall.desk.does("call_one", 3)
    assert topic_at_mic() == 3
    assert "At the microphone" in hall.phone().sees()
    hall.desk.does("call")
    assert topic_at_mic() == 2
    hall.desk.does("call")
    assert topic_at_mic() is None
    assert len(lines(hall.projects())) == 3


def topic_at_mic() -> int | None:
    at_mic = space().at_mic_id
    with database.reading() as session:
        return session.get_one(Topic, at_mic).number if at_mic else None


def test_nobody_is_called_whose_words_the_hall_does_not_read(hall: OpenSpace) -> None:
    hall.brings(hall.phone(), "Wartet noch")
    assert hall.desk.does("call_one", 1)[0] == 404
    hall.desk.does("call")
    assert topic_at_mic() is None
    assert hall.desk.does("call_back")[0] == 409


# --- the marketplace


def test_a_concern_finds_its_time_and_place_and_leaves_it_again(hall: OpenSpace) -> None:
    hall.is_told("Mehr Bänke", "Mehr Bäume")
    hall.calls_up("market")
    assert hall.desk.places(1, 0, 1)[0] == 303
    assert stands(1) == (0, 1)
    assert hall.desk.places(2, 0, 1)[0] == 409
    assert "Café" in hall.projects("de")
    assert "18:00–18:45" in hall.phone().sees("de")
    assert hall.desk.places(1, 2, 2)[0] == 303
    assert stands(1) == (2, 2)
    assert hall.desk.does("free", 1)[0] == 303
    assert stands(1) is None


def test_two_concerns_swap_also_with_one_that_has_no_place(hall: OpenSpace) -> None:
    hall.is_told("Eins", "Zwei", "Drei")
    hall.desk.places(1, 0, 0)
    hall.desk.places(2, 1, 1)
    assert hall.desk.does("swap", 1, to=seen(2))[0] == 303
    assert (stands(1), stands(2)) == ((1, 1), (0, 0))
    assert hall.desk.does(f"swap:{seen(2)}", 3)[0] == 303
    assert (stands(2), stands(3)) == (None, (0, 0))
    assert hall.desk.does("swap", 3, to=seen(3))[0] == 422


def test_times_that_overlap_share_no_place_and_back_to_back_does(hall: OpenSpace) -> None:
    hall.is_told("Eins", "Zwei", "Drei")
    beside = {"day": PLACES["day"], "hour": "18:30", "count": "1", "minutes": "30", "pause": "0"}
    assert hall.console.sends("space/places", beside)[0] == 303
    assert [clock.local(one.starts_at).strftime("%H:%M") for one in slots()] == ["18:00", "18:30", "19:00", "20:00"]
    hall.desk.places(1, 0, 0)
    status, page = hall.desk.places(2, 1, 0)
    assert (status, "Something else stands at this time in this place." in page) == (409, True)
    assert hall.desk.places(2, 1, 1)[0] == 303
    assert hall.desk.places(3, 2, 1)[0] == 303  # 19:00 begins as 18:30 ends


def test_the_desk_is_told_who_is_needed_twice_at_the_same_time(hall: OpenSpace) -> None:
    phone = hall.phone()
    hall.brings(phone, "Eins", host="Amina")
    hall.brings(phone, "Zwei")
    hall.brings(hall.phone(), "Drei", host="amina ")
    hall.brings(hall.phone(), "Vier", host="Basel")
    hall.desk.lets_through(1, 2, 3, 4)
    for number, place in ((1, 0), (2, 1), (4, 2)):
        hall.desk.places(number, 0, place)
    assert hall.desk.shows().count("The same person is needed at") == 2
    hall.desk.places(3, 1, 0)
    assert hall.desk.shows().count("The same person is needed at") == 2
    hall.desk.does("free", 2)
    hall.desk.does("swap", 3, to=seen(4))
    assert "The same person is needed at 1 at this time." in hall.desk.shows()
    for number in (1, 3):
        hall.desk.does("names", number, name="", interpreter="Herr Dolmetscher")
    assert "The same interpreter is needed at 3 at this time." in hall.desk.shows()
    assert "The same person" not in hall.desk.shows()
    assert "needed at" not in hall.reads("", "en")


def test_concerns_come_together_and_part_again_and_every_word_stays(hall: OpenSpace) -> None:
    hall.is_told("Bänke", "Sitzgelegenheiten", "Bäume")
    hall.desk.places(1, 0, 0)
    hall.desk.places(2, 0, 1)
    assert hall.desk.does("join", 2, to=topic(1).id)[0] == 303
    assert hall.desk.does("join", 3, to=topic(2).id)[0] == 303  # into the one in which that goes on
    assert (stands(1), stands(2), stands(3)) == ((0, 0), 1, 1)
    hall.calls_up("market")
    assert any("Bänke + Sitzgelegenheiten + Bäume" in line for line in lines(hall.projects()))
    assert [one.text for one in said()] == ["Bänke", "Sitzgelegenheiten", "Bäume"]
    assert hall.desk.does("join", 1, to=topic(2).id)[0] == 422
    hall.is_told_one("Park")
    assert hall.desk.does("join", 1, to=topic(4).id)[0] == 303
    assert [stands(number) for number in (1, 2, 3)] == [4, 4, 4]
    assert hall.desk.does("undo")[0] == 303
    assert (stands(1), stands(2), stands(3)) == ((0, 0), 1, 1)
    assert hall.desk.does("free", 2)[0] == 303
    assert stands(2) is None


def test_a_concern_that_was_two_is_split_and_says_where_it_came_from(hall: OpenSpace) -> None:
    hall.is_told("Bänke und Bäume")
    assert hall.desk.does("split", 1, text="Bäume im Park")[0] == 303
    assert [(one.text, one.status, one.source) for one in said()] == [
        ("Bänke und Bäume", "published", "session"),
        ("Bäume im Park", "published", "moderators"),
    ]
    assert "split off from 1" in hall.desk.shows()
    assert topic(2).host == ""
    assert hall.desk.does("undo")[0] == 303
    assert stands(2) == 1
    assert hall.desk.does("split", 1, text=" ")[0] == 422


def test_every_act_is_taken_back_one_after_the_other(hall: OpenSpace) -> None:
    hall.is_told("Eins", "Zwei")
    hall.desk.places(1, 0, 0)
    hall.desk.places(2, 1, 0)
    hall.desk.does("swap", 1, to=seen(2))
    hall.desk.does("join", 2, to=topic(1).id)
    expected = [((1, 0), (0, 0)), ((0, 0), (1, 0)), ((0, 0), None), (None, None)]
    found = []
    for _ in expected:
        assert hall.desk.does("undo")[0] == 303
        found.append((stands(1), stands(2)))
    assert found == expected
    assert hall.desk.does("undo")[0] == 409


def test_what_another_took_meanwhile_is_not_taken_back(hall: OpenSpace, house: House) -> None:
    other = SpaceDesk(house.moderator("Aylin Örnek"), hall.desk.topic)
    hall.is_told("Eins", "Zwei")
    hall.desk.places(1, 0, 0)
    hall.desk.does("free", 1)
    other.places(2, 0, 0)
    assert hall.desk.does("undo")[0] == 409
    other.does("undo")
    other.places(1, 1, 1)
    assert hall.desk.does("undo")[0] == 409
    assert (stands(1), stands(2)) == ((1, 1), None)


def test_an_act_is_not_taken_back_into_what_goes_on_elsewhere_by_now(hall: OpenSpace, house: House) -> None:
    other = SpaceDesk(house.moderator("Aylin Örnek"), hall.desk.topic)
    hall.is_told("Ganzes", "Teil", "Anderes")
    hall.desk.does("join", 2, to=topic(1).id)
    hall.desk.does("free", 2)
    other.does("join", 1, to=topic(3).id)
    assert hall.desk.does("undo")[0] == 409
    assert (stands(1), stands(2)) == (3, None)
    assert "Teil" in hall.reads()


def test_what_nobody_reads_any_more_keeps_no_place_from_what_comes_back(hall: OpenSpace) -> None:
    hall.is_told("Eins", "Zwei")
    hall.desk.places(1, 0, 0)
    hall.desk.does("free", 1)
    other = SpaceDesk(hall.house.moderator("Aylin Örnek"), hall.desk.topic)
    other.places(2, 0, 0)
    hall.desk.moderator.decides(said()[1].public_id, "hide", reason="off_topic")
    assert hall.desk.does("undo")[0] == 303
    assert (stands(1), stands(2)) == ((0, 0), None)


def test_the_desk_sees_all_that_becomes_public_before_it_lets_it_through(hall: OpenSpace) -> None:
    hall.brings(hall.phone(), "Ein Anliegen", host="Ein Name, den niemand prüfte", tongues=["fa"])
    for page in (hall.desk.shows(), hall.console.shows()):
        assert "Ein Name, den niemand prüfte" in page
    hall.desk.lets_through(1)
    sheet = (picture(), "flipchart.png")
    hall.reports(hall.house.resident().client, 1, "Mit Bild", photo=sheet, photo_description="Drei Punkte auf Papier")
    hall.agrees(hall.phone(), "Ein Schritt", who="Wer auch immer", due="2026-12-24")
    for page in (hall.desk.shows(), hall.console.shows()):
        assert 'alt="Drei Punkte auf Papier"' in page
        assert "Wer auch immer" in page


def test_a_concern_at_the_microphone_stays_there_in_the_one_it_goes_on_in(hall: OpenSpace) -> None:
    hall.is_told("Eins", "Zwei")
    hall.desk.does("call")
    hall.desk.does("join", 1, to=topic(2).id)
    assert "Zwei" in hall.projects()
    assert lines(hall.projects()) == []


def test_places_and_times_that_are_there_are_not_added_twice(hall: OpenSpace) -> None:
    assert hall.console.sends("space/places", PLACES)[0] == 303
    assert (len(rooms()), len(slots())) == (3, 3)


def test_of_two_who_move_the_same_concern_the_second_reads_who_was_faster(hall: OpenSpace, house: House) -> None:
    other = SpaceDesk(house.moderator("Aylin Örnek"), hall.desk.topic)
    hall.is_told("Eins")
    as_it_stood = seen(1)
    assert other.places(1, 0, 0)[0] == 303
    status, page = hall.desk.sends({"act": "place", "topic": as_it_stood, "to": f"{slots()[1].id}:{rooms()[1].id}"})
    assert (status, "Aylin Örnek moved this" in page) == (409, True)
    assert stands(1) == (0, 0)


def test_a_place_or_a_time_that_goes_lets_its_concerns_look_for_another_one(hall: OpenSpace) -> None:
    hall.is_told("Eins", "Zwei", "Drei")
    hall.desk.places(1, 0, 0)
    hall.desk.places(2, 1, 0)
    hall.desk.places(3, 1, 1)
    aula, late = rooms()[0].id, slots()[1].id
    assert hall.desk.does("close_room", room=aula)[0] == 303
    assert (stands(1), stands(2), stands(3)) == (None, None, (1, 0))
    assert [one.name for one in rooms()] == ["Café", "Wiese"]
    assert hall.desk.does("undo")[0] == 303
    assert (stands(1), stands(2), stands(3)) == ((0, 0), (1, 0), (1, 1))
    assert hall.desk.does("close_slot", slot=late)[0] == 303
    assert (stands(1), stands(2), stands(3)) == ((0, 0), None, None)
    assert hall.desk.does("close_slot", slot=late)[0] == 404
    assert hall.desk.does("name_room", room=aula, name="Turnhalle")[0] == 303
    assert rooms()[0].name == "Turnhalle"
    assert hall.desk.does("name_room", room=aula, name=" ")[0] == 422


def test_what_is_no_act_or_no_place_is_refused(hall: OpenSpace) -> None:
    hall.is_told("Eins")
    assert hall.desk.does("dance")[0] == 400
    assert hall.desk.sends({"act": "release", "kind": "idea", "one": ["1:0"]})[0] == 400
    assert hall.desk.does("place")[0] == 422
    for to in ("", "1", "x:y", f"{slots()[0].id}:999999", f"999999:{rooms()[0].id}", "9" * 30):
        assert hall.desk.does("place", 1, to=to)[0] == 404, to
    assert hall.desk.sends({"act": "place", "topic": "999999:0", "to": f"{slots()[0].id}:{rooms()[0].id}"})[0] == 404
    assert hall.desk.does("join", 1, to=999999)[0] == 404
    assert stands(1) is None


# --- from the phones


def test_hearts_count_each_person_once_also_where_concerns_came_together(hall: OpenSpace) -> None:
    hall.is_told("Bänke", "Bäume")
    hall.calls_up("market")
    one, other = hall.phone(), hall.phone()
    assert [hall.wants(one, 1), hall.wants(one, 1), hall.wants(one, 2), hall.wants(other, 1)] == [303] * 4
    assert count(Support) == 3
    hall.desk.does("join", 2, to=topic(1).id)
    assert hearts_on_screen(hall) == {"1": 2}
    assert "You want to take part in 1" in one.sees()
    assert 'data-hearts="1 2"' in one.sees()
    assert hall.wants(one, 1, "no") == 303
    assert 'data-hearts="2"' in one.sees()
    assert hearts_on_screen(hall) == {"1": 2}
    assert hall.wants(one, 2, "no") == 303
    assert hearts_on_screen(hall) == {"1": 1}
    assert hall.wants(hall.evening.stranger(), 1) == 403
    assert hall.wants(one, 99) == 404


def hearts_on_screen(hall: OpenSpace) -> dict[str, int]:
    found = {}
    for line in lines(hall.projects()):
        if "♥" in line:
            found[line.split()[0]] = int(line.rsplit("♥ ", 1)[1])
    return found


def count(table: type) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_host_gives_their_own_concern_a_place_and_nobody_elses(hall: OpenSpace) -> None:
    host, other = hall.phone(), hall.phone()
    hall.brings(host, "Bänke")
    hall.brings(other, "Bäume")
    hall.desk.lets_through(1, 2)
    hall.calls_up("market")
    free = f"{slots()[0].id}:{rooms()[0].id}"
    assert free in host.sees()
    assert chooses(host, 1, free) == 303
    assert stands(1) == (0, 0)
    assert chooses(other, 1, f"{slots()[1].id}:{rooms()[1].id}") == 404
    assert chooses(other, 2, free) == 409
    assert chooses(other, 2, "with:1") == 303
    assert stands(2) == 1
    assert chooses(other, 2, "none") == 303
    assert stands(2) is None
    assert chooses(host, 1, free, seen_as="1:0") == 409
    hall.console.presses("end")
    assert chooses(host, 1, "none") == 409
    hall.console.presses("open")
    assert hall.desk.does("undo")[0] == 409  # a moderator takes back what moderators did


def chooses(phone: Phone, number: int, to: str, *, seen_as: str = "") -> int:
    address = f"/spaces/{space().public_id}/topics/{number}/place"
    return posts(phone.client, address, {"topic": seen_as or seen(number), "to": to})[0]


def test_the_script_gets_what_is_its_own_now(hall: OpenSpace) -> None:
    hall.is_told("Bänke")
    hall.calls_up("market")
    phone = hall.phone()
    headers = {**SAME_ORIGIN, "Accept": "application/json"}
    address = f"/spaces/{space().public_id}/topics/1/want?lang=en"
    told = phone.client.post(address, data={"want": "yes"}, headers=headers).get_json()
    assert told["hearts"] == "1"
    assert told["sentence"].startswith("Noted.")


# --- reports


def test_a_report_hangs_on_the_news_wall_once_it_is_let_through(hall: OpenSpace) -> None:
    hall.is_told("Mehr Bänke")
    hall.calls_up("reports")
    stranger = hall.house.resident().client  # the code at the door leads here, also without a seat
    parts = {"results": "Drei Bänke am Bach.", "next": "Stadt fragen", "people": "Amina und sechs andere"}
    assert hall.reports(stranger, 1, "Wir waren zu siebt und saßen im Gras.", **parts)[0] == 303

    [told] = said("report")
    assert told.text == (
        "Wir waren zu siebt und saßen im Gras.\n\nErgebnisse und Vereinbarungen:\nDrei Bänke am Bach.\n\n"
        "Nächste Schritte:\nStadt fragen\n\nWer hat mitgemacht?\nAmina und sechs andere"
    )
    assert (told.status, told.language, lines(hall.projects())) == ("waiting", "de", [])
    assert "Wir waren zu siebt" in hall.console.shows()
    assert "Wir waren zu siebt" not in hall.reads()
    assert hall.desk.lets_through(1, table=Report) == 303
    assert lines(hall.projects())[0] == "Wir waren zu siebt und saßen im Gras."
    for page in (hall.reads(), hall.reads("/book")):
        assert "Drei Bänke am Bach." in page
        assert "Mehr Bänke" in page


def test_a_report_needs_words_and_keeps_what_was_typed(hall: OpenSpace) -> None:
    hall.is_told("Mehr Bänke")
    client = hall.house.resident().client
    status, page = hall.reports(client, 1, " ", results="Drei Bänke", people="Amina")
    assert (status, "Drei Bänke" in page, "Amina" in page) == (422, True, True)
    assert hall.reports(client, 1, "x" * 2001)[0] == 422
    status, page = hall.reports(client, 99, "Das Anliegen ist weg")
    assert (status, "Das Anliegen ist weg" in page) == (409, True)
    assert client.get(f"/spaces/{space().public_id}/topics/99/report").status_code == 404
    assert kept(Report) == []
    hall.desk.does("stop_reports")
    assert hall.reports(client, 1, "Zu spät")[0] == 409
    assert "No reports are taken" in client.get(f"/spaces/{space().public_id}/topics/1/report?lang=en").text
    hall.desk.does("take_reports")
    hall.console.presses("end")
    assert hall.reports(client, 1, "Am nächsten Morgen geschrieben")[0] == 303


def picture() -> BytesIO:
    sheet = BytesIO()
    Image.new("RGB", (80, 60), "white").save(sheet, "PNG")
    sheet.seek(0)
    return sheet


def test_a_photo_of_the_flipchart_comes_with_it(hall: OpenSpace) -> None:
    hall.is_told("Mehr Bänke")
    client = hall.house.resident().client
    status, page = hall.reports(client, 1, "Mit Bild", photo=(picture(), "flipchart.png"))
    assert (status, 'id="photo-description-oops"' in page, count(Photo)) == (422, True, 0)
    status, page = hall.reports(client, 1, "Mit Bild", photo=(BytesIO(b"kein Bild"), "x.png"), photo_description="Plan")
    assert (status, 'id="photo-oops"' in page) == (422, True)
    sheet = (picture(), "flipchart.png")
    assert hall.reports(client, 1, "Mit Bild", photo=sheet, photo_description="Drei Punkte auf Papier")[0] == 303
    assert count(Photo) == 1
    mark = chance.token()
    for _ in range(2):
        sheet = (picture(), "flipchart.png")
        seen_on_it = "Drei Punkte auf Papier"
        pressed = hall.reports(client, 1, "Zweimal gedrückt", photo=sheet, photo_description=seen_on_it, once=mark)
        assert pressed[0] == 303
    assert (count(Photo), count(Report)) == (2, 2)
    hall.desk.lets_through(1, table=Report)
    assert 'alt="Drei Punkte auf Papier"' in hall.reads("/book")


def test_a_helper_writes_a_report_for_a_group(hall: OpenSpace, house: House) -> None:
    hall.is_told("Mehr Bänke")
    scribe = house.moderator("Sami Schreiber", Role.SCRIBE)
    form = {"form_token": scribe.form_token(), "for_others": "yes"}
    assert hall.reports(scribe.client, 1, "Die Gruppe sagt: drei Bänke.", **form)[0] == 303
    [told] = said("report")
    assert (told.source, told.author_id, told.status) == ("paper", None, "waiting")
    assert hall.reports(hall.house.resident().client, 1, "Ohne Recht", for_others="yes")[0] == 403


def test_a_long_report_stands_on_the_screen_in_pieces_and_whole(hall: OpenSpace) -> None:
    hall.is_told("Mehr Bänke")
    hall.calls_up("reports")
    sentences = [f"Satz {number} über Bänke, die am Bach stehen sollen und eine Lehne haben." for number in range(25)]
    hall.reports(hall.house.resident().client, 1, " ".join(sentences))
    hall.desk.lets_through(1, table=Report)
    rows = lines(hall.projects())
    assert all(len(row) <= 240 for row in rows)
    assert " ".join(rows) == " ".join(sentences)


# --- who does what until when


def test_what_was_agreed_stands_in_the_plan_and_in_the_field_of_its_concern(hall: OpenSpace, house: House) -> None:
    hall.is_told("Mehr Bänke")
    field = placed_in_a_field(said()[0])
    hall.calls_up("actions")
    phone = hall.phone()
    facts = {"who": "Amina", "due": "2026-12-24", "topic": "1"}
    assert hall.agrees(phone, "Bänke bestellen", **facts)[0] == 303
    assert hall.agrees(phone, "Plakate malen")[0] == 303
    assert hall.desk.lets_through(1, 2, table=Action) == 303

    assert lines(hall.projects()) == ["1 Bänke bestellen Amina · 24. Dezember 2026", "2 Plakate malen"]
    with database.reading() as session:
        places = dict(session.execute(select(Placement.contribution_id, Placement.field_id)).all())
    assert places == {said()[0].id: field, said("action")[0].id: field}
    sheet = hall.desk.moderator.client.get(f"{hall.desk.address}/actions.csv?lang=en").get_data(as_text=True)
    assert '"Bänke bestellen";"de";"";"Amina";"2026-12-24";"Mehr Bänke";"Wohnen"' in sheet
    assert "Bänke bestellen" in hall.desk.moderator.reads("/desk/harvest?lang=en")
    assert "24. Dezember 2026" in hall.reads("/book")


def placed_in_a_field(idea: Contribution) -> int:
    with database.transaction() as tx:
        process = tx.session.get_one(Process, idea.process_id)
        field = fields.add_field(tx, process, name={"de": "Wohnen"}, sentence={"de": "Wohnen"}, by=HOST)
        fields.place_in_field(tx, tx.session.get_one(Contribution, idea.id), field.id, by=HOST)
        return field.id


def test_a_wrong_day_or_an_unknown_concern_is_said_and_what_was_typed_stays(hall: OpenSpace) -> None:
    hall.is_told("Mehr Bänke")
    phone = hall.phone()
    status, page = hall.agrees(phone, "Bänke bestellen", who="Amina", due="übermorgen")
    assert (status, "Bänke bestellen" in page, 'value="Amina"' in page) == (422, True, True)
    status, page = hall.agrees(phone, "Bänke bestellen", topic="99")
    assert (status, "Bänke bestellen" in page) == (409, True)
    assert hall.agrees(phone, "y" * 241)[0] == 422
    assert hall.agrees(hall.evening.stranger(), "Von draußen")[0] == 403
    assert kept(Action) == []


# --- what leaves the space


def test_points_are_given_to_what_was_reported(hall: OpenSpace) -> None:
    hall.is_told("Bänke", "Bäume", "Brunnen")
    assert hall.desk.sends({}, "/vote")[0] == 303
    assert [option.title for option in newest_ballot().options] == [{"de": "Bänke"}, {"de": "Bäume"}, {"de": "Brunnen"}]
    for number in (1, 3):
        hall.reports(hall.house.resident().client, number, "Wir haben geredet.")
    hall.desk.lets_through(1, 2, table=Report)
    assert hall.desk.sends({}, "/vote")[0] == 303
    ballot = newest_ballot()
    assert [option.title["de"] for option in ballot.options] == ["Bänke", "Brunnen"]
    assert [option.source for option in ballot.options] == [f"idea:{said()[0].id}", f"idea:{said()[2].id}"]
    hall.desk.does(
        "join", 3, to=topic(1).id
    )  # one is left that was reported about: a vote needs two, so it asks about all
    assert hall.desk.sends({}, "/vote")[0] == 303
    assert [option.title["de"] for option in newest_ballot().options] == ["Bänke", "Bäume"]
    hall.desk.does("join", 2, to=topic(1).id)
    assert hall.desk.sends({}, "/vote")[0] == 422


def newest_ballot() -> Ballot:
    with database.reading() as session:
        ballot = session.scalars(select(Ballot).order_by(Ballot.id.desc())).first()
        assert ballot is not None
        assert ballot.options
        return ballot


def test_sheets_for_the_doors_lead_to_the_place_and_to_the_report(hall: OpenSpace) -> None:
    hall.is_told("Mehr Bänke")
    hall.desk.places(1, 0, 1)
    sheets = hall.desk.moderator.reads(f"{hall.desk.address}/doors?lang=de")
    assert sheets.count('class="sheet-a4 door-sheet"') == 3
    assert f"/spaces/{space().public_id}/rooms/{rooms()[1].id}" in sheets
    door = hall.reads(f"/rooms/{rooms()[1].id}", "en")
    assert "Mehr Bänke" in door
    assert f"/spaces/{space().public_id}/topics/1/report" in door
    assert "Wer kommt, ist" in hall.desk.moderator.reads(f"{hall.desk.address}/principles?lang=de")


def test_tables_of_a_space_calculate_nothing(hall: OpenSpace) -> None:
    hall.brings(hall.phone(), "=1+1", host="@Amina")
    hall.desk.lets_through(1)
    hall.desk.places(1, 0, 0)
    sheet = hall.desk.moderator.client.get(f"{hall.desk.address}/programme.csv?lang=en").get_data(as_text=True)
    assert '"\'=1+1"' in sheet
    assert '"\'@Amina"' in sheet
    assert "Aula" in sheet


def test_a_concern_that_is_taken_down_leaves_every_screen_and_others_go_on_in_its_place(hall: OpenSpace) -> None:
    hall.is_told("Geht", "Bleibt", "Bleibt auch")
    hall.desk.places(1, 0, 0)
    hall.desk.does("join", 2, to=topic(1).id)
    hall.desk.does("join", 3, to=topic(1).id)
    hall.calls_up("market")

    hall.desk.moderator.decides(said()[0].public_id, "hide", reason="off_topic")

    assert (stands(1), stands(2), stands(3)) == (None, (0, 0), 2)
    for page in (hall.projects(), hall.reads(), hall.reads("/book"), hall.phone().sees()):
        assert "Geht" not in page
        assert "Bleibt" in page


def test_its_author_takes_a_concern_back_with_their_name_and_its_place_is_free(hall: OpenSpace) -> None:
    phone = hall.phone()
    hall.brings(phone, "Doch nicht", host="Amina")
    hall.is_told_one("Mehr Bänke")
    hall.desk.lets_through(1)
    hall.desk.places(1, 0, 0)
    hall.agrees(phone, "Ich frage nach", who="Amina")
    hall.desk.lets_through(1, table=Action)
    for one in (said()[0], said("action")[0]):
        assert phone.client.post(f"/mine/{one.public_id}/withdraw", headers=SAME_ORIGIN).status_code == 303

    assert (topic(1).host, kept(Action)[0].who) == ("", "")  # type: ignore[attr-defined] # an action
    assert "Amina" not in hall.reads()
    assert hall.desk.places(2, 0, 0)[0] == 303
    assert (stands(1), stands(2)) == (None, (0, 0))


def test_whoever_leaves_without_their_words_leaves_no_name(hall: OpenSpace) -> None:
    phone = hall.phone()
    hall.brings(phone, "Mehr Bänke", host="Amina")
    hall.desk.lets_through(1)
    left = phone.client.post("/mine/data/delete", data={"words": "only-me", "sure": "yes"}, headers=SAME_ORIGIN)
    assert left.status_code == 200
    assert (topic(1).host, said()[0].text, said()[0].author_id) == ("", "Mehr Bänke", None)


def test_a_space_in_which_something_was_said_stays_and_an_empty_one_goes(hall: OpenSpace, house: House) -> None:
    hall.console.presses("select", step=step_of("vote"))
    for kind in ("market", "reports", "actions"):
        assert hall.console.sends(f"steps/{step_of(kind)}/remove", {})[0] == 303
    hall.brings(hall.phone(), "Mehr Bänke")
    status, page = hall.console.sends(f"steps/{step_of('topics')}/remove", {})
    assert (status, "Concerns were brought to this open space." in page) == (409, True)
    planned = plans(hall.console)
    assert planned.sends("space/new", {"rooms": "Aula"})[0] == 303
    before = count(Format)
    for kind in ("topics", "market", "reports", "actions"):
        assert planned.sends(f"steps/{step_of(kind)}/remove", {})[0] == 303
    assert (count(Space), count(SpaceRoom), count(Format)) == (1, 3, before - 1)


def test_a_rehearsal_of_a_space_leaves_nothing(hall: OpenSpace, house: House) -> None:
    planned = plans(hall.console)
    planned.sends("space/new", PLACES)
    tables = (Space, SpaceRoom, SpaceSlot, Topic, Report, Action, SpaceAct, Contribution, Format, Support)
    before = {table: count(table) for table in tables}
    copy = rehearses(planned)
    assert copy.presses("open") == 303
    assert [one.name for one in rooms()] == ["Aula", "Café", "Wiese"]
    assert copy.presses("select", step=step_of("topics")) == 303
    with database.reading() as session:
        code = session.scalars(select(LiveSession.code).where(LiveSession.rehearsal)).one()
    client = house.app.test_client()
    assert client.post("/join", data={"code": code}, headers=SAME_ORIGIN).status_code == 303
    here = f"/spaces/{space().public_id}"
    assert posts(client, f"{here}/topics", {"text": "Nur geprobt"})[0] == 303
    desk = SpaceDesk(copy.moderator, copy.topic)
    assert desk.lets_through(1) == 303
    assert desk.places(1, 0, 0)[0] == 303
    assert posts(client, f"{here}/topics/1/want", {"want": "yes"})[0] == 303
    assert 'data-hearts="1"' in heard_at_the_market(copy.topic, copy.presses, client)
    assert posts(client, f"{here}/topics/1/report", {"said": "Geprobter Bericht"})[0] == 303
    assert posts(client, f"{here}/actions/new", {"text": "Geprobter Schritt", "topic": "1"})[0] == 303
    assert desk.lets_through(1, table=Report) == 303
    assert desk.lets_through(1, table=Action) == 303
    assert "Geprobter Bericht" in desk.shows()
    assert client.get(f"{here}?lang=en").status_code == 404
    assert count(Contribution) == before[Contribution]

    assert copy.presses("end") == 303
    assert {table: count(table) for table in tables} == before


def heard_at_the_market(topic: str, presses: Callable[..., int], client: object) -> str:
    assert presses("select", step=step_of("market")) == 303
    return str(client.get(f"/live/{topic}?lang=en").text)  # type: ignore[attr-defined] # a client


def test_the_pattern_brings_an_open_space(house: House) -> None:
    moderator = house.moderator()
    open_space(house, moderator=moderator)
    form = {"title": "Open Space", "place": "Halle", "pattern": "open_space", "form_token": moderator.form_token()}
    answer = moderator.client.post("/desk/sessions", data=form, headers=SAME_ORIGIN)
    planned = answer.location.split("/")[-1].partition("?")[0]
    assert count(Space) == 2
    assert "Which places and times are there?" in moderator.reads(f"/desk/sessions/{planned}/space?lang=en")
    with database.reading() as session:
        kinds = session.scalars(
            select(RunStep.kind)
            .join(LiveSession, LiveSession.id == RunStep.session_id)
            .where(LiveSession.public_id == planned)
            .order_by(RunStep.position)
        ).all()
    assert [kind for kind in kinds if kind not in {"text", "talk", "break"}] == [
        "topics",
        "market",
        "reports",
        "actions",
        "circle",
    ]


def test_a_space_with_three_of_each_costs_as_many_statements_as_one_with_one(hall: OpenSpace) -> None:
    fill(hall, 1)
    pages: dict[str, Callable[[], object]] = {
        "desk": hall.desk.shows,
        "page": hall.reads,
        "book": lambda: hall.reads("/book"),
        **{kind: lambda kind=kind: shows_at(hall, kind) for kind in ("topics", "market", "reports", "actions")},  # type: ignore[misc]
    }
    one = {name: cost_of(page) for name, page in pages.items()}
    fill(hall, 2)
    fill(hall, 3)

    assert {name: cost_of(page) for name, page in pages.items()} == one
    assert all(one.values())


def fill(hall: OpenSpace, number: int) -> None:
    """One more of everything, let through and waiting."""
    for lets in (True, False):
        hall.brings(hall.phone(), f"Anliegen {number} {lets}")
        newest = space().topics
        if lets:
            hall.desk.lets_through(newest)
            hall.desk.places(newest, number - 1, 0)
            hall.wants(hall.phone(), newest)
        first = min(one.number for one in kept(Topic))
        hall.reports(hall.house.resident().client, first, f"Bericht {number} {lets}")
        hall.agrees(hall.phone(), f"Schritt {number} {lets}", topic=str(first))
        if lets:
            hall.desk.lets_through(space().reports, table=Report)
            hall.desk.lets_through(space().actions, table=Action)


def shows_at(hall: OpenSpace, kind: str) -> None:
    """Screen and console at a step; what it costs to call it up counts each time alike."""
    hall.calls_up(kind)
    hall.projects()
    hall.console.shows()


def cost_of(page: Callable[[], object]) -> int:
    page()  # what is read once for a process is read
    with counted_statements() as statements:
        page()
    return len(statements)


def test_the_log_knows_who_changed_the_marketplace(hall: OpenSpace, house: House) -> None:
    hall.is_told("Eins", "Zwei")
    hall.desk.places(1, 0, 0)
    hall.desk.does("join", 2, to=topic(1).id)
    hall.desk.does("free", 2)
    hall.desk.does("undo")
    with database.reading() as session:
        acts = session.scalars(select(AuditEntry.action).where(AuditEntry.action.startswith("space."))).all()
    assert acts == ["space.plan", "space.plan", "space.place", "space.join", "space.part", "space.undo"]
    keeper: Moderator = house.moderator("Ada", role=Role.ADMINISTRATION)
    assert "Concerns were put together." in keeper.reads("/desk/log?lang=en")


def test_what_a_colleague_decided_meanwhile_is_not_let_through_unseen(hall: OpenSpace) -> None:
    hall.brings(hall.phone(), "Erste Fassung")
    with database.transaction() as tx:
        tx.session.scalars(select(Case)).one().revision += 1  # as an edit or a colleague would
    [place] = numbered(1)
    assert hall.desk.sends({"act": "release", "kind": "topic", "one": [f"{place.id}:0"]})[0] == 303
    assert said()[0].status == "waiting"
    assert hall.desk.lets_through(1) == 303
    assert said()[0].status == "published"
