"""How fast one person may send, who waits under a burst, and that nobody is shut out for where they are."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from participation.contributions.models import Contribution
from participation.contributions.rules import LanguageBy, Status
from participation.contributions.service import Said, receive
from participation.foundation import clock, database
from participation.foundation.permissions import Actor, Role
from participation.ideas.service import Written, submit_idea
from participation.moderation import limits
from participation.moderation.pace import (
    NEWCOMERS,
    STRETCHES,
    Standing,
    Stretch,
    TooFast,
    is_burst,
    is_known,
    minutes,
    must_wait,
    require_pace_of,
    wait,
    wait_in,
)
from participation.people.models import Person, PersonKind
from participation.process.models import Format, PhaseSetting, Process
from participation.process.rules import Moderation
from participation.sessions import service as sessions
from tests.conftest import SAME_ORIGIN, House, Moderator, Resident
from tests.ideas.test_board import counted_statements

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
MINUTE, SECOND, NOTHING = timedelta(minutes=1), timedelta(seconds=1), timedelta(0)
SIX = Stretch(6, MINUTE)


# --- the rule --------------------------------------------------------------------------------------------------------


def test_six_at_once_and_then_one_a_minute() -> None:
    assert wait_in(SIX, [], NOON) == NOTHING
    assert wait_in(SIX, [NOON] * 5, NOON) == NOTHING
    assert wait_in(SIX, [NOON] * 6, NOON) == MINUTE
    assert wait_in(SIX, [NOON] * 6, NOON + 20 * SECOND) == 40 * SECOND
    assert wait_in(SIX, [NOON] * 6, NOON + MINUTE) == NOTHING
    assert wait_in(SIX, [NOON] * 6 + [NOON + MINUTE], NOON + MINUTE) == MINUTE


def test_after_a_rest_there_are_six_again() -> None:
    assert wait_in(SIX, [NOON] * 6, NOON + 6 * MINUTE) == NOTHING
    assert wait_in(SIX, [*[NOON] * 6, *[NOON + 6 * MINUTE] * 5], NOON + 6 * MINUTE) == NOTHING
    assert wait_in(SIX, [*[NOON] * 6, *[NOON + 6 * MINUTE] * 6], NOON + 6 * MINUTE) == MINUTE


def test_whoever_goes_on_all_day_waits_longer() -> None:
    """One a minute keeps to the first stretch; the second asks for a rest after the fiftieth."""
    sent = [NOON + place * MINUTE for place in range(43)]

    assert wait(sent, NOON + 43 * MINUTE) == NOTHING
    assert wait([*sent, NOON + 43 * MINUTE], NOON + 44 * MINUTE) == 6 * MINUTE
    assert wait([], NOON, ()) == NOTHING


def test_a_part_of_a_minute_is_one() -> None:
    assert [minutes(one) for one in (SECOND, MINUTE, MINUTE + SECOND, 6 * MINUTE)] == [1, 1, 2, 6]


def test_a_refusal_says_how_many_minutes() -> None:
    require_pace_of([NOON] * 5, NOON)
    with pytest.raises(TooFast, match="again in 1 min") as refused:
        require_pace_of([NOON] * 6, NOON)
    assert (refused.value.status, refused.value.facts) == (429, {"minutes": 1})


@given(st.lists(st.integers(0, 300), min_size=1, max_size=80))
def test_nobody_sends_more_than_the_stretch_allows_and_the_wait_is_enough(pauses: list[int]) -> None:
    """Somebody tries after each pause, and again when the wait is over."""
    sent: list[datetime] = []
    now = NOON
    for pause in pauses:
        now += pause * SECOND
        now += wait(sent, now)
        require_pace_of(sent, now)
        sent.append(now)

    for stretch in STRETCHES:
        for first in range(len(sent)):
            for last in range(first, len(sent)):
                allowed = stretch.at_once + (sent[last] - sent[first]) // stretch.every
                assert last - first + 1 <= allowed


def test_a_burst_is_more_than_thirty_new_guests_while_no_hall_is_together() -> None:
    assert not is_burst(NEWCOMERS - 1, hall_is_open=False)
    assert is_burst(NEWCOMERS, hall_is_open=False)
    assert not is_burst(NEWCOMERS, hall_is_open=True)


def test_known_is_who_published_and_had_nothing_taken_down() -> None:
    assert is_known(Standing(settled=1))
    assert not is_known(Standing())
    assert not is_known(Standing(settled=7, taken_down=1))


def test_under_a_burst_only_who_is_not_known_waits() -> None:
    assert must_wait(NEWCOMERS, Standing(), hall_is_open=False)
    assert not must_wait(NEWCOMERS, Standing(settled=1), hall_is_open=False)
    assert not must_wait(NEWCOMERS, Standing(), hall_is_open=True)
    assert not must_wait(0, Standing(), hall_is_open=False)


# --- in the house ----------------------------------------------------------------------------------------------------


@pytest.fixture
def read_afterwards(house: House) -> House:
    """The phase publishes at once."""
    publishes_at_once()
    return house


def publishes_at_once() -> None:
    with database.transaction() as tx:
        tx.session.execute(update(PhaseSetting).values(moderation=Moderation.POST))


def sends(who: Resident, text: str) -> int:
    return who.client.post("/ideas/ideen/new?lang=en", data={"text": text}, headers=SAME_ORIGIN).status_code


def statuses() -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(Contribution.status).order_by(Contribution.id)))


def many_newcomers(count: int = NEWCOMERS) -> None:
    """That many new guests have just written."""
    for number in range(count):
        a_guest_says(f"Neu {number}")


def a_guest_says(text: str, *, status: Status = Status.WAITING, at: datetime | None = None) -> int:
    """The number of the guest."""
    with clock.held_at(at or clock.now()), database.transaction() as tx:
        person = Person(municipality_id=1, created_at=clock.now())
        tx.session.add(person)
        tx.session.flush()
        said = Said(text, "de", LanguageBy.AUTHOR)
        receive(tx, said, into=tx.session.get_one(Format, 1), author_id=person.id, status=status)
        return person.id


def submits(person_id: int) -> str:
    """The status of what somebody sends now."""
    with database.transaction() as tx:
        return submit_idea(
            tx,
            tx.session.get_one(Format, 1),
            Written("Mehr Bänke", "de", "de"),
            by=Actor(1, person_id),
        ).status


def opens_a_session() -> None:
    host = Actor(1, None, frozenset({Role.MODERATOR}))
    with database.transaction() as tx:
        live = sessions.plan_session(tx, tx.session.get_one(Process, 1), title={"de": "Abend"}, place={}, by=host)
        sessions.open_session(tx, live, by=host)


def test_the_seventh_at_once_is_asked_to_wait_and_keeps_the_text(resident: Resident) -> None:
    for number in range(6):
        assert sends(resident, f"Idee {number}") == 303

    answer = resident.client.post(
        "/ideas/ideen/new?lang=en", data={"text": "Die siebte <Idee>", "language": "tr"}, headers=SAME_ORIGIN
    )

    assert answer.status_code == 429
    assert "please send it again in 1 min" in answer.text
    assert "Die siebte &lt;Idee&gt;</textarea>" in answer.text
    assert '<option value="tr" lang="tr" selected>' in answer.text
    assert len(statuses()) == 6


def test_after_a_minute_the_seventh_is_taken(house: House) -> None:
    resident = house.resident()
    with clock.held_at(NOON):
        assert [sends(resident, f"Idee {number}") for number in range(7)] == [303] * 6 + [429]
    with clock.held_at(NOON + 59 * SECOND):
        assert sends(resident, "Noch eine") == 429
    with clock.held_at(NOON + MINUTE):
        assert sends(resident, "Noch eine") == 303


def test_a_hall_behind_one_address_is_not_one_person(house: House) -> None:
    assert [sends(house.resident(), f"Idee {number}") for number in range(40)] == [303] * 40


def test_whoever_moderates_is_not_limited(house: House, moderator: Moderator) -> None:
    form = {"form_token": moderator.form_token()}

    answers = [
        moderator.client.post("/ideas/ideen/new", data={**form, "text": f"Karte {number}"}, headers=SAME_ORIGIN)
        for number in range(8)
    ]

    assert [answer.status_code for answer in answers] == [303] * 8


def test_what_cannot_be_taken_anyway_says_so_before_the_pace(resident: Resident) -> None:
    for number in range(6):
        sends(resident, f"Idee {number}")

    assert sends(resident, "") == 422


def test_new_guests_under_a_burst_wait_where_the_phase_publishes_at_once(read_afterwards: House) -> None:
    before, after = read_afterwards.resident(), read_afterwards.resident()
    assert sends(before, "Vor dem Ansturm") == 303
    many_newcomers()

    assert sends(after, "Im Ansturm") == 303
    assert sends(before, "Noch eine von mir") == 303

    found = statuses()
    assert (found[0], found[-2:]) == ("published", ["waiting", "waiting"])


def test_whoever_waits_reads_that_a_person_reads_it(read_afterwards: House) -> None:
    many_newcomers()
    guest = read_afterwards.resident()

    answer = guest.client.post("/ideas/ideen/new?lang=en", data={"text": "Mehr Bänke"}, headers=SAME_ORIGIN)

    assert answer.location is not None
    assert "waits for a person to read it" in guest.reads(answer.location)


def test_thirty_in_a_minute_are_no_burst_and_after_a_minute_it_is_over(read_afterwards: House) -> None:
    many_newcomers(NEWCOMERS - 1)
    assert sends(read_afterwards.resident(), "Der dreißigste") == 303
    assert statuses()[-1] == "published"

    with clock.held_at(clock.now() + MINUTE + SECOND):
        assert sends(read_afterwards.resident(), "Eine Minute später") == 303
    assert statuses()[-1] == "published"


def test_while_a_session_runs_the_burst_is_the_hall(read_afterwards: House) -> None:
    opens_a_session()
    many_newcomers()

    assert sends(read_afterwards.resident(), "Aus dem Saal") == 303
    assert statuses()[-1] == "published"


@pytest.mark.parametrize("any_house", ["house", "house_on_postgres"])
def test_known_people_keep_the_rule_of_the_phase_under_a_burst(any_house: str, request: pytest.FixtureRequest) -> None:
    request.getfixturevalue(any_house)
    publishes_at_once()
    yesterday = clock.now() - timedelta(days=1, seconds=1)
    known = a_guest_says("Seit gestern öffentlich", status=Status.PUBLISHED, at=yesterday)
    young = a_guest_says("Seit heute öffentlich", status=Status.PUBLISHED)
    taken_down = a_guest_says("Auch seit gestern", status=Status.PUBLISHED, at=yesterday)
    a_guest_says("Noch eine", status=Status.PUBLISHED, at=yesterday)
    with database.transaction() as tx:
        second = receive(
            tx,
            Said("Beleidigung", "de", LanguageBy.AUTHOR, created_at=yesterday),
            into=tx.session.get_one(Format, 1),
            author_id=taken_down,
            status=Status.PUBLISHED,
        )
        second.status = Status.TAKEN_DOWN
    many_newcomers()

    assert [submits(person) for person in (known, young, taken_down)] == ["published", "waiting", "waiting"]


def test_a_moderator_never_waits(read_afterwards: House, moderator: Moderator) -> None:
    many_newcomers()

    answer = moderator.client.post(
        "/ideas/ideen/new", data={"text": "Vom Pult", "form_token": moderator.form_token()}, headers=SAME_ORIGIN
    )

    assert answer.status_code == 303
    assert statuses()[-1] == "published"


def test_somebody_whom_no_act_made_a_person_yet_has_no_pace(house: House) -> None:
    with database.transaction() as tx:
        limits.require_pace(tx, Actor(1))


def test_a_colleague_without_the_right_to_moderate_has_the_pace_of_everybody(house: House) -> None:
    with database.transaction() as tx:
        person = Person(municipality_id=1, kind=PersonKind.ACCOUNT, name="Ina Leser", created_at=NOON)
        tx.session.add(person)
        tx.session.flush()
        observer = Actor(1, person.id, frozenset({Role.OBSERVER}))
        for number in range(6):
            limits.require_pace(tx, observer)
            said = Said(f"Idee {number}", "de", LanguageBy.AUTHOR)
            receive(tx, said, into=tx.session.get_one(Format, 1), author_id=person.id, status=Status.WAITING)
        with pytest.raises(TooFast):
            limits.require_pace(tx, observer)
        limits.require_pace(
            tx, Actor(1, person.id, in_process=frozenset({(1, Role.MODERATOR)})), tx.session.get_one(Format, 1)
        )


def test_the_pace_costs_two_statements_however_much_somebody_sent(house: House) -> None:
    person = a_guest_says("Die erste")
    with database.transaction() as tx, counted_statements() as one:
        limits.require_pace(tx, Actor(1, person))
    submits(person)
    submits(person)
    with database.transaction() as tx, counted_statements() as three:
        limits.require_pace(tx, Actor(1, person))

    assert len(one) == len(three) == 2


@pytest.mark.parametrize("count", [0, 3])
def test_asking_for_a_burst_costs_one_statement_on_a_quiet_day(house: House, count: int) -> None:
    many_newcomers(count)

    with database.transaction() as tx, counted_statements() as statements:
        assert not limits.waits_for_a_person(tx, Actor(1))
    assert len(statements) == 1


@pytest.fixture
def no_halls(house: House) -> Iterator[None]:
    before = list(limits._halls)
    limits._halls.clear()
    yield
    limits._halls[:] = before


@pytest.mark.usefixtures("no_halls")
def test_a_hall_is_asked_once_however_often_it_was_registered(house: House) -> None:
    def open_hall(_session: object, municipality_id: int) -> bool:
        return municipality_id == 1

    limits.register_hall(open_hall)
    limits.register_hall(open_hall)

    with database.reading() as session:
        assert (len(limits._halls), limits.hall_is_open(session, 1), limits.hall_is_open(session, 2)) == (
            1,
            True,
            False,
        )


def test_requests_of_one_person_at_the_same_moment_come_one_after_the_other(house_on_postgres: House) -> None:
    """PostgreSQL lets several write at once: without the lock on the person each would see the same five."""
    resident = house_on_postgres.resident()
    assert sends(resident, "Die erste") == 303
    cookie = resident.client.get_cookie("me")
    assert cookie is not None

    def also_sends(number: int) -> int:
        phone = house_on_postgres.resident()
        phone.client.set_cookie("me", cookie.value)
        return sends(phone, f"Zugleich {number}")

    with ThreadPoolExecutor(8) as together:
        answers = list(together.map(also_sends, range(16)))

    assert sorted(answers) == [303] * 5 + [429] * 11
    assert len(statuses()) == 6
