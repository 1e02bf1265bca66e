from dataclasses import dataclass
from datetime import date

from participation.foundation import clock
from participation.foundation.audit import Act, enter, state_hash
from participation.foundation.database import Transaction
from participation.foundation.messages import ChangedMeanwhile
from participation.foundation.municipality import Municipality
from participation.foundation.permissions import Actor, Permission, require
from participation.foundation.pictures import Picture
from participation.foundation.turns import take_turn
from participation.townhall import queries
from participation.townhall.models import TownPage, TownPicture
from participation.townhall.rules import DateMissing, PageKind, require_no_gaps


@dataclass(frozen=True, slots=True)
class House:
    """How a town presents itself."""

    name: str
    hue: int
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """What a page of the town says. texts: language -> Markdown, without empty ones."""

    texts: dict[str, str]
    as_of: date | None = None
    video: str = ""


def describe_house(tx: Transaction, town: Municipality, house: House, *, by: Actor, seen: int) -> None:
    """Name, colour, and how the town is reached. Raises NotAllowed, ChangedMeanwhile."""
    require(by, Permission.EDIT_HOUSE, town)
    before = look_hash(town)
    take_turn(tx, town, seen)
    town.name, town.hue = house.name, house.hue
    town.contact_email, town.contact_phone = house.email, house.phone
    log(tx, town, "describe", by, before, look_hash(town))


def hang_up_logo(tx: Transaction, town: Municipality, picture: Picture, *, by: Actor, seen: int) -> None:
    """From now on this picture stands beside the name. Raises NotAllowed, ChangedMeanwhile."""
    require(by, Permission.EDIT_HOUSE, town)
    before = town.logo or ""
    take_turn(tx, town, seen)
    kept = tx.session.get(TownPicture, town.id)
    if kept is None:
        tx.session.add(TownPicture(municipality_id=town.id, content=picture.content))
    else:
        kept.content = picture.content
    town.logo, town.logo_width, town.logo_height = picture.version, picture.width, picture.height
    log(tx, town, "logo", by, state_hash(before), state_hash(town.logo))


def take_logo_down(tx: Transaction, town: Municipality, *, by: Actor, seen: int) -> None:
    """Back to the seal. Raises NotAllowed, ChangedMeanwhile."""
    require(by, Permission.EDIT_HOUSE, town)
    before = town.logo or ""
    take_turn(tx, town, seen)
    kept = tx.session.get(TownPicture, town.id)
    if kept is not None:
        tx.session.delete(kept)
    town.logo = town.logo_width = town.logo_height = None
    log(tx, town, "remove_logo", by, state_hash(before), "")


def write_page(tx: Transaction, town: Municipality, kind: PageKind, said: Text, *, by: Actor, seen: int) -> TownPage:
    """What is kept is public at once. Without any text the page is gone.

    seen: the revision of the page the person saw, 0 where there was none.
    Raises NotAllowed, ChangedMeanwhile, GapsLeft, DateMissing.
    """
    require(by, Permission.EDIT_HOUSE, town)
    require_no_gaps(said.texts)
    if kind is PageKind.ACCESSIBILITY and said.texts and said.as_of is None:
        raise DateMissing
    hold(tx, town)
    page = queries.page_of(tx.session, town.id, kind)
    if seen != (page.revision if page else 0):
        raise ChangedMeanwhile
    before = page_hash(page)
    if page is None:
        page = TownPage(municipality_id=town.id, kind=kind, revision=0)
        tx.session.add(page)
    page.texts, page.as_of, page.video = said.texts, said.as_of, said.video
    page.revision, page.changed_at = page.revision + 1, clock.now()
    tx.session.flush()
    town.pages = queries.written_pages(tx.session, town.id)
    act = Act(by.entry, "house.write_page", f"page:{kind}", before, page_hash(page))
    enter(tx, act, town=town.id)
    return page


def hold(tx: Transaction, town: Municipality) -> None:
    """Held for this transaction: of two people who write pages, one waits for the other."""
    tx.session.flush()
    tx.session.refresh(town, with_for_update=True)


def look_hash(town: Municipality) -> str:
    return state_hash(town.name, town.hue, town.contact_email, town.contact_phone)


def page_hash(page: TownPage | None) -> str:
    return state_hash(sorted(page.texts.items()), page.as_of, page.video) if page else ""


def log(tx: Transaction, town: Municipality, verb: str, by: Actor, *states: str) -> None:
    """states: fingerprints before and after."""
    before, after = states
    enter(tx, Act(by.entry, f"house.{verb}", f"municipality:{town.id}", before, after), town=town.id)
