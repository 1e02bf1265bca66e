"""A municipality changes the usual fields: words, phrases, order; and removes what nobody needs."""

import pytest
from sqlalchemy import delete

from participation.fields import library, queries
from participation.foundation import audit, database
from participation.foundation.messages import NotFound
from participation.foundation.permissions import Role
from participation.people import service as people
from participation.process.models import Format, Phase, PhaseSetting, Process
from tests.conftest import SAME_ORIGIN, House, Moderator
from tests.fields.hall import Hands, begin, machine_reads, tell

WORDS = {"name_de": "Kultur", "sentence_de": "Feste, Musik und Bücher.", "name_ar": "ثقافة", "sentence_ar": ""}


@pytest.fixture
def office(house: House) -> Hands:
    """A colleague of the administration: she edits fields and places nothing."""
    client = house.app.test_client()
    with database.transaction() as tx:
        person = people.open_account(tx, 1, "Erika Muster", [Role.ADMINISTRATION])
        token = people.write_link(tx, person)
    client.post("/sign-in", data={"token": token}, headers=SAME_ORIGIN)
    return Hands(Moderator(client))


def fields_now() -> list[tuple[str, dict[str, str]]]:
    with database.reading() as session:
        return [(field.key, field.name) for field in queries.fields_of(session, 1)]


def phrases_of(field_id: int) -> list[tuple[str, str]]:
    with database.reading() as session:
        field = queries.field_by_id(session, 1, field_id)
        return [(one.language, one.text) for one in queries.phrasings_of(session, field)]


def test_a_process_begins_with_the_usual_fields_once(office: Hands) -> None:
    assert "There are no fields yet" in office.board("?lang=en")
    assert "Begin with the usual fields" in office.moderator.reads("/desk/fields/edit?lang=en")

    assert office.posts("/desk/fields/begin") == 303
    assert office.posts("/desk/fields/begin") == 409

    usual = library.shipped_template().fields
    assert fields_now() == [(plan.key, plan.name) for plan in usual]
    with database.reading() as session:
        known = queries.count_phrasings(session, 1)
        assert [known[field.id] for field in queries.fields_of(session, 1)] == [len(plan.phrasings) for plan in usual]


def test_the_administration_adds_a_field_and_teaches_it(office: Hands) -> None:
    begin()

    assert office.posts("/desk/fields/edit", **WORDS) == 303

    assert fields_now()[-1] == ("kultur", {"de": "Kultur", "ar": "ثقافة"})
    with database.reading() as session:
        culture = queries.field_by_key(session, 1, "kultur").id
    page = office.moderator.reads(f"/desk/fields/edit/{culture}?lang=en")
    assert "0 of at least 12." in page

    lines = "Ein Fest am Bach\n\n  Bücher in vielen Sprachen \nEin Fest am Bach"
    assert office.posts(f"/desk/fields/edit/{culture}/phrases", lines=lines, language="de") == 303
    assert phrases_of(culture) == [("de", "Ein Fest am Bach"), ("de", "Bücher in vielen Sprachen")]
    office.posts(f"/desk/fields/edit/{culture}/phrases", lines="Bücher in vielen Sprachen\nموسيقى", language="ar")
    assert phrases_of(culture)[0] == ("ar", "موسيقى")
    assert len(phrases_of(culture)) == 3

    with database.reading() as session:
        first = queries.phrasings_of(session, queries.field_by_id(session, 1, culture))[0].id
    assert office.posts(f"/desk/fields/edit/{culture}/phrases", chosen=str(first)) == 303
    assert [language for language, _ in phrases_of(culture)] == ["de", "de"]


def test_a_field_without_german_words_is_refused_and_what_was_typed_is_kept(office: Hands) -> None:
    begin()
    form = {"form_token": office.moderator.form_token(), "name_tr": "Kültür <b>"}

    answer = office.moderator.client.post("/desk/fields/edit?lang=en", data=form, headers=SAME_ORIGIN)

    assert answer.status_code == 422
    assert "A field needs a name in German" in answer.text
    assert 'value="Kültür &lt;b&gt;"' in answer.text
    assert len(fields_now()) == 3


