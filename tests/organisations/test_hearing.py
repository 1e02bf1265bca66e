"""What was said for an organisation concerns all its members: news, statements of reasons, appeals."""

from participation.moderation.rules import Reason
from participation.organisations.models import Organisation
from tests.answers.hall import Hall
from tests.conftest import House
from tests.organisations.hall import contribution, member, newest, news_of


def test_every_member_hears_of_a_comment_and_nobody_of_their_own_organisations(
    house: House, bridge: Organisation
) -> None:
    amina, burak, moderator = member(house, bridge, "Amina"), member(house, bridge, "Burak"), house.moderator()
    idea = amina.writes("Ein Chor für alle", voice=f"for:{bridge.key}")
    moderator.approves(idea)
    own = burak.says(idea, "Wir proben montags.", voice=f"for:{bridge.key}")
    moderator.approves(own)
    before = [len(news_of(who)) for who in (amina, burak)]

    stranger = house.resident()
    comment = stranger.client.post(
        f"/talk/{idea}", data={"text": "Ich singe mit."}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert comment.status_code == 303
    moderator.approves(newest())

    after = [news_of(who) for who in (amina, burak)]
    assert [len(one) for one in after] == [number + 1 for number in before]
    assert all(any("comment" in sentence for sentence in one) for one in after)


def test_the_statement_goes_to_all_members_and_any_of_them_appeals(house: House, bridge: Organisation) -> None:
    amina, burak, moderator = member(house, bridge, "Amina"), member(house, bridge, "Burak"), house.moderator()
    idea = amina.writes("Werbung für unser Fest", voice=f"for:{bridge.key}")

    moderator.decides(idea, "reject", reason=Reason.ADVERTISING.value)

    found = [
        who.reads("/mine?lang=en").split("/mine/statements/")[1].split('"')[0].split("?")[0] for who in (amina, burak)
    ]
    assert found[0] == found[1]
    assert house.resident().client.get(f"/mine/statements/{found[0]}").status_code == 404
    burak.sends(f"/mine/statements/{found[0]}/appeal", words="Es ist ein Fest für alle, keine Werbung.")
    assert "Es ist ein Fest für alle" in amina.reads(f"/mine/statements/{found[0]}")
    amina.sends(f"/mine/statements/{found[0]}/appeal", 409, words="Noch einmal.")
    second = house.moderator("Aylin Örnek")
    second.approves(idea)
    assert contribution(idea).status == "published"
    assert all(news_of(who) for who in (amina, burak))


def test_whoever_left_hears_no_more_of_it(house: House, bridge: Organisation) -> None:
    amina, burak, moderator = member(house, bridge, "Amina"), member(house, bridge, "Burak"), house.moderator()
    idea = amina.writes("Ein Lied für die Stadt", voice=f"for:{bridge.key}")
    moderator.decides(idea, "reject", reason=Reason.ADVERTISING.value)
    assert news_of(burak) != []

    burak.sends(f"/organisations/{bridge.key}/leave")

    assert news_of(burak) == []
    assert "Ein Lied für die Stadt" not in burak.reads("/mine")
    assert news_of(amina) != []


def test_an_official_answer_reaches_all_members(house: House, hall: Hall, bridge: Organisation) -> None:
    amina, burak = member(house, bridge, "Amina"), member(house, bridge, "Burak")
    idea = amina.writes("Ein Platz für den Verein", voice=f"for:{bridge.key}")
    house.moderator().approves(idea)

    hall.answers(idea)

    assert all(any("answer" in one for one in news_of(who)) for who in (amina, burak))
    assert [amina.sends(f"/mine/{idea}/read").status_code, burak.sends(f"/mine/{idea}/read").status_code] == [303, 303]
