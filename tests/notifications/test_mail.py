"""Mails on their way: handed to a real mail server, kept while it is away, given up in the end, never lost."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from participation.foundation import clock, database, delivery, mail, smtp
from participation.foundation.delivery import GIVE_UP_AFTER, LEASE
from participation.foundation.letters import Letter
from participation.foundation.mail import COUNTS_KEPT, OutgoingMail
from participation.foundation.settings import Settings
from participation.foundation.smtp import PostOffice, Trouble, Undelivered
from participation.notifications import rounds
from participation.people import service as people
from tests.conftest import House
from tests.notifications.mail_server import MailServer, certificate, open_mail_server, tls_of
from tests.notifications.office import FROM, WEDNESDAY, Office, mails
from tests.postgres import free_port
from tests.writers import another_writer

LETTER = Letter(
    "Drei warten", "Guten Tag.\n.\nEin Punkt allein auf einer Zeile.\n", "de", "https://halle.example/end/abc"
)
TO = "max@example.org"


def write(letter: Letter = LETTER, to: str = TO, sender: str = "Musterstadt", kind: str = "greeting") -> None:
    with database.transaction() as tx:
        person = people.new_account(tx, 1, "Max Beispiel")
        mail.write(tx, letter, to=to, kind=kind, municipality_id=1, person_id=person.id, sender=sender)


def deliver(post: PostOffice) -> bool:
    return delivery.deliver_next(database.current(), post)


def test_a_mail_arrives_as_it_was_written_and_only_a_count_of_it_is_kept(office: Office) -> None:
    with clock.held_at(WEDNESDAY):
        write()
        assert deliver(office.post)
        assert not deliver(office.post)

    [came] = office.server.received
    assert (came.sender, came.recipients) == ("rathaus@musterstadt.example", (TO,))
    assert came.text == LETTER.text
    headers = {name: str(came.mail[name]) for name in ("From", "To", "Subject", "Date", "Auto-Submitted")}
    assert headers == {
        "From": FROM,
        "To": TO,
        "Subject": "Drei warten",
        "Date": "Wed, 25 Nov 2026 09:00:00 +0000",
        "Auto-Submitted": "auto-generated",
    }
    assert came.mail["List-Unsubscribe"] == "<https://halle.example/end/abc>"
    assert came.mail["Content-Language"] == "de"
    assert came.mail.get_content_type() == "text/plain"
    assert came.mail.get_content_charset() == "utf-8"
    [kept] = mails()
    assert came.mail["Message-ID"] == f"<{kept.mark}@musterstadt.example>"
    assert (kept.to, kept.subject, kept.text, kept.end, kept.person_id) == ("", "", "", "", None)
    assert (kept.kind, kept.sent_at, kept.attempts, kept.next_try_at) == ("greeting", WEDNESDAY, 1, None)


def test_a_mail_of_a_use_case_that_failed_never_was(office: Office) -> None:
    def stumble() -> None:
        with database.transaction() as tx:
            person = people.new_account(tx, 1, "Max Beispiel")
            mail.write(tx, LETTER, to=TO, kind="x", municipality_id=1, person_id=person.id, sender="")
            raise LookupError

    with pytest.raises(LookupError):
        stumble()

    assert mails() == []


@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r", "\u2028", "\u0085", "\x0b", "\x00"])
def test_no_word_can_begin_a_header_of_its_own(office: Office, ending: str) -> None:
    evil = f"Hallo{ending}Bcc: dritte@example.org{ending}{ending}Fremder Text"
    write(Letter(evil, "Text\n", "de", "https://halle.example/end/abc"), sender=evil)

    deliver(replace(office.post, name=""))

    [came] = office.server.received
    assert came.recipients == (TO,)
    assert came.mail["Bcc"] is None
    head = came.data.split(b"\r\n\r\n")[0]
    names = {line.split(b":")[0].decode() for line in head.split(b"\r\n") if not line.startswith(b" ")}
    assert names == {"From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "List-Unsubscribe"} | {
            "List-Unsubscribe-Post",
        "Content-Language", "Content-Type", "Content-Transfer-Encoding", "MIME-Version",
    }  # fmt: skip
    assert came.text == "Text\n"
    assert str(came.mail["Subject"]).startswith("Hallo")


def test_words_of_every_script_arrive_and_long_addresses_stay_whole(office: Office) -> None:
    end = "https://halle.example/digest/end/" + "0123456789abcdef" * 6
    write(
        Letter("\u2068Musterstadt\u2069: ثلاثة في الانتظار می‌خواهم", "مرحبا\n" + "ä" * 300 + "\n", "ar", end),
        sender="Gemeinde Ü, „Süd“",
    )

    deliver(replace(office.post, name=""))

    [came] = office.server.received
    assert str(came.mail["Subject"]) == "\u2068Musterstadt\u2069: ثلاثة في الانتظار می‌خواهم"
    assert came.mail["From"].addresses[0].display_name == "Gemeinde Ü, „Süd“"
    assert came.text == "مرحبا\n" + "ä" * 300 + "\n"
    assert f"List-Unsubscribe: <{end}>".encode() in came.data.split(b"\r\n")
    assert came.data.isascii()


def test_a_domain_in_another_script_is_reached(office: Office) -> None:
    write(to="max@köln.example")

    deliver(office.post)

    assert office.server.received[0].recipients == ("max@xn--kln-sna.example",)


# --- when it does not go out


def test_while_the_mail_server_is_away_a_mail_is_kept_and_goes_out_when_it_is_back(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    port = free_port()
    post = PostOffice("127.0.0.1", port, "rathaus@musterstadt.example")
    with clock.held_at(WEDNESDAY):
        write()
        assert deliver(post)
        assert not deliver(post)
    [kept] = mails()
    assert (kept.to, kept.text, kept.attempts, kept.sent_at) == (TO, LETTER.text, 1, None)
    assert (kept.last_error, kept.next_try_at) == ("ConnectionRefusedError", WEDNESDAY + timedelta(minutes=1))
    assert TO not in caplog.text

    with open_mail_server(port) as server, clock.held_at(WEDNESDAY + timedelta(minutes=1)):
        assert deliver(post)

    assert len(server.received) == 1
    assert server.mails[0]["Date"] == "Wed, 25 Nov 2026 09:00:00 +0000"
    assert mails()[0].sent_at == WEDNESDAY + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("replies", "error"),
    [
        ({"EHLO": "hang up"}, "SMTPServerDisconnected"),
        ({"MAIL": "451 4.3.0 later"}, "SMTPSenderRefused 451"),
        ({"MAIL": "550 5.7.1 not from you"}, "SMTPSenderRefused 550"),
        ({"RCPT": "450 4.2.0 greylisted"}, "SMTPRecipientsRefused 450"),
        ({"RCPT": "554 5.7.1 relay access denied"}, "SMTPRecipientsRefused 554"),
        ({"RCPT": "550 5.7.1 relay access denied"}, "SMTPRecipientsRefused 550"),
        ({"RCPT": "452 too many"}, "SMTPRecipientsRefused 452"),
        ({"DATA": "451 4.3.0 disk full"}, "SMTPDataError 451"),
        ({"DATA": "550 no"}, "SMTPDataError 550"),
        ({"DATA": "554 5.6.0 looks like spam"}, "SMTPDataError 554"),
        ({"DATA": "hang up"}, "SMTPServerDisconnected"),
        ({"EHLO": "421 closing", "HELO": "421 closing"}, "SMTPHeloError 421"),
    ],
)
def test_what_may_pass_or_is_the_operators_business_is_tried_again(
    office: Office, replies: dict[str, str], error: str
) -> None:
    office.server.replies.update(replies)
    with clock.held_at(WEDNESDAY):
        write()
        deliver(office.post)

    [kept] = mails()
    assert (kept.last_error, kept.given_up_at, kept.to) == (error, None, TO)

    office.server.replies.clear()
    with clock.held_at(WEDNESDAY + timedelta(minutes=1)):
        deliver(office.post)
    assert mails()[0].sent_at
    assert len(office.server.received) == 1


@pytest.mark.parametrize(
    "replies",
    [
        {"RCPT": "550 5.1.1 no such user max@example.org"},
        {"RCPT": "550 no such user"},
        {"RCPT": "553 5.1.3 bad address"},
        {"RCPT": "552 5.2.1 mailbox disabled"},
        {"DATA": "550 5.1.1 max@example.org is unknown"},
    ],
)
def test_an_address_that_is_refused_for_good_is_given_up_at_once_and_forgotten(
    office: Office, replies: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    office.server.replies.update(replies)
    with clock.held_at(WEDNESDAY):
        write()
        deliver(office.post)

    [kept] = mails()
    assert (kept.given_up_at, kept.sent_at, kept.next_try_at) == (WEDNESDAY, None, None)
    assert (kept.to, kept.subject, kept.text, kept.person_id) == ("", "", "", None)
    assert "example.org" not in kept.last_error + caplog.text


def test_after_five_days_it_is_given_up_and_forgotten(house: House) -> None:
    post = PostOffice("127.0.0.1", free_port(), "rathaus@musterstadt.example")
    now = WEDNESDAY
    with clock.held_at(now):
        write()
    tries = 0
    while mails()[0].next_try_at:
        now = mails()[0].next_try_at or now
        with clock.held_at(now):
            tries += deliver(post)

    [kept] = mails()
    assert (tries, kept.attempts) == (20, 20)
    assert now - WEDNESDAY <= GIVE_UP_AFTER
    assert (kept.given_up_at, kept.sent_at, kept.to, kept.text) == (now, None, "", "")
    assert kept.last_error == "ConnectionRefusedError"


def test_an_error_while_leaving_does_not_send_it_again(office: Office) -> None:
    office.server.replies["QUIT"] = "hang up"
    write()

    assert office.sends() == 1
    assert len(office.server.received) == 1
    assert mails()[0].sent_at


def test_a_fault_of_our_own_keeps_the_mail_and_names_nobody(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    write()
    with database.transaction() as tx:
        tx.session.query(OutgoingMail).one().to = "max.example.org\n"

    deliver(office.post)

    [kept] = mails()
    assert kept.sent_at is None
    assert kept.next_try_at
    assert "example" not in kept.last_error + "".join(record.getMessage() for record in caplog.records)


def test_one_mail_that_fails_does_not_hold_up_the_next(office: Office) -> None:
    office.server.replies["RCPT"] = "450 later"
    write()
    office.sends()
    office.server.replies.clear()
    write(to="eva@example.org")

    assert office.sends() == 1
    assert office.server.received[0].recipients == ("eva@example.org",)


def test_what_was_taken_back_does_not_go_out(office: Office) -> None:
    write()
    write(kind="other")
    with database.transaction() as tx:
        first = tx.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).first()
        assert first
        assert first.person_id
        mail.withdraw(tx, kind="greeting", municipality_id=1, person_id=first.person_id)

    assert office.sends() == 1
    assert [one.kind for one in mails()] == ["other"]


def test_a_mail_that_is_taken_back_while_it_is_handed_over_is_gone_all_the_same(office: Office) -> None:
    write()

    def take_back() -> None:
        with database.current().transaction() as tx:
            [found] = tx.session.scalars(select(OutgoingMail))
            assert found.person_id
            mail.withdraw(tx, kind="greeting", municipality_id=1, person_id=found.person_id)

    office.server.on_data = take_back

    assert office.sends() == 1
    assert mails() == []


# --- safe from listeners


@pytest.fixture
def own_certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    return file


def test_a_server_that_offers_tls_gets_password_and_mail_over_it(house: House, own_certificate: Path) -> None:
    with open_mail_server(tls=tls_of(own_certificate), asks_password=True) as server:
        write()
        deliver(post_at(server, password=True))

    assert [(one.tls, one.signed_in) for one in server.received] == [(True, True)]


def test_a_server_may_speak_tls_from_the_first_byte_on(house: House, own_certificate: Path) -> None:
    with open_mail_server(tls=tls_of(own_certificate), tls_at_once=True, asks_password=True) as server:
        write()
        deliver(replace(post_at(server, password=True), tls=True))

    assert [(one.tls, one.signed_in) for one in server.received] == [(True, True)]
    assert "STARTTLS" not in server.said


def test_a_server_that_nobody_vouches_for_gets_nothing(house: House, tmp_path: Path) -> None:
    with open_mail_server(tls=tls_of(certificate(tmp_path)), asks_password=True) as server:
        write()
        deliver(post_at(server, password=True))

    assert server.received == []
    assert "AUTH …" not in server.said
    assert mails()[0].last_error == "SSLCertVerificationError"


def test_a_password_goes_unencrypted_to_this_machine_alone(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_mail_server(asks_password=True) as server:
        write()
        deliver(post_at(server, password=True))
        assert [(one.tls, one.signed_in) for one in server.received] == [(False, True)]

        monkeypatch.setattr(smtp, "THIS_MACHINE", set[str]())
        write()
        deliver(post_at(server, password=True))

    assert server.said.count("AUTH …") == 1
    assert mails()[1].last_error == "NoEncryption"


@pytest.mark.parametrize("password", ["falsch", "größer"])
def test_a_wrong_password_is_tried_again_and_never_written_down(
    house: House, caplog: pytest.LogCaptureFixture, password: str
) -> None:
    with open_mail_server(asks_password=True) as server:
        write()
        deliver(replace(post_at(server, password=True), password=password))

    [kept] = mails()
    assert kept.last_error in {"SMTPAuthenticationError", "UnicodeEncodeError"}
    assert kept.next_try_at
    assert password not in caplog.text + kept.last_error


def post_at(server: MailServer, *, password: bool = False) -> PostOffice:
    found = smtp.post_office(settings(server.address(password=password)))
    assert found
    return found


def settings(address: str, sender: str = FROM) -> Settings:
    return Settings(Path(), "sqlite://", b"", smtp=address, mail_from=sender)


# --- the settings


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("smtp://mail.example", ("mail.example", 587, False, "", "")),
        ("smtps://mail.example", ("mail.example", 465, True, "", "")),
        ("smtp://amt:ge%40heim@mail.example:25/", ("mail.example", 25, False, "amt", "ge@heim")),
        ("smtp://[::1]:2525", ("::1", 2525, False, "", "")),
    ],
)
def test_the_mail_server_stands_in_one_setting(address: str, expected: tuple[object, ...]) -> None:
    post = smtp.post_office(settings(address))

    assert post
    assert (post.host, post.port, post.tls, post.user, post.password) == expected
    assert (post.name, post.address, post.domain) == (
        "Rathaus Musterstadt",
        "rathaus@musterstadt.example",
        "musterstadt.example",
    )


@pytest.mark.parametrize(
    ("address", "sender"),
    [
        ("http://mail.example", FROM),
        ("mail.example", FROM),
        ("smtp://", FROM),
        ("smtp://amt:geheim/1@mail.example", FROM),
        ("smtp://amt:geheim#1@mail.example", FROM),
        ("smtp://amt:geheim@mail.example:viele", FROM),
        ("smtp://amt:geheim@mail.example:99999", FROM),
        ("smtp://amt:geheim@[mail.example", FROM),
        ("smtp://amt:geheim@mail.example", ""),
        ("smtp://amt:geheim@mail.example", "Rathaus"),
        ("smtp://amt:geheim@mail.example", "a@b.example\r\nBcc: c@d.example"),
    ],
)
def test_settings_that_cannot_be_read_are_told_without_the_password(address: str, sender: str) -> None:
    with pytest.raises(smtp.BadMailSettings) as bad:
        smtp.post_office(settings(address, sender))

    assert "geheim" not in str(bad.value)
    assert bad.value.__context__ is None or bad.value.__suppress_context__
    assert not smtp.can_send(settings(address, sender))


def test_without_a_setting_there_is_no_mail_server_and_no_fault() -> None:
    assert smtp.post_office(settings("")) is None
    assert not smtp.can_send(settings("", ""))
    assert smtp.can_send(settings("smtp://mail.example"))


def test_settings_and_mail_server_do_not_print_the_password() -> None:
    found = settings("smtp://amt:geheim@mail.example")

    assert "geheim" not in repr(found) + repr(smtp.post_office(found))


# --- never lost, at most once too often


def test_a_worker_killed_between_sending_and_marking_sends_it_once_more_and_never_again(
    house: House, tmp_path: Path
) -> None:
    file = str(house.settings.database_file)
    taken = threading.Event()
    lock = sqlite3.connect(file, isolation_level=None, check_same_thread=False)

    def keep_the_worker_from_marking() -> None:
        lock.execute("BEGIN IMMEDIATE")
        taken.set()

    with closing(lock), open_mail_server() as server:
        write()
        server.on_data = keep_the_worker_from_marking
        worker = start_worker(house, server)
        try:
            assert taken.wait(60)
            time.sleep(0.3)
        finally:
            worker.kill()
            worker.wait()
        lock.execute("ROLLBACK")
        server.on_data = lambda: None
        [kept] = mails()
        assert (kept.to, kept.sent_at, kept.attempts) == (TO, None, 1)
        assert len(server.received) == 1

        post = post_at(server)
        assert not deliver(post)  # the dead one's lease
        with clock.held_at(clock.now() + LEASE + timedelta(seconds=1)):
            assert deliver(post)
            assert not deliver(post)

    assert len(server.received) == 2
    assert server.mails[0]["Message-ID"] == server.mails[1]["Message-ID"]
    assert server.mails[0]["Date"] == server.mails[1]["Date"]
    assert mails()[0].sent_at


def test_a_worker_killed_before_the_server_took_it_loses_nothing(house: House) -> None:
    reached, killed = threading.Event(), threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        write()
        port = silent.getsockname()[1]

        def say_nothing() -> None:
            with silent.accept()[0]:
                reached.set()
                killed.wait(60)

        waits = threading.Thread(target=say_nothing)
        waits.start()
        worker = start_worker(house, MailServer(port))
        try:
            assert reached.wait(60)
        finally:
            worker.kill()
            worker.wait()
            killed.set()
            waits.join()

    with open_mail_server() as server, clock.held_at(clock.now() + LEASE + timedelta(seconds=1)):
        deliver(post_at(server))
    assert len(server.received) == 1


def start_worker(house: House, server: MailServer) -> "subprocess.Popen[bytes]":
    """The worker as the server starts it: a process of its own."""
    env = {
        "PATH": os.environ["PATH"],
        "PARTICIPATION_INSTANCE": str(house.settings.instance),
        "PARTICIPATION_SMTP": server.address(),
        "PARTICIPATION_MAIL_FROM": FROM,
    }
    return subprocess.Popen([sys.executable, "-m", "participation", "worker"], env=env, stderr=subprocess.DEVNULL)


def test_the_worker_sends_what_a_use_case_wrote(house: House) -> None:
    with open_mail_server() as server:
        worker = start_worker(house, server)
        try:
            write()
            until = time.monotonic() + 60
            while not server.received and time.monotonic() < until:
                time.sleep(0.05)
        finally:
            worker.send_signal(signal.SIGTERM)
            worker.wait()

    assert [one.recipients for one in server.received] == [(TO,)]


def test_while_the_database_is_taken_the_mark_waits_and_the_mail_goes_out_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.2)
    monkeypatch.setattr(delivery, "MARK_PAUSE", 0.05)
    write()
    writer = another_writer(office.house)
    office.server.on_data = lambda: threading.Timer(1, writer.__enter__().set).start()
    try:
        assert deliver(office.post)
    finally:
        writer.__exit__(None, None, None)

    assert mails()[0].sent_at
    assert not deliver(office.post)
    assert len(office.server.received) == 1


def test_when_the_database_stays_away_the_worker_says_so_and_the_mail_is_kept(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.05)
    monkeypatch.setattr(delivery, "LEASE", timedelta(seconds=0.2))
    monkeypatch.setattr(delivery, "MARK_PAUSE", 0.05)
    write()
    writer = another_writer(office.house)
    office.server.on_data = writer.__enter__
    try:
        assert not rounds.carefully(lambda: deliver(office.post))
    finally:
        writer.__exit__(None, None, None)

    assert mails()[0].sent_at is None
    assert mails()[0].next_try_at


def test_two_workers_do_not_send_one_mail_twice(house_on_postgres: House) -> None:
    with open_mail_server() as server:
        for number in range(6):
            write(to=f"nummer{number}@example.org")
        post = post_at(server)
        server.on_data = lambda: time.sleep(0.05)

        def work() -> None:
            while deliver(post):
                pass

        workers = [threading.Thread(target=work) for _ in range(3)]
        for one in workers:
            one.start()
        for one in workers:
            one.join()
        while deliver(post):  # SKIP LOCKED may have left one for later
            pass

    assert sorted(one.recipients[0] for one in server.received) == [f"nummer{n}@example.org" for n in range(6)]
    assert all(one.sent_at for one in mails())


def test_of_two_workers_with_one_mail_the_slower_one_changes_nothing(office: Office) -> None:
    """The first one's lease ended while it was still trying."""
    write()
    house = database.current()
    slow = delivery.take_next(house)
    assert slow
    with clock.held_at(clock.now() + LEASE + timedelta(seconds=1)):
        fast = delivery.take_next(house)
        assert fast
        delivery.settle(house, slow, Undelivered(Trouble.UNREACHABLE, "Slow"))
        assert mails()[0].last_error == ""
        delivery.settle(house, fast, None)
        delivery.settle(house, slow, None)
        delivery.settle(house, slow, Undelivered(Trouble.UNREACHABLE, "Slow"))

    [kept] = mails()
    assert (kept.attempts, kept.last_error) == (2, "")
    assert kept.sent_at


