"""One person in several municipalities: a personal code from home, an invitation from the neighbours."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from participation.foundation import clock, database
from participation.foundation.municipality import Municipality
from participation.foundation.permissions import Role
from participation.people import service as people
from participation.people.models import DeviceKey, Person, PersonalCode, PersonKind, SignInLink
from participation.people.service import CODE_MINUTES, LINK_HOURS
from participation.people.web import COOKIE
from tests.conftest import House
from tests.team.office import (
    NEIGHBOUR_HOST,
    Office,
    Somebody,
    code_in,
    grants_in_town,
    link_in,
    log_of,
    person_named,
)


@pytest.fixture
def neighbours(office: Office) -> Somebody:
    return office.administrator("Nina Nachbar", town=2)


@pytest.fixture
def companion(office: Office) -> Somebody:
    """At home in Musterstadt, invited by nobody yet."""
    return office.colleague("Carla Begleitung", Role.COMPANION)


def makes_code(somebody: Somebody) -> str:
    return code_in(somebody.sends("/desk/me/code", 200).text)


def takes(office: Office, link: str, code: str, status: int = 303) -> Somebody:
    """Open the neighbours' link on their host and take it with a personal code."""
    there = office.visitor(2)
    answer = there.sends("/sign-in/account?lang=en", status, token=link.rpartition("/")[2], code=code)
    there.person = 0 if status != 303 else 1
    assert (there.client.get_cookie(COOKIE, domain=NEIGHBOUR_HOST) is None) is (status != 303)
    assert status == 303 or 'name="code"' in answer.text or status == 410
    return there


def test_a_companion_takes_an_invitation_with_the_account_from_home(
    office: Office, neighbours: Somebody, companion: Somebody
) -> None:
    link = neighbours.invites("Frau Begleitung", f"companion:{office.foreign}")
    invited = person_named("Frau Begleitung")

    page = office.visitor(2).reads(link.removeprefix(f"http://{NEIGHBOUR_HOST}") + "?lang=en")
    there = takes(office, link, makes_code(companion))

    assert link.startswith(f"http://{NEIGHBOUR_HOST}/sign-in/")
    assert "I am new here" in page
    assert "I have an account in another municipality here" in page
    assert grants_in_town(companion.person) == {("companion", None)}
    assert grants_in_town(companion.person, 2) == {("companion", office.foreign)}
    assert grants_in_town(invited, 2) == set()
    assert "Carla Begleitung" in there.reads("/desk/me")
    assert there.reads("/desk/queue")
    assert companion.reads("/desk/queue")
    team = neighbours.reads("/desk/team")
    assert "Carla Begleitung" in team
    assert "Frau Begleitung" not in team
    whom = f"person:{companion.person}"
    assert log_of("team.join") == [(whom, "team.join", whom, f"companion in process {office.foreign}")]


def test_a_key_of_one_town_opens_nothing_in_another(office: Office, neighbours: Somebody, companion: Somebody) -> None:
    """The neighbours' administrator can sign in as the companion there, and must not come in here with that."""
    there = takes(office, neighbours.invites("Carla", "companion"), makes_code(companion))
    cookie = there.client.get_cookie(COOKIE, domain=NEIGHBOUR_HOST)
    assert cookie is not None

    thief = office.visitor()
    thief.client.set_cookie(COOKIE, cookie.value, domain="localhost")
    fresh = link_in(neighbours.sends(f"/desk/team/{companion.person}/link", 200).text)

    thief.reads("/desk/queue", 403)
    thief.reads("/desk/me", 403)
    office.visitor().comes_by(fresh, 410)
    office.visitor(2).comes_by(fresh)
    there.sends("/desk/me/code", 409)  # codes are made at home


def test_a_code_is_good_once_and_for_half_an_hour(office: Office, neighbours: Somebody, companion: Somebody) -> None:
    links = [neighbours.invites(f"Einladung {number}", "observer") for number in range(3)]
    code = makes_code(companion)

    takes(office, links[0], f" {code.lower().replace('-', ' ')} ")
    takes(office, links[1], code, 422)
    late = makes_code(companion)
    with clock.held_at(clock.now() + timedelta(minutes=CODE_MINUTES)):
        takes(office, links[1], late, 422)
    older, newer = makes_code(companion), makes_code(companion)
    takes(office, links[1], older, 422)
    takes(office, links[1], newer)
    takes(office, links[2], "", 422)


def test_a_refused_code_keeps_the_link_and_what_was_typed(office: Office, neighbours: Somebody) -> None:
    link = neighbours.invites("Carla", "observer")
    there = office.visitor(2)

    page = there.sends("/sign-in/account?lang=en", 422, token=link.rpartition("/")[2], code="AAAAA-AAAAA-AAAAA").text

    assert "We do not know this code, or it is too old." in page
    assert 'value="AAAAA-AAAAA-AAAAA"' in page
    assert there.comes_by(link)


def test_a_code_signs_nobody_in_and_is_kept_as_a_hash(office: Office, companion: Somebody) -> None:
    code = makes_code(companion)

    office.visitor().sends("/sign-in", 410, token=code)
    office.visitor().sends("/sign-in/account", 410, token=code, code=code)
    with database.reading() as session:
        [kept] = session.scalars(select(PersonalCode)).all()
        assert code.encode() not in kept.code_hash
    assert code not in companion.reads("/desk/me")


