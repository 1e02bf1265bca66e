"""Events: an invitation in every language, places and a waiting list, the door, the calendar, mail, feedback."""

import re
import threading
from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta

import pytest
from sqlalchemy import select

from participation.events import moving, reminding
from participation.events.models import Event, EventFeedback, EventGroup, Registration
from participation.foundation import clock, database, icalendar
from participation.foundation.audit import AuditEntry
from participation.foundation.mail import OutgoingMail
from participation.foundation.permissions import Actor
from participation.people import moving as taking
from participation.people.models import Person
from participation.privacy import service as leaving
from participation.voting.models import RoomTicket, Seat
from tests.conftest import SAME_ORIGIN, House
from tests.events.fest import TITLE, Fest, in_days, plan_fest, registrations
from tests.ideas.test_board import counted_statements


@pytest.fixture
def fest(house: House) -> Fest:
    return plan_fest(house, places=2)


def mails() -> list[OutgoingMail]:
    with database.reading() as session:
        return list(session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)))


def test_everybody_reads_what_they_need_to_come(house: House) -> None:
    fest = plan_fest(
        house,
        text_de="Essen, Musik, Gespräche.",
        way_de="Tram 4 bis Markt",
        access_de="Aufzug bis zum Saal",
        bring_de="Eine Decke",
        childcare="y",
        interpreters="ar",
    )
    page = fest.reads()

    for words in (TITLE, "Bürgerhaus", "Tram 4 bis Markt", "Aufzug bis zum Saal", "Eine Decke", "There is childcare"):
        assert words in page
    assert "العربية" in page
    assert "عيد الجيران" in fest.reads(lang="ar")
    assert TITLE in house.resident().reads("/events?lang=en")
    assert TITLE in house.resident().reads("/process/konzept?lang=en")


def test_a_draft_is_seen_at_the_desk_alone(house: House) -> None:
    fest = plan_fest(house)
    fest.key = ""
    fest.posts(title_de="Noch geheim", day=in_days(5), begins="10:00", ends="11:00")
    with database.reading() as session:
        fest.key = session.scalars(select(Event.public_id).order_by(Event.id.desc())).first() or ""

    assert fest.phone().get(f"/events/{fest.key}").status_code == 404
    assert "Noch geheim" not in house.resident().reads("/events?lang=en")
    assert "Noch geheim" in fest.desk()
    assert fest.registers("Amina") == ""


def test_places_are_given_in_order_and_whoever_waits_moves_up(fest: Fest) -> None:
    codes = [fest.registers(name) for name in ("Amina", "Basel", "Cem", "Dora")]
    assert fest.with_place() == ["Amina", "Basel"]
    assert "1 person waits before you." in fest.reads(f"/mine/{codes[3]}")

    assert fest.gives_up(codes[0]) == 303

    assert fest.with_place() == ["Basel", "Cem"]
    assert "You have a place." in fest.reads(f"/mine/{codes[2]}")
    assert fest.phone().get(f"/events/{fest.key}/mine/{codes[0]}").status_code == 404
    assert fest.gives_up(codes[0]) == 303
    assert fest.with_place() == ["Basel", "Cem"]
    with database.reading() as session:
        gone = session.scalars(select(Registration).where(Registration.cancelled_at.is_not(None))).one()
        assert (gone.name, gone.address, gone.needs, gone.person_id) == ("", "", "", None)


def test_places_are_kept_for_groups(house: House) -> None:
    fest = plan_fest(house, places=3)
    assert fest.does("groups", lines="1 Vereine")[0] == 303
    with database.reading() as session:
        group = session.scalars(select(EventGroup.id)).one()
    for name in ("Amina", "Basel", "Cem"):
        fest.registers(name)
    assert fest.with_place() == ["Amina", "Basel"]

    fest.registers("Dora", group=group)

    assert fest.with_place() == ["Amina", "Basel", "Dora"]
    assert fest.does("groups", lines="4 Vereine")[0] == 422
    assert fest.does("groups", lines="2 Vereine")[0] == 422  # Basel would lose a place
    assert fest.does("groups", lines="viele Vereine")[0] == 422


def test_nobody_loses_a_place_by_a_change(fest: Fest) -> None:
    fest.registers("Amina")
    fest.registers("Basel")
    form = {"title_de": "Neu", "day": in_days(11), "begins": "18:00", "ends": "21:00"}

    status, page = fest.posts(**form, places=1)

    assert status == 422
    assert "nobody who has a place may lose it" in page
    assert 'value="Neu"' in page
    assert fest.posts(**form, places=5)[0] == 303
    assert fest.event.changes == 1


