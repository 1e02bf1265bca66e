"""What an organisation is, what its people may do with each other, and what is refused."""

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from enum import StrEnum

from participation.foundation.locales import OWN_NAMES, WRITTEN, known_language
from participation.foundation.messages import N_, Refused
from participation.foundation.text import NothingSaid, TooLong, fold, one_line, tidy

NAME_LIMIT = 120
TEXT_LIMIT = 2_000
WEBSITE_LIMIT = 300
TOLD_BY_LIMIT = 80
KEY_LIMIT = 40
INVITED_FOR = timedelta(days=7)
WEBSITE = re.compile(r"https://(?:[a-z0-9\u00a1-\uffff](?:[a-z0-9\u00a1-\uffff-]*[a-z0-9\u00a1-\uffff])?\.)+[a-z\u00a1-\uffff]{2,}(?:/[^\s<>\"\\]*)?", re.IGNORECASE)  # fmt: skip  # noqa: E501
RESERVED = frozenset({"join"})  # words of ours in the same place of an address
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


class Kind(StrEnum):
    MIGRANT = "migrant"
    WELFARE = "welfare"
    RELIGIOUS = "religious"
    CLUB = "club"
    EDUCATION = "education"
    BUSINESS = "business"
    OFFICE = "office"
    OTHER = "other"


KIND_NAMES: Mapping[Kind, str] = {
    Kind.MIGRANT: N_("Migrant organisation"),
    Kind.WELFARE: N_("Welfare association"),
    Kind.RELIGIOUS: N_("Religious community"),
    Kind.CLUB: N_("Sports or culture club"),
    Kind.EDUCATION: N_("School or education"),
    Kind.BUSINESS: N_("Chamber or business"),
    Kind.OFFICE: N_("Office of the administration"),
    Kind.OTHER: N_("Another organisation"),
}


class Part(StrEnum):
    """What somebody is in an organisation."""

    SPEAKER = "speaker"  # keeps its page and its members
    MEMBER = "member"  # writes for it


class NameTaken(Refused):
    message = N_("There is an organisation of this name here already. Please look at the list, or write what differs.")
    code = "name_taken"


class NameMissing(Refused):
    message = N_("Please write a name.")
    code = "name_missing"
    status = 422


class UnknownKind(Refused):
    message = N_("Please choose what kind of organisation it is.")
    code = "unknown_kind"
    status = 422


class NoWebsite(Refused):
    message = N_("The address of a website begins with https:// and has no blanks.")
    code = "no_website"
    status = 422


class InvitationVoid(Refused):
    message = N_("This invitation was used already, was taken back or is too old. Ask the organisation for a new one.")
    code = "invitation_void"
    status = 410


class SignInFirst(Refused):
    message = N_(
        "There is an account with the address this invitation was sent to. Sign in to it, then open the invitation "
        "again."
    )
    code = "sign_in_first"


class MemberAlready(Refused):
    message = N_("You are a member of this organisation already. The invitation stays open for somebody else.")
    code = "member_already"


class NotASpeaker(Refused):
    message = N_("You do not speak for this organisation any more. Somebody else has changed this meanwhile.")
    code = "not_a_speaker"
    status = 403


class Ended(Refused):
    message = N_("This organisation is no longer active here, so nobody writes for it or joins it.")
    code = "organisation_ended"


class NotForThem(Refused):
    message = N_(
        "You are no longer a member of this organisation. Your text is still here: you can send it for yourself."
    )
    code = "not_for_them"


class NoConsent(Refused):
    message = N_(
        "Please ask the person who told you, and confirm that they agree. Without that it cannot be passed on."
    )
    code = "no_consent"
    status = 422


class TooManyInvitations(Refused):
    message = N_("Many invitations of this organisation are open already. Take one back, or wait until one was used.")
    code = "too_many_invitations"


MOST_INVITATIONS = 20


def organisation_name(typed: str) -> str:
    """Raises NameMissing, TooLong."""
    try:
        return one_line(typed, NAME_LIMIT)
    except NothingSaid:
        raise NameMissing from None


def folded_name(name: str) -> str:
    """What is compared so that no two have the same name: without case, accents and signs; never empty."""
    return (fold(name) or name)[: 2 * NAME_LIMIT]


def key_of(name: str, taken: Iterable[str], spare: str) -> str:
    """What stands in its address: Latin letters of its name, with a number where others have it.

    spare: for a name without any.
    """
    bare = re.sub(r"[^a-z0-9]+", "-", fold(name.translate(UMLAUTS)))[:KEY_LIMIT].strip("-") or spare
    others, number, key = {*taken, *RESERVED}, 2, bare
    while key in others:
        key, number = f"{bare[: KEY_LIMIT - 5]}-{number}", number + 1
    return key


def kind_named(typed: str) -> Kind:
    """Raises UnknownKind."""
    if typed not in set(Kind):
        raise UnknownKind
    return Kind(typed)


def website_named(typed: str) -> str:
    """An https address, or "". Raises NoWebsite."""
    typed = typed.strip()
    if typed and (len(typed) > WEBSITE_LIMIT or not typed.isprintable() or not WEBSITE.fullmatch(typed)):
        raise NoWebsite
    return typed


def about_text(typed: str) -> str:
    """A text about itself, plain; "" where nothing was typed. Raises TooLong."""
    text = tidy(typed)
    if len(text) > TEXT_LIMIT:
        raise TooLong(count=len(text), limit=TEXT_LIMIT)
    return text


def spoken_languages(typed: Iterable[str]) -> list[str]:
    """Known ones alone, each once, in the order of the house."""
    chosen = {known_language(code) for code in typed}
    return [code for code in OWN_NAMES if code in chosen]


def own_language(typed: str) -> str:
    """The one language in which it writes about itself besides those of the town; "" for none."""
    known = known_language(typed) if typed else None
    return known if known and known not in WRITTEN else ""


def described(typed: str) -> str:
    """Who told it, in a few words that are no name; "" where nothing was typed. Raises TooLong."""
    try:
        return one_line(typed, TOLD_BY_LIMIT)
    except NothingSaid:
        return ""


def missing_languages(texts: Mapping[str, str]) -> list[str]:
    """The town's languages in which it says nothing about itself yet."""
    return [lang for lang in WRITTEN if not texts.get(lang)]


def may_keep(part: Part | None, *, office: bool) -> bool:
    """Whether somebody keeps the page and the members: its speakers, and the administration."""
    return office or part is Part.SPEAKER
