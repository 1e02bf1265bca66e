"""What belongs to a town's house: pages it must have, colours it may have, who can be reached how."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

from participation.foundation.locales import DEFAULT, WRITTEN
from participation.foundation.messages import N_, Refused

NAME_LIMIT = 120
CONTACT_LIMIT = 120
PAGE_LIMIT = 20_000
ADDRESS_LIMIT = 500
HUES = range(360)
GAP = re.compile(r"\[…[^\]]*\]")  # how a draft marks what only the administration knows


class PageKind(StrEnum):
    """In the order of the desk: first what the law asks for."""

    IMPRINT = "imprint"
    PRIVACY = "privacy"
    CONTACT = "contact"
    ACCESSIBILITY = "accessibility"
    EASY = "easy"  # *Leichte Sprache*
    SIGNS = "signs"  # a video in sign language


REQUIRED = (PageKind.IMPRINT, PageKind.PRIVACY, PageKind.CONTACT, PageKind.ACCESSIBILITY)
FOOTER = (
    PageKind.CONTACT,
    PageKind.ACCESSIBILITY,
    PageKind.EASY,
    PageKind.SIGNS,
    PageKind.IMPRINT,
    PageKind.PRIVACY,
)
WELCOMES = (PageKind.EASY, PageKind.SIGNS)  # the start page names them

TITLES: Mapping[PageKind, str] = {
    PageKind.IMPRINT: N_("Imprint"),
    PageKind.PRIVACY: N_("Privacy notice"),
    PageKind.CONTACT: N_("Contact and feedback"),
    PageKind.ACCESSIBILITY: N_("Accessibility statement"),
    PageKind.EASY: N_("Easy language"),
    PageKind.SIGNS: N_("Sign language"),
}
ABOUT: Mapping[PageKind, str] = {
    PageKind.IMPRINT: N_("Who is responsible for this site, and how they can be reached."),
    PageKind.PRIVACY: N_("Which data of people you keep, what for and how long, and what rights they have."),
    PageKind.CONTACT: N_("Where people ask, complain, and report a barrier."),
    PageKind.ACCESSIBILITY: N_("How far the site is accessible, what is not yet, and since when this is known."),
    PageKind.EASY: N_("What this is about and how to take part, in Leichte Sprache."),
    PageKind.SIGNS: N_("The same as a video in sign language, and a line that says what it shows."),
}

# colours to begin with: hue -> its name; none as red as what warns
EXAMPLES: Mapping[int, str] = {
    205: N_("Petrol"),
    250: N_("Blue"),
    300: N_("Violet"),
    350: N_("Berry"),
    45: N_("Copper"),
    75: N_("Bronze"),
    115: N_("Olive"),
    155: N_("Green"),
}


class NoSuchHue(Refused):
    message = N_("The colour is a number from 0 to 359.")
    code = "no_such_hue"
    status = 422


class NoMailAddress(Refused):
    message = N_("This is not an e-mail address. It looks like name@example.org, or stays empty.")
    code = "no_mail_address"
    status = 422


class NoPhoneNumber(Refused):
    message = N_("This is not a phone number. Digits, blanks, +, /, - and brackets are allowed, or it stays empty.")
    code = "no_phone_number"
    status = 422


class NoVideoAddress(Refused):
    message = N_("The address of the video begins with https:// and has no blanks in it, or it stays empty.")
    code = "no_video_address"
    status = 422


class DateMissing(Refused):
    message = N_("Please say as of which day the accessibility statement is true.")
    code = "date_missing"
    status = 422


class GapsLeft(Refused):
    message = N_(
        "The draft still has gaps: %(gaps)s. Please fill each of them, or take it out. What is kept is public."
    )
    code = "gaps_left"
    status = 422


def right_hue(hue: int | None) -> int:
    """Raises NoSuchHue."""
    if hue is None or hue not in HUES:
        raise NoSuchHue
    return hue


MAIL = re.compile(r"[^\s@<>\"'&?,;:()\[\]\\]+@[\w-]+(\.[\w-]+)+")
PHONE = re.compile(r"\+?[\d /()-]{3,40}")
VIDEO = re.compile(r"https://[^\s/?#@\\]+\.[^\s/?#@\\]+([/?#][^\s\\]*)?")


def mail_address(typed: str) -> str:
    """An e-mail address, or "". Raises NoMailAddress."""
    typed = typed.strip()
    if typed and (len(typed) > CONTACT_LIMIT or not MAIL.fullmatch(typed)):
        raise NoMailAddress
    return typed


def phone_number(typed: str) -> str:
    """A phone number as the town writes it, or "". Raises NoPhoneNumber."""
    typed = typed.strip()
    if typed and (not PHONE.fullmatch(typed) or not any(sign.isdigit() for sign in typed)):
        raise NoPhoneNumber
    return typed


def dialled(phone: str) -> str:
    """A phone number as a telephone wants it: `+49 (0)30 12-3` is dialled +493012 3 without blanks."""
    kept = phone.replace("(0)", "") if phone.startswith("+") else phone
    return "".join(sign for sign in kept if sign.isdigit() or sign == "+")


def video_address(typed: str) -> str:
    """An https address, or "". Raises NoVideoAddress."""
    typed = typed.strip()
    if typed and (len(typed) > ADDRESS_LIMIT or not typed.isprintable() or not VIDEO.fullmatch(typed)):
        raise NoVideoAddress
    return typed


def gaps_in(text: str) -> list[str]:
    """What a draft still leaves open."""
    return GAP.findall(text)


def require_no_gaps(texts: Mapping[str, str]) -> None:
    """Raises GapsLeft with the first few of them."""
    gaps = [gap for text in texts.values() for gap in gaps_in(text)]
    if gaps:
        raise GapsLeft(gaps=", ".join(gaps[:3]) + (" …" if len(gaps) > 3 else ""))


# a page that is there -> the languages it is written in
Written = Mapping[str, Sequence[str]]


def is_there(kind: PageKind, written: Written, *, reachable: bool) -> bool:
    """Whether there is something to read. reachable: the town has named an e-mail address or a phone number."""
    return kind in written or (kind is PageKind.CONTACT and reachable)


def missing(written: Written, *, reachable: bool) -> list[PageKind]:
    """The required pages that residents cannot read in German, the language of the office."""
    return [
        kind
        for kind in REQUIRED
        if DEFAULT not in written.get(kind, ()) and not (kind is PageKind.CONTACT and reachable)
    ]


def not_yet(kind: PageKind, written: Written) -> list[str]:
    """The languages of the interface in which a page cannot be read. *Leichte Sprache* is German."""
    wanted = (DEFAULT,) if kind is PageKind.EASY else WRITTEN
    return [lang for lang in wanted if lang not in written.get(kind, ())]


class NoSuchDay(Refused):
    message = N_("This is not a day. It is written as year-month-day, for example 2026-03-31.")
    code = "no_such_day"
    status = 422


YEARS = range(1990, 2101)


def day_named(typed: str) -> date | None:
    """The day that a date field sends, None where it is empty. Raises NoSuchDay."""
    typed = typed.strip()
    if not typed:
        return None
    try:
        day = date.fromisoformat(typed)
    except ValueError as no_day:
        raise NoSuchDay from no_day
    if day.year not in YEARS:
        raise NoSuchDay
    return day


OWN_HUE = "own"  # what the radio button beside the number sends


def chosen_hue(example: str, typed: str, shown: int) -> int:
    """The colour somebody meant: an example, or the number. shown: what the form began with.

    Whoever types a number and forgets the button in front of it still meant the number. Raises NoSuchHue.
    """
    forgotten = example == str(shown) and typed.strip() not in {"", str(shown)}
    return number_named(typed if forgotten or example in {"", OWN_HUE} else example)


def number_named(typed: str) -> int:
    typed = typed.strip()
    return right_hue(int(typed) if typed.isdecimal() and len(typed) <= 3 else None)
