"""A logo as somebody sent it, drawn anew. Nothing of the file is kept but its pixels."""

import warnings
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

import gevent
from gevent.lock import BoundedSemaphore
from PIL import Image, ImageOps

from participation.foundation.messages import Refused
from participation.townhall.rules import NoPicture, NothingChosen, PictureTooHeavy, PictureTooWide

HEAVIEST = 1024 * 1024  # bytes
MOST_PIXELS = 20_000_000
LONGEST_SIDE = 512
FORMATS = ("PNG", "JPEG", "WEBP")

# Pillow's own guard: twice as many are an error, and more than this a warning, which is one here as well
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)

one_at_a_time = BoundedSemaphore()  # 20 million pixels take 80 MB while they are drawn


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG without metadata. version: changes with the pixels; browsers keep it for a year."""

    content: bytes
    width: int
    height: int

    @property
    def version(self) -> str:
        return sha256(self.content).hexdigest()[:16]


def redraw_aside(sent: bytes) -> Picture:
    """The same as `redraw`, in a thread of the hub's pool: votes go on meanwhile. Raises NoPicture and its kinds.

    The refusal comes back as a value, because the pool writes everything that is raised in it to the log.
    """
    with one_at_a_time:
        done: Picture | Refused = gevent.get_hub().threadpool.spawn(picture_or_refusal, sent).get()
    if isinstance(done, Refused):
        raise done
    return done


def picture_or_refusal(sent: bytes) -> Picture | Refused:
    try:
        return redraw(sent)
    except Refused as refused:
        return refused


def redraw(sent: bytes) -> Picture:
    """At most 512 pixels, the first picture of an animation, turned as the camera noted.

    Raises NothingChosen, PictureTooHeavy, PictureTooWide, NoPicture.
    """
    if not sent:
        raise NothingChosen
    if len(sent) > HEAVIEST:
        raise PictureTooHeavy
    try:
        return drawn(sent)
    except (PictureTooWide, Image.DecompressionBombWarning, Image.DecompressionBombError) as bomb:
        raise PictureTooWide from bomb
    except Exception as broken:
        # a foreign file can break a decoder in any way; that is the file's fault, and the old logo stays
        raise NoPicture from broken


def drawn(sent: bytes) -> Picture:
    with Image.open(BytesIO(sent), formats=FORMATS) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise PictureTooWide
        picture.draft(None, (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG need not be read in full
        ImageOps.exif_transpose(picture, in_place=True)
        # before it is made smaller: of a palette no colour between two others could be had
        coloured = eight_bits(picture).convert("RGBA" if picture.has_transparency_data else "RGB")
    coloured.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    bare = Image.frombytes(coloured.mode, coloured.size, coloured.tobytes())  # no profile, no note, no place
    file = BytesIO()
    bare.save(file, "PNG", optimize=True)
    return Picture(file.getvalue(), bare.width, bare.height)


def eight_bits(picture: Image.Image) -> Image.Image:
    """Greys of sixteen bits: converted as they are, all but the darkest would become white."""
    return picture.point(lambda grey: grey / 256).convert("L") if picture.mode.startswith("I") else picture
