"""A half-written form survives a closed page: every field of it but the file."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from participation.bench.stand import Server
from participation.demo import service as demo
from participation.foundation.permissions import Actor, Role
from participation.process import form_service
from participation.process.form_rules import FieldKind, FieldPlan
from participation.process.models import Format
from tests import nursery
from tests.browser import visitor
from tests.ideas.asking import CHOICES
from tests.journeys.musterstadt import prepared_house

NEW = "/ideas/ideen/new?lang=en"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Musterstadt, whose collection asks for a place, one corner and several, and takes a photo."""
    instance = tmp_path_factory.mktemp("town")
    with prepared_house(instance) as (tx, _settings):
        demo.build_musterstadt(tx)
        home = tx.session.get_one(Format, 1)
        home.takes_photos = True
        for kind, label in ((FieldKind.PLACE, "Wo?"), (FieldKind.ONE, "Ecke?"), (FieldKind.SEVERAL, "Wann?")):
            choices = () if kind is FieldKind.PLACE else CHOICES
            plan = FieldPlan({"de": label}, {}, required=kind is FieldKind.PLACE, choices=choices)
            by = Actor(1, None, frozenset({Role.ADMINISTRATION}))
            form_service.add_field(tx, home.process, home, kind, plan, by=by)
    running = nursery.server(instance)
    running.start()
    yield running
    running.kill()


@pytest.fixture
def page(chromium: Browser, server: Server) -> Iterator[Page]:
    with visitor(chromium, f"http://127.0.0.1:{server.port}", lang="en") as context:
        yield context.new_page()


def fills(page: Page) -> None:
    page.goto(NEW)
    page.locator("#text").fill("Mehr Bänke")
    page.locator("#field-1").fill("Am Bach")
    page.locator("#field-2-2").check()
    page.locator("#field-3-1").check()
    page.locator("#field-3-3").check()
    page.locator("#photo-description").fill("Eine Wiese")
    page.locator("#language").select_option("tr")


def stands_there(page: Page) -> None:
    expect(page.locator("#text")).to_have_value("Mehr Bänke")
    expect(page.locator("#field-2-2")).to_be_checked()
    assert [page.locator(f"#field-3-{number}").is_checked() for number in (1, 2, 3)] == [True, False, True]
    expect(page.locator("#photo-description")).to_have_value("Eine Wiese")
    expect(page.locator("#language")).to_have_value("tr")


def test_all_that_was_typed_and_ticked_is_there_again(page: Page) -> None:
    fills(page)

    page.goto("/mine")
    page.goto(NEW)

    stands_there(page)
    expect(page.locator("#field-1")).to_have_value("Am Bach")


def test_after_a_refusal_and_a_closed_page_it_is_there_and_after_sending_it_is_gone(page: Page) -> None:
    fills(page)
    page.locator("#field-1").fill("")
    page.locator("form button.btn-wide").click()
    link = page.locator("[role=alert] a")
    expect(link).to_have_text("Wo?")
    stands_there(page)
    link.click()
    expect(page.locator("#field-1")).to_be_focused()

    page.goto(NEW)
    stands_there(page)
    page.locator("#field-1").fill("Im Park")
    page.locator("form button.btn-wide").click()
    expect(page.locator("[role=status]").first).to_contain_text("Thank you")

    page.goto(NEW)
    expect(page.locator("#text")).to_have_value("")
    assert page.evaluate("Object.keys(localStorage)") == []


def test_emptying_the_form_forgets_it_and_a_text_kept_by_an_older_page_is_read(page: Page) -> None:
    page.goto(NEW)
    page.locator("#text").fill("x")
    assert page.evaluate("localStorage.length") == 1
    page.locator("#text").fill("")
    assert page.evaluate("localStorage.length") == 0

    for old in ("Ein alter Entwurf", "17", "null", '["a"]'):
        page.evaluate("old => localStorage.setItem('idea-ideen', old)", old)
        page.goto(NEW)
        expect(page.locator("#text")).to_have_value(old)
