"""`participation mail test`: one mail now, and in words what happened."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from participation.cli.house import participation
from participation.foundation import database
from participation.voting import ledger
from tests.notifications.mail_server import MailServer, open_mail_server
from tests.notifications.office import FROM
from tests.postgres import free_port

TO = "max@example.org"
SENDER_REFUSED = (
    "127.0.0.1 takes nothing from rathaus@musterstadt.example (SMTPSenderRefused 550). Look at PARTICIPATION_MAIL_FROM."
)


@pytest.fixture(autouse=True)
def close_what_was_opened() -> Iterator[None]:
    yield
    if database._current is not None:
        ledger.current().stop()
        database.current().close()
        database.use(None)


def types(tmp_path: Path, *words: str, smtp: str = "", sender: str = FROM) -> Result:
    env = {
        "PARTICIPATION_INSTANCE": str(tmp_path / "instance"),
        "PARTICIPATION_SMTP": smtp,
        "PARTICIPATION_MAIL_FROM": sender,
    }
    return CliRunner().invoke(participation, ["mail", "test", *words], env=env)


@pytest.mark.parametrize(("lang", "subject"), [("en", "A mail to try it out")])
def test_one_mail_is_sent_and_the_terminal_says_so(tmp_path: Path, server: MailServer, lang: str, subject: str) -> None:
    result = types(tmp_path, TO, "--lang", lang, smtp=server.address())

    assert result.output == (
        "127.0.0.1 has taken the mail for max@example.org. Now look into that mailbox, also among the unwanted.\n"
    )
    assert result.exit_code == 0
    [came] = server.received
    assert (came.recipients, came.mail["Subject"], came.mail["Content-Language"]) == ((TO,), subject, lang)
    assert came.mail["From"] == FROM
    assert not (tmp_path / "instance" / "participation.sqlite").exists()


def test_without_a_name_the_mail_comes_from_the_address_alone(tmp_path: Path, server: MailServer) -> None:
    assert types(tmp_path, TO, smtp=server.address(), sender="rathaus@musterstadt.example").exit_code == 0

    assert server.mails[0]["From"] == "rathaus@musterstadt.example"


@pytest.mark.parametrize(
    ("replies", "said"),
    [
        ({"RCPT": "550 5.1.1 who?"}, "127.0.0.1 takes nothing for max@example.org (SMTPRecipientsRefused 550)."),
        (
            {"MAIL": "550 not you"},
            SENDER_REFUSED,
        ),
        (
            {"DATA": "554 spam"},
            "127.0.0.1 took sender and address, but not the text (SMTPDataError 554).",
        ),
    ],
)
def test_what_the_mail_server_refuses_is_told_in_words(
    tmp_path: Path, server: MailServer, replies: dict[str, str], said: str
) -> None:
    server.replies.update(replies)

    result = types(tmp_path, TO, smtp=server.address())

    assert (result.exit_code, result.output) == (1, f"{said}\n")


def test_a_wrong_password_is_told_without_it(tmp_path: Path) -> None:
    with open_mail_server(asks_password=True, replies={"AUTH": "535 5.7.8 no"}) as server:
        result = types(tmp_path, TO, smtp=server.address(password=True))

    assert result.output == ("127.0.0.1 does not let us in (SMTPAuthenticationError). Look at user and password.\n")
    assert result.exit_code == 1


def test_a_server_that_knows_no_passwords_is_told(tmp_path: Path, server: MailServer) -> None:
    result = types(tmp_path, TO, smtp=server.address(password=True))

    assert "127.0.0.1 does not let us in (SMTPNotSupportedError)." in result.output


def test_a_mail_server_that_is_away_is_told(tmp_path: Path) -> None:
    port = free_port()

    result = types(tmp_path, TO, smtp=f"smtp://127.0.0.1:{port}")

    assert f"Nobody answers at 127.0.0.1:{port}" in result.output
    assert "(ConnectionRefusedError)" in result.output
    assert result.exit_code == 1


@pytest.mark.parametrize(
    ("smtp", "sender", "to", "said"),
    [
        ("", FROM, TO, "PARTICIPATION_SMTP is not set, so no mail is sent."),
        ("smtp://amt:geheim@", FROM, TO, "PARTICIPATION_SMTP must look like"),
        ("smtp://amt:geheim@mail.example", "", TO, "PARTICIPATION_MAIL_FROM must be a mail address"),
        ("smtp://amt:geheim@mail.example", FROM, "max", "max is not a mail address."),
    ],
)
def test_what_is_missing_is_told(tmp_path: Path, smtp: str, sender: str, to: str, said: str) -> None:
    result = types(tmp_path, to, smtp=smtp, sender=sender)

    assert said in result.output
    assert "geheim" not in result.output
    assert result.exit_code == 1
