"""Pages of the town's own: written in Markdown, in the languages of the interface, read by everybody."""

import pytest

from participation.foundation import database
from participation.foundation.locales import WRITTEN
from participation.foundation.permissions import Role
from participation.foundation.text import TooLong, TooTangled
from participation.townhall import drafts, queries
from participation.townhall.rules import PAGE_LIMIT, TITLES, PageKind, gaps_in
from participation.townhall.written import as_html, page_text
from tests.conftest import House, Resident
from tests.townhall.office import acts, office, page_now, town_now

STATEMENT = {"text_de": "Alles ist zugänglich.", "as_of": "2026-03-31"}
MAIN = '<main id="main"'


def main_of(page: str) -> str:
    return page.split(MAIN)[1].split("</main>", maxsplit=1)[0]


# --- Markdown


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("Wort", "<p>Wort</p>"),
        ("Rathaus\nMarkt 1", "<p>Rathaus<br>\nMarkt 1</p>"),
        ("# Eins\n\n## Zwei\n\n###### Sechs", "<h2>Eins</h2>\n<h3>Zwei</h3>\n<h3>Sechs</h3>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
        ("**sehr** *gut*", "<p><strong>sehr</strong> <em>gut</em></p>"),
        ("> Zitat", "<blockquote>\n<p>Zitat</p>\n</blockquote>"),
        ("Titel\n---", "<p>Titel</p>"),
        ("    eingerückt", "<p>eingerückt</p>"),
        ("`code`", "<p>`code`</p>"),
    ],
)
def test_markdown_becomes_a_few_tags(typed: str, html: str) -> None:
    assert as_html(typed).strip() == html


REL = 'rel="nofollow noopener noreferrer"'


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("[Kontakt](/pages/contact)", f'<p><a href="/pages/contact" {REL}>Kontakt</a></p>'),
        ("[Stadt](https://stadt.example)", f'<p><a href="https://stadt.example" {REL}>Stadt</a></p>'),
        (
            "Siehe https://stadt.example/a_b?c=1 und mehr.",
            f'<p>Siehe <a href="https://stadt.example/a_b?c=1" {REL}>https://stadt.example/a_b?c=1</a> und mehr.</p>',
        ),
        ("(http://a.example)", f'<p>(<a href="http://a.example" {REL}>http://a.example</a>)</p>'),
        ("amt@stadt.example.", f'<p><a href="mailto:amt@stadt.example" {REL}>amt@stadt.example</a>.</p>'),
        ("[a@b.de](mailto:a@b.de)", f'<p><a href="mailto:a@b.de" {REL}>a@b.de</a></p>'),
        ("<https://a.example>", f'<p><a href="https://a.example" {REL}>https://a.example</a></p>'),
    ],
)
def test_links_and_bare_addresses_lead_somewhere(typed: str, html: str) -> None:
    assert as_html(typed).strip() == html


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![Bild](https://evil.example/x.png)",
        "![Bild](/logo)",
        "[klick](javascript:alert(1))",
        "[klick](JaVaScRiPt:alert(1))",
        "[klick](java&#115;cript:alert(1))",
        "[klick](<javascript:alert(1)>)",
        "[klick](data:text/html;base64,PHNjcmlwdD4=)",
        "[klick](vbscript:x)",
        "[klick](//evil.example)",
        "[klick](/\\evil.example)",
        "[klick](tel:09001234)",
        "<javascript:alert(1)>",
        '[klick](https://a.example "onmouseover=alert(1)")',
        '[klick](https://a.example"onmouseover="alert(1))',
        "[a]: javascript:alert(1)\n\n[a]",
        "<https://a.example/\"onclick='x'>",
        "<style>*{display:none}</style>",
        "<iframe src=https://evil.example></iframe>",
        "<a href=javascript:alert(1)>x</a>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "https://a.example/<script>alert(1)</script>",
        "`<script>alert(1)</script>`",
        "```html\n<script>alert(1)</script>\n```",
        "<!-- --><svg onload=alert(1)>",
    ],
)
def test_nothing_hostile_comes_through(typed: str) -> None:
    html = str(as_html(typed))

    tags = [part.partition(">")[0] for part in html.split("<")[1:]]
    allowed = ("p", "/p", "br", "a", "/a", "h2", "/h2", "blockquote", "/blockquote")
    assert [tag for tag in tags if tag.split()[0] not in allowed] == []
    assert [tag for tag in tags if "=" in tag and not tag.startswith("a ")] == []
    for tag in tags:
        for name in (" on", "style=", "title=", "src=", "javascript", "data:", "vbscript", 'href="//', "tel:"):
            assert name not in tag.lower()


