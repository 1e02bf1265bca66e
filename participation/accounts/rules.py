"""Addresses that are the same, passwords that can be guessed, and how often somebody may try. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta

from participation.foundation.letters import mail_address, on_the_wire
from participation.foundation.messages import N_, Refused

LINK_MINUTES = 60
BETWEEN_MAILS = timedelta(minutes=1)  # to one address
WITHIN = timedelta(hours=1)
MAILS_TO_ADDRESS = 6  # within an hour: so that nobody's mailbox is filled from here
MAILS_FROM_DEVICE = 12
MAILS_OF_TOWN = 1200  # a hall of many hundreds may sign up in one evening, a flood ends here

SHORTEST, LONGEST = 12, 256
LEFT_OVER = 4  # different letters of a password that must remain once everything is taken away that is guessed first

FREE_TRIES = 5
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=15)
TRIES_REMEMBERED = timedelta(days=1)

# what passwords are made of most often here, without digits and signs; compared in small letters
COMMON = frozenset(
    word
    for line in (
        "password passwort kennwort passwd geheim secret login admin administrator master root user benutzer test",
        "hallo hello welcome willkommen letmein iloveyou ichliebedich schatz liebe baby princess monkey dragon",
        "sunshine football fussball fußball summer sommer winter spring herbst autumn january januar freitag",
        "deutschland germany turkiye türkiye istanbul berlin bayern galatasaray fenerbahce",
        "integration participation beteiligung konzept rathaus stadt gemeinde",
        "sifre şifre parola haslo hasło пароль привет كلمةالسر qwerty qwertz azerty",
    )
    for word in line.split()
)
ROWS = (
    "qwertzuiop",
    "qwertyuiop",
    "azertyuiop",
    "asdfghjkl",
    "yxcvbnm",
    "zxcvbnm",
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
)
# rows of keys and of the alphabet, and each part of four or more, both ways
PIECES = frozenset(
    way[start:end]
    for row in ROWS
    for way in (row, row[::-1])
    for start in range(len(way) - 3)
    for end in range(start + 4, len(way) + 1)
)
FOR_LETTERS = str.maketrans("0134578@$!€", "oieastbasie")


class LinkVoid(Refused):
    message = N_("This link was used already or is too old. You can ask for a new one on the page “Sign in”.")
    code = "link_void"
    status = 410


class NoMailHere(Refused):
    message = N_("This installation cannot send mail, so it has no accounts by mail. The recovery code works without.")
    code = "no_mail_here"


class TooManyMails(Refused):
    message = N_("Very many people ask for a link at this moment. Please try again in a few minutes.")
    code = "too_many_mails"
    status = 429


class WrongPair(Refused):
    message = N_("This address and this password do not belong together here. A link by mail always works.")
    code = "wrong_pair"
    status = 422


class TooManyTries(Refused):
    message = N_(
        "There were several wrong passwords for this address. Please wait %(minutes)s min., or sign in by a link."
    )
    code = "too_many_tries"
    status = 429


class AddressFirst(Refused):
    message = N_("A password goes with a mail address. Please add your address first.")
    code = "address_first"


class PasswordShort(Refused):
    message = N_("A password needs at least %(shortest)s characters. Four words in a row are easy to remember.")
    code = "password_short"
    status = 422


class PasswordLong(Refused):
    message = N_("A password can have up to %(longest)s characters here.")
    code = "password_long"
    status = 422


class PasswordGuessable(Refused):
    message = N_(
        "This password would be guessed soon: it is made of very common words, rows of keys, your address or the "
        "name of the town. Please add a word that only you would think of."
    )
    code = "password_guessable"
    status = 422


class NoAccount(Refused):
    message = N_("You are not signed in with an account. Please sign in first, then open this page again.")
    code = "no_account"
    status = 403


class AddressTaken(Refused):
    message = N_("This address belongs to an account here already. Please sign in with it instead.")
    code = "address_taken"


class AskedByAnother(Refused):
    message = N_(
        "Another account asked for this link. Please sign in here with the account that is to get the address."
    )
    code = "asked_by_another"
    status = 403


class StillNeeded(Refused):
    message = N_("This is the only way in that your account has. Please add another one first.")
    code = "still_needed"


class ColleagueStays(Refused):
    message = N_("Whoever works for the municipality is removed by an administrator on the page “Team”.")
    code = "colleague_stays"


class NothingToTake(Refused):
    message = N_("There is nothing more to take over from this device.")
    code = "nothing_to_take"


class NoProvider(Refused):
    message = N_("This installation has no other sign-in service.")
    code = "no_provider"
    status = 404


class ProviderAway(Refused):
    message = N_("%(name)s does not answer at this moment. Please try again later, or sign in by a link by mail.")
    code = "provider_away"
    status = 503


class NotVouched(Refused):
    message = N_("What %(name)s sent back cannot be trusted, or took too long. Please begin again from this page.")
    code = "not_vouched"
    status = 422


class Declined(Refused):
    message = N_("You were not signed in: %(name)s says that it was cancelled there.")
    code = "declined"
    status = 422


class ProveByLink(Refused):
    message = N_(
        "There is an account here with the address that %(name)s knows you by. Please sign in to it by a link by mail; "
        "then you can connect the two under “My account”."
    )
    code = "prove_by_link"


class IdentityTaken(Refused):
    message = N_("This sign-in at %(name)s belongs to another account here already.")
    code = "identity_taken"


def comparable(typed: str) -> tuple[str, str]:
    """An address to write to, and the form in which two of them are compared. Raises NoMailAddress.

    By the letter of RFC 5321 capitals before the @ count; no mailbox that people have tells them apart, so two
    accounts by capitals would be one person's by mistake, or somebody else's on purpose.
    """
    address = mail_address(unicodedata.normalize("NFC", typed))
    return address, on_the_wire(address).casefold()


def check_password(typed: str, *, address: str | None, town: str) -> str:
    """The password in the form in which it is hashed (NFC). address: by which somebody signs in, if there is one.

    Raises AddressFirst, PasswordShort, PasswordLong, PasswordGuessable.
    """
    if address is None:
        raise AddressFirst
    password = unicodedata.normalize("NFC", typed)
    if len(password) < SHORTEST:
        raise PasswordShort(shortest=SHORTEST)
    if len(password) > LONGEST:
        raise PasswordLong(longest=LONGEST)
    if is_guessable(password, own_words(address, town)):
        raise PasswordGuessable
    return password


def own_words(address: str, town: str) -> list[str]:
    """What somebody who knows the person tries first."""
    return [word for word in re.split(r"[\W\d_]+", f"{address} {town}".casefold()) if len(word) > 2]


def is_guessable(password: str, words: Iterable[str]) -> bool:
    """Whether little is left of it once common words, `words` and rows of keys are taken away.

    It is read twice, the second time with signs that are written for letters (p@ssw0rd). Two digits count as a letter.
    """
    return any(
        sum(1.0 if sign.isalpha() else 0.5 for sign in what_is_left(reading, words)) < LEFT_OVER
        for reading in (password.casefold(), password.casefold().translate(FOR_LETTERS))
    )


def what_is_left(reading: str, words: Iterable[str] = ()) -> set[str]:
    """The different letters and digits that neither common words nor `words` nor rows of keys explain."""
    bare = "".join(sign for sign in reading if sign.isalnum())
    for word in sorted({*COMMON, *words, *PIECES}, key=len, reverse=True):
        bare = bare.replace(word, " ")
    return set(bare) - {" "}


def wait_to_try(failures: int, last: datetime, now: datetime) -> timedelta:
    """How long until the next password may be tried. failures: tries without success, the last of them at `last`.

    Five are free; then half a minute, doubling up to a quarter of an hour. After a day nothing is remembered.
    """
    if failures < FREE_TRIES or now - last >= TRIES_REMEMBERED:
        return timedelta(0)
    doubled: int = 2 ** min(failures - FREE_TRIES, 10)
    wait = min(FIRST_WAIT * doubled, LONGEST_WAIT)
    return max(timedelta(0), last + wait - now)


def may_write(to_address: Iterable[datetime], from_device: int, now: datetime) -> bool:
    """Whether one more mail may go to an address.

    to_address: when the last hour's were asked for; from_device: how many the same device asked for in that hour.
    """
    asked = list(to_address)
    just_now = any(now - at < BETWEEN_MAILS for at in asked)
    return not just_now and len(asked) < MAILS_TO_ADDRESS and from_device < MAILS_FROM_DEVICE