def test_of_two_colleagues_who_edit_the_same_field_the_second_is_told(office: Hands) -> None:
    fields = begin()
    address = f"/desk/fields/edit/{fields['housing']}"
    assert 'name="revision" value="0"' in office.moderator.reads(address)

    assert office.posts(address, **WORDS, revision="0") == 303
    assert office.posts(address, **{**WORDS, "name_de": "Zu spät"}, revision="0") == 409

    assert [name["de"] for _, name in fields_now()] == ["Sprache", "Kultur", "Verkehr"]


def test_too_many_or_too_long_lines_are_refused_and_kept(office: Hands) -> None:
    fields = begin()
    address = f"/desk/fields/edit/{fields['housing']}/phrases"
    before = len(phrases_of(fields["housing"]))
    form = {"form_token": office.moderator.form_token(), "lines": "\n".join(f"Wohnung {n}" for n in range(201))}

    answer = office.moderator.client.post(f"{address}?lang=en", data=form, headers=SAME_ORIGIN)

    assert answer.status_code == 422
    assert "These are 201 lines." in answer.text
    assert "Wohnung 200</textarea>" in answer.text
    assert office.posts(address, lines="x" * 301) == 422
    assert len(phrases_of(fields["housing"])) == before


def test_fields_change_their_order_and_stay_at_the_ends(office: Hands) -> None:
    fields = begin()

    office.posts(f"/desk/fields/edit/{fields['mobility']}/order", to="up")
    assert [key for key, _ in fields_now()] == ["language", "mobility", "housing"]

    office.posts(f"/desk/fields/edit/{fields['housing']}/order", to="down")
    office.posts(f"/desk/fields/edit/{fields['language']}/order", to="up")
    assert [key for key, _ in fields_now()] == ["language", "mobility", "housing"]


def test_a_field_with_ideas_is_not_removed_and_an_empty_one_is(house: House, office: Hands) -> None:
    fields = begin()
    hands = Hands(house.moderator())
    idea = tell("Ein Bus am Abend")
    hands.places(idea, fields["mobility"])

    assert office.posts(f"/desk/fields/edit/{fields['mobility']}/remove") == 409
    hands.places(idea, fields["housing"])
    assert office.posts(f"/desk/fields/edit/{fields['mobility']}/remove") == 303

    assert [key for key, _ in fields_now()] == ["language", "housing"]
    assert house.resident().client.get("/fields/mobility").status_code == 404
    assert office.posts(f"/desk/fields/edit/{fields['mobility']}/remove") == 404
    with database.reading() as session:
        assert audit.first_broken(session) is None
        with pytest.raises(NotFound):
            queries.field_by_id(session, 1, fields["mobility"])


def test_a_key_never_means_two_things(office: Hands) -> None:
    fields = begin()
    office.posts(f"/desk/fields/edit/{fields['mobility']}/remove")

    office.posts("/desk/fields/edit", name_de="Mobility", sentence_de="Alles, was fährt.")

    assert [key for key, _ in fields_now()] == ["language", "housing", "mobility-2"]


def test_the_administration_reads_the_board_and_places_nothing(office: Hands) -> None:
    fields = begin()
    idea = tell("Ein Bus am Abend")
    machine_reads()

    page = office.board("?lang=en")

    assert "Ein Bus am Abend" in page
    assert 'action="/desk/fields/place' not in page
    assert office.places(idea, fields["mobility"]) == 403


def test_every_field_speaks_its_language_on_the_public_page(house: House) -> None:
    begin()

    arabic, turkish = (house.resident().reads(f"/fields?lang={lang}") for lang in ("ar", "tr"))

    assert 'lang="ar" dir="rtl"><a href="/fields/housing?lang=ar">حقل</a>' in arabic
    assert 'lang="de" dir="ltr"><a href="/fields/housing?lang=tr">Wohnen</a>' in turkish


def test_without_a_process_there_is_no_page(house: House) -> None:
    with database.transaction() as tx:
        for table in (PhaseSetting, Format, Phase, Process):
            tx.session.execute(delete(table))

    assert house.resident().client.get("/fields").status_code == 404
