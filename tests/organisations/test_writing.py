"""Members write for their organisation, and pass on what somebody told."""

import pytest
from sqlalchemy import select

from participation.contributions.models import Contribution, Revision, SpokenFor
from participation.contributions.voices import forget_writing
from participation.foundation import database
from participation.foundation.permissions import Role
from participation.organisations import joining
from participation.organisations.models import Organisation
from participation.organisations.rules import Part
from participation.threads.models import CommentPlace
from tests.conftest import House
from tests.organisations.hall import (
    BRIDGE,
    OFFICE,
    account,
    contribution,
    joins,
    member,
    row_of,
    taken_in,
    words_of,
    written,
)


def test_whoever_is_no_member_is_asked_nothing_more(house: House, bridge: Organisation) -> None:
    amina, stranger = member(house, bridge), house.resident()

    assert "For whom do you write?" in amina.reads("/ideas/ideen/new?lang=en")
    assert "For whom do you write?" not in stranger.reads("/ideas/ideen/new?lang=en")
    assert "For whom do you write?" not in account(house).reads("/ideas/ideen/new?lang=en")


def test_an_idea_for_an_organisation_shows_its_name_and_leads_to_its_page(house: House, bridge: Organisation) -> None:
    amina = member(house, bridge)
    idea = amina.writes("Ein Garten hinter der Schule", voice=f"for:{bridge.key}")

    house.moderator().approves(idea)

    stranger = house.resident()
    for address in (f"/ideas/ideen/{idea}", "/ideas/ideen", "/fields", f"/organisations/{bridge.key}"):
        if address != "/fields":
            page = stranger.reads(f"{address}?lang=en")
            assert f"By {BRIDGE}" in words_of(page)
            assert f'href="/organisations/{bridge.key}?lang=en"' in page
    kept = contribution(idea)
    assert (kept.author_id, kept.organisation_id, kept.told_by) == (bridge.author_id, bridge.id, None)
    assert (written(idea).written_by_id, written(idea).consented_at) == (amina.person, None)


def test_for_myself_has_no_name(house: House, bridge: Organisation) -> None:
    amina = member(house, bridge)

    idea = amina.writes("Eine Uhr an der Kirche")

    assert (contribution(idea).author_id, contribution(idea).organisation_id) == (amina.person, None)
    house.moderator().approves(idea)
    assert BRIDGE not in house.resident().reads(f"/ideas/ideen/{idea}")


def test_what_somebody_told_is_passed_on_with_their_consent(house: House, bridge: Organisation) -> None:
    amina = member(house, bridge)
    voice, who = f"told:{bridge.key}", "eine Mutter aus dem Sprachkurs"

    page = amina.writes("أريد ملعبا للأطفال قرب المدرسة", status=422, voice=voice, told_by=who)
    assert "Please ask the person who told you, and confirm that they agree." in page
    assert "أريد ملعبا للأطفال قرب المدرسة" in page
    assert 'value="eine Mutter aus dem Sprachkurs"' in page
    answer = amina.sends(
        "/ideas/ideen/new", text="أريد ملعبا للأطفال قرب المدرسة", agreed="yes", voice=voice, told_by=who
    )

    kept = contribution(answer.location.split("/mine/")[1].split("/")[0])
    assert (kept.language, kept.told_by) == ("ar", "eine Mutter aus dem Sprachkurs")
    assert written(kept.public_id).consented_at is not None
    house.moderator().approves(kept.public_id)
    page = words_of(house.resident().reads(f"/ideas/ideen/{kept.public_id}?lang=en"))
    assert f"Told to {BRIDGE} by: eine Mutter aus dem Sprachkurs" in page
    assert "Amina" not in page


@pytest.mark.parametrize(
    ("told_by", "sentence"),
    [("", f"Told to {BRIDGE}"), ("<b>\u202eeine Nachbarin</b>", f"Told to {BRIDGE} by: <b>eine Nachbarin</b>")],
)
def test_who_told_it_may_stay_open_and_is_escaped(
    house: House, bridge: Organisation, told_by: str, sentence: str
) -> None:
    amina = member(house, bridge)

    idea = amina.writes("Mehr Licht im Tunnel", voice=f"told:{bridge.key}", told_by=told_by, agreed="yes")

    house.moderator().approves(idea)
    page = house.resident().reads(f"/ideas/ideen/{idea}?lang=en")
    assert sentence in words_of(page.replace("<b>", "").replace("</b>", "")) or sentence in words_of(page)
    assert "<b>eine" not in page


def test_a_description_that_is_too_long_is_refused_at_its_place(house: House, bridge: Organisation) -> None:
    amina = member(house, bridge)

    page = amina.writes("Bänke am Fluss", voice=f"told:{bridge.key}", told_by="x" * 81, agreed="yes", status=422)

    assert 'href="#told-by"' in page
    assert "Please shorten it to 80" in page


