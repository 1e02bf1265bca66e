"""Somebody writes on a phone, and what others said already is offered below: nothing moves, nothing is lost."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from participation.bench.stand import Server
from participation.contributions import service as contributions
from participation.contributions.rules import LanguageBy, Status
from participation.fields.embedding import SETTING
from participation.fields.rules import Mode
from participation.process.models import Format
from tests import nursery
from tests.browser import visitor
from tests.conftest import build_collection
from tests.journeys.look import RULES, axe
from tests.journeys.musterstadt import prepared_house

BENCH = "Mehr Bänke im Schatten am Ufer des Baches"
ALIKE = "Mehr Bänke im Schatten am Ufer vom Bach"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A town with one idea, whose machine compares spellings: no model is needed for these stories."""
    instance = tmp_path_factory.mktemp("town")
    with prepared_house(instance) as (tx, _settings):
        build_collection(tx)
        said = contributions.Said(BENCH, "de", LanguageBy.AUTHOR)

        contributions.receive(tx, said, into=tx.session.get_one(Format, 1), author_id=None, status=Status.PUBLISHED)
    running = nursery.server(instance, more={SETTING: Mode.TFIDF.value}, works=True)
    running.start()
    yield running
    running.kill()


@pytest.fixture
def phone(chromium: Browser, server: Server) -> Iterator[Page]:
    with visitor(chromium, f"http://127.0.0.1:{server.port}", lang="en") as context:
        page = context.new_page()
        page.goto("/ideas/ideen/new?lang=en")
        yield page


def types(page: Page, words: str) -> None:
    """Type until the child process is awake and the worker has read."""
    field = page.locator("#text")
    field.fill(words)
    for _ in range(60):
        page.wait_for_timeout(1200)
        if page.locator("[data-similar-list] li").count():
            return
        field.press_sequentially(".")
    pytest.fail("nothing was offered")


def test_the_offer_stands_below_moves_nothing_and_is_announced(phone: Page) -> None:
    above = ["#text", "#language", "form[data-similar] button.btn"]
    before = [phone.locator(one).bounding_box() for one in above]

    types(phone, ALIKE)

    assert [phone.locator(one).bounding_box() for one in above] == before
    expect(phone.locator("#text")).to_be_focused()
    expect(phone.locator("[data-similar-said]")).to_have_text("1 similar idea")
    expect(phone.locator("[data-similar-said]")).to_have_attribute("role", "status")
    phone.evaluate(axe())
    assert phone.evaluate(RULES)["violations"] == {}
    phone.get_by_role("link", name="1 similar idea").click()
    expect(phone.locator("#similar")).to_be_focused()


def test_supporting_leaves_the_page_and_the_draft_as_they_are(phone: Page) -> None:
    types(phone, ALIKE)
    typed = phone.locator("#text").input_value()

    phone.get_by_role("button", name="Support this one").click()

    expect(phone.locator("[data-similar-list] button")).to_contain_text("Supported")
    expect(phone.locator("#text")).to_have_value(typed)
    assert "/new" in phone.url
    phone.reload()
    expect(phone.locator("#text")).to_have_value(typed)
    expect(phone.locator("[data-similar-list] button")).to_contain_text("Supported")


def test_it_goes_when_nothing_is_similar_any_more(phone: Page) -> None:
    types(phone, ALIKE)

    phone.locator("#text").fill("Ein Sprachcafé am Mittwochabend in der Bücherei")

    expect(phone.locator("#similar")).to_be_hidden()
    expect(phone.locator("[data-similar-said]")).to_have_text("")


def test_closed_once_it_stays_away_on_this_page(phone: Page) -> None:
    types(phone, ALIKE)
    phone.get_by_role("button", name="Do not show this here any more").click()
    expect(phone.locator("#similar")).to_be_hidden()
    expect(phone.locator("#text")).to_be_focused()
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))

    phone.locator("#text").press_sequentially(" und auch am See")
    phone.wait_for_timeout(2500)

    assert [url for url in asked if "similar" in url] == []
    phone.get_by_role("button", name="Send my idea").click()
    phone.wait_for_url("**/mine?**")


def test_whoever_saw_the_offer_is_not_asked_again(phone: Page) -> None:
    types(phone, ALIKE)

    phone.get_by_role("button", name="Send my idea").click()

    phone.wait_for_url("**/mine?**")
    phone.goto("/ideas/ideen/new?lang=en")
    expect(phone.locator("#text")).to_have_value("")


def test_without_a_script_one_page_asks_and_the_answer_counts(chromium: Browser, server: Server, phone: Page) -> None:
    types(phone, ALIKE)  # from here on the child is awake
    with visitor(chromium, f"http://127.0.0.1:{server.port}", lang="en", scripts=False) as context:
        page = context.new_page()
        page.goto("/ideas/ideen/new?lang=en")
        page.locator("#text").fill(ALIKE)
        page.get_by_role("button", name="Send my idea").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Is it one of these?")

        page.get_by_role("button", name="No, send mine as a new idea").click()

        page.wait_for_url("**/mine?**")
        assert ALIKE in page.locator("main").inner_text()


def test_with_a_script_that_saw_nothing_the_page_in_between_keeps_and_then_forgets_the_draft(phone: Page) -> None:
    types(phone, ALIKE)  # from here on the child is awake
    phone.route("**/ideas/ideen/similar*", lambda route: route.abort())
    phone.reload()
    phone.locator("#text").fill(ALIKE)
    phone.get_by_role("button", name="Send my idea").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Is it one of these?")
    phone.evaluate(axe())
    assert phone.evaluate(RULES)["violations"] == {}

    phone.get_by_role("button", name="No, send mine as a new idea").click()

    phone.wait_for_url("**/mine?**")
    phone.goto("/ideas/ideen/new?lang=en")
    expect(phone.locator("#text")).to_have_value("")


def test_taking_that_one_instead_keeps_the_text_in_sight(phone: Page) -> None:
    types(phone, ALIKE)
    phone.route("**/ideas/ideen/similar*", lambda route: route.abort())
    phone.reload()
    phone.locator("#text").fill(ALIKE)
    phone.get_by_role("button", name="Send my idea").click()

    phone.get_by_role("button", name="Support this one").click()

    expect(phone.get_by_role("heading", level=1)).to_have_text("You support this idea")
    phone.evaluate(axe())
    assert phone.evaluate(RULES)["violations"] == {}