def test_the_limits_stand_before_the_work() -> None:
    assert len(page_text("x" * PAGE_LIMIT)) == PAGE_LIMIT
    with pytest.raises(TooLong):
        page_text("x" * (PAGE_LIMIT + 1))
    for tangled in (
        "[" * 3_000,
        "*a " * 3_000,
        "_a_" * 3_000,
        "<" * 5_000,
        "&" * 5_000,
        "a\n\n" * 6_000,
    ):
        with pytest.raises(TooTangled):
            page_text(tangled)
    assert page_text(" \r\n ") == ""
    assert as_html("> " * 200 + "x").count("<blockquote>") <= 20


def test_a_long_honest_page_is_no_tangle() -> None:
    chapter = (
        "## Überschrift\n\n" + "Ein Satz über den Datenschutz mit **Betonung** und einem [Wort](/pages/contact). " * 3
    )
    text = page_text((chapter + "\n\n- eins\n- zwei\n\n") * 60)

    assert as_html(text).count("<h3>") == 60


# --- reading


def test_a_page_is_read_in_the_readers_language_with_its_direction(house: House, resident: Resident) -> None:
    office(house).writes("imprint", text_de="Rathaus", text_ar="البلدية")

    arabic = main_of(resident.reads("/pages/imprint?lang=ar"))

    assert 'lang="ar" dir="rtl"><p>البلدية</p>' in arabic
    assert 'role="note"' not in arabic
    german = main_of(resident.reads("/pages/imprint?lang=de"))
    assert 'lang="de" dir="ltr"><p>Rathaus</p>' in german
    assert "<h1>" in german
    assert german.count("<h1") == 1


def test_a_page_in_another_language_than_the_readers_says_so(house: House, resident: Resident) -> None:
    office(house).writes("imprint", text_de="Rathaus", text_en="Town hall")

    turkish = main_of(resident.reads("/pages/imprint?lang=tr"))

    assert 'role="note"' in turkish
    assert "Deutsch" in turkish
    assert 'lang="de" dir="ltr"><p>Rathaus</p>' in turkish


def test_reading_a_page_sets_no_cookie_and_fetches_nothing_from_elsewhere(house: House, resident: Resident) -> None:
    office(house).writes("signs", text_de="Das Video zeigt …", video="https://video.example/watch?v=1")

    answer = resident.client.get("/pages/signs?lang=en")

    assert "Set-Cookie" not in answer.headers
    assert 'href="https://video.example/watch?v=1" rel="nofollow noopener noreferrer"' in answer.text
    assert "video.example</bdi>" in answer.text
    for embedding in ("<video", "<iframe", "<embed", "<object", 'src="https:'):
        assert embedding not in answer.text


@pytest.mark.parametrize("kind", [*PageKind, "constitution", "IMPRINT", "../imprint"])
def test_what_is_not_there_is_a_page_that_does_not_exist(resident: Resident, kind: str) -> None:
    assert resident.client.get(f"/pages/{kind}").status_code == 404


