"""How a mail is put together and handed to the mail server. It waits for the network: never on an event loop."""

import re
import smtplib
import ssl
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from enum import StrEnum
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from participation.foundation.letters import Letter, header_line, is_mail_address, on_the_wire
from participation.foundation.settings import Settings

PATIENCE = 20.0  # seconds for each answer of the mail server
PORTS = {"smtp": 587, "smtps": 465}
THIS_MACHINE = {"127.0.0.1", "localhost", "::1"}


class BadMailSettings(Exception):  # noqa: N818 - a sentence for the operator, which never holds the password
    """PARTICIPATION_SMTP or PARTICIPATION_MAIL_FROM cannot be read."""


@dataclass(frozen=True, slots=True)
class PostOffice:
    """The mail server. tls: from the first byte on; otherwise as soon as the server offers it (STARTTLS).

    address, name: who the mails come from; without a name they come from the municipality's.
    """

    host: str
    port: int
    address: str
    name: str = ""
    tls: bool = False
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def domain(self) -> str:
        return on_the_wire(self.address).rpartition("@")[2]


def post_office(settings: Settings) -> PostOffice | None:
    """The mail server of this installation; None where there is none. Raises BadMailSettings."""
    if not settings.smtp:
        return None
    name, address = parseaddr(settings.mail_from)
    if not is_mail_address(address) or not settings.mail_from.isprintable():
        raise BadMailSettings("PARTICIPATION_MAIL_FROM must be a mail address, such as participation@example.org.")
    try:
        parts = urlsplit(settings.smtp)
        return office_at(parts, address, name)
    except (ValueError, KeyError):
        raise BadMailSettings(
            "PARTICIPATION_SMTP must look like smtp://user:password@mail.example.org:587 (or smtps://…); "
            "write signs such as @ / # in user and password as %40 %2F %23."
        ) from None


