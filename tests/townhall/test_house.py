"""Name, colour and logo of a town, on its desk and on every page."""

import json

import pytest

from participation.foundation import database
from participation.foundation.municipality import Municipality, found_municipality
from participation.foundation.permissions import Role
from participation.townhall.present import city_sheet, sheet_version
from tests.conftest import SAME_ORIGIN, House, Resident
from tests.ideas.test_board import counted_statements
from tests.townhall.office import acts, logo_now, office, office_in_one_process, town_now
from tests.townhall.pictures import HOSTILE, opened, picture, png

KEEPERS = {Role.ADMINISTRATION, Role.ADMINISTRATOR}


def look(municipality_id: int = 1) -> tuple[str, int, str, str]:
    town = town_now(municipality_id)
    return town.name, town.hue, town.contact_email, town.contact_phone


def neighbour() -> int:
    with database.transaction() as tx:
        return found_municipality(tx, slug="nachbarstadt", name="Nachbarstadt", host="nachbar.example", hue=30).id


def test_the_house_gets_a_name_a_colour_and_somebody_to_ask(house: House) -> None:
    keeper = office(house)

    answer = keeper.describes(name=" Neustadt  am See ", example="155", email="amt@neu.example", phone="0123 / 45")

    assert answer.status_code == 303
    assert look() == ("Neustadt am See", 155, "amt@neu.example", "0123 / 45")
    assert acts() == [("house.describe", "municipality:1")]
    assert "Neustadt am See" in house.resident().reads("/")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"name": " "}, "There is no text yet"),
        ({"name": "x" * 121}, "121 characters"),
        ({"hue": "360"}, "a number from 0 to 359"),
        ({"email": "amt"}, "not an e-mail address"),
        ({"phone": "anrufen"}, "not a phone number"),
    ],
)
def test_what_cannot_be_kept_is_said_and_everything_typed_is_still_there(
    house: House, changed: dict[str, str], sentence: str
) -> None:
    keeper = office(house)
    typed = {"name": "Neustadt", "hue": "33", "email": "neu@stadt.example", "phone": "030 12", **changed}
    before = look()

    answer = keeper.describes(**typed)

    assert answer.status_code == 422
    assert sentence in answer.text
    for value in typed.values():
        assert f'value="{value}"' in answer.text
    assert (look(), acts()) == (before, [])


def test_of_two_colleagues_with_the_same_view_only_one_changes_the_house(house: House) -> None:
    one, other = office(house), office(house, Role.ADMINISTRATOR)
    one.describes(name="Neustadt", email="neu@stadt.example")

    answer = other.describes(name="Altstadt", revision="0")

    assert answer.status_code == 409
    assert "Somebody else changed this" in answer.text
    assert 'value="Altstadt"' in answer.text
    assert "<bdi>Neustadt</bdi>" in answer.text
    assert 'name="revision" value="1"' in answer.text  # whoever has read it may decide
    assert other.describes(name="Altstadt", revision="1").status_code == 303
    assert look()[0] == "Altstadt"


@pytest.mark.parametrize("role", list(Role))
def test_only_the_town_hall_keeps_the_house(house: House, role: Role) -> None:
    somebody, before = office(house, role), look()
    allowed = role in KEEPERS

    assert somebody.client.get("/desk/house").status_code == (200 if allowed else 403)
    assert somebody.client.get("/desk/house/pages/imprint").status_code == (200 if allowed else 403)
    assert somebody.describes(name="Neustadt").status_code == (303 if allowed else 403)
    assert somebody.describes(name="").status_code == (422 if allowed else 403)
    assert somebody.hangs(picture()).status_code == (303 if allowed else 403)
    assert somebody.hangs(b"broken").status_code == (422 if allowed else 403)
    assert somebody.writes("imprint", text_de="Rathaus").status_code == (303 if allowed else 403)
    assert somebody.sends("/desk/house/logo/remove", revision="2").status_code == (303 if allowed else 403)
    assert (look() == before) is not allowed
    assert ("/desk/house" in somebody.reads("/desk/fields")) is allowed


def test_the_house_is_not_kept_by_whoever_has_a_right_in_one_process_alone(house: House) -> None:
    somebody = office_in_one_process(house, Role.ADMINISTRATOR)

    assert somebody.client.get("/desk/house").status_code == 403
    assert somebody.client.get("/desk/log").status_code == 403
    assert somebody.describes(name="Neustadt").status_code == 403
    assert somebody.hangs(picture()).status_code == 403
    assert somebody.writes("imprint", text_de="Rathaus").status_code == 403
    assert "/desk/house" not in somebody.reads("/desk/fields")


