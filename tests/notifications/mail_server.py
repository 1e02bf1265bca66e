"""A mail server on the loopback: our own, small, and able to refuse. It keeps what it was sent as it came."""

import base64
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer

USER, PASSWORD = "amt@example", "geheim/mit@zeichen"


@dataclass(frozen=True)
class Received:
    """One mail: the envelope, the bytes after DATA, and whether they came encrypted and with a password."""

    sender: str
    recipients: tuple[str, ...]
    data: bytes
    tls: bool
    signed_in: bool

    @property
    def mail(self) -> EmailMessage:
        found = message_from_bytes(self.data, policy=policy.default)
        assert isinstance(found, EmailMessage)
        return found

    @property
    def text(self) -> str:
        return str(self.mail.get_content()).replace("\r\n", "\n")


@dataclass
class MailServer:
    """replies: command -> what it answers instead, for example `{"RCPT": "550 5.1.1 no such user"}`.

    asks_password: nothing goes without AUTH; tls: STARTTLS is offered, or with tls_at_once TLS is spoken from the first
    byte on; on_data: called before the answer to a mail.
    """

    port: int = 0
    replies: dict[str, str] = field(default_factory=dict)
    asks_password: bool = False
    tls: ssl.SSLContext | None = None
    tls_at_once: bool = False
    on_data: Callable[[], object] = lambda: None
    received: list[Received] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    guests: int = 0

    def address(self, *, password: bool = False) -> str:
        who = "amt%40example:geheim%2Fmit%40zeichen@" if password else ""
        return f"smtp://{who}127.0.0.1:{self.port}"

    @property
    def mails(self) -> list[EmailMessage]:
        return [one.mail for one in self.received]


class Conversation(StreamRequestHandler):
    """EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA, RSET, QUIT, as RFC 5321 has them."""

    house: MailServer

    def handle(self) -> None:
        self.house.guests += 1
        self.encrypted = self.signed_in = False
        self.sender, self.recipients = "", list[str]()
        if self.house.tls_at_once:
            self.take_tls()
        self.answers("220 post.example here")
        while line := self.rfile.readline():
            said = line.decode().rstrip("\r\n")
            word = said.split(" ")[0].upper()
            self.house.said.append(said if word != "AUTH" else "AUTH …")
            if word == "QUIT":
                self.answers(self.house.replies.get("QUIT", "221 good bye"))
                return
            if not self.hears(word, said):
                return

    def finish(self) -> None:
        super().finish()
        self.connection.close()

    def hears(self, word: str, said: str) -> bool:
        """Answer one command; False when the connection ends."""
        planned = self.house.replies.get(word)
        if planned == "hang up":
            return False
        if planned and word != "DATA":
            self.answers(planned)
            return True
        acts: dict[str, Callable[[str], None]] = {
            "EHLO": self.greets,
            "STARTTLS": self.encrypts,
            "AUTH": self.asks,
            "MAIL": self.notes_sender,
            "RCPT": self.notes_recipient,
            "DATA": self.takes_data,
        }
        acts.get(word, self.agrees)(said)
        return True

    def agrees(self, _said: str) -> None:
        self.answers("250 fine")

    def greets(self, _said: str) -> None:
        offers = ["post.example", "8BITMIME"]
        if self.house.tls and not self.encrypted:
            offers.append("STARTTLS")
        if self.house.asks_password:
            offers.append("AUTH PLAIN")
        self.answers("\r\n".join(f"250{'-' if one != offers[-1] else ' '}{one}" for one in offers))

    def encrypts(self, _said: str) -> None:
        self.answers("220 go ahead")
        self.take_tls()

    def take_tls(self) -> None:
        assert self.house.tls
        try:
            self.connection = self.house.tls.wrap_socket(self.connection, server_side=True)
        except ssl.SSLError:
            return
        self.setup_streams()
        self.encrypted = True

    def setup_streams(self) -> None:
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)

    def asks(self, said: str) -> None:
        given = base64.b64decode(said.rsplit(" ", maxsplit=1)[-1]).decode().split("\0")[1:]
        self.signed_in = given == [USER, PASSWORD]
        self.answers("235 welcome" if self.signed_in else "535 5.7.8 who are you")

    def notes_sender(self, said: str) -> None:
        self.sender = said.partition("<")[2].partition(">")[0]
        self.answers("250 fine" if self.signed_in or not self.house.asks_password else "530 5.7.0 sign in first")

    def notes_recipient(self, said: str) -> None:
        self.recipients.append(said.partition("<")[2].partition(">")[0])
        self.answers("250 fine")

    def takes_data(self, _said: str) -> None:
        self.answers("354 go ahead")
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line[1:] if line.startswith(b".") else line)
        planned = self.house.replies.get("DATA")
        if planned == "hang up":
            self.connection.close()
            return
        if planned is None:
            self.house.received.append(
                Received(self.sender, tuple(self.recipients), b"".join(lines), self.encrypted, self.signed_in)
            )
            self.house.on_data()
        self.answers(planned or "250 taken")

    def answers(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def open_mail_server(port: int = 0, **how: object) -> Iterator[MailServer]:
    """A server with threads of its own, on `port` or a free one."""
    house = MailServer(**how)  # type: ignore[arg-type] # the fields of MailServer

    class Here(ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A guest that hangs up half way is part of the story."""

    handler = type("Handler", (Conversation,), {"house": house})
    with Here(("127.0.0.1", port), handler) as server:
        house.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield house
        finally:
            server.shutdown()
            thread.join()


def certificate(folder: Path) -> Path:
    """A certificate for this machine, with its key, in one file; made by openssl."""
    key, file = folder / "key.pem", folder / "certificate.pem"
    what = ("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1")
    name = ("-addext", "subjectAltName=IP:127.0.0.1")
    subprocess.run(["openssl", *what, *name, "-keyout", str(key), "-out", str(file)], check=True, capture_output=True)
    return file


def tls_of(file: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, file.parent / "key.pem")
    return context