def test_one_phone_registers_once(fest: Fest) -> None:
    phone = fest.phone()
    assert fest.registers("Amina", phone)

    answer = phone.post(f"/events/{fest.key}?lang=en", data={"name": "Amina"}, headers=SAME_ORIGIN)

    assert answer.status_code == 409
    assert "from this phone already" in answer.text
    assert "You have registered." in phone.get(f"/events/{fest.key}?lang=en").text


def test_what_was_typed_stands_in_the_form_again(fest: Fest) -> None:
    form = {"name": "Amina", "address": "kein Briefkasten", "needs": "Rollstuhl"}
    answer = fest.phone().post(f"/events/{fest.key}?lang=en", data=form, headers=SAME_ORIGIN)

    assert answer.status_code == 422
    assert 'value="kein Briefkasten"' in answer.text
    assert 'value="Rollstuhl"' in answer.text
    assert registrations() == []


def test_the_registration_can_be_closed_and_the_desk_writes_down_who_calls(fest: Fest) -> None:
    fest.does("close")
    assert fest.registers("Amina") == ""
    assert "Registration for this event is not open." in fest.reads()

    assert fest.does("register", name="Frau Anruf", needs="Kinderstuhl")[0] == 303

    assert [one.name for one in registrations()] == ["Frau Anruf"]
    fest.does("open")
    assert fest.registers("Amina")


def test_arrival_by_code_and_nothing_else(fest: Fest) -> None:
    code = fest.registers("Amina")
    with database.reading() as session:
        before = len(session.scalars(select(RoomTicket)).all()), len(session.scalars(select(Seat)).all())

    assert fest.does("arrive", code=code.lower().replace("-", " - "))[0] == 303

    assert registrations()[0].arrived_at is not None
    assert "1 has arrived" in fest.desk()
    with database.reading() as session:
        after = len(session.scalars(select(RoomTicket)).all()), len(session.scalars(select(Seat)).all())
    assert after == before
    assert fest.does("arrive", number=1, here="no")[0] == 303
    assert registrations()[0].arrived_at is None


@pytest.mark.parametrize("typed", ["1-AAAAAAAA", "99-KX7P2M9Q", "x", "1", "", "²-AAAAAAAA", "1-" + "A" * 4000])
def test_a_wrong_code_lets_nobody_in(fest: Fest, typed: str) -> None:
    fest.registers("Amina")

    status, page = fest.does("arrive", code=typed)

    assert status == 404 or "This code belongs to no registration" in page
    assert registrations()[0].arrived_at is None


def test_somebody_cancels_at_the_door(fest: Fest) -> None:
    for name in ("Amina", "Basel", "Cem"):
        fest.registers(name)

    assert fest.does("strike", number=1)[0] == 303

    assert fest.with_place() == ["Basel", "Cem"]
    with database.reading() as session:
        assert session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq.desc())).first() == "event.strike"


def test_the_list_for_the_door_has_codes_and_who_has_a_place(fest: Fest) -> None:
    codes = [fest.registers(name, needs=f"{name} braucht etwas") for name in ("Amina", "Basel", "Cem")]

    page = fest.desk("/list")

    assert codes[0] in page
    assert "Amina braucht etwas" in page
    assert "Cem" not in page


@pytest.mark.parametrize("named", ["house", "house_on_postgres"])
def test_sixty_for_forty_places_within_a_second(request: pytest.FixtureRequest, named: str) -> None:
    fest = plan_fest(request.getfixturevalue(named), places=40)
    codes: list[str] = []
    phones = [(fest.phone(), f"Gast {number}") for number in range(60)]
    threads = [threading.Thread(target=lambda one=one: codes.append(fest.registers(one[1], one[0]))) for one in phones]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    everybody = registrations()
    assert len(set(codes)) == len(everybody) == 60
    assert [one.number for one in everybody] == list(range(1, 61))
    assert [one.has_place for one in everybody] == [True] * 40 + [False] * 20

    leaving_ones = [threading.Thread(target=fest.gives_up, args=(code,)) for code in codes[:15]]
    for thread in leaving_ones:
        thread.start()
    for thread in leaving_ones:
        thread.join()

    left = registrations()
    assert len(left) == 45
    assert [one.has_place for one in left] == [True] * 40 + [False] * 5


# --- mail


