"""A photo with an idea: drawn anew, described, shown only while the idea is; a hostile file harms nothing."""

import gevent
import pytest
from PIL import Image
from sqlalchemy import func, select, update

from participation.contributions import photos
from participation.contributions.models import Contribution, Photo
from participation.contributions.photos import LARGE, LIMITS, SMALL, Shown, redraw
from participation.foundation import database
from participation.foundation import pictures as drawing
from participation.foundation.locales import Words
from participation.foundation.messages import HouseBusy
from participation.foundation.permissions import Role
from participation.foundation.pictures import PictureTooHeavy, PictureTooWide
from participation.process.models import PhaseSetting, Process
from participation.process.rules import ProcessState
from tests.conftest import SAME_ORIGIN, House, Resident
from tests.ideas.asking import NEW, asks, kept_photo, newest, nothing_came, sends, sends_photo, takes_photos
from tests.ideas.test_board import counted_statements
from tests.townhall.office import office
from tests.townhall.pictures import HOSTILE, opened, picture, png

CANARY = "Ada-privat-7"


@pytest.fixture
def author(house: House) -> Resident:
    takes_photos()
    return house.resident()


def photo_address(size: int = SMALL, *, version: bool = True) -> str:
    found = kept_photo()
    assert found
    return f"/photo/{newest()}/{size}" + (f"?v={found.version}" if version else "")


def stored(size: int) -> bytes:
    with database.reading() as session:
        found = photos.bytes_of(session, 1, size)
    assert found
    return found[0]


# --- what comes


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_comes_with_the_idea_in_two_sizes(author: Resident, kind: str) -> None:
    answer = sends_photo(author.client, picture(kind, (3_000, 1_500)), name="=cmd|x.exe", fields={"language": "tr"})

    assert answer.status_code == 303, answer.text
    kept = kept_photo()
    assert kept
    assert (kept.width, kept.height, kept.description, kept.language) == (1_600, 800, "Eine leere Wiese", "tr")
    assert [(opened(stored(size)).format, opened(stored(size)).size) for size in (SMALL, LARGE)] == [
        ("JPEG", (400, 200)),
        ("JPEG", (1_600, 800)),
    ]


def test_a_small_photo_stays_small_and_what_one_sees_through_is_white(author: Resident) -> None:
    file = picture("PNG", (40, 20), "RGBA")

    assert sends_photo(author.client, file).status_code == 303
    assert {opened(stored(size)).size for size in (SMALL, LARGE)} == {(40, 20)}
    assert opened(stored(LARGE)).getpixel((2, 10)) == (255, 255, 255)


