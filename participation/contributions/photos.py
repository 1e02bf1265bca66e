"""The photo of a contribution: drawn anew, kept, read, forgotten. Who may see it, the door asks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from participation.contributions.models import Contribution, Photo
from participation.foundation.database import Transaction
from participation.foundation.locales import Words
from participation.foundation.messages import N_, Refused
from participation.foundation.pictures import MEGABYTE, MILLION, Limits, Picture, as_jpeg, aside, bare

# what a telephone takes; drawing it takes at most about 200 MB, in whichever of the three formats it came
LIMITS = Limits(heaviest=10 * MEGABYTE, pixels=12 * MILLION, jpeg_pixels=50 * MILLION)
LARGE, SMALL = 1600, 400  # pixels of the longer side
SIZES = (SMALL, LARGE)
DESCRIPTION_LIMIT = 300
KIND = "image/jpeg"
# what a form with a photo may carry: more than a photo may have, so that whoever sends too much keeps what was typed
CARRIED = 20 * MEGABYTE


class DescriptionMissing(Refused):
    message = N_("Please say in a few words what can be seen on the photo, for people who cannot see it.")
    code = "description_missing"
    status = 422


class NoPhotosHere(Refused):
    message = N_("No photo can be sent here any more. Your text can.")
    code = "no_photos_here"
    status = 422


@dataclass(frozen=True, slots=True)
class Sizes:
    """A photo as it will be kept."""

    large: Picture
    small: Picture


@dataclass(frozen=True, slots=True)
class Shown:
    """A photo as a page shows it. version: stands in its address; width, height: of the large one."""

    public_id: str
    version: str
    width: int
    height: int
    description: Words

    @property
    def small_width(self) -> int:
        return round(self.width * min(1.0, SMALL / max(self.width, self.height)))


def redraw_aside(sent: bytes) -> Sizes:
    """The same as `redraw`, while votes go on. Raises NoPicture and its kinds, HouseBusy."""
    return aside(redraw, sent)


def redraw(sent: bytes) -> Sizes:
    """Raises NothingChosen, PictureTooHeavy, PictureTooWide, NoPicture."""
    pixels = bare(sent, LIMITS, LARGE)
    return Sizes(as_jpeg(pixels, LARGE), as_jpeg(pixels, SMALL))


def keep_photo(tx: Transaction, contribution: Contribution, drawn: Sizes, description: str) -> None:
    tx.session.add(
        Photo(
            contribution_id=contribution.id,
            municipality_id=contribution.municipality_id,
            description=description,
            language=contribution.language,
            version=drawn.large.version,
            width=drawn.large.width,
            height=drawn.large.height,
            large=drawn.large.content,
            small=drawn.small.content,
        )
    )


def photo_of(session: Session, contribution_ids: Iterable[int]) -> Mapping[int, Shown]:
    """Contribution id -> its photo, in one statement and without the bytes."""
    rows = (
        select(Photo, Contribution.public_id)
        .join(Contribution, Contribution.id == Photo.contribution_id)
        .where(Photo.contribution_id.in_(list(contribution_ids)))
    )
    return {photo.contribution_id: shown(photo, public_id) for photo, public_id in session.execute(rows)}


def shown(photo: Photo, public_id: str) -> Shown:
    words = Words(photo.description, photo.language)
    return Shown(public_id, photo.version, photo.width, photo.height, words)


def bytes_of(session: Session, contribution_id: int, size: int) -> tuple[bytes, str] | None:
    """The JPEG of a size and its version."""
    column = Photo.small if size == SMALL else Photo.large
    row = session.execute(select(column, Photo.version).where(Photo.contribution_id == contribution_id)).one_or_none()
    return (row[0], row[1]) if row else None


def speak_language(tx: Transaction, contribution_id: int, language: str) -> None:
    """The author said which language their contribution is in; so is what they said about the photo."""
    tx.session.execute(update(Photo).where(Photo.contribution_id == contribution_id).values(language=language))


def forget_photos(tx: Transaction, contribution_ids: Iterable[int]) -> None:
    """For erasure and withdrawal: nothing else keeps a copy."""
    tx.session.execute(delete(Photo).where(Photo.contribution_id.in_(list(contribution_ids))))