def office_at(parts: SplitResult, address: str, name: str) -> PostOffice:
    port = parts.port or PORTS[parts.scheme]
    if not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError
    return PostOffice(
        host=parts.hostname,
        port=port,
        address=address,
        name=name,
        tls=parts.scheme == "smtps",
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def can_send(settings: Settings) -> bool:
    try:
        return post_office(settings) is not None
    except BadMailSettings:
        return False


# --- the mail as it travels


class WholeLine(UnstructuredHeader, BaseHeader):
    """A header with an address: never folded, because Python would encode an address that is too long for a line."""

    max_count = 1

    def fold(self, *, policy: Any) -> str:
        return f"{self.name}: {self}{policy.linesep}"


def own_policy() -> Any:
    headers = HeaderRegistry()
    headers.map_to_type("list-unsubscribe", WholeLine)
    headers.map_to_type("message-id", WholeLine)
    return SMTP.clone(header_factory=headers)


POLICY = own_policy()


def message(office: PostOffice, letter: Letter, *, to: str, sender: str, mark: str, at: datetime) -> EmailMessage:
    """The whole mail. mark: the same in each try, so that a mailbox knows a second copy; at: when it was written."""
    mail = EmailMessage(policy=POLICY)
    mail["From"] = Address(header_line(office.name or sender), addr_spec=on_the_wire(office.address))
    mail["To"] = Address(addr_spec=on_the_wire(to))
    mail["Subject"] = header_line(letter.subject)
    mail["Date"] = at
    mail["Message-ID"] = f"<{mark}@{office.domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    if letter.end:
        mail["List-Unsubscribe"] = f"<{header_line(letter.end)}>"
    if letter.end.startswith("https://"):  # RFC 8058 asks for https
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(letter.text, cte="quoted-printable")
    if letter.html:
        mail.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    mail["Content-Language"] = letter.lang  # now: setting the content takes such headers away
    return mail


# --- handing it over


class Trouble(StrEnum):
    """What kept a mail from going out."""

    UNREACHABLE = "unreachable"
    UNSAFE = "unsafe"
    SIGN_IN = "sign_in"
    SENDER = "sender"
    RECIPIENT = "recipient"
    CONTENT = "content"


class Undelivered(Exception):  # noqa: N818 - an answer, kept with the mail
    """error: the class of the fault and the server's code, never its words, because they name the address.

    final: the address itself is refused, so another try would change nothing.
    """

    def __init__(self, trouble: Trouble, error: str, *, final: bool = False) -> None:
        super().__init__(error)
        self.trouble, self.error, self.final = trouble, error, final


def send(office: PostOffice, mail: EmailMessage, to: str) -> None:
    """Hand `mail` over; on return the server has taken it. Raises Undelivered."""
    try:
        server = connect(office)
        try:
            introduce(server, office)
            server.sendmail(on_the_wire(office.address), [on_the_wire(to)], mail.as_bytes())
        finally:
            take_leave(server)
    except (OSError, UnicodeError) as error:  # everything smtplib raises is an OSError
        raise undelivered(error) from None


def connect(office: PostOffice) -> smtplib.SMTP:
    if office.tls:
        safe = ssl.create_default_context()
        return smtplib.SMTP_SSL(office.host, office.port, office.domain, timeout=PATIENCE, context=safe)
    return smtplib.SMTP(office.host, office.port, office.domain, timeout=PATIENCE)


def introduce(server: smtplib.SMTP, office: PostOffice) -> None:
    """TLS where it is offered, then the password; over an open line that goes to this very machine alone."""
    server.ehlo_or_helo_if_needed()
    safe = office.tls
    if not safe and server.has_extn("starttls"):
        server.starttls(context=ssl.create_default_context())
        server.ehlo()
        safe = True
    if not office.user:
        return
    if not safe and office.host not in THIS_MACHINE:
        raise Undelivered(Trouble.UNSAFE, "NoEncryption")
    server.login(office.user, office.password)


def take_leave(server: smtplib.SMTP) -> None:
    """The mail counts as handed over already: what goes wrong now must not send it again."""
    try:
        server.quit()
    except OSError:
        server.close()


def undelivered(error: OSError | UnicodeError) -> Undelivered:
    name = type(error).__name__
    match error:
        case smtplib.SMTPRecipientsRefused():
            code, said = next(iter(error.recipients.values()))
            return Undelivered(Trouble.RECIPIENT, f"{name} {code}", final=address_refused(code, said))
        case smtplib.SMTPAuthenticationError() | smtplib.SMTPNotSupportedError() | UnicodeError():
            return Undelivered(Trouble.SIGN_IN, name)
        case smtplib.SMTPSenderRefused():
            return Undelivered(Trouble.SENDER, f"{name} {error.smtp_code}")
        case smtplib.SMTPDataError():
            final = address_refused(error.smtp_code, error.smtp_error, after_data=True)
            return Undelivered(Trouble.CONTENT, f"{name} {error.smtp_code}", final=final)
        case smtplib.SMTPResponseException():
            return Undelivered(Trouble.UNREACHABLE, f"{name} {error.smtp_code}")
    return Undelivered(Trouble.UNREACHABLE, name)


ENHANCED = re.compile(r"([245])\.(\d{1,3})\.\d{1,3}\b")


def address_refused(code: int, said: bytes | str, *, after_data: bool = False) -> bool:
    """Whether the server will never take mail for this address (RFC 3463: 5.1 no such address, 5.2 its mailbox).

    Everything else, such as a relay that does not let us pass (5.7), is for the operator to mend, and is tried again.
    after_data: the text was sent already; then only the precise code tells.
    """
    words = said if isinstance(said, str) else said.decode("ascii", "replace")
    precise = ENHANCED.match(words.lstrip())
    if precise:
        return precise[1] == "5" and precise[2] in {"1", "2"}
    return code in {550, 551, 553} and not after_data