def test_another_town_stays_as_it_is(house: House) -> None:
    theirs = neighbour()
    before = look(theirs)
    keeper = office(house)

    keeper.describes(name="Neustadt", example="155")
    keeper.hangs(picture())
    keeper.writes("imprint", text_de="Unser Rathaus")

    assert look(theirs) == before
    assert logo_now(theirs) is None
    client = house.app.test_client()
    there = {"base_url": "http://nachbar.example"}
    house.app.wsgi_app.hosts = (*house.app.wsgi_app.hosts, "nachbar.example")  # type: ignore[attr-defined]
    assert client.get("/city.css", **there).text == city_sheet(30)
    assert client.get("/logo", **there).status_code == 404
    assert client.get("/pages/imprint", **there).status_code == 404
    assert "/pages/imprint" not in client.get("/recover", **there).text


def test_a_colleague_of_another_town_keeps_nothing_here(house: House) -> None:
    stranger, before = office(house, Role.ADMINISTRATOR, municipality_id=neighbour()), look()

    assert stranger.client.get("/desk/house").status_code == 403
    assert stranger.describes(name="Neustadt").status_code == 403
    assert look() == before


# --- the colour on every page


def test_every_page_wears_the_colour_and_keeps_it_for_a_year(house: House) -> None:
    office(house).describes(example="300")
    resident = house.resident()
    page = resident.reads("/")
    address = f"/city.css?v={sheet_version(300)}"

    assert page.index("/dist/style.css") < page.index(f'href="{address}"')
    sheet = resident.client.get(address)
    assert sheet.text == "@layer city{:root{--hue:300}}\n"
    assert sheet.mimetype == "text/css"
    assert sheet.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Vary" not in sheet.headers
    assert "Set-Cookie" not in sheet.headers


@pytest.mark.parametrize("asked", ["", "?v=0000000000", f"?v={sheet_version(1)}"])
def test_a_sheet_of_another_version_is_shown_and_not_kept(resident: Resident, asked: str) -> None:
    sheet = resident.client.get(f"/city.css{asked}")

    assert (sheet.status_code, sheet.text) == (200, city_sheet(205))
    assert "max-age" not in sheet.headers["Cache-Control"]


def test_the_language_of_a_page_makes_no_second_sheet(resident: Resident) -> None:
    assert f'href="/city.css?v={sheet_version(205)}"' in resident.reads("/?lang=ar")


def test_the_look_of_the_town_costs_no_page_a_statement(house: House, resident: Resident) -> None:
    keeper = office(house)
    with counted_statements() as plain:
        resident.reads("/ideas/ideen")
    keeper.describes(name="Neustadt", email="amt@neu.example")
    keeper.hangs(picture())
    for kind in ("imprint", "privacy", "easy"):
        keeper.writes(kind, text_de="Ein Text")

    with counted_statements() as dressed:
        page = resident.reads("/ideas/ideen")

    assert "/logo?v=" in page
    assert page.count("/pages/") == 4
    assert len(dressed) == len(plain)


# --- the logo


def test_a_logo_stands_beside_the_name_on_public_pages_and_at_the_desk(house: House) -> None:
    keeper, resident = office(house), house.resident()
    assert 'class="seal"' in resident.reads("/")

    answer = keeper.hangs(picture("JPEG", (2_000, 1_000)), name="wappen.svg")

    town = town_now()
    assert (answer.status_code, town.logo_width, town.logo_height) == (303, 512, 256)
    for page in (resident.reads("/"), keeper.reads("/desk/house")):
        head = page.split("<header")[1].split("</a>")[0]
        assert f'src="/logo?v={town.logo}" width="512" height="256" alt=""' in head
        assert "seal" not in head
    assert acts() == [("house.logo", "municipality:1")]


def test_the_logo_is_a_png_that_nobody_takes_for_anything_else(house: House, resident: Resident) -> None:
    office(house).hangs(picture("WEBP"))

    sent = resident.client.get(f"/logo?v={town_now().logo}")

    assert sent.mimetype == "image/png"
    assert sent.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'self'" in sent.headers["Content-Security-Policy"]
    assert sent.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in sent.headers
    assert opened(sent.data).size == (40, 20)
    assert "max-age" not in resident.client.get("/logo?v=old").headers["Cache-Control"]


@pytest.mark.parametrize("name", [*HOSTILE, "a bomb", "nothing", "a heavy one"])
def test_a_bad_picture_gets_a_sentence_and_the_old_logo_stays(house: House, name: str) -> None:
    keeper = office(house)
    keeper.hangs(picture())
    before = (town_now().logo, logo_now())
    more = {"a bomb": png(60_000, 60_000), "nothing": b"", "a heavy one": b"x" * 1_048_577}

    answer = keeper.hangs(more[name] if name in more else HOSTILE[name]())

    assert answer.status_code == (413 if name == "a heavy one" else 422)
    assert "The logo is as it was." in answer.text
    assert 'class="note note-bad" role="alert"' in answer.text
    assert (town_now().logo, logo_now()) == before
    assert acts() == [("house.logo", "municipality:1")]


