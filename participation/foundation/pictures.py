"""A picture as somebody sent it, drawn anew. Nothing of the file is kept but its pixels (docs/decisions/020)."""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import TypeVar

import gevent
from gevent.lock import BoundedSemaphore
from PIL import Image, ImageOps

from participation.foundation.messages import N_, HouseBusy, Refused

FORMATS = ("PNG", "JPEG", "WEBP")
MEGABYTE = 1024 * 1024
MILLION = 1_000_000
MOST_PIXELS = 50 * MILLION  # of any picture; what a door takes may be less
PATIENCE = 20.0  # seconds somebody waits for those whose pictures came first
QUALITY = 82
Drawn = TypeVar("Drawn")

# Pillow's own guard: twice as many are an error, and more than this a warning, which is one here as well
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)

one_at_a_time = BoundedSemaphore()  # 20 million pixels take 80 MB while they are drawn


class NoPicture(Refused):
    message = N_("This file is not a picture we can read. Please take a whole PNG, JPEG or WebP file.")
    code = "no_picture"
    status = 422


class NothingChosen(NoPicture):
    message = N_("No picture was chosen. Please choose a PNG, JPEG or WebP file.")
    code = "nothing_chosen"


class PictureTooHeavy(NoPicture):
    message = N_("The picture is larger than %(limit)s MB. Please save it smaller.")
    code = "picture_too_heavy"
    status = 413


class PictureTooWide(NoPicture):
    message = N_("The picture has more than %(limit)s million pixels. Please save it smaller.")
    code = "picture_too_wide"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may be before anybody looks into it.

    heaviest: bytes; pixels: of a PNG or a WebP, which are unpacked in full; jpeg_pixels: of a JPEG, which is read
    smaller from the start.
    """

    heaviest: int
    pixels: int
    jpeg_pixels: int

    def too_heavy(self) -> PictureTooHeavy:
        return PictureTooHeavy(limit=self.heaviest // MEGABYTE)


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn picture without metadata."""

    content: bytes
    width: int
    height: int

    @property
    def version(self) -> str:
        """Changes with the pixels; browsers keep it for a year."""
        return sha256(self.content).hexdigest()[:16]


def aside(draw: Callable[[bytes], Drawn], sent: bytes) -> Drawn:
    """Let `draw` work in a thread of the hub's pool: votes go on meanwhile. One picture at a time.

    Raises what `draw` refuses, HouseBusy where too many wait. The refusal comes back as a value, because the pool
    writes everything that is raised in it to the log.
    """
    if not one_at_a_time.acquire(timeout=PATIENCE):
        raise HouseBusy
    try:
        done: Drawn | Refused = gevent.get_hub().threadpool.spawn(drawn_or_refusal, draw, sent).get()
    finally:
        one_at_a_time.release()
    if isinstance(done, Refused):
        raise done
    return done


def drawn_or_refusal(draw: Callable[[bytes], Drawn], sent: bytes) -> Drawn | Refused:
    try:
        return draw(sent)
    except Refused as refused:
        return refused


def bare(sent: bytes, limits: Limits, longest: int) -> Image.Image:
    """The pixels of a file and nothing else, RGB or (where one sees through it) RGBA.

    At most `longest` on a side, the first picture of an animation, turned as the camera noted.
    Raises NothingChosen, PictureTooHeavy, PictureTooWide, NoPicture.
    """
    if not sent:
        raise NothingChosen
    if len(sent) > limits.heaviest:
        raise limits.too_heavy()
    try:
        return pixels_in(sent, limits, longest)
    except PictureTooWide:
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as bomb:
        raise PictureTooWide(limit=limits.pixels // MILLION) from bomb
    except Exception as broken:
        # a foreign file can break a decoder in any way; that is the file's fault, and nothing is stored
        raise NoPicture from broken


def pixels_in(sent: bytes, limits: Limits, longest: int) -> Image.Image:
    with Image.open(BytesIO(sent), formats=FORMATS) as picture:
        most = limits.jpeg_pixels if picture.format in {"JPEG", "MPO"} else limits.pixels
        if picture.width * picture.height > most:
            raise PictureTooWide(limit=most // MILLION)
        picture.draft(None, (longest, longest))  # a JPEG need not be read in full
        ImageOps.exif_transpose(picture, in_place=True)
        # before it is made smaller: of a palette no colour between two others could be had
        coloured = eight_bits(picture).convert("RGBA" if picture.has_transparency_data else "RGB")
    coloured.thumbnail((longest, longest))
    return Image.frombytes(coloured.mode, coloured.size, coloured.tobytes())  # no profile, no note, no place


def eight_bits(picture: Image.Image) -> Image.Image:
    """Greys of sixteen bits: converted as they are, all but the darkest would become white."""
    return picture.point(lambda grey: grey / 256).convert("L") if picture.mode.startswith("I") else picture


def as_png(pixels: Image.Image) -> Picture:
    file = BytesIO()
    pixels.save(file, "PNG", optimize=True)
    return Picture(file.getvalue(), pixels.width, pixels.height)


def as_jpeg(pixels: Image.Image, longest: int) -> Picture:
    """At most `longest` on a side; what one sees through becomes white."""
    small = pixels.copy()
    small.thumbnail((longest, longest))
    if small.mode == "RGBA":
        ground = Image.new("RGB", small.size, "white")
        ground.paste(small, mask=small.getchannel("A"))
        small = ground
    file = BytesIO()
    small.save(file, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return Picture(file.getvalue(), small.width, small.height)
