"""What everybody reads of an organisation, and what it says about itself."""

from collections.abc import Callable

import pytest

from participation.contributions.rules import LanguageBy, Status
from participation.contributions.service import Said, receive
from participation.foundation import database
from participation.foundation.messages import NotAllowed
from participation.foundation.permissions import Actor, Role
from participation.organisations import service
from participation.organisations.models import Organisation
from participation.organisations.rules import Kind, Part, organisation_name
from participation.organisations.service import Portrait
from participation.process.models import Format
from tests.conftest import House
from tests.ideas.test_board import counted_statements
from tests.organisations.hall import (
    BRIDGE,
    OFFICE,
    Member,
    account,
    member,
    organisation,
    taken_in,
    words_of,
)

ABOUT = {"de": "Wir bauen Brücken.", "ti": "ድልድል ንሃንጽ"}
PORTRAIT = {
    "name": BRIDGE,
    "kind": "migrant",
    "text_de": "Wir bauen Brücken.",
    "text_ar": "نبني الجسور.",
    "other": "ti",
    "text_other": "ድልድል ንሃንጽ",
    "website": "https://bruecke.example",
    "email": "post@bruecke.example",
    "phone": "+49 (0)30 12345",
    "revision": "1",
}


def test_a_speaker_says_who_they_are_and_readers_get_it_in_their_language(house: House, bridge: Organisation) -> None:
    amina, stranger, address = (
        member(house, bridge, "Amina", Part.SPEAKER),
        house.resident(),
        f"/organisations/{bridge.key}",
    )

    amina.client.post(
        f"{address}/edit", data={**PORTRAIT, "languages": ["ar", "ti", "xx"]}, headers={"Sec-Fetch-Site": "same-origin"}
    )

    arabic = stranger.reads(f"{address}?lang=ar")
    assert '<div class="words" lang="ar" dir="rtl"><p>نبني الجسور.</p></div>' in arabic
    english = stranger.reads(f"{address}?lang=en")
    assert '<div class="words" lang="de" dir="ltr"><p>Wir bauen Brücken.</p></div>' in english
    assert "There is no text in your language yet. You read it in: Deutsch" in english
    assert 'href="https://bruecke.example" rel="nofollow noopener noreferrer"' in english
    assert 'href="tel:+493012345"' in english
    assert '<span class="chip" lang="ti" dir="ltr">ትግርኛ</span>' in english
    found = organisation()
    assert (found.texts["ti"], found.languages, found.revision) == ("ድልድል ንሃንጽ", ["ar", "ti"], 2)
    assert "There is no text about it yet in:" in amina.reads(f"{address}/members?lang=en")
    assert "ድልድል ንሃንጽ" in amina.reads(f"{address}/edit")


@pytest.mark.parametrize(
    ("change", "sentence", "status"),
    [
        ({"website": "http://bruecke.example"}, "begins with https://", 422),
        ({"email": "nobody"}, "address", 422),
        ({"phone": "call us"}, "phone number", 422),
        ({"name": " "}, "Please write a name.", 422),
        ({"kind": "party"}, "Please choose what kind", 422),
        ({"text_de": "x" * 2_001}, "Please shorten it to 2000", 422),
        ({"name": "Anderer Verein"}, "There is an organisation of this name", 409),
        ({"revision": "7"}, "Somebody else changed this", 409),
    ],
)
def test_a_form_that_is_refused_keeps_what_was_typed(
    house: House, bridge: Organisation, change: dict[str, str], sentence: str, status: int
) -> None:
    taken_in("Anderer Verein")
    amina = member(house, bridge, "Amina", Part.SPEAKER)
    form = {**PORTRAIT, "text_tr": "Köprüler kuruyoruz.", **change}

    answer = amina.client.post(
        f"/organisations/{bridge.key}/edit?lang=en", data=form, headers={"Sec-Fetch-Site": "same-origin"}
    )

    assert answer.status_code == status
    assert sentence in answer.text
    assert "Köprüler kuruyoruz." in answer.text
    assert organisation().revision == 1


def test_the_list_shows_who_is_active_or_has_said_something(house: House, bridge: Organisation) -> None:
    silent, spoke = taken_in("Chor ohne Worte", Kind.CLUB), taken_in("Ämter für alle", Kind.OFFICE)
    amina = member(house, spoke)
    house.moderator().approves(amina.writes("Ein Amt im Park", voice=f"for:{spoke.key}"))
    for one in (silent, spoke):
        with database.transaction() as tx:
            service.end(tx, tx.session.get_one(Organisation, one.id), by=OFFICE, seen=1)

    page = house.resident().reads("/organisations?lang=de")

    assert "Chor ohne Worte" not in page
    assert page.index("Ämter für alle") < page.index(BRIDGE)


def test_the_foot_leads_to_the_list_only_where_there_is_one(house: House) -> None:
    assert 'href="/organisations' not in house.resident().reads("/")

    taken_in()

    assert 'href="/organisations' in house.resident().reads("/")


