"""A round table in real browsers: twelve seats, two sessions, a confidential item, a dissent, approved minutes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, expect

from participation.bench.wire import Caller
from tests.browser import DESK, HALL, PATIENCE, PHONE, is_live, visitor
from tests.journeys.look import faults
from tests.journeys.musterstadt import MAIL, Musterstadt, open_musterstadt
from tests.speaking.test_confidential import files_with

expect.set_options(timeout=PATIENCE)
GROUPS = ("Vereine", "Schulen", "Wirtschaft", "Gemeinden", "Verwaltung", "Politik")
MONEY, SECRET = "Wohin mit dem Geld?", "Unterkunft am Bahnhof"
PROPOSAL = "نقترح مقاعد في الحديقة"
AMENDED = "نقترح عشرة مقاعد في الحديقة"
DISSENT = "Önce okul yolu güvenli olmalıydı."
CANARY = "Zarifakanari"


@pytest.fixture
def town(prepared: Musterstadt, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Musterstadt]:
    with open_musterstadt(prepared, tmp_path_factory.mktemp("table") / "town", MAIL) as town:
        yield town


@dataclass
class Table:
    """The desk of a table in a browser, three of its seats on phones with browsers, the others by plain requests."""

    browser: Browser
    town: Musterstadt
    desk: Page = field(init=False)
    address: str = ""
    others: list[Caller] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.desk = self.opens("moderator", "de", DESK)

    def opens(self, who: str, lang: str, size: dict[str, int]) -> Page:
        cookies = dict(self.town.cookies[who])
        return visitor(self.browser, self.town.base, lang=lang, size=size, cookies=cookies).new_page()

    def screen_of(self, session: str) -> Page:
        """The projector of a session, as the desk opens it."""
        away = self.desk.context.new_page()
        away.goto(f"/desk/sessions/{session}/screens?lang=de")
        with away.expect_popup() as opened:
            away.locator("form:has([name=screen_lang]) button.btn").click()
        opened.value.set_viewport_size({"width": HALL["width"], "height": HALL["height"]})
        is_live(opened.value)
        return opened.value

    @property
    def key(self) -> str:
        return self.address.rpartition("/")[2]

    def goes(self, path: str = "") -> None:
        self.desk.goto(f"{self.address}{path}?lang=de")

    def sends(self, form: str, button: str = "button.btn") -> None:
        """A form of the desk; the page that answers is there afterwards."""
        with self.desk.expect_navigation():
            self.desk.locator(form).locator(button).first.click()

    def writes(self, form: str, **fields: str) -> None:
        for name, text in fields.items():
            self.desk.locator(f"{form} [name={name}]").first.fill(text)
        self.sends(form)

    def is_founded(self) -> None:
        """With what it may decide, its rules, and two seats for each interest group."""
        self.address = "/desk/tables"
        self.goes()
        self.desk.locator("form:has(#title-de) summary").first.click()
        self.writes("form:has(#title-de)", title_de="Runder Tisch Integration", title_ar="طاولة الاندماج")
        self.address = re.sub(r"\?.*", "", self.desk.url).removeprefix(self.town.base)
        self.writes("form:has(#scope-de)", scope_de="Der Tisch beschließt über 20.000 Euro.")
        self.writes("form:has(#rules-de)", rules_de="Wir lassen einander ausreden.")
        self.goes("/seats")
        self.desk.locator("#each").select_option("2")
        self.sends("form:has(#each)")
        for name in GROUPS:
            self.writes("form:has(#name-de)", name_de=name)
        first = ".card form:has(textarea)"
        self.desk.locator(".card summary").first.click()
        self.desk.locator(f"{first} select").first.select_option(index=1)
        self.writes(first, mandate="Bis 5.000 Euro", delegate="Amina Muster")

    def seats(self) -> list[str]:
        """Their ids, in order."""
        self.goes("/seats")
        cards = self.desk.locator(".card[id^=seat-]").all()
        return [str(card.get_attribute("id")).removeprefix("seat-") for card in cards]

    def code_for(self, seat: str) -> str:
        """As the desk makes it, without the page on which it stands."""
        desk = Caller(self.town.server.port, dict(self.town.cookies["moderator"]))
        form = {"part": "delegate", "form_token": self.town.names["form_token"]}
        found = re.search(r"/seat/([\w-]+)<", desk.post(f"{self.address}/seats/{seat}/code", form).text)
        assert found is not None
        return found[1]

    def seat_by_requests(self, seat: str) -> None:
        phone = Caller(self.town.server.port)
        assert phone.post(f"/seat/{self.code_for(seat)}", {}).status == 303
        assert phone.post(f"/tables/{self.key}/rules", {"version": "1"}).status == 303
        self.others.append(phone)

    def seat_in_browser(self, seat: str, lang: str) -> Page:
        phone = visitor(self.browser, self.town.base, lang=lang, size=PHONE).new_page()
        phone.goto(f"/seat/{self.code_for(seat)}?lang={lang}")
        phone.locator("main form button").first.click()
        phone.locator("form:has([name=version]) button").click()
        expect(phone.locator("main .state.sign-ok")).to_be_visible()
        return phone

    def meets(self, number: int, *agenda: str) -> str:
        """The next session is planned and opened; returns the code of the hall."""
        self.goes()
        self.writes("form:has(#agenda)", agenda="\n".join(agenda))
        self.goes(f"/sessions/{number}")
        self.desk.locator("main a.btn[href*='/desk/sessions/']").click()
        is_live(self.desk)
        self.desk.locator("button[value=open]").first.click()
        shown = self.desk.locator("text=/\\d{3} \\d{3}/").first
        expect(shown).to_be_visible()
        return re.sub(r"\D", "", shown.inner_text())[:6]

    def calls_up(self, name: str) -> None:
        self.desk.locator(".run button", has_text=name).click()
        expect(self.desk.locator(".run [aria-current]", has_text=name)).to_be_visible()

    def come(self, number: int, code: str, *phones: Page) -> None:
        for other in self.others:
            assert other.post("/join", {"code": code}).status == 303
            assert other.post(f"/tables/{self.key}/sessions/{number}/here", {"here": "yes"}).status == 303
        for phone in phones:
            phone.goto("/join")
            phone.locator("#code").fill(code)
            phone.locator("form:has(#code) button").click()
            is_live(phone)
            phone.locator("[data-own] button[value=yes]").click()
            is_live(phone)
            expect(phone.locator("[data-own] .sign-ok")).to_be_visible()

    def others_vote(self, ballot: str) -> None:
        for other in self.others:
            assert other.post(f"/tables/{self.key}/ballots/{ballot}", {"answer": "1"}).status == 303


def votes(phone: Page, answer: int, reason: str = "") -> str:
    """Where the phone is told so; returns the key of the ballot."""
    phone.locator("[data-own] a[href*='/ballots/']").click()
    phone.locator(f"input[name=answer][value='{answer}']").check()
    if reason:
        phone.locator("#reason").fill(reason)
    phone.locator("main form button.btn").first.click()
    expect(phone.locator("main .note[role=status]")).to_be_visible()
    return re.sub(r".*/ballots/|\?.*", "", phone.url)


def test_twelve_seats_two_sessions_a_secret_a_dissent_and_minutes(chromium: Browser, town: Musterstadt) -> None:
    table = Table(chromium, town)
    table.is_founded()
    first, second, third, *rest = table.seats()
    assert len(rest) == 9
    for seat in rest:
        table.seat_by_requests(seat)
    amina, school, works = (
        table.seat_in_browser(one, lang) for one, lang in zip((first, second, third), ("ar", "de", "tr"), strict=True)
    )
    code = table.meets(1, MONEY, SECRET)
    table.calls_up(SECRET)  # phones that are here before an item comes learn of it by a frame
    table.come(1, code, amina, school, works)
    table.calls_up(MONEY)
    for phone in (amina, school, works):
        expect(phone.locator("[data-own] .sign-ok")).to_be_visible()
    assert faults(amina, school, table.desk) == []

    a_proposal_travels(table, amina, school)
    a_decision_with_a_dissent(table, amina, school, works)
    what_is_confidential_leaves_no_trace(table, amina)
    the_minutes_are_approved(table, amina, school, works)


def a_proposal_travels(table: Table, amina: Page, school: Page) -> None:
    """Written in Arabic on a phone, read by the desk, amended in the room, on every phone."""
    amina.locator("[data-own] a[href*='/new']").click()
    amina.locator("#text").fill(PROPOSAL)
    amina.locator("main form button.btn").click()
    is_live(amina)
    table.desk.locator("button[value=let_in]").click()
    expect(school.locator("main .words", has_text=PROPOSAL)).to_be_visible()
    expect(school.locator("main .words[lang=ar]")).to_have_attribute("dir", "auto")
    table.desk.locator("details:has(button[value=amend]) summary").click()
    table.desk.locator("[id^=amend-][name=text]").fill(AMENDED)
    table.desk.locator("button[value=amend]").click()
    expect(school.locator("main .words", has_text=AMENDED)).to_be_visible()


def a_decision_with_a_dissent(table: Table, amina: Page, school: Page, works: Page) -> None:
    """Ten agree, one has a concern, one stands aside and says what it would have wanted."""
    table.desk.locator("details:has(button[value=vote]) summary").click()
    table.desk.locator("button[value=vote]").click()
    ballot = votes(school, 2, "Wer pflegt sie?")
    assert votes(amina, 1) == votes(works, 3) == ballot
    table.others_vote(ballot)
    expect(table.desk.locator("section.answer", has_text="12")).to_be_visible()
    assert faults(table.desk, works) == []
    table.desk.locator("button[value=close]:has-text('Sitze')").click()
    works.reload()
    works.locator("#text").fill(DISSENT)
    works.locator("form:has(#text) button").click()
    expect(works.locator("section.answer", has_text=DISSENT)).to_be_visible()
    table.desk.locator("details:has(button[value=record]) summary").click()
    table.desk.locator("[id^=reasons-][name=text]").fill("Sitzen hilft beim Reden.")
    table.desk.locator("button[value=record]").click()
    stranger = table.opens("stranger", "ar", PHONE)
    stranger.goto(f"/tables/{table.key}/decisions/1?lang=ar")
    for words in (AMENDED, "Sitzen hilft beim Reden.", DISSENT, "Wer pflegt sie?"):
        assert words in stranger.locator("main").inner_text() or words in stranger.content()
    assert faults(stranger, works) == []


def what_is_confidential_leaves_no_trace(table: Table, amina: Page) -> None:
    """A canary's name is spoken at a confidential item; afterwards it is in no file, frame or page."""
    table.calls_up(SECRET)
    table.desk.locator("details:has(button[value=confide]) summary").click()
    table.desk.locator("button[value=confide]").click()
    expect(table.desk.locator("details:has(button[value=end_confidence])")).to_be_visible()
    topic = table.desk.url.partition("/sessions/")[2].partition("?")[0]
    amina.goto(f"/live/{topic}?lang=ar")
    is_live(amina)
    amina.locator("main a[href*='/speakers/']").click()
    amina.locator("#name").fill(CANARY)
    amina.locator("main form button.btn").click()
    is_live(amina)
    table.desk.locator("button[value=call]").first.click()
    expect(table.desk.locator("main, body").first).to_contain_text(CANARY)
    screen = table.screen_of(topic)
    expect(screen.locator("main")).to_contain_text(SECRET)
    assert CANARY not in screen.content() + amina.content()
    assert files_with(table.town.server.instance, CANARY) == []

    table.desk.locator("details:has(button[value=end_confidence]) summary").click()
    table.desk.locator("button[value=end_confidence]").click()

    expect(table.desk.locator("body")).not_to_contain_text(CANARY)
    assert files_with(table.town.server.instance, CANARY) == []


