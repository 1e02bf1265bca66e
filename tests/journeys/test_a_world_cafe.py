"""A whole world café in real browsers and among twenty people: three rounds, a table that closes, the harvest."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations

import pytest
from playwright.sync_api import Browser, Page, expect

from participation.bench.wire import Caller
from participation.foundation import chance
from tests.browser import DESK, HALL, PATIENCE, PHONE, is_live, visitor
from tests.journeys.gathering import Gathering
from tests.journeys.look import faults
from tests.journeys.musterstadt import MAIL, Musterstadt, open_musterstadt

expect.set_options(timeout=PATIENCE)
QUESTIONS = ("Was hat beim Ankommen geholfen?", "Was hat gefehlt?", "Was kommt als Nächstes?")
ARABIC = "ما الذي ساعدكم عند الوصول؟"
SAID = "مكان نلتقي فيه كل أسبوع"
CALLERS, SLIPS, TABLES = 15, 3, 5


@pytest.fixture
def town(prepared: Musterstadt, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Musterstadt]:
    with open_musterstadt(prepared, tmp_path_factory.mktemp("cafe") / "town", MAIL) as town:
        yield town


class Evening(Gathering):
    """The browsers and phones of one café. console, cafe: of the moderator; amina, basel: phones in browsers."""

    def __init__(self, browser: Browser, town: Musterstadt) -> None:
        super().__init__(browser, town)
        self.cafe = self.opens(f"/desk/sessions/{self.topic}", "moderator", "de", DESK)
        self.plans()
        self.console = self.opens(f"/desk/sessions/{self.topic}", "moderator", "de", DESK)
        self.screen = self.opens("/screen", "participant", "de", HALL)
        self.amina, self.basel = self.joins("ar"), self.joins("de")
        self.here = (self.cafe.locator("main a[href*='/cafes/']").first.get_attribute("href") or "").partition("?")[0]
        self.callers = [self.caller() for _ in range(CALLERS)]

    def caller(self) -> Caller:
        """A phone without a browser: the same doors."""
        phone = Caller(int(self.town.base.rpartition(":")[2]))
        assert phone.post("/join", {"code": self.town.names["code"]}).status in {200, 303}
        return phone

    def plans(self) -> None:
        """The moderator puts the rounds and the harvest on the run sheet by the key."""
        self.cafe.keyboard.press("2")
        for number, question in enumerate(QUESTIONS, start=1):
            self.cafe.locator(f"#question-{number}-de").fill(question)
        self.cafe.locator("main form details summary").first.click()
        self.cafe.locator("#question-1-ar").fill(ARABIC)
        self.cafe.locator("#places").fill("am Fenster\nneben der Tür")
        self.cafe.locator("main form.halves button").click()
        expect(self.cafe.locator("#tables")).to_be_visible()

    def at_the_cafe(self) -> Page:
        """The page of the café at the desk, as it is now."""
        self.cafe.goto(f"/desk/sessions/{self.topic}/cafe?lang=de")
        return self.cafe

    def presses(self, act: str) -> None:
        """A button of the café's page."""
        self.cafe.locator(f"[name=act][value='{act}']:visible").first.click()
        self.cafe.wait_for_load_state()


def table_of(phone: Page) -> int:
    """Where a phone in a browser is told to sit."""
    words = phone.locator(".my-table b").inner_text()
    return int(re.sub(r"\D", "", words))


def table_on(evening: Evening, caller: Caller) -> int:
    answer = caller.get(f"{evening.here}/me?lang=en")
    found = re.search(r"<b>Table (\d+)", answer.text)
    assert found, answer.text
    return int(found[1])


def test_from_the_first_question_to_the_harvest(chromium: Browser, town: Musterstadt) -> None:
    evening = Evening(chromium, town)
    everybody_comes(evening)
    where = [round_one(evening), round_two(evening), round_three(evening)]
    assert [sorted(Counter(seats.values()).values()) for seats in where] == [[4] * 5, [4] * 5, [5] * 4]
    pairs = Counter(
        pair for seats in where[:2] for pair in combinations(sorted(seats), 2) if seats[pair[0]] == seats[pair[1]]
    )
    # Amina sits with the only one who understands her. So one table gets nobody of their first one, and its four come
    # from three tables: one more pair meets again, and no plan has fewer
    again = [pair for pair, times in pairs.items() if times > 1]
    assert ("amina", "basel") in again
    assert len(again) <= 2
    harvest(evening)


def everybody_comes(evening: Evening) -> None:
    """Amina says on her phone that she speaks Arabic, Basel that he speaks two languages; others come by wire."""
    for phone, tongues in ((evening.amina, ("ar",)), (evening.basel, ("ar", "de"))):
        phone.goto(f"{evening.here}/me?lang={'ar' if phone is evening.amina else 'de'}")
        assert faults(phone) == []
        phone.locator("main form details summary").click()
        for tongue in tongues:
            phone.locator(f"[name=languages][value={tongue}]").check()
        phone.locator("[name=act][value=in]").click()
        phone.wait_for_url("**said=cafe-in**")
        assert phone.locator(":checked").count() == 0  # which they speak is not shown again
        phone.goto(f"/live/{evening.topic}?lang={'ar' if phone is evening.amina else 'de'}")
        is_live(phone)
    for caller in evening.callers:
        assert caller.post(f"{evening.here}/me", {"act": "in"}).status in {200, 303}
    evening.at_the_cafe()
    evening.cafe.locator("#more-slips").fill(str(SLIPS))
    evening.presses("slips")
    evening.presses("plan")
    expect(evening.cafe.locator(".card")).to_be_visible()


