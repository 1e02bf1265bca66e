"""One chain, no break: from a sentence in Tigrinya to the town hall in German, and the answer back in Tigrinya."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import DESK, PHONE, visitor
from tests.journeys.musterstadt import Musterstadt, open_musterstadt

SAID = "ኣብ ከተማና ንስድራቤታት ብናጻ ዝወሃብ ትምህርቲ ቋንቋ የድሊ ኣሎ።"
IN_GERMAN = "In unserer Stadt fehlen kostenlose Sprachkurse für Familien."
ANSWER_DE = "Ab März gibt es zwei Kurse am Nachmittag, mit Kinderbetreuung."
ANSWER_TI = "ካብ መጋቢት ጀሚሩ ክልተ ትምህርቲ ድሕሪ ቀትሪ ክህሉ እዩ፣ ቈልዑ እውን ክእለዩ እዮም።"


@pytest.fixture
def town(prepared: Musterstadt, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Musterstadt]:
    with open_musterstadt(prepared, tmp_path_factory.mktemp("tigrinya") / "town") as town:
        yield town


@contextmanager
def eyes(browser: Browser, town: Musterstadt, who: str, lang: str) -> Iterator[Page]:
    """A browser of somebody's own, in their language. who: "" for somebody nobody knows yet."""
    size = DESK if who else PHONE
    context = visitor(browser, town.base, lang=lang, size=size, cookies=town.cookies[who] if who else {})
    page = context.new_page()
    yield page
    context.close()


@pytest.mark.timeout(300)
def test_a_sentence_in_tigrinya_is_translated_moderated_answered_and_read_by_its_author(
    chromium: Browser, town: Musterstadt
) -> None:
    with eyes(chromium, town, "", "ti") as phone:
        phone.goto("/ideas/ideen/new?lang=ti")
        expect(phone.locator("html")).to_have_attribute("lang", "ti")
        phone.locator("#text").fill(SAID)
        phone.locator("main form button.btn:not([value])").last.click()
        phone.wait_for_url("**/mine**")
        idea = str(phone.locator("article.card").first.get_attribute("id")).removeprefix("m-")
        expect(phone.locator(f"#m-{idea} [lang=ti]").filter(has_text=SAID[:20]).first).to_be_visible()
        code = phone.locator(".recovery").inner_text()

    with eyes(chromium, town, "interpreter", "en") as volunteer:
        volunteer.goto(f"/desk/translations/{idea}/de?lang=en")
        expect(volunteer.locator(".said [lang=ti]")).to_contain_text(SAID)
        volunteer.locator("#text").fill(IN_GERMAN)
        volunteer.locator("[name=act][value=approve]").click()
        expect(volunteer.get_by_role("status").first).to_be_visible()

    with eyes(chromium, town, "moderator", "de") as moderator:
        moderator.goto("/desk/queue?lang=de")
        moderator.locator("[data-case]").filter(has_text=IN_GERMAN[:25]).first.click()
        expect(moderator.locator("main")).to_contain_text(IN_GERMAN)
        expect(moderator.locator("main [lang=ti]").filter(has_text=SAID[:20]).first).to_be_attached()
        moderator.locator("[value=publish][data-key]").click()
        expect(moderator.get_by_role("status").first).to_contain_text("Veröffentlicht")

    with eyes(chromium, town, "administration", "de") as office:
        office.goto(f"/desk/answers/new?idea={idea}&lang=de")
        office.locator("#office").fill("Amt für Integration")
        office.locator("[name=text_de]").fill(ANSWER_DE)
        office.locator("[name=text_ti]").fill(ANSWER_TI)
        office.locator("[name=act][value=publish]").click()
        expect(office.get_by_role("status").first).to_be_visible()

    with eyes(chromium, town, "", "ti") as tablet:
        tablet.goto("/recover?lang=ti")
        tablet.locator("[name=code]").last.fill(code)
        tablet.locator("main form button").last.click()
        tablet.wait_for_url("**/mine**")
        answer = tablet.locator(f"#m-{idea} .words[lang=ti]").filter(has_text=ANSWER_TI)
        expect(answer).to_be_visible()
        expect(tablet.locator(f"#m-{idea}")).to_contain_text(ANSWER_DE)

    with eyes(chromium, town, "", "de") as neighbour:
        neighbour.goto(f"/ideas/ideen/{idea}?lang=de")
        expect(neighbour.locator("main")).to_contain_text(IN_GERMAN)
        expect(neighbour.locator("main [lang=ti]").filter(has_text=SAID[:20]).first).to_be_attached()
        expect(neighbour.locator("main")).to_contain_text(ANSWER_DE)