@pytest.mark.parametrize("hours", [LINK_HOURS + 1])
def test_a_used_or_old_link_is_taken_by_nobody(
    office: Office, neighbours: Somebody, companion: Somebody, hours: int
) -> None:
    used, old = neighbours.invites("Eine", "observer"), neighbours.invites("Andere", "observer")
    office.visitor(2).comes_by(used)

    office.visitor(2).sends("/sign-in/account", 410, token=used.rpartition("/")[2], code=makes_code(companion))
    with clock.held_at(clock.now() + timedelta(hours=hours)):
        office.visitor(2).sends("/sign-in/account", 410, token=old.rpartition("/")[2], code="x")
    office.visitor(1).sends("/sign-in/account", 410, token=old.rpartition("/")[2], code=makes_code(companion))
    assert grants_in_town(companion.person, 2) == set()


def test_the_link_of_somebody_who_works_there_already_is_no_invitation(
    office: Office, neighbours: Somebody, companion: Somebody
) -> None:
    ben = office.colleague("Ben Nachbar", Role.ADMINISTRATION, town=2)
    link = link_in(neighbours.sends(f"/desk/team/{ben.person}/link", 200).text)

    page = office.visitor(2).reads(link.removeprefix(f"http://{NEIGHBOUR_HOST}") + "?lang=en")
    token = link.rpartition("/")[2]
    office.visitor(2).sends("/sign-in/account", 409, token=token, code=makes_code(companion))

    assert "I am new here" not in page
    assert grants_in_town(ben.person, 2) == {("administration", None)}
    assert grants_in_town(companion.person, 2) == set()
    assert office.visitor(2).comes_by(link)


def test_roles_of_a_second_invitation_are_added(office: Office, neighbours: Somebody, companion: Somebody) -> None:
    takes(office, neighbours.invites("Eine", "observer"), makes_code(companion))
    takes(office, neighbours.invites("Zweite", "observer", f"moderator:{office.foreign}"), makes_code(companion))

    assert grants_in_town(companion.person, 2) == {("observer", None), ("moderator", office.foreign)}


def test_a_companion_who_is_removed_there_goes_on_working_at_home(
    office: Office, neighbours: Somebody, companion: Somebody
) -> None:
    there = takes(office, neighbours.invites("Carla", "companion"), makes_code(companion))

    neighbours.removes(companion.person)

    there.reads("/desk/queue", 403)
    there.reads("/desk/me", 403)
    assert companion.reads("/desk/queue")
    with database.reading() as session:
        keys = session.scalars(select(DeviceKey).where(DeviceKey.person_id == companion.person)).all()
        assert [key.municipality_id for key in keys] == [1]
    asked = neighbours.invites("Carla Begleitung", "observer", status=409)
    assert "was here before" in asked
    link = neighbours.invites("Carla Begleitung", "observer", who=str(companion.person))
    office.visitor(2).comes_by(link)
    assert grants_in_town(companion.person, 2) == {("observer", None)}


def test_whoever_is_removed_at_home_goes_on_working_elsewhere(
    office: Office, boss: Somebody, neighbours: Somebody, companion: Somebody
) -> None:
    there = takes(office, neighbours.invites("Carla", "companion"), makes_code(companion))
    left = makes_code(companion)

    boss.removes(companion.person)

    companion.reads("/desk/queue", 403)
    assert there.reads("/desk/queue")
    takes(office, neighbours.invites("Noch einmal", "observer"), left, 422)


def test_an_invitation_that_was_taken_elsewhere_lets_nobody_in_and_keeps_its_name(
    office: Office, neighbours: Somebody, companion: Somebody
) -> None:
    link = neighbours.invites("Frau Begleitung", "observer")
    invited = person_named("Frau Begleitung")

    takes(office, link, makes_code(companion))

    office.visitor(2).comes_by(link, 410)
    neighbours.reads(f"/desk/team/{invited}", 404)
    neighbours.invites("Frau Begleitung", "observer")  # nobody of this name is asked about
    with database.reading() as session:
        person = session.get_one(Person, invited)
        assert (person.kind, person.name) == (PersonKind.MOVED, "Frau Begleitung")
        links = session.scalars(select(SignInLink.person_id).where(SignInLink.used_at.is_not(None))).all()
    assert links == [companion.person]


def test_where_the_house_serves_one_town_nobody_is_asked_about_another(house: House) -> None:
    with database.reading() as session:
        assert len(session.scalars(select(Municipality)).all()) == 1
    office = Office(house, 1, 0, 0)
    boss = office.administrator()

    link = boss.invites("Max Beispiel", "moderator")

    assert "Make a personal code" not in boss.reads("/desk/me?lang=en")
    assert 'name="code"' not in office.visitor().reads(link.removeprefix("http://localhost"))


def test_a_code_taken_on_an_invitation_to_oneself_signs_in(office: Office, boss: Somebody) -> None:
    """Somebody has an account here and is invited here once more by mistake: they stay one person."""
    max_ = office.colleague("Max Beispiel", Role.MODERATOR)
    link = boss.invites("M. Beispiel", "observer")
    visitor = office.visitor()

    visitor.sends("/sign-in/account", token=link.rpartition("/")[2], code=makes_code(max_))

    assert grants_in_town(max_.person) == {("moderator", None), ("observer", None)}
    assert "Max Beispiel" in visitor.reads("/desk/me")


def test_a_link_for_somebody_who_is_nobody_there_lets_nobody_in(office: Office, companion: Somebody) -> None:
    with database.transaction() as tx:
        token = people.write_link(tx, tx.session.get_one(Person, companion.person), municipality_id=2)

    office.visitor(2).sends("/sign-in", 403, token=token)