def everybody(evening: Evening) -> dict[str, int]:
    """Where all of them sit: two browsers, fifteen phones by wire, three slips as the screen says it."""
    found = {"amina": table_of(evening.amina), "basel": table_of(evening.basel)}
    found |= {f"caller {number}": table_on(evening, caller) for number, caller in enumerate(evening.callers)}
    for row in evening.screen.locator("[data-row]").all():
        small = row.locator("small bdi")
        if small.count():
            table = int(row.locator(".table-no").inner_text())
            found |= {f"slip {slip.strip()}": table for slip in small.inner_text().split(",")}
    return found


def round_one(evening: Evening) -> dict[str, int]:
    """The proposal counts when the step is called: phones change by themselves, Amina sits with who understands her."""
    evening.calls_up(evening.console, QUESTIONS[0])
    expect(evening.amina.locator(".my-table")).to_be_visible()
    expect(evening.basel.locator(".my-table")).to_be_visible()
    expect(evening.screen.locator("[data-row]")).to_have_count(TABLES)
    expect(evening.amina.locator("h1")).to_contain_text(ARABIC)
    assert faults(evening.amina) == []
    assert faults(evening.screen) == []
    where = everybody(evening)
    assert where["amina"] == where["basel"]
    evening.amina.locator("[data-own] a[href*='/tables/']").click()
    evening.amina.locator("#text").fill(SAID)
    evening.amina.locator("main form .btn-wide").click()
    evening.amina.wait_for_url("**said=note-sent**")
    assert faults(evening.amina) == []
    expect(evening.console.locator(".incoming li")).to_have_count(1)
    evening.console.locator(".incoming [value=release]").first.click()
    expect(evening.console.locator(".incoming li")).to_have_count(0)
    evening.amina.goto(f"/live/{evening.topic}?lang=ar")
    is_live(evening.amina)
    return where


def round_two(evening: Evening) -> dict[str, int]:
    """Everybody goes on, and finds what was said there. Amina's phone has no network while the round changes."""
    before = table_of(evening.amina)
    evening.amina.context.set_offline(True)
    evening.console.locator("body").click(position={"x": 2, "y": 2})
    evening.console.keyboard.press("x")
    expect(evening.console.locator(".deck .card").first).to_be_visible()
    evening.calls_up(evening.console, QUESTIONS[1])
    expect(evening.basel.locator(".my-table")).to_be_visible()
    expect(evening.screen.locator("h1, h2").first).to_be_visible()
    evening.amina.context.set_offline(False)
    expect(evening.amina.locator("h1")).to_contain_text(QUESTIONS[1])
    expect(evening.amina.locator(".my-table b")).not_to_contain_text(str(before))
    where = everybody(evening)
    assert where["amina"] != before
    newcomer = next(caller for number, caller in enumerate(evening.callers) if where[f"caller {number}"] == before)
    assert SAID in newcomer.get(f"{evening.here}/tables/{before}?lang=de").text
    # table 3 closes: who sits there stays for now
    evening.at_the_cafe()
    evening.cafe.locator("summary", has_text="3").first.click()
    evening.cafe.locator("input[name=table][value='3'] ~ button[value=close]").click()
    evening.cafe.wait_for_load_state()
    assert everybody(evening) == where
    return where


def round_three(evening: Evening) -> dict[str, int]:
    """At four tables, and Basel stays as a host."""
    evening.presses("plan")
    evening.calls_up(evening.console, QUESTIONS[2])
    expect(evening.screen.locator("[data-row]")).to_have_count(TABLES - 1)
    expect(evening.amina.locator("h1")).to_contain_text(QUESTIONS[2])
    expect(evening.basel.locator("h1")).to_contain_text(QUESTIONS[2])
    number = evening.screen.locator(".table-no").all_inner_texts()
    assert number == ["1", "2", "4", "5"]
    expect(evening.basel.locator(".my-table b")).not_to_contain_text("3")
    where = settled(evening)
    basel = evening.basel
    sent = {"text": "Ein offenes Haus am Abend", "once": chance.token()}
    table = where["caller 0"]
    assert evening.callers[0].post(f"{evening.here}/tables/{table}?lang=de", sent).status in {200, 303}
    expect(evening.console.locator(".incoming li")).to_have_count(1)
    evening.console.locator(".incoming [value=release]").first.click()
    expect(evening.console.locator(".incoming li")).to_have_count(0)
    assert basel.locator(".my-table").count() == 1
    return where


def settled(evening: Evening) -> dict[str, int]:
    """Once both browsers show where the server has them."""
    for phone in (evening.amina, evening.basel):
        phone.reload()
        is_live(phone)
    return everybody(evening)


def harvest(evening: Evening) -> None:
    """On the screen, on phones, and for everybody in German and Arabic."""
    evening.calls_up(evening.console, evening.console.locator(".run button").last.inner_text().splitlines()[0])
    expect(evening.screen.locator("[data-row]")).to_have_count(2)
    expect(evening.amina.locator(".offer")).to_have_count(2)
    assert faults(evening.screen) == []
    for lang in ("de", "ar"):
        reader = visitor(evening.browser, evening.town.base, lang=lang, size=PHONE).new_page()
        reader.goto(f"{evening.here}?lang={lang}")
        assert reader.locator("html").get_attribute("dir") == ("rtl" if lang == "ar" else "ltr")
        for words in (SAID, "Ein offenes Haus am Abend"):
            assert reader.get_by_text(words).count() >= 1
        assert faults(reader) == []