def test_the_contact_page_is_there_as_soon_as_somebody_can_be_reached(house: House, resident: Resident) -> None:
    keeper = office(house)
    keeper.describes(email="amt@stadt.example", phone="+49 (0)123 45-0")

    page = main_of(resident.reads("/pages/contact?lang=en"))
    assert 'href="mailto:amt@stadt.example"' in page
    assert 'href="tel:+49123450"' in page
    assert "written" not in page
    assert 'role="note"' not in page

    keeper.writes("contact", text_de="Montags von 9 bis 12")
    keeper.describes(email="", phone="")
    page = main_of(resident.reads("/pages/contact?lang=en"))
    assert "Montags von 9 bis 12" in page
    assert "mailto:" not in page


def test_the_accessibility_statement_has_its_day_and_the_way_to_report_a_barrier(
    house: House, resident: Resident
) -> None:
    keeper = office(house)
    keeper.writes("accessibility", **STATEMENT)

    alone = main_of(resident.reads("/pages/accessibility?lang=en"))
    keeper.describes(email="amt@stadt.example")
    with_contact = main_of(resident.reads("/pages/accessibility?lang=en"))

    assert "<time datetime='2026-03-31'>March 31, 2026</time>" in alone
    assert "/pages/contact" not in alone
    assert '/pages/contact?lang=en">Report a barrier' in with_contact


def test_footer_and_start_page_lead_to_what_is_there(house: House, resident: Resident) -> None:
    keeper = office(house)
    assert "/pages/" not in resident.reads("/")

    for kind in ("imprint", "privacy", "contact", "easy"):
        keeper.writes(kind, text_de="Ein Text")
    keeper.writes("accessibility", **STATEMENT)
    keeper.writes("signs", video="https://video.example/1")

    start = resident.reads("/")
    links = [part.split('"')[0] for part in start.split("<footer")[1].split('href="')[1:] if part.startswith("/pages")]
    assert links == [f"/pages/{kind}" for kind in ("contact", "accessibility", "easy", "signs", "imprint", "privacy")]
    assert [kind for kind in PageKind if f'href="/pages/{kind}"' in main_of(start)] == ["easy", "signs"]
    assert "/pages/easy" not in main_of(resident.reads("/recover"))


# --- writing


def test_a_page_is_kept_changed_and_taken_away(house: House, resident: Resident) -> None:
    keeper = office(house)

    first = keeper.writes("imprint", text_de="Rathaus")
    assert first.location.endswith("said=page-kept")
    keeper.writes("imprint", text_de="Neues Rathaus", text_en=" ")
    page = page_now("imprint")
    assert page is not None
    assert (page.texts, page.revision) == ({"de": "Neues Rathaus"}, 2)
    assert town_now().pages == {"imprint": ["de"]}

    gone = keeper.writes("imprint", text_de="")
    assert gone.location.endswith("said=page-gone")
    assert town_now().pages == {}
    assert resident.client.get("/pages/imprint").status_code == 404
    assert acts() == [("house.write_page", "page:imprint")] * 3


def test_a_preview_stores_nothing_and_keeps_what_was_typed(house: House) -> None:
    keeper = office(house)

    answer = keeper.writes("imprint", act="preview", text_de="# Rathaus", text_ar="البلدية")

    assert answer.status_code == 200
    assert '<div class="written" lang="de" dir="ltr"><h2>Rathaus</h2>' in answer.text
    assert '<div class="written" lang="ar" dir="rtl"><p>البلدية</p>' in answer.text
    assert "\n# Rathaus</textarea>" in answer.text
    assert (page_now("imprint"), acts(), town_now().pages) == (None, [], {})
    assert "There is no text." in keeper.writes("imprint", act="preview").text