def test_the_slip_says_in_the_tellers_language_where_the_answer_will_be(house: House, bridge: Organisation) -> None:
    amina, burak, stranger = member(house, bridge), member(house, bridge, "Burak"), house.resident()
    voice = f"told:{bridge.key}"
    idea = amina.writes("نحتاج إلى مترجمين في البلدية", language="ar", voice=voice, agreed="yes")

    slip = amina.reads(f"/mine/{idea}/slip?lang=de")

    assert '<section class="card slip" lang="ar" dir="rtl"' in slip
    assert f'<bdi dir="ltr">http://localhost/ideas/ideen/{idea}?lang=ar</bdi>' in slip
    assert f'<bdi dir="auto">{BRIDGE}</bdi>' in slip
    assert 'class="qr"' in slip
    assert burak.reads(f"/mine/{idea}/slip")
    assert stranger.client.get(f"/mine/{idea}/slip").status_code == 404
    own = amina.writes("Das ist meine eigene Idee")
    amina.reads(f"/mine/{own}/slip", 404)
    tigrinya = amina.writes("ኣብ ከተማና ዝያዳ ቦታ ምጽዋት የድሊ", language="ti", voice=voice, agreed="yes")
    assert '<section class="card slip" lang="ti" dir="ltr"' in amina.reads(f"/mine/{tigrinya}/slip?lang=de")
    somali = amina.writes("Magaaladeenna waxaa ka maqan goobo lagu kulmo", language="so", voice=voice, agreed="yes")
    assert '<section class="card slip" lang="de"' in amina.reads(f"/mine/{somali}/slip?lang=de")


def test_a_comment_for_an_organisation_shows_its_name_and_no_role(house: House, bridge: Organisation) -> None:
    moderator = account(house, "Max Beispiel", Role.MODERATOR)
    joins(moderator.actor(), bridge, "Max")
    root = house.resident().posts("Ein Spielplatz am Ring")
    house.moderator("Aylin Örnek").approves(root)

    comment = moderator.says(root, "Das finden wir auch.", voice=f"for:{bridge.key}", speaks_as="moderator")

    house.moderator("Eva Entscheidet").approves(comment)
    page = words_of(house.resident().reads(f"/talk/{root}/{comment}?lang=en"))
    assert f"By {BRIDGE}" in page
    assert "Max Beispiel" not in page
    with database.reading() as session:
        assert session.get_one(CommentPlace, contribution(comment).id).speaks_as is None


def test_a_comment_somebody_told_needs_consent_as_well(house: House, bridge: Organisation) -> None:
    amina = member(house, bridge)
    root = house.resident().posts("Ein Brunnen am Markt")
    house.moderator().approves(root)

    page = amina.says(root, "Dort ist es zu laut.", voice=f"told:{bridge.key}", status=422)

    assert 'aria-describedby="agreed-oops-' in page
    assert f'value="told:{bridge.key}" checked' in page
    assert "Dort ist es zu laut." in page
    comment = amina.says(root, "Dort ist es zu laut.", voice=f"told:{bridge.key}", agreed="yes")
    assert contribution(comment).told_by == ""


def test_a_script_that_sends_a_comment_hears_what_is_wrong(house: House, bridge: Organisation) -> None:
    amina = member(house, bridge)
    root = house.resident().posts("Eine Bank am Ring")
    house.moderator().approves(root)
    form = {"text": "Ja, gern.", "voice": f"told:{bridge.key}"}
    headers = {"Sec-Fetch-Site": "same-origin", "Accept": "application/json"}

    assert amina.client.post(f"/talk/{root}", data=form, headers=headers).status_code == 422
    sent = amina.client.post(f"/talk/{root}", data={**form, "agreed": "yes"}, headers=headers)
    assert sent.status_code == 200
    assert BRIDGE in sent.get_json()["items"][0]["html"]


def test_whoever_was_removed_meanwhile_keeps_the_text_and_may_send_it_for_themselves(
    house: House, bridge: Organisation
) -> None:
    amina, other = member(house, bridge), taken_in("Sprachcafé Musterstadt")
    joins(amina.actor(), other, "Amina im Café")
    root = house.resident().posts("Ein Kiosk am See")
    house.moderator().approves(root)
    with database.transaction() as tx:
        home = tx.session.get_one(Organisation, bridge.id)
        joining.remove_member(tx, home, row_of(bridge, "Amina"), by=OFFICE)

    page = amina.writes("Ein Boot für alle", voice=f"for:{bridge.key}", status=422)
    said = amina.says(root, "Mit Eis, bitte.", voice=f"for:{bridge.key}", status=409)

    for shown, text in ((page, "Ein Boot für alle"), (said, "Mit Eis, bitte.")):
        assert "you can send it for yourself" in words_of(shown)
        assert text in shown
        assert f'value="for:{bridge.key}"' not in shown
        assert f'value="for:{other.key}"' in shown
    assert contribution(amina.writes("Ein Boot für alle")).author_id == amina.person


def test_nobody_writes_for_an_organisation_of_others(house: House, bridge: Organisation) -> None:
    page = account(house).writes("Wir wollen das", voice=f"for:{bridge.key}", status=422)

    assert "You are no longer a member of this organisation." in words_of(page)
    with database.reading() as session:
        assert session.scalars(select(SpokenFor)).all() == []


