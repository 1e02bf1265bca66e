"""A phone that slept through a vote wakes up in the next one, in a real browser."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from participation.bench import votes
from participation.voting.rules import BallotKind
from tests.browser import needed, visitor
from tests.proofs.hall import Hall

SCRIPT = Path("static/dist/phone.js")
AWAKE_WITHIN = 2.0  # seconds on a machine that is not busy otherwise


@pytest.fixture
def pocket(chromium: Browser, hall: Hall) -> Iterator[BrowserContext]:
    """A phone with the hall's page open; `set_offline` is its sleep."""
    needed(SCRIPT, "the phone's script")
    context = visitor(chromium, f"http://127.0.0.1:{hall.server.port}", lang="en")
    page = context.new_page()
    page.goto(f"/j/{hall.evening.code}?lang=en")
    page.locator("form[action*='/join'] button").first.click()
    expect(page.locator("html[data-live=on]")).to_be_attached(timeout=30_000)
    page.evaluate("window.neverLeft = true")
    yield context
    context.close()


def shows(page: Page, hall: Hall, kind: BallotKind) -> None:
    """Wait until the form of that ballot is there."""
    kind_before, hall.kind = hall.kind, kind
    form = page.locator(f"[data-ballot-form] input[name=ballot][value='{hall.ballot().public_id}']")
    hall.kind = kind_before
    expect(form).to_be_attached(timeout=30_000)


def wakes_up(pocket: BrowserContext, hall: Hall, kind: BallotKind) -> None:
    began = monotonic()
    pocket.set_offline(offline=False)
    shows(pocket.pages[0], hall, kind)
    busy = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
    assert monotonic() - began <= AWAKE_WITHIN * busy
    assert pocket.pages[0].evaluate("window.neverLeft") is True


def test_a_phone_that_slept_through_a_whole_vote_shows_the_next_one(pocket: BrowserContext, hall: Hall) -> None:
    page, other = pocket.pages[0], hall.phone()
    pocket.set_offline(offline=True)

    hall.begins(BallotKind.MOOD)
    hall.ends()
    hall.moves("publish")
    hall.begins(BallotKind.CONFIDENTIAL)
    # step, start, close, count, publish, step, start: the others saw it all, this one really slept
    assert votes.until(lambda: other.screen.frames["state"] >= 5)
    assert page.locator("[data-ballot-form]").count() == 0

    wakes_up(pocket, hall, BallotKind.CONFIDENTIAL)


def test_a_choice_made_while_there_was_no_network_is_counted_when_it_is_back(
    pocket: BrowserContext, hall: Hall
) -> None:
    page = pocket.pages[0]
    hall.begins(BallotKind.MOOD)
    shows(page, hall, BallotKind.MOOD)
    pocket.set_offline(offline=True)
    page.locator("[data-option] [data-by='1']").first.click()
    assert votes.stored_choices(hall.server.instance, hall.ballot().id) == []

    wakes_up(pocket, hall, BallotKind.MOOD)

    first = int(hall.options()[0])
    assert votes.until(lambda: votes.stored_choices(hall.server.instance, hall.ballot().id) == [{first: 1}])
    expect(page.locator(f"[data-option='{first}'] [type=number]")).to_have_value("1")


def test_a_choice_for_a_vote_that_ended_meanwhile_is_refused_in_words(pocket: BrowserContext, hall: Hall) -> None:
    page = pocket.pages[0]
    hall.begins(BallotKind.MOOD)
    shows(page, hall, BallotKind.MOOD)
    pocket.set_offline(offline=True)
    page.locator("[data-option] [data-by='1']").first.click()
    hall.ends()
    hall.begins(BallotKind.CONFIDENTIAL)

    wakes_up(pocket, hall, BallotKind.CONFIDENTIAL)

    # by whichever way it heard: its own look at the new question, or the server's answer to a last try
    expect(page.locator("[data-trouble]")).to_be_visible(timeout=10_000)
    expect(page.locator("[data-trouble] p")).to_have_text(re.compile(r"This vote has ended\.|It was not counted"))
    hall.kind = BallotKind.MOOD
    assert hall.ballot().voted == 0
