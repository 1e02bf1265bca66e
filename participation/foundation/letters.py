"""What a mail says and where it goes: its words, safe for a header line, and addresses that are addresses."""

import re
import unicodedata
from dataclasses import dataclass

from participation.foundation.locales import direction
from participation.foundation.messages import N_, Refused

ADDRESS_LIMIT = 254  # RFC 5321 lets a path have 256 signs, its angle brackets among them
LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
ISOLATE, END = "\u2068", "\u2069"
LEFT_TO_RIGHT, RIGHT_TO_LEFT = {"L"}, {"R", "AL"}


class NoMailAddress(Refused):
    message = N_("This is not an e-mail address. It looks like name@example.org.")
    code = "no_mail_address"
    status = 422


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail in the reader's language. end: the address that ends mails of this kind, or "".

    html: the same as `text` for those who read it so, or "".
    """

    subject: str
    text: str
    lang: str
    end: str = ""
    html: str = ""


def mail_address(typed: str) -> str:
    """An e-mail address as it was typed, without blanks around it. Raises NoMailAddress."""
    typed = typed.strip()
    if not is_mail_address(typed):
        raise NoMailAddress
    return typed


def is_mail_address(address: str) -> bool:
    """Only what a header and an envelope can carry without quoting; the domain may have letters of any script."""
    local, at, domain = address.rpartition("@")
    if not at or len(local) > 64 or not LOCAL.fullmatch(local):
        return False
    try:
        labels = domain.encode("idna").decode("ascii").split(".")
    except UnicodeError:
        return False
    return len(labels) > 1 and all(map(LABEL.fullmatch, labels)) and len(on_the_wire(address)) <= ADDRESS_LIMIT


def on_the_wire(address: str) -> str:
    """The same address in ASCII: `name@köln.example` is sent to `name@xn--kln-sna.example`."""
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.encode('idna').decode('ascii')}"


def header_line(words: str) -> str:
    """Words on one line, without any sign that could end it or turn it around."""
    spaced = "".join(" " if sign.isspace() else sign for sign in words)
    return " ".join("".join(sign for sign in spaced if not is_dangerous(sign)).split())


def is_dangerous(sign: str) -> bool:
    """Controls, half a character, and overrides of direction; joiners are spelling, and isolates are ours."""
    return unicodedata.category(sign) in {"Cc", "Cs", "Cn"} or "\u202a" <= sign <= "\u202e"


def isolated(words: str, lang: str) -> str:
    """Words amid a text in `lang`; what runs the other way is set apart, so that neither turns the other around."""
    foreign = LEFT_TO_RIGHT if direction(lang) == "rtl" else RIGHT_TO_LEFT
    if any(unicodedata.bidirectional(sign) in foreign for sign in words):
        return f"{ISOLATE}{words}{END}"
    return words