def test_place_camera_and_every_other_note_are_left_out_and_the_photo_is_turned(author: Resident) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    exif[0x010E] = exif[0x9C9D] = CANARY
    exif.get_ifd(0x8825)[1] = CANARY
    sent = picture("JPEG", (400, 200), exif=exif, comment=CANARY, icc_profile=CANARY.encode()) + CANARY.encode()
    assert sent.count(CANARY.encode()) > 3

    assert sends_photo(author.client, sent, name=f"{CANARY}.jpg").status_code == 303

    for size in (SMALL, LARGE):
        again = opened(stored(size))
        assert again.size == (200, 400)
        assert dict(again.getexif()) == {}
        assert set(again.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
    assert kept_in_the_database(CANARY.encode()) == 0


def kept_in_the_database(canary: bytes) -> int:
    file = database.current().url.removeprefix("sqlite:///")
    with database.current().engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    with open(file, "rb") as whole:  # noqa: PTH123 - a file of bytes, read once
        return whole.read().count(canary)


def test_a_phones_picture_with_a_second_one_inside_is_its_first(author: Resident) -> None:
    one, two = Image.new("RGB", (60, 40), "red"), Image.new("RGB", (60, 40), "blue")
    from io import BytesIO  # noqa: PLC0415 - beside its use

    file = BytesIO()
    one.save(file, "MPO", save_all=True, append_images=[two])

    assert sends_photo(author.client, file.getvalue()).status_code == 303
    red, _, blue = opened(stored(LARGE)).getpixel((30, 20))  # type: ignore[misc]
    assert red > 200 > blue


def test_a_form_without_a_photo_is_sent_as_before(author: Resident) -> None:
    assert sends(author.client, photo_description="Nichts zu sehen").status_code == 303
    assert kept_photo() is None


# --- what is refused, with everything typed kept


def refused(author: Resident, content: bytes, sentence: str, *, described: str = "Eine leere Wiese") -> str:
    place = asks_place_once()
    fields = {"photo_description": described, f"field-{place}": "Am Bach", "text": "Mehr Bänke bitte"}
    answer = sends_photo(author.client, content, fields=fields)
    assert answer.status_code == 422
    assert answer.text.count(sentence) == 2  # in the summary and at its field
    for typed in ("Mehr Bänke bitte", "Am Bach", described):
        assert typed in answer.text
    assert nothing_came()
    return answer.text


def asks_place_once() -> int:
    from participation.process.form_rules import FieldKind  # noqa: PLC0415 - beside its use

    return asks(FieldKind.PLACE, "Wo?")


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_photo_is_refused_in_one_sentence(author: Resident, name: str) -> None:
    page = refused(author, HOSTILE[name](), "This file is not a picture we can read.")

    assert 'href="#photo"' in page
    assert 'aria-describedby="photo-hint photo-oops" aria-invalid="true"' in page


@pytest.mark.parametrize("size", [(30_000, 30_000), (5_000, 4_001), (2**31 - 1, 2**31 - 1)])
def test_a_small_file_with_very_many_pixels_is_not_even_opened(author: Resident, size: tuple[int, int]) -> None:
    bomb = png(*size, content=b"\0" * 1_000_000)
    assert len(bomb) < 2_000

    refused(author, bomb, "million pixels. Please save it smaller.")


def test_a_jpeg_may_have_more_pixels_because_it_is_read_smaller() -> None:
    assert redraw(picture("JPEG", (6_000, 5_000), "L")).large.width == LARGE
    with pytest.raises(PictureTooWide):
        redraw(picture("PNG", (6_000, 5_000), "1"))


def test_a_file_that_is_too_heavy_is_refused_and_nothing_typed_is_lost(author: Resident) -> None:
    refused(author, picture("JPEG") + b"\0" * LIMITS.heaviest, "The picture is larger than 10 MB.")


def test_what_is_far_too_heavy_is_not_even_read(author: Resident) -> None:
    answer = sends_photo(author.client, b"\0" * photos.CARRIED)

    assert answer.status_code == 413
    assert "The picture is larger than 10 MB." in answer.text
    assert nothing_came()


def test_an_empty_file_is_none(author: Resident) -> None:
    refused(author, b"", "No picture was chosen.")


def test_of_a_moving_picture_the_first_stands_still(author: Resident) -> None:
    from io import BytesIO  # noqa: PLC0415 - beside its use

    file = BytesIO()
    Image.new("RGB", (8, 8), "red").save(file, "WEBP", save_all=True, append_images=[Image.new("RGB", (8, 8))])

    assert sends_photo(author.client, file.getvalue()).status_code == 303
    assert getattr(opened(stored(LARGE)), "n_frames", 1) == 1


@pytest.mark.parametrize("behind", [b"<script>alert(1)</script>", b"PK\x03\x04 an archive", b"%PDF-1.7", b"<?php x();"])
def test_of_a_file_that_is_two_things_only_the_picture_is_kept(author: Resident, behind: bytes) -> None:
    assert sends_photo(author.client, picture("JPEG") + behind, name="x.php").status_code == 303
    assert behind not in stored(LARGE) + stored(SMALL)


@pytest.mark.parametrize("described", ["", "  ", "\u200b"])
def test_a_photo_needs_words_for_who_cannot_see_it(author: Resident, described: str) -> None:
    answer = sends_photo(author.client, fields={"photo_description": described})

    assert answer.status_code == 422
    assert answer.text.count("Please say in a few words what can be seen on the photo") == 2
    assert 'href="#photo-description"' in answer.text
    assert "Please choose the photo again" in answer.text
    assert nothing_came()


def test_a_description_may_not_be_a_novel(author: Resident) -> None:
    answer = sends_photo(author.client, fields={"photo_description": "x" * 301})

    assert answer.status_code == 422
    assert "301 characters" in answer.text
    assert "x" * 301 in answer.text


def test_whoever_has_to_change_the_text_chooses_the_photo_again(author: Resident) -> None:
    answer = sends_photo(author.client, fields={"text": " "})

    assert answer.status_code == 422
    assert "Please choose the photo again: no browser keeps a file." in answer.text
    assert "Eine leere Wiese" in answer.text


# --- where no photo is taken


def test_a_collection_without_photos_shows_no_field_and_keeps_no_file(house: House) -> None:
    author = house.resident()

    assert 'type="file"' not in author.reads(NEW)
    assert sends_photo(author.client).status_code == 303
    assert kept_photo() is None
    assert sends_photo(author.client, b"\0" * 400_000).status_code == 413  # the limit of every form


def test_a_switch_turned_off_meanwhile_is_told(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    takes_photos()
    drawn = photos.redraw_aside

    def slowly(sent: bytes) -> photos.Sizes:
        takes_photos(allowed=False)
        return drawn(sent)

    monkeypatch.setattr(photos, "redraw_aside", slowly)
    answer = sends_photo(house.resident().client)

    assert answer.status_code == 422
    assert "No photo can be sent here any more. Your text can." in answer.text


def test_where_nothing_is_taken_nothing_is_drawn(author: Resident, monkeypatch: pytest.MonkeyPatch) -> None:
    with database.transaction() as tx:
        tx.session.execute(update(PhaseSetting).values(may_submit=False))
    monkeypatch.setattr(photos, "redraw_aside", lambda _sent: pytest.fail("drawn for nobody"))

    assert sends_photo(author.client).status_code == 409
    assert sends_photo(author.client, b"\0" * 400_000).status_code == 413
    assert sends_photo(author.client, page="/ideas/nirgends/new").status_code == 404


# --- who sees it


def test_a_photo_waits_with_its_idea_and_goes_with_it(house: House, author: Resident) -> None:
    sends_photo(author.client)
    idea, address = newest(), photo_address()
    moderator, stranger, observer = house.moderator(), house.resident(), office(house, Role.OBSERVER)
    looking = (author.client, moderator.client, stranger.client, observer.client)

    def seen() -> list[int]:
        return [client.get(address).status_code for client in looking]

    assert seen() == [200, 200, 404, 404]
    waiting = author.client.get(address)
    assert waiting.headers["Cache-Control"] == "no-store"
    moderator.approves(idea)
    assert seen() == [200, 200, 200, 200]
    moderator.undoes(idea)
    moderator.decides(idea, "reject", reason="off_topic")
    assert seen() == [200, 200, 404, 404]


def test_nobody_outside_sees_a_photo_of_a_process_that_is_a_draft_again(house: House, author: Resident) -> None:
    sends_photo(author.client)
    moderator = house.moderator()
    moderator.approves(newest())
    with database.transaction() as tx:
        tx.session.execute(update(Process).values(state=ProcessState.DRAFT))

    assert house.resident().client.get(photo_address()).status_code == 404
    assert moderator.client.get(photo_address()).status_code == 200


def test_the_picture_is_sent_as_one_and_kept_only_where_its_version_is_named(house: House, author: Resident) -> None:
    sends_photo(author.client)
    house.moderator().approves(newest())
    stranger = house.resident().client

    answer = stranger.get(photo_address(LARGE))

    assert answer.data == stored(LARGE)
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Disposition"] == "inline"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert "Set-Cookie" not in answer.headers
    assert "immutable" not in stranger.get(photo_address(version=False)).headers["Cache-Control"]
    assert "immutable" not in stranger.get(f"/photo/{newest()}/400?v=other").headers["Cache-Control"]
    assert [stranger.get(f"/photo/{newest()}/{size}").status_code for size in (0, 401, 1_600, 99_999)] == [
        404,
        404,
        200,
        404,
    ]
    assert stranger.get(f"/photo/{'0' * 32}/400").status_code == 404


def test_the_page_shows_it_with_its_words_in_their_language(house: House, author: Resident) -> None:
    sends_photo(author.client, fields={"language": "tr", "photo_description": 'Boş "çayır" <b>'})
    idea = newest()
    house.moderator().approves(idea)

    for who, address in (
        (house.resident(), f"/ideas/ideen/{idea}"),
        (house.resident(), "/ideas/ideen"),
        (author, "/mine"),
    ):
        page = who.reads(address)
        assert 'lang="tr" alt="Boş &#34;çayır&#34; &lt;b&gt;"' in page
        assert f"/photo/{idea}/400?v=" in page
        assert 'width="40" height="20"' in page


def test_who_corrects_the_language_corrects_that_of_the_description(author: Resident) -> None:
    sends_photo(author.client, fields={"language": "tr"})
    author.client.post(f"/mine/{newest()}/language", data={"language": "fr"}, headers=SAME_ORIGIN)

    kept = kept_photo()
    assert kept
    assert kept.language == "fr"


def test_the_queue_gets_photos_without_their_bytes_in_one_statement(author: Resident) -> None:
    for number in range(3):
        sends_photo(author.client, fields={"text": f"Idee {number}"})
    sends(author.client)

    with counted_statements() as asked, database.reading() as session:
        found = photos.photo_of(session, [1, 2, 3, 4])

    assert len(asked) == 1
    assert "large" not in asked[0].split("FROM")[0]
    assert set(found) == {1, 2, 3}
    with database.reading() as session:
        public_id = session.get_one(Contribution, 2).public_id
    assert found[2] == Shown(public_id, found[2].version, 40, 20, Words("Eine leere Wiese", found[2].description.lang))
    assert [Shown("", "", *size, Words("", "de")).small_width for size in ((1_600, 800), (800, 1_600), (40, 20))] == [
        400,
        200,
        40,
    ]


def test_a_photo_can_be_forgotten_and_no_byte_of_it_is_left(author: Resident) -> None:
    sends_photo(author.client)
    marker = stored(SMALL)[300:340]
    assert kept_in_the_database(marker) > 0

    with database.transaction() as tx:
        photos.forget_photos(tx, [1])

    assert kept_photo() is None
    assert kept_in_the_database(marker) == 0
    assert author.client.get(f"/photo/{newest()}/400").status_code == 404


# --- while it is drawn


def test_while_a_photo_is_drawn_everybody_else_goes_on_and_who_waits_too_long_is_told(
    house: House, author: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns = 0

    def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            gevent.sleep(0.001)

    beside = gevent.spawn(others)
    assert sends_photo(author.client, picture("JPEG", (4_000, 4_000))).status_code == 303
    beside.kill()
    assert turns > 3

    monkeypatch.setattr(drawing, "PATIENCE", 0.01)
    with drawing.one_at_a_time:
        busy = sends_photo(author.client, fields={"text": "Noch eine"})
    assert busy.status_code == 422
    assert busy.text.count(HouseBusy.message) == 2
    assert "Noch eine" in busy.text
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Photo)) == 1


def test_the_limits_say_what_they_are() -> None:
    assert isinstance(LIMITS.too_heavy(), PictureTooHeavy)
    assert str(LIMITS.too_heavy()) == "The picture is larger than 10 MB. Please save it smaller."
