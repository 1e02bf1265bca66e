"""Guests without an account, colleagues with a link: who a device acts for."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from participation.foundation import audit, chance, clock, database
from participation.foundation.permissions import Actor, Role
from participation.people import queries, service
from participation.people.models import DeviceKey, Person, PersonKind, SignInLink
from participation.people.rules import ALPHABET, LinkUsed, UnknownCode, key_hash, recovery_code, typed_code
from tests.conftest import SAME_ORIGIN, House, Resident

SECRET = b"only for tests"
PERSON = st.integers(1, 10**9)


def account(*roles: Role, name: str = "Aylin Örnek") -> str:
    """A fresh account; returns the token of its link."""
    with database.transaction() as tx:
        return service.write_link(tx, service.open_account(tx, 1, name, roles))


def signs_in(resident: Resident, token: str) -> int:
    return resident.client.post("/sign-in", data={"token": token}, headers=SAME_ORIGIN).status_code


def actor_of(token: str) -> Actor | None:
    with database.reading() as session:
        return queries.actor_of_device(session, token, 1)


def count(table: type[database.Base]) -> int:
    with database.reading() as session:
        return len(session.scalars(select(table)).all())


# --- the recovery code ------------------------------------------------------------------------------------------------


@given(PERSON)
def test_the_code_is_always_the_same_and_can_be_read_from_paper(person: int) -> None:
    code = recovery_code(SECRET, person)

    assert code == recovery_code(SECRET, person)
    assert [len(group) for group in code.split("-")] == [5, 5, 5]
    assert set(code) <= {*ALPHABET, "-"}
    assert set(ALPHABET).isdisjoint("0O1IL")
    assert ALPHABET == chance.ALPHABET


@given(PERSON, PERSON)
def test_no_two_people_and_no_two_houses_share_a_code(one: int, other: int) -> None:
    assert (recovery_code(SECRET, one) == recovery_code(SECRET, other)) is (one == other)
    assert recovery_code(SECRET, one) != recovery_code(b"another house", one)


@given(person=PERSON, between=st.sampled_from([" ", "", " - ", ".", "\n", "–"]), small=st.booleans())
def test_it_does_not_matter_how_the_code_is_typed(person: int, between: str, *, small: bool) -> None:
    code = recovery_code(SECRET, person)
    typed = between.join(code.split("-"))

    assert typed_code(typed.lower() if small else typed) == code


def test_a_code_leads_to_the_guest_and_leaves_their_other_devices_alone(house: House) -> None:
    with database.transaction() as tx:
        person, phone = service.welcome_guest(tx, 1, SECRET)
    with database.transaction() as tx:
        found, tablet = service.recover_guest(tx, 1, recovery_code(SECRET, person.id))

    assert found.id == person.id
    assert actor_of(phone) == actor_of(tablet) == Actor(1, person.id, frozenset({Role.RESIDENT}))


@pytest.mark.parametrize("typed", ["", "22222-22222-22222"])
def test_an_unknown_code_and_one_of_another_town_lead_to_nobody(house: House, typed: str) -> None:
    with database.transaction() as tx:
        person, _ = service.welcome_guest(tx, 1, SECRET)
    code = recovery_code(SECRET, person.id)

    for municipality, wrong in ((1, typed), (2, code)):
        with pytest.raises(UnknownCode), database.transaction() as tx:
            service.recover_guest(tx, municipality, wrong)


def test_an_account_has_no_code_so_none_opens_it(house: House) -> None:
    account(Role.MODERATOR)

    with database.reading() as session:
        [colleague] = session.scalars(select(Person).where(Person.kind == PersonKind.ACCOUNT))
    assert colleague.recovery_hash is None
    with pytest.raises(UnknownCode), database.transaction() as tx:
        service.recover_guest(tx, 1, recovery_code(SECRET, colleague.id))


# --- what is kept -----------------------------------------------------------------------------------------------------


def test_no_cookie_link_or_code_can_be_read_from_the_database(house: House) -> None:
    resident = house.resident()
    resident.posts("Mehr Bänke")
    link = account(Role.MODERATOR)
    cookie = resident.client.get_cookie("me")
    assert cookie is not None

    assert house.settings.database_file is not None
    files = [house.settings.database_file, house.settings.database_file.with_name("participation.sqlite-wal")]
    kept = b"".join(file.read_bytes() for file in files if file.exists())
    code = recovery_code(SECRET, 1)
    assert key_hash(cookie.value) in kept
    for secret in (cookie.value, link, code):
        assert secret.encode() not in kept
        assert bytes.fromhex(secret) not in kept if secret != code else True


def test_a_refused_first_act_leaves_neither_person_nor_key(house: House) -> None:
    answer = house.resident().client.post("/ideas/ideen/new", data={"text": " "}, headers=SAME_ORIGIN)

    assert answer.status_code == 422
    assert (count(Person), count(DeviceKey)) == (0, 0)


def test_a_second_act_on_the_same_device_is_the_same_guest(house: House) -> None:
    resident = house.resident()
    resident.posts("Mehr Bänke")
    resident.posts("Mehr Bäume")

    assert (count(Person), count(DeviceKey)) == (1, 1)


# --- links, keys, signing out -----------------------------------------------------------------------------------------


def test_opening_a_link_signs_nobody_in_and_its_button_does_once(house: House) -> None:
    scanner, colleague, thief = house.resident(), house.resident(), house.resident()
    token = account(Role.MODERATOR)

    for _ in range(3):
        assert scanner.client.get(f"/sign-in/{token}").status_code == 200
    assert count(DeviceKey) == 0

    assert signs_in(colleague, token) == 303
    assert colleague.client.get("/desk/queue").status_code == 200
    assert signs_in(thief, token) == 410
    assert thief.client.get(f"/sign-in/{token}").status_code == 410
    assert thief.client.get("/desk/queue").status_code == 403


@pytest.mark.parametrize(("hours", "status"), [(service.LINK_HOURS - 1, 303), (service.LINK_HOURS, 410)])
def test_a_link_ends_after_two_days(house: House, hours: int, status: int) -> None:
    token = account(Role.MODERATOR)

    with clock.held_at(clock.now() + timedelta(hours=hours, seconds=30 if status == 410 else 0)):
        shown = house.resident().client.get(f"/sign-in/{token}").status_code
        assert (shown, signs_in(house.resident(), token)) == ((200, 303) if status == 303 else (410, 410))


def test_a_link_made_for_an_hour_ends_after_an_hour(house: House) -> None:
    start = clock.now()
    with clock.held_at(start), database.transaction() as tx:
        token = service.write_link(tx, service.open_account(tx, 1, "Max Beispiel", []), hours=1)

    with clock.held_at(start + timedelta(hours=1)), pytest.raises(LinkUsed), database.transaction() as tx:
        service.sign_in(tx, token, 1)


@pytest.mark.parametrize(
    ("days", "knows"), [(service.ACCOUNT_DAYS - 1, True), (service.ACCOUNT_DAYS, False), (500, False)]
)
def test_a_colleague_stays_signed_in_for_two_weeks(house: House, days: int, *, knows: bool) -> None:
    start = clock.now()
    colleague = house.resident()
    with clock.held_at(start):
        signs_in(colleague, account(Role.MODERATOR))

    with clock.held_at(start + timedelta(days=days)):
        assert (colleague.client.get("/desk/queue").status_code == 200) is knows


def test_a_guest_is_known_for_longer_than_a_year(house: House) -> None:
    with database.transaction() as tx:
        _, token = service.welcome_guest(tx, 1, SECRET)
    later: datetime = clock.now() + timedelta(days=366)

    with clock.held_at(later):
        assert actor_of(token) is not None


def test_signing_out_ends_this_device_and_no_other(house: House) -> None:
    with database.transaction() as tx:
        person = service.open_account(tx, 1, "Max Beispiel", [Role.MODERATOR])
        links = [service.write_link(tx, person) for _ in range(2)]
    desk, laptop = house.resident(), house.resident()
    assert [signs_in(desk, links[0]), signs_in(laptop, links[1])] == [303, 303]
    stolen = desk.client.get_cookie("me")
    assert stolen is not None
    token = desk.reads("/mine").split('name="form_token" value="')[1].split('"')[0]

    answer = desk.client.post("/sign-out?lang=en", data={"form_token": token}, headers=SAME_ORIGIN)

    assert answer.status_code == 303
    assert desk.client.get_cookie("me") is None
    assert "You are signed out on this device." in desk.reads(answer.location)
    assert actor_of(stolen.value) is None
    assert laptop.client.get("/desk/queue").status_code == 200


def test_whoever_is_not_signed_in_may_sign_out_without_harm(resident: Resident) -> None:
    assert resident.client.post("/sign-out", headers=SAME_ORIGIN).status_code == 303


@pytest.mark.parametrize("token", ["", "x", "0" * 32, "ü" * 500])
def test_a_key_nobody_has_acts_for_nobody(house: House, token: str) -> None:
    assert actor_of(token) is None


def test_roles_count_for_accounts_only(house: House) -> None:
    with database.transaction() as tx:
        person = service.open_account(tx, 1, "Max Beispiel", [Role.MODERATOR, Role.ADMINISTRATION])
        key = service.hand_key(tx, person.id, 1)
    assert actor_of(key) == Actor(
        1, person.id, frozenset({Role.RESIDENT, Role.MODERATOR, Role.ADMINISTRATION}), "Max Beispiel"
    )

    with database.transaction() as tx:
        tx.session.get_one(Person, person.id).kind = PersonKind.GUEST
    assert actor_of(key) == Actor(1, person.id, frozenset({Role.RESIDENT}), "Max Beispiel")


def test_opening_an_account_and_signing_in_stand_in_the_audit(house: House) -> None:
    signs_in(house.resident(), account(Role.MODERATOR))

    with database.reading() as session:
        acts = [(entry.actor, entry.action, entry.object) for entry in audit.entries(session)]
    assert acts == [("system", "account.open", "person:1"), ("person:1", "account.sign_in", "person:1")]


def test_an_account_is_found_by_its_name_and_a_guest_is_not(house: House) -> None:
    account(Role.MODERATOR, name="Max Beispiel")
    house.resident().posts("Mehr Bänke")

    with database.reading() as session:
        found = queries.account_named(session, "Max Beispiel")
        assert found is not None
        assert found.name == "Max Beispiel"
        assert queries.account_named(session, "") is None
    assert count(SignInLink) == 1


def test_each_colleague_begins_where_they_may_work(house: House) -> None:
    begins = {}
    for role in (Role.MODERATOR, Role.ADMINISTRATION, Role.INTERPRETER, Role.SCRIBE):
        with database.transaction() as tx:
            person = service.open_account(tx, 1, f"Kollegin {role}", [role])
            token = service.write_link(tx, person)
        client = house.app.test_client()
        answer = client.post("/sign-in", data={"token": token}, headers=SAME_ORIGIN)
        begins[role] = (answer.location, client.get(answer.location).status_code)

    assert begins == {
        Role.MODERATOR: ("/desk/queue", 200),
        Role.ADMINISTRATION: ("/desk/harvest", 200),
        Role.INTERPRETER: ("/desk/translations", 200),
        Role.SCRIBE: ("/desk/scribe", 200),
    }