def test_a_mail_is_marked_also_when_whoever_should_hear_of_it_fails(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    def stumble(_tx: object, _news: object) -> None:
        raise LookupError

    database.current().wires.on_record(mail.MailSettled, stumble)
    write()

    assert office.sends() == 1
    assert len(office.server.received) == 1
    assert mails()[0].sent_at
    assert "who should hear of mail 1 was deaf" in caplog.text


def test_a_mail_of_which_every_worker_dies_is_given_up(office: Office) -> None:
    with clock.held_at(WEDNESDAY):
        write()
    taken = 0
    for number in range(40):
        with clock.held_at(WEDNESDAY + number * (LEASE + timedelta(seconds=1))):
            taken += delivery.take_next(database.current()) is not None

    assert taken == delivery.MOST_TRIES
    assert mails()[0].given_up_at
    assert mails()[0].text == ""


def test_what_waited_for_a_mail_server_for_a_week_is_given_up_unsent(office: Office) -> None:
    with clock.held_at(WEDNESDAY):
        write()
    with clock.held_at(WEDNESDAY + timedelta(days=7)):
        assert not deliver(office.post)

    assert office.server.guests == 0
    assert mails()[0].given_up_at


def test_without_a_mail_server_an_address_is_kept_no_longer_than_with_one(office: Office) -> None:
    with clock.held_at(WEDNESDAY):
        write()
    with office.house.app.app_context():
        for days, kept in ((5, TO), (6, "")):
            with clock.held_at(WEDNESDAY + timedelta(days=days)):
                rounds.go_round(database.current(), office.settings, sends=False)
            assert mails()[0].to == kept


def test_what_the_database_refuses_is_told_without_anybodys_words(office: Office) -> None:
    write()

    with pytest.raises(IntegrityError) as refused, database.transaction() as tx:
        tx.session.execute(update(OutgoingMail).values(to=TO, municipality_id=None))

    assert TO not in str(refused.value)


def test_counts_are_forgotten_after_half_a_year(office: Office) -> None:
    with clock.held_at(WEDNESDAY):
        write()
        office.sends()
    with clock.held_at(WEDNESDAY + COUNTS_KEPT - timedelta(hours=1)):
        write()
        office.goes_round()
        assert [bool(one.sent_at) for one in mails()] == [True, False]
    with clock.held_at(WEDNESDAY + COUNTS_KEPT + timedelta(seconds=1)):
        office.goes_round()

    assert [(one.sent_at, one.to) for one in mails()] == [(None, TO)]