def test_mail_goes_to_whoever_gave_an_address(fest: Fest) -> None:
    fest.registers("Amina")
    code = fest.registers("Basel", address="basel@example.org")
    fest.registers("Cem", address="cem@example.org", lang="de")
    assert [one.to for one in mails()] == ["basel@example.org", "cem@example.org"]
    assert code in mails()[0].text
    assert "You have a place." in mails()[0].text
    assert "Warteliste" in mails()[1].text

    fest.gives_up(code)

    assert [one.to for one in mails()] == ["basel@example.org", "cem@example.org", "cem@example.org"]
    assert "frei geworden" in mails()[2].text


def test_two_days_before_everybody_with_a_place_is_reminded_once(house: House) -> None:
    fest = plan_fest(house, places=1, days=3)
    for name in ("amina", "basel"):
        fest.registers(name, address=f"{name}@example.org")
    with house.app.app_context(), clock.held_at(fest.event.starts_at - timedelta(days=1)):
        for _ in range(2):
            with database.reading() as session:
                untidy = reminding.is_untidy(session)
            if untidy:
                with database.transaction() as tx:
                    reminding.tidy_up(tx)

    assert [one.to for one in mails()].count("amina@example.org") == 2
    assert [one.to for one in mails()].count("basel@example.org") == 1


def test_a_cancelled_event_says_why_and_everybody_is_told(fest: Fest) -> None:
    fest.registers("Amina", address="amina@example.org")
    assert fest.does("cancel", reason=" ")[0] == 422

    assert fest.does("cancel", reason="Der Saal hat einen Wasserschaden.")[0] == 303

    assert "Der Saal hat einen Wasserschaden." in fest.reads()
    assert "Wasserschaden" in mails()[-1].text
    assert fest.registers("Basel") == ""
    assert "STATUS:CANCELLED" in fest.reads(".ics")


# --- the calendar


def test_a_calendar_has_it_in_the_readers_language(house: House) -> None:
    fest = plan_fest(house, way_de="Tram 4; Halt Markt, dann links")
    file = fest.reads(".ics", lang="ar")

    assert file.startswith("BEGIN:VCALENDAR\r\n")
    assert file.endswith("END:VCALENDAR\r\n")
    assert "SUMMARY;LANGUAGE=ar:عيد الجيران" in file
    assert "Tram 4\\; Halt Markt\\, dann links" in file.replace("\r\n ", "")
    starts = fest.event.starts_at
    assert f"DTSTART:{icalendar.moment(starts)}" in file
    assert all(len(line.encode()) <= 75 for line in file.split("\r\n"))


def test_a_series_keeps_its_hour_over_the_change_to_summer_time(house: House) -> None:
    fest = Fest(house, house.moderator())
    form = {"title_de": "Netzwerk", "kind": "network", "day": "2027-03-15", "begins": "18:00", "ends": "20:00"}
    assert fest.posts(**form, repeats=3, weeks=2)[0] == 303
    with database.reading() as session:
        dates = session.scalars(select(Event).order_by(Event.id)).all()
    fest.key = dates[0].public_id
    assert [f"{clock.local(one.starts_at):%d.%m. %H:%M}" for one in dates] == [
        "15.03. 18:00",
        "29.03. 18:00",
        "12.04. 18:00",
    ]
    assert len({one.series for one in dates}) == 1

    fest.does("publish")

    assert fest.reads("/series.ics").count("BEGIN:VEVENT") == 3
    assert fest.reads().count("Monday") >= 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"day": "gestern"},
        {"ends": "17:00"},
        {"begins": "25:00"},
        {"repeats": "99"},
        {"places": "viele"},
        {"title_de": ""},
        {"day": "9999-12-31", "repeats": "3"},
    ],
)
def test_what_cannot_be_read_is_said_and_kept(house: House, wrong: dict[str, str]) -> None:
    fest = Fest(house, house.moderator())
    form = {"title_de": "Etwas", "place_de": "Bürgerhaus", "day": in_days(5), "begins": "18:00", "ends": "20:00"}

    status, page = fest.posts(**{**form, **wrong})

    assert status == 422
    assert 'value="Bürgerhaus"' in page
    with database.reading() as session:
        assert session.scalars(select(Event)).all() == []


# --- afterwards


def over(fest: Fest, days: int = 1) -> AbstractContextManager[None]:
    return clock.held_at(fest.event.ends_at + timedelta(days=days))