@pytest.mark.parametrize("act", ["keep", "preview"])
@pytest.mark.parametrize(
    ("kind", "fields", "sentence"),
    [
        ("imprint", {"text_de": "x" * 20_001}, "20001 characters"),
        ("imprint", {"text_de": "[" * 3_000}, "too much markup"),
        ("signs", {"text_de": "Ein Video", "video": "http://video.example"}, "begins with https://"),
        ("accessibility", {"text_de": "Gut", "as_of": "gestern"}, "This is not a day"),
    ],
)
def test_what_cannot_be_kept_is_said_and_stays_in_the_form(
    house: House, kind: str, fields: dict[str, str], sentence: str, act: str
) -> None:
    answer = office(house).writes(kind, act=act, text_en="Still here", **fields)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "\nStill here</textarea>" in answer.text
    assert f"\n{fields['text_de']}</textarea>" in answer.text
    for name in set(fields) - {"text_de"}:
        assert f'value="{fields[name]}"' in answer.text
    assert (page_now(kind), acts()) == (None, [])


def test_a_statement_needs_its_day_and_no_other_page_has_one(house: House) -> None:
    keeper = office(house)

    answer = keeper.writes("accessibility", text_de="Gut")
    keeper.writes("imprint", text_de="Rathaus", as_of="2026-03-31", video="https://video.example/1")
    keeper.writes("accessibility", text_de="", as_of="")

    assert answer.status_code == 422
    assert "as of which day" in answer.text
    page = page_now("imprint")
    assert page is not None
    assert (page.as_of, page.video) == (None, "")


def test_of_two_who_write_the_same_page_the_second_sees_what_the_first_wrote(house: House) -> None:
    one, other = office(house), office(house, Role.ADMINISTRATOR)
    one.writes("imprint", text_de="Von der einen")

    answer = other.writes("imprint", text_de="Vom anderen", revision="0")

    assert answer.status_code == 409
    assert "\nVom anderen</textarea>" in answer.text
    assert '<div class="written" lang="de" dir="ltr"><p>Von der einen</p>' in answer.text
    assert 'name="revision" value="1"' in answer.text
    assert other.writes("imprint", text_de="Vom anderen", revision="1").status_code == 303
    page = page_now("imprint")
    assert page is not None
    assert page.texts == {"de": "Vom anderen"}


@pytest.mark.parametrize("revision", ["-1", "x", "", "9" * 30])
def test_a_tampered_revision_keeps_nothing(house: House, revision: str) -> None:
    keeper = office(house)
    keeper.writes("imprint", text_de="Rathaus")

    answer = keeper.sends("/desk/house/pages/imprint", act="keep", text_de="Anderes", revision=revision)

    assert answer.status_code == 409


def test_a_kind_of_page_that_is_unknown_is_neither_edited_nor_written(house: House) -> None:
    keeper = office(house)

    assert keeper.client.get("/desk/house/pages/constitution").status_code == 404
    assert keeper.sends("/desk/house/pages/constitution", text_de="x").status_code == 404


# --- drafts


def test_a_draft_fills_only_what_is_empty_and_is_not_kept(house: House, resident: Resident) -> None:
    keeper = office(house)
    offer = keeper.reads("/desk/house/pages/privacy?lang=en")
    assert "Take this draft" in offer

    answer = keeper.writes("privacy", act="draft", text_en="Our own words")

    assert answer.status_code == 200
    assert "\nOur own words</textarea>" in answer.text
    assert f"\n{drafts.drafts_of(PageKind.PRIVACY)['tr'][:20]}" in answer.text
    assert "Take this draft" not in answer.text
    assert page_now("privacy") is None
    assert resident.client.get("/pages/privacy").status_code == 404


def test_a_draft_with_gaps_cannot_be_published(house: House) -> None:
    keeper = office(house)
    texts = {f"text_{lang}": text for lang, text in drafts.drafts_of(PageKind.ACCESSIBILITY).items()}

    answer = keeper.writes("accessibility", as_of="2026-03-31", **texts)

    assert answer.status_code == 422
    assert "The draft still has gaps" in answer.text
    assert page_now("accessibility") is None
    filled = {name: text.replace("[…", "(") for name, text in texts.items()}
    assert keeper.writes("accessibility", as_of="2026-03-31", **filled).status_code == 303


