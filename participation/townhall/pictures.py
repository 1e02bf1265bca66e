"""A logo as somebody sent it, drawn anew."""

from participation.foundation.pictures import MEGABYTE, MILLION, Limits, Picture, as_png, aside, bare

HEAVIEST = MEGABYTE
LONGEST_SIDE = 512
LIMITS = Limits(heaviest=HEAVIEST, pixels=20 * MILLION, jpeg_pixels=20 * MILLION)


def redraw_aside(sent: bytes) -> Picture:
    """The same as `redraw`, while votes go on. Raises NoPicture and its kinds, HouseBusy."""
    return aside(redraw, sent)


def redraw(sent: bytes) -> Picture:
    """A PNG of at most 512 pixels. Raises NothingChosen, PictureTooHeavy, PictureTooWide, NoPicture."""
    return as_png(bare(sent, LIMITS, LONGEST_SIDE))
