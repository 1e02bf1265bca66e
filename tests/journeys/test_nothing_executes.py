"""Whatever is typed stands there as text: a real browser opens every page that shows it, with a trap around it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from participation.bench import votes
from participation.bench.wire import Caller
from participation.cardwall.rules import LONGEST_CARD, LONGEST_GROUP
from participation.console.forms import LONGEST_QUESTION, LONGEST_TITLE
from participation.foundation.locales import WRITTEN
from participation.foundation.web import CONTENT_SECURITY_POLICY
from participation.openspace.rules import LONGEST_NAME, LONGEST_ROOM, LONGEST_TOPIC
from participation.sessions.rules import LONGEST_HEADLINE
from participation.voting.rules import MOST_OPTIONS, State
from tests.browser import DESK, HALL, PHONE, is_live, visitor
from tests.journeys.intruder import Hall, Intruder, noteworthy, portions, shorter
from tests.journeys.musterstadt import MAIL, Musterstadt, open_musterstadt
from tests.journeys.payloads import OWN, SHARP, everything, sample, squeezed
from tests.journeys.trap import Trap

LANGS = ("de", "ar")
AT_ONCE = 200
CARDS_ON_A_WALL = 40
BOARD = "/ideas/ideen?show=50&page={page}"


@pytest.fixture(scope="module")
def town(prepared: Musterstadt, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Musterstadt]:
    with open_musterstadt(prepared, tmp_path_factory.mktemp("hostile") / "town", MAIL) as town:
        yield town


@pytest.fixture(scope="module")
def intruder(town: Musterstadt) -> Iterator[Intruder]:
    intruder = Intruder(town)
    yield intruder
    intruder.house.close()


# a sample of what is written to many pages runs each time; the rest takes many minutes in a browser:
# python3 dev.py test -m slow tests/journeys/test_nothing_executes.py
@pytest.fixture(params=["sample", pytest.param("everything", marks=[pytest.mark.slow, pytest.mark.timeout(7200)])])
def typed(request: pytest.FixtureRequest) -> list[list[str]]:
    """Payloads in portions."""
    chosen = sample() if request.param == "sample" else everything()
    return list(portions(chosen, AT_ONCE))


class Reader:
    """A browser in the trap. cookies: whose eyes it has."""

    def __init__(self, browser: Browser, trap: Trap, lang: str, cookies: dict[str, str], size: dict[str, int]) -> None:
        self.context = visitor(browser, trap.base, lang=lang, size=size, cookies=cookies)
        trap.surrounds(self.context)
        self.trap, self.lang = trap, lang
        self.page = self.context.new_page()

    def reads(self, *addresses: str) -> str:
        """Everything that these pages say, without blanks."""
        found = []
        for address in addresses:
            answer = self.page.goto(address)
            assert answer is not None
            assert answer.status == 200, address
            found.append(self.trap.looks_through(self.page))
        return "\n".join(found)

    def sends(self, address: str, form: str, fields: dict[str, str]) -> str:
        """Fill in the form of a page as it stands there, send it, and read the answer."""
        self.page.goto(address)
        with self.page.expect_navigation():
            self.page.locator(form).evaluate(SEND, fields)
        return self.trap.looks_through(self.page)


SEND = """(form, fields) => {
  for (const [name, value] of Object.entries(fields)) form.elements[name].value = value;
  form.noValidate = true;
  form.requestSubmit(form.querySelector("button:not([type=button])"));
}"""


@contextmanager
def readers(
    browser: Browser, trap: Trap, cookies: dict[str, str], size: dict[str, int] = DESK
) -> Iterator[list[Reader]]:
    """The same eyes in German and in Arabic."""
    there = [Reader(browser, trap, lang, cookies, size) for lang in LANGS]
    yield there
    for reader in there:
        reader.context.close()


def missing(expected: Sequence[str], words: str) -> list[str]:
    return [one for one in expected if squeezed(one) not in words]


# --- ideas and what is said about them -------------------------------------------------------------------------------


@pytest.mark.slow
def test_an_idea_and_a_moderators_note_are_words_to_everybody(
    chromium: Browser, town: Musterstadt, intruder: Intruder, typed: list[list[str]]
) -> None:
    trap = Trap(town.base)
    everything_public: list[str] = []

    for payloads in typed:
        taken = intruder.writes_ideas(payloads)
        assert len(taken) > len(payloads) * 0.9
        published, notes = work_through_the_queue(chromium, trap, intruder, town, taken)
        pages = range(1, len(published) // 50 + 3)
        with readers(chromium, trap, {}) as guests:
            for guest in guests:
                assert missing(published, guest.reads(*[BOARD.format(page=page) for page in pages])) == []
        with readers(chromium, trap, dict(intruder.author.cookies), PHONE) as authors:
            for author in authors:
                assert missing([*taken, *notes], author.reads("/mine")) == []
        with readers(chromium, trap, town.cookies["moderator"]) as moderators:
            for moderator in moderators:
                moderator.reads(
                    "/desk/fields", "/desk/fields?page=2", town.address("/desk/sessions/{session}/ballots/new")
                )
        everything_public += published
        intruder.author.cookies.clear()
        assert trap.caught() == {}

    reads_the_harvest(chromium, trap, town, everything_public)
    assert trap.pages > 20
    assert trap.caught() == {}


@pytest.mark.parametrize(
    "box", ["own", pytest.param("everything", marks=[pytest.mark.slow, pytest.mark.timeout(7200)])]
)
def test_a_comment_is_words_on_its_page_and_where_a_script_puts_it(
    chromium: Browser, town: Musterstadt, intruder: Intruder, box: str
) -> None:
    trap = Trap(town.base)
    typed = portions(OWN if box == "own" else everything(), AT_ONCE)
    idea = town.address("/ideas/ideen/{talked}")

    for payloads in typed:
        with readers(chromium, trap, {}, PHONE) as guests:
            for guest in guests:
                guest.reads(idea)
                is_live(guest.page)
            before = intruder.said_under_the_idea()
            taken = intruder.writes_comments(payloads)
            assert len(taken) > len(payloads) * 0.9
            for guest in guests:
                conversations = guest.page.locator("[data-comments] > li")
                wanted = conversations.count() + intruder.said_under_the_idea() - before
                fresh = guest.page.locator("[data-show-new]")
                while conversations.count() < wanted:
                    label = fresh.inner_text()
                    fresh.click()
                    expect(fresh).not_to_have_text(label, timeout=60_000)
                assert missing(taken, trap.looks_through(guest.page)) == []
                assert missing(taken[-10:], guest.reads(f"{idea}?order=newest")) == []

    assert trap.caught() == {}


@pytest.mark.parametrize(
    "box", ["own", pytest.param("everything", marks=[pytest.mark.slow, pytest.mark.timeout(7200)])]
)
def test_answers_and_questions_are_words(chromium: Browser, town: Musterstadt, intruder: Intruder, box: str) -> None:
    trap = Trap(town.base)
    form = town.address("/desk/processes/{process}/formats/{format}/form")
    answered: list[str] = []

    for payloads in portions(OWN if box == "own" else everything(), AT_ONCE):
        taken, asked = intruder.answers_questions(payloads), intruder.questions_residents(payloads)
        assert len(taken) > len(payloads) * 0.5  # an answer is shorter than an idea: a portion of long ones loses more
        with readers(chromium, trap, dict(intruder.author.cookies), PHONE) as authors:
            for author in authors:
                assert missing(taken, author.reads("/mine")) == []
                assert missing(asked, author.reads("/ideas/ideen/new")) == []
        with readers(chromium, trap, town.cookies["administration"]) as planners:
            for planner in planners:
                assert missing(asked, planner.reads(form)) == []
        answered += taken
        intruder.author.cookies.clear()
        assert trap.caught() == {}

    reads_the_harvest(chromium, trap, town, answered)
    assert trap.caught() == {}


def reads_the_harvest(browser: Browser, trap: Trap, town: Musterstadt, said: list[str]) -> None:
    """The one page that shows everything, so it is opened once everything is there."""
    with readers(browser, trap, town.cookies["moderator"]) as moderators:
        for moderator in moderators:
            assert missing(said, moderator.reads("/desk/harvest")) == []


def work_through_the_queue(
    browser: Browser, trap: Trap, intruder: Intruder, town: Musterstadt, taken: list[str]
) -> tuple[list[str], list[str]]:
    """Read the queue and decide; returns what was published, and the notes with which the rest was handed back."""
    published, notes = [], []
    words = cycle([one for one in reversed(taken) if noteworthy(one)])
    cases = intruder.waiting()
    ours = dict(zip(cases[-len(taken) :], taken, strict=True))
    with readers(browser, trap, town.cookies["moderator"]) as moderators:
        for number, case in enumerate(cases):
            if number % 50 == 0:
                for reader in moderators:
                    reader.reads("/desk/queue")
            if number % 10 == 0:
                shown = moderators[number // 10 % 2].reads(f"/desk/queue?case={case}")
                assert missing([ours[case]] if case in ours else [], shown) == []
            note = next(words) if case in ours and number % 4 == 3 else ""
            intruder.decides(case, note)
            if note:
                notes.append(note)
            elif case in ours:
                published.append(ours[case])
    return published, notes


def test_imported_cells_are_words(
    chromium: Browser, town: Musterstadt, intruder: Intruder, typed: list[list[str]]
) -> None:
    trap = Trap(town.base)
    looked = 0

    for payloads in typed:
        came = intruder.imports(payloads)
        assert len(came) > len(payloads)
        pages = range(1, len(payloads) // 50 + 3)  # the newest come first
        looked += len(LANGS) * len(pages)
        with readers(chromium, trap, {}) as guests:
            for guest in guests:
                assert missing(came, guest.reads(*[BOARD.format(page=page) for page in pages])) == []

    assert trap.pages == looked >= len(LANGS) * 3
    assert trap.caught() == {}


def test_reports_remarks_and_appeals_are_words(chromium: Browser, town: Musterstadt, intruder: Intruder) -> None:
    trap = Trap(town.base)
    idea, statement = town.names["published_idea"], town.names["statement"]

    told = intruder.reports(idea, sample())
    case = intruder.case_of(idea)
    intruder.remarks(case, told)
    participant = Caller(town.server.port, dict(town.cookies["participant"]))
    assert participant.post(f"/mine/statements/{statement}/appeal", {"words": "\n".join(told)[:2000]}).status == 303

    assert len(told) > 10
    with readers(chromium, trap, town.cookies["moderator"]) as moderators:
        for moderator in moderators:
            assert missing([*told, *told], moderator.reads(f"/desk/queue?case={case}")) == []
            moderator.reads("/desk/queue?cause=appeal", "/desk/queue?cause=reported")
    with readers(chromium, trap, dict(town.cookies["participant"]), PHONE) as authors:
        for author in authors:
            author.reads("/mine", f"/mine/statements/{statement}", f"/report/{idea}")
    assert trap.caught() == {}


# --- fields ----------------------------------------------------------------------------------------------------------


def test_the_words_of_a_field_are_words(
    chromium: Browser, town: Musterstadt, intruder: Intruder, typed: list[list[str]]
) -> None:
    trap = Trap(town.base)

    for payloads in typed:
        said = intruder.renames_fields(payloads)
        with readers(chromium, trap, {}, PHONE) as guests:
            for guest in guests:
                assert missing(said[guest.lang], guest.reads("/fields")) == []
                assert missing(said[guest.lang][:2], guest.reads(town.address("/fields/{key}"))) == []
        with readers(chromium, trap, town.cookies["moderator"]) as moderators:
            for moderator in moderators:
                names = said[moderator.lang][::2]
                assert missing(names, moderator.reads("/desk/fields")) == []
                assert missing(said[moderator.lang], moderator.reads("/desk/fields/edit")) == []
                edit = moderator.reads(town.address("/desk/fields/edit/{field}"))
                assert missing([words for lang in WRITTEN for words in said[lang][:2]], edit) == []
                moderator.reads(
                    town.address("/desk/fields/{field}"),
                    town.address("/desk/sessions/{session}/ballots/new"),
                    "/desk/harvest",
                )

    assert trap.pages > 15
    assert trap.caught() == {}


# --- an evening ------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_session_and_its_ballots_are_words_on_every_screen_and_when_they_are_pushed(
    chromium: Browser, town: Musterstadt, intruder: Intruder, typed: list[list[str]]
) -> None:
    trap = Trap(town.base)
    intruder.ends(town.names["session"])

    for payloads in typed:
        titles = intruder.plans_sessions(payloads[:20])
        # a portion of long ones alone leaves the hall a name of our own
        title, place = [*shorter(payloads, LONGEST_TITLE), *shorter(OWN, LONGEST_TITLE)][:2]
        hall = intruder.opens_hall(title, place)
        with readers(chromium, trap, town.cookies["moderator"]) as moderators:
            for moderator in moderators:
                assert missing(titles, moderator.reads("/desk/sessions")) == []
                tickets = moderator.reads(f"/desk/sessions/{hall.topic}/tickets")
                assert missing([title], tickets) == []
        with readers(chromium, trap, {}, PHONE) as guests:
            for guest in guests:
                assert missing([title, place], guest.reads("/")) == []
        with screens(chromium, trap, town, hall) as there:
            hear_announcements(intruder, hall, there, titles[:3])
            hold_ballots(intruder, hall, there, payloads)
            hear_cards(intruder, hall, there, payloads)
            hear_space(intruder, hall, there, payloads)
        with readers(chromium, trap, town.cookies["moderator"]) as moderators:
            for moderator in moderators:
                moderator.reads("/desk/harvest")
        intruder.ends(hall.topic)

    assert trap.pages > 30
    assert trap.caught() == {}


@contextmanager
def screens(browser: Browser, trap: Trap, town: Musterstadt, hall: Hall) -> Iterator[dict[str, list[Reader]]]:
    """Phone, projector and console, in both languages, each connected."""
    console = town.cookies["moderator"]
    with (
        readers(browser, trap, hall.cookies, PHONE) as phones,
        readers(browser, trap, hall.cookies, HALL) as projectors,
        readers(browser, trap, console) as consoles,
    ):
        there = {"phone": phones, "projector": projectors, "console": consoles}
        addresses = {"phone": "/live/{}", "projector": "/screen", "console": "/desk/sessions/{}"}
        for screen, some in there.items():
            for reader in some:
                reader.reads(addresses[screen].format(hall.topic))
                is_live(reader.page)
        yield there


def hold_ballots(intruder: Intruder, hall: Hall, there: dict[str, list[Reader]], payloads: Sequence[str]) -> None:
    """Every payload is an answer once; each ballot is shown, opened, and then cancelled or published."""
    questions = cycle(shorter(payloads, LONGEST_QUESTION)[::-1])
    for number, some in enumerate(portions(shorter(payloads, LONGEST_TITLE), MOST_OPTIONS - 1)):
        answers = [*some, "Nichts davon"]
        asked = dict(zip(WRITTEN, [next(questions) for _ in WRITTEN], strict=True))
        intruder.asks(hall, list(asked.values()), answers)
        intruder.selects_newest(hall)
        hear(intruder, hall, there, asked, answers)
        intruder.acts(hall, "start")
        hear(intruder, hall, there, asked, answers)
        if number % 2:
            reason = asked["tr"]
            intruder.acts(hall, "cancel", reason=reason)
            hear(intruder, hall, there, asked, [], reason)
        else:
            intruder.acts(hall, "close")
            assert votes.until(lambda: intruder.newest_ballot().state == State.CLOSED, within=60)
            intruder.acts(hall, "publish")
            hear(intruder, hall, there, asked, answers)


def hear_cards(intruder: Intruder, hall: Hall, there: dict[str, list[Reader]], payloads: Sequence[str]) -> None:
    """So many of the short payloads are cards of one wall; one of them names a group."""
    question = [*shorter(payloads, LONGEST_HEADLINE), "Was fehlt?"][0]
    name = [*shorter(payloads, LONGEST_GROUP), "Gruppe"][-1]
    for cards in list(portions(shorter(payloads, LONGEST_CARD), CARDS_ON_A_WALL))[:1]:
        step, public = intruder.builds_wall(hall, question, cards, name)
        number = intruder.state_number(hall)
        for reader in there["projector"]:
            reader.page.locator(f"#stage[data-seq='{number}']").wait_for(state="attached")
            assert missing([question, name, *cards], reader.trap.looks_through(reader.page)) == []
        for reader in there["console"]:
            for page in (
                f"/desk/sessions/{hall.topic}/walls/{step}",
                f"/desk/sessions/{hall.topic}/walls/{step}/print",
            ):
                assert missing([question, name, *cards], reader.reads(page)) == [], page
            assert missing([question, name, *cards], reader.reads(f"/walls/{public}")) == []
            reader.reads(f"/desk/sessions/{hall.topic}")
            is_live(reader.page)


def hear_space(intruder: Intruder, hall: Hall, there: dict[str, list[Reader]], payloads: Sequence[str]) -> None:
    """So many of the short payloads are concerns, reports and steps; others are places and names."""
    said = next(iter(portions(shorter(payloads, LONGEST_TOPIC), CARDS_ON_A_WALL)), ["Bänke"])
    rooms = [*shorter(payloads, LONGEST_ROOM), "Aula"][:3]
    names = [*shorter(payloads, LONGEST_NAME), "Gast"][:5]
    public = intruder.holds_space(hall, rooms, said, names)
    for kind in ("topics", "market", "reports", "actions"):
        intruder.calls_up(hall, kind)
        number = intruder.state_number(hall)
        for reader in (*there["projector"], *there["phone"]):
            reader.page.locator(f"#stage[data-seq='{number}']").wait_for(state="attached")
            seen = reader.trap.looks_through(reader.page)
            if kind == "market":
                assert missing(said, seen) == []
    space = f"/spaces/{public}"
    for reader in there["console"]:
        for page in (f"/desk/sessions/{hall.topic}/space", f"{space}/book", space):
            assert missing([*said, names[0], rooms[0]], reader.reads(page)) == [], page
        assert missing([said[0], rooms[0]], reader.reads(f"/desk/sessions/{hall.topic}/space/doors")) == []
        reader.reads(f"{space}/topics/1/report")
        reader.reads(f"/desk/sessions/{hall.topic}")
        is_live(reader.page)


def hear_announcements(intruder: Intruder, hall: Hall, there: dict[str, list[Reader]], said: Sequence[str]) -> None:
    for words in said:
        intruder.announces(hall, words)
        number = intruder.state_number(hall)
        for screen, some in there.items():
            for reader in some:
                reader.page.locator(f"#stage[data-seq='{number}']").wait_for(state="attached")
                assert missing([words], reader.trap.looks_through(reader.page)) == [], screen
    intruder.falls_silent(hall)


def hear(
    intruder: Intruder,
    hall: Hall,
    there: dict[str, list[Reader]],
    asked: dict[str, str],
    answers: list[str],
    reason: str = "",
) -> None:
    """Wait until each screen shows the newest state, and read it there. A phone sees a question once it is asked."""
    number = intruder.state_number(hall)
    waits = intruder.newest_ballot().state == State.READY
    for screen, some in there.items():
        for reader in some:
            reader.page.locator(f"#stage[data-seq='{number}']").wait_for(state="attached")
            words = reader.trap.looks_through(reader.page)
            expected = [asked[reader.lang], *answers[: 14 if screen == "console" else None], reason]
            assert missing([] if waits and screen == "phone" else expected, words) == [], (screen, reader.lang)


# --- what a form gives back ------------------------------------------------------------------------------------------

TOO_LONG = "x" * 5000
# who, where, which form, its fields: {} is the payload
FORMS = [
    ("stranger", "/ideas/ideen", ".filters", {"search": "{}"}),
    ("stranger", "/", "form#code", {"code": "{}"}),
    ("stranger", "/join", "main form", {"code": "{}"}),
    ("stranger", "/ticket", "main form", {"ticket": "{}"}),
    ("stranger", "/recover", "main form", {"code": "{}"}),
    ("stranger", "/sign-in", "form:has(#email)", {"email": "{}"}),
    ("moderator", "/account", "form:has(#email)", {"email": "{}"}),
    ("stranger", "/ideas/ideen/new", "main form", {"text": "{}" + TOO_LONG}),
    ("stranger", "/report/{published_idea}", "main form", {"words": "{}" + TOO_LONG, "name": "{}"}),
    ("participant", "/mine/{edited_idea}/edit", "main form", {"text": "{}" + TOO_LONG}),
    ("participant", "/mine", "form:has([id^='o-'])", {"words": "{}" + TOO_LONG}),
    ("moderator", "/desk/ideas/{same}", "main form", {"search": "{}"}),
    ("moderator", "/desk/ideas/{same}/same?of={made}", "main form", {"note": "{}" + TOO_LONG}),
    ("moderator", "/desk/ideas/{same}/merge?with={made}", "main form", {"title": "{}", "text": "{}" + TOO_LONG}),
    ("moderator", "/desk/ideas/{made}/split", "main form", {"note": "{}" + TOO_LONG}),
    ("moderator", "/desk/queue", "form:has(#note)", {"note": "{}" + TOO_LONG}),
    ("moderator", "/desk/sessions", "main form", {"title": "", "place": "{}"}),
    (
        "moderator",
        "/desk/events",
        "main form",
        {"title_de": "{}" + TOO_LONG, "place_ar": "{}", "text_tr": "{}", "day": "{}", "places": "{}"},
    ),
    ("moderator", "/desk/events/{event}", "form:has(#title-de)", {"title_de": "{}" + TOO_LONG, "way_de": "{}"}),
    ("moderator", "/desk/events/{event}", "form:has(#lines)", {"lines": "{}"}),
    ("moderator", "/desk/events/{event}", "form:has(#reason)", {"reason": "{}" + TOO_LONG}),
    ("moderator", "/desk/events/{event}", "form:has(#code)", {"code": "{}"}),
    ("stranger", "/events/{event}", "form:has(#needs)", {"name": "{}" + TOO_LONG, "address": "{}", "needs": "{}"}),
    ("stranger", "/events/{event_over}/feedback", "main form", {"stars": "3", "good": "{}" + TOO_LONG, "better": "{}"}),
    ("moderator", "/desk/forums", "form:has(#title-de)", {"title_de": "{}" + TOO_LONG, "place_ar": "{}", "day": "{}"}),
    ("moderator", "/desk/forums/{forum}", "form:has(#title-de)", {"title_de": "{}" + TOO_LONG, "lead": "{}"}),
    ("moderator", "/desk/forums/{forum}", "form:has(#new-rooms)", {"rooms": "{}" + TOO_LONG}),
    ("moderator", "/desk/forums/{forum}/edit", "form:has(#title-de)", {"title_de": "{}" + TOO_LONG, "text_tr": "{}"}),
    (
        "moderator",
        "/desk/forums/{forum}/parts/{forum_part}",
        "form:has(#title-de)",
        {"title_de": "{}" + TOO_LONG, "lead": "{}"},
    ),
    ("moderator", "/desk/forums/{forum}/results", "form:has(#text)", {"text": "{}" + TOO_LONG}),
    ("stranger", "/forums/results/{forum_link}", "main form", {"text": "{}" + TOO_LONG}),
    (
        "moderator",
        "/desk/sessions/{session}/podium/new",
        "main form",
        {"question_de": "{}" + TOO_LONG, "guests": "{}; {}"},
    ),
    ("moderator", "/desk/sessions/{forum_session}/podium/{podium_step}", "main form", {"guests": "{}" + TOO_LONG}),
    ("moderator", "/desk/interviews", "form:has(#title)", {"title": "{}" + TOO_LONG, "place": "{}", "link": "{}"}),
    ("moderator", "/desk/interviews/codes", "form:has(#name)", {"name": "{}" + TOO_LONG, "meaning": "{}"}),
    ("moderator", "/desk/interviews/{source}", "form:has(#title)", {"title": "{}" + TOO_LONG, "led_by": "{}"}),
    ("moderator", "/desk/interviews/{source}/text/2", "form:has(#text)", {"text": "{}" + TOO_LONG}),
    ("moderator", "/desk/tables", "form:has(#title-de)", {"title_de": "{}" + TOO_LONG, "purpose_ar": "{}"}),
    (
        "moderator",
        "/desk/tables/{table}",
        "form:has(#scope-de)",
        {"scope_de": "{}" + TOO_LONG, "purpose_tr": "{}", "quorum": "{}"},
    ),
    ("moderator", "/desk/tables/{table}", "form:has(#rules-de)", {"rules_de": "{}" + TOO_LONG, "rules_ar": "{}"}),
    ("moderator", "/desk/tables/{table}", "form:has(#agenda)", {"agenda": "{}" + TOO_LONG, "place": "{}"}),
    ("moderator", "/desk/tables/{table}/seats", "form:has(#name-de)", {"name_de": "{}" + TOO_LONG, "name_ar": "{}"}),
    (
        "moderator",
        "/desk/tables/{table}/invitations",
        "form:has([name=standing]) >> nth=0",
        {"note": "{}" + TOO_LONG, "on": "{}"},
    ),
    (
        "moderator",
        "/desk/tables/{table}/sessions/3",
        "form:has([name=minutes_de]) >> nth=0",
        {"minutes_de": "{}" + TOO_LONG, "minutes_ar": "{}"},
    ),
    (
        "moderator",
        "/desk/tables/{table}/sessions/3",
        "form:has(#question-de)",
        {"question_de": "{}" + TOO_LONG, "question_ar": "{}"},
    ),
    ("participant", "/tables/{table}/sessions/3/items/{item}/new", "main form", {"text": "{}" + TOO_LONG}),
    ("participant", "/tables/{table}/ballots/{seat_ballot}", "main form", {"answer": "4", "reason": "{}" + TOO_LONG}),
    (
        "moderator",
        "/desk/sessions/{session}/ballots/new",
        "main form",
        {"question": "{}", "own": "{}", "source": "own"},
    ),
    ("moderator", "/desk/sessions/{session}/tickets", "form:has(#numbers)", {"numbers": "{}"}),
    (
        "moderator",
        "/desk/sessions/{session}/steps/new",
        "form.halves",
        {"title_de": "{}", "text_de": "{}" + TOO_LONG, "script": "{}", "material": "{}", "minutes": "{}"},
    ),
    (
        "moderator",
        "/desk/sessions/{session}/walls/new",
        "form.halves",
        {"question_de": "{}", "script": "{}" + TOO_LONG, "minutes": "{}"},
    ),
    (
        "moderator",
        "/desk/sessions/{session}/sheets/new",
        "form.halves",
        {"question_de": "{}", "script": "{}" + TOO_LONG, "minutes": "{}"},
    ),
    (
        "moderator",
        "/desk/scribe/{session}/sheet/{sheet_step}",
        "main form",
        {"text": "{}" + TOO_LONG, "data": "{}", "source": "{}"},
    ),
    (
        "moderator",
        "/desk/sessions/{session}/slides/new",
        "form.halves",
        {"title_de": "{}", "text_de": "{}", "labels_de": "{}", "values": "{}", "source": "{}", "link": "{}"},
    ),
    (
        "moderator",
        "/desk/sessions/{session}/speakers/new",
        "form.halves",
        {"question_de": "{}", "script": "{}" + TOO_LONG, "minutes": "{}"},
    ),
    ("participant", "/speakers/{speakers}", "main form", {"name": "{}" + TOO_LONG}),
    (
        "moderator",
        "/desk/sessions/{session}/space/new",
        "form.halves",
        {"rooms": "{}" + TOO_LONG, "hour": "", "minutes": "{}", "pause": "{}", "count": "{}"},
    ),
    (
        "moderator",
        "/desk/sessions/{session}/cafe/new",
        "form.halves",
        {"question_1_de": "{}", "places": "{}" + TOO_LONG, "minutes": "{}", "tables": "3", "people": "4"},
    ),
    ("moderator", "/desk/scribe/{cafe_session}/note", "main form", {"text": "{}" + TOO_LONG}),
    ("moderator", "/desk/scribe/{live_space_session}/concern", "main form", {"text": "{}" + TOO_LONG, "host": "{}"}),
    (
        "participant",
        "/spaces/{live_space}/topics/1/report",
        "main form",
        {"said": "{}" + TOO_LONG, "results": "{}", "next": "{}", "people": "{}", "photo_description": "{}"},
    ),
    ("moderator", "/spaces/{live_space}/actions/new", "main form", {"text": "{}" + TOO_LONG, "who": "{}"}),
    ("moderator", "/desk/fields/edit", "form:has(#name-de)", {"name_de": "", "name_ar": "{}", "sentence_de": "{}"}),
    ("moderator", "/desk/fields/edit/{field}", "form:has(#lines)", {"lines": "{}" + TOO_LONG}),
    ("moderator", "/desk/me", "form:has(#email)", {"email": "{}"}),
    ("moderator", "/desk/translations/{translated}/de", "main form", {"text": "{}" + TOO_LONG}),
    ("moderator", "/desk/glossary", "main form", {"term_de": "{}" + TOO_LONG, "note": "{}"}),
    ("moderator", "/desk/glossary/{term}", "main form", {"term_ar": "{}" + TOO_LONG}),
    ("administration", "/desk/answers/new?idea={answered_idea}", "main form", {"office": "{}", "text_ar": "{}"}),
    ("administration", "/desk/answers/stage?idea={talked}", "main form", {"why_tr": "{}" + TOO_LONG}),
    ("administration", "/desk/processes/new", "main form", {"title_de": "{}" + TOO_LONG}),
    ("administration", "/desk/processes/{draft}/words", "main form", {"lead_ar": "{}" + TOO_LONG}),
    ("administration", "/desk/processes/{draft}/phases/new", "main form", {"period_tr": "{}" + TOO_LONG}),
    ("administration", "/desk/processes/{process}/formats/{format}", "main form", {"question_de": "{}" + TOO_LONG}),
    ("administration", "/desk/house", "form:has(#name)", {"name": "{}" + TOO_LONG}),
    ("administrator", "/desk/organisations", "main form:has([name=name])", {"name": "{}" + TOO_LONG}),
    (
        "administration",
        "/organisations/{organisation}/edit",
        "main form:has([name=text_ar])",
        {"text_ar": "{}" + TOO_LONG, "website": "{}"},
    ),
    (
        "administration",
        "/organisations/{organisation}/members",
        "main form:has([name=email])",
        {"name": "{}", "email": "{}"},
    ),
    (
        "administration",
        "/desk/reach/figures/age?process={process}",
        "form:has([name=source])",
        {"source": "{}" + TOO_LONG},
    ),
    (
        "administration",
        "/desk/reach/figures/age?process={process}",
        "form:has([name=source])",
        {"source": "{}" + TOO_LONG, "pasted": "{}"},
    ),
    ("administration", "/desk/house", "form:has(#email)", {"name": "{}", "email": "{}", "hue": "x"}),
    ("administration", "/desk/house/pages/imprint", "form:has(#text-de)", {"text_ar": "{}" + 5 * TOO_LONG}),
    ("administration", "/desk/house/pages/signs", "form:has(#text-de)", {"text_de": "{}", "video": "{}"}),
]
# what stands in an address
PLACES = [
    "/j/{}",
    "/t/{}",
    "/?lang={}&said={}",
    "/ideas/ideen?search={}&language={}&order={}&page={}&show={}",
    "/fields?said={}",
]


@pytest.mark.parametrize("every", [96, pytest.param(8, marks=[pytest.mark.slow, pytest.mark.timeout(3600)])])
def test_what_a_form_gives_back_is_words(chromium: Browser, town: Musterstadt, every: int) -> None:
    """every: each form gets one payload of so many, each form other ones."""
    trap = Trap(town.base)
    turns = 0

    for who in ("stranger", "participant", "moderator", "administration", "administrator"):
        with readers(chromium, trap, town.cookies[who], PHONE) as there:
            for offset, (_, address, form, fields) in enumerate(one for one in FORMS if one[0] == who):
                for payload in OWN[offset % min(every, len(OWN)) :: every]:
                    turns += 1
                    filled = {name: pattern.replace("{}", payload) for name, pattern in fields.items()}
                    shown = there[turns % 2].sends(town.address(address), form, filled)
                    assert missing([payload], shown) == [], address

    assert trap.pages == turns >= len(FORMS)
    assert trap.caught() == {}


@pytest.mark.parametrize("every", [3, pytest.param(1, marks=[pytest.mark.slow, pytest.mark.timeout(3600)])])
def test_what_stands_in_an_address_is_words_or_nothing(chromium: Browser, town: Musterstadt, every: int) -> None:
    """every: each place gets one payload of so many, each place other ones."""
    trap = Trap(town.base)
    turns = 0

    with readers(chromium, trap, {}, PHONE) as guests:
        for offset, pattern in enumerate(PLACES):
            for payload in OWN[offset % min(every, len(OWN)) :: every]:
                if "/" not in payload or "?" in pattern:
                    turns += 1
                    guests[turns % 2].reads(pattern.replace("{}", quote(payload, safe="")))

    assert trap.pages == turns > 80 / every
    assert trap.caught() == {}


# --- the trap itself -------------------------------------------------------------------------------------------------


RAW = "<!doctype html><title>{0}</title><p title='{0}'>{0}</p><p title=\"{0}\"></p><textarea>{0}</textarea>"


@contextmanager
def written_raw(browser: Browser, trap: Trap, payload: str, headers: dict[str, str]) -> Iterator[Page]:
    """A site that writes what people typed into its page as it came."""

    def answer(route: Route) -> None:
        if route.request.url == f"{trap.base}/":
            route.fulfill(body=RAW.format(payload), content_type="text/html; charset=utf-8", headers=headers)
        else:
            route.fulfill(status=404)

    context = visitor(browser, trap.base)
    trap.surrounds(context)
    context.route("**/*", answer)
    page = context.new_page()
    page.goto("/")
    page.wait_for_function("window.trapped")
    yield page
    context.close()


@pytest.mark.parametrize("payload", SHARP)
def test_the_trap_catches_what_is_written_raw(chromium: Browser, payload: str) -> None:
    trap = Trap("http://musterstadt.example")

    with written_raw(chromium, trap, payload, {}) as page:
        trap.looks_through(page)

    assert trap.executed
    assert trap.grown


@pytest.mark.parametrize("payload", SHARP)
def test_the_trap_hears_of_what_only_the_policy_stopped(chromium: Browser, payload: str) -> None:
    trap = Trap("http://musterstadt.example")

    with written_raw(chromium, trap, payload, {"Content-Security-Policy": CONTENT_SECURITY_POLICY}) as page:
        trap.looks_through(page)

    assert trap.executed == []
    assert trap.blocked
    assert trap.grown
