"""A colleague asks for a digest, confirms the address, gets figures at the right time, and ends it again."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from participation.contributions.models import Contribution
from participation.contributions.rules import LanguageBy, Status
from participation.contributions.service import Said, receive
from participation.foundation import clock, database, mail
from participation.foundation.database import Transaction
from participation.foundation.locales import Words
from participation.foundation.messages import NotAllowed
from participation.foundation.municipality import Municipality
from participation.foundation.permissions import Actor, Role
from participation.moderation.models import Decision
from participation.moderation.service import take_over_decisions
from participation.notifications import rounds, service, sources
from participation.notifications.models import DigestChoice
from participation.notifications.sources import Figure, Section, Source
from participation.people import service as people
from participation.people.models import Membership, Person
from participation.process.models import Format, Process
from participation.process.service import RUNNING, open_idea_collection, plan_process
from tests.conftest import House
from tests.ideas.test_board import counted_statements
from tests.notifications.mail_server import open_mail_server
from tests.notifications.office import (
    WEDNESDAY,
    Office,
    asks,
    choice_of,
    confirms,
    decided,
    link_in,
    mails,
    open_office,
    token_in,
    told,
)
from tests.team.office import Somebody, log_of, words_of

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
EIGHT = WEDNESDAY - 2 * HOUR  # by the town's clock, one hour ahead of UTC in November


def read(somebody: Somebody, address: str = "/desk/me?lang=en", status: int = 200) -> str:
    return words_of(somebody.reads(address, status))


# --- asking and confirming


def test_an_address_is_used_once_its_owner_has_pressed_the_button(office: Office) -> None:
    max_ = office.moderator()
    told()
    with clock.held_at(WEDNESDAY):
        place = asks(max_)
        assert "Kept. This is how you hear what waits from now on." in read(max_, place.replace("#mail", ""))
        assert "We have written to max@example.org ." in read(max_)
        assert office.server.guests == 0  # a page never speaks to a mail server: the worker does
        office.sends()
        [came] = office.server.received
        link = link_in(office.server, "/digest/confirm/")
        assert came.recipients == ("max@example.org",)
        assert came.mail["Subject"] == "Confirm your address for Musterstadt"
        assert came.mail["List-Unsubscribe"] is None
        assert "Somebody who works for Musterstadt wants to get summaries at this address." in came.text

        # whoever only follows the link, as mail scanners do, confirms nothing
        reader = office.house.resident()
        assert "Get summaries at this address?" in reader.reads(link)
    with clock.held_at(WEDNESDAY + DAY):
        assert office.goes_round() == 0
        assert "Your address is confirmed" in confirms(max_, office.server)
        assert "Mails go to max@example.org ." in read(max_)
        # nor does it work a second time
        confirms(max_, office.server, 410)
        assert max_.reads(link, 410)
    with clock.held_at(EIGHT + 2 * DAY):
        assert office.goes_round() == 1
    whom = f"person:{max_.person}"
    assert log_of("digest.choose", "digest.confirm") == [
        (whom, "digest.choose", whom, ""),
        (whom, "digest.confirm", whom, ""),
    ]


def test_nobody_needs_to_be_signed_in_to_confirm(office: Office) -> None:
    max_ = office.moderator()
    asks(max_)
    office.sends()
    token = token_in(link_in(office.server, "/digest/confirm/"))

    answer = office.house.resident().client.post(
        "/digest/confirm", data={"token": token}, headers={"Sec-Fetch-Site": "same-origin"}
    )

    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    choice = choice_of(max_)
    assert choice
    assert choice.confirmed_at


def test_only_hashes_of_links_are_kept(office: Office) -> None:
    max_ = office.subscriber()
    told()
    with clock.held_at(clock.now() + 2 * DAY):
        office.goes_round()
        [waiting] = [one for one in mails() if one.next_try_at]
        office.sends()

    token = token_in(waiting.end)
    choice = choice_of(max_)
    assert choice
    assert token not in repr(vars(choice))
    assert choice.end_hash is not None


def test_an_address_nobody_confirms_is_forgotten_after_two_days(office: Office) -> None:
    max_ = office.moderator()
    with clock.held_at(WEDNESDAY):
        asks(max_)
        office.sends()
    with clock.held_at(WEDNESDAY + 2 * DAY - HOUR):
        office.goes_round()
        kept = choice_of(max_)
        assert kept
        assert kept.address == "max@example.org"
    with clock.held_at(WEDNESDAY + 2 * DAY + HOUR):
        confirms(max_, office.server, 410)
        office.goes_round()

    gone = choice_of(max_)
    assert gone
    assert (gone.often, gone.address, gone.site, gone.confirm_hash) == ("never", "", "", None)


def test_another_address_is_asked_anew_and_the_one_before_gets_nothing_more(office: Office) -> None:
    told()
    with clock.held_at(WEDNESDAY):
        max_ = office.subscriber()
    with clock.held_at(EIGHT + DAY):
        office.goes_round()
        asks(max_, email="neu@example.org")
        office.sends()
        assert [one.recipients for one in office.server.received] == [("neu@example.org",)]
        assert office.server.mails[0]["Subject"] == "Confirm your address for Musterstadt"
    with clock.held_at(EIGHT + 2 * DAY):
        assert office.goes_round() == 0
        confirms(max_, office.server)
    with clock.held_at(EIGHT + 3 * DAY):
        assert office.goes_round() == 1


def test_another_hour_needs_no_other_link(office: Office) -> None:
    told()
    with clock.held_at(WEDNESDAY):
        max_ = office.subscriber()
        asks(max_, hour="15", language="de")
        assert office.sends() == 0
    with clock.held_at(EIGHT + 6 * HOUR):
        assert office.goes_round() == 0
    with clock.held_at(EIGHT + 7 * HOUR):
        assert office.goes_round() == 1


def test_a_mailbox_cannot_be_filled_from_here(office: Office) -> None:
    max_ = office.moderator()
    with clock.held_at(WEDNESDAY):
        asks(max_)
        asks(max_, hour="9")
        page = asks(max_, 429, email="fremd@example.org")
        assert "Please wait 5 minutes before you write another address." in words_of(page)
        assert 'value="fremd@example.org"' in page
        assert office.sends() == 1
    with clock.held_at(WEDNESDAY + timedelta(minutes=5)):
        asks(max_)  # the first link may have got lost
        assert office.sends() == 1
    with clock.held_at(WEDNESDAY + 2 * DAY + timedelta(minutes=4)):
        confirms(max_, office.server)


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        ({"email": "max"}, "This is not an e-mail address. It looks like name@example.org."),
        ({"email": ""}, "This is not an e-mail address."),
        ({"email": "max@example.org\r\nBcc: eva@example.org"}, "This is not an e-mail address."),
        ({"often": "yearly"}, "Please choose from what the form offers"),
        ({"hour": "24"}, "Please choose from what the form offers"),
        ({"hour": "٣"}, "Please choose from what the form offers"),
        ({"language": "xx"}, "Please choose from what the form offers"),
    ],
)
def test_a_form_that_cannot_be_kept_comes_back_as_it_was_typed(
    office: Office, wish: dict[str, str], sentence: str
) -> None:
    max_ = office.moderator()

    page = asks(max_, 422, **{"often": "weekly", "hour": "17", "language": "tr", **wish})

    assert sentence in words_of(page)
    if set(wish) == {"email"}:
        assert '<option value="weekly" selected>' in page
        assert '<option value="17" selected>' in page
        assert '<option value="tr" lang="tr" selected>' in page
    assert mails() == []
    assert choice_of(max_) is None


def test_without_a_mail_server_the_desk_says_so_and_nothing_fails(house: House) -> None:
    with open_mail_server() as server:
        office = Office(house, server)
        max_ = office.moderator()

        page = read(max_)
        assert "This installation cannot send mail yet" in page
        assert "E-mail address" not in page
        assert "This installation cannot send mail yet." in words_of(asks(max_, 409))
        assert mails() == []
        assert read(max_, "/desk/digest?lang=en")
        with house.app.app_context():
            assert rounds.go_round(database.current(), house.settings, sends=False) == 0


def test_whoever_had_mail_can_end_it_also_when_the_mail_server_is_gone(office: Office) -> None:
    max_ = office.subscriber()
    office.house.app.config["PARTICIPATION"] = replace(office.settings, smtp="")

    assert "Mails go to max@example.org ." in read(max_)
    asks(max_, often="never")

    gone = choice_of(max_)
    assert gone
    assert gone.address == ""


@pytest.mark.parametrize("role", [Role.ADMINISTRATION, Role.OBSERVER, Role.INTERPRETER])
def test_whoever_does_not_moderate_is_not_asked_and_gets_nothing(office: Office, role: Role) -> None:
    eva = office.colleague("Eva Andere", role)

    assert "Hear what waits" not in read(eva)
    asks(eva, 403)
    eva.reads("/desk/digest", 403)
    eva.sends("/desk/digest/read", 403)
    assert mails() == []


# --- what it says


def test_a_digest_has_figures_and_one_link_and_nothing_anybody_wrote(office: Office) -> None:
    with clock.held_at(WEDNESDAY):
        max_ = office.subscriber()
        eva = office.moderator("Eva Andere")
    with clock.held_at(WEDNESDAY + HOUR):
        cases = [told(f"Geheime Idee {number}") for number in range(5)]
        decided(cases[0], eva.person)
        decided(cases[1], eva.person)
        decided(cases[2], eva.person, publish=False)
        decided(cases[3], max_.person)
    with clock.held_at(WEDNESDAY + 2 * HOUR):
        told("Noch eine")
    with clock.held_at(EIGHT + DAY):
        assert office.goes_round() == 1
        assert office.sends() == 1

    [came] = office.server.received
    head, queue, foot = came.text.partition("To the queue:")
    assert head.split("\n") == [
        "2 contributions wait for review, the oldest since 11/25/26, 11:00\u202fAM.",
        "",
        "Konzept",
        "Waiting, the oldest since 11/25/26, 11:00\u202fAM:",
        "- Ideas: 2",
        "Decided by colleagues since 11/25/26, 10:00\u202fAM:",
        "- Published: 2",
        "- Not published: 1",
        "",
        "",
    ]
    assert queue
    assert foot.split("\n")[1] == "https://beteiligung.example/desk/queue?lang=en"
    assert came.mail["Subject"] == "2 contributions wait for review in Musterstadt"
    for secret in ("Geheime", "Noch", "Frau Muster", "Eva", "Max"):
        assert secret not in came.data.decode()


def test_what_colleagues_decided_counts_from_the_last_one_that_arrived(office: Office) -> None:
    with clock.held_at(WEDNESDAY):
        office.subscriber()
        eva = office.moderator("Eva Andere")
        cases = [told() for _ in range(3)]

    def day(number: int, *, sends: bool = True) -> str:
        with clock.held_at(EIGHT + number * DAY):
            office.goes_round()
            tried = office.sends() if sends else 0
        return office.server.received[-1].text if tried and office.server.received else ""

    with clock.held_at(WEDNESDAY + HOUR):
        decided(cases[0], eva.person)
    office.server.replies["RCPT"] = "450 later"
    assert day(1) == ""
    with clock.held_at(WEDNESDAY + DAY):
        decided(cases[1], eva.person)
    office.server.replies.clear()

    # the one that could not be sent is replaced by one that tells both
    assert "- Published: 2" in day(2)
    assert len(office.server.received) == 1
    assert "Decided" not in day(3)


def test_what_is_reported_or_appealed_is_told_where_a_source_knows_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def figures(*_: object) -> list[Section]:
        urgent = (Figure("Reported", 2), Figure("Appealed", 1))
        return [Section(Words("الحديقة", "ar"), urgent=urgent), Section(Words("Leer", "de"))]

    monkeypatch.setattr(sources, "_sources", [Source(figures, "moderation.queue")])
    with clock.held_at(WEDNESDAY):
        max_ = office.subscriber()
    with clock.held_at(EIGHT + DAY):
        assert office.goes_round() == 1
        office.sends()
        page = read(max_, "/desk/digest?lang=en")

    assert office.server.received[0].text.startswith(
        "\u2068الحديقة\u2069\n- Reported: 2\n- Appealed: 1\n\nTo the queue:\n"
    )
    assert "Reported 2 Appealed 1" in page
    assert "Leer" not in page + office.server.received[0].text


def test_only_if_something_waits_or_has_changed(office: Office) -> None:
    with clock.held_at(WEDNESDAY):
        office.subscriber()
        eva = office.moderator("Eva Andere")
    with clock.held_at(EIGHT + DAY):
        assert office.goes_round() == 0
    with clock.held_at(WEDNESDAY + DAY):
        decided(told(), eva.person)
    with clock.held_at(EIGHT + 2 * DAY):
        assert office.goes_round() == 1
        office.sends()
    with clock.held_at(EIGHT + 3 * DAY):
        assert office.goes_round() == 0

    [came] = office.server.mails
    assert came["Subject"] == "News from the review in Musterstadt"
    assert "wait" not in office.server.received[0].text.replace("To the queue", "")


def test_a_moderator_of_one_process_hears_of_that_one_alone(office: Office) -> None:
    with database.transaction() as tx:
        second = another_process(tx)
    told()
    with clock.held_at(WEDNESDAY):
        ada = office.colleague("Ada Allein", Role.MODERATOR, process=second)
        asks(ada)
        office.sends()
        confirms(ada, office.server)
    with clock.held_at(EIGHT + DAY):
        assert office.goes_round() == 0
        assert "Nothing waits" in read(ada, "/desk/digest?lang=en")


def another_process(tx: Transaction) -> int:
    town = tx.session.get_one(Municipality, 1)
    process = Process(
        municipality_id=town.id, slug="park", state="published", title={"ar": "الحديقة"}, question={}, lead={}
    )
    tx.session.add(process)
    tx.session.flush()
    return process.id


def test_in_arabic_what_runs_the_other_way_is_set_apart(office: Office) -> None:
    told()
    with clock.held_at(WEDNESDAY):
        office.subscriber(language="ar")
    with clock.held_at(EIGHT + DAY):
        office.goes_round()
        office.sends()

    [came] = office.server.received
    assert came.mail["Content-Language"] == "ar"
    assert "\u2068Musterstadt\u2069" in str(came.mail["Subject"])
    assert "\u2068Konzept\u2069" in came.text
    # addresses stand alone on their line: an isolate beside them would become part of the link
    links = [line for line in came.text.split("\n") if "http" in line]
    assert [line.split("/")[3].split("?")[0] for line in links] == ["desk", "digest"]
    assert all(line.isascii() for line in links)
    assert all("lang=ar" in line for line in links)


def test_a_town_with_a_host_of_its_own_is_linked_under_that(house: House) -> None:
    with open_mail_server() as server:
        office = open_office(house, server)
        with database.transaction() as tx:
            tx.session.get_one(Municipality, 1).host = "localhost"
        office.subscriber()
        told()
        with clock.held_at(clock.now() + 2 * DAY):
            office.goes_round()
            office.sends()

        assert link_in(server, "/desk/queue").startswith("/desk/queue")
        assert "https://localhost/desk/queue" in server.received[-1].text


def test_without_an_address_of_the_installation_the_one_that_was_opened_is_linked(house: House) -> None:
    with open_mail_server() as server:
        office = open_office(house, server, url="")
        office.subscriber()
        told()
        with clock.held_at(clock.now() + 2 * DAY):
            office.goes_round()
            office.sends()

        assert "http://localhost/desk/queue" in server.received[-1].text


# --- ending it


def test_the_link_in_each_mail_ends_it_without_signing_in(office: Office) -> None:
    told()
    with clock.held_at(WEDNESDAY):
        max_ = office.subscriber()
    with clock.held_at(EIGHT + DAY):
        office.goes_round()
        office.sends()
    link = link_in(office.server, "/digest/end/")
    assert office.server.mails[-1]["List-Unsubscribe"] == f"<https://beteiligung.example{link}>"
    reader = office.house.resident()

    assert "End these mails?" in reader.reads(link)
    with clock.held_at(EIGHT + 2 * DAY):
        assert office.goes_round() == 1
        assert len([one for one in mails() if one.next_try_at]) == 1
        answer = reader.client.post(
            "/digest/end?lang=en", data={"token": token_in(link)}, headers={"Sec-Fetch-Site": "same-origin"}
        )
        assert "No more mail comes" in answer.text
        assert office.sends() == 0  # also what was on its way

    gone = choice_of(max_)
    assert gone
    assert (gone.often, gone.address, gone.end_hash) == ("never", "", None)
    assert reader.client.get(link).status_code == 410
    with clock.held_at(EIGHT + 3 * DAY):
        assert office.goes_round() == 0
    whom = f"person:{max_.person}"
    assert log_of("digest.end") == [(whom, "digest.end", whom, "")]


def test_never_deletes_the_address(office: Office) -> None:
    max_ = office.subscriber()

    place = asks(max_, often="never", email="egal")

    assert "your address is deleted here" in read(max_, place.replace("#mail", ""))
    gone = choice_of(max_)
    assert gone
    assert (gone.often, gone.address, gone.confirmed_at, gone.end_hash) == ("never", "", None, None)


def test_whoever_is_no_colleague_any_more_gets_nothing_and_is_forgotten(office: Office) -> None:
    told()
    with clock.held_at(WEDNESDAY):
        max_, eva = office.subscriber(), office.moderator("Eva Andere")
        max_.sends("/desk/digest/read")
        eva.sends("/desk/digest/read")
    with clock.held_at(EIGHT + DAY):
        office.goes_round()
        with database.transaction() as tx:
            tx.session.query(Membership).filter_by(person_id=max_.person).delete()
        office.goes_round()

    assert choice_of(max_) is None
    assert choice_of(eva)
    assert [one for one in mails() if one.next_try_at] == []


def test_whoever_has_another_role_now_gets_no_figures_of_the_review(office: Office) -> None:
    told()
    with clock.held_at(WEDNESDAY):
        max_ = office.subscriber()
        with database.transaction() as tx:
            tx.session.query(Membership).filter_by(person_id=max_.person).one().role = Role.OBSERVER
    with clock.held_at(EIGHT + DAY):
        assert office.goes_round() == 0

    choice = choice_of(max_)
    assert choice
    assert (choice.often, choice.address) == ("never", "")


# --- trouble


def test_a_refused_address_is_given_up_and_its_owner_reads_why(office: Office) -> None:
    told()
    with clock.held_at(WEDNESDAY):
        max_ = office.subscriber()
    office.server.replies["RCPT"] = "550 5.1.1 no such user"
    with clock.held_at(EIGHT + DAY):
        office.goes_round()
        office.sends()
        page = read(max_)
        assert "Mail to max@example.org is refused." in page
    with clock.held_at(EIGHT + 2 * DAY):
        assert office.goes_round() == 0
    assert [entry[0::2] for entry in log_of("digest.refused")] == [("system", f"person:{max_.person}")]

    # the same address is asked again once its owner says so
    office.server.replies.clear()
    with clock.held_at(EIGHT + 2 * DAY):
        asks(max_)
        assert "is refused" not in read(max_)
        office.sends()
        confirms(max_, office.server)
    with clock.held_at(EIGHT + 3 * DAY):
        assert office.goes_round() == 1


def test_a_refused_address_is_forgotten_after_a_month(office: Office) -> None:
    with clock.held_at(WEDNESDAY):
        max_ = office.moderator()
        asks(max_, email="falsch@example.org")
        office.server.replies["RCPT"] = "550 5.1.1 no such user"
        office.sends()
        assert "Mail to falsch@example.org is refused." in read(max_)
        page = asks(max_, 429)
        assert "Please wait 5 minutes" in words_of(page)
    with clock.held_at(WEDNESDAY + 29 * DAY):
        office.goes_round()
        kept = choice_of(max_)
        assert kept
        assert kept.address == "falsch@example.org"
    with clock.held_at(WEDNESDAY + 31 * DAY):
        office.goes_round()

    gone = choice_of(max_)
    assert gone
    assert (gone.address, gone.trouble) == ("", "")


def test_while_the_mail_server_is_away_the_desk_says_that_it_is_tried_again(office: Office) -> None:
    told()
    with clock.held_at(WEDNESDAY):
        max_ = office.subscriber(often="weekly")
    office.server.replies["MAIL"] = "451 later"
    with clock.held_at(EIGHT + 5 * DAY):
        office.goes_round()
        office.sends()
        assert "It is kept and tried again by itself." in read(max_)

    while [one for one in mails() if one.next_try_at]:
        following = max(one.next_try_at for one in mails() if one.next_try_at)
        with clock.held_at(following):
            office.sends()
    with clock.held_at(EIGHT + 11 * DAY):
        assert "A mail could not be handed over for days and was given up" in read(max_)
    office.server.replies.clear()
    with clock.held_at(EIGHT + 12 * DAY):
        assert office.goes_round() == 1
        office.sends()
        assert "given up" not in read(max_)


# --- nobody hears twice


def test_a_round_every_minute_writes_one_digest_a_day(office: Office) -> None:
    told()
    with clock.held_at(WEDNESDAY):
        office.subscriber()
    written = []
    for minute in range(-3, 60):
        with clock.held_at(EIGHT + DAY + timedelta(minutes=minute)):
            written.append(office.goes_round())

    assert written == [0, 0, 0, 1] + [0] * 59


@pytest.mark.parametrize("kind", ["house", "house_on_postgres"])
def test_two_workers_never_write_one_twice(kind: str, request: pytest.FixtureRequest) -> None:
    house: House = request.getfixturevalue(kind)
    with open_mail_server() as server:
        office = open_office(house, server)
        told()
        with clock.held_at(WEDNESDAY):
            for number in range(4):
                office.subscriber(f"Max {number}", email=f"max{number}@example.org")
        with clock.held_at(EIGHT + DAY):
            start = threading.Barrier(3)

            def work() -> None:
                start.wait()
                office.goes_round()

            workers = [threading.Thread(target=work) for _ in range(3)]
            for one in workers:
                one.start()
            for one in workers:
                one.join()
            office.sends()

        assert sorted(one.recipients[0] for one in server.received) == [f"max{n}@example.org" for n in range(4)]


def test_three_workers_tidy_up_at_once(house_on_postgres: House) -> None:
    with open_mail_server() as server:
        office = open_office(house_on_postgres, server)
        with clock.held_at(WEDNESDAY):
            colleagues = [office.moderator(f"Max {number}") for number in range(6)]
            for number, one in enumerate(colleagues):
                asks(one, email=f"max{number}@example.org")
            with database.transaction() as tx:
                tx.session.query(Membership).filter(
                    Membership.person_id.in_([p.person for p in colleagues[3:]])
                ).delete()
        with clock.held_at(WEDNESDAY + 3 * DAY):
            workers = [threading.Thread(target=office.goes_round) for _ in range(3)]
            for worker in workers:
                worker.start()
            for worker in workers:
                worker.join()
            office.goes_round()

        found = [choice_of(one) for one in colleagues]
        assert [one.address if one else None for one in found] == ["", "", "", None, None, None]
        assert mails() == []


def test_one_digest_that_cannot_be_made_does_not_cost_the_others_theirs(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    told()
    with clock.held_at(WEDNESDAY):
        broken = office.subscriber()
        office.subscriber("Eva Andere", email="eva@example.org")
        with database.transaction() as tx:
            tx.session.query(DigestChoice).filter_by(person_id=broken.person).one().language = "!!"
    with clock.held_at(EIGHT + DAY):
        assert office.goes_round() == 1
        office.sends()

    assert [one.recipients for one in office.server.received] == [("eva@example.org",)]
    assert "a round of the mail failed" in caplog.text


def test_a_choice_that_somebody_else_settled_is_not_claimed(office: Office) -> None:
    max_ = office.subscriber()
    found = choice_of(max_)
    assert found

    def claim() -> bool:
        with database.transaction() as tx:
            return service.claim(tx, found, clock.now()) is not None

    assert [claim(), claim()] == [True, False]


def test_two_first_choices_at_once_make_one_row(house_on_postgres: House) -> None:
    with open_mail_server() as server:
        office = open_office(house_on_postgres, server)
        max_ = office.moderator()
        start = threading.Barrier(2)

        def press() -> None:
            browser = Somebody(office.house.app.test_client(), max_.secret, max_.person)
            cookie = max_.client.get_cookie("me", domain="localhost")
            assert cookie
            browser.client.set_cookie("me", cookie.value)
            start.wait()
            browser.sends("/desk/digest/read")

        presses = [threading.Thread(target=press) for _ in range(2)]
        for one in presses:
            one.start()
        for one in presses:
            one.join()

    choice = choice_of(max_)
    assert choice
    assert choice.read_at


def test_mail_of_another_kind_or_for_nobody_changes_no_choice(office: Office) -> None:
    max_ = office.subscriber()
    news = mail.MailSettled(1, max_.person, "greeting", clock.now(), mail.Outcome.REFUSED)
    gone = mail.MailSettled(1, None, "digest", clock.now(), mail.Outcome.REFUSED)
    with database.transaction() as tx:
        service.hear_of_mail(tx, news)
        service.hear_of_mail(tx, gone)

    choice = choice_of(max_)
    assert choice
    assert choice.trouble == ""


def test_a_choice_without_mail_has_no_rhythm(office: Office) -> None:
    max_ = office.moderator()
    asks(max_)
    unconfirmed = choice_of(max_)
    asks(max_, often="never")
    never = choice_of(max_)

    assert unconfirmed
    assert never
    assert (unconfirmed.rhythm, never.rhythm) == (None, None)


def test_the_system_has_no_mailbox(office: Office) -> None:
    nobody = Actor(1, None, frozenset({Role.MODERATOR}))

    with pytest.raises(NotAllowed), database.transaction() as tx:
        service.count_from_now(tx, by=nobody)


# --- the page


def test_the_page_tells_the_same_since_yesterday_or_since_the_button_was_pressed(office: Office) -> None:
    max_, eva = office.moderator(), office.moderator("Eva Andere")
    with clock.held_at(WEDNESDAY - 3 * DAY):
        decided(told(), eva.person)
        told()
    with clock.held_at(WEDNESDAY - DAY):
        decided(told(), eva.person)
    with clock.held_at(WEDNESDAY):
        page = read(max_, "/desk/digest?lang=en")
        assert "what colleagues decided since yesterday" in page
        assert "1 contribution waits for review, since" in page
        assert "Ideas 1" in page
        assert "Published 1" in page
        assert "/desk/queue" in max_.reads("/desk/digest")
        place = max_.sends("/desk/digest/read?lang=en").location or ""
        assert "From now on this page counts anew." in read(max_, place)
    with clock.held_at(WEDNESDAY + HOUR):
        page = read(max_, "/desk/digest?lang=en")
        assert "since you pressed “Count from now on”" in page
        assert "Published" not in page
        assert "Published 1" in read(max_, "/desk/digest?lang=en&since=yesterday")
        # to look changes nothing
        assert "Published" not in read(max_, "/desk/digest?lang=en")


def test_one_and_three_processes_cost_the_same_statements(office: Office) -> None:
    max_ = office.moderator()
    told()
    with counted_statements() as one:
        max_.reads("/desk/digest")
    with database.transaction() as tx:
        town = tx.session.get_one(Municipality, 1)
        for number in range(2):
            process = plan_process(
                tx, town, title={"de": f"Verfahren {number}"}, question={"de": "Was?"}, lead={}, phases=[RUNNING]
            )
            open_idea_collection(tx, process, slug=f"s{number}", title={"de": "I"}, question={"de": "Was?"})
    for collection in (2, 3):
        told(collection=collection)
    with counted_statements() as three:
        page = max_.reads("/desk/digest")

    assert page.count('<section class="card"') == 3
    assert len(one) == len(three)


def test_a_kind_or_verdict_without_a_name_is_counted_all_the_same(office: Office) -> None:
    max_, eva = office.moderator(), office.moderator("Eva Andere")
    first = told()
    told()
    decided(first, eva.person)
    with database.transaction() as tx:
        tx.session.query(Contribution).filter_by(status="waiting").one().kind = "song"
        tx.session.query(Decision).one().verdict = "sing"

    page = read(max_, "/desk/digest?lang=en")

    assert "Other contributions 1" in page
    assert "Other decisions 1" in page


def test_what_a_source_decided_before_an_import_is_nobodys_decision(office: Office) -> None:

    max_ = office.moderator()
    with database.transaction() as tx:
        said = Said(text="Alt", language="de", language_by=LanguageBy.SOURCE)
        into = tx.session.get_one(Format, 1)
        idea = receive(tx, said, into=into, author_id=None, status=Status.REJECTED)
        take_over_decisions(tx, into, [idea.id])

    assert "Nothing waits, and colleagues decided nothing in this time." in read(max_, "/desk/digest?lang=en")


def test_a_person_who_is_gone_has_no_digest(office: Office) -> None:
    """Whoever was handed over to another account holds nothing here."""
    told()
    with clock.held_at(WEDNESDAY):
        max_ = office.subscriber()
        with database.transaction() as tx:
            person = tx.session.get_one(Person, max_.person)
            person.kind = "moved"
            people.set_grants(tx, person, 1, ())
    with clock.held_at(EIGHT + DAY):
        assert office.goes_round() == 0
    assert choice_of(max_) is None
