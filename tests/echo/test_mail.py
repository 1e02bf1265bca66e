"""A resident leaves an address, hears by mail what is new, and ends it with one click."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from participation.contributions.models import Contribution
from participation.contributions.queries import by_public_id
from participation.foundation import clock, database
from participation.foundation.database import Transaction
from participation.foundation.mail import MailSettled, Outcome
from participation.notifications import rounds, service, telling
from participation.notifications.models import DigestChoice, Notification
from tests.answers.hall import Hall, colleague, published
from tests.conftest import SAME_ORIGIN, House, Resident
from tests.echo.hall import comments, decided, new_for, person_of, reads_it
from tests.echo.post import asks_for_mail, confirms_mail, html_of, link_in_text, plain_of, wish_of
from tests.ideas.test_board import counted_statements
from tests.notifications.office import WEDNESDAY, Office, asks, confirms, mails
from tests.team.office import words_of
from tests.threads.talk import set_stage

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def author(office: Office) -> Resident:
    """Somebody who wrote something, before there was anything to tell."""
    somebody = office.house.resident()
    published(somebody, "Mehr Licht im Stadtpark", "de")
    return somebody


@pytest.fixture
def desk(office: Office) -> Hall:
    return colleague(office.house)


def idea_of(somebody: Resident) -> str:
    with database.reading() as session:
        return session.scalars(select(Contribution.public_id).filter_by(author_id=person_of(somebody))).one()


def subscribed(
    office: Office,
    somebody: Resident,
    at: datetime = WEDNESDAY,
    *,
    often: str = "soon",
    email: str = "ayse@example.org",
    lang: str = "en",
) -> None:
    """Somebody whose address is confirmed; what was sent until then is put away."""
    with clock.held_at(at):
        asks_for_mail(somebody, often=often, email=email, lang=lang)
        office.sends()
        confirms_mail(office.house.resident(), office.server)
    office.server.received.clear()


# --- asking and confirming


def test_an_address_gets_mail_once_its_owner_has_pressed_the_button(office: Office, author: Resident) -> None:
    with clock.held_at(WEDNESDAY):
        place = asks_for_mail(author)
        page = words_of(author.reads(place))
        office.sends()
        [mail] = office.server.mails
        link = link_in_text(office.server, "/digest/confirm/")
        before = words_of(office.house.resident().reads(link))
        assert wish_of(author).confirmed_at is None
        done = confirms_mail(office.house.resident(), office.server)

    assert "Kept. This is how you hear by mail what is new." in page
    assert "We have written to ayse@example.org ." in page
    assert mail["Subject"] == "Confirm your address for Musterstadt"
    assert "Somebody who takes part in Musterstadt wants to hear at this address what becomes of it." in plain_of(mail)
    assert "Get mail about what is new for you?" in before
    assert "From now on you hear by mail what is new for you." in done
    assert "Mails go to ayse@example.org ." in words_of(author.reads("/mine/mail?lang=en"))


def test_what_is_new_comes_within_a_quarter_of_an_hour_in_one_mail(
    office: Office, author: Resident, desk: Hall
) -> None:
    subscribed(office, author)
    idea = idea_of(author)
    with clock.held_at(WEDNESDAY + 61 * MINUTE):
        desk.answers(idea)
        assert office.goes_round() == 0
    with clock.held_at(WEDNESDAY + 70 * MINUTE):
        desk.decides("in_concept", idea)
    with clock.held_at(WEDNESDAY + 75 * MINUTE):
        assert [office.goes_round(), office.goes_round()] == [1, 0]
        office.sends()
    with clock.held_at(WEDNESDAY + 3 * HOUR):
        assert office.goes_round() == 0

    [mail] = office.server.mails
    text, html = plain_of(mail), html_of(mail)
    assert mail.get_content_type() == "multipart/alternative"
    assert mail["Subject"] == "2 things are new for you in Musterstadt"
    assert mail["To"] == "ayse@example.org"
    for said in (text, html):
        assert "There is an official answer to your idea." in said
        assert "It was said what becomes of your idea: In the concept." in said
        assert f"https://beteiligung.example/ideas/ideen/{idea}?lang=en#answers" in said
        assert "Licht" not in said  # nobody's words, not even one's own: mailboxes are read on trams
    assert '<html lang="en" dir="ltr">' in html
    assert not any(word in html for word in ("<img", "<script", "style", "http://"))


def test_a_digest_in_arabic_runs_from_right_to_left_and_is_told_in_it(
    office: Office, author: Resident, desk: Hall
) -> None:
    subscribed(office, author, lang="ar")
    with clock.held_at(WEDNESDAY + HOUR):
        desk.answers(idea_of(author))
    with clock.held_at(WEDNESDAY + 2 * HOUR):
        office.goes_round()
        office.sends()

    [mail] = office.server.mails
    assert mail["Content-Language"] == "ar"
    assert '<html lang="ar" dir="rtl">' in html_of(mail)
    assert "?lang=ar#answers" in plain_of(mail)
    assert "\u2068Musterstadt\u2069" in mail["Subject"]


@pytest.mark.parametrize(
    ("often", "comes_at"),
    [
        ("daily", datetime(2026, 11, 26, 17, tzinfo=WEDNESDAY.tzinfo)),
        ("weekly", datetime(2026, 11, 30, 17, tzinfo=WEDNESDAY.tzinfo)),
    ],
)
def test_every_day_and_every_week_mean_the_evening(
    office: Office, author: Resident, desk: Hall, often: str, comes_at: datetime
) -> None:
    evening = WEDNESDAY + 9 * HOUR  # seven o'clock on the town hall
    subscribed(office, author, evening, often=often)
    with clock.held_at(evening + MINUTE):
        desk.answers(idea_of(author))
        assert office.goes_round() == 0
    with clock.held_at(comes_at - MINUTE):
        assert office.goes_round() == 0
    with clock.held_at(comes_at + MINUTE):
        assert office.goes_round() == 1


def test_what_was_read_or_hidden_meanwhile_is_not_mailed(office: Office, author: Resident, desk: Hall) -> None:
    supporter = office.house.resident()
    idea = idea_of(author)
    supporter.supports(idea)
    subscribed(office, author)
    subscribed(office, supporter, WEDNESDAY + 10 * MINUTE, email="can@example.org")
    with clock.held_at(WEDNESDAY + HOUR):
        desk.answers(idea)
        reads_it(author, *new_for(author).marks)
        decided(idea, publish=False)
        reads_it(author, *new_for(author).marks)
    with clock.held_at(WEDNESDAY + 2 * HOUR):
        assert office.goes_round() == 0

    assert [one.kind for one in mails() if one.next_try_at] == []


def test_a_bundle_that_was_mailed_is_mailed_again_only_for_what_came_since(office: Office, author: Resident) -> None:
    set_stage(moderation="post")
    subscribed(office, author)
    idea, other = idea_of(author), office.house.resident()
    for hour in (1, 2):
        with clock.held_at(WEDNESDAY + hour * HOUR + MINUTE):
            comments(other, idea, f"Wort der Stunde {hour}.")
        with clock.held_at(WEDNESDAY + hour * HOUR + 20 * MINUTE):
            assert office.goes_round() == 1
            office.sends()
            assert office.goes_round() == 0

    assert [one["Subject"] for one in office.server.mails] == ["1 thing is new for you in Musterstadt"] * 2
    assert "There are 2 new comments on your idea." in plain_of(office.server.mails[1])


# --- ending


def test_one_click_in_the_mail_program_ends_the_mails_and_again_does_no_harm(
    office: Office, author: Resident, desk: Hall
) -> None:
    subscribed(office, author)
    with clock.held_at(WEDNESDAY + HOUR):
        desk.answers(idea_of(author))
    with clock.held_at(WEDNESDAY + 2 * HOUR):
        office.goes_round()
        office.sends()
    [mail] = office.server.mails
    end = mail["List-Unsubscribe"].strip("<>")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert end.startswith("https://beteiligung.example/digest/end/")
    path = "/" + end.split("/", 3)[3]
    program = office.house.app.test_client()  # no cookie, no Origin, no Sec-Fetch-Site

    shown = program.get(path)
    kept = wish_of(author).address
    refused = program.post(path, data={"something": "else"})
    answers = [program.post(path, data=ONE_CLICK) for _ in range(2)]
    unknown = program.post("/digest/end/0123456789abcdef", data=ONE_CLICK)

    assert (shown.status_code, refused.status_code, kept) == (200, 403, "ayse@example.org")
    assert [one.status_code for one in (*answers, unknown)] == [200, 200, 200]
    assert all("Set-Cookie" not in one.headers for one in answers)
    wish = wish_of(author)
    assert (wish.address, wish.often, wish.end_hash, wish.confirmed_at) == ("", "never", None, None)


def test_colleagues_end_their_summaries_with_one_click_as_well(office: Office) -> None:
    somebody = office.moderator()
    asks(somebody)
    office.sends()
    confirms(somebody, office.server)
    with database.reading() as session:
        choice = session.query(DigestChoice).filter_by(person_id=somebody.person).one()
    token = service.end_token(office.settings.secret_key, choice)

    answer = office.house.app.test_client().post(f"/digest/end/{token}", data=ONE_CLICK)

    assert answer.status_code == 200
    with database.reading() as session:
        assert session.query(DigestChoice).filter_by(person_id=somebody.person).one().address == ""


def test_whoever_chooses_never_is_forgotten_at_once(office: Office, author: Resident) -> None:
    subscribed(office, author)

    asks_for_mail(author, often="never")

    wish = wish_of(author)
    assert (wish.address, wish.often, wish.site, wish.confirmed_at) == ("", "never", "", None)


# --- what may go wrong


def test_what_was_typed_stays_in_a_refused_form(office: Office, author: Resident) -> None:
    page = asks_for_mail(author, 422, email="ayse(at)example", often="weekly")
    unknown = asks_for_mail(author, 422, often="hourly")

    assert 'value="ayse(at)example"' in page
    assert '<option value="weekly" selected>' in page
    assert "This is not an e-mail address." in page
    assert "Please choose from what the form offers" in unknown


def test_a_stranger_has_nothing_to_hear_of(office: Office) -> None:
    stranger = office.house.resident()

    page = asks_for_mail(stranger, 409)

    assert "There is nothing of yours here yet" in page
    assert "There is nothing of yours here yet" in stranger.reads("/mine/mail?lang=en")


def test_many_guests_cannot_fill_one_mailbox(office: Office, author: Resident) -> None:
    guests = [author, *(office.house.resident() for _ in range(4))]
    for number, guest in enumerate(guests[1:]):
        published(guest, f"Gast mit Absicht {number}", "de")
    with clock.held_at(WEDNESDAY):
        first = [asks_for_mail(guest, email="Opfer@example.org") for guest in guests[:3]]
        page = asks_for_mail(guests[3], 429, email="opfer@example.org")
        asks_for_mail(guests[0], often="never")
        asks_for_mail(guests[4], 429, email="opfer@example.org")
        office.sends()
    with clock.held_at(WEDNESDAY + DAY + HOUR):
        asks_for_mail(guests[3], email="opfer@example.org")

    assert len(first) == 3
    assert "Links were sent to this address several times today." in page
    assert len(office.server.mails) == 2  # the first one was withdrawn before it went out


def test_the_fingerprint_of_an_address_is_kept_for_a_day(office: Office, author: Resident) -> None:
    with clock.held_at(WEDNESDAY):
        asks_for_mail(author)
        assert wish_of(author).asked_for == service.fingerprint(office.settings.secret_key, "ayse@example.org")
    with clock.held_at(WEDNESDAY + 6 * MINUTE):
        asks_for_mail(author)
        assert wish_of(author).asked_times == 2
    with clock.held_at(WEDNESDAY + 2 * DAY):
        office.goes_round()

    assert (wish_of(author).asked_for, wish_of(author).asked_times) == (None, 0)


def test_an_installation_without_mail_tells_on_the_page_alone(house: House) -> None:
    resident = house.resident()
    published(resident, "Ohne Post geht es auch", "de")

    page = asks_for_mail(resident, 409)

    assert "No mail can be sent from here yet." in page
    assert "Kept. No mail comes any more" in resident.reads(asks_for_mail(resident, often="never"))


def test_what_is_new_stands_on_the_page_whatever_the_mail_server_does(
    office: Office, author: Resident, desk: Hall
) -> None:
    subscribed(office, author)
    office.server.replies["MAIL"] = "451 4.3.0 later"
    with clock.held_at(WEDNESDAY + HOUR):
        desk.answers(idea_of(author))
        assert new_for(author).sentences == ["There is an official answer to your idea."]
    with clock.held_at(WEDNESDAY + 2 * HOUR):
        office.goes_round()
        assert office.sends() == 1
        page = author.reads("/mine/mail?lang=en")
    with clock.held_at(WEDNESDAY + 3 * HOUR):
        assert office.goes_round() == 0  # nothing came since, and the mail is still on its way

    assert "A mail could not be handed over yet." in page
    office.server.replies.clear()
    with clock.held_at(WEDNESDAY + 4 * HOUR):
        assert office.sends() == 1
    assert [one["Subject"] for one in office.server.mails] == ["1 thing is new for you in Musterstadt"]


def test_an_address_that_is_refused_gets_nothing_more_and_its_owner_reads_why(
    office: Office, author: Resident, desk: Hall
) -> None:
    subscribed(office, author)
    office.server.replies["RCPT"] = "550 5.1.1 no such user"
    with clock.held_at(WEDNESDAY + HOUR):
        desk.answers(idea_of(author))
    with clock.held_at(WEDNESDAY + 2 * HOUR):
        office.goes_round()
        office.sends()
        page = words_of(author.reads("/mine/mail?lang=en"))

    assert "Mail to ayse@example.org is refused." in page
    assert wish_of(author).confirmed_at is None


def test_of_two_workers_one_writes_and_a_round_costs_the_same_for_many(
    office: Office, author: Resident, desk: Hall
) -> None:
    subscribed(office, author)
    wish = wish_of(author)
    others = [office.house.resident() for _ in range(2)]
    with counted_statements() as one:
        office.goes_round()
    for number, somebody in enumerate(others):
        published(somebody, f"Auch mit Adresse {number}", "de")
        subscribed(office, somebody, email=f"nummer{number}@example.org")
    with counted_statements() as three:
        office.goes_round()
    desk.answers(idea_of(author))
    with office.house.app.app_context():
        found = [rounds.write_own(database.current(), office.settings, wish) for _ in range(2)]

    assert len(one) == len(three)
    assert found == [True, False]


# --- who moves


def test_the_wish_for_mail_moves_with_its_guest_and_its_link_goes_on(
    office: Office, author: Resident, desk: Hall
) -> None:
    subscribed(office, author)
    account, third = office.house.resident(), office.house.resident()
    published(account, "Ich bin das Konto", "de")
    published(third, "Ich habe schon Post", "de")
    idea = idea_of(author)
    with clock.held_at(WEDNESDAY + HOUR):
        desk.answers(idea)
    with clock.held_at(WEDNESDAY + 2 * HOUR):
        office.goes_round()
    guest, to = person_of(author), person_of(account)
    with database.transaction() as tx:
        telling.move(tx, guest, to)
        by_public_id(tx.session, 1, idea).author_id = to

    with clock.held_at(WEDNESDAY + 2 * HOUR):
        office.sends()
    end = "/" + office.server.mails[0]["List-Unsubscribe"].strip("<>").split("/", 3)[3]
    assert wish_of(account).told_at is not None
    assert new_for(account).sentences == ["There is an official answer to your idea."]
    subscribed(office, third, email="drei@example.org")
    with database.transaction() as tx:
        telling.move(tx, to, person_of(third))
    assert wish_of(third).address == "drei@example.org"
    assert office.house.app.test_client().post(end, data=ONE_CLICK).status_code == 200
    assert wish_of(third).address == "drei@example.org"


def test_forgetting_somebody_leaves_neither_address_nor_news(office: Office, author: Resident, desk: Hall) -> None:
    subscribed(office, author)
    desk.answers(idea_of(author))
    with clock.held_at(clock.now() + HOUR):
        office.goes_round()

    with database.transaction() as tx:
        telling.forget_person(tx, person_of(author))

    assert [one for one in mails() if one.next_try_at] == []
    with database.reading() as session:
        assert session.query(Notification).all() == []
        assert session.query(DigestChoice).all() == []


def test_what_was_seen_or_told_long_ago_is_deleted(office: Office, author: Resident, desk: Hall) -> None:
    idea = idea_of(author)
    desk.answers(idea)
    reads_it(author, *new_for(author).marks)
    desk.decides("in_concept", idea)

    def left(days: int) -> int:
        with clock.held_at(clock.now() + days * DAY):
            office.goes_round()
        with database.reading() as session:
            return session.query(Notification).count()

    assert [left(179), left(181), left(729), left(731)] == [2, 1, 1, 0]


def test_news_of_a_mail_nobody_wished_for_change_nothing(office: Office, author: Resident) -> None:
    def hear(tx: Transaction, kind: str) -> None:
        service.hear_of_mail(tx, MailSettled(1, person_of(author), kind, clock.now(), Outcome.SENT))

    with database.transaction() as tx:
        hear(tx, "own_digest")
        hear(tx, "greeting")

    assert author.client.get("/mine/mail", headers=SAME_ORIGIN).status_code == 200