def test_a_form_without_a_picture_gets_a_sentence(house: House) -> None:
    answer = office(house).sends("/desk/house/logo", revision="0")

    assert answer.status_code == 422
    assert "No picture was chosen" in answer.text


def test_a_picture_of_nearly_a_megabyte_passes_this_door_and_no_other(house: House) -> None:
    keeper = office(house)
    heavy = picture() + b"\0" * 1_000_000

    assert keeper.hangs(heavy).status_code == 303
    for address in ("/desk/house", "/desk/house/pages/imprint", "/desk/house/logo/remove"):
        assert keeper.sends(address, text_de="x" * 300_000, revision="1").status_code == 413


@pytest.mark.parametrize("size", [1_400_000, 5_000_000])
def test_more_than_the_door_takes_is_refused_before_it_is_read(house: House, size: int) -> None:
    answer = office(house).hangs(b"x" * size)

    assert answer.status_code == 413
    assert "larger than 1 MB" in answer.text


@pytest.mark.parametrize("role", [None, Role.RESIDENT, Role.MODERATOR])
def test_nobody_else_may_send_more_than_a_form(house: House, role: Role | None) -> None:
    somebody = office(house, role or Role.RESIDENT)
    if role is None:
        somebody.client = house.app.test_client()

    assert somebody.hangs(b"x" * 400_000).status_code in {403, 413}
    assert somebody.hangs(b"x" * 2_000_000).status_code in {403, 413}
    assert town_now().logo is None


def test_a_picture_from_another_site_is_not_even_read(house: House) -> None:
    keeper = office(house)
    foreign = {"Sec-Fetch-Site": "cross-site"}

    answer = keeper.client.post("/desk/house/logo", data=b"x" * 2_000_000, headers=foreign)

    assert answer.status_code == 403


def test_a_logo_is_hung_on_the_state_that_was_seen(house: House) -> None:
    keeper = office(house)
    keeper.describes(name="Neustadt")

    answer = keeper.hangs(picture(), revision=0)

    assert answer.status_code == 409
    assert "Somebody else changed this" in answer.text
    assert town_now().logo is None


def test_a_new_logo_takes_the_place_of_the_old_one_and_the_seal_comes_back(house: House) -> None:
    keeper = office(house)
    keeper.hangs(picture())
    first = town_now().logo
    keeper.hangs(picture(size=(30, 30)))
    second = town_now()
    assert second.logo not in {None, first}

    assert keeper.sends("/desk/house/logo/remove", revision="0").status_code == 409
    assert keeper.sends("/desk/house/logo/remove", revision=str(second.revision)).status_code == 303

    gone = town_now()
    assert (gone.logo, gone.logo_width, gone.logo_height, logo_now()) == (None, None, None, None)
    assert 'class="seal"' in house.resident().reads("/")
    assert house.resident().client.get(f"/logo?v={second.logo}").status_code == 404
    assert [action for action, _ in acts()] == ["house.logo", "house.logo", "house.remove_logo"]
    assert keeper.sends("/desk/house/logo/remove", revision=str(gone.revision)).status_code == 303


# --- before there is a town


def test_a_house_without_a_town_shows_its_first_page_and_no_sheet(house: House) -> None:
    empty_house()
    client = house.app.test_client()

    assert "/city.css" not in client.get("/").text
    assert [client.get(address).status_code for address in ("/city.css", "/logo", "/pages/imprint")] == [404] * 3
    assert client.post("/desk/house/logo", data={"x": "y"}, headers=SAME_ORIGIN).status_code == 404


def empty_house() -> None:
    with database.transaction() as tx:
        for table in reversed(database.Base.metadata.sorted_tables):
            tx.session.execute(table.delete())


def test_a_page_that_does_not_exist_still_wears_the_look(house: House) -> None:
    office(house).hangs(picture())

    page = house.resident().reads("/no-such-page")

    assert "/logo?v=" in page
    assert "/city.css?v=" in page


def test_the_list_of_pages_beside_the_town_is_kept_as_json(house: House) -> None:
    office(house).writes("imprint", text_de="Rathaus", text_tr="Belediye")

    with database.current().engine.connect() as connection:
        [kept] = connection.exec_driver_sql("SELECT pages FROM municipality").scalars()
    assert json.loads(kept) == {"imprint": ["de", "tr"]}


def test_a_town_made_by_hand_has_what_the_frame_needs(house: House) -> None:
    with database.transaction() as tx:
        tx.session.connection().exec_driver_sql("INSERT INTO municipality (slug, name, hue) VALUES ('x', 'X', 1)")

    town = town_now(2)
    assert (town.contact_email, town.contact_phone, town.logo, town.pages, town.revision) == ("", "", None, {}, 0)


def test_a_right_in_the_town_counts_for_this_town_alone() -> None:
    assert Municipality(id=7).municipality_id == 7
