"""Pictures as foreigners send them: only the pixels of an honest one come through."""

import random
import warnings
from io import BytesIO

import gevent
import pytest
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from participation.foundation.pictures import NoPicture, NothingChosen, PictureTooHeavy, PictureTooWide
from participation.townhall.pictures import HEAVIEST, LONGEST_SIDE, redraw, redraw_aside
from tests.townhall.pictures import HOSTILE, opened, picture, png

CANARY = "Ada-privat-7"


def brightness(found: Image.Image, column: int, row: int) -> int:
    return found.convert("L").tobytes()[row * found.width + column]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_of_each_kind_becomes_a_png(kind: str) -> None:
    redrawn = redraw(picture(kind))

    again = opened(redrawn.content)
    assert (again.format, again.size, again.mode) == ("PNG", (40, 20), "RGB")
    assert (redrawn.width, redrawn.height) == (40, 20)


@pytest.mark.parametrize(
    ("size", "becomes"),
    [((2000, 1000), (512, 256)), ((1000, 2000), (256, 512)), ((1, 1), (1, 1)), ((9000, 1), (512, 1))],
)
def test_a_large_one_is_drawn_smaller_and_a_small_one_stays(size: tuple[int, int], becomes: tuple[int, int]) -> None:
    redrawn = redraw(picture(size=size))

    assert (redrawn.width, redrawn.height) == becomes == opened(redrawn.content).size
    assert max(becomes) <= LONGEST_SIDE


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK", "YCbCr"])
def test_colours_of_every_kind_become_those_of_a_screen(mode: str) -> None:
    kind = "JPEG" if mode in {"CMYK", "YCbCr"} else "PNG"
    file = BytesIO()
    grey = Image.new("L", (40, 20), 40)
    ImageDraw.Draw(grey).rectangle((20, 0, 40, 20), fill=200)
    if mode == "I;16":  # sixteen bits: each value 256 times as large
        Image.frombytes("I;16", (40, 20), b"".join(bytes((0, value)) for value in grey.tobytes())).save(file, kind)
    else:
        grey.convert("RGB").convert(mode, dither=Image.Dither.NONE).save(file, kind)

    again = opened(redraw(file.getvalue()).content)

    assert brightness(again, 5, 10) < 70
    assert brightness(again, 35, 10) > 150


def test_what_one_sees_through_stays_so() -> None:
    file = BytesIO()
    Image.new("RGBA", (10, 10), (255, 0, 0, 0)).save(file, "PNG")
    palette = BytesIO()
    Image.new("P", (10, 10)).save(palette, "PNG", transparency=0)

    for content in (file, palette):
        assert opened(redraw(content.getvalue()).content).getpixel((5, 5))[3] == 0  # type: ignore[index]


def test_nothing_but_pixels_is_kept() -> None:
    exif = Image.Exif()
    exif[0x010E] = exif[0x9C9D] = CANARY
    exif.get_ifd(0x8825)[1] = CANARY
    note = PngInfo()
    note.add_text("Author", CANARY)
    sent = [
        picture("JPEG", exif=exif, comment=CANARY, icc_profile=CANARY.encode()),
        picture("PNG", pnginfo=note, exif=exif),
        picture("WEBP", exif=exif, xmp=CANARY.encode()),
        picture("PNG") + CANARY.encode(),
        picture("JPEG") + b"<?php " + CANARY.encode(),
    ]

    for content in sent:
        assert CANARY.encode() in content
        redrawn = redraw(content).content
        assert CANARY.encode() not in redrawn
        assert opened(redrawn).info == {}
        assert dict(opened(redrawn).getexif()) == {}


def test_a_picture_stands_as_the_camera_noted() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    redrawn = redraw(picture("JPEG", (40, 20), exif=exif))

    assert (redrawn.width, redrawn.height) == (20, 40)


