"""Colleagues come by a link, change their roles, and go; what they did keeps their name."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from participation.foundation import clock, database
from participation.foundation.messages import NotAllowed
from participation.foundation.permissions import Actor, Role
from participation.people.models import DeviceKey, Person, SignInLink
from participation.people.service import LINK_HOURS
from participation.process.models import Process
from participation.team import service
from tests.conftest import SAME_ORIGIN
from tests.ideas.test_board import counted_statements
from tests.team.office import (
    Office,
    Somebody,
    grants_in_town,
    link_in,
    log_of,
    nonce_in,
    person_named,
    seen_in,
    words_of,
)


def accounts() -> int:
    with database.reading() as session:
        return len(session.scalars(select(Person.id)).all())


# --- the table


def test_the_table_says_who_works_here_in_which_role_and_when_they_came_last(office: Office, boss: Somebody) -> None:
    office.colleague("Zoe Zuletzt", Role.MODERATOR, process=office.second)
    boss.invites("Émile Éléphant", "observer", f"interpreter:{office.first}")
    office.colleague("Ben Nachbar", Role.MODERATOR, town=2)

    page = words_of(boss.reads("/desk/team?lang=en"))
    today = f"{clock.local(clock.now()).day}"

    assert "3 colleagues" in page
    assert page.index("Ayşe Amt") < page.index("Émile Éléphant") < page.index("Zoe Zuletzt")
    assert "Zoe Zuletzt Moderator in “ Stadtpark ” Signed in last on" in page
    assert "Émile Éléphant Interpreter or translator in “ Konzept ” Observer Invited, link open until" in page
    assert today in page
    assert "Ben Nachbar" not in page


def test_after_two_days_without_a_sign_in_the_table_says_so(office: Office, boss: Somebody) -> None:
    boss.invites("Max Beispiel", "moderator")

    with clock.held_at(clock.now() + timedelta(hours=LINK_HOURS, seconds=1)):
        late = office.administrator("Ben Amt")
        assert "Max Beispiel Moderator Never signed in yet" in words_of(late.reads("/desk/team?lang=en"))


def test_the_filters_stand_in_the_address(office: Office, boss: Somebody) -> None:
    office.colleague("Ada Allhier", Role.MODERATOR)
    office.colleague("Ida Konzept", Role.MODERATOR, process=office.first)
    office.colleague("Udo Park", Role.OBSERVER, process=office.second)
    with database.reading() as session:
        slugs = [session.get_one(Process, one).slug for one in (office.first, office.second)]

    def shown(query: str) -> list[str]:
        page = boss.reads(f"/desk/team?lang=en&{query}").split("<tbody>")
        names = page[1].split("<bdi>")[1:] if len(page) > 1 else []
        return [part.split("<")[0] for part in names if "</a></th>" in part]

    assert shown("") == ["Ada Allhier", "Ayşe Amt", "Ida Konzept", "Udo Park"]
    assert shown(f"where={slugs[0]}") == ["Ada Allhier", "Ayşe Amt", "Ida Konzept"]
    assert shown(f"where={slugs[1]}&role=moderator") == ["Ada Allhier"]
    assert shown("where=:town") == ["Ada Allhier", "Ayşe Amt"]
    assert shown("role=steering") == []
    assert "Nobody holds this role here" in boss.reads("/desk/team?lang=en&role=steering")
    assert shown("where=nowhere&role=king") == shown("")


def test_one_and_three_colleagues_cost_the_same_statements(office: Office, boss: Somebody) -> None:
    with counted_statements() as one:
        boss.reads("/desk/team")
    office.colleague("Ada Allhier", Role.MODERATOR, Role.OBSERVER)
    boss.invites("Max Beispiel", "moderator", f"observer:{office.second}")
    with counted_statements() as three:
        page = boss.reads("/desk/team")

    assert page.count('<tr><th scope="row">') == 3
    assert len(one) == len(three)


# --- inviting


def test_an_invitation_shows_its_link_once_and_the_link_signs_in_once(office: Office, boss: Somebody) -> None:
    link = boss.invites("  Max\tBeispiel ", "moderator", f"observer:{office.second}")
    newcomer = office.visitor()

    assert link.startswith("http://localhost/sign-in/")
    assert link not in boss.reads(f"/desk/team/{person_named('Max Beispiel')}")
    assert "Sign in now" in newcomer.reads(link.removeprefix("http://localhost") + "?lang=en")
    assert newcomer.comes_by(link) == "/desk/queue"
    assert newcomer.reads("/desk/queue")
    office.visitor().comes_by(link, 410)
    assert grants_in_town(person_named("Max Beispiel")) == {("moderator", None), ("observer", office.second)}


def test_the_form_explains_every_role_and_offers_every_place(office: Office, boss: Somebody) -> None:
    page = boss.reads("/desk/team/invite?lang=en")

    assert page.count('<fieldset class="stack-2 role"') == 8  # that of an organisation is given by its own people
    assert page.count('name="grant"') == 8 * 3
    assert 'value="organisation"' not in page
    assert f'value="companion:{office.second}"' in page
    assert f":{office.foreign}" not in page
    assert "Interprets in the hall" in page


def test_a_form_sent_twice_makes_one_person_and_shows_the_same_link(office: Office, boss: Somebody) -> None:
    nonce, before = nonce_in(boss.reads("/desk/team/invite")), accounts()
    form = {"nonce": nonce, "name": "Max Beispiel", "grant": "moderator"}

    links = [link_in(boss.sends("/desk/team", 200, **form).text) for _ in range(2)]
    other = boss.sends("/desk/team", 409, **{**form, "grant": "observer"}).text

    assert links[0] == links[1]
    assert accounts() == before + 1
    assert "Max Beispiel" in other  # the same name with other roles is asked about, not taken for the same form


def test_a_form_sent_again_later_or_after_its_link_was_used_is_refused(office: Office, boss: Somebody) -> None:
    nonce, before = nonce_in(boss.reads("/desk/team/invite")), accounts()
    form = {"nonce": nonce, "name": "Max Beispiel", "grant": "moderator"}
    link = link_in(boss.sends("/desk/team", 200, **form).text)

    with clock.held_at(clock.now() + timedelta(seconds=62)):
        later = boss.sends("/desk/team?lang=en", 409, **form).text
    office.visitor().comes_by(link)
    used = boss.sends("/desk/team?lang=en", 409, **form).text

    assert "This invitation was sent already" in later
    assert "This invitation was sent already" in used
    assert accounts() == before + 1


def test_a_form_without_its_nonce_still_invites(office: Office, boss: Somebody) -> None:
    boss.sends("/desk/team", 200, name="Max Beispiel", grant="moderator")

    assert grants_in_town(person_named("Max Beispiel")) == {("moderator", None)}


@pytest.mark.parametrize(
    ("name", "grants", "sentence"),
    [
        ("", ["moderator"], "Please write the name"),
        (" \u202e\x07 ", ["moderator"], "Please write the name"),
        ("x" * 121, ["moderator"], "up to 120 characters here; this one has 121"),
        ("Max Beispiel", [], "Please tick at least one role"),
        ("Max Beispiel", ["king"], "does not exist here"),
        ("Max Beispiel", ["resident"], "does not exist here"),
        ("Max Beispiel", ["moderator:"], "does not exist here"),
        ("Max Beispiel", ["moderator:0"], "does not exist here"),
        ("Max Beispiel", ["moderator:-1"], "does not exist here"),
        ("Max Beispiel", ["moderator:99999999999999999999"], "does not exist here"),
        ("Max Beispiel", ["moderator:{foreign}"], "does not exist here"),
        ("Max Beispiel", ["moderator:9999"], "does not exist here"),
    ],
)
def test_a_form_that_cannot_be_kept_says_why_and_keeps_what_was_typed(
    office: Office, boss: Somebody, name: str, grants: list[str], sentence: str
) -> None:
    before = accounts()
    ticked = [grant.format(foreign=office.foreign) for grant in grants]

    page = (
        boss.invites(name, *ticked, f"observer:{office.second}", status=422)
        if ticked
        else boss.invites(name, status=422)
    )

    assert sentence in page
    assert f'value="{name}"' in page or not name.isprintable()
    assert (f'value="observer:{office.second}" checked' in page) is bool(ticked)
    assert accounts() == before


def test_control_characters_in_a_name_are_dropped_and_120_characters_fit(office: Office, boss: Somebody) -> None:
    boss.invites("Max\x00 \u202eBeispiel", "moderator")
    boss.invites("x" * 120, "moderator")

    assert person_named("Max Beispiel")
    assert person_named("x" * 120)


def test_a_role_in_the_whole_town_needs_no_process_besides(office: Office, boss: Somebody) -> None:
    boss.invites("Max Beispiel", "moderator", f"moderator:{office.first}", f"observer:{office.first}")

    assert grants_in_town(person_named("Max Beispiel")) == {("moderator", None), ("observer", office.first)}


def test_a_new_link_ends_the_old_ones_and_leaves_devices_alone(office: Office, boss: Somebody) -> None:
    first = boss.invites("Max Beispiel", "moderator")
    person = person_named("Max Beispiel")
    second = link_in(boss.sends(f"/desk/team/{person}/link", 200).text)
    phone, laptop = office.visitor(), office.visitor()

    office.visitor().comes_by(first, 410)
    phone.comes_by(second)
    laptop.comes_by(link_in(boss.sends(f"/desk/team/{person}/link", 200).text))

    assert phone.reads("/desk/queue")
    assert laptop.reads("/desk/queue")
    assert log_of("team.link") == [(f"person:{boss.person}", "team.link", f"person:{person}", "")] * 2


def test_a_link_ends_after_two_days(office: Office, boss: Somebody) -> None:
    link = boss.invites("Max Beispiel", "moderator")

    with clock.held_at(clock.now() + timedelta(hours=LINK_HOURS, seconds=1)):
        office.visitor().comes_by(link, 410)


def test_opening_a_link_or_asking_for_its_head_changes_nothing(office: Office, boss: Somebody) -> None:
    path = boss.invites("Max Beispiel", "moderator").removeprefix("http://localhost")
    visitor = office.visitor()

    visitor.reads(path)
    assert visitor.client.head(path).status_code == 200
    with database.reading() as session:
        assert session.scalars(select(SignInLink.used_at).where(SignInLink.used_at.is_not(None))).all() == []
    for address in ("/desk/team/1/link", "/desk/team/1/remove", "/desk/me/elsewhere", "/desk/me/code"):
        assert boss.client.get(address).status_code == 405
        assert boss.client.head(address).status_code == 405


# --- roles


def test_roles_change_and_count_from_the_next_click(office: Office, boss: Somebody) -> None:
    max_ = office.colleague("Max Beispiel", Role.MODERATOR)
    max_.reads("/desk/queue")

    boss.changes(max_.person, "observer", f"companion:{office.second}")

    assert grants_in_town(max_.person) == {("observer", None), ("companion", office.second)}
    assert "Stadtpark" in words_of(max_.reads("/desk/me"))
    boss.changes(max_.person, "observer")
    max_.reads("/desk/queue", 403)


def test_nobody_overwrites_roles_they_have_not_seen(office: Office, boss: Somebody) -> None:
    other, max_ = office.administrator("Ben Amt"), office.colleague("Max Beispiel", Role.MODERATOR)
    seen = seen_in(other.reads(f"/desk/team/{max_.person}"))
    boss.changes(max_.person, "observer")

    page = other.sends(f"/desk/team/{max_.person}?lang=en", 409, seen=seen, grant="administration").text
    kept = other.sends(f"/desk/team/{max_.person}/remove?lang=en", 409, seen=seen).text

    assert "Somebody else changed this a moment ago" in page
    assert 'value="administration" checked' in page
    assert "Somebody else changed this a moment ago" in kept
    assert grants_in_town(max_.person) == {("observer", None)}
    other.sends(f"/desk/team/{max_.person}", seen=seen_in(page), grant="administration")
    assert grants_in_town(max_.person) == {("administration", None)}


@pytest.mark.parametrize(("grants", "status"), [([], 422), (["king"], 422), (["moderator:{foreign}"], 422)])
def test_roles_that_do_not_exist_change_nothing(office: Office, boss: Somebody, grants: list[str], status: int) -> None:
    max_ = office.colleague("Max Beispiel", Role.MODERATOR)

    boss.changes(max_.person, *[grant.format(foreign=office.foreign) for grant in grants], status=status)

    assert grants_in_town(max_.person) == {("moderator", None)}


def test_the_last_administrator_keeps_the_role_and_stays(office: Office, boss: Somebody) -> None:
    taken = boss.changes(boss.person, "moderator", f"administrator:{office.first}", status=409)
    removed = boss.removes(boss.person, 409)

    assert "A municipality needs an administrator" in taken
    assert "A municipality needs an administrator" in removed
    assert grants_in_town(boss.person) == {("administrator", None)}


def test_nobody_takes_their_own_administrator_role_but_another_one_may(office: Office, boss: Somebody) -> None:
    other = office.administrator("Ben Amt")

    assert "You cannot take your own administrator role away" in boss.changes(boss.person, "moderator", status=409)
    assert "You cannot take your own administrator role away" in boss.removes(boss.person, 409)
    boss.changes(boss.person, "administrator", "moderator")
    assert grants_in_town(boss.person) == {("administrator", None), ("moderator", None)}
    other.changes(boss.person, "moderator")
    assert grants_in_town(boss.person) == {("moderator", None)}


def test_whoever_lost_the_role_while_their_page_was_open_changes_nothing_more(office: Office, boss: Somebody) -> None:
    """Two administrators remove each other at the same moment: the second one is nobody by then."""
    ben = office.administrator("Ben Amt")
    seen = seen_in(ben.reads(f"/desk/team/{boss.person}"))
    still = Actor(1, ben.person, frozenset({Role.ADMINISTRATOR}), "Ben Amt")
    boss.removes(ben.person)

    with pytest.raises(NotAllowed), database.transaction() as tx:
        service.remove(tx, tx.session.get_one(Person, boss.person), by=still, seen=seen)
    assert grants_in_town(boss.person) == {("administrator", None)}


# --- going and coming back


def test_a_removed_colleague_is_out_at_the_next_click_and_their_decisions_keep_their_name(
    office: Office, boss: Somebody
) -> None:
    office.house.resident().posts("Mehr Bänke")
    link = boss.invites("Max Beispiel", "moderator")
    person, max_ = person_named("Max Beispiel"), office.visitor()
    max_.comes_by(link)
    max_.sends("/desk/queue/1", verdict="publish", revision="0")
    spare = link_in(boss.sends(f"/desk/team/{person}/link", 200).text)

    boss.removes(person)

    assert "You do not have the right to do this" in max_.reads("/desk/queue?lang=en", 403)
    max_.sends("/desk/queue/1/undo", 403, revision="1")
    max_.reads("/desk/me", 403)
    office.visitor().comes_by(spare, 410)
    boss.reads(f"/desk/team/{person}", 404)
    assert grants_in_town(person) == set()
    with database.reading() as session:
        assert session.scalars(select(DeviceKey).where(DeviceKey.person_id == person)).all() == []
        assert session.get_one(Person, person).name == "Max Beispiel"
    assert [entry[:3] for entry in log_of("moderation.publish")] == [
        (f"person:{person}", "moderation.publish", "contribution:1")
    ]


def test_inviting_again_offers_the_person_who_was_here_before(office: Office, boss: Somebody) -> None:
    max_ = office.colleague("Max Beispiel", Role.MODERATOR)
    boss.removes(max_.person)
    before = accounts()

    asked = boss.invites("max beispiel", "observer", status=409)
    link = boss.invites("max beispiel", "observer", who=str(max_.person))

    assert "was here before" in asked
    assert f'name="who" value="{max_.person}"' in asked
    assert 'value="observer" checked' in asked
    assert accounts() == before
    assert grants_in_town(max_.person) == {("observer", None)}
    again = office.visitor()
    again.comes_by(link)
    assert "Max Beispiel" in again.reads("/desk/me")


def test_two_colleagues_may_have_the_same_name(office: Office, boss: Somebody) -> None:
    max_ = office.colleague("Max Beispiel", Role.MODERATOR)

    asked = boss.invites("Max Beispiel", "observer", status=409)
    boss.invites("Max Beispiel", "observer", status=409, who=str(max_.person))
    boss.invites("Max Beispiel", "observer", who="new")

    assert f'href="/desk/team/{max_.person}' in asked
    assert f'name="who" value="{max_.person}"' not in asked
    assert grants_in_town(max_.person) == {("moderator", None)}
    assert person_named("Max Beispiel") != max_.person


def test_a_neighbour_of_the_same_name_is_not_asked_about(office: Office, boss: Somebody) -> None:
    stranger = office.colleague("Max Beispiel", Role.MODERATOR, town=2)

    boss.invites("Max Beispiel", "observer", who=str(stranger.person))

    assert grants_in_town(stranger.person) == set()
    assert grants_in_town(stranger.person, 2) == {("moderator", None)}


# --- who may


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.RESIDENT, Role.ADMINISTRATOR}])
def test_nobody_but_an_administrator_gets_near_the_team(office: Office, boss: Somebody, role: Role) -> None:
    them = office.colleague("Nora Neugier", role)

    for address in ("/desk/team", "/desk/team/invite", f"/desk/team/{boss.person}"):
        them.reads(address, 403)
    them.sends("/desk/team", 403, name="Max Beispiel", grant="administrator", nonce="n")
    them.sends(f"/desk/team/{them.person}", 403, grant="administrator", seen="")
    them.sends(f"/desk/team/{boss.person}/link", 403)
    them.sends(f"/desk/team/{boss.person}/remove", 403)
    assert grants_in_town(them.person) == {(role, None)}


def test_an_administrator_of_one_process_invites_nobody(office: Office, boss: Somebody) -> None:
    them = office.colleague("Paula Park", Role.ADMINISTRATOR, process=office.second)

    them.reads("/desk/team", 403)
    them.sends(f"/desk/team/{them.person}", 403, grant="administrator", seen="")
    assert ">Team<" not in them.reads("/desk/queue")
    assert ">Team<" in boss.reads("/desk/queue")


@pytest.mark.parametrize("act", ["", "/link", "/remove"])
def test_a_guessed_number_is_a_page_that_is_not_there(office: Office, boss: Somebody, act: str) -> None:
    stranger = office.colleague("Ben Nachbar", Role.MODERATOR, town=2)
    office.house.resident().posts("Ein Gast")

    for person in (stranger.person, 4711, 2**31 - 1, person_named("")):
        boss.sends(f"/desk/team/{person}{act}", 404, grant="administrator", seen="")
        boss.reads(f"/desk/team/{person}", 404)
    assert grants_in_town(stranger.person, 2) == {("moderator", None)}


def test_no_form_passes_without_its_token(office: Office, boss: Somebody) -> None:
    max_ = office.colleague("Max Beispiel", Role.MODERATOR)
    forms: dict[str, dict[str, str]] = {
        "/desk/team": {"name": "Eva", "grant": "moderator"},
        f"/desk/team/{max_.person}": {"grant": "administrator"},
        f"/desk/team/{max_.person}/link": {},
        f"/desk/team/{max_.person}/remove": {},
        "/desk/me/elsewhere": {},
        "/desk/me/code": {},
    }

    for address, form in forms.items():
        assert boss.client.post(address, data=form, headers=SAME_ORIGIN).status_code == 403
    assert grants_in_town(max_.person) == {("moderator", None)}


# --- the log


def test_every_act_stands_in_the_log_with_roles_as_words_and_without_names(office: Office, boss: Somebody) -> None:
    boss.invites("Max Beispiel", "moderator", f"interpreter:{office.second}")
    person = person_named("Max Beispiel")
    boss.changes(person, "observer")
    boss.removes(person)

    by, whom = f"person:{boss.person}", f"person:{person}"
    assert log_of("team.invite", "team.roles", "team.remove") == [
        (by, "team.invite", whom, f"interpreter in process {office.second}, moderator"),
        (by, "team.roles", whom, "observer"),
        (by, "team.remove", whom, "observer"),
    ]
