"""An organisation is taken in; its people are invited, come, go and remove each other."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from participation.accounts.models import MailAddress
from participation.foundation import clock, database, tidying
from participation.foundation.messages import NotFound, Refused
from participation.foundation.permissions import Role
from participation.organisations import joining
from participation.organisations.models import Organisation, OrganisationInvitation, OrganisationMember
from participation.organisations.moving import forget_memberships
from participation.organisations.rules import Kind, NameTaken, NotASpeaker, Part
from participation.people.models import Membership, Person
from participation.townhall.wording import SENTENCES
from tests.accounts.visitors import visitor
from tests.conftest import House
from tests.notifications.office import Office
from tests.organisations.hall import (
    BRIDGE,
    OFFICE,
    Member,
    account,
    acts,
    joins,
    link_in,
    member,
    members_of,
    organisation,
    row_of,
    taken_in,
    words_of,
)


def test_an_administrator_takes_one_in_and_nobody_speaks_for_it_yet(house: House, boss: Member) -> None:
    boss.sends("/desk/organisations", name=BRIDGE, kind="migrant")

    found = organisation()
    assert (found.key, found.kind, found.ended_at) == ("verein-musterbruecke-e-v", Kind.MIGRANT, None)
    desk = words_of(boss.reads("/desk/organisations?lang=en"))
    assert "Nobody speaks for them What they said stays. Open one and invite somebody, or end its activity. " in desk
    assert BRIDGE in desk.partition("Nobody speaks for them")[2].partition("Active")[0]
    assert acts() == ["organisation.take_in"]


def test_a_second_one_of_the_same_name_is_refused_with_what_was_typed(boss: Member, bridge: Organisation) -> None:
    page = boss.sends("/desk/organisations?lang=en", 409, name="verein musterbrücke E.V.", kind="club").text

    assert "There is an organisation of this name here already." in page
    assert 'value="verein musterbrücke E.V."' in page
    assert boss.sends("/desk/organisations?lang=en", 422, name=" \u202e", kind="club").text.count('id="oops"') == 1
    assert "Please choose what kind" in boss.sends("/desk/organisations?lang=en", 422, name="Neu", kind="x").text


def test_two_who_give_the_same_name_at_once_make_one(house_on_postgres: House) -> None:
    outcomes: list[str] = []

    def take() -> None:
        try:
            taken_in("Zwei zugleich")
            outcomes.append("made")
        except NameTaken:
            outcomes.append("taken")

    at_once(take, take)

    assert sorted(outcomes) == ["made", "taken"]


def at_once(*acts_: object) -> None:
    threads = [threading.Thread(target=act) for act in acts_]  # type: ignore[arg-type] # functions of a story
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)


def test_the_first_speaker_comes_by_mail_and_has_an_account_then(office: Office) -> None:
    bridge, boss, amina = taken_in(), account(office.house, "Erika Muster", Role.ADMINISTRATOR), visitor(office)
    boss.sends(f"/organisations/{bridge.key}/invite?lang=en", name="Amina", email="amina@example.org", part="speaker")

    office.sends()
    letter = office.server.received[-1]
    assert "You are asked to speak for “Verein Musterbrücke e. V.”" in letter.text
    link = next(word for word in letter.text.split() if word.startswith("http"))
    path = "/" + link.partition("://")[2].partition("/")[2]
    page = amina.sees(path.partition("?")[0])
    assert "Invitation" in page
    assert members_of(bridge) == []  # a scanner that follows links lets nobody in
    answer = amina.sends("/organisations/join", token=path.partition("?")[0].rpartition("/")[2])

    assert answer.location.startswith(f"/organisations/{bridge.key}/members")
    assert members_of(bridge) == [("Amina", "speaker")]
    with database.reading() as session:
        assert session.scalars(select(MailAddress.address)).all() == ["amina@example.org"]
        assert session.scalars(select(OrganisationInvitation)).all() == []
    assert "Welcome. You can write for this organisation now." in amina.sees(answer.location)
    assert acts() == ["organisation.take_in", "organisation.invite_speaker", "organisation.join"]


def test_an_invitation_counts_once_and_for_seven_days(house: House, boss: Member, bridge: Organisation) -> None:
    path = link_in(boss.sends(f"/organisations/{bridge.key}/invite?lang=en", 200, name="Amina", part="member").text)
    token = path.rpartition("/")[2].partition("?")[0]
    amina, burak = account(house), account(house)
    assert amina.sends("/organisations/join", token=token).location.startswith("/organisations/")

    assert "used already" in burak.sends("/organisations/join?lang=en", 410, token=token).text
    burak.reads(path, 410)
    late = link_in(boss.sends(f"/organisations/{bridge.key}/invite?lang=en", 200, name="Burak", part="member").text)
    with database.transaction() as tx:
        tx.session.execute(update(OrganisationInvitation).values(expires_at=clock.now() - timedelta(seconds=1)))
    burak.sends("/organisations/join", 410, token=late.rpartition("/")[2])

    assert members_of(bridge) == [("Amina", "member")]
    assert tidying.tidy(database.current()) >= 1
    with database.reading() as session:
        assert session.scalars(select(OrganisationInvitation)).all() == []


def test_of_two_who_use_it_at_once_one_joins(house_on_postgres: House) -> None:
    bridge = taken_in()
    with database.transaction() as tx:
        home = tx.session.get_one(Organisation, bridge.id)
        joining.invite(tx, home, joining.Invited("Amina", Part.MEMBER, "one token"), by=OFFICE)
    people = [account(house_on_postgres).actor() for _ in range(2)]
    outcomes: list[str] = []

    def join(who: int) -> None:
        try:
            with database.transaction() as tx:
                joining.join(tx, "one token", by=people[who])
            outcomes.append("joined")
        except Refused as refused:
            outcomes.append(refused.code)

    at_once(lambda: join(0), lambda: join(1))

    assert sorted(outcomes) == ["invitation_void", "joined"]
    assert members_of(bridge) == [("Amina", "member")]


def test_a_link_that_was_handed_over_makes_an_account_colleagues_can_find(
    house: House, boss: Member, bridge: Organisation
) -> None:
    path = link_in(boss.sends(f"/organisations/{bridge.key}/invite?lang=en", 200, name="Amina", part="speaker").text)
    amina = house.resident()
    form = {"token": path.rpartition("/")[2]}
    answer = amina.client.post("/organisations/join", data=form, headers={"Sec-Fetch-Site": "same-origin"})

    assert answer.location.startswith(f"/organisations/{bridge.key}/members")
    assert "Amina" in boss.reads("/desk/team")  # so that an administrator can write another link to sign in


def test_a_resident_who_joins_is_no_colleague(house: House, boss: Member, bridge: Organisation) -> None:
    amina = member(house, bridge)

    assert (amina.actor().is_colleague, Role.ORGANISATION in amina.actor().roles) == (False, True)
    assert 'href="/desk/team/' + str(amina.person) not in boss.reads("/desk/team")
    amina.reads("/desk/me", 403)
    amina.reads("/account")


def test_whoever_has_the_address_already_signs_in_first(office: Office) -> None:
    bridge, amina, stranger = taken_in(), visitor(office), visitor(office)
    amina.signs_in("amina@example.org")
    boss = account(office.house, "Erika Muster", Role.ADMINISTRATOR)
    boss.sends(f"/organisations/{bridge.key}/invite", name="Amina", email="AMINA@example.org", part="member")
    office.sends()
    link = next(word for word in office.server.received[-1].text.split() if word.startswith("http"))
    token = link.partition("?")[0].rpartition("/")[2]

    page = stranger.sends("/organisations/join", 409, token=token).text

    assert "Sign in to it, then open the invitation again." in words_of(page)
    assert stranger.person is None
    amina.sends("/organisations/join", token=token)
    assert members_of(bridge) == [("Amina", "member")]
    with database.reading() as session:
        assert session.scalars(select(OrganisationMember.person_id)).one() == amina.person


def test_a_speaker_invites_removes_and_takes_back_a_member_does_not(house: House, bridge: Organisation) -> None:
    speaker, writer = member(house, bridge, "Amina", Part.SPEAKER), member(house, bridge, "Burak")
    address = f"/organisations/{bridge.key}"

    writer.sends(f"{address}/invite", 403, name="Cem", part="member")
    writer.sends(f"{address}/members/{row_of(bridge, 'Amina')}/remove", 403)
    writer.reads(f"{address}/edit", 403)
    assert "Invite somebody" not in writer.reads(f"{address}/members?lang=en")
    speaker.sends(f"{address}/invite", 200, name="Cem", part="member")
    with database.reading() as session:
        [invitation] = session.scalars(select(OrganisationInvitation.id))
    speaker.sends(f"{address}/invitations/{invitation}/withdraw")
    speaker.sends(f"{address}/invitations/{invitation}/withdraw")  # twice changes nothing
    speaker.sends(f"{address}/members/{row_of(bridge, 'Burak')}/remove")

    assert members_of(bridge) == [("Amina", "speaker")]
    assert writer.actor().speaks_for == frozenset()
    assert Role.ORGANISATION not in writer.actor().roles
    writer.reads(f"{address}/members", 404)
    assert acts()[-3:] == ["organisation.invite_member", "organisation.uninvite", "organisation.remove_member"]


def test_whoever_belongs_to_two_keeps_the_role_until_the_last(house: House, bridge: Organisation) -> None:
    other = taken_in("Sprachcafé Musterstadt", Kind.EDUCATION)
    amina = member(house, bridge, "Amina")
    joins(amina.actor(), other, "Amina im Café")

    amina.sends(f"/organisations/{bridge.key}/leave")

    assert amina.actor().speaks_for == {other.author_id}
    amina.sends(f"/organisations/{other.key}/leave")
    assert Role.ORGANISATION not in amina.actor().roles


def test_a_former_role_stays_when_somebody_joins_and_leaves(house: House, bridge: Organisation) -> None:
    moderator = account(house, "Max Beispiel", Role.MODERATOR)
    joins(moderator.actor(), bridge, "Max")
    assert moderator.actor().roles == {Role.RESIDENT, Role.MODERATOR, Role.ORGANISATION}

    moderator.sends(f"/organisations/{bridge.key}/leave")

    assert moderator.actor().roles == {Role.RESIDENT, Role.MODERATOR}


@pytest.mark.parametrize("where", ["house", "house_on_postgres"])
def test_of_two_speakers_who_remove_each_other_at_once_one_stays(where: str, request: pytest.FixtureRequest) -> None:
    house: House = request.getfixturevalue(where)
    bridge = taken_in()
    amina, burak = (member(house, bridge, name, Part.SPEAKER) for name in ("Amina", "Burak"))
    outcomes: list[str] = []

    def remove(who: Member, whom: str) -> None:
        target = rows[whom]
        try:
            with database.transaction() as tx:
                home = tx.session.get_one(Organisation, bridge.id)
                joining.remove_member(tx, home, target, by=actors[who.person])
            outcomes.append("removed")
        except (NotASpeaker, NotFound):
            outcomes.append("too late")

    rows = {name: row_of(bridge, name) for name in ("Amina", "Burak")}
    actors = {who.person: who.actor() for who in (amina, burak)}
    if where == "house":
        remove(amina, "Burak")
        remove(burak, "Amina")
    else:
        at_once(lambda: remove(amina, "Burak"), lambda: remove(burak, "Amina"))

    assert sorted(outcomes) == ["removed", "too late"]
    assert len(members_of(bridge)) == 1


def test_when_the_last_one_leaves_the_page_says_so_and_the_desk_sees_it(
    house: House, boss: Member, bridge: Organisation
) -> None:
    amina = member(house, bridge, "Amina", Part.SPEAKER)
    idea = amina.writes("Ein Treffpunkt für Familien", voice=f"for:{bridge.key}")
    house.moderator().approves(idea)
    assert "Nobody speaks for" not in house.resident().reads(f"/organisations/{bridge.key}?lang=en")

    amina.sends(f"/organisations/{bridge.key}/leave")

    page = house.resident().reads(f"/organisations/{bridge.key}?lang=en")
    assert "Nobody speaks for this organisation at the moment. What it said stays." in page
    assert "Ein Treffpunkt für Familien" in page
    assert BRIDGE in words_of(boss.reads("/desk/organisations?lang=en")).partition("Active")[0]
    cem = account(house)
    path = link_in(boss.sends(f"/organisations/{bridge.key}/invite?lang=en", 200, name="Cem", part="speaker").text)
    cem.sends("/organisations/join", token=path.rpartition("/")[2])
    assert "Ein Treffpunkt für Familien" in cem.reads("/mine")


def test_the_administration_ends_it_and_lets_it_begin_again(house: House, boss: Member, bridge: Organisation) -> None:
    amina, address = member(house, bridge, "Amina", Part.SPEAKER), f"/organisations/{bridge.key}"

    amina.sends(f"{address}/activity", 403, act="end", revision="1")
    boss.sends(f"{address}/activity", act="end", revision="1")
    boss.sends(f"{address}/activity", act="end", revision="1")  # twice changes nothing

    assert "It is no longer active here since" in house.resident().reads(f"{address}?lang=en")
    boss.sends(f"{address}/invite", 409, name="Cem", part="member")
    page = amina.writes("Mehr Sprachkurse am Abend", voice=f"for:{bridge.key}", status=422)
    assert "This organisation is no longer active here" in words_of(page)
    assert "Mehr Sprachkurse am Abend" in page
    boss.sends(f"{address}/activity", 409, act="begin", revision="1")
    boss.sends(f"{address}/activity", act="begin", revision="2")
    amina.writes("Mehr Sprachkurse am Abend", voice=f"for:{bridge.key}")
    assert [one for one in acts() if "begin" in one or "end" in one] == ["organisation.end", "organisation.begin_again"]


def test_whoever_is_removed_from_the_team_or_ends_their_account_speaks_for_nobody(
    house: House, boss: Member, bridge: Organisation
) -> None:
    moderator = account(house, "Max Beispiel", Role.MODERATOR)
    joins(moderator.actor(), bridge, "Max")
    amina = member(house, bridge, "Amina", Part.SPEAKER)
    page = boss.reads(f"/desk/team/{moderator.person}")
    seen = page.split('name="seen" value="')[1].split('"')[0]

    boss.sends(f"/desk/team/{moderator.person}/remove", seen=seen)
    amina.sends("/account/leave", 200)

    assert members_of(bridge) == []
    assert acts()[-2:] == ["organisation.remove_member"] * 2


def test_a_form_of_the_team_neither_gives_nor_takes_this_role(house: House, boss: Member, bridge: Organisation) -> None:
    moderator = account(house, "Max Beispiel", Role.MODERATOR)
    joins(moderator.actor(), bridge, "Max")
    page = boss.reads(f"/desk/team/{moderator.person}")
    assert 'value="organisation"' not in page
    seen = page.split('name="seen" value="')[1].split('"')[0]

    boss.sends(f"/desk/team/{moderator.person}", 422, grant="organisation", seen=seen)
    boss.sends(f"/desk/team/{moderator.person}", grant="interpreter", seen=seen)

    assert moderator.actor().roles == {Role.RESIDENT, Role.INTERPRETER, Role.ORGANISATION}


def test_every_step_has_its_sentence() -> None:
    said = {action for action in SENTENCES if action.startswith("organisation.")}

    assert said == {
        f"organisation.{verb}"
        for verb in (
            "take_in",
            "describe",
            "invite_speaker",
            "invite_member",
            "uninvite",
            "join",
            "leave",
            "remove_member",
            "end",
            "begin_again",
        )
    }


def test_nothing_is_kept_of_a_person_who_is_forgotten(house: House, bridge: Organisation) -> None:
    amina = member(house, bridge, "Amina", Part.SPEAKER)
    amina.sends(f"/organisations/{bridge.key}/invite", 200, name="Cem", part="member")

    with database.transaction() as tx:
        forget_memberships(tx, amina.person)

    with database.reading() as session:
        assert session.scalars(select(OrganisationMember)).all() == []
        assert session.scalars(select(OrganisationInvitation.invited_by_id)).all() == [None]


def test_nobody_signs_in_as_an_organisation(house: House, bridge: Organisation) -> None:
    with database.reading() as session:
        author = session.get_one(Person, bridge.author_id)
        assert (author.kind, author.name, author.recovery_hash) == ("collective", BRIDGE, None)
        assert session.scalars(select(Membership).where(Membership.person_id == author.id)).all() == []