@pytest.mark.parametrize("kind", drafts.DRAFTED)
def test_every_draft_is_sound_and_has_gaps_in_every_language(kind: PageKind) -> None:
    found = drafts.drafts_of(kind)

    assert set(found) == set(WRITTEN)
    for text in found.values():
        assert page_text(text) == text
        assert gaps_in(text)
        assert as_html(text).startswith("<")
    assert "/pages/contact" in found["de"] or kind is PageKind.PRIVACY


@pytest.mark.parametrize("kind", sorted(set(PageKind) - set(drafts.DRAFTED)))
def test_other_pages_begin_empty(house: House, kind: str) -> None:
    keeper = office(house)

    assert "Take this draft" not in keeper.reads(f"/desk/house/pages/{kind}?lang=en")
    assert keeper.writes(kind, act="draft", text_de="Etwas").status_code == 200


def test_a_full_page_is_offered_no_draft(house: House) -> None:
    keeper = office(house)
    keeper.writes("privacy", **{f"text_{lang}": "Wort" for lang in WRITTEN})

    assert "Take this draft" not in keeper.reads("/desk/house/pages/privacy?lang=en")


# --- what is missing


def test_the_desk_counts_what_the_law_asks_for(house: House) -> None:
    keeper, colleague = office(house), office(house, Role.MODERATOR)
    assert "4 pages that the law asks for are missing" in keeper.reads("/desk/house?lang=en")
    assert '<span class="pill num">4<' in keeper.reads("/desk/fields?lang=en")
    assert "required pages are missing" not in colleague.reads("/desk/fields?lang=en")

    keeper.writes("imprint", text_de="Rathaus")
    keeper.writes("privacy", text_en="Only English")
    keeper.describes(email="amt@stadt.example")

    assert "2 pages that the law asks for are missing" in keeper.reads("/desk/house?lang=en")
    keeper.writes("privacy", text_de="Auch Deutsch")
    keeper.writes("accessibility", **STATEMENT)
    assert "Every page that the law asks for is there" in keeper.reads("/desk/house?lang=en")
    assert "required pages are missing" not in keeper.reads("/desk/fields?lang=en")


def test_the_list_names_each_page_and_each_language_that_is_not_there(house: House) -> None:
    keeper = office(house)
    keeper.writes("imprint", text_de="Rathaus", text_en="Town hall")
    keeper.writes("easy", text_de="Ganz leicht")

    table = keeper.reads("/desk/house").split("<tbody>")[1].split("</tbody>")[0]

    rows = dict(zip(PageKind, table.split("<tr>")[1:], strict=True))
    wanted = {kind: [lang for lang in WRITTEN if f"#text-{lang}" in row] for kind, row in rows.items()}
    everything = list(WRITTEN)
    assert wanted == {
        "imprint": ["tr", "ar"],
        "privacy": everything,
        "contact": everything,
        "accessibility": everything,
        "easy": [],
        "signs": everything,
    }


def test_the_editor_has_a_field_for_each_language(house: House) -> None:
    page = office(house).reads("/desk/house/pages/imprint")

    assert [f'id="text-{lang}"' in page for lang in WRITTEN] == [True] * len(WRITTEN)
    assert page.count("<h1") == 1


def test_each_page_has_a_title_of_its_own(house: House, resident: Resident) -> None:
    keeper = office(house)
    titles = set()
    for kind in PageKind:
        keeper.writes(kind, text_de="Text", as_of="2026-03-31")
        titles.add(resident.reads(f"/pages/{kind}?lang=en").split("<title>")[1].split("</title>")[0])

    assert titles == {f"{TITLES[kind]} · Musterstadt" for kind in PageKind}


def test_what_stands_beside_the_town_is_what_is_written(house: House) -> None:
    keeper = office(house)
    keeper.writes("imprint", text_de="Rathaus", text_tr="Belediye")
    keeper.writes("signs", video="https://video.example/1")
    keeper.writes("easy", text_de="")

    with database.reading() as session:
        assert queries.written_pages(session, 1) == town_now().pages == {"imprint": ["de", "tr"], "signs": []}