def the_minutes_are_approved(table: Table, amina: Page, school: Page, works: Page) -> None:
    """Written in two languages, read by the seats as a draft, approved in the next session, then by everybody."""
    table.goes("/sessions/1")
    form = "article:has-text('Geld') form"
    table.desk.locator(f"{form} summary").first.click()
    table.writes(form, minutes_de="Alle wollen Bänke.", minutes_ar="الجميع يريد مقاعد.")
    assert faults(table.desk) == []
    stranger = table.opens("stranger", "de", PHONE)
    assert stranger.request.get(f"/tables/{table.key}/sessions/1").status == 404
    amina.goto(f"/tables/{table.key}/sessions/1?lang=ar")
    expect(amina.locator("main")).to_contain_text("الجميع يريد مقاعد.")

    table.desk.locator("main a.btn[href*='/desk/sessions/']").click()
    is_live(table.desk)
    table.desk.locator("details:has(button[value=end]) summary").first.click()
    table.desk.locator("button[value=end]").first.click()
    expect(table.desk.locator("button[value=open]").first).to_be_attached()
    code = table.meets(2, "Schulwege")
    table.calls_up("Schulwege")
    table.come(2, code, amina, school, works)
    table.goes("/sessions/2")
    table.writes("form:has([name=earlier])", remark="Statt Bänke: Sitzgelegenheiten.")

    stranger.goto(f"/tables/{table.key}/sessions/1?lang=de")
    expect(stranger.locator("main")).to_contain_text("Alle wollen Bänke.")
    expect(stranger.locator("main")).to_contain_text("Sitzgelegenheiten")
    assert CANARY not in stranger.content()
    assert faults(stranger) == []