def test_feedback_in_any_language_stands_at_the_desk(fest: Fest) -> None:
    phone = fest.phone()
    form = {"stars": "5", "good": "الطعام كان لذيذا", "better": "Mehr Stühle", "once": "mark-of-one-feedback-1"}
    address = f"/events/{fest.key}/feedback?lang=en"
    assert phone.post(address, data=form, headers=SAME_ORIGIN).status_code == 409
    with over(fest):
        assert "How was it? Tell us" in fest.reads()
        for _ in range(2):
            assert phone.post(address, data=form, headers=SAME_ORIGIN).status_code == 303
        assert fest.phone().post(address, data={"stars": "2"}, headers=SAME_ORIGIN).status_code == 303
        refused = fest.phone().post(address, data={"good": "Nur Worte"}, headers=SAME_ORIGIN)
        page = fest.desk()

    assert refused.status_code == 422
    assert "Nur Worte" in refused.text
    for words in ("2 people said how it was", "3.5 of 5 stars", "الطعام كان لذيذا", "Mehr Stühle"):
        assert words in page
    with database.reading() as session:
        assert len(session.scalars(select(EventFeedback)).all()) == 2


def test_thirty_days_later_nobody_is_named(fest: Fest) -> None:
    code = fest.registers("Amina", needs="Rollstuhl")
    fest.registers("Basel")
    fest.does("arrive", code=code)
    with fest.house.app.app_context(), over(fest, 31), database.transaction() as tx:
        reminding.tidy_up(tx)

    assert registrations() == []
    assert (fest.event.registered, fest.event.came) == (2, 1)
    assert "2 people have registered" in fest.desk()


def test_whoever_is_forgotten_makes_room(fest: Fest) -> None:
    for name in ("Amina", "Basel", "Cem"):
        fest.registers(name)
    person = registrations()[0].person_id

    with database.transaction() as tx:
        leaving.forget(tx, tx.session.get_one(Person, person), words=False)

    assert fest.with_place() == ["Basel", "Cem"]


def test_a_guest_who_signs_in_keeps_the_registration(fest: Fest) -> None:
    """Also beside one that the account has for the same event: then both go when the account goes."""
    fest.registers("Amina")
    fest.registers("Basel")
    guest, account = (one.person_id or 0 for one in registrations())
    with database.transaction() as tx:
        town = fest.event.municipality_id
        taking.take_over(tx, guest, by=Actor(town, account, frozenset()))
    with database.reading() as session:
        assert (moving.count(session, guest), moving.count(session, account)) == (0, 2)

    with fest.house.app.test_request_context(), database.transaction() as tx:
        leaving.forget(tx, tx.session.get_one(Person, account), words=False)

    assert registrations() == []


def test_one_and_three_cost_the_same(fest: Fest) -> None:
    def counts() -> list[int]:
        found = []
        for page in ("/events?lang=en", f"/events/{fest.key}?lang=en"):
            fest.phone().get(page)
            with counted_statements() as statements:
                fest.phone().get(page)
            found.append(len(statements))
        for path in ("", "/list"):
            fest.desk(path)
            with counted_statements() as statements:
                fest.desk(path)
            found.append(len(statements))
        return found

    fest.registers("Amina")
    few = counts()
    for name in ("Basel", "Cem"):
        fest.registers(name, needs="etwas")
    other = Fest(fest.house, fest.moderator)
    for number in (1, 2):
        other.key = ""
        other.posts(title_de=f"Noch eins {number}", day=in_days(12), begins="18:00", ends="20:00")
        with database.reading() as session:
            other.key = session.scalars(select(Event.public_id).order_by(Event.id.desc())).first() or ""
        other.does("publish")

    assert counts() == few


def test_what_took_place_stands_in_the_harvest(fest: Fest) -> None:
    def harvest() -> tuple[str, int]:
        with over(fest, 3), counted_statements() as statements:
            page = fest.moderator.reads("/desk/harvest?lang=en")
        return page, len(statements)

    code, _ = fest.registers("Amina"), fest.registers("Basel")
    fest.does("arrive", code=code)
    with over(fest):
        fest.phone().post(f"/events/{fest.key}/feedback", data={"stars": "4"}, headers=SAME_ORIGIN)
    harvest()
    page, few = harvest()
    assert re.search(rf"{TITLE}.*?>2</td>.*?>1</td>.*?4\.0 of 5 stars", page, re.DOTALL)

    other = Fest(fest.house, fest.moderator)
    other.posts(title_de="Noch ein Fest", day=in_days(12), begins="18:00", ends="20:00")
    with database.reading() as session:
        other.key = session.scalars(select(Event.public_id).order_by(Event.id.desc())).first() or ""
    other.does("publish")
    page, more = harvest()
    assert "Noch ein Fest" in page
    assert more == few