def test_all_members_care_for_it_and_whoever_leaves_does_not(house: House, bridge: Organisation) -> None:
    amina, burak = member(house, bridge, "Amina", Part.SPEAKER), member(house, bridge, "Burak")
    idea = amina.writes("Ein Fest im Park", voice=f"for:{bridge.key}")
    own = amina.writes("Meine Idee für mich")

    mine = burak.reads("/mine?lang=en")
    assert "Ein Fest im Park" in mine
    assert f"By {BRIDGE}" in words_of(mine)
    assert "Meine Idee für mich" not in mine
    burak.sends(f"/mine/{idea}/edit", text="Zwei Feste im Park", seen="1")
    burak.sends(f"/mine/{own}/edit", 404, text="Etwas anderes", seen="1")
    with database.reading() as session:
        by = session.scalars(select(Revision.by_id).order_by(Revision.number)).all()
    assert by == [bridge.author_id, burak.person]
    burak.sends(f"/organisations/{bridge.key}/leave")
    burak.reads(f"/mine/{idea}/edit", 404)
    burak.sends(f"/mine/{idea}/withdraw", 404)
    assert "Zwei Feste im Park" not in burak.reads("/mine")

    amina.sends(f"/mine/{idea}/withdraw")

    assert contribution(idea).status == "withdrawn"


def test_what_told_it_goes_with_the_words(house: House, bridge: Organisation) -> None:
    amina = member(house, bridge)
    idea = amina.writes("Mehr Busse", voice=f"told:{bridge.key}", told_by="ein Vater aus dem Kurs", agreed="yes")

    amina.sends(f"/mine/{idea}/withdraw")

    assert (contribution(idea).text, contribution(idea).told_by) == ("", "")
    assert "The words are gone." in amina.reads(f"/mine/{idea}/slip?lang=en")


def test_writing_for_an_organisation_is_no_way_around_the_pace(house: House, bridge: Organisation) -> None:
    amina = member(house, bridge)
    for number in range(6):
        amina.writes(f"Ein Vorschlag, Nummer {number}", voice=f"for:{bridge.key}" if number % 2 else "")

    answer = amina.client.post(
        "/ideas/ideen/new",
        data={"text": "Noch ein Vorschlag", "voice": f"for:{bridge.key}"},
        headers={"Sec-Fetch-Site": "same-origin"},
    )

    assert answer.status_code == 429


def test_the_queue_says_for_whom_it_was_said(house: House, bridge: Organisation) -> None:
    amina = member(house, bridge)
    amina.writes("Ein Zaun um den Teich", voice=f"told:{bridge.key}", told_by="eine Nachbarin", agreed="yes")

    page = words_of(house.moderator().reads("/desk/queue?lang=en"))

    assert f"Told to {BRIDGE} by: eine Nachbarin" in page
    assert "This is the first contribution of this organisation." in page


def test_the_harvest_and_its_files_say_for_whom(house: House, bridge: Organisation) -> None:
    amina, moderator = member(house, bridge), house.moderator()
    moderator.approves(amina.writes("Ein Tor für die Wiese", voice=f"for:{bridge.key}"))
    before = moderator.reads("/desk/harvest.csv?lang=en")
    moderator.approves(amina.writes("Ein Steg am See", voice=f"told:{bridge.key}", agreed="yes"))

    assert f"By {BRIDGE}" in words_of(moderator.reads("/desk/harvest?lang=en"))
    assert "Said for" in before
    table = moderator.reads("/desk/harvest.csv?lang=en")
    assert BRIDGE in table
    assert "somebody" in table


def test_without_organisations_the_files_have_no_column_for_them(house: House) -> None:
    moderator = house.moderator()
    moderator.approves(house.resident().posts("Ein Tor am Bach"))

    assert "Said for" not in moderator.reads("/desk/harvest.csv?lang=en")


def test_a_member_supports_and_follows_as_a_person_and_nobody_follows_their_own(
    house: House, bridge: Organisation
) -> None:
    amina, moderator = member(house, bridge), house.moderator()
    idea = amina.writes("Ein Kanal für Boote", voice=f"for:{bridge.key}")
    moderator.approves(idea)
    root_comment = amina.says(idea, "Wir erklären es gern.", voice=f"for:{bridge.key}")
    moderator.approves(root_comment)

    amina.sends(f"/follow/{idea}", 404, follow="yes")
    amina.sends(f"/talk/{idea}/{root_comment}/helpful", 409)
    amina.sends(f"/ideas/ideen/{idea}/support", support="yes")

    assert contribution(idea).support_count == 1


def test_somebody_who_is_forgotten_is_not_named_as_the_writer(house: House, bridge: Organisation) -> None:
    amina = member(house, bridge)
    idea = amina.writes("Eine Rampe am Rathaus", voice=f"told:{bridge.key}", agreed="yes")

    with database.transaction() as tx:
        forget_writing(tx, amina.person)

    assert (written(idea).written_by_id, written(idea).consented_at is None) == (None, False)
    with database.reading() as session:
        assert session.scalars(select(Contribution.text)).all() == ["Eine Rampe am Rathaus"]