def test_hostile_names_are_words_like_others(house: House) -> None:
    hostile = taken_in(organisation_name('<script>alert("1")</script> \u202eVerein'))
    amina = member(house, hostile)
    idea = amina.writes("Ein Wort", voice=f"told:{hostile.key}", told_by="<img src=x onerror=alert(1)>", agreed="yes")
    house.moderator().approves(idea)

    for address in ("/organisations", f"/organisations/{hostile.key}", f"/ideas/ideen/{idea}", "/ideas/ideen"):
        page = house.resident().reads(address)
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "\u202e" not in page
        assert "&lt;script&gt;" in page


def test_what_is_not_public_is_not_on_its_page(house: House, bridge: Organisation) -> None:
    amina, moderator = member(house, bridge), house.moderator()
    waiting = amina.writes("Das wartet noch", voice=f"for:{bridge.key}")
    public = amina.writes("Das liest jeder", voice=f"for:{bridge.key}")
    moderator.approves(public)
    moderator.approves(amina.says(public, "Und das steht darunter", voice=f"for:{bridge.key}"))
    assert waiting

    page = house.resident().reads(f"/organisations/{bridge.key}?lang=en")

    assert ("Das liest jeder" in page, "Und das steht darunter" in page, "Das wartet noch" in page) == (
        True,
        True,
        False,
    )
    assert words_of(page).count("A comment") == 1


def test_twenty_stand_on_a_page(house: House, bridge: Organisation) -> None:
    say_many(bridge, 21)

    first, last = (house.resident().reads(f"/organisations/{bridge.key}?lang=en&page={page}") for page in (1, 99))

    assert (first.count('<li class="card idea"'), last.count('<li class="card idea"')) == (20, 1)
    assert "Page 1 of 2" in first
    assert 'rel="prev"' in last


def say_many(of: Organisation, count: int) -> None:
    with database.transaction() as tx:
        for number in range(count):
            said = Said(
                f"Vorschlag {number} von {of.id}",
                "de",
                LanguageBy.AUTHOR,
                organisation_id=of.id,
                told_by="" if number % 2 else None,
            )
            receive(tx, said, into=tx.session.get_one(Format, 1), author_id=of.author_id, status=Status.PUBLISHED)


# --- what it costs


@pytest.mark.parametrize(
    "address", ["/organisations", "/organisations/{key}", "/ideas/ideen", "/mine", "/desk/organisations"]
)
def test_one_and_three_cost_the_same_statements(house: House, bridge: Organisation, boss: Member, address: str) -> None:
    amina = member(house, bridge)
    reads: dict[str, Callable[[str], str]] = {"/mine": amina.reads, "/desk/organisations": boss.reads}
    read = reads.get(address, house.resident().reads)
    path = address.format(key=bridge.key)
    say_many(bridge, 1)
    read(path)
    with counted_statements() as one:
        read(path)

    for name in ("Zweiter Verein", "Dritter Verein"):
        say_many(taken_in(name), 1)
    say_many(bridge, 2)
    read(path)
    with counted_statements() as three:
        read(path)

    assert len(three) == len(one)


def test_a_board_without_organisations_costs_nothing_more_and_with_some_one_statement(
    house: House, bridge: Organisation
) -> None:
    stranger, moderator = house.resident(), house.moderator()
    moderator.approves(stranger.posts("Ein Rad für jeden"))
    reader = house.resident()
    reader.reads("/ideas/ideen")
    with counted_statements() as without:
        reader.reads("/ideas/ideen")
    say_many(bridge, 3)
    with counted_statements() as with_some:
        reader.reads("/ideas/ideen")

    assert [one for one in without if "organisation" in one.partition("FROM")[2].lower().split("where")[0]] == []
    assert len(without) == 7
    assert len(with_some) == len(without) + 1


def test_a_member_costs_one_statement_more_on_each_page_and_nobody_else_does(
    house: House, bridge: Organisation
) -> None:
    amina, other = member(house, bridge), account(house)
    for who in (amina, other):
        who.reads("/moderation")
    with counted_statements() as of_member:
        amina.reads("/moderation")
    with counted_statements() as of_other:
        other.reads("/moderation")

    assert len(of_member) == len(of_other) + 1


def test_a_right_in_one_process_is_none_over_organisations(bridge: Organisation) -> None:
    by = Actor(1, None, in_process=frozenset({(1, Role.ADMINISTRATOR)}))

    with pytest.raises(NotAllowed), database.transaction() as tx:
        service.take_in(tx, Portrait("Neuer Verein", Kind.CLUB), by=by)


def test_my_contributions_and_the_queue_cost_what_is_said_in_the_decision(house: House, bridge: Organisation) -> None:
    amina, other, moderator = member(house, bridge), account(house), house.moderator()
    other.writes("Ein Regal für Bücher")
    costs = [cost_of(other.reads, "/mine"), cost_of(moderator.reads, "/desk/queue")]
    amina.writes("Ein Regal für Spiele", voice=f"for:{bridge.key}")

    found = [cost_of(amina.reads, "/mine"), cost_of(moderator.reads, "/desk/queue")]

    # of whom one is a member, which organisations these are, and the name at a contribution; the name alone at the desk
    assert [after - before for before, after in zip(costs, found, strict=True)] == [3, 1]
    assert costs[0] <= 21  # of an account: one for its roles, and one whether a process asks who takes part


def cost_of(read: Callable[[str], str], address: str) -> int:
    read(address)
    with counted_statements() as asked:
        read(address)
    return len(asked)