# --- what changes later


def test_a_date_in_the_past_is_refused_and_nobody_is_forgotten(fest: Fest) -> None:
    fest.registers("Amina")
    form = {"title_de": TITLE, "begins": "18:00", "ends": "21:00", "places": "2"}

    status, page = fest.posts(**form, day=in_days(-360))

    assert status == 422
    assert "This date is in the past." in page
    assert fest.event.ends_at > clock.now()
    assert fest.with_place() == ["Amina"]
    assert Fest(fest.house, fest.moderator).posts(**form, day=in_days(-1))[0] == 422


def test_another_day_is_told_to_everybody_and_reminded_again(fest: Fest) -> None:
    fest.registers("Amina", address="amina@example.org")
    form = {"title_de": TITLE, "title_ar": "عيد الجيران", "place_de": "Bürgerhaus", "places": "2"}
    hours = {"begins": "18:00", "ends": "21:00"}
    with database.transaction() as tx:
        tx.session.get_one(Event, fest.event.id).reminded_at = clock.now()

    assert fest.posts(**form, **hours, day=in_days(10), text_de="Mit Musik")[0] == 303
    assert len(mails()) == 1
    assert fest.posts(**form, **hours, day=in_days(17))[0] == 303

    assert "Time or place has changed" in mails()[-1].text
    assert len(mails()) == 2
    assert fest.event.reminded_at is None


@pytest.mark.parametrize("state", ["cancelled", "over", "here"])
def test_afterwards_nobody_gives_up_and_nobody_moves_up(fest: Fest, state: str) -> None:
    codes = [fest.registers(name, address=f"{name}@example.org") for name in ("amina", "basel", "cem")]
    if state == "cancelled":
        fest.does("cancel", reason="Wasserschaden")
    if state == "here":
        fest.does("arrive", code=codes[0])

    with over(fest) if state == "over" else nullcontext():
        assert fest.gives_up(codes[0]) == 409
        assert "I do not come after all" not in fest.reads(f"/mine/{codes[0]}")
        with fest.house.app.test_request_context(), database.transaction() as tx:
            person = tx.session.get_one(Person, registrations()[0].person_id)
            leaving.forget(tx, person, words=False)

    assert not any("A place has become free" in one.text for one in mails())
    assert [one.name for one in registrations()] == ["", "basel", "cem"]


def test_the_door_lets_nobody_in_by_code_who_waits(fest: Fest) -> None:
    code = [fest.registers(name) for name in ("Amina", "Basel", "Cem")][2]
    assert "Your code for the door" not in fest.reads(f"/mine/{code}")

    status, page = fest.does("arrive", code=code)

    assert (status, "This person is on the waiting list" in page) == (409, True)
    assert registrations()[2].arrived_at is None
    assert fest.does("arrive", number=3)[0] == 303


def test_a_group_is_known_by_its_name_whatever_its_line(house: House) -> None:
    fest = plan_fest(house, places=10)

    def groups() -> dict[str, int]:
        with database.reading() as session:
            return {one.name["en"]: one.places for one in session.scalars(select(EventGroup).order_by(EventGroup.id))}

    fest.does("groups", lines="3 Vereine\n2 Jugend")
    with database.reading() as session:
        clubs = session.scalars(select(EventGroup.id).order_by(EventGroup.id)).first()
    fest.registers("Amina", group=clubs)
    assert fest.does("groups", lines="1 Jugend\n4 Vereine")[0] == 303
    assert groups() == {"Vereine": 4, "Jugend": 1}

    assert fest.does("groups", lines="1 Jugend")[0] == 422
    assert groups() == {"Vereine": 4, "Jugend": 1}
    assert fest.does("groups", lines="4 Vereine")[0] == 303
    assert groups() == {"Vereine": 4}


def test_free_places_are_those_that_the_reader_can_have(house: House) -> None:
    fest = plan_fest(house, places=3)
    fest.does("groups", lines="2 Vereine")
    assert "1 place is free" in fest.reads()

    fest.registers("Amina")

    page = fest.reads()
    assert "All places are taken at the moment." in page
    assert "Some are kept for groups." in page


def test_one_address_cannot_be_written_to_without_end(house: House) -> None:
    fest = plan_fest(house)
    codes = [fest.registers(f"Gast {number}", address="amina@example.org") for number in range(7)]

    assert [bool(code) for code in codes] == [True] * 5 + [False] * 2
    assert len(mails()) == 5
