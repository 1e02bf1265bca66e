"""New comments reach whoever reads, without moving what they read or touching what they write."""

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import delete, select, text, update

from participation.bench.stand import Server
from participation.contributions.models import Contribution
from participation.demo import service as demo
from participation.foundation import database
from participation.foundation.jobs import Job
from participation.foundation.messages import NotFound
from participation.foundation.permissions import Actor
from participation.live import fanout
from participation.live.rules import Audience, Screen
from participation.process.models import Format, PhaseSetting
from participation.process.rules import Moderation
from participation.threads.models import CommentPlace
from participation.threads.service import Remark, write_comment
from tests import nursery
from tests.conftest import House, Moderator
from tests.journeys.musterstadt import prepared_house
from tests.threads.talk import Talk, begin_talk

HALF = "Ich wollte gerade sagen, dass"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Musterstadt, where moderators read afterwards."""
    instance = tmp_path_factory.mktemp("town")
    with prepared_house(instance) as (tx, _settings):
        demo.build_musterstadt(tx)
        tx.session.execute(update(PhaseSetting).values(moderation=Moderation.POST))
        tx.session.execute(delete(Job))  # nobody here waits for suggestions
    running = nursery.server(instance)
    running.start()
    yield running
    running.kill()


@pytest.fixture
def phones(chromium: Browser, server: Server) -> Iterator[tuple[Page, Page]]:
    """Two phones on the page of the most supported idea."""
    base = f"http://127.0.0.1:{server.port}"
    contexts = [chromium.new_context(base_url=base, viewport={"width": 360, "height": 780}) for _ in "12"]
    opened = [context.new_page() for context in contexts]
    for page in opened:
        page.set_default_timeout(30_000)
        page.goto("/ideas/ideen?order=support&lang=en")
        page.locator(".idea h3 a").first.click()
    yield opened[0], opened[1]
    for context in contexts:
        context.close()


def sends(page: Page, words: str) -> None:
    page.locator("#comments > form [name=text]").fill(words)
    page.locator("#comments > form button.btn").click()
    expect(page.get_by_text(words)).to_be_visible()


def test_a_new_comment_waits_for_the_reader_and_moves_nothing(phones: tuple[Page, Page]) -> None:
    reader, writer = phones
    expect(reader.locator("html")).to_have_attribute("data-live", "on")
    reader.locator("[data-reply]:not([data-quote])").nth(1).click()
    half = reader.locator("li form [name=text]")
    half.fill(HALF)
    before = half.bounding_box()

    sends(writer, "Fresh from another phone")

    fresh = reader.locator("[data-show-new]")
    expect(fresh).to_have_text("New comments: 1")
    assert half.bounding_box() == before
    assert reader.get_by_text("Fresh from another phone").count() == 0

    fresh.click()

    expect(reader.get_by_text("Fresh from another phone")).to_be_visible()
    expect(fresh).to_be_hidden()
    assert half.input_value() == HALF
    expect(reader.locator("article:focus")).to_contain_text("Fresh from another phone")


def test_an_answer_with_a_quote_is_written_where_one_reads(phones: tuple[Page, Page]) -> None:
    page, _ = phones
    entry = page.locator("[data-comments] > li").first
    words = entry.locator(".words").first.inner_text()

    entry.locator("[data-quote]").first.click()
    form = entry.locator("form.writing")
    expect(form.locator("[name=quote]")).to_have_value(words)
    form.locator("[name=text]").fill("That is what I meant")
    form.locator("button.btn").click()

    answer = entry.locator("[data-answers] li", has_text="That is what I meant").last
    expect(answer).to_be_visible()
    assert answer.locator("blockquote").inner_text() == words
    assert form.count() == 0


def test_without_a_network_the_text_stays_and_sending_again_keeps_one(phones: tuple[Page, Page]) -> None:
    page, _ = phones
    page.context.set_offline(offline=True)
    page.locator("#comments > form [name=text]").fill("Written in a tunnel")
    page.locator("#comments > form button.btn").click()
    expect(page.locator("#comments > form [role=alert]")).to_contain_text("Not sent")
    assert page.locator("#comments > form [name=text]").input_value() == "Written in a tunnel"

    page.context.set_offline(offline=False)
    page.locator("#comments > form button.btn").click()

    expect(page.locator("article", has_text="Written in a tunnel")).to_have_count(1)
    assert page.locator("#comments > form [name=text]").input_value() == ""


def test_a_half_written_comment_survives_a_closed_page(phones: tuple[Page, Page]) -> None:
    page, _ = phones
    page.locator("#comments > form [name=text]").fill(HALF)

    page.reload()

    assert page.locator("#comments > form [name=text]").input_value() == HALF


def test_without_a_script_an_answer_goes_by_pages(chromium: Browser, server: Server) -> None:
    context = chromium.new_context(base_url=f"http://127.0.0.1:{server.port}", java_script_enabled=False)
    page = context.new_page()
    page.goto("/ideas/ideen?order=support&lang=en")
    page.locator(".idea h3 a").first.click()

    page.locator("[data-reply]:not([data-quote])").first.click()
    page.locator("[name=text]").fill("Written on a very old phone")
    page.locator("form.writing button.btn").click()

    expect(page.locator(".note[role=status]")).to_contain_text("Your comment is public now")
    expect(page.get_by_text("Written on a very old phone")).to_be_visible()
    context.close()


# --- who hears of it -------------------------------------------------------------------------------------------------


def reader_of(talk: Talk) -> Audience:
    return Audience(talk.idea, Screen.READER, "de")


def test_a_reader_hears_how_much_was_said_and_never_what_waits(house: House, moderator: Moderator) -> None:
    talk = begin_talk(house, Moderation.PRE)
    comment = talk.comment("Wartet")
    waiting = fanout.current().frame(reader_of(talk))["seq"]

    moderator.approves(comment)

    assert (waiting, fanout.current().frame(reader_of(talk))["seq"]) == (0, 1)


def test_the_number_a_reader_hears_only_grows(talk: Talk, moderator: Moderator) -> None:
    comment = talk.comment("Zu hart")
    talk.comment("Gut")

    moderator.decides(comment, "reject", reason="insult")

    assert fanout.current().frame(reader_of(talk))["seq"] == 2


def test_there_is_nothing_to_hear_of_what_is_not_public(house: House) -> None:
    idea = house.resident().posts("Noch nicht gelesen")

    with pytest.raises(NotFound):
        fanout.current().frame(Audience(idea, Screen.READER, "de"))
    assert house.resident().client.get(f"/talk/{idea}/now").status_code == 404


# --- two at the same moment ------------------------------------------------------------------------------------------


def test_two_who_begin_at_the_same_moment_are_two_voices(house_on_postgres: House) -> None:
    talk = begin_talk(house_on_postgres)
    first_wrote, may_commit = threading.Event(), threading.Event()

    def write(words: str, before_commit: threading.Event | None = None) -> None:
        with database.transaction() as tx:
            root = tx.session.scalars(select(Contribution).where(Contribution.public_id == talk.idea)).one()
            by = Actor(1)
            write_comment(tx, root, tx.session.get_one(Format, 1), Remark(words), page_language="de", by=by)
            if before_commit:
                first_wrote.set()
                assert before_commit.wait(60)

    one = threading.Thread(target=write, args=("Eins", may_commit))
    other = threading.Thread(target=write, args=("Zwei",))
    one.start()
    assert first_wrote.wait(60)
    other.start()
    until_somebody_waits_for_a_lock()
    may_commit.set()
    one.join(60)
    other.join(60)

    with database.reading() as session:
        assert sorted(session.scalars(select(CommentPlace.voice))) == [1, 2]


def until_somebody_waits_for_a_lock() -> None:
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    while True:
        with database.reading() as session:
            if session.scalar(waiting):
                return