def test_a_palette_is_drawn_smaller_with_colours_in_between() -> None:
    file = BytesIO()
    stripes = Image.new("1", (1_024, 8))
    for column in range(0, 1_024, 2):
        ImageDraw.Draw(stripes).line((column, 0, column, 8), fill=1)
    stripes.convert("P").save(file, "PNG")

    again = opened(redraw(file.getvalue()).content)

    assert 60 < brightness(again, 256, 2) < 200


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_of_a_moving_picture_the_first_stands_still(kind: str) -> None:
    file = BytesIO()
    first, second = Image.new("RGB", (8, 8), "red"), Image.new("RGB", (8, 8), "blue")
    first.save(file, kind, save_all=True, append_images=[second, first], duration=10, lossless=True)
    assert getattr(opened(file.getvalue()), "n_frames", 1) > 1

    again = opened(redraw(file.getvalue()).content)

    assert getattr(again, "n_frames", 1) == 1
    assert again.getpixel((4, 4)) == (255, 0, 0)


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_picture_of_ours_is_refused_in_one_sentence(name: str) -> None:
    with pytest.raises(NoPicture) as refused:
        redraw(HOSTILE[name]())

    assert type(refused.value) is NoPicture


def test_nothing_and_too_much_are_named_as_such() -> None:
    with pytest.raises(NothingChosen):
        redraw(b"")
    with pytest.raises(PictureTooHeavy):
        redraw(picture() + b"\0" * HEAVIEST)


@pytest.mark.parametrize(
    "size",
    [(5_000, 4_001), (6_000, 6_000), (8_000, 8_000), (100_000, 100_000), (2**31 - 1, 2**31 - 1), (30_000_000, 1)],
)
def test_a_small_file_that_claims_too_many_pixels_is_not_even_opened(size: tuple[int, int]) -> None:
    bomb = png(*size, content=b"\0" * 100_000)
    assert len(bomb) < 1_000

    with pytest.raises(PictureTooWide):
        redraw(bomb)


def test_the_size_is_looked_at_even_where_warnings_are_not_heard() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pytest.raises(PictureTooWide):
            redraw(png(5_000, 4_001, content=b"\0" * 100_000))


def test_a_real_bomb_is_refused_before_it_goes_off() -> None:
    file = BytesIO()
    Image.new("1", (12_000, 12_000)).save(file, "PNG", optimize=True)
    assert len(file.getvalue()) < 30_000

    with pytest.raises(PictureTooWide):
        redraw(file.getvalue())


def test_a_note_that_unpacks_to_megabytes_is_refused() -> None:
    note = PngInfo()
    note.add_text("Comment", "x" * 5_000_000, zip=True)
    bomb = picture(pnginfo=note)
    assert len(bomb) < 10_000

    with pytest.raises(NoPicture):
        redraw(bomb)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_whatever_is_broken_in_a_picture_breaks_nothing_here(kind: str) -> None:
    chance = random.Random(7)  # noqa: S311 - a repeatable walk
    whole = picture(kind, (60, 60))
    for _ in range(300):
        broken = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        del broken[chance.choice([len(broken), chance.randrange(1, len(broken))]) :]
        try:
            redrawn = redraw(bytes(broken))
        except NoPicture:
            continue
        assert opened(redrawn.content).format == "PNG"


def test_the_version_follows_the_pixels() -> None:
    one, same, other = redraw(picture()), redraw(picture("PNG", compress_level=0)), redraw(picture(size=(41, 20)))

    assert one.version == same.version != other.version
    assert len(one.version) == 16


def test_while_a_picture_is_drawn_everybody_else_goes_on(capfd: pytest.CaptureFixture[str]) -> None:
    turns = 0

    def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            gevent.sleep(0.001)

    beside = gevent.spawn(others)
    redrawn = redraw_aside(picture(size=(4_000, 4_000)))
    with pytest.raises(NoPicture):
        redraw_aside(b"no picture")
    beside.kill()

    assert (redrawn.width, redrawn.height) == (512, 512)
    assert turns > 3
    assert capfd.readouterr().err == ""  # a refusal is no error of ours
